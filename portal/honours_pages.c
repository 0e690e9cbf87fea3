#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"

#include "audit_request.h"
#include "contact.h"
#include "employer.h"
#include "firm.h"
#include "honours.h"
#include "person.h"
#include "portal.h"
#include "workplace.h"

/* Steder at se: what places say, for consultants to go and see (P18, C16).
 * Employers are shared between municipalities, so whoever comes by first has
 * seen it for all. */

/* ---- whose place it is ---- */

/* The firm and a contact to ring: the first that has a number. */
static void put_firm(struct req *r, struct view *v, int64_t employer)
{
	struct ctx *c = r->ctx;
	struct employer e = { .name = "" };
	size_t count;
	const struct contact *all = contact_list(c, employer, &count);

	employer_load(c, employer, &e);
	view_text(c, v, "firm", e.name);
	for (size_t i = 0; i < count; i++) {
		if (all[i].expires_at > 0 || all[i].phone == NULL)
			continue;
		shows_person(r, all[i].person_id);
		view_text(c, v, "contact", all[i].name);
		view_text(c, v, "phone", phone_show(c, all[i].phone));
		view_text(c, v, "tel", mem_printf(c, "+%s", all[i].phone));
		return;
	}
}

static void put_place(struct req *r, struct view *v, const struct workplace *w)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "id", mem_printf(c, "%" PRId64, w->id));
	view_text(c, v, "name", w->sms_name);
	view_text(c, v, "line", workplace_line(c, w));
	view_text(c, v, "p_number", w->p_number);
	put_firm(r, v, w->employer_id);
}

/* ---- the list ---- */

/* GET /steder */
struct reply honours_list_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	struct ids waiting = honours_waiting(c);

	view_text(c, v, "title", phrase("honours.title"));
	view_bool(c, v, "more", waiting.count == HONOURS_MOST);
	list = view_list(c, v, "places");
	for (size_t i = 0; i < waiting.count; i++) {
		struct workplace w;

		if (workplace_load(c, waiting.id[i], &w))
			put_place(r, view_item(c, list), &w);
	}
	return reply_page(r, 200, "honours_list.html", v);
}

/* ---- one place ---- */

static const char *name_of(struct ctx *c, int64_t person)
{
	struct person p;

	return person_load(c, person, &p) ? person_full_name(c, &p) : "";
}

/* GET /steder/:id */
struct reply honours_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	struct workplace w;
	size_t count;
	const struct honours *all = honours_list(c, r->id, &count);

	if (!workplace_load(c, r->id, &w))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", w.sms_name);
	put_place(r, v, &w);
	list = view_list(c, v, "answers");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		int64_t by = all[i].checked_at != 0 ? all[i].checked_by
						    : all[i].denied_by;

		put_honours(r, item, &all[i]);
		view_text(c, item, "how", all[i].how);
		view_text(c, item, "said_on", clock_date(c, all[i].said_at));
		view_text(c, item, "said_at",
		    mem_printf(c, "%" PRId64, all[i].said_at));
		view_text(c, item, "by", name_of(c, by));
	}
	return reply_page(r, 200, "honours_show.html", v);
}

/* Whether they still say what the page showed, which is what was seen. */
static bool still_says(struct req *r, const char *key)
{
	int64_t shown = strtoll(param_value(&r->form, "sagt"), NULL, 10);
	size_t count;
	const struct honours *all = honours_list(r->ctx, r->id, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].key, key) == 0)
			return all[i].said_at == shown;
	return false;
}

/* POST /steder/:id: the consultant was there, and it is so, or it is not. */
struct reply honours_look(struct req *r)
{
	struct ctx *c = r->ctx;
	const char *key = param_value(&r->form, "hvad");
	bool so = strcmp(param_value(&r->form, "svar"), "set") == 0;
	enum err err;

	db_begin(c);
	if (!still_says(r, key))
		return reply_error(r, db_undo(c, ERR_CONFLICT));
	err = so ? honours_check(c, r->id, key, r->user->id)
		 : honours_deny(c, r->id, key, r->user->id);
	err = err == OK ? db_commit(c) : db_undo(c, err);
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/steder/%" PRId64, r->id);
}
