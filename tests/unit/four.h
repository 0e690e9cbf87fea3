/* For the tests of offers: four people who are alike, so asked in an order that
 * is known; what they answer, and what then is so. */
#ifndef FOUR_H
#define FOUR_H

#include "ida.h"

#include "offer.h"

#define THURSDAY "2026-03-05"
#define TOMORROW "2026-03-03" /* 9 o'clock: 24 hours away */

extern int64_t bent, nour;

/* Setup: Amir, Ida, Bent and Nour: alike, so asked in that order. */
int four_open(void **state);

/* What becomes of it when the citizen, who was asked, says so. */
enum offer_result answer(int64_t task, int64_t citizen, enum offer_say say);

/* It is then, and what was not answered by then is closed. */
void expire_at(const char *when);

int64_t asked(int64_t task); /* how many questions are out */
const char *task_state(int64_t task);
int64_t taken(int64_t task); /* places */

#endif
