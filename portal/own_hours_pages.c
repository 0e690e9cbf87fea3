#include <string.h>

#include "base/clock.h"

#include "hours.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "form.h"
#include "own.h"
#include "portal.h"
#include "sheet.h"
#include "task.h"

/* "Mine timer og min løn": a month on a sheet that can be printed (P31). */

/* What the two say where they differ, and whether something may be said: an
 * objection, or the number after it. Of who did not come a person asks. */
static void put_objection(
    struct req *r, struct view *v, const struct sheet_row *row)
{
	struct ctx *c = r->ctx;
	bool differs = strcmp(row->hours, "disputed") == 0 && row->minutes > 0;

	view_bool(c, v, "objects",
	    hours_may_object(c, row->hours, row->said_at) ||
		(differs && row->remembered < 0));
	if (!differs)
		return;
	view_text(c, v, "they_say", message_hours(c, row->minutes));
	view_text(c, v, "you_say",
	    row->remembered >= 0 ? message_hours(c, row->remembered) : NULL);
}

void put_sheet_row(struct req *r, struct view *v, const struct sheet_row *row)
{
	struct ctx *c = r->ctx;
	bool said = sheet_counts(row);
	struct task t;

	view_text(c, v, "id", mem_printf(c, "%" PRId64, row->engagement_id));
	view_text(c, v, "day", clock_day(c, row->starts_at));
	view_text(c, v, "time", clock_span(c, row->starts_at, row->ends_at));
	view_text(c, v, "firm", row->firm);
	view_text(c, v, "place", mem_printf(c, "%s, %s", row->firm, row->town));
	view_text(c, v, "verb",
	    task_load(c, row->task_id, &t) ? task_verb(c, &t) : "");
	view_text(c, v, "hours", said ? message_hours(c, row->minutes) : "–");
	view_text(
	    c, v, "amount", said ? message_money(c, row->amount_ore) : "–");
	view_bool(c, v, "counts", said);
	view_text(c, v, "pay_by", clock_date(c, row->pay_on));
	view_text(c, v, "thanks", row->thanks);
	put_objection(r, v, row);
	view_text(c, v, "state",
	    phrase_in(c, mem_printf(c, "own_hours.%s", row->hours)));
}

/* What was typed for a shift and did not do is shown again. */
static void put_typed(struct req *r, struct view *v, const char *wrong)
{
	struct ctx *c = r->ctx;
	bool again = wrong != NULL;

	view_text(c, v, "wrong", wrong);
	view_text(
	    c, v, "typed_hours", again ? param_value(&r->form, "timer") : "");
	view_text(c, v, "typed_minutes",
	    again ? param_value(&r->form, "minutter") : "");
}

static void put_rows(
    struct req *r, struct view *v, int64_t from, int64_t to, const char *wrong)
{
	struct ctx *c = r->ctx;
	int64_t minutes = 0, ore = 0;
	size_t count;
	const struct sheet_row *all = sheet_rows(
	    c, r->user->id, from, to, &count);
	struct view *list = view_list(c, v, "rows");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		put_sheet_row(r, item, &all[i]);
		put_typed(
		    r, item, all[i].engagement_id == r->id ? wrong : NULL);
		if (!sheet_counts(&all[i]))
			continue;
		minutes += all[i].minutes;
		ore += all[i].amount_ore;
	}
	view_bool(c, v, "any", count > 0);
	view_bool(c, v, "none", count == 0);
	view_text(c, v, "minutes", message_hours(c, minutes));
	view_text(c, v, "earned", message_money(c, ore));
}

static struct reply show(
    struct req *r, int status, const struct month *m, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	view_text(c, v, "title", phrase_in(c, "own_hours.title"));
	view_text(c, v, "name", r->user->name);
	put_month(r, v, m);
	put_rows(r, v, m->from, m->to, wrong);
	if (wrong != NULL)
		form_put_one(
		    r, v, mem_printf(c, "timer-%" PRId64, r->id), wrong);
	return reply_page(r, status, "own_hours.html", v);
}

/* GET /min-side/timer */
struct reply own_hours_show(struct req *r)
{
	struct month m = month_asked(r);

	return show(r, 200, &m, NULL);
}

/* The page of the shift's own month, with what is wrong. */
static struct reply show_wrong(struct req *r)
{
	struct ctx *c = r->ctx;
	struct engagement e;
	struct month m;

	if (!engagement_load(c, r->id, &e))
		return reply_error(r, ERR_NOT_FOUND);
	m.from = clock_first(e.starts_at, 0);
	m.to = clock_first(e.starts_at, 1);
	return show(r, 422, &m, phrase_in(c, "own_hours.wrong"));
}

/* RING: with the number that they remember, or without. */
static enum err object(struct req *r, const char **said)
{
	const char *hours = param_value(&r->form, "timer");
	const char *minutes = param_value(&r->form, "minutter");
	int64_t total;

	if (*hours == '\0' && *minutes == '\0')
		return hours_dispute(r->ctx, r->id);
	*said = "husket";
	return hours_parse(hours, minutes, &total)
	    ? hours_remember(r->ctx, r->id, total)
	    : ERR_INVALID;
}

/* POST /min-side/timer/:id: PASSER or RING. Pressed again, or when somebody has
 * settled it meanwhile, the page shows how it stands. */
struct reply own_hours_say(struct req *r)
{
	const char *said = param_value(&r->form, "svar");
	enum err err;

	if (strcmp(said, "passer") == 0)
		err = hours_agree(r->ctx, r->id);
	else if (strcmp(said, "ring") == 0)
		err = object(r, &said);
	else
		return reply_error(r, ERR_INVALID);
	if (err == ERR_INVALID)
		return show_wrong(r);
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(
	    r, "/min-side?gjort=%s", err == ERR_CONFLICT ? "allerede" : said);
}
