#include "base/clock.h"

#include "match.h"
#include "form.h"
#include "portal.h"
#include "task_pages.h"
#include "task.h"
#include "workplace.h"

/* ---- what is told ---- */

/* The changes that could help, by what the page calls how many more could. */
struct change {
	const char *name;
	int64_t more;
};

/* More than can now; or all of them, where how few can now is not told. */
static int64_t more_on_other_day(const struct match_preview *p)
{
	int64_t more = p->on_other_day;

	if (p->suits >= MATCH_FEWEST)
		more -= p->suits;
	return more < MATCH_FEWEST ? 0 : more;
}

/* Of two that help as much the first is told. A day that has a name goes before
 * another time that has none. */
static void put_change(
    struct req *r, struct view *v, const struct match_preview *p, int64_t level)
{
	int64_t day = more_on_other_day(p);
	const struct change changes[] = {
		{ "on_day", day },
		{ "at_other_time", day > 0 ? 0 : p->at_other_time },
		{ "at_lower_level", level > LEVEL_NEW ? p->at_lower_level : 0 },
		{ "nearer", p->nearer },
	};
	const struct change *best = &changes[0];

	for (size_t i = 1; i < COUNT(changes); i++)
		if (changes[i].more > best->more)
			best = &changes[i];
	if (best->more == 0)
		return;
	view_bool(r->ctx, v, "helps", true);
	view_int(r->ctx, v, best->name, best->more);
	view_text(r->ctx, v, "day", clock_day(r->ctx, p->other_day));
}

static void put(
    struct req *r, struct view *v, const struct match_preview *p, int64_t level)
{
	struct view *of = view_map(r->ctx, v, "preview");

	view_int(r->ctx, of, "suits", p->suits);
	view_bool(r->ctx, of, "many", p->suits >= MATCH_FEWEST);
	put_change(r, of, p, level);
}

void preview_put(struct req *r, struct view *v, const struct task *t,
    const struct workplace *place)
{
	struct workplace at = *place;
	struct match_task m = { .work_function = t->work_function,
		.starts_at = t->starts_at,
		.ends_at = t->ends_at,
		.series = !t->one_off };
	struct match_preview p;

	if (at.employer_id == 0)
		at.employer_id = r->user->employer;
	if (match_task_at(r->ctx, &at, &m) &&
	    match_task_ready(r->ctx, &m, t->level) &&
	    match_preview(r->ctx, &m, &p))
		put(r, v, &p, t->level);
}

int64_t preview_put_other_day(struct req *r, struct view *v, int64_t task)
{
	struct match_preview p;
	struct match_task m;
	struct view *of;

	if (!match_task_load(r->ctx, task, &m))
		return 0;
	m.id = 0; /* nobody has been asked yet */
	if (!match_preview(r->ctx, &m, &p) || p.other_day == 0)
		return 0;
	of = view_map(r->ctx, v, "preview");
	view_int(r->ctx, of, "on_day", p.on_other_day);
	view_text(r->ctx, of, "day", clock_day(r->ctx, p.other_day));
	return p.other_day;
}

/* ---- while one types ---- */

struct draft {
	struct task task;
	struct workplace place;
	struct shift_form when;
	int64_t more; /* perhaps several times */
};

#define AT(member) offsetof(struct draft, member)

/* Of the task's form, what the answer rests on and nothing else: no title, no
 * meeting place, no pay comes to stand in an address. */
static const struct field fields[] = {
	{ "funktion", FIELD_TEXT, AT(task.work_function), 1, 40, false },
	{ "niveau", FIELD_NUMBER, AT(task.level), LEVEL_NEW, LEVEL_SURE,
	    false },
	{ "dag", FIELD_DATE, AT(when.day), 0, 0, false },
	{ "fra", FIELD_TIME, AT(when.from), 0, 0, false },
	{ "til", FIELD_TIME, AT(when.to), 0, 0, false },
	{ "flere", FIELD_TICK, AT(more), 0, 1, false },
	{ "sted", FIELD_TEXT, AT(place.sms_name), 0, SMS_NAME_MOST, false },
	{ "adresse", FIELD_TEXT, AT(place.address), 0, ADDRESS_MOST, false },
	{ "postnr", FIELD_TEXT, AT(place.postcode), 4, 4, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* GET /opgaver/mulige: the form's fields so far. A piece of a page, empty as
 * long as there is nothing to tell. */
struct reply preview_show(struct req *r)
{
	struct form form = { .name = "task", .fields = fields };
	struct view *v = view_new(r->ctx);
	struct draft d = { 0 };

	r->form = r->query;
	form_read(r, &form, &d);
	d.task.one_off = d.more == 0;
	if (form.ok) {
		shift_form_span(&d.when, &d.task.starts_at, &d.task.ends_at);
		shift_form_check(r, &form, d.task.starts_at, d.task.ends_at);
	}
	if (form.ok)
		preview_put(r, v, &d.task, &d.place);
	return reply_page(r, 200, "preview.html", v);
}
