/* Employers, and who posts for them. Where the work is? workplace.h. */
#ifndef EMPLOYER_H
#define EMPLOYER_H

#include "base/base.h"

#define FIRM_MOST    40 /* of its registered name */
#define CONTACT_MOST 12 /* of a contact's first name */

struct employer {
	int64_t id;
	const char *cvr, *name;
	int64_t approved_at; /* 0: a person has yet to ring them */
	int64_t expected_at; /* when they agreed to what is expected; 0: not */
};

/* Which words of what is expected of a firm they had before them: one more
 * whenever the phrases [expected] change in meaning; workplace_pages_test holds
 * it to them. */
#define EXPECTED_VERSION 1

/* True for eight digits whose sum with weights 2 7 6 5 4 3 2 1 is a multiple
 * of 11 (Erhvervsstyrelsen). A pass does not prove that the firm exists. */
bool cvr_valid(const char *cvr);

bool employer_load(struct ctx *c, int64_t id, struct employer *e);
/* The one with that CVR; 0: none. */
int64_t employer_by_cvr(struct ctx *c, const char *cvr);

/* Those with that CVR, or whose name has a word that begins with each of the
 * words typed (NAME_LEAST letters or more), by id, at most `most`. */
struct ids employer_find(struct ctx *c, const char *typed, size_t most);

int64_t employer_add(struct ctx *c, const struct employer *e);

/* The employer with that CVR, made if there is none (*made), even when two
 * come at once. In the caller's transaction. */
int64_t employer_keep(
    struct ctx *c, const char *cvr, const char *name, bool *made);

/* Somebody has talked to them. Their waiting tasks are opened by the caller:
 * task_open_waiting(). ERR_CONFLICT when that was done already. */
enum err employer_approve(struct ctx *c, int64_t id, int64_t by);

/* They agree, once, to what is expected of a workplace (C31): wages, hours, and
 * that the place is as they say. by is the contact who said so, or of staff the
 * one whom they told. Nothing when they have. In the caller's transaction. */
void employer_expect(struct ctx *c, int64_t id, int64_t by);

/* The employer a person posts for, or 0. */
int64_t contact_employer(struct ctx *c, int64_t person);
void contact_add(struct ctx *c, int64_t person, int64_t employer);

#endif
