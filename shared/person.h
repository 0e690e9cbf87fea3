/* Persons: everybody we write to or who signs in, and how to reach them. The
 * only module that reads names, numbers and addresses, which are sealed under
 * the person's own key (seal.h). */
#ifndef PERSON_H
#define PERSON_H

#include "base/base.h"

#include "consent.h"

struct person {
	int64_t id;
	const char *given_name, *surname;
	const char *phone; /* stored form, or NULL */
	const char *email; /* folded, or NULL */
	const char *language;
	const char *sms; /* unknown, start, stop, wrong */
	bool erased;     /* forgotten: no name, no number, no address */
};

/* What a person may be here; one may be several things, so they add up. */
enum role {
	ROLE_EMPLOYER = 1,
	ROLE_MENTOR = 2,
	ROLE_CONSULTANT = 4,
	ROLE_LEADER = 8,
	ROLE_ADMIN = 16,
	ROLE_CITIZEN = 32, /* of a session of their own page (signin.h) */
};
#define ROLE_STAFF (ROLE_MENTOR | ROLE_CONSULTANT | ROLE_LEADER | ROLE_ADMIN)

/* False when there is no such person. Whose words do not open (a changed row)
 * is nameless and cannot be reached; the log says so. */
bool person_load(struct ctx *c, int64_t id, struct person *p);

/* Who has this number or address; 0 when nobody. Of several (a family's
 * shared phone) the one who said START last. Whoever has said nothing of SMS
 * comes after them: citizens, the newest first, and then whom we have known for
 * longest, so that nobody is overheard by whoever gives their number. */
int64_t person_by_phone(struct ctx *c, const char *phone);
int64_t person_by_email(struct ctx *c, const char *email);

/* The contact of an employer who may sign in with this number: nobody who also
 * has a role of staff, and nobody whose it is not any more; 0 when there is
 * none. */
int64_t person_contact_by_phone(struct ctx *c, const char *phone);

/* Whom a firm has invited by that number, and who has not come in yet; 0:
 * nobody. */
int64_t person_invited_by_phone(struct ctx *c, const char *phone);

/* The citizen who has this number, or this address; 0 when nobody, or when
 * several do: a family's telephone must not open a page of one of them. A
 * number that was wrong is nobody's. */
int64_t person_citizen_by_phone(struct ctx *c, const char *phone);
int64_t person_citizen_by_email(struct ctx *c, const char *email);

/* Citizens of the municipality whose name has a word that begins with each of
 * the words typed, in the order of their ids; at most `most`. None for fewer
 * than NAME_LEAST letters. */
#define NAME_LEAST 2
struct ids person_find(
    struct ctx *c, int64_t municipality, const char *typed, size_t most);

/* Whether each word typed is how a word of the name begins; both folded
 * (text_fold()). */
bool person_named(const char *name, const char *typed);

int64_t person_add(struct ctx *c, const struct person *p);

/* Seals the name, number and address that p->id has from now on. In the
 * caller's transaction. */
void person_seal(struct ctx *c, const struct person *p);

/* Destroys their key and what is sealed under it in the row of their own; what
 * stays is a nameless person, for others' rows to point at (erase.h). */
void person_forget(struct ctx *c, int64_t id);

/* A nameless person for a number nobody has, so that it can be answered. */
int64_t person_stranger(struct ctx *c, const char *phone);

/* Who a nameless person turned out to be; does nothing to one that has a name.
 * phone and email, NULL when none is given, are theirs from now on. */
void person_introduce(struct ctx *c, const struct person *p);

/* Forgets a nameless person who never came to be anything here and whom no
 * sign-up or invitation waits for. What was sent to them still refers to the
 * row. True when it did. */
bool person_drop_stranger(struct ctx *c, int64_t id);

/* What they said of SMS: start, stop, or wrong (not theirs), and how. The only
 * writer of it: the consent (consent.h) is noted with it. */
void person_set_sms(
    struct ctx *c, int64_t id, const char *sms, enum consent_way way);

/* A message came back, for the number is nobody's: true when it is the
 * PERSON_DEAD_MOST-th in a row, and the number is to be called wrong. One that
 * arrived shows that it is theirs. */
#define PERSON_DEAD_MOST 2
bool person_number_dead(struct ctx *c, int64_t id);
void person_number_works(struct ctx *c, int64_t id);

/* The role's name in the database and in phrases: mentor. */
const char *role_name(enum role role);

/* The role of that name; 0: there is none. */
unsigned role_named(const char *name);

/* From now on; valid_to 0: until it is ended. */
void person_give_role(struct ctx *c, int64_t id, int64_t municipality,
    enum role role, int64_t valid_to);

/* Ends the role today; what was stays on record. */
void person_end_role(struct ctx *c, int64_t id, enum role role);

/* The roles they have today, as a sum; 0: none. */
unsigned person_roles(struct ctx *c, int64_t id);

/* Whose staff they are today; 0: nobody's. */
int64_t person_municipality(struct ctx *c, int64_t id);

/* Everybody who holds the role today. */
struct ids person_with_role(struct ctx *c, enum role role);

/* As those see it who know them by first name. */
const char *person_first_name(const struct person *p);

/* "Amir", or "Amir Haddad" for staff; never empty ("Slettet person"). */
const char *person_full_name(struct ctx *c, const struct person *p);

#endif
