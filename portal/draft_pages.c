#include "base/clock.h"

#include "draft.h"
#include "form.h"
#include "municipality.h"
#include "person.h"
#include "portal.h"
#include "task_pages.h"
#include "task.h"

/* ---- what is filled in so far ---- */

static void put_when(
    struct req *r, struct view *v, const struct shift_form *when)
{
	int64_t starts_at, ends_at;

	if (when->day == 0)
		return;
	view_text(r->ctx, v, "day", clock_day(r->ctx, when->day));
	if (when->from < 0 || when->to < 0)
		return;
	shift_form_span(when, &starts_at, &ends_at);
	view_text(r->ctx, v, "time", clock_span(r->ctx, starts_at, ends_at));
}

static void put_writer(struct req *r, struct view *v, const struct draft *d)
{
	struct person p;

	view_text(r->ctx, v, "saved", clock_moment(r->ctx, d->changed_at));
	view_text(r->ctx, v, "by",
	    person_load(r->ctx, d->written_by, &p) ? person_first_name(&p)
						   : "");
}

static void put_draft(struct req *r, struct view *v, const struct draft *kept)
{
	struct task_draft d = { .when = { .from = -1, .to = -1 } };
	struct form form = task_form;

	d.task.work_function = d.task.title = d.place.sms_name = "";
	view_text(r->ctx, v, "id", mem_printf(r->ctx, "%" PRId64, kept->id));
	put_writer(r, v, kept);
	if (!form_send_again(r, kept->form))
		return;
	form_recall(r, &form, &d);
	if (*d.task.work_function != '\0')
		view_text(r->ctx, v, "verb", task_verb(r->ctx, &d.task));
	put_when(r, v, &d.when);
	view_text(r->ctx, v, "place", d.place.sms_name);
}

void put_drafts(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct draft *all = draft_list(c, r->user->employer, &count);
	struct view *of, *list;
	struct municipality m;
	int64_t days;

	if (count == 0)
		return;
	of = view_map(c, v, "begun");
	if (municipality_load(c, 0, &m) &&
	    rule_find(c, m.id, RULE_KEEP_DRAFTS, c->now, &days))
		view_int(c, of, "days", days);
	view_int(c, of, "most", DRAFTS_MOST);
	list = view_list(c, of, "drafts");
	for (size_t i = 0; i < count; i++)
		put_draft(r, view_item(c, list), &all[i]);
}

/* POST /opgaver/kladde/:id: it is dropped. */
struct reply draft_drop_one(struct req *r)
{
	db_begin(r->ctx);
	draft_drop(r->ctx, r->user->employer, r->id);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	return reply_see(r, "/opgaver");
}
