/* Written terms (P13): whoever works somewhere has a right to them in writing,
 * from above three hours a week on and always where hours are not guaranteed,
 * as here (the law on proof of employment of 1 July 2023, section 1 (3)). The
 * workplace gives them by hand; here is what we know of them, whether they were
 * given, and the reminder before the seventh day. */
#ifndef TERMS_H
#define TERMS_H

#include "base/clock.h"

#define TERMS_WEEK   180 /* minutes a week: with more it is by hours alone */
#define TERMS_WINDOW 28  /* days over which the week is an average */
#define TERMS_DAYS   7   /* after the first shift began, for what comes first */
#define TERMS_REMIND (4 * DAY)   /* seconds after it began */
#define TERMS_GAP    (365 * DAY) /* so long without a shift: given anew */
#define TERMS_SHIFTS 20          /* of them on a page */
#define TERMS_FIRMS  20          /* on a citizen's own page */

/* The terms of one person at one firm, as they are at one engagement. */
struct terms {
	int64_t citizen, employer;
	int64_t began_at;   /* their first shift there; 0: they never came */
	int64_t due_on;     /* midnight of the last day for what comes first */
	int64_t week;       /* minutes a week, in the fullest four weeks */
	int64_t free_hours; /* later than so many before it a cancellation
			     * costs the pay (P14); 0: no rule says */
	int64_t given_at;   /* 0: nobody has said so */
	int64_t given_by;
};

/* False when it is no engagement, or none that stands. The week is an average
 * over TERMS_WINDOW days: the most that any so many days come to of which the
 * engagement's own is one, with all of the firm's places, by the hours that
 * were said and the planned ones before that. */
bool terms_load(struct ctx *c, int64_t engagement, struct terms *t);

/* The shifts that are agreed between the two from the engagement's own on, the
 * first first, at most TERMS_SHIFTS: engagements. */
struct ids terms_shifts(struct ctx *c, int64_t engagement);

/* They have been given; said again it stays as it was. ERR_NOT_FOUND as
 * terms_load(). */
enum err terms_give(struct ctx *c, int64_t engagement, int64_t by);

/* Reminds the contact, once of a person and firm, unless it is too early, too
 * late, or done. In the caller's transaction. */
void terms_remind(struct ctx *c, int64_t engagement, int64_t contact);

/* What a citizen has been given, the newest first, at most TERMS_FIRMS. */
struct terms_given {
	int64_t at;
	const char *firm;
};
const struct terms_given *terms_of(
    struct ctx *c, int64_t citizen, size_t *count);

/* Forgets what was given before that, at most so many, where nothing is left of
 * the work. How many. */
int64_t terms_forget(struct ctx *c, int64_t before, int64_t most);

#endif
