#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "breaker.h"
#include "dialogue.h"
#include "duty.h"
#include "notice.h"
#include "notifier.h"
#include "settings.h"

static bool hold(struct outgoing *m, const char *why, int64_t wait)
{
	m->outcome = OUTCOME_HELD;
	m->untried = true;
	m->why = why;
	m->wait = wait;
	return false;
}

/* Nobody is woken by what waited past its hours. */
static bool is_in_window(struct ctx *c, const char *channel, struct outgoing *m)
{
	int64_t opens = notice_opens(
	    m->claimed.kind, c->now, m->claimed.expires_at);

	if (strcmp(channel, OUTBOX_SMS) != 0 || opens <= c->now)
		return true;
	return hold(m, "its hours are over for today", opens - c->now);
}

bool deliver_may_begin(struct ctx *c, const char *channel, struct outgoing *m)
{
	bool recalled;

	if (c->now >= m->claimed.expires_at)
		return hold(m, "its time was up before it went", 0);
	db_look_anew(c);
	recalled = outbox_recalled(c, m->claimed.id);
	db_look_anew(c);
	if (recalled)
		return hold(m, "it was taken back before it went", 0);
	return is_in_window(c, channel, m);
}

/* The words, and the links in them. In the caller's transaction. */
static void compose(struct ctx *c, const char *channel,
    const struct tmpls *words, struct outgoing *batch, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct outgoing *m = &batch[i];

		m->outcome = OUTCOME_UNCERTAIN;
		if (!is_in_window(c, channel, m))
			continue;
		if (message_compose(c, words, m->claimed.kind, channel,
			m->claimed.person, m->claimed.about, &m->words))
			continue;
		m->outcome = OUTCOME_PERMANENT;
		m->untried = true;
		m->why = "nothing to say, or nobody to say it to";
	}
}

/* Those that have words, in front; how many. */
static size_t sendable(struct outgoing *batch, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct outgoing m = batch[i];

		if (m.untried)
			continue;
		batch[i] = batch[n];
		batch[n++] = m;
	}
	return n;
}

/* Another stands behind it, who can have what this one did not take. */
static bool has_another(const struct provider *via)
{
	return via->gateway != NULL &&
	    strcmp(settings.sms_fallback, "none") != 0 &&
	    strcmp(settings.sms_fallback, via->name) != 0;
}

/* A mail host says "later" of one address, a gateway of all. */
static bool says_something_bad(
    const struct provider *via, const struct outgoing *m)
{
	return !m->untried && m->outcome != OUTCOME_ACCEPTED &&
	    m->outcome != OUTCOME_PERMANENT &&
	    (m->outcome != OUTCOME_REFUSED || via->gateway != NULL);
}

/* What was clear counts first: of a batch in which one is refused, the rest
 * waits too. */
static void judge(struct ctx *c, const struct provider *via,
    const struct outgoing *batch, size_t count)
{
	bool good = false;

	for (size_t i = 0; i < count; i++)
		good = good ||
		    (!batch[i].untried &&
			(batch[i].outcome == OUTCOME_ACCEPTED ||
			    batch[i].outcome == OUTCOME_PERMANENT));
	if (good)
		breaker_good(c, via->name);
	for (size_t i = 0; i < count; i++)
		if (says_something_bad(via, &batch[i]))
			breaker_bad(c, via->name, batch[i].outcome,
			    batch[i].why, batch[i].wait);
}

/* When to try again: at once where another can. */
static int64_t wait_of(const struct provider *via, const struct outgoing *m)
{
	bool shut = m->outcome == OUTCOME_DOWN ||
	    (m->wait > 0 && m->outcome != OUTCOME_HELD);

	return shut && has_another(via) ? 1 : m->wait;
}

/* What was sent but cannot be written down must not be sent again: end, so
 * that the next run finds the open attempts and calls them uncertain. */
static void record(struct ctx *c, const struct provider *via,
    const struct outgoing *batch, size_t count)
{
	db_begin(c);
	judge(c, via, batch, count);
	for (size_t i = 0; i < count; i++) {
		outbox_record(c, &batch[i].claimed, batch[i].outcome,
		    batch[i].ref, batch[i].why, wait_of(via, &batch[i]));
		if (batch[i].stopped)
			dialogue_stopped(c, batch[i].claimed.person);
	}
	if (db_commit(c) != OK) {
		log_warnx("deliver.unrecorded count=%zu", count);
		exit(EXIT_FAILURE);
	}
}

const struct provider *deliver_way(
    struct ctx *c, const struct provider *first, const struct provider *behind)
{
	return behind != NULL && breaker_room(c, first->name, 1) == 0 ? behind
								      : first;
}

/* Takes a batch, with its words, in one transaction: NULL when there is none,
 * or when it is not on disk, and then nothing was taken. */
static struct outgoing *take(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch,
    size_t most, size_t *count)
{
	const struct claimed *claimed;
	struct outgoing *batch;

	db_begin(c);
	claimed = duty_closed(c, via->name)
	    ? outbox_claim_signin(c, channel, via->name, epoch, most, count)
	    : outbox_claim(c, channel, via->name, epoch, most, count);
	batch = mem_alloc(c, (*count + 1) * sizeof *batch);
	for (size_t i = 0; i < *count; i++)
		batch[i].claimed = claimed[i];
	compose(c, channel, words, batch, *count);
	return db_commit(c) == OK && *count > 0 ? batch : NULL;
}

size_t deliver_at_most(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch,
    size_t most)
{
	struct outgoing *batch = NULL;
	size_t count, n, room;
	int64_t now, began;

	room = breaker_room(c, via->name, most);
	if (room > 0)
		batch = take(c, channel, via, words, epoch, room, &count);
	if (batch == NULL)
		return 0;
	n = sendable(batch, count);
	now = c->now;
	began = clock_mono_ms();
	via->send(c, via, batch, n);
	/* It may have taken long, and what they ask to wait begins now. */
	c->now = now + (clock_mono_ms() - began) / 1000;
	record(c, via, batch, count);
	metrics_tried(channel, via->name, batch, count);
	for (size_t i = 0; i < count; i++)
		log_info("deliver.tried id=%" PRId64 " kind=%s outcome=%d",
		    batch[i].claimed.id, batch[i].claimed.kind,
		    batch[i].outcome);
	return count;
}

size_t deliver_due(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch)
{
	return deliver_at_most(
	    c, channel, via, words, epoch, OUTBOX_BATCH_MOST);
}
