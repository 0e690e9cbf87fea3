/* Showing again who one is, before something that must not be done by whoever
 * finds a browser open: of staff by their app's code, of others by a mailed
 * one. */
#ifndef PROOF_H
#define PROOF_H

#include "base/base.h"
#include "base/clock.h"

#define PROOF_LASTS (5 * MINUTE) /* for all of the session, once shown */

struct proof {
	int64_t person, session;
	bool app;            /* their app's code, not a mailed one */
	const char *browser; /* the cookie, or NULL */
	const char *code;    /* as typed */
};

/* Sends a code to who is not asked for their app's, unless one waits. */
enum err proof_ask(struct ctx *c, const struct proof *p);

/* The code is right: it holds for PROOF_LASTS. ERR_INVALID when it is not. */
enum err proof_check(struct ctx *c, const struct proof *p);

#endif
