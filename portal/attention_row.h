/* A row of Venter på et menneske: what a person must see to, with all that they
 * need to see to it. attention_pages.c does what they then decide. */
#ifndef ATTENTION_ROW_H
#define ATTENTION_ROW_H

#include "portal.h"

struct attention;
struct engagement;

/* wrong: what was typed for this row did not do, and is shown again; or NULL.
 */
void attention_put_row(struct req *r, struct view *list,
    const struct attention *a, const char *wrong);

/* Whether hours that wait for a person are theirs to settle: anybody's, and of
 * a month that has been listed a consultant's alone. */
bool attention_may_settle(const struct req *r, const struct engagement *e);

/* What only a decision closes. */
bool attention_undecided(struct ctx *c, const struct attention *a);

#endif
