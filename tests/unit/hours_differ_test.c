/* Where the two remember it differently (P9), and how it went (P12). */
#include "fixture.h"

#include "attention.h"
#include "hours.h"

#define THURSDAY "2026-03-05"

/* Amir was there on Thursday, and the bakery said so many minutes. */
static int64_t said(int64_t minutes)
{
	int64_t engagement = amir_comes(THURSDAY);

	at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, minutes, "", world.bakery.contact),
	    OK);
	return engagement;
}

static struct hours hours_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h;
}

/* ---- the citizen's number ---- */

static void the_citizens_number_stands_beside_the_other(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_int_equal(hours_of(engagement).remembered, -1);
	assert_int_equal(hours_of(engagement).said_at, c.now);
	assert_int_equal(hours_remember(&c, engagement, 150), OK);
	/* It is an objection like any other, and counts in no sum. */
	assert_int_equal(waiting(ATTENTION_HOURS), 1);
	assert_int_equal(left("hours_disputed", world.bakery.contact), 2);
	assert_int_equal(left("call", world.amir), 1);
	assert_int_equal(hours_of(engagement).minutes, 120);
	assert_int_equal(hours_of(engagement).remembered, 150);
	assert_int_equal(one(SQL("SELECT count(*) FROM hours"), NO_BIND), 1);
}

static void it_may_come_after_the_objection_and_once(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_int_equal(hours_remember(&c, engagement, 0), OK);
	assert_int_equal(hours_remember(&c, engagement, 90), ERR_CONFLICT);
	assert_int_equal(hours_of(engagement).remembered, 0);
	assert_int_equal(left("hours_disputed", world.bakery.contact), 2);
	assert_int_equal(waiting(ATTENTION_HOURS), 1);
}

static void a_number_that_cannot_be_is_no_objection(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_int_equal(hours_remember(&c, engagement, -1), ERR_INVALID);
	assert_int_equal(
	    hours_remember(&c, engagement, HOURS_MOST + 1), ERR_INVALID);
	assert_int_equal(hours_remember(&c, 12345, 60), ERR_NOT_FOUND);
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "proposed");
}

static void what_was_settled_has_one_number_again(void **state)
{
	int64_t engagement = said(120);

	(void)state;
	assert_int_equal(hours_remember(&c, engagement, 150), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, 140, world.consultant), OK);
	assert_int_equal(hours_of(engagement).minutes, 140);
	assert_int_equal(hours_of(engagement).remembered, -1);
	assert_int_equal(hours_remember(&c, engagement, 150), ERR_CONFLICT);
}

static void of_who_did_not_come_no_number_is_kept(void **state)
{
	int64_t engagement = said(0);

	(void)state;
	assert_int_equal(hours_remember(&c, engagement, 150), ERR_CONFLICT);
	assert_int_equal(hours_of(engagement).remembered, -1);
}

static void objections_are_for_thirty_days_from_when_they_were_said(
    void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	/* Said long after the shift. */
	at("2026-04-20T09:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_agree(&c, engagement), OK);
	c.now += 30 * DAY;
	assert_int_equal(hours_dispute(&c, engagement), ERR_CONFLICT);
	assert_int_equal(hours_remember(&c, engagement, 60), ERR_CONFLICT);
	c.now--;
	assert_true(hours_may_object(&c, "agreed", c.now - 30 * DAY + 1));
	assert_false(hours_may_object(&c, "settled", c.now));
	assert_int_equal(hours_dispute(&c, engagement), OK);
}

static void two_fields_are_one_number(void **state)
{
	static const struct {
		const char *hours, *minutes;
		int64_t total; /* -1: is none */
	} cases[] = { { "2", "30", 150 }, { "2", "", 120 }, { "", "45", 45 },
		{ "0", "0", 0 }, { "16", "0", 960 }, { "16", "1", -1 },
		{ "", "", -1 }, { "x", "0", -1 }, { "2", "x", -1 },
		{ "-1", "0", -1 }, { "2", "-30", -1 },
		{ "99999999999999999999", "0", -1 }, { "2,5", "0", -1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t total = -1;
		bool ok = hours_parse(cases[i].hours, cases[i].minutes, &total);

		assert_int_equal(ok, cases[i].total >= 0);
		if (ok)
			assert_int_equal(total, cases[i].total);
	}
}

/* ---- how it went ---- */

static void how_it_went_is_said_once_of_hours_that_were_worked(void **state)
{
	int64_t engagement = amir_comes(THURSDAY), at_day;

	(void)state;
	assert_int_equal(hours_went(&c, engagement, "alone"), ERR_CONFLICT);
	at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_went(&c, engagement, "7"), ERR_INVALID);
	assert_int_equal(hours_went(&c, engagement, ""), ERR_INVALID);
	assert_string_equal(
	    hours_went_last(&c, world.amir, world.bakery.place, &at_day), "");
	assert_int_equal(hours_went(&c, engagement, "much"), OK);
	assert_int_equal(hours_went(&c, engagement, "alone"), ERR_CONFLICT);
	assert_string_equal(hours_of(engagement).went, "much");
	/* Nor after a correction. */
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, 140, world.consultant), OK);
	assert_int_equal(hours_went(&c, engagement, "alone"), ERR_CONFLICT);
	assert_string_equal(
	    hours_went_last(&c, world.amir, world.bakery.place, &at_day),
	    "much");
	assert_int_equal(at_day, instant(THURSDAY "T09:00"));
}

static void the_newest_of_that_place_is_what_is_told(void **state)
{
	struct firm other = add_firm("Kiosken", true);
	int64_t first = amir_comes("2026-03-03");
	int64_t second = amir_comes(THURSDAY), at_day;

	(void)state;
	at(THURSDAY "T13:00");
	assert_int_equal(
	    hours_propose(&c, second, 120, "", world.bakery.contact), OK);
	assert_int_equal(
	    hours_propose(&c, first, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_went(&c, second, "little"), OK);
	assert_int_equal(hours_went(&c, first, "much"), OK);
	assert_string_equal(
	    hours_went_last(&c, world.amir, world.bakery.place, &at_day),
	    "little");
	assert_string_equal(
	    hours_went_last(&c, world.amir, other.place, &at_day), "");
	assert_string_equal(
	    hours_went_last(&c, world.mentor, world.bakery.place, &at_day), "");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_citizens_number_stands_beside_the_other),
		TEST(it_may_come_after_the_objection_and_once),
		TEST(a_number_that_cannot_be_is_no_objection),
		TEST(what_was_settled_has_one_number_again),
		TEST(of_who_did_not_come_no_number_is_kept),
		TEST(objections_are_for_thirty_days_from_when_they_were_said),
		TEST(two_fields_are_one_number),
		TEST(how_it_went_is_said_once_of_hours_that_were_worked),
		TEST(the_newest_of_that_place_is_what_is_told),
	};

	return cmocka_run_group_tests_name("hours_differ", tests, NULL, NULL);
}
