/* What happens while a batch is on its way. A gateway answers nobody until it
 * is told to, so that the rest of the batch cannot begin; meanwhile people say
 * STOP, what was said is taken back, time runs out. None of that goes after all
 * (I3, I4). And while ten thousand digests wait, a code goes at once (I10). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/db.h"

#include "outbox.h"
#include "person.h"

#include "letters.h"

#define FIRST   GATEWAY_AT_ONCE         /* of half a batch: with the gateway */
#define HALF    (OUTBOX_BATCH_MOST / 2) /* a thread has it */
#define EACH    8                       /* of the others: a sort each */
#define DIGESTS 34 /* for each of three hundred: more than 10,000 */
#define CODES   5
#define SOON_US 1000000

/* What becomes of each sort, in the order in which they were left. */
static const struct sort {
	const char *what;
	int from, to;
	const char *state;
} sorts[] = {
	{ "what was with the gateway", 0, FIRST, "accepted" },
	{ "who said STOP", FIRST, FIRST + EACH, "cancelled" },
	{ "what was taken back", FIRST + EACH, HALF, "cancelled" },
	{ "what the other thread had there", HALF, HALF + FIRST, "accepted" },
	{ "what would come too late", HALF + FIRST, HALF + FIRST + EACH,
	    "dead" },
	{ "all else", HALF + FIRST + EACH, OUTBOX_BATCH_MOST, "accepted" },
};
enum { WITH_GATEWAY, STOPPED, TAKEN_BACK, WITH_IT_TOO, LATE, ELSE };

/* Kannel's validity counts in minutes: with less than one left it is late. */
static int64_t prepare(struct desk *d)
{
	struct ctx *c = desk_again(d);
	int64_t ends = c->now + MINUTE + 2;

	db_begin(c);
	for (int i = sorts[TAKEN_BACK].from; i < sorts[TAKEN_BACK].to; i++)
		db_run(c,
		    SQL("UPDATE outbox SET about_id = $2"
			" WHERE person_id = $1"),
		    BIND(INT(letters_person(i)), INT(i)));
	for (int i = sorts[LATE].from; i < sorts[LATE].to; i++)
		db_run(c,
		    SQL("UPDATE outbox SET expires_at = $2"
			" WHERE person_id = $1"),
		    BIND(INT(letters_person(i)), INT(ends)));
	if (db_commit(c) != OK)
		give_up("nothing could be prepared");
	return ends;
}

static void change_the_world(struct desk *d)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (int i = sorts[STOPPED].from; i < sorts[STOPPED].to; i++) {
		person_set_sms(c, letters_person(i), "stop", CONSENT_SMS);
		outbox_suppress(c, letters_person(i));
	}
	for (int i = sorts[TAKEN_BACK].from; i < sorts[TAKEN_BACK].to; i++)
		outbox_cancel(c, "call", i);
	if (db_commit(c) != OK)
		give_up("nobody could say STOP");
}

static int64_t in_state(struct desk *d, const struct sort *s)
{
	int64_t n = 0;

	for (int i = s->from; i < s->to; i++)
		n += db_int(desk_again(d),
		    SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
			" AND state = $2"),
		    BIND(INT(letters_person(i)), TEXT(s->state)), 0);
	return n;
}

static void test_meanwhile(const struct place *p, struct desk *d)
{
	size_t heard = 2 * FIRST + OUTBOX_BATCH_MOST - (size_t)sorts[ELSE].from;
	struct child notifier;
	struct heard h;
	int64_t ends;

	letters_leave(d, OUTBOX_BATCH_MOST, 1);
	ends = prepare(d);
	gateway_hold(true);
	notifier_start(p, &notifier);
	check(letters_heard(2 * FIRST, 20000) &&
		letters_in(d, "sending") == OUTBOX_BATCH_MOST,
	    "%d are with the gateway, and the others of the batch wait",
	    2 * FIRST);
	change_the_world(d);
	while (clock_now() <= ends - MINUTE)
		wait_ms(20);
	gateway_hold(false);
	check(letters_gone(d, 20000), "then the gateway answers");
	child_stop(&notifier, SIGTERM);
	for (size_t i = 0; i < COUNT(sorts); i++)
		check(in_state(d, &sorts[i]) == sorts[i].to - sorts[i].from,
		    "%s: all %d are %s", sorts[i].what,
		    sorts[i].to - sorts[i].from, sorts[i].state);
	h = letters_compare(d);
	check(gateway_count() == heard && h.heard_other == 0,
	    "I4: nothing began after the STOP, or after it was taken back");
	check(h.late == 0 && h.twice == 0,
	    "I3: nothing is good for longer than its time");
}

/* ---- many digests, and a code ---- */

static void leave_digests(struct desk *d)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (int i = 0; i < LETTERS_PEOPLE * DIGESTS; i++) {
		const struct outbox_new n = { .kind = "call",
			.channel = OUTBOX_SMS,
			.lane = LANE_DIGEST,
			.person = letters_person(i % LETTERS_PEOPLE),
			.key = mem_printf(c, "digest %d", i),
			.not_before = c->now,
			.expires_at = c->now + DAY };

		outbox_add(c, &n);
	}
	if (db_commit(c) != OK)
		give_up("no digests");
}

static int64_t leave_code(struct desk *d, int i)
{
	struct ctx *c = desk_again(d);
	const struct outbox_new n = { .kind = "stop",
		.channel = OUTBOX_SMS,
		.lane = LANE_CODE,
		.person = letters_person(LETTERS_PEOPLE - 1 - i),
		.key = mem_printf(c, "code %d", i),
		.not_before = c->now,
		.expires_at = c->now + DAY };

	db_begin(c);
	outbox_add(c, &n);
	if (db_commit(c) != OK)
		give_up("no code");
	return db_int(
	    desk_again(d), SQL("SELECT max(id) FROM outbox"), NO_BIND, 0);
}

/* When the gateway began to hear of it; 0: not within ten seconds. */
static int64_t heard_at(int64_t id)
{
	int64_t until = now_us() + 10000000, at = 0;
	struct arena *mem = arena_new();

	while (at == 0 && now_us() < until) {
		size_t count;
		const struct taken *all = gateway_taken(mem, &count);

		for (size_t i = 0; i < count; i++)
			if (all[i].ref == id)
				at = all[i].first_byte_us;
		arena_reset(mem);
		wait_ms(1);
	}
	arena_free(mem);
	return at;
}

static void test_fair(const struct place *p, struct desk *d)
{
	int64_t soonest = INT64_MAX, waiting;
	size_t before = gateway_count();
	struct child notifier;

	leave_digests(d);
	gateway_set(2, 0);
	notifier_start(p, &notifier);
	check(letters_heard(before + OUTBOX_BATCH_MOST, 20000),
	    "digests are on their way");
	for (int i = 0; i < CODES; i++) {
		int64_t began = now_us(), id = leave_code(d, i),
			at = heard_at(id);

		if (at > 0 && at - began < soonest)
			soonest = at - began;
	}
	waiting = letters_in(d, "queued");
	child_stop(&notifier, SIGKILL);
	check(waiting > 0 && soonest < SOON_US,
	    "I10: a code goes in %" PRId64 " ms while %" PRId64 " digests wait",
	    soonest / 1000, waiting);
}

int main(int argc, char **argv)
{
	struct place p;
	struct desk d;

	fault_begin(argc, argv, 90);
	letters_place(&p, gateway_start(), "");
	desk_open(&d, p.url, STORE_TOOL);
	letters_people(&d, LETTERS_PEOPLE);
	test_meanwhile(&p, &d);
	test_fair(&p, &d);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
