#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "attention.h"
#include "change.h"
#include "citizen.h"
#include "match.h"
#include "municipality.h"
#include "notice.h"
#include "offer_parts.h"

#define EXPIRE_MOST 100 /* offers closed in a pass */
#define TURN_TOLD   2   /* beyond it a waiting list is no comfort */

/* ---- reading ---- */

static struct offer offer_row(struct rows *r)
{
	struct offer o;

	o.id = row_int(r);
	o.task_id = row_int(r);
	o.shift_id = row_int(r);
	o.citizen_id = row_int(r);
	o.number = row_int(r);
	o.asked_at = row_int(r);
	o.answer_by = row_int(r);
	o.state = row_text(r);
	return o;
}

static bool offer_first(struct rows r, struct offer *o)
{
	if (!row_next(&r))
		return false;
	*o = offer_row(&r);
	return true;
}

bool offer_load(struct ctx *c, int64_t id, struct offer *o)
{
	return offer_first(
	    db_query(c,
		SQL("SELECT id, task_id, shift_id, citizen_id, number,"
		    " asked_at, answer_by, state FROM offer WHERE id = $1"),
		BIND(INT(id))),
	    o);
}

const struct offer *offer_open(struct ctx *c, int64_t citizen, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, task_id, shift_id, citizen_id, number, asked_at,"
		" answer_by, state FROM offer WHERE citizen_id = $1"
		" AND (state IN ('asked', 'held') OR EXISTS"
		"  (SELECT 1 FROM engagement e"
		"    JOIN shift s ON s.id = e.shift_id"
		"   WHERE e.offer_id = offer.id AND e.fits <> 'yes'"
		"     AND e.state = 'agreed' AND s.starts_at > $2))"
		" ORDER BY id DESC LIMIT 10"),
	    BIND(INT(citizen), INT(c->now)));
	struct offer *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = offer_row(&r);
	return all;
}

bool offer_latest(struct ctx *c, int64_t citizen, struct offer *o)
{
	return offer_first(
	    db_query(c,
		SQL("SELECT id, task_id, shift_id, citizen_id, number,"
		    " asked_at, answer_by, state FROM offer"
		    " WHERE citizen_id = $1 AND lead_id IS NULL"
		    " ORDER BY id DESC LIMIT 1"),
		BIND(INT(citizen))),
	    o);
}

bool offer_by_number(
    struct ctx *c, int64_t citizen, int64_t number, struct offer *o)
{
	return offer_first(
	    db_query(c,
		SQL("SELECT id, task_id, shift_id, citizen_id, number,"
		    " asked_at, answer_by, state FROM offer"
		    " WHERE citizen_id = $1 AND number = $2 AND asked_at > $3"
		    " AND lead_id IS NULL ORDER BY id DESC LIMIT 1"),
		BIND(INT(citizen), INT(number), INT(c->now - 14 * DAY))),
	    o);
}

/* ---- answering ---- */

static bool decision_load(struct ctx *c, int64_t offer, struct decision *d)
{
	struct rows r;

	if (!offer_load(c, offer, &d->offer))
		return false;
	r = db_query(c,
	    SQL("SELECT s.starts_at, t.workplace_id, t.contact_id, t.one_off"
		" FROM task t JOIN shift s ON s.id = $2 WHERE t.id = $1"),
	    BIND(INT(d->offer.task_id), INT(d->offer.shift_id)));
	if (!row_next(&r))
		return false;
	d->starts_at = row_int(&r);
	d->workplace = row_int(&r);
	d->contact = row_int(&r);
	d->one_off = row_int(&r) != 0;
	return true;
}

static bool is(const struct offer *o, const char *state)
{
	return strcmp(o->state, state) == 0;
}

/* Whatever has not left yet of what asks them. */
static void cancel_question(struct ctx *c, int64_t offer)
{
	outbox_cancel(c, "offer", offer);
	outbox_cancel(c, "again", offer);
}

static void set_state(struct ctx *c, const struct offer *o, const char *state)
{
	db_run(c,
	    SQL("UPDATE offer SET state = $2, answered_at = $3 WHERE id = $1"),
	    BIND(INT(o->id), TEXT(state), INT(c->now)));
	change_note(c, o->citizen_id);
	cancel_question(c, o->id);
	if (strcmp(state, "held") != 0)
		attention_settle(c, ATTENTION_CALL, o->id);
}

static int64_t engagement_of(struct ctx *c, int64_t offer)
{
	return db_int(c,
	    SQL("SELECT id FROM engagement WHERE offer_id = $1"
		" AND state = 'agreed'"),
	    BIND(INT(offer)), 0);
}

static enum offer_result hold(
    struct ctx *c, const struct decision *d, const char *kind)
{
	struct wall w = clock_wall(clock_add_working_days(c->now, 1));
	int64_t until;

	w.hour = 15;
	w.minute = w.second = 0;
	until = clock_instant(w);
	if (until > d->starts_at)
		until = d->starts_at;
	set_state(c, &d->offer, "held");
	db_run(c, SQL("UPDATE offer SET answer_by = $2 WHERE id = $1"),
	    BIND(INT(d->offer.id), INT(until)));
	attention_add(c, ATTENTION_CALL, d->offer.citizen_id, d->offer.id, "");
	notice_answer(c, kind, d->offer.citizen_id, d->offer.id);
	return OFFER_HELD;
}

int64_t offer_turn(struct ctx *c, const struct offer *o)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM offer w JOIN offer o ON o.id = $2"
		" WHERE w.task_id = $1 AND w.state = 'taken'"
		"   AND o.state = 'taken' AND w.moved = o.moved"
		"   AND (w.answered_at < o.answered_at"
		"        OR (w.answered_at = o.answered_at AND w.id <= o.id))"),
	    BIND(INT(o->task_id), INT(o->id)), 0);
}

/* A place may be promised to the first two, while there is time to fill it. */
static enum offer_result tell_taken(
    struct ctx *c, const struct decision *d, bool in_time)
{
	const struct offer *o = &d->offer;
	int64_t turn = offer_turn(c, o);
	const char *kind = turn > 0 && turn <= TURN_TOLD &&
		d->starts_at - c->now > OFFER_REFILL
	    ? "waiting"
	    : "taken";

	notice_answer(c, in_time ? kind : "late", o->citizen_id, o->id);
	return in_time ? OFFER_TAKEN : OFFER_LATE;
}

static enum offer_result say_yes(struct ctx *c, const struct decision *d)
{
	const struct offer *o = &d->offer;
	bool in_time = is(o, "asked") || is(o, "held");

	if (is(o, "won")) {
		notice_answer(
		    c, "already", o->citizen_id, engagement_of(c, o->id));
		return OFFER_ALREADY;
	}
	if (d->starts_at > c->now && !is(o, "withdrawn")) {
		unsigned broken = match_check(c, o->task_id, o->citizen_id) &
		    (MATCH_CLASH | MATCH_CEILING | MATCH_UNKNOWN);

		/* Somebody rings before more is agreed than they can do. */
		if (broken != 0 && in_time) {
			bool clash = (broken & MATCH_CLASH) != 0;

			hold(c, d, clash ? "clash" : "held");
			return clash ? OFFER_CLASH : OFFER_HELD;
		}
		if (broken == 0 && offer_take(c, o)) {
			set_state(c, o, "won");
			offer_engage(c, d);
			return OFFER_WON;
		}
	}
	if (in_time)
		set_state(c, o, "taken");
	return tell_taken(c, d, in_time || is(o, "taken"));
}

static enum offer_result say_no(struct ctx *c, const struct decision *d)
{
	if (is(&d->offer, "asked") || is(&d->offer, "held") ||
	    is(&d->offer, "taken")) {
		set_state(c, &d->offer, "no");
		offer_ask(c, d->offer.task_id);
	}
	notice_answer(c, "declined", d->offer.citizen_id, d->offer.id);
	return OFFER_DECLINED;
}

static enum offer_result say_call(struct ctx *c, const struct decision *d)
{
	if ((is(&d->offer, "asked") || is(&d->offer, "held")) &&
	    d->starts_at > c->now)
		return hold(c, d, "held");
	attention_add(c, ATTENTION_CALL, d->offer.citizen_id, 0, "");
	notice_answer(c, "call", d->offer.citizen_id, 0);
	return OFFER_HELD;
}

enum err offer_answer(
    struct ctx *c, int64_t offer, enum offer_say say, enum offer_result *result)
{
	struct decision d;
	enum err err;

	db_begin(c);
	if (!decision_load(c, offer, &d))
		return db_undo(c, ERR_NOT_FOUND);
	if (offer_say_time(c, &d, say, result))
		return db_commit(c);
	if (say == SAY_NO && is(&d.offer, "won")) {
		*result = OFFER_GIVEN_UP;
		err = engagement_give_up(c, engagement_of(c, offer));
		return db_commit(c) == OK ? err : ERR_FAILED;
	}
	switch (say) {
	case SAY_YES: *result = say_yes(c, &d); break;
	case SAY_NO: *result = say_no(c, &d); break;
	case SAY_CALL: *result = say_call(c, &d); break;
	}
	log_info("offer.answered offer=%" PRId64 " result=%d", offer, *result);
	return db_commit(c);
}

void offer_withdraw(struct ctx *c, int64_t offer)
{
	struct offer o;

	if (!offer_load(c, offer, &o) || !(is(&o, "asked") || is(&o, "held")))
		return;
	set_state(c, &o, "withdrawn");
	offer_ask(c, o.task_id);
}

void offer_close(struct ctx *c, int64_t task)
{
	struct ids all = db_ids(c,
	    SQL("SELECT id FROM offer WHERE task_id = $1 LIMIT 10000"),
	    BIND(INT(task)));

	for (size_t i = 0; i < all.count; i++) {
		struct offer o;

		if (!offer_load(c, all.id[i], &o))
			continue;
		change_note(c, o.citizen_id);
		cancel_question(c, o.id);
	}
	db_run(c,
	    SQL("UPDATE offer SET state = 'withdrawn'"
		" WHERE task_id = $1 AND state IN ('asked', 'held', 'taken')"),
	    BIND(INT(task)));
}

void offer_move(struct ctx *c, int64_t task)
{
	db_run(c, SQL("UPDATE task SET moved = moved + 1 WHERE id = $1"),
	    BIND(INT(task)));
	offer_close(c, task);
	offer_ask(c, task);
}

/* Off by default (C29): nobody is to feel that they were too slow. */
static void tell_expired(struct ctx *c, const struct offer *o)
{
	struct citizen z;
	int64_t yes;

	if (is(o, "asked") && citizen_load(c, o->citizen_id, &z) &&
	    rule_find(c, z.municipality_id, RULE_TELL_EXPIRED, c->now, &yes) &&
	    yes == 1 && outbox_sent(c, "offer", o->id))
		notice_tell(c, "expired", o->citizen_id, o->id);
}

void offer_expire(struct ctx *c)
{
	struct ids late = db_ids(c,
	    SQL("SELECT id FROM offer WHERE state IN ('asked', 'held')"
		" AND answer_by <= $1 ORDER BY answer_by LIMIT $2"),
	    BIND(INT(c->now), INT(EXPIRE_MOST)));

	for (size_t i = 0; i < late.count && !db_failed(c); i++) {
		struct offer o;

		db_begin(c);
		if (offer_load(c, late.id[i], &o) &&
		    (is(&o, "asked") || is(&o, "held")) &&
		    o.answer_by <= c->now) {
			db_run(c,
			    SQL("UPDATE offer SET state = 'expired'"
				" WHERE id = $1"),
			    BIND(INT(o.id)));
			change_note(c, o.citizen_id);
			cancel_question(c, o.id);
			offer_ask(c, o.task_id);
			tell_expired(c, &o);
		}
		if (db_commit(c) != OK)
			return;
	}
}
