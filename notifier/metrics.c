#include <stdatomic.h>
#include <string.h>

#include "base/figures.h"

#include "breaker.h"
#include "delivery.h"
#include "health.h"
#include "notifier.h"

#define WAYS_MOST 4 /* sms.provider, sms.fallback, mail.provider */

static const char *const outcomes[] = { "accepted", "safe", "refused",
	"permanent", "down", "uncertain", "untried" };
static const char *const lanes[LANES] = { "code", "offer", "reminder",
	"digest" };

/* Each way to send that is in use; written before threads. */
static struct way {
	const char *channel, *provider;
	atomic_int_fast64_t tried[COUNT(outcomes)];
	struct histogram took;
} ways[WAYS_MOST];
static size_t ways_count;

static const struct steps batch_steps = { { 1, 2, 4, 8, 16, 32, 64 }, 7, 1 };
static struct histogram batches = { .steps = &batch_steps };

static struct way *way_of(const char *channel, const char *provider)
{
	for (size_t i = 0; i < ways_count; i++)
		if (strcmp(ways[i].channel, channel) == 0 &&
		    strcmp(ways[i].provider, provider) == 0)
			return &ways[i];
	return NULL;
}

void metrics_open(const char *channel, const char *provider)
{
	if (way_of(channel, provider) != NULL || ways_count == WAYS_MOST)
		return;
	ways[ways_count].channel = channel;
	ways[ways_count].took.steps = &steps_ms;
	ways[ways_count++].provider = provider;
}

void metrics_tried(const char *channel, const char *provider,
    const struct outgoing *batch, size_t count)
{
	struct way *way = way_of(channel, provider);

	histogram_add(&batches, (int64_t)count);
	for (size_t i = 0; way != NULL && i < count; i++) {
		size_t how = batch[i].untried ? COUNT(outcomes) - 1
					      : (size_t)batch[i].outcome;

		atomic_fetch_add(&way->tried[how], 1);
		if (!batch[i].untried)
			histogram_add(&way->took, batch[i].took_ms);
	}
}

/* ---- what is told ---- */

static void put_queues(struct ctx *c, struct text *t)
{
	static const char *const channels[] = { OUTBOX_SMS, OUTBOX_MAIL };
	struct delivery_queue of[2][LANES] = { 0 };
	size_t count;
	const struct delivery_queue *all = delivery_queues(c, &count);

	for (size_t i = 0; i < count; i++)
		of[strcmp(all[i].channel, OUTBOX_MAIL) == 0][all[i].lane] =
		    all[i];
	for (int late = 0; late < 2; late++) {
		const char *name = late ? "smaajob_queue_late_seconds"
					: "smaajob_queue_messages";

		figure_is(t, name, "gauge",
		    late ? "Since the oldest message might have gone."
			 : "Messages that wait, also those for later.");
		for (int i = 0; i < 2; i++)
			for (int j = 0; j < LANES; j++)
				figure_put(t, name,
				    mem_printf(c, "channel=\"%s\",lane=\"%s\"",
					channels[i], lanes[j]),
				    late ? of[i][j].late : of[i][j].count);
	}
}

static const char *way_label(struct ctx *c, const struct way *way)
{
	return mem_printf(
	    c, "channel=\"%s\",provider=\"%s\"", way->channel, way->provider);
}

static void put_ways(struct ctx *c, struct text *t)
{
	figure_is(t, "smaajob_tried_total", "counter",
	    "Messages put to a provider, by how it went.");
	for (size_t i = 0; i < ways_count; i++)
		for (size_t j = 0; j < COUNT(outcomes); j++)
			figure_put(t, "smaajob_tried_total",
			    mem_printf(c, "%s,outcome=\"%s\"",
				way_label(c, &ways[i]), outcomes[j]),
			    atomic_load(&ways[i].tried[j]));
	figure_is(t, "smaajob_send_seconds", "histogram",
	    "From the first byte of a request to its whole answer.");
	for (size_t i = 0; i < ways_count; i++)
		histogram_put(t, "smaajob_send_seconds", way_label(c, &ways[i]),
		    &ways[i].took);
	figure_is(t, "smaajob_batch_messages", "histogram",
	    "Messages claimed at a time.");
	histogram_put(t, "smaajob_batch_messages", "", &batches);
}

/* 0 closed, 1 to be tried with one message, 2 left alone. */
static void put_breakers(struct ctx *c, struct text *t)
{
	size_t count;
	const struct breaker *all = breaker_all(c, &count);

	figure_is(t, "smaajob_breaker_state", "gauge",
	    "0 works, 1 is tried with one message, 2 is left alone.");
	for (size_t i = 0; i < ways_count; i++) {
		int64_t state = 0;

		for (size_t j = 0; j < count; j++)
			if (strcmp(all[j].provider, ways[i].provider) == 0 &&
			    all[j].open_until > 0)
				state = all[j].open_until > c->now ? 2 : 1;
		figure_put(
		    t, "smaajob_breaker_state", way_label(c, &ways[i]), state);
	}
}

static void put_one(
    struct text *t, const char *name, const char *what, int64_t value)
{
	figure_is(t, name, "gauge", what);
	figure_put(t, name, "", value);
}

void metrics_put(struct ctx *c, int64_t epoch, struct text *t)
{
	struct health h = health_read(c);
	struct delivery_open open = delivery_open(c);

	put_queues(c, t);
	put_ways(c, t);
	put_breakers(c, t);
	put_one(t, "smaajob_messages_uncertain",
	    "Of which a person is to find out whether they arrived.",
	    open.uncertain);
	put_one(t, "smaajob_messages_failed",
	    "That did not arrive, and wait for a person.", open.failed);
	put_one(t, "smaajob_waiting_for_a_person",
	    "All that waits for a person.", h.waiting);
	put_one(t, "smaajob_notifier_last_pass_seconds",
	    "When the notifier last wrote that it went round, unix time.",
	    h.seen_at);
	put_one(t, "smaajob_notifier_epoch",
	    "Which run of the notifier this is.", epoch);
}
