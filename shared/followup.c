#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "followup.h"
#include "job.h"
#include "leave.h"
#include "notice.h"
#include "person.h"
#include "seal.h"

#define QUARTER (15 * MINUTE) /* between two looks at who has something due */

static const struct {
	const char *step;
	int days;
} plan[] = { { "dag 1", 1 }, { "dag 3", 3 }, { "uge 2", 14 }, { "uge 4", 28 },
	{ "uge 8", 56 }, { "uge 13", 91 } };

/* A step on a day off is for the next working day. */
static int64_t due_on(int64_t starts_at, int days)
{
	int64_t day = clock_midnight(clock_add_days(starts_at, days));

	while (!clock_working_day(day))
		day = clock_add_days(day, 1);
	return day;
}

void followup_join(struct ctx *c, int64_t citizen, int64_t workplace,
    int64_t owner, int64_t starts_at, bool one_off)
{
	int64_t course = db_new_id(c);
	int64_t earlier = db_int(c,
	    SQL("SELECT count(*) FROM course WHERE citizen_id = $1"
		" AND workplace_id = $2"),
	    BIND(INT(citizen), INT(workplace)), 0);
	size_t steps = one_off && earlier == 0 ? 1 : COUNT(plan);

	if (db_run(c,
		SQL("INSERT INTO course (id, citizen_id, workplace_id,"
		    " owner_id, began_on) VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (citizen_id, workplace_id)"
		    "   WHERE ended_at IS NULL DO NOTHING"),
		BIND(INT(course), INT(citizen), INT(workplace), INT(owner),
		    INT(clock_midnight(starts_at)))) == 0)
		return;
	for (size_t i = 0; i < steps; i++)
		db_run(c,
		    SQL("INSERT INTO followup (id, course_id, step, due_on)"
			" VALUES ($1, $2, $3, $4)"),
		    BIND(INT(db_new_id(c)), INT(course), TEXT(plan[i].step),
			INT(due_on(starts_at, plan[i].days))));
}

void followup_leave(struct ctx *c, int64_t citizen, int64_t workplace)
{
	int64_t course = db_int(c,
	    SQL("SELECT id FROM course WHERE citizen_id = $1"
		" AND workplace_id = $2 AND ended_at IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM engagement e"
		"  JOIN task t ON t.id = e.task_id"
		"  WHERE e.citizen_id = $1 AND t.workplace_id = $2"
		"    AND e.state = 'agreed')"),
	    BIND(INT(citizen), INT(workplace)), 0);

	db_run(c,
	    SQL("DELETE FROM followup"
		" WHERE course_id = $1 AND done_at IS NULL"),
	    BIND(INT(course)));
	db_run(c,
	    SQL("DELETE FROM course WHERE id = $1 AND NOT EXISTS"
		" (SELECT 1 FROM followup WHERE course_id = $1)"),
	    BIND(INT(course)));
	db_run(c, SQL("UPDATE course SET ended_at = $2 WHERE id = $1"),
	    BIND(INT(course), INT(c->now)));
}

void followup_end(struct ctx *c, int64_t citizen)
{
	db_run(c,
	    SQL("DELETE FROM followup WHERE done_at IS NULL AND course_id IN"
		" (SELECT id FROM course WHERE citizen_id = $1"
		"   AND ended_at IS NULL)"),
	    BIND(INT(citizen)));
	db_run(c,
	    SQL("UPDATE course SET ended_at = $2 WHERE citizen_id = $1"
		" AND ended_at IS NULL"),
	    BIND(INT(citizen), INT(c->now)));
}

enum err followup_done(struct ctx *c, int64_t id, int64_t by, const char *note)
{
	int64_t course, citizen;

	db_begin(c);
	if (!followup_may(c, id, by))
		return db_undo(c, ERR_NOT_FOUND);
	course = db_int(c, SQL("SELECT course_id FROM followup WHERE id = $1"),
	    BIND(INT(id)), 0);
	citizen = followup_citizen(c, id);
	if (db_run(c,
		SQL("UPDATE followup SET done_at = $2, done_by = $3, note = $4"
		    " WHERE id = $1 AND done_at IS NULL"),
		BIND(INT(id), INT(c->now), INT(by),
		    TEXT(seal_text(c, citizen, FOLLOWUP_NOTE, id, note)))) == 0)
		return db_undo(c, ERR_CONFLICT);
	db_run(c,
	    SQL("UPDATE course SET ended_at = $2 WHERE id = $1"
		" AND NOT EXISTS (SELECT 1 FROM followup"
		"  WHERE course_id = $1 AND done_at IS NULL)"),
	    BIND(INT(course), INT(c->now)));
	return db_commit(c);
}

int64_t followup_citizen(struct ctx *c, int64_t id)
{
	return db_int(c,
	    SQL("SELECT c.citizen_id FROM followup f"
		" JOIN course c ON c.id = f.course_id WHERE f.id = $1"),
	    BIND(INT(id)), 0);
}

int64_t followup_owner(struct ctx *c, int64_t id)
{
	return db_int(c,
	    SQL("SELECT c.owner_id FROM followup f"
		" JOIN course c ON c.id = f.course_id WHERE f.id = $1"),
	    BIND(INT(id)), 0);
}

bool followup_may(struct ctx *c, int64_t id, int64_t person)
{
	int64_t owner = followup_owner(c, id);

	return owner != 0 &&
	    (owner == person || leave_acting(c, owner, c->now) == person);
}

/* Their own, and those of whom they stand in for at $2. */
#define THEIRS                                                   \
	" (owner_id = $1 OR owner_id IN (SELECT person_id"       \
	"   FROM leave WHERE stand_in_id = $1 AND from_on <= $2" \
	"     AND until_on > $2))"

/* The last day whose steps count as overdue today. */
static int64_t overdue_day(int64_t now)
{
	return clock_add_working_days(
	    clock_midnight(now), -FOLLOWUP_OVERDUE_DAYS);
}

const struct followup *followup_list(
    struct ctx *c, int64_t owner, int days, size_t *count)
{
	int64_t until = clock_add_days(clock_midnight(c->now), days);
	int64_t overdue = overdue_day(c->now);
	struct rows r = db_query(c,
	    SQL("SELECT id, due_on, citizen_id, workplace_id, step"
		" FROM followup_waiting WHERE" THEIRS " AND due_on <= $3"
		" ORDER BY due_on, id LIMIT 200"),
	    BIND(INT(owner), INT(c->now), INT(until)));
	struct followup *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct followup *f = &all[*count];

		f->id = row_int(&r);
		f->due_on = row_int(&r);
		f->citizen = row_int(&r);
		f->workplace = row_int(&r);
		f->step = row_text(&r);
		f->overdue = f->due_on <= overdue;
	}
	return all;
}

struct duties followup_duties(struct ctx *c, int64_t owner)
{
	int64_t today = clock_midnight(c->now);
	struct duties d = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT count(*) FILTER (WHERE due_on = $3),"
		" count(*) FILTER (WHERE due_on < $3),"
		" count(*) FILTER (WHERE due_on <= $4),"
		" coalesce(min(due_on), $3)"
		" FROM followup_waiting WHERE" THEIRS " AND due_on <= $3"),
	    BIND(
		INT(owner), INT(c->now), INT(today), INT(overdue_day(c->now))));

	if (row_next(&r)) {
		d.today = row_int(&r);
		d.before = row_int(&r);
		d.overdue = row_int(&r);
		/* Half a day more: between the two lies perhaps a night of 23
		 * or 25 hours. */
		d.waited = (today - row_int(&r) + DAY / 2) / DAY;
	}
	return d;
}

/* One reminder to who sees to them; or a person is told that nobody does. */
static void remind(struct ctx *c, int64_t owner)
{
	int64_t today = clock_midnight(c->now);
	int64_t to_whom = leave_acting(c, owner, c->now);
	struct duties d = followup_duties(c, to_whom);
	const struct notice_to to = {
		.kind = d.overdue > 0 ? "followup_overdue" : "followup_due",
		.person = to_whom,
		.key = mem_printf(
		    c, "%" PRId64 ":%s", to_whom, clock_iso_date(c, c->now)),
	};

	if (to_whom == 0 || (person_roles(c, to_whom) & ROLE_STAFF) == 0) {
		attention_add(c, ATTENTION_ALONE, owner, 0, "");
		return;
	}
	/* Whichever was left first today is today's reminder; of a day from
	 * which the clock was set back, too. */
	if (db_int(c,
		SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
		    " AND kind IN ('followup_due', 'followup_overdue')"
		    " AND made_at >= $2"),
		BIND(INT(to_whom), INT(today)), 0) == 0)
		notice_leave(c, &to);
}

void followup_remind(struct ctx *c)
{
	struct ids owners;

	if (clock_in_window(WINDOW_WORKDAY, c->now) != c->now ||
	    !job_is_due(c, JOB_FOLLOWUP, c->now / QUARTER))
		return;
	owners = db_ids(c,
	    SQL("SELECT DISTINCT owner_id FROM followup_waiting"
		" WHERE due_on <= $1 ORDER BY owner_id LIMIT 1000"),
	    BIND(INT(clock_midnight(c->now))));
	for (size_t i = 0; i < owners.count; i++) {
		db_begin(c);
		remind(c, owners.id[i]);
		if (db_commit(c) != OK)
			return;
	}
	db_begin(c);
	job_done(c, JOB_FOLLOWUP, c->now / QUARTER);
	if (db_commit(c) != OK)
		return;
}
