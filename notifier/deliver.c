#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "dialogue.h"
#include "notifier.h"

/* The words, and the links in them, on disk before anything is sent. */
static bool compose(struct ctx *c, const char *channel,
    const struct tmpls *words, struct outgoing *batch, size_t count)
{
	db_begin(c);
	for (size_t i = 0; i < count; i++) {
		struct outgoing *m = &batch[i];

		m->outcome = OUTCOME_UNCERTAIN;
		if (message_compose(c, words, m->claimed.kind, channel,
			m->claimed.person, m->claimed.about, &m->words))
			continue;
		m->outcome = OUTCOME_PERMANENT;
		m->why = "nothing to say, or nobody to say it to";
	}
	return db_commit(c) == OK;
}

/* Those that have words, in front; how many. */
static size_t sendable(struct outgoing *batch, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct outgoing m = batch[i];

		if (m.outcome == OUTCOME_PERMANENT)
			continue;
		batch[i] = batch[n];
		batch[n++] = m;
	}
	return n;
}

/* What was sent but cannot be written down must not be sent again: end, so
 * that the next run finds the open attempts and calls them uncertain. */
static void record(struct ctx *c, const struct outgoing *batch, size_t count)
{
	db_begin(c);
	for (size_t i = 0; i < count; i++) {
		outbox_record(c, &batch[i].claimed, batch[i].outcome,
		    batch[i].ref, batch[i].why, batch[i].wait);
		if (batch[i].stopped)
			dialogue_stopped(c, batch[i].claimed.person);
	}
	if (db_commit(c) != OK) {
		log_warnx("deliver.unrecorded count=%zu", count);
		exit(EXIT_FAILURE);
	}
}

size_t deliver_due(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch)
{
	const struct claimed *claimed;
	struct outgoing *batch;
	size_t count, n;

	claimed = outbox_claim(
	    c, channel, via->name, epoch, OUTBOX_BATCH_MOST, &count);
	if (count == 0)
		return 0;
	batch = mem_alloc(c, count * sizeof *batch);
	for (size_t i = 0; i < count; i++)
		batch[i].claimed = claimed[i];
	if (!compose(c, channel, words, batch, count))
		exit(EXIT_FAILURE);
	n = sendable(batch, count);
	via->send(c, via, batch, n);
	record(c, batch, count);
	for (size_t i = 0; i < count; i++)
		log_info("deliver.tried id=%" PRId64 " kind=%s outcome=%d",
		    batch[i].claimed.id, batch[i].claimed.kind,
		    batch[i].outcome);
	return count;
}
