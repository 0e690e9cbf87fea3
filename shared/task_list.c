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

#define AHEAD " (s.ends_at > $2 AND t.state IN ('waiting', 'open', 'full'))"

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
