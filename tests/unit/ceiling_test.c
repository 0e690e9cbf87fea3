#include "suits.h"

#include "ceiling.h"
#include "change.h"
#include "citizen.h"
#include "match.h"

/* ---- steps ---- */

static void the_steps_are_two_four_six_and_then_whole_hours(void **state)
{
	const struct ceiling_steps s = {
		.step = { 120, 240, 360 }, .more = 60, .most = 2220
	};

	(void)state;
	assert_int_equal(ceiling_next(&s, 0), 120);
	assert_int_equal(ceiling_next(&s, 60), 120);
	assert_int_equal(ceiling_next(&s, 120), 240);
	assert_int_equal(ceiling_next(&s, 180), 240);
	assert_int_equal(ceiling_next(&s, 240), 360);
	assert_int_equal(ceiling_next(&s, 360), 420);
	assert_int_equal(ceiling_next(&s, 450), 480);
	assert_int_equal(ceiling_next(&s, 2160), 2220);
	assert_int_equal(ceiling_next(&s, 2220), 0);
}

static void steps_are_dated_rules_and_nothing_rises_without(void **state)
{
	struct ceiling_steps s;

	(void)state;
	assert_true(ceiling_steps_load(&c, world.municipality, &s));
	assert_int_equal(s.step[1], 240);
	assert_int_equal(s.most, 2220);
	change(SQL("UPDATE rule SET valid_to = $1"
		   " WHERE name = 'ceiling_step:2'"),
	    BIND(INT(c.now)));
	assert_false(ceiling_steps_load(&c, world.municipality, &s));
}

/* ---- agreements ---- */

static int64_t ceiling_of(int64_t citizen)
{
	struct citizen z;

	assert_true(citizen_load(&c, citizen, &z));
	return z.ceiling_minutes;
}

/* Amir and his mentor agreed it this morning. */
static enum err agree(int64_t minutes, const char *why)
{
	const struct ceiling agreed = { .citizen_id = world.amir,
		.before_minutes = ceiling_of(world.amir),
		.minutes = minutes,
		.agreed_on = clock_midnight(c.now),
		.way = ceiling_way(CEILING_PHONE),
		.why = why };

	return ceiling_agree(&c, &agreed, world.mentor);
}

static int two_hours(void **state)
{
	if (world_open(state) != 0)
		return -1;
	change(SQL("UPDATE citizen SET ceiling_minutes = 120"), NO_BIND);
	return 0;
}

static void it_rises_one_step_at_a_time(void **state)
{
	(void)state;
	assert_int_equal(agree(360, ""), ERR_FORBIDDEN);
	assert_int_equal(agree(180, ""), ERR_FORBIDDEN);
	assert_int_equal(ceiling_of(world.amir), 120);
	assert_int_equal(left("ceiling", world.amir), 0);
	assert_int_equal(agree(240, ""), OK);
	assert_int_equal(agree(360, ""), OK);
	assert_int_equal(agree(420, ""), OK);
	assert_int_equal(ceiling_of(world.amir), 420);
}

static void a_step_is_left_out_only_with_a_reason(void **state)
{
	size_t count;

	(void)state;
	assert_int_equal(agree(360, "Har selv bedt om det"), OK);
	assert_string_equal(
	    ceiling_list(&c, world.amir, &count)->why, "Har selv bedt om det");
	assert_string_not_equal(
	    one_text(SQL("SELECT why FROM ceiling"), NO_BIND),
	    "Har selv bedt om det");
	assert_int_equal(agree(2280, "Mere end der findes"), ERR_FORBIDDEN);
}

static void it_is_lowered_at_once(void **state)
{
	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 600"), NO_BIND);
	change(SQL("DELETE FROM rule WHERE name LIKE 'ceiling%'"), NO_BIND);
	assert_int_equal(agree(660, ""), ERR_FORBIDDEN);
	assert_int_equal(agree(60, ""), OK);
	assert_int_equal(ceiling_of(world.amir), 60);
}

static void only_their_own_mentor_moves_it(void **state)
{
	const struct ceiling agreed = { .citizen_id = world.amir,
		.before_minutes = 120,
		.minutes = 240,
		.agreed_on = clock_midnight(c.now),
		.way = ceiling_way(CEILING_MET),
		.why = "" };

	(void)state;
	assert_int_equal(
	    ceiling_agree(&c, &agreed, world.consultant), ERR_NOT_FOUND);
	assert_int_equal(ceiling_agree(&c, &agreed, world.mentor), OK);
	/* From a page that is older than what stands. */
	assert_int_equal(
	    ceiling_agree(&c, &agreed, world.mentor), ERR_CONFLICT);
}

static void an_agreement_has_a_day_and_a_way(void **state)
{
	struct ceiling agreed = { .citizen_id = world.amir,
		.before_minutes = 120,
		.minutes = 240,
		.agreed_on = clock_add_days(clock_midnight(c.now), 1),
		.way = "met",
		.why = "" };

	(void)state;
	assert_int_equal(ceiling_agree(&c, &agreed, world.mentor), ERR_INVALID);
	agreed.agreed_on = clock_midnight(c.now) - 32 * DAY;
	assert_int_equal(ceiling_agree(&c, &agreed, world.mentor), ERR_INVALID);
	agreed.agreed_on = clock_midnight(c.now);
	agreed.way = "guessed";
	assert_int_equal(ceiling_agree(&c, &agreed, world.mentor), ERR_INVALID);
	agreed.way = "work";
	assert_int_equal(ceiling_agree(&c, &agreed, world.mentor), OK);
	assert_int_equal(agree(240, ""), ERR_INVALID); /* no change */
}

static void every_step_stands_with_its_dates(void **state)
{
	size_t count;
	const struct ceiling *all;

	(void)state;
	assert_int_equal(agree(240, ""), OK);
	at("2026-04-13T10:00");
	assert_int_equal(agree(360, ""), OK);
	all = ceiling_list(&c, world.amir, &count);
	assert_int_equal(count, 2);
	assert_int_equal(all[0].minutes, 360);
	assert_int_equal(all[0].before_minutes, 240);
	assert_int_equal(all[0].proposed_by, world.mentor);
	assert_string_equal(all[0].way, "phone");
	assert_int_equal(all[1].agreed_on, instant("2026-03-02T00:00"));
	assert_int_equal(one(SQL("SELECT ended_at FROM ceiling"
				 " WHERE minutes = 240"),
			     NO_BIND),
	    c.now);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM ceiling WHERE ended_at IS NULL"),
		NO_BIND),
	    1);
}

static void the_citizen_is_told_each_time(void **state)
{
	(void)state;
	assert_int_equal(agree(240, ""), OK);
	assert_int_equal(agree(120, ""), OK);
	assert_int_equal(left("ceiling", world.amir), 2);
}

static void the_match_goes_by_it_at_once(void **state)
{
	int64_t task = waiting_task(), seq = change_last(&c); /* three hours */

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 480"), NO_BIND);
	assert_int_equal(agree(120, ""), OK);
	assert_breaks(task, MATCH_CEILING);
	assert_int_equal(change_last(&c), seq + 1);
	assert_int_equal(agree(240, ""), OK);
	assert_suits(task);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, two_hours, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_steps_are_two_four_six_and_then_whole_hours),
		TEST(steps_are_dated_rules_and_nothing_rises_without),
		TEST(it_rises_one_step_at_a_time),
		TEST(a_step_is_left_out_only_with_a_reason),
		TEST(it_is_lowered_at_once),
		TEST(only_their_own_mentor_moves_it),
		TEST(an_agreement_has_a_day_and_a_way),
		TEST(every_step_stands_with_its_dates),
		TEST(the_citizen_is_told_each_time),
		cmocka_unit_test_setup_teardown(
		    the_match_goes_by_it_at_once, world_open, world_close),
	};

	return cmocka_run_group_tests_name("ceiling", tests, NULL, NULL);
}
