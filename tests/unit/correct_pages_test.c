/* Hours that were said are put right by a consultant, also of a month that has
 * been listed. */
#include "request.h"

#include <string.h>

#include "attention.h"
#include "hours.h"
#include "month.h"
#include "person.h"

/* Amir was there on 5 March, and both agree to two hours. */
static int64_t agreed(void)
{
	int64_t engagement = amir_comes("2026-03-05");

	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_agree(&c, engagement), OK);
	return engagement;
}

static const char *page(void)
{
	return mem_printf(&c, "/borger/%" PRId64 "/timer", world.amir);
}

static struct reply correct(
    int64_t engagement, const char *hours, const char *minutes)
{
	return submit(page(),
	    mem_printf(&c, "vagt=%" PRId64 "&timer=%s&minutter=%s", engagement,
		hours, minutes));
}

static int64_t minutes_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h.minutes;
}

static void what_was_agreed_is_put_right_and_both_are_told(void **state)
{
	int64_t engagement = agreed();

	(void)state;
	at("2026-04-20T09:00");
	as(world.consultant);
	assert_page(get(page()), 200, "2 timer. Aftalt.");
	assert_page(get(page()), 200, "Måneden er gjort op til løn.");
	assert_see(correct(engagement, "2", "30"), page());
	assert_int_equal(minutes_of(engagement), 150);
	assert_int_equal(left("hours_settled", world.amir), 1);
	assert_int_equal(left("hours_same", world.bakery.contact), 2);
	assert_page(get(page()), 200, "2 timer 30 min. Gjort op af en af os.");
	/* Both numbers stay on the books. */
	assert_int_equal(one(SQL("SELECT count(*) FROM hours"), NO_BIND), 2);
	assert_int_equal(
	    one(SQL("SELECT said_by FROM hours WHERE minutes = 150"), NO_BIND),
	    world.consultant);
}

static void pressed_twice_it_is_put_right_once_and_may_be_again(void **state)
{
	int64_t engagement = agreed();

	(void)state;
	as(world.consultant);
	assert_see(correct(engagement, "2", "30"), page());
	assert_see(correct(engagement, "2", "30"), page());
	assert_int_equal(left("hours_settled", world.amir), 1);
	assert_see(correct(engagement, "2", "45"), page());
	assert_int_equal(minutes_of(engagement), 165);
	assert_int_equal(left("hours_settled", world.amir), 2);
	/* That they did not come is said by a person. */
	assert_see(correct(engagement, "0", "0"), page());
	assert_int_equal(left("hours_settled", world.amir), 2);
	assert_int_equal(left("hours_same", world.bakery.contact), 6);
}

static void what_is_no_number_is_shown_again(void **state)
{
	int64_t engagement = agreed();

	(void)state;
	as(world.consultant);
	assert_page(correct(engagement, "to", "30"), 422,
	    phrase("attention.hours_wrong"));
	assert_page(correct(engagement, "to", "30"), 422, "value=\"to\"");
	assert_page(correct(engagement, "17", "0"), 422,
	    phrase("attention.hours_wrong"));
	assert_int_equal(minutes_of(engagement), 120);
}

static void what_waits_for_somebody_is_not_put_right_here(void **state)
{
	int64_t engagement = agreed();

	(void)state;
	assert_int_equal(hours_dispute(&c, engagement), OK);
	as(world.consultant);
	assert_lacks(get(page()), "name=\"vagt\"");
	assert_see(correct(engagement, "2", "30"), page());
	assert_int_equal(minutes_of(engagement), 120);
	assert_int_equal(hours_correct(&c, 12345, 60, 0), ERR_NOT_FOUND);
	assert_int_equal(
	    hours_correct(&c, engagement, -1, world.consultant), ERR_INVALID);
}

static void anothers_shift_is_not_there(void **state)
{
	int64_t engagement = agreed(), ida = add_citizen("Ida");

	(void)state;
	as(world.consultant);
	assert_int_equal(
	    submit(mem_printf(&c, "/borger/%" PRId64 "/timer", ida),
		mem_printf(
		    &c, "vagt=%" PRId64 "&timer=1&minutter=0", engagement))
		.status,
	    404);
	assert_int_equal(minutes_of(engagement), 120);
}

/* ---- a month that has been listed ---- */

static void a_month_is_listed_from_its_first_working_day_after(void **state)
{
	int64_t march = instant("2026-03-31T23:00");

	(void)state;
	/* 1 April is a Wednesday, 1 May a Friday, 1 August a Saturday. */
	at("2026-04-01T07:59");
	assert_false(month_listed(&c, march));
	at("2026-04-01T08:00");
	assert_true(month_listed(&c, march));
	assert_false(month_listed(&c, c.now));
	at("2026-08-03T07:59");
	assert_false(month_listed(&c, instant("2026-07-01T09:00")));
	at("2026-08-03T08:00");
	assert_true(month_listed(&c, instant("2026-07-01T09:00")));
}

static const char *open_path(void)
{
	return mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT id FROM attention WHERE kind = 'hours'"), NO_BIND));
}

static void of_a_listed_month_only_a_consultant_settles(void **state)
{
	int64_t engagement = agreed();

	(void)state;
	at("2026-03-31T12:00");
	assert_int_equal(hours_dispute(&c, engagement), OK);
	as(world.mentor);
	assert_page(get("/venter"), 200, "Gør timerne op");
	at("2026-04-01T09:00");
	as(world.mentor);
	assert_lacks(get("/venter"), "Gør timerne op");
	assert_page(get("/venter"), 200, "En konsulent retter timerne.");
	assert_lacks(get("/venter"), "Se og ret timerne");
	assert_int_equal(
	    submit(open_path(), "handling=timer&timer=3&minutter=0").status,
	    403);
	assert_int_equal(minutes_of(engagement), 120);
	as(world.consultant);
	assert_page(get("/venter"), 200, "Se og ret timerne");
	assert_see(submit(open_path(), "handling=timer&timer=3&minutter=0"),
	    "/venter");
	assert_int_equal(minutes_of(engagement), 180);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_agreed_is_put_right_and_both_are_told),
		TEST(pressed_twice_it_is_put_right_once_and_may_be_again),
		TEST(what_is_no_number_is_shown_again),
		TEST(what_waits_for_somebody_is_not_put_right_here),
		TEST(anothers_shift_is_not_there),
		TEST(a_month_is_listed_from_its_first_working_day_after),
		TEST(of_a_listed_month_only_a_consultant_settles),
	};

	return cmocka_run_group_tests_name("correct_pages", tests, NULL, NULL);
}
