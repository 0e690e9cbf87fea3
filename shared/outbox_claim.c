#include <string.h>

#include "base/db.h"

#include "outbox_parts.h"

/* The guards stand in the statement that takes the row, so nothing can come
 * between. "An older one waits" counts only what is due: tomorrow's reminder
 * must not hold back a cancellation; and codes wait for codes alone. It also
 * keeps a batch to one a person, without reading the whole queue to see that.
 * The two NOT EXISTS stay apart, or the partial indexes are lost. */
static struct ids take(struct ctx *c, const char *channel, const char *provider,
    enum lane lane, size_t most, bool signin)
{
	return db_ids(c,
	    SQL("UPDATE outbox SET state = 'sending', tries = tries + 1,"
		"  provider = $1, changed_at = $2"
		" WHERE id IN (SELECT o.id FROM outbox o"
		"   JOIN person p ON p.id = o.person_id"
		"   WHERE o.state = 'queued' AND o.channel = $3"
		"     AND o.lane = $4 AND o.next_at <= $2 AND o.expires_at > $2"
		"     AND ($6 = 0 OR o.kind IN " SIGNIN_KINDS ")"
		"     AND NOT EXISTS (SELECT 1 FROM outbox i"
		"          WHERE i.channel = o.channel"
		"            AND i.person_id = o.person_id"
		"            AND i.state = 'sending')"
		"     AND NOT EXISTS (SELECT 1 FROM outbox i"
		"          WHERE i.channel = o.channel"
		"            AND i.person_id = o.person_id"
		"            AND i.state = 'queued' AND i.id < o.id"
		"            AND i.next_at <= $2"
		"            AND ($6 = 0 OR i.kind IN " SIGNIN_KINDS ")"
		"            AND (o.lane > 0 OR i.lane = 0))"
		"     AND (o.channel <> 'sms' OR o.lane = 0"
		"          OR p.sms NOT IN ('stop', 'wrong'))"
		"     AND (o.guard_id IS NULL OR EXISTS (SELECT 1 FROM offer f"
		"          JOIN citizen z ON z.person_id = f.citizen_id"
		"          JOIN rule u ON u.municipality_id = z.municipality_id"
		"           AND u.name = 'answer_is_free:' || z.target_group"
		"          WHERE f.id = o.guard_id AND f.state = 'asked'"
		"            AND u.value = 1 AND u.valid_from <= $2"
		"            AND (u.valid_to IS NULL OR u.valid_to > $2)))"
		"   ORDER BY o.next_at, o.id LIMIT $5 @SKIP@)"
		" RETURNING id"),
	    BIND(TEXT(provider), INT(c->now), TEXT(channel), INT(lane),
		INT(most), INT(signin)));
}

static struct claimed attempt_add(struct ctx *c, int64_t id, int64_t epoch)
{
	struct claimed m = { .attempt = db_new_id(c) };
	struct rows r;

	db_run(c,
	    SQL("INSERT INTO attempt (id, outbox_id, epoch, began_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(m.attempt), INT(id), INT(epoch), INT(c->now)));
	r = db_query(c,
	    SQL("SELECT id, person_id, about_id, expires_at, kind, tries"
		" FROM outbox WHERE id = $1"),
	    BIND(INT(id)));
	if (row_next(&r)) {
		m.id = row_int(&r);
		m.person = row_int(&r);
		m.about = row_int(&r);
		m.expires_at = row_int(&r);
		m.kind = row_text(&r);
		m.tries = row_int(&r);
	}
	return m;
}

/* What the lanes behind this one may have of so many. A single one is the
 * first lane's. */
static size_t kept_for_others(enum lane lane, size_t most)
{
	static const size_t behind[LANES] = { 7, 3, 1, 0 }; /* of 15 */

	return most * behind[lane] / 15;
}

static const struct claimed *claim(struct ctx *c, const char *channel,
    const char *provider, int64_t epoch, size_t most, bool signin,
    size_t *count)
{
	struct claimed *all = mem_alloc(c, most * sizeof *all);
	bool more[LANES] = { true, true, true, true };

	*count = 0;
	db_begin(c);
	/* First each its share, then what is left to who waits in front. */
	for (int i = 0; i < 2 * LANES && *count < most; i++) {
		enum lane lane = (enum lane)(i % LANES);
		size_t kept = i < LANES ? kept_for_others(lane, most) : 0;
		size_t room = most - *count > kept ? most - *count - kept : 0;
		struct ids ids = { 0 };

		if (more[lane] && room > 0)
			ids = take(c, channel, provider, lane, room, signin);
		more[lane] = ids.count == room;
		for (size_t k = 0; k < ids.count; k++)
			all[(*count)++] = attempt_add(c, ids.id[k], epoch);
	}
	if (db_commit(c) != OK)
		*count = 0;
	return all;
}

const struct claimed *outbox_claim(struct ctx *c, const char *channel,
    const char *provider, int64_t epoch, size_t most, size_t *count)
{
	return claim(c, channel, provider, epoch, most, false, count);
}

const struct claimed *outbox_claim_signin(struct ctx *c, const char *channel,
    const char *provider, int64_t epoch, size_t most, size_t *count)
{
	return claim(c, channel, provider, epoch, most, true, count);
}

bool outbox_recalled(struct ctx *c, int64_t id)
{
	return db_int(c, SQL("SELECT recalled FROM outbox WHERE id = $1"),
		   BIND(INT(id)), 0) != 0;
}
