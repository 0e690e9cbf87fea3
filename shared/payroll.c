#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "hours.h"
#include "payroll.h"
#include "task.h"

enum payroll_state payroll_state(
    const char *hours, bool planned, int64_t said_at, int64_t now)
{
	if (strcmp(hours, "agreed") == 0 || strcmp(hours, "settled") == 0)
		return PAYROLL_READY;
	if (strcmp(hours, "disputed") == 0)
		return PAYROLL_DISPUTED;
	if (strcmp(hours, "proposed") != 0)
		return PAYROLL_MISSING;
	return planned && clock_add_working_days(said_at, PAYROLL_DAYS) <= now
	    ? PAYROLL_READY
	    : PAYROLL_WAITS;
}

static struct payroll payroll_row(struct ctx *c, struct rows *r)
{
	struct payroll p;
	struct task t;
	const char *hours;
	int64_t planned, said_at;

	p.engagement = row_int(r);
	p.citizen = row_int(r);
	p.starts_at = row_int(r);
	p.ends_at = row_int(r);
	p.minutes = row_int(r);
	p.pay_ore = row_int(r);
	p.pay_on = row_int(r);
	t.work_function = row_text(r);
	t.title = row_text(r);
	hours = row_text(r);
	said_at = row_int(r);
	p.work = task_verb(c, &t);
	p.amount_ore = hours_amount(p.minutes, p.pay_ore);
	planned = (p.ends_at - p.starts_at) / 60;
	p.state = payroll_state(hours, p.minutes == planned, said_at, c->now);
	return p;
}

const struct payroll *payroll_list(
    struct ctx *c, int64_t employer, int64_t from, int64_t to, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT e.id, e.citizen_id, s.starts_at, s.ends_at,"
		" coalesce(h.minutes, (s.ends_at - s.starts_at) / 60),"
		" coalesce(h.pay_ore, t.pay_ore), t.pay_on, t.work_function,"
		" t.title, e.hours, coalesce(h.said_at, 0)"
		" FROM task t JOIN engagement e ON e.task_id = t.id"
		" JOIN shift s ON s.id = e.shift_id"
		" LEFT JOIN hours h ON h.id = (SELECT max(n.id) FROM hours n"
		"  WHERE n.engagement_id = e.id)"
		" WHERE t.employer_id = $1 AND" HOURS_STAND
		" AND s.starts_at >= $2 AND s.starts_at < $3"
		" AND s.ends_at <= $4"
		" ORDER BY e.citizen_id, s.starts_at, e.id LIMIT $5"),
	    BIND(INT(employer), INT(from), INT(to), INT(c->now),
		INT(PAYROLL_MOST)));
	struct payroll *list = mem_alloc(c, r.count * sizeof *list + 1);

	*count = 0;
	while (row_next(&r))
		list[(*count)++] = payroll_row(c, &r);
	return list;
}

bool payroll_counts(const struct payroll *p)
{
	return p->state == PAYROLL_READY || p->state == PAYROLL_WAITS;
}
