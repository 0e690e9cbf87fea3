#include "request.h"

#include <string.h>

#include "hours.h"
#include "offer.h"
#include "terms.h"

static const char *path_of(int64_t engagement)
{
	return mem_printf(&c, "/opgaver/plads/%" PRId64 "/vilkaar", engagement);
}

static void the_draft_holds_what_we_know(void **state)
{
	static const char *const known[] = { "CVR ", "Nørregade 4, 7500",
		"torsdag 5/3 kl 9-12 (3 timer)", "145 kr. i timen", "Senest ",
		"senere end 24 timer før", "12,5 %", "ikke garanteret",
		"I gennemsnit 45 min om ugen", "højst 3 timer om ugen",
		"torsdag 12/3", "personnumre går fra hånd til hånd" };
	int64_t engagement = amir_comes("2026-03-05");
	struct reply page;

	(void)state;
	as(world.bakery.contact);
	page = get(path_of(engagement));
	for (size_t i = 0; i < COUNT(known); i++)
		assert_page(page, 200, known[i]);
}

static void what_we_may_not_know_is_a_line_to_fill_in(void **state)
{
	static const char *const lines[] = { "Fulde navn og adresse",
		"Ordning og bidrag, eller ingen", "Hvilken, og mellem hvem",
		"Varsel, og hvordan man siger op", "Dage og tidspunkter",
		"Forsikringsselskab", "Dato og underskrift, Amir" };
	int64_t engagement = amir_comes("2026-03-05");
	struct reply page;

	(void)state;
	as(world.bakery.contact);
	page = get(path_of(engagement));
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_page(
		    page, 200, mem_printf(&c, "class=\"blank\">%s", lines[i]));
	/* Nobody is named beyond the first name (P19). */
	assert_lacks(page, "Haddad");
}

static void more_than_three_hours_is_said(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	change(SQL("UPDATE shift SET ends_at = starts_at + 721 * 60"), NO_BIND);
	as(world.bakery.contact);
	assert_page(
	    get(path_of(engagement)), 200, "I gennemsnit 3 timer om ugen");
	assert_lacks(get(path_of(engagement)), "mere end 3 timer om ugen");
	next();
	change(SQL("UPDATE shift SET ends_at = starts_at + 724 * 60"), NO_BIND);
	assert_page(get(path_of(engagement)), 200, "mere end 3 timer om ugen");
}

static void it_is_linked_from_the_tasks_page(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	int64_t task = one(SQL("SELECT task_id FROM engagement"), NO_BIND);

	(void)state;
	as(world.bakery.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, task)), 200,
	    path_of(engagement));
}

static void that_they_were_given_is_kept_and_shown_to_both(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path = path_of(engagement);

	(void)state;
	as(world.bakery.contact);
	assert_lacks(get(path), "har fået vilkårene");
	assert_see(submit(path, ""), path);
	assert_page(get(path), 200, "mandag 2/3, at Amir har fået vilkårene");
	assert_lacks(get(path), "Vi har givet vilkårene</button>");
	assert_see(submit(path, ""), path);
	next();
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200,
	    "Du har fået dine vilkår på skrift fra Bager Bech den 2/3.");
}

static void what_does_not_stand_has_no_terms(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	as(world.bakery.contact);
	assert_int_equal(get(path_of(engagement)).status, 404);
	assert_int_equal(submit(path_of(engagement), "").status, 404);
}

static void without_a_rule_no_limit_is_guessed(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'cancel_hours'"), NO_BIND);
	as(world.bakery.contact);
	assert_lacks(get(path_of(engagement)), "Aflyser virksomheden");
	assert_page(get(path_of(engagement)), 200, "Så lang tid i forvejen");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_draft_holds_what_we_know),
		TEST(what_we_may_not_know_is_a_line_to_fill_in),
		TEST(more_than_three_hours_is_said),
		TEST(it_is_linked_from_the_tasks_page),
		TEST(that_they_were_given_is_kept_and_shown_to_both),
		TEST(what_does_not_stand_has_no_terms),
		TEST(without_a_rule_no_limit_is_guessed),
	};

	return cmocka_run_group_tests_name("terms_pages", tests, NULL, NULL);
}
