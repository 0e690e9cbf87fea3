#include <stdlib.h>
#include <string.h>

#include "base/db.h"

#include "series.h"
#include "task.h"

#define TASKS                                                       \
	"SELECT t.id, t.employer_id, t.workplace_id, t.contact_id," \
	" t.work_function, t.title, t.level, t.places, t.taken,"    \
	" t.pay_ore, t.pay_on, t.meeting, t.one_off, t.state,"      \
	" t.posted_at, t.wave_at, t.series_id, t.follows,"          \
	" t.first_id, s.id, s.starts_at, s.ends_at"                 \
	" FROM task t JOIN shift s ON s.task_id = t.id"

static struct task task_row(struct rows *r)
{
	struct task t;

	t.id = row_int(r);
	t.employer_id = row_int(r);
	t.workplace_id = row_int(r);
	t.contact_id = row_int(r);
	t.work_function = row_text(r);
	t.title = row_text(r);
	t.level = row_int(r);
	t.places = row_int(r);
	t.taken = row_int(r);
	t.pay_ore = row_int(r);
	t.pay_on = row_int(r);
	t.meeting = row_text(r);
	t.one_off = row_int(r) != 0;
	t.state = row_text(r);
	t.posted_at = row_int(r);
	t.wave_at = row_int(r);
	t.series_id = row_int(r);
	t.follows = row_int(r) != 0;
	t.first_id = row_int(r);
	t.shift_id = row_int(r);
	t.starts_at = row_int(r);
	t.ends_at = row_int(r);
	return t;
}

bool task_load(struct ctx *c, int64_t id, struct task *t)
{
	struct rows r = db_query(
	    c, SQL(TASKS " WHERE t.id = $1"), BIND(INT(id)));

	if (!row_next(&r))
		return false;
	*t = task_row(&r);
	return true;
}

static const struct task *all_of(struct ctx *c, struct rows r, size_t *count)
{
	struct task *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = task_row(&r);
	return all;
}

const struct task *task_list(struct ctx *c, int64_t employer, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(TASKS " WHERE t.employer_id = $1"
			  " ORDER BY t.id DESC LIMIT 100"),
		BIND(INT(employer))),
	    count);
}

/* The date that is nearest, those ahead before those behind. */
#define STANDS                                                            \
	" (t.series_id IS NULL OR t.id = (SELECT k.id FROM task k"        \
	"    JOIN shift h ON h.task_id = k.id"                            \
	"   WHERE k.series_id = t.series_id"                              \
	"   ORDER BY CASE WHEN h.ends_at > $2 AND k.state <> 'cancelled'" \
	"    THEN 0 ELSE 1 END, abs(h.starts_at - $2) LIMIT 1))"

/* As is_ahead() has it. */
#define AHEAD                                    \
	" (s.ends_at > $2 AND t.state <> 'over'" \
	"   AND t.state <> 'cancelled')"

#define LIST_MOST 50  /* as the two queries have it */
#define HERE_MOST 100 /* that are sorted here */

const struct task *task_ahead(struct ctx *c, int64_t employer, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(TASKS " WHERE t.employer_id = $1 AND" STANDS " AND" AHEAD
			  " ORDER BY s.starts_at, t.id LIMIT 50"),
		BIND(INT(employer), INT(c->now))),
	    count);
}

const struct task *task_behind(struct ctx *c, int64_t employer, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(TASKS " WHERE t.employer_id = $1 AND" STANDS
			  " AND NOT" AHEAD
			  " ORDER BY s.starts_at DESC, t.id DESC LIMIT 50"),
		BIND(INT(employer), INT(c->now))),
	    count);
}

static bool is_ahead(const struct ctx *c, const struct task *t)
{
	return t->ends_at > c->now && strcmp(t->state, "over") != 0 &&
	    strcmp(t->state, "cancelled") != 0;
}

static int soonest_first(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	if (x->starts_at != y->starts_at)
		return x->starts_at < y->starts_at ? -1 : 1;
	return x->id < y->id ? -1 : 1;
}

static int newest_first(const void *a, const void *b)
{
	return soonest_first(b, a);
}

static size_t sorted(
    struct task *all, size_t count, int (*order)(const void *a, const void *b))
{
	qsort(all, count, sizeof *all, order);
	return count < LIST_MOST ? count : LIST_MOST;
}

static struct task_lists in_two(
    struct ctx *c, const struct task *all, size_t count)
{
	struct task *ahead = mem_alloc(c, (count + 1) * sizeof *ahead);
	struct task *behind = mem_alloc(c, (count + 1) * sizeof *behind);
	size_t m = 0, n = 0;

	for (size_t i = 0; i < count; i++)
		if (is_ahead(c, &all[i]))
			ahead[m++] = all[i];
		else
			behind[n++] = all[i];
	return (struct task_lists) { .ahead = ahead,
		.behind = behind,
		.ahead_count = sorted(ahead, m, soonest_first),
		.behind_count = sorted(behind, n, newest_first) };
}

struct task_lists task_lists(struct ctx *c, int64_t employer)
{
	struct task_lists l = { .ahead = NULL };
	size_t count;
	const struct task *all = all_of(c,
	    db_query(c,
		SQL(TASKS " WHERE t.employer_id = $1 AND" STANDS
			  " ORDER BY t.id LIMIT $3"),
		BIND(INT(employer), INT(c->now), INT(HERE_MOST + 1))),
	    &count);

	if (count <= HERE_MOST)
		return in_two(c, all, count);
	l.ahead = task_ahead(c, employer, &l.ahead_count);
	l.behind = task_behind(c, employer, &l.behind_count);
	return l;
}

const struct task *task_of_series(struct ctx *c, int64_t series, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(TASKS " WHERE t.series_id = $1 ORDER BY s.starts_at"
			  " LIMIT $2"),
		BIND(INT(series), INT(SERIES_MOST))),
	    count);
}

struct ids task_open_ids(struct ctx *c)
{
	return db_ids(c,
	    SQL("SELECT t.id FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.state = 'open' AND t.follows = 0"
		" AND s.starts_at > $1 ORDER BY s.starts_at, t.id LIMIT 100"),
	    BIND(INT(c->now)));
}

struct task_answers task_answers(struct ctx *c, int64_t id)
{
	struct task_answers a = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT count(*), count(*) FILTER (WHERE state = 'no'),"
		" count(*) FILTER (WHERE state IN ('asked', 'held'))"
		" FROM offer WHERE task_id = $1"),
	    BIND(INT(id)));

	if (row_next(&r)) {
		a.asked = row_int(&r);
		a.no = row_int(&r);
		a.waiting = row_int(&r);
	}
	return a;
}

bool task_any(struct ctx *c, int64_t employer)
{
	return db_int(c,
		   SQL("SELECT id FROM task WHERE employer_id = $1 LIMIT 1"),
		   BIND(INT(employer)), 0) != 0;
}

bool task_alike(
    struct ctx *c, const struct task *t, const struct workplace *place)
{
	return db_int(c,
		   SQL("SELECT t.id FROM workplace w"
		       " JOIN task t ON t.workplace_id = w.id"
		       " JOIN shift s ON s.task_id = t.id"
		       " WHERE w.employer_id = $1 AND w.sms_name = $2"
		       "   AND w.address = $3 AND t.work_function = $4"
		       "   AND t.state IN ('waiting', 'open', 'full')"
		       "   AND s.starts_at < $5 AND s.ends_at > $6 LIMIT 1"),
		   BIND(INT(place->employer_id), TEXT(place->sms_name),
		       TEXT(place->address), TEXT(t->work_function),
		       INT(t->ends_at), INT(t->starts_at)),
		   0) != 0;
}
