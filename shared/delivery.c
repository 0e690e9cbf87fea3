#include <string.h>

#include "base/db.h"

#include "attention.h"
#include "delivery.h"

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
