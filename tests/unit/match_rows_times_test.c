#include "suits.h"

#include "citizen.h"
#include "match.h"

static void the_whole_of_the_shift_must_be_possible(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE available SET to_minute = 719"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("UPDATE available SET to_minute = 720, from_minute = 541"),
	    NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("UPDATE available SET from_minute = 540"), NO_BIND);
	assert_suits(task);
	change(SQL("DELETE FROM available WHERE weekday = 2"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void a_shift_over_midnight_needs_both_days(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.starts_at = instant(TUESDAY "T22:00");
	t.ends_at = instant("2026-03-04T02:00");
	task = post(&t);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 22 * 60, 24 * 60);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 3, 0, 2 * 60);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("DELETE FROM available WHERE weekday = 2"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void a_shift_until_midnight_needs_only_its_own_day(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.starts_at = instant(TUESDAY "T22:00");
	t.ends_at = instant("2026-03-04T00:00");
	task = post(&t);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 22 * 60, 24 * 60);
	assert_int_equal(db_commit(&c), OK);
	change(SQL("DELETE FROM available WHERE weekday <> 2"), NO_BIND);
	assert_suits(task);
}

static void the_week_must_have_room(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 179"), NO_BIND);
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_suits(task);
}

static void the_week_counts_what_is_asked_held_or_won(void **state)
{
	static const char *const counts[] = { "asked", "held", "won" };
	static const char *const not_any_more[] = { "no", "taken", "expired",
		"given_up", "withdrawn" };
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 359"), NO_BIND);
	ask_amir("2026-03-06", "asked");
	for (size_t i = 0; i < COUNT(counts); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(counts[i])));
		assert_breaks(task, MATCH_CEILING);
	}
	for (size_t i = 0; i < COUNT(not_any_more); i++) {
		change(SQL("UPDATE offer SET state = $1"),
		    BIND(TEXT(not_any_more[i])));
		assert_suits(task);
	}
	change(SQL("UPDATE citizen SET ceiling_minutes = 360"), NO_BIND);
	change(SQL("UPDATE offer SET state = 'won'"), NO_BIND);
	assert_suits(task);
}

static void a_week_is_from_monday_to_monday(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE rule SET value = 9 WHERE name = 'offers_open'"),
	    NO_BIND);
	ask_amir("2026-03-09", "asked");
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_suits(task);
	/* The last second of the Sunday is of this week, the next is not; nor
	 * is the Sunday before. */
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $1 + 3600"
		   " WHERE task_id <> $2"),
	    BIND(INT(instant("2026-03-09T00:00") - 1), INT(task)));
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE shift SET starts_at = starts_at + 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
	change(SQL("UPDATE shift SET starts_at = $1 - 3600, ends_at = $1 + 1"
		   " WHERE task_id <> $2"),
	    BIND(INT(instant("2026-03-02T00:00")), INT(task)));
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE shift SET ends_at = ends_at - 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
}

static void nobody_can_be_in_two_places(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	engage_amir(TUESDAY "T11:00", TUESDAY "T13:00");
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE shift SET starts_at = starts_at + 3600"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task); /* one begins when the other ends */
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id <> $3"),
	    BIND(INT(instant(TUESDAY "T07:00")), INT(instant(TUESDAY "T09:00")),
		INT(task)));
	assert_suits(task);
	change(SQL("UPDATE shift SET ends_at = ends_at + 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
	assert_suits(task);
}

/* Amir can do 9 to 12 that Tuesday, but for once. */
static void for_once(int64_t day, int from, int to, bool can)
{
	db_begin(&c);
	citizen_available_on(&c, world.amir, day, from, to, can);
	assert_int_equal(db_commit(&c), OK);
}

static void what_somebody_can_for_once_goes_before_every_week(void **state)
{
	int64_t task = waiting_task(), day = instant(TUESDAY);

	(void)state;
	for_once(instant("2026-03-10"), 0, 1440, false);
	for_once(day, 12 * 60, 13 * 60, false);
	assert_suits(task);
	for_once(day, 11 * 60 + 59, 13 * 60, false);
	assert_breaks(task, MATCH_AVAILABLE);
	for_once(day, 9 * 60, 12 * 60, true); /* what they cannot is stronger */
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("DELETE FROM available_on WHERE can = 0"), NO_BIND);
	change(SQL("DELETE FROM available"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE available_on SET on_day = $1"),
	    BIND(INT(instant("2026-03-10"))));
	assert_breaks(task, MATCH_AVAILABLE);
}

static void hours_that_touch_are_one(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE available SET to_minute = 607"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 607, 720);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE available SET from_minute = 608"
		   " WHERE from_minute = 607"),
	    NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void nobody_is_asked_who_can_at_no_time(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("DELETE FROM available"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

/* Amir's other engagement is in Struer, 14.6 km away: by bus 51 minutes and
 * some seconds, with ten to change over. */
static void the_way_there_takes_time_too(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	engage_amir(TUESDAY "T06:00", TUESDAY "T08:08");
	assert_suits(task);
	change(SQL("UPDATE workplace SET postcode = '7600' WHERE id = $1"),
	    BIND(INT(world.bakery.place)));
	assert_suits(task);
	change(SQL("UPDATE shift SET ends_at = ends_at + 60"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE citizen SET travel_way = 'car'"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id <> $3"),
	    BIND(INT(instant(TUESDAY "T12:29")), INT(instant(TUESDAY "T14:00")),
		INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE shift SET starts_at = starts_at + 60"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
}

#define ROWS(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS(the_whole_of_the_shift_must_be_possible),
		ROWS(a_shift_over_midnight_needs_both_days),
		ROWS(a_shift_until_midnight_needs_only_its_own_day),
		ROWS(the_week_must_have_room),
		ROWS(the_week_counts_what_is_asked_held_or_won),
		ROWS(a_week_is_from_monday_to_monday),
		ROWS(nobody_can_be_in_two_places),
		ROWS(what_somebody_can_for_once_goes_before_every_week),
		ROWS(hours_that_touch_are_one),
		ROWS(nobody_is_asked_who_can_at_no_time),
		ROWS(the_way_there_takes_time_too),
	};

	return cmocka_run_group_tests_name(
	    "match_rows_times", tests, NULL, NULL);
}
