#include "fixture.h"

#include "attention.h"
#include "hours.h"
#include "offer.h"
#include "setback.h"

static void add(const char *kind)
{
	db_begin(&c);
	attention_add(&c, kind, world.amir, 0, "");
	assert_int_equal(db_commit(&c), OK);
}

static void a_call_stands_for_a_working_day(void **state)
{
	(void)state;
	assert_int_equal(setback_until(&c, world.amir), 0);
	add(ATTENTION_CALL);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-03T09:00"));
	at("2026-03-03T08:59");
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-03T09:00"));
	at("2026-03-03T09:00");
	assert_int_equal(setback_until(&c, world.amir), 0);
	/* Nobody else is waited for. */
	assert_int_equal(setback_until(&c, world.mentor), 0);
}

static void over_a_weekend_it_stands_until_monday(void **state)
{
	(void)state;
	at("2026-03-06T15:00");
	add(ATTENTION_CALL);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-09T15:00"));
}

static void a_call_that_is_made_ends_it(void **state)
{
	(void)state;
	add(ATTENTION_CALL);
	add(ATTENTION_ABSENT);
	change(SQL("UPDATE attention SET closed_at = $1 WHERE kind = 'call'"),
	    BIND(INT(c.now)));
	assert_true(setback_until(&c, world.amir) > 0);
	change(SQL("UPDATE attention SET closed_at = $1"), BIND(INT(c.now)));
	assert_int_equal(setback_until(&c, world.amir), 0);
}

static void the_newest_call_counts(void **state)
{
	(void)state;
	add(ATTENTION_CALL);
	at("2026-03-03T08:00");
	add(ATTENTION_AFBUD);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-04T08:00"));
}

static void what_is_no_bad_day_stands_before_nothing(void **state)
{
	static const char *const kinds[] = { ATTENTION_WORDS, ATTENTION_HOURS,
		ATTENTION_FAILED, ATTENTION_UNCERTAIN, ATTENTION_EMPLOYER,
		ATTENTION_CEILING };

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		add(kinds[i]);
		assert_false(setback_is(kinds[i]));
	}
	assert_int_equal(setback_until(&c, world.amir), 0);
	assert_true(setback_is(ATTENTION_CALL));
	assert_true(setback_is(ATTENTION_ABSENT));
	assert_true(setback_is(ATTENTION_AFBUD));
}

static void without_a_dated_rule_it_stands_until_it_is_closed(void **state)
{
	(void)state;
	add(ATTENTION_CALL);
	change(SQL("UPDATE rule SET valid_to = $1"
		   " WHERE name = 'setback_days'"),
	    BIND(INT(c.now)));
	assert_int_equal(setback_until(&c, world.amir), SETBACK_NO_END);
	change(SQL("UPDATE attention SET closed_at = 1"), NO_BIND);
	assert_int_equal(setback_until(&c, world.amir), 0);
}

/* ---- what brings one ---- */

static void who_did_not_come_is_rung_first(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 0, "", world.bakery.contact), OK);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-06T13:00"));
	assert_int_equal(hours_settle(&c, engagement, 0, world.consultant), OK);
	assert_int_equal(setback_until(&c, world.amir), 0);
}

static void an_afbud_shortly_before_is_a_call_and_an_early_one_none(
    void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	assert_int_equal(setback_until(&c, world.amir), 0);
	engagement = amir_comes("2026-03-06");
	at("2026-03-06T08:00");
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-09T08:00"));
}

static void ring_is_a_call(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	answers(task, world.amir, SAY_CALL);
	assert_int_equal(
	    setback_until(&c, world.amir), instant("2026-03-03T09:00"));
	answers(task, world.amir, SAY_NO);
	assert_int_equal(setback_until(&c, world.amir), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_call_stands_for_a_working_day),
		TEST(over_a_weekend_it_stands_until_monday),
		TEST(a_call_that_is_made_ends_it),
		TEST(the_newest_call_counts),
		TEST(what_is_no_bad_day_stands_before_nothing),
		TEST(without_a_dated_rule_it_stands_until_it_is_closed),
		TEST(who_did_not_come_is_rung_first),
		TEST(an_afbud_shortly_before_is_a_call_and_an_early_one_none),
		TEST(ring_is_a_call),
	};

	return cmocka_run_group_tests_name("setback", tests, NULL, NULL);
}
