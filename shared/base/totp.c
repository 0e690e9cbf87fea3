#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/totp.h"

int64_t totp_step(int64_t at)
{
	return at / TOTP_STEP;
}

void totp_code(
    const unsigned char secret[TOTP_BYTES], int64_t step, char code[7])
{
	unsigned char counter[8], digest[20];
	uint32_t number = 0;

	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)(step >> (56 - 8 * i));
	secret_hmac_sha1(secret, TOTP_BYTES, counter, sizeof counter, digest);
	for (int i = 0; i < 4; i++)
		number = number << 8 | digest[(digest[19] & 15) + i];
	snprintf(code, 7, "%06u", (number & 0x7fffffff) % 1000000);
}

int64_t totp_find(
    const unsigned char secret[TOTP_BYTES], int64_t at, const char *code)
{
	int64_t now = totp_step(at), found = 0;

	for (int64_t i = now - TOTP_WINDOW; i <= now + TOTP_WINDOW; i++) {
		char right[7];

		totp_code(secret, i, right);
		if (secret_equal_text(code, right))
			found = i;
	}
	return found;
}

char *totp_text(struct ctx *c, const unsigned char secret[TOTP_BYTES])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *text = mem_alloc(c, TOTP_BYTES / 5 * 8 + 1), *to = text;

	for (size_t i = 0; i < TOTP_BYTES; i += 5) {
		uint64_t group = 0;

		for (size_t k = 0; k < 5; k++)
			group = group << 8 | secret[i + k];
		for (int bits = 35; bits >= 0; bits -= 5)
			*to++ = letters[group >> bits & 31];
	}
	return text;
}
