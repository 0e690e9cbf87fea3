#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

#include "portal.h"
#include "settings.h"

#define FORWARD_MOST (400 * DAY) /* how far a demo may be turned */

/* The demo's clock. Our programs only know the system's; portal/demo.sh runs
 * them where that clock is moved by the seconds that stand in a file. Turning
 * it is writing the file. */

static bool has_clock(void)
{
	return settings_demo() && settings.demo_clock[0] != '\0';
}

static int64_t read_offset(void)
{
	FILE *f = fopen(settings.demo_clock, "re");
	long long offset = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%llds", &offset) != 1)
		offset = 0;
	fclose(f);
	return offset;
}

static bool write_offset(struct ctx *c, int64_t offset)
{
	char *beside = mem_printf(c, "%s.part", settings.demo_clock);
	FILE *f = fopen(beside, "we");
	bool ok;

	if (f == NULL)
		return false;
	ok = fprintf(f, "%+" PRId64 "s\n", offset) > 0;
	ok = fclose(f) == 0 && ok;
	return ok && rename(beside, settings.demo_clock) == 0;
}

/* Eight in the morning of the next day, or of the next working day. */
static int64_t morning(int64_t now, bool working)
{
	int64_t day = clock_add_days(clock_midnight(now), 1);
	struct wall w;

	while (working && !clock_working_day(day))
		day = clock_add_days(day, 1);
	w = clock_wall(day);
	w.hour = 8;
	return clock_instant(w);
}

void demo_put_clock(struct req *r, struct view *v)
{
	if (!has_clock())
		return;
	view_text(r->ctx, v, "clock",
	    mem_printf(r->ctx, "%s kl %s", clock_day(r->ctx, r->ctx->now),
		clock_iso_time(r->ctx, r->ctx->now)));
}

/* POST /demo/tid: an hour, to the next morning, or to the next working day's.
 */
struct reply demo_turn(struct req *r)
{
	const char *to = param_value(&r->form, "til");
	int64_t now = r->ctx->now, then = now + HOUR;
	int64_t offset = read_offset();

	if (!has_clock())
		return reply_error(r, ERR_NOT_FOUND);
	if (strcmp(to, "morgen") == 0)
		then = morning(now, false);
	else if (strcmp(to, "hverdag") == 0)
		then = morning(now, true);
	if (offset + then - now > FORWARD_MOST)
		return reply_see(r, "/demo");
	if (!write_offset(r->ctx, offset + then - now)) {
		log_warn("demo.clock");
		return reply_error(r, ERR_FAILED);
	}
	wake_notifier();
	return reply_see(r, "/demo");
}
