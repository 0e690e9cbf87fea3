#include "request.h"

#include "attention.h"
#include "cancel.h"
#include "hours.h"
#include "wave.h"

#define DAY_OF "2026-03-05"
#define LATE   DAY_OF "T08:00"

static const char *task_path(int64_t task, const char *rest)
{
	return mem_printf(&c, "/opgaver/%" PRId64 "%s", task, rest);
}

static const char *place_path(int64_t engagement)
{
	return mem_printf(&c, "/opgaver/plads/%" PRId64, engagement);
}

static int64_t task_for_amir(int64_t places)
{
	int64_t task = post_on(DAY_OF, places);

	answers(task, world.amir, SAY_YES);
	as(world.bakery.contact);
	return task;
}

/* A session does not last for days. */
static void later(const char *when)
{
	at(when);
	as(world.bakery.contact);
}

static const char *state_of(int64_t task)
{
	return one_text(
	    SQL("SELECT state FROM task WHERE id = $1"), BIND(INT(task)));
}

/* ---- the task ---- */

static void what_it_means_is_shown_before_the_press(void **state)
{
	int64_t task = task_for_amir(1);
	const char *path = task_path(task, "/aflys");

	(void)state;
	assert_page(get(task_path(task, "")), 200, path);
	assert_page(get(path), 200, "Amir har sagt ja");
	assert_page(get(path), 200, "mindst 24 timer til");
	assert_page(get(path), 200, "name=\"pris\" value=\"0\"");
	assert_string_equal(state_of(task), "full");
	later(LATE);
	path = task_path(task, "/aflys");
	assert_page(get(path), 200, "mindre end 24 timer til");
	assert_page(get(path), 200, "3 timer til Amir");
	assert_page(get(path), 200, "435 kr. før skat i alt");
	assert_page(get(path), 200, "og betal 435 kr.</button>");
	assert_page(get(path), 200, "name=\"pris\" value=\"43500\"");
}

static void it_is_cancelled_with_a_reason(void **state)
{
	int64_t task = task_for_amir(1);
	const char *path = task_path(task, "/aflys");

	(void)state;
	assert_page(
	    submit(path, "pris=0&ord="), 422, phrase("cancel.grund.wrong"));
	assert_page(submit(path, "pris=0&ord=&grund=derfor"), 422,
	    phrase("cancel.grund.wrong"));
	assert_page(submit(path, "pris=0&grund=andet&ord=Amir+er+ledig"), 422,
	    phrase("form.leak"));
	assert_string_equal(state_of(task), "full");
	assert_see(submit(path, "pris=0&grund=vejr&ord=Det+regner"),
	    task_path(task, ""));
	assert_string_equal(state_of(task), "cancelled");
	assert_string_equal(
	    one_text(SQL("SELECT reason FROM cancel"), NO_BIND), "vejr");
	assert_string_equal(
	    one_text(SQL("SELECT words FROM cancel"), NO_BIND), "Det regner");
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_page(get(task_path(task, "")), 200, phrase("state.cancelled"));
	assert_lacks(get(task_path(task, "")), "/aflys");
	/* Pressed twice. */
	assert_see(submit(path, "pris=0&grund=vejr&ord="), task_path(task, ""));
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_page(get(path), 200, "Det kan vi ikke gøre her");
}

static void another_price_than_they_saw_is_shown_first(void **state)
{
	int64_t task = task_for_amir(1);
	const char *path;

	(void)state;
	later(LATE);
	path = task_path(task, "/aflys");
	assert_page(
	    submit(path, "pris=0&grund=vejr&ord="), 409, "Noget er ændret");
	assert_page(submit(path, "grund=vejr&ord="), 409, "value=\"43500\"");
	assert_string_equal(state_of(task), "full");
	assert_see(
	    submit(path, "pris=43500&grund=vejr&ord="), task_path(task, ""));
	later("2026-03-06T09:00");
	assert_page(get("/timer?maaned=2026-03"), 200, "435 kr.");
}

static void what_has_begun_is_for_a_call(void **state)
{
	int64_t task = task_for_amir(1);
	const char *path;

	(void)state;
	later(DAY_OF "T09:00");
	path = task_path(task, "/aflys");
	assert_lacks(get(task_path(task, "")), "/aflys");
	assert_page(get(path), 200, "tel:+4520000000");
	assert_lacks(get(path), "<button type=\"submit\" class=\"button but");
	assert_page(submit(path, "pris=43500&grund=vejr&ord="), 409, "tel:+45");
	assert_string_equal(state_of(task), "full");
}

/* ---- a place ---- */

static void a_place_of_several_is_cancelled_alone(void **state)
{
	int64_t task = task_for_amir(2);
	int64_t engagement = engagement_for(task, world.amir);
	const char *path = place_path(engagement);

	(void)state;
	assert_page(get(task_path(task, "")), 200, path);
	assert_page(get(path), 200, "Aflys pladsen til Amir");
	assert_see(
	    submit(path, "pris=0&grund=ordre&ord="), task_path(task, ""));
	assert_string_equal(state_of(task), "open");
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_see(
	    submit(path, "pris=0&grund=ordre&ord="), task_path(task, ""));
	assert_int_equal(one(SQL("SELECT count(*) FROM cancel"), NO_BIND), 1);
}

static void the_only_place_is_the_task(void **state)
{
	int64_t task = task_for_amir(1);
	const char *path = place_path(engagement_for(task, world.amir));

	(void)state;
	assert_lacks(get(task_path(task, "")), mem_printf(&c, "\"%s\"", path));
	assert_page(get(path), 200, "Det kan vi ikke gøre her");
	assert_page(submit(path, "pris=0&grund=ordre&ord="), 409, "tel:+45");
	assert_string_equal(state_of(task), "full");
}

static void who_rings_sees_which_task_and_which_firm(void **state)
{
	int64_t task = task_for_amir(1);

	(void)state;
	later(LATE);
	assert_see(
	    submit(task_path(task, "/aflys"), "pris=43500&grund=vejr&ord="),
	    task_path(task, ""));
	db_begin(&c);
	attention_add(&c, ATTENTION_CANCELS, world.bakery.contact,
	    world.bakery.employer, "Ordren kom ikke");
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.cancelled"));
	assert_page(get("/venter"), 200, "pakke varer til påske, torsdag");
	assert_page(get("/venter"), 200, "kl 9-12. Stedet har aflyst.");
	assert_page(get("/venter"), 200, "Bager Bech, CVR");
	assert_page(get("/venter"), 200, "Ordren kom ikke");
}

/* ---- once more ---- */

static void a_task_is_posted_again_a_week_later(void **state)
{
	int64_t task = task_for_amir(2);
	const char *path = task_path(task, "/igen");

	(void)state;
	assert_page(get("/opgaver"), 200, path);
	assert_page(get(task_path(task, "")), 200, path);
	assert_page(get(path), 200, "value=\"2026-03-12\"");
	assert_page(get(path), 200, "value=\"09:00\"");
	assert_page(get(path), 200, "value=\"12:00\"");
	assert_page(get(path), 200, "value=\"145\"");
	assert_page(get(path), 200, "value=\"2026-04-09\"");
	assert_page(get(path), 200, "Bagindgangen i gården");
	assert_page(get(path), 200, "til påske");
}

/* The clock goes forward on 29 March: it is the same hour all the same. */
static void an_old_task_is_posted_again_on_its_weekday_to_come(void **state)
{
	int64_t task = task_for_amir(1);

	(void)state;
	later("2026-03-26T08:59");
	assert_page(get(task_path(task, "/igen")), 200, "value=\"2026-03-26\"");
	later("2026-03-26T09:00");
	assert_page(get(task_path(task, "/igen")), 200, "value=\"2026-04-02\"");
	assert_page(get(task_path(task, "/igen")), 200, "value=\"09:00\"");
	assert_page(get(task_path(task, "/igen")), 200, "value=\"2026-04-30\"");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_it_means_is_shown_before_the_press),
		TEST(it_is_cancelled_with_a_reason),
		TEST(another_price_than_they_saw_is_shown_first),
		TEST(what_has_begun_is_for_a_call),
		TEST(a_place_of_several_is_cancelled_alone),
		TEST(the_only_place_is_the_task),
		TEST(who_rings_sees_which_task_and_which_firm),
		TEST(a_task_is_posted_again_a_week_later),
		TEST(an_old_task_is_posted_again_on_its_weekday_to_come),
	};

	return cmocka_run_group_tests_name("cancel_pages", tests, NULL, NULL);
}
