#include "chain.h"

#include <string.h>

static void the_log_says_it_in_words(void **state)
{
	(void)state;
	as(world.mentor);
	get(ceiling_page());
	as(karen);
	next();
	assert_page(get("/log"), 200, "2026-03-02 09:00");
	assert_page(get("/log"), 200, "Så: Timer om ugen");
	assert_page(get("/log"), 200, "Jonas Prøve");
	assert_page(get("/log"), 200, ">Amir Prøve</a>");
	assert_page(get("/log"), 200, "Så: Hvem har set hvad");
}

static const char *about_amir(void)
{
	return mem_printf(&c, "/log?borger=%" PRId64, world.amir);
}

static void a_citizen_is_found_by_name(void **state)
{
	(void)state;
	as(world.mentor);
	get(ceiling_page());
	get("/venter");
	as(karen);
	next();
	assert_see(submit("/log", "navn=am"), about_amir());
	assert_int_equal(noted(karen, AUDIT_DID, "/log", 0), 0);
	next();
	assert_page(get(about_amir()), 200, "Så: Timer om ugen");
	assert_lacks(get(about_amir()), "Så: Venter på et menneske");
	add_citizen("Amina");
	assert_see(submit("/log", "navn=am"),
	    mem_printf(&c, "/log?borgere=%" PRId64 ",%" PRId64 "#fundet",
		world.amir,
		one(SQL("SELECT max(person_id) FROM citizen"), NO_BIND)));
	assert_page(get(mem_printf(&c, "/log?borgere=%" PRId64, world.amir)),
	    200, ">Amir Prøve</a></li>");
}

static void searches_have_a_limit_of_their_own(void **state)
{
	(void)state;
	c.now += 40 * DAY; /* the table outlives the tests before */
	as(karen);
	for (int i = 0; i < 120; i++) {
		assert_int_equal(submit("/log", "navn=xx").status, 303);
		next();
	}
	assert_page(submit("/log", "navn=xx"), 429, phrase("error.429"));
	assert_int_equal(get("/log").status, 200);
}

static void older_rows_are_on_the_next_page(void **state)
{
	const char *at;

	(void)state;
	as(world.mentor);
	for (int i = 0; i < 60; i++) {
		next();
		get(i == 0 ? ceiling_page() : "/venter");
	}
	as(karen);
	next();
	assert_lacks(get("/log"), "Timer om ugen");
	at = strstr(get("/log").body, "/log?foer=");
	assert_non_null(at);
	at = mem_dup_n(&c, at, strcspn(at, "\""));
	assert_page(get(at), 200, "Så: Timer om ugen");
	assert_page(get(at), 200, "Nyeste");
}

/* As audit_notes() has it: what staff open, and what they do. */
static void every_page_that_is_noted_has_a_name(void **state)
{
	int noted = 0;

	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		if ((r->who & STAFF) == 0 ||
		    (r->who & (EMPLOYER | NOBODY)) != 0)
			continue;
		noted++;
		if (phrase_or(mem_printf(&c, "audit_page.%s", r->path), NULL) ==
		    NULL)
			fail_msg("%s has no name in /log", r->path);
	}
	assert_true(noted > 15);
}

static void who_is_erased_has_no_name_there(void **state)
{
	(void)state;
	as(world.mentor);
	get(ceiling_page());
	as(karen);
	db_begin(&c);
	audit_note(&c,
	    &(struct audit) { .municipality = world.municipality,
		.deed = AUDIT_ERASED,
		.person = 5 });
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_page(get("/log"), 200, phrase("audit.gone"));
	assert_page(get("/log"), 200, phrase("audit.deed.erased"));
}

static void only_admins_and_leaders_see_it(void **state)
{
	const int64_t others[] = { world.mentor, world.consultant,
		world.bakery.contact };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		as(others[i]);
		assert_int_equal(get("/log").status, 404);
		next();
	}
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_admin, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_log_says_it_in_words),
		TEST(a_citizen_is_found_by_name),
		TEST(searches_have_a_limit_of_their_own),
		TEST(older_rows_are_on_the_next_page),
		TEST(every_page_that_is_noted_has_a_name),
		TEST(who_is_erased_has_no_name_there),
		TEST(only_admins_and_leaders_see_it),
	};

	return cmocka_run_group_tests_name("audit_pages", tests, NULL, NULL);
}
