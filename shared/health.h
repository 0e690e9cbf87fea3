/* Health: the notifier's sign of life, and what /readyz tells. */
#ifndef HEALTH_H
#define HEALTH_H

#include "base/base.h"

#define HEALTH_SILENT 60  /* seconds without a pass: the notifier is gone */
#define HEALTH_AGE    300 /* seconds a message may be late */

/* The notifier went round. Written at most every ten seconds. */
void health_beat(struct ctx *c);

struct health {
	int64_t seen_at; /* of the notifier's last pass; 0: never */
	int64_t oldest;  /* seconds the oldest message is late */
	int64_t waiting; /* for a person */
	int64_t broken;  /* providers that are left alone (breaker.h) */
};

struct health health_read(struct ctx *c);

#endif
