#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "form.h"
#include "hours.h"
#include "offer.h"
#include "person.h"
#include "portal.h"
#include "series.h"

/* The same work on more days than one, and by the same person. */

static const char *const fields[DAYS_MORE] = { "dag2", "dag3", "dag4", "dag5" };

/* ---- more days ---- */

static bool has_others(const struct task_draft *d)
{
	for (size_t i = 0; i < DAYS_MORE; i++)
		if (d->day[i] != 0)
			return true;
	return false;
}

static void check_weekly(struct req *r, struct form *form, struct task_draft *d)
{
	const char *wrong = NULL;
	bool beyond;

	d->days.weekly = true;
	d->days.day = series_days(
	    r->ctx, d->task.starts_at, d->until, d->holidays != 0, &beyond);
	if (has_others(d))
		wrong = "task.til_og_med.both";
	else if (beyond || d->until > r->ctx->now + AHEAD_MOST)
		wrong = "task.til_og_med.far";
	else if (d->days.day.count == 0)
		wrong = "task.til_og_med.early";
	if (wrong != NULL)
		form_wrong(r, form, "til_og_med", phrase_in(r->ctx, wrong));
}

/* Each is its own task, so in the order of the calendar for who reads them. */
static void check_others(struct req *r, struct form *form, struct task_draft *d)
{
	int64_t *day = mem_alloc(r->ctx, (DAYS_MORE + 1) * sizeof *day);
	size_t count = 1;

	day[0] = clock_midnight(d->task.starts_at);
	for (size_t i = 0; i < DAYS_MORE; i++) {
		const char *wrong = NULL;

		if (d->day[i] == 0)
			continue;
		if (ids_hold((struct ids) { count, day }, d->day[i]))
			wrong = "task.dag2.twice";
		else if (d->day[i] < day[count - 1])
			wrong = "task.dag2.order";
		else if (d->day[i] > r->ctx->now + AHEAD_MOST)
			wrong = "task.dag.far";
		if (wrong != NULL)
			form_wrong(
			    r, form, fields[i], phrase_in(r->ctx, wrong));
		else
			day[count++] = d->day[i];
	}
	d->days.day = (struct ids) { count - 1, day + 1 };
}

void task_days_check(struct req *r, struct form *form, struct task_draft *d)
{
	d->days = (struct task_days) { 0 };
	if (!form->ok)
		return;
	if (d->until != 0)
		check_weekly(r, form, d);
	else if (has_others(d))
		check_others(r, form, d);
	if (d->days.day.count > 0)
		d->task.one_off = false;
}

bool task_days_any(const struct task_draft *d)
{
	return d->until != 0 || has_others(d);
}

void task_days_put(struct req *r, struct view *v, const struct task_draft *d)
{
	struct ctx *c = r->ctx;
	struct view *list;

	if (d->days.day.count == 0)
		return;
	view_bool(c, v, "weekly", d->days.weekly);
	view_text(c, v, "weekday", clock_weekday_of(c, d->task.starts_at));
	view_int(c, v, "day_count", (int64_t)d->days.day.count + 1);
	list = view_list(c, v, "days");
	for (size_t i = 0; i <= d->days.day.count; i++) {
		struct view *of = view_item(c, list);

		view_text(c, of, "on",
		    clock_date(
			c, i == 0 ? d->task.starts_at : d->days.day.id[i - 1]));
		view_bool(c, of, "another", i > 0);
	}
}

/* On how many of its days the firm has a task like it already. */
static int64_t count_alike(
    struct req *r, const struct task_draft *d, int64_t employer)
{
	struct workplace at = d->place;
	int64_t alike;

	at.employer_id = employer;
	alike = task_alike(r->ctx, &d->task, &at) ? 1 : 0;
	for (size_t i = 0; i < d->days.day.count; i++) {
		struct task t = task_on_day(&d->task, d->days.day.id[i]);

		alike += task_alike(r->ctx, &t, &at) ? 1 : 0;
	}
	return alike;
}

void task_alike_put(
    struct req *r, struct view *v, const struct task_draft *d, int64_t employer)
{
	int64_t alike = count_alike(r, d, employer);

	if (alike == 0)
		return;
	view_int(r->ctx, v, "alike", alike);
	view_bool(r->ctx, v, "alike_one", d->days.day.count == 0);
}

/* ---- the same person ---- */

/* Those who came to it, or are to; the firm's own task alone. */
static const struct engagement *came(
    struct req *r, const struct task_draft *d, size_t *count)
{
	struct task t;

	*count = 0;
	if (d->after == NULL || *d->after == '\0' ||
	    !task_load(r->ctx, strtoll(d->after, NULL, 10), &t) ||
	    t.employer_id != r->user->employer)
		return NULL;
	return engagement_of_task(r->ctx, t.id, count);
}

static bool is_absent(struct req *r, const struct engagement *e)
{
	struct hours h;

	return hours_load(r->ctx, e->id, &h) && h.minutes == 0;
}

void task_same_put(struct req *r, struct view *v, const struct task_draft *d)
{
	size_t count;
	const struct engagement *all = came(r, d, &count);
	struct view *list = view_list(r->ctx, v, "same");
	bool anybody = true, chosen;

	for (size_t i = 0; i < count; i++) {
		struct view *item;
		struct person p;
		const char *id = mem_printf(r->ctx, "%" PRId64, all[i].id);

		if (is_absent(r, &all[i]) ||
		    !person_load(r->ctx, all[i].citizen_id, &p))
			continue;
		item = view_item(r->ctx, list);
		view_text(r->ctx, item, "value", id);
		view_text(r->ctx, item, "name", person_first_name(&p));
		chosen = d->same != NULL && strcmp(d->same, id) == 0;
		view_bool(r->ctx, item, "chosen", chosen);
		anybody = anybody && !chosen;
	}
	view_bool(r->ctx, v, "has_same", list->first != NULL);
	view_bool(r->ctx, v, "anybody", anybody);
}

int64_t task_same(struct req *r, const struct task_draft *d)
{
	size_t count;
	const struct engagement *all = came(r, d, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(d->same,
			mem_printf(r->ctx, "%" PRId64, all[i].id)) == 0)
			return all[i].citizen_id;
	return 0;
}
