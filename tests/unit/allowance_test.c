#include "request.h"

#include "allowance.h"
#include "attention.h"
#include "hours.h"
#include "municipality.h"
#include "offer.h"

/* ---- figures ---- */

static void what_is_over_is_what_the_rest_does_not_hold(void **state)
{
	(void)state;
	assert_int_equal(allowance_over(250000, 0, 250000), 0);
	assert_int_equal(allowance_over(250000, 0, 250001), 1);
	assert_int_equal(allowance_over(250000, 200000, 50000), 0);
	assert_int_equal(allowance_over(250000, 200000, 60000), 10000);
	assert_int_equal(allowance_over(250000, 300000, 60000), 60000);
}

/* Worked examples: a free amount of 2,500 or 5,000 kr. a month, 65 percent of
 * the rest, and a state that refunds 20 percent. */
static void a_wage_takes_and_saves_as_in_the_examples(void **state)
{
	int64_t cut = allowance_cut(600000, 250000, 65);

	(void)state;
	assert_int_equal(allowance_cut(200000, 250000, 65), 0);
	assert_int_equal(allowance_saved(0, 20), 0);
	assert_int_equal(cut, 227500);
	assert_int_equal(allowance_saved(cut, 20), 182000);
	assert_int_equal(600000 - cut, 372500); /* what they have more */
	cut = allowance_cut(600000, 500000, 65);
	assert_int_equal(cut, 65000);
	assert_int_equal(allowance_saved(cut, 20), 52000);
	assert_int_equal(allowance_cut(600000, 0, 65), 390000);
}

/* ---- on the rows ---- */

static void free_amount(const char *rule, int64_t ore)
{
	db_begin(&c);
	rule_add(&c, world.municipality, rule, c.now - DAY, ore, "en lov");
	assert_int_equal(db_commit(&c), OK);
}

static struct allowance look(int64_t task)
{
	struct allowance a;

	assert_true(allowance_load(&c, world.amir, task, &a));
	return a;
}

/* Three hours at 145 kr. are 435 kr. each time. */
static void a_task_is_added_to_what_is_agreed_in_its_month(void **state)
{
	int64_t first = amir_comes("2026-03-05"), task;

	(void)state;
	amir_comes("2026-04-07");
	task = post_on("2026-03-12", 1);
	assert_int_equal(look(task).month_over_ore, 0); /* no rule */
	free_amount(RULE_FREE_MONTH "gruppe-a", 87000);
	assert_int_equal(look(task).pay_ore, 43500);
	assert_int_equal(look(task).month_over_ore, 0);
	change(SQL("UPDATE rule SET value = 86999"
		   " WHERE name = 'free_month:gruppe-a'"),
	    NO_BIND);
	assert_int_equal(look(task).month_over_ore, 1);
	/* What was said counts before what was planned. */
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, first, 60, "", world.bakery.contact), OK);
	assert_int_equal(look(task).month_over_ore, 0);
	assert_int_equal(look(task).year_over_ore, 0);
	/* And what was said last before all. */
	assert_int_equal(hours_dispute(&c, first), OK);
	assert_int_equal(hours_settle(&c, first, 180, world.consultant), OK);
	assert_int_equal(look(task).month_over_ore, 1);
}

static void a_task_of_their_own_is_counted_once(void **state)
{
	int64_t task;

	(void)state;
	amir_comes("2026-03-05");
	task = one(SQL("SELECT id FROM task"), NO_BIND);
	free_amount(RULE_FREE_MONTH "gruppe-a", 43500);
	assert_int_equal(look(task).month_over_ore, 0);
}

static void a_year_is_the_calendars(void **state)
{
	int64_t first = amir_comes("2026-03-05"), task;

	(void)state;
	task = post_on("2026-04-09", 1);
	free_amount(RULE_FREE_YEAR "gruppe-a", 50000);
	assert_int_equal(look(task).year_over_ore, 37000);
	change(SQL("UPDATE shift SET starts_at = $2, ends_at = $2 + 10800"
		   " WHERE id = (SELECT shift_id FROM engagement"
		   "  WHERE id = $1)"),
	    BIND(INT(first), INT(instant("2025-12-31T12:00"))));
	assert_int_equal(look(task).year_over_ore, 0);
}

static void nobody_and_nothing_have_no_allowance(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	struct allowance a;

	(void)state;
	assert_false(allowance_load(&c, world.mentor, task, &a));
	assert_false(allowance_load(&c, world.amir, 12345, &a));
}

static void staff_are_warned_and_nobody_is_barred(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	answers(task, world.amir, SAY_CALL);
	as(world.mentor);
	assert_lacks(get("/venter"), "Vejledende");
	free_amount(RULE_FREE_MONTH "gruppe-a", 40000);
	free_amount(RULE_FREE_YEAR "gruppe-a", 43500);
	next();
	assert_page(get("/venter"), 200,
	    "Vejledende: lønnen går 35 kr. ud over det, der er tilbage af "
	    "månedens frie beløb.");
	assert_lacks(get("/venter"), "årets frie beløb");
	assert_see(submit(mem_printf(&c, "/venter/%" PRId64,
			      one(SQL("SELECT id FROM attention"), NO_BIND)),
		       "handling=ja"),
	    "/venter");
	assert_string_equal(offer_state(task, world.amir), "won");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_over_is_what_the_rest_does_not_hold),
		cmocka_unit_test(a_wage_takes_and_saves_as_in_the_examples),
		TEST(a_task_is_added_to_what_is_agreed_in_its_month),
		TEST(a_task_of_their_own_is_counted_once),
		TEST(a_year_is_the_calendars),
		TEST(nobody_and_nothing_have_no_allowance),
		TEST(staff_are_warned_and_nobody_is_barred),
	};

	return cmocka_run_group_tests_name("allowance", tests, NULL, NULL);
}
