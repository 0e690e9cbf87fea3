#include "request.h"

#include <string.h>

#include "hook.h"
#include "link.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

/* A path of the route, with something that is not there in its parts. */
static const char *path_of(const struct route *route)
{
	const char *at = strchr(route->path, ':');
	const char *rest;

	if (at == NULL)
		return route->path;
	rest = strchr(at, '/');
	return mem_printf(&c, "%.*s7%s", (int)(at - route->path), route->path,
	    rest != NULL ? rest : "");
}

static struct reply ask_as(const struct route *route)
{
	return route->method == GET ? get(path_of(route))
				    : submit(path_of(route), "");
}

/* ---- who may ---- */

static void nobody_gets_only_what_is_for_anyone(void **state)
{
	int closed = 0;

	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		struct reply reply;

		if (r->who == ANYONE)
			continue;
		closed++;
		reply = ask_as(r);
		if (r->method == GET)
			assert_see(reply, "/log-ind");
		else
			assert_int_equal(reply.status, 403);
		next();
	}
	assert_true(closed >= 10);
}

/* The names of the handlers are not told apart by their answers, so what a
 * role may not is asked for, and answered as if it were not there. */
static void a_role_gets_nothing_of_another_role(void **state)
{
	const struct {
		int64_t person;
		enum who role;
	} users[] = { { world.bakery.contact, EMPLOYER },
		{ world.mentor, MENTOR }, { world.consultant, CONSULTANT } };

	(void)state;
	for (size_t i = 0; i < COUNT(users); i++) {
		as(users[i].person);
		for (const struct route *r = routes; r->path != NULL; r++) {
			if (r->who == ANYONE || (r->who & users[i].role) != 0)
				continue;
			assert_page(ask_as(r), 404, phrase("error.404"));
			next();
		}
	}
}

static void a_role_gets_its_own_pages(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_page(get("/opgaver"), 200, phrase("tasks.title"));
	assert_page(get("/opgaver/ny"), 200, phrase("task.title"));
	as(world.mentor);
	assert_page(get("/opfoelgning"), 200, phrase("followups.title"));
	assert_page(get("/venter"), 200, phrase("attention.title"));
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.title"));
}

static void who_lost_their_role_is_nobody(void **state)
{
	(void)state;
	as(world.mentor);
	assert_int_equal(get("/opfoelgning").status, 200);
	change(SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now)));
	assert_see(get("/opfoelgning"), "/log-ind");
}

static void a_session_that_is_none_is_nobody(void **state)
{
	static const char *const cookies[] = { "",
		"sid=", "sid=aaaaaaaaaaaaaaaaaaaaaaaaaa", "sid=x; bid=y" };

	(void)state;
	for (size_t i = 0; i < COUNT(cookies); i++) {
		header("Cookie", cookies[i]);
		assert_see(get("/opgaver"), "/log-ind");
	}
	as(world.bakery.contact);
	c.now += SESSION_MOST;
	assert_see(get("/opgaver"), "/log-ind");
}

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
	struct req r = { .ctx = &c, .method = method, .path = path };

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

static void another_firms_task_is_not_there(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	as(world.bakery.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, task)), 200,
	    "pakke varer til påske");
	as(other.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, task)), 404,
	    phrase("error.404"));
}

/* ---- the database ---- */

static void a_database_that_fails_is_said_so(void **state)
{
	(void)state;
	as(world.bakery.contact);
	change(SQL("ALTER TABLE shift RENAME TO elsewhere"), NO_BIND);
	assert_page(get("/opgaver"), 503, phrase("error.503"));
}

/* GET changes nothing, whoever asks, and for whatever there is. */
static void looking_changes_nothing(void **state)
{
	const int64_t users[] = { 0, world.bakery.contact, world.mentor,
		world.consultant };
	int64_t engagement = amir_comes("2026-03-05"), before, step;
	const char *offer_url, *hours_url;

	(void)state;
	at("2026-03-09T09:00");
	db_begin(&c);
	offer_url = link_url(&c, LINK_OFFER, world.amir,
	    one(SQL("SELECT offer_id FROM engagement"), NO_BIND), c.now + DAY);
	hours_url = link_url(
	    &c, LINK_HOURS, world.bakery.contact, engagement, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	step = one(SQL("SELECT min(id) FROM followup"), NO_BIND);
	for (size_t i = 0; i < COUNT(users); i++) {
		as(users[i]);
		db_begin(&c);
		before = one(SQL("SELECT total_changes()"), NO_BIND);
		assert_int_equal(db_commit(&c), OK);
		for (const struct route *r = routes; r->path != NULL; r++)
			if (r->method == GET && !r->hook)
				ask_as(r);
		get(strstr(offer_url, "/s/"));
		get(strstr(hours_url, "/t/"));
		get(mem_printf(&c, "/opgaver/%" PRId64,
		    one(SQL("SELECT id FROM task"), NO_BIND)));
		get(mem_printf(&c, "/opfoelgning/%" PRId64, step));
		db_begin(&c);
		assert_int_equal(
		    one(SQL("SELECT total_changes()"), NO_BIND), before);
		assert_int_equal(db_commit(&c), OK);
	}
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
		TEST(nobody_gets_only_what_is_for_anyone),
		TEST(a_role_gets_nothing_of_another_role),
		TEST(a_role_gets_its_own_pages),
		TEST(who_lost_their_role_is_nobody),
		TEST(a_session_that_is_none_is_nobody),
		TEST(a_change_needs_the_sessions_token),
		TEST(a_change_from_another_site_is_refused),
		TEST(a_body_that_is_no_form_is_refused),
		TEST(what_is_no_path_is_not_there),
		TEST(what_a_path_cannot_is_said_so),
		TEST(what_a_path_can_is_told_to_anybody),
		TEST(a_query_that_is_unclean_is_refused),
		TEST(who_signs_out_is_forgotten),
		TEST(another_firms_task_is_not_there),
		TEST(a_database_that_fails_is_said_so),
		TEST(looking_changes_nothing),
		TEST(a_cookie_is_for_our_pages_alone),
		TEST(each_error_has_its_page),
		TEST(machines_are_told_whether_we_are_alive),
		TEST(assets_are_kept_and_zipped),
		TEST(the_demo_is_only_there_with_folders),
	};

	return cmocka_run_group_tests_name("dispatch", tests, NULL, NULL);
}
