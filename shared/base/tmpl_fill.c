#include "base/tmpl_parts.h"

#include <string.h>

#include "base/html.h"

/* A map whose names are in reach, and the one around it. */
struct scope {
	const struct view *map;
	const struct scope *outer;
};

struct filling {
	struct text *out;
	char *why;
	struct tmpl_languages in;
};

static bool fill(struct filling *f, const struct tmpl *t, size_t from,
    size_t to, const struct scope *scope);

/* The first word of a dotted name is looked for outwards, the others within
 * what it names. */
static const struct view *look(
    const struct scope *scope, const struct step *step)
{
	const struct view *found = NULL;
	size_t at = 0, n = step->head;
	const char *dot;

	for (; scope && !found; scope = scope->outer)
		if (view_may_hold(scope->map, step->hash))
			found = view_find(scope->map, step->s, n, step->hash);
	while (found && at + n < step->n) {
		at += n + 1;
		dot = memchr(step->s + at, '.', step->n - at);
		n = dot ? (size_t)(dot - step->s) - at : step->n - at;
		found = view_get(found, step->s + at, n);
	}
	return found;
}

static bool is_true(const struct view *v)
{
	if (!v)
		return false;
	switch (v->kind) {
	case VIEW_TEXT: return v->text[0] != '\0';
	case VIEW_INT:
	case VIEW_BOOL: return v->number != 0;
	case VIEW_LIST: return v->first != NULL;
	case VIEW_MAP: return true;
	}
	return false;
}

/* A page shows many, and printf is slow. */
static void add_number(struct text *out, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[24];
	char *s = digits + sizeof digits;

	do {
		*--s = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (number < 0)
		*--s = '-';
	text_add_n(out, s, (size_t)(digits + sizeof digits - s));
}

static bool show(struct filling *f, const struct tmpl *t,
    const struct step *step, const struct scope *scope)
{
	const struct view *v = look(scope, step);

	if (!v)
		return tmpl_fail(f->why, t->name, step->line,
		    "no %.*s in the view", (int)step->n, step->s);
	if (v->kind == VIEW_INT)
		add_number(f->out, v->number);
	else if (v->kind != VIEW_TEXT)
		return tmpl_fail(f->why, t->name, step->line, "%.*s is no text",
		    (int)step->n, step->s);
	else if (t->html)
		html_escape(f->out, v->text);
	else
		text_add(f->out, v->text);
	return true;
}

/* Sections and parts nest to TMPL_NESTED_MOST, which is checked when they are
 * parsed. NOLINTBEGIN(misc-no-recursion) */

/* The steps of the section at i, for what it names. */
static bool each(struct filling *f, const struct tmpl *t, size_t i,
    const struct scope *scope)
{
	const struct step *step = &t->steps[i];
	const struct view *v = look(scope, step);
	struct scope inner = { .outer = scope };

	if (!is_true(v))
		return true;
	if (v->kind == VIEW_LIST) {
		for (inner.map = v->first; inner.map;
		     inner.map = inner.map->next)
			if (!fill(f, t, i + 1, step->after, &inner))
				return false;
		return true;
	}
	inner.map = v;
	return fill(
	    f, t, i + 1, step->after, v->kind == VIEW_MAP ? &inner : scope);
}

static bool say(
    struct filling *f, const struct step *step, const struct scope *scope)
{
	bool frame = step->head == 5 && !memcmp(step->s, "frame", 5);
	const struct tmpl *t = step->said[frame ? f->in.frame : f->in.page];

	return fill(f, t, 0, t->count, scope);
}

static bool take(struct filling *f, const struct tmpl *t, size_t i,
    const struct scope *scope)
{
	const struct step *step = &t->steps[i];

	switch (step->kind) {
	case STEP_TEXT: text_add_n(f->out, step->s, step->n); return true;
	case STEP_VALUE: return show(f, t, step, scope);
	case STEP_EACH: return each(f, t, i, scope);
	case STEP_UNLESS:
		return is_true(look(scope, step)) ||
		    fill(f, t, i + 1, step->after, scope);
	case STEP_PART: return fill(f, step->part, 0, step->part->count, scope);
	case STEP_PHRASE: return say(f, step, scope);
	}
	return false;
}

static bool fill(struct filling *f, const struct tmpl *t, size_t from,
    size_t to, const struct scope *scope)
{
	size_t i = from;

	while (i < to) {
		if (!take(f, t, i, scope))
			return false;
		i = t->steps[i].after ? t->steps[i].after : i + 1;
	}
	return true;
}

/* NOLINTEND(misc-no-recursion) */

/* What cannot be filled whole is not there at all. */
bool tmpls_fill_in(const struct tmpls *set, const char *name,
    struct tmpl_languages in, const struct view *view, struct text *out,
    char why[WHY])
{
	const struct tmpl *t = tmpl_find(set, name, strlen(name));
	struct filling f = { .out = out, .why = why, .in = in };
	struct scope root = { .map = view };
	size_t before = out->n;
	bool good;

	if (!t || !set->checked)
		return tmpl_fail(why, name, 0,
		    t ? "the templates are not checked" : "no such template");
	good = fill(&f, t, 0, t->count, &root);
	if (good && out->full)
		good = tmpl_fail(
		    why, name, 0, "longer than %zu bytes", out->most);
	if (!good) {
		out->n = before;
		out->s[before] = '\0';
	}
	return good;
}

bool tmpls_fill(const struct tmpls *set, const char *name,
    const struct view *view, struct text *out, char why[WHY])
{
	static const struct tmpl_languages danish = { DANISH, DANISH };

	return tmpls_fill_in(set, name, danish, view, out, why);
}
