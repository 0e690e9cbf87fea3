/* What the front takes for a request, and where it says that one ends. Each
 * request of the tables comes as a whole, a byte at a time and, some of them,
 * cut in two at every place; behind it stands another. Of one that is refused
 * the answer must be the last, of one that is taken the next must be answered
 * at its own place. Afterwards the portal must be as it was before. */
#include <string.h>

#include "framing.h"

#define SHORT     ((size_t)400) /* bytes of what comes byte by byte */
#define IDLE_MS   2000
#define IDLE_MOST 5 /* hundredths of a core */
#define SETTLE_MS 8000
#define HANDLES_OFF                                              \
	2 /* a log or a database file that is opened when needed \
	   */

static const char follower[] = "GET /healthz HTTP/1.1\r\n" HOST
			       "Connection: close\r\n\r\n";

static struct front front;
static struct heard heard;

/* ---- what must become of a request ---- */

static const char *count_fault(const struct ask *k)
{
	if (heard.ending == RESET)
		return "the connection was reset";
	if (heard.ending == STAYED)
		return "the connection stayed open";
	if (!heard.clean)
		return "something that is no whole answer";
	if (heard.count == 0)
		return "no answer";
	if (heard.list[0].status != k->status)
		return "another status";
	if (k->after != KEPT && heard.count > 1)
		return "an answer to what must not be asked";
	if (k->after == KEPT && heard.count == 1)
		return "no answer to the next";
	if (heard.count > 2)
		return "more answers than requests";
	if (k->after == KEPT && heard.list[1].status != 200)
		return "another answer to the next";
	return NULL;
}

static bool expects(void)
{
	static const char word[] = "Expect: 100-";

	return memmem(out.bytes, out.n, word, sizeof word - 1) != NULL;
}

static bool is_head(const struct ask *k)
{
	return strncmp(k->first.s, "HEAD ", 5) == 0;
}

static const char *fault_of(const struct ask *k)
{
	const struct answer *a = &heard.list[0];
	const char *fault = count_fault(k);

	if (fault != NULL)
		return fault;
	if (heard.continues > 0 && (!expects() || k->after == SHUT))
		return "a 100 that nobody asked for";
	for (size_t i = 0; i < heard.count && fault == NULL; i++)
		fault = answer_fault(&heard.list[i]);
	if (fault == NULL && k->after == SHUT)
		fault = refusal_fault(a, is_head(k));
	if (fault != NULL)
		return fault;
	if ((k->after == KEPT) == answer_says(a, "Connection", "close"))
		return "Connection says something else";
	if (k->allow != NULL && !answer_says(a, "Allow", k->allow))
		return "Allow says something else";
	return NULL;
}

/* True when it went as it must; else says how it did not. */
static bool trial(const struct ask *k)
{
	const char *fault;

	out_row(k);
	out_more(k->after == KEPT ? follower : MARKER);
	exchange(front.plain, is_head(k), &heard);
	fault = fault_of(k);
	if (fault == NULL)
		return true;
	tell("%s: %s (status %d, wanted %d)", k->what, fault,
	    heard.count > 0 ? heard.list[0].status : 0, k->status);
	tell_bytes("sent", out.bytes, out.n);
	tell_bytes("got", heard.bytes, heard.n);
	return false;
}

/* ---- the tables ---- */

static const struct {
	const char *name;
	const struct ask *rows;
} tables[] = {
	{ "request lines", asks_line },
	{ "headers", asks_head },
	{ "bodies", asks_body },
	{ "smuggling", asks_smuggle },
};

static bool is_row(const struct ask *k)
{
	return k->first.s != NULL;
}

/* One line for each heading. */
static void whole_rows(const struct ask *k)
{
	out.way = WHOLE;
	while (k->what != NULL) {
		const char *heading = k++->what;
		int good = 0, all = 0;

		for (; k->what != NULL && is_row(k); k++) {
			good += trial(k);
			all++;
		}
		check(
		    good == all && all > 0, "%s: %d of %d", heading, good, all);
	}
}

static void rows_by_bytes(const struct ask *k, const char *table)
{
	int good = 0, all = 0;

	out.way = BYTES;
	for (; k->what != NULL; k++) {
		if (!is_row(k) || k->first.n > SHORT || k->again.s != NULL)
			continue;
		good += trial(k);
		all++;
	}
	check(good == all && all > 0, "%s, byte by byte: %d of %d", table, good,
	    all);
}

static const struct ask *row_named(const struct ask *k, const char *what)
{
	for (; k->what != NULL; k++)
		if (is_row(k) && strcmp(k->what, what) == 0)
			return k;
	give_up("no row is called %s", what);
}

static void rows_in_halves(void)
{
	const struct ask *const some[] = {
		row_named(asks_line, "as a browser sends it"),
		row_named(asks_line, "an empty line before it"),
		row_named(asks_line, "two CR at its end"),
		row_named(asks_head, "a line that goes on the one above"),
		row_named(asks_head, "a lone LF at the end of the head"),
		row_named(asks_body, "of a form"),
		row_named(asks_body, "GET, and the body is a request"),
		row_named(asks_smuggle, "the length is obeyed or the coding"),
		row_named(asks_smuggle, "behind an expectation"),
	};
	int good = 0, all = 0;

	out.way = HALVES;
	for (size_t i = 0; i < COUNT(some); i++)
		for (out.cut = 1; out.cut <= some[i]->first.n; out.cut++) {
			good += trial(some[i]);
			all++;
		}
	check(good == all && all > 0, "cut in two at every place: %d of %d",
	    good, all);
}

/* ---- the portal afterwards ---- */

struct state {
	int handles;
	int64_t threads;
};

static struct state state_now(void)
{
	return (struct state) { child_handles(&front.portal),
		child_status(&front.portal, "Threads") };
}

static bool answers(void)
{
	out.way = WHOLE;
	out_text(follower);
	exchange(front.plain, false, &heard);
	return heard.count == 1 && heard.list[0].status == 200;
}

static void test_afterwards(const struct state *before)
{
	int64_t until = now_us() + (int64_t)SETTLE_MS * 1000, cpu, began;
	struct state now = state_now();
	int share;

	check(answers(), "the portal answers as before");
	while (
	    now.handles > before->handles + HANDLES_OFF && now_us() < until) {
		wait_ms(50);
		now = state_now();
	}
	check(now.handles <= before->handles + HANDLES_OFF,
	    "it has %d handles open, and it was %d", now.handles,
	    before->handles);
	check(now.threads == before->threads,
	    "it has %" PRId64 " threads, and it was %" PRId64, now.threads,
	    before->threads);
	cpu = child_cpu_us(&front.portal);
	began = now_us();
	wait_ms(IDLE_MS);
	share = (int)((child_cpu_us(&front.portal) - cpu) * 100 /
	    (now_us() - began));
	check(share < IDLE_MOST, "at rest it takes %d hundredths of a core",
	    share);
}

int main(int argc, char **argv)
{
	struct state before;

	fault_begin(argc, argv, 115);
	front_make(&front, "");
	if (!answers())
		give_up("the portal does not answer");
	before = state_now();
	for (size_t i = 0; i < COUNT(tables); i++)
		whole_rows(tables[i].rows);
	for (size_t i = 0; i < COUNT(tables); i++)
		rows_by_bytes(tables[i].rows, tables[i].name);
	rows_in_halves();
	framing_more(&front);
	framing_log(&front);
	test_afterwards(&before);
	check(front_end(&front), "and ends in peace");
	return fault_end();
}
