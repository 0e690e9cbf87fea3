#include "base/clock.h"
#include "base/db.h"

#include "allowance.h"
#include "citizen.h"
#include "hours.h"
#include "municipality.h"
#include "task.h"

int64_t allowance_over(int64_t free_ore, int64_t earned_ore, int64_t pay_ore)
{
	int64_t left = free_ore > earned_ore ? free_ore - earned_ore : 0;

	return pay_ore > left ? pay_ore - left : 0;
}

static int64_t percent(int64_t ore, int64_t of)
{
	return (ore * of + 50) / 100;
}

int64_t allowance_cut(int64_t wage_ore, int64_t free_ore, int64_t cut)
{
	return percent(allowance_over(free_ore, 0, wage_ore), cut);
}

int64_t allowance_saved(int64_t cut_ore, int64_t refund)
{
	return cut_ore - percent(cut_ore, refund);
}

/* What they have been promised elsewhere for shifts that begin then, as it was
 * said last, or as it is planned. */
static int64_t earned(
    struct ctx *c, int64_t citizen, int64_t task, int64_t from, int64_t to)
{
	struct rows r = db_query(c,
	    SQL("SELECT coalesce((SELECT h.minutes FROM hours h"
		"  WHERE h.engagement_id = e.id ORDER BY h.id DESC LIMIT 1),"
		"  (s.ends_at - s.starts_at) / 60), t.pay_ore"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" WHERE e.citizen_id = $1 AND" HOURS_STAND
		"   AND e.task_id <> $2"
		"   AND s.starts_at >= $3 AND s.starts_at < $4 LIMIT 2000"),
	    BIND(INT(citizen), INT(task), INT(from), INT(to)));
	int64_t sum = 0;

	while (row_next(&r)) {
		int64_t minutes = row_int(&r);

		sum += hours_amount(minutes, row_int(&r));
	}
	return sum;
}

static int64_t over(struct ctx *c, const struct citizen *z,
    const struct task *t, const char *rule, struct wall from, struct wall to)
{
	int64_t free_ore;

	if (!rule_find(c, z->municipality_id,
		mem_printf(c, "%s%s", rule, z->target_group), t->starts_at,
		&free_ore))
		return 0;
	return allowance_over(free_ore,
	    earned(c, z->id, t->id, clock_instant(from), clock_instant(to)),
	    hours_amount((t->ends_at - t->starts_at) / MINUTE, t->pay_ore));
}

bool allowance_load(
    struct ctx *c, int64_t citizen, int64_t task, struct allowance *a)
{
	struct wall month, next, year, after;
	struct citizen z;
	struct task t;

	if (!citizen_load(c, citizen, &z) || !task_load(c, task, &t))
		return false;
	month = clock_wall(t.starts_at);
	month.day = 1;
	month.hour = month.minute = month.second = 0;
	next = year = month;
	next.month++;
	year.month = 1;
	after = year;
	after.year++;
	a->pay_ore = hours_amount(
	    (t.ends_at - t.starts_at) / MINUTE, t.pay_ore);
	a->month_over_ore = over(c, &z, &t, RULE_FREE_MONTH, month, next);
	a->year_over_ore = over(c, &z, &t, RULE_FREE_YEAR, year, after);
	return true;
}
