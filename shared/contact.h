/* Contacts: the people who post and confirm for an employer, as the firm sees
 * and keeps them. Whom it has invited? invitation.h. */
#ifndef CONTACT_H
#define CONTACT_H

#include "base/base.h"

struct person;

#define CONTACTS_MOST 20 /* of one employer, with those it has invited */

struct contact {
	int64_t person_id;
	const char *name, *email, *phone; /* NULL where there is none */
	int64_t expires_at; /* of an invitation that waits; 0: they are in */
};

/* Everybody of the employer, then those invited; at most CONTACTS_MOST. */
const struct contact *contact_list(
    struct ctx *c, int64_t employer, size_t *count);

/* Whether the person is one, or is invited to be. */
bool contact_of(struct ctx *c, int64_t person, int64_t employer);

/* Invites somebody by an address, or by a number in stored form; the answer is
 * the same whether we knew them or not. ERR_CONFLICT when there is no room for
 * more, or when they are one already. */
enum err contact_invite(struct ctx *c, int64_t employer, const char *name,
    const char *email, const char *phone, int64_t by);

/* A contact whom staff talk to, by the name, number (stored form) and address
 * (or NULL) they say; their id. Whoever has the address already is that contact
 * if they are one of the firm's, or nobody yet. ERR_FORBIDDEN for staff, for a
 * citizen, and for who posts for another firm: those prove who they are with a
 * code (signup.h). ERR_CONFLICT when there is no room for more. In the caller's
 * transaction. */
enum err contact_enter(
    struct ctx *c, int64_t employer, const struct person *said, int64_t *id);

/* Ends their access, or takes an invitation back: they are signed out, and what
 * they had under way is the one's who says so. ERR_CONFLICT for the last
 * contact there is, ERR_NOT_FOUND when they are none. */
enum err contact_end(
    struct ctx *c, int64_t person, int64_t employer, int64_t by);

#endif
