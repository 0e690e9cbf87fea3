/* Setbacks: after a day that went badly (they did not come, an AFBUD shortly
 * before, or they asked to be rung) a person calls first (P6, C35). Until the
 * call is closed, or a dated rule's working days have gone by, nothing new is
 * put to them; nobody is paused by it, and it costs nothing afterwards. The
 * calls themselves stand on Venter på et menneske (attention.h). */
#ifndef SETBACK_H
#define SETBACK_H

#include "attention.h"

#define SETBACK_NO_END INT64_MAX /* no dated rule today: until it is closed */

/* Those calls' kinds, for a statement; setback_is() says the same in C. */
#define SETBACK_KINDS \
	"('" ATTENTION_CALL "', '" ATTENTION_ABSENT "', '" ATTENTION_AFBUD "')"

/* Until when a call stands before the next question to the citizen; 0 when none
 * does. For who asks: in the transaction in which a question would be put. */
int64_t setback_until(struct ctx *c, int64_t citizen);

/* The same for a call that has waited since `made_at` in that municipality. */
int64_t setback_end(struct ctx *c, int64_t municipality, int64_t made_at);

/* Whether that kind of attention is such a call. */
bool setback_is(const char *kind);

#endif
