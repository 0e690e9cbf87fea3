#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "hours.h"
#include "notice.h"
#include "offer.h"
#include "payday.h"

#define ASK_HOUR 10

int64_t payday_at(int64_t pay_on)
{
	struct wall w = clock_wall(clock_add_working_days(pay_on, 1));

	w.hour = ASK_HOUR;
	w.minute = w.second = 0;
	return clock_instant(w);
}

struct pay {
	int64_t employer, pay_on;
};

static struct pay pay_of(struct ctx *c, const struct engagement *e)
{
	struct pay p = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT employer_id, pay_on FROM task WHERE id = $1"),
	    BIND(INT(e->task_id)));

	if (row_next(&r)) {
		p.employer = row_int(&r);
		p.pay_on = row_int(&r);
	}
	return p;
}

bool payday_ask(struct ctx *c, const struct engagement *e)
{
	struct pay p = pay_of(c, e);
	struct wall month = clock_wall(e->starts_at);
	const struct notice_to to = { .kind = "paid",
		.person = e->citizen_id,
		.about = e->id,
		.key = mem_printf(c, "%" PRId64 ":%" PRId64 ":%d-%d",
		    e->citizen_id, p.employer, month.year, month.month) };
	struct hours h;

	if (c->now > clock_add_days(p.pay_on, PAYDAY_ASK_DAYS))
		return true;
	if (!hours_count(e->hours) || !hours_load(c, e->id, &h))
		return false;
	if (h.minutes > 0 && notice_leave(c, &to))
		db_run(c,
		    SQL("UPDATE engagement SET paid = 'asked'"
			" WHERE id = $1 AND paid = 'none'"),
		    BIND(INT(e->id)));
	return true;
}

int64_t payday_to_answer(struct ctx *c, int64_t citizen)
{
	return db_int(c,
	    SQL("SELECT e.id FROM engagement e"
		" JOIN outbox o ON o.kind = 'paid' AND o.about_id = e.id"
		" WHERE e.citizen_id = $1 AND" HOURS_STAND
		"   AND e.paid = 'asked' AND o.not_before BETWEEN $2 AND $3"
		"   AND o.state NOT IN ('queued', 'cancelled', 'expired',"
		"     'suppressed')"
		" ORDER BY o.id DESC LIMIT 1"),
	    BIND(INT(citizen), INT(c->now - PAYDAY_ANSWER_DAYS * DAY),
		INT(c->now)),
	    0);
}

bool payday_is_asked(struct ctx *c, int64_t citizen)
{
	return strcmp(outbox_latest(c, citizen), "paid") == 0 &&
	    payday_to_answer(c, citizen) != 0;
}

void payday_answer(struct ctx *c, int64_t engagement, bool came)
{
	struct engagement e;

	if (!engagement_load(c, engagement, &e))
		return;
	db_run(c,
	    SQL("UPDATE engagement SET paid = $2"
		" WHERE id = $1 AND paid = 'asked'"),
	    BIND(INT(e.id), TEXT(came ? "came" : "missing")));
	if (!came)
		attention_add(c, ATTENTION_PAY, e.citizen_id, e.id, "");
	notice_answer(c, came ? "paid_thanks" : "call", e.citizen_id, 0);
}
