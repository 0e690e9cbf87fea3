#include "suits.h"

#include "citizen.h"
#include "honours.h"
#include "match.h"
#include "work_function.h"

static void the_newest_score_counts(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	c.now += 60;
	db_begin(&c);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 3, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_SCORE);
	db_begin(&c);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 4, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
}

static void a_score_of_another_function_is_none(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.work_function = "opvask";
	task = post(&t);
	assert_breaks(task, MATCH_SCORE);
	db_begin(&c);
	citizen_willing(&c, world.amir, "opvask");
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_SCORE);
	change(SQL("UPDATE task SET level = 1 WHERE id = $1"), BIND(INT(task)));
	assert_suits(task);
}

static void each_level_asks_for_the_score_of_its_rule(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE task SET level = 3 WHERE id = $1"), BIND(INT(task)));
	assert_breaks(task, MATCH_SCORE); /* 5 of 7 */
	change(SQL("UPDATE rule SET value = 5 WHERE name = 'score_sure'"),
	    NO_BIND);
	assert_suits(task);
}

static void nobody_is_asked_to_travel_too_far(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET postcode = '7600'"), NO_BIND);
	assert_suits(task); /* Struer, 14.6 km */
	change(SQL("UPDATE citizen SET travel_m = 14000"), NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	/* South-east is as far as it is, not nearer than nothing. */
	change(SQL("UPDATE citizen SET postcode = '7400', travel_m = 32000"),
	    NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	change(SQL("UPDATE citizen SET travel_m = 33000"), NO_BIND);
	assert_suits(task);
}

static void every_must_need_is_met_and_checked(void **state)
{
	static const char *const says[] = { "makker", NULL };
	int64_t task = waiting_task(), place;

	(void)state;
	db_begin(&c);
	citizen_needs(&c, world.amir, "makker", "must");
	citizen_needs(&c, world.amir, "ro", "wish"); /* which blocks nobody */
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS);
	place = one(SQL("SELECT workplace_id FROM task WHERE id = $1"),
	    BIND(INT(task)));
	db_begin(&c);
	honours_say(&c, place, says, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS); /* said, but nobody has looked */
	db_begin(&c);
	assert_int_equal(
	    honours_check(&c, place, "makker", world.consultant), OK);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE need SET strength = 'must'"), NO_BIND);
	assert_breaks(task, MATCH_NEEDS);
}

static void what_another_place_honours_helps_nobody_here(void **state)
{
	static const char *const says[] = { "makker", NULL };
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	citizen_needs(&c, world.amir, "makker", "must");
	honours_say(&c, world.bakery.place, says, world.bakery.contact);
	assert_int_equal(
	    honours_check(&c, world.bakery.place, "makker", world.consultant),
	    OK);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS);
}

static void an_address_lies_where_it_lies(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET travel_m = 1000,"
		   " east_m = 38595, north_m = 40075"),
	    NO_BIND);
	assert_suits(task); /* of Holstebro, where the postcode is */
	change(SQL("UPDATE citizen SET north_m = north_m + 1001"), NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	change(SQL("UPDATE workplace SET east_m = 38595, north_m = 41076"),
	    NO_BIND);
	assert_suits(task);
	/* One coordinate alone is that of the postcode for the other. */
	change(SQL("UPDATE citizen SET east_m = NULL"), NO_BIND);
	assert_suits(task);
}

static void nobody_is_sent_to_a_firm_that_is_blocked(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE employer SET blocked_at = $1"), BIND(INT(c.now)));
	assert_breaks(task, MATCH_BLOCKED);
	change(
	    SQL("UPDATE employer SET blocked_at = $1"), BIND(INT(c.now + 1)));
	assert_suits(task);
}

static void who_is_kept_apart_from_a_place_is_not_asked_for_it(void **state)
{
	int64_t task = waiting_task(), place;

	(void)state;
	place = one(SQL("SELECT workplace_id FROM task WHERE id = $1"),
	    BIND(INT(task)));
	db_begin(&c);
	citizen_exclude(&c, world.amir, world.bakery.place, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	db_begin(&c);
	citizen_exclude(&c, world.amir, place, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_EXCLUDED);
	assert_int_equal(
	    one(SQL("SELECT max(expires_at) FROM excluded"), NO_BIND),
	    instant("2026-09-02T09:00"));
	/* It ends by itself. */
	change(SQL("UPDATE excluded SET expires_at = $1"),
	    BIND(INT(instant(TUESDAY "T09:00") + 1)));
	assert_breaks(task, MATCH_EXCLUDED);
	change(SQL("UPDATE excluded SET expires_at = expires_at - 1"), NO_BIND);
	assert_suits(task);
}

static void a_demand_is_met_by_a_tick_of_its_day(void **state)
{
	int64_t task = waiting_task(), starts = instant(TUESDAY "T09:00");

	(void)state;
	db_begin(&c);
	work_function_demand(&c, "opvask", "voksen", 0, "en lov");
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	db_begin(&c);
	work_function_demand(&c, "pakning", "truck", starts + 1, "en lov");
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task); /* not yet */
	change(SQL("UPDATE demand SET valid_from = $1"), BIND(INT(starts)));
	assert_breaks(task, MATCH_DEMANDS);
	db_begin(&c);
	citizen_tick(&c, world.amir, "voksen", 0, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_DEMANDS);
	db_begin(&c);
	citizen_tick(&c, world.amir, "truck", starts + 1, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE tick SET valid_to = $1"), BIND(INT(starts)));
	assert_breaks(task, MATCH_DEMANDS);
	change(SQL("UPDATE demand SET valid_to = $1"), BIND(INT(starts)));
	assert_suits(task); /* not any more */
}

#define ROWS(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS(the_newest_score_counts),
		ROWS(a_score_of_another_function_is_none),
		ROWS(each_level_asks_for_the_score_of_its_rule),
		ROWS(nobody_is_asked_to_travel_too_far),
		ROWS(every_must_need_is_met_and_checked),
		ROWS(what_another_place_honours_helps_nobody_here),
		ROWS(an_address_lies_where_it_lies),
		ROWS(nobody_is_sent_to_a_firm_that_is_blocked),
		ROWS(who_is_kept_apart_from_a_place_is_not_asked_for_it),
		ROWS(a_demand_is_met_by_a_tick_of_its_day),
	};

	return cmocka_run_group_tests_name(
	    "match_rows_task", tests, NULL, NULL);
}
