/* Wishes: a task that somebody would like, which nobody has put to them (P8). A
 * person sees to it; by a wish alone nothing is agreed, and nobody else's
 * question changes. */
#ifndef WISH_H
#define WISH_H

#include "base/base.h"

#define WISH_MOST   10 /* tasks that are shown */
#define WISH_LOOKED 40 /* that are looked at for them, the soonest first */

/* The open tasks that suit the citizen and were not put to them, the soonest
 * first. What protects people from too many questions does not count here, for
 * it is they who ask. */
struct ids wish_tasks(struct ctx *c, int64_t citizen);

/* Whether the task is one of those. */
bool wish_may(struct ctx *c, int64_t citizen, int64_t task);

/* Leaves it for a person; again it changes nothing. ERR_CONFLICT when the task
 * does not suit them any more. */
enum err wish_make(struct ctx *c, int64_t citizen, int64_t task);

/* A person has yet to see to their wish for that task. */
bool wish_waits(struct ctx *c, int64_t citizen, int64_t task);

#endif
