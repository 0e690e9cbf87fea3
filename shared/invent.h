/* Invented towns full of people, as large as one likes, to try and to measure
 * with. Everybody follows from the seed and their number alone, so a million
 * are made one by one, and the same ones again elsewhere. Nothing in it is
 * anybody's: towns, people, firms and numbers are drawn by lot. */
#ifndef INVENT_H
#define INVENT_H

#include "base/base.h"

#define INVENT_TOWNS    150
#define INVENT_CITIZENS ((int64_t)9000000) /* most: phones have 8 digits */
#define INVENT_SKILLS   6
#define INVENT_HOURS    14

struct store;

struct invent {
	uint64_t seed;
	int functions, considerations, towns;
	int64_t box_m; /* the square they live in */
	struct {
		int64_t east_m, north_m, people; /* and all before it */
	} town[INVENT_TOWNS];
};

/* Larger towns are few: of n, the k-th has a k-th of the largest. */
void invent_begin(struct invent *v, uint64_t seed, int64_t citizens,
    int functions, int considerations);

struct invented_citizen {
	int town, group, way; /* way: enum match_way */
	bool released, says_start, says_stop;
	int64_t east_m, north_m, travel_m, ceiling_minutes, paused_days;
	int skills, hours;
	struct {
		int function, score; /* score 0: would like to try it */
	} skill[INVENT_SKILLS];
	struct {
		int weekday, from, to;
	} hour[INVENT_HOURS];
	uint32_t must, wish; /* bits of considerations */
};
void invent_citizen(
    const struct invent *v, int64_t number, struct invented_citizen *z);

struct invented_place {
	int town;
	int64_t east_m, north_m;
	uint32_t honours;
};
void invent_place(
    const struct invent *v, int64_t number, struct invented_place *p);

struct invented_task {
	int64_t place; /* of so many */
	int function, level, days_off, from, minutes;
	bool one_off;
};
void invent_task(const struct invent *v, int64_t number, int64_t places,
    struct invented_task *t);

/* How many places there are for so many people. */
int64_t invent_places(int64_t citizens);

/* Fills a database, whose catalogues and staff stand there, with towns, people,
 * firms and tasks for which nobody has been asked, some at a time. ERR_CONFLICT
 * when somebody has been there before; ERR_FAILED when the database could not;
 * what was committed stays. */
enum err invent_fill(struct store *s, uint64_t seed, int64_t citizens,
    int64_t tasks, int64_t now);

#endif
