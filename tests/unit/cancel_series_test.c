/* A workplace calls off what is left of a series: each who comes hears of it
 * once, and is paid for what is late. */
#include "call_off.h"

#include <string.h>

#include "attention.h"
#include "hours.h"
#include "wave.h"
#include "compose.h"
#include "weekly.h"

static enum err cancel_rest(int64_t seen_ore)
{
	const struct cancel why = { .reason = "ordre",
		.words = "",
		.by = world.bakery.contact,
		.seen_ore = seen_ore };

	return cancel_series(&c, date(0).series_id, &why);
}

/* The SMS of that kind to them, as it would be sent now. */
static const char *sms_to(const char *kind, int64_t person)
{
	return sms_about(kind, person,
	    one(SQL("SELECT about_id FROM outbox WHERE kind = $1"
		    " AND person_id = $2 AND channel = 'sms'"),
		BIND(TEXT(kind), INT(person))));
}

static void four_thursdays_of_amir(void)
{
	post_series(THURSDAY, "2026-03-26T00:00", 1);
	assert_int_equal(answer(lead_task, world.amir, SAY_YES), OFFER_WON);
}

static void all_that_is_ahead_goes_and_is_told_once(void **state)
{
	(void)state;
	four_thursdays_of_amir();
	assert_int_equal(cancel_rest(0), OK);
	for (size_t i = 0; i < dates(); i++)
		assert_string_equal(date(i).state, "cancelled");
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_int_equal(left("place_cancelled", world.bakery.contact), 1);
	assert_non_null(strstr(sms_to("cancelled", world.amir),
	    "aflyst torsdag 5/3 kl 9-12 og 3 til. Du behøver ikke møde."));
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    0);
	/* Nobody is asked for what is off. */
	wave_run(&c);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM offer WHERE state = 'asked'"),
		NO_BIND),
	    0);
	assert_int_equal(cancel_rest(0), ERR_CONFLICT);
}

static void what_has_been_stays(void **state)
{
	(void)state;
	four_thursdays_of_amir();
	at("2026-03-09T09:00");
	assert_int_equal(cancel_rest(0), OK);
	assert_string_equal(date(0).state, "full");
	assert_string_equal(date(1).state, "cancelled");
	assert_non_null(
	    strstr(sms_to("cancelled", world.amir), "12/3 kl 9-12 og 2 til."));
}

static void what_is_late_is_paid_and_the_rest_is_not(void **state)
{
	struct cancel_terms terms;

	(void)state;
	four_thursdays_of_amir();
	at("2026-03-04T20:00");
	assert_int_equal(
	    cancel_series_terms(&c, date(0).series_id, &terms), OK);
	assert_true(terms.late);
	assert_int_equal(terms.amount_ore, LATE_ORE);
	assert_int_equal(cancel_rest(0), ERR_INVALID);
	assert_string_equal(date(0).state, "full");
	assert_int_equal(cancel_rest(LATE_ORE), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE hours = 'agreed'"),
			     NO_BIND),
	    1);
	assert_int_equal(left("cancelled_paid", world.amir), 1);
	assert_int_equal(left("cancelled", world.amir), 0);
	assert_non_null(strstr(sms_to("cancelled_paid", world.amir),
	    "og 3 til. Du behøver ikke møde, og du får løn for den første."));
}

static void what_was_called_off_before_is_not_told_again(void **state)
{
	(void)state;
	four_thursdays_of_amir();
	assert_int_equal(cancel(date(3).id, 0), OK);
	change(SQL("UPDATE outbox SET state = 'delivered'"), NO_BIND);
	at("2026-03-02T10:00");
	assert_int_equal(cancel_rest(0), OK);
	change(SQL("DELETE FROM outbox WHERE state = 'delivered'"), NO_BIND);
	assert_non_null(
	    strstr(sms_to("cancelled", world.amir), "5/3 kl 9-12 og 2 til."));
}

static void who_comes_one_day_hears_of_that_day(void **state)
{
	(void)state;
	four_thursdays_of_amir();
	db_begin(&c);
	assert_int_equal(
	    engagement_give_up(&c, engagement_for(date(2).id, world.amir)), OK);
	assert_int_equal(db_commit(&c), OK);
	wave_run(&c);
	answer(date(2).id, ida, SAY_YES);
	assert_int_equal(cancel_rest(0), OK);
	assert_non_null(strstr(
	    sms_to("cancelled", world.amir), "torsdag 5/3 kl 9-12 og 2 til."));
	assert_non_null(strstr(
	    sms_to("cancelled", ida), "aflyst torsdag 19/3 kl 9-12. Du"));
	/* It is told to the firm of each. */
	assert_int_equal(left("place_cancelled", world.bakery.contact), 2);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_that_is_ahead_goes_and_is_told_once),
		TEST(what_has_been_stays),
		TEST(what_is_late_is_paid_and_the_rest_is_not),
		TEST(what_was_called_off_before_is_not_told_again),
		TEST(who_comes_one_day_hears_of_that_day),
	};

	return cmocka_run_group_tests_name("cancel series", tests, NULL, NULL);
}
