#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLOCK_ROOM 8 /* bytes of "12.30" */

/* What a language calls them: days from Monday. Danish is brief in numbers
 * (3/12 kl 9); others would read that as something else (3 December, 9:00). */
static const struct {
	const char *days[7], *days_short[7], *months[12];
	const char *at;   /* before a time: torsdag kl 9 */
	const char *span; /* before two of them */
	char colon;       /* between hours and minutes */
	bool brief;
} words[LANGUAGES] = {
	[DANISH] = { { "mandag", "tirsdag", "onsdag", "torsdag", "fredag",
			 "lørdag", "søndag" },
	    { "man", "tir", "ons", "tor", "fre", "lør", "søn" },
	    { "januar", "februar", "marts", "april", "maj", "juni", "juli",
		"august", "september", "oktober", "november", "december" },
	    "kl", "kl ", '.', true },
	[ENGLISH] = { { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
			  "Saturday", "Sunday" },
	    { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	    { "January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December" },
	    "at", "", ':', false },
};

/* A whole number of exactly n digits, or -1. */
static int number(const char *s, int n)
{
	int value = 0;
	int i;

	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + s[i] - '0';
	}
	return value;
}

static bool same(const struct wall *a, const struct wall *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day &&
	    a->hour == b->hour && a->minute == b->minute;
}

/* Whatever does not exist (31 April, the hour a spring night skips) comes
 * back as something else. */
bool clock_parse_date(const char *s, struct wall *w)
{
	size_t n = strnlen(s, 17);
	struct wall typed = { 0 };
	struct wall real;

	if ((n != 10 && n != 16) || s[4] != '-' || s[7] != '-')
		return false;
	typed.year = number(s, 4);
	typed.month = number(s + 5, 2);
	typed.day = number(s + 8, 2);
	if (n == 16 && (s[10] != 'T' || s[13] != ':'))
		return false;
	if (n == 16) {
		typed.hour = number(s + 11, 2);
		typed.minute = number(s + 14, 2);
	}

	real = clock_wall(clock_instant(typed));
	if (typed.year < 1 || !same(&typed, &real))
		return false;
	*w = real;
	return true;
}

/* "Z", "+01:00" or "-0100" after the seconds; false for anything else. */
static bool parse_zone(const char *s, int64_t *seconds)
{
	bool colon = strlen(s) == 6 && s[3] == ':';
	int hours, minutes;

	*seconds = 0;
	if (strcmp(s, "Z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || (!colon && strlen(s) != 5))
		return false;
	hours = number(s + 1, 2);
	minutes = number(s + (colon ? 4 : 3), 2);
	*seconds = (*s == '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
	return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

bool clock_parse_utc(const char *s, int64_t *at)
{
	size_t digits = strspn(s, "0123456789");
	struct tm t = { 0 };
	int64_t zone;

	if (s[digits] == '\0' && digits > 0 && digits < 12) {
		*at = strtoll(s, NULL, 10);
		return true;
	}
	if (strlen(s) < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' ||
	    s[13] != ':' || s[16] != ':')
		return false;
	t.tm_year = number(s, 4) - 1900;
	t.tm_mon = number(s + 5, 2) - 1;
	t.tm_mday = number(s + 8, 2);
	t.tm_hour = number(s + 11, 2);
	t.tm_min = number(s + 14, 2);
	t.tm_sec = number(s + 17, 2);
	if (t.tm_year < 0 || t.tm_mon < 0 || t.tm_mon > 11 || t.tm_mday < 1 ||
	    t.tm_mday > 31 || t.tm_hour < 0 || t.tm_hour > 23 || t.tm_min < 0 ||
	    t.tm_min > 59 || t.tm_sec < 0 || t.tm_sec > 60)
		return false;
	s += 19;
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	*at = timegm(&t);
	if (!parse_zone(s, &zone))
		return false;
	*at -= zone;
	return true;
}

bool clock_parse_time(const char *s, int *hour, int *minute)
{
	int digits = s[0] && s[1] >= '0' && s[1] <= '9' ? 2 : 1;
	int h = number(s, digits);
	int m;

	if (h < 0 || h > 23 || (s[digits] != ':' && s[digits] != '.'))
		return false;
	m = number(s + digits + 1, 2);
	if (m < 0 || m > 59 || s[digits + 3])
		return false;
	*hour = h;
	*minute = m;
	return true;
}

/* A number below 100, in as many digits; where it goes on. By hand: a list
 * shows dozens, and printf is slow. */
static char *put_number(char *to, int n)
{
	if (n >= 10)
		*to++ = (char)('0' + n / 10 % 10);
	*to++ = (char)('0' + n % 10);
	*to = '\0';
	return to;
}

/* "9", "12.30". */
static void time_of_day(
    const struct ctx *c, char out[CLOCK_ROOM], int hour, int minute)
{
	out = put_number(out, hour);
	if (!minute && words[c->language].brief)
		return;
	*out++ = words[c->language].colon;
	if (minute < 10)
		*out++ = '0';
	put_number(out, minute);
}

/* "3/12", "3 December". */
static char *date(struct ctx *c, const struct wall *w)
{
	char number[CLOCK_ROOM];
	char *to = put_number(number, w->day);

	if (!words[c->language].brief)
		return mem_join(
		    c, number, " ", words[c->language].months[w->month - 1]);
	*to++ = '/';
	put_number(to, w->month);
	return mem_dup(c, number);
}

char *clock_date(struct ctx *c, int64_t at)
{
	struct wall w = clock_wall(at);

	return date(c, &w);
}

static char *day(struct ctx *c, int64_t at, const char *const *names)
{
	struct wall w = clock_wall(at);

	return mem_join(c, names[w.weekday - 1], " ", date(c, &w));
}

char *clock_day(struct ctx *c, int64_t at)
{
	return day(c, at, words[c->language].days);
}

char *clock_day_short(struct ctx *c, int64_t at)
{
	return day(c, at, words[c->language].days_short);
}

const char *clock_weekday(const struct ctx *c, int weekday)
{
	return words[c->language].days[weekday - 1];
}

const char *clock_weekday_of(const struct ctx *c, int64_t at)
{
	return clock_weekday(c, clock_wall(at).weekday);
}

const char *clock_weekday_short(const struct ctx *c, int64_t at)
{
	return words[c->language].days_short[clock_wall(at).weekday - 1];
}

char *clock_month(struct ctx *c, int64_t at)
{
	struct wall w = clock_wall(at);

	return mem_printf(
	    c, "%s %d", words[c->language].months[w.month - 1], w.year);
}

char *clock_moment(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%s %s %s", clock_day(c, at),
	    words[c->language].at, clock_iso_time(c, at));
}

/* Work until midnight is "20-24": nobody works until 0. */
char *clock_span(struct ctx *c, int64_t from, int64_t to)
{
	struct wall start = clock_wall(from);
	struct wall end = clock_wall(to);
	char first[CLOCK_ROOM], last[CLOCK_ROOM];

	if (end.hour == 0 && end.minute == 0)
		end.hour = 24;
	time_of_day(c, first, start.hour, start.minute);
	time_of_day(c, last, end.hour, end.minute);
	return mem_join(c, words[c->language].span, first, "-", last);
}

static char *deadline(struct ctx *c, int64_t at, const char *const *names)
{
	struct wall w = clock_wall(at);
	char by[CLOCK_ROOM];

	time_of_day(c, by, w.hour, w.minute);
	return mem_printf(
	    c, "%s %s %s", names[w.weekday - 1], words[c->language].at, by);
}

char *clock_deadline(struct ctx *c, int64_t at)
{
	return deadline(c, at, words[c->language].days);
}

char *clock_deadline_short(struct ctx *c, int64_t at)
{
	return deadline(c, at, words[c->language].days_short);
}

char *clock_iso_date(struct ctx *c, int64_t at)
{
	struct wall w = clock_wall(at);

	return mem_printf(c, "%04d-%02d-%02d", w.year, w.month, w.day);
}

char *clock_iso_time(struct ctx *c, int64_t at)
{
	struct wall w = clock_wall(at);

	return mem_printf(c, "%02d:%02d", w.hour, w.minute);
}

const char *clock_month_name(const struct ctx *c, int64_t at)
{
	return words[c->language].months[clock_wall(at).month - 1];
}
