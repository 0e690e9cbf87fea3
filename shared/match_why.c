#include "base/clock.h"

#include "match.h"
#include "match_index.h"

/* In the order of their bits, as docs/MATCHING.md names them. */
static const char *const names[MATCH_RULES] = { "active", "released", "consent",
	"free no", "not paused", "score", "paid", "demands", "available",
	"ceiling", "no clash", "distance", "needs", "not blocked",
	"not kept apart", "few questions", "few a week", "not asked" };

bool match_why(struct ctx *c, int64_t task, int64_t citizen,
    struct match_verdict verdict[MATCH_RULES])
{
	struct match_citizen z;
	struct match_task t;
	unsigned broken;

	if (!match_task_load(c, task, &t) ||
	    !match_citizen_load(c, &t, citizen, &z))
		return false;
	broken = match_rules(&z, &t);
	for (int i = 0; i < MATCH_RULES; i++)
		verdict[i] = (struct match_verdict) { names[i],
			(broken >> i & 1) == 0 };
	return true;
}

/* ---- what an employer is told ---- */

/* Two who could are not told apart from one, and fewer than three who could if
 * something were otherwise are nobody: they might be known. */
static int64_t told(int64_t more)
{
	return more < MATCH_FEWEST ? 0 : more;
}

static int bit_of(unsigned rule)
{
	return __builtin_ctz(rule);
}

#define OTHER_DAYS 7 /* that are looked at, from the day before on */

/* The day, of those around it, on which most can; the shift keeps its hour. */
static void look_at_days(struct match_index *ix, struct match_query *q,
    int64_t suit, struct match_preview *p)
{
	const struct match_task wanted = q->t;
	struct match_counts counts;

	for (int day = -1; day < OTHER_DAYS; day++) {
		q->t.starts_at = clock_add_days(wanted.starts_at, day);
		q->t.ends_at = clock_add_days(wanted.ends_at, day);
		if (day == 0 || q->t.starts_at <= q->now ||
		    !match_task_times(&q->t))
			continue;
		match_index_counts(ix, q, &counts);
		if (counts.suit < MATCH_FEWEST || counts.suit <= suit ||
		    counts.suit <= p->on_other_day)
			continue;
		p->on_other_day = counts.suit;
		p->other_day = clock_midnight(q->t.starts_at);
	}
}

bool match_preview(
    struct ctx *c, const struct match_task *t, struct match_preview *preview)
{
	struct match_index *ix = match_live();
	struct match_query *q = mem_alloc(c, sizeof *q);
	struct match_counts counts;

	q->t = *t;
	*preview = (struct match_preview) { 0 };
	if (ix == NULL || !match_query_fill(c, ix, q))
		return false;
	match_index_counts(ix, q, &counts);
	preview->suits = counts.suit > 0 && counts.suit < MATCH_FEWEST
	    ? 1
	    : counts.suit;
	preview->at_other_time = told(counts.one[bit_of(MATCH_AVAILABLE)]);
	preview->nearer = told(counts.one[bit_of(MATCH_DISTANCE)]);
	preview->at_lower_level = told(counts.one[bit_of(MATCH_SCORE)]);
	look_at_days(ix, q, counts.suit, preview);
	return true;
}
