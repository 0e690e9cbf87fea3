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

#endif
