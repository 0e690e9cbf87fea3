/* How a day went, and who is rung. */
#include "hear.h"

#include <stdio.h>

#include "attention.h"
#include "hours.h"
#include "setback.h"

#define FIRST "2026-03-05"

static void works_on(const char *day)
{
	char after[40];

	amir_comes(day);
	snprintf(after, sizeof after, "%sT13:30", day);
	at(after);
	hours_ask(&c);
}

static void sent(void)
{
	change(SQL("UPDATE outbox SET state = 'delivered'"), NO_BIND);
}

static void it_is_asked_after_the_first_shift_and_every_fourth(void **state)
{
	static const char *const days[] = { FIRST, "2026-03-09", "2026-03-17",
		"2026-03-25", "2026-04-07" };
	static const int64_t asked[] = { 1, 1, 1, 1, 2 };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		works_on(days[i]);
		assert_int_equal(left("day", world.amir), asked[i]);
		hours_ask(&c);
		assert_int_equal(left("day", world.amir), asked[i]);
	}
}

static void it_is_asked_on_the_day_or_not_at_all(void **state)
{
	(void)state;
	amir_comes(FIRST);
	at("2026-03-06T09:00");
	hours_ask(&c);
	assert_int_equal(left("hours_ask", world.bakery.contact), 2);
	assert_int_equal(left("day", world.amir), 0);
}

static void who_has_no_telephone_is_not_asked(void **state)
{
	(void)state;
	amir_comes(FIRST);
	is_reached(world.amir, NULL, "a@example.dk");
	at("2026-03-05T13:30");
	hours_ask(&c);
	assert_int_equal(left("day", world.amir), 0);
}

static void a_three_brings_a_call_before_the_next_question(void **state)
{
	(void)state;
	works_on(FIRST);
	sent();
	hear(AMIR, "3");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(left("call", world.amir), 1);
	assert_true(setback_until(&c, world.amir) > c.now);
	assert_string_equal(
	    offer_state(post_on("2026-03-12", 1), world.amir), "-");
}

static void a_one_or_a_two_is_heard_and_that_is_all(void **state)
{
	(void)state;
	works_on(FIRST);
	sent();
	hear(AMIR, "1");
	hear(AMIR, " 2. ");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM attention"), NO_BIND), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE state = 'queued'"),
			     NO_BIND),
	    0);
}

static void a_number_that_nobody_asked_for_is_not_understood(void **state)
{
	(void)state;
	hear(AMIR, "3");
	assert_int_equal(left("call", world.amir), 0);
	assert_int_equal(waiting(ATTENTION_WORDS), 1);
	works_on(FIRST);
	sent();
	at("2026-03-07T13:31");
	hear(AMIR, "3");
	assert_int_equal(left("call", world.amir), 0);
	/* With other words it is about something else. */
	at("2026-03-05T14:00");
	hear(AMIR, "kl 3 er fint");
	assert_int_equal(left("call", world.amir), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_asked_after_the_first_shift_and_every_fourth),
		TEST(it_is_asked_on_the_day_or_not_at_all),
		TEST(who_has_no_telephone_is_not_asked),
		TEST(a_three_brings_a_call_before_the_next_question),
		TEST(a_one_or_a_two_is_heard_and_that_is_all),
		TEST(a_number_that_nobody_asked_for_is_not_understood),
	};

	return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
