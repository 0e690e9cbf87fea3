/* Views: what a page or a message shows, a small tree of named values in the
 * request's arena. base/tmpl.h fills templates from it. Texts are kept, not
 * copied: they live in the same arena or in the program. */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include "base/arena.h"

enum view_kind { VIEW_TEXT, VIEW_INT, VIEW_BOOL, VIEW_LIST, VIEW_MAP };

struct view {
	enum view_kind kind;
	const char *name; /* NULL for an item of a list */
	uint32_t hash;    /* of the name: view_hash() */
	const char *text;
	int64_t number; /* of VIEW_INT and VIEW_BOOL */
	struct view *first, *last;
	uint64_t members; /* a bit for each member's hash: most are not there */
	struct view *next;
};

/* The root: an empty map. */
struct view *view_new(struct ctx *c);

void view_text(struct ctx *c, struct view *in, const char *name,
    const char *text); /* NULL shows as the empty text, which is false */
void view_int(struct ctx *c, struct view *in, const char *name, int64_t n);
void view_bool(struct ctx *c, struct view *in, const char *name, bool b);

/* An empty list; a new map at the end of a list; a named map. */
struct view *view_list(struct ctx *c, struct view *in, const char *name);
struct view *view_item(struct ctx *c, struct view *list);
struct view *view_map(struct ctx *c, struct view *in, const char *name);

/* What a map holds is in the other too, from now on, after its own; nothing is
 * put into `from` afterwards. */
void view_share(struct view *to, const struct view *from);

/* The member of a map, or NULL; and the same for who asks again and again, and
 * has the name's hash. */
const struct view *view_get(
    const struct view *map, const char *name, size_t length);
const struct view *view_find(
    const struct view *map, const char *name, size_t length, uint32_t hash);
uint32_t view_hash(const char *name, size_t length);

/* Whether it may hold one of that hash; else it is not worth looking. */
static inline bool view_may_hold(const struct view *map, uint32_t hash)
{
	return (map->members >> hash % 64 & 1) != 0;
}

#endif
