/* Workplaces: where an employer has work done, and what each place says that it
 * honours ("Sådan er der hos os"). */
#ifndef WORKPLACE_H
#define WORKPLACE_H

#include "base/base.h"

#define SMS_NAME_MOST 18 /* characters of a workplace in an SMS */
#define TOWN_MOST     10
#define ADDRESS_MOST  30

struct workplace {
	int64_t id, employer_id;
	const char *sms_name, *town, *address, *postcode;
};

bool workplace_load(struct ctx *c, int64_t id, struct workplace *w);

/* The employer's place of that name and address, made if it is new. */
int64_t workplace_keep(struct ctx *c, const struct workplace *w);

/* The place an employer posted for last; 0 when there is none. */
int64_t workplace_latest(struct ctx *c, int64_t employer);

/* "Sådan er der hos os": sets exactly these keys, a NULL-ended list. What a
 * consultant has checked stays checked as long as it stays said. */
void workplace_say(struct ctx *c, int64_t workplace, const char *const *keys);

/* A consultant has seen that the place honours it (P18). */
void workplace_check(
    struct ctx *c, int64_t workplace, const char *key, int64_t by);

/* True when the place says so. */
bool workplace_says(struct ctx *c, int64_t workplace, const char *key);

#endif
