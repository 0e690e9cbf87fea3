#include "fixture.h"

#include "breaker.h"
#include "notice.h"
#include "notifier.h"
#include "settings.h"

#define ALL OUTBOX_BATCH_MOST

static size_t room(void)
{
	return breaker_room(&c, "kannel", ALL);
}

static void bad(enum outcome outcome, int64_t wait)
{
	db_begin(&c);
	breaker_bad(&c, "kannel", outcome, "why", wait);
	assert_int_equal(db_commit(&c), OK);
	next();
}

static void good(void)
{
	db_begin(&c);
	breaker_good(&c, "kannel");
	assert_int_equal(db_commit(&c), OK);
	next();
}

static int64_t open_until(void)
{
	return one(SQL("SELECT open_until FROM breaker"), NO_BIND);
}

static void of_whom_nothing_is_known_all_may_go(void **state)
{
	(void)state;
	assert_int_equal(room(), ALL);
	good();
	assert_int_equal(one(SQL("SELECT count(*) FROM breaker"), NO_BIND), 0);
}

static void a_few_failures_in_a_row_open_it(void **state)
{
	(void)state;
	for (int i = 1; i < BREAKER_FAILS; i++) {
		bad(i % 2 != 0 ? OUTCOME_SAFE : OUTCOME_UNCERTAIN, 0);
		assert_int_equal(room(), ALL);
	}
	bad(OUTCOME_SAFE, 0);
	assert_int_equal(room(), 0);
	assert_int_equal(breaker_room(&c, "another", ALL), ALL);
}

static void what_goes_well_in_between_begins_the_count_anew(void **state)
{
	(void)state;
	for (int i = 0; i < 3 * BREAKER_FAILS; i++) {
		bad(OUTCOME_SAFE, 0);
		if (i % 3 == 2)
			good();
		assert_int_equal(room(), ALL);
	}
}

static void who_refuses_us_is_left_alone_at_once(void **state)
{
	(void)state;
	bad(OUTCOME_DOWN, 0);
	assert_int_equal(room(), 0);
	assert_int_equal(open_until(), c.now + OUTBOX_DOWN_WAIT);
}

static void who_says_when_is_believed_within_reason(void **state)
{
	(void)state;
	bad(OUTCOME_REFUSED, 7);
	assert_int_equal(open_until(), c.now + 7);
	good();
	bad(OUTCOME_REFUSED, DAY);
	assert_int_equal(open_until(), c.now + BREAKER_OPEN_MOST);
}

static void when_its_time_is_over_one_may_try(void **state)
{
	(void)state;
	bad(OUTCOME_DOWN, 0);
	c.now = open_until() - 1;
	assert_int_equal(room(), 0);
	c.now++;
	assert_int_equal(room(), 1);
	/* In vain: open again, at the first failure. */
	bad(OUTCOME_SAFE, 0);
	assert_int_equal(room(), 0);
	c.now = open_until();
	assert_int_equal(room(), 1);
	good();
	assert_int_equal(room(), ALL);
	bad(OUTCOME_SAFE, 0);
	assert_int_equal(room(), ALL);
}

static void a_clock_that_is_set_back_does_not_keep_it_open(void **state)
{
	(void)state;
	bad(OUTCOME_DOWN, 0);
	assert_int_equal(room(), 0);
	c.now -= HOUR;
	assert_int_equal(room(), 1);
	bad(OUTCOME_DOWN, 0);
	assert_int_equal(room(), 0);
	assert_int_equal(open_until(), c.now + OUTBOX_DOWN_WAIT);
	c.now = open_until();
	assert_int_equal(room(), 1);
}

static void the_rest_of_a_batch_says_no_more(void **state)
{
	int64_t until;

	(void)state;
	bad(OUTCOME_DOWN, 0);
	until = open_until();
	for (int i = 0; i < 60; i++)
		bad(OUTCOME_DOWN, 0);
	assert_int_equal(open_until(), until);
	assert_int_equal(one(SQL("SELECT opened FROM breaker"), NO_BIND), 1);
}

static void it_stays_open_for_longer_and_never_too_long(void **state)
{
	static const struct {
		int64_t opened, least, most;
	} times[] = { { 0, 6, 10 }, { 1, 11, 20 }, { 2, 21, 40 },
		{ 5, 161, 320 }, { 6, 301, 600 }, { 90, 301, 600 } };

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++)
		for (uint32_t random = 0; random < 1000; random++)
			assert_in_range(
			    breaker_seconds(times[i].opened, random),
			    times[i].least, times[i].most);
}

/* ---- what is delivered ---- */

static struct tmpls *words;
static enum outcome told;
static int64_t wait;
static size_t asked, asked_behind;

static int words_open(void **state)
{
	char why[200];

	words = messages_load("www", why);
	asked = asked_behind = 0;
	wait = 0;
	return words != NULL ? world_open(state) : -1;
}

static int words_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

static void say(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)with;
	(void)via;
	asked += count;
	for (size_t i = 0; i < count; i++) {
		batch[i].outcome = told;
		batch[i].wait = wait;
	}
}

static void take(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)with;
	(void)via;
	asked_behind += count;
	for (size_t i = 0; i < count; i++)
		batch[i].outcome = OUTCOME_ACCEPTED;
}

static const struct provider first = {
	.name = "kannel", .send = say, .gateway = &kannel
};
static const struct provider behind = {
	.name = "twilio", .send = take, .gateway = &twilio
};

static int64_t first_of_crowd;

static void crowd(int count)
{
	for (int i = 0; i < count; i++) {
		int64_t person = add_person(
		    "Bo", mem_printf(&c, "4521%06d", i), NULL, "start");

		if (i == 0)
			first_of_crowd = person;
		db_begin(&c);
		notice_tell(&c, "call", person, 0);
		assert_int_equal(db_commit(&c), OK);
	}
}

static void pass(const struct provider *other)
{
	deliver_due(&c, OUTBOX_SMS, deliver_way(&c, &first, other), words, 1);
	next();
}

static int64_t in_state(const char *state)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE state = $1"),
	    BIND(TEXT(state)));
}

/* I12: ten minutes of 401. */
static void an_outage_costs_one_request_a_minute_and_no_message(void **state)
{
	(void)state;
	crowd(40);
	told = OUTCOME_DOWN;
	for (int second = 0; second < 600; second++) {
		pass(NULL);
		c.now++;
	}
	assert_in_range(asked, 40 + 5, 40 + 10);
	assert_int_equal(in_state("queued"), 40);
	told = OUTCOME_ACCEPTED;
	c.now += BREAKER_OPEN_MOST;
	pass(NULL);
	pass(NULL);
	assert_int_equal(in_state("accepted"), 40);
}

/* Nobody listens: the tries are not used up while it is so. */
static void who_cannot_be_reached_costs_few_tries(void **state)
{
	(void)state;
	crowd(20);
	told = OUTCOME_SAFE;
	for (int second = 0; second < 3600; second++) {
		pass(NULL);
		c.now++;
	}
	assert_int_equal(in_state("queued"), 20);
	assert_in_range(asked, 20, 40);
}

static void what_was_refused_goes_by_the_one_behind(void **state)
{
	static const struct {
		enum outcome outcome;
		int64_t wait;
	} refusals[] = { { OUTCOME_DOWN, 0 }, { OUTCOME_REFUSED, 3600 } };

	(void)state;
	settings.sms_fallback = "twilio";
	first_of_crowd = INT64_MAX;
	for (size_t i = 0; i < COUNT(refusals); i++) {
		asked = asked_behind = 0;
		change(SQL("DELETE FROM breaker"), NO_BIND);
		change(SQL("DELETE FROM attempt"), NO_BIND);
		change(SQL("DELETE FROM outbox"), NO_BIND);
		change(SQL("DELETE FROM consent WHERE person_id >= $1"),
		    BIND(INT(first_of_crowd)));
		change(SQL("DELETE FROM person_key WHERE person_id >= $1"),
		    BIND(INT(first_of_crowd)));
		change(SQL("DELETE FROM person WHERE id >= $1"),
		    BIND(INT(first_of_crowd)));
		crowd(3);
		told = refusals[i].outcome;
		wait = refusals[i].wait;
		pass(&behind);
		assert_int_equal(in_state("queued"), 3);
		c.now += 1;
		pass(&behind);
		assert_int_equal(asked, 3);
		assert_int_equal(asked_behind, 3);
		assert_int_equal(in_state("accepted"), 3);
		assert_string_equal(
		    one_text(
			SQL("SELECT DISTINCT provider FROM outbox"), NO_BIND),
		    "twilio");
	}
}

static void what_is_unclear_never_goes_by_another(void **state)
{
	(void)state;
	settings.sms_fallback = "twilio";
	crowd(2 * BREAKER_FAILS);
	told = OUTCOME_UNCERTAIN;
	pass(&behind);
	assert_int_equal(room(), 0);
	for (int i = 0; i < 600; i++) {
		c.now++;
		pass(&behind);
	}
	assert_int_equal(asked_behind, 0);
	assert_int_equal(in_state("uncertain"), 2 * BREAKER_FAILS);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)
#define DELIVERS(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(of_whom_nothing_is_known_all_may_go),
		TEST(a_few_failures_in_a_row_open_it),
		TEST(what_goes_well_in_between_begins_the_count_anew),
		TEST(who_refuses_us_is_left_alone_at_once),
		TEST(who_says_when_is_believed_within_reason),
		TEST(when_its_time_is_over_one_may_try),
		TEST(a_clock_that_is_set_back_does_not_keep_it_open),
		TEST(the_rest_of_a_batch_says_no_more),
		TEST(it_stays_open_for_longer_and_never_too_long),
		DELIVERS(an_outage_costs_one_request_a_minute_and_no_message),
		DELIVERS(who_cannot_be_reached_costs_few_tries),
		DELIVERS(what_was_refused_goes_by_the_one_behind),
		DELIVERS(what_is_unclear_never_goes_by_another),
	};

	return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
