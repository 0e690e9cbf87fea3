#include "fixture.h"

#include <string.h>
#include <sys/stat.h>

#include "base/secret.h"

static const char *hex(const unsigned char *digest)
{
	return secret_hex(&c, digest, 32);
}

/* ---- digests: FIPS 180-2 and RFC 4231 ---- */

static void sha256_is_as_the_standard_says(void **state)
{
	unsigned char digest[32];

	(void)state;
	secret_sha256("abc", 3, digest);
	assert_string_equal(hex(digest),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	secret_sha256("", 0, digest);
	assert_string_equal(hex(digest),
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_string_equal(secret_digest(&c, "abc"),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
}

/* Our keys are all 32 bytes; a shorter one of the standard is the same as that
 * one with zeros after it. */
static void hmac_is_as_the_standard_says(void **state)
{
	unsigned char key[KEY_BYTES] = { 0 }, digest[32];

	(void)state;
	memset(key, 0x0b, 20); /* test case 1 */
	secret_hmac(key, "Hi There", digest);
	assert_string_equal(hex(digest),
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	memset(key, 0, sizeof key);
	memcpy(key, "Jefe", 4); /* test case 2 */
	secret_hmac(key, "what do ya want for nothing?", digest);
	assert_string_equal(hex(digest),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

/* ---- base 32 ---- */

static void base32_has_five_bits_a_letter(void **state)
{
	static const unsigned char bytes[] = { 0x00, 0x44, 0x32, 0x14, 0xc7,
		0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a, 0x56, 0xd7,
		0xc6, 0x75, 0xbe, 0x77, 0xdf };
	char to[40];

	(void)state;
	secret_base32(bytes, sizeof bytes, to);
	assert_string_equal(to, "0123456789abcdefghjkmnpqrstvwxyz");
	secret_base32((const unsigned char *)"\xff", 1, to);
	assert_string_equal(to, "zw"); /* 8 bits: five, and three left */
	secret_base32(bytes, 0, to);
	assert_string_equal(to, "");
}

/* ---- tokens ---- */

static unsigned char key[KEY_BYTES] = "0123456789abcdef0123456789abcde";

static void a_token_can_be_made_again(void **state)
{
	char first[TOKEN_CHARS + 1], second[TOKEN_CHARS + 1];

	(void)state;
	secret_token(key, "offer", 7, first);
	secret_token(key, "offer", 7, second);
	assert_string_equal(first, second);
	assert_int_equal(strlen(first), TOKEN_CHARS);
	assert_true(secret_token_checks(key, first));
	secret_token(key, "offer", 8, second);
	assert_string_not_equal(first, second);
	secret_token(key, "hours", 7, second);
	assert_string_not_equal(first, second);
}

/* Links and codes that are out must go on working after the next version. */
static void tokens_and_codes_stay_what_they_are(void **state)
{
	char token[TOKEN_CHARS + 1], code[7];

	(void)state;
	secret_token(key, "offer", 7, token);
	assert_string_equal(token, "jscg1161snrteyzt8rjsa9wd01");
	secret_code(key, 7, code);
	assert_string_equal(code, "247421");
}

static void a_token_of_another_key_does_not_check(void **state)
{
	unsigned char other[KEY_BYTES];
	char token[TOKEN_CHARS + 1];

	(void)state;
	memcpy(other, key, sizeof other);
	other[31] ^= 1;
	secret_token(key, "offer", 7, token);
	assert_false(secret_token_checks(other, token));
	secret_token(other, "offer", 7, token);
	assert_false(secret_token_checks(key, token));
}

static void a_token_with_one_letter_changed_does_not_check(void **state)
{
	char token[TOKEN_CHARS + 1];

	(void)state;
	secret_token(key, "offer", 7, token);
	for (size_t i = 0; i < TOKEN_CHARS; i++)
		for (int byte = 1; byte < 256; byte++) {
			char kept = token[i];

			if ((char)byte == kept)
				continue;
			token[i] = (char)byte;
			assert_false(secret_token_checks(key, token));
			token[i] = kept;
		}
	assert_true(secret_token_checks(key, token));
	assert_false(secret_token_checks(key, ""));
	assert_false(secret_token_checks(key, mem_printf(&c, "%s0", token)));
	token[TOKEN_CHARS - 1] = '\0';
	assert_false(secret_token_checks(key, token));
}

static void random_tokens_are_never_the_same(void **state)
{
	char all[200][TOKEN_CHARS + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		secret_random_token(all[i]);
		assert_int_equal(strlen(all[i]), TOKEN_CHARS);
		assert_int_equal(
		    strspn(all[i], "0123456789abcdefghjkmnpqrstvwxyz"),
		    TOKEN_CHARS);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(all[i], all[k]);
	}
}

/* ---- codes ---- */

static void a_code_is_six_digits_that_only_the_key_can_tell(void **state)
{
	char code[7], again[7], before[7] = "";
	unsigned char other[KEY_BYTES] = { 0 };
	int same = 0;

	(void)state;
	for (int64_t id = 1; id <= 1000; id++) {
		secret_code(key, id, code);
		assert_int_equal(strlen(code), 6);
		assert_int_equal(strspn(code, "0123456789"), 6);
		secret_code(key, id, again);
		assert_string_equal(code, again);
		secret_code(other, id, again);
		same += strcmp(code, again) == 0;
		same += strcmp(code, before) == 0;
		memcpy(before, code, sizeof before);
	}
	assert_in_range(same, 0, 2);
}

/* ---- comparing ---- */

static void texts_are_equal_only_when_they_are(void **state)
{
	(void)state;
	assert_true(secret_equal_text("abc", "abc"));
	assert_true(secret_equal_text("", ""));
	assert_false(secret_equal_text("abc", "abd"));
	assert_false(secret_equal_text("abc", "ab"));
	assert_false(secret_equal_text("abc", "ABC"));
	assert_true(secret_equal("abcx", "abcy", 3));
	assert_false(secret_equal("abcx", "abcy", 4));
}

/* ---- files ---- */

static const char *path;
static unsigned char read_key[KEY_BYTES];

static void read_the_key(void)
{
	secret_key(path, "link.key_file", read_key);
}

static void read_the_line(void)
{
	secret_line(path, "hook.secret_file");
}

static void put_secret(const char *text)
{
	path = put_file("secret", text);
	assert_int_equal(chmod(path, 0600), 0);
}

static void a_key_is_64_hex_digits(void **state)
{
	(void)state;
	put_secret("00ff0123456789abcdefABCDEF012345"
		   "6789abcdef0123456789abcdef010203\n");
	read_the_key();
	assert_int_equal(read_key[0], 0);
	assert_int_equal(read_key[1], 0xff);
	assert_int_equal(read_key[31], 3);
}

static void assert_refuses(void (*run)(void), const char *why)
{
	const char *said;

	assert_int_equal(run_apart(run, &said), 78);
	if (strstr(said, why) == NULL)
		assert_string_equal(said, why);
}

static void a_file_that_is_no_key_is_refused(void **state)
{
	static const char *const bad[] = { "abc\n",
		"00ff0123456789abcdef0123456789ab"
		"6789abcdef0123456789abcdef01020\n",
		"00ff0123456789abcdef0123456789ab"
		"6789abcdef0123456789abcdef0102034\n",
		"zzff0123456789abcdef0123456789ab"
		"6789abcdef0123456789abcdef010203\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		put_secret(bad[i]);
		assert_refuses(read_the_key, "link.key_file");
	}
}

static void a_secret_that_is_missing_empty_or_open_is_refused(void **state)
{
	(void)state;
	path = "/findes/ikke";
	assert_refuses(read_the_line, "hook.secret_file: cannot read");
	put_secret("");
	assert_refuses(read_the_line, "is empty");
	put_secret("\n");
	assert_refuses(read_the_line, "is empty");
	put_secret("abc\n");
	assert_int_equal(chmod(path, 0640), 0);
	assert_refuses(read_the_line, "can be read by others");
	assert_int_equal(chmod(path, 0604), 0);
	assert_refuses(read_the_line, "can be read by others");
}

static void a_secret_is_its_first_line(void **state)
{
	(void)state;
	put_secret("abc\r\nmere\n");
	assert_string_equal(secret_line(path, "x"), "abc");
}

static void a_secret_is_made_once(void **state)
{
	struct stat st;
	const char *made, *first;

	(void)state;
	made = mem_printf(&c, "%s/made", folder);
	assert_true(secret_make(made, KEY_BYTES));
	assert_int_equal(stat(made, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	assert_int_equal(st.st_size, 2 * KEY_BYTES + 1);
	first = secret_line(made, "x");
	path = made;
	read_the_key();
	assert_true(secret_make(made, KEY_BYTES));
	assert_string_equal(secret_line(made, "x"), first);
	assert_false(secret_make("/findes/ikke/made", KEY_BYTES));
}

/* ---- sealing ---- */

static void what_is_sealed_opens_where_it_lies(void **state)
{
	const char *sealed = secret_seal(&c, key, "t|c|7", "hemmelig", 8);
	char text[9] = "";

	(void)state;
	assert_int_equal(strlen(sealed), 2 * (8 + SEAL_BYTES));
	assert_true(secret_unseal(key, "t|c|7", sealed, text, 8));
	assert_string_equal(text, "hemmelig");
	assert_false(secret_unseal(key, "t|c|8", sealed, text, 8));
	assert_false(secret_unseal(key, "t|c|7", sealed, text, 7));
	/* The same is sealed otherwise the next time. */
	assert_string_not_equal(
	    secret_seal(&c, key, "t|c|7", "hemmelig", 8), sealed);
}

static void a_text_of_any_length_is_sealed(void **state)
{
	static const size_t lengths[] = { 0, 1, 15, 16, 17, 500, 5000 };
	char *text = mem_alloc(&c, 5001);

	(void)state;
	memset(text, 'x', 5000);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		size_t n = 1;
		char *sealed = secret_seal_with(
		    &c, key, "t|c|7", text, lengths[i]);
		const char *back = secret_unseal_with(
		    &c, key, "t|c|7", sealed, &n);

		assert_int_equal(strlen(sealed), 2 * (lengths[i] + SEAL_BYTES));
		assert_non_null(back);
		assert_int_equal(n, lengths[i]);
		assert_int_equal(strlen(back), n);
		assert_memory_equal(back, text, n);
		assert_null(secret_unseal_with(&c, key, "t|c|8", sealed, &n));
		sealed[strlen(sealed) - 1] ^= 1;
		assert_null(secret_unseal_with(&c, key, "t|c|7", sealed, &n));
		sealed[strlen(sealed) - 1] = '\0'; /* an odd number of digits */
		assert_null(secret_unseal_with(&c, key, "t|c|7", sealed, &n));
	}
}

static void what_was_sealed_and_changed_does_not_open(void **state)
{
	const char *sealed = secret_seal(&c, key, "t|c|7", "hemmelig", 8);
	unsigned char other[KEY_BYTES];
	char text[8];

	(void)state;
	for (size_t i = 0; sealed[i] != '\0'; i++) {
		char *changed = mem_dup(&c, sealed);

		changed[i] = changed[i] == '0' ? '1' : '0';
		assert_false(secret_unseal(key, "t|c|7", changed, text, 8));
	}
	memcpy(other, key, sizeof other);
	other[0] ^= 1;
	assert_false(secret_unseal(other, "t|c|7", sealed, text, 8));
	assert_false(secret_unseal(key, "t|c|7", "", text, 8));
	assert_false(secret_unseal(key, "t|c|7", "zz", text, 8));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sha256_is_as_the_standard_says),
		TEST(hmac_is_as_the_standard_says),
		TEST(base32_has_five_bits_a_letter),
		TEST(a_token_can_be_made_again),
		TEST(tokens_and_codes_stay_what_they_are),
		TEST(a_token_of_another_key_does_not_check),
		TEST(a_token_with_one_letter_changed_does_not_check),
		TEST(random_tokens_are_never_the_same),
		TEST(a_code_is_six_digits_that_only_the_key_can_tell),
		TEST(texts_are_equal_only_when_they_are),
		TEST(a_key_is_64_hex_digits),
		TEST(a_file_that_is_no_key_is_refused),
		TEST(a_secret_that_is_missing_empty_or_open_is_refused),
		TEST(a_secret_is_its_first_line),
		TEST(a_secret_is_made_once),
		TEST(what_is_sealed_opens_where_it_lies),
		TEST(a_text_of_any_length_is_sealed),
		TEST(what_was_sealed_and_changed_does_not_open),
	};

	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
