#include "request.h"

#include <string.h>

#include "settings.h"

#define DANISH_PAGE  "<html lang=\"da\">"
#define ENGLISH_PAGE "<html lang=\"en\">"

static void danish_is_what_nobody_asked_for(void **state)
{
	(void)state;
	assert_page(get("/log-ind"), 200, DANISH_PAGE);
	assert_page(get("/log-ind"), 200, "Send mig en kode");
	assert_page(get("/log-ind"), 200, "href=\"?lang=en\"");
	assert_null(get("/min-side/log-ind").cookie[0]);
}

static void the_browsers_wish_counts_least(void **state)
{
	(void)state;
	header("Accept-Language", "uk, en-GB;q=0.8, da;q=0.5");
	assert_page(get("/log-ind"), 200, ENGLISH_PAGE);
	header("Accept-Language", "da-DK,da;q=0.9,en;q=0.8");
	assert_page(get("/log-ind"), 200, DANISH_PAGE);
	header("Accept-Language", "uk, dan, e, *;q=0.1");
	assert_page(get("/log-ind"), 200, DANISH_PAGE);
}

static void a_persons_language_counts_more(void **state)
{
	(void)state;
	header("Accept-Language", "en");
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200, "Hej Amir");
	change(SQL("UPDATE person SET language = 'en' WHERE id = $1"),
	    BIND(INT(world.amir)));
	header("Accept-Language", "da");
	assert_page(get("/min-side"), 200, "Hello Amir");
}

static void what_was_said_before_counts_more(void **state)
{
	(void)state;
	as_citizen(world.amir);
	header(
	    "Cookie", mem_printf(&c, "%s; lang=en", header_of(NULL, "Cookie")));
	assert_page(get("/min-side"), 200, "Hello Amir");
	header("Cookie", "lang=english");
	assert_page(get("/log-ind"), 200, DANISH_PAGE);
	header("Cookie", "xlang=en; lang=xx");
	assert_page(get("/log-ind"), 200, DANISH_PAGE);
}

static void the_address_counts_most_and_is_remembered(void **state)
{
	struct reply r;

	(void)state;
	header("Cookie", "lang=da");
	r = get("/log-ind?lang=en");
	assert_page(r, 200, ENGLISH_PAGE);
	assert_non_null(strstr(r.cookie[0], "lang=en; Path=/; Max-Age="));
	header("Cookie", "lang=en");
	assert_null(get("/min-side/log-ind?lang=en").cookie[0]);
	assert_page(get("/log-ind?lang=da"), 200, DANISH_PAGE);
	assert_null(get("/min-side/log-ind?lang=xx").cookie[0]);
	site.https = true;
	assert_non_null(strstr(
	    get("/log-ind?lang=da").cookie[0], "__Host-lang=da; Path=/"));
	site.https = false;
}

static void the_switch_keeps_the_page_and_what_its_address_says(void **state)
{
	(void)state;
	as_citizen(world.amir);
	assert_page(get("/min-side/timer?maaned=2026-02&lang=da"), 200,
	    "href=\"?lang=en&amp;maaned=2026-02\"");
	assert_page(get("/min-side/timer?maaned=2026-02&lang=en"), 200,
	    "href=\"?lang=da&amp;maaned=2026-02\"");
	assert_page(get("/log-ind?x=%22%3E%3Cb%3E"), 200,
	    "href=\"?lang=en&amp;x=%22%3E%3Cb%3E\"");
}

static void no_switch_leads_away_from_what_was_typed(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_lacks(submit("/opgaver/tjek", "titel=x"), "lang=en");
	assert_page(submit("/firma", "fornavn="), 422, "href=\"?lang=en\"");
}

/* ---- what is said ---- */

static void a_page_is_english_throughout(void **state)
{
	(void)state;
	as_citizen(world.amir);
	post_on("2026-03-05", 1);
	assert_page(
	    get("/min-side?lang=en"), 200, "Thursday 5 March 9:00-12:00");
	assert_page(get("/min-side?lang=en"), 200, "Monday at 11:00");
	assert_page(get("/min-side?lang=en"), 200,
	    "<li class=\"capital\">"
	    "Monday 7:00-18:00</li>");
	assert_page(get("/min-side/timer?lang=en"), 200, "March 2026");
	assert_page(get("/min-side?lang=en"), 200, "id=\"indhold\">");
}

static void what_is_not_translated_is_danish_in_an_english_frame(void **state)
{
	(void)state;
	assert_page(get("/derfor?lang=en"), 200, ENGLISH_PAGE);
	assert_page(get("/derfor?lang=en"), 200, "id=\"indhold\" lang=\"da\"");
	assert_page(get("/derfor?lang=en"), 200, "Accessibility statement");
	as(world.mentor);
	assert_page(submit(mem_printf(&c, "/timer-om-ugen/%" PRId64 "?lang=en",
			       world.amir),
			"timer=x"),
	    422, "<span class=\"sr-only\">Fejl: </span>");
}

static void errors_are_in_the_language_of_who_made_them(void **state)
{
	(void)state;
	assert_page(get("/findes-ikke?lang=en"), 404, "There is no such page");
	as(world.bakery.contact);
	assert_page(get("/opgaver/7?lang=en"), 404, "There is no such page");
	assert_page(submit("/log-ind?lang=en", "email=x"), 422,
	    "Write an e-mail address");
	assert_page(submit("/log-ind?lang=en", "email=x"), 422,
	    "Put one thing right to go on");
}

static void what_is_sent_stays_danish(void **state)
{
	(void)state;
	as_citizen(world.amir);
	change(SQL("UPDATE person SET language = 'en' WHERE id = $1"),
	    BIND(INT(world.amir)));
	assert_int_equal(get("/min-side").status, 200);
	next();
	c.language = DANISH;
	assert_string_equal(
	    clock_day(&c, instant("2026-03-05T09:00")), "torsdag 5/3");
	c.language = ENGLISH;
	assert_string_equal(
	    clock_day_short(&c, instant("2026-03-05T09:00")), "Thu 5 March");
	assert_string_equal(clock_moment(&c, instant("2026-03-05T09:05")),
	    "Thursday 5 March at 09:05");
	assert_string_equal(clock_span(&c, instant("2026-03-05T09:30"),
				instant("2026-03-05T12:00")),
	    "9:30-12:00");
	c.language = DANISH;
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(danish_is_what_nobody_asked_for),
		TEST(the_browsers_wish_counts_least),
		TEST(a_persons_language_counts_more),
		TEST(what_was_said_before_counts_more),
		TEST(the_address_counts_most_and_is_remembered),
		TEST(the_switch_keeps_the_page_and_what_its_address_says),
		TEST(no_switch_leads_away_from_what_was_typed),
		TEST(a_page_is_english_throughout),
		TEST(what_is_not_translated_is_danish_in_an_english_frame),
		TEST(errors_are_in_the_language_of_who_made_them),
		TEST(what_is_sent_stays_danish),
	};

	return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
