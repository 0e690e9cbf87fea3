/* How a try went, and what follows from it. */
#include "letters.h"

#include "attention.h"

static int64_t next_of(int64_t id)
{
	return one(
	    SQL("SELECT next_at FROM outbox WHERE id = $1"), BIND(INT(id)));
}

static void what_is_accepted_is_never_sent_again(void **state)
{
	struct claimed m;
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	m = claim_one();
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_ACCEPTED, "their-1", "accepted", 0);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "accepted");
	assert_string_equal(
	    one_text(SQL("SELECT provider_ref FROM outbox"), NO_BIND),
	    "their-1");
	assert_string_equal(one_text(SQL("SELECT outcome FROM attempt"
					 " WHERE ended_at = $1"),
				BIND(INT(c.now))),
	    "accepted");
	c.now += DAY;
	assert_int_equal(claims(), 0);
}

static void a_number_in_an_answer_is_not_kept(void **state)
{
	static const enum outcome each[] = { OUTCOME_REFUSED,
		OUTCOME_PERMANENT };

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	for (size_t i = 0; i < COUNT(each); i++) {
		struct claimed m = claim_one();
		struct outbox_row row;

		db_begin(&c);
		outbox_record(&c, &m, each[i], NULL,
		    "http 422 no such: +45 20 00 01 01", 0);
		assert_int_equal(db_commit(&c), OK);
		assert_true(outbox_load(&c, m.id, &row));
		assert_string_equal(row.why, "http 422 no such: +***");
		assert_string_equal(one_text(SQL("SELECT why FROM attempt"
						 " WHERE id = $1"),
					BIND(INT(m.attempt))),
		    row.why);
		c.now += 5;
	}
}

static void what_did_not_go_is_tried_again_after_a_while(void **state)
{
	static const enum outcome again[] = { OUTCOME_SAFE, OUTCOME_REFUSED };

	(void)state;
	for (size_t i = 0; i < COUNT(again); i++) {
		int64_t id = leave("won", LANE_OFFER, world.amir);
		struct claimed m = claim_one();

		record(&m, again[i]);
		assert_string_equal(state_of(id), "queued");
		assert_in_range(next_of(id), c.now + 1, c.now + 5);
		assert_int_equal(claims(), 0);
		c.now += 5;
		m = claim_one();
		assert_int_equal(m.id, id);
		assert_int_equal(m.tries, 2);
		record(&m, OUTCOME_ACCEPTED);
	}
}

static void a_provider_that_says_when_is_believed(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_REFUSED, NULL, "http 429", 3607);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(next_of(id), c.now + 3607);
}

static void after_the_last_try_a_person_is_told(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	for (int i = 1; i <= OUTBOX_TRIES_MOST; i++) {
		struct claimed m = claim_one();

		assert_int_equal(waiting(ATTENTION_FAILED), 0);
		record(&m, OUTCOME_SAFE);
		c.now += 600;
	}
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	assert_int_equal(claims(), 0);
}

static void a_provider_that_refuses_us_is_asked_once_a_minute(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_DOWN);
	assert_string_equal(state_of(id), "queued");
	assert_int_equal(next_of(id), c.now + OUTBOX_DOWN_WAIT);
	c.now += OUTBOX_DOWN_WAIT;
	assert_int_equal(claim_one().tries, 1); /* it was no try of its own */
}

/* I12: ten minutes of 401, and no message is given up for it. */
static void a_provider_that_refuses_us_costs_no_message(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	for (int second = 0; second < 600; second++) {
		size_t count;
		const struct claimed *m = claim(1, &count);

		if (count == 1)
			record(&m[0], OUTCOME_DOWN);
		next();
		c.now++;
	}
	assert_string_equal(state_of(id), "queued");
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void what_would_come_too_late_is_given_up_now(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m;

	(void)state;
	c.now += 2 * DAY - 100;
	m = claim_one();
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_REFUSED, NULL, "http 503", 100);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void what_is_refused_for_good_is_for_a_person(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();
	struct outbox_row row;

	(void)state;
	record(&m, OUTCOME_PERMANENT);
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	assert_true(outbox_load(&c, id, &row));
	assert_string_equal(row.why, "why");
	assert_string_equal(row.channel, OUTBOX_SMS);
	assert_int_equal(row.person, world.amir);
	assert_int_equal(row.about, 9);
	assert_false(outbox_load(&c, 12345, &row));
}

static void what_is_uncertain_is_never_sent_again(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_UNCERTAIN);
	assert_string_equal(state_of(id), "uncertain");
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	for (int i = 0; i < 50; i++, c.now += HOUR) {
		assert_int_equal(claims(), 0);
		db_begin(&c);
		outbox_expire(&c);
		assert_int_equal(db_commit(&c), OK);
	}
	assert_int_not_equal(outbox_begin_run(&c), 0);
	assert_int_equal(claims(), 0);
	assert_string_equal(state_of(id), "uncertain");
}

static void a_code_that_fails_is_asked_for_anew_by_whoever_missed_it(
    void **state)
{
	static const enum outcome ends[] = { OUTCOME_PERMANENT,
		OUTCOME_UNCERTAIN };

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct claimed m;

		leave("code", LANE_CODE, world.amir);
		m = claim_one();
		record(&m, ends[i]);
	}
	leave("code", LANE_CODE, world.amir);
	c.now += 2 * DAY;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 0);
}

static void what_could_not_go_in_time_is_for_a_person(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	c.now += 2 * DAY - 1;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "queued");
	c.now++;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "expired");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void the_wait_doubles_up_to_a_ceiling(void **state)
{
	static const struct {
		const char *channel;
		int64_t tries, most;
	} steps[] = { { OUTBOX_SMS, 1, 5 }, { OUTBOX_SMS, 2, 10 },
		{ OUTBOX_SMS, 3, 20 }, { OUTBOX_SMS, 7, 320 },
		{ OUTBOX_SMS, 8, 600 }, { OUTBOX_SMS, 9, 600 },
		{ OUTBOX_SMS, 1000, 600 }, { OUTBOX_MAIL, 1, 30 },
		{ OUTBOX_MAIL, 2, 60 }, { OUTBOX_MAIL, 7, 1920 },
		{ OUTBOX_MAIL, 8, 3600 }, { OUTBOX_MAIL, INT64_MAX, 3600 } };

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		int64_t most = steps[i].most, seen = 0;

		/* Full jitter: every second of the step, and no other. */
		for (uint32_t r = 0; r < 8000; r++) {
			int64_t wait = outbox_delay(
			    steps[i].channel, steps[i].tries, r);

			assert_in_range(wait, 1, most);
			seen = wait > seen ? wait : seen;
		}
		assert_int_equal(seen, most);
		assert_in_range(
		    outbox_delay(steps[i].channel, steps[i].tries, UINT32_MAX),
		    1, most);
	}
}

/* ---- a new run ---- */

static void a_new_run_calls_open_tries_uncertain(void **state)
{
	int64_t open = leave("won", LANE_OFFER, world.amir), ended;
	int64_t epoch = outbox_begin_run(&c);
	struct claimed m;
	size_t count;

	(void)state;
	assert_int_equal(epoch, 1);
	outbox_claim(&c, OUTBOX_SMS, "kannel", epoch, 64, &count);
	assert_int_equal(count, 1);
	ended = leave("won", LANE_OFFER, ida);
	m = outbox_claim(&c, OUTBOX_SMS, "kannel", epoch, 64, &count)[0];
	record(&m, OUTCOME_ACCEPTED);

	assert_int_equal(outbox_begin_run(&c), 2);
	assert_string_equal(state_of(open), "uncertain");
	assert_string_equal(state_of(ended), "accepted");
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM attempt"
				 " WHERE ended_at IS NULL"),
			     NO_BIND),
	    0);
	assert_int_equal(outbox_begin_run(&c), 3);
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	assert_int_equal(claims(), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, two_people, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_accepted_is_never_sent_again),
		TEST(a_number_in_an_answer_is_not_kept),
		TEST(what_did_not_go_is_tried_again_after_a_while),
		TEST(a_provider_that_says_when_is_believed),
		TEST(after_the_last_try_a_person_is_told),
		TEST(a_provider_that_refuses_us_is_asked_once_a_minute),
		TEST(a_provider_that_refuses_us_costs_no_message),
		TEST(what_would_come_too_late_is_given_up_now),
		TEST(what_is_refused_for_good_is_for_a_person),
		TEST(what_is_uncertain_is_never_sent_again),
		TEST(a_code_that_fails_is_asked_for_anew_by_whoever_missed_it),
		TEST(what_could_not_go_in_time_is_for_a_person),
		TEST(the_wait_doubles_up_to_a_ceiling),
		TEST(a_new_run_calls_open_tries_uncertain),
	};

	return cmocka_run_group_tests_name("outbox_record", tests, NULL, NULL);
}
