#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

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

/* Every holiday of a year that is no Sunday, in order. */
static void assert_holidays(int year, const char *const *days, size_t count)
{
	int64_t day = instant(year, 1, 1, 0, 0);
	size_t found = 0;

	for (; clock_wall(day).year == year; day = clock_add_days(day, 1)) {
		if (!clock_holiday(day) || clock_wall(day).weekday == 7)
			continue;
		assert_true(found < count);
		assert_string_equal(clock_date(&c, day), days[found++]);
	}
	assert_int_equal(found, count);
}

static void the_holidays_of_2025_to_2027_are_known(void **state)
{
	/* Easter was 20/4 2025 and is 5/4 2026 and 28/3 2027. */
	static const char *const of_2025[] = { "1/1", "17/4", "18/4", "21/4",
		"29/5", "9/6", "25/12", "26/12" };
	static const char *const of_2026[] = { "1/1", "2/4", "3/4", "6/4",
		"14/5", "25/5", "25/12", "26/12" };
	static const char *const of_2027[] = { "1/1", "25/3", "26/3", "29/3",
		"6/5", "17/5", "25/12" }; /* 26/12 is a Sunday */

	(void)state;
	assert_holidays(2025, of_2025, COUNT(of_2025));
	assert_holidays(2026, of_2026, COUNT(of_2026));
	assert_holidays(2027, of_2027, COUNT(of_2027));
	assert_true(clock_holiday(at("2027-12-26")));
	assert_true(clock_holiday(at("2026-04-05T23:59")));
}

/* Easter Mondays of years that lunar corrections are hard on. */
static void easter_is_right_in_the_odd_years(void **state)
{
	static const char *const mondays[] = { "2000-04-24", "2008-03-24",
		"2011-04-25", "2019-04-22", "2024-04-01", "2030-04-22",
		"2035-03-26", "2038-04-26", "2049-04-19", "2076-04-20" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(mondays); i++) {
		assert_true(clock_holiday(at(mondays[i])));
		assert_false(clock_holiday(at(mondays[i]) + DAY));
		assert_true(clock_holiday(at(mondays[i]) - 3 * DAY));
	}
}

static void clock_working_day_knows_when_offices_are_closed(void **state)
{
	static const char *const off[] = { "2026-06-05", "2026-12-24",
		"2026-12-31", "2026-12-25", "2026-04-06", "2026-11-21",
		"2026-11-22" };
	static const char *const on[] = { "2026-05-01", "2026-05-15",
		"2026-06-04", "2026-12-23", "2026-12-28", "2026-12-30" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(off); i++)
		assert_false(clock_working_day(at(off[i])));
	for (i = 0; i < COUNT(on); i++)
		assert_true(clock_working_day(at(on[i])));
}

static void clock_add_working_days_jumps_what_is_closed(void **state)
{
	(void)state;
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-04-01T10:00"), 1)),
	    "2026-04-07T10:00");
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-12-23T10:00"), 3)),
	    "2026-12-30T10:00");
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-11-21T10:00"), 1)),
	    "2026-11-23T10:00");
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-10-23T10:00"), 3)),
	    "2026-10-28T10:00");
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-04-07T10:00"), -1)),
	    "2026-04-01T10:00");
	assert_string_equal(
	    shown(clock_add_working_days(at("2026-11-21T10:00"), 0)),
	    "2026-11-21T10:00");
}

static void office_minutes_pass_only_in_office_hours(void **state)
{
	/* clang-format off */
	static const struct {
		const char *from;
		int minutes;
		const char *to;
	} seen[] = {
		/* within a day, rounded up to a quarter */
		{ "2026-11-17T09:00", 120,  "2026-11-17T11:00" },
		{ "2026-11-17T09:01", 120,  "2026-11-17T11:15" },
		{ "2026-11-17T09:15", 120,  "2026-11-17T11:15" },
		{ "2026-11-17T14:00", 120,  "2026-11-17T16:00" },
		{ "2026-11-17T13:59", 120,  "2026-11-17T16:00" },
		{ "2026-11-17T14:01", 120,  "2026-11-18T08:15" },
		/* before it opens and after it closes */
		{ "2026-11-17T05:00", 120,  "2026-11-17T10:00" },
		{ "2026-11-17T16:00", 120,  "2026-11-18T10:00" },
		{ "2026-11-17T23:59", 120,  "2026-11-18T10:00" },
		/* over a weekend */
		{ "2026-11-20T15:30", 120,  "2026-11-23T09:30" },
		{ "2026-11-21T12:00", 120,  "2026-11-23T10:00" },
		/* over Easter, and Christmas with New Year */
		{ "2026-04-01T15:00", 120,  "2026-04-07T09:00" },
		{ "2026-12-23T15:00", 120,  "2026-12-28T09:00" },
		{ "2026-12-30T15:00", 120,  "2027-01-04T09:00" },
		/* the clock is turned in the weekend between */
		{ "2027-03-24T15:00", 120,  "2027-03-30T09:00" },
		{ "2026-10-23T15:00", 120,  "2026-10-26T09:00" },
		/* more than a day, and none */
		{ "2026-11-17T08:00", 1000, "2026-11-19T08:45" },
		{ "2026-11-21T12:00", 0,    "2026-11-23T08:00" },
	};
	/* clang-format on */
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(seen); i++)
		assert_string_equal(shown(clock_add_office_minutes(
					at(seen[i].from), seen[i].minutes)),
		    seen[i].to);
}

static void each_class_of_message_has_its_window(void **state)
{
	/* clang-format off */
	static const struct {
		enum window window;
		const char *from, *to;
	} seen[] = {
		{ WINDOW_AT_ONCE, "2026-12-25T03:00", "2026-12-25T03:00" },
		{ WINDOW_ASKING,  "2026-11-17T07:59", "2026-11-17T08:00" },
		{ WINDOW_ASKING,  "2026-11-17T08:00", "2026-11-17T08:00" },
		{ WINDOW_ASKING,  "2026-11-17T19:59", "2026-11-17T19:59" },
		{ WINDOW_ASKING,  "2026-11-17T20:00", "2026-11-18T08:00" },
		{ WINDOW_ASKING,  "2026-11-20T20:00", "2026-11-21T10:00" },
		{ WINDOW_ASKING,  "2026-11-21T18:00", "2026-11-23T08:00" },
		{ WINDOW_ASKING,  "2026-11-22T12:00", "2026-11-23T08:00" },
		{ WINDOW_ASKING,  "2026-04-01T20:30", "2026-04-04T10:00" },
		{ WINDOW_ASKING,  "2026-12-26T12:00", "2026-12-28T08:00" },
		{ WINDOW_DAYTIME, "2026-12-25T06:59", "2026-12-25T07:00" },
		{ WINDOW_DAYTIME, "2026-12-25T20:59", "2026-12-25T20:59" },
		{ WINDOW_DAYTIME, "2026-12-25T21:00", "2026-12-26T07:00" },
		{ WINDOW_DAYTIME, "2027-03-28T01:30", "2027-03-28T07:00" },
		{ WINDOW_DAYTIME, "2027-10-30T21:30", "2027-10-31T07:00" },
		{ WINDOW_WORKDAY, "2026-11-17T07:29", "2026-11-17T07:30" },
		{ WINDOW_WORKDAY, "2026-11-17T18:00", "2026-11-18T07:30" },
		{ WINDOW_WORKDAY, "2026-11-20T18:00", "2026-11-23T07:30" },
		{ WINDOW_WORKDAY, "2026-12-23T18:00", "2026-12-28T07:30" },
	};
	/* clang-format on */
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(seen); i++)
		assert_string_equal(
		    shown(clock_in_window(seen[i].window, at(seen[i].from))),
		    seen[i].to);
}

/* I11, over every minute of the days on which the clock is changed, and of the
 * nights around them. */
static void a_window_is_what_it_says_also_when_clocks_are_changed(void **state)
{
	static const char *const days[] = { "2026-10-24T12:00",
		"2027-03-27T12:00", "2026-12-23T12:00", "2027-03-24T12:00" };
	static const struct {
		enum window window;
		int from, to, from_saturday, to_saturday; /* minutes */
		bool works_only, sundays;
	} rules[] = {
		{ WINDOW_AT_ONCE, 0, 1440, 0, 1440, false, true },
		{ WINDOW_ASKING, 480, 1200, 600, 1080, false, false },
		{ WINDOW_DAYTIME, 420, 1260, 420, 1260, false, true },
		{ WINDOW_WORKDAY, 450, 1080, 0, 0, true, false },
	};

	(void)state;
	for (size_t d = 0; d < COUNT(days); d++)
		for (size_t i = 0; i < COUNT(rules); i++) {
			int64_t last = at(days[d]) + 48 * HOUR, next = 0;

			/* Backwards, so that the next opening is known. */
			for (int64_t t = last; t >= at(days[d]); t -= 60) {
				struct wall w = clock_wall(t);
				int minute = w.hour * 60 + w.minute;
				bool saturday = w.weekday == 6;
				bool open = minute >=
					(saturday ? rules[i].from_saturday
						  : rules[i].from) &&
				    minute < (saturday ? rules[i].to_saturday
						       : rules[i].to);

				if (!rules[i].sundays)
					open = open && w.weekday != 7 &&
					    !clock_holiday(t);
				if (rules[i].works_only)
					open = open && clock_working_day(t);
				next = open ? t : next;
				if (next > 0)
					assert_int_equal(
					    clock_in_window(rules[i].window, t),
					    next);
				else
					assert_true(
					    clock_in_window(
						rules[i].window, t) > last);
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_holidays_of_2025_to_2027_are_known),
		cmocka_unit_test(easter_is_right_in_the_odd_years),
		cmocka_unit_test(
		    clock_working_day_knows_when_offices_are_closed),
		cmocka_unit_test(clock_add_working_days_jumps_what_is_closed),
		cmocka_unit_test(office_minutes_pass_only_in_office_hours),
		cmocka_unit_test(each_class_of_message_has_its_window),
		cmocka_unit_test(
		    a_window_is_what_it_says_also_when_clocks_are_changed),
	};

	return cmocka_run_group_tests_name(
	    "clock_days", tests, open_clock, close_clock);
}
