/* For the tests of the outbox: notices for Amir and Ida, and what a pass of the
 * SMS channel does with them. */
#ifndef LETTERS_H
#define LETTERS_H

#include "ida.h"

#include "outbox.h"

#define EPOCH 7

/* A notice for the person, two days long; its id. */
int64_t leave(const char *kind, enum lane lane, int64_t person);

/* One pass of the SMS channel: what it takes. */
const struct claimed *claim(size_t most, size_t *count);
size_t claims(void);            /* how many it takes */
struct claimed claim_one(void); /* the first, alone */

/* Writes down that the try went so, in a transaction of its own. */
void record(const struct claimed *m, enum outcome outcome);

const char *state_of(int64_t id);

#endif
