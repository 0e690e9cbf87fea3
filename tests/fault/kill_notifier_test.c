/* The notifier is killed twenty times at random moments while three hundred
 * messages wait. No message is lost (I1), the gateway hears of each at most
 * once (I2), a kill leaves at most a batch of which nobody knows (I6), and
 * nothing stays under way for ever. Then the trap: a
 * gateway that closes a kept connection without an answer, upon which libcurl
 * would send once more by itself. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "notice.h"
#include "outbox.h"

#include "fault.h"

#define KILLS     20
#define PEOPLE    300
#define LATER_MS  250 /* at most, from the start to the kill */
#define ANSWER_MS 12  /* the gateway's; a batch of 64 then takes 50 ms */
#define TRAPPED   8
#define WAITING   48 /* messages around the trap */

static int64_t people[PEOPLE];

static void make_people(struct desk *d)
{
	struct town t;
	struct ctx *c = desk_again(d);

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < PEOPLE; i++)
		people[i] = town_citizen(c, &t, 200001 + i, NULL);
	if (db_commit(c) != OK)
		give_up("no people");
}

/* A message for each of the first `most` people for whom none waits. */
static void top_up(struct desk *d, int most)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (int i = 0; i < most; i++)
		if (db_int(c,
			SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
			    " AND channel = 'sms' AND state = 'queued'"),
			BIND(INT(people[i])), 0) == 0)
			notice_answer(c, "call", people[i], 0);
	if (db_commit(c) != OK)
		give_up("no messages");
}

static int64_t count_in(struct desk *d, const char *state)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox WHERE state = $1"),
	    BIND(TEXT(state)), -1);
}

static int64_t left_over(struct desk *d)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox o WHERE o.state = 'sending'"
		" AND NOT EXISTS (SELECT 1 FROM attempt a"
		"  WHERE a.outbox_id = o.id AND a.ended_at IS NULL"
		"    AND a.epoch = (SELECT epoch FROM notifier))"),
	    NO_BIND, -1);
}

/* Every other kill comes at any moment from the start on, the others while
 * messages are on their way; the first of those in the middle of a batch. */
static void wait_to_kill(int round)
{
	size_t before = gateway_count();
	int64_t until = now_us() + 10000000;

	if (round % 2 != 0) {
		wait_ms((int)fault_random(LATER_MS));
		return;
	}
	while (gateway_count() == before && now_us() < until)
		wait_ms(1);
	if (round > 0)
		wait_ms((int)fault_random(LATER_MS / 4));
}

/* The most rows one kill left under way. */
static int64_t kill_again_and_again(const struct place *p, struct desk *d)
{
	int64_t most = 0;

	for (int i = 0; i < KILLS; i++) {
		struct child notifier;
		int64_t under_way;

		top_up(d, PEOPLE);
		notifier_launch(p, &notifier);
		wait_to_kill(i);
		child_stop(&notifier, SIGKILL);
		under_way = count_in(d, "sending");
		if (under_way > most)
			most = under_way;
	}
	return most;
}

static bool drained(struct desk *d)
{
	int64_t until = now_us() + 30000000;

	while (now_us() < until) {
		if (count_in(d, "queued") == 0 && count_in(d, "sending") == 0)
			return true;
		wait_ms(10);
	}
	return false;
}

/* ---- what the gateway heard, against what the rows say ---- */

static int by_ref(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;

	return (x->ref > y->ref) - (x->ref < y->ref);
}

struct heard {
	int64_t rows, accepted, uncertain, other; /* rows in those states */
	int64_t twice;     /* refs the gateway heard more than once */
	int64_t unheard;   /* accepted, and the gateway knows nothing */
	int64_t strangers; /* refs that are no row of ours */
	int64_t quiet;     /* uncertain, and no person was told */
	int64_t swallowed; /* left without an answer, and uncertain */
};

static size_t times(const struct taken *all, size_t count, int64_t ref)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += all[i].ref == ref;
	return n;
}

static void look_at_rows(
    struct desk *d, const struct taken *all, size_t count, struct heard *h)
{
	struct rows r = db_query(&d->c,
	    SQL("SELECT o.id, o.state, (SELECT count(*) FROM attention t"
		" WHERE t.about_id = o.id AND t.kind = $1"
		" AND t.closed_at IS NULL) FROM outbox o ORDER BY o.id"),
	    BIND(TEXT(ATTENTION_UNCERTAIN)));

	while (row_next(&r)) {
		int64_t id = row_int(&r);
		const char *state = row_text(&r);
		bool told = row_int(&r) > 0;

		h->rows++;
		if (strcmp(state, "accepted") == 0) {
			h->accepted++;
			h->unheard += times(all, count, id) != 1;
		} else if (strcmp(state, "uncertain") == 0) {
			h->uncertain++;
			h->quiet += !told;
		} else {
			h->other++;
		}
	}
}

static struct heard compare(struct desk *d)
{
	struct arena *mem = arena_new();
	struct heard h = { 0 };
	struct taken *all;
	size_t count;

	desk_again(d);
	all = gateway_taken(mem, &count);
	qsort(all, count, sizeof *all, by_ref);
	for (size_t i = 0; i < count; i++) {
		struct outbox_row row;
		bool ours = outbox_load(&d->c, all[i].ref, &row);

		h.twice += i > 0 && all[i].ref == all[i - 1].ref;
		h.strangers += !ours;
		h.swallowed += ours && all[i].swallowed &&
		    strcmp(row.state, "uncertain") == 0;
	}
	look_at_rows(d, all, count, &h);
	arena_free(mem);
	return h;
}

/* ---- the two parts ---- */

static void test_kills(const struct place *p, struct desk *d)
{
	int64_t most = kill_again_and_again(p, d), left;
	struct child notifier;
	struct heard h;

	top_up(d, PEOPLE);
	notifier_start(p, &notifier);
	left = left_over(d);
	check(left == 0,
	    "after a restart nothing of an earlier run is under "
	    "way (%" PRId64 ")",
	    left);
	check(drained(d), "the queue is emptied");
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "the notifier ends in peace");
	h = compare(d);
	check(h.rows == h.accepted + h.uncertain && h.rows > PEOPLE,
	    "no message is lost: of %" PRId64 " %" PRId64 " are accepted, "
	    "%" PRId64 " uncertain, %" PRId64 " neither",
	    h.rows, h.accepted, h.uncertain, h.other);
	check(h.twice == 0 && h.strangers == 0,
	    "the gateway heard of each at most once (%" PRId64 " twice)",
	    h.twice);
	check(h.unheard == 0, "what is called accepted, it heard of");
	check(most <= OUTBOX_BATCH_MOST && most > 0,
	    "a kill leaves at most a batch uncertain (%" PRId64 ")", most);
	check(h.uncertain > 0 && h.quiet == 0,
	    "each uncertain one waits for a person");
}

static void test_trap(const struct place *p, struct desk *d)
{
	struct heard before = compare(d), h;
	struct child notifier;

	gateway_set(0, 0);
	notifier_start(p, &notifier);
	top_up(d, WAITING);
	check(drained(d), "the gateway's connections are warm");
	gateway_set(0, TRAPPED);
	top_up(d, WAITING);
	check(drained(d) && gateway_swallowing() == 0,
	    "the gateway closes %d kept connections without an answer",
	    TRAPPED);
	child_stop(&notifier, SIGTERM);
	h = compare(d);
	check(h.twice == 0, "none of it is sent again (%" PRId64 " were)",
	    h.twice);
	check(
	    h.swallowed == TRAPPED && h.uncertain - before.uncertain == TRAPPED,
	    "the %d are uncertain, and no others", TRAPPED);
	check(h.accepted - before.accepted == 2 * WAITING - TRAPPED,
	    "all others are accepted (%" PRId64 " of %d)",
	    h.accepted - before.accepted, 2 * WAITING - TRAPPED);
}

int main(int argc, char **argv)
{
	char settings[300], password[PATH_ROOM];
	struct place p;
	struct desk d;

	fault_begin(argc, argv, 100);
	snprintf(settings, sizeof settings,
	    "[sms]\nprovider = kannel\n[sms.kannel]\n"
	    "url = http://127.0.0.1:%d/cgi-bin/sendsms\n",
	    gateway_start());
	gateway_set(ANSWER_MS, 0);
	place_make(&p, settings);
	place_file(&p, "kannel.password", password);
	write_file(password, "word\n");
	if (chmod(password, 0600) != 0)
		give_up("no password file");
	desk_open(&d, p.url, STORE_TOOL);
	make_people(&d);
	test_kills(&p, &d);
	test_trap(&p, &d);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
