#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "cancel.h"
#include "form.h"
#include "message.h"
#include "person.h"
#include "portal.h"
#include "task_pages.h"
#include "series.h"

static const struct field fields[] = {
	{ "grund", FIELD_TEXT, offsetof(struct cancel, reason), 1, 20, false },
	{ "ord", FIELD_TEXT, offsetof(struct cancel, words), 0,
	    CANCEL_WORDS_MOST, true },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* What the page is about: a task, the place of one who comes to it, or all that
 * is ahead of a series. */
struct target {
	struct task task;      /* of a series its next date */
	struct engagement one; /* id 0: all of it */
	int64_t series;        /* 0: that task alone */
	struct cancel_terms terms;
	enum err may;
};

static bool find_task(struct req *r, struct target *g)
{
	g->one.id = g->series = 0;
	if (!task_load(r->ctx, r->id, &g->task))
		return false;
	g->may = cancel_task_terms(r->ctx, &g->task, &g->terms);
	return true;
}

static bool find_place(struct req *r, struct target *g)
{
	g->series = 0;
	if (!engagement_load(r->ctx, r->id, &g->one) ||
	    !task_load(r->ctx, g->one.task_id, &g->task))
		return false;
	g->may = cancel_place_terms(r->ctx, &g->one, &g->terms);
	return true;
}

static bool find_series(struct req *r, struct target *g)
{
	size_t count, i = 0;
	const struct task *all = task_of_series(r->ctx, r->id, &count);

	if (count == 0)
		return false;
	while (i < count - 1 && !task_is_ahead(r->ctx, &all[i]))
		i++;
	g->task = all[i];
	g->one.id = 0;
	g->series = r->id;
	g->may = cancel_series_terms(r->ctx, r->id, &g->terms);
	return true;
}

/* ---- the page ---- */

static void put_reasons(struct req *r, struct view *v, const char *chosen)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "reasons");

	for (size_t i = 0; cancel_reasons[i] != NULL; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "value", cancel_reasons[i]);
		view_text(c, item, "label",
		    phrase_in(c,
			mem_printf(c, "cancel.reason.%s", cancel_reasons[i])));
		view_bool(
		    c, item, "chosen", strcmp(chosen, cancel_reasons[i]) == 0);
	}
}

static const char *first_name(struct req *r, int64_t citizen)
{
	struct person p;

	return person_load(r->ctx, citizen, &p) ? person_first_name(&p) : "";
}

/* "Amir, Ida": whom it is cancelled for. */
static const char *names(struct req *r, const struct target *g)
{
	struct text t = text_new(r->ctx->mem, 2000);
	struct ids people = { 1, &g->one.citizen_id };

	if (g->series != 0)
		people = series_people(r->ctx, g->series, r->ctx->now);
	else if (g->one.id == 0)
		people = engagement_people(r->ctx, g->task.id);
	for (size_t i = 0; i < people.count; i++)
		text_printf(&t, "%s%s", i == 0 ? "" : ", ",
		    first_name(r, people.id[i]));
	return t.s;
}

static void put_terms(struct req *r, struct view *v, const struct target *g)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "names", g->terms.people > 0 ? names(r, g) : NULL);
	view_bool(c, v, "late", g->terms.late);
	view_int(c, v, "limit", g->terms.hours);
	view_text(c, v, "hours", message_hours(c, g->terms.minutes));
	view_text(c, v, "amount", message_money(c, g->terms.amount_ore));
	view_text(
	    c, v, "price", mem_printf(c, "%" PRId64, g->terms.amount_ore));
}

/* Where the form goes, and where it was come from. */
static void put_path(struct req *r, struct view *v, const struct target *g)
{
	struct ctx *c = r->ctx;

	if (g->series != 0) {
		view_text(c, v, "path",
		    mem_printf(c, "serie/%" PRId64 "/aflys", r->id));
		view_text(c, v, "back", mem_printf(c, "serie/%" PRId64, r->id));
		return;
	}
	view_text(c, v, "path",
	    g->one.id == 0 ? mem_printf(c, "%" PRId64 "/aflys", r->id)
			   : mem_printf(c, "plads/%" PRId64, r->id));
	view_text(c, v, "back", mem_printf(c, "%" PRId64, g->task.id));
}

static struct reply show(struct req *r, int status, struct form *form,
    const struct target *g, const char *reason)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	const char *what = g->series != 0 ? phrase_in(c, "cancel.series")
	    : g->one.id == 0
	    ? phrase_in(c, "cancel.task")
	    : phrase_x(c, "cancel.place", first_name(r, g->one.citizen_id));

	view_text(c, v, "title", what);
	view_text(c, v, "do", what);
	put_path(r, v, g);
	view_text(c, v, "verb", task_verb(c, &g->task));
	view_text(c, v, "day", clock_day(c, g->task.starts_at));
	view_text(
	    c, v, "time", clock_span(c, g->task.starts_at, g->task.ends_at));
	view_bool(c, v, "series", g->series != 0);
	view_bool(c, v, "open", g->may == OK);
	view_bool(c, v, "changed", status == 409);
	put_terms(r, v, g);
	put_reasons(r, v, reason);
	form_put(r, form, v);
	return reply_page(r, status, "cancel.html", v);
}

static struct reply show_empty(struct req *r, const struct target *g)
{
	struct form form = { .name = "cancel", .fields = fields };
	struct cancel empty = { .reason = "", .words = "" };

	form_show(r, &form, &empty);
	return show(r, 200, &form, g, "");
}

/* GET /opgaver/:id/aflys */
struct reply cancel_task_show(struct req *r)
{
	struct target g;

	return find_task(r, &g) ? show_empty(r, &g)
				: reply_error(r, ERR_NOT_FOUND);
}

/* GET /opgaver/serie/:id/aflys */
struct reply cancel_series_show(struct req *r)
{
	struct target g;

	return find_series(r, &g) ? show_empty(r, &g)
				  : reply_error(r, ERR_NOT_FOUND);
}

/* GET /opgaver/plads/:id */
struct reply cancel_place_show(struct req *r)
{
	struct target g;

	return find_place(r, &g) ? show_empty(r, &g)
				 : reply_error(r, ERR_NOT_FOUND);
}

/* ---- doing it ---- */

static bool is_done(const struct target *g)
{
	if (g->series != 0)
		return g->may == ERR_CONFLICT;
	return strcmp(g->task.state, "cancelled") == 0 ||
	    (g->one.id != 0 && strcmp(g->one.state, "cancelled") == 0);
}

static enum err do_cancel(
    struct req *r, const struct target *g, const struct cancel *why)
{
	if (g->series != 0)
		return cancel_series(r->ctx, g->series, why);
	if (g->one.id != 0)
		return cancel_place(r->ctx, g->one.id, why);
	return cancel_task(r->ctx, g->task.id, why);
}

/* Pressed twice it is done once, and their task shows that. What costs
 * something else than the page said is shown again, with what it costs now. */
static struct reply save(struct req *r, struct target *g,
    bool (*find)(struct req *r, struct target *g))
{
	struct form form = { .name = "cancel", .fields = fields };
	struct cancel why = { 0 };
	enum err err;

	form_read(r, &form, &why);
	if (form.ok && !cancel_is_reason(why.reason))
		form_wrong(
		    r, &form, "grund", phrase_in(r->ctx, "cancel.grund.wrong"));
	if (!form.ok)
		return show(r, 422, &form, g, why.reason);
	why.by = r->user->id;
	why.seen_ore = strtoll(param_value(&r->form, "pris"), NULL, 10);
	err = do_cancel(r, g, &why);
	if (err == OK)
		wake_notifier();
	if (err == OK || (find(r, g) && is_done(g)))
		return g->series != 0
		    ? reply_see(r, "/opgaver/serie/%" PRId64, g->series)
		    : reply_see(r, "/opgaver/%" PRId64, g->task.id);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	return show(r, 409, &form, g, why.reason);
}

/* POST /opgaver/:id/aflys */
struct reply cancel_task_save(struct req *r)
{
	struct target g;

	return find_task(r, &g) ? save(r, &g, find_task)
				: reply_error(r, ERR_NOT_FOUND);
}

/* POST /opgaver/plads/:id */
struct reply cancel_place_save(struct req *r)
{
	struct target g;

	return find_place(r, &g) ? save(r, &g, find_place)
				 : reply_error(r, ERR_NOT_FOUND);
}

/* POST /opgaver/serie/:id/aflys */
struct reply cancel_series_save(struct req *r)
{
	struct target g;

	return find_series(r, &g) ? save(r, &g, find_series)
				  : reply_error(r, ERR_NOT_FOUND);
}
