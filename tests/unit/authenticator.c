#include "authenticator.h"

#include <string.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/ecdsa.h>
#include <mbedtls/entropy.h>

#include "base/secret.h"
#include "base/webauthn.h"

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context drbg;
static mbedtls_ecdsa_context ecdsa;
static unsigned char credential[16];

static bool begun;

static void begin(void)
{
	if (begun) {
		mbedtls_ecdsa_free(&ecdsa);
		mbedtls_ecdsa_init(&ecdsa);
		return;
	}
	begun = true;
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&drbg);
	mbedtls_ecdsa_init(&ecdsa);
	assert_int_equal(mbedtls_ctr_drbg_seed(
			     &drbg, mbedtls_entropy_func, &entropy, NULL, 0),
	    0);
}

struct authenticator authenticator_new(void)
{
	begin();
	assert_int_equal(mbedtls_ecdsa_genkey(&ecdsa, MBEDTLS_ECP_DP_SECP256R1,
			     mbedtls_ctr_drbg_random, &drbg),
	    0);
	secret_random(credential, sizeof credential);
	return (struct authenticator) {
		.flags = 5, .count = 1, .origin = ORIGIN, .site = SITE
	};
}

static unsigned char *put(unsigned char *to, const void *bytes, size_t n)
{
	memcpy(to, bytes, n);
	return to + n;
}

/* The site's digest, the flags, the counter. */
static unsigned char *put_head(
    unsigned char *to, const struct authenticator *a, unsigned more)
{
	secret_sha256(a->site, strlen(a->site), to);
	to[32] = (unsigned char)(a->flags | more);
	for (int i = 0; i < 4; i++)
		to[33 + i] = (unsigned char)(a->count >> 8 * (3 - i));
	return to + 37;
}

static unsigned char *put_key(unsigned char *to)
{
	unsigned char point[65];
	size_t n;

	assert_int_equal(
	    mbedtls_ecp_point_write_binary(&ecdsa.grp, &ecdsa.Q,
		MBEDTLS_ECP_PF_UNCOMPRESSED, &n, point, sizeof point),
	    0);
	to = put(to, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
	to = put(to, point + 1, 32);
	to = put(to, "\x22\x58\x20", 3);
	return put(to, point + 33, 32);
}

static const char *client_of(
    const struct authenticator *a, const char *type, const char *challenge)
{
	return mem_printf(&c,
	    "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\","
	    "\"crossOrigin\":false}",
	    type, challenge, a->origin);
}

static const char *text_of(const void *bytes, size_t n)
{
	return webauthn_encode(&c, bytes, n);
}

struct passkey_new authenticator_create(const struct authenticator *a,
    int64_t person, const char *challenge, const char *bound)
{
	const char *client = client_of(a, "webauthn.create", challenge);
	unsigned char all[400], data[300], *to = put_head(data, a, 0x40);
	size_t n;

	memset(to, 0, 16);
	to = put(to + 16, "\0\x10", 2);
	to = put(to, credential, sizeof credential);
	n = (size_t)(put_key(to) - data);
	to = put(all,
	    "\xa3\x63"
	    "fmt\x64none\x67"
	    "attStmt\xa0\x68"
	    "authData",
	    28);
	*to++ = 0x58;
	*to++ = (unsigned char)n;
	to = put(to, data, n);
	return (struct passkey_new) { .person = person,
		.strong = true,
		.bound = bound,
		.name = "Min telefon",
		.client = text_of(client, strlen(client)),
		.attestation = text_of(all, (size_t)(to - all)) };
}

static const char *signed_by_it(const struct authenticator *a,
    const unsigned char *data, size_t n, const char *client)
{
	unsigned char all[100], digest[32], signature[80];
	size_t length;

	memcpy(all, data, n);
	secret_sha256(client, strlen(client), all + n);
	secret_sha256(all, n + 32, digest);
	assert_int_equal(
	    mbedtls_ecdsa_write_signature(&ecdsa, MBEDTLS_MD_SHA256, digest, 32,
		signature, &length, mbedtls_ctr_drbg_random, &drbg),
	    0);
	signature[length - 1] ^= a->spoilt;
	return text_of(signature, length);
}

struct passkey_answer authenticator_get(const struct authenticator *a,
    int64_t person, const char *challenge, const char *bound)
{
	const char *client = client_of(a, "webauthn.get", challenge);
	const char *handle = passkey_handle(&c, person);
	unsigned char data[37];

	put_head(data, a, 0);
	return (struct passkey_answer) { .bound = bound,
		.credential = text_of(credential, sizeof credential),
		.client = text_of(client, strlen(client)),
		.data = text_of(data, sizeof data),
		.signature = signed_by_it(a, data, sizeof data, client),
		.handle = text_of(handle, strlen(handle)) };
}
