/* Drafts: what a firm has begun to fill in of a task, kept whatever is missing
 * or wrong with it, for all who post for the firm to go on with. Posting it is
 * the end of it; left alone it is forgotten (retention.h). Before anybody is
 * signed in? signup.h. What the fields mean, only the portal knows. */
#ifndef DRAFT_H
#define DRAFT_H

#include "base/db.h"

#define DRAFTS_MOST     20   /* of a firm: the one left longest gives way */
#define DRAFT_FORM_MOST 8000 /* bytes */

struct draft {
	int64_t id, employer_id;
	int64_t written_by; /* who wrote in it last: whose key seals it */
	const char *form;   /* name=value&..., as pages send it; "" when who
			     * wrote it has been forgotten */
	int64_t step; /* where it was left; 0: at the page that shows all */
	int64_t made_at, changed_at;
};

/* Keeps d's form and step as the firm's draft d->id, or as the one that the
 * form of that key made (""  or NULL: none), or else as a new one; fills in
 * d->id. The twenty-first of a firm takes the place of the one left longest.
 * ERR_INVALID when it is too long. */
enum err draft_keep(struct ctx *c, struct draft *d, const char *key);

bool draft_load(struct ctx *c, int64_t id, struct draft *d);

/* The firm's draft that the form of that key made; 0: none. */
int64_t draft_of_key(struct ctx *c, int64_t employer, const char *key);

/* The firm's, what was changed last first; at most DRAFTS_MOST. */
const struct draft *draft_list(struct ctx *c, int64_t employer, size_t *count);

/* Drops it, if it is there and that firm's. In the caller's transaction. */
void draft_drop(struct ctx *c, int64_t employer, int64_t id);

/* What they wrote, of a row as it lies sealed for that person: a field a line,
 * "titel: til jul". */
const char *draft_words(
    struct ctx *c, int64_t id, int64_t person, const char *sealed);

/* For retention: how many were left alone since before then, and the oldest;
 * and erasing those, at most so many: how many. */
struct rows draft_count_old(struct ctx *c, int64_t before);
int64_t draft_erase_old(struct ctx *c, int64_t before, int64_t most);

#endif
