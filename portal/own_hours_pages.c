#include <string.h>

#include "base/clock.h"

#include "hours.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "own.h"
#include "portal.h"
#include "sheet.h"
#include "task.h"

/* "Mine timer og min løn": a month on a sheet that can be printed (P31). */

#define OBJECTION (30 * DAY) /* how long hours may be objected to (P9) */

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
	view_text(c, v, "state",
	    phrase_in(c, mem_printf(c, "own_hours.%s", row->hours)));
}

static void put_rows(struct req *r, struct view *v, int64_t from, int64_t to)
{
	struct ctx *c = r->ctx;
	int64_t minutes = 0, ore = 0;
	size_t count;
	const struct sheet_row *all = sheet_rows(
	    c, r->user->id, from, to, &count);
	struct view *list = view_list(c, v, "rows");

	for (size_t i = 0; i < count; i++) {
		put_sheet_row(r, view_item(c, list), &all[i]);
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

/* GET /min-side/timer */
struct reply own_hours_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct month m = month_asked(r);
	struct view *v = view_new(c);

	view_text(c, v, "title", phrase_in(c, "own_hours.title"));
	view_text(c, v, "name", r->user->name);
	put_month(r, v, &m);
	put_rows(r, v, m.from, m.to);
	return reply_page(r, 200, "own_hours.html", v);
}

static bool may_object(struct req *r)
{
	struct engagement e;

	return engagement_load(r->ctx, r->id, &e) &&
	    e.ends_at > r->ctx->now - OBJECTION;
}

/* POST /min-side/timer/:id: PASSER or RING. Pressed again, or when somebody has
 * settled it meanwhile, the page shows how it stands. */
struct reply own_hours_say(struct req *r)
{
	const char *said = param_value(&r->form, "svar");
	enum err err = ERR_INVALID;

	if (strcmp(said, "passer") == 0)
		err = hours_agree(r->ctx, r->id);
	else if (strcmp(said, "ring") == 0)
		err = may_object(r) ? hours_dispute(r->ctx, r->id)
				    : ERR_CONFLICT;
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(
	    r, "/min-side?gjort=%s", err == ERR_CONFLICT ? "allerede" : said);
}
