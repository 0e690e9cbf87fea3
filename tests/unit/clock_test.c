#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static struct ctx c;

static int open_clock(void **state)
{
	(void)state;
	c.mem = arena_new();
	clock_open();
	return 0;
}

static int close_clock(void **state)
{
	(void)state;
	arena_free(c.mem);
	return 0;
}

/* The instant of "2026-12-03T09:30" or "2026-12-03". */
static int64_t at(const char *s)
{
	struct wall w;

	assert_true(clock_parse_date(s, &w));
	return clock_instant(w);
}

static int64_t instant(int year, int month, int day, int hour, int minute)
{
	struct wall w = { .year = year,
		.month = month,
		.day = day,
		.hour = hour,
		.minute = minute };

	return clock_instant(w);
}

/* "2026-12-03T09:30". */
static const char *shown(int64_t when)
{
	return mem_printf(
	    &c, "%sT%s", clock_iso_date(&c, when), clock_iso_time(&c, when));
}

static void the_clocks_agree_with_the_system(void **state)
{
	int64_t now = clock_now();
	int64_t mono = clock_mono_ms();

	(void)state;
	/* time() lags by up to a tick, and so by a second at its turn. */
	assert_in_range(time(NULL) + 1 - now, 0, 6);
	assert_in_range(clock_now_ms() / 1000 - now, 0, 5);
	assert_in_range(clock_mono_ms() - mono, 0, 5000);
}

static void clock_open_refuses_without_the_zone(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		setenv("TZDIR", "/nowhere", 1);
		setenv("TZ", "UTC", 1);
		tzset();
		clock_open();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 78);
}

static void clock_wall_takes_a_moment_apart(void **state)
{
	struct wall w = clock_wall(1780574399); /* 2026-06-04 11:59:59 UTC */

	(void)state;
	assert_int_equal(w.year, 2026);
	assert_int_equal(w.month, 6);
	assert_int_equal(w.day, 4);
	assert_int_equal(w.hour, 13);
	assert_int_equal(w.minute, 59);
	assert_int_equal(w.second, 59);
	assert_int_equal(w.weekday, 4);
	assert_int_equal(clock_wall(at("2026-06-07")).weekday, 7);
	assert_int_equal(clock_wall(at("2026-06-08")).weekday, 1);
}

/* From before 1894, when each town had its own, to after the year 10000. */
static void clock_wall_says_what_the_system_says(void **state)
{
	static const int64_t first = -80000 * DAY, last = 3000000 * DAY;
	static const int64_t step = 29 * DAY + 5 * HOUR + 7 * MINUTE + 11;

	(void)state;
	for (int64_t when = first; when < last; when += step) {
		time_t t = (time_t)when;
		struct wall w = clock_wall(when);
		struct tm tm;

		assert_non_null(localtime_r(&t, &tm));
		assert_int_equal(w.year, tm.tm_year + 1900);
		assert_int_equal(w.month, tm.tm_mon + 1);
		assert_int_equal(w.day, tm.tm_mday);
		assert_int_equal(w.hour, tm.tm_hour);
		assert_int_equal(w.minute, tm.tm_min);
		assert_int_equal(w.second, tm.tm_sec);
		assert_int_equal(w.weekday, (tm.tm_wday + 6) % 7 + 1);
	}
}

/* Both ways, a quarter of an hour at a time: what is remembered of a day must
 * not hold in the night in which it changes. */
static void clock_wall_follows_each_change(void **state)
{
	int64_t from = at("2026-01-01"), to = at("2028-01-01");

	(void)state;
	for (int64_t when = from; when < to; when += 15 * MINUTE) {
		time_t t = (time_t)when;
		struct wall w = clock_wall(when);
		struct tm tm;

		assert_non_null(localtime_r(&t, &tm));
		assert_int_equal(w.day, tm.tm_mday);
		assert_int_equal(w.hour, tm.tm_hour);
		assert_int_equal(w.minute, tm.tm_min);
	}
}

static void clock_instant_is_the_reverse_of_clock_wall(void **state)
{
	int64_t when, back;

	(void)state;
	for (when = 1735689600; when < 1735689600 + 1500 * DAY; when += 1801) {
		back = clock_instant(clock_wall(when));
		if (back != when) /* the second time round in October */
			assert_int_equal(back, when - HOUR);
		if (back != when)
			assert_int_equal(clock_wall(when).month, 10);
	}
}

static void clock_instant_carries_over(void **state)
{
	(void)state;
	assert_int_equal(instant(2026, 2, 29, 0, 0), at("2026-03-01"));
	assert_int_equal(instant(2028, 2, 30, 0, 0), at("2028-03-01"));
	assert_int_equal(instant(2026, 12, 32, 0, 0), at("2027-01-01"));
	assert_int_equal(instant(2026, 13, 1, 0, 0), at("2027-01-01"));
	assert_int_equal(instant(2026, 0, 1, 0, 0), at("2025-12-01"));
	assert_int_equal(instant(2026, -12, 1, 0, 0), at("2024-12-01"));
	assert_int_equal(instant(2026, 3, 0, 0, 0), at("2026-02-28"));
	assert_int_equal(instant(2026, 3, -27, 0, 0), at("2026-02-01"));
	assert_int_equal(instant(2026, 6, 1, 23, 75), at("2026-06-02T00:15"));
	assert_int_equal(instant(2026, 6, 1, 0, -1), at("2026-05-31T23:59"));
	assert_int_equal(instant(2026, 6, 1, 24, 0), at("2026-06-02"));
}

static void a_time_that_spring_skips_becomes_an_hour_later(void **state)
{
	int64_t one = 1806195600; /* 2027-03-28 01:00 UTC: 3:00 summer time */

	(void)state;
	assert_int_equal(instant(2027, 3, 28, 1, 59), one - MINUTE);
	assert_int_equal(instant(2027, 3, 28, 2, 0), one);
	assert_int_equal(instant(2027, 3, 28, 2, 30), one + 30 * MINUTE);
	assert_int_equal(instant(2027, 3, 28, 3, 0), one);
	assert_int_equal(instant(2027, 3, 28, 3, 30), one + 30 * MINUTE);
	assert_string_equal(shown(one - 1), "2027-03-28T01:59");
	assert_string_equal(shown(one), "2027-03-28T03:00");
}

static void a_time_that_autumn_has_twice_is_the_first(void **state)
{
	int64_t one = 1824944400; /* 2027-10-31 01:00 UTC: 2:00 once more */

	(void)state;
	assert_int_equal(instant(2027, 10, 31, 1, 59), one - HOUR - MINUTE);
	assert_int_equal(instant(2027, 10, 31, 2, 0), one - HOUR);
	assert_int_equal(instant(2027, 10, 31, 2, 30), one - 30 * MINUTE);
	assert_int_equal(instant(2027, 10, 31, 3, 0), one + HOUR);
	assert_string_equal(shown(one - 1), "2027-10-31T02:59");
	assert_string_equal(shown(one), "2027-10-31T02:00");

	one = 1792890000; /* 2026-10-25 01:00 UTC */
	assert_int_equal(instant(2026, 10, 25, 2, 30), one - 30 * MINUTE);
	assert_int_equal(instant(2026, 10, 25, 3, 0), one + HOUR);
}

static void the_two_nights_are_23_and_25_hours(void **state)
{
	(void)state;
	assert_int_equal(at("2027-03-29") - at("2027-03-28"), 23 * HOUR);
	assert_int_equal(at("2027-11-01") - at("2027-10-31"), 25 * HOUR);
	assert_int_equal(at("2026-10-26") - at("2026-10-25"), 25 * HOUR);
	assert_int_equal(
	    at("2027-03-28T06:00") - at("2027-03-27T22:00"), 7 * HOUR);
	assert_int_equal(
	    at("2027-10-31T06:00") - at("2027-10-30T22:00"), 9 * HOUR);
}

static void clock_midnight_and_week_begin_by_wall_time(void **state)
{
	(void)state;
	assert_int_equal(
	    clock_midnight(at("2027-03-28T23:59")), at("2027-03-28"));
	assert_int_equal(clock_midnight(at("2027-03-28")), at("2027-03-28"));
	assert_int_equal(clock_week(at("2027-03-28T23:59")), at("2027-03-22"));
	assert_int_equal(clock_week(at("2027-03-29")), at("2027-03-29"));
	assert_int_equal(clock_week(at("2027-01-01T12:00")), at("2026-12-28"));
	assert_int_equal(clock_week(at("2026-11-01T12:00")), at("2026-10-26"));
}

static void clock_first_is_midnight_of_the_first(void **state)
{
	(void)state;
	assert_int_equal(
	    clock_first(at("2026-12-31") + 12 * HOUR, 0), at("2026-12-01"));
	assert_int_equal(clock_first(at("2026-12-31"), 1), at("2027-01-01"));
	assert_int_equal(clock_first(at("2026-03-31"), -1), at("2026-02-01"));
	assert_int_equal(clock_first(at("2026-01-01"), -1), at("2025-12-01"));
}

static void clock_add_days_keeps_the_wall_time(void **state)
{
	int64_t twice = at("2026-10-25T02:30") + HOUR;

	(void)state;
	assert_int_equal(
	    clock_add_days(at("2027-03-27T09:30"), 1), at("2027-03-28T09:30"));
	assert_int_equal(
	    clock_add_days(at("2027-03-29T09:30"), -2), at("2027-03-27T09:30"));
	assert_int_equal(
	    clock_add_days(at("2027-03-27T02:30"), 1), at("2027-03-28T03:30"));
	assert_int_equal(
	    clock_add_days(at("2026-12-31T08:00"), 60), at("2027-03-01T08:00"));
	assert_int_equal(clock_add_days(twice, 0), twice);
}

static void clock_parse_date_takes_what_forms_write(void **state)
{
	struct wall w;

	(void)state;
	assert_true(clock_parse_date("2026-12-03T09:30", &w));
	assert_int_equal(w.year, 2026);
	assert_int_equal(w.month, 12);
	assert_int_equal(w.day, 3);
	assert_int_equal(w.hour, 9);
	assert_int_equal(w.minute, 30);
	assert_int_equal(w.second, 0);
	assert_int_equal(w.weekday, 4);
	assert_true(clock_parse_date("2028-02-29", &w));
	assert_int_equal(w.hour, 0);
}

static void clock_parse_date_refuses_what_does_not_exist(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-02-29",
		"2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
		"2026-1-1", "26-01-01", "2026/01/01", "2026-12-03 09:30",
		"2026-12-03T24:00", "2026-12-03T09:60", "2026-12-03T9:30",
		"2026-12-03T09.30", "2026-12-03T09:30:00", "2027-03-28T02:30",
		"xxxx-01-01", "2026-0x-01", "2026-12-+3", "0000-01-01",
		"2026-12-03T", "2026-12-03T0930" };
	struct wall w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_false(clock_parse_date(bad[i], &w));
}

static void clock_parse_time_takes_colon_and_point(void **state)
{
	static const char *const bad[] = { "", "9", "24:00", "9:60", "9:3",
		"009:30", "9:300", "-1:30", "9-30", "kl 9", ":30", "9:" };
	int hour, minute;
	size_t i;

	(void)state;
	assert_true(clock_parse_time("9:30", &hour, &minute));
	assert_int_equal(hour * 60 + minute, 570);
	assert_true(clock_parse_time("09.30", &hour, &minute));
	assert_int_equal(hour * 60 + minute, 570);
	assert_true(clock_parse_time("23:59", &hour, &minute));
	assert_int_equal(hour * 60 + minute, 1439);
	for (i = 0; i < COUNT(bad); i++)
		assert_false(clock_parse_time(bad[i], &hour, &minute));
}

static void times_are_said_as_people_say_them(void **state)
{
	int64_t from = at("2026-12-03T09:00");

	(void)state;
	assert_string_equal(clock_day(&c, from), "torsdag 3/12");
	assert_string_equal(clock_day_short(&c, from), "tor 3/12");
	assert_string_equal(clock_date(&c, from), "3/12");
	assert_string_equal(clock_month_name(&c, from), "december");
	assert_string_equal(clock_iso_date(&c, from), "2026-12-03");
	assert_string_equal(clock_iso_time(&c, from), "09:00");
	assert_string_equal(
	    clock_deadline(&c, at("2026-12-03T16:00")), "torsdag kl 16");
	assert_string_equal(
	    clock_deadline_short(&c, at("2026-12-03T16:05")), "tor kl 16.05");
	assert_string_equal(clock_day(&c, at("2026-11-29")), "søndag 29/11");
}

static void a_span_is_short_and_ends_at_24(void **state)
{
	(void)state;
	assert_string_equal(
	    clock_span(&c, at("2026-12-03T09:00"), at("2026-12-03T12:30")),
	    "kl 9-12.30");
	assert_string_equal(
	    clock_span(&c, at("2026-12-03T20:00"), at("2026-12-04T00:00")),
	    "kl 20-24");
	assert_string_equal(
	    clock_span(&c, at("2026-12-03T22:00"), at("2026-12-04T06:00")),
	    "kl 22-6");
	assert_string_equal(
	    clock_span(&c, at("2026-12-03T00:00"), at("2026-12-03T00:30")),
	    "kl 0-0.30");
}

/* ---- as other machines write it ---- */

static void an_instant_of_others_is_read(void **state)
{
	static const char *const same[] = { "1772438400",
		"2026-03-02T08:00:00Z", "2026-03-02T08:00:00.003029+00:00",
		"2026-03-02T09:00:00+01:00", "2026-03-02T03:30:00.-0430",
		"2026-03-01T23:00:00-09:00" };
	static const char *const wrong[] = { "", "Z", "123456789012", "17x",
		"2026-03-02", "2026-03-02T08:00:00", "2026-03-02 08:00:00Z",
		"2026-13-02T08:00:00Z", "2026-03-32T08:00:00Z",
		"2026-03-02T24:00:00Z", "2026-03-02T08:60:00Z",
		"2026-03-02T08:00:00+1:00", "2026-03-02T08:00:00ZZ",
		"2026-03-02T08:00:00+24:00", "2026-0a-02T08:00:00Z", "-1" };
	int64_t at;

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++) {
		assert_true(clock_parse_utc(same[i], &at));
		assert_int_equal(at, 1772438400);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (clock_parse_utc(wrong[i], &at))
			fail_msg("%s", wrong[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_instant_of_others_is_read),
		cmocka_unit_test(the_clocks_agree_with_the_system),
		cmocka_unit_test(clock_open_refuses_without_the_zone),
		cmocka_unit_test(clock_wall_takes_a_moment_apart),
		cmocka_unit_test(clock_wall_says_what_the_system_says),
		cmocka_unit_test(clock_wall_follows_each_change),
		cmocka_unit_test(clock_instant_is_the_reverse_of_clock_wall),
		cmocka_unit_test(clock_instant_carries_over),
		cmocka_unit_test(
		    a_time_that_spring_skips_becomes_an_hour_later),
		cmocka_unit_test(a_time_that_autumn_has_twice_is_the_first),
		cmocka_unit_test(the_two_nights_are_23_and_25_hours),
		cmocka_unit_test(clock_midnight_and_week_begin_by_wall_time),
		cmocka_unit_test(clock_first_is_midnight_of_the_first),
		cmocka_unit_test(clock_add_days_keeps_the_wall_time),
		cmocka_unit_test(clock_parse_date_takes_what_forms_write),
		cmocka_unit_test(clock_parse_date_refuses_what_does_not_exist),
		cmocka_unit_test(clock_parse_time_takes_colon_and_point),
		cmocka_unit_test(times_are_said_as_people_say_them),
		cmocka_unit_test(a_span_is_short_and_ends_at_24),
	};

	return cmocka_run_group_tests_name(
	    "clock", tests, open_clock, close_clock);
}
