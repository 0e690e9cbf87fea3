#include "request.h"

#include <string.h>

#include "hours.h"

static void a_month_is_shown_by_person_with_its_sum(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	struct reply page;

	(void)state;
	at("2026-03-05T13:00");
	as(world.bakery.contact);
	page = get("/timer");
	assert_page(page, 200, "Amir");
	assert_non_null(strstr(page.body, "marts 2026"));
	assert_non_null(strstr(page.body, "torsdag 5/3 kl 9-12"));
	assert_non_null(strstr(page.body, "3 timer"));
	assert_non_null(strstr(page.body, phrase("payroll.2")));
	assert_non_null(strstr(page.body, "Dette er ikke en lønseddel."));
	assert_non_null(strstr(page.body, "Ikke alle timer er klar"));
	assert_null(strstr(page.body, "Haddad"));
	/* What nobody has said is in no sum. */
	assert_null(strstr(page.body, "I alt: "));
	next();
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	next();
	assert_int_equal(hours_agree(&c, engagement), OK);
	page = get("/timer?maaned=2026-03");
	assert_page(page, 200, phrase("payroll.0"));
	assert_null(strstr(page.body, "Ikke alle timer er klar"));
	assert_non_null(strstr(page.body, "I alt: 3 timer, 435 kr."));
}

static void an_empty_month_says_so(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_page(get("/timer?maaned=2026-02"), 200, "ingen timer i denne");
	assert_lacks(get("/timer?maaned=2026-02"), "regneark");
	/* What is no month, or is yet to come, is this one. */
	assert_page(get("/timer?maaned=2026-13"), 200, "marts 2026");
	assert_page(get("/timer?maaned=2026-04"), 200, "marts 2026");
	assert_page(get("/timer?maaned=%3Cb%3E"), 200, "marts 2026");
}

static void a_month_is_taken_away_as_a_file(void **state)
{
	struct reply file;

	(void)state;
	amir_comes("2026-03-05");
	change(SQL("UPDATE task SET title = '=1+1;\"æ\"'"), NO_BIND);
	at("2026-03-05T13:00");
	as(world.bakery.contact);
	file = get("/timer/fil?maaned=2026-03");
	assert_int_equal(file.status, 200);
	assert_string_equal(file.type, "text/csv; charset=utf-8");
	assert_string_equal(
	    file.disposition, "attachment; filename=\"timer-2026-03.csv\"");
	assert_int_equal(strncmp(file.body, "\xEF\xBB\xBFNavn;Opgave;", 15), 0);
	assert_non_null(strstr(
	    file.body, ";2026-03-05;09:00;12:00;3,00;145,00;435,00;2026-"));
	assert_non_null(strstr(file.body, "=1+1;\"\"æ\"\"\""));
}

static void files_have_a_limit_of_their_own(void **state)
{
	(void)state;
	c.now += 40 * DAY; /* the table outlives the tests before */
	as(world.bakery.contact);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(get("/timer/fil").status, 200);
		next();
	}
	assert_int_equal(get("/timer/fil").status, 429);
	assert_int_equal(get("/timer").status, 200);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_month_is_shown_by_person_with_its_sum),
		TEST(an_empty_month_says_so),
		TEST(a_month_is_taken_away_as_a_file),
		TEST(files_have_a_limit_of_their_own),
	};

	return cmocka_run_group_tests_name("payroll_pages", tests, NULL, NULL);
}
