#include <stdlib.h>

#include "base/clock.h"

#include "form.h"
#include "hours.h"
#include "message.h"
#include "month.h"
#include "offer.h"
#include "person.h"
#include "portal.h"
#include "rights.h"
#include "sheet.h"
#include "task.h"

/* A citizen's hours, for a consultant who puts them right: who agreed, who
 * settled and which month it was does not matter, for both are told (P9). */

#define MONTHS 6 /* that are shown, this one with them */

static void put_row(struct req *r, struct view *v, const struct sheet_row *row,
    const char *wrong)
{
	struct ctx *c = r->ctx;
	struct task t;

	view_text(c, v, "id", mem_printf(c, "%" PRId64, row->engagement_id));
	view_text(c, v, "day", clock_day(c, row->starts_at));
	view_text(c, v, "time", clock_span(c, row->starts_at, row->ends_at));
	view_text(c, v, "place", mem_printf(c, "%s, %s", row->firm, row->town));
	view_text(c, v, "verb",
	    task_load(c, row->task_id, &t) ? task_verb(c, &t) : "");
	view_text(c, v, "now", message_hours(c, row->minutes));
	view_text(
	    c, v, "state", phrase(mem_printf(c, "correct.%s", row->hours)));
	view_bool(c, v, "listed", month_listed(c, row->starts_at));
	view_bool(c, v, "can", hours_correctable(row->hours));
	view_text(c, v, "wrong", wrong);
	view_text(c, v, "hours",
	    wrong != NULL ? param_value(&r->form, "timer")
			  : mem_printf(c, "%" PRId64, row->minutes / 60));
	view_text(c, v, "minutes",
	    wrong != NULL ? param_value(&r->form, "minutter")
			  : mem_printf(c, "%" PRId64, row->minutes % 60));
}

/* The newest first. */
static void put_rows(
    struct req *r, struct view *v, int64_t shown, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "rows");
	size_t count;
	const struct sheet_row *all = sheet_rows(
	    c, r->id, clock_first(c->now, 1 - MONTHS), c->now, &count);

	for (size_t i = count; i-- > 0;)
		put_row(r, view_item(c, list), &all[i],
		    all[i].engagement_id == shown ? wrong : NULL);
}

static struct reply show(
    struct req *r, int status, int64_t shown, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct person p;

	if (!person_load(c, r->id, &p))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title",
	    phrase_x(c, "correct.title", person_full_name(c, &p)));
	view_text(c, v, "citizen", mem_printf(c, "%" PRId64, r->id));
	put_rows(r, v, shown, wrong);
	if (wrong != NULL)
		form_put_one(
		    r, v, mem_printf(c, "timer-%" PRId64, shown), wrong);
	return reply_page(r, status, "correct.html", v);
}

/* GET /borger/:id/timer */
struct reply correct_show(struct req *r)
{
	return show(r, 200, 0, NULL);
}

/* POST /borger/:id/timer: one shift's. Pressed twice it stands as it is. */
struct reply correct_save(struct req *r)
{
	int64_t shift = strtoll(param_value(&r->form, "vagt"), NULL, 10);
	struct engagement e;
	int64_t total;
	enum err err;

	if (!engagement_load(r->ctx, shift, &e) || e.citizen_id != r->id)
		return reply_error(r, ERR_NOT_FOUND);
	if (!hours_parse(param_value(&r->form, "timer"),
		param_value(&r->form, "minutter"), &total))
		return show(r, 422, shift, phrase("attention.hours_wrong"));
	err = hours_correct(r->ctx, shift, total, r->user->id);
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/borger/%" PRId64 "/timer", r->id);
}
