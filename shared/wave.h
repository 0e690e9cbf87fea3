/* Waves: who is asked, and when. Whatever makes a task lack people tells
 * offer_ask(); the notifier's next pass asks for all such tasks together, so
 * that several which want the same people share them. As many are asked as
 * there are places, up to three a place when the shift begins within a day
 * (P4), first who stands on the task's waiting list, then whom the match finds.
 * Nobody gets more than one question of a wave. */
#ifndef WAVE_H
#define WAVE_H

#include "base/base.h"

#define WAVE_MOST 1000 /* tasks in a wave; those beyond are in the next */

/* Somebody whom a task suits. */
struct wave_wish {
	int64_t cost; /* of match.h; the waiting list's is below them all */
	int64_t citizen;
	int task;   /* its number in the wave */
	int person; /* the citizen's number in the wave */
	bool given; /* to be asked */
};

/* Fills in person and given: gives each person to one task at most, and task t
 * as many as places[t] says, which is then what it still lacks. In the end
 * nobody would rather have had a task that would rather have had them. Cost is
 * what both go by, ties by citizen and task, so taking the wishes in that order
 * comes to what deferred acceptance does. The wishes are left in that order. */
void wave_assign(
    struct ctx *c, struct wave_wish *wishes, size_t count, int64_t *places);

/* Asks for every task whose wave has come. Where people are still lacking it
 * comes again, every half hour, until nobody could answer in time. An employer
 * whom nobody suits is told. How many tasks it was. */
size_t wave_run(struct ctx *c);

#endif
