#include "request.h"

#include "person.h"

static const char *page(void)
{
	return mem_printf(&c, "/timer-om-ugen/%" PRId64, world.amir);
}

static int two_hours(void **state)
{
	if (site_open(state) != 0)
		return -1;
	change(SQL("UPDATE citizen SET ceiling_minutes = 120"), NO_BIND);
	as(world.mentor);
	return 0;
}

static int64_t ceiling_now(void)
{
	return one(SQL("SELECT ceiling_minutes FROM citizen"
		       " WHERE person_id = $1"),
	    BIND(INT(world.amir)));
}

static void a_mentor_writes_down_what_was_agreed(void **state)
{
	(void)state;
	assert_page(get(page()), 200,
	    "Vi spørger om højst 2 timer om ugen."
	    " Næste trin er 4 timer.");
	assert_page(get(page()), 200, "name=\"timer\" value=\"4\"");
	assert_see(
	    submit(page(), "timer=4&dag=2026-03-02&maade=2&grund=&foer=120"),
	    page());
	assert_int_equal(ceiling_now(), 240);
	assert_page(get(page()), 200, "Fra 2 timer til 4 timer om ugen");
	assert_page(get(page()), 200, "Aftalt 2026-03-02, i telefon.");
}

static void a_jump_asks_for_a_reason(void **state)
{
	(void)state;
	assert_page(
	    submit(page(), "timer=6&dag=2026-03-02&maade=1&grund=&foer=120"),
	    422, phrase("ceiling.grund.missing"));
	assert_int_equal(ceiling_now(), 120);
	assert_see(submit(page(),
		       "timer=6&dag=2026-03-02&maade=1&grund=Beder+om+det"
		       "&foer=120"),
	    page());
	assert_page(get(page()), 200, "Grund: Beder om det");
}

static void what_is_missing_is_said_where_it_is(void **state)
{
	(void)state;
	assert_page(submit(page(), "timer=4&dag=2026-03-02&grund=&foer=120"),
	    422, phrase("ceiling.maade.wrong"));
	assert_page(
	    submit(page(), "timer=4&dag=2026-03-03&maade=1&grund=&foer=120"),
	    422, phrase("ceiling.dag.far"));
	assert_page(
	    submit(page(), "timer=2&dag=2026-03-02&maade=1&grund=&foer=120"),
	    422, phrase("ceiling.timer.same"));
	assert_page(
	    submit(page(), "timer=40&dag=2026-03-02&maade=1&grund=&foer=120"),
	    422, phrase("ceiling.timer.wrong"));
	change(SQL("DELETE FROM rule WHERE name = 'ceiling_most'"), NO_BIND);
	assert_page(
	    submit(page(), "timer=4&dag=2026-03-02&maade=1&grund=x&foer=120"),
	    422, phrase("ceiling.timer.top"));
	assert_lacks(get(page()), "Næste trin");
	assert_int_equal(ceiling_now(), 120);
}

static void an_old_page_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(
	    submit(page(), "timer=4&dag=2026-03-02&maade=1&grund=&foer=60")
		.status,
	    409);
	assert_int_equal(ceiling_now(), 120);
}

static void another_mentors_citizen_is_not_there(void **state)
{
	int64_t sanne = add_person(
	    "Sanne", NULL, "sanne@example.dk", "unknown");

	(void)state;
	db_begin(&c);
	person_give_role(&c, sanne, world.municipality, ROLE_MENTOR, 0);
	assert_int_equal(db_commit(&c), OK);
	as(sanne);
	assert_int_equal(get(page()).status, 404);
	assert_int_equal(
	    submit(page(), "timer=4&dag=2026-03-02&maade=1&grund=&foer=120")
		.status,
	    404);
	assert_int_equal(ceiling_now(), 120);
}

static void the_follow_up_leads_to_it(void **state)
{
	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 480"), NO_BIND);
	amir_comes("2026-03-05");
	assert_page(get("/opfoelgning"), 200, page());
	assert_page(get("/opfoelgning"), 200, "Højst 8 timer om ugen.");
	change(SQL("UPDATE citizen SET mentor_id = $1"),
	    BIND(INT(world.consultant)));
	next();
	assert_page(get("/opfoelgning"), 200, "Amir");
	assert_lacks(get("/opfoelgning"), "/timer-om-ugen/");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, two_hours, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mentor_writes_down_what_was_agreed),
		TEST(a_jump_asks_for_a_reason),
		TEST(what_is_missing_is_said_where_it_is),
		TEST(an_old_page_changes_nothing),
		TEST(another_mentors_citizen_is_not_there),
		TEST(the_follow_up_leads_to_it),
	};

	return cmocka_run_group_tests_name("ceiling_pages", tests, NULL, NULL);
}
