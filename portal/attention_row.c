#include <string.h>

#include "base/clock.h"
#include "base/phone.h"

#include "attention_row.h"
#include "audit_request.h"
#include "citizen.h"
#include "employer.h"
#include "firm.h"
#include "hours.h"
#include "message.h"
#include "month.h"
#include "offer.h"
#include "outbox.h"
#include "person.h"
#include "rights.h"
#include "setback.h"
#include "shortage_row.h"
#include "signup.h"
#include "task.h"
#include "workplace.h"

/* "pakke varer, torsdag 3/12 kl 9-12": the task, and that it is off. */
static void put_task(struct req *r, struct view *v, int64_t id)
{
	struct ctx *c = r->ctx;
	struct task t;

	if (!task_load(c, id, &t))
		return;
	view_text(c, v, "about",
	    mem_printf(c, "%s, %s %s%s", task_verb(c, &t),
		clock_day(c, t.starts_at),
		clock_span(c, t.starts_at, t.ends_at),
		strcmp(t.state, "cancelled") == 0 ? phrase("attention.off")
						  : ""));
}

/* For a place that is kept until the call, or a time that is new. */
static bool may_answer(struct req *r, const struct offer *o)
{
	size_t count;
	const struct offer *open = offer_open(r->ctx, o->citizen_id, &count);

	for (size_t i = 0; i < count; i++)
		if (open[i].id == o->id)
			return strcmp(o->state, "asked") != 0;
	return false;
}

static void put_offer(struct req *r, struct view *v, int64_t offer)
{
	struct offer o;

	if (offer == 0 || !offer_load(r->ctx, offer, &o))
		return;
	put_task(r, v, o.task_id);
	view_bool(r->ctx, v, "can_answer", may_answer(r, &o));
	put_allowance(r, v, o.citizen_id, o.task_id);
}

/* Hours that nobody has said are about somebody else than who is rung. */
static void put_hours(struct req *r, struct view *v, const struct engagement *e,
    const struct hours *h)
{
	struct ctx *c = r->ctx;
	const char *when = mem_printf(c, "%s %s. %s",
	    clock_day(c, e->starts_at), clock_span(c, e->starts_at, e->ends_at),
	    phrase_x(c, "attention.planned", message_hours(c, h->planned)));
	struct person p = { .given_name = "", .surname = "" };

	if (strcmp(e->hours, "asked") != 0) {
		view_text(c, v, "about",
		    mem_printf(c, "%s%s%s", when,
			phrase_x(c, "attention.written",
			    message_hours(c, h->minutes)),
			h->remembered >= 0
			    ? phrase_x(c, "attention.remembered",
				  message_hours(c, h->remembered))
			    : ""));
		if (*h->went != '\0')
			view_text(c, v, "went",
			    phrase(mem_printf(c, "went.%s", h->went)));
		return;
	}
	shows_person(r, e->citizen_id);
	person_load(c, e->citizen_id, &p);
	view_text(c, v, "about",
	    mem_printf(c, "%s, %s", person_full_name(c, &p), when));
}

bool attention_may_settle(const struct req *r, const struct engagement *e)
{
	return !month_listed(r->ctx, e->starts_at) ||
	    (r->user->roles & CONSULTANT) != 0;
}

/* wrong: what was typed for this row did not do, and is shown again. */
static void put_engagement(
    struct req *r, struct view *v, int64_t id, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct engagement e;
	struct hours h;
	bool open, may;

	if (!engagement_load(c, id, &e) || !hours_load(c, id, &h))
		return;
	put_hours(r, v, &e, &h);
	open = strcmp(e.hours, "disputed") == 0 ||
	    strcmp(e.hours, "asked") == 0;
	may = attention_may_settle(r, &e);
	view_bool(c, v, "can_settle", open && may);
	view_bool(c, v, "listed", open && !may);
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

/* "Bager Bech: pakke varer, torsdage kl 9-12": what is to be steady. */
static void put_series(struct req *r, struct view *v, int64_t id)
{
	struct ctx *c = r->ctx;
	struct workplace place;
	size_t count;
	const struct task *all = task_of_series(c, id, &count);

	if (count == 0 || !workplace_load(c, all[0].workplace_id, &place))
		return;
	view_text(c, v, "about",
	    mem_printf(c, "%s: %s, %s %s %s", place.sms_name,
		task_verb(c, &all[0]), phrase("attention.every"),
		clock_weekday_of(c, all[0].starts_at),
		clock_span(c, all[0].starts_at, all[0].ends_at)));
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

/* What a place says, for somebody to go and see. */
static void put_place(struct req *r, struct view *v, int64_t id)
{
	struct workplace w;

	if (!workplace_load(r->ctx, id, &w))
		return;
	view_text(r->ctx, v, "about",
	    mem_printf(
		r->ctx, "%s, %s", w.sms_name, workplace_line(r->ctx, &w)));
	if ((r->user->roles & CONSULTANT) != 0)
		view_text(
		    r->ctx, v, "place_of", mem_printf(r->ctx, "%" PRId64, id));
}

static void put_shortage(struct req *r, struct view *v, int64_t id)
{
	struct employer e;

	if (employer_load(r->ctx, id, &e))
		view_text(r->ctx, v, "about",
		    mem_printf(r->ctx, "%s, CVR %s: %s", e.name, e.cvr,
			shortage_words(r->ctx, id)));
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

bool attention_undecided(struct ctx *c, const struct attention *a)
{
	struct employer e;

	if (strcmp(a->kind, ATTENTION_EMPLOYER) == 0)
		return employer_load(c, a->about_id, &e) && e.approved_at == 0;
	return strcmp(a->kind, ATTENTION_SIGNUP) == 0 ||
	    strcmp(a->kind, ATTENTION_PLACE) == 0;
}

/* The way to their hours, for whom it is to put them right. */
static void put_correct(struct req *r, struct view *v, int64_t citizen)
{
	struct citizen z;

	if ((r->user->roles & CONSULTANT) != 0 &&
	    citizen_load(r->ctx, citizen, &z))
		view_text(r->ctx, v, "hours_of",
		    mem_printf(r->ctx, "%" PRId64, citizen));
}

/* What only a decision closes is a consultant's; of a place it is made there.
 */
static bool can_act(struct req *r, const struct attention *a)
{
	return !attention_undecided(r->ctx, a) ||
	    ((r->user->roles & CONSULTANT) != 0 &&
		strcmp(a->kind, ATTENTION_PLACE) != 0);
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

/* What about_id is of each kind, in words; but of what is about an engagement.
 */
static const struct {
	const char *kind;
	void (*put)(struct req *r, struct view *v, int64_t about);
} abouts[] = {
	{ ATTENTION_CALL, put_offer },
	{ ATTENTION_TIME, put_offer },
	{ ATTENTION_WISH, put_task },
	{ ATTENTION_UNMET, put_task },
	{ ATTENTION_CANCELLED, put_task },
	{ ATTENTION_EMPLOYER, put_employer },
	{ ATTENTION_CANCELS, put_employer },
	{ ATTENTION_FIXED, put_series },
	{ ATTENTION_PLACE, put_place },
	{ ATTENTION_SHORTAGE, put_shortage },
	{ ATTENTION_SIGNUP, put_signup },
	{ ATTENTION_FAILED, put_message },
	{ ATTENTION_UNCERTAIN, put_message },
};

static bool is_of_engagement(const char *kind)
{
	static const char *const kinds[] = { ATTENTION_HOURS, ATTENTION_AFBUD,
		ATTENTION_MISSING, ATTENTION_PAY, ATTENTION_ABSENT };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

static void put_about(
    struct req *r, struct view *v, const struct attention *a, const char *wrong)
{
	for (size_t i = 0; i < COUNT(abouts); i++)
		if (strcmp(a->kind, abouts[i].kind) == 0)
			abouts[i].put(r, v, a->about_id);
	if (is_of_engagement(a->kind))
		put_engagement(r, v, a->about_id, wrong);
	if (strcmp(a->kind, ATTENTION_CEILING) == 0)
		put_ceiling(r, v, a->person_id);
}

void attention_put_row(struct req *r, struct view *list,
    const struct attention *a, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_item(c, list);
	struct person p;

	find_person(r, a, &p);
	view_bool(c, v, "can_close", !attention_undecided(c, a));
	view_bool(c, v, "can_act", can_act(r, a));
	shows_person(r, a->person_id);
	view_text(c, v, "id", mem_printf(c, "%" PRId64, a->id));
	view_text(c, v, "what", phrase(mem_printf(c, "attention.%s", a->kind)));
	view_text(c, v, "who", person_full_name(c, &p));
	view_text(c, v, "words", a->words);
	put_first(r, v, a);
	put_erase(r, v, a);
	put_correct(r, v, a->person_id);
	view_text(c, v, "since", clock_deadline(c, a->made_at));
	if (p.phone != NULL) {
		view_text(c, v, "phone", phone_show(c, p.phone));
		view_text(c, v, "tel", mem_printf(c, "+%s", p.phone));
	} else {
		view_text(c, v, "email", p.email);
	}
	put_about(r, v, a, wrong);
}
