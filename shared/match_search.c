#include "match_parts.h"

/* ---- the best so far ---- */

/* A heap whose top is the worst that is kept. */
struct search {
	const struct match_index *ix;
	const struct match_query *q;
	struct match_hit *hits;
	size_t count, most, bytes;
	int64_t least[POSTINGS]; /* less than that nobody so posted can cost,
				    at no distance; INT32_MAX: breaks a rule */
};

static bool worse(const struct match_hit *a, const struct match_hit *b)
{
	return a->cost != b->cost ? a->cost > b->cost : a->citizen > b->citizen;
}

static void sift_down(struct search *s, size_t at, struct match_hit hit)
{
	for (;;) {
		size_t child = at * 2 + 1;

		if (child >= s->count)
			break;
		if (child + 1 < s->count &&
		    worse(&s->hits[child + 1], &s->hits[child]))
			child++;
		if (!worse(&s->hits[child], &hit))
			break;
		s->hits[at] = s->hits[child];
		at = child;
	}
	s->hits[at] = hit;
}

static void keep(struct search *s, struct match_hit hit)
{
	size_t at = s->count;

	if (at == s->most) {
		if (worse(&s->hits[0], &hit))
			sift_down(s, 0, hit);
		return;
	}
	s->count++;
	while (at > 0 && worse(&hit, &s->hits[(at - 1) / 2])) {
		s->hits[at] = s->hits[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	s->hits[at] = hit;
}

/* The costs above which nobody is looked for any more. */
static int64_t limit(const struct search *s)
{
	return s->count < s->most ? INT32_MAX - 1 : s->hits[0].cost;
}

/* Most break a rule at the first look, which is cheap for it. */
static inline struct match_citizen look(
    const struct search *s, uint32_t place, unsigned char posted)
{
	return index_first_look(
	    &s->ix->hot[place], s->q, posted & POSTED_SCORE);
}

static void look_again(struct search *s, uint32_t place, unsigned char posted)
{
	struct match_citizen z = look(s, place, posted);
	int64_t parts[MATCH_PARTS];

	index_second_look(s->ix, s->q, place, &z);
	if (match_rules(&z, &s->q->t) != 0)
		return;
	index_last_look(s->ix, s->q, place, &z);
	keep(s, (struct match_hit) { z.id, match_cost(&z, &s->q->t, parts) });
}

/* ---- in a cell ---- */

#define BLOCK 32 /* people looked at together, so that memory is read ahead */

/* Of those from `from` to `to` in the bucket, who is left after a first look:
 * their numbers in it. */
static int first_looks(struct search *s, const struct bucket *b, uint32_t from,
    uint32_t to, int64_t km, uint32_t left[BLOCK])
{
	const unsigned char *posted = bucket_posted(b);
	int64_t most = limit(s) - km;
	int wanted = 0, count = 0;

	for (uint32_t i = from; i < to; i++) {
		if (s->least[posted[i]] > most)
			continue;
		__builtin_prefetch(&s->ix->hot[b->who[i]]);
		left[wanted++] = i;
	}
	for (int i = 0; i < wanted; i++) {
		uint32_t place = b->who[left[i]];
		const struct match_citizen z = look(s, place, posted[left[i]]);

		if (rules_broken(&z, &s->q->t) != 0)
			continue;
		__builtin_prefetch((const struct week *)s->ix->weeks.at +
		    s->ix->hot[place].week);
		left[count++] = left[i];
	}
	s->bytes += (size_t)wanted * (sizeof *s->ix->hot + sizeof *b->who);
	return count;
}

/* ---- rings ---- */

static bool at_weekend(const struct match_task *t)
{
	for (int i = 0; i < t->pieces; i++)
		if (t->piece[i].weekday > 5)
			return true;
	return false;
}

/* The rules and the cost of somebody for whom all else is as good as can be:
 * what they forbid, or cost, for a posting they do for everybody so posted. */
static void bounds(struct search *s)
{
	int64_t parts[MATCH_PARTS];

	for (unsigned i = 0; i < POSTINGS; i++) {
		unsigned score = i & POSTED_SCORE;
		unsigned mark = i % POSTED_REST >> POSTED_MARK;
		bool knows = mark == MARK_SEVERAL ||
		    mark == index_mark(s->q->t.employer_id);
		struct match_citizen z = { .score = score,
			.willing = score == 0,
			.available = i >= POSTED_REST || !at_weekend(&s->q->t),
			.met_wishes = 3,
			.days_since_asked = MATCH_ASKED_DAYS,
			.days_since_paid = MATCH_PAID_DAYS,
			.knows_employer = knows,
			.same_job = knows };

		s->least[i] = match_cost(&z, &s->q->t, parts);
		if (match_rules(&z, &s->q->t) & (MATCH_SCORE | MATCH_AVAILABLE))
			s->least[i] = INT32_MAX;
	}
}

static int64_t least_of_all(const struct search *s)
{
	int64_t least = INT32_MAX;

	for (int i = 0; i < POSTINGS; i++)
		if (s->least[i] < least)
			least = s->least[i];
	return least;
}

/* Metres from a coordinate to the span of a cell; none inside it. */
static int64_t beside(int64_t at, int16_t cell)
{
	int64_t from = cell * CELL;

	if (at < from)
		return from - at;
	return at >= from + CELL ? at - (from + CELL - 1) : 0;
}

static int64_t away(const struct match_query *q, const struct bucket *b)
{
	return match_distance(
	    beside(q->t.east_m, b->east), beside(q->t.north_m, b->north));
}

static void look_through(struct search *s, const struct bucket *b)
{
	int64_t km = away(s->q, b) / 1000;
	uint32_t left[BLOCK];

	if (km > b->reach_km)
		return;
	s->bytes += sizeof *b + b->count;
	for (uint32_t from = 0; from < b->count; from += BLOCK) {
		uint32_t to = from + BLOCK < b->count ? from + BLOCK : b->count;
		int count = first_looks(s, b, from, to, km, left);

		for (int i = 0; i < count; i++)
			look_again(
			    s, b->who[left[i]], bucket_posted(b)[left[i]]);
	}
}

static void look_at(struct search *s, int64_t east, int64_t north)
{
	uint32_t n;

	if (east < INT16_MIN || east > INT16_MAX || north < INT16_MIN ||
	    north > INT16_MAX)
		return;
	n = index_bucket(s->ix, s->q->function, (int16_t)east, (int16_t)north);
	if (n != TABLE_NONE)
		look_through(s, &s->ix->bucket[n]);
}

static void look_around(struct search *s, int64_t ring)
{
	int64_t east = cell_of(s->q->t.east_m),
		north = cell_of(s->q->t.north_m);

	if (ring == 0)
		look_at(s, east, north);
	for (int64_t i = -ring; i < ring; i++) {
		look_at(s, east + i, north - ring);
		look_at(s, east + ring, north + i);
		look_at(s, east - i, north + ring);
		look_at(s, east - ring, north - i);
	}
}

static void look_everywhere(struct search *s)
{
	for (uint32_t i = 0; i < s->ix->buckets; i++)
		if (s->ix->bucket[i].function == s->q->function)
			look_through(s, &s->ix->bucket[i]);
}

/* Ring by ring, until nobody farther out can be better. Where somebody travels
 * so far that there are more cells than buckets, bucket by bucket. */
static void search_rings(struct search *s)
{
	int64_t rings = s->ix->reach_m / CELL + 2;
	int64_t least = least_of_all(s);

	if ((2 * rings + 1) * (2 * rings + 1) > (int64_t)s->ix->buckets) {
		look_everywhere(s);
		return;
	}
	for (int64_t ring = 0; ring < rings; ring++) {
		int64_t km = ring > 0 ? (ring - 1) * CELL / 1000 : 0;

		if (least + km > limit(s))
			break;
		look_around(s, ring);
	}
}

static void search_all(struct search *s, struct match_index *ix)
{
	if (s->most == 0 || s->q->function == NAMES_MOST)
		return;
	bounds(s);
	pthread_rwlock_rdlock(&ix->lock);
	search_rings(s);
	pthread_rwlock_unlock(&ix->lock);
}

size_t match_index_find(struct match_index *ix, const struct match_query *q,
    size_t most, struct match_hit *hits)
{
	struct search s = { .ix = ix, .q = q, .hits = hits, .most = most };
	size_t count;

	search_all(&s, ix);
	count = s.count;
	while (s.count > 1) {
		struct match_hit worst = hits[0], last = hits[--s.count];

		sift_down(&s, 0, last);
		hits[s.count] = worst;
	}
	return count;
}

size_t match_index_touched(struct match_index *ix, const struct match_query *q)
{
	struct match_hit hits[MATCH_MOST];
	struct search s = {
		.ix = ix, .q = q, .hits = hits, .most = MATCH_MOST
	};

	search_all(&s, ix);
	return s.bytes;
}

/* ---- counts ---- */

#define COUNTED_M 60000 /* who lives farther away would not come, whatever */

static void count_one(const struct search *s, uint32_t place,
    unsigned char posted, struct match_counts *counts)
{
	struct match_citizen z = look(s, place, posted);
	unsigned broken;

	index_second_look(s->ix, s->q, place, &z);
	broken = match_rules(&z, &s->q->t);
	if (broken == 0)
		counts->suit++;
	else if ((broken & (broken - 1)) == 0)
		counts->one[__builtin_ctz(broken)]++;
}

void match_index_counts(struct match_index *ix, const struct match_query *q,
    struct match_counts *counts)
{
	const struct search s = { .ix = ix, .q = q };

	*counts = (struct match_counts) { 0 };
	pthread_rwlock_rdlock(&ix->lock);
	for (uint32_t i = 0; i < ix->buckets; i++) {
		const struct bucket *b = &ix->bucket[i];

		if (b->function != q->function || away(q, b) > COUNTED_M)
			continue;
		for (uint32_t k = 0; k < b->count; k++)
			count_one(&s, b->who[k], bucket_posted(b)[k], counts);
	}
	pthread_rwlock_unlock(&ix->lock);
}
