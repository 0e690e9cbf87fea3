/* The breaker of each provider: one that refuses us, cannot be reached or says
 * "later" is left alone for a while and then tried with a single message, so
 * that an outage costs neither tries nor hundreds of requests. Messages wait in
 * the outbox meanwhile, or go by sms.fallback: what is queued has never been
 * with a provider whose answer is unclear, so nobody gets two. */
#ifndef BREAKER_H
#define BREAKER_H

#include "outbox.h"

#define BREAKER_FAILS     5   /* in a row, and it opens */
#define BREAKER_OPEN_MOST 600 /* seconds; what they ask for counts as far */

/* How many of `most` may go by that provider now: none while it is open, one
 * when that time is over, else all. */
size_t breaker_room(struct ctx *c, const char *provider, size_t most);

/* How each that has failed of late is. */
struct breaker {
	const char *provider;
	int64_t fails;      /* in a row */
	int64_t opened;     /* times in a row */
	int64_t open_until; /* 0: closed. Over: one message is to show it */
	const char *why;    /* what it said last; "": nothing */
	int64_t opened_at;  /* the first of those times; 0: closed */
};
#define BREAKERS_MOST 20
const struct breaker *breaker_all(struct ctx *c, size_t *count);

/* How many providers are open, or have yet to show that they work again. */
int64_t breaker_count(struct ctx *c);

/* A clear answer about a message: it is closed. In the caller's transaction. */
void breaker_good(struct ctx *c, const char *provider);

/* A try that did not end well: a refusal of us or of the moment opens it at
 * once (for wait seconds, or OUTBOX_DOWN_WAIT), others after BREAKER_FAILS. In
 * the caller's transaction. */
void breaker_bad(struct ctx *c, const char *provider, enum outcome outcome,
    const char *why, int64_t wait);

/* How long it stays open the n-th time in a row, of which it has to be tried
 * in vain: doubling, with jitter, random being any number. A pure function. */
int64_t breaker_seconds(int64_t opened, uint32_t random);

#endif
