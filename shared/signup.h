/* Signing up: a firm that nobody has signed in for fills in its first task and
 * proves who it is last (P21). Until then there is a draft, which belongs to a
 * browser, and nothing else; by the right code employer, contact, place and
 * task are made in one transaction. What is known here already is answered like
 * what is not, until a code has shown whose it is. */
#ifndef SIGNUP_H
#define SIGNUP_H

#include "base/clock.h"

#include "employer.h"
#include "signin.h"
#include "task.h"
#include "workplace.h"

#define SIGNUP_LASTS      (2 * DAY)  /* a draft, left alone */
#define SIGNUP_ASKED      (14 * DAY) /* one that waits for a yes */
#define SIGNUP_HOUSE_MOST 20         /* drafts of one address of the network */
#define SIGNUP_MOST       2000       /* in all */
#define SIGNUP_FORM_MOST  4000       /* bytes */

enum signup_state {
	SIGNUP_DRAFT, /* being filled in, or a code is out */
	SIGNUP_WAITS, /* proven; a person says whether they may */
	SIGNUP_USED,  /* it led to the task, or to a no */
};

struct signup {
	int64_t id;
	const char *form; /* as the pages keep it; "" once it is used */
	enum signup_state state;
	int64_t code;             /* the sign-in its code is of; 0: none */
	int64_t person, employer; /* of one that waits */
	int64_t task;             /* what it led to, or 0 */
};

/* What it says: who the firm is and who posts for it, the place, the task. */
struct signup_firm {
	const char *cvr, *name;
	const char *contact; /* first name */
	const char *phone;   /* stored form */
	const char *email;   /* or NULL */
	struct workplace place;
	struct task task;
};

/* Keeps what was filled in as the browser's draft, in place of an earlier one,
 * whose code is good no more. house is where it came from. ERR_INVALID when it
 * is too long, ERR_CONFLICT when there are too many of that house, or in all.
 */
enum err signup_keep(
    struct ctx *c, const char *browser, const char *house, const char *form);

/* The browser's newest that is not forgotten; false when there is none. */
bool signup_find(struct ctx *c, const char *browser, struct signup *s);

/* The one of that id; false when there is none. */
bool signup_load(struct ctx *c, int64_t id, struct signup *s);

/* Sends a code for the draft to its address, or else its number, whoever has
 * it. */
enum err signup_ask(struct ctx *c, const struct signup *s, const char *browser,
    const struct signup_firm *firm);

/* What the right code led to. task 0: the firm is known here and they are none
 * of its contacts, so a person is asked, and nobody is signed in. */
struct signup_end {
	int64_t task;
	struct session session;
};

/* The code was typed in the browser whose draft it is: all is made, and they
 * are signed in. ERR_INVALID for a wrong or old code, or one of another draft,
 * for a task whose time has gone, and for a place that people were told of and
 * that would lie elsewhere; ERR_FORBIDDEN for staff, who are no
 * firm's contact; ERR_CONFLICT for who posts for another firm. In each of these
 * the draft stays as it was. */
enum err signup_prove(struct ctx *c, const struct signup *s,
    const struct signin *in, struct signup_firm *firm, struct signup_end *end);

/* Those that wait for a yes of that employer's people or of staff, at most 20.
 */
struct ids signup_waiting(struct ctx *c, int64_t employer);

/* Whether one can be answered so now: it waits, and for a yes they do not post
 * for another firm. */
bool signup_may(struct ctx *c, int64_t id, bool yes);

/* A person says yes to one that waits: they are a contact, and their task is
 * posted unless its time has gone. ERR_CONFLICT when it waits no more, or they
 * post for another firm. */
enum err signup_accept(struct ctx *c, int64_t id, struct signup_firm *firm);

/* Or no, and they are told so. ERR_CONFLICT when it waits no more. */
enum err signup_refuse(struct ctx *c, int64_t id);

/* Forgets what was left alone; at most 200 a pass. */
void signup_forget(struct ctx *c);

#endif
