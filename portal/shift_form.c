#include "base/clock.h"

#include "form.h"
#include "portal.h"
#include "task.h"

static int64_t minute_of_day(int64_t at)
{
	struct wall w = clock_wall(at);

	return w.hour * 60 + w.minute;
}

struct shift_form shift_form_of(int64_t starts_at, int64_t ends_at)
{
	return (struct shift_form) { .day = clock_midnight(starts_at),
		.from = minute_of_day(starts_at),
		.to = minute_of_day(ends_at) };
}

void shift_form_span(
    const struct shift_form *s, int64_t *starts_at, int64_t *ends_at)
{
	struct wall w = clock_wall(s->day);

	w.minute = (int)s->from;
	*starts_at = clock_instant(w);
	w.minute = (int)s->to;
	if (s->to <= s->from)
		w.day++;
	*ends_at = clock_instant(w);
}

void shift_form_check(
    struct req *r, struct form *form, int64_t starts_at, int64_t ends_at)
{
	int64_t minutes = (ends_at - starts_at) / MINUTE;

	if (starts_at <= r->ctx->now)
		form_wrong(r, form, "dag", phrase_in(r->ctx, "task.dag.past"));
	else if (starts_at > r->ctx->now + AHEAD_MOST)
		form_wrong(r, form, "dag", phrase_in(r->ctx, "task.dag.far"));
	if (minutes < MINUTES_LEAST || minutes > MINUTES_MOST)
		form_wrong(
		    r, form, "til", phrase_in(r->ctx, "task.til.length"));
}
