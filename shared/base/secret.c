#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mbedtls/constant_time.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

#include "base/log.h"
#include "base/secret.h"

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context drbg; /* locks itself in Debian's build */

void secret_open(void)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&drbg);
	if (mbedtls_ctr_drbg_seed(&drbg, mbedtls_entropy_func, &entropy,
		(const unsigned char *)"smaajob", 7) != 0)
		log_bug("secret.seed");
}

void secret_random(void *to, size_t n)
{
	if (mbedtls_ctr_drbg_random(&drbg, to, n) != 0)
		log_bug("secret.random");
}

void secret_sha256(const void *data, size_t n, unsigned char digest[32])
{
	if (mbedtls_sha256_ret(data, n, digest, 0) != 0)
		log_bug("secret.sha256");
}

void secret_hmac(const unsigned char key[KEY_BYTES], const char *text,
    unsigned char digest[32])
{
	if (mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), key,
		KEY_BYTES, (const unsigned char *)text, strlen(text),
		digest) != 0)
		log_bug("secret.hmac");
}

bool secret_equal(const void *a, const void *b, size_t n)
{
	return mbedtls_ct_memcmp(a, b, n) == 0;
}

bool secret_equal_text(const char *a, const char *b)
{
	unsigned char x[32], y[32];

	secret_sha256(a, strlen(a), x);
	secret_sha256(b, strlen(b), y);
	return secret_equal(x, y, sizeof x);
}

char *secret_hex(struct ctx *c, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = mem_alloc(c, n * 2 + 1);

	for (size_t i = 0; i < n; i++) {
		hex[i * 2] = digits[bytes[i] >> 4];
		hex[i * 2 + 1] = digits[bytes[i] & 15];
	}
	return hex;
}

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void secret_base32(const unsigned char *bytes, size_t n, char *to)
{
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < n; i++) {
		held = held << 8 | bytes[i];
		for (bits += 8; bits >= 5; bits -= 5)
			*to++ = alphabet[held >> (bits - 5) & 31];
		held &= (1u << bits) - 1;
	}
	if (bits > 0)
		*to++ = alphabet[held << (5 - bits) & 31];
	*to = '\0';
}

char *secret_digest(struct ctx *c, const char *text)
{
	unsigned char digest[32];

	secret_sha256(text, strlen(text), digest);
	return secret_hex(c, digest, sizeof digest);
}

#define TOKEN_BODY  20 /* characters: 100 bits */
#define TOKEN_CHECK 6  /* characters: 30 bits, over the body */

static void put_check(
    const unsigned char key[KEY_BYTES], char token[TOKEN_CHARS + 1])
{
	char text[TOKEN_BODY + 8], check[16];
	unsigned char digest[32];

	snprintf(text, sizeof text, "check:%.*s", TOKEN_BODY, token);
	secret_hmac(key, text, digest);
	secret_base32(digest, 5, check);
	memcpy(token + TOKEN_BODY, check, TOKEN_CHECK);
	token[TOKEN_CHARS] = '\0';
}

void secret_token(const unsigned char key[KEY_BYTES], const char *purpose,
    int64_t id, char token[TOKEN_CHARS + 1])
{
	char text[80], body[64];
	unsigned char digest[32];

	snprintf(text, sizeof text, "token:%s:%" PRId64, purpose, id);
	secret_hmac(key, text, digest);
	secret_base32(digest, 13, body);
	memcpy(token, body, TOKEN_BODY);
	put_check(key, token);
}

void secret_random_token(char token[TOKEN_CHARS + 1])
{
	unsigned char bytes[16];

	secret_random(bytes, sizeof bytes);
	secret_base32(bytes, sizeof bytes, token);
}

bool secret_token_checks(const unsigned char key[KEY_BYTES], const char *token)
{
	char copy[TOKEN_CHARS + 1];

	if (strlen(token) != TOKEN_CHARS)
		return false;
	memcpy(copy, token, TOKEN_CHARS + 1);
	put_check(key, copy);
	return secret_equal(copy, token, TOKEN_CHARS);
}

void secret_code(const unsigned char key[KEY_BYTES], int64_t id, char code[7])
{
	char text[40];
	unsigned char digest[32];
	uint32_t number = 0;

	snprintf(text, sizeof text, "code:%" PRId64, id);
	secret_hmac(key, text, digest);
	for (int i = 0; i < 4; i++)
		number = number << 8 | digest[i];
	snprintf(code, 7, "%06u", number % 1000000);
}

/* ---- sealing ---- */

#define NONCE_BYTES  12
#define TAG_BYTES    16
#define SEALED_BYTES 512 /* most of secret_unseal(), in all */

static void gcm_begin(
    mbedtls_gcm_context *gcm, const unsigned char key[KEY_BYTES])
{
	mbedtls_gcm_init(gcm);
	if (mbedtls_gcm_setkey(gcm, MBEDTLS_CIPHER_ID_AES, key, 256) != 0)
		log_bug("secret.seal_key");
}

char *secret_seal_with(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const void *data, size_t n)
{
	unsigned char *out = mem_alloc(c, n + SEAL_BYTES);
	mbedtls_gcm_context gcm;

	gcm_begin(&gcm, key);
	secret_random(out, NONCE_BYTES);
	if (mbedtls_gcm_crypt_and_tag(&gcm, MBEDTLS_GCM_ENCRYPT, n, out,
		NONCE_BYTES, (const unsigned char *)place, strlen(place), data,
		out + NONCE_BYTES, TAG_BYTES, out + NONCE_BYTES + n) != 0)
		log_bug("secret.seal");
	mbedtls_gcm_free(&gcm);
	return secret_hex(c, out, n + SEAL_BYTES);
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
				    : -1;
}

static bool unhex(const char *hex, unsigned char *to, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = digit_of(hex[i * 2]);
		int low = high >= 0 ? digit_of(hex[i * 2 + 1]) : -1;

		if (low < 0)
			return false;
		to[i] = (unsigned char)(high << 4 | low);
	}
	return hex[n * 2] == '\0';
}

/* n bytes of text out of in, which holds SEAL_BYTES more. */
static bool unseal(const unsigned char key[KEY_BYTES], const char *place,
    const unsigned char *in, void *to, size_t n)
{
	mbedtls_gcm_context gcm;
	bool ok;

	gcm_begin(&gcm, key);
	ok = mbedtls_gcm_auth_decrypt(&gcm, n, in, NONCE_BYTES,
		 (const unsigned char *)place, strlen(place),
		 in + NONCE_BYTES + n, TAG_BYTES, in + NONCE_BYTES, to) == 0;
	mbedtls_gcm_free(&gcm);
	return ok;
}

char *secret_unseal_with(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const char *sealed, size_t *n)
{
	size_t all = strlen(sealed) / 2;
	unsigned char *in = mem_alloc(c, all + 1);
	char *text;

	if (all < SEAL_BYTES || !unhex(sealed, in, all))
		return NULL;
	*n = all - SEAL_BYTES;
	text = mem_alloc(c, *n + 1);
	return unseal(key, place, in, text, *n) ? text : NULL;
}

static void sealing_key(
    const unsigned char key[KEY_BYTES], unsigned char own[KEY_BYTES])
{
	secret_hmac(key, "seal", own);
}

char *secret_seal(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const void *data, size_t n)
{
	unsigned char own[KEY_BYTES];
	char *sealed;

	sealing_key(key, own);
	sealed = secret_seal_with(c, own, place, data, n);
	explicit_bzero(own, sizeof own);
	return sealed;
}

bool secret_unseal(const unsigned char key[KEY_BYTES], const char *place,
    const char *sealed, void *to, size_t n)
{
	unsigned char in[SEALED_BYTES] = { 0 }, own[KEY_BYTES];
	bool ok;

	if (n > SEALED_BYTES - SEAL_BYTES ||
	    strlen(sealed) != 2 * (n + SEAL_BYTES) ||
	    !unhex(sealed, in, n + SEAL_BYTES))
		return false;
	sealing_key(key, own);
	ok = unseal(own, place, in, to, n);
	explicit_bzero(own, sizeof own);
	return ok;
}

/* ---- files ---- */

/* Others must not be able to read it: a key that everybody knows opens all. */
static void read_line(const char *path, const char *setting, char line[200])
{
	struct stat st;
	FILE *f = fopen(path, "re");

	if (f == NULL || fstat(fileno(f), &st) != 0)
		log_refuse("%s: cannot read %s: %s (portal init makes it)",
		    setting, path, strerror(errno));
	if ((st.st_mode & 077) != 0)
		log_refuse("%s: %s can be read by others; chmod 600 it",
		    setting, path);
	if (fgets(line, 200, f) == NULL)
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '\0')
		log_refuse("%s: %s is empty", setting, path);
}

const char *secret_line(const char *path, const char *setting)
{
	char line[200], *kept;

	read_line(path, setting, line);
	kept = strdup(line);
	if (kept == NULL)
		log_bug("secret.no_memory");
	return kept;
}

void secret_key(
    const char *path, const char *setting, unsigned char key[KEY_BYTES])
{
	char line[200];

	read_line(path, setting, line);
	for (size_t i = 0; i < KEY_BYTES; i++) {
		unsigned byte;

		if (strlen(line) != (size_t)KEY_BYTES * 2 ||
		    sscanf(line + i * 2, "%2x", &byte) != 1)
			log_refuse("%s: %s must hold %d hex digits", setting,
			    path, KEY_BYTES * 2);
		key[i] = (unsigned char)byte;
	}
}

bool secret_make(const char *path, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	bool ok = true;

	if (fd < 0)
		return errno == EEXIST;
	for (size_t i = 0; ok && i < n; i++) {
		unsigned char byte;

		secret_random(&byte, 1);
		ok = dprintf(fd, "%02x", byte) == 2;
	}
	ok = dprintf(fd, "\n") == 1 && ok && fsync(fd) == 0;
	return close(fd) == 0 && ok;
}
