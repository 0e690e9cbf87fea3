#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"

#include "contact.h"
#include "employer.h"
#include "firm.h"
#include "form.h"
#include "portal.h"
#include "signup.h"

/* Hvem kan logge ind: the contacts of one's own firm (own_contact in
 * relations.c). */

struct contact_draft {
	const char *name, *address;
};

static const struct field fields[] = {
	{ "fornavn", FIELD_TEXT, offsetof(struct contact_draft, name), 2,
	    CONTACT_MOST, true },
	{ "email", FIELD_MAIL, offsetof(struct contact_draft, address), 1,
	    MAIL_OR_PHONE, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static void put_contact_row(
    struct req *r, struct view *list, const struct contact *k)
{
	struct ctx *c = r->ctx;
	struct view *v = view_item(c, list);

	view_text(c, v, "id", mem_printf(c, "%" PRId64, k->person_id));
	view_text(c, v, "name", k->name);
	view_text(c, v, "email", k->email);
	view_text(
	    c, v, "phone", k->phone != NULL ? phone_show(c, k->phone) : NULL);
	view_bool(c, v, "here", k->person_id == r->user->id);
	view_text(c, v, "until",
	    k->expires_at > 0 ? clock_day(c, k->expires_at) : NULL);
}

/* Who wants to post for them too, by what they say of themselves. */
static void put_asking(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct ids waiting = signup_waiting(c, r->user->employer);
	struct view *list = view_list(c, v, "asking");

	for (size_t i = 0; i < waiting.count; i++) {
		struct view *item = view_item(c, list);
		struct signup_firm firm;
		struct signup s;

		if (!signup_load(c, waiting.id[i], &s))
			continue;
		signup_firm_read(r, &s, &firm);
		view_text(c, item, "id", mem_printf(c, "%" PRId64, s.id));
		view_text(c, item, "name", firm.contact);
		view_text(c, item, "phone", phone_show(c, firm.phone));
		view_text(c, item, "tel", mem_printf(c, "+%s", firm.phone));
	}
}

static const char *day_and_year(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%s %d", clock_date(c, at), clock_wall(at).year);
}

/* What was wrong with the tick that is no field of the form; or NULL. */
static const char *unsaid(const struct form *form)
{
	const struct view *list = form->errors->first;

	for (const struct view *i = list != NULL ? list->first : NULL;
	     i != NULL; i = i->next)
		if (strcmp(i->first->text, "siger_ja") == 0)
			return i->first->next->text;
	return NULL;
}

static struct reply show(struct req *r, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	struct employer e;
	size_t count;
	const struct contact *all = contact_list(c, r->user->employer, &count);

	if (!employer_load(c, r->user->employer, &e))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase_in(r->ctx, "contacts.title"));
	view_text(c, v, "firm", e.name);
	view_text(c, v, "cvr", e.cvr);
	view_bool(c, v, "room", count < CONTACTS_MOST);
	list = view_list(c, v, "contacts");
	for (size_t i = 0; i < count; i++)
		put_contact_row(r, list, &all[i]);
	/* Whom we have not rung yet says nothing about others. */
	if (e.approved_at != 0)
		put_asking(r, v);
	view_bool(c, v, "is_expected", e.expected_at != 0);
	view_text(c, v, "expected_on",
	    e.expected_at != 0 ? day_and_year(c, e.expected_at) : "");
	view_text(c, v, "expected_error", unsaid(form));
	form_put(r, form, v);
	return reply_page(r, status, "contact_list.html", v);
}

/* GET /firma */
struct reply contact_list_page(struct req *r)
{
	struct form form = { .name = "contacts", .fields = fields };
	struct contact_draft d = { "", "" };

	form_show(r, &form, &d);
	return show(r, 200, &form);
}

/* POST /firma: invites somebody, by mail or to a mobile. */
struct reply contact_add_one(struct req *r)
{
	struct form form = { .name = "contacts", .fields = fields };
	struct contact_draft d = { "", "" };
	bool mail;
	enum err err;

	form_read(r, &form, &d);
	mail = strchr(d.address, '@') != NULL;
	if (form.ok && !mail &&
	    (strncmp(d.address, "45", 2) != 0 || strlen(d.address) != 10 ||
		!phone_may_be_mobile(d.address)))
		form_wrong(r, &form, "email",
		    phrase_in(r->ctx, "contacts.email.wrong"));
	if (!form.ok)
		return show(r, 422, &form);
	err = contact_invite(r->ctx, r->user->employer, d.name,
	    mail ? d.address : NULL, mail ? NULL : d.address, r->user->id);
	if (err == ERR_CONFLICT) {
		form_wrong(r, &form, "email",
		    phrase_in(r->ctx, "contacts.email.taken"));
		return show(r, 422, &form);
	}
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/firma");
}

/* POST /firma/:id: ends their access. */
struct reply contact_end_one(struct req *r)
{
	struct form form = { .name = "contacts", .fields = fields };
	struct contact_draft d = { "", "" };
	enum err err = contact_end(
	    r->ctx, r->id, r->user->employer, r->user->id);

	if (err == ERR_CONFLICT) {
		form_show(r, &form, &d);
		form_wrong(
		    r, &form, "kontakter", phrase_in(r->ctx, "contacts.last"));
		return show(r, 422, &form);
	}
	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, r->id == r->user->id ? "/" : "/firma");
}

/* POST /firma/spurgt/:id: yes or no to who wants to post for them too. */
struct reply contact_answer(struct req *r)
{
	bool yes = strcmp(param_value(&r->form, "svar"), "ja") == 0;
	enum err err = signup_answer(r, r->id, yes);

	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/firma");
}

/* POST /firma/ja: they agree to what is expected of them, once. */
struct reply expected_say(struct req *r)
{
	struct form form = { .name = "contacts", .fields = fields };
	struct contact_draft d = { "", "" };

	if (*param_value(&r->form, "siger_ja") == '\0') {
		form_show(r, &form, &d);
		form_wrong(r, &form, "siger_ja",
		    phrase_in(r->ctx, "expected.tick.wrong"));
		return show(r, 422, &form);
	}
	db_begin(r->ctx);
	employer_expect(r->ctx, r->user->employer, r->user->id);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	return reply_see(r, "/firma");
}
