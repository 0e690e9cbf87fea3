#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "form.h"
#include "portal.h"

/* Who has not posted before fills in three short steps, and who has fills in
 * one page: the same form, shown in parts. */

/* The field that each step begins with. */
static const char *const begins[TASK_STEPS] = { "funktion", "dag", "loen" };

/* The ticks that share a name, by step. */
static const char *const lists[TASK_STEPS][2] = { { NULL }, { NULL },
	{ "hos_os", NULL } };

/* The parts of the page, and the step that each is in. */
static const struct {
	const char *name;
	int64_t step;
} parts[] = { { "shows_what", 1 }, { "shows_when", 2 }, { "shows_where", 2 },
	{ "shows_pay", 3 }, { "shows_here", 3 } };

static bool begins_step(const struct field *f, int64_t step)
{
	return step <= TASK_STEPS &&
	    (f->kind == FIELD_END || strcmp(f->name, begins[step - 1]) == 0);
}

/* Its fields stand together in the table. */
struct form task_step_form(struct req *r, int64_t step)
{
	struct form form = task_form;
	const struct field *from = task_form.fields, *to;
	struct field *own;

	if (step == TASK_ALL)
		return form;
	while (!begins_step(from, step))
		from++;
	for (to = from; to->kind != FIELD_END && !begins_step(to, step + 1);)
		to++;
	own = mem_alloc(r->ctx, (size_t)(to - from + 1) * sizeof *own);
	memcpy(own, from, (size_t)(to - from) * sizeof *own);
	own[to - from] = (struct field) { .kind = FIELD_END };
	form.fields = own;
	form.lists = lists[step - 1];
	return form;
}

/* ---- what was pressed ---- */

int64_t task_step_asked(const struct params *p)
{
	const char *asked = param_value(p, "vis");

	return *asked >= '0' && *asked <= '0' + TASK_STEPS && asked[1] == '\0'
	    ? *asked - '0'
	    : -1;
}

struct task_press task_pressed(const struct req *r)
{
	const char *step = param_value(&r->form, "trin");

	return (struct task_press) {
		.draft = strtoll(param_value(&r->form, "kladde"), NULL, 10),
		.step = *step >= '1' && *step <= '0' + TASK_STEPS ? *step - '0'
								  : TASK_ALL,
		.go = task_step_asked(&r->form),
		.key = param_value(&r->form, "en_gang"),
		.later = param_find(&r->form, "gem") != NULL,
		.mend = param_find(&r->form, "ret") != NULL
	};
}

/* ---- what is kept ---- */

/* What was sent is all there is of a draft that is gone. */
void task_step_take_up(struct req *r, const struct task_press *p)
{
	struct form part = task_step_form(r, p->step);
	struct draft kept = { .id = p->draft };

	if (p->step == TASK_ALL)
		return;
	if (kept.id == 0)
		kept.id = draft_of_key(r->ctx, r->user->employer, p->key);
	if (draft_load(r->ctx, kept.id, &kept) &&
	    kept.employer_id == r->user->employer)
		form_take_up(r, &part, kept.form);
}

int64_t task_step_keep(
    struct req *r, const struct task_press *p, int64_t left_at)
{
	struct draft d = { .id = p->draft,
		.employer_id = r->user->employer,
		.written_by = r->user->id,
		.form = form_write(r->ctx, form_sent(r, &task_form)),
		.step = left_at };

	return draft_keep(r->ctx, &d, p->key) == OK ? d.id : 0;
}

/* ---- what is shown ---- */

void task_step_put(struct req *r, struct view *v, int64_t step)
{
	struct ctx *c = r->ctx;
	struct form part = task_step_form(r, step);
	struct view *of;

	for (size_t i = 0; i < COUNT(parts); i++)
		view_bool(c, v, parts[i].name,
		    step == TASK_ALL || parts[i].step == step);
	if (step == TASK_ALL)
		return;
	form_put_sent(r, &task_form, &part, v);
	of = view_map(c, v, "step");
	view_int(c, of, "n", step);
	view_int(c, of, "of", TASK_STEPS);
	view_int(c, of, "before", step - 1);
	view_bool(c, of, "goes_on", step < TASK_STEPS);
}
