#include "base/clock.h"
#include "base/db.h"

#include "hours.h"
#include "job.h"
#include "month.h"
#include "notice.h"

#define TELL_HOUR 8

const struct month_row *month_list(
    struct ctx *c, int64_t contact, int64_t month, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT e.citizen_id, sum(h.minutes), count(*)"
		" FROM task t JOIN engagement e ON e.task_id = t.id"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN hours h ON h.engagement_id = e.id"
		" WHERE t.contact_id = $1 AND" HOURS_STAND
		"   AND e.hours IN " HOURS_COUNT
		"   AND s.starts_at >= $2 AND s.starts_at < $3"
		"   AND h.minutes > 0 AND h.id = (SELECT max(l.id) FROM hours l"
		"     WHERE l.engagement_id = e.id)"
		" GROUP BY e.citizen_id ORDER BY e.citizen_id LIMIT $4"),
	    BIND(INT(contact), INT(month), INT(clock_first(month, 1)),
		INT(MONTH_PEOPLE)));
	struct month_row *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].citizen = row_int(&r);
		all[*count].minutes = row_int(&r);
		all[*count].shifts = row_int(&r);
	}
	return all;
}

static struct ids contacts(struct ctx *c, int64_t month, int64_t after)
{
	return db_ids(c,
	    SQL("SELECT DISTINCT t.contact_id FROM shift s"
		" JOIN engagement e ON e.shift_id = s.id"
		" JOIN task t ON t.id = e.task_id"
		" WHERE s.ends_at >= $1 AND s.starts_at < $2 AND s.ends_at < $3"
		"   AND t.contact_id > $4 AND" HOURS_STAND
		"   AND e.hours IN " HOURS_COUNT
		" ORDER BY t.contact_id LIMIT $5"),
	    BIND(INT(month), INT(clock_first(month, 1)),
		INT(clock_first(month, 1) + DAY), INT(after),
		INT(MONTH_CONTACTS)));
}

static void tell(struct ctx *c, int64_t contact, int64_t month)
{
	const struct notice_to to = {
		.kind = "month", .person = contact, .about = month
	};
	size_t count;

	month_list(c, contact, month, &count);
	if (count > 0)
		notice_leave(c, &to);
}

/* When the month before that first day is told of. */
static int64_t tells_at(int64_t first)
{
	struct wall w;

	while (!clock_working_day(first))
		first = clock_add_days(first, 1);
	w = clock_wall(first);
	w.hour = TELL_HOUR;
	return clock_instant(w);
}

bool month_listed(const struct ctx *c, int64_t at)
{
	return c->now >= tells_at(clock_first(at, 1));
}

static bool is_time(const struct ctx *c)
{
	struct wall w = clock_wall(c->now);

	return c->now >= tells_at(clock_first(c->now, 0)) &&
	    w.day <= MONTH_LATEST && clock_working_day(c->now) &&
	    w.hour >= TELL_HOUR;
}

void month_tell(struct ctx *c)
{
	int64_t month = clock_first(c->now, -1), after;
	struct ids some;

	if (!is_time(c) || !job_is_due(c, JOB_MONTH, month))
		return;
	after = job_after(c, JOB_MONTH);
	some = contacts(c, month, after);
	db_begin(c);
	for (size_t i = 0; i < some.count; i++)
		tell(c, after = some.id[i], month);
	if (some.count < MONTH_CONTACTS)
		job_done(c, JOB_MONTH, month);
	else
		job_go_on(c, JOB_MONTH, after);
	if (db_commit(c) != OK)
		return;
}
