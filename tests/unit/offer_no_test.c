/* No, and no answer. */
#include "four.h"

#include <stdlib.h>

#include "match.h"
#include "municipality.h"

static void after_a_no_the_next_is_asked(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(asked(task), 1);
	assert_int_equal(left("declined", world.amir), 1);
	/* Said again it is heard again, and asks nobody more. */
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_int_equal(asked(task), 1);
	assert_int_equal(left("declined", world.amir), 2);
}

static void a_no_is_replaced_by_one_and_no_more(void **state)
{
	int64_t task = post_on(THURSDAY, 2);

	(void)state;
	answer(task, world.amir, SAY_NO);
	assert_string_equal(offer_state(task, bent), "asked");
	assert_string_equal(offer_state(task, nour), "-");
	assert_int_equal(asked(task), 2);
}

static void a_question_that_was_answered_is_not_sent_any_more(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_NO);
	assert_string_equal(one_text(SQL("SELECT state FROM outbox"
					 " WHERE kind = 'offer'"
					 "   AND person_id = $1"),
				BIND(INT(world.amir))),
	    "cancelled");
}

static void the_next_is_asked_when_no_answer_came(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	expire_at("2026-03-02T10:59");
	assert_string_equal(offer_state(task, world.amir), "asked");
	expire_at("2026-03-02T11:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(asked(task), 1);
	/* Nothing is said of it: no answer was owed. */
	assert_int_equal(left("late", world.amir), 0);
	assert_int_equal(left("expired", world.amir), 0);
}

/* Off without a row of its own (C29), and only of what they can have read. */
static void that_it_is_over_is_told_where_a_row_says_so(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_TELL_EXPIRED,
	    instant("2026-03-02T11:00"), 1, "en underskrift");
	assert_int_equal(db_commit(&c), OK);
	change(SQL("UPDATE outbox SET state = 'delivered'"
		   " WHERE kind = 'offer'"),
	    NO_BIND);
	expire_at("2026-03-02T11:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_int_equal(left("expired", world.amir), 1);
	assert_string_equal(offer_state(task, ida), "asked");
	expire_at("2026-03-02T13:00"); /* hers never went */
	assert_string_equal(offer_state(task, ida), "expired");
	assert_int_equal(left("expired", ida), 0);
}

/* The whole table of whom each task may be put to, and at what cost. */
static const char *all_matches(const int64_t *task, size_t tasks)
{
	const int64_t who[] = { world.amir, ida, bent, nour };
	const char *all = "";

	for (size_t i = 0; i < tasks; i++) {
		size_t count;
		const struct match *m = match_find(
		    &c, task[i], MATCH_MOST, &count);

		for (size_t k = 0; k < COUNT(who); k++)
			all = mem_printf(
			    &c, "%s %u", all, match_check(&c, task[i], who[k]));
		for (size_t k = 0; k < count; k++)
			all = mem_printf(&c, "%s %" PRId64, all, m[k].cost);
	}
	return all;
}

/* Property: whatever has been asked, turning silence into a NO changes no rule
 * and no cost of anybody (P3). */
static void a_no_costs_nobody_anything(void **state)
{
	int64_t task[8];

	(void)state;
	srand(7);
	change(SQL("UPDATE rule SET value = 9 WHERE name = 'offers_week'"),
	    NO_BIND);
	for (size_t i = 0; i < COUNT(task); i++)
		task[i] = post_on(
		    mem_printf(&c, "2026-03-%02zu", 9 + i % 5 + i / 5 * 7),
		    1 + rand() % 3);
	change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
	for (int round = 0; round < 30; round++) {
		const char *silent;
		int64_t no = rand() % 1000;

		next();
		change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
		silent = all_matches(task, COUNT(task));
		change(SQL("UPDATE offer SET state = 'no'"
			   " WHERE (number * 613 + cost * 7 + citizen_id"
			   "        + $1) % 3 > 0"),
		    BIND(INT(no)));
		assert_int_not_equal(one(SQL("SELECT count(*) FROM offer"
					     " WHERE state = 'no'"),
					 NO_BIND),
		    0);
		assert_string_equal(all_matches(task, COUNT(task)), silent);
	}
}

static void a_no_only_frees_the_one_who_says_it(void **state)
{
	int64_t task = post_on(THURSDAY, 4), other;
	struct task t = draft("2026-03-12");
	int64_t before, after;

	(void)state;
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	other = post(&t);
	before = match_find(&c, other, 1, &(size_t) { 0 })[0].cost;
	answer(task, world.amir, SAY_NO);
	after = match_find(&c, other, 1, &(size_t) { 0 })[0].cost;
	assert_int_equal(before, after);
	assert_int_equal(match_check(&c, other, world.amir), 0);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_ASKED);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(after_a_no_the_next_is_asked),
		TEST(a_no_is_replaced_by_one_and_no_more),
		TEST(a_question_that_was_answered_is_not_sent_any_more),
		TEST(the_next_is_asked_when_no_answer_came),
		TEST(that_it_is_over_is_told_where_a_row_says_so),
		TEST(a_no_costs_nobody_anything),
		TEST(a_no_only_frees_the_one_who_says_it),
	};

	return cmocka_run_group_tests_name("offer_no", tests, NULL, NULL);
}
