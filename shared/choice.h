/* Choices: what somebody decides about being written to and asked at all, by
 * SMS (dialogue.h) or on their own page. Each leaves the SMS that says so, and
 * is in the caller's transaction. */
#ifndef CHOICE_H
#define CHOICE_H

#include "base/base.h"

#include "consent.h"

/* No more SMS. What is still asked is not asked any more, and goes to the next;
 * of what is agreed somebody rings. sms: "stop", or "wrong" when the number is
 * not theirs; receipt: the notice that says so, or NULL. */
void choice_stop(struct ctx *c, int64_t person, const char *sms,
    const char *receipt, enum consent_way way);

/* SMS again, and no pause. False, and nothing is done, where the number was
 * wrong: somebody else has it, and a person must sort that out. */
bool choice_start(struct ctx *c, int64_t person, enum consent_way way);

/* No new tasks for as long as the dated rule says; what is agreed still stands
 * (P6). False, and nothing is done, when there is no such rule. */
bool choice_pause(struct ctx *c, int64_t citizen);

/* The pause is over; what they said of SMS stays. */
void choice_resume(struct ctx *c, int64_t citizen);

/* "Ring mig op": a person does. */
void choice_call(struct ctx *c, int64_t person);

#endif
