/* What a change must be: from a page of ours, counted once however often it is
 * sent, and not done too often. */
#include "request.h"

#include <string.h>

#include "once.h"
#include "person.h"
#include "signin.h"
#include "wave.h"

#define KEY   "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char task[] =
    "funktion=pakning&titel=&niveau=2&dag=2026-03-05&fra=09:00&til=12:00"
    "&antal=1&loen=145&loendag=2026-03-31&sted=Bager+Bech"
    "&adresse=N%C3%B8rregade+4&postnr=7500&by=Holstebro"
    "&moedested=Bagindgangen";

static struct reply post_task(const char *key)
{
	return submit("/opgaver", mem_printf(&c, "%s&en_gang=%s", task, key));
}

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

/* ---- once ---- */

static void a_form_sent_twice_counts_once(void **state)
{
	const char *led;

	(void)state;
	as(world.bakery.contact);
	led = post_task(KEY).location;
	assert_non_null(strstr(led, "/opgaver/"));
	assert_see(post_task(KEY), led); /* a double click, back, a retry */
	assert_int_equal(tasks(), 1);
	wave_run(&c);
	assert_int_equal(one(SQL("SELECT count(*) FROM offer"), NO_BIND), 1);
	assert_string_not_equal(post_task(OTHER).location, led);
	assert_int_equal(tasks(), 2);
}

static void a_key_is_one_persons_and_one_pages(void **state)
{
	struct firm other = add_firm("Anden", true);

	(void)state;
	as(world.bakery.contact);
	post_task(KEY);
	as(other.contact);
	assert_int_equal(post_task(KEY).status, 303);
	assert_int_equal(tasks(), 2);
	assert_see(submit("/log-af", "en_gang=" KEY), "/");
	assert_see(get("/opgaver"), "/log-ind");
}

static void what_was_wrong_may_be_mended_and_sent_again(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_int_equal(
	    submit("/opgaver", "funktion=pakning&en_gang=" KEY).status, 422);
	assert_int_equal(one(SQL("SELECT count(*) FROM once"), NO_BIND), 0);
	assert_int_equal(post_task(KEY).status, 303);
	assert_int_equal(tasks(), 1);
}

static void a_deed_that_fails_is_not_remembered_as_done(void **state)
{
	(void)state;
	as(world.bakery.contact);
	change(SQL("CREATE TRIGGER no_task BEFORE INSERT ON task BEGIN"
		   " SELECT RAISE(ABORT, 'full'); END"),
	    NO_BIND);
	assert_int_equal(post_task(KEY).status, 503);
	next();
	assert_int_equal(one(SQL("SELECT count(*) FROM once"), NO_BIND), 0);
	change(SQL("DROP TRIGGER no_task"), NO_BIND);
	assert_int_equal(post_task(KEY).status, 303);
	assert_int_equal(tasks(), 1);
}

static void each_page_has_a_key_of_its_own(void **state)
{
	const char *first, *second;

	(void)state;
	as(world.bakery.contact);
	first = strstr(get("/opgaver/ny").body, "name=\"en_gang\" value=\"");
	second = strstr(get("/opgaver/ny").body, "name=\"en_gang\" value=\"");
	assert_non_null(first);
	assert_int_equal(
	    strcspn(first + strlen("name=\"en_gang\" value=\""), "\""), 26);
	assert_memory_not_equal(first, second, 60);
}

static void the_key_itself_is_not_kept(void **state)
{
	(void)state;
	as(world.bakery.contact);
	post_task(KEY);
	assert_int_equal(one(SQL("SELECT count(*) FROM once WHERE key = $1"),
			     BIND(TEXT(KEY))),
	    0);
	c.now += ONCE_DAYS * DAY;
	once_forget(&c);
	assert_int_equal(one(SQL("SELECT count(*) FROM once"), NO_BIND), 1);
	c.now++;
	once_forget(&c);
	assert_int_equal(one(SQL("SELECT count(*) FROM once"), NO_BIND), 0);
}

/* ---- from a page of ours ---- */

static void a_change_of_another_origin_is_refused(void **state)
{
	static const struct {
		const char *origin;
		int status;
	} origins[] = { { "https://evil.example", 403 }, { "null", 403 },
		{ "https://smaajob.example.evil.dk", 403 },
		{ "smaajob.example", 403 }, { "ftp://smaajob.example", 403 },
		{ "https://smaajob.example:444", 403 },
		{ "https://SMAAJOB.example", 303 } };

	(void)state;
	header("Host", "smaajob.example");
	for (size_t i = 0; i < COUNT(origins); i++) {
		as(world.bakery.contact);
		header("Origin", origins[i].origin);
		assert_int_equal(
		    submit("/log-af", "").status, origins[i].status);
		header("Origin", NULL);
	}
}

static void anothers_token_is_no_token(void **state)
{
	const char *theirs;

	(void)state;
	as(world.mentor);
	theirs = mem_printf(&c, "csrf=%s", csrf());
	as(world.bakery.contact);
	header("Content-Type", "application/x-www-form-urlencoded");
	assert_int_equal(
	    send_body("/log-af", theirs, strlen(theirs)).status, 403);
	assert_int_equal(get("/opgaver").status, 200);
	theirs = mem_printf(&c, "csrf=%s&csrf=%s", csrf(), csrf());
	assert_int_equal(
	    send_body("/log-af", theirs, strlen(theirs)).status, 403);
}

static void two_cookies_of_a_name_are_nobody(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_int_equal(get("/opgaver").status, 200);
	site.https = true; /* then the name is another, and safer */
	assert_see(get("/opgaver"), "/log-ind");
	site.https = false;
	header("Cookie", "sid=" KEY "; sid=" OTHER);
	assert_see(get("/opgaver"), "/log-ind");
}

static void over_tls_cookies_are_bound_to_the_host(void **state)
{
	struct reply r;

	(void)state;
	site.https = true;
	r = submit("/log-ind", "email=jonas%40example.dk");
	site.https = false;
	assert_int_equal(strncmp(r.cookie[0], "__Host-bid=", 11), 0);
	assert_non_null(strstr(r.cookie[0], "; Path=/;"));
	assert_null(strstr(r.cookie[0], "Domain"));
}

static void assert_cookies_are_safe(const struct reply *r)
{
	for (int i = 0; i < COOKIES_MOST && r->cookie[i] != NULL; i++) {
		assert_int_equal(strncmp(r->cookie[i], "__Host-", 7), 0);
		assert_non_null(strstr(r->cookie[i], "; Path=/; "));
		assert_non_null(strstr(r->cookie[i], "; HttpOnly"));
		assert_non_null(strstr(r->cookie[i], "; SameSite=Lax; Secure"));
		assert_null(strstr(r->cookie[i], "Domain"));
	}
	assert_non_null(r->cookie[0]);
}

/* The browser's, the session's and its end, the language's: all there are. */
static void over_tls_every_cookie_is_safe(void **state)
{
	const char *form;
	struct reply r;
	char code[7];

	(void)state;
	site.https = true;
	r = get("/?lang=en");
	assert_cookies_are_safe(&r);
	r = submit("/log-ind", "email=firma1%40example.dk");
	assert_cookies_are_safe(&r);
	header("Cookie", mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";")));
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	r = submit("/log-ind/kode", mem_printf(&c, "kode=%s", code));
	assert_int_equal(strncmp(r.cookie[0], "__Host-sid=", 11), 0);
	assert_cookies_are_safe(&r);
	header("Cookie", mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";")));
	form = mem_printf(&c, "csrf=%s",
	    one_text(SQL("SELECT max(csrf) FROM session"), NO_BIND));
	r = send_body("/log-af", form, strlen(form));
	site.https = false;
	assert_see(r, "/");
	assert_cookies_are_safe(&r);
}

/* ---- not too often ---- */

static struct reply ask_code(int n)
{
	return submit(
	    "/log-ind", mem_printf(&c, "email=nr%d%%40example.dk", n));
}

static void one_address_asks_for_thirty_codes_an_hour(void **state)
{
	struct reply reply;

	(void)state;
	c.now += 10 * DAY; /* the table outlives the tests before */
	for (int i = 0; i < 30; i++) {
		assert_see(ask_code(i), "/log-ind/kode");
		next();
	}
	c.now += 600;
	reply = ask_code(30);
	assert_page(reply, 429, phrase("error.429"));
	assert_in_range(reply.again, 1, 3000);
	assert_non_null(strstr(reply.body, "kl "));
	c.now += reply.again;
	assert_see(ask_code(31), "/log-ind/kode");
}

static void a_person_posts_so_many_tasks_an_hour(void **state)
{
	int status = 303;

	(void)state;
	c.now += 20 * DAY;
	as(world.bakery.contact);
	for (int i = 0; status != 429 && i < 1000; i++) {
		status = submit("/opgaver", "").status;
		next();
		if (i < 120)
			assert_int_equal(status, 422);
	}
	assert_int_equal(status, 429);
	/* What sends nothing may still be done, and by others all of it. */
	assert_int_equal(get("/opgaver").status, 200);
	assert_int_equal(submit("/opgaver/tjek", "").status, 422);
	as(add_firm("Anden", true).contact);
	assert_int_equal(submit("/opgaver", "").status, 422);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_form_sent_twice_counts_once),
		TEST(a_key_is_one_persons_and_one_pages),
		TEST(what_was_wrong_may_be_mended_and_sent_again),
		TEST(a_deed_that_fails_is_not_remembered_as_done),
		TEST(each_page_has_a_key_of_its_own),
		TEST(the_key_itself_is_not_kept),
		TEST(a_change_of_another_origin_is_refused),
		TEST(anothers_token_is_no_token),
		TEST(two_cookies_of_a_name_are_nobody),
		TEST(over_tls_cookies_are_bound_to_the_host),
		TEST(over_tls_every_cookie_is_safe),
		TEST(one_address_asks_for_thirty_codes_an_hour),
		TEST(a_person_posts_so_many_tasks_an_hour),
	};

	return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
