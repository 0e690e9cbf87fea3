#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/db.h"
#include "base/phone.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "audit_request.h"
#include "contact.h"
#include "employer.h"
#include "firm.h"
#include "form.h"
#include "person.h"
#include "portal.h"
#include "task_staff.h"
#include "work_function.h"
#include "workplace.h"

/* Opret for en virksomhed: a consultant who talks with a firm on the telephone
 * finds it, or writes down who it is, and fills in its task (P24). */

#define FOUND_MOST 20 /* firms */

/* ---- finding the firm ---- */

static void put_contacts(struct req *r, struct view *v, int64_t employer)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "contacts");
	size_t count;
	const struct contact *all = contact_list(c, employer, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item;

		if (all[i].expires_at > 0)
			continue; /* invited, and not here yet */
		item = view_item(c, list);
		shows_person(r, all[i].person_id);
		view_text(c, item, "contact",
		    mem_printf(c, "%" PRId64, all[i].person_id));
		view_text(c, item, "name", all[i].name);
		view_text(c, item, "phone",
		    all[i].phone != NULL ? phone_show(c, all[i].phone) : "");
	}
}

static void put_places(struct req *r, struct view *v, int64_t employer)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "places");
	size_t count;
	const struct workplace *all = workplace_list(c, employer, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(
		    c, item, "place", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "place_name", all[i].sms_name);
		view_text(c, item, "line", workplace_line(c, &all[i]));
	}
}

/* What was found: "1,2,3", as task_staff_find() put it in the address. */
static void put_found(struct req *r, struct view *v, const char *ids)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "found");
	int count = 0;
	char *end;

	for (; *ids != '\0' && count < FOUND_MOST; ids = end, count++) {
		int64_t id = strtoll(ids, &end, 10);
		struct employer e;
		struct view *item;

		if (end == ids)
			break;
		end += strspn(end, ",");
		if (!employer_load(c, id, &e))
			continue;
		item = view_item(c, list);
		view_text(c, item, "id", mem_printf(c, "%" PRId64, id));
		view_text(c, item, "firm", e.name);
		view_text(c, item, "cvr", e.cvr);
		view_bool(c, item, "is_new", e.approved_at == 0);
		put_contacts(r, item, id);
		put_places(r, item, id);
	}
	view_bool(c, v, "more", count == FOUND_MOST);
}

/* GET /opgave/ny */
struct reply task_staff_start(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	view_text(c, v, "title", phrase("task_staff.title"));
	view_bool(c, v, "looked", param_find(&r->query, "firmaer") != NULL);
	put_found(r, v, param_value(&r->query, "firmaer"));
	return reply_page(r, 200, "task_staff_start.html", v);
}

/* As people write a CVR: 12 34 56 78, or DK12345678. */
static const char *cvr_of(struct ctx *c, const char *typed)
{
	if (strncasecmp(typed, "DK", 2) == 0)
		typed += 2;
	return signin_digits(c, typed);
}

/* POST /opgave/ny: looks for a firm, and changes nothing. */
struct reply task_staff_find(struct req *r)
{
	struct ctx *c = r->ctx;
	const char *typed = text_trim(c, param_value(&r->form, "virksomhed"));
	const char *cvr = cvr_of(c, typed);
	bool digits = strspn(cvr, "0123456789") == strlen(cvr);
	struct ids found = employer_find(c, digits ? cvr : typed, FOUND_MOST);
	const char *ids = "";

	for (size_t i = 0; i < found.count; i++)
		ids = mem_printf(
		    c, "%s%s%" PRId64, ids, i > 0 ? "," : "", found.id[i]);
	return reply_see(r, "/opgave/ny?firmaer=%s#fundet", ids);
}

/* ---- the form ---- */

struct staff_draft {
	struct task_draft draft;
	const char *cvr, *firm, *name, *phone, *email;
	int64_t agrees;
};

#define AT(member) offsetof(struct staff_draft, member)

static const struct field firm_fields[] = {
	{ "firma", FIELD_TEXT, AT(firm), 2, FIRM_MOST, true },
	{ "cvr", FIELD_TEXT, AT(cvr), 8, 14, false },
	{ "kontakt", FIELD_TEXT, AT(name), 2, CONTACT_MOST, true },
	{ "mobil", FIELD_PHONE, AT(phone), 1, 0, false },
	{ "email", FIELD_MAIL, AT(email), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field yes_fields[] = {
	{ "siger_ja", FIELD_TICK, AT(agrees), 0, 1, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* Fields after those that are there; how many there are then. */
static size_t add_fields(
    struct field *all, size_t n, const struct field *more, size_t at)
{
	for (; more->kind != FIELD_END; more++) {
		all[n] = *more;
		all[n++].at += at;
	}
	return n;
}

static size_t count_fields(const struct field *f)
{
	size_t n = 0;

	while (f[n].kind != FIELD_END)
		n++;
	return n;
}

/* The employer's own form, and whether they say yes. :id is a contact of the
 * firm; without it the firm's own fields come first. */
static struct form staff_form(struct req *r)
{
	struct field *all = mem_alloc(r->ctx,
	    (COUNT(firm_fields) + count_fields(task_form.fields) +
		COUNT(yes_fields)) *
		sizeof *all);
	size_t n = 0;

	if (r->id == 0)
		n = add_fields(all, n, firm_fields, 0);
	n = add_fields(all, n, task_form.fields, AT(draft));
	n = add_fields(all, n, yes_fields, 0);
	all[n] = (struct field) { .kind = FIELD_END };
	return (struct form) { .name = "task_staff",
		.also = task_form.name,
		.fields = all,
		.lists = task_form.lists };
}

/* The firm it is for, as far as we know it. */
static bool find_firm(struct req *r, const char *cvr, struct employer *e)
{
	int64_t id = r->id != 0 ? contact_employer(r->ctx, r->id)
	    : cvr != NULL       ? employer_by_cvr(r->ctx, cvr)
				: 0;

	*e = (struct employer) { .name = "", .cvr = "" };
	return id != 0 && employer_load(r->ctx, id, e);
}

static void put_whom(struct req *r, struct view *v, const struct staff_draft *d)
{
	struct ctx *c = r->ctx;
	struct employer e;
	bool is_here = find_firm(r, d->cvr, &e);

	view_bool(c, v, "is_known", r->id != 0);
	view_bool(c, v, "asks_yes", e.expected_at == 0);
	view_text(c, v, "firm", is_here ? e.name : d->firm);
	view_text(c, v, "cvr", is_here ? e.cvr : d->cvr);
	if (r->id != 0) {
		view_text(c, v, "to", mem_printf(c, "%" PRId64, r->id));
		put_contact(r, v, r->id);
		return;
	}
	view_text(c, v, "to", "firma");
	view_text(c, v, "contact", d->name);
	view_text(c, v, "contact_phone", phone_show(c, d->phone));
}

static struct reply show_form(
    struct req *r, int status, struct form *form, const struct staff_draft *d)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase("task_staff.title"));
	put_whom(r, v, d);
	form_put(r, form, v);
	view_bool(r->ctx, v, "more_days", task_days_any(&d->draft));
	task_draft_put_functions(r, v, d->draft.task.work_function);
	task_draft_put_words(r, v, d->draft.task.work_function);
	task_draft_put_levels(r, v, d->draft.task.level);
	task_draft_put_here(r, v, d->draft.place.id);
	return reply_page(r, status, "task_staff_form.html", v);
}

/* GET /opgave/ny/:id, or .../firma for a new one: the place is the one of last
 * time. */
struct reply task_staff_new(struct req *r)
{
	struct form form = staff_form(r);
	struct staff_draft d = { .draft.when = { .from = -1, .to = -1 },
		.phone = "",
		.cvr = param_value(&r->query, "cvr") };
	struct employer e;
	int64_t place = 0;

	if (find_firm(r, d.cvr, &e)) {
		place = workplace_latest(r->ctx, e.id);
		d.firm = e.name;
	}
	d.draft.task.level = LEVEL_NEW;
	d.draft.task.places = 1;
	d.draft.task.pay_on = task_draft_pay_day(r->ctx->now);
	if (place != 0)
		workplace_load(r->ctx, place, &d.draft.place);
	form_show(r, &form, &d);
	return show_form(r, 200, &form, &d);
}

/* ---- reading it ---- */

static void check_firm(
    struct req *r, struct form *form, const struct staff_draft *d)
{
	if (!cvr_valid(d->cvr))
		form_wrong(r, form, "cvr", phrase("signup.cvr.wrong"));
	if (!sms_size(d->name).gsm)
		form_wrong(r, form, "kontakt", phrase("signup.letters"));
}

static bool read_draft(struct req *r, struct form *form, struct staff_draft *d)
{
	struct employer e;

	*form = staff_form(r);
	*d = (struct staff_draft) { .phone = "" };
	form_read(r, form, d);
	d->draft.task.one_off = d->draft.more == 0;
	if (d->cvr != NULL)
		d->cvr = cvr_of(r->ctx, d->cvr);
	find_firm(r, d->cvr, &e);
	if (e.expected_at == 0 && d->agrees == 0)
		form_wrong(
		    r, form, "siger_ja", phrase("task_staff.siger_ja.wrong"));
	if (!form->ok)
		return false;
	if (r->id == 0)
		check_firm(r, form, d);
	d->draft.place.employer_id = e.id;
	task_draft_check(r, form, &d->draft, "titel");
	return form->ok;
}

/* POST /opgave/ny/:id/tjek: as the task will be, to read aloud. */
struct reply task_staff_check(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct staff_draft d;
	struct form form;
	bool ok = read_draft(r, &form, &d);

	if (!ok || param_find(&r->form, "ret") != NULL)
		return show_form(r, ok ? 200 : 422, &form, &d);
	view_text(c, v, "title", phrase("task_staff.check"));
	put_whom(r, v, &d);
	task_draft_put(r, v, &d.draft);
	preview_put(r, v, &d.draft.task, &d.draft.place);
	form_put_sent(r, &form, NULL, v);
	return reply_page(r, 200, "task_staff_check.html", v);
}

/* ---- posting it ---- */

static struct task_staff staff_task(struct req *r, const struct staff_draft *d)
{
	return (struct task_staff) { .contact = r->id,
		.cvr = d->cvr,
		.firm = d->firm,
		.said = { .given_name = d->name,
		    .surname = "",
		    .phone = d->phone,
		    .email = d->email != NULL && *d->email != '\0'
			? text_fold(r->ctx, d->email)
			: NULL,
		    .language = "da",
		    .sms = "unknown" },
		.place = d->draft.place,
		.task = d->draft.task,
		.days = d->draft.days,
		.says = param_values(r->ctx, &r->form, "hos_os") };
}

/* POST /opgave/ny/:id */
struct reply task_staff_create(struct req *r)
{
	struct staff_draft d;
	struct form form;
	struct task_staff t;
	int64_t id, *whom = mem_alloc(r->ctx, sizeof *whom);
	enum err err;

	if (!read_draft(r, &form, &d))
		return show_form(r, 422, &form, &d);
	t = staff_task(r, &d);
	err = task_staff_post(r->ctx, &t, r->user->id, &id);
	if (err == ERR_FORBIDDEN) {
		form_wrong(r, &form, *d.email != '\0' ? "email" : "mobil",
		    phrase("task_staff.other"));
		return show_form(r, 422, &form, &d);
	}
	if (err != OK)
		return reply_error(r, err);
	*whom = t.contact;
	r->about = (struct ids) { 1, whom };
	wake_notifier();
	return reply_see(r, "/opgave/%" PRId64 "/hvem", id);
}
