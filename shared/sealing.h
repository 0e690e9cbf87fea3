/* Sealing: what every program does before anything else with a database, so
 * that nothing is read or written under a wrong key; and how portal init seals
 * what stood there in plain text, some rows at a time, so that it may be killed
 * at any moment and begun again. How one row is sealed? seal.h. After another
 * master key? rekey.h. */
#ifndef SEALING_H
#define SEALING_H

#include "base/store.h"

#define SEALING_STEP 500 /* rows in one transaction */

/* portal init: a master key and a common one if the database has none yet, and
 * everything sealed that is not. Refuses, with one line and exit 78, when the
 * key is missing or another database's, or while other programs run and there
 * is something to seal. */
void sealing_finish(struct store *s);

/* All others: the keys are taken into use. Refuses when they are not those of
 * this database, or when portal init or portal rekey has not finished. As long
 * as the program runs, neither of the two changes anything. */
void sealing_begin(struct store *s);

/* Nobody else has the keys in use, and nobody gets them until we end; or
 * refuses. */
void sealing_alone(void);

/* Takes a table some rows at a time, each step a transaction with memory of
 * its own. step() does at most SEALING_STEP rows after that id and says which
 * was the last; 0: there are no more. Goes on where it was left: its place
 * stands in the table sealing. False when the database could not. */
typedef int64_t sealing_step(struct ctx *c, int64_t after, const void *with);
bool sealing_walk(
    struct store *s, const char *table, sealing_step *step, const void *with);

/* That the table is to be walked, and whether it still is. */
void sealing_add(struct ctx *c, const char *table);
bool sealing_waits(struct ctx *c, const char *table);

#endif
