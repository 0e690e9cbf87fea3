#include "fixture.h"

#include <string.h>

#include "base/cbor.h"
#include "base/webauthn.h"

#define BYTES(literal) (const unsigned char *)(literal), sizeof(literal) - 1

/* ---- CBOR: the examples of RFC 8949, appendix A ---- */

static void whole_numbers_are_as_the_standard_says(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		int64_t is;
	} list[] = { { "\x00", 1, 0 }, { "\x17", 1, 23 }, { "\x18\x18", 2, 24 },
		{ "\x18\x64", 2, 100 }, { "\x19\x03\xe8", 3, 1000 },
		{ "\x1a\x00\x0f\x42\x40", 5, 1000000 },
		{ "\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00", 9, 1000000000000 },
		{ "\x20", 1, -1 }, { "\x26", 1, -7 }, { "\x38\x63", 2, -100 },
		{ "\x39\x03\xe7", 3, -1000 } };

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		struct cbor r = cbor_of(
		    (const unsigned char *)list[i].bytes, list[i].n);

		assert_int_equal(cbor_int(&r), list[i].is);
		assert_false(r.bad);
		assert_ptr_equal(r.at, r.end);
		/* Cut off, it is nothing. */
		r = cbor_of(
		    (const unsigned char *)list[i].bytes, list[i].n - 1);
		assert_int_equal(cbor_int(&r), 0);
		assert_true(r.bad);
	}
}

static void a_map_is_read_pair_by_pair(void **state)
{
	struct cbor r = cbor_of(BYTES("\xa2\x61"
				      "a\x01\x61"
				      "b\x42xy"));
	size_t n;

	(void)state;
	assert_int_equal(cbor_map(&r), 2);
	assert_true(cbor_text_is(&r, "a"));
	assert_int_equal(cbor_int(&r), 1);
	assert_false(cbor_text_is(&r, "a"));
	assert_memory_equal(cbor_bytes(&r, &n), "xy", 2);
	assert_int_equal(n, 2);
	assert_false(r.bad);
	assert_ptr_equal(r.at, r.end);
}

/* Lengths that are not said or not there, of another kind, and too deep. */
static void what_is_wrong_stays_wrong(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} list[] = { { "", 0 }, { "\x5f\x41x\xff", 4 }, { "\x1c", 1 },
		{ "\x1c"
		  "0123456789abcdef",
		    17 },
		{ "\x58\x05xx", 4 },
		{ "\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9 },
		{ "\x83\x01\x02", 3 }, { "\xbf\x01\x02\xff", 4 },
		{ "\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9 },
		{ "\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9 },
		{ "\xa2\x01\x02\x03", 4 }, { "\xc1", 1 },
		{ "\x81\x81\x81\x81\x81\x81\x81\x81\x01", 9 } };

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		struct cbor r = cbor_of(
		    (const unsigned char *)list[i].bytes, list[i].n);

		cbor_skip(&r);
		if (!r.bad)
			fail_msg("%zu is skipped", i);
		assert_int_equal(cbor_int(&r), 0);
		assert_int_equal(cbor_map(&r), 0);
	}
}

static void what_nobody_asks_for_is_skipped_whole(void **state)
{
	struct cbor r = cbor_of(
	    BYTES("\xa3\x01\x82\x02\xa1\x03\xf6\x63xyz\xc1\x1a\x01\x02\x03\x04"
		  "\x40\x80\x09"));

	(void)state;
	cbor_skip(&r);
	assert_int_equal(cbor_int(&r), 9);
	assert_false(r.bad);
	assert_ptr_equal(r.at, r.end);
}

static void a_map_cannot_promise_more_than_there_is(void **state)
{
	struct cbor r = cbor_of(BYTES("\xba\x7f\xff\xff\xff\x01\x02"));

	(void)state;
	assert_int_equal(cbor_map(&r), 0);
	assert_true(r.bad);
}

/* ---- what is signed ---- */

#define RP        "0123456789abcdef0123456789abcdef"
#define X         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define Y         "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
#define KEY       "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" X "\x22\x58\x20" Y
#define WITH(key) RP "\x45\0\0\1\2mmmmmmmmmmmmmmmm\0\4cred" key

static bool reads(const char *bytes, size_t n)
{
	struct webauthn_data d;

	return webauthn_read((const unsigned char *)bytes, n, &d);
}
#define READS(literal) reads(literal, sizeof(literal) - 1)

static void what_is_signed_is_read_whole(void **state)
{
	struct webauthn_data d;

	(void)state;
	assert_true(webauthn_read(BYTES(RP "\x05\0\0\1\2"), &d));
	assert_memory_equal(d.rp, RP, 32);
	assert_int_equal(d.flags, WEBAUTHN_PRESENT | WEBAUTHN_VERIFIED);
	assert_int_equal(d.count, 258);
	assert_null(d.credential);
	assert_true(webauthn_read(BYTES(WITH(KEY)), &d));
	assert_int_equal(d.credential_n, 4);
	assert_memory_equal(d.credential, "cred", 4);
	assert_memory_equal(d.key, X Y, 64);
	/* With an extension: one map more. */
	assert_true(READS(RP "\x85\0\0\1\2\xa1\x61"
			     "a\xf5"));
}

static void cut_off_or_with_more_it_is_nothing(void **state)
{
	static const char whole[] = WITH(KEY);

	(void)state;
	for (size_t n = 0; n < sizeof whole - 1; n++)
		assert_false(reads(whole, n));
	assert_true(reads(whole, sizeof whole - 1));
	assert_false(reads(whole, sizeof whole)); /* and its NUL */
	assert_false(READS(RP "\x05\0\0\1\2\0"));
	assert_false(READS(RP "\x85\0\0\1\2"));
}

static void a_key_of_another_kind_is_refused(void **state)
{
	(void)state;
	/* Of another kind, algorithm, curve; x of 31 bytes, no y, x twice. */
	assert_false(READS(WITH(
	    "\xa5\x01\x03\x03\x26\x20\x01\x21\x58\x20" X "\x22\x58\x20" Y)));
	assert_false(READS(WITH(
	    "\xa5\x01\x02\x03\x27\x20\x01\x21\x58\x20" X "\x22\x58\x20" Y)));
	assert_false(READS(WITH(
	    "\xa5\x01\x02\x03\x26\x20\x02\x21\x58\x20" X "\x22\x58\x20" Y)));
	assert_false(
	    READS(WITH("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x1f"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\x22\x58\x20" Y)));
	assert_false(READS(WITH("\xa4\x01\x02\x03\x26\x20\x01\x21\x58\x20" X)));
	assert_false(READS(WITH(
	    "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" X "\x21\x58\x20" X)));
	/* What else a key may say does not matter. */
	assert_true(READS(WITH("\xa6\x01\x02\x03\x26\x20\x01\x21\x58\x20" X
			       "\x22\x58\x20" Y "\x04\x81\x01")));
}

static void a_credential_has_a_name_of_its_length(void **state)
{
	(void)state;
	assert_false(READS(RP "\x45\0\0\1\2mmmmmmmmmmmmmmmm\0\0" KEY));
	assert_false(READS(RP "\x45\0\0\1\2mmmmmmmmmmmmmmmm\4\0" KEY));
	assert_false(READS(RP "\x45\0\0\1\2mmmmmmmmmmmmmmmm\xff\xff" KEY));
}

static void the_data_is_found_in_an_attestation(void **state)
{
	const unsigned char *data;
	size_t n;

	(void)state;
	data = webauthn_attested(BYTES("\xa3\x63"
				       "fmt\x64none\x67"
				       "attStmt\xa0\x68"
				       "authData\x42xy"),
	    &n);
	assert_non_null(data);
	assert_memory_equal(data, "xy", 2);
	assert_int_equal(n, 2);
	assert_null(webauthn_attested(BYTES("\xa2\x63"
					    "fmt\x64none\x67"
					    "attStmt\xa0"),
	    &n));
	assert_null(webauthn_attested(BYTES("\xa2\x68"
					    "authData\x41x\x68"
					    "authData\x41y"),
	    &n));
	assert_null(webauthn_attested(BYTES("\xa1\x68"
					    "authData\x41x\0"),
	    &n));
	assert_null(webauthn_attested(BYTES("\xa1\x68"
					    "authData\x61x"),
	    &n));
	assert_null(webauthn_attested(BYTES(""), &n));
}

/* ---- the browser's words ---- */

static bool says(const char *json)
{
	return webauthn_says((const unsigned char *)json, strlen(json),
	    "webauthn.get", "Q2hhbGxlbmdl", "https://svar.example");
}

#define HEAD "{\"type\":\"webauthn.get\",\"challenge\":\"Q2hhbGxlbmdl\","

static void a_browser_says_what_was_asked_and_where(void **state)
{
	static const char *const wrong[] = { "", "{", "{}",
		"{\"type\":\"webauthn.create\",\"challenge\":\"Q2hhbGxlbmdl\","
		"\"origin\":\"https://svar.example\",\"crossOrigin\":false}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"Q2hhbGxlbmdm\","
		"\"origin\":\"https://svar.example\",\"crossOrigin\":false}",
		HEAD "\"origin\":\"http://svar.example\","
		     "\"crossOrigin\":false}",
		HEAD "\"origin\":\"https://svar.example.evil\","
		     "\"crossOrigin\":false}",
		HEAD "\"origin\":\"https://svar.example\","
		     "\"crossOrigin\":true}",
		HEAD "\"origin\":\"https://svar.example\","
		     "\"crossOrigin\":falsely}",
		HEAD "\"origin\":\"https://svar.example\"",
		HEAD "\"origin\":\"https://svar.example\",\"x\":1}",
		HEAD "\"origin\":\"https://svar.example\","
		     "\"crossOrigin\":false,\"x\":1",
		HEAD "\"x\":1,\"origin\":\"https://svar.example\"}",
		" " HEAD "\"origin\":\"https://svar.example\"}" };

	(void)state;
	assert_true(says(HEAD "\"origin\":\"https://svar.example\","
			      "\"crossOrigin\":false}"));
	assert_true(says(HEAD "\"origin\":\"https://svar.example\","
			      "\"crossOrigin\":false,\"other_keys\":\"x\"}"));
	assert_true(says(HEAD "\"origin\":\"https://svar.example\"}"));
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (says(wrong[i]))
			fail_msg("takes %s", wrong[i]);
}

static void its_challenge_is_found(void **state)
{
	(void)state;
	assert_string_equal(
	    webauthn_challenge(&c, BYTES(HEAD)), "Q2hhbGxlbmdl");
	assert_null(webauthn_challenge(&c, BYTES("{\"type\":\"x\"}")));
	assert_null(webauthn_challenge(
	    &c, BYTES("{\"type\":\"x\",\"challenge\":\"never ends")));
	assert_null(webauthn_challenge(&c, BYTES("")));
}

/* ---- base64url: RFC 4648, section 10 ---- */

static void base64url_goes_there_and_back(void **state)
{
	static const char *const list[][2] = { { "", "" }, { "f", "Zg" },
		{ "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" },
		{ "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" },
		{ "\xfb\xff", "-_8" } };

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		size_t n;
		const unsigned char *bytes = webauthn_decode(
		    &c, list[i][1], &n);

		assert_non_null(bytes);
		assert_int_equal(n, strlen(list[i][0]));
		assert_memory_equal(bytes, list[i][0], n);
		assert_string_equal(webauthn_encode(&c, bytes, n), list[i][1]);
	}
}

static void what_is_no_base64url_is_refused(void **state)
{
	static const char *const list[] = { "Z", "Zm9vY", "Zg==", "Zm+v",
		"Zm/v", "Zm9v ", "Zh", "Zm9" };
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		if (webauthn_decode(&c, list[i], &n) != NULL)
			fail_msg("takes %s", list[i]);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whole_numbers_are_as_the_standard_says),
		TEST(a_map_is_read_pair_by_pair),
		TEST(what_is_wrong_stays_wrong),
		TEST(what_nobody_asks_for_is_skipped_whole),
		TEST(a_map_cannot_promise_more_than_there_is),
		TEST(what_is_signed_is_read_whole),
		TEST(cut_off_or_with_more_it_is_nothing),
		TEST(a_key_of_another_kind_is_refused),
		TEST(a_credential_has_a_name_of_its_length),
		TEST(the_data_is_found_in_an_attestation),
		TEST(a_browser_says_what_was_asked_and_where),
		TEST(its_challenge_is_found),
		TEST(base64url_goes_there_and_back),
		TEST(what_is_no_base64url_is_refused),
	};

	return cmocka_run_group_tests_name("webauthn", tests, NULL, NULL);
}
