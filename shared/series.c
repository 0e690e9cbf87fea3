#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "series.h"

#define PEOPLE_MOST 20 /* on a date */

/* ---- its dates ---- */

/* Every Sunday is a holiday; of a series of them only the others count. */
static bool is_off(int64_t day)
{
	return clock_wall(day).weekday != 7 && clock_holiday(day);
}

struct ids series_days(struct ctx *c, int64_t starts_at, int64_t until,
    bool holidays, bool *beyond)
{
	int64_t *day = mem_alloc(c, SERIES_MOST * sizeof *day);
	int64_t at = clock_add_days(clock_midnight(starts_at), 7);
	struct ids days = { 0, day };

	*beyond = false;
	for (; at <= until; at = clock_add_days(at, 7)) {
		if (!holidays && is_off(at))
			continue;
		if (days.count == SERIES_MOST - 1) {
			*beyond = true;
			break;
		}
		day[days.count++] = at;
	}
	return days;
}

bool series_load(struct ctx *c, int64_t id, struct series *s)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, task_id, fixed_at FROM series"
		" WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	s->id = row_int(&r);
	s->employer_id = row_int(&r);
	s->lead = row_int(&r);
	s->fixed_at = row_int(&r);
	return true;
}

int64_t series_of(struct ctx *c, int64_t task)
{
	return db_int(c, SQL("SELECT series_id FROM task WHERE id = $1"),
	    BIND(INT(task)), 0);
}

int64_t series_make(struct ctx *c, int64_t employer, int64_t lead, int64_t by)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("INSERT INTO series (id, employer_id, task_id, made_by,"
		" made_at) VALUES ($1, $2, $3, $4, $5)"),
	    BIND(INT(id), INT(employer), INT(lead), INT(by), INT(c->now)));
	db_run(c, SQL("UPDATE task SET series_id = $2 WHERE id = $1"),
	    BIND(INT(lead), INT(id)));
	return id;
}

/* ---- who leads ---- */

struct ids series_following(struct ctx *c, int64_t task)
{
	return db_ids(c,
	    SQL("SELECT t.id FROM series l"
		" JOIN task t ON t.series_id = l.id"
		" JOIN shift s ON s.task_id = t.id"
		" WHERE l.task_id = $1 AND t.follows = 1"
		"   AND t.state IN ('waiting', 'open')"
		"   AND s.starts_at > $2 ORDER BY s.starts_at LIMIT $3"),
	    BIND(INT(task), INT(c->now), INT(SERIES_MOST)));
}

int64_t series_led(struct ctx *c, int64_t task)
{
	return (int64_t)series_following(c, task).count;
}

static void lead(struct ctx *c, int64_t series, int64_t task)
{
	db_run(c, SQL("UPDATE series SET task_id = $2 WHERE id = $1"),
	    BIND(INT(series), ID(task)));
}

static int64_t led_by(struct ctx *c, int64_t task)
{
	return db_int(c, SQL("SELECT id FROM series WHERE task_id = $1"),
	    BIND(INT(task)), 0);
}

struct ids series_release(struct ctx *c, int64_t task)
{
	int64_t series = led_by(c, task);
	struct ids rest = { 0 };

	if (series == 0)
		return rest;
	rest = series_following(c, task);
	/* Also those that lack nobody: they may, after an AFBUD. */
	db_run(c, SQL("UPDATE task SET follows = 0 WHERE series_id = $1"),
	    BIND(INT(series)));
	lead(c, series, 0);
	return rest;
}

int64_t series_pass_on(struct ctx *c, int64_t task)
{
	int64_t series = led_by(c, task), next;
	struct ids rest;

	if (series == 0)
		return 0;
	rest = series_following(c, task);
	next = rest.count > 0 ? rest.id[0] : 0;
	lead(c, series, next);
	db_run(c, SQL("UPDATE task SET follows = 0 WHERE id = $1"),
	    BIND(INT(next)));
	return next;
}

/* ---- what came of it ---- */

int64_t series_given(struct ctx *c, int64_t offer)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM offer o"
		" JOIN engagement e ON e.offer_id = o.id"
		" WHERE (o.id = $1 OR o.lead_id = $1) AND e.state = 'agreed'"),
	    BIND(INT(offer)), 0);
}

struct ids series_people(struct ctx *c, int64_t id, int64_t after)
{
	return db_ids(c,
	    SQL("SELECT e.citizen_id FROM task t"
		" JOIN shift s ON s.task_id = t.id"
		" JOIN engagement e ON e.task_id = t.id"
		" WHERE t.series_id = $1 AND s.starts_at > $2"
		"   AND e.state = 'agreed' GROUP BY e.citizen_id"
		" ORDER BY min(s.starts_at), min(e.id) LIMIT $3"),
	    BIND(INT(id), INT(after), INT(SERIES_MOST * PEOPLE_MOST)));
}

int64_t series_called_off(struct ctx *c, int64_t engagement)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM engagement f"
		" JOIN engagement o ON o.citizen_id = f.citizen_id"
		"  AND o.ended_at = f.ended_at AND o.id <> f.id"
		" JOIN task t ON t.id = f.task_id"
		" JOIN task k ON k.id = o.task_id"
		"  AND k.series_id = t.series_id"
		" WHERE f.id = $1 AND f.state = 'cancelled'"
		"   AND o.state <> 'given_up'"
		"   AND o.state = 'cancelled'"),
	    BIND(INT(engagement)), 0);
}

/* ---- a steady job ---- */

enum err series_fix(struct ctx *c, int64_t id, int64_t by)
{
	int64_t changed;

	db_begin(c);
	changed = db_run(c,
	    SQL("UPDATE series SET fixed_by = $2, fixed_at = $3"
		" WHERE id = $1 AND fixed_at IS NULL"),
	    BIND(INT(id), INT(by), INT(c->now)));
	if (changed == 1)
		attention_add(c, ATTENTION_FIXED, by, id, "");
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return changed == 1 ? OK : ERR_CONFLICT;
}

int64_t series_fixed(struct ctx *c, int64_t from, int64_t to)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM series"
		" WHERE fixed_at >= $1 AND fixed_at < $2"),
	    BIND(INT(from), INT(to)), 0);
}
