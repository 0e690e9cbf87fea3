/* What becomes of follow-up that waits: who stands in, what a leader hears, and
 * that nobody ever gets two reminders on a day. */
#include "fixture.h"

#include "attention.h"
#include "followup.h"
#include "leave.h"
#include "person.h"

#define THURSDAY "2026-03-05T09:00" /* the first step is due on Friday */

static int64_t leader;

static int team_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	leader = add_person("Lone", "4520000003", "lone@x.dk", "unknown");
	db_begin(&c);
	person_give_role(&c, leader, world.municipality, ROLE_LEADER, 0);
	return db_commit(&c) == OK ? 0 : -1;
}

static void join(bool one_off)
{
	db_begin(&c);
	followup_join(&c, world.amir, world.bakery.place, world.mentor,
	    instant(THURSDAY), one_off);
	assert_int_equal(db_commit(&c), OK);
}

static int64_t away(
    int64_t person, int64_t stand_in, const char *from, const char *until)
{
	const struct leave l = { .person = person,
		.stand_in = stand_in,
		.from_on = instant(from),
		.until_on = instant(until) };
	int64_t id = 0;

	assert_int_equal(leave_add(&c, &l, &id), OK);
	return id;
}

static int64_t add_mentor(const char *name, const char *phone)
{
	int64_t id = add_person(name, phone, NULL, "unknown");

	db_begin(&c);
	person_give_role(&c, id, world.municipality, ROLE_MENTOR, 0);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

static void pass_at(const char *when)
{
	at(when);
	followup_remind(&c);
	followup_escalate(&c);
	followup_remind(&c);
	followup_escalate(&c);
}

static int64_t reminded(int64_t person)
{
	return left("followup_due", person) + left("followup_overdue", person);
}

/* ---- a leader ---- */

static void a_leader_hears_once_after_five_working_days(void **state)
{
	(void)state;
	join(true);
	pass_at("2026-03-12T08:00");
	assert_int_equal(left("followup_team", leader), 0);
	pass_at("2026-03-13T07:29");
	assert_int_equal(left("followup_team", leader), 0);
	pass_at("2026-03-13T07:30");
	assert_int_equal(left("followup_team", leader), 2);
	assert_int_equal(followup_late(&c, world.municipality), 1);
	assert_int_equal(followup_late(&c, 12345), 0);
	pass_at("2026-03-16T07:30");
	pass_at("2026-04-16T07:30");
	assert_int_equal(left("followup_team", leader), 2);
	/* The mentor still does, every day. */
	assert_int_equal(reminded(world.mentor), 8);
}

static void another_step_is_told_of_on_its_own_day(void **state)
{
	(void)state;
	join(false); /* due the 6th and the 9th */
	pass_at("2026-03-13T08:00");
	pass_at("2026-03-16T08:00");
	assert_int_equal(left("followup_team", leader), 4);
	pass_at("2026-03-17T08:00");
	assert_int_equal(left("followup_team", leader), 4);
}

static void what_is_done_is_not_told_of(void **state)
{
	(void)state;
	join(true);
	at("2026-03-09T08:00");
	assert_int_equal(
	    followup_done(&c,
		one(SQL("SELECT id FROM followup_waiting"), NO_BIND),
		world.mentor, ""),
	    OK);
	pass_at("2026-03-13T08:00");
	assert_int_equal(left("followup_team", leader), 0);
}

static void without_a_leader_it_waits_for_one(void **state)
{
	(void)state;
	join(true);
	change(SQL("UPDATE person_role SET valid_to = $1"
		   " WHERE role = 'leader'"),
	    BIND(INT(instant("2026-03-10"))));
	pass_at("2026-03-13T08:00");
	assert_int_equal(left("followup_team", leader), 0);
	change(SQL("UPDATE person_role SET valid_to = NULL"), NO_BIND);
	pass_at("2026-03-16T08:00");
	assert_int_equal(left("followup_team", leader), 2);
}

/* ---- standing in ---- */

static void who_stands_in_gets_the_list_and_the_reminders(void **state)
{
	int64_t sanne = add_mentor("Sanne", "4520000004"), step;
	size_t count;

	(void)state;
	join(true);
	away(world.mentor, sanne, "2026-03-06", "2026-03-10");
	assert_int_equal(left("stand_in", sanne), 1);
	assert_int_equal(one(SQL("SELECT not_before FROM outbox"
				 " WHERE kind = 'stand_in'"),
			     NO_BIND),
	    instant("2026-03-06T07:30"));
	step = one(SQL("SELECT id FROM followup_waiting"), NO_BIND);
	assert_false(followup_may(&c, step, sanne));
	pass_at("2026-03-06T07:30");
	assert_int_equal(reminded(sanne), 1);
	assert_int_equal(reminded(world.mentor), 0);
	followup_list(&c, sanne, 0, &count);
	assert_int_equal(count, 1);
	assert_int_equal(followup_duties(&c, sanne).today, 1);
	assert_true(followup_may(&c, step, sanne));
	assert_true(followup_may(&c, step, world.mentor));
	assert_false(followup_may(&c, step, world.consultant));
	assert_int_equal(
	    leave_acting(&c, world.mentor, instant("2026-03-09T23:59")), sanne);
	assert_int_equal(leave_acting(&c, world.mentor, instant("2026-03-10")),
	    world.mentor);
	pass_at("2026-03-10T07:30"); /* back again */
	assert_int_equal(reminded(sanne), 1);
	assert_int_equal(reminded(world.mentor), 2);
	assert_false(followup_may(&c, step, sanne));
	followup_list(&c, sanne, 0, &count);
	assert_int_equal(count, 0);
}

static void who_stands_in_marks_it_done(void **state)
{
	int64_t sanne = add_mentor("Sanne", "4520000004"), step;

	(void)state;
	join(true);
	away(world.mentor, sanne, "2026-03-06", "2026-03-10");
	step = one(SQL("SELECT id FROM followup_waiting"), NO_BIND);
	assert_int_equal(followup_done(&c, step, sanne, ""), ERR_NOT_FOUND);
	at("2026-03-06T09:00");
	assert_int_equal(followup_done(&c, step, sanne, "talt med"), OK);
}

static void one_reminder_is_of_ones_own_and_of_others_together(void **state)
{
	int64_t sanne = add_mentor("Sanne", "4520000004");

	(void)state;
	join(true);
	db_begin(&c);
	followup_join(&c, add_citizen("Ida"), world.bakery.place, sanne,
	    instant(THURSDAY), true);
	assert_int_equal(db_commit(&c), OK);
	away(world.mentor, sanne, "2026-03-06", "2026-03-10");
	pass_at("2026-03-06T08:00");
	assert_int_equal(reminded(sanne), 1);
	assert_int_equal(followup_duties(&c, sanne).today, 2);
}

static void where_nobody_stands_in_a_person_is_told(void **state)
{
	int64_t sanne = add_mentor("Sanne", "4520000004");

	(void)state;
	join(true);
	away(world.mentor, 0, "2026-03-06", "2026-03-10");
	pass_at("2026-03-06T08:00");
	pass_at("2026-03-09T08:00");
	assert_int_equal(reminded(world.mentor), 0);
	assert_int_equal(waiting(ATTENTION_ALONE), 1);
	/* Nor where the one who should is away too. */
	change(SQL("DELETE FROM attention"), NO_BIND);
	change(SQL("DELETE FROM leave"), NO_BIND);
	away(world.mentor, sanne, "2026-03-06", "2026-03-12");
	away(sanne, 0, "2026-03-10", "2026-03-11");
	pass_at("2026-03-10T08:00");
	assert_int_equal(reminded(sanne), 0);
	assert_int_equal(waiting(ATTENTION_ALONE), 1);
}

static void whose_role_has_ended_is_not_reminded(void **state)
{
	(void)state;
	join(true);
	change(SQL("UPDATE person_role SET valid_to = $1"
		   " WHERE person_id = $2"),
	    BIND(INT(instant("2026-03-06")), INT(world.mentor)));
	pass_at("2026-03-06T08:00");
	assert_int_equal(reminded(world.mentor), 0);
	assert_int_equal(waiting(ATTENTION_ALONE), 1);
}

static void a_leave_that_cannot_be_is_refused(void **state)
{
	struct leave l = { .person = world.mentor,
		.stand_in = world.mentor,
		.from_on = instant("2026-03-06"),
		.until_on = instant("2026-03-10") };
	int64_t id;

	(void)state;
	assert_int_equal(leave_add(&c, &l, &id), ERR_INVALID);
	l.stand_in = 0;
	l.until_on = l.from_on;
	assert_int_equal(leave_add(&c, &l, &id), ERR_INVALID);
	assert_false(leave_load(&c, 12345, &l));
}

/* ---- a year ---- */

/* With steps that nobody sees to, from a spring over both odd nights, looked at
 * again and again, and with a clock that is now and then set back. */
static void a_year_never_has_two_reminders_on_a_day(void **state)
{
	static const char *const times[] = { "07:29", "07:30", "07:46", "12:00",
		"07:31" };
	int64_t day = instant("2026-03-06"), working = 0;

	(void)state;
	join(false);
	for (int i = 0; i < 365; i++, day = clock_add_days(day, 1)) {
		next();
		working += clock_working_day(day);
		for (size_t k = 0; k < COUNT(times); k++) {
			c.now = instant(mem_printf(
			    &c, "%sT%s", clock_iso_date(&c, day), times[k]));
			followup_remind(&c);
		}
	}
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE channel = 'sms' AND person_id = $1"),
			     BIND(INT(world.mentor))),
	    working);
	assert_int_equal(one(SQL("SELECT count(DISTINCT not_before)"
				 " FROM outbox WHERE channel = 'sms'"
				 "   AND person_id = $1"),
			     BIND(INT(world.mentor))),
	    working);
}

static void a_clock_set_back_a_day_brings_no_second_one(void **state)
{
	(void)state;
	join(true);
	pass_at("2026-03-10T08:00");
	assert_int_equal(reminded(world.mentor), 2);
	pass_at("2026-03-09T08:00");
	pass_at("2026-03-10T07:30");
	pass_at("2026-03-10T09:00");
	assert_int_equal(reminded(world.mentor), 2);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, team_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_leader_hears_once_after_five_working_days),
		TEST(another_step_is_told_of_on_its_own_day),
		TEST(what_is_done_is_not_told_of),
		TEST(without_a_leader_it_waits_for_one),
		TEST(who_stands_in_gets_the_list_and_the_reminders),
		TEST(who_stands_in_marks_it_done),
		TEST(one_reminder_is_of_ones_own_and_of_others_together),
		TEST(where_nobody_stands_in_a_person_is_told),
		TEST(whose_role_has_ended_is_not_reminded),
		TEST(a_leave_that_cannot_be_is_refused),
		TEST(a_year_never_has_two_reminders_on_a_day),
		TEST(a_clock_set_back_a_day_brings_no_second_one),
	};

	return cmocka_run_group_tests_name("followup_team", tests, NULL, NULL);
}
