/* How a day went: asked by SMS after somebody's first shift and every fourth
 * from then on, never more (P16). Nobody need answer, and only a 3, "ring til
 * mig", leads to anything: a person calls (P6, setback.h). */
#ifndef DAY_H
#define DAY_H

#include "base/base.h"

#define DAY_EVERY 4 /* shifts */
#define DAY_BAD   3 /* of 1, 2 and 3 */

struct engagement;

/* The shift is over: asks, when it is the turn of one, the person has a
 * telephone and it is still the same day. In the caller's transaction. */
void day_ask(struct ctx *c, const struct engagement *e);

/* "1", "2" or "3" from a citizen; false when nobody has asked them in the last
 * two days. In the caller's transaction. */
bool day_answer(struct ctx *c, int64_t citizen, int answer);

#endif
