/* The month's hours, for the wages. */
#include "compose.h"

#include <string.h>

#include "hours.h"
#include "job.h"
#include "month.h"

static int64_t worked(const char *day, int64_t minutes)
{
	int64_t engagement = amir_comes(day);

	at(mem_printf(&c, "%sT13:00", day));
	assert_int_equal(
	    hours_propose(&c, engagement, minutes, "", world.bakery.contact),
	    OK);
	return engagement;
}

static int64_t told(void)
{
	return left("month", world.bakery.contact);
}

static void tell_at(const char *when)
{
	at(when);
	month_tell(&c);
	month_tell(&c);
}

static void it_comes_on_the_first_working_day_at_eight(void **state)
{
	(void)state;
	worked("2026-03-05", 180);
	tell_at("2026-03-31T12:00");
	assert_int_equal(told(), 0);
	/* 1 April is a Wednesday. */
	tell_at("2026-04-01T07:59");
	assert_int_equal(told(), 0);
	tell_at("2026-04-01T08:00");
	assert_int_equal(told(), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox WHERE kind ="
				 " 'month' AND channel = 'mail'"),
			     NO_BIND),
	    1);
	tell_at("2026-04-07T08:00");
	assert_int_equal(told(), 1);
	/* Nothing was worked in April. */
	tell_at("2026-05-01T08:00");
	assert_int_equal(told(), 1);
}

static void a_month_that_begins_on_days_off_is_told_of_after_them(void **state)
{
	(void)state;
	at("2026-12-01T09:00");
	worked("2026-12-10", 60);
	tell_at("2027-01-01T09:00");
	tell_at("2027-01-02T09:00");
	tell_at("2027-01-03T09:00");
	assert_int_equal(told(), 0);
	tell_at("2027-01-04T09:00");
	assert_int_equal(told(), 1);
}

static void a_clock_that_jumps_and_a_restart_tell_it_once(void **state)
{
	(void)state;
	worked("2026-03-05", 180);
	tell_at("2026-04-01T08:00");
	tell_at("2026-03-31T08:00");
	tell_at("2026-04-01T08:00");
	change(SQL("DELETE FROM job"), NO_BIND);
	tell_at("2026-04-01T09:00");
	assert_int_equal(told(), 1);
}

static void what_is_very_late_is_left_out(void **state)
{
	(void)state;
	worked("2026-03-05", 180);
	tell_at("2026-04-13T08:00");
	assert_int_equal(told(), 0);
}

static void a_month_holds_its_own_hours_by_person(void **state)
{
	const struct month_row *all;
	size_t count;

	(void)state;
	worked("2026-03-05", 180);
	worked("2026-03-31", 90);
	worked("2026-04-01", 60);
	all = month_list(
	    &c, world.bakery.contact, instant("2026-03-01"), &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].citizen, world.amir);
	assert_int_equal(all[0].minutes, 270);
	assert_int_equal(all[0].shifts, 2);
	month_list(&c, world.mentor, instant("2026-03-01"), &count);
	assert_int_equal(count, 0);
}

static void what_is_disputed_or_was_none_is_not_in_it(void **state)
{
	int64_t engagement = worked("2026-03-05", 120);
	size_t count;
	const struct month_row *all;

	(void)state;
	assert_int_equal(hours_dispute(&c, engagement), OK);
	month_list(&c, world.bakery.contact, instant("2026-03-01"), &count);
	assert_int_equal(count, 0);
	assert_int_equal(
	    hours_settle(&c, engagement, 100, world.consultant), OK);
	all = month_list(
	    &c, world.bakery.contact, instant("2026-03-01"), &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].minutes, 100);
}

static void the_mail_says_them_with_first_names(void **state)
{
	struct message m;

	(void)state;
	worked("2026-03-05", 180);
	assert_true(compose("month", OUTBOX_MAIL, world.bakery.contact,
	    instant("2026-03-01"), &m));
	assert_string_equal(m.subject, "Timerne for marts");
	assert_non_null(strstr(m.body, "Amir: 3 timer (1 vagt)\n"));
	assert_non_null(strstr(m.body, "I alt: 3 timer"));
	assert_non_null(strstr(m.body, "/timer?maaned=2026-03"));
	assert_null(strstr(m.body, "Prøve\n"));
}

static void a_job_goes_on_where_it_was(void **state)
{
	(void)state;
	assert_true(job_is_due(&c, "x", 7));
	assert_int_equal(job_after(&c, "x"), 0);
	db_begin(&c);
	job_go_on(&c, "x", 41);
	assert_int_equal(db_commit(&c), OK);
	assert_true(job_is_due(&c, "x", 7));
	assert_int_equal(job_after(&c, "x"), 41);
	db_begin(&c);
	job_done(&c, "x", 7);
	assert_int_equal(db_commit(&c), OK);
	assert_false(job_is_due(&c, "x", 7));
	assert_true(job_is_due(&c, "x", 6));
	assert_int_equal(job_after(&c, "x"), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_comes_on_the_first_working_day_at_eight),
		TEST(a_month_that_begins_on_days_off_is_told_of_after_them),
		TEST(a_clock_that_jumps_and_a_restart_tell_it_once),
		TEST(what_is_very_late_is_left_out),
		TEST(a_month_holds_its_own_hours_by_person),
		TEST(what_is_disputed_or_was_none_is_not_in_it),
		TEST(the_mail_says_them_with_first_names),
		TEST(a_job_goes_on_where_it_was),
	};

	return cmocka_run_group_tests_name("month", tests, NULL, NULL);
}
