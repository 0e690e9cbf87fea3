#include "fixture.h"

#include "base/totp.h"

/* RFC 6238, appendix B: the secret, its steps, and the last six of the eight
 * digits that it has for SHA-1. */
static const unsigned char rfc[TOTP_BYTES] = "12345678901234567890";

static const struct {
	int64_t step;
	const char *code;
} vectors[] = { { 0x1, "287082" }, { 0x23523ec, "081804" },
	{ 0x23523ed, "050471" }, { 0x273ef07, "005924" },
	{ 0x3f940aa, "279037" }, { 0x27bc86aa, "353130" } };

static void codes_are_as_the_standard_says(void **state)
{
	char code[7];

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		totp_code(rfc, vectors[i].step, code);
		assert_string_equal(code, vectors[i].code);
	}
}

static void a_step_is_half_a_minute(void **state)
{
	(void)state;
	assert_int_equal(totp_step(59), 1);
	assert_int_equal(totp_step(60), 2);
	assert_int_equal(totp_step(2000000000), 0x3f940aa);
}

static void a_code_is_found_one_step_off_and_no_more(void **state)
{
	int64_t step = totp_step(1234567890);

	(void)state;
	for (int64_t off = -3; off <= 3; off++)
		assert_int_equal(
		    totp_find(rfc, (step + off) * TOTP_STEP, "005924"),
		    off >= -1 && off <= 1 ? step : 0);
}

static void what_is_no_code_is_not_found(void **state)
{
	static const char *const typed[] = { "", "5924", "05924", "0059240",
		"005925", "00592x", " 05924" };

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++)
		assert_int_equal(totp_find(rfc, 1234567890, typed[i]), 0);
}

static void a_secret_is_written_as_apps_read_it(void **state)
{
	(void)state;
	assert_string_equal(
	    totp_text(&c, rfc), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(codes_are_as_the_standard_says),
		TEST(a_step_is_half_a_minute),
		TEST(a_code_is_found_one_step_off_and_no_more),
		TEST(what_is_no_code_is_not_found),
		TEST(a_secret_is_written_as_apps_read_it),
	};

	return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
