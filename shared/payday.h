/* Pay days: after the day by which the money should be there, the citizen is
 * asked whether it came (P10, C21): once for a month's work at an employer.
 * PASSER or JA: it did. RING: something is missing, and a person calls. */
#ifndef PAYDAY_H
#define PAYDAY_H

#include "base/base.h"

#define PAYDAY_ASK_DAYS    14 /* after the day; later nobody is asked */
#define PAYDAY_ANSWER_DAYS 30 /* an answer counts so long */

struct engagement;

/* When it is asked: at 10 of the first working day after the pay day. */
int64_t payday_at(int64_t pay_on);

/* Asks, once the hours are said and were any. False when that is still to come
 * and it is worth looking again the next day. In the caller's transaction. */
bool payday_ask(struct ctx *c, const struct engagement *e);

/* The engagement whose money the citizen has been asked about last, and has not
 * answered; 0: none. */
int64_t payday_to_answer(struct ctx *c, int64_t citizen);

/* Whether that was the last SMS they got: then a JA or a NEJ is about it. */
bool payday_is_asked(struct ctx *c, int64_t citizen);

/* The answer: came, or a person calls. In the caller's transaction. */
void payday_answer(struct ctx *c, int64_t engagement, bool came);

#endif
