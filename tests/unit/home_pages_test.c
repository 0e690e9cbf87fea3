#include "request.h"

static void everybody_begins_at_their_own_page(void **state)
{
	(void)state;
	assert_page(get("/"), 200, phrase("home.title"));
	as(world.bakery.contact);
	assert_see(get("/"), "/opgaver");
	as(world.mentor);
	assert_see(get("/"), "/opfoelgning");
	as(world.consultant);
	assert_see(get("/"), "/venter");
	assert_int_equal(get("/om").status, 200);
	assert_int_equal(get("/was").status, 200);
}

static void the_first_pay_is_told_to_anybody_in_steps(void **state)
{
	static const char *const told[] = { "skattekortet", "ATP", "12,5 %",
		"lønseddel", "eIndkomst", "P-nummer", "arbejdsskadeforsikring",
		"aldrig gennem portalen",
		"Vejledende. Spørg jeres revisor eller Skat.",
		"href=\"tel:+4520000000\"" };
	struct reply page = get("/foerste-loen");

	(void)state;
	for (size_t i = 0; i < COUNT(told); i++)
		assert_page(page, 200, told[i]);
	assert_lacks(page, "href=\"/timer\"");
	as(world.bakery.contact);
	assert_page(get("/foerste-loen"), 200, "href=\"/timer\">Timer og løn");
}

static void the_first_pay_is_linked_where_pay_is_thought_of(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	as(world.bakery.contact);
	assert_page(get("/timer"), 200, "href=\"/foerste-loen\"");
	assert_page(get(mem_printf(
			&c, "/opgaver/plads/%" PRId64 "/vilkaar", engagement)),
	    200, "href=\"/foerste-loen\"");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everybody_begins_at_their_own_page),
		TEST(the_first_pay_is_told_to_anybody_in_steps),
		TEST(the_first_pay_is_linked_where_pay_is_thought_of),
	};

	return cmocka_run_group_tests_name("home_pages", tests, NULL, NULL);
}
