#include "story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* Replaced by a rename: a program that looks at its clock in this moment sees
 * the old time or the new one, never an empty file. */
bool turn_to(struct story *s, int64_t at)
{
	const char *file = story_file(s, "clock");
	const char *next = story_file(s, "clock.next");

	s->offset = at - clock_now();
	s->turned = true;
	if (!file_write(next, mem_printf(s->c, "%+" PRId64 "s\n", s->offset)) ||
	    rename(next, file) != 0)
		return fail(s, "to turn the clock", "could not write %s", next);
	return true;
}

int64_t turn_now(const struct story *s)
{
	return clock_now() + s->offset;
}

bool cmd_now(struct story *s, struct words *w)
{
	struct wall wall = { 0 };

	if (!clock_parse_date(w->word[0], &wall) ||
	    !clock_parse_time(w->word[1], &wall.hour, &wall.minute))
		return fail(
		    s, "now YYYY-MM-DD HH:MM", "%s %s", w->word[0], w->word[1]);
	return turn_to(s, clock_instant(wall));
}

/* Days are the calendar's: the same wall time, also over a change of the
 * clocks. Hours and minutes are as long as they are. */
bool cmd_turn(struct story *s, struct words *w)
{
	const char *by = w->word[0];
	char *unit;
	long n = strtol(by, &unit, 10);
	int64_t now = turn_now(s);

	if (!s->turned)
		return fail(s, "now before turn", "no now yet");
	if (unit == by || strlen(unit) != 1 || !strchr("dhms", *unit))
		return fail(s, "turn +2h, +3d, +10m or +5s", "%s", by);
	if (*unit == 'd')
		now = clock_add_days(now, (int)n);
	else if (*unit == 'h')
		now += n * HOUR;
	else
		now += n * (*unit == 'm' ? MINUTE : 1);
	return turn_to(s, now);
}
