/* A telephone that keeps a passkey, as far as a site can tell: it makes a key,
 * tells of it, and signs. Each answer may be spoilt beforehand. */
#ifndef AUTHENTICATOR_H
#define AUTHENTICATOR_H

#include "fixture.h"

#include "passkey.h"

#define SITE   "svar.example"
#define ORIGIN "https://svar.example"

struct authenticator {
	unsigned flags;     /* 5: somebody is there, and it is the owner */
	uint32_t count;     /* what it will say that it has signed */
	const char *origin; /* where the browser is */
	const char *site;   /* whom it answers */
	bool spoilt;        /* one bit of the signature is another */
};

/* A new one, with a new key; it answers SITE at ORIGIN. */
struct authenticator authenticator_new(void);

/* What it makes of a question. */
struct passkey_new authenticator_create(const struct authenticator *a,
    int64_t person, const char *challenge, const char *bound);
struct passkey_answer authenticator_get(const struct authenticator *a,
    int64_t person, const char *challenge, const char *bound);

#endif
