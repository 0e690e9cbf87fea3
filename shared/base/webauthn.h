/* What a browser says of a passkey (W3C Web Authentication, level 2): pure
 * readers of bytes that come from outside, bounded and without any state.
 * Whose key it is, and whether it was asked for, is passkey.h's. */
#ifndef BASE_WEBAUTHN_H
#define BASE_WEBAUTHN_H

#include "base/arena.h"

#define WEBAUTHN_KEY        64   /* bytes of a key: x and y on P-256 */
#define WEBAUTHN_CREDENTIAL 1023 /* bytes of a credential's id, at most */

enum webauthn_flag {
	WEBAUTHN_PRESENT = 1,  /* somebody touched it */
	WEBAUTHN_VERIFIED = 4, /* by finger, face or PIN: it is its owner */
};

/* What the authenticator signs. The bytes stay where they are. */
struct webauthn_data {
	const unsigned char *rp; /* 32 bytes: the digest of the site's name */
	unsigned flags;          /* sum of enum webauthn_flag, and others */
	uint32_t count;          /* how often it has signed; 0: not counted */
	const unsigned char *credential; /* NULL: none is told */
	size_t credential_n;
	unsigned char key[WEBAUTHN_KEY];
};

/* Reads it whole: false for anything too short, too long, or with a key that
 * is not for ES256 on P-256. */
bool webauthn_read(
    const unsigned char *bytes, size_t n, struct webauthn_data *d);

/* Where the same stands in an attestation, whose statement is not asked for
 * and not believed; NULL when it is none. */
const unsigned char *webauthn_attested(
    const unsigned char *bytes, size_t n, size_t *data_n);

/* The browser's own words: that type (webauthn.get), that challenge in
 * base64url, that origin, not in a frame of another's. Browsers write them in
 * one form (5.8.1.2, "limited verification"), so anything else is refused. */
bool webauthn_says(const unsigned char *json, size_t n, const char *type,
    const char *challenge, const char *origin);

/* The challenge in them, in the arena; NULL when it is not where it must be. */
const char *webauthn_challenge(
    struct ctx *c, const unsigned char *json, size_t n);

/* Base64url without padding, there and back. NULL for what is none. */
unsigned char *webauthn_decode(struct ctx *c, const char *text, size_t *n);
char *webauthn_encode(struct ctx *c, const unsigned char *bytes, size_t n);

#endif
