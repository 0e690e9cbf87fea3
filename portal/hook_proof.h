/* Hooks: what gateways tell us, stored before it is made sense of
 * (gateway_hooks.c: Kannel; provider_hooks.c: the others), and how it is proven
 * who said it (hook_proof.c). */
#ifndef HOOK_PROOF_H
#define HOOK_PROOF_H

#include "portal.h"

/* False, and a line in the log, for a wrong word in the path: answer as if
 * there were no such page. */
bool hook_knows_the_word(struct req *r);

/* Stored is answered with an empty body, for gateways send a body on as an
 * SMS. Not stored is 503, and they try again. */
struct reply hook_stored(struct req *r, enum err err, const char *provider,
    const char *kind, int status);

/* What is no character is left out: a person reads what remains. */
const char *hook_readable(struct ctx *c, const char *s);

/* The bytes of which it is proven who said them (hook_proof.c). They are the
 * body's as they are given, and the proof may put others in their place. */
struct proven {
	const char *body;
	size_t length;
};
bool gatewayapi_proves(struct req *r, struct proven *p);
bool twilio_proves(struct req *r, struct proven *p);

#endif
