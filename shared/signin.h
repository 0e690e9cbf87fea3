/* Signing in: a one-time code by mail, or by SMS to a firm's contact, bound to
 * the browser that asked for it; of staff then the code of their app
 * (factor.h), never one by SMS; and the session it opens. Nobody has a
 * password. The code is not stored; who holds the key can make it again from
 * its id. A citizen's own page has a sign-in of its own, by SMS too: what it
 * opens is good for that page alone, and nothing else opens it. */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "base/base.h"

#define SIGNIN_MINUTES  10
#define SIGNIN_TRIES    5
#define SIGNIN_PER_HOUR 10 /* codes one person may ask for */
#define SIGNIN_APP      15 /* minutes staff have then for their app's code */
#define KNOWN_DAYS      90 /* a browser is remembered for, as theirs */

/* How long a browser stays signed in. Everybody goes home in the evening, and
 * staff are signed out when they leave their desk; only an employer's own
 * telephone is remembered. */
#define SESSION_IDLE       (30 * MINUTE) /* staff and citizens, left alone */
#define SESSION_MOST       (12 * HOUR)
#define SESSION_KEPT_DAYS  30  /* a known one, left alone */
#define SESSION_KEPT_LIMIT 180 /* days in all */
#define SESSION_SEEN_EVERY MINUTE
#define SESSIONS_MOST      20 /* of one person; older ones are ended */

/* Sends a code to whoever has that address (or, of a firm's contact, that
 * number in stored form), if it is anybody who can sign in or is invited to.
 * Nothing tells the caller whether it is. browser is the cookie of who asks. A
 * browser that they have signed in with has a limit of its own, so that nobody
 * else can use up their codes. */
enum err signin_ask(struct ctx *c, const char *address, const char *browser);

/* What a code is for, as the table says it. */
#define SIGNIN_IN     "signin"
#define SIGNIN_SIGNUP "signup" /* signup.h */
#define SIGNIN_OWN    "own"    /* a citizen's own page */

/* A code for the person (0: nobody has that address), for that purpose alone;
 * by that channel (outbox.h), or NULL: by mail, and by SMS to who has none. Its
 * id. In the caller's transaction. */
int64_t signin_give(struct ctx *c, int64_t person, const char *purpose,
    const char *browser, const char *channel);

/* Whom the code of a sign-up, typed in that browser, proves to be there, and in
 * *id which code it was; 0, and one more wrong one. It is used up. In the
 * caller's transaction, which must be committed either way. */
int64_t signin_prove(
    struct ctx *c, const char *browser, const char *code, int64_t *id);

/* The same for the citizen who has that number (stored form) or that address,
 * by the way they asked for it; whoever said STOP gets it too. */
enum err signin_ask_own(
    struct ctx *c, const char *number_or_mail, const char *browser);

struct session {
	int64_t id, person_id;
	int64_t made_at, seen_at, expires_at;
	const char *csrf, *device;
	bool strong;       /* two factors: the roles of staff count */
	bool own;          /* a citizen's: no other role counts */
	int64_t proved_at; /* when they last showed who they are */
	const char *token; /* the cookie; only when it was just opened */
};

/* Who signs in, and how. keep: the browser is their own, and is remembered. */
struct signin {
	const char *code, *browser, *device;
	const char *enrolment; /* of staff whose app is not connected yet */
	bool keep;
	bool own; /* to a citizen's own page */
};

/* The code was typed in the browser that asked: a session. For staff there is
 * none yet (its token is NULL): their app's code is next. ERR_INVALID for a
 * wrong, old, used or foreign code, or after too many tries. */
enum err signin_enter(
    struct ctx *c, const struct signin *in, struct session *s);

/* Who has entered their mailed code in that browser and has yet to enter their
 * app's; 0: nobody. */
int64_t signin_halfway(struct ctx *c, const char *browser);

/* The app's code was typed there: a session. With the enrolment code it
 * connects the app first. ERR_INVALID as above. */
enum err signin_app(struct ctx *c, const struct signin *in, struct session *s);

/* A code for that person waits in that browser. */
bool signin_waits(struct ctx *c, int64_t person, const char *browser);

/* It is used up when it is the right one, and counts as a wrong one when it is
 * not. In the caller's transaction, which must be committed either way. */
bool signin_spend(
    struct ctx *c, int64_t person, const char *browser, const char *code);

/* Opens a session for the person, who has shown one factor or two; s holds its
 * cookie. In the caller's transaction. */
void session_open(struct ctx *c, int64_t person, const struct signin *in,
    bool strong, struct session *s);

/* The session of a cookie; false when there is none, or it was left alone for
 * too long, or the clock stands before it was last seen. */
bool session_find(struct ctx *c, const char *token, struct session *s);

/* Notes that it is used. Does nothing more often than each minute. */
void session_seen(struct ctx *c, const struct session *s);

/* A person's sessions, the last used first, at most SESSIONS_MOST. */
const struct session *session_list(
    struct ctx *c, int64_t person, size_t *count);

/* Whose it is; 0: there is no such session. */
int64_t session_owner(struct ctx *c, int64_t id);

/* Ends one of a person's own; ERR_NOT_FOUND when it is not theirs. */
enum err session_end(struct ctx *c, int64_t person, int64_t id);

/* Ends all of a person's but that one (0: all), in the caller's transaction. */
void session_end_others(struct ctx *c, int64_t person, int64_t but);

/* Forgets codes and sessions whose time has been over for a day; at most 500 of
 * each a pass. */
void signin_forget(struct ctx *c);

/* The code itself, for the message that carries it. */
void signin_code(int64_t id, char code[7]);

#endif
