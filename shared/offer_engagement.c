#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "change.h"
#include "followup.h"
#include "notice.h"
#include "offer.h"
#include "series.h"

#define LATE_AFBUD (24 * HOUR) /* nearer than this somebody rings too */

#define ENGAGEMENTS                                             \
	"SELECT e.id, e.offer_id, e.task_id, e.shift_id,"       \
	" e.citizen_id, e.state, e.hours, s.starts_at,"         \
	" s.ends_at, e.agreed_at, e.fits, e.was_from, e.was_to" \
	" FROM engagement e JOIN shift s ON s.id = e.shift_id"

static struct engagement engagement_row(struct rows *r)
{
	struct engagement e;

	e.id = row_int(r);
	e.offer_id = row_int(r);
	e.task_id = row_int(r);
	e.shift_id = row_int(r);
	e.citizen_id = row_int(r);
	e.state = row_text(r);
	e.hours = row_text(r);
	e.starts_at = row_int(r);
	e.ends_at = row_int(r);
	e.agreed_at = row_int(r);
	e.fits = row_text(r);
	e.was_from = row_int(r);
	e.was_to = row_int(r);
	return e;
}

static const struct engagement *all_of(
    struct ctx *c, struct rows r, size_t *count)
{
	struct engagement *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = engagement_row(&r);
	return all;
}

bool engagement_load(struct ctx *c, int64_t id, struct engagement *e)
{
	size_t count;
	const struct engagement *all = all_of(c,
	    db_query(c, SQL(ENGAGEMENTS " WHERE e.id = $1"), BIND(INT(id))),
	    &count);

	if (count == 0)
		return false;
	*e = all[0];
	return true;
}

bool engagement_of_offer(struct ctx *c, int64_t offer, struct engagement *e)
{
	return engagement_load(c,
	    db_int(c,
		SQL("SELECT id FROM engagement WHERE offer_id = $1"
		    " AND state = 'agreed'"),
		BIND(INT(offer)), 0),
	    e);
}

const struct engagement *engagement_coming(
    struct ctx *c, int64_t citizen, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(ENGAGEMENTS
		    " WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		    "   AND s.starts_at > $2 ORDER BY s.starts_at LIMIT 20"),
		BIND(INT(citizen), INT(c->now))),
	    count);
}

const struct engagement *engagement_of_task(
    struct ctx *c, int64_t task, size_t *count)
{
	return all_of(c,
	    db_query(c,
		SQL(ENGAGEMENTS " WHERE e.task_id = $1 AND e.state = 'agreed'"
				" ORDER BY e.id LIMIT 20"),
		BIND(INT(task))),
	    count);
}

struct ids engagement_people(struct ctx *c, int64_t task)
{
	return db_ids(c,
	    SQL("SELECT citizen_id FROM engagement"
		" WHERE task_id = $1 AND state = 'agreed'"
		" ORDER BY id LIMIT 20"),
	    BIND(INT(task)));
}

bool engagement_are_series(
    struct ctx *c, const struct engagement *all, size_t count)
{
	int64_t series = count > 0 ? series_of(c, all[0].task_id) : 0;

	for (size_t i = 1; i < count && series != 0; i++)
		if (series_of(c, all[i].task_id) != series)
			return false;
	return series != 0;
}

/* They do not come: what waits to be said or done because they would goes. */
static void end(struct ctx *c, const struct engagement *e, const char *state,
    const char *offer)
{
	db_run(c,
	    SQL("UPDATE engagement SET state = $3, ended_at = $2,"
		" fits = 'yes'"
		" WHERE id = $1"),
	    BIND(INT(e->id), INT(c->now), TEXT(state)));
	db_run(c, SQL("UPDATE offer SET state = $2 WHERE id = $1"),
	    BIND(INT(e->offer_id), TEXT(offer)));
	change_note(c, e->citizen_id);
	followup_leave(c, e->citizen_id,
	    db_int(c, SQL("SELECT workplace_id FROM task WHERE id = $1"),
		BIND(INT(e->task_id)), 0));
	outbox_cancel(c, "won", e->id);
	outbox_cancel(c, "accepted", e->id);
	outbox_cancel(c, "tomorrow", e->id);
	outbox_cancel(c, "coming", e->id);
	outbox_cancel(c, "changed", e->id);
	outbox_cancel(c, "new_time", e->id);
	attention_settle(c, ATTENTION_TIME, e->offer_id);
}

static void free_place(struct ctx *c, const struct engagement *e)
{
	end(c, e, "given_up", "given_up");
	db_run(c,
	    SQL("UPDATE task SET taken = taken - 1,"
		" state = CASE state WHEN 'full' THEN 'open' ELSE state END"
		" WHERE id = $1"),
	    BIND(INT(e->task_id)));
}

void engagement_call_off(struct ctx *c, const struct engagement *e)
{
	end(c, e, "cancelled", "withdrawn");
	db_run(c, SQL("UPDATE task SET taken = taken - 1 WHERE id = $1"),
	    BIND(INT(e->task_id)));
}

static enum err give_up(struct ctx *c, int64_t engagement, bool of_theirs)
{
	struct engagement e;
	int64_t contact;
	bool refill;

	db_begin(c);
	if (!engagement_load(c, engagement, &e) ||
	    strcmp(e.state, "agreed") != 0 || e.starts_at <= c->now) {
		enum err err = db_commit(c);

		return err != OK ? err : ERR_CONFLICT;
	}
	contact = db_int(c, SQL("SELECT contact_id FROM task WHERE id = $1"),
	    BIND(INT(e.task_id)), 0);
	refill = e.starts_at - c->now > OFFER_REFILL;
	free_place(c, &e);
	notice_answer(c, "afbud", e.citizen_id, e.id);
	notice_tell(c, refill ? "place_free" : "place_lost", contact, e.id);
	if (of_theirs && e.starts_at - c->now <= LATE_AFBUD)
		attention_add(c, ATTENTION_AFBUD, e.citizen_id, e.id, "");
	if (refill)
		offer_ask(c, e.task_id);
	return db_commit(c);
}

enum err engagement_give_up(struct ctx *c, int64_t engagement)
{
	return give_up(c, engagement, true);
}

enum err engagement_decline(struct ctx *c, int64_t engagement)
{
	return give_up(c, engagement, false);
}
