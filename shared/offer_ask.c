#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "change.h"
#include "match.h"
#include "municipality.h"
#include "notice.h"
#include "offer_parts.h"

#define LEAST_LEAD HOUR /* nobody is asked later than this before it */

int64_t offer_answer_by(struct ctx *c, int64_t starts_at)
{
	int64_t minutes, by, send_at = clock_in_window(WINDOW_ASKING, c->now);
	struct municipality m;

	if (!municipality_load(c, 0, &m) ||
	    !rule_value(c, m.id, RULE_ANSWER_MINUTES, c->now, &minutes))
		return c->now;
	by = clock_add_office_minutes(send_at, (int)minutes);
	return by < starts_at - LEAST_LEAD ? by : starts_at - LEAST_LEAD;
}

void offer_ask(struct ctx *c, int64_t task)
{
	db_run(c,
	    SQL("UPDATE task SET wave_at = $2 WHERE id = $1"
		" AND state = 'open' AND follows = 0"),
	    BIND(INT(task), INT(c->now)));
}

int64_t offer_next_number(struct ctx *c, int64_t citizen)
{
	struct offer last;

	if (!offer_latest(c, citizen, &last) ||
	    last.number >= OFFER_NUMBER_MOST)
		return OFFER_NUMBER_LEAST;
	return last.number + 1;
}

/* What they were asked before of this task; 0: nothing. *in_line: they said yes
 * to what it is now. */
static int64_t offer_before(
    struct ctx *c, const struct match_task *t, int64_t citizen, bool *in_line)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, CASE WHEN state = 'taken' AND moved = $3"
		" THEN 1 ELSE 0 END"
		" FROM offer WHERE task_id = $1 AND citizen_id = $2"),
	    BIND(INT(t->id), INT(citizen), INT(t->moved)));
	int64_t id;

	*in_line = false;
	if (!row_next(&r))
		return 0;
	id = row_int(&r);
	*in_line = row_int(&r) != 0;
	return id;
}

static void insert(struct ctx *c, int64_t id, const struct match_task *t,
    const struct match *m, int64_t answer_by)
{
	db_run(c,
	    SQL("INSERT INTO offer (id, task_id, shift_id, citizen_id, number,"
		" state, asked_at, answer_by, rule_version, cost, cost_parts,"
		" moved)"
		" VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, $9, $10,"
		"         $11)"),
	    BIND(INT(id), INT(t->id), INT(t->shift_id), INT(m->citizen),
		INT(offer_next_number(c, m->citizen)), INT(c->now),
		INT(answer_by), INT(MATCH_VERSION), INT(m->cost),
		TEXT(m->parts), INT(t->moved)));
}

static void ask_anew(struct ctx *c, int64_t id, const struct match_task *t,
    const struct match *m, int64_t answer_by)
{
	db_run(c,
	    SQL("UPDATE offer SET state = 'asked', asked_at = $2,"
		" answer_by = $3, answered_at = NULL, number = $4,"
		" rule_version = $5, cost = $6, cost_parts = $7, moved = $8"
		" WHERE id = $1"),
	    BIND(INT(id), INT(c->now), INT(answer_by),
		INT(offer_next_number(c, m->citizen)), INT(MATCH_VERSION),
		INT(m->cost), TEXT(m->parts), INT(t->moved)));
}

bool offer_put(struct ctx *c, const struct match_task *t, int64_t citizen,
    int64_t answer_by)
{
	bool in_line;
	int64_t before = offer_before(c, t, citizen, &in_line);
	int64_t id = before != 0 ? before : db_new_id(c);
	const struct notice_to to = { .kind = in_line ? "again" : "offer",
		.person = citizen,
		.about = id,
		.key = mem_printf(c, "%" PRId64, db_new_id(c)),
		.expires_at = answer_by,
		.guard = id };
	struct match m;

	/* Who is in line has been promised to hear of a place. */
	if ((!in_line && notice_room(c, citizen) > c->now) ||
	    !match_one(c, t, citizen, in_line ? MATCH_ASKED : 0, &m))
		return false;
	if (before != 0)
		ask_anew(c, id, t, &m, answer_by);
	else
		insert(c, id, t, &m, answer_by);
	change_note(c, citizen);
	notice_leave(c, &to);
	log_info("offer.put offer=%" PRId64 " task=%" PRId64, id, t->id);
	return true;
}
