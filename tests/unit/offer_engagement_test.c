/* What was agreed: what comes, and AFBUD. */
#include "four.h"

#include "attention.h"
#include "wave.h"

static void give_up(int64_t task, int64_t citizen)
{
	assert_int_equal(
	    engagement_give_up(&c, engagement_for(task, citizen)), OK);
	wave_run(&c);
}

static void an_afbud_frees_the_place_and_asks_the_next(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_string_equal(offer_state(task, world.amir), "given_up");
	assert_string_equal(task_state(task), "open");
	assert_int_equal(taken(task), 0);
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(left("afbud", world.amir), 1);
	assert_int_equal(left("place_free", world.bakery.contact), 2);
	assert_int_equal(waiting(ATTENTION_AFBUD), 0);
	/* Neither is told any more that somebody comes. */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind IN ('won', 'accepted')"
				 "   AND state = 'queued'"),
			     NO_BIND),
	    0);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
}

static void a_no_to_what_is_theirs_is_an_afbud(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_GIVEN_UP);
	assert_int_equal(taken(task), 0);
	assert_int_equal(left("afbud", world.amir), 1);
	assert_int_equal(left("declined", world.amir), 0);
}

static void an_afbud_within_a_day_is_for_a_person_too(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
	assert_int_equal(left("place_free", world.bakery.contact), 2);
}

static void an_afbud_within_two_hours_asks_nobody_more(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	at(THURSDAY "T07:00");
	give_up(task, world.amir);
	assert_int_equal(asked(task), 0);
	assert_int_equal(left("place_lost", world.bakery.contact), 2);
	assert_int_equal(left("place_free", world.bakery.contact), 0);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
}

static void an_afbud_after_it_began_is_a_conflict(void **state)
{
	int64_t task = post_on(THURSDAY, 1), engagement;

	(void)state;
	answer(task, world.amir, SAY_YES);
	engagement = engagement_for(task, world.amir);
	at(THURSDAY "T09:00");
	assert_int_equal(engagement_give_up(&c, engagement), ERR_CONFLICT);
	assert_int_equal(taken(task), 1);
	at("2026-03-04T09:00");
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	assert_int_equal(engagement_give_up(&c, engagement), ERR_CONFLICT);
	assert_int_equal(taken(task), 0);
	assert_int_equal(engagement_give_up(&c, 12345), ERR_CONFLICT);
}

static void who_gave_up_may_come_after_all(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(taken(task), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    1);
}

static void afbud_of_one_of_several_leaves_the_others(void **state)
{
	int64_t task = post_on(THURSDAY, 3);
	size_t count;

	(void)state;
	answer(task, world.amir, SAY_YES);
	answer(task, ida, SAY_YES);
	give_up(task, ida);
	engagement_of_task(&c, task, &count);
	assert_int_equal(count, 1);
	assert_int_equal(taken(task), 1);
	assert_int_equal(asked(task), 2); /* Bent, and Nour for Ida */
}

static void what_comes_is_what_is_agreed_and_not_begun(void **state)
{
	int64_t first = post_on("2026-03-12", 4), second = post_on(THURSDAY, 4);
	const struct engagement *coming;
	size_t count;

	(void)state;
	answer(first, world.amir, SAY_YES);
	answer(second, world.amir, SAY_YES);
	coming = engagement_coming(&c, world.amir, &count);
	assert_int_equal(count, 2);
	assert_int_equal(coming[0].task_id, second);
	at(THURSDAY "T09:00");
	coming = engagement_coming(&c, world.amir, &count);
	assert_int_equal(count, 1);
	assert_int_equal(coming[0].task_id, first);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_afbud_frees_the_place_and_asks_the_next),
		TEST(a_no_to_what_is_theirs_is_an_afbud),
		TEST(an_afbud_within_a_day_is_for_a_person_too),
		TEST(an_afbud_within_two_hours_asks_nobody_more),
		TEST(an_afbud_after_it_began_is_a_conflict),
		TEST(who_gave_up_may_come_after_all),
		TEST(afbud_of_one_of_several_leaves_the_others),
		TEST(what_comes_is_what_is_agreed_and_not_begun),
	};

	return cmocka_run_group_tests_name(
	    "offer_engagement", tests, NULL, NULL);
}
