/* RING: a person calls, and the place is held meanwhile. */
#include "four.h"

#include "attention.h"

static void ring_holds_the_place_against_anothers_yes(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	assert_int_equal(answer(task, world.amir, SAY_CALL), OFFER_HELD);
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_int_equal(left("held", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_TAKEN);
	assert_int_equal(taken(task), 0);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void ring_holds_no_more_than_one_place(void **state)
{
	int64_t task = post_on(TOMORROW, 2);

	(void)state;
	answer(task, world.amir, SAY_CALL);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
	assert_int_equal(answer(task, bent, SAY_YES), OFFER_TAKEN);
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_int_equal(answer(task, bent, SAY_YES), OFFER_WON);
	assert_string_equal(task_state(task), "full");
}

static void a_place_is_held_until_three_on_the_next_working_day(void **state)
{
	int64_t task, friday;
	struct offer o;

	(void)state;
	at("2026-03-06T14:00"); /* a Friday */
	task = post_on("2026-03-12", 1);
	answer(task, world.amir, SAY_CALL);
	assert_true(offer_load(&c, offer_to(task, world.amir), &o));
	assert_int_equal(o.answer_by, instant("2026-03-09T15:00"));
	friday = post_on("2026-03-09", 1); /* it begins at 9 */
	assert_int_not_equal(offer_to(friday, ida), 0);
	answer(friday, ida, SAY_CALL);
	assert_true(offer_load(&c, offer_to(friday, ida), &o));
	assert_int_equal(o.answer_by, instant("2026-03-09T09:00"));
}

static void a_hold_lapses_and_the_next_is_asked(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_CALL);
	expire_at("2026-03-03T14:59");
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_string_equal(offer_state(task, ida), "-");
	expire_at("2026-03-03T15:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_string_equal(offer_state(task, ida), "asked");
}

static void ring_about_what_is_over_is_still_a_call(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, ida, SAY_YES);
	answer(task, world.amir, SAY_YES);
	answer(task, world.amir, SAY_CALL);
	assert_string_equal(offer_state(task, world.amir), "taken");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(left("call", world.amir), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ring_holds_the_place_against_anothers_yes),
		TEST(ring_holds_no_more_than_one_place),
		TEST(a_place_is_held_until_three_on_the_next_working_day),
		TEST(a_hold_lapses_and_the_next_is_asked),
		TEST(ring_about_what_is_over_is_still_a_call),
	};

	return cmocka_run_group_tests_name("offer_ring", tests, NULL, NULL);
}
