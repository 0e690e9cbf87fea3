#include "base/db.h"

#include "breaker.h"
#include "duty.h"
#include "health.h"
#include "outbox.h"

void health_beat(struct ctx *c)
{
	int64_t seen = db_int(
	    c, SQL("SELECT seen_at FROM notifier WHERE id = 1"), NO_BIND, 0);

	/* The clock may have gone back: then it is written too. */
	if (seen <= c->now && seen > c->now - 10)
		return;
	db_begin(c);
	db_run(c, SQL("UPDATE notifier SET seen_at = $1 WHERE id = 1"),
	    BIND(INT(c->now)));
	if (db_commit(c) != OK)
		return;
}

struct health health_read(struct ctx *c)
{
	struct health h = { .oldest = 0 };

	/* What is held until the duties are signed is not late. */
	h.oldest = duty_any_closed(c) ? outbox_signin_age(c) : outbox_age(c);
	h.seen_at = db_int(
	    c, SQL("SELECT seen_at FROM notifier WHERE id = 1"), NO_BIND, 0);
	h.waiting = db_int(c,
	    SQL("SELECT count(*) FROM attention WHERE closed_at IS NULL"),
	    NO_BIND, 0);
	h.broken = breaker_count(c);
	return h;
}
