/* What the files of offer share: offer.c decides, offer_place.c gives. */
#ifndef OFFER_PARTS_H
#define OFFER_PARTS_H

#include "offer.h"

/* An answer, and what it is to. */
struct decision {
	struct offer offer;
	int64_t starts_at, workplace, contact;
	bool one_off;
};

/* The one place where a place is given: a single conditional change, and the
 * answer is its row count. Places held for others' calls are not free. */
bool offer_take(struct ctx *c, const struct offer *o);

/* Somebody is coming: the engagement, and the follow-up from then on; and both
 * are told, once the dates that follow are theirs too. */
void offer_engage(struct ctx *c, const struct decision *d);

/* The short number of their next question. They go round, so that one is not
 * used again while an old SMS with it may still be answered. */
int64_t offer_next_number(struct ctx *c, int64_t citizen);

/* The answer, if the offer was won and its new time is asked about; else false,
 * and nothing is done. */
bool offer_say_time(struct ctx *c, const struct decision *d, enum offer_say say,
    enum offer_result *result);

#endif
