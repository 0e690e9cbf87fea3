#include "request.h"

#include <string.h>

#include "settings.h"

/* ---- a change comes from our own page ---- */

static void a_change_needs_the_sessions_token(void **state)
{
	static const char *const forms[] = { "", "csrf=", "csrf=x",
		"csrf=aaaaaaaaaaaaaaaaaaaaaaaaaa", "x=1" };

	(void)state;
	as(world.bakery.contact);
	for (size_t i = 0; i < COUNT(forms); i++) {
		header("Content-Type", "application/x-www-form-urlencoded");
		assert_page(send_body("/log-af", forms[i], strlen(forms[i])),
		    403, phrase("error.403"));
	}
	assert_int_equal(get("/opgaver").status, 200);
	assert_see(submit("/log-af", ""), "/");
	assert_see(get("/opgaver"), "/log-ind");
}

static void a_change_from_another_site_is_refused(void **state)
{
	static const char *const from[] = { "cross-site", "same-site", "x" };

	(void)state;
	as(world.bakery.contact);
	for (size_t i = 0; i < COUNT(from); i++) {
		header("Sec-Fetch-Site", from[i]);
		assert_int_equal(submit("/log-af", "").status, 403);
		assert_int_equal(get("/opgaver").status, 200);
	}
	header("Sec-Fetch-Site", "same-origin");
	assert_int_equal(submit("/log-af", "").status, 303);
	/* Nor where nobody is signed in. */
	as(0);
	header("Sec-Fetch-Site", "cross-site");
	assert_int_equal(
	    submit("/log-ind", "email=jonas%40example.dk").status, 403);
}

static void a_body_that_is_no_form_is_refused(void **state)
{
	static const char *const types[] = { "", "text/plain",
		"multipart/form-data", "application/json" };

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		header("Content-Type", types[i]);
		assert_page(send_body("/log-ind", "email=x", 7), 400,
		    phrase("error.400"));
	}
	header(
	    "Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
	assert_int_equal(send_body("/log-ind", "email=x", 7).status, 422);
	assert_int_equal(send_body("/log-ind", "a%00=x", 6).status, 400);
}

/* ---- paths ---- */

static void what_is_no_path_is_not_there(void **state)
{
	static const char *const paths[] = { "/findes-ikke", "/opgaver/",
		"//opgaver", "/opgaver//ny", "/opgaver/ny/", "/OPGAVER", "",
		"opgaver", "/opgaver/abc", "/opgaver/-1", "/opgaver/1x",
		"/opgaver/+1", "/opgaver/12345678901234567", "/s", "/s/",
		"/opgaver/1/2", "/../opgaver", "/%6fpgaver" };

	(void)state;
	as(world.bakery.contact);
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(get(paths[i]).status, 404);
		next();
	}
}

static void what_a_path_cannot_is_said_so(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_page(submit("/opgaver/ny", ""), 405, phrase("error.405"));
	assert_page(get("/opgaver/tjek"), 405, phrase("error.405"));
	assert_page(submit("/healthz", ""), 405, phrase("error.405"));
	assert_string_equal(get("/opgaver/tjek").allow, "POST, OPTIONS");
	assert_string_equal(
	    submit("/opgaver/ny", "").allow, "GET, HEAD, OPTIONS");
	assert_null(get("/opgaver/ny").allow);
}

static struct reply ask_by(enum method method, const char *path)
{
	struct req r = {
		.ctx = &c, .method = method, .path = path, .header = header_of
	};

	return dispatch(&r);
}

static void what_a_path_can_is_told_to_anybody(void **state)
{
	(void)state;
	as(0);
	assert_int_equal(ask_by(OPTIONS, "/opgaver/ny").status, 204);
	assert_int_equal(ask_by(OPTIONS, "/opgaver/ny").length, 0);
	assert_string_equal(
	    ask_by(OPTIONS, "/opgaver/ny").allow, "GET, HEAD, OPTIONS");
	assert_string_equal(
	    ask_by(OPTIONS, "/opgaver").allow, "GET, HEAD, POST, OPTIONS");
	assert_string_equal(
	    ask_by(OPTIONS, "*").allow, "GET, HEAD, POST, OPTIONS");
	assert_int_equal(ask_by(OPTIONS, "/findes-ikke").status, 404);
	assert_int_equal(ask_by(OTHER, "/findes-ikke").status, 404);
	assert_int_equal(ask_by(OTHER, "/opgaver").status, 405);
}

static void a_query_that_is_unclean_is_refused(void **state)
{
	static const char *const unclean[] = { "/?a=%", "/?a=%00", "/?a=%ff",
		"/?a=1&a=1" };

	(void)state;
	for (size_t i = 0; i < COUNT(unclean); i++)
		assert_page(get(unclean[i]), 400, phrase("error.400"));
	assert_int_equal(get("/?a=1&b=%C3%A6").status, 200);
}

static void who_signs_out_is_forgotten(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_false(get("/opgaver").forget);
	assert_true(submit("/log-af", "").forget);
}

/* ---- cookies, errors ---- */

static void a_cookie_is_for_our_pages_alone(void **state)
{
	struct reply r = submit("/log-ind", "email=jonas%40example.dk");

	(void)state;
	assert_see(r, "/log-ind/kode");
	assert_non_null(strstr(
	    r.cookie[0], "; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"));
	assert_null(strstr(r.cookie[0], "Secure"));
	site.https = true;
	r = submit("/log-ind", "email=jonas%40example.dk");
	site.https = false;
	assert_non_null(strstr(r.cookie[0], "SameSite=Lax; Secure"));
}

static void each_error_has_its_page(void **state)
{
	static const struct {
		enum err err;
		int status;
	} errors[] = { { ERR_INVALID, 422 }, { ERR_FORBIDDEN, 403 },
		{ ERR_NOT_FOUND, 404 }, { ERR_CONFLICT, 409 },
		{ ERR_FAILED, 503 } };
	struct req r = { .ctx = &c, .path = "/" };

	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++)
		assert_page(reply_error(&r, errors[i].err), errors[i].status,
		    phrase(mem_printf(&c, "error.%d", errors[i].status)));
	assert_page(reply_status(&r, 599), 599, phrase("error.500"));
}

static void a_database_that_fails_is_said_so(void **state)
{
	(void)state;
	as(world.bakery.contact);
	change(SQL("ALTER TABLE shift RENAME TO elsewhere"), NO_BIND);
	assert_page(get("/opgaver"), 503, phrase("error.503"));
}

/* ---- beside the pages ---- */

static void machines_are_told_whether_we_are_alive(void **state)
{
	(void)state;
	assert_page(get("/healthz"), 200, "ok\n");
	assert_page(get("/readyz"), 503, "notifier silent");
	change(SQL("UPDATE notifier SET seen_at = $1"), BIND(INT(c.now)));
	assert_page(get("/readyz"), 200, "notifier running");
	c.now += 61;
	assert_page(get("/readyz"), 503, "notifier silent");
	change(SQL("ALTER TABLE notifier RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(get("/readyz").status, 503);
}

static void assets_are_kept_and_zipped(void **state)
{
	struct reply r = get("/assets/portal.css");

	(void)state;
	assert_int_equal(r.status, 200);
	assert_true(r.keep);
	assert_false(r.gzip);
	assert_string_equal(r.etag, "portal.css");
	header("Accept-Encoding", "gzip, br");
	r = get("/assets/portal.css");
	assert_true(r.gzip);
	assert_int_equal(r.length, 4);
	header("If-None-Match", "\"portal.css\"");
	assert_int_equal(get("/assets/portal.css").status, 304);
	assert_int_equal(get("/assets/findes-ikke").status, 404);
}

/* Neither what lies beside them nor what lies above. */
static void no_other_file_is_given_out(void **state)
{
	static const char *const paths[] = { "/assets", "/assets/",
		"/assets/manifest", "/assets/portal.css.gz", "/assets/.",
		"/assets/..", "/assets/../portal.css", "/assets/..%2fmanifest",
		"/assets/%2e%2e", "/assets/./portal.css", "/.git/config",
		"/.svn/entries", "/.env", "/smaajob.conf", "/smaajob.db",
		"/www/pages/home.html", "/docs/asvs.csv" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_page(get(paths[i]), 404, phrase("error.404"));
	assert_int_equal(get("/assets/portal.css").status, 200);
}

static void the_demo_is_only_there_with_folders(void **state)
{
	(void)state;
	assert_page(get("/demo"), 200, phrase("demo.title"));
	settings.sms_provider = "kannel";
	assert_int_equal(get("/demo").status, 404);
	assert_int_equal(
	    submit("/demo", "fra=4520000101&tekst=JA").status, 404);
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 0);
	settings.sms_provider = "folder";
	submit("/demo", "fra=4520000101&tekst=JA");
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_change_needs_the_sessions_token),
		TEST(a_change_from_another_site_is_refused),
		TEST(a_body_that_is_no_form_is_refused),
		TEST(what_is_no_path_is_not_there),
		TEST(what_a_path_cannot_is_said_so),
		TEST(what_a_path_can_is_told_to_anybody),
		TEST(a_query_that_is_unclean_is_refused),
		TEST(who_signs_out_is_forgotten),
		TEST(a_cookie_is_for_our_pages_alone),
		TEST(each_error_has_its_page),
		TEST(a_database_that_fails_is_said_so),
		TEST(machines_are_told_whether_we_are_alive),
		TEST(assets_are_kept_and_zipped),
		TEST(no_other_file_is_given_out),
		TEST(the_demo_is_only_there_with_folders),
	};

	return cmocka_run_group_tests_name("dispatch", tests, NULL, NULL);
}
