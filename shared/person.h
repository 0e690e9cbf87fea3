/* Persons: everybody we write to or who signs in, and how to reach them. The
 * only module that reads names, numbers and addresses, so that they can be
 * sealed in one place. */
#ifndef PERSON_H
#define PERSON_H

#include "base/base.h"

struct person {
	int64_t id;
	const char *given_name, *surname;
	const char *phone; /* stored form, or NULL */
	const char *email; /* folded, or NULL */
	const char *language;
	const char *sms; /* unknown, start, stop, wrong */
};

/* What a person may be here. */
#define ROLE_EMPLOYER   "employer"
#define ROLE_MENTOR     "mentor"
#define ROLE_CONSULTANT "consultant"

/* False when there is no such person. */
bool person_load(struct ctx *c, int64_t id, struct person *p);

/* Who has this number or address; 0 when nobody. Of several (a family's
 * shared phone) the one who said START last. */
int64_t person_by_phone(struct ctx *c, const char *phone);
int64_t person_by_email(struct ctx *c, const char *email);

int64_t person_add(struct ctx *c, const struct person *p);

/* A nameless person for a number nobody has, so that it can be answered. */
int64_t person_stranger(struct ctx *c, const char *phone);

/* What they said of SMS: start, stop, or wrong (not theirs). */
void person_set_sms(struct ctx *c, int64_t id, const char *sms);

void person_give_role(
    struct ctx *c, int64_t id, int64_t municipality, const char *role);

/* The role they have today, or NULL; the first of several. */
const char *person_role(struct ctx *c, int64_t id);

/* Everybody who holds the role today. */
struct ids person_with_role(struct ctx *c, const char *role);

/* "Amir", or "Amir Haddad" for staff; never empty. */
const char *person_full_name(struct ctx *c, const struct person *p);

#endif
