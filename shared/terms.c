#include "base/clock.h"
#include "base/db.h"

#include "hours.h"
#include "municipality.h"
#include "notice.h"
#include "terms.h"

#define KIND "terms_due"

#define WEEKS       (TERMS_WINDOW / 7)
#define SHIFTS_MOST 400 /* of one person at one firm in two windows */

/* The shifts of $1 at firm $2, with the hours that were said or else planned.
 * Who did not come has no hours. */
#define MINUTES                                                \
	"coalesce((SELECT h.minutes FROM hours h WHERE h.id =" \
	"  (SELECT max(n.id) FROM hours n"                     \
	"    WHERE n.engagement_id = e.id)),"                  \
	" (s.ends_at - s.starts_at) / 60)"
#define SHIFTS                                                 \
	"SELECT s.starts_at, " MINUTES " AS minutes"           \
	" FROM engagement e JOIN shift s ON s.id = e.shift_id" \
	" JOIN task t ON t.id = e.task_id"                     \
	" WHERE e.citizen_id = $1 AND t.employer_id = $2 AND" HOURS_STAND

/* ---- the average ---- */

struct worked {
	int64_t day, minutes;
};

static const struct worked *worked_between(struct ctx *c, const struct terms *t,
    int64_t from, int64_t to, size_t *count)
{
	struct rows r = db_query(c,
	    SQL(SHIFTS " AND s.starts_at >= $3 AND s.starts_at < $4"
		       " ORDER BY s.starts_at LIMIT $5"),
	    BIND(INT(t->citizen), INT(t->employer), INT(from), INT(to),
		INT(SHIFTS_MOST)));
	struct worked *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].day = clock_midnight(row_int(&r));
		all[*count].minutes = row_int(&r);
	}
	return all;
}

/* The fullest window begins on the day of a shift, for one that begins earlier
 * holds no more; one that begins after this shift holds less than its own. */
static int64_t week_of(struct ctx *c, const struct terms *t, int64_t starts_at)
{
	int64_t day = clock_midnight(starts_at), most = 0;
	size_t count;
	const struct worked *all = worked_between(c, t,
	    clock_add_days(day, 1 - TERMS_WINDOW),
	    clock_add_days(day, TERMS_WINDOW), &count);

	for (size_t i = 0; i < count; i++) {
		int64_t end = clock_add_days(all[i].day, TERMS_WINDOW);
		int64_t sum = 0;

		for (size_t k = i; k < count && all[k].day < end; k++)
			sum += all[k].minutes;
		most = sum > most ? sum : most;
	}
	return (most + WEEKS / 2) / WEEKS;
}

/* ---- how they stand ---- */

/* The last of their shifts that none came before within a year. */
static int64_t began(struct ctx *c, const struct terms *t, int64_t starts_at)
{
	return db_int(c,
	    SQL("SELECT max(b.starts_at) FROM"
		" (SELECT w.starts_at, lag(w.starts_at)"
		"    OVER (ORDER BY w.starts_at) AS earlier"
		"   FROM (" SHIFTS ") w"
		"   WHERE w.minutes > 0 AND w.starts_at <= $3) b"
		" WHERE b.earlier IS NULL OR b.earlier < b.starts_at - $4"),
	    BIND(INT(t->citizen), INT(t->employer), INT(starts_at),
		INT(TERMS_GAP)),
	    0);
}

static int64_t free_hours(struct ctx *c)
{
	struct municipality m;
	int64_t hours = 0;

	if (municipality_load(c, 0, &m))
		rule_find(c, m.id, RULE_CANCEL_HOURS, c->now, &hours);
	return hours;
}

static void load_given(struct ctx *c, struct terms *t, int64_t first)
{
	struct rows r = db_query(c,
	    SQL("SELECT given_at, given_by FROM terms WHERE citizen_id = $1"
		" AND employer_id = $2 AND given_at >= $3"),
	    BIND(INT(t->citizen), INT(t->employer), INT(first - TERMS_GAP)));

	if (!row_next(&r))
		return;
	t->given_at = row_int(&r);
	t->given_by = row_int(&r);
}

bool terms_load(struct ctx *c, int64_t engagement, struct terms *t)
{
	int64_t starts_at, first;
	struct rows r = db_query(c,
	    SQL("SELECT e.citizen_id, t.employer_id, s.starts_at"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" WHERE e.id = $1 AND" HOURS_STAND),
	    BIND(INT(engagement)));

	if (!row_next(&r))
		return false;
	*t = (struct terms) { .citizen = row_int(&r) };
	t->employer = row_int(&r);
	starts_at = row_int(&r);
	t->began_at = began(c, t, starts_at);
	first = t->began_at != 0 ? t->began_at : starts_at;
	t->due_on = clock_add_days(clock_midnight(first), TERMS_DAYS);
	t->week = week_of(c, t, starts_at);
	t->free_hours = free_hours(c);
	load_given(c, t, first);
	return true;
}

struct ids terms_shifts(struct ctx *c, int64_t engagement)
{
	return db_ids(c,
	    SQL("SELECT e.id FROM engagement o"
		" JOIN shift p ON p.id = o.shift_id"
		" JOIN task u ON u.id = o.task_id"
		" JOIN engagement e ON e.citizen_id = o.citizen_id"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" WHERE o.id = $1 AND t.employer_id = u.employer_id"
		"   AND e.state = 'agreed' AND s.starts_at >= p.starts_at"
		" ORDER BY s.starts_at, e.id LIMIT $2"),
	    BIND(INT(engagement), INT(TERMS_SHIFTS)));
}

/* ---- given ---- */

/* What waits to be sent about any of their shifts has no more to say. */
static void stop_reminding(struct ctx *c, const struct terms *t)
{
	struct ids told = db_ids(c,
	    SQL("SELECT DISTINCT e.id FROM engagement e"
		" JOIN task t ON t.id = e.task_id"
		" JOIN outbox o ON o.about_id = e.id"
		" WHERE e.citizen_id = $1 AND t.employer_id = $2"
		"   AND o.kind = '" KIND "' AND o.state = 'queued' LIMIT 10"),
	    BIND(INT(t->citizen), INT(t->employer)));

	for (size_t i = 0; i < told.count; i++)
		outbox_cancel(c, KIND, told.id[i]);
}

static void keep(struct ctx *c, const struct terms *t, int64_t by)
{
	if (db_run(c,
		SQL("UPDATE terms SET given_at = $3, given_by = $4"
		    " WHERE citizen_id = $1 AND employer_id = $2"),
		BIND(INT(t->citizen), INT(t->employer), INT(c->now),
		    INT(by))) == 0)
		db_run(c,
		    SQL("INSERT INTO terms (id, citizen_id, employer_id,"
			" given_at, given_by) VALUES ($1, $2, $3, $4, $5)"
			" ON CONFLICT (citizen_id, employer_id) DO NOTHING"),
		    BIND(INT(db_new_id(c)), INT(t->citizen), INT(t->employer),
			INT(c->now), INT(by)));
}

enum err terms_give(struct ctx *c, int64_t engagement, int64_t by)
{
	struct terms t;

	db_begin(c);
	if (!terms_load(c, engagement, &t))
		return db_undo(c, ERR_NOT_FOUND);
	if (t.given_at == 0)
		keep(c, &t, by);
	stop_reminding(c, &t);
	return db_commit(c);
}

void terms_remind(struct ctx *c, int64_t engagement, int64_t contact)
{
	struct terms t;
	struct notice_to to = {
		.kind = KIND, .person = contact, .about = engagement
	};

	if (!terms_load(c, engagement, &t) || t.given_at != 0 ||
	    t.began_at == 0 || c->now < t.began_at + TERMS_REMIND)
		return;
	to.expires_at = clock_add_days(t.due_on, 1);
	to.key = mem_printf(c, "%" PRId64 ":%" PRId64 ":%" PRId64, t.citizen,
	    t.employer, t.began_at);
	notice_leave(c, &to);
}

const struct terms_given *terms_of(
    struct ctx *c, int64_t citizen, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT m.given_at, e.name FROM terms m"
		" JOIN employer e ON e.id = m.employer_id"
		" WHERE m.citizen_id = $1"
		" ORDER BY m.given_at DESC, m.id DESC LIMIT $2"),
	    BIND(INT(citizen), INT(TERMS_FIRMS)));
	struct terms_given *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].at = row_int(&r);
		all[*count].firm = row_text(&r);
	}
	return all;
}

int64_t terms_forget(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c,
	    SQL("DELETE FROM terms WHERE id IN (SELECT m.id FROM terms m"
		" WHERE m.given_at < $1 AND NOT EXISTS"
		"  (SELECT 1 FROM engagement e JOIN task t ON t.id = e.task_id"
		"    WHERE e.citizen_id = m.citizen_id"
		"      AND e.state <> 'given_up'"
		"      AND t.employer_id = m.employer_id)"
		" ORDER BY m.id LIMIT $2)"),
	    BIND(INT(before), INT(most)));
}
