#include "match_parts.h"

#include <string.h>

#include "base/log.h"

/* ---- hashes ---- */

static uint64_t hash_id(const void *owner, uint32_t number)
{
	const struct match_index *ix = owner;

	return mix64((uint64_t)ix->id[number]);
}

static uint64_t hash_cell(int function, int16_t east, int16_t north)
{
	return mix64((uint64_t)(uint16_t)east << 32 |
	    (uint64_t)(uint16_t)north << 16 | (uint64_t)function);
}

static uint64_t hash_bucket(const void *owner, uint32_t number)
{
	const struct match_index *ix = owner;
	const struct bucket *b = &ix->bucket[number];

	return hash_cell(b->function, b->east, b->north);
}

static uint64_t hash_bytes(const unsigned char *at, size_t size)
{
	uint64_t h = 1, part;

	for (size_t i = 0; i < size; i += sizeof part) {
		memcpy(&part, at + i, sizeof part);
		h = mix64(h ^ part);
	}
	return h;
}

static uint64_t hash_shared(const void *owner, uint32_t number)
{
	const struct intern *shared = owner;

	return hash_bytes(shared->at + number * shared->size, shared->size);
}

/* ---- what people share ---- */

/* The number of these bytes, kept once. They are never forgotten: there are
 * only so many kinds of weeks. Beyond `most` it is the first: no time at all.
 */
static uint32_t shared_number(struct intern *s, const void *bytes)
{
	uint64_t hash = hash_bytes(bytes, s->size);
	uint32_t n;

	for (size_t at = table_first(&s->by, hash);
	     (n = table_get(&s->by, at)) != TABLE_NONE;
	     at = table_next(&s->by, at))
		if (memcmp(s->at + n * s->size, bytes, s->size) == 0)
			return n;
	if (s->count == s->most) {
		log_warnx("match.too_many_kinds most=%" PRIu32, s->most);
		return 0;
	}
	s->at = grow(s->at, &s->room, s->count + 1, s->size);
	memcpy(s->at + s->count * s->size, bytes, s->size);
	table_add(&s->by, s, s->count);
	return s->count++;
}

uint32_t index_week(struct match_index *ix, const struct match_grid *grid)
{
	struct week w = { { 0 } };

	for (int i = 1; i <= 7; i++)
		w.day[i] = (uint16_t)shared_number(&ix->days, &grid->day[i]);
	return shared_number(&ix->weeks, &w);
}

/* ---- postings ---- */

uint32_t index_place(const struct match_index *ix, int64_t citizen)
{
	uint32_t n;

	for (size_t at = table_first(&ix->by_id, mix64((uint64_t)citizen));
	     (n = table_get(&ix->by_id, at)) != TABLE_NONE;
	     at = table_next(&ix->by_id, at))
		if (ix->id[n] == citizen)
			return n;
	return TABLE_NONE;
}

uint32_t index_bucket(
    const struct match_index *ix, int function, int16_t east, int16_t north)
{
	uint64_t hash = hash_cell(function, east, north);
	uint32_t n;

	for (size_t at = table_first(&ix->by_cell, hash);
	     (n = table_get(&ix->by_cell, at)) != TABLE_NONE;
	     at = table_next(&ix->by_cell, at)) {
		const struct bucket *b = &ix->bucket[n];

		if (b->function == function && b->east == east &&
		    b->north == north)
			return n;
	}
	return TABLE_NONE;
}

uint32_t bucket_seek(const struct bucket *b, uint32_t place, bool *there)
{
	uint32_t low = 0, high = b->count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (b->who[mid] < place)
			low = mid + 1;
		else
			high = mid;
	}
	*there = low < b->count && b->who[low] == place;
	return low;
}

/* What is in the pool goes with the pool. */
void bucket_release(struct bucket *b)
{
	if (!b->pooled)
		grow_free(b->who);
	b->who = NULL;
}

/* The scores move with the end of the places before them. */
static void bucket_resize(struct bucket *b, uint32_t room)
{
	size_t bytes = 0;
	unsigned char *posted;
	uint32_t *who;

	who = grow_exact(NULL, &bytes, (size_t)room * 5, 1);
	posted = (unsigned char *)(who + room);
	if (b->count > 0) {
		memcpy(who, b->who, b->count * sizeof *who);
		memcpy(posted, bucket_posted(b), b->count);
	}
	bucket_release(b);
	b->who = who;
	b->room = room;
	b->pooled = 0;
}

static void bucket_insert(
    struct bucket *b, uint32_t place, unsigned char posted)
{
	bool there;
	uint32_t at = bucket_seek(b, place, &there);

	if (there) {
		bucket_posted(b)[at] = posted;
		return;
	}
	if (b->count == b->room)
		bucket_resize(b, b->room + b->room / 4 + 2);
	memmove(b->who + at + 1, b->who + at, (b->count - at) * sizeof *b->who);
	memmove(
	    bucket_posted(b) + at + 1, bucket_posted(b) + at, b->count - at);
	b->who[at] = place;
	bucket_posted(b)[at] = posted;
	b->count++;
}

static struct bucket *bucket_for(
    struct match_index *ix, int function, const struct hot *h)
{
	int16_t east = cell_of(h->east_m), north = cell_of(h->north_m);
	uint32_t n = index_bucket(ix, function, east, north);

	if (n != TABLE_NONE)
		return &ix->bucket[n];
	ix->bucket = grow(
	    ix->bucket, &ix->bucket_room, ix->buckets + 1, sizeof *ix->bucket);
	n = ix->buckets++;
	ix->bucket[n] = (struct bucket) {
		.east = east, .north = north, .function = (uint8_t)function
	};
	table_add(&ix->by_cell, ix, n);
	return &ix->bucket[n];
}

void index_post(
    struct match_index *ix, uint32_t place, int function, unsigned char posted)
{
	const struct hot *h = &ix->hot[place];
	struct bucket *b = bucket_for(ix, function, h);
	uint32_t reach = ((uint32_t)h->travel_m + 999) / 1000;

	if (reach > b->reach_km)
		b->reach_km = (uint16_t)reach;
	bucket_insert(b, place, posted);
}

/* Nobody remembers which functions somebody was posted under: all of the
 * cell's are looked through, some dozens. */
void index_unpost(struct match_index *ix, uint32_t place)
{
	struct hot *h = &ix->hot[place];
	int16_t east = cell_of(h->east_m), north = cell_of(h->north_m);

	for (int f = 0; f < ix->names[NAMES_FUNCTION].count && h->skills > 0;
	     f++) {
		uint32_t n = index_bucket(ix, f, east, north), at;
		struct bucket *b;
		bool there;

		if (n == TABLE_NONE)
			continue;
		b = &ix->bucket[n];
		at = bucket_seek(b, place, &there);
		if (!there)
			continue;
		b->count--;
		memmove(b->who + at, b->who + at + 1,
		    (b->count - at) * sizeof *b->who);
		memmove(bucket_posted(b) + at, bucket_posted(b) + at + 1,
		    b->count - at);
		h->skills--;
	}
}

void index_open(struct match_index *ix)
{
	static const struct match_grid never;

	ix->by_id.hash = hash_id;
	ix->by_cell.hash = hash_bucket;
	ix->days.by.hash = ix->weeks.by.hash = hash_shared;
	ix->days.size = sizeof(struct match_day);
	ix->weeks.size = sizeof(struct week);
	ix->days.most = UINT16_MAX;
	ix->weeks.most = UINT32_MAX - 1;
	index_week(ix, &never); /* the first of each: no time at all */
}
