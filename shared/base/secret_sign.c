/* What others sign and we check: providers' webhooks, apps' codes, passkeys. */
#include <string.h>

#include <mbedtls/base64.h>
#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>

#include "base/log.h"
#include "base/secret.h"

/* ---- under a key that both have ---- */

static void sign(mbedtls_md_type_t hash, const void *key, size_t key_n,
    const void *data, size_t n, unsigned char *digest)
{
	if (mbedtls_md_hmac(mbedtls_md_info_from_type(hash), key, key_n, data,
		n, digest) != 0)
		log_bug("secret.sign");
}

char *secret_sign_hex(
    struct ctx *c, const char *key, const void *data, size_t n)
{
	unsigned char digest[DIGEST_BYTES];

	sign(MBEDTLS_MD_SHA256, key, strlen(key), data, n, digest);
	return secret_hex(c, digest, sizeof digest);
}

char *secret_sign_sha1(
    struct ctx *c, const char *key, const void *data, size_t n)
{
	unsigned char digest[DIGEST_BYTES];

	sign(MBEDTLS_MD_SHA1, key, strlen(key), data, n, digest);
	return secret_base64(c, digest, SHA1_BYTES);
}

char *secret_sign_jwt(
    struct ctx *c, const char *key, const void *data, size_t n)
{
	unsigned char digest[DIGEST_BYTES];
	char *text, *s;

	sign(MBEDTLS_MD_SHA256, key, strlen(key), data, n, digest);
	text = secret_base64(c, digest, sizeof digest);
	for (s = text; *s != '\0' && *s != '='; s++)
		*s = (char)(*s == '+' ? '-' : *s == '/' ? '_' : *s);
	*s = '\0';
	return text;
}

char *secret_base64(struct ctx *c, const void *bytes, size_t n)
{
	size_t room = (n + 2) / 3 * 4 + 1, length;
	char *text = mem_alloc(c, room);

	if (mbedtls_base64_encode(
		(unsigned char *)text, room, &length, bytes, n) != 0)
		log_bug("secret.base64");
	return text;
}

char *secret_from_base64url(
    struct ctx *c, const char *text, size_t n, size_t *length)
{
	char *plain = mem_alloc(c, n + 4);
	unsigned char *bytes = mem_alloc(c, n + 1);
	size_t i;

	for (i = 0; i < n; i++)
		plain[i] = (char)(text[i] == '-' ? '+'
			: text[i] == '_'         ? '/'
						 : text[i]);
	for (; i % 4 != 0; i++)
		plain[i] = '=';
	if (mbedtls_base64_decode(
		bytes, n, length, (const unsigned char *)plain, i) != 0)
		return NULL;
	return (char *)bytes;
}

void secret_hmac_sha1(const unsigned char *key, size_t key_n,
    const unsigned char *data, size_t n, unsigned char digest[20])
{
	sign(MBEDTLS_MD_SHA1, key, key_n, data, n, digest);
}

/* ---- under a key that only they have ---- */

static bool load_key(mbedtls_ecdsa_context *ecdsa, const unsigned char key[64])
{
	unsigned char point[65] = { 4 };

	memcpy(point + 1, key, 64);
	mbedtls_ecdsa_init(ecdsa);
	return mbedtls_ecp_group_load(&ecdsa->grp, MBEDTLS_ECP_DP_SECP256R1) ==
	    0 &&
	    mbedtls_ecp_point_read_binary(
		&ecdsa->grp, &ecdsa->Q, point, sizeof point) == 0 &&
	    mbedtls_ecp_check_pubkey(&ecdsa->grp, &ecdsa->Q) == 0;
}

bool secret_p256_key(const unsigned char key[64])
{
	mbedtls_ecdsa_context ecdsa;
	bool ok = load_key(&ecdsa, key);

	mbedtls_ecdsa_free(&ecdsa);
	return ok;
}

bool secret_p256_signed(const unsigned char key[64],
    const unsigned char digest[32], const unsigned char *signature, size_t n)
{
	mbedtls_ecdsa_context ecdsa;
	bool ok = load_key(&ecdsa, key) &&
	    mbedtls_ecdsa_read_signature(&ecdsa, digest, 32, signature, n) == 0;

	mbedtls_ecdsa_free(&ecdsa);
	return ok;
}
