#include "request.h"

#include <string.h>

#include "employer.h"
#include "person.h"
#include "signin.h"

#define AMIR "4520000101" /* his number, as add_citizen() gave it */

static const char *cookie_of(struct reply r)
{
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

/* Asks for a code by number or address, in a browser that is new. */
static struct reply ask_code(const char *contact)
{
	struct reply r;

	header("Cookie", NULL);
	r = submit("/min-side/log-ind", mem_printf(&c, "kontakt=%s", contact));
	assert_see(r, "/min-side/kode");
	header("Cookie", cookie_of(r));
	return r;
}

static struct reply type_code(const char *path)
{
	char code[7];

	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return submit(path, mem_printf(&c, "kode=%s", code));
}

static void a_code_by_sms_opens_the_own_page(void **state)
{
	struct reply r;

	(void)state;
	assert_page(
	    get("/min-side/log-ind"), 200, phrase("own_signin.kontakt"));
	ask_code("20+00+01+01");
	assert_int_equal(left("code_own", world.amir), 1);
	assert_string_equal(
	    one_text(SQL("SELECT channel FROM outbox"), NO_BIND), "sms");
	assert_page(get("/min-side/kode"), 200, phrase("own_code.kode"));
	r = type_code("/min-side/kode");
	assert_see(r, "/");
	header("Cookie", cookie_of(r));
	assert_see(get("/"), "/min-side");
	assert_page(get("/min-side"), 200, "Hej Amir");
}

static void a_code_goes_the_way_it_was_asked_for(void **state)
{
	(void)state;
	is_reached(world.amir, AMIR, "amir@post.example");
	ask_code("AMIR%40post.example");
	assert_string_equal(
	    one_text(SQL("SELECT channel FROM outbox"), NO_BIND), "mail");
	assert_see(type_code("/min-side/kode"), "/");
	ask_code("%2B" AMIR);
	assert_int_equal(left("code_own", world.amir), 2);
}

static void an_unknown_number_is_answered_alike(void **state)
{
	struct reply known = ask_code("20000101"),
		     unknown = ask_code("20999999"),
		     address = ask_code("ingen%40post.example");

	(void)state;
	assert_int_equal(strlen(known.cookie[0]), strlen(unknown.cookie[0]));
	assert_int_equal(strlen(known.cookie[0]), strlen(address.cookie[0]));
	assert_int_equal(one(SQL("SELECT count(*) FROM signin"), NO_BIND), 3);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 1);
	assert_page(
	    type_code("/min-side/kode"), 422, phrase("own_code.kode.refused"));
	assert_page(submit("/min-side/log-ind", "kontakt=Amir"), 422,
	    phrase("own_signin.kontakt.wrong"));
	assert_page(submit("/min-side/log-ind", "kontakt=a%40"), 422,
	    phrase("own_signin.kontakt.wrong"));
}

static void say(const char *sms)
{
	db_begin(&c);
	person_set_sms(&c, world.amir, sms, CONSENT_SMS);
	assert_int_equal(db_commit(&c), OK);
}

static void who_said_stop_gets_a_code_and_a_wrong_number_none(void **state)
{
	(void)state;
	say("stop");
	ask_code("20000101");
	assert_int_equal(left("code_own", world.amir), 1);
	say("wrong");
	ask_code("20000101");
	assert_int_equal(left("code_own", world.amir), 1);
	assert_page(
	    type_code("/min-side/kode"), 422, phrase("own_code.kode.refused"));
}

/* Whose page would it open? Nobody's: they ring. */
static void a_shared_telephone_opens_nobodys_page(void **state)
{
	int64_t ida = add_citizen("Ida");

	(void)state;
	is_reached(ida, AMIR, NULL);
	ask_code("20000101");
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
}

static void who_is_no_citizen_gets_no_code(void **state)
{
	(void)state;
	ask_code("anne%40example.dk");
	ask_code("20000002"); /* the mentor's */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
}

/* ---- kept apart ---- */

/* Amir is a firm's contact, and staff, besides. */
static void is_more_than_a_citizen(void)
{
	is_reached(world.amir, AMIR, "amir@post.example");
	db_begin(&c);
	person_give_role(&c, world.amir, 0, ROLE_EMPLOYER, 0);
	contact_add(&c, world.amir, world.bakery.employer);
	assert_int_equal(db_commit(&c), OK);
}

static void a_session_of_the_own_page_is_good_for_nothing_else(void **state)
{
	(void)state;
	is_more_than_a_citizen();
	db_begin(&c);
	person_give_role(&c, world.amir, world.municipality, ROLE_MENTOR, 0);
	assert_int_equal(db_commit(&c), OK);
	as_citizen(world.amir);
	assert_int_equal(get("/min-side").status, 200);
	assert_int_equal(get("/opgaver").status, 404);
	assert_int_equal(get("/opfoelgning").status, 404);
	assert_int_equal(get("/venter").status, 404);
}

static void another_session_does_not_open_the_own_page(void **state)
{
	(void)state;
	is_more_than_a_citizen();
	as(world.amir);
	assert_int_equal(get("/opgaver").status, 200);
	assert_int_equal(get("/min-side").status, 404);
}

static void a_code_opens_what_it_was_asked_for(void **state)
{
	(void)state;
	is_more_than_a_citizen();
	ask_code("20000101");
	assert_page(
	    type_code("/log-ind/kode"), 422, phrase("code.kode.refused"));
	header("Cookie",
	    cookie_of(submit("/log-ind", "email=amir%40post.example")));
	assert_page(
	    type_code("/min-side/kode"), 422, phrase("own_code.kode.refused"));
}

static void it_is_signed_out_after_half_an_hour_alone(void **state)
{
	(void)state;
	as_citizen(world.amir);
	c.now += 30 * MINUTE - 1;
	assert_int_equal(get("/min-side").status, 200);
	c.now += 30 * MINUTE;
	assert_see(get("/min-side"), "/min-side/log-ind");
	as_citizen(world.amir);
	for (int i = 0; i < 12 * 3 - 1; i++) {
		c.now += 20 * MINUTE;
		assert_int_equal(get("/min-side").status, 200);
		next();
	}
	c.now += 20 * MINUTE;
	assert_see(get("/min-side"), "/min-side/log-ind");
}

static void who_signs_out_comes_back_to_the_code(void **state)
{
	(void)state;
	as_citizen(world.amir);
	assert_page(get("/mine-log-ind"), 200, phrase("sessions.title"));
	assert_lacks(get("/mine-log-ind"), phrase("passkey.title"));
	assert_see(submit("/log-af", ""), "/min-side/log-ind");
	assert_see(get("/min-side"), "/min-side/log-ind");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_by_sms_opens_the_own_page),
		TEST(a_code_goes_the_way_it_was_asked_for),
		TEST(an_unknown_number_is_answered_alike),
		TEST(who_said_stop_gets_a_code_and_a_wrong_number_none),
		TEST(a_shared_telephone_opens_nobodys_page),
		TEST(who_is_no_citizen_gets_no_code),
		TEST(a_session_of_the_own_page_is_good_for_nothing_else),
		TEST(another_session_does_not_open_the_own_page),
		TEST(a_code_opens_what_it_was_asked_for),
		TEST(it_is_signed_out_after_half_an_hour_alone),
		TEST(who_signs_out_comes_back_to_the_code),
	};

	return cmocka_run_group_tests_name(
	    "own_signin_pages", tests, NULL, NULL);
}
