/* Two of everything: beside the first firm and municipality another of each,
 * with a mentor, a citizen, a task. Each of their words holds a canary, and
 * none may be heard where it does not belong. */
#ifndef NEIGHBOURS_H
#define NEIGHBOURS_H

#include "request.h"

#define CANARY "Kanarie"
#define PERSON CANARY "folk" /* of the municipality, not of the firm */

struct neighbours {
	int64_t municipality, mentor, consultant, leader, admin, citizen;
	struct firm firm;
	int64_t task, engagement, followup, attention, passkey, offer, draft,
	    series, shortage;
};

struct home {
	int64_t task, engagement, followup, attention, admin;
};

extern struct neighbours other;
extern struct home ours;

/* Setup; world_close() is its teardown. */
int open_both(void **state);

#endif
