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

#endif
