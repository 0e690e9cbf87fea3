#include "base/view.h"

#include <string.h>

uint32_t view_hash(const char *name, size_t length)
{
	uint32_t hash = 2166136261U; /* FNV-1a */

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619U;
	return hash;
}

static struct view *add(
    struct ctx *c, struct view *in, const char *name, enum view_kind kind)
{
	struct view *v = mem_alloc(c, sizeof *v);

	v->kind = kind;
	v->name = name;
	if (name)
		v->hash = view_hash(name, strlen(name));
	if (!in)
		return v;
	in->members |= UINT64_C(1) << v->hash % 64;
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

void view_share(struct view *to, const struct view *from)
{
	if (!from->first)
		return;
	if (to->last)
		to->last->next = from->first;
	else
		to->first = from->first;
	to->last = from->last;
	to->members |= from->members;
}

const struct view *view_find(
    const struct view *map, const char *name, size_t length, uint32_t hash)
{
	const struct view *v;

	if (map->kind != VIEW_MAP || !view_may_hold(map, hash))
		return NULL;
	for (v = map->first; v; v = v->next)
		if (v->hash == hash && !strncmp(v->name, name, length) &&
		    v->name[length] == '\0')
			return v;
	return NULL;
}

const struct view *view_get(
    const struct view *map, const char *name, size_t length)
{
	return view_find(map, name, length, view_hash(name, length));
}
