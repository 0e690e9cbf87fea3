/* "Mine timer og min løn", where hours are objected to with one's own number.
 */
#include "request.h"

#include <string.h>

#include "hours.h"

#define PAGE "/min-side/timer"

/* Amir was there on 5 March, and the bakery said so many minutes. */
static int64_t said(int64_t minutes)
{
	int64_t engagement = amir_comes("2026-03-05");

	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, minutes, "", world.bakery.contact),
	    OK);
	as_citizen(world.amir);
	return engagement;
}

static const char *path(int64_t engagement)
{
	return mem_printf(&c, PAGE "/%" PRId64, engagement);
}

static int64_t remembered(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h.remembered;
}

static void a_number_goes_with_the_objection_and_both_are_shown(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_page(get(PAGE), 200, "Passer timerne ikke torsdag 5/3?");
	assert_see(submit(path(engagement), "svar=ring&timer=2&minutter=30"),
	    "/min-side?gjort=husket");
	assert_page(
	    get("/min-side?gjort=husket"), 200, phrase("own_done.husket"));
	assert_int_equal(remembered(engagement), 150);
	assert_page(get(PAGE), 200,
	    "Stedet skrev 2 timer. Du husker det som 2 timer 30 min. Det");
	assert_lacks(get(PAGE), "name=\"minutter\"");
	assert_see(submit(path(engagement), "svar=ring&timer=3&minutter=0"),
	    "/min-side?gjort=allerede");
	assert_int_equal(remembered(engagement), 150);
}

static void without_a_number_it_is_an_objection_all_the_same(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_see(submit(path(engagement), "svar=ring&timer=&minutter="),
	    "/min-side?gjort=ring");
	assert_int_equal(remembered(engagement), -1);
	assert_page(get(PAGE), 200, "Stedet skrev 2 timer. Det sker.");
	/* And may come after it. */
	assert_page(get(PAGE), 200, "Skriv, hvad du husker om torsdag 5/3");
	assert_see(submit(path(engagement), "svar=ring&timer=3&minutter="),
	    "/min-side?gjort=husket");
	assert_int_equal(remembered(engagement), 180);
}

static void what_is_no_number_is_shown_again(void **state)
{
	int64_t engagement = said(120);
	struct reply page;

	(void)state;
	page = submit(path(engagement), "svar=ring&timer=to&minutter=30");
	assert_page(page, 422, phrase("own_hours.wrong"));
	assert_page(page, 422, "value=\"to\"");
	assert_page(page, 422,
	    mem_printf(&c, "href=\"#timer-%" PRId64 "\"", engagement));
	assert_page(page, 422, "<details class=\"details d-print-none\" open>");
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "proposed");
	/* In another month it is that month's page. */
	at("2026-04-02T09:00");
	as_citizen(world.amir);
	assert_page(
	    submit(path(engagement), "svar=ring&timer=17"), 422, "marts 2026");
}

static void after_thirty_days_nothing_is_asked(void **state)
{
	said(120);

	(void)state;
	at("2026-04-04T14:00");
	as_citizen(world.amir);
	assert_lacks(
	    get(PAGE "?maaned=2026-03"), "Passer timerne ikke torsdag 5/3?");
}

static void nobody_reads_that_they_did_not_come(void **state)
{
	said(0);

	(void)state;
	assert_page(get(PAGE), 200, phrase("own_hours.disputed"));
	assert_lacks(get(PAGE), "Stedet skrev");
	assert_lacks(get(PAGE), "Skriv, hvad du husker om torsdag 5/3");
}

static void how_it_went_is_not_the_citizens_to_read_here(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_int_equal(hours_went(&c, engagement, "much"), OK);
	assert_lacks(get(PAGE), phrase("went.much"));
	assert_lacks(get("/min-side"), phrase("went.much"));
	/* In the copy of all there is, it is. */
	assert_page(get("/min-side/alt"), 200, phrase("export_word.much"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_number_goes_with_the_objection_and_both_are_shown),
		TEST(without_a_number_it_is_an_objection_all_the_same),
		TEST(what_is_no_number_is_shown_again),
		TEST(after_thirty_days_nothing_is_asked),
		TEST(nobody_reads_that_they_did_not_come),
		TEST(how_it_went_is_not_the_citizens_to_read_here),
	};

	return cmocka_run_group_tests_name(
	    "own_hours_pages", tests, NULL, NULL);
}
