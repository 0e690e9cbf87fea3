#include "suits.h"

#include "attention.h"
#include "citizen.h"
#include "match.h"
#include "municipality.h"

static void nobody_is_asked_before_a_consultant_says_so(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	assert_suits(task);
	change(SQL("UPDATE citizen SET released_at = NULL"), NO_BIND);
	assert_breaks(task, MATCH_RELEASED);
	change(
	    SQL("UPDATE citizen SET released_at = $1"), BIND(INT(c.now + 1)));
	assert_breaks(task, MATCH_RELEASED);
}

static void nobody_is_asked_who_has_not_said_start(void **state)
{
	static const char *const said[] = { "unknown", "stop", "wrong" };
	int64_t task = waiting_task();

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		change(SQL("UPDATE person SET sms = $1 WHERE id = $2"),
		    BIND(TEXT(said[i]), INT(world.amir)));
		assert_breaks(task, MATCH_CONSENT);
	}
}

static void who_has_only_mail_is_asked_unless_they_said_stop(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE person SET sms = 'unknown' WHERE id = $1"),
	    BIND(INT(world.amir)));
	is_reached(world.amir, NULL, "amir@example.dk");
	assert_suits(task);
	change(SQL("UPDATE person SET sms = 'stop' WHERE id = $1"),
	    BIND(INT(world.amir)));
	assert_breaks(task, MATCH_CONSENT);
}

static void nobody_is_asked_whose_no_is_not_signed_as_free(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET target_group = 'gruppe-x'"), NO_BIND);
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE citizen SET target_group = 'gruppe-a'"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE rule SET value = 0 WHERE name LIKE 'answer_is%'"),
	    NO_BIND);
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE rule SET value = 1, valid_to = $1"
		   " WHERE name LIKE 'answer_is%'"),
	    BIND(INT(c.now)));
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE rule SET valid_from = $1, valid_to = NULL"
		   " WHERE name LIKE 'answer_is%'"),
	    BIND(INT(c.now + 1)));
	assert_breaks(task, MATCH_FREE_NO);
}

static void a_signature_of_another_municipality_is_none(void **state)
{
	const struct municipality m = {
		.name = "Anden Kommune", .helper = "Ib", .phone = "4520000009"
	};
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	db_run(&c,
	    SQL("UPDATE rule SET municipality_id = $1"
		" WHERE name LIKE 'answer_is%'"),
	    BIND(INT(municipality_add(&c, &m))));
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_FREE_NO);
}

static void nobody_is_asked_in_a_pause(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	citizen_pause(&c, world.amir, instant(TUESDAY "T09:01"));
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_PAUSED);
	db_begin(&c);
	citizen_pause(&c, world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
}

static void nobody_is_asked_who_is_to_be_rung_first(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_AFBUD, world.amir, 1, "");
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_CALL);
	/* A working day is what the dated rule gives for the call. */
	c.now = instant("2026-03-03T08:59");
	assert_breaks(task, MATCH_CALL);
	c.now = instant("2026-03-03T09:00");
	assert_suits(task);
	c.now = instant("2026-03-02T09:00");
	db_begin(&c);
	attention_settle(&c, ATTENTION_AFBUD, 1);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
}

static void few_questions_are_open_at_a_time(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 2220"), NO_BIND);
	ask_amir("2026-03-04", "asked");
	assert_suits(task);
	ask_amir("2026-03-05", "asked");
	assert_breaks(task, MATCH_OFFERS);
	change(SQL("UPDATE offer SET state = 'held'"), NO_BIND);
	assert_breaks(task, MATCH_OFFERS);
	change(SQL("UPDATE offer SET state = 'won'"), NO_BIND);
	assert_suits(task);
}

static void nobody_is_asked_who_is_not_with_us_any_more(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET left_at = $1"), BIND(INT(c.now + 1)));
	assert_suits(task);
	change(SQL("UPDATE citizen SET left_at = $1"), BIND(INT(c.now)));
	assert_breaks(task, MATCH_ACTIVE);
}

static void few_questions_are_put_in_a_week(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 2220"), NO_BIND);
	ask_amir("2026-03-04", "no");
	ask_amir("2026-03-05", "taken");
	assert_suits(task);
	ask_amir("2026-03-06", "expired");
	assert_breaks(task, MATCH_WEEK);
	change(SQL("UPDATE offer SET asked_at = $1 WHERE state = 'no'"),
	    BIND(INT(c.now - 7 * DAY)));
	assert_suits(task);
	change(SQL("UPDATE rule SET value = 2 WHERE name = 'offers_week'"),
	    NO_BIND);
	assert_breaks(task, MATCH_WEEK);
}

static void nobody_is_asked_the_same_twice(void **state)
{
	static const char *const states[] = { "no", "expired", "taken",
		"given_up", "withdrawn", "asked", "won" };
	int64_t task = post_on(TUESDAY, 1);

	(void)state;
	/* Its own question does not fill the week. */
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_string_equal(offer_state(task, world.amir), "asked");
	for (size_t i = 0; i < COUNT(states); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(states[i])));
		assert_breaks(task, MATCH_ASKED);
	}
}

static void match_refuses_all_without_a_valid_rule(void **state)
{
	int64_t task = waiting_task();
	size_t count = 7;

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'offers_open'"), NO_BIND);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_UNKNOWN);
	match_find(&c, task, MATCH_MOST, &count);
	assert_int_equal(count, 0);
	change(SQL("UPDATE rule SET name = 'offers_open'"
		   " WHERE name = 'offers_week'"),
	    NO_BIND);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_UNKNOWN);
}

static void match_check_is_no_for_who_is_no_citizen(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	assert_int_not_equal(match_check(&c, task, world.mentor), 0);
	assert_int_not_equal(match_check(&c, task, 12345), 0);
	assert_int_not_equal(match_check(&c, 12345, world.amir), 0);
}

#define ROWS(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS(nobody_is_asked_before_a_consultant_says_so),
		ROWS(nobody_is_asked_who_has_not_said_start),
		ROWS(who_has_only_mail_is_asked_unless_they_said_stop),
		ROWS(nobody_is_asked_whose_no_is_not_signed_as_free),
		ROWS(a_signature_of_another_municipality_is_none),
		ROWS(nobody_is_asked_in_a_pause),
		ROWS(nobody_is_asked_who_is_to_be_rung_first),
		ROWS(few_questions_are_open_at_a_time),
		ROWS(nobody_is_asked_who_is_not_with_us_any_more),
		ROWS(few_questions_are_put_in_a_week),
		ROWS(nobody_is_asked_the_same_twice),
		ROWS(match_refuses_all_without_a_valid_rule),
		ROWS(match_check_is_no_for_who_is_no_citizen),
	};

	return cmocka_run_group_tests_name(
	    "match_rows_person", tests, NULL, NULL);
}
