#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"

#include "attention.h"
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

/* ---- a row of the page ---- */

static void put_offer(struct req *r, struct view *v, int64_t offer)
{
	struct ctx *c = r->ctx;
	struct offer o;
	struct task t;

	if (offer == 0 || !offer_load(c, offer, &o) ||
	    !task_load(c, o.task_id, &t))
		return;
	view_text(c, v, "about",
	    mem_printf(c, "%s, %s %s", task_verb(c, &t),
		clock_day(c, t.starts_at),
		clock_span(c, t.starts_at, t.ends_at)));
	view_bool(c, v, "can_answer", strcmp(o.state, "held") == 0);
	put_allowance(r, v, o.citizen_id, o.task_id);
}

/* Hours that nobody has said are about somebody else than who is rung. */
static void put_hours(struct req *r, struct view *v, const struct engagement *e,
    const struct hours *h)
{
	struct ctx *c = r->ctx;
	const char *when = mem_printf(c, "%s %s. Aftalt %s",
	    clock_day(c, e->starts_at), clock_span(c, e->starts_at, e->ends_at),
	    message_hours(c, h->planned));
	struct person p = { .given_name = "", .surname = "" };

	if (strcmp(e->hours, "asked") != 0) {
		view_text(c, v, "about",
		    mem_printf(c, "%s, skrevet %s", when,
			message_hours(c, h->minutes)));
		return;
	}
	person_load(c, e->citizen_id, &p);
	view_text(c, v, "about",
	    mem_printf(c, "%s, %s", person_full_name(c, &p), when));
}

/* The task that they would like to be asked for. */
static void put_wish(struct req *r, struct view *v, int64_t task)
{
	struct ctx *c = r->ctx;
	struct task t;

	if (!task_load(c, task, &t))
		return;
	view_text(c, v, "about",
	    mem_printf(c, "%s, %s %s", task_verb(c, &t),
		clock_day(c, t.starts_at),
		clock_span(c, t.starts_at, t.ends_at)));
}

/* wrong: what was typed for this row did not do, and is shown again. */
static void put_engagement(
    struct req *r, struct view *v, int64_t id, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct engagement e;
	struct hours h;

	if (!engagement_load(c, id, &e) || !hours_load(c, id, &h))
		return;
	put_hours(r, v, &e, &h);
	view_bool(c, v, "can_settle",
	    strcmp(e.hours, "disputed") == 0 || strcmp(e.hours, "asked") == 0);
	view_text(c, v, "wrong", wrong);
	if (wrong != NULL) {
		view_text(c, v, "hours", param_value(&r->form, "timer"));
		view_text(c, v, "minutes", param_value(&r->form, "minutter"));
		return;
	}
	view_int(c, v, "hours", h.minutes / 60);
	view_int(c, v, "minutes", h.minutes % 60);
}

/* "pakke varer, torsdag 3/12": what of theirs has waited longest; or "". */
static const char *first_waiting(struct ctx *c, int64_t employer)
{
	size_t count;
	const struct task *all = task_list(c, employer, &count);

	while (count-- > 0)
		if (strcmp(all[count].state, "waiting") == 0)
			return mem_printf(c, ": %s, %s",
			    task_verb(c, &all[count]),
			    clock_day(c, all[count].starts_at));
	return "";
}

static void put_employer(struct req *r, struct view *v, int64_t id)
{
	struct employer e;

	if (!employer_load(r->ctx, id, &e))
		return;
	view_text(r->ctx, v, "about",
	    mem_printf(r->ctx, "%s, CVR %s%s", e.name, e.cvr,
		first_waiting(r->ctx, id)));
	view_bool(r->ctx, v, "can_approve",
	    e.approved_at == 0 && (r->user->roles & CONSULTANT) != 0);
}

/* Who asks to post for a firm that has other contacts, and for what. */
static void put_signup(struct req *r, struct view *v, int64_t id)
{
	struct signup_firm firm;
	struct employer e;
	struct signup s;

	if (!signup_load(r->ctx, id, &s) || s.state != SIGNUP_WAITS ||
	    !employer_load(r->ctx, s.employer, &e))
		return;
	signup_firm_read(r, &s, &firm);
	view_text(r->ctx, v, "about",
	    mem_printf(r->ctx, "%s, CVR %s: %s", e.name, e.cvr,
		task_verb(r->ctx, &firm.task)));
	view_bool(r->ctx, v, "can_let_in", (r->user->roles & CONSULTANT) != 0);
}

/* Who it is about: of who has yet to be let in, as they say it. */
static void find_person(
    struct req *r, const struct attention *a, struct person *p)
{
	struct signup_firm firm;
	struct signup s;

	*p = (struct person) { .given_name = "", .surname = "" };
	person_load(r->ctx, a->person_id, p);
	if (strcmp(a->kind, ATTENTION_SIGNUP) != 0 || *p->given_name != '\0' ||
	    !signup_load(r->ctx, a->about_id, &s))
		return;
	signup_firm_read(r, &s, &firm);
	p->given_name = firm.contact;
	p->phone = *firm.phone != '\0' ? firm.phone : NULL;
}

/* What only a decision closes. */
static bool is_undecided(struct ctx *c, const struct attention *a)
{
	struct employer e;

	if (strcmp(a->kind, ATTENTION_EMPLOYER) == 0)
		return employer_load(c, a->about_id, &e) && e.approved_at == 0;
	return strcmp(a->kind, ATTENTION_SIGNUP) == 0;
}

/* The way to their hours a week, for whom it is to agree on others. */
static void put_ceiling(struct req *r, struct view *v, int64_t citizen)
{
	struct citizen z;

	if (citizen_load(r->ctx, citizen, &z) && z.mentor_id == r->user->id)
		view_text(r->ctx, v, "ceiling_of",
		    mem_printf(r->ctx, "%" PRId64, citizen));
}

static void put_message(struct req *r, struct view *v, int64_t id)
{
	struct outbox_row row;

	if (!outbox_load(r->ctx, id, &row))
		return;
	view_bool(r->ctx, v, "can_resend",
	    (r->user->roles & (CONSULTANT | LEADER | ADMIN)) != 0);
	view_text(r->ctx, v, "about",
	    mem_printf(r->ctx, "%s, %s (%s)",
		phrase_or(mem_printf(r->ctx, "notice.%s", row.kind), row.kind),
		clock_deadline(r->ctx, row.made_at),
		strcmp(row.channel, OUTBOX_SMS) == 0 ? "SMS" : "mail"));
}

/* That a call stands before the next question, and until when. */
static void put_first(struct req *r, struct view *v, const struct attention *a)
{
	struct ctx *c = r->ctx;
	int64_t until;

	if (!setback_is(a->kind))
		return;
	until = setback_until(c, a->person_id);
	if (until == SETBACK_NO_END)
		view_text(c, v, "first", phrase("attention.first"));
	else if (until > 0)
		view_text(c, v, "first",
		    phrase_x(
			c, "attention.first.until", clock_deadline(c, until)));
}

static void put_row(struct req *r, struct view *list, const struct attention *a,
    const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_item(c, list);
	struct person p;

	find_person(r, a, &p);
	view_bool(c, v, "can_close", !is_undecided(c, a));
	shows_person(r, a->person_id);
	view_text(c, v, "id", mem_printf(c, "%" PRId64, a->id));
	view_text(c, v, "what", phrase(mem_printf(c, "attention.%s", a->kind)));
	view_text(c, v, "who", person_full_name(c, &p));
	view_text(c, v, "words", a->words);
	put_first(r, v, a);
	view_text(c, v, "since", clock_deadline(c, a->made_at));
	if (p.phone != NULL) {
		view_text(c, v, "phone", phone_show(c, p.phone));
		view_text(c, v, "tel", mem_printf(c, "+%s", p.phone));
	} else {
		view_text(c, v, "email", p.email);
	}
	if (strcmp(a->kind, ATTENTION_CALL) == 0)
		put_offer(r, v, a->about_id);
	else if (strcmp(a->kind, ATTENTION_HOURS) == 0 ||
	    strcmp(a->kind, ATTENTION_AFBUD) == 0 ||
	    strcmp(a->kind, ATTENTION_MISSING) == 0 ||
	    strcmp(a->kind, ATTENTION_PAY) == 0 ||
	    strcmp(a->kind, ATTENTION_ABSENT) == 0)
		put_engagement(r, v, a->about_id, wrong);
	else if (strcmp(a->kind, ATTENTION_WISH) == 0)
		put_wish(r, v, a->about_id);
	else if (strcmp(a->kind, ATTENTION_EMPLOYER) == 0)
		put_employer(r, v, a->about_id);
	else if (strcmp(a->kind, ATTENTION_SIGNUP) == 0)
		put_signup(r, v, a->about_id);
	else if (strcmp(a->kind, ATTENTION_CEILING) == 0)
		put_ceiling(r, v, a->person_id);
	else if (strcmp(a->kind, ATTENTION_FAILED) == 0 ||
	    strcmp(a->kind, ATTENTION_UNCERTAIN) == 0)
		put_message(r, v, a->about_id);
}

/* As form_put() does it, for a page of many small forms. */
static void put_error(struct req *r, struct view *v, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *errors = view_map(c, v, "errors"), *item;

	view_text(c, errors, "heading", phrase("form.mend_one"));
	item = view_item(c, view_list(c, errors, "items"));
	view_text(c, item, "field", mem_printf(c, "timer-%" PRId64, r->id));
	view_text(c, item, "text", wrong);
}

static struct reply show(struct req *r, int status, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct attention *all = attention_open(
	    c, r->user->municipality, &count);

	view_text(c, v, "title", phrase("attention.title"));
	if (wrong != NULL)
		put_error(r, v, wrong);
	view_int(c, v, "count", (int64_t)count);
	list = view_list(c, v, "rows");
	for (size_t i = 0; i < count; i++)
		put_row(r, list, &all[i], all[i].id == r->id ? wrong : NULL);
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
	const char *hours = param_value(&r->form, "timer");
	const char *minutes = param_value(&r->form, "minutter");
	char *end;
	int64_t total = strtol(hours, &end, 10) * 60;

	if (*hours == '\0' || *end != '\0')
		return ERR_INVALID;
	total += strtol(minutes, &end, 10);
	if (*minutes == '\0' || *end != '\0')
		return ERR_INVALID;
	return hours_settle(r->ctx, a->about_id, total, r->user->id);
}

static enum err close(struct req *r, const struct attention *a)
{
	struct ctx *c = r->ctx;
	enum err err;

	if (is_undecided(c, a))
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
