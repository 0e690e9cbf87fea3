#include "chain.h"

#include <string.h>

#include "person.h"

static int as_admin(void **state)
{
	if (open_admin(state) != 0)
		return -1;
	as(karen);
	return 0;
}

static const char *page(void)
{
	return mem_printf(&c, "/borger/%" PRId64 "/slet", world.amir);
}

static bool erased(void)
{
	struct person p;

	next();
	assert_true(person_load(&c, world.amir, &p));
	return p.erased;
}

static void nobody_is_erased_without_their_name(void **state)
{
	(void)state;
	assert_page(get(page()), 200, "Det kan ikke gøres om");
	assert_page(submit(page(), ""), 422, phrase("erase.fornavn.wrong"));
	assert_page(
	    submit(page(), "fornavn=Ida"), 422, phrase("erase.fornavn.other"));
	assert_page(submit(page(), "fornavn=Am"), 422, "value=\"Am\"");
	assert_false(erased());
}

static void an_admin_erases_and_it_is_noted_by_whom(void **state)
{
	(void)state;
	assert_see(submit(page(), "fornavn=+amir+"), page());
	assert_true(erased());
	assert_int_equal(noted(karen, AUDIT_ERASED, "", world.amir), 1);
	assert_int_equal(
	    noted(karen, AUDIT_DID, "/borger/:id/slet", world.amir), 1);
	assert_page(get(page()), 200, "Personen er slettet");
	assert_lacks(get(page()), "name=\"fornavn\"");
	assert_int_equal(
	    one(SQL("SELECT municipality_id FROM audit WHERE deed = 'erased'"),
		NO_BIND),
	    world.municipality);
}

static void what_stands_in_the_way_is_said_and_nothing_done(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	assert_page(get(page()), 200, phrase("erase.agreement"));
	assert_lacks(get(page()), "name=\"fornavn\"");
	assert_page(
	    submit(page(), "fornavn=Amir"), 422, phrase("erase.agreement"));
	assert_false(erased());
	assert_int_equal(noted(karen, AUDIT_ERASED, "", world.amir), 0);
	change(SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
	next();
	assert_page(get(page()), 200, phrase("erase.course"));
}

static void it_asks_who_they_are(void **state)
{
	(void)state;
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_page(submit(page(), "fornavn=Amir"), 401, phrase("proof.title"));
	assert_false(erased());
}

static void only_an_admin_of_theirs_may(void **state)
{
	(void)state;
	as(world.consultant);
	assert_int_equal(get(page()).status, 404);
	assert_int_equal(submit(page(), "fornavn=Amir").status, 404);
	change(SQL("INSERT INTO municipality (id, name, helper, phone)"
		   " VALUES (7, 'Nabo', 'Ida', '4520000090')"),
	    NO_BIND);
	change(SQL("UPDATE citizen SET municipality_id = 7"), NO_BIND);
	as(karen);
	assert_int_equal(get(page()).status, 404);
	assert_int_equal(submit(page(), "fornavn=Amir").status, 404);
	assert_false(erased());
}

static void a_citizen_asks_for_it_and_an_admin_finds_the_way(void **state)
{
	(void)state;
	as_citizen(world.amir);
	assert_page(get("/min-side/alt"), 200, "action=\"/min-side/slet\"");
	assert_see(submit("/min-side/slet", ""), "/min-side?gjort=slet");
	submit("/min-side/slet", "");
	assert_page(get("/min-side?gjort=slet"), 200, phrase("own_done.slet"));
	assert_int_equal(waiting("erase"), 1);
	assert_false(erased());
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.erase"));
	assert_lacks(get("/venter"), page());
	as(karen);
	assert_page(get("/venter"), 200, page());
	submit(page(), "fornavn=Amir");
	next();
	assert_int_equal(waiting("erase"), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, as_admin, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_is_erased_without_their_name),
		TEST(an_admin_erases_and_it_is_noted_by_whom),
		TEST(what_stands_in_the_way_is_said_and_nothing_done),
		TEST(it_asks_who_they_are),
		TEST(only_an_admin_of_theirs_may),
		TEST(a_citizen_asks_for_it_and_an_admin_finds_the_way),
	};

	return cmocka_run_group_tests_name("erase_pages", tests, NULL, NULL);
}
