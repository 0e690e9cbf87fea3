#include <stdlib.h>

#include "base/clock.h"
#include "base/db.h"

#include "match.h"
#include "match_index.h"

/* In the order of their bits, as docs/MATCHING.md names them. */
static const char *const names[MATCH_RULES] = { "active", "released", "consent",
	"free no", "not paused", "score", "paid", "demands", "available",
	"ceiling", "no clash", "distance", "needs", "not blocked",
	"not kept apart", "few questions", "few a week", "not asked",
	"call first" };

const char *match_rule_name(int bit)
{
	return names[bit];
}

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

bool match_weigh(struct ctx *c, int64_t task, int64_t citizen,
    int64_t parts[MATCH_PARTS], int64_t *cost)
{
	struct match_citizen z;
	struct match_task t;

	if (!match_task_load(c, task, &t) ||
	    !match_citizen_load(c, &t, citizen, &z))
		return false;
	*cost = match_cost(&z, &t, parts);
	return true;
}

static int by_people(const void *a, const void *b)
{
	const struct match_lack *x = a, *y = b;

	return x->people < y->people ? 1 : x->people > y->people ? -1 : 0;
}

size_t match_lacks(
    struct ctx *c, int64_t task, struct match_lack *lacks, size_t most)
{
	struct match_index *ix = match_live();
	struct match_query *q = mem_alloc(c, sizeof *q);
	struct match_lack all[MATCH_RULES];
	struct match_counts counts;
	size_t n = 0;

	if (ix == NULL || !match_query_load(c, ix, task, q))
		return 0;
	match_index_counts(ix, q, &counts);
	if (counts.suit > 0)
		return 0;
	for (int i = 0; i < MATCH_RULES; i++)
		if (counts.one[i] > 0)
			all[n++] = (struct match_lack) { names[i],
				counts.one[i] };
	qsort(all, n, sizeof *all, by_people);
	if (n > most)
		n = most;
	for (size_t i = 0; i < n; i++)
		lacks[i] = all[i];
	return n;
}

/* ---- what who was asked is told ---- */

static void tell(
    struct match_reasons *reasons, enum match_reason reason, bool so)
{
	reasons->points[reason] = so;
	reasons->there |= so ? 1u << reason : 0;
}

bool match_reasons(struct ctx *c, int64_t offer, struct match_reasons *reasons)
{
	struct rows r = db_query(c,
	    SQL("SELECT o.rule_version, o.cost_parts,"
		" (SELECT count(*) FROM engagement e"
		"   JOIN task k ON k.id = e.task_id"
		"   JOIN shift s ON s.id = e.shift_id"
		"  WHERE e.citizen_id = o.citizen_id AND e.state = 'agreed'"
		"    AND e.hours IN ('proposed', 'agreed', 'settled')"
		"    AND k.work_function = t.work_function"
		"    AND s.ends_at <= o.asked_at),"
		" (SELECT count(*) FROM willing w"
		"  WHERE w.citizen_id = o.citizen_id"
		"    AND w.work_function = t.work_function),"
		" (SELECT count(*) FROM progression g"
		"  WHERE g.citizen_id = o.citizen_id"
		"    AND g.work_function = t.work_function)"
		" FROM offer o JOIN task t ON t.id = o.task_id"
		" WHERE o.id = $1"),
	    BIND(INT(offer)));
	int64_t version, done;
	const char *parts;
	bool willing;

	*reasons = (struct match_reasons) { 0 };
	if (!row_next(&r))
		return false;
	version = row_int(&r);
	parts = row_text(&r);
	done = row_int(&r);
	willing = row_int(&r) > 0;
	willing = row_int(&r) == 0 && willing;
	if (version == MATCH_VERSION)
		reasons->there = match_parts_read(parts, reasons->points);
	tell(reasons, MATCH_REASON_DONE, done > 0);
	tell(reasons, MATCH_REASON_WILLING, willing);
	tell(reasons, MATCH_REASON_TIME, true);
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
