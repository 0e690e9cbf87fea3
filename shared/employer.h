/* Employers, their workplaces and contacts, and what each place can honour. */
#ifndef EMPLOYER_H
#define EMPLOYER_H

#include "base/base.h"

#define SMS_NAME_MOST 18 /* characters of a workplace in an SMS */
#define TOWN_MOST     10
#define ADDRESS_MOST  30
#define FIRM_MOST     40 /* of its registered name */
#define CONTACT_MOST  12 /* of a contact's first name */

struct employer {
	int64_t id;
	const char *cvr, *name;
	int64_t approved_at; /* 0: a person has yet to ring them */
};

struct workplace {
	int64_t id, employer_id;
	const char *sms_name, *town, *address, *postcode;
};

/* True for eight digits whose sum with weights 2 7 6 5 4 3 2 1 is a multiple
 * of 11 (Erhvervsstyrelsen). A pass does not prove that the firm exists. */
bool cvr_valid(const char *cvr);

bool employer_load(struct ctx *c, int64_t id, struct employer *e);
int64_t employer_add(struct ctx *c, const struct employer *e);

/* The employer with that CVR, made if there is none (*made), even when two
 * come at once. In the caller's transaction. */
int64_t employer_keep(
    struct ctx *c, const char *cvr, const char *name, bool *made);

/* Somebody has talked to them. Their waiting tasks are opened by the caller:
 * task_open_waiting(). ERR_CONFLICT when that was done already. */
enum err employer_approve(struct ctx *c, int64_t id, int64_t by);

/* The employer a person posts for, or 0. */
int64_t contact_employer(struct ctx *c, int64_t person);
void contact_add(struct ctx *c, int64_t person, int64_t employer);

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
