#include "request.h"

#include <string.h>

#include "signin.h"

static const char *cookie_of(struct reply r)
{
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

static void a_code_signs_in(void **state)
{
	const char *browser, *session;
	struct reply r;
	char code[7];

	(void)state;
	assert_page(get("/log-ind"), 200, phrase("signin.title"));
	r = submit("/log-ind", "email=Jonas%40example.dk");
	assert_see(r, "/log-ind/kode");
	browser = cookie_of(r);
	header("Cookie", browser);
	assert_page(get("/log-ind/kode"), 200, phrase("code.title"));
	signin_code(one(SQL("SELECT id FROM signin"), NO_BIND), code);
	/* As people read six digits. */
	r = submit("/log-ind/kode",
	    mem_printf(&c, "kode=%.3s+-%.3s+", code, code + 3));
	assert_see(r, "/");
	session = cookie_of(r);
	assert_int_equal(strncmp(session, "sid=", 4), 0);
	header("Cookie", mem_printf(&c, "%s; %s", browser, session));
	assert_see(get("/"), "/opfoelgning");
}

static void a_wrong_code_says_so_and_no_more(void **state)
{
	struct reply r;

	(void)state;
	header("Cookie",
	    cookie_of(submit("/log-ind", "email=jonas%40example.dk")));
	r = submit("/log-ind/kode", "kode=000000");
	assert_page(r, 422, phrase("code.kode.refused"));
	assert_null(r.cookie[0]);
	assert_page(
	    submit("/log-ind/kode", "kode=12"), 422, phrase("code.kode.wrong"));
	header("Cookie", NULL);
	assert_page(submit("/log-ind/kode", "kode=000000"), 422,
	    phrase("code.kode.refused"));
}

static void an_unknown_address_is_answered_alike(void **state)
{
	struct reply known = submit("/log-ind", "email=jonas%40example.dk");
	struct reply unknown = submit("/log-ind", "email=ingen%40example.dk");

	(void)state;
	assert_int_equal(known.status, unknown.status);
	assert_string_equal(known.location, unknown.location);
	assert_int_equal(strlen(known.cookie[0]), strlen(unknown.cookie[0]));
	assert_page(
	    submit("/log-ind", "email=ingen"), 422, phrase("form.mail"));
	assert_page(submit("/log-ind", "email=a%40b.dk%0D%0ABcc:+x"), 422,
	    phrase("form.mail"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_signs_in),
		TEST(a_wrong_code_says_so_and_no_more),
		TEST(an_unknown_address_is_answered_alike),
	};

	return cmocka_run_group_tests_name("signin_pages", tests, NULL, NULL);
}
