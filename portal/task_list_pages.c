#include <string.h>

#include "base/clock.h"
#include "base/phone.h"

#include "cancel.h"
#include "citizen.h"
#include "hours.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "own.h"
#include "portal.h"
#include "task_pages.h"
#include "task.h"
#include "timeline.h"
#include "workplace.h"

void put_contact(struct req *r, struct view *v, int64_t person)
{
	struct person p;

	if (!person_load(r->ctx, person, &p))
		return;
	view_text(r->ctx, v, "contact", person_first_name(&p));
	view_text(r->ctx, v, "contact_phone",
	    p.phone != NULL ? phone_show(r->ctx, p.phone) : NULL);
}

void put_contact_of(struct req *r, struct view *v, int64_t task)
{
	struct person p;
	struct task t;

	if (!task_load(r->ctx, task, &t) ||
	    !person_load(r->ctx, t.contact_id, &p))
		return;
	put_contact(r, v, p.id);
	view_text(r->ctx, v, "contact_tel",
	    p.phone != NULL ? mem_printf(r->ctx, "+%s", p.phone) : NULL);
}

static void put_state(struct req *r, struct view *v, const struct task *t)
{
	view_text(r->ctx, v, "state", phrase_named(r->ctx, "state", t->state));
	view_bool(r->ctx, v, "is_full", strcmp(t->state, "full") == 0);
	view_bool(r->ctx, v, "is_waiting", strcmp(t->state, "waiting") == 0);
	view_bool(r->ctx, v, "is_open", strcmp(t->state, "open") == 0);
}

void task_put_row(struct req *r, struct view *v, const struct task *t)
{
	struct ctx *c = r->ctx;

	view_int(c, v, "id", t->id);
	view_text(c, v, "verb", task_verb(c, t));
	view_text(c, v, "day", clock_day(c, t->starts_at));
	view_text(c, v, "time", clock_span(c, t->starts_at, t->ends_at));
	view_int(c, v, "places", t->places);
	view_int(c, v, "taken", t->taken);
	put_state(r, v, t);
}

/* ---- the list: what needs them first, what comes, what has been ---- */

/* Hours that nobody has said. */
static void put_missing(struct req *r, struct view *list, int64_t id)
{
	struct ctx *c = r->ctx;
	struct engagement e;
	struct person p;
	struct view *v;
	struct task t;

	if (!engagement_load(c, id, &e) || !person_load(c, e.citizen_id, &p) ||
	    !task_load(c, e.task_id, &t))
		return;
	v = view_item(c, list);
	view_text(c, v, "engagement", mem_printf(c, "%" PRId64, id));
	view_text(c, v, "task", mem_printf(c, "%" PRId64, t.id));
	view_text(c, v, "who", person_first_name(&p));
	view_text(c, v, "day", clock_day(c, t.starts_at));
	view_text(c, v, "time", clock_span(c, t.starts_at, t.ends_at));
}

static void put_row(struct req *r, struct view *list, const struct task *t)
{
	struct view *v = view_item(r->ctx, list);

	task_put_row(r, v, t);
	if (t->series_id == 0)
		return;
	view_text(
	    r->ctx, v, "series", mem_printf(r->ctx, "%" PRId64, t->series_id));
	view_text(r->ctx, v, "weekday", clock_weekday_of(r->ctx, t->starts_at));
	view_bool(r->ctx, v, "goes_on", t->ends_at > r->ctx->now);
}

static void put_rows(struct req *r, struct view *v, const char *name,
    const struct task *all, size_t count)
{
	struct view *of, *list;

	if (count == 0)
		return;
	of = view_map(r->ctx, v, name);
	list = view_list(r->ctx, of, "tasks");
	for (size_t i = 0; i < count; i++)
		put_row(r, list, &all[i]);
}

/* GET /opgaver */
struct reply task_list_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct ids missing = hours_missing_at(c, r->user->employer);
	struct task_lists l = task_lists(c, r->user->employer);
	struct view *v = view_new(c);

	view_text(c, v, "title", phrase_in(r->ctx, "tasks.title"));
	if (missing.count > 0) {
		struct view *of = view_map(c, v, "waits");
		struct view *list = view_list(c, of, "missing");

		for (size_t i = 0; i < missing.count; i++)
			put_missing(r, list, missing.id[i]);
	}
	put_drafts(r, v);
	put_rows(r, v, "ahead", l.ahead, l.ahead_count);
	put_rows(r, v, "behind", l.behind, l.behind_count);
	view_bool(c, v, "empty", l.ahead_count + l.behind_count == 0);
	return reply_page(r, 200, "task_list.html", v);
}

/* ---- one of them ---- */

/* Their number, if they ticked it, for as long as somebody may have to ring. */
static void put_phone(struct req *r, struct view *v, const struct person *p,
    const struct engagement *e)
{
	struct citizen z;
	bool ahead = strcmp(e->hours, "none") == 0 ||
	    strcmp(e->hours, "asked") == 0;

	if (!ahead || p->phone == NULL || !citizen_load(r->ctx, p->id, &z) ||
	    !z.shares_phone)
		return;
	view_text(r->ctx, v, "phone", phone_show(r->ctx, p->phone));
	view_text(r->ctx, v, "tel", mem_printf(r->ctx, "+%s", p->phone));
}

/* Who comes: the first name, and the number only if they ticked it (P19). */
static void put_people(struct req *r, struct view *v, const struct task *t)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "people");
	size_t count;
	const struct engagement *all = engagement_of_task(c, t->id, &count);
	bool spare = task_is_ahead(c, t) && t->places > 1;

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		struct person p;
		struct hours h;

		if (!person_load(c, all[i].citizen_id, &p) ||
		    !hours_load(c, all[i].id, &h))
			continue;
		view_text(c, item, "engagement",
		    mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "name", person_first_name(&p));
		view_text(c, item, "who", person_first_name(&p));
		put_differs(r, item, &all[i], &h);
		view_bool(c, item, "spare", spare);
		put_phone(r, item, &p, &all[i]);
		view_bool(c, item, "time_asked",
		    strcmp(all[i].fits, "yes") != 0 &&
			all[i].starts_at > c->now);
		view_text(c, item, "hours", message_hours(c, h.minutes));
		view_text(c, item, "state", hours_state(r, &all[i], &h));
		view_bool(c, item, mem_printf(c, "is_%s", all[i].hours), true);
		view_bool(c, item, "said",
		    strcmp(all[i].hours, "none") != 0 &&
			strcmp(all[i].hours, "asked") != 0);
	}
}

/* What has happened so far, in their words. */
static void put_timeline(struct req *r, struct view *v, int64_t task)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "timeline");
	size_t count;
	const struct timeline *all = timeline_of(c, task, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		struct person p;

		view_text(c, item, "at", clock_moment(c, all[i].at));
		view_bool(c, item, mem_printf(c, "is_%s", all[i].what), true);
		view_bool(c, item, "came", all[i].minutes > 0);
		view_text(c, item, "worked", message_hours(c, all[i].minutes));
		if (all[i].citizen != 0 && person_load(c, all[i].citizen, &p))
			view_text(c, item, "who", person_first_name(&p));
	}
}

/* Whether people are asked, will be, or are not to be had. */
static void put_asking(struct req *r, struct view *v, const struct task *t)
{
	struct ctx *c = r->ctx;
	int64_t opens = clock_in_window(WINDOW_ASKING, c->now);
	bool later = t->wave_at >= opens && opens > c->now;
	int64_t waiting = task_answers(c, t->id).waiting;
	bool soon = t->wave_at != 0 && (t->wave_at <= c->now || later);

	view_bool(c, v, "movable", task_may_move(c, t) == OK);
	view_bool(c, v, "follows", t->follows);
	view_int(c, v, "asked", waiting);
	view_bool(c, v, "asks", soon);
	view_text(c, v, "asks_when",
	    later ? clock_deadline(c, t->wave_at)
		  : phrase_in(r->ctx, "tasks.asks_now"));
	if (strcmp(t->state, "open") == 0 && waiting == 0 && !soon &&
	    !t->follows)
		preview_put_other_day(r, v, t->id);
}

/* GET /opgaver/:id */
struct reply task_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct workplace place;
	struct task t;

	if (!task_load(c, r->id, &t) ||
	    !workplace_load(c, t.workplace_id, &place))
		return reply_error(r, ERR_NOT_FOUND);
	task_put_row(r, v, &t);
	view_text(c, v, "title",
	    phrase_x(c, "task.show.title", clock_day(c, t.starts_at)));
	view_text(c, v, "hourly", message_money(c, t.pay_ore));
	view_text(c, v, "pay_by", clock_date(c, t.pay_on));
	view_text(c, v, "place", place.sms_name);
	view_text(c, v, "address",
	    mem_printf(
		c, "%s, %s %s", place.address, place.postcode, place.town));
	view_text(c, v, "meeting", t.meeting);
	view_text(c, v, "call_by", clock_deadline(c, task_call_by(&t)));
	put_contact(r, v, t.contact_id);
	put_asking(r, v, &t);
	put_people(r, v, &t);
	put_timeline(r, v, t.id);
	if (t.series_id != 0)
		view_text(
		    c, v, "series", mem_printf(c, "%" PRId64, t.series_id));
	view_bool(c, v, "cancellable", task_is_ahead(c, &t));
	return reply_page(r, 200, "task_show.html", v);
}
