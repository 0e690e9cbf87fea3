#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/sms_text.h"

#include "draft.h"
#include "employer.h"
#include "message.h"
#include "form.h"
#include "offer.h"
#include "portal.h"
#include "task_pages.h"
#include "postcode.h"
#include "task.h"
#include "work_function.h"

#define AT(member) offsetof(struct task_draft, member)

/* In the order of the page, and so in that of the steps (task_step.c). */
static const struct field fields[] = {
	/* in the page, kind, in the draft, least, most, read by people */
	{ "funktion", FIELD_TEXT, AT(task.work_function), 1, 40, false },
	{ "titel", FIELD_TEXT, AT(task.title), 0, TITLE_MOST, true },
	{ "niveau", FIELD_NUMBER, AT(task.level), LEVEL_NEW, LEVEL_SURE,
	    false },
	{ "dag", FIELD_DATE, AT(when.day), 0, 0, false },
	{ "fra", FIELD_TIME, AT(when.from), 0, 0, false },
	{ "til", FIELD_TIME, AT(when.to), 0, 0, false },
	{ "antal", FIELD_NUMBER, AT(task.places), 1, PLACES_MOST, false },
	{ "flere", FIELD_TICK, AT(more), 0, 1, false },
	{ "til_og_med", FIELD_DATE, AT(until), 0, DATE_OR_NONE, false },
	{ "helligdage", FIELD_TICK, AT(holidays), 0, 1, false },
	{ "dag2", FIELD_DATE, AT(day[0]), 0, DATE_OR_NONE, false },
	{ "dag3", FIELD_DATE, AT(day[1]), 0, DATE_OR_NONE, false },
	{ "dag4", FIELD_DATE, AT(day[2]), 0, DATE_OR_NONE, false },
	{ "dag5", FIELD_DATE, AT(day[3]), 0, DATE_OR_NONE, false },
	{ "efter", FIELD_TEXT, AT(after), 0, 20, false },
	{ "samme", FIELD_TEXT, AT(same), 0, 20, false },
	{ "sted", FIELD_TEXT, AT(place.sms_name), 2, SMS_NAME_MOST, true },
	{ "adresse", FIELD_TEXT, AT(place.address), 3, ADDRESS_MOST, true },
	{ "postnr", FIELD_TEXT, AT(place.postcode), 4, 4, false },
	{ "by", FIELD_TEXT, AT(place.town), 2, TOWN_MOST, true },
	{ "loen", FIELD_MONEY, AT(task.pay_ore), 1, 100000, false },
	{ "loendag", FIELD_DATE, AT(task.pay_on), 0, 0, false },
	{ "moedested", FIELD_TEXT, AT(task.meeting), 3, MEETING_MOST, true },
	{ "spoerg", FIELD_TEXT, AT(asks_for), 0, 20, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const char *const lists[] = { "hos_os", NULL };

const struct form task_form = {
	.name = "task", .fields = fields, .lists = lists
};

/* ---- the form ---- */

static void put_kept(struct req *r, struct view *v, int64_t kept)
{
	view_text(r->ctx, v, "draft",
	    kept != 0 ? mem_printf(r->ctx, "%" PRId64, kept) : NULL);
}

/* Filled in before, and nothing to be mended in it. */
static bool is_known(const struct form *form, const struct workplace *at)
{
	return form->ok && at->id != 0 && *at->sms_name != '\0' &&
	    *at->address != '\0' && *at->postcode != '\0' && *at->town != '\0';
}

static struct reply show_form(struct req *r, int status, struct form *form,
    const struct task_draft *d, int64_t kept, int64_t step)
{
	struct view *v = view_new(r->ctx);
	bool known = is_known(form, &d->place);

	view_text(r->ctx, v, "title",
	    step == TASK_ALL ? phrase_in(r->ctx, "task.title")
			     : phrase_n(r->ctx, "task.step.title", step));
	put_kept(r, v, kept);
	form_put(r, form, v);
	view_bool(r->ctx, v, "place_known", known);
	view_bool(r->ctx, v, "here_known", known && step == TASK_ALL);
	task_draft_put_functions(r, v, d->task.work_function);
	task_draft_put_words(r, v, d->task.work_function);
	task_draft_put_levels(r, v, d->task.level);
	task_same_put(r, v, d);
	view_bool(r->ctx, v, "more_days", task_days_any(d));
	view_bool(r->ctx, v, "live", true);
	task_contacts_put(r, v, task_contact(r, d));
	task_draft_put_here(r, v, d->place.id);
	task_step_put(r, v, step);
	return reply_page(r, status, "task_new.html", v);
}

/* ---- beginning, and going on ---- */

/* GET /opgaver/ny: in steps for who has never posted before. */
struct reply task_new(struct req *r)
{
	int64_t asked = task_step_asked(&r->query);
	int64_t step = asked >= 0                 ? asked
	    : task_any(r->ctx, r->user->employer) ? TASK_ALL
						  : 1;
	struct form form = task_step_form(r, step);
	struct task_draft d = task_draft_begin(r);

	form_show(r, &form, &d);
	return show_form(r, 200, &form, &d, 0, step);
}

/* GET /opgaver/kladde/:id: as it was left. */
struct reply task_resume(struct req *r)
{
	int64_t asked = task_step_asked(&r->query);
	struct task_draft d = task_draft_begin(r);
	struct form form = task_form;
	struct draft kept;

	if (!draft_load(r->ctx, r->id, &kept) || !form_send_again(r, kept.form))
		return reply_error(r, ERR_NOT_FOUND);
	form_recall(r, &form, &d);
	if (asked < 0)
		asked = kept.step;
	form = task_step_form(r, asked);
	form_recall(r, &form, &d);
	return show_form(r, 200, &form, &d, kept.id, asked);
}

/* GET /opgaver/:id/igen: filled in as that task was. */
struct reply task_again(struct req *r)
{
	struct form form = task_form;
	struct task_draft d = { 0 };

	if (!task_load(r->ctx, r->id, &d.task) ||
	    !workplace_load(r->ctx, d.task.workplace_id, &d.place))
		return reply_error(r, ERR_NOT_FOUND);
	task_draft_again(r->ctx, &d);
	form_show(r, &form, &d);
	return show_form(r, 200, &form, &d, 0, TASK_ALL);
}

/* ---- reading it ---- */

/* Everything that can be wrong with what was sent; true when nothing is. */
static bool read_all(struct req *r, struct form *form, struct task_draft *d)
{
	*form = task_form;
	*d = (struct task_draft) { 0 };
	form_read(r, form, d);
	/* The page asks whether there may be more; we keep whether not. */
	d->task.one_off = d->more == 0;
	if (!form->ok)
		return false;
	task_draft_check(r, form, d, "titel");
	if (task_contact(r, d) == 0)
		form_wrong(
		    r, form, "spoerg", phrase_in(r->ctx, "task.spoerg.wrong"));
	return form->ok;
}

/* The same of one step, beside what is known of the others. */
static bool read_step(
    struct req *r, struct form *form, struct task_draft *d, int64_t step)
{
	struct form all = task_form;

	*d = task_draft_begin(r);
	form_recall(r, &all, d);
	*form = task_step_form(r, step);
	form_read(r, form, d);
	if (form->ok)
		task_draft_check_part(r, form, d);
	return form->ok;
}

static struct reply show_check(
    struct req *r, const struct task_draft *d, int64_t kept)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct employer e;

	view_text(c, v, "title", phrase_in(r->ctx, "task.check.title"));
	task_draft_put(r, v, d);
	put_contact(r, v, task_contact(r, d));
	view_bool(c, v, "asks_yes",
	    employer_load(c, r->user->employer, &e) && e.expected_at == 0);
	view_text(c, v, "answer_by",
	    clock_deadline(c, offer_answer_by(c, d->task.starts_at)));
	task_alike_put(r, v, d, r->user->employer);
	preview_put(r, v, &d->task, &d->place);
	form_put_sent(r, &task_form, NULL, v);
	put_kept(r, v, kept);
	return reply_page(r, 200, "task_check.html", v);
}

/* What was typed, the SMS it becomes, and its length; or what to mend in it. */
static struct reply check_all(
    struct req *r, const struct task_press *p, int64_t kept)
{
	struct task_draft d;
	struct form form;
	bool ok = read_all(r, &form, &d);

	if (!ok || p->mend || kept == 0)
		return show_form(r, ok ? 200 : 422, &form, &d, kept, TASK_ALL);
	return show_check(r, &d, kept);
}

/* One of the steps: to the next one, when nothing is wrong with it. */
static struct reply check_step(struct req *r, const struct task_press *p)
{
	struct task_draft d;
	struct form form;
	bool ok = read_step(r, &form, &d, p->step);
	int64_t next = ok && p->step < TASK_STEPS ? p->step + 1 : p->step;
	int64_t kept = task_step_keep(r, p, next);

	if (!ok)
		return show_form(r, 422, &form, &d, kept, p->step);
	if (p->step == TASK_STEPS || kept == 0)
		return check_all(r, p, kept);
	return reply_see(
	    r, "/opgaver/kladde/%" PRId64 "?vis=%" PRId64, kept, next);
}

/* POST /opgaver/tjek: kept as it is, and looked at. */
struct reply task_check(struct req *r)
{
	const struct task_press p = task_pressed(r);
	int64_t kept;

	task_step_take_up(r, &p);
	if (p.step != TASK_ALL && p.go < 0 && !p.later)
		return check_step(r, &p);
	kept = task_step_keep(r, &p, p.go >= 0 ? p.go : p.step);
	if (kept != 0 && p.later)
		return reply_see(r, "/opgaver#kladder");
	if (kept != 0 && p.go >= 0)
		return reply_see(
		    r, "/opgaver/kladde/%" PRId64 "?vis=%" PRId64, kept, p.go);
	return check_all(r, &p, kept);
}

/* POST /opgaver: an employer posts a task, and its draft is done. */
struct reply task_create(struct req *r)
{
	const struct task_press p = task_pressed(r);
	struct ctx *c = r->ctx;
	struct task_draft d;
	struct form form;
	enum err err;
	int64_t id;

	if (!read_all(r, &form, &d))
		return show_form(r, 422, &form, &d, p.draft, TASK_ALL);
	d.place.employer_id = d.task.employer_id = r->user->employer;
	d.task.contact_id = task_contact(r, &d);
	d.task.first_id = task_same(r, &d);
	/* The button said so, the first time. */
	db_begin(c);
	employer_expect(c, r->user->employer, r->user->id);
	err = task_place_and_post(c, &d.place,
	    param_values(c, &r->form, "hos_os"), &d.days, &d.task, r->user->id,
	    &id);
	if (err != OK)
		return reply_error(r, db_undo(c, err));
	draft_drop(c, r->user->employer, p.draft);
	if (db_commit(c) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply_see(r, "/opgaver/%" PRId64, id);
}
