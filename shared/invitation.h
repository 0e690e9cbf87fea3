/* Invitations: a firm's contact says who else may post for it. Whoever it is
 * comes in by a code to the very address that was given, and is then a contact
 * like the others (contact.h). The one who invites is never told whether we
 * knew the address before. */
#ifndef INVITATION_H
#define INVITATION_H

#include "base/base.h"

#define INVITATION_DAYS 14

struct invitation {
	int64_t id, employer_id, person_id, expires_at;
	const char *name; /* as whoever invited them calls them */
};

/* A person for the address, or else the number in stored form, made nameless
 * where nobody has it. In the caller's transaction. */
int64_t invitation_person(struct ctx *c, const char *email, const char *phone);

/* Invites them, or renews it, and tells them, once a day. In the caller's
 * transaction. */
void invitation_leave(struct ctx *c, const struct invitation *i, int64_t by);

/* Those of the employer that wait, at most `most`. */
const struct invitation *invitation_list(
    struct ctx *c, int64_t employer, size_t most, size_t *count);

/* Takes it back. ERR_NOT_FOUND when none of that employer waits. In the
 * caller's transaction. */
enum err invitation_end(struct ctx *c, int64_t employer, int64_t person);

/* Whether one waits for them, who is not a contact yet. */
bool invitation_waits(struct ctx *c, int64_t person);

/* They came in: they are a contact from now on. Does nothing for whom none
 * waits. In the caller's transaction. */
void invitation_use(struct ctx *c, int64_t person);

/* Forgets what nobody came by; at most 200 a pass. */
void invitation_forget(struct ctx *c);

#endif
