/* A region of invented people in an index, with no database: for the bench of
 * the match and for properties that want many. */
#ifndef REGION_H
#define REGION_H

#include "invent.h"
#include "match_index.h"

#define REGION_FUNCTIONS 56 /* as many as a full catalogue has */
#define REGION_NEEDS     20

struct region {
	struct match_index *ix;
	struct invent v;
	int64_t citizens, places, now;
	uint64_t past; /* another past for the same people */

	/* Of the person that was made last. */
	uint64_t lots;
	struct match_skill skill[INVENT_SKILLS];
	struct match_note note[8];
	int notes;
};

/* Makes an empty index and draws the towns. clock_open() came before. */
void region_begin(struct region *k, int64_t citizens);

/* Puts everybody in. */
void region_fill(struct region *k);

int64_t region_id(int64_t number);

/* What is known of one; valid until the next. */
void region_person(struct region *k, int64_t number, struct match_person *p);

void region_task(const struct region *k, int64_t number, struct match_query *q);

#endif
