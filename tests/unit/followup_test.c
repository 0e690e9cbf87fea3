#include "fixture.h"

#include "followup.h"
#include "offer.h"

#define THURSDAY "2026-03-05T09:00"

static void join(const char *when, bool one_off)
{
	db_begin(&c);
	followup_join(&c, world.amir, world.bakery.place, world.mentor,
	    instant(when), one_off);
	assert_int_equal(db_commit(&c), OK);
}

static int64_t steps(void)
{
	return one(SQL("SELECT count(*) FROM followup_waiting"), NO_BIND);
}

static int64_t first_step(void)
{
	return one(
	    SQL("SELECT id FROM followup_waiting ORDER BY due_on LIMIT 1"),
	    NO_BIND);
}

/* ---- plans ---- */

static void a_task_of_one_time_has_one_step(void **state)
{
	(void)state;
	join(THURSDAY, true);
	assert_int_equal(steps(), 1);
	assert_string_equal(
	    one_text(SQL("SELECT step FROM followup"), NO_BIND), "dag 1");
	assert_int_equal(one(SQL("SELECT due_on FROM followup"), NO_BIND),
	    instant("2026-03-06"));
}

static void another_has_six_each_on_a_working_day(void **state)
{
	static const struct {
		const char *step, *due;
	} plan[] = {
		{ "dag 1", "2026-03-06" },
		{ "dag 3", "2026-03-09" }, /* Sunday */
		{ "uge 2", "2026-03-19" },
		{ "uge 4", "2026-04-07" }, /* Easter */
		{ "uge 8", "2026-04-30" },
		{ "uge 13", "2026-06-04" },
	};
	const struct followup *all;
	size_t count;

	(void)state;
	join(THURSDAY, false);
	all = followup_list(&c, world.mentor, 120, &count);
	assert_int_equal(count, COUNT(plan));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(all[i].step, plan[i].step);
		assert_int_equal(all[i].due_on, instant(plan[i].due));
		assert_int_equal(all[i].citizen, world.amir);
		assert_int_equal(all[i].workplace, world.bakery.place);
	}
}

static void the_day_before_christmas_is_no_working_day(void **state)
{
	(void)state;
	join("2026-12-23T09:00", true); /* Wednesday; 24 to 27 are off */
	assert_int_equal(one(SQL("SELECT due_on FROM followup"), NO_BIND),
	    instant("2026-12-28"));
}

static void a_running_plan_is_joined(void **state)
{
	(void)state;
	join(THURSDAY, false);
	join("2026-03-12T09:00", false);
	join("2026-03-19T09:00", true);
	assert_int_equal(steps(), 6);
	assert_int_equal(one(SQL("SELECT count(*) FROM course"), NO_BIND), 1);
}

static void who_comes_again_gets_the_whole_plan(void **state)
{
	(void)state;
	join(THURSDAY, true);
	assert_int_equal(followup_done(&c, first_step(), world.mentor, ""), OK);
	assert_int_equal(steps(), 0);
	join("2026-03-12T09:00", true);
	assert_int_equal(steps(), 6);
}

static void each_place_has_a_plan_of_its_own(void **state)
{
	struct firm other = add_firm("Anden", true);

	(void)state;
	join(THURSDAY, true);
	db_begin(&c);
	followup_join(
	    &c, world.amir, other.place, world.mentor, instant(THURSDAY), true);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(steps(), 2);
}

/* ---- done ---- */

static void the_last_step_ends_the_course(void **state)
{
	(void)state;
	join(THURSDAY, false);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(one(SQL("SELECT count(*) FROM course"
					 " WHERE ended_at IS NULL"),
				     NO_BIND),
		    1);
		assert_int_equal(
		    followup_done(&c, first_step(), world.mentor, "talt med"),
		    OK);
	}
	assert_int_equal(
	    one(SQL("SELECT ended_at FROM course"), NO_BIND), c.now);
	assert_string_equal(
	    note_of(one(SQL("SELECT min(id) FROM followup"), NO_BIND)),
	    "talt med");
}

static void only_its_owner_marks_a_step(void **state)
{
	(void)state;
	join(THURSDAY, true);
	assert_int_equal(followup_done(&c, first_step(), world.consultant, ""),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    followup_done(&c, 12345, world.mentor, ""), ERR_NOT_FOUND);
	assert_int_equal(steps(), 1);
}

static void a_step_is_done_once(void **state)
{
	int64_t step;

	(void)state;
	join(THURSDAY, false);
	step = first_step();
	assert_int_equal(followup_done(&c, step, world.mentor, "første"), OK);
	assert_int_equal(
	    followup_done(&c, step, world.mentor, "anden"), ERR_CONFLICT);
	assert_string_equal(note_of(step), "første");
}

/* ---- what is before an owner ---- */

static void a_list_looks_so_many_days_ahead(void **state)
{
	size_t count;

	(void)state;
	join(THURSDAY, false);
	followup_list(&c, world.mentor, 3, &count); /* to Thursday */
	assert_int_equal(count, 0);
	followup_list(&c, world.mentor, 4, &count);
	assert_int_equal(count, 1);
	followup_list(&c, world.mentor, 17, &count);
	assert_int_equal(count, 3);
	followup_list(&c, world.consultant, 17, &count);
	assert_int_equal(count, 0);
}

static void a_step_is_overdue_after_two_working_days(void **state)
{
	size_t count;

	(void)state;
	join(THURSDAY, true);   /* due Friday the 6th */
	at("2026-03-09T23:59"); /* Monday: one working day */
	assert_false(followup_list(&c, world.mentor, 0, &count)[0].overdue);
	assert_int_equal(followup_duties(&c, world.mentor).overdue, 0);
	at("2026-03-10T00:00");
	assert_true(followup_list(&c, world.mentor, 0, &count)[0].overdue);
	assert_int_equal(followup_duties(&c, world.mentor).overdue, 1);
}

static void duties_tell_today_from_before(void **state)
{
	struct duties d;

	(void)state;
	join(THURSDAY, false);
	d = followup_duties(&c, world.mentor);
	assert_int_equal(d.today + d.before + d.overdue, 0);
	at("2026-03-06T09:00");
	d = followup_duties(&c, world.mentor);
	assert_int_equal(d.today, 1);
	assert_int_equal(d.before, 0);
	assert_int_equal(d.waited, 0);
	at("2026-03-09T09:00");
	d = followup_duties(&c, world.mentor);
	assert_int_equal(d.today, 1);
	assert_int_equal(d.before, 1);
	assert_int_equal(d.waited, 3);
	at("2026-03-11T09:00");
	d = followup_duties(&c, world.mentor);
	assert_int_equal(d.today, 0);
	assert_int_equal(d.before, 2);
	assert_int_equal(d.overdue, 2);
	assert_int_equal(d.waited, 5);
	d = followup_duties(&c, world.consultant);
	assert_int_equal(d.before, 0);
}

static void days_are_counted_over_the_night_of_23_hours(void **state)
{
	(void)state;
	join("2026-03-26T09:00", true); /* due Friday the 27th */
	at("2026-03-31T09:00");
	assert_int_equal(followup_duties(&c, world.mentor).waited, 4);
	at("2026-10-22T09:00"); /* and over the one of 25 */
	change(SQL("UPDATE followup SET due_on = $1"),
	    BIND(INT(instant("2026-10-23"))));
	at("2026-10-27T09:00");
	assert_int_equal(followup_duties(&c, world.mentor).waited, 4);
}

/* ---- reminders ---- */

static int64_t reminded(void)
{
	return left("followup_due", world.mentor) +
	    left("followup_overdue", world.mentor);
}

static void remind_at(const char *when)
{
	at(when);
	followup_remind(&c);
}

static void a_reminder_comes_once_a_day_from_half_past_seven(void **state)
{
	(void)state;
	join(THURSDAY, true);
	remind_at("2026-03-05T10:00");
	assert_int_equal(reminded(), 0);
	remind_at("2026-03-06T07:29");
	assert_int_equal(reminded(), 0);
	remind_at("2026-03-06T07:30");
	assert_int_equal(left("followup_due", world.mentor), 2);
	remind_at("2026-03-06T07:31");
	remind_at("2026-03-06T17:59");
	assert_int_equal(reminded(), 2);
}

static void nobody_is_reminded_on_a_day_off(void **state)
{
	static const char *const off[] = { "2026-03-07T10:00",
		"2026-03-08T10:00", "2026-04-02T10:00", "2026-04-06T10:00",
		"2026-03-06T18:00" };

	(void)state;
	join(THURSDAY, true);
	for (size_t i = 0; i < COUNT(off); i++) {
		remind_at(off[i]);
		assert_int_equal(reminded(), 0);
	}
	remind_at("2026-04-07T10:00");
	assert_int_equal(reminded(), 2);
}

static void the_reminder_comes_daily_until_it_is_done(void **state)
{
	(void)state;
	join(THURSDAY, true);
	remind_at("2026-03-06T08:00");
	remind_at("2026-03-09T08:00");
	assert_int_equal(left("followup_due", world.mentor), 4);
	assert_int_equal(left("followup_overdue", world.mentor), 0);
	remind_at("2026-03-10T08:00");
	assert_int_equal(left("followup_overdue", world.mentor), 2);
	remind_at("2026-03-11T08:00");
	assert_int_equal(left("followup_overdue", world.mentor), 4);
	assert_int_equal(left("followup_due", world.mentor), 4);
	assert_int_equal(followup_done(&c, first_step(), world.mentor, ""), OK);
	remind_at("2026-03-12T08:00");
	remind_at("2026-06-04T08:00");
	assert_int_equal(reminded(), 8);
}

static void a_day_has_one_reminder_of_either_kind(void **state)
{
	(void)state;
	join(THURSDAY, true);
	remind_at("2026-03-10T08:00");
	assert_int_equal(left("followup_overdue", world.mentor), 2);
	/* What was overdue is done; something else is due. */
	change(SQL("UPDATE followup SET due_on = $1"),
	    BIND(INT(instant("2026-03-10"))));
	remind_at("2026-03-10T12:00");
	assert_int_equal(reminded(), 2);
}

static void each_owner_is_reminded_of_their_own(void **state)
{
	struct firm other = add_firm("Anden", true);

	(void)state;
	join(THURSDAY, true);
	db_begin(&c);
	followup_join(&c, world.amir, other.place, world.consultant,
	    instant(THURSDAY), true);
	assert_int_equal(db_commit(&c), OK);
	remind_at("2026-03-06T08:00");
	assert_int_equal(reminded(), 2);
	assert_int_equal(left("followup_due", world.consultant), 2);
}

static void a_yes_begins_a_plan_with_the_citizens_mentor(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	assert_int_equal(steps(), 6);
	assert_int_equal(one(SQL("SELECT DISTINCT owner_id"
				 " FROM followup_waiting"),
			     NO_BIND),
	    world.mentor);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_task_of_one_time_has_one_step),
		TEST(another_has_six_each_on_a_working_day),
		TEST(the_day_before_christmas_is_no_working_day),
		TEST(a_running_plan_is_joined),
		TEST(who_comes_again_gets_the_whole_plan),
		TEST(each_place_has_a_plan_of_its_own),
		TEST(the_last_step_ends_the_course),
		TEST(only_its_owner_marks_a_step),
		TEST(a_step_is_done_once),
		TEST(a_list_looks_so_many_days_ahead),
		TEST(a_step_is_overdue_after_two_working_days),
		TEST(duties_tell_today_from_before),
		TEST(days_are_counted_over_the_night_of_23_hours),
		TEST(a_reminder_comes_once_a_day_from_half_past_seven),
		TEST(nobody_is_reminded_on_a_day_off),
		TEST(the_reminder_comes_daily_until_it_is_done),
		TEST(a_day_has_one_reminder_of_either_kind),
		TEST(each_owner_is_reminded_of_their_own),
		TEST(a_yes_begins_a_plan_with_the_citizens_mentor),
	};

	return cmocka_run_group_tests_name("followup", tests, NULL, NULL);
}
