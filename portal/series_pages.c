#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#include "cancel.h"
#include "offer.h"
#include "person.h"
#include "portal.h"
#include "task_pages.h"
#include "series.h"
#include "task.h"
#include "workplace.h"

#define NAMES_MOST 500 /* bytes, of those who come on a day */

/* "Amir, Ida". */
static const char *names(struct req *r, int64_t task)
{
	struct text t = text_new(r->ctx->mem, NAMES_MOST);
	size_t count;
	const struct engagement *all = engagement_of_task(r->ctx, task, &count);

	for (size_t i = 0; i < count; i++) {
		struct person p;

		if (person_load(r->ctx, all[i].citizen_id, &p))
			text_printf(&t, "%s%s", i > 0 ? ", " : "",
			    person_first_name(&p));
	}
	return t.s;
}

static bool put_dates(
    struct req *r, struct view *v, const struct task *all, size_t count)
{
	struct view *list = view_list(r->ctx, v, "dates");
	bool open = false;

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(r->ctx, list);

		task_put_row(r, item, &all[i]);
		view_text(r->ctx, item, "names", names(r, all[i].id));
		open = open || task_is_ahead(r->ctx, &all[i]);
	}
	return open;
}

/* GET /opgaver/serie/:id */
struct reply series_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	size_t count;
	const struct task *all = task_of_series(c, r->id, &count);
	struct workplace place;
	struct series s;

	if (count == 0 || !series_load(c, r->id, &s) ||
	    !workplace_load(c, all[0].workplace_id, &place))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase_in(c, "series.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, s.id));
	view_text(c, v, "verb", task_verb(c, &all[0]));
	view_text(c, v, "weekday", clock_weekday_of(c, all[0].starts_at));
	view_text(
	    c, v, "time", clock_span(c, all[0].starts_at, all[0].ends_at));
	view_text(c, v, "place", place.sms_name);
	view_bool(c, v, "cancellable", put_dates(r, v, all, count));
	view_text(
	    c, v, "fixed", s.fixed_at != 0 ? clock_day(c, s.fixed_at) : NULL);
	return reply_page(r, 200, "series_show.html", v);
}

/* POST /opgaver/serie/:id: "Gør fast". Pressed twice it is asked once. */
struct reply series_fix_one(struct req *r)
{
	enum err err = series_fix(r->ctx, r->id, r->user->id);

	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	return reply_see(r, "/opgaver/serie/%" PRId64, r->id);
}
