/* For the tests of the notifier's promises: messages to a crowd, by our own
 * gateway, and the oracle that compares what the gateway heard with what the
 * rows say. I1 to I12 are named in docs/ARCHITECTURE.md. */
#ifndef FAULT_LETTERS_H
#define FAULT_LETTERS_H

#include "fault.h"

#define LETTERS_PEOPLE 300 /* at most */

/* A place whose notifier speaks to Kannel or our gateway, on that port.
 * settings go on from the section [http]. */
void letters_place(struct place *p, int port, const char *settings);

/* A town with so many people in it. */
void letters_people(struct desk *d, int count);

/* Messages that may go at any hour, so that `each` wait for each of the first
 * `count`. */
void letters_leave(struct desk *d, int count, int each);

int64_t letters_person(int i); /* from 0 */

/* The clock of whoever leaves them, against the true one, in seconds. From then
 * on nothing is judged to be late. */
void letters_turn(int64_t seconds);

/* True when the gateway has heard of that many in all, within so long. */
bool letters_heard(size_t count, int ms);

/* How many are in that state; how many are under way in no run that lives;
 * whether none waits or is under way any more, within so long. */
int64_t letters_in(struct desk *d, const char *state);
int64_t letters_left_over(struct desk *d);
bool letters_gone(struct desk *d, int ms);

/* Counts of SMS, over all that the gateway has heard. */
struct heard {
	int64_t rows, accepted, uncertain, other; /* in those states */
	int64_t twice;       /* refs the gateway heard more than once */
	int64_t unheard;     /* accepted, and the gateway knows nothing */
	int64_t heard_other; /* heard, and neither accepted nor uncertain */
	int64_t untried;     /* heard, and no attempt is written down */
	int64_t late;        /* heard, or good, after its own time */
	int64_t disordered;  /* heard after a later one for the same person */
	int64_t strangers;   /* refs that are no row of ours */
	int64_t quiet;       /* uncertain, and no person was told */
	int64_t swallowed;   /* left without an answer, and uncertain */
};
struct heard letters_compare(struct desk *d);

#endif
