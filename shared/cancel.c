#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "attention.h"
#include "cancel.h"
#include "hours.h"
#include "municipality.h"
#include "notice.h"
#include "series.h"

#define LATE_MOST 2 /* of a firm's, then somebody talks with them */

const char *const cancel_reasons[] = { "ordre", "vejr", "anden", "moede",
	"andet", NULL };

/* ---- what it means ---- */

static enum err terms_of(struct ctx *c, const struct task *t, int64_t people,
    struct cancel_terms *terms)
{
	struct municipality m;

	*terms = (struct cancel_terms) { .people = people };
	if (!task_is_ahead(c, t))
		return ERR_CONFLICT;
	if (people == 0)
		return OK;
	if (!municipality_load(c, 0, &m) ||
	    !rule_value(c, m.id, RULE_CANCEL_HOURS, c->now, &terms->hours))
		return ERR_FORBIDDEN;
	terms->late = t->starts_at - c->now < terms->hours * HOUR;
	terms->minutes = (t->ends_at - t->starts_at) / MINUTE;
	if (terms->late)
		terms->amount_ore = people *
		    ((terms->minutes * t->pay_ore + 30) / 60);
	return OK;
}

enum err cancel_task_terms(
    struct ctx *c, const struct task *t, struct cancel_terms *terms)
{
	return terms_of(c, t, t->taken, terms);
}

enum err cancel_place_terms(
    struct ctx *c, const struct engagement *e, struct cancel_terms *terms)
{
	struct task t;

	*terms = (struct cancel_terms) { 0 };
	if (!task_load(c, e->task_id, &t))
		return ERR_NOT_FOUND;
	if (strcmp(e->state, "agreed") != 0 || t.places < 2)
		return ERR_CONFLICT;
	return terms_of(c, &t, 1, terms);
}

/* The dates of a series that can still be cancelled. */
static struct task *left_of(struct ctx *c, int64_t series, size_t *count)
{
	size_t all;
	const struct task *t = task_of_series(c, series, &all);
	struct task *left = mem_alloc(c, (all + 1) * sizeof *left);

	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (task_is_ahead(c, &t[i]))
			left[(*count)++] = t[i];
	return left;
}

enum err cancel_series_terms(
    struct ctx *c, int64_t series, struct cancel_terms *terms)
{
	size_t count;
	const struct task *t = left_of(c, series, &count);
	enum err err = count > 0 ? OK : ERR_CONFLICT;

	*terms = (struct cancel_terms) { 0 };
	for (size_t i = 0; i < count && err == OK; i++) {
		struct cancel_terms one;

		err = terms_of(c, &t[i], t[i].taken, &one);
		terms->people += one.people;
		terms->hours = one.people > 0 ? one.hours : terms->hours;
		terms->late = terms->late || one.late;
		terms->minutes = one.late ? one.minutes : terms->minutes;
		terms->amount_ore += one.amount_ore;
	}
	return err;
}

/* ---- doing it ---- */

bool cancel_is_reason(const char *word)
{
	for (size_t i = 0; cancel_reasons[i] != NULL; i++)
		if (strcmp(word, cancel_reasons[i]) == 0)
			return true;
	return false;
}

static enum err judge(const struct cancel *why, const struct cancel_terms *now)
{
	return cancel_is_reason(why->reason) && why->seen_ore == now->amount_ore
	    ? OK
	    : ERR_INVALID;
}

/* Who cannot be reached is rung, and so is everybody when it is near. */
static void tell(struct ctx *c, const struct engagement *e, bool late)
{
	bool near = e->starts_at - c->now < NOTICE_URGENT;
	const struct notice_to to = {
		.kind = late ? "cancelled_paid" : "cancelled",
		.person = e->citizen_id,
		.about = e->id,
		.expires_at = e->starts_at,
	};

	if (!notice_leave(c, &to) || near)
		attention_add(
		    c, ATTENTION_CANCELLED, e->citizen_id, e->task_id, "");
}

static void call_off(
    struct ctx *c, const struct engagement *e, bool late, int64_t by)
{
	if (late)
		hours_owe(c, e, by);
	engagement_call_off(c, e);
}

static void tell_both(
    struct ctx *c, const struct task *t, const struct engagement *e, bool late)
{
	tell(c, e, late);
	notice_tell(c, "place_cancelled", t->contact_id, e->id);
}

static bool is_often(struct ctx *c, int64_t employer)
{
	struct municipality m;
	int64_t days, since = 0;

	if (municipality_load(c, 0, &m) &&
	    rule_value(c, m.id, RULE_CANCEL_DAYS, c->now, &days))
		since = c->now - days * DAY;
	return db_int(c,
		   SQL("SELECT count(*) FROM task t"
		       " JOIN cancel k ON k.task_id = t.id"
		       " WHERE t.employer_id = $1 AND k.late = 1"
		       "   AND k.cancelled_at > $2"),
		   BIND(INT(employer), INT(since)), 0) >= LATE_MOST;
}

static void keep(struct ctx *c, const struct task *t, int64_t engagement,
    const struct cancel *why, const struct cancel_terms *terms)
{
	db_run(c,
	    SQL("INSERT INTO cancel (id, task_id, engagement_id, reason, words,"
		" people, late, cancelled_by, cancelled_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
	    BIND(INT(db_new_id(c)), INT(t->id), ID(engagement),
		TEXT(why->reason), TEXT(why->words), INT(terms->people),
		INT(terms->late), INT(why->by), INT(c->now)));
	if (terms->late && is_often(c, t->employer_id))
		attention_add(c, ATTENTION_CANCELS, t->contact_id,
		    t->employer_id, why->words);
	log_info("cancel.done task=%" PRId64 " people=%" PRId64 " late=%d",
	    t->id, terms->people, terms->late);
}

static void close(struct ctx *c, int64_t task)
{
	db_run(c,
	    SQL("UPDATE task SET state = 'cancelled', wave_at = NULL"
		" WHERE id = $1"),
	    BIND(INT(task)));
	offer_pass_on(c, task);
	offer_close(c, task);
	outbox_cancel(c, "task_received", task);
	outbox_cancel(c, "task_open", task);
	outbox_cancel(c, "task_nobody", task);
}

enum err cancel_task(struct ctx *c, int64_t task, const struct cancel *why)
{
	const struct engagement *all;
	struct cancel_terms terms;
	struct task t;
	size_t count;
	enum err err;

	db_begin(c);
	if (!task_load(c, task, &t))
		return db_undo(c, ERR_NOT_FOUND);
	err = cancel_task_terms(c, &t, &terms);
	if (err == OK)
		err = judge(why, &terms);
	if (err != OK)
		return db_undo(c, err);
	all = engagement_of_task(c, task, &count);
	close(c, task);
	for (size_t i = 0; i < count; i++) {
		call_off(c, &all[i], terms.late, why->by);
		tell_both(c, &t, &all[i], terms.late);
	}
	keep(c, &t, 0, why, &terms);
	return db_commit(c);
}

static void cancel_dates(
    struct ctx *c, const struct task *t, size_t count, const struct cancel *why)
{
	int64_t *told = mem_alloc(
	    c, (size_t)SERIES_MOST * PLACES_MOST * sizeof *told);
	size_t known = 0;

	for (size_t i = 0; i < count && !db_failed(c); i++) {
		struct cancel_terms terms;
		size_t people;
		const struct engagement *e = engagement_of_task(
		    c, t[i].id, &people);

		if (terms_of(c, &t[i], t[i].taken, &terms) != OK)
			return;
		close(c, t[i].id);
		for (size_t k = 0; k < people; k++) {
			call_off(c, &e[k], terms.late, why->by);
			/* Of an earlier date is of all of theirs. */
			if (ids_hold(
				(struct ids) { known, told }, e[k].citizen_id))
				continue;
			tell_both(c, &t[i], &e[k], terms.late);
			told[known++] = e[k].citizen_id;
		}
		keep(c, &t[i], 0, why, &terms);
	}
}

enum err cancel_series(struct ctx *c, int64_t series, const struct cancel *why)
{
	struct cancel_terms terms;
	const struct task *t;
	size_t count;
	enum err err;

	db_begin(c);
	t = left_of(c, series, &count);
	err = cancel_series_terms(c, series, &terms);
	if (err == OK)
		err = judge(why, &terms);
	if (err != OK)
		return db_undo(c, err);
	cancel_dates(c, t, count, why);
	return db_commit(c);
}

enum err cancel_place(
    struct ctx *c, int64_t engagement, const struct cancel *why)
{
	struct cancel_terms terms;
	struct engagement e;
	struct task t;
	enum err err;

	db_begin(c);
	if (!engagement_load(c, engagement, &e) || !task_load(c, e.task_id, &t))
		return db_undo(c, ERR_NOT_FOUND);
	err = cancel_place_terms(c, &e, &terms);
	if (err == OK)
		err = judge(why, &terms);
	if (err != OK)
		return db_undo(c, err);
	call_off(c, &e, terms.late, why->by);
	tell_both(c, &t, &e, terms.late);
	db_run(c, SQL("UPDATE task SET places = places - 1 WHERE id = $1"),
	    BIND(INT(t.id)));
	keep(c, &t, e.id, why, &terms);
	return db_commit(c);
}
