#include "match_parts.h"

#include <stdlib.h>
#include <string.h>

/* Everybody laid out anew: neighbours beside each other, for a search goes from
 * cell to cell, and nothing with room for more. */

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Who is here, by cell; in a cell, in the order in which they stood. */
static uint64_t *in_order(const struct match_index *ix)
{
	size_t room = 0, count = 0;
	uint64_t *order = grow_exact(NULL, &room, ix->living, sizeof *order);

	for (uint32_t i = 0; i < ix->places; i++) {
		const struct hot *h = &ix->hot[i];
		uint64_t east = (uint16_t)(cell_of(h->east_m) - INT16_MIN);
		uint64_t north = (uint16_t)(cell_of(h->north_m) - INT16_MIN);

		if (h->here)
			order[count++] = north << 48 | east << 32 | i;
	}
	qsort(order, count, sizeof *order, by_value);
	return order;
}

/* ---- people ---- */

/* The notes of one, behind those that are there. */
static void move_notes(
    struct match_index *ix, struct hot *h, struct note *moved, uint32_t *count)
{
	uint32_t at = h->notes;

	if (at == 0)
		return;
	h->notes = *count + 1;
	while (at > 0) {
		moved[*count] = ix->note[at - 1];
		at = moved[(*count)++].next;
		moved[*count - 1].next = at > 0 ? *count + 1 : 0;
	}
}

static void *replace(void *old, void *moved)
{
	grow_free(old);
	return moved;
}

/* Where each went, by where they stood. */
static uint32_t *move_people(struct match_index *ix, const uint64_t *order)
{
	size_t hots = 0, ids = 0, wishes = 0, notes = 0, places = 0;
	struct hot *hot = grow_exact(NULL, &hots, ix->living, sizeof *hot);
	int64_t *id = grow_exact(NULL, &ids, ix->living, sizeof *id);
	uint32_t *wish = grow_exact(NULL, &wishes, ix->living, sizeof *wish);
	struct note *note = grow_exact(NULL, &notes, ix->notes, sizeof *note);
	uint32_t *to = grow_exact(NULL, &places, ix->places, sizeof *to);
	uint32_t count = 0;

	for (uint32_t i = 0; i < ix->living; i++) {
		uint32_t was = (uint32_t)order[i];

		hot[i] = ix->hot[was];
		id[i] = ix->id[was];
		wish[i] = ix->wish[was];
		to[was] = i;
		move_notes(ix, &hot[i], note, &count);
	}
	ix->hot = replace(ix->hot, hot);
	ix->id = replace(ix->id, id);
	ix->wish = replace(ix->wish, wish);
	ix->note = replace(ix->note, note);
	ix->hot_room = hots;
	ix->id_room = ids;
	ix->wish_room = wishes;
	ix->places = ix->living;
	ix->free_place = ix->free_note = 0;
	ix->notes = count;
	ix->note = grow_exact(ix->note, &notes, count, sizeof *note);
	ix->note_room = notes;
	table_fit(&ix->by_id, ix, ix->living);
	return to;
}

/* ---- postings ---- */

static size_t pool_bytes(const struct bucket *b)
{
	return (size_t)(b->count + (b->count + 3) / 4) * sizeof *b->who;
}

static uint32_t *move_bucket(
    struct bucket *b, uint32_t *pool, const uint32_t *to)
{
	const unsigned char *posted = bucket_posted(b);

	for (uint32_t i = 0; i < b->count; i++)
		pool[i] = to[b->who[i]];
	if (b->count > 0)
		memcpy(pool + b->count, posted, b->count);
	bucket_release(b);
	b->who = pool;
	b->room = b->count;
	b->pooled = 1;
	return pool + pool_bytes(b) / sizeof *pool;
}

/* All in one block, but for those that grow later. Empty ones go. */
static void move_buckets(struct match_index *ix, const uint32_t *to)
{
	size_t bytes = 0, room = 0;
	uint32_t *pool, *at, count = 0;

	for (uint32_t i = 0; i < ix->buckets; i++)
		bytes += pool_bytes(&ix->bucket[i]);
	at = pool = grow_exact(NULL, &room, bytes, 1);
	for (uint32_t i = 0; i < ix->buckets; i++) {
		struct bucket b = ix->bucket[i];

		at = move_bucket(&b, at, to);
		if (b.count > 0)
			ix->bucket[count++] = b;
	}
	ix->buckets = count;
	ix->bucket = grow_exact(
	    ix->bucket, &ix->bucket_room, count, sizeof *ix->bucket);
	grow_free(ix->pool);
	ix->pool = pool;
	ix->pool_bytes = room;
	table_fit(&ix->by_cell, ix, count);
}

static void fit(struct intern *s)
{
	s->at = grow_exact(s->at, &s->room, s->count, s->size);
	table_fit(&s->by, s, s->count);
}

void match_index_trim(struct match_index *ix)
{
	uint64_t *order;
	uint32_t *to;

	pthread_rwlock_wrlock(&ix->lock);
	order = in_order(ix);
	to = move_people(ix, order);
	move_buckets(ix, to);
	fit(&ix->days);
	fit(&ix->weeks);
	grow_free(order);
	grow_free(to);
	pthread_rwlock_unlock(&ix->lock);
}
