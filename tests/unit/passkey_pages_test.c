#include "request.h"

#include <string.h>

#include "authenticator.h"
#include "settings.h"
#include "signin.h"

#define BROWSER "dddddddddddddddddddddddddd"

static struct authenticator phone;

/* The question that a page holds. */
static const char *question(struct reply page)
{
	const char *at = strstr(page.body, "data-challenge=\"");

	assert_non_null(at);
	at += strlen("data-challenge=\"");
	return mem_dup_n(&c, at, strcspn(at, "\""));
}

static const char *adding(const char *name)
{
	const struct passkey_new n = authenticator_create(
	    &phone, world.mentor, question(get("/mine-log-ind")), NULL);

	return mem_printf(
	    &c, "navn=%s&klient=%s&attest=%s", name, n.client, n.attestation);
}

static int open_page(void **state)
{
	if (site_open(state) != 0)
		return -1;
	phone = authenticator_new();
	as(world.mentor);
	return 0;
}

static const char *answering(void)
{
	struct passkey_answer a;

	phone.count++;
	a = authenticator_get(
	    &phone, world.mentor, question(get("/log-ind")), NULL);
	return mem_printf(&c,
	    "noegle=%s&klient=%s&data=%s&underskrift=%s&hvem=%s", a.credential,
	    a.client, a.data, a.signature, a.handle);
}

static void a_key_is_added_named_and_removed(void **state)
{
	int64_t id;

	(void)state;
	assert_see(submit("/mine-log-ind/noegle", adding("Min+%22telefon%22")),
	    "/mine-log-ind");
	next();
	assert_page(get("/mine-log-ind"), 200, "Min &quot;telefon&quot;");
	id = one(SQL("SELECT id FROM passkey"), NO_BIND);
	assert_see(
	    submit(mem_printf(&c, "/mine-log-ind/noegle/%" PRId64, id), ""),
	    "/mine-log-ind");
	assert_int_equal(one(SQL("SELECT count(*) FROM passkey"), NO_BIND), 0);
}

static void what_cannot_be_added_is_said(void **state)
{
	(void)state;
	assert_page(submit("/mine-log-ind/noegle", "navn="), 422,
	    phrase("passkey.navn.wrong"));
	assert_page(submit("/mine-log-ind/noegle", "navn=x"), 422,
	    phrase("passkey.navn.refused"));
	assert_page(
	    submit("/mine-log-ind/noegle", "navn=x&klient=!&attest=%FF"), 422,
	    phrase("passkey.navn.refused"));
	assert_see(
	    submit("/mine-log-ind/noegle", adding("x")), "/mine-log-ind");
	assert_page(submit("/mine-log-ind/noegle", adding("x")), 422,
	    phrase("passkey.navn.taken"));
}

/* A question of one session is not another's to answer. */
static void a_key_is_added_where_it_was_asked_for(void **state)
{
	const char *form = adding("x");

	(void)state;
	as(world.consultant);
	assert_page(submit("/mine-log-ind/noegle", form), 422,
	    phrase("passkey.navn.refused"));
}

static void a_key_signs_in_from_the_first_page(void **state)
{
	struct reply r;

	(void)state;
	assert_see(
	    submit("/mine-log-ind/noegle", adding("x")), "/mine-log-ind");
	as(0);
	header("Cookie", "bid=" BROWSER);
	r = submit("/log-ind/noegle", answering());
	assert_see(r, "/");
	header("Cookie", mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";")));
	next();
	assert_int_equal(get("/opfoelgning").status, 200);
}

static void what_is_wrong_is_said_alike(void **state)
{
	static const char *const forms[] = { "", "noegle=x",
		"noegle=x&klient=e30&data=AA&underskrift=AA&hvem=AA",
		"klient=%00&data=!" };

	(void)state;
	as(0);
	header("Cookie", "bid=" BROWSER);
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct reply r = submit("/log-ind/noegle", forms[i]);

		assert_page(r, 422, phrase("passkey.refused"));
		assert_null(r.cookie[0]);
	}
	/* A key that nobody has, though all else is right. */
	assert_page(submit("/log-ind/noegle", answering()), 422,
	    phrase("passkey.refused"));
}

static void a_browser_without_a_cookie_gets_one_with_the_question(void **state)
{
	struct reply r;

	(void)state;
	as(0);
	r = get("/log-ind");
	assert_non_null(r.cookie[0]);
	assert_int_equal(strncmp(r.cookie[0], "bid=", 4), 0);
	header("Cookie", "bid=" BROWSER);
	assert_null(get("/log-ind").cookie[0]);
	/* Where there are no keys nothing is asked. */
	header("Cookie", NULL);
	settings.public_url = "http://127.0.0.1:8080";
	assert_null(get("/log-ind").cookie[0]);
	assert_lacks(get("/log-ind"), "data-passkey");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_page, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_key_is_added_named_and_removed),
		TEST(what_cannot_be_added_is_said),
		TEST(a_key_is_added_where_it_was_asked_for),
		TEST(a_key_signs_in_from_the_first_page),
		TEST(what_is_wrong_is_said_alike),
		TEST(a_browser_without_a_cookie_gets_one_with_the_question),
	};

	return cmocka_run_group_tests_name("passkey_pages", tests, NULL, NULL);
}
