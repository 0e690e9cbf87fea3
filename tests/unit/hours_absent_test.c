/* Who did not come: nobody is told so by a machine. */
#include "fixture.h"

#include "attention.h"
#include "hours.h"

static int64_t worked(void)
{
	int64_t engagement = amir_comes("2026-03-05");

	at("2026-03-05T13:00");
	return engagement;
}

static enum err propose(int64_t engagement, int64_t minutes)
{
	return hours_propose(&c, engagement, minutes, "", world.bakery.contact);
}

static int64_t minutes_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h.minutes;
}

static void who_did_not_come_is_rung_and_not_written_to(void **state)
{
	int64_t engagement = worked();

	(void)state;
	hours_ask(&c);
	assert_int_equal(propose(engagement, 0), OK);
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "disputed");
	assert_int_equal(minutes_of(engagement), 0);
	assert_int_equal(waiting(ATTENTION_ABSENT), 1);
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
	assert_int_equal(left("hours_differ", world.amir), 0);
	assert_int_equal(left("hours_disputed", world.bakery.contact), 0);
	assert_int_equal(propose(engagement, 180), ERR_CONFLICT);
	/* Nothing that they could answer: a person hears their side. */
	assert_int_equal(hours_to_answer(&c, world.amir), 0);
	assert_int_equal(hours_settle(&c, engagement, 0, world.consultant), OK);
	assert_int_equal(waiting(ATTENTION_ABSENT), 0);
	assert_int_equal(left("hours_settled", world.amir), 0);
	assert_int_equal(left("hours_same", world.bakery.contact), 2);
}

static void who_did_come_after_all_is_told_the_hours(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 0), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, 150, world.consultant), OK);
	assert_int_equal(minutes_of(engagement), 150);
	assert_int_equal(left("hours_settled", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_ABSENT), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_did_not_come_is_rung_and_not_written_to),
		TEST(who_did_come_after_all_is_told_the_hours),
	};

	return cmocka_run_group_tests_name("hours_absent", tests, NULL, NULL);
}
