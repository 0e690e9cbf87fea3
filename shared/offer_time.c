#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "change.h"
#include "notice.h"
#include "offer_parts.h"

/* A new time for what was agreed: a yes to the old one is no yes to this. */

#define EXPIRE_MOST 100

static void set_fits(
    struct ctx *c, const struct engagement *e, const char *fits)
{
	bool agreed = strcmp(fits, "yes") == 0;

	db_run(c,
	    SQL("UPDATE engagement SET fits = $2, was_from = $3, was_to = $4"
		" WHERE id = $1"),
	    BIND(INT(e->id), TEXT(fits), ID(agreed ? 0 : e->was_from),
		ID(agreed ? 0 : e->was_to)));
	change_note(c, e->citizen_id);
}

/* What was left to be said of the old time goes. */
static void take_back(struct ctx *c, int64_t engagement)
{
	static const char *const kinds[] = { "tomorrow", "coming", "changed",
		"new_time" };

	for (size_t i = 0; i < COUNT(kinds); i++)
		outbox_cancel(c, kinds[i], engagement);
}

/* A question of its own: with a number, and no part of its series' any more.
 * False when it cannot be answered in time, or they cannot be written to. */
static bool ask(struct ctx *c, const struct engagement *e, int64_t answer_by)
{
	const struct notice_to to = { .kind = "new_time",
		.person = e->citizen_id,
		.about = e->id,
		.key = mem_printf(c, "%" PRId64, db_new_id(c)),
		.expires_at = answer_by };

	db_run(c,
	    SQL("UPDATE offer SET number = $2, asked_at = $3, answer_by = $4,"
		" lead_id = NULL, moved ="
		"  (SELECT moved FROM task WHERE id = offer.task_id)"
		" WHERE id = $1"),
	    BIND(INT(e->offer_id), INT(offer_next_number(c, e->citizen_id)),
		INT(c->now), INT(answer_by)));
	return answer_by > c->now && notice_leave(c, &to);
}

static void call(struct ctx *c, const struct engagement *e)
{
	set_fits(c, e, "call");
	attention_add(c, ATTENTION_TIME, e->citizen_id, e->offer_id, "");
}

void offer_ask_time(struct ctx *c, const struct engagement *before)
{
	struct engagement e;

	if (!engagement_load(c, before->id, &e))
		return;
	/* What they agreed to, however often it is moved meanwhile. */
	if (strcmp(e.fits, "yes") == 0) {
		e.was_from = before->starts_at;
		e.was_to = before->ends_at;
	}
	take_back(c, e.id);
	set_fits(c, &e, "asked");
	db_run(c,
	    SQL("UPDATE engagement SET remind_step = 0, remind_at = $2"
		" WHERE id = $1"),
	    BIND(INT(e.id), INT(c->now)));
	attention_settle(c, ATTENTION_TIME, e.offer_id);
	if (!ask(c, &e, offer_answer_by(c, e.starts_at)))
		call(c, &e);
}

/* ---- the answer ---- */

static bool find(struct ctx *c, const struct decision *d, struct engagement *e)
{
	return d->starts_at > c->now &&
	    engagement_of_offer(c, d->offer.id, e) &&
	    strcmp(e->fits, "yes") != 0;
}

static void fits(
    struct ctx *c, const struct decision *d, const struct engagement *e)
{
	set_fits(c, e, "yes");
	attention_settle(c, ATTENTION_TIME, e->offer_id);
	notice_answer(c, "won", e->citizen_id, e->id);
	notice_answer(c, "accepted", d->contact, e->id);
}

bool offer_say_time(struct ctx *c, const struct decision *d, enum offer_say say,
    enum offer_result *result)
{
	struct engagement e;

	if (!find(c, d, &e))
		return false;
	outbox_cancel(c, "new_time", e.id);
	switch (say) {
	case SAY_YES:
		fits(c, d, &e);
		*result = OFFER_FITS;
		break;
	case SAY_NO:
		*result = engagement_decline(c, e.id) == OK ? OFFER_GIVEN_UP
							    : OFFER_LATE;
		break;
	case SAY_CALL:
		call(c, &e);
		notice_answer(c, "call", e.citizen_id, 0);
		*result = OFFER_HELD;
		break;
	}
	return true;
}

void offer_time_expire(struct ctx *c)
{
	struct ids late = db_ids(c,
	    SQL("SELECT e.id FROM engagement e"
		" JOIN offer o ON o.id = e.offer_id"
		" WHERE e.fits = 'asked' AND o.answer_by <= $1"
		" ORDER BY o.answer_by LIMIT $2"),
	    BIND(INT(c->now), INT(EXPIRE_MOST)));

	for (size_t i = 0; i < late.count && !db_failed(c); i++) {
		struct engagement e;

		db_begin(c);
		if (engagement_load(c, late.id[i], &e) &&
		    strcmp(e.fits, "asked") == 0)
			call(c, &e);
		if (db_commit(c) != OK)
			return;
	}
}
