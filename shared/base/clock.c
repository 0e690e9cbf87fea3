#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/log.h"

#define ZONE    "Europe/Copenhagen"
#define QUARTER (15 * MINUTE)

#define DAYS_KEPT 64      /* of a thread: two months of tasks */
#define DAYS_LAST 2932896 /* 31 December 9999 */

#define OFFICE_OPENS  (8 * 60) /* minutes after midnight */
#define OFFICE_CLOSES (16 * 60)

/* When something is open on a day, in minutes after midnight. */
struct hours {
	int from, to;
};

static int64_t read_clock(clockid_t which, int64_t per_second)
{
	struct timespec t;

	if (clock_gettime(which, &t))
		log_bug("clock.unreadable id=%d", (int)which);
	return (int64_t)t.tv_sec * per_second +
	    (int64_t)t.tv_nsec * per_second / 1000000000;
}

int64_t clock_now(void)
{
	return read_clock(CLOCK_REALTIME, 1);
}

int64_t clock_now_ms(void)
{
	return read_clock(CLOCK_REALTIME, 1000);
}

int64_t clock_mono_ms(void)
{
	return read_clock(CLOCK_MONOTONIC, 1000);
}

static struct tm local(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm = { 0 };

	if (!localtime_r(&t, &tm))
		log_bug("clock.no_such_time at=%" PRId64, at);
	return tm;
}

/* How far wall time is ahead on a day of UTC, as it begins and as it ends: a
 * page asks hundreds of times, and the system takes a lock each time. */
struct day {
	int64_t number;
	long begins, ends;
	bool known;
};

static const struct day *day_of(int64_t at)
{
	static _Thread_local struct day days[DAYS_KEPT];
	int64_t number = at / DAY;
	struct day *d = &days[number % DAYS_KEPT];

	if (!d->known || d->number != number)
		*d = (struct day) { .number = number,
			.begins = local(number * DAY).tm_gmtoff,
			.ends = local((number + 1) * DAY).tm_gmtoff,
			.known = true };
	return d;
}

/* Seconds that wall time is ahead of UTC. It changes at most once a day, so a
 * day that begins and ends alike is so throughout. */
static int64_t ahead(int64_t at)
{
	const struct day *d;

	if (at < 0 || at > DAYS_LAST * DAY)
		return local(at).tm_gmtoff;
	d = day_of(at);
	return d->begins == d->ends ? d->begins : local(at).tm_gmtoff;
}

void clock_open(void)
{
	static const int64_t winter = 1768478400; /* 2026-01-15 12:00 UTC */
	static const int64_t summer = 1784116800; /* 2026-07-15 12:00 UTC */

	if (setenv("TZ", ZONE, 1))
		log_bug("clock.environment");
	tzset();
	if (local(winter).tm_gmtoff != HOUR ||
	    local(summer).tm_gmtoff != 2 * HOUR)
		log_refuse("clock.zone_unknown zone=" ZONE " install=tzdata");
}

/* The day of that number in the Gregorian calendar; see day_number(). */
static struct wall date_of(int64_t number)
{
	int64_t from_march = number + 719468;
	int64_t era = (from_march >= 0 ? from_march : from_march - 146096) /
	    146097;
	int64_t of_era = from_march - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 -
			   of_era / 146096) /
	    365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	return (struct wall) {
		.year = (int)(year + era * 400 + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(of_year - (153 * month + 2) / 5 + 1),
		.weekday = (int)(((number + 3) % 7 + 7) % 7 + 1),
	};
}

struct wall clock_wall(int64_t at)
{
	int64_t wall = at + ahead(at);
	int64_t number = (wall >= 0 ? wall : wall - DAY + 1) / DAY;
	int of_day = (int)(wall - number * DAY);
	struct wall w = date_of(number);

	w.hour = of_day / 3600;
	w.minute = of_day / 60 % 60;
	w.second = of_day % 60;
	return w;
}

/* Days from 1970-01-01 in the Gregorian calendar. The year is counted from
 * March, so that the leap day is its last. */
static int64_t day_number(int64_t year, int64_t month, int64_t day)
{
	int64_t era, of_era, of_year;

	year += (month - 1) / 12;
	month = (month - 1) % 12 + 1;
	if (month < 1) {
		month += 12;
		year--;
	}
	if (month <= 2)
		year--;
	era = (year >= 0 ? year : year - 399) / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

/* The zone's offset changes at most once within two days, so a wall time has
 * either the offset of the day before or that of the day after. mktime() knows
 * this too, but answers the doubled hour by its own state. */
int64_t clock_instant(struct wall w)
{
	int64_t utc = day_number(w.year, w.month, w.day) * DAY + w.hour * HOUR +
	    w.minute * MINUTE + w.second;
	int64_t before = ahead(utc - DAY);
	int64_t after = ahead(utc + DAY);

	if (ahead(utc - before) != before && ahead(utc - after) == after)
		return utc - after;
	return utc - before;
}

int64_t clock_midnight(int64_t at)
{
	struct wall w = clock_wall(at);

	w.hour = w.minute = w.second = 0;
	return clock_instant(w);
}

int64_t clock_first(int64_t at, int months)
{
	struct wall w = clock_wall(at);

	w.month += months;
	w.day = 1;
	w.hour = w.minute = w.second = 0;
	return clock_instant(w);
}

int64_t clock_week(int64_t at)
{
	struct wall w = clock_wall(at);

	w.day -= w.weekday - 1;
	w.hour = w.minute = w.second = 0;
	return clock_instant(w);
}

/* No days on is the very same instant, also in the hour that comes twice. */
int64_t clock_add_days(int64_t at, int days)
{
	struct wall w = clock_wall(at);

	if (days == 0)
		return at;
	w.day += days;
	return clock_instant(w);
}

/* The day number of Easter Sunday (Meeus, Jones and Butcher; Gregorian). */
static int64_t easter(int year)
{
	int golden = year % 19;
	int century = year / 100, of_century = year % 100;
	int skipped = (century - (century + 8) / 25 + 1) / 3;
	int moon = (19 * golden + century - century / 4 - skipped + 15) % 30;
	int leaps = 32 + 2 * (century % 4) + 2 * (of_century / 4);
	int sunday = (leaps - moon - of_century % 4) % 7;
	int late = (golden + 11 * moon + 22 * sunday) / 451;
	int since = moon + sunday - 7 * late + 114;

	return day_number(year, since / 31, since % 31 + 1);
}

/* Store bededag is not here: it was abolished from 2024. */
bool clock_holiday(int64_t at)
{
	struct wall w = clock_wall(at);
	int64_t after = day_number(w.year, w.month, w.day) - easter(w.year);

	if (w.weekday == 7)
		return true;
	if (w.month == 1 && w.day == 1)
		return true;
	if (w.month == 12 && (w.day == 25 || w.day == 26))
		return true;
	/* Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday
	 */
	return after == -3 || after == -2 || after == 1 || after == 39 ||
	    after == 50;
}

bool clock_working_day(int64_t at)
{
	struct wall w = clock_wall(at);

	if (w.weekday == 6 || clock_holiday(at))
		return false;
	if (w.month == 6 && w.day == 5)
		return false;
	return !(w.month == 12 && (w.day == 24 || w.day == 31));
}

int64_t clock_add_working_days(int64_t at, int days)
{
	int step = days < 0 ? -1 : 1;
	int on = 0;

	while (days) {
		on += step;
		if (clock_working_day(clock_add_days(at, on)))
			days -= step;
	}
	return clock_add_days(at, on);
}

static int64_t of_day(int64_t day, int minutes)
{
	struct wall w = clock_wall(day);

	w.hour = 0;
	w.minute = minutes;
	w.second = 0;
	return clock_instant(w);
}

/* Whole quarters of the day are whole quarters of UTC, and a working day's
 * end is one, so that rounding never passes it. */
int64_t clock_add_office_minutes(int64_t at, int minutes)
{
	int64_t left = minutes * MINUTE;
	int64_t day, from, to;

	for (day = clock_midnight(at);; day = clock_add_days(day, 1)) {
		if (!clock_working_day(day))
			continue;
		from = of_day(day, OFFICE_OPENS);
		to = of_day(day, OFFICE_CLOSES);
		if (from < at)
			from = at;
		if (from >= to)
			continue;
		if (left <= to - from)
			break;
		left -= to - from;
	}
	return (from + left + QUARTER - 1) / QUARTER * QUARTER;
}

static struct hours open_hours(enum window w, int64_t day)
{
	static const struct hours closed = { 0, 0 };
	static const struct hours whole_day = { 0, 24 * 60 };
	static const struct hours weekday = { 8 * 60, 20 * 60 };
	static const struct hours saturday = { 10 * 60, 18 * 60 };
	static const struct hours daytime = { 7 * 60, 21 * 60 };
	static const struct hours staff = { 7 * 60 + 30, 18 * 60 };

	switch (w) {
	case WINDOW_AT_ONCE: return whole_day;
	case WINDOW_ASKING:
		if (clock_holiday(day))
			return closed;
		return clock_wall(day).weekday == 6 ? saturday : weekday;
	case WINDOW_DAYTIME: return daytime;
	case WINDOW_WORKDAY: return clock_working_day(day) ? staff : closed;
	}
	log_bug("window.unknown window=%d", (int)w);
}

int64_t clock_in_window(enum window w, int64_t at)
{
	int64_t day = clock_midnight(at);
	struct hours open = open_hours(w, day);

	while (open.to == 0 || at >= of_day(day, open.to)) {
		day = clock_add_days(day, 1);
		open = open_hours(w, day);
	}
	return at > of_day(day, open.from) ? at : of_day(day, open.from);
}
