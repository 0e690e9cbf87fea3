/* Workplaces: where an employer has work done. What each of them says that it
 * honours, and whether somebody has seen it? honours.h. */
#ifndef WORKPLACE_H
#define WORKPLACE_H

#include "base/base.h"

#define SMS_NAME_MOST   18 /* characters of a workplace in an SMS */
#define TOWN_MOST       10
#define ADDRESS_MOST    30
#define P_NUMBER_DIGITS 10
#define PLACES_OF_MOST  100 /* of one employer, listed */

struct workplace {
	int64_t id, employer_id;
	const char *sms_name, *town, *address, *postcode;
	const char *p_number; /* or "" */
};

/* True for ten digits. They have no sum to check: the numbers were given out
 * with wrong weights (Erhvervsstyrelsen). */
bool p_number_valid(const char *p_number);

bool workplace_load(struct ctx *c, int64_t id, struct workplace *w);

/* The employer's places by name, at most PLACES_OF_MOST. */
const struct workplace *workplace_list(
    struct ctx *c, int64_t employer, size_t *count);

/* The employer's place of that name and address, made if it is new; its town
 * and postcode are what they are now, unless it is bound: then the town stays
 * as it was spelt, and 0 is said of another postcode, for that is elsewhere. In
 * the caller's transaction. */
int64_t workplace_keep(struct ctx *c, const struct workplace *w);

/* Whether somebody was told of the place as it stands: they were asked, stand
 * in line or said yes, and that shift is not over. Then it stays where it is,
 * for what an SMS said must be true at the door: the task is cancelled or
 * somebody rings, rather than that people are sent elsewhere unheard. */
bool workplace_bound(struct ctx *c, int64_t id);

/* The same of what workplace_keep() would put right. */
bool workplace_keep_bound(struct ctx *c, const struct workplace *w);

/* A new place. ERR_INVALID when the employer has one of that name and address,
 * ERR_CONFLICT when it has as many as there is room for. */
enum err workplace_add(struct ctx *c, const struct workplace *w, int64_t *id);

/* Puts the place of w->id right. ERR_CONFLICT when it is to be called otherwise
 * or to lie elsewhere, and is bound; ERR_INVALID when the employer has another
 * of that name and address. The P-number may be put right at any time. */
enum err workplace_change(struct ctx *c, const struct workplace *w);

/* The place an employer posted for last; 0 when there is none. */
int64_t workplace_latest(struct ctx *c, int64_t employer);

/* True when the place says so. */
bool workplace_says(struct ctx *c, int64_t workplace, const char *key);

#endif
