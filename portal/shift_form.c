#include "base/clock.h"

#include "form.h"
#include "portal.h"
#include "task.h"

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
