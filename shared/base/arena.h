/* Arenas: memory for one request or one pass, given back all at once. Nothing
 * in the domain frees; what must outlive its request belongs in the database.
 * Running out, or passing the ceiling, ends the program with a line in the
 * log: the service manager starts it again and the database is whole. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#define ARENA_MOST ((size_t)16 << 20) /* bytes one request may ever use */

/* An empty arena; arena_free() ends it. */
struct arena *arena_new(void);

/* Gives everything back but one chunk, which is kept for the next request.
 * Under AddressSanitizer what was given back is poisoned. */
void arena_reset(struct arena *a);

void arena_free(struct arena *a);

/* Where the arena stands now; and what was taken since then given back, when a
 * loop needs it for each step alone. A chunk of its own goes with it. */
struct arena_mark {
	struct chunk *chunk;
	size_t chunk_used, used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_back(struct arena *a, struct arena_mark mark);

/* size bytes of zeros, aligned for anything. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* The same with anything in them, for what is written whole before it is read:
 * to clear a page's worth each time is felt. */
void *arena_room(struct arena *a, size_t size);

/* The same, from a context's arena. */
void *mem_alloc(struct ctx *c, size_t size);

/* A copy of the text, or of its first n bytes, ended with a NUL. */
char *mem_dup(struct ctx *c, const char *s);
char *mem_dup_n(struct ctx *c, const char *s, size_t n);

/* Those texts one after the other. */
#define mem_join(c, ...) mem_joined(c, (const char *[]) { __VA_ARGS__, NULL })
char *mem_joined(struct ctx *c, const char *const *texts);

/* printf into the arena. */
char *mem_printf(struct ctx *c, const char *fmt, ...) PRINTF(2, 3);

#endif
