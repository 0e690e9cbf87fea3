/* What a firm sees of what has happened to its task, and what it never does. */
#include "request.h"

#include <string.h>

#include "cancel.h"
#include "hours.h"
#include "timeline.h"

/* "posted opened agreed": what, in its order. */
static const char *words_of(int64_t task)
{
	const char *words = "";
	size_t count;
	const struct timeline *all = timeline_of(&c, task, &count);

	for (size_t i = 0; i < count; i++)
		words = mem_printf(
		    &c, "%s%s%s", words, i > 0 ? " " : "", all[i].what);
	return words;
}

static void it_grows_with_what_happens(void **state)
{
	int64_t task = post_on("2026-03-05", 1), engagement;

	(void)state;
	assert_string_equal(words_of(task), "posted opened");
	at("2026-03-02T10:00");
	answers(task, world.amir, SAY_YES);
	assert_string_equal(words_of(task), "posted opened agreed");
	engagement = engagement_for(task, world.amir);
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 150, "", world.bakery.contact), OK);
	assert_string_equal(words_of(task), "posted opened agreed hours");
}

static void nobody_sees_a_no_or_an_afbud(void **state)
{
	int64_t ida = add_citizen("Ida");
	int64_t task = post_on("2026-03-03", 1);

	(void)state;
	answers(task, world.amir, SAY_YES);
	answers(task, ida, SAY_NO);
	db_begin(&c);
	engagement_give_up(&c, engagement_for(task, world.amir));
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(words_of(task), "posted opened");
}

static struct reply page_of(int64_t task)
{
	return get(mem_printf(&c, "/opgaver/%" PRId64, task));
}

static void a_page_tells_it(void **state)
{
	const struct cancel why = {
		.reason = "ordre", .words = "", .by = world.bakery.contact
	};
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	answers(task, world.amir, SAY_YES);
	as(world.bakery.contact);
	assert_page(
	    page_of(task), 200, "mandag 2/3 kl 09:00: Opgaven blev oprettet.");
	assert_page(page_of(task), 200, "Amir sagde ja.");
	assert_int_equal(cancel_task(&c, task, &why), OK);
	next();
	assert_page(page_of(task), 200, ": Aflyst.");
	assert_lacks(page_of(task), "Amir");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_grows_with_what_happens),
		TEST(nobody_sees_a_no_or_an_afbud),
		TEST(a_page_tells_it),
	};

	return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}
