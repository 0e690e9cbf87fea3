/* The outbox: notices that are left in the same transaction as the deed, and
 * sent by the notifier. Which notices there are and when they may go?
 * notice.h. What they say? www/messages. How they travel? notifier/.
 *
 * A try is on disk before a byte leaves. What then became of it we either know
 * (accepted, refused, never left) or we do not: uncertain, and an uncertain
 * row is never sent again by itself. It is closed by the provider's report or
 * by a person. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "base/base.h"

#define OUTBOX_SMS  "sms"
#define OUTBOX_MAIL "mail"

#define OUTBOX_TRIES_MOST 8                    /* then a person is told */
#define OUTBOX_BUDGET     (7 * (int64_t)86400) /* what a budget is for */
#define OUTBOX_DOWN_WAIT  60 /* seconds, when the provider refuses us */
#define OUTBOX_BATCH_MOST                                   \
	64 /* claimed at once: what a kill leaves uncertain \
	    */

/* Who goes first. The first lane is for codes and for the receipt of a STOP:
 * it passes whatever waits for the same person, and the STOP itself. */
enum lane { LANE_CODE, LANE_OFFER, LANE_REMINDER, LANE_DIGEST, LANES };

struct outbox_new {
	const char *kind, *channel;
	enum lane lane;
	int64_t person, about;
	const char *key; /* with kind and channel: the same is left once */
	int64_t guard;   /* an offer that must still be asked; 0: none */
	int64_t not_before, expires_at;
	bool counts; /* in the person's budget of messages (P16) */
	bool quiet;  /* nobody need know that it did not arrive */
};

/* Leaves a notice. False when the same one was left before. */
bool outbox_add(struct ctx *c, const struct outbox_new *n);

/* Whether one of that kind and key was ever left, by whatever channel. */
bool outbox_left(struct ctx *c, const char *kind, const char *key);

/* From when on one more message that counts may go to the person, if `most` of
 * them may in any seven days; now, or later. */
int64_t outbox_room(struct ctx *c, int64_t person, int64_t most);

/* Takes back what has not gone yet of this kind about this thing. */
void outbox_cancel(struct ctx *c, const char *kind, int64_t about);

/* The person said STOP: every SMS that still waits for them is closed. */
void outbox_suppress(struct ctx *c, int64_t person);

/* The person is forgotten: whatever still waits for them is taken back. */
void outbox_forget(struct ctx *c, int64_t person);

/* How a try went. */
enum outcome {
	OUTCOME_ACCEPTED,  /* the provider has it */
	OUTCOME_SAFE,      /* no byte left: try again */
	OUTCOME_REFUSED,   /* the provider said: later */
	OUTCOME_PERMANENT, /* the provider said: never */
	OUTCOME_DOWN, /* the provider refuses us: not this message's fault */
	OUTCOME_UNCERTAIN, /* bytes left and no clear answer came */
	OUTCOME_HELD,      /* it was not to go now: no try at all */
};

struct claimed {
	int64_t id, attempt, person, about, expires_at;
	const char *kind;
	int64_t tries;
};

/* Begins a run of the notifier: its number, one more than the last. Tries that
 * an earlier run left open become uncertain, and a person is told. */
int64_t outbox_begin_run(struct ctx *c);

/* Takes up to `most` rows that may go now, with an attempt each, in one
 * transaction: not past their time, not to who said STOP, in order per person.
 * Lanes go in their order, but a long one leaves the others a share, 8:4:2:1,
 * so that none waits for ever. After it has answered, they may be sent. *count
 * of them. */
const struct claimed *outbox_claim(struct ctx *c, const char *channel,
    const char *provider, int64_t epoch, size_t most, size_t *count);

/* The same of nothing but what people sign in with (kinds code,
 * code_own and factor), while nothing else may go (duty.h). */
const struct claimed *outbox_claim_signin(struct ctx *c, const char *channel,
    const char *provider, int64_t epoch, size_t most, size_t *count);

/* Whether it was taken back since it was claimed, and must not begin. */
bool outbox_recalled(struct ctx *c, int64_t id);

/* Writes down how a try went; wait is the provider's Retry-After in seconds or
 * 0. In the caller's transaction, so that a batch is one commit. */
void outbox_record(struct ctx *c, const struct claimed *m, enum outcome outcome,
    const char *provider_ref, const char *why, int64_t wait);

/* What a provider's report says of a row: accepted, enroute, delivered,
 * undelivered, lapsed. Late and repeated ones change nothing. False when there
 * is no such row. */
bool outbox_report(
    struct ctx *c, int64_t id, const char *state, const char *why);

/* What could not go in time is closed, and a person is told of what somebody
 * waits for. At most 500 a pass. */
void outbox_expire(struct ctx *c);

/* A person has seen to an uncertain or failed row. */
void outbox_resolve(struct ctx *c, int64_t id);

/* The next instant at which a row may go, or 0 when none is queued. */
int64_t outbox_next(struct ctx *c);

/* How old the oldest row that should have gone by now is, in seconds. */
int64_t outbox_age(struct ctx *c);

/* The same of what people sign in with alone. */
int64_t outbox_signin_age(struct ctx *c);

/* When to try again after `tries` tries: full jitter below a doubling step,
 * random being any number. A pure function. */
int64_t outbox_delay(const char *channel, int64_t tries, uint32_t random);

/* Whether one of this kind about this thing has been sent, as far as we know.
 */
bool outbox_sent(struct ctx *c, const char *kind, int64_t about);

/* The kind of the last SMS that was sent to the person; "" for none. What a
 * bare RING is an answer to. */
const char *outbox_latest(struct ctx *c, int64_t person);

struct outbox_row {
	int64_t id, person, about, made_at;
	const char *kind, *channel, *state, *why;
	bool recalled; /* taken back while it was on its way */
	bool quiet;
};
bool outbox_load(struct ctx *c, int64_t id, struct outbox_row *row);

#endif
