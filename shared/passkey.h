/* Passkeys: people sign in by a key that their telephone or computer keeps, to
 * which nothing can be sent and which works on no other site. What is said
 * about it is read in base/webauthn.h; its signature is ES256. No attestation
 * is asked for: any maker's key is welcome. */
#ifndef PASSKEY_H
#define PASSKEY_H

#include "base/base.h"

#define PASSKEYS_MOST     10 /* of a person */
#define PASSKEY_NAME_MOST 40 /* characters */
#define CHALLENGE_SECONDS 300

struct session;
struct signin;

struct passkey {
	int64_t id;
	const char *credential, *name;
	int64_t made_at, used_at; /* used_at 0: not yet */
};

/* The site's name, which keys are bound to: the host of http.public_url. NULL
 * where that is an address of numbers: keys cannot be had there. */
const char *passkey_site(struct ctx *c);

/* What to ask a key, in base64url: good for CHALLENGE_SECONDS, once, and for
 * that alone which `bound` names (a browser's cookie, a session). Nothing is
 * stored until it is answered. */
const char *passkey_challenge(struct ctx *c, const char *bound);

/* The name by which a key knows its owner, and we them: no id of ours. */
const char *passkey_handle(struct ctx *c, int64_t person);

/* A person's keys, the oldest first. */
const struct passkey *passkey_list(
    struct ctx *c, int64_t person, size_t *count);

/* Whose it is; 0: there is none. */
int64_t passkey_owner(struct ctx *c, int64_t id);

/* A new key, as the browser told of it, in base64url. */
struct passkey_new {
	int64_t person;
	bool strong; /* they have shown two factors */
	const char *bound, *name;
	const char *client, *attestation;
};

/* Keeps it and tells its owner. ERR_INVALID for what is not the answer to our
 * question, ERR_CONFLICT when it is kept already or there are too many. */
enum err passkey_add(struct ctx *c, const struct passkey_new *n);

/* Removes one of a person's own, and tells them. */
enum err passkey_remove(struct ctx *c, int64_t person, int64_t id);

/* Forgets all of a person's. In the caller's transaction. */
void passkey_drop(struct ctx *c, int64_t person);

/* A key's answer, in base64url. */
struct passkey_answer {
	const char *bound;
	const char *credential, *client, *data, *signature, *handle;
};

/* The answer is right: a session. ERR_INVALID when it is not; when the key's
 * counter went back, so that there are two of it, the owner is told. */
enum err passkey_enter(struct ctx *c, const struct passkey_answer *a,
    const struct signin *in, struct session *s);

#endif
