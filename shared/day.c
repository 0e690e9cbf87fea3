#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "day.h"
#include "notice.h"
#include "offer.h"
#include "person.h"

#define ANSWERED_WITHIN (2 * DAY)

static int64_t shifts_so_far(struct ctx *c, const struct engagement *e)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM engagement e"
		" JOIN shift s ON s.id = e.shift_id"
		" WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		"   AND s.ends_at <= $2"),
	    BIND(INT(e->citizen_id), INT(e->ends_at)), 0);
}

void day_ask(struct ctx *c, const struct engagement *e)
{
	const struct notice_to to = { .kind = "day",
		.person = e->citizen_id,
		.about = e->id,
		.expires_at = clock_midnight(clock_add_days(e->ends_at, 1)) };
	struct person p;

	if (person_load(c, e->citizen_id, &p) && p.phone != NULL &&
	    shifts_so_far(c, e) % DAY_EVERY == 1)
		notice_leave(c, &to);
}

bool day_answer(struct ctx *c, int64_t citizen, int answer)
{
	int64_t asked = db_int(c,
	    SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
		" AND kind = 'day' AND made_at > $2"
		" AND state NOT IN ('queued', 'cancelled', 'expired',"
		"   'suppressed')"),
	    BIND(INT(citizen), INT(c->now - ANSWERED_WITHIN)), 0);

	if (asked > 0 && answer == DAY_BAD) {
		attention_add(c, ATTENTION_CALL, citizen, 0, "3");
		notice_answer(c, "call", citizen, 0);
	}
	return asked > 0;
}
