#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"
#include "base/text.h"

#include "factor.h"
#include "form.h"
#include "portal.h"
#include "staff.h"

/* Personer og roller: an admin's own municipality (own_staff in relations.c).
 */

static const enum role kinds[] = { ROLE_MENTOR, ROLE_CONSULTANT, ROLE_LEADER,
	ROLE_ADMIN };

struct staff_draft {
	const char *given_name, *surname, *email, *phone;
	int64_t from, to; /* to is the last day */
};

#define AT(member) offsetof(struct staff_draft, member)

static const struct field new_fields[] = {
	{ "fornavn", FIELD_TEXT, AT(given_name), 1, 30, false },
	{ "efternavn", FIELD_TEXT, AT(surname), 1, 40, false },
	{ "email", FIELD_MAIL, AT(email), 3, 200, false },
	{ "telefon", FIELD_TEXT, AT(phone), 0, 20, false },
	{ "fra", FIELD_DATE, AT(from), 0, DATE_OR_NONE, false },
	{ "til", FIELD_DATE, AT(to), 0, DATE_OR_NONE, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field role_fields[] = {
	{ "fra", FIELD_DATE, AT(from), 0, DATE_OR_NONE, false },
	{ "til", FIELD_DATE, AT(to), 0, DATE_OR_NONE, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const char *role_phrase(struct ctx *c, enum role role)
{
	return phrase_in(c, mem_printf(c, "role.%s", role_name(role)));
}

/* "Mentor, Administrator"; "" for none. */
static const char *roles_text(struct ctx *c, unsigned roles)
{
	struct text t = text_new(c->mem, 200);

	for (size_t i = 0; i < COUNT(kinds); i++)
		if ((roles & kinds[i]) != 0)
			text_printf(&t, "%s%s", t.n > 0 ? ", " : "",
			    role_phrase(c, kinds[i]));
	return t.s;
}

static const char *date_of(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%s %d", clock_date(c, at), clock_wall(at).year);
}

/* ---- the list ---- */

/* GET /personer */
struct reply staff_list_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct staff *all = staff_list(c, r->user->municipality, &count);

	view_text(c, v, "title", phrase_in(r->ctx, "staff.title"));
	list = view_list(c, v, "people");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "name", all[i].name);
		view_text(c, item, "email", all[i].email);
		view_text(c, item, "roles", roles_text(c, all[i].roles));
		view_bool(c, item, "unconnected",
		    all[i].roles != 0 && !all[i].connected);
	}
	return reply_page(r, 200, "staff_list.html", v);
}

/* ---- roles that are given ---- */

static unsigned ticked(struct req *r)
{
	const char *const *values = param_values(r->ctx, &r->form, "rolle");
	unsigned sum = 0;

	for (; *values != NULL; values++)
		sum |= role_named(*values) & ROLE_STAFF;
	return sum;
}

static void put_roles(struct req *r, struct view *v, bool asked)
{
	struct view *list = view_list(r->ctx, v, "kinds");
	unsigned chosen = ticked(r);

	if (asked && chosen == 0)
		view_text(r->ctx, v, "roles_wrong",
		    phrase_in(r->ctx, "staff.rolle.wrong"));

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct view *item = view_item(r->ctx, list);

		view_text(r->ctx, item, "key", role_name(kinds[i]));
		view_text(r->ctx, item, "what", role_phrase(r->ctx, kinds[i]));
		view_bool(r->ctx, item, "chosen", (chosen & kinds[i]) != 0);
	}
}

/* What the fields alone do not know; fills what staff.h asks for. */
static void judge(struct req *r, struct form *form,
    const struct staff_draft *draft, struct staff_new *n)
{
	struct ctx *c = r->ctx;

	*n = (struct staff_new) { .municipality = r->user->municipality,
		.given_name = draft->given_name,
		.surname = draft->surname,
		.email = draft->email,
		.roles = ticked(r),
		.from = draft->from,
		.to = draft->to > 0 ? clock_add_days(draft->to, 1) : 0 };
	if (n->roles == 0)
		form_wrong(
		    r, form, "rolle", phrase_in(r->ctx, "staff.rolle.wrong"));
	if (draft->from > 0 && draft->from < clock_midnight(c->now))
		form_wrong(r, form, "fra", phrase_in(r->ctx, "staff.fra.past"));
	if (n->to > 0 && (n->to <= c->now || n->to <= draft->from))
		form_wrong(
		    r, form, "til", phrase_in(r->ctx, "staff.til.early"));
	if (draft->phone == NULL || *draft->phone == '\0')
		return;
	n->phone = phone_parse(c, draft->phone);
	if (n->phone == NULL)
		form_wrong(r, form, "telefon",
		    phrase_in(r->ctx, "staff.telefon.wrong"));
}

static struct reply show_new(struct req *r, int status, struct form *form)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "staff.new.title"));
	form_put(r, form, v);
	put_roles(r, v, r->method == POST);
	return reply_page(r, status, "staff_new.html", v);
}

/* GET /personer/ny */
struct reply staff_add_page(struct req *r)
{
	struct form form = { .name = "staff", .fields = new_fields };
	struct staff_draft draft = { "", "", "", "", 0, 0 };

	form_show(r, &form, &draft);
	return show_new(r, 200, &form);
}

/* POST /personer */
struct reply staff_create(struct req *r)
{
	struct form form = { .name = "staff", .fields = new_fields };
	struct staff_draft draft = { "", "", "", "", 0, 0 };
	struct staff_new n;
	int64_t id = 0;
	enum err err;

	form_read(r, &form, &draft);
	judge(r, &form, &draft, &n);
	if (!form.ok)
		return show_new(r, 422, &form);
	err = staff_add(r->ctx, &n, r->user->id, &id);
	if (err == ERR_CONFLICT) {
		form_wrong(
		    r, &form, "email", phrase_in(r->ctx, "staff.email.taken"));
		return show_new(r, 422, &form);
	}
	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/personer/%" PRId64, id);
}

/* ---- one of them ---- */

static void put_held(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "held");
	size_t count;
	const struct staff_role *all = staff_roles(
	    c, r->id, r->user->municipality, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		bool over = all[i].to > 0 && all[i].to <= c->now;

		view_text(c, item, "key", role_name(all[i].role));
		view_text(c, item, "what", role_phrase(c, all[i].role));
		view_text(c, item, "from", date_of(c, all[i].from));
		view_text(c, item, "to",
		    all[i].to > 0 ? date_of(c, all[i].to - 1) : "");
		view_bool(c, item, "over", over);
		view_bool(c, item, "later", !over && all[i].from > c->now);
	}
}

static void put_person(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	int64_t waiting = enrolment_waiting(c, r->id);
	bool connected = factor_confirmed(c, r->id);
	char code[ENROLMENT_CHARS + 1];
	struct person p;

	if (!person_load(c, r->id, &p))
		return;
	view_text(c, v, "title", person_full_name(c, &p));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, r->id));
	view_text(c, v, "name", person_full_name(c, &p));
	view_text(c, v, "email", p.email);
	view_text(c, v, "phone", p.phone != NULL ? phone_show(c, p.phone) : "");
	view_bool(c, v, "connected", connected);
	view_bool(c, v, "mine", r->id == r->user->id);
	if (connected || waiting == 0)
		return;
	enrolment_code(waiting, code);
	view_text(c, v, "enrolment", mem_dup(c, code));
}

static struct reply show_one(struct req *r, int status, struct form *form)
{
	struct view *v = view_new(r->ctx);

	put_person(r, v);
	put_held(r, v);
	put_roles(
	    r, v, strcmp(param_value(&r->form, "handling"), "rolle") == 0);
	form_put(r, form, v);
	return reply_page(r, status, "staff_show.html", v);
}

/* GET /personer/:id */
struct reply staff_show(struct req *r)
{
	struct form form = { .name = "staff", .fields = role_fields };
	struct staff_draft draft = { "", "", "", "", 0, 0 };

	form_show(r, &form, &draft);
	return show_one(r, 200, &form);
}

static enum err do_give(struct req *r, struct form *form)
{
	struct staff_draft draft = { "", "", "", "", 0, 0 };
	struct staff_new n;

	form_read(r, form, &draft);
	judge(r, form, &draft, &n);
	return form->ok ? staff_give(r->ctx, r->id, &n) : ERR_INVALID;
}

static enum err do_end(struct req *r, struct form *form)
{
	struct staff_draft draft = { "", "", "", "", 0, 0 };
	unsigned role = role_named(param_value(&r->form, "slut"));
	enum err err = ERR_NOT_FOUND;

	form_show(r, form, &draft);
	if ((role & ROLE_STAFF) != 0)
		err = staff_end(
		    r->ctx, r->id, r->user->municipality, (enum role)role);
	if (err == ERR_CONFLICT) {
		form_wrong(r, form, "roller", phrase_in(r->ctx, "staff.last"));
		return ERR_INVALID;
	}
	return err;
}

/* POST /personer/:id */
struct reply staff_change(struct req *r)
{
	struct form form = { .name = "staff", .fields = role_fields };
	const char *what = param_value(&r->form, "handling");
	enum err err;

	if (strcmp(what, "rolle") == 0)
		err = do_give(r, &form);
	else if (strcmp(what, "slut") == 0)
		err = do_end(r, &form);
	else if (strcmp(what, "nulstil") == 0)
		err = staff_reset(r->ctx, r->id, r->user->id);
	else
		err = ERR_NOT_FOUND;
	if (err == ERR_INVALID)
		return show_one(r, 422, &form);
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/personer/%" PRId64, r->id);
}
