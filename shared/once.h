/* Once: what a form led to, so that sent again (a double click, back, a lost
 * answer) it leads to the same and is not done again. */
#ifndef ONCE_H
#define ONCE_H

#include "base/base.h"

#define ONCE_DAYS 2 /* a form is remembered for */

/* Where the form with that key led the person; NULL when it is new. In the
 * transaction in which it is then done. */
const char *once_find(
    struct ctx *c, int64_t person, const char *path, const char *key);

/* In the same transaction: it led there. */
void once_keep(struct ctx *c, int64_t person, const char *path, const char *key,
    const char *location);

/* Forgets what is older; at most 500 a pass. */
void once_forget(struct ctx *c);

#endif
