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

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everybody_begins_at_their_own_page),
	};

	return cmocka_run_group_tests_name("home_pages", tests, NULL, NULL);
}
