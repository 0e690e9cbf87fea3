/* Time: the only place that reads the system's clock, and all that is known of
 * Danish wall time. Instants are unix seconds in UTC; wall time is
 * Europe/Copenhagen. Waiting is always by the monotonic clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

#define MINUTE ((int64_t)60)
#define HOUR   ((int64_t)3600)
#define DAY    ((int64_t)86400) /* of 24 hours: for waiting, not for dates */

/* Wall time, taken apart. weekday: 1 Monday .. 7 Sunday. */
struct wall {
	int year, month, day, hour, minute, second, weekday;
};

/* Fixes the zone. Ends the program where the system does not know
 * Europe/Copenhagen (package tzdata), for local time would silently be UTC.
 * Called once, before threads. */
void clock_open(void);

int64_t clock_now(void);     /* unix seconds */
int64_t clock_now_ms(void);  /* unix milliseconds */
int64_t clock_mono_ms(void); /* since some start; only for waiting */

struct wall clock_wall(int64_t at);

/* The instant of a wall time; days beyond the month's end and minutes beyond
 * the hour carry over. A time that the spring night skips becomes the one an
 * hour later; of a time that the autumn night has twice, the first. */
int64_t clock_instant(struct wall w);

/* Midnight that begins the day of `at`; the Monday midnight of its ISO week;
 * that of the first of its month, or of one so many months on (or back, if
 * negative); the same wall time `days` days on. */
int64_t clock_midnight(int64_t at);
int64_t clock_week(int64_t at);
int64_t clock_first(int64_t at, int months);
int64_t clock_add_days(int64_t at, int days);

/* "2026-12-03" and "2026-12-03T09:30" as forms write them; false unless the
 * date and the time exist. */
bool clock_parse_date(const char *s, struct wall *w);

/* The instant of "2026-12-03T09:30:00.5+01:00" (or Z; a fraction is dropped) or
 * of unix seconds in digits, as other machines write it; false for anything
 * else. */
bool clock_parse_utc(const char *s, int64_t *at);
bool clock_parse_time(const char *s, int *hour, int *minute); /* 9:30, 09.30 */

/* Danish public holidays and Sundays; a working day is neither, nor a
 * Saturday, nor 5 June, 24 or 31 December (offices are closed). */
bool clock_holiday(int64_t at);
bool clock_working_day(int64_t at);

/* The instant `days` working days after, at the same wall time. */
int64_t clock_add_working_days(int64_t at, int days);

/* Minutes of office time (working days 8-16) later, rounded up to a whole
 * quarter: when an answer is waited for until (P4). */
int64_t clock_add_office_minutes(int64_t at, int minutes);

/* When a message may go out (docs/DECISIONS.md). */
enum window {
	WINDOW_AT_ONCE, /* codes, receipts, answers to what came in */
	WINDOW_ASKING,  /* Mon-Fri 8-20, Sat 10-18, not holidays */
	WINDOW_DAYTIME, /* any day 7-21: reminders, changes, cancellations */
	WINDOW_WORKDAY, /* working days 7:30-18: digests to staff */
};

/* The first instant, at or after `at`, inside the window. */
int64_t clock_in_window(enum window w, int64_t at);

/* Words, in the context's arena and in its language; in Danish "torsdag 3/12",
 * "tor 3/12", "kl 9-12.30", "torsdag kl 16", "tor kl 16", "3/12", "2026-12-03",
 * "09:30". */
char *clock_day(struct ctx *c, int64_t at);
char *clock_day_short(struct ctx *c, int64_t at);
char *clock_span(struct ctx *c, int64_t from, int64_t to);
char *clock_deadline(struct ctx *c, int64_t at);
char *clock_deadline_short(struct ctx *c, int64_t at);
char *clock_date(struct ctx *c, int64_t at);
char *clock_iso_date(struct ctx *c, int64_t at);
char *clock_iso_time(struct ctx *c, int64_t at);

/* "marts"; "marts 2026"; "torsdag 3/12 kl 09:05"; the name of a weekday, 1
 * Monday. */
const char *clock_month_name(const struct ctx *c, int64_t at);
char *clock_month(struct ctx *c, int64_t at);
char *clock_moment(struct ctx *c, int64_t at);
const char *clock_weekday(const struct ctx *c, int weekday);

/* "torsdag", "tor": the weekday of an instant. */
const char *clock_weekday_of(const struct ctx *c, int64_t at);
const char *clock_weekday_short(const struct ctx *c, int64_t at);

#endif
