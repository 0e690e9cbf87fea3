/* Staff: who works here as what, from a day to a day, kept by the
 * municipality's admins. How they sign in? signin.h, factor.h. Whoever's roles
 * or factors change is signed out everywhere in the same transaction. */
#ifndef STAFF_H
#define STAFF_H

#include "person.h"

#define STAFF_MOST 500 /* of a municipality, shown */

struct staff {
	int64_t id;
	const char *name, *email;
	unsigned roles; /* today */
	bool connected; /* an app */
};

/* One role of one person, past and future too. */
struct staff_role {
	enum role role;
	int64_t from, to; /* to 0: until it is ended */
};

/* A role that is given. from 0: now; to 0: until it is ended. */
struct staff_new {
	int64_t municipality;
	const char *given_name, *surname, *phone, *email;
	unsigned roles; /* sum of enum role */
	int64_t from, to;
};

/* Everybody who has or had a role of staff there, by name. */
const struct staff *staff_list(
    struct ctx *c, int64_t municipality, size_t *count);

/* Whether the person has or had one there. */
bool staff_of(struct ctx *c, int64_t person, int64_t municipality);

/* All the roles of theirs there, those that stand first. */
const struct staff_role *staff_roles(
    struct ctx *c, int64_t person, int64_t municipality, size_t *count);

/* A new person with these roles, who may connect an app; their id. ERR_CONFLICT
 * when somebody has that address. by 0: the console. */
enum err staff_add(
    struct ctx *c, const struct staff_new *n, int64_t by, int64_t *id);

/* More roles for somebody who has or had one. */
enum err staff_give(struct ctx *c, int64_t person, const struct staff_new *n);

/* Ends the role today, also one that has yet to begin. ERR_CONFLICT when there
 * would be no admin left, ERR_NOT_FOUND when they do not have it. */
enum err staff_end(
    struct ctx *c, int64_t person, int64_t municipality, enum role role);

/* Forgets all they sign in with, tells them, and opens a new enrolment. by
 * another person, ERR_FORBIDDEN by themselves, or 0: by the console. */
enum err staff_reset(struct ctx *c, int64_t person, int64_t by);

#endif
