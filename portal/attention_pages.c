#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"

#include "attention.h"
#include "attention_row.h"
#include "audit_request.h"
#include "citizen.h"
#include "employer.h"
#include "hours.h"
#include "message.h"
#include "offer.h"
#include "outbox.h"
#include "person.h"
#include "form.h"
#include "portal.h"
#include "setback.h"
#include "signup.h"
#include "task.h"

static struct reply show(struct req *r, int status, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct attention *all = attention_open(
	    c, r->user->municipality, &count);

	view_text(c, v, "title", phrase("attention.title"));
	if (wrong != NULL)
		form_put_one(
		    r, v, mem_printf(c, "timer-%" PRId64, r->id), wrong);
	view_int(c, v, "count", (int64_t)count);
	list = view_list(c, v, "rows");
	for (size_t i = 0; i < count; i++)
		attention_put_row(
		    r, list, &all[i], all[i].id == r->id ? wrong : NULL);
	return reply_page(r, status, "attention.html", v);
}

/* GET /venter: what waits for a person, the oldest first. */
struct reply attention_list(struct req *r)
{
	return show(r, 200, NULL);
}

/* ---- what a person does about it ---- */

static enum err approve(struct req *r, const struct attention *a)
{
	struct ctx *c = r->ctx;
	enum err err;

	if ((r->user->roles & CONSULTANT) == 0)
		return ERR_FORBIDDEN;
	db_begin(c);
	err = employer_approve(c, a->about_id, r->user->id);
	if (err == OK)
		task_open_waiting(c, a->about_id);
	attention_close(c, a->id, r->user->id);
	/* Several of the same firm may have posted meanwhile. */
	attention_settle(c, ATTENTION_EMPLOYER, a->about_id);
	return db_commit(c) == OK ? OK : ERR_FAILED;
}

/* They are told that nobody is asked, and whom to ring. */
static enum err turn_down(struct req *r, const struct attention *a)
{
	struct ctx *c = r->ctx;
	struct employer e;

	if ((r->user->roles & CONSULTANT) == 0)
		return ERR_FORBIDDEN;
	if (strcmp(a->kind, ATTENTION_EMPLOYER) != 0 ||
	    !employer_load(c, a->about_id, &e) || e.approved_at != 0)
		return ERR_CONFLICT;
	db_begin(c);
	task_refuse_waiting(c, e.id);
	attention_close(c, a->id, r->user->id);
	attention_settle(c, ATTENTION_EMPLOYER, e.id);
	return db_commit(c);
}

/* Somebody wants to post for a firm that is here: yes or no. */
static enum err let_in(struct req *r, const struct attention *a, bool yes)
{
	struct ctx *c = r->ctx;
	enum err err;

	if ((r->user->roles & CONSULTANT) == 0)
		return ERR_FORBIDDEN;
	if (strcmp(a->kind, ATTENTION_SIGNUP) != 0)
		return ERR_CONFLICT;
	db_begin(c);
	/* Before anything is written: what is refused leads back to the list,
	 * and so the rest of the request is kept. */
	if (!signup_may(c, a->about_id, yes))
		return db_undo(c, ERR_CONFLICT);
	/* Closed by whom, before the answer settles it for everybody. */
	attention_close(c, a->id, r->user->id);
	err = signup_answer(r, a->about_id, yes);
	if (err != OK)
		return db_undo(c, err);
	return db_commit(c);
}

static enum err answer_for(
    struct req *r, const struct attention *a, enum offer_say say)
{
	enum offer_result result;
	enum err err = offer_answer(r->ctx, a->about_id, say, &result);

	return err;
}

static enum err settle(struct req *r, const struct attention *a)
{
	struct engagement e;
	int64_t total;

	if (!engagement_load(r->ctx, a->about_id, &e))
		return ERR_NOT_FOUND;
	if (!attention_may_settle(r, &e))
		return ERR_FORBIDDEN;
	if (!hours_parse(param_value(&r->form, "timer"),
		param_value(&r->form, "minutter"), &total))
		return ERR_INVALID;
	return hours_settle(r->ctx, a->about_id, total, r->user->id);
}

static enum err close(struct req *r, const struct attention *a)
{
	struct ctx *c = r->ctx;
	enum err err;

	if (attention_undecided(c, a))
		return ERR_CONFLICT;
	db_begin(c);
	err = attention_close(c, a->id, r->user->id);
	if (strcmp(a->kind, ATTENTION_FAILED) == 0 ||
	    strcmp(a->kind, ATTENTION_UNCERTAIN) == 0)
		outbox_resolve(c, a->about_id);
	return db_commit(c) == OK ? err : ERR_FAILED;
}

/* POST /venter/:id. What somebody else has seen to meanwhile is gone from the
 * list, and that is all there is to say about it. */
struct reply attention_act(struct req *r)
{
	const char *what = param_value(&r->form, "handling");
	struct attention a;
	enum err err;

	if (!attention_load(r->ctx, r->id, &a))
		return reply_error(r, ERR_NOT_FOUND);
	if (strcmp(what, "godkend") == 0)
		err = approve(r, &a);
	else if (strcmp(what, "afvis") == 0)
		err = turn_down(r, &a);
	else if (strcmp(what, "med") == 0 || strcmp(what, "ikke-med") == 0)
		err = let_in(r, &a, strcmp(what, "med") == 0);
	else if (strcmp(what, "ja") == 0)
		err = answer_for(r, &a, SAY_YES);
	else if (strcmp(what, "nej") == 0)
		err = answer_for(r, &a, SAY_NO);
	else if (strcmp(what, "timer") == 0)
		err = settle(r, &a);
	else
		err = close(r, &a);
	if (err == ERR_INVALID)
		return show(r, 422, phrase("attention.hours_wrong"));
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/venter");
}
