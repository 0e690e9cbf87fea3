/* Whatever an authenticator or a browser says of a passkey. What is read lies
 * within what was said; what is taken for base64url is the one way to write its
 * bytes; and words are taken exactly when they begin as they must, which is
 * told here once more in another way. */
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/webauthn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void read_data(const unsigned char *bytes, size_t n)
{
	struct webauthn_data d;

	if (!webauthn_read(bytes, n, &d))
		return;
	must(n >= 37 && d.rp == bytes && d.flags == bytes[32]);
	must((d.credential != NULL) == ((d.flags & 0x40) != 0));
	if (d.credential != NULL)
		must(d.credential > bytes && d.credential_n > 0 &&
		    d.credential_n <= (size_t)(bytes + n - d.credential));
	else if ((d.flags & 0x80) == 0)
		must(n == 37);
}

static void read_attestation(const unsigned char *bytes, size_t n)
{
	size_t inner_n;
	const unsigned char *inner = webauthn_attested(bytes, n, &inner_n);

	if (inner == NULL)
		return;
	must(inner >= bytes && inner_n <= (size_t)(bytes + n - inner));
	read_data(inner, inner_n);
}

static void skip(const unsigned char *bytes, size_t n)
{
	struct cbor c = cbor_of(bytes, n);

	while (!c.bad && c.at < c.end) {
		const unsigned char *before = c.at;

		cbor_skip(&c);
		must(c.at > before && c.at <= c.end);
	}
}

static void read_words(struct ctx *c, const unsigned char *bytes, size_t n)
{
	static const char origin[] = "https://a.dk";
	const char *challenge = webauthn_challenge(c, bytes, n);
	const char *head, *json = mem_dup_n(c, (const char *)bytes, n);

	if (challenge == NULL)
		return;
	must(strlen(challenge) <= n);
	if (!webauthn_says(bytes, n, "webauthn.get", challenge, origin))
		return;
	head = mem_printf(c,
	    "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\"",
	    challenge, origin);
	must(strncmp(json, head, strlen(head)) == 0 && bytes[n - 1] == '}');
	must(strstr(json, "\"crossOrigin\":true") == NULL ||
	    strstr(json, "\"crossOrigin\":false") != NULL);
}

static void read_letters(struct ctx *c, const unsigned char *bytes, size_t n)
{
	const char *text = mem_dup_n(c, (const char *)bytes, n);
	size_t decoded_n, again_n;
	const unsigned char *decoded = webauthn_decode(c, text, &decoded_n);
	const char *encoded = webauthn_encode(c, bytes, n);
	const unsigned char *again = webauthn_decode(c, encoded, &again_n);

	must(again != NULL && again_n == n && memcmp(again, bytes, n) == 0);
	if (decoded != NULL)
		must(strcmp(webauthn_encode(c, decoded, decoded_n), text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	/* A copy of just that size: a byte too far is seen. */
	unsigned char *bytes = malloc(size + (size == 0));

	if (bytes == NULL)
		abort();
	if (size > 0)
		memcpy(bytes, data, size);
	read_data(bytes, size);
	read_attestation(bytes, size);
	skip(bytes, size);
	read_words(&c, bytes, size);
	read_letters(&c, bytes, size);
	free(bytes);
	arena_free(c.mem);
	return 0;
}
