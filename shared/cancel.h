/* Cancelling: the workplace calls a task off, or one place of it. Everybody who
 * had agreed is told (C5), and paid when it is late (C5p, P14); nobody is told
 * why. What they give as the reason is for who talks with them. */
#ifndef CANCEL_H
#define CANCEL_H

#include "base/base.h"

#include "offer.h"
#include "task.h"

#define CANCEL_WORDS_MOST 200 /* characters */

/* What it can be for: a NULL-ended list of words for the table. */
extern const char *const cancel_reasons[];
bool cancel_is_reason(const char *word);

struct cancel {
	const char *reason, *words; /* one of those; and "" or a line */
	int64_t by;                 /* who presses */
	int64_t seen_ore;           /* what they were shown that it costs */
};

/* What it means to cancel now. */
struct cancel_terms {
	int64_t people;     /* who agreed to come */
	int64_t hours;      /* later than so many before it costs their pay */
	bool late;          /* and it is */
	int64_t minutes;    /* planned, of each */
	int64_t amount_ore; /* of all of them, before tax; 0: it is in time */
};

/* Of the whole task; of one who comes. ERR_CONFLICT when it has begun or is
 * over (of one: or nobody else is asked for, so that the task itself is to be
 * cancelled), ERR_FORBIDDEN while no dated rule says what is late. */
enum err cancel_task_terms(
    struct ctx *c, const struct task *t, struct cancel_terms *terms);
enum err cancel_place_terms(
    struct ctx *c, const struct engagement *e, struct cancel_terms *terms);

/* Of all that is ahead of a series: its first date may be late, the others are
 * as far off as they are. people counts each date of each. */
enum err cancel_series_terms(
    struct ctx *c, int64_t series, struct cancel_terms *terms);

/* Does it, in one transaction with all that is said about it: the same errors,
 * ERR_NOT_FOUND, and ERR_INVALID for a reason that is none, or when it costs
 * something else by now than they were shown. Of one place, the task has room
 * for one less from then on. */
enum err cancel_task(struct ctx *c, int64_t task, const struct cancel *why);
/* Of a series: who comes is told once, of all of their dates. */
enum err cancel_series(struct ctx *c, int64_t series, const struct cancel *why);
enum err cancel_place(
    struct ctx *c, int64_t engagement, const struct cancel *why);

#endif
