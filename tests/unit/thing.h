/* What the tests of the database stand on: a table of things to play with, and
 * contexts beside c, as other threads have them. */
#ifndef THING_H
#define THING_H

#include "fixture.h"

int table_open(void **state); /* closed by world_close() */

/* A thing of that word, in c or another: how many rows; and all there are. */
int64_t add(struct ctx *with, const char *word);
int64_t things(void);

/* A context of its own, until another_end(). */
struct ctx another(struct store *of);
void another_end(struct ctx *other);

#endif
