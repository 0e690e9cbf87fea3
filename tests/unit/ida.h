/* Ida, in the fixture's world besides Amir: another whom each task suits. */
#ifndef IDA_H
#define IDA_H

#include "fixture.h"

extern int64_t ida;

/* Setup: the world, and Ida. */
int two_people(void **state);

#endif
