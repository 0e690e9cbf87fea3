#include "base/clock.h"

#include "form.h"
#include "portal.h"
#include "task_pages.h"
#include "task.h"

static const struct field fields[] = {
	{ "dag", FIELD_DATE, offsetof(struct shift_form, day), 0, 0, false },
	{ "fra", FIELD_TIME, offsetof(struct shift_form, from), 0, 0, false },
	{ "til", FIELD_TIME, offsetof(struct shift_form, to), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static struct reply show(struct req *r, int status, const struct task *t,
    struct form *form, struct view *v)
{
	struct ctx *c = r->ctx;
	enum err may;

	view_text(c, v, "title", phrase_in(r->ctx, "move.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, t->id));
	view_text(c, v, "verb", task_verb(c, t));
	view_text(c, v, "day", clock_day(c, t->starts_at));
	view_text(c, v, "time", clock_span(c, t->starts_at, t->ends_at));
	may = task_may_move(c, t);
	view_bool(c, v, "movable", may == OK);
	view_bool(c, v, "late", may == ERR_FORBIDDEN);
	view_bool(c, v, "taken", t->taken > 0);
	form_put(r, form, v);
	return reply_page(r, status, "task_move.html", v);
}

/* GET /opgaver/:id/tid: another day is proposed, when one would help. */
struct reply task_move_new(struct req *r)
{
	struct form form = { .name = "task", .fields = fields };
	struct view *v = view_new(r->ctx);
	struct shift_form s;
	int64_t day;
	struct task t;

	if (!task_load(r->ctx, r->id, &t))
		return reply_error(r, ERR_NOT_FOUND);
	day = t.taken == 0 ? preview_put_other_day(r, v, t.id) : 0;
	s = shift_form_of(t.starts_at, t.ends_at);
	if (day != 0)
		s.day = day;
	form_show(r, &form, &s);
	return show(r, 200, &t, &form, v);
}

/* POST /opgaver/:id/tid */
struct reply task_move_save(struct req *r)
{
	struct form form = { .name = "task", .fields = fields };
	int64_t starts_at, ends_at;
	struct shift_form s;
	struct task t;
	enum err err;

	if (!task_load(r->ctx, r->id, &t))
		return reply_error(r, ERR_NOT_FOUND);
	form_read(r, &form, &s);
	if (form.ok) {
		shift_form_span(&s, &starts_at, &ends_at);
		shift_form_check(r, &form, starts_at, ends_at);
	}
	if (!form.ok)
		return show(r, 422, &t, &form, view_new(r->ctx));
	err = task_move(r->ctx, t.id, starts_at, ends_at);
	if (err == ERR_CONFLICT || err == ERR_FORBIDDEN)
		return show(r, 409, &t, &form, view_new(r->ctx));
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/opgaver/%" PRId64, t.id);
}
