#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

void *grow_exact(void *at, size_t *room, size_t count, size_t size)
{
	unsigned char *moved = reallocarray(at, count > 0 ? count : 1, size);

	if (moved == NULL)
		log_bug("grow.no_memory count=%zu size=%zu", count, size);
	if (count > *room)
		memset(moved + *room * size, 0, (count - *room) * size);
	*room = count;
	return moved;
}

void *grow(void *at, size_t *room, size_t count, size_t size)
{
	if (count <= *room)
		return at;
	return grow_exact(at, room, count + count / 4 + 4, size);
}

char *grow_text(const char *s)
{
	size_t room = 0;
	char *copy = grow_exact(NULL, &room, strlen(s) + 1, 1);

	memcpy(copy, s, room);
	return copy;
}

void grow_free(void *at)
{
	free(at);
}

/* ---- tables ---- */

uint64_t mix64(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

size_t table_first(const struct table *t, uint64_t hash)
{
	return (size_t)(((hash >> 32) * t->room) >> 32);
}

size_t table_next(const struct table *t, size_t at)
{
	return at + 1 < t->room ? at + 1 : 0;
}

uint32_t table_get(const struct table *t, size_t at)
{
	return t->room > 0 ? t->at[at] - 1 : TABLE_NONE;
}

static void put(struct table *t, const void *owner, uint32_t number)
{
	size_t at = table_first(t, t->hash(owner, number));

	while (t->at[at] != 0)
		at = table_next(t, at);
	t->at[at] = number + 1;
}

/* Eight of ten places are taken at most, so there is always a free one. */
static size_t room_for(size_t count)
{
	return count + count / 4 + 2;
}

void table_add(struct table *t, const void *owner, uint32_t number)
{
	struct table old = *t;

	if (room_for(t->used + 1) > t->room) {
		t->room = 0;
		t->at = grow_exact(NULL, &t->room,
		    room_for(old.used + old.used / 2 + 8), sizeof *t->at);
		for (size_t i = 0; i < old.room; i++)
			if (old.at[i] != 0)
				put(t, owner, old.at[i] - 1);
		grow_free(old.at);
	}
	put(t, owner, number);
	t->used++;
}

void table_fit(struct table *t, const void *owner, uint32_t count)
{
	grow_free(t->at);
	t->room = 0;
	t->used = count;
	t->at = grow_exact(NULL, &t->room, room_for(count), sizeof *t->at);
	for (uint32_t i = 0; i < count; i++)
		put(t, owner, i);
}

/* Those who stand behind because the place was taken move up, so that nobody is
 * looked for past an empty place. */
static void close_gap(struct table *t, const void *owner, size_t gap)
{
	size_t at = gap;

	for (;;) {
		size_t home;

		at = table_next(t, at);
		if (t->at[at] == 0)
			break;
		home = table_first(t, t->hash(owner, t->at[at] - 1));
		if (gap <= at ? gap < home && home <= at
			      : gap < home || home <= at)
			continue;
		t->at[gap] = t->at[at];
		gap = at;
	}
	t->at[gap] = 0;
}

void table_drop(struct table *t, const void *owner, uint32_t number)
{
	size_t at = table_first(t, t->hash(owner, number));

	for (; table_get(t, at) != TABLE_NONE; at = table_next(t, at))
		if (t->at[at] == number + 1) {
			t->used--;
			close_gap(t, owner, at);
			return;
		}
}
