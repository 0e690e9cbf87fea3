/* A weekly series of the bakery, for the tests of what becomes of one. */
#ifndef WEEKLY_H
#define WEEKLY_H

#include "fixture.h"

#include "series.h"
#include "workplace.h"

extern int64_t lead_task; /* the task of its first date, as it was posted */

struct workplace bakery_place(void);

/* Every week from that day until one, 9 to 12, each time for so many people;
 * and those are asked whom the match finds. */
void post_series(const char *day, const char *until, int64_t places);

/* The task of its n-th date, the first one 0; of how many. */
struct task date(size_t n);
size_t dates(void);

/* Asks all that a series is ever asked, whether there is anything to tell. */
void ask_weekly(void);

#endif
