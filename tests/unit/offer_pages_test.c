#include "request.h"

#include <string.h>

#include "link.h"

static const char *offer_path(int64_t offer)
{
	const char *url;

	db_begin(&c);
	url = link_url(&c, LINK_OFFER, world.amir, offer, c.now + 30 * DAY);
	assert_int_equal(db_commit(&c), OK);
	return strstr(url, "/s/");
}

static void an_offer_is_answered_by_a_press(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));
	struct reply r;

	(void)state;
	assert_page(get(path), 200, "Amir");
	assert_page(get(path), 200, "value=\"ja\"");
	/* P19: no name beyond the first. */
	assert_lacks(get(path), "Prøve");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(submit(path, "svar=hvad").status, 422);
	assert_int_equal(submit(path, "").status, 422);
	assert_string_equal(offer_state(task, world.amir), "asked");
	r = submit(path, "svar=ja");
	assert_int_equal(r.status, 303);
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_page(get(path), 200, phrase("offer.won"));
	submit(path, "svar=nej");
	assert_string_equal(offer_state(task, world.amir), "given_up");
	assert_page(get(path), 200, phrase("offer.given_up"));
}

static void each_outcome_has_its_words(void **state)
{
	static const char *const states[] = { "held", "won", "no", "taken",
		"expired", "given_up", "withdrawn" };
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	for (size_t i = 0; i < COUNT(states); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(states[i])));
		assert_page(get(path), 200,
		    phrase(mem_printf(&c, "offer.%s", states[i])));
	}
}

static void a_link_that_is_over_says_what_to_do(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	c.now += 30 * DAY;
	assert_page(get(path), 410, phrase("link.gone"));
	assert_page(submit(path, "svar=ja"), 410, phrase("link.gone"));
	assert_page(
	    get("/s/aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404, phrase("link.gone"));
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void a_link_for_one_thing_does_no_other(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	assert_int_equal(get(mem_printf(&c, "/t%s", path + 2)).status, 404);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_offer_is_answered_by_a_press),
		TEST(each_outcome_has_its_words),
		TEST(a_link_that_is_over_says_what_to_do),
		TEST(a_link_for_one_thing_does_no_other),
	};

	return cmocka_run_group_tests_name("offer_pages", tests, NULL, NULL);
}
