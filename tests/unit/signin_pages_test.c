#include "request.h"

#include <string.h>

#include "factor.h"
#include "person.h"
#include "signin.h"

static const char *cookie_of(struct reply r)
{
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

static void a_code_signs_in(void **state)
{
	const char *browser, *session, *code_of_app;
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
	assert_see(r, "/log-ind/app");
	assert_page(get("/log-ind/app"), 200, phrase("factor.new.title"));
	code_of_app = app_code(world.mentor);
	assert_page(get("/log-ind/app"), 200, phrase("factor.title"));
	r = submit("/log-ind/app", mem_printf(&c, "kode=%s", code_of_app));
	assert_see(r, "/");
	session = cookie_of(r);
	assert_int_equal(strncmp(session, "sid=", 4), 0);
	header("Cookie", mem_printf(&c, "%s; %s", browser, session));
	assert_see(get("/"), "/opfoelgning");
}

/* Anne's browser comes to be Jonas's: hers is not left open behind his. */
static void who_signs_in_ends_what_was_open_in_that_browser(void **state)
{
	struct person p;
	char code[7];

	(void)state;
	as(world.bakery.contact);
	assert_int_equal(get("/opgaver").status, 200);
	assert_true(person_load(&c, world.bakery.contact, &p));
	assert_int_equal(one(SQL("SELECT count(*) FROM session"), NO_BIND), 1);
	submit("/log-ind", mem_printf(&c, "email=%s", p.email));
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	assert_see(
	    submit("/log-ind/kode", mem_printf(&c, "kode=%s", code)), "/");
	assert_int_equal(one(SQL("SELECT count(*) FROM session"), NO_BIND), 1);
	assert_see(get("/opgaver"), "/log-ind");
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

/* What is sent once is done once, or not at all: a wrong code must not be
 * forgotten with the rest, or somebody who is signed in guesses for ever. */
static void no_form_makes_a_wrong_code_be_forgotten(void **state)
{
	char code[7], wrong[7] = "000000";

	(void)state;
	as(world.bakery.contact);
	assert_see(
	    submit("/log-ind", "email=jonas%40example.dk"), "/log-ind/kode");
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	wrong[0] = code[0] == '0' ? '1' : '0';
	for (int i = 0; i < SIGNIN_TRIES; i++) {
		next();
		assert_page(
		    submit("/log-ind/kode",
			mem_printf(&c, "kode=%s&en_gang=%026d", wrong, i)),
		    422, phrase("code.kode.refused"));
	}
	next();
	assert_page(submit("/log-ind/kode", mem_printf(&c, "kode=%s", code)),
	    422, phrase("code.kode.refused"));
}

/* ---- the app ---- */

static void halfway(void)
{
	char code[7];

	header("Cookie",
	    cookie_of(submit("/log-ind", "email=jonas%40example.dk")));
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	assert_see(submit("/log-ind/kode", mem_printf(&c, "kode=%s", code)),
	    "/log-ind/app");
}

static void the_first_time_an_app_is_connected(void **state)
{
	char word[ENROLMENT_CHARS + 1], code[7];
	unsigned char secret[TOTP_BYTES];
	const char *text;
	struct reply r;

	(void)state;
	halfway();
	assert_true(factor_secret(&c, world.mentor, secret));
	text = totp_text(&c, secret);
	r = get("/log-ind/app");
	assert_page(r, 200, mem_printf(&c, "%.4s %.4s", text, text + 4));
	assert_page(r, 200,
	    mem_printf(&c,
		"otpauth://totp/Sm%%C3%%A5job:jonas%%40example.dk"
		"?secret=%s",
		text));
	assert_page(r, 200, "<path d=\"M4 4h7v1h-7z");
	totp_code(secret, totp_step(c.now), code);
	assert_page(submit("/log-ind/app", mem_printf(&c, "kode=%s", code)),
	    422, phrase("factor.tilmelding.wrong"));
	assert_page(
	    submit("/log-ind/app",
		mem_printf(&c, "kode=%s&tilmelding=k7qx-2m9p-4tzw", code)),
	    422, phrase("factor.tilmelding.refused"));
	db_begin(&c);
	enrolment_code(enrolment_open(&c, world.mentor, 0), word);
	assert_int_equal(db_commit(&c), OK);
	assert_see(submit("/log-ind/app",
		       mem_printf(&c, "kode=%s&tilmelding=%s", code, word)),
	    "/");
	assert_true(factor_confirmed(&c, world.mentor));
}

static void a_wrong_app_code_is_said_and_the_sixth_begins_anew(void **state)
{
	(void)state;
	app_code(world.mentor);
	halfway();
	for (int i = 0; i < SIGNIN_TRIES - 1; i++)
		assert_page(submit("/log-ind/app", "kode=000000"), 422,
		    phrase("factor.kode.refused"));
	assert_see(submit("/log-ind/app", "kode=000000"), "/log-ind");
	assert_see(get("/log-ind/app"), "/log-ind");
}

static void who_is_not_halfway_in_sees_nothing(void **state)
{
	(void)state;
	assert_see(get("/log-ind/app"), "/log-ind");
	assert_see(submit("/log-ind/app", "kode=000000"), "/log-ind");
	header("Cookie",
	    cookie_of(submit("/log-ind", "email=jonas%40example.dk")));
	assert_see(get("/log-ind/app"), "/log-ind");
}

/* A session of before they became staff has shown one thing alone. */
static void new_staff_sign_in_anew(void **state)
{
	(void)state;
	as(world.bakery.contact);
	db_begin(&c);
	person_give_role(
	    &c, world.bakery.contact, world.municipality, ROLE_MENTOR, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(get("/opfoelgning").status, 404);
	assert_int_equal(get("/opgaver").status, 200);
	as(world.bakery.contact);
	assert_int_equal(get("/opfoelgning").status, 200);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_signs_in),
		TEST(who_signs_in_ends_what_was_open_in_that_browser),
		TEST(a_wrong_code_says_so_and_no_more),
		TEST(an_unknown_address_is_answered_alike),
		TEST(no_form_makes_a_wrong_code_be_forgotten),
		TEST(the_first_time_an_app_is_connected),
		TEST(a_wrong_app_code_is_said_and_the_sixth_begins_anew),
		TEST(who_is_not_halfway_in_sees_nothing),
		TEST(new_staff_sign_in_anew),
	};

	return cmocka_run_group_tests_name("signin_pages", tests, NULL, NULL);
}
