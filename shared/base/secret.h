/* Secrets: random, keyed digests, tokens, and the files that hold keys. The
 * only place that knows the crypto library. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"

#define KEY_BYTES    32
#define DIGEST_BYTES 32 /* SHA-256 */
#define SHA1_BYTES   20
#define TOKEN_CHARS  26 /* 130 bits in base 32 without look-alikes */

/* Seeds the generator. Called once, before threads. */
void secret_open(void);

void secret_random(void *to, size_t n);

void secret_sha256(const void *data, size_t n, unsigned char digest[32]);
void secret_hmac(const unsigned char key[KEY_BYTES], const char *text,
    unsigned char digest[32]);

/* HMAC of any bytes under a key of any length, as others sign what they send
 * us: lower-case hex of SHA-256, and base64 of SHA-1; and base64url without
 * its padding, of SHA-256 (JWT). */
char *secret_sign_hex(
    struct ctx *c, const char *key, const void *data, size_t n);
char *secret_sign_sha1(
    struct ctx *c, const char *key, const void *data, size_t n);
char *secret_sign_jwt(
    struct ctx *c, const char *key, const void *data, size_t n);

/* n bytes in base64; and the bytes of base64url, which may lack its padding:
 * NULL when it is none. A NUL stands after them. */
char *secret_base64(struct ctx *c, const void *bytes, size_t n);
char *secret_from_base64url(
    struct ctx *c, const char *text, size_t n, size_t *length);

/* HMAC-SHA-1, for the codes of apps (base/totp.h) and nothing else. */
void secret_hmac_sha1(const unsigned char *key, size_t key_n,
    const unsigned char *data, size_t n, unsigned char digest[20]);

/* Compares in the same time whatever differs. */
bool secret_equal(const void *a, const void *b, size_t n);
bool secret_equal_text(const char *a, const char *b);

/* Lower-case hex of n bytes. */
char *secret_hex(struct ctx *c, const unsigned char *bytes, size_t n);

/* n bytes in base 32 (0-9, a-z without i l o u), five bits a character. */
void secret_base32(const unsigned char *bytes, size_t n, char *to);

/* The text's SHA-256 in hex: how tokens are kept. */
char *secret_digest(struct ctx *c, const char *text);

/* A token that can be made again: 100 bits that only the key's holder can tell
 * from random, and 30 bits of check over them, so that a forged one never
 * reaches the database. purpose and id say which token it is. */
void secret_token(const unsigned char key[KEY_BYTES], const char *purpose,
    int64_t id, char token[TOKEN_CHARS + 1]);

/* A token of 128 random bits. */
void secret_random_token(char token[TOKEN_CHARS + 1]);

/* True when the check bits fit: not yet that the token exists. */
bool secret_token_checks(const unsigned char key[KEY_BYTES], const char *token);

/* A number of six digits that can be made again, as text. */
void secret_code(const unsigned char key[KEY_BYTES], int64_t id, char code[7]);

#define SEAL_BYTES 28 /* what a sealed text is longer by: nonce and tag */

/* Seals n bytes with AES-256-GCM, as hex in the arena. `place` says where it
 * will lie (table, column, row): opened elsewhere it is not itself. The key is
 * made of the one given and the purpose of sealing, so that it is used for
 * nothing else. */
char *secret_seal(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const void *data, size_t n);

/* Opens it: n bytes into to. False when it was not sealed by that key for that
 * place, or holds another number of bytes. */
bool secret_unseal(const unsigned char key[KEY_BYTES], const char *place,
    const char *sealed, void *to, size_t n);

/* The same under a key that is used for sealing and nothing else, for text of
 * any length: in the arena with a NUL after it, *n bytes of it; NULL when it
 * was not sealed by that key for that place. */
char *secret_seal_with(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const void *data, size_t n);
char *secret_unseal_with(struct ctx *c, const unsigned char key[KEY_BYTES],
    const char *place, const char *sealed, size_t *n);

/* True for a key (x and y of a point on the curve P-256) that can be one. */
bool secret_p256_key(const unsigned char key[64]);

/* The digest was signed by the key's owner: ECDSA, as DER. */
bool secret_p256_signed(const unsigned char key[64],
    const unsigned char digest[32], const unsigned char *signature, size_t n);

/* Reads a file of one line of text (a password, a path word) into the arena
 * of the program's life, or 64 hex digits as a key. Refuses to start when it
 * is missing, empty, malformed, or readable by others. */
const char *secret_line(const char *path, const char *setting);
void secret_key(
    const char *path, const char *setting, unsigned char key[KEY_BYTES]);

/* Makes the file, which holds n random bytes in hex and only its owner reads,
 * unless it is there. On disk when it returns. */
bool secret_make(const char *path, size_t n);

#endif
