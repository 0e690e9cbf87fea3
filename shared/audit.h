/* The audit: who saw and did what, and about whom (S27), as ids and words. Rows
 * are only added: the database refuses the rest, and whoever goes behind it is
 * found, for each row holds a digest, under a key that the database does not,
 * of itself and of the digest before it. What requests tell is noted by the
 * dispatcher (portal/audit_request.h), what it cannot know by whoever does it.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "base/base.h"

/* The deeds. */
#define AUDIT_SAW      "saw"        /* a page, or a form that was refused */
#define AUDIT_DID      "did"        /* a change */
#define AUDIT_SIGNIN   "signed-in"  /* a session was opened */
#define AUDIT_ROLE     "role-given" /* somebody's roles as staff */
#define AUDIT_ROLE_END "role-ended"
#define AUDIT_RESET    "reset"    /* all that somebody signs in with */
#define AUDIT_ERASED   "erased"   /* a person */
#define AUDIT_ANCHORED "anchored" /* the day's head was logged */

#define AUDIT_DIGEST 64  /* letters of a digest */
#define AUDIT_STEP   500 /* rows that are looked at in one step */
#define AUDIT_SEEK   2000
/* rows among which the one is looked for that belongs in the place of another
 */

struct audit {
	int64_t id;           /* its place in the chain, from 1 */
	int64_t municipality; /* 0: none, and no page shows it */
	int64_t at;
	int64_t by; /* 0: a program, or the console */
	const char *deed;
	const char *path; /* as in routes.c; "": none */
	int64_t about;    /* what :id in it was, or 0 */
	int64_t person;   /* whom it was about; 0: many, or nobody */
	const char *digest;
};

/* Adds a row, now and by c->who, in the caller's transaction: without the one
 * there is not the other. id, at, by and digest of a are not looked at. */
void audit_note(struct ctx *c, const struct audit *a);

/* The same, done by somebody whom c->who does not name. */
void audit_note_by(struct ctx *c, int64_t by, const struct audit *a);

/* Whether c->who has seen that person on that page today: who is on a list is
 * noted once a day for each who looks at it. */
bool audit_seen_today(struct ctx *c, const char *path, int64_t person);

/* A municipality's rows before that id (0: from the newest), about that person
 * (0: all), the newest first. */
const struct audit *audit_list(struct ctx *c, int64_t municipality,
    int64_t person, int64_t before, size_t most, size_t *count);

/* Logs the last row's id and digest, once a day: whoever holds the log can say
 * later whether the chain is still the same. */
void audit_anchor(struct ctx *c);

/* ---- is it whole? (audit_walk.c) ---- */

/* A walk from the first row on. Begins as zeros, but for head: a row's id and
 * digest as they were logged once, or 0. */
struct audit_walk {
	int64_t head;
	char head_digest[AUDIT_DIGEST + 1];
	int64_t count;                 /* rows that are as they were */
	char digest[AUDIT_DIGEST + 1]; /* of the last of them */
	int64_t wrong;                 /* id of the first that is not; 0 */
	const char *what;              /* and what became of it */
};

/* Reads "12:9f86..." as it stands in the log; false when it is none. */
bool audit_head_parse(const char *s, struct audit_walk *w);

/* Looks at the next AUDIT_STEP rows; false at the end, or at the first that is
 * wrong. What is said of that one:
 *   removed    there is a later one in its place
 *   swapped    it has another's place, and that one its own
 *   inserted   it was not among them, and moved the others on
 *   changed    it is not what was written, nor is it any of those. So is a
 *              last row that somebody made up, and all behind a row that was
 *              taken out when the rest was numbered anew
 *   truncated  it was there at the time of head */
bool audit_walk_step(struct ctx *c, struct audit_walk *w);

#endif
