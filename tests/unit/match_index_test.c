#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>

#include "attention.h"
#include "change.h"
#include "citizen.h"
#include "hours.h"
#include "match_index.h"
#include "offer.h"
#include "person.h"
#include "wave.h"

static struct match_index *ix;

static int crowd_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	crowd_make(20260302, 250);
	ix = match_index_new();
	return match_index_build(ix, store, c.now) ? 0 : -1;
}

static int crowd_close(void **state)
{
	match_index_free(ix);
	return world_close(state);
}

static struct match_query question(int64_t task)
{
	struct match_query q;

	assert_true(match_query_load(&c, ix, task, &q));
	return q;
}

/* The list of the index is that of the rows, to the last cost. */
static size_t assert_same_list(int64_t task, size_t most)
{
	const struct match_query q = question(task);
	struct match_hit hits[MATCH_MOST];
	size_t wanted, found = match_index_find(ix, &q, most, hits);
	const struct match *list = match_find(&c, task, most, &wanted);

	assert_int_equal(found, wanted);
	for (size_t i = 0; i < found; i++) {
		assert_int_equal(hits[i].citizen, list[i].citizen);
		assert_int_equal(hits[i].cost, list[i].cost);
	}
	return found;
}

static void the_index_finds_whom_the_rows_find(void **state)
{
	size_t found = 0, cut = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		size_t most = i % 3 == 0 ? 3 : MATCH_MOST;
		size_t n = assert_same_list(crowd_task(), most);

		found += n;
		cut += n == most;
		if (i % 20 == 0)
			next();
	}
	/* Else it was no test. */
	assert_true(found > 2000);
	assert_true(cut > 100);
}

/* Not only whom it finds: each rule of each person, and each part of the cost.
 * The rules that somebody broke. */
static unsigned assert_knows_all(int tasks)
{
	unsigned seen = 0;

	for (int i = 0; i < tasks; i++) {
		int64_t task = i % 2 ? crowd.task[i] : crowd_task();
		const struct match_query q = question(task);

		for (size_t k = 0; k < crowd.citizens; k++) {
			int64_t id = crowd.citizen[k];
			struct match_citizen a, b;
			int64_t parts[2][MATCH_PARTS];

			assert_true(match_citizen_load(&c, &q.t, id, &a));
			/* Who has nothing to do with the function is not
			 * there. */
			if (!match_index_citizen(ix, &q, id, &b)) {
				assert_int_equal(a.score, 0);
				assert_false(a.willing);
				continue;
			}
			assert_int_equal(
			    match_rules(&a, &q.t), match_rules(&b, &q.t));
			match_cost(&a, &q.t, parts[0]);
			match_cost(&b, &q.t, parts[1]);
			assert_memory_equal(
			    parts[0], parts[1], sizeof parts[0]);
			seen |= match_rules(&a, &q.t);
		}
		next();
	}
	return seen;
}

static void the_index_knows_of_each_what_the_rows_say(void **state)
{
	unsigned seen = assert_knows_all(60);

	(void)state;
	/* Each rule was broken by somebody, but that of what is unpaid, which
	 * no row can be. */
	assert_int_equal(seen, (1 << MATCH_RULES) - 1 - MATCH_UNPAID);
}

/* ---- following ---- */

static void follow_all(void)
{
	next();
	assert_int_not_equal(match_index_follow(ix, store, c.now), -1);
}

/* Behind the product's back, so the index is told of everybody. */
static void tell_of_all(void)
{
	db_begin(&c);
	for (size_t i = 0; i < crowd.citizens; i++)
		change_note(&c, crowd.citizen[i]);
	assert_int_equal(db_commit(&c), OK);
	follow_all();
}

static int64_t anybody(void)
{
	return crowd.citizen[below((int)crowd.citizens)];
}

/* What the product does to somebody, one of many things. */
static void happen(int what)
{
	int64_t id = anybody(), task = crowd_task();

	db_begin(&c);
	switch (what % 12) {
	case 0: citizen_pause(&c, id, c.now + below(20) * DAY); break;
	case 1:
		person_set_sms(
		    &c, id, below(3) ? "start" : "stop", CONSENT_SMS);
		break;
	case 2:
		assert_int_equal(citizen_score(&c, id, "pakning", 1 + below(10),
				     world.mentor),
		    OK);
		break;
	case 3: citizen_available(&c, id, 1 + below(7), 0, 1440); break;
	case 4:
		citizen_available_on(
		    &c, id, instant("2026-03-05"), 0, 1440, below(2));
		break;
	case 5: citizen_tick(&c, id, "truck", 0, world.consultant); break;
	case 6:
		citizen_exclude(
		    &c, id, crowd.place[below(CROWD_PLACES)], world.consultant);
		break;
	case 7: add_citizen("Ny"); break;
	case 9: attention_add(&c, ATTENTION_CALL, id, 0, ""); break;
	case 10:
		attention_settle(&c, ATTENTION_CALL, 0);
		attention_settle(&c, ATTENTION_AFBUD, 0);
		break;
	case 8: offer_move(&c, crowd.task[below(60)]); break;
	default:
		db_run(&c, SQL("UPDATE task SET state = 'open' WHERE id = $1"),
		    BIND(INT(task)));
		offer_ask(&c, task);
		break;
	}
	assert_int_equal(db_commit(&c), OK);
	wave_run(&c);
}

/* An answer to a question that is open, an AFBUD, the hours of a shift. */
static void answer_any(void)
{
	enum offer_result result;
	int64_t offer = one(SQL("SELECT id FROM offer WHERE rule_version > 1"
				" AND state IN ('asked', 'held')"
				" ORDER BY id DESC LIMIT 1"),
	    NO_BIND);
	int64_t coming = one(SQL("SELECT max(e.id) FROM engagement e"
				 " JOIN shift s ON s.id = e.shift_id"
				 " WHERE e.state = 'agreed'"
				 "   AND s.starts_at > $1"),
	    BIND(INT(c.now)));
	int64_t worked = one(SQL("SELECT max(e.id) FROM engagement e"
				 " JOIN shift s ON s.id = e.shift_id"
				 " WHERE e.hours = 'none'"
				 "   AND s.ends_at <= $1"),
	    BIND(INT(c.now)));

	if (offer > 0)
		assert_int_equal(
		    offer_answer(&c, offer, (enum offer_say)below(3), &result),
		    OK);
	if (coming > 0 && below(2))
		engagement_give_up(&c, coming);
	if (worked > 0)
		assert_int_equal(hours_propose(&c, worked, below(2) * 60, "",
				     world.bakery.contact),
		    OK);
}

static void the_index_follows_what_happens(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		happen(i);
		answer_any();
		if (i % 10 == 9) {
			follow_all();
			assert_knows_all(6);
		}
	}
	at("2026-03-04T12:00");
	offer_expire(&c);
	follow_all();
	assert_knows_all(20);
	/* Nothing happened since. */
	assert_int_equal(match_index_follow(ix, store, c.now), 0);
}

static void days_go_by_without_a_change(void **state)
{
	(void)state;
	at("2026-03-06T09:00");
	assert_int_equal(match_index_follow(ix, store, c.now), 0);
	assert_knows_all(30);
}

static void a_build_is_given_up(void **state)
{
	struct match_index *other = match_index_new();

	(void)state;
	match_index_give_up(other);
	assert_false(match_index_build(other, store, c.now));
	assert_true(match_index_count(other) < crowd.citizens);
	match_index_free(other);
}

static void who_is_gone_is_not_found(void **state)
{
	size_t before = match_index_count(ix);
	struct match_citizen z;
	struct match_query q;

	(void)state;
	q = question(crowd.task[0]);
	for (size_t i = 0; i < crowd.citizens; i += 2)
		match_index_remove(ix, crowd.citizen[i]);
	match_index_remove(ix, crowd.citizen[0]);
	assert_int_equal(match_index_count(ix), before - 125);
	for (size_t i = 0; i < crowd.citizens; i += 2)
		assert_false(match_index_citizen(ix, &q, crowd.citizen[i], &z));
	/* Those who come back take the places of those who went. */
	tell_of_all();
	assert_int_equal(match_index_count(ix), before);
	assert_knows_all(20);
}

/* ---- what holds for any crowd ---- */

#define TASKS 40

/* What the index says of each of the first tasks and of everybody. */
struct says {
	unsigned rules;
	int64_t cost;
};
static struct says before[TASKS][300], after[TASKS][300];

static void say(struct says of[TASKS][300])
{
	int64_t parts[MATCH_PARTS];

	for (int i = 0; i < TASKS; i++) {
		const struct match_query q = question(crowd.task[i]);

		for (size_t k = 0; k < crowd.citizens; k++) {
			struct match_citizen z;

			of[i][k] = (struct says) { MATCH_UNKNOWN, 0 };
			if (!match_index_citizen(ix, &q, crowd.citizen[k], &z))
				continue;
			of[i][k].rules = match_rules(&z, &q.t);
			of[i][k].cost = match_cost(&z, &q.t, parts);
		}
		next();
	}
}

/* How many suit a task now who did not, and the other way round. */
static void compare(int *came, int *went)
{
	*came = *went = 0;
	say(after);
	for (int i = 0; i < TASKS; i++)
		for (size_t k = 0; k < crowd.citizens; k++) {
			bool did = before[i][k].rules == 0;
			bool does = after[i][k].rules == 0;

			*came += does && !did;
			*went += did && !does;
		}
}

static void one_more_need_adds_nobody(void **state)
{
	int came, went;

	(void)state;
	say(before);
	for (size_t k = 0; k < crowd.citizens; k += 2)
		change(SQL("INSERT INTO need (citizen_id, consideration,"
			   " strength) VALUES ($1, $2, 'must')"
			   " ON CONFLICT (citizen_id, consideration)"
			   " DO UPDATE SET strength = 'must'"),
		    BIND(INT(crowd.citizen[k]),
			TEXT(k % 4 == 0 ? "ro" : "pauser")));
	tell_of_all();
	compare(&came, &went);
	assert_int_equal(came, 0);
	assert_true(went > 20);
}

static void a_higher_ceiling_removes_nobody(void **state)
{
	int came, went;

	(void)state;
	say(before);
	change(SQL("UPDATE citizen SET ceiling_minutes = ceiling_minutes"
		   " + 600 WHERE ceiling_minutes < 1600"),
	    NO_BIND);
	tell_of_all();
	compare(&came, &went);
	assert_int_equal(went, 0);
	assert_true(came > 0);
}

static void a_no_in_the_place_of_silence_changes_nothing(void **state)
{
	(void)state;
	change(SQL("UPDATE offer SET state = 'expired' WHERE state = 'no'"),
	    NO_BIND);
	tell_of_all();
	say(before);
	change(SQL("UPDATE offer SET state = 'no'"
		   " WHERE asked_at / 86400 % 3 > 0"
		   "   AND state IN ('expired', 'taken', 'withdrawn')"),
	    NO_BIND);
	assert_true(one(SQL("SELECT count(*) FROM offer WHERE state = 'no'"),
			NO_BIND) > 50);
	tell_of_all();
	say(after);
	for (int i = 0; i < TASKS; i++)
		for (size_t k = 0; k < crowd.citizens; k++) {
			assert_int_equal(before[i][k].rules, after[i][k].rules);
			assert_int_equal(before[i][k].cost, after[i][k].cost);
		}
}

#define CROWD(test) \
	cmocka_unit_test_setup_teardown(test, crowd_open, crowd_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CROWD(the_index_finds_whom_the_rows_find),
		CROWD(the_index_knows_of_each_what_the_rows_say),
		CROWD(the_index_follows_what_happens),
		CROWD(days_go_by_without_a_change),
		CROWD(a_build_is_given_up),
		CROWD(who_is_gone_is_not_found),
		CROWD(one_more_need_adds_nobody),
		CROWD(a_higher_ceiling_removes_nobody),
		CROWD(a_no_in_the_place_of_silence_changes_nothing),
	};

	return cmocka_run_group_tests_name("match_index", tests, NULL, NULL);
}
