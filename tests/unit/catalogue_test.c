/* What we propose to firms fits where it is to stand: every line of it, with
 * the work functions of the demo. */
#include "request.h"

#include <string.h>

#include "base/sms_text.h"
#include "base/text.h"

#include "catalogue.h"
#include "person.h"
#include "settings.h"
#include "wording.h"
#include "work_function.h"

/* The demo's database in place of the small world's. */
static int demo_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	world_close(state);
	if (store_only_open(state) != 0)
		return -1;
	site.store = store;
	settings.limit_changes = settings.limit_codes = 100;
	return demo_fill(&c) == OK ? 0 : -1;
}

/* As the form would judge it, were it typed. */
static void assert_fits(const char *title)
{
	if (title[0] == '\0' || utf8_length(title) > TITLE_MOST)
		fail_msg(
		    "\"%s\" is not of 1 to %d characters", title, TITLE_MOST);
	if (!sms_size(title).gsm)
		fail_msg("\"%s\" has letters that no SMS has", title);
	if (wording_leaks(&c, title) != NULL ||
	    wording_commands(&c, title) != NULL)
		fail_msg("\"%s\" says %s%s", title, wording_leaks(&c, title),
		    wording_commands(&c, title));
	if (title[0] >= 'A' && title[0] <= 'Z')
		fail_msg("\"%s\" does not go on with a sentence", title);
}

static void every_function_has_two_to_four_wordings_that_fit(void **state)
{
	size_t count;
	const struct work_function *all = work_functions(&c, &count);

	(void)state;
	assert_true(count >= 20);
	for (size_t i = 0; i < count; i++) {
		const char *const *words = wordings(&c, all[i].key);
		size_t n = 0;

		for (; words[n] != NULL; n++)
			assert_fits(words[n]);
		if (n < 2 || n > 4)
			fail_msg("%s has %zu wordings", all[i].key, n);
	}
}

static void assert_has_words(const char *group, const char *trade)
{
	const char *key = mem_printf(&c, "%s.%s", group, trade);

	assert_non_null(phrase_or(key, NULL));
	c.language = ENGLISH;
	assert_string_not_equal(phrase_in(&c, key), phrase(key));
	c.language = DANISH;
}

static void every_piece_of_a_trade_is_a_task_that_fits(void **state)
{
	const char *const *all = trades(&c);
	size_t n = 0, count;
	struct work_function f;

	(void)state;
	for (; all[n] != NULL; n++) {
		const struct piece *pieces = pieces_of(&c, all[n], &count);

		if (count < 3 || count > 8)
			fail_msg("%s has %zu pieces", all[n], count);
		for (size_t i = 0; i < count; i++) {
			assert_fits(pieces[i].title);
			if (!work_function_load(&c, pieces[i].function, &f))
				fail_msg("%s.%zu: no function %s", all[n],
				    i + 1, pieces[i].function);
			assert_in_range(pieces[i].minutes, 30, 600);
		}
		assert_non_null(
		    phrase_or(mem_printf(&c, "trade.%s", all[n]), NULL));
		assert_has_words("trade_work", all[n]);
	}
	assert_true(n >= 10);
	pieces_of(&c, "wording", &count);
	assert_int_equal(count, 0);
}

static void what_is_no_function_has_none(void **state)
{
	(void)state;
	assert_null(wordings(&c, "findes ikke")[0]);
	assert_null(wordings(&c, "")[0]);
}

/* Without script they stand as a hint when the function is known; with it they
 * come with each of the choices. */
static void they_stand_by_the_field(void **state)
{
	struct reply r;

	(void)state;
	as(person_by_email(&c, "anne@bagerbech.example"));
	r = get("/opgaver/ny");
	assert_page(r, 200, "data-words=\"til jul · i poser");
	assert_page(r, 200,
	    "data-suggest=\"titel\" data-from=\"funktion\" "
	    "hidden");
	r = submit("/opgaver/tjek", "trin=1&funktion=pakning");
	assert_page(r, 422, "Fx: <span lang=\"da\">til jul · i poser");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, demo_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_function_has_two_to_four_wordings_that_fit),
		TEST(every_piece_of_a_trade_is_a_task_that_fits),
		TEST(what_is_no_function_has_none),
		TEST(they_stand_by_the_field),
	};

	return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
