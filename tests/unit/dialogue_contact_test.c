#include "hear.h"

#include "hours.h"

#define ANNE "4520000901"

static void an_employers_ja_confirms_the_planned_hours(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	struct hours h;

	(void)state;
	at("2026-03-05T13:00");
	hours_ask(&c);
	hear(ANNE, "JA");
	assert_true(hours_load(&c, engagement, &h));
	assert_int_equal(h.minutes, 180);
	assert_int_equal(left("hours_planned", world.amir), 1);
	assert_int_equal(left("hours_unclear", world.bakery.contact), 0);
}

static void an_employers_ja_to_two_is_asked_by_link(void **state)
{
	(void)state;
	amir_comes("2026-03-04");
	amir_comes("2026-03-05");
	at("2026-03-05T13:00");
	hours_ask(&c);
	hear(ANNE, "ja");
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE hours = 'asked'"),
			     NO_BIND),
	    2);
	assert_int_equal(left("hours_unclear", world.bakery.contact), 1);
}

static void an_employers_other_words_are_asked_by_link(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	at("2026-03-05T13:00");
	hours_ask(&c);
	hear(ANNE, "nej, kun 2 timer");
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "asked");
	assert_int_equal(left("hours_unclear", world.bakery.contact), 1);
}

static void an_employers_words_about_nothing_are_for_a_person(void **state)
{
	(void)state;
	hear(ANNE, "ja");
	assert_string_equal(words_of(world.bakery.contact), "ja");
	/* And they are told so, once a day. */
	hear(ANNE, "hallo?");
	assert_int_equal(left("contact_heard", world.bakery.contact), 1);
}

static void an_employer_may_stop_and_start(void **state)
{
	(void)state;
	hear(ANNE, "STOP");
	assert_string_equal(sms_of(world.bakery.contact), "stop");
	hear(ANNE, "START");
	assert_string_equal(sms_of(world.bakery.contact), "start");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_employers_ja_confirms_the_planned_hours),
		TEST(an_employers_ja_to_two_is_asked_by_link),
		TEST(an_employers_other_words_are_asked_by_link),
		TEST(an_employers_words_about_nothing_are_for_a_person),
		TEST(an_employer_may_stop_and_start),
	};

	return cmocka_run_group_tests_name(
	    "dialogue_contact", tests, NULL, NULL);
}
