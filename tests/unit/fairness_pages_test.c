#include "request.h"

#include "fairness.h"
#include "person.h"

static void people(int count)
{
	for (int i = 0; i < count; i++)
		add_citizen("Lisbeth");
}

static void a_month_is_told_in_counts(void **state)
{
	(void)state;
	people(9);
	post_on("2026-03-05", 2);
	as(world.consultant);
	assert_page(get("/fordeling"), 200, "marts 2026");
	assert_page(get("/fordeling"), 200,
	    "<dt>Mennesker, der kunne spørges</dt><dd>10</dd>");
	assert_page(
	    get("/fordeling"), 200, "<dt>Forespørgsler til dem</dt><dd>2</dd>");
	assert_page(get("/fordeling"), 200, "<dd>0,800 ");
	assert_page(get("/fordeling"), 200, ">10 (100 %)</td>");
	assert_lacks(get("/fordeling"), "Lisbeth");
	assert_lacks(get("/fordeling"), "Måneden efter");
}

static void few_people_are_not_told_of(void **state)
{
	(void)state;
	people(3);
	post_on("2026-03-05", 2);
	as(world.consultant);
	assert_page(get("/fordeling"), 200,
	    "<dt>Mennesker, der kunne spørges</dt><dd>under 5</dd>");
	assert_page(get("/fordeling"), 200,
	    "<dt>Forespørgsler til dem</dt><dd>under 5</dd>");
	assert_page(get("/fordeling"), 200, ">under 5 (–)</td>");
	assert_page(get("/fordeling"), 200,
	    "<dt>Skævhed</dt><dd>Kan ikke siges om så få</dd>");
}

static void another_month_is_asked_for(void **state)
{
	(void)state;
	as(world.consultant);
	assert_page(get("/fordeling?maaned=2026-02"), 200, "februar 2026");
	assert_page(get("/fordeling?maaned=2026-02"), 200,
	    "href=\"/fordeling?maaned=2026-03\"");
	assert_page(get("/fordeling?maaned=2026-02"), 200,
	    "href=\"/fordeling?maaned=2026-01\"");
	/* What is no month, or is yet to come, is this one. */
	assert_page(get("/fordeling?maaned=2026-04"), 200, "marts 2026");
	assert_page(get("/fordeling?maaned=2026-13"), 200, "marts 2026");
	assert_page(get("/fordeling?maaned=x"), 200, "marts 2026");
}

static void a_leader_sees_it_and_a_mentor_does_not(void **state)
{
	int64_t leader = add_person("Lis", NULL, "lis@example.dk", "unknown");

	(void)state;
	db_begin(&c);
	person_give_role(&c, leader, world.municipality, ROLE_LEADER, 0);
	assert_int_equal(db_commit(&c), OK);
	as(leader);
	assert_page(get("/fordeling"), 200, phrase("fairness.title"));
	as(world.mentor);
	assert_int_equal(get("/fordeling").status, 404);
	assert_lacks(get("/venter"), "/fordeling");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_month_is_told_in_counts),
		TEST(few_people_are_not_told_of),
		TEST(another_month_is_asked_for),
		TEST(a_leader_sees_it_and_a_mentor_does_not),
	};

	return cmocka_run_group_tests_name("fairness_pages", tests, NULL, NULL);
}
