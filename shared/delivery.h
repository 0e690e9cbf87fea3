/* Deliveries: what people see of the outbox. How long the queue is, what did
 * not arrive or may not have, and the one more time that a person decides on.
 * How rows move by themselves? outbox.h. Who cannot send? breaker.h. */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "base/base.h"

#include "outbox.h"

/* What waits in one lane of a channel. The queue is one for all. */
struct delivery_queue {
	const char *channel;
	enum lane lane;
	int64_t count;
	int64_t late; /* seconds since the oldest might have gone */
};

/* At most one for each channel and lane; *count of them. */
const struct delivery_queue *delivery_queues(struct ctx *c, size_t *count);

/* What is on the list of messages that need a person. */
struct delivery_open {
	int64_t failed, uncertain;
};
struct delivery_open delivery_open(struct ctx *c);

/* A message on that list: it failed, or nobody knows. */
struct delivery {
	int64_t attention, municipality; /* the item that waits, and where */
	bool uncertain;
	int64_t made_at; /* since when it waits */
	int64_t id;      /* of the message */
	int64_t person, about, guard, expires_at, tries;
	enum lane lane;
	const char *kind, *channel, *state, *why;
};

#define DELIVERY_PAGE 20

#define DELIVERY_SEALED "delivery|why" /* under the key of whom it was for */

/* What waits there, the newest first, and older than that item (0: all); at
 * most `most`. */
const struct delivery *delivery_list(struct ctx *c, int64_t municipality,
    int64_t before, size_t most, size_t *count);

/* By its item; false when it waits no more, or was none of a message. */
bool delivery_load(struct ctx *c, int64_t attention, struct delivery *d);

/* What stands in the way of sending it again now. */
enum delivery_bar {
	DELIVERY_FREE,
	DELIVERY_LATE,   /* its time is up, or would be before it may go */
	DELIVERY_CLOSED, /* what it asks cannot be answered any more */
	DELIVERY_STOP,   /* they said STOP */
	DELIVERY_WRONG,  /* the number is not theirs */
	DELIVERY_TWICE,  /* that was done before */
	DELIVERY_BARS,
};
enum delivery_bar delivery_bar(struct ctx *c, const struct delivery *d);

/* Leaves it once more, because `by` says so, and closes the item: a new row,
 * with words that are true then. CPR numbers in why are masked. ERR_CONFLICT
 * when something stands in the way, or somebody else has seen to it. */
enum err delivery_again(
    struct ctx *c, int64_t attention, int64_t by, const char *why);

/* Somebody has seen to it in another way. ERR_CONFLICT as above. */
enum err delivery_done(struct ctx *c, int64_t attention, int64_t by);

#endif
