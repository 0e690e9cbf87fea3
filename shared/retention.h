/* Retention: what is too old is forgotten, class by class, by dated rules of
 * the (first) municipality. Without a row for a class nothing of it is erased,
 * and the log says so once a day. Whose facts the match reads has a change_note
 * in the same transaction.
 *
 * Nightly, between two and four by the clock on the wall; or now, by the verb
 * `portal retention`. */
#ifndef RETENTION_H
#define RETENTION_H

#include "base/base.h"

#define RETENTION_BATCH 500 /* rows erased in a transaction */
#define RETENTION_FROM  2   /* hours of the night, wall time */
#define RETENTION_UNTIL 4

/* What would go now of a class. */
struct retention {
	const char *name, *rule;
	int64_t keep;   /* days or years, as the rule's name says; -1: no row */
	int64_t rows;   /* how many are too old; 0 without a rule */
	int64_t oldest; /* of these; 0: none */
};
const struct retention *retention_report(struct ctx *c, size_t *count);

/* Erases at most RETENTION_BATCH rows, each class in a transaction of its own;
 * how many. 0: nothing is too old, or it failed. */
int64_t retention_erase(struct ctx *c);

/* At night, until nothing is left, a batch a pass; how many rows. */
size_t retention_run(struct ctx *c);

#endif
