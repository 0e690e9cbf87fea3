/* A series as its firm sees it: on the list, on its own page, called off and
 * made steady. */
#include "request.h"

#include "weekly.h"

static int open_series(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.bakery.contact);
	post_series("2026-03-05", "2026-03-26T00:00", 1);
	return 0;
}

static const char *series_path(const char *rest)
{
	return mem_printf(
	    &c, "/opgaver/serie/%" PRId64 "%s", date(0).series_id, rest);
}

static void it_is_one_line_on_the_list(void **state)
{
	struct reply r = get("/opgaver");

	(void)state;
	assert_page(r, 200, "Hver torsdag kl 9-12. Næste gang torsdag 5/3.");
	assert_page(r, 200, mem_printf(&c, "href=\"%s\"", series_path("")));
	assert_lacks(r, "12/3");
	at("2026-03-05T12:30");
	as(world.bakery.contact);
	assert_page(get("/opgaver"), 200, "Næste gang torsdag 12/3.");
	at("2026-04-05T12:30");
	as(world.bakery.contact);
	assert_page(get("/opgaver"), 200, "Sidst torsdag 26/3.");
}

static void its_page_has_each_date_and_who_comes(void **state)
{
	struct reply r;

	(void)state;
	assert_page(get(series_path("")), 200, "0 af 1 har sagt ja");
	answers(lead_task, world.amir, SAY_YES);
	r = get(series_path(""));
	assert_page(r, 200, "torsdag 26/3 kl 9-12");
	assert_page(r, 200, "<p>Amir</p>");
	assert_lacks(r, "0 af 1");
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, date(1).id)), 200,
	    series_path(""));
}

static void the_rest_is_called_off_in_one_press(void **state)
{
	const char *path = series_path("/aflys");

	(void)state;
	answers(lead_task, world.amir, SAY_YES);
	assert_page(get(path), 200, "fra torsdag 5/3 kl 9-12 og frem");
	assert_page(get(path), 200, "Amir har sagt ja");
	assert_page(
	    submit(path, "pris=0&ord="), 422, phrase("cancel.grund.wrong"));
	assert_see(submit(path, "pris=0&grund=vejr&ord="), series_path(""));
	assert_string_equal(date(3).state, "cancelled");
	/* Pressed twice it is done once. */
	assert_see(submit(path, "pris=0&grund=vejr&ord="), series_path(""));
	assert_lacks(get(series_path("")), path);
	assert_int_equal(left("cancelled", world.amir), 1);
}

static void it_may_be_made_steady_once(void **state)
{
	(void)state;
	assert_page(get(series_path("")), 200, phrase("series.fix.press"));
	assert_see(submit(series_path(""), ""), series_path(""));
	assert_see(submit(series_path(""), ""), series_path(""));
	assert_page(get(series_path("")), 200, "I bad om det mandag 2/3.");
	assert_lacks(get(series_path("")), phrase("series.fix.press"));
	as(world.consultant);
	assert_page(
	    get("/fordeling"), 200, "<dd>1 bad virksomhederne om i måneden");
	assert_page(get("/venter"), 200, phrase("attention.fixed"));
	assert_page(get("/venter"), 200, ", hver torsdag kl 9-12");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_series, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_one_line_on_the_list),
		TEST(its_page_has_each_date_and_who_comes),
		TEST(the_rest_is_called_off_in_one_press),
		TEST(it_may_be_made_steady_once),
	};

	return cmocka_run_group_tests_name("series pages", tests, NULL, NULL);
}
