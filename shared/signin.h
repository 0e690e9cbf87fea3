/* Signing in: a one-time code by mail (or SMS to who has none), bound to the
 * browser that asked for it, and the session it opens. Nobody has a password.
 * The code is not stored; who holds the key can make it again from its id. */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "base/base.h"

#define SIGNIN_MINUTES  10
#define SIGNIN_TRIES    5
#define SIGNIN_PER_HOUR 10 /* codes one person may ask for */
#define SESSION_DAYS    30

/* Sends a code to whoever has that address, if it is anybody who can sign in.
 * Nothing tells the caller whether it is. browser is the cookie of who asks. */
enum err signin_ask(struct ctx *c, const char *address, const char *browser);

struct session {
	int64_t person_id;
	const char *role, *csrf;
	const char *token; /* the cookie; only from signin_enter() */
};

/* The code was typed in the browser that asked: a session. ERR_INVALID for a
 * wrong, old, used or foreign code, or after too many tries. */
enum err signin_enter(
    struct ctx *c, const char *code, const char *browser, struct session *s);

/* The session of a cookie; false when there is none. */
bool session_find(struct ctx *c, const char *token, struct session *s);

void session_end(struct ctx *c, const char *token);

/* Forgets codes and sessions whose time has been over for a day; at most 500 of
 * each a pass. */
void signin_forget(struct ctx *c);

/* The code itself, for the message that carries it. */
void signin_code(int64_t id, char code[7]);

#endif
