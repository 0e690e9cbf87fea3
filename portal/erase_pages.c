#include <string.h>

#include "base/db.h"
#include "base/text.h"

#include "attention.h"
#include "erase.h"
#include "form.h"
#include "person.h"
#include "portal.h"
#include "rights.h"

/* To be forgotten: a citizen asks for it, and an admin of theirs does it. */

struct erase_draft {
	const char *given_name;
};

static const struct field fields[] = {
	{ "fornavn", FIELD_TEXT, offsetof(struct erase_draft, given_name), 1,
	    60, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const char *const in_the_way[] = {
	[ERASE_FREE] = NULL,
	[ERASE_AGREEMENT] = "erase.agreement",
	[ERASE_COURSE] = "erase.course",
	[ERASE_TASK] = "erase.task",
	[ERASE_STAFF] = "erase.staff",
};

void put_erase(struct req *r, struct view *v, const struct attention *a)
{
	if (strcmp(a->kind, ATTENTION_ERASE) == 0 &&
	    (r->user->roles & ADMIN) != 0)
		view_text(r->ctx, v, "erase_of",
		    mem_printf(r->ctx, "%" PRId64, a->person_id));
}

static struct reply show(struct req *r, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	enum erase_block block = erase_blocked(c, r->id);
	struct person p;

	if (!person_load(c, r->id, &p))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase("erase.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, r->id));
	view_text(c, v, "name", person_full_name(c, &p));
	view_bool(c, v, "erased", p.erased);
	view_bool(c, v, "free", !p.erased && block == ERASE_FREE);
	view_text(c, v, "block",
	    !p.erased && block != ERASE_FREE ? phrase(in_the_way[block])
					     : NULL);
	form_put(r, form, v);
	return reply_page(r, status, "erase.html", v);
}

/* GET /borger/:id/slet: what stands in the way, or what will be gone. */
struct reply erase_show(struct req *r)
{
	struct form form = { .name = "erase", .fields = fields };
	struct erase_draft d = { "" };

	form_show(r, &form, &d);
	return show(r, 200, &form);
}

/* Whoever types another's name has the wrong page before them. */
static void check_name(
    struct req *r, struct form *form, const struct erase_draft *d)
{
	struct person p;

	if (form->ok &&
	    (!person_load(r->ctx, r->id, &p) ||
		strcmp(text_fold(r->ctx, d->given_name),
		    text_fold(r->ctx, p.given_name)) != 0))
		form_wrong(r, form, "fornavn", phrase("erase.fornavn.other"));
}

/* POST /borger/:id/slet */
struct reply erase_now(struct req *r)
{
	struct form form = { .name = "erase", .fields = fields };
	struct erase_draft d;
	enum err err = ERR_INVALID;

	form_read(r, &form, &d);
	check_name(r, &form, &d);
	if (form.ok)
		err = erase_person(r->ctx, r->id);
	if (err == ERR_INVALID || err == ERR_CONFLICT)
		return show(r, 422, &form);
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/borger/%" PRId64 "/slet", r->id);
}

/* POST /min-side/slet: a person talks with them, and then sees to it. */
struct reply own_erase_ask(struct req *r)
{
	db_begin(r->ctx);
	attention_add(r->ctx, ATTENTION_ERASE, r->user->id, 0, "");
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	return reply_see(r, "/min-side?gjort=slet");
}
