/* Leave: a member of staff is away, from a day until the day they are back, and
 * somebody stands in: what the one has before them is the other's meanwhile.
 * Who stands in hears of it when it begins (M5). */
#ifndef LEAVE_H
#define LEAVE_H

#include "base/base.h"

struct leave {
	int64_t id, person, stand_in; /* stand_in 0: nobody */
	int64_t from_on, until_on;    /* until_on: the day they are back */
};

/* Writes it down. ERR_INVALID unless it ends after it begins, or when somebody
 * is to stand in for themselves. */
enum err leave_add(struct ctx *c, const struct leave *draft, int64_t *id);

bool leave_load(struct ctx *c, int64_t id, struct leave *l);

/* Who sees to what is that person's on the day: themselves, who stands in for
 * them, or 0 when nobody does (nobody was named, or they are away too). */
int64_t leave_acting(struct ctx *c, int64_t person, int64_t at);

#endif
