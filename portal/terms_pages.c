#include "base/clock.h"
#include "base/text.h"

#include "employer.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "portal.h"
#include "task.h"
#include "terms.h"
#include "work_function.h"

/* Written terms as a draft to print (P13): what we know stands there, and what
 * we may not know is a line to fill in by hand. */

struct deal {
	struct terms terms;
	struct engagement e;
	struct task task;
	struct workplace place;
	struct employer firm;
	struct person who;
};

static bool find_deal(struct req *r, struct deal *d)
{
	struct ctx *c = r->ctx;

	return terms_load(c, r->id, &d->terms) &&
	    engagement_load(c, r->id, &d->e) &&
	    task_load(c, d->e.task_id, &d->task) &&
	    workplace_load(c, d->task.workplace_id, &d->place) &&
	    employer_load(c, d->task.employer_id, &d->firm) &&
	    person_load(c, d->e.citizen_id, &d->who);
}

/* ---- what we know ---- */

static const char *know_firm(struct ctx *c, const struct deal *d)
{
	return mem_printf(c, "%s, CVR %s", d->firm.name, d->firm.cvr);
}

static const char *know_name(struct ctx *c, const struct deal *d)
{
	(void)c;
	return person_first_name(&d->who);
}

static const char *know_place(struct ctx *c, const struct deal *d)
{
	return mem_printf(c, "%s, %s, %s %s", d->place.sms_name,
	    d->place.address, d->place.postcode, d->place.town);
}

static const char *know_work(struct ctx *c, const struct deal *d)
{
	struct work_function f = { .name = d->task.work_function };

	work_function_load(c, d->task.work_function, &f);
	return mem_printf(c, "%s: %s", f.name, task_verb(c, &d->task));
}

static const char *know_start(struct ctx *c, const struct deal *d)
{
	return clock_day(
	    c, d->terms.began_at != 0 ? d->terms.began_at : d->e.starts_at);
}

static const char *know_end(struct ctx *c, const struct deal *d)
{
	(void)d;
	return phrase_in(c, "terms.end.each");
}

/* "torsdag 5/3 kl 9-12 (3 timer); ..." */
static const char *know_hours(struct ctx *c, const struct deal *d)
{
	struct text t = text_new(c->mem, 4000);
	struct ids all = terms_shifts(c, d->e.id);

	for (size_t i = 0; i < all.count; i++) {
		struct engagement e;

		if (!engagement_load(c, all.id[i], &e))
			continue;
		text_printf(&t, "%s%s %s (%s)", i == 0 ? "" : "; ",
		    clock_day(c, e.starts_at),
		    clock_span(c, e.starts_at, e.ends_at),
		    message_hours(c, (e.ends_at - e.starts_at) / MINUTE));
	}
	return t.s;
}

static const char *know_guarantee(struct ctx *c, const struct deal *d)
{
	(void)d;
	return phrase_in(c, "terms.guarantee.none");
}

static const char *know_notice(struct ctx *c, const struct deal *d)
{
	return d->terms.free_hours == 0
	    ? ""
	    : phrase_n(c, "terms.notice.late", d->terms.free_hours);
}

static const char *know_pay(struct ctx *c, const struct deal *d)
{
	return phrase_x(c, "terms.pay.hour", message_money(c, d->task.pay_ore));
}

static const char *know_pay_day(struct ctx *c, const struct deal *d)
{
	return phrase_x(
	    c, "terms.pay_day.latest", clock_date(c, d->task.pay_on));
}

static const char *know_holiday(struct ctx *c, const struct deal *d)
{
	(void)d;
	return phrase_in(c, "terms.holiday.law");
}

static const char *know_social(struct ctx *c, const struct deal *d)
{
	(void)d;
	return phrase_in(c, "terms.social.atp");
}

/* What section 3 of the law asks for: label terms.<key>; what to write on the
 * line under it, if there is one, terms.<key>.fill. */
struct point {
	const char *key;
	const char *(*know)(struct ctx *c, const struct deal *d);
	bool danish; /* what we know is Danish in any language */
};

/* Within seven days. */
static const struct point soon[] = {
	{ "employer", know_firm, false },
	{ "name", know_name, false },
	{ "place", know_place, false },
	{ "work", know_work, true },
	{ "start", know_start, false },
	{ "end", know_end, false },
	{ "hours", know_hours, false },
	{ "guarantee", know_guarantee, false },
	{ "when", NULL, false },
	{ "notice", know_notice, false },
	{ "pay", know_pay, false },
	{ "pay_day", know_pay_day, false },
	{ "trial", NULL, false },
};

/* Within a month. */
static const struct point later[] = {
	{ "pension", NULL, false },
	{ "holiday", know_holiday, false },
	{ "leaving", NULL, false },
	{ "agreement", NULL, false },
	{ "learning", NULL, false },
	{ "social", know_social, false },
	{ "agency", NULL, false },
};

/* ---- the page ---- */

static void put_points(struct req *r, struct view *v, const char *name,
    const struct point *all, size_t count, const struct deal *d)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, name);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		const char *label = mem_printf(c, "terms.%s", all[i].key);

		view_text(c, item, "label", phrase_in(c, label));
		view_text(c, item, "known",
		    all[i].know != NULL ? all[i].know(c, d) : NULL);
		view_bool(c, item, "danish", all[i].danish);
		view_text(c, item, "fill",
		    phrase_in_or(c, mem_printf(c, "%s.fill", label), NULL));
	}
}

static void put_given(struct req *r, struct view *v, const struct terms *t)
{
	struct ctx *c = r->ctx;
	struct person by;

	if (t->given_at == 0)
		return;
	view_text(c, v, "given", clock_day(c, t->given_at));
	if (person_load(c, t->given_by, &by))
		view_text(c, v, "given_by", person_first_name(&by));
}

/* GET /opgaver/plads/:id/vilkaar */
struct reply terms_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct deal d;

	if (!find_deal(r, &d))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title",
	    phrase_x(c, "terms.title", person_first_name(&d.who)));
	view_text(c, v, "who", person_first_name(&d.who));
	view_text(c, v, "task", mem_printf(c, "%" PRId64, d.task.id));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, r->id));
	view_text(c, v, "due", clock_day(c, d.terms.due_on));
	view_text(c, v, "week", message_hours(c, d.terms.week));
	view_bool(c, v, "much", d.terms.week > TERMS_WEEK);
	put_given(r, v, &d.terms);
	put_points(r, v, "soon", soon, COUNT(soon), &d);
	put_points(r, v, "later", later, COUNT(later), &d);
	return reply_page(r, 200, "terms.html", v);
}

/* POST /opgaver/plads/:id/vilkaar: "Vi har givet vilkårene". */
struct reply terms_mark(struct req *r)
{
	enum err err = terms_give(r->ctx, r->id, r->user->id);

	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/opgaver/plads/%" PRId64 "/vilkaar", r->id);
}
