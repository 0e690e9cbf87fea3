/* What is said to the two sides of an engagement as time goes. The clock is set
 * forward, back, and over the two nights that are not 24 hours long. */
#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "citizen.h"
#include "hours.h"
#include "reminder.h"

#define THURSDAY "2026-03-05" /* the shift is from 9 to 12 */

/* Passes until nothing is left to do, as often as somebody may ask. */
static void pass_at(const char *when)
{
	at(when);
	hours_ask(&c);
	for (int i = 0; i < 10; i++)
		reminder_run(&c);
}

static int64_t told(const char *kind)
{
	return left(kind, world.bakery.contact);
}

static int64_t goes_at(const char *kind, int64_t person)
{
	return one(SQL("SELECT min(not_before) FROM outbox WHERE kind = $1"
		       " AND person_id = $2"),
	    BIND(TEXT(kind), INT(person)));
}

/* ---- the day before ---- */

static void both_sides_hear_at_three_the_day_before(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	pass_at("2026-03-04T14:59");
	assert_int_equal(left("tomorrow", world.amir), 0);
	assert_int_equal(told("coming"), 0);
	pass_at("2026-03-04T15:00");
	assert_int_equal(left("tomorrow", world.amir), 1);
	assert_int_equal(told("coming"), 2);
	assert_int_equal(one(SQL("SELECT expires_at FROM outbox"
				 " WHERE kind = 'tomorrow' AND about_id = $1"),
			     BIND(INT(engagement))),
	    instant(THURSDAY "T09:00"));
	pass_at("2026-03-04T15:00");
	pass_at("2026-03-04T20:00");
	assert_int_equal(left("tomorrow", world.amir), 1);
}

static void who_said_yes_later_hears_at_once_but_not_at_night(void **state)
{
	(void)state;
	at("2026-03-04T18:00");
	amir_comes(THURSDAY);
	pass_at("2026-03-04T18:01");
	assert_int_equal(goes_at("tomorrow", world.amir), c.now);
	change(SQL("DELETE FROM outbox"), NO_BIND);
	change(SQL("UPDATE engagement SET remind_step = 0, remind_at = $1"),
	    BIND(INT(c.now)));
	pass_at("2026-03-04T21:30");
	assert_int_equal(
	    goes_at("tomorrow", world.amir), instant(THURSDAY "T07:00"));
}

static void nobody_hears_of_a_shift_that_has_begun(void **state)
{
	(void)state;
	amir_comes(THURSDAY);
	pass_at(THURSDAY "T09:00");
	assert_int_equal(left("tomorrow", world.amir), 0);
	assert_int_equal(told("coming"), 0);
}

static void an_afbud_takes_the_reminder_back(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	pass_at("2026-03-04T15:00");
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox WHERE state ="
				 " 'queued' AND kind IN ('tomorrow',"
				 " 'coming')"),
			     NO_BIND),
	    0);
	pass_at("2026-03-10T15:00");
	assert_int_equal(told("hours_missing"), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE remind_at IS NOT NULL"),
			     NO_BIND),
	    0);
}

static void a_shift_that_was_moved_is_told_of_at_its_new_time(void **state)
{
	(void)state;
	amir_comes(THURSDAY);
	pass_at("2026-03-03T09:00");
	change(SQL("UPDATE shift SET starts_at = starts_at + 86400,"
		   " ends_at = ends_at + 86400"),
	    NO_BIND);
	pass_at("2026-03-04T15:00");
	assert_int_equal(left("tomorrow", world.amir), 0);
	pass_at("2026-03-05T15:00");
	assert_int_equal(left("tomorrow", world.amir), 1);
}

static void from_the_third_shift_at_a_place_it_is_by_choice(void **state)
{
	static const char *const days[] = { "2026-03-05", "2026-03-10",
		"2026-03-17", "2026-03-24" };
	static const char *const eves[] = { "2026-03-04T15:00",
		"2026-03-09T15:00", "2026-03-16T15:00", "2026-03-23T15:00" };
	static const int64_t citizen[] = { 1, 2, 2, 3 };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		if (i == 3) {
			db_begin(&c);
			citizen_remind(&c, world.amir, true);
			assert_int_equal(db_commit(&c), OK);
		}
		amir_comes(days[i]);
		pass_at(eves[i]);
		assert_int_equal(left("tomorrow", world.amir), citizen[i]);
		assert_int_equal(told("coming"), 2 * ((int64_t)i + 1));
	}
}

/* From the third shift at a place on: one a shift beside what answers them, and
 * every fourth how the day went (P16). The money is asked about once a month.
 */
static void later_shifts_bring_one_message_each(void **state)
{
	static const char *const days[] = { "2026-03-05", "2026-03-12",
		"2026-03-19", "2026-03-26", "2026-04-10", "2026-04-15" };
	/* The eve, the day, the hours. */
	static const int64_t messages[] = { 3, 2, 1, 1, 2, 1 };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		int64_t engagement;

		at(mem_printf(&c, "%sT09:00", days[i]));
		c.now -= 2 * DAY;
		engagement = amir_comes(days[i]);
		change(SQL("UPDATE outbox SET counts = 2"), NO_BIND);
		c.now += DAY + 6 * HOUR;
		reminder_run(&c);
		pass_at(mem_printf(&c, "%sT13:00", days[i]));
		assert_int_equal(hours_propose(&c, engagement, 180, "",
				     world.bakery.contact),
		    OK);
		assert_int_equal(
		    one(SQL("SELECT count(*) FROM outbox WHERE counts = 1"
			    " AND kind <> 'paid'"),
			NO_BIND),
		    messages[i]);
	}
}

/* ---- hours that nobody says ---- */

static void missing_hours_are_asked_for_twice_and_then_a_person_calls(
    void **state)
{
	amir_comes(THURSDAY);

	(void)state;
	pass_at(THURSDAY "T13:00");
	assert_int_equal(told("hours_ask"), 2);
	pass_at("2026-03-06T11:59");
	assert_int_equal(told("hours_missing"), 0);
	pass_at("2026-03-06T12:00");
	assert_int_equal(told("hours_missing"), 2);
	pass_at("2026-03-08T11:59");
	assert_int_equal(told("hours_last"), 0);
	pass_at("2026-03-08T12:00"); /* a Sunday */
	assert_int_equal(told("hours_last"), 2);
	assert_int_equal(one(SQL("SELECT not_before FROM outbox"
				 " WHERE kind = 'hours_last'"
				 "   AND channel = 'sms'"),
			     NO_BIND),
	    instant("2026-03-09T08:00"));
	pass_at("2026-03-09T09:00"); /* terms in writing: terms_test.c */
	pass_at("2026-03-10T07:59");
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
	pass_at("2026-03-10T08:00");
	assert_int_equal(waiting(ATTENTION_MISSING), 1);
	pass_at("2026-03-20T08:00");
	assert_int_equal(waiting(ATTENTION_MISSING), 1);
	assert_int_equal(told("hours_missing") + told("hours_last"), 4);
}

static void hours_that_are_said_end_the_asking(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	pass_at(THURSDAY "T13:00");
	pass_at("2026-03-06T12:00");
	pass_at("2026-03-08T12:00");
	pass_at("2026-03-10T08:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox WHERE state ="
				 " 'queued' AND kind IN ('hours_ask',"
				 " 'hours_missing', 'hours_last')"),
			     NO_BIND),
	    0);
}

static void a_person_may_settle_what_nobody_says(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	assert_int_equal(
	    hours_settle(&c, engagement, 120, world.consultant), ERR_CONFLICT);
	pass_at("2026-03-06T12:00");
	pass_at("2026-03-09T12:00");
	pass_at("2026-03-10T12:00");
	pass_at("2026-03-11T12:00");
	assert_int_equal(waiting(ATTENTION_MISSING), 1);
	assert_int_equal(
	    hours_settle(&c, engagement, 120, world.consultant), OK);
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
	assert_int_equal(left("hours_settled", world.amir), 1);
	assert_int_equal(told("hours_same"), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox WHERE state ="
				 " 'queued' AND kind LIKE 'hours_last'"),
			     NO_BIND),
	    0);
}

static void who_confirms_in_time_is_not_asked_again(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	pass_at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	pass_at("2026-03-06T12:00");
	pass_at("2026-03-08T12:00");
	pass_at("2026-03-20T12:00");
	assert_int_equal(told("hours_missing") + told("hours_last"), 0);
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
}

static void a_pass_that_comes_late_does_not_say_two_things_at_once(void **state)
{
	(void)state;
	amir_comes(THURSDAY);
	pass_at("2026-03-12T10:00"); /* it was down for a week */
	assert_int_equal(told("hours_ask"), 2);
	assert_int_equal(told("hours_missing"), 2);
	assert_int_equal(told("hours_last"), 0);
	pass_at("2026-03-13T09:59");
	assert_int_equal(told("hours_last"), 0);
	pass_at("2026-03-13T10:00");
	assert_int_equal(told("hours_last"), 2);
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
}

/* ---- the clock ---- */

static void a_clock_that_jumps_says_nothing_twice(void **state)
{
	static const char *const times[] = { "2026-03-04T14:00",
		"2026-03-04T15:00", "2026-03-04T14:00", "2026-03-04T16:00",
		"2026-03-05T15:00", "2026-03-04T15:30", "2026-03-06T12:30",
		"2026-03-05T12:30", "2026-03-06T11:30", "2026-03-06T12:30",
		"2026-03-07T12:30", "2026-03-06T12:30" };

	(void)state;
	amir_comes(THURSDAY);
	for (size_t i = 0; i < COUNT(times); i++)
		pass_at(times[i]);
	assert_int_equal(left("tomorrow", world.amir), 1);
	assert_int_equal(told("coming"), 2);
	assert_int_equal(told("hours_ask"), 2);
	assert_int_equal(told("hours_missing"), 2);
	assert_int_equal(told("hours_last"), 0);
}

/* A shift of the day after a night of 25 or of 23 hours: the eve is at three by
 * the clock on the wall, what is missing a whole day later. */
static void nights_of_other_lengths_change_no_wall_time(void **state)
{
	static const struct {
		const char *day, *before, *eve, *end;
	} nights[] = {
		{ "2026-10-25", "2026-10-24T14:59", "2026-10-24T15:00",
		    "2026-10-25T12:00" },
		{ "2027-03-28", "2027-03-27T14:59", "2027-03-27T15:00",
		    "2027-03-28T12:00" },
	};
	int64_t contact = world.bakery.contact;

	(void)state;
	change(SQL("INSERT INTO available (id, citizen_id, weekday,"
		   " from_minute, to_minute) VALUES (9, $1, 7, 420, 1080)"),
	    BIND(INT(world.amir)));
	for (size_t i = 0; i < COUNT(nights); i++) {
		c.now = instant(nights[i].before) - 3 * DAY;
		next();
		c.now = instant(nights[i].before) - 3 * DAY;
		amir_comes(nights[i].day);
		pass_at(nights[i].before);
		assert_int_equal(left("tomorrow", world.amir), (int64_t)i);
		pass_at(nights[i].eve);
		assert_int_equal(left("tomorrow", world.amir), (int64_t)i + 1);
		c.now = instant(nights[i].end) + DAY - 1;
		hours_ask(&c);
		reminder_run(&c);
		assert_int_equal(left("hours_missing", contact), 2 * (int)i);
		c.now++;
		reminder_run(&c);
		assert_int_equal(
		    left("hours_missing", contact), 2 * ((int)i + 1));
		change(SQL("UPDATE engagement SET remind_at = NULL"), NO_BIND);
	}
}

static void christmas_day_is_no_day_to_ask_about_hours(void **state)
{
	(void)state;
	at("2026-12-22T09:00");
	amir_comes("2026-12-24");
	pass_at("2026-12-24T13:00");
	pass_at("2026-12-25T12:00");
	assert_int_equal(one(SQL("SELECT not_before FROM outbox"
				 " WHERE kind = 'hours_missing'"
				 "   AND channel = 'sms'"),
			     NO_BIND),
	    instant("2026-12-28T08:00"));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_sides_hear_at_three_the_day_before),
		TEST(who_said_yes_later_hears_at_once_but_not_at_night),
		TEST(nobody_hears_of_a_shift_that_has_begun),
		TEST(an_afbud_takes_the_reminder_back),
		TEST(a_shift_that_was_moved_is_told_of_at_its_new_time),
		TEST(from_the_third_shift_at_a_place_it_is_by_choice),
		TEST(later_shifts_bring_one_message_each),
		TEST(missing_hours_are_asked_for_twice_and_then_a_person_calls),
		TEST(hours_that_are_said_end_the_asking),
		TEST(a_person_may_settle_what_nobody_says),
		TEST(who_confirms_in_time_is_not_asked_again),
		TEST(a_pass_that_comes_late_does_not_say_two_things_at_once),
		TEST(a_clock_that_jumps_says_nothing_twice),
		TEST(nights_of_other_lengths_change_no_wall_time),
		TEST(christmas_day_is_no_day_to_ask_about_hours),
	};

	return cmocka_run_group_tests_name("reminder", tests, NULL, NULL);
}
