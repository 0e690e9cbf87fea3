#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include "attention.h"
#include "outbox_parts.h"

bool outbox_add(struct ctx *c, const struct outbox_new *n)
{
	return db_run(c,
		   SQL("INSERT INTO outbox (id, kind, channel, lane, person_id,"
		       " about_id, dedup_key, guard_id, not_before, expires_at,"
		       " state, next_at, made_at, changed_at, counts, quiet)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
		       "         'queued', $9, $11, $11, $12, $13)"
		       " ON CONFLICT (dedup_key) DO NOTHING"),
		   BIND(INT(db_new_id(c)), TEXT(n->kind), TEXT(n->channel),
		       INT(n->lane), INT(n->person), ID(n->about),
		       TEXT(mem_printf(
			   c, "%s:%s:%s", n->kind, n->channel, n->key)),
		       ID(n->guard), INT(n->not_before), INT(n->expires_at),
		       INT(c->now), INT(n->counts), INT(n->quiet))) == 1;
}

bool outbox_left(struct ctx *c, const char *kind, const char *key)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM outbox"
		       " WHERE dedup_key IN ($1, $2)"),
		   BIND(TEXT(mem_printf(c, "%s:" OUTBOX_SMS ":%s", kind, key)),
		       TEXT(mem_printf(c, "%s:" OUTBOX_MAIL ":%s", kind, key))),
		   0) > 0;
}

/* Between the most-th newest and one more lie seven days then, so no seven days
 * hold more than the most. */
int64_t outbox_room(struct ctx *c, int64_t person, int64_t most)
{
	int64_t week = c->now - OUTBOX_BUDGET;
	int64_t before = db_int(c,
	    SQL("SELECT not_before FROM outbox WHERE person_id = $1"
		" AND counts = 1 AND not_before > $2"
		" AND state NOT IN ('cancelled', 'expired', 'suppressed')"
		" ORDER BY not_before DESC LIMIT 1 OFFSET $3"),
	    BIND(INT(person), INT(week), INT(most > 0 ? most - 1 : 0)), week);

	return before + OUTBOX_BUDGET;
}

/* What waits is closed; what is on its way is not tried again. */
void outbox_suppress(struct ctx *c, int64_t person)
{
	db_run(c,
	    SQL("UPDATE outbox SET state = 'suppressed', changed_at = $2"
		" WHERE person_id = $1 AND channel = 'sms' AND lane > 0"
		"   AND state = 'queued'"),
	    BIND(INT(person), INT(c->now)));
	db_run(c,
	    SQL("UPDATE outbox SET recalled = 1"
		" WHERE person_id = $1 AND channel = 'sms' AND lane > 0"
		"   AND state = 'sending'"),
	    BIND(INT(person)));
}

void outbox_forget(struct ctx *c, int64_t person)
{
	db_run(c,
	    SQL("UPDATE outbox SET state = 'cancelled', changed_at = $2"
		" WHERE person_id = $1 AND state = 'queued'"),
	    BIND(INT(person), INT(c->now)));
	db_run(c,
	    SQL("UPDATE outbox SET recalled = 1"
		" WHERE person_id = $1 AND state = 'sending'"),
	    BIND(INT(person)));
}

void outbox_cancel(struct ctx *c, const char *kind, int64_t about)
{
	db_run(c,
	    SQL("UPDATE outbox SET state = 'cancelled', changed_at = $3"
		" WHERE kind = $1 AND about_id = $2 AND state = 'queued'"),
	    BIND(TEXT(kind), INT(about), INT(c->now)));
	db_run(c,
	    SQL("UPDATE outbox SET recalled = 1"
		" WHERE kind = $1 AND about_id = $2 AND state = 'sending'"),
	    BIND(TEXT(kind), INT(about)));
}

int64_t outbox_delay(const char *channel, int64_t tries, uint32_t random)
{
	bool sms = strcmp(channel, OUTBOX_SMS) == 0;
	int64_t step = sms ? 5 : 30, most = sms ? 10 * MINUTE : HOUR;

	for (; tries > 1 && step < most; tries--)
		step *= 2;
	if (step > most)
		step = most;
	return 1 + random % step;
}

bool outbox_load(struct ctx *c, int64_t id, struct outbox_row *row)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id, about_id, made_at, kind, channel, state,"
		" why, recalled, quiet FROM outbox WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	row->id = row_int(&r);
	row->person = row_int(&r);
	row->about = row_int(&r);
	row->made_at = row_int(&r);
	row->kind = row_text(&r);
	row->channel = row_text(&r);
	row->state = row_text(&r);
	row->why = row_text(&r);
	row->recalled = row_int(&r) != 0;
	row->quiet = row_int(&r) != 0;
	return true;
}

/* Somebody waits for it, so a person must know. */
static void tell_a_person(struct ctx *c, int64_t id, const char *kind)
{
	struct outbox_row row;

	if (!outbox_load(c, id, &row))
		return;
	log_warnx("outbox.%s id=%" PRId64 " kind=%s channel=%s", kind, id,
	    row.kind, row.channel);
	if (!row.quiet)
		attention_add(c, kind, row.person, id, "");
}

int64_t outbox_begin_run(struct ctx *c)
{
	int64_t epoch;
	struct rows r;

	db_begin(c);
	db_run(c,
	    SQL("UPDATE notifier SET epoch = epoch + 1, seen_at = $1"
		" WHERE id = 1"),
	    BIND(INT(c->now)));
	epoch = db_int(
	    c, SQL("SELECT epoch FROM notifier WHERE id = 1"), NO_BIND, 0);
	r = db_query(c,
	    SQL("SELECT id, outbox_id FROM attempt"
		" WHERE ended_at IS NULL AND epoch < $1 LIMIT 1000"),
	    BIND(INT(epoch)));
	while (row_next(&r)) {
		struct claimed m = { 0 };

		m.attempt = row_int(&r);
		m.id = row_int(&r);
		outbox_record(c, &m, OUTCOME_UNCERTAIN, NULL,
		    "the notifier ended while it was sent", 0);
	}
	return db_commit(c) == OK ? epoch : 0;
}

static void end_attempt(struct ctx *c, const struct claimed *m,
    enum outcome outcome, const char *why)
{
	static const char *const names[] = { "accepted", "safe", "refused",
		"permanent", "down", "uncertain", "held" };

	db_run(c,
	    SQL("UPDATE attempt SET ended_at = $2, outcome = $3, why = $4"
		" WHERE id = $1"),
	    BIND(
		INT(m->attempt), INT(c->now), TEXT(names[outcome]), TEXT(why)));
}

/* False when a report has moved the row on meanwhile. */
static bool set_state(struct ctx *c, const struct claimed *m, const char *state,
    const char *provider_ref, const char *why)
{
	return db_run(c,
		   SQL("UPDATE outbox SET state = $2,"
		       " provider_ref = coalesce($3, provider_ref), why = $4,"
		       " changed_at = $5 WHERE id = $1 AND state = 'sending'"),
		   BIND(INT(m->id), TEXT(state), TEXT(provider_ref), TEXT(why),
		       INT(c->now))) == 1;
}

static void give_up(struct ctx *c, const struct claimed *m, const char *state,
    const char *why, const char *attention)
{
	if (set_state(c, m, state, NULL, why))
		tell_a_person(c, m->id, attention);
}

/* Back in the queue, unless it was taken back, or its time or its tries are
 * up. That a provider refuses us is no try of the message's, nor is one that
 * was held. */
static void try_later(struct ctx *c, const struct claimed *m,
    enum outcome outcome, const char *why, int64_t wait)
{
	bool counts = outcome != OUTCOME_DOWN && outcome != OUTCOME_HELD;
	struct outbox_row row;
	uint32_t random;

	if (!outbox_load(c, m->id, &row))
		return;
	secret_random(&random, sizeof random);
	if (wait == 0)
		wait = counts ? outbox_delay(row.channel, m->tries, random)
			      : OUTBOX_DOWN_WAIT;
	if (row.recalled)
		set_state(c, m, "cancelled", NULL, why);
	else if ((counts && m->tries >= OUTBOX_TRIES_MOST) ||
	    c->now + wait >= m->expires_at)
		give_up(c, m, "dead", why, ATTENTION_FAILED);
	else
		db_run(c,
		    SQL("UPDATE outbox SET state = 'queued', next_at = $2,"
			" why = $3, changed_at = $4, tries = tries - $5"
			" WHERE id = $1 AND state = 'sending'"),
		    BIND(INT(m->id), INT(c->now + wait), TEXT(why), INT(c->now),
			INT(counts ? 0 : 1)));
}

void outbox_record(struct ctx *c, const struct claimed *m, enum outcome outcome,
    const char *provider_ref, const char *why, int64_t wait)
{
	/* A provider's words may hold the number it refuses. */
	why = text_mask_numbers(c, why);
	end_attempt(c, m, outcome, why);
	switch (outcome) {
	case OUTCOME_ACCEPTED:
		set_state(c, m, "accepted", provider_ref, why);
		break;
	case OUTCOME_SAFE:
	case OUTCOME_REFUSED:
	case OUTCOME_HELD:
	case OUTCOME_DOWN: try_later(c, m, outcome, why, wait); break;
	case OUTCOME_PERMANENT:
		give_up(c, m, "dead", why, ATTENTION_FAILED);
		break;
	case OUTCOME_UNCERTAIN:
		give_up(c, m, "uncertain", why, ATTENTION_UNCERTAIN);
		break;
	}
}

/* How far along a row is; a report only ever moves it on. */
static int rank(const char *state)
{
	static const char *const order[] = { "queued", "sending", "uncertain",
		"accepted", "enroute", "lapsed", "undelivered", "delivered" };

	for (int i = 0; i < (int)COUNT(order); i++)
		if (strcmp(order[i], state) == 0)
			return i;
	return -1; /* ended by us */
}

bool outbox_report(
    struct ctx *c, int64_t id, const char *state, const char *why)
{
	struct outbox_row row;
	int from, to = rank(state);

	if (!outbox_load(c, id, &row))
		return false;
	from = rank(row.state);
	if (strcmp(row.state, "resolved") == 0 || from >= to || from == 0)
		return true;
	db_run(c,
	    SQL("UPDATE outbox SET state = $2, why = $3, changed_at = $4"
		" WHERE id = $1"),
	    BIND(INT(id), TEXT(state), TEXT(text_mask_numbers(c, why)),
		INT(c->now)));
	attention_settle(c, ATTENTION_UNCERTAIN, id);
	if (strcmp(state, "delivered") == 0)
		attention_settle(c, ATTENTION_FAILED, id);
	if (strcmp(state, "undelivered") == 0 || strcmp(state, "lapsed") == 0)
		tell_a_person(c, id, ATTENTION_FAILED);
	return true;
}

void outbox_expire(struct ctx *c)
{
	struct ids late = db_ids(c,
	    SQL("UPDATE outbox SET state = 'expired', changed_at = $1"
		" WHERE id IN (SELECT id FROM outbox WHERE state = 'queued'"
		"  AND expires_at <= $1 ORDER BY expires_at LIMIT 500)"
		" RETURNING id"),
	    BIND(INT(c->now)));

	for (size_t i = 0; i < late.count; i++)
		tell_a_person(c, late.id[i], ATTENTION_FAILED);
}

void outbox_resolve(struct ctx *c, int64_t id)
{
	db_run(c,
	    SQL("UPDATE outbox SET state = 'resolved', changed_at = $2"
		" WHERE id = $1 AND state IN"
		" ('uncertain', 'dead', 'expired', 'undelivered', 'lapsed')"),
	    BIND(INT(id), INT(c->now)));
}

int64_t outbox_next(struct ctx *c)
{
	return db_int(c,
	    SQL("SELECT coalesce(min(next_at), 0) FROM outbox"
		" WHERE state = 'queued'"),
	    NO_BIND, 0);
}

int64_t outbox_signin_age(struct ctx *c)
{
	int64_t next = db_int(c,
	    SQL("SELECT coalesce(min(next_at), 0) FROM outbox"
		" WHERE state = 'queued' AND kind IN " SIGNIN_KINDS),
	    NO_BIND, 0);

	return next > 0 && next < c->now ? c->now - next : 0;
}

int64_t outbox_age(struct ctx *c)
{
	int64_t next = outbox_next(c);

	return next > 0 && next < c->now ? c->now - next : 0;
}

const char *outbox_latest(struct ctx *c, int64_t person)
{
	return db_text(c,
	    SQL("SELECT kind FROM outbox WHERE person_id = $1"
		" AND channel = 'sms' AND state IN ('sending', 'uncertain',"
		"  'accepted', 'enroute', 'delivered', 'resolved')"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(person)), "");
}

bool outbox_sent(struct ctx *c, const char *kind, int64_t about)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM outbox WHERE kind = $1"
		       " AND about_id = $2 AND state IN ('sending',"
		       "  'uncertain', 'accepted', 'enroute', 'delivered')"),
		   BIND(TEXT(kind), INT(about)), 0) > 0;
}
