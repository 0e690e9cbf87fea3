/* What others sign: providers, as the standards have it. */
#include "fixture.h"

#include <string.h>

#include "base/secret.h"

static void a_signature_is_as_the_standards_say(void **state)
{
	static const char text[] = "what do ya want for nothing?";

	(void)state;
	/* RFC 4231 and RFC 2202, test case 2. */
	assert_string_equal(secret_sign_hex(&c, "Jefe", text, strlen(text)),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	assert_string_equal(secret_sign_sha1(&c, "Jefe", text, strlen(text)),
	    "7/zfauXrL6LSdBbV8YTfnCWafHk=");
	assert_string_equal(secret_sign_jwt(&c, "Jefe", text, strlen(text)),
	    "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
}

static void base64_is_written_and_its_url_form_read(void **state)
{
	static const struct {
		const char *plain, *coded;
	} texts[] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "\xfb\xff\xbe", "+/++" } };
	static const char *const bad[] = { "Z", "Zg=x", "Z!==", "Zm9vZ" };
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t length = strlen(texts[i].plain);

		assert_string_equal(
		    secret_base64(&c, texts[i].plain, length), texts[i].coded);
		assert_string_equal(secret_from_base64url(&c, texts[i].coded,
					strcspn(texts[i].coded, "="), &n),
		    texts[i].plain);
		assert_int_equal(n, length);
	}
	assert_string_equal(
	    secret_from_base64url(&c, "-_--", 4, &n), "\xfb\xff\xbe");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_null(
		    secret_from_base64url(&c, bad[i], strlen(bad[i]), &n));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_signature_is_as_the_standards_say),
		TEST(base64_is_written_and_its_url_form_read),
	};

	return cmocka_run_group_tests_name("secret_sign", tests, NULL, NULL);
}
