#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "change.h"
#include "citizen.h"
#include "followup.h"
#include "match.h"
#include "notice.h"
#include "offer_parts.h"
#include "series.h"

/* What says how often somebody is asked is no reason against what comes with a
 * yes that they have given. */
#define ASIDE (MATCH_CONSENT | MATCH_OFFERS | MATCH_WEEK | MATCH_CALL)

bool offer_take(struct ctx *c, const struct offer *o)
{
	int64_t taken = db_run(c,
	    SQL("UPDATE task SET taken = taken + 1"
		" WHERE id = $1 AND state = 'open' AND taken +"
		"  (SELECT count(*) FROM offer WHERE task_id = $1"
		"    AND state = 'held' AND id <> $2) < places"),
	    BIND(INT(o->task_id), INT(o->id)));

	if (taken == 0)
		return false;
	db_run(c,
	    SQL("UPDATE task SET state = 'full'"
		" WHERE id = $1 AND taken = places"),
	    BIND(INT(o->task_id)));
	return true;
}

static int64_t agree(struct ctx *c, const struct decision *d)
{
	int64_t id = db_new_id(c);
	struct citizen z;

	db_run(c,
	    SQL("INSERT INTO engagement (id, offer_id, task_id, shift_id,"
		" citizen_id, state, agreed_at, remind_at)"
		" VALUES ($1, $2, $3, $4, $5, 'agreed', $6, $6)"),
	    BIND(INT(id), INT(d->offer.id), INT(d->offer.task_id),
		INT(d->offer.shift_id), INT(d->offer.citizen_id), INT(c->now)));
	if (citizen_load(c, d->offer.citizen_id, &z))
		followup_join(c, z.id, d->workplace, z.mentor_id, d->starts_at,
		    d->one_off);
	return id;
}

/* ---- the dates that follow ---- */

static void insert(struct ctx *c, const struct offer *o, int64_t lead,
    const struct match_task *t, const struct match *m)
{
	db_run(c,
	    SQL("INSERT INTO offer (id, task_id, shift_id, citizen_id, number,"
		" state, asked_at, answer_by, answered_at, rule_version, cost,"
		" cost_parts, moved, lead_id)"
		" VALUES ($1, $2, $3, $4, $5, 'won', $6, $7, $8, $9, $10, $11,"
		"         $12, $13)"),
	    BIND(INT(o->id), INT(o->task_id), INT(o->shift_id),
		INT(o->citizen_id), INT(o->number), INT(o->asked_at),
		INT(o->answer_by), INT(c->now), INT(MATCH_VERSION),
		INT(m->cost), TEXT(m->parts), INT(t->moved), INT(lead)));
	change_note(c, o->citizen_id);
}

/* By the rules of that very date, as if they had been asked for it. */
static void give(struct ctx *c, const struct decision *lead, int64_t task)
{
	struct decision d = *lead;
	struct match_task t;
	struct match m;

	if (!match_task_load(c, task, &t) ||
	    !match_one(c, &t, lead->offer.citizen_id, ASIDE, &m))
		return;
	d.offer.id = db_new_id(c);
	d.offer.task_id = t.id;
	d.offer.shift_id = t.shift_id;
	d.starts_at = t.starts_at;
	if (!offer_take(c, &d.offer))
		return;
	insert(c, &d.offer, lead->offer.id, &t, &m);
	agree(c, &d);
}

static bool is_full(struct ctx *c, int64_t task)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM task"
		       " WHERE id = $1 AND taken = places"),
		   BIND(INT(task)), 0) == 1;
}

static void give_all(struct ctx *c, const struct decision *lead)
{
	int64_t task = lead->offer.task_id;
	struct ids rest = series_following(c, task);

	for (size_t i = 0; i < rest.count && !db_failed(c); i++)
		give(c, lead, rest.id[i]);
	if (!is_full(c, task))
		return;
	rest = series_release(c, task);
	for (size_t i = 0; i < rest.count; i++)
		offer_ask(c, rest.id[i]);
}

void offer_pass_on(struct ctx *c, int64_t task)
{
	int64_t next = series_pass_on(c, task);

	if (next != 0)
		offer_ask(c, next);
}

void offer_engage(struct ctx *c, const struct decision *d)
{
	int64_t id = agree(c, d);

	give_all(c, d);
	notice_answer(c, "won", d->offer.citizen_id, id);
	notice_tell(c, "accepted", d->contact, id);
}
