#include "match_parts.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"

#define FARTHEST   ((int64_t)100000000) /* metres; more is beyond the earth */
#define TRAVEL_TOP ((int64_t)0xffffff)  /* metres that have room */

/* ---- the whole ---- */

struct match_index *match_index_new(void)
{
	size_t room = 0;
	struct match_index *ix = grow_exact(NULL, &room, 1, sizeof *ix);

	if (pthread_rwlock_init(&ix->lock, NULL) != 0)
		log_bug("match.no_lock");
	index_open(ix);
	return ix;
}

void match_index_free(struct match_index *ix)
{
	for (int k = 0; k < NAMES; k++) {
		for (int i = 0; i < ix->names[k].count; i++)
			grow_free(ix->names[k].word[i]);
		grow_free(ix->names[k].word);
	}
	for (uint32_t i = 0; i < ix->buckets; i++)
		bucket_release(&ix->bucket[i]);
	grow_free(ix->pool);
	grow_free(ix->bucket);
	grow_free(ix->by_cell.at);
	grow_free(ix->by_id.at);
	grow_free(ix->days.at);
	grow_free(ix->days.by.at);
	grow_free(ix->weeks.at);
	grow_free(ix->weeks.by.at);
	grow_free(ix->note);
	grow_free(ix->hot);
	grow_free(ix->id);
	grow_free(ix->wish);
	pthread_rwlock_destroy(&ix->lock);
	grow_free(ix);
}

static void size_people(struct match_index *ix, size_t count)
{
	ix->hot = grow_exact(ix->hot, &ix->hot_room, count, sizeof *ix->hot);
	ix->id = grow_exact(ix->id, &ix->id_room, count, sizeof *ix->id);
	ix->wish = grow_exact(
	    ix->wish, &ix->wish_room, count, sizeof *ix->wish);
}

void match_index_reserve(struct match_index *ix, size_t citizens)
{
	pthread_rwlock_wrlock(&ix->lock);
	if (citizens > ix->places)
		size_people(ix, citizens);
	pthread_rwlock_unlock(&ix->lock);
}

/* What malloc() adds to a block is counted with it. */
#define BLOCK 16

size_t match_index_bytes(const struct match_index *ix)
{
	size_t bytes = sizeof *ix + ix->hot_room * sizeof *ix->hot +
	    ix->id_room * sizeof *ix->id + ix->wish_room * sizeof *ix->wish +
	    ix->note_room * sizeof *ix->note +
	    ix->bucket_room * sizeof *ix->bucket +
	    ix->days.room * ix->days.size + ix->weeks.room * ix->weeks.size;

	bytes += sizeof(uint32_t) *
	    (ix->by_id.room + ix->by_cell.room + ix->days.by.room +
		ix->weeks.by.room);
	for (uint32_t i = 0; i < ix->buckets; i++)
		if (!ix->bucket[i].pooled)
			bytes += (size_t)ix->bucket[i].room * 5 + BLOCK;
	return bytes + ix->pool_bytes;
}

size_t match_index_count(const struct match_index *ix)
{
	return ix->living;
}

/* ---- names ---- */

int match_index_name(
    struct match_index *ix, enum match_names kind, const char *word, bool add)
{
	struct names *n = &ix->names[kind];
	int at = 0;

	if (add)
		pthread_rwlock_wrlock(&ix->lock);
	else
		pthread_rwlock_rdlock(&ix->lock);
	while (at < n->count && strcmp(n->word[at], word) != 0)
		at++;
	if (at == n->count && add && at < NAMES_MOST) {
		n->word = grow(
		    n->word, &n->room, (size_t)at + 1, sizeof *n->word);
		n->word[n->count++] = grow_text(word);
	}
	at = at < n->count ? at : NAMES_MOST;
	pthread_rwlock_unlock(&ix->lock);
	return at;
}

uint32_t match_need_bit(int number)
{
	return number < 31 ? (uint32_t)1 << number : MATCH_NEED_BEYOND;
}

/* ---- notes ---- */

static uint32_t seconds(int64_t at)
{
	return at < 0 ? 0 : at < UINT32_MAX ? (uint32_t)at : UINT32_MAX;
}

static int32_t metres(int64_t m)
{
	return (int32_t)(m < -FARTHEST ? -FARTHEST
		: m > FARTHEST         ? FARTHEST
				       : m);
}

static uint32_t new_note(struct match_index *ix)
{
	uint32_t n = ix->free_note;

	if (n > 0) {
		ix->free_note = ix->note[n - 1].next;
		return n;
	}
	ix->note = grow(
	    ix->note, &ix->note_room, ix->notes + 1, sizeof *ix->note);
	return ++ix->notes;
}

static void add_note(
    struct match_index *ix, uint32_t place, const struct match_note *m)
{
	uint32_t at = new_note(ix);
	struct note *n = &ix->note[at - 1];

	*n = (struct note) { .next = ix->hot[place].notes,
		.kind = (uint8_t)m->kind,
		.number = (uint8_t)m->number,
		.from = seconds(m->from),
		.to = seconds(m->to),
		.id = m->id };
	ix->hot[place].notes = at;
	if (m->kind == NOTE_ENGAGED) {
		n->east_m = metres(m->east_m);
		n->north_m = metres(m->north_m);
	}
	if (m->kind == NOTE_OFFER) {
		int64_t minutes = (m->to - m->from + MINUTE - 1) / MINUTE;

		n->number = (uint8_t)((m->open ? OFFER_OPEN : 0) |
		    (m->counts ? OFFER_COUNTS : 0) |
		    (m->stands ? OFFER_STANDS : 0));
		n->minutes = (uint16_t)(minutes < UINT16_MAX ? minutes
							     : UINT16_MAX);
		n->to = seconds(m->asked_at);
	}
}

static void drop_notes(struct match_index *ix, uint32_t place)
{
	uint32_t n = ix->hot[place].notes;

	while (n > 0) {
		uint32_t next = ix->note[n - 1].next;

		ix->note[n - 1].next = ix->free_note;
		ix->free_note = n;
		n = next;
	}
	ix->hot[place].notes = 0;
}

/* ---- people ---- */

static uint32_t new_place(struct match_index *ix, int64_t id)
{
	uint32_t n = ix->free_place;

	if (n > 0) {
		ix->free_place = ix->hot[--n].notes;
	} else {
		n = ix->places++;
		ix->hot = grow(
		    ix->hot, &ix->hot_room, ix->places, sizeof *ix->hot);
		ix->id = grow(ix->id, &ix->id_room, ix->places, sizeof *ix->id);
		ix->wish = grow(
		    ix->wish, &ix->wish_room, ix->places, sizeof *ix->wish);
	}
	ix->hot[n] = (struct hot) { .here = 1 };
	ix->id[n] = id;
	table_add(&ix->by_id, ix, n);
	ix->living++;
	return n;
}

static uint16_t day_of(int64_t at)
{
	return (uint16_t)(at / DAY > UINT16_MAX ? UINT16_MAX : at / DAY);
}

static void set_facts(
    struct match_index *ix, uint32_t place, const struct match_person *p)
{
	struct hot *h = &ix->hot[place];
	int64_t travel = p->travel_m < TRAVEL_TOP ? p->travel_m : TRAVEL_TOP;

	h->east_m = metres(p->east_m);
	h->north_m = metres(p->north_m);
	h->must = p->must;
	h->week = index_week(ix, &p->week);
	h->travel_m = (uint32_t)(travel > 0 ? travel : 0) & 0xffffff;
	h->way = p->way & 3;
	h->consents = p->consents;
	h->released = p->released;
	h->ceiling_minutes = (uint16_t)p->ceiling_minutes;
	h->paid_day = day_of(p->paid_at);
	h->asked_day = day_of(p->asked_at);
	h->group = (uint8_t)p->group;
	h->dated = 0;
	ix->wish[place] = p->wish;
	if (travel > ix->reach_m)
		ix->reach_m = travel;
	drop_notes(ix, place);
	for (const struct match_note *m = p->notes; m != NULL; m = m->next) {
		add_note(ix, place, m);
		if (m->kind == NOTE_EXCEPTION)
			ix->hot[place].dated = 1;
	}
}

static unsigned char posted_of(const struct match_skill *s, unsigned mark)
{
	return (unsigned char)((s->score & POSTED_SCORE) | mark);
}

static bool may_at_weekends(const struct match_person *p)
{
	const struct match_day *saturday = &p->week.day[6];

	for (const struct match_note *m = p->notes; m != NULL; m = m->next)
		if (m->kind == NOTE_EXCEPTION)
			return true;
	return (saturday[0].q[0] | saturday[0].q[1] | saturday[1].q[0] |
		   saturday[1].q[1]) != 0;
}

/* A job is always an employer's, so employers are enough. */
static unsigned mark_of(const struct match_person *p)
{
	unsigned mark = MARK_NOBODY;

	for (const struct match_note *m = p->notes; m != NULL; m = m->next) {
		if (m->kind != NOTE_EMPLOYER)
			continue;
		if (mark != MARK_NOBODY && mark != index_mark(m->id))
			return MARK_SEVERAL;
		mark = index_mark(m->id);
	}
	return mark;
}

/* Most changes are of time and offers: then all postings stand as they are. */
static bool posted_already(const struct match_index *ix, uint32_t place,
    const struct match_person *p, unsigned mark)
{
	const struct hot *h = &ix->hot[place];
	int16_t east = cell_of(metres(p->east_m));
	int16_t north = cell_of(metres(p->north_m));
	int count = 0;

	if (cell_of(h->east_m) != east || cell_of(h->north_m) != north)
		return false;
	for (const struct match_skill *s = p->skills; s != NULL; s = s->next) {
		uint32_t n = index_bucket(ix, s->function, east, north), at;
		bool there = n != TABLE_NONE;

		if (!there)
			return false;
		at = bucket_seek(&ix->bucket[n], place, &there);
		if (!there ||
		    bucket_posted(&ix->bucket[n])[at] != posted_of(s, mark) ||
		    ix->bucket[n].reach_km * (int64_t)1000 < p->travel_m)
			return false;
		count++;
	}
	return count == h->skills;
}

void match_index_put(struct match_index *ix, const struct match_person *p)
{
	unsigned mark = mark_of(p) << POSTED_MARK |
	    (may_at_weekends(p) ? POSTED_REST : 0);
	uint32_t place;
	bool stays;

	pthread_rwlock_wrlock(&ix->lock);
	place = index_place(ix, p->id);
	if (place == TABLE_NONE)
		place = new_place(ix, p->id);
	stays = posted_already(ix, place, p, mark);
	if (!stays)
		index_unpost(ix, place);
	set_facts(ix, place, p);
	for (const struct match_skill *s = p->skills; s != NULL && !stays;
	     s = s->next)
		if (s->function < NAMES_MOST) {
			index_post(ix, place, s->function, posted_of(s, mark));
			ix->hot[place].skills++;
		}
	pthread_rwlock_unlock(&ix->lock);
}

void match_index_remove(struct match_index *ix, int64_t citizen)
{
	uint32_t place;

	pthread_rwlock_wrlock(&ix->lock);
	place = index_place(ix, citizen);
	if (place != TABLE_NONE) {
		index_unpost(ix, place);
		drop_notes(ix, place);
		table_drop(&ix->by_id, ix, place);
		ix->hot[place] = (struct hot) { .notes = ix->free_place };
		ix->free_place = place + 1;
		ix->living--;
	}
	pthread_rwlock_unlock(&ix->lock);
}
