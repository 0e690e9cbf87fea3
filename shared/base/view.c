#include "base/view.h"

static struct view *add(
    struct ctx *c, struct view *in, const char *name, enum view_kind kind)
{
	struct view *v = mem_alloc(c, sizeof *v);

	v->kind = kind;
	v->name = name;
	if (!in)
		return v;
	if (in->last)
		in->last->next = v;
	else
		in->first = v;
	in->last = v;
	return v;
}

struct view *view_new(struct ctx *c)
{
	return add(c, NULL, NULL, VIEW_MAP);
}

void view_text(
    struct ctx *c, struct view *in, const char *name, const char *text)
{
	add(c, in, name, VIEW_TEXT)->text = text ? text : "";
}

void view_int(struct ctx *c, struct view *in, const char *name, int64_t n)
{
	add(c, in, name, VIEW_INT)->number = n;
}

void view_bool(struct ctx *c, struct view *in, const char *name, bool b)
{
	add(c, in, name, VIEW_BOOL)->number = b;
}

struct view *view_list(struct ctx *c, struct view *in, const char *name)
{
	return add(c, in, name, VIEW_LIST);
}

struct view *view_item(struct ctx *c, struct view *list)
{
	return add(c, list, NULL, VIEW_MAP);
}

struct view *view_map(struct ctx *c, struct view *in, const char *name)
{
	return add(c, in, name, VIEW_MAP);
}

/* Most names differ in their first letter: calling strncmp() for each costs
 * more than the comparing, and a page asks for hundreds. */
static bool is_named(const struct view *v, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (v->name[i] != name[i])
			return false;
	return v->name[length] == '\0';
}

const struct view *view_get(
    const struct view *map, const char *name, size_t length)
{
	const struct view *v;

	if (map->kind != VIEW_MAP)
		return NULL;
	for (v = map->first; v; v = v->next)
		if (is_named(v, name, length))
			return v;
	return NULL;
}
