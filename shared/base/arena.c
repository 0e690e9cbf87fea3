#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif

#ifdef POISONS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

#define CHUNK ((size_t)32 << 10) /* most requests need one; 512 may be kept */
#define ALIGN _Alignof(max_align_t)

struct chunk {
	struct chunk *older;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct chunk *newest;
	size_t used; /* of all chunks, against ARENA_MOST */
};

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		log_bug("memory.out bytes=%zu", sizeof *a);
	return a;
}

/* Poison is taken off first: what malloc gives out next is not ours. */
static void drop(struct chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
	free(chunk);
}

/* The chunk that stays is one of the usual size: a page that once needed
 * megabytes must not hold them for as long as its thread lives. */
void arena_reset(struct arena *a)
{
	struct chunk *kept = NULL;
	struct chunk *chunk = a->newest;
	struct chunk *older;

	for (; chunk; chunk = older) {
		older = chunk->older;
		if (!kept && chunk->size == CHUNK)
			kept = chunk;
		else
			drop(chunk);
	}
	if (kept) {
		kept->older = NULL;
		kept->used = 0;
		ASAN_POISON_MEMORY_REGION(kept->data, kept->size);
	}
	a->newest = kept;
	a->used = 0;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark) { .chunk = a->newest,
		.chunk_used = a->newest != NULL ? a->newest->used : 0,
		.used = a->used };
}

void arena_back(struct arena *a, struct arena_mark mark)
{
	while (a->newest != mark.chunk) {
		struct chunk *older = a->newest->older;

		drop(a->newest);
		a->newest = older;
	}
	if (a->newest != NULL) {
		a->newest->used = mark.chunk_used;
		ASAN_POISON_MEMORY_REGION(
		    (char *)a->newest->data + mark.chunk_used,
		    a->newest->size - mark.chunk_used);
	}
	a->used = mark.used;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	if (a->newest)
		drop(a->newest);
	free(a);
}

static struct chunk *chunk_add(struct arena *a, size_t least)
{
	size_t size = least > CHUNK ? least : CHUNK;
	struct chunk *chunk = malloc(sizeof *chunk + size);

	if (!chunk)
		log_bug("memory.out bytes=%zu", size);
	chunk->older = a->newest;
	chunk->size = size;
	chunk->used = 0;
	a->newest = chunk;
	ASAN_POISON_MEMORY_REGION(chunk->data, size);
	return chunk;
}

void *arena_room(struct arena *a, size_t size)
{
	struct chunk *chunk = a->newest;
	size_t whole;
	char *p;

	if (size > ARENA_MOST - a->used)
		log_bug("arena.full bytes=%zu used=%zu", size, a->used);
	whole = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (!chunk || whole > chunk->size - chunk->used)
		chunk = chunk_add(a, whole);

	p = (char *)chunk->data + chunk->used;
	chunk->used += whole;
	a->used += whole;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_room(a, size), 0, size);
}

void *mem_alloc(struct ctx *c, size_t size)
{
	return arena_alloc(c->mem, size);
}

char *mem_dup(struct ctx *c, const char *s)
{
	return mem_dup_n(c, s, strlen(s));
}

char *mem_dup_n(struct ctx *c, const char *s, size_t n)
{
	char *copy = arena_room(c->mem, n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *mem_joined(struct ctx *c, const char *const *texts)
{
	size_t length = 0;
	char *s, *to;

	for (size_t i = 0; texts[i] != NULL; i++)
		length += strlen(texts[i]);
	to = s = arena_room(c->mem, length + 1);
	for (size_t i = 0; texts[i] != NULL; i++)
		to = stpcpy(to, texts[i]);
	return s;
}

char *mem_printf(struct ctx *c, const char *fmt, ...)
{
	char first[200]; /* most are short, and need formatting only once */
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(first, sizeof first, fmt, ap);
	va_end(ap);
	if (n < 0)
		log_bug("printf.bad");
	if ((size_t)n < sizeof first)
		return mem_dup_n(c, first, (size_t)n);

	s = mem_alloc(c, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}
