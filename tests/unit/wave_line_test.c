/* Who said yes when the places were taken, and gets the next that is free. */
#include "four.h"

#include "wave.h"

static void ask(int64_t task)
{
	db_begin(&c);
	offer_ask(&c, task);
	assert_int_equal(db_commit(&c), OK);
	wave_run(&c);
}

static void who_said_yes_first_is_first_in_line(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
	answer(task, bent, SAY_YES);
	c.now++;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(left("waiting", bent), 1);
	assert_int_equal(left("waiting", world.amir), 1);
	/* When it is a week off only as many are asked as there are places. */
	change(SQL("UPDATE shift SET starts_at = starts_at + 604800,"
		   " ends_at = ends_at + 604800"),
	    NO_BIND);
	assert_int_equal(engagement_give_up(&c, engagement_for(task, ida)), OK);
	wave_run(&c);
	assert_string_equal(offer_state(task, bent), "asked");
	assert_string_equal(offer_state(task, world.amir), "taken");
	assert_string_equal(offer_state(task, nour), "-");
	assert_int_equal(left("again", bent), 1);
	assert_int_equal(left("offer", bent), 1);
	answer(task, bent, SAY_NO);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(left("again", world.amir), 1);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
}

static void the_first_two_in_line_are_told_their_turn(void **state)
{
	int64_t task = post_on(TOMORROW, 2), fifth = add_citizen("Femte");
	struct offer o;

	(void)state;
	ask(task);
	answer(task, ida, SAY_YES);
	answer(task, fifth, SAY_YES);
	answer(task, world.amir, SAY_YES);
	answer(task, bent, SAY_YES);
	answer(task, nour, SAY_YES);
	assert_int_equal(left("waiting", world.amir), 1);
	assert_int_equal(left("waiting", bent), 1);
	assert_int_equal(left("waiting", nour), 0);
	assert_int_equal(left("taken", nour), 1);
	offer_load(&c, offer_to(task, nour), &o);
	assert_int_equal(offer_turn(&c, &o), 3);
	/* Whoever leaves the line makes room in it. */
	answer(task, world.amir, SAY_NO);
	assert_int_equal(offer_turn(&c, &o), 2);
	offer_load(&c, offer_to(task, world.amir), &o);
	assert_int_equal(offer_turn(&c, &o), 0);
}

static void no_turn_is_told_when_it_is_too_late_for_one(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, ida, SAY_YES);
	at("2026-03-03T07:00");
	change(SQL("UPDATE offer SET answer_by = $1"),
	    BIND(INT(instant("2026-03-03T08:00"))));
	answer(task, world.amir, SAY_YES);
	assert_int_equal(left("waiting", world.amir), 0);
	assert_int_equal(left("taken", world.amir), 1);
}

static void who_cannot_any_more_is_passed_by_in_the_line(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, ida, SAY_YES);
	answer(task, world.amir, SAY_YES);
	change(SQL("UPDATE citizen SET paused_until = $2 WHERE person_id = $1"),
	    BIND(INT(world.amir), INT(c.now + 9 * DAY)));
	assert_int_equal(engagement_give_up(&c, engagement_for(task, ida)), OK);
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "taken");
	assert_string_equal(offer_state(task, nour), "asked");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_said_yes_first_is_first_in_line),
		TEST(the_first_two_in_line_are_told_their_turn),
		TEST(no_turn_is_told_when_it_is_too_late_for_one),
		TEST(who_cannot_any_more_is_passed_by_in_the_line),
	};

	return cmocka_run_group_tests_name("wave_line", tests, NULL, NULL);
}
