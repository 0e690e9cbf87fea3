#include "base/clock.h"

#include "cancel.h"
#include "contact.h"
#include "form.h"
#include "portal.h"
#include "task_pages.h"
#include "task.h"

#define AT(member) offsetof(struct task_draft, member)

/* What may be put right after a yes (task_words). */
static const struct field fields[] = {
	{ "kontakt", FIELD_NUMBER, AT(task.contact_id), 1, INT64_MAX, false },
	{ "moedested", FIELD_TEXT, AT(task.meeting), 3, MEETING_MOST, true },
	{ "titel", FIELD_TEXT, AT(task.title), 0, TITLE_MOST, true },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static struct reply show(
    struct req *r, int status, struct form *form, int64_t contact)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct task t;

	if (!task_load(c, r->id, &t))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase_in(c, "change.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, t.id));
	view_text(c, v, "verb", task_verb(c, &t));
	view_text(c, v, "day", clock_day(c, t.starts_at));
	view_text(c, v, "time", clock_span(c, t.starts_at, t.ends_at));
	view_bool(c, v, "open", task_is_ahead(c, &t));
	task_contacts_put(r, v, contact);
	form_put(r, form, v);
	return reply_page(r, status, "task_change.html", v);
}

static bool draft_load(struct req *r, struct task_draft *d)
{
	*d = (struct task_draft) { 0 };
	if (!task_load(r->ctx, r->id, &d->task) ||
	    !workplace_load(r->ctx, d->task.workplace_id, &d->place))
		return false;
	d->when = shift_form_of(d->task.starts_at, d->task.ends_at);
	return true;
}

/* GET /opgaver/:id/ret */
struct reply task_change_show(struct req *r)
{
	struct form form = { .name = "change", .fields = fields };
	struct task_draft d;

	if (!draft_load(r, &d))
		return reply_error(r, ERR_NOT_FOUND);
	form_show(r, &form, &d);
	return show(r, 200, &form, d.task.contact_id);
}

/* POST /opgaver/:id/ret. The title must still fit the question. */
struct reply task_change_save(struct req *r)
{
	struct form form = { .name = "change", .fields = fields };
	struct task_words to;
	struct task_draft d;
	enum err err;

	if (!draft_load(r, &d))
		return reply_error(r, ERR_NOT_FOUND);
	form_read(r, &form, &d);
	if (form.ok && task_is_ahead(r->ctx, &d.task))
		task_draft_check(r, &form, &d, "titel");
	if (!form.ok)
		return show(r, 422, &form, d.task.contact_id);
	to = (struct task_words) { .contact_id = d.task.contact_id,
		.title = d.task.title,
		.meeting = d.task.meeting };
	err = task_change(r->ctx, r->id, &to, r->user->id);
	if (err == ERR_INVALID) {
		form_wrong(r, &form, "kontakt",
		    phrase_in(r->ctx, "change.kontakt.wrong"));
		return show(r, 422, &form, d.task.contact_id);
	}
	if (err == ERR_CONFLICT)
		return show(r, 409, &form, d.task.contact_id);
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/opgaver/%" PRId64, r->id);
}
