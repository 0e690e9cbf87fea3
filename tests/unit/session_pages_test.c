/* One's own sessions: who may end them. */
#include "request.h"

static void people_end_only_their_own_sessions(void **state)
{
	int64_t mine, theirs;

	(void)state;
	as(world.consultant);
	theirs = one(SQL("SELECT max(id) FROM session"), NO_BIND);
	as(world.mentor);
	mine = one(SQL("SELECT max(id) FROM session"), NO_BIND);
	assert_page(get("/mine-log-ind"), 200, "(her)");
	assert_int_equal(
	    submit(mem_printf(&c, "/mine-log-ind/%" PRId64, theirs), "").status,
	    404);
	assert_int_equal(one(SQL("SELECT count(*) FROM session WHERE id = $1"),
			     BIND(INT(theirs))),
	    1);
	assert_see(submit(mem_printf(&c, "/mine-log-ind/%" PRId64, mine), ""),
	    "/mine-log-ind");
	assert_see(get("/mine-log-ind"), "/log-ind");
}

static void everywhere_else_is_signed_out_with_one_press(void **state)
{
	(void)state;
	as(world.mentor);
	as(world.mentor);
	assert_page(get("/mine-log-ind"), 200, "Log af alle andre steder");
	assert_see(submit("/mine-log-ind/andre", ""), "/mine-log-ind");
	assert_lacks(get("/mine-log-ind"), "Log af alle andre steder");
	assert_int_equal(one(SQL("SELECT count(*) FROM session WHERE"
				 " person_id = $1"),
			     BIND(INT(world.mentor))),
	    1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_end_only_their_own_sessions),
		TEST(everywhere_else_is_signed_out_with_one_press),
	};

	return cmocka_run_group_tests_name("session_pages", tests, NULL, NULL);
}
