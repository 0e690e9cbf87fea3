/* Whatever is in a link: it checks exactly when its last letters are what the
 * key makes of the others. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

#define BODY 20 /* letters before the check */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const unsigned char key[KEY_BYTES] = "a key that only this file knows";

static void must(bool good)
{
	if (!good)
		abort();
}

/* Told once more from what the header says, not from the code. */
static bool is_right(struct ctx *c, const char *token)
{
	unsigned char digest[32];
	char check[16];

	if (strlen(token) != TOKEN_CHARS)
		return false;
	secret_hmac(key, mem_printf(c, "check:%.*s", BODY, token), digest);
	secret_base32(digest, 5, check);
	return strncmp(check, token + BODY, TOKEN_CHARS - BODY) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	char *token = mem_dup_n(&c, (const char *)data, size);
	char ours[TOKEN_CHARS + 1];

	must(secret_token_checks(key, token) == is_right(&c, token));
	/* And one of ours with a letter of theirs in it. */
	secret_token(key, "offer", (int64_t)size, ours);
	must(secret_token_checks(key, ours));
	for (size_t i = 0; i < size && i < TOKEN_CHARS; i++) {
		char kept = ours[i];

		ours[i] = token[i];
		if (token[i] != '\0')
			must(secret_token_checks(key, ours) ==
			    (token[i] == kept || is_right(&c, ours)));
		ours[i] = kept;
	}
	arena_free(c.mem);
	return 0;
}
