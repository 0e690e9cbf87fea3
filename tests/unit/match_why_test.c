#include "crowd.h"

#include <stdio.h>
#include <string.h>

#include "citizen.h"
#include "match_index.h"

static int live_open(void **state)
{
	return crowd_live_open(state, 20260304, 200);
}

/* ---- for staff ---- */

static void why_not_names_each_rule(void **state)
{
	struct match_verdict v[MATCH_RULES];
	struct task t = draft("2026-03-03");
	int64_t task, place;

	(void)state;
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	task = post(&t);
	place = t.workplace_id;
	assert_true(match_why(&c, task, world.amir, v));
	for (int i = 0; i < MATCH_RULES; i++)
		assert_true(v[i].holds);
	db_begin(&c);
	citizen_pause(&c, world.amir, c.now + 9 * DAY);
	citizen_exclude(&c, world.amir, place, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_true(match_why(&c, task, world.amir, v));
	for (int i = 0; i < MATCH_RULES; i++)
		assert_int_equal(v[i].holds,
		    strcmp(v[i].rule, "not paused") != 0 &&
			strcmp(v[i].rule, "not kept apart") != 0);
	change(SQL("UPDATE citizen SET paused_until = NULL, left_at = 1"),
	    NO_BIND);
	change(SQL("DELETE FROM excluded"), NO_BIND);
	assert_true(match_why(&c, task, world.amir, v));
	for (int i = 0; i < MATCH_RULES; i++)
		assert_int_equal(v[i].holds, strcmp(v[i].rule, "active") != 0);
	change(SQL("UPDATE citizen SET left_at = NULL"), NO_BIND);
	/* Also of who has nothing to do with the function. */
	change(SQL("DELETE FROM progression"), NO_BIND);
	assert_true(match_why(&c, task, world.amir, v));
	assert_string_equal(v[5].rule, "score");
	assert_false(v[5].holds);
	assert_true(v[8].holds);
	assert_false(match_why(&c, task, world.mentor, v));
	assert_false(match_why(&c, 12345, world.amir, v));
}

static void every_name_stands_in_the_published_table(void **state)
{
	struct match_verdict v[MATCH_RULES];
	int64_t task = post_on("2026-03-03", 1);
	char table[20000], row[60];
	FILE *f = fopen("docs/MATCHING.md", "re");
	size_t n;

	(void)state;
	assert_non_null(f);
	n = fread(table, 1, sizeof table - 1, f);
	table[n] = '\0';
	assert_int_equal(fclose(f), 0);
	assert_true(match_why(&c, task, world.amir, v));
	for (int i = 0; i < MATCH_RULES; i++) {
		snprintf(row, sizeof row, "\n| %s |", v[i].rule);
		if (strstr(table, row) == NULL)
			fail_msg("%s is not published", v[i].rule);
	}
}

/* Nobody can at night, and for the rest nothing stands in their way. */
static void what_keeps_most_people_from_a_task_comes_first(void **state)
{
	struct match_lack lacks[3];
	struct match_counts all;
	struct match_query q;
	size_t n, with = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		int64_t task = crowd_task(), most = 0;

		assert_true(match_query_load(&c, match_live(), task, &q));
		match_index_counts(match_live(), &q, &all);
		n = match_lacks(&c, task, lacks, COUNT(lacks));
		for (int k = 0; k < MATCH_RULES; k++)
			if (all.one[k] > most)
				most = all.one[k];
		assert_int_equal(n > 0, all.suit == 0 && most > 0);
		if (n > 0)
			assert_int_equal(lacks[0].people, most);
		for (size_t k = 1; k < n; k++)
			assert_true(lacks[k].people <= lacks[k - 1].people);
		with += n > 0;
		next();
	}
	assert_true(with > 5);
	assert_int_equal(match_lacks(&c, 12345, lacks, COUNT(lacks)), 0);
}

static void what_it_would_cost_is_what_was_stored(void **state)
{
	int64_t parts[MATCH_PARTS], cost;
	int64_t task = post_on("2026-03-03", 1);

	(void)state;
	assert_true(match_weigh(&c, task, world.amir, parts, &cost));
	/* But that they are asked now. */
	parts[MATCH_COST_RECENT] = 0;
	parts[MATCH_COST_ASKED] = -14;
	assert_string_equal(match_parts(&c, parts),
	    one_text(SQL("SELECT cost_parts FROM offer"), NO_BIND));
	assert_false(match_weigh(&c, task, world.mentor, parts, &cost));
}

/* ---- for who was asked ---- */

static unsigned reasons_bit(enum match_reason reason)
{
	return 1u << reason;
}

static void the_reasons_are_what_was_stored_and_the_rows(void **state)
{
	const unsigned parts = (1u << MATCH_PARTS) - 1;
	struct match_reasons why;
	int64_t offer;

	(void)state;
	offer = offer_to(post_on("2026-03-03", 1), world.amir);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there, parts | reasons_bit(MATCH_REASON_TIME));
	assert_int_equal(why.points[MATCH_COST_ASKED], -14);
	/* Who was measured is not only willing. */
	db_begin(&c);
	citizen_willing(&c, world.amir, "pakning");
	assert_int_equal(db_commit(&c), OK);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there & reasons_bit(MATCH_REASON_WILLING), 0);
	change(SQL("DELETE FROM progression"), NO_BIND);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.points[MATCH_REASON_WILLING], 1);
	/* What another version counted is not ours to explain. */
	change(SQL("UPDATE offer SET rule_version = 1"), NO_BIND);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there & parts, 0);
	assert_false(match_reasons(&c, 12345, &why));
}

static void move_end(int64_t engagement, int64_t ends_at)
{
	change(SQL("UPDATE shift SET ends_at = $2 WHERE id ="
		   " (SELECT shift_id FROM engagement WHERE id = $1)"),
	    BIND(INT(engagement), INT(ends_at)));
}

static void who_has_done_it_before_is_told_so(void **state)
{
	int64_t engagement = amir_comes("2026-03-03"), offer;
	struct match_reasons why;

	(void)state;
	at("2026-03-04T09:00");
	offer = offer_to(post_on("2026-03-05", 1), world.amir);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there & reasons_bit(MATCH_REASON_DONE), 0);
	change(SQL("UPDATE engagement SET hours = 'agreed' WHERE id = $1"),
	    BIND(INT(engagement)));
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.points[MATCH_REASON_DONE], 1);
	/* What came after the question was not why. */
	move_end(engagement, c.now + 1);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there & reasons_bit(MATCH_REASON_DONE), 0);
	move_end(engagement, c.now);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.points[MATCH_REASON_DONE], 1);
	change(SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
	assert_true(match_reasons(&c, offer, &why));
	assert_int_equal(why.there & reasons_bit(MATCH_REASON_DONE), 0);
}

/* ---- for employers ---- */

/* Everybody asked one by one. */
static struct match_counts plain(const struct match_query *q)
{
	struct match_counts counts = { 0 };

	for (size_t i = 0; i < crowd.citizens; i++) {
		struct match_citizen z;
		unsigned broken;

		if (!match_index_citizen(match_live(), q, crowd.citizen[i], &z))
			continue;
		broken = match_rules(&z, &q->t);
		counts.suit += broken == 0;
		for (int k = 0; k < MATCH_RULES; k++)
			counts.one[k] += broken == 1u << k;
	}
	return counts;
}

static void one_pass_counts_what_one_by_one_does(void **state)
{
	int64_t one = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct match_counts all, each;
		struct match_query q;

		assert_true(
		    match_query_load(&c, match_live(), crowd_task(), &q));
		match_index_counts(match_live(), &q, &all);
		each = plain(&q);
		/* Amir is not of the crowd. */
		assert_in_range(all.suit - each.suit, 0, 1);
		for (int k = 0; k < MATCH_RULES; k++) {
			assert_in_range(all.one[k] - each.one[k], 0, 1);
			one += each.one[k];
		}
		next();
	}
	assert_true(one > 500);
}

static bool fair(int64_t told)
{
	return told == 0 || told >= MATCH_FEWEST;
}

static void an_employer_is_never_told_of_fewer_than_three(void **state)
{
	int hints = 0, days = 0, few = 0;

	(void)state;
	for (int i = 0; i < 80; i++) {
		struct match_preview p;
		struct match_counts all;
		struct match_query q;

		assert_true(
		    match_query_load(&c, match_live(), crowd_task(), &q));
		assert_true(match_preview(&c, &q.t, &p));
		match_index_counts(match_live(), &q, &all);
		assert_int_equal(p.suits, all.suit == 2 ? 1 : all.suit);
		assert_true(fair(p.at_other_time) && fair(p.nearer) &&
		    fair(p.at_lower_level) && fair(p.on_other_day));
		if (all.one[8] >= MATCH_FEWEST)
			assert_int_equal(p.at_other_time, all.one[8]);
		if (all.one[11] >= MATCH_FEWEST)
			assert_int_equal(p.nearer, all.one[11]);
		if (p.on_other_day > 0)
			assert_true(p.on_other_day > all.suit);
		hints += p.at_other_time > 0;
		days += p.on_other_day > 0;
		few += all.one[8] > 0 && all.one[8] < MATCH_FEWEST;
		next();
	}
	assert_true(hints > 5 && days > 5 && few > 5);
}

/* Each needs what no place has: all that stands in the way is never told. */
static void an_employer_is_never_told_of_needs(void **state)
{
	struct match_preview p;
	struct match_query q;
	int64_t told = 0;

	(void)state;
	change(SQL("DELETE FROM honours"), NO_BIND);
	db_begin(&c);
	db_run(&c, SQL("DELETE FROM need"), NO_BIND);
	for (size_t i = 0; i < crowd.citizens; i++)
		citizen_needs(&c, crowd.citizen[i], "ro", "must");
	assert_int_equal(db_commit(&c), OK);
	for (int i = 0; i < 30; i++) {
		struct match_counts all;

		next();
		assert_true(
		    match_query_load(&c, match_live(), crowd_task(), &q));
		assert_true(match_preview(&c, &q.t, &p));
		match_index_counts(match_live(), &q, &all);
		told += p.suits + p.at_other_time + p.nearer +
		    p.at_lower_level + p.on_other_day;
		if (i == 0)
			assert_true(all.one[12] >= 0);
	}
	assert_true(told <= 30); /* Amir, who needs nothing */
}

static void a_better_day_is_named(void **state)
{
	int64_t day = clock_add_days(clock_midnight(c.now), 8);
	struct match_preview p;
	struct match_task t = { .id = -1,
		.work_function = "pakning",
		.starts_at = day + 10 * HOUR,
		.ends_at = day + 12 * HOUR,
		.east_m = 38595,
		.north_m = 40075 };

	(void)state;
	assert_true(match_task_ready(&c, &t, 1));
	db_begin(&c);
	for (size_t i = 0; i < crowd.citizens; i++) {
		citizen_pause(&c, crowd.citizen[i], 0);
		citizen_available_on(&c, crowd.citizen[i], day, 0, 1440, false);
	}
	citizen_available_on(&c, world.amir, day, 0, 1440, false);
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_true(match_preview(&c, &t, &p));
	assert_int_equal(p.suits, 0);
	assert_true(p.on_other_day >= MATCH_FEWEST);
	assert_int_not_equal(p.other_day, day);
	for (int i = -1; i < 7; i++) {
		struct match_preview other;
		struct match_task moved = t;

		moved.starts_at = clock_add_days(t.starts_at, i);
		moved.ends_at = clock_add_days(t.ends_at, i);
		assert_true(match_task_times(&moved));
		assert_true(match_preview(&c, &moved, &other));
		assert_true(other.suits <= p.on_other_day);
	}
	assert_in_range(
	    p.other_day, clock_add_days(day, -1), clock_add_days(day, 6));
}

static void without_an_index_nothing_is_told(void **state)
{
	struct match_preview p;
	struct match_task t;
	int64_t task = post_on("2026-03-03", 1);

	(void)state;
	assert_true(match_task_load(&c, task, &t));
	assert_false(match_preview(&c, &t, &p));
}

#define LIVE(test) \
	cmocka_unit_test_setup_teardown(test, live_open, crowd_live_close)
#define ROWS(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS(why_not_names_each_rule),
		ROWS(every_name_stands_in_the_published_table),
		LIVE(what_keeps_most_people_from_a_task_comes_first),
		ROWS(what_it_would_cost_is_what_was_stored),
		ROWS(the_reasons_are_what_was_stored_and_the_rows),
		ROWS(who_has_done_it_before_is_told_so),
		LIVE(one_pass_counts_what_one_by_one_does),
		LIVE(an_employer_is_never_told_of_fewer_than_three),
		LIVE(an_employer_is_never_told_of_needs),
		LIVE(a_better_day_is_named),
		ROWS(without_an_index_nothing_is_told),
	};

	return cmocka_run_group_tests_name("match_why", tests, NULL, NULL);
}
