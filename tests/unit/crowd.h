/* A crowd: people, places and tasks at random, with everything that a rule or a
 * cost may ask about, from a seed. For properties that hold for any. */
#ifndef CROWD_H
#define CROWD_H

#include "fixture.h"

#define CROWD_FUNCTIONS 5
#define CROWD_PLACES    12

struct crowd {
	int64_t citizen[300], task[1200];
	size_t citizens, tasks;
	int64_t place[CROWD_PLACES];
};
extern struct crowd crowd;

/* Makes so many people with a past, after world_open(). */
void crowd_make(unsigned seed, size_t citizens);

/* A world with a crowd, today, and the live index that has read it: for a setup
 * that says which crowd, and its teardown. */
int crowd_live_open(void **state, unsigned seed, size_t citizens);
int crowd_live_close(void **state);

/* A task for the days to come; nobody is asked for it. */
int64_t crowd_task(void);

int below(int n); /* at random */

#endif
