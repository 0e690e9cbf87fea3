#include "fairness.h"

#include "base/clock.h"
#include "base/db.h"

#include "hours.h"
#include "match_index.h"

/* ---- figures ---- */

int64_t fairness_people(const struct fairness_spread *s)
{
	int64_t people = 0;

	for (int k = 0; k <= FAIRNESS_OFTEN; k++)
		people += s->people[k];
	return people;
}

int64_t fairness_questions(const struct fairness_spread *s)
{
	int64_t questions = 0;

	for (int k = 0; k <= FAIRNESS_OFTEN; k++)
		questions += k * s->people[k];
	return questions;
}

/* Sum of (2 i - n - 1) x_i over n x, with people in the order of what they were
 * asked; those who were asked as often are one step. */
int64_t fairness_gini(const struct fairness_spread *s)
{
	int64_t n = fairness_people(s), all = n * fairness_questions(s);
	int64_t before = 0, sum = 0;

	for (int k = 0; k <= FAIRNESS_OFTEN; k++) {
		int64_t m = s->people[k];

		sum += k * m * (2 * before + m - n);
		before += m;
	}
	return all == 0 ? 0 : (1000 * sum + all / 2) / all;
}

/* Of the cells that are told and hold somebody, the one with fewest. */
static struct fairness_cell *smallest(struct fairness_cell *cells, size_t count)
{
	struct fairness_cell *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (cells[i].people > 0 &&
		    (found == NULL || cells[i].people < found->people))
			found = &cells[i];
	return found;
}

/* Few who are hidden alone could be counted from the sum. */
void fairness_hide(struct fairness_cell *cells, size_t count)
{
	struct fairness_cell *cell = smallest(cells, count);
	int64_t hidden = 0; /* people */

	while (cell != NULL &&
	    (cell->people < FAIRNESS_LEAST ||
		(hidden > 0 && hidden < FAIRNESS_LEAST))) {
		hidden += cell->people;
		*cell = (struct fairness_cell) { FAIRNESS_UNTOLD,
			FAIRNESS_UNTOLD };
		cell = smallest(cells, count);
	}
}

/* ---- whom it would have suited ---- */

/* How many questions, or calls, somebody has today says nothing of that month.
 */
#define OF_TODAY ((unsigned)(MATCH_OFFERS | MATCH_WEEK | MATCH_CALL))

void fairness_count(struct match_index *ix, const struct match_query *q,
    struct fairness_watch *watch, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct match_citizen z;

		if (watch[i].suits <= FAIRNESS_EASY &&
		    match_index_citizen(ix, q, watch[i].citizen, &z) &&
		    (match_rules(&z, &q->t) & ~OF_TODAY) == 0)
			watch[i].suits++;
	}
}

int64_t fairness_easy(const struct fairness_watch *watch, size_t count)
{
	int64_t easy = 0;

	for (size_t i = 0; i < count; i++)
		easy += watch[i].suits > FAIRNESS_EASY;
	return easy;
}

/* ---- a month ---- */

static struct fairness_watch *never_asked(struct ctx *c, int64_t municipality,
    const struct fairness *f, size_t *count)
{
	struct ids all = db_ids(c,
	    SQL("SELECT z.person_id FROM citizen z"
		" WHERE z.municipality_id = $1 AND z.released_at < $3"
		"   AND (z.left_at IS NULL OR z.left_at > $2)"
		"   AND NOT EXISTS (SELECT 1 FROM offer o"
		"    WHERE o.citizen_id = z.person_id"
		"      AND o.asked_at >= $2 AND o.asked_at < $3)"
		" ORDER BY z.person_id LIMIT $4"),
	    BIND(INT(municipality), INT(f->from), INT(f->to),
		INT(FAIRNESS_PEOPLE)));
	struct fairness_watch *watch = mem_alloc(
	    c, (all.count + 1) * sizeof *watch);

	for (size_t i = 0; i < all.count; i++)
		watch[i].citizen = all.id[i];
	*count = all.count;
	return watch;
}

static void look(struct ctx *c, int64_t municipality, struct fairness *f)
{
	struct match_index *ix = match_live();
	struct match_query *q = mem_alloc(c, sizeof *q);
	struct fairness_watch *watch;
	struct ids tasks;
	size_t count;

	f->looked = ix != NULL;
	if (!f->looked)
		return;
	watch = never_asked(c, municipality, f, &count);
	tasks = db_ids(c,
	    SQL("SELECT id FROM task WHERE opened_at >= $1 AND opened_at < $2"
		" ORDER BY opened_at DESC, id DESC LIMIT $3"),
	    BIND(INT(f->from), INT(f->to), INT(FAIRNESS_TASKS)));
	for (size_t i = 0; i < tasks.count && !db_failed(c); i++) {
		if (!match_query_load(c, ix, tasks.id[i], q))
			continue;
		fairness_count(ix, q, watch, count);
		f->tasks++;
	}
	f->unasked = fairness_easy(watch, count);
	if (f->unasked > 0 && f->unasked < FAIRNESS_LEAST)
		f->unasked = FAIRNESS_UNTOLD;
}

/* People by how long they have waited and how often they were asked. */
static struct rows gather(
    struct ctx *c, int64_t municipality, const struct fairness *f)
{
	return db_query(c,
	    SQL("SELECT CASE WHEN paid IS NULL THEN 0 WHEN paid <= $4 THEN 1"
		"  WHEN paid <= $5 THEN 2 WHEN paid <= $6 THEN 3 ELSE 4 END"
		"  AS since, asked, count(*) FROM ("
		" SELECT (SELECT max(s.ends_at) FROM engagement e"
		"    JOIN shift s ON s.id = e.shift_id"
		"    WHERE e.citizen_id = z.person_id AND e.state = 'agreed'"
		"      AND e.hours IN " HOURS_COUNT
		"      AND s.ends_at <= $2) AS paid,"
		"  (SELECT count(*) FROM offer o"
		"    WHERE o.citizen_id = z.person_id"
		"      AND o.lead_id IS NULL"
		"      AND o.asked_at >= $2 AND o.asked_at < $3) AS asked"
		"  FROM citizen z"
		"  WHERE z.municipality_id = $1 AND z.released_at < $3"
		"    AND (z.left_at IS NULL OR z.left_at > $2)) AS person_asked"
		" GROUP BY since, asked ORDER BY since, asked LIMIT 10000"),
	    BIND(INT(municipality), INT(f->from), INT(f->to),
		INT(clock_add_days(f->from, -365)),
		INT(clock_add_days(f->from, -90)),
		INT(clock_add_days(f->from, -30))));
}

static void count_people(struct ctx *c, int64_t municipality,
    struct fairness *f, struct fairness_spread *all)
{
	struct rows r = gather(c, municipality, f);

	while (row_next(&r)) {
		struct fairness_cell *group = &f->group[row_int(&r)];
		int64_t asked = row_int(&r), people = row_int(&r);

		all->people[asked < FAIRNESS_OFTEN ? asked : FAIRNESS_OFTEN] +=
		    people;
		group->people += people;
		group->questions += asked * people;
		f->all.people += people;
		f->all.questions += asked * people;
	}
}

static void month_of(int64_t at, struct fairness *f)
{
	struct wall w = clock_wall(at);

	w.day = 1;
	w.hour = w.minute = w.second = 0;
	f->from = clock_instant(w);
	w.month++;
	f->to = clock_instant(w);
}

void fairness_load(
    struct ctx *c, int64_t municipality, int64_t at, struct fairness *f)
{
	struct fairness_spread all = { { 0 } };

	*f = (struct fairness) { .unasked = 0 };
	month_of(at, f);
	count_people(c, municipality, f, &all);
	look(c, municipality, f);
	f->gini_permille = f->all.people < FAIRNESS_LEAST ? FAIRNESS_UNTOLD
							  : fairness_gini(&all);
	fairness_hide(f->group, FAIRNESS_GROUPS);
	fairness_hide(&f->all, 1);
}
