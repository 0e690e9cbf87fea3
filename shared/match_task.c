#include "base/clock.h"
#include "base/db.h"

#include "match.h"
#include "municipality.h"
#include "workplace.h"

static bool load_rules(struct ctx *c, struct match_task *t, int64_t level)
{
	const char *least = level == 3 ? RULE_SCORE_SURE : RULE_SCORE_PRACTISED;
	int64_t m = t->municipality_id;

	t->least_score = t->wage_score = 0;
	if (level < 1 || level > 3)
		return false;
	if (level > 1 && !rule_value(c, m, least, c->now, &t->least_score))
		return false;
	if (t->unpaid &&
	    !rule_value(c, m, RULE_SCORE_WAGE, c->now, &t->wage_score))
		return false;
	return rule_value(c, m, RULE_OFFERS_OPEN, c->now, &t->offers_open) &&
	    rule_value(c, m, RULE_OFFERS_WEEK, c->now, &t->offers_week);
}

bool match_task_ready(struct ctx *c, struct match_task *t, int64_t level)
{
	struct municipality m;

	if (!municipality_load(c, 0, &m))
		return false;
	t->municipality_id = m.id;
	return match_task_times(t) && load_rules(c, t, level);
}

bool match_task_at(
    struct ctx *c, const struct workplace *place, struct match_task *t)
{
	struct rows r = db_query(c,
	    SQL("SELECT coalesce(w.id, 0), e.id,"
		" CASE WHEN e.blocked_at <= $5 THEN 1 ELSE 0 END,"
		" coalesce(w.east_m, p.east_m), coalesce(w.north_m, p.north_m)"
		" FROM postcode p JOIN employer e ON e.id = $1"
		" LEFT JOIN workplace w ON w.employer_id = e.id"
		"  AND w.sms_name = $2 AND w.address = $3"
		" WHERE p.code = $4 LIMIT 1"),
	    BIND(INT(place->employer_id), TEXT(place->sms_name),
		TEXT(place->address), TEXT(place->postcode), INT(c->now)));

	if (!row_next(&r))
		return false;
	t->workplace_id = row_int(&r);
	t->employer_id = row_int(&r);
	t->blocked = row_int(&r) != 0;
	t->east_m = row_int(&r);
	t->north_m = row_int(&r);
	return true;
}

bool match_task_load(struct ctx *c, int64_t task, struct match_task *t)
{
	struct rows r = db_query(c,
	    SQL("SELECT t.id, s.id, t.workplace_id, t.employer_id,"
		" t.work_function, s.starts_at, s.ends_at, t.level,"
		" CASE WHEN t.pay_ore > 0 THEN 0 ELSE 1 END, t.one_off,"
		" CASE WHEN e.blocked_at <= $2 THEN 1 ELSE 0 END, t.moved,"
		" coalesce(w.east_m, p.east_m), coalesce(w.north_m, p.north_m)"
		" FROM task t JOIN shift s ON s.task_id = t.id"
		" JOIN employer e ON e.id = t.employer_id"
		" JOIN workplace w ON w.id = t.workplace_id"
		" JOIN postcode p ON p.code = w.postcode"
		" WHERE t.id = $1 ORDER BY s.starts_at LIMIT 1"),
	    BIND(INT(task), INT(c->now)));
	int64_t level;

	*t = (struct match_task) { 0 };
	if (!row_next(&r))
		return false;
	t->id = row_int(&r);
	t->shift_id = row_int(&r);
	t->workplace_id = row_int(&r);
	t->employer_id = row_int(&r);
	t->work_function = row_text(&r);
	t->starts_at = row_int(&r);
	t->ends_at = row_int(&r);
	level = row_int(&r);
	t->unpaid = row_int(&r) != 0;
	t->series = row_int(&r) == 0;
	t->blocked = row_int(&r) != 0;
	t->moved = row_int(&r);
	t->east_m = row_int(&r);
	t->north_m = row_int(&r);
	return match_task_ready(c, t, level);
}
