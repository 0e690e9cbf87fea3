/* Terms in writing (P13): the average week, whether they were given, and the
 * reminder before the seventh day. Shifts are from 9 to 12. */
#include "fixture.h"

#include "hours.h"
#include "municipality.h"
#include "reminder.h"
#include "retention.h"
#include "terms.h"

#define THURSDAY "2026-03-05"

static struct terms terms_at(int64_t engagement)
{
	struct terms t;

	assert_true(terms_load(&c, engagement, &t));
	return t;
}

static int64_t week(int64_t engagement)
{
	return terms_at(engagement).week;
}

/* Once more, of so many minutes on that day, whenever it was agreed; nobody is
 * asked too often. */
static int64_t again(const char *day, int64_t minutes)
{
	int64_t id = amir_comes("2026-03-03");
	int64_t from = instant(day) + 9 * HOUR;

	change(SQL("UPDATE offer SET asked_at = asked_at - 864000"), NO_BIND);
	change(SQL("UPDATE shift SET starts_at = $2, ends_at = $3 WHERE id ="
		   " (SELECT shift_id FROM engagement WHERE id = $1)"),
	    BIND(INT(id), INT(from), INT(from + minutes * 60)));
	return id;
}

/* Pass by pass, for each step waits for the one before. */
static void pass_until(const char *when)
{
	while (c.now < instant(when)) {
		c.now += 4 * HOUR;
		if (c.now > instant(when))
			c.now = instant(when);
		reminder_run(&c);
	}
	next();
	c.now = instant(when);
}

static int64_t told(void)
{
	return left("terms_due", world.bakery.contact);
}

/* ---- the week ---- */

static void the_week_is_an_average_over_four(void **state)
{
	int64_t first = again(THURSDAY, 180);

	(void)state;
	assert_int_equal(week(first), 45);
	again("2026-03-10", 180);
	again("2026-03-17", 180);
	assert_int_equal(week(first), 135);
	again("2026-03-24", 182);
	assert_int_equal(week(first), 181);
	assert_true(week(first) > TERMS_WEEK);
}

static void any_four_weeks_that_hold_the_shift_count(void **state)
{
	int64_t first = again(THURSDAY, 120), second, third;

	(void)state;
	second = again("2026-03-25", 240);
	/* The 28th day of the first is 1 April. */
	third = again("2026-04-01", 400);
	assert_int_equal(week(first), 190);
	again("2026-04-02", 40);
	assert_int_equal(week(first), 190);
	assert_int_equal(week(second), 190);
	/* Without the first there is room for another one. */
	again("2026-04-15", 80);
	assert_int_equal(week(first), 190);
	assert_int_equal(week(second), 190);
	assert_int_equal(week(third), 190);
	again("2026-04-16", 200);
	assert_int_equal(week(second), 240);
	assert_int_equal(week(first), 190);
}

static void a_shift_four_weeks_before_is_in_no_window_with_it(void **state)
{
	int64_t first = again(THURSDAY, 300), second = again("2026-04-02", 60);

	(void)state;
	assert_int_equal(week(first), 75);
	assert_int_equal(week(second), 15);
}

static void a_window_is_of_days_on_the_nights_that_are_not_24_hours(
    void **state)
{
	/* Clocks are put forward on 29 March. */
	int64_t first = again("2026-03-09", 200);

	(void)state;
	again("2026-04-05", 200);
	assert_int_equal(week(first), 100);
	again("2026-04-06", 200);
	assert_int_equal(week(first), 100);
}

static void what_was_said_takes_the_place_of_the_plan(void **state)
{
	int64_t first = amir_comes(THURSDAY);

	(void)state;
	again("2026-03-12", 180);
	assert_int_equal(week(first), 90);
	at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, first, 240, "", world.bakery.contact), OK);
	assert_int_equal(week(first), 105);
}

static void all_places_of_the_firm_count_and_no_other_firm(void **state)
{
	struct firm other = add_firm("Kiosken", true);
	int64_t first = again(THURSDAY, 180);
	int64_t second = again("2026-03-10", 180);

	(void)state;
	assert_int_equal(week(first), 90);
	change(SQL("UPDATE task SET workplace_id = $1, employer_id = $2"
		   " WHERE id = (SELECT task_id FROM engagement"
		   "   WHERE id = $3)"),
	    BIND(INT(other.place), INT(other.employer), INT(second)));
	assert_int_equal(week(first), 45);
	assert_int_equal(week(second), 45);
	change(SQL("UPDATE task SET employer_id = $1"),
	    BIND(INT(world.bakery.employer)));
	assert_int_equal(week(first), 90);
}

static void nobody_elses_hours_are_in_it(void **state)
{
	int64_t first, ida = add_citizen("Ida");
	int64_t task = post_on("2026-03-10", 2);

	(void)state;
	answers(task, ida, SAY_YES);
	next();
	first = again(THURSDAY, 180);
	assert_int_equal(week(first), 45);
}

static void what_was_given_up_is_in_nothing(void **state)
{
	int64_t first = amir_comes(THURSDAY), second = amir_comes("2026-03-10");
	struct terms t;

	(void)state;
	assert_int_equal(engagement_give_up(&c, second), OK);
	assert_int_equal(week(first), 45);
	assert_false(terms_load(&c, second, &t));
	assert_false(terms_load(&c, 12345, &t));
	assert_int_equal(
	    terms_give(&c, second, world.bakery.contact), ERR_NOT_FOUND);
}

/* ---- given ---- */

static void given_once_they_stand_for_every_shift_of_the_firm(void **state)
{
	int64_t first = amir_comes(THURSDAY), second = amir_comes("2026-03-10");

	(void)state;
	assert_int_equal(terms_at(first).given_at, 0);
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	assert_int_equal(terms_at(second).given_at, c.now);
	assert_int_equal(terms_at(second).given_by, world.bakery.contact);
	c.now += 60;
	assert_int_equal(terms_give(&c, second, world.consultant), OK);
	assert_int_equal(terms_at(first).given_at, c.now - 60);
	assert_int_equal(terms_at(first).given_by, world.bakery.contact);
	assert_int_equal(one(SQL("SELECT count(*) FROM terms"), NO_BIND), 1);
}

static void after_a_year_without_a_shift_they_are_given_anew(void **state)
{
	int64_t first = amir_comes(THURSDAY), second;

	(void)state;
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	at("2026-12-01T09:00");
	second = amir_comes("2026-12-03");
	assert_int_equal(terms_at(second).began_at, instant(THURSDAY "T09:00"));
	assert_true(terms_at(second).given_at > 0);
	at("2027-12-06T09:00");
	second = amir_comes("2027-12-09");
	assert_int_equal(
	    terms_at(second).began_at, instant("2027-12-09T09:00"));
	assert_int_equal(terms_at(second).given_at, 0);
	assert_int_equal(terms_give(&c, second, world.bakery.contact), OK);
	assert_int_equal(terms_at(second).given_at, c.now);
	assert_int_equal(one(SQL("SELECT count(*) FROM terms"), NO_BIND), 1);
}

static void a_citizen_sees_what_they_were_given(void **state)
{
	int64_t first = amir_comes(THURSDAY);
	const struct terms_given *all;
	size_t count;

	(void)state;
	terms_of(&c, world.amir, &count);
	assert_int_equal(count, 0);
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	all = terms_of(&c, world.amir, &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].at, c.now);
	assert_string_equal(all[0].firm,
	    one_text(SQL("SELECT name FROM employer WHERE id = $1"),
		BIND(INT(world.bakery.employer))));
}

static void the_shifts_from_that_one_on_are_listed(void **state)
{
	int64_t first = amir_comes(THURSDAY), second = amir_comes("2026-03-10");
	struct ids all = terms_shifts(&c, first);

	(void)state;
	assert_int_equal(all.count, 2);
	assert_int_equal(all.id[0], first);
	assert_int_equal(all.id[1], second);
	assert_int_equal(terms_shifts(&c, second).count, 1);
}

/* ---- the reminder ---- */

static void the_contact_is_reminded_four_days_after_it_began(void **state)
{
	int64_t first = amir_comes(THURSDAY);

	(void)state;
	pass_until("2026-03-09T08:59");
	assert_int_equal(told(), 0);
	pass_until("2026-03-09T09:00");
	/* By mail alone: there is one. */
	assert_int_equal(told(), 1);
	assert_int_equal(one(SQL("SELECT expires_at FROM outbox"
				 " WHERE kind = 'terms_due'"
				 "   AND about_id = $1"),
			     BIND(INT(first))),
	    instant("2026-03-13"));
	pass_until("2026-03-12T09:00");
	assert_int_equal(told(), 1);
}

static void of_a_person_and_firm_it_is_said_once(void **state)
{
	(void)state;
	amir_comes(THURSDAY);
	amir_comes("2026-03-06");
	pass_until("2026-03-09T09:00");
	pass_until("2026-03-10T09:00");
	assert_int_equal(told(), 1);
}

static void given_in_time_nothing_is_said(void **state)
{
	int64_t first = amir_comes(THURSDAY);

	(void)state;
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	pass_until("2026-03-09T09:00");
	pass_until("2026-03-10T09:00");
	assert_int_equal(told(), 0);
}

static void given_before_it_went_out_it_is_taken_back(void **state)
{
	int64_t first = amir_comes(THURSDAY);

	(void)state;
	is_reached(world.bakery.contact, "4520000011", NULL);
	change(SQL("UPDATE shift SET starts_at = starts_at + 39600,"
		   " ends_at = ends_at + 39600"),
	    NO_BIND);
	pass_until("2026-03-09T20:00");
	assert_int_equal(one(SQL("SELECT not_before FROM outbox"
				 " WHERE kind = 'terms_due'"),
			     NO_BIND),
	    instant("2026-03-10T07:30"));
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM outbox WHERE kind = 'terms_due'"),
		NO_BIND),
	    "cancelled");
}

static void after_its_day_nothing_is_said(void **state)
{
	(void)state;
	amir_comes(THURSDAY);
	at("2026-03-13T00:00");
	pass_until("2026-03-20T09:00");
	assert_int_equal(told(), 0);
}

static void who_did_not_come_begins_when_they_do(void **state)
{
	int64_t first = amir_comes(THURSDAY);
	int64_t second = amir_comes("2026-03-10");

	(void)state;
	at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, first, 0, "", world.bakery.contact), OK);
	pass_until("2026-03-09T09:00");
	assert_int_equal(told(), 0);
	assert_int_equal(
	    terms_at(second).began_at, instant("2026-03-10T09:00"));
	pass_until("2026-03-14T08:00");
	assert_int_equal(told(), 0);
	pass_until("2026-03-14T12:00");
	assert_int_equal(told(), 1);
}

/* ---- forgetting ---- */

static void they_are_kept_as_long_as_the_work_is(void **state)
{
	int64_t first = amir_comes(THURSDAY);

	(void)state;
	assert_int_equal(terms_give(&c, first, world.bakery.contact), OK);
	at("2033-03-05T03:00");
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_KEEP_HOURS, c.now, 5, "");
	assert_int_equal(terms_forget(&c, c.now, 100), 0);
	assert_int_equal(db_commit(&c), OK);
	while (retention_erase(&c) > 0)
		next();
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement"), NO_BIND), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM terms"), NO_BIND), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_week_is_an_average_over_four),
		TEST(any_four_weeks_that_hold_the_shift_count),
		TEST(a_shift_four_weeks_before_is_in_no_window_with_it),
		TEST(a_window_is_of_days_on_the_nights_that_are_not_24_hours),
		TEST(what_was_said_takes_the_place_of_the_plan),
		TEST(all_places_of_the_firm_count_and_no_other_firm),
		TEST(nobody_elses_hours_are_in_it),
		TEST(what_was_given_up_is_in_nothing),
		TEST(given_once_they_stand_for_every_shift_of_the_firm),
		TEST(after_a_year_without_a_shift_they_are_given_anew),
		TEST(a_citizen_sees_what_they_were_given),
		TEST(the_shifts_from_that_one_on_are_listed),
		TEST(the_contact_is_reminded_four_days_after_it_began),
		TEST(of_a_person_and_firm_it_is_said_once),
		TEST(given_in_time_nothing_is_said),
		TEST(given_before_it_went_out_it_is_taken_back),
		TEST(after_its_day_nothing_is_said),
		TEST(who_did_not_come_begins_when_they_do),
		TEST(they_are_kept_as_long_as_the_work_is),
	};

	return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
