#include "match_parts.h"

#include <string.h>

#include "base/clock.h"

/* ---- facts of one person ---- */

static bool week_covers(const struct match_index *ix, const struct hot *h,
    const struct match_query *q)
{
	const struct week *w = (const struct week *)ix->weeks.at + h->week;
	const struct match_day *days = (const struct match_day *)ix->days.at;

	for (int i = 0; i < q->t.pieces; i++)
		if (!match_day_covers(&days[w->day[q->t.piece[i].weekday]],
			&q->t.piece[i].needs))
			return false;
	return true;
}

/* ---- notes ---- */

static void note_offer(
    const struct match_query *q, const struct note *n, struct match_citizen *z)
{
	if (n->id == q->t.id) {
		z->asked = (n->number & OFFER_STANDS) != 0;
	} else {
		z->open_offers += n->number & OFFER_OPEN;
		if (n->number & OFFER_COUNTS)
			match_week_add(z->week_s, &q->t, n->from,
			    n->from + n->minutes * MINUTE);
	}
	if (n->to > q->now - 7 * DAY)
		z->recent_offers++;
}

static void note_engaged(const struct match_query *q, const struct note *n,
    enum match_way way, struct match_citizen *z)
{
	int64_t gap = match_gap(way,
	    match_distance(n->east_m - q->t.east_m, n->north_m - q->t.north_m));
	int64_t since = index_days_since(q, n->to / DAY, MATCH_PAID_DAYS);

	if (n->from < q->t.ends_at + gap && n->to > q->t.starts_at - gap)
		z->clashes++;
	if (n->number != 0 && n->to <= q->now && since < z->days_since_paid)
		z->days_since_paid = since;
}

static int demand_of(const struct match_query *q, const struct note *n)
{
	if (n->from > q->t.starts_at ||
	    (n->to != UINT32_MAX && n->to <= q->t.starts_at))
		return q->demand_count;
	for (int i = 0; i < q->demand_count; i++)
		if (q->demands[i] == n->number)
			return i;
	return q->demand_count;
}

static void note_one(const struct match_query *q, const struct note *n,
    enum match_way way, unsigned *ticks, struct match_citizen *z)
{
	switch ((enum match_note_kind)n->kind) {
	case NOTE_OFFER: note_offer(q, n, z); break;
	case NOTE_ENGAGED: note_engaged(q, n, way, z); break;
	case NOTE_EMPLOYER:
		z->knows_employer |= n->id == q->t.employer_id;
		break;
	case NOTE_JOB:
		z->same_job |= n->id == q->t.workplace_id &&
		    n->number == q->function &&
		    n->to > q->now - MATCH_SAME_DAYS * DAY;
		break;
	case NOTE_EXCLUDED:
		z->excluded |= n->id == q->t.workplace_id &&
		    n->to > q->t.starts_at;
		break;
	case NOTE_TICK: *ticks |= 1u << demand_of(q, n); break;
	case NOTE_EXCEPTION: break; /* in order: exceptions() */
	case NOTE_PAUSED: z->paused_until = n->to; break;
	case NOTE_CALL: z->call_first |= n->to > q->now; break;
	case NOTE_LEFT: z->active = n->from > q->now; break;
	case NOTE_RELEASED: z->released = n->from <= q->now; break;
	case NOTE_BEST:
		if (n->number == q->function)
			z->best = n->to;
		break;
	}
}

/* What somebody cannot for once goes before what they can. */
static void exceptions(const struct match_index *ix, const struct hot *h,
    const struct match_query *q, struct match_citizen *z)
{
	const struct week *w = (const struct week *)ix->weeks.at + h->week;
	const struct match_day *days = (const struct match_day *)ix->days.at;

	z->available = true;
	for (int i = 0; i < q->t.pieces; i++) {
		const struct match_piece *p = &q->t.piece[i];
		struct match_day day = days[w->day[p->weekday]];

		for (int can = 1; can >= 0; can--)
			for (uint32_t at = h->notes; at > 0;) {
				const struct note *n = &ix->note[at - 1];

				at = n->next;
				if (n->kind != NOTE_EXCEPTION ||
				    n->id != p->day || n->number != can)
					continue;
				if (can != 0)
					match_day_set(&day, n->from, n->to);
				else
					match_day_clear(&day, n->from, n->to);
			}
		z->available = z->available &&
		    match_day_covers(&day, &p->needs);
	}
}

void index_second_look(const struct match_index *ix,
    const struct match_query *q, uint32_t place, struct match_citizen *z)
{
	const struct hot *h = &ix->hot[place];
	unsigned ticks = 0, all = (1u << q->demand_count) - 1;

	for (uint32_t at = h->notes; at > 0; at = ix->note[at - 1].next)
		note_one(
		    q, &ix->note[at - 1], (enum match_way)h->way, &ticks, z);
	z->missing_ticks = __builtin_popcount(all & ~ticks);
	if (h->dated)
		exceptions(ix, h, q, z);
	else
		z->available = week_covers(ix, h, q);
}

void index_last_look(const struct match_index *ix, const struct match_query *q,
    uint32_t place, struct match_citizen *z)
{
	z->id = ix->id[place];
	z->met_wishes = __builtin_popcount(ix->wish[place] & q->honours);
}

bool match_index_citizen(struct match_index *ix, const struct match_query *q,
    int64_t citizen, struct match_citizen *z)
{
	bool there = false;
	uint32_t place;

	pthread_rwlock_rdlock(&ix->lock);
	place = index_place(ix, citizen);
	if (place != TABLE_NONE) {
		const struct hot *h = &ix->hot[place];
		uint32_t n = index_bucket(
		    ix, q->function, cell_of(h->east_m), cell_of(h->north_m));

		if (n != TABLE_NONE) {
			const struct bucket *b = &ix->bucket[n];
			uint32_t at = bucket_seek(b, place, &there);

			if (there) {
				*z = index_first_look(
				    h, q, bucket_posted(b)[at] & POSTED_SCORE);
				index_second_look(ix, q, place, z);
				index_last_look(ix, q, place, z);
			}
		}
	}
	pthread_rwlock_unlock(&ix->lock);
	return there;
}
