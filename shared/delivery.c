#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/text.h"

#include "attention.h"
#include "delivery.h"
#include "notice.h"
#include "person.h"
#include "seal.h"

#define QUEUES_MOST (2 * LANES)

const struct delivery_queue *delivery_queues(struct ctx *c, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT channel, lane, count(*), min(next_at) FROM outbox"
		" WHERE state = 'queued' GROUP BY channel, lane"
		" ORDER BY channel DESC, lane LIMIT $1"),
	    BIND(INT(QUEUES_MOST)));
	struct delivery_queue *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct delivery_queue *q = &all[*count];
		int64_t next;

		q->channel = row_text(&r);
		q->lane = (enum lane)row_int(&r);
		q->count = row_int(&r);
		next = row_int(&r);
		q->late = next < c->now ? c->now - next : 0;
	}
	return all;
}

struct delivery_open delivery_open(struct ctx *c)
{
	struct delivery_open open = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT kind, count(*) FROM attention WHERE closed_at IS NULL"
		" AND kind IN ('failed', 'uncertain') GROUP BY kind"),
	    NO_BIND);

	while (row_next(&r)) {
		bool failed = strcmp(row_text(&r), ATTENTION_FAILED) == 0;
		int64_t n = row_int(&r);

		*(failed ? &open.failed : &open.uncertain) = n;
	}
	return open;
}

/* ---- what did not arrive, or may not have ---- */

static struct delivery delivery_row(struct rows *r)
{
	struct delivery d;

	d.attention = row_int(r);
	d.municipality = row_int(r);
	d.uncertain = strcmp(row_text(r), ATTENTION_UNCERTAIN) == 0;
	d.made_at = row_int(r);
	d.id = row_int(r);
	d.person = row_int(r);
	d.about = row_int(r);
	d.guard = row_int(r);
	d.expires_at = row_int(r);
	d.tries = row_int(r);
	d.lane = (enum lane)row_int(r);
	d.kind = row_text(r);
	d.channel = row_text(r);
	d.state = row_text(r);
	d.why = row_text(r);
	return d;
}

const struct delivery *delivery_list(struct ctx *c, int64_t municipality,
    int64_t before, size_t most, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT a.id, a.municipality_id, a.kind, a.made_at, o.id,"
		" o.person_id, o.about_id, o.guard_id, o.expires_at, o.tries,"
		" o.lane, o.kind, o.channel, o.state, coalesce(o.why, '')"
		" FROM attention a JOIN outbox o ON o.id = a.about_id"
		" WHERE a.municipality_id = $1 AND a.closed_at IS NULL"
		"   AND a.kind IN ('failed', 'uncertain')"
		"   AND ($2 = 0 OR a.id < $2)"
		" ORDER BY a.id DESC LIMIT $3"),
	    BIND(INT(municipality), INT(before), INT(most)));
	struct delivery *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = delivery_row(&r);
	return all;
}

bool delivery_load(struct ctx *c, int64_t attention, struct delivery *d)
{
	struct rows r = db_query(c,
	    SQL("SELECT a.id, a.municipality_id, a.kind, a.made_at, o.id,"
		" o.person_id, o.about_id, o.guard_id, o.expires_at, o.tries,"
		" o.lane, o.kind, o.channel, o.state, coalesce(o.why, '')"
		" FROM attention a JOIN outbox o ON o.id = a.about_id"
		" WHERE a.id = $1 AND a.closed_at IS NULL"
		"   AND a.kind IN ('failed', 'uncertain')"),
	    BIND(INT(attention)));

	if (!row_next(&r))
		return false;
	*d = delivery_row(&r);
	return true;
}

/* ---- once more ---- */

/* When it may go: nobody is woken by a mail. */
static int64_t begins(struct ctx *c, const struct delivery *d)
{
	if (strcmp(d->channel, OUTBOX_SMS) != 0)
		return c->now;
	return clock_in_window(notice_find(d->kind)->window, c->now);
}

static bool is_answerable(struct ctx *c, int64_t offer)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM offer WHERE id = $1"
		       " AND state = 'asked' AND answer_by > $2"),
		   BIND(INT(offer), INT(c->now)), 0) == 1;
}

enum delivery_bar delivery_bar(struct ctx *c, const struct delivery *d)
{
	bool sms = strcmp(d->channel, OUTBOX_SMS) == 0 && d->lane > LANE_CODE;
	struct person p = { .sms = "" };

	if (db_int(c, SQL("SELECT id FROM delivery WHERE outbox_id = $1"),
		BIND(INT(d->id)), 0) != 0)
		return DELIVERY_TWICE;
	if (begins(c, d) >= d->expires_at)
		return DELIVERY_LATE;
	if (d->guard != 0 && !is_answerable(c, d->guard))
		return DELIVERY_CLOSED;
	if (sms && person_load(c, d->person, &p)) {
		if (strcmp(p.sms, "stop") == 0)
			return DELIVERY_STOP;
		if (strcmp(p.sms, "wrong") == 0)
			return DELIVERY_WRONG;
	}
	return DELIVERY_FREE;
}

/* The new row; 0 when it is there already. */
static int64_t leave_again(struct ctx *c, const struct delivery *d)
{
	const char *key = mem_printf(c, "again:%" PRId64, d->id);
	const struct outbox_new n = { .kind = d->kind,
		.channel = d->channel,
		.lane = d->lane,
		.person = d->person,
		.about = d->about,
		.key = key,
		.guard = d->guard,
		.not_before = begins(c, d),
		.expires_at = d->expires_at };

	if (!outbox_add(c, &n))
		return 0;
	return db_int(c, SQL("SELECT id FROM outbox WHERE dedup_key = $1"),
	    BIND(TEXT(mem_printf(c, "%s:%s:%s", d->kind, d->channel, key))), 0);
}

static bool keep(struct ctx *c, const struct delivery *d, int64_t again,
    int64_t by, const char *why)
{
	int64_t id = db_new_id(c);

	why = seal_text(
	    c, d->person, DELIVERY_SEALED, id, text_mask_cpr(c, why));
	return db_run(c,
		   SQL("INSERT INTO delivery (id, outbox_id, again_id, why,"
		       " asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6)"
		       " ON CONFLICT (outbox_id) DO NOTHING"),
		   BIND(INT(id), INT(d->id), INT(again), TEXT(why), INT(by),
		       INT(c->now))) == 1;
}

enum err delivery_again(
    struct ctx *c, int64_t attention, int64_t by, const char *why)
{
	struct delivery d;
	int64_t again;

	db_begin(c);
	if (!delivery_load(c, attention, &d) ||
	    delivery_bar(c, &d) != DELIVERY_FREE)
		return db_undo(c, ERR_CONFLICT);
	again = leave_again(c, &d);
	if (again == 0 || !keep(c, &d, again, by, why))
		return db_undo(c, ERR_CONFLICT);
	outbox_resolve(c, d.id);
	if (attention_close(c, attention, by) != OK)
		return db_undo(c, ERR_CONFLICT);
	log_info("delivery.again id=%" PRId64 " as=%" PRId64, d.id, again);
	return db_commit(c);
}

enum err delivery_done(struct ctx *c, int64_t attention, int64_t by)
{
	struct delivery d;

	db_begin(c);
	if (!delivery_load(c, attention, &d) ||
	    attention_close(c, attention, by) != OK)
		return db_undo(c, ERR_CONFLICT);
	outbox_resolve(c, d.id);
	return db_commit(c);
}
