#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "followup.h"
#include "job.h"
#include "notice.h"
#include "person.h"

#define STEPS_MOST 500 /* told of in a pass */

/* The last day whose steps are late today. */
static int64_t late_day(const struct ctx *c)
{
	return clock_add_working_days(
	    clock_midnight(c->now), -FOLLOWUP_LATE_DAYS);
}

int64_t followup_late(struct ctx *c, int64_t municipality)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM followup_waiting w"
		" JOIN citizen z ON z.person_id = w.citizen_id"
		" WHERE w.due_on <= $1 AND z.municipality_id = $2"),
	    BIND(INT(late_day(c)), INT(municipality)), 0);
}

/* Municipalities with a late step of which no leader has heard. */
static struct ids unheard(struct ctx *c)
{
	return db_ids(c,
	    SQL("SELECT DISTINCT z.municipality_id FROM followup f"
		" JOIN course k ON k.id = f.course_id"
		" JOIN citizen z ON z.person_id = k.citizen_id"
		" WHERE f.done_at IS NULL AND f.due_on <= $1"
		"   AND f.escalated_at IS NULL AND k.ended_at IS NULL"
		" LIMIT 100"),
	    BIND(INT(late_day(c))));
}

static void mark(struct ctx *c, int64_t municipality)
{
	db_run(c,
	    SQL("UPDATE followup SET escalated_at = $3 WHERE id IN"
		" (SELECT f.id FROM followup f"
		"   JOIN course k ON k.id = f.course_id"
		"   JOIN citizen z ON z.person_id = k.citizen_id"
		"   WHERE f.done_at IS NULL AND f.due_on <= $1"
		"     AND f.escalated_at IS NULL AND k.ended_at IS NULL"
		"     AND z.municipality_id = $2 ORDER BY f.due_on LIMIT $4)"),
	    BIND(INT(late_day(c)), INT(municipality), INT(c->now),
		INT(STEPS_MOST)));
}

/* How many there are to hear of it. */
static size_t tell_leaders(struct ctx *c, int64_t municipality)
{
	struct ids leaders = person_with_role(c, ROLE_LEADER);
	size_t told = 0;

	for (size_t i = 0; i < leaders.count; i++) {
		const struct notice_to to = { .kind = "followup_team",
			.person = leaders.id[i],
			.key = mem_printf(c, "%" PRId64 ":%s", leaders.id[i],
			    clock_iso_date(c, c->now)) };

		if (person_municipality(c, leaders.id[i]) != municipality)
			continue;
		notice_leave(c, &to);
		told++;
	}
	if (told == 0)
		log_warnx(
		    "followup.no_leader municipality=%" PRId64, municipality);
	return told;
}

void followup_escalate(struct ctx *c)
{
	int64_t today = clock_midnight(c->now);
	struct ids teams;

	if (clock_in_window(WINDOW_WORKDAY, c->now) != c->now ||
	    !job_is_due(c, JOB_ESCALATE, today))
		return;
	teams = unheard(c);
	for (size_t i = 0; i < teams.count && !db_failed(c); i++) {
		db_begin(c);
		if (tell_leaders(c, teams.id[i]) > 0)
			mark(c, teams.id[i]);
		if (db_commit(c) != OK)
			return;
	}
	db_begin(c);
	job_done(c, JOB_ESCALATE, today);
	if (db_commit(c) != OK)
		return;
}
