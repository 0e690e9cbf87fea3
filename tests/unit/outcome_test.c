#include "fixture.h"

#include "notifier.h"

/* What is decided by whether bytes left, and what came. */

static enum outcome http(bool sent, bool whole, int status, const char *body)
{
	const struct http_answer a = { .sent = sent,
		.whole = whole,
		.status = status,
		.body = body,
		.error = "" };

	return http_outcome(&a);
}

static void what_never_left_is_safe(void **state)
{
	(void)state;
	/* No name, no connection, no TLS, no time: all before a byte. */
	assert_int_equal(http(false, false, 0, ""), OUTCOME_SAFE);
	assert_int_equal(http(false, true, 0, ""), OUTCOME_SAFE);
}

static void what_left_without_a_whole_answer_is_uncertain(void **state)
{
	static const int statuses[] = { 0, 100, 200, 202, 400, 401, 404, 429,
		500, 503 };

	(void)state;
	for (size_t i = 0; i < COUNT(statuses); i++)
		assert_int_equal(
		    http(true, false, statuses[i], ""), OUTCOME_UNCERTAIN);
	assert_int_equal(http(true, true, 0, ""), OUTCOME_UNCERTAIN);
}

static void a_whole_answer_says_what_it_says(void **state)
{
	static const struct {
		int status;
		enum outcome outcome;
	} table[] = { { 400, OUTCOME_PERMANENT }, { 404, OUTCOME_PERMANENT },
		{ 405, OUTCOME_PERMANENT }, { 409, OUTCOME_PERMANENT },
		{ 413, OUTCOME_PERMANENT }, { 422, OUTCOME_PERMANENT },
		{ 401, OUTCOME_DOWN }, { 402, OUTCOME_DOWN },
		{ 403, OUTCOME_DOWN }, { 407, OUTCOME_DOWN },
		{ 429, OUTCOME_REFUSED }, { 503, OUTCOME_REFUSED },
		{ 500, OUTCOME_UNCERTAIN }, { 502, OUTCOME_UNCERTAIN },
		{ 504, OUTCOME_UNCERTAIN }, { 408, OUTCOME_UNCERTAIN },
		{ 301, OUTCOME_UNCERTAIN }, { 302, OUTCOME_UNCERTAIN },
		{ 101, OUTCOME_UNCERTAIN }, { 599, OUTCOME_UNCERTAIN },
		{ 999, OUTCOME_UNCERTAIN } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		assert_int_equal(
		    http(true, true, table[i].status, ""), table[i].outcome);
}

static void who_cannot_prove_who_they_are_is_down(void **state)
{
	const struct http_answer a = { .distrusted = true, .body = "" };

	(void)state;
	assert_int_equal(http_outcome(&a), OUTCOME_DOWN);
}

static void how_long_to_wait_has_its_measure(void **state)
{
	(void)state;
	assert_int_equal(http_wait(0), 0);
	assert_int_equal(http_wait(7), 7);
	assert_int_equal(http_wait(-3600), 0); /* a date that is over */
	assert_int_equal(http_wait(INT64_MAX), DAY);
	assert_int_equal(http_wait(INT64_MIN), 0);
}

/* An SMTP dialogue, by its last code and whether the words were sent. */

static void a_mail_ends_as_its_dialogue_ended(void **state)
{
	static const struct {
		long code;
		bool failed;
		int64_t uploaded;
		enum outcome outcome;
		const char *what;
	} table[] = {
		{ 250, false, 900, OUTCOME_ACCEPTED, "250 after the dot" },
		{ 0, false, 900, OUTCOME_ACCEPTED, "no failure" },
		{ 550, true, 0, OUTCOME_PERMANENT, "RCPT 550" },
		{ 554, true, 900, OUTCOME_PERMANENT, "554 after the dot" },
		{ 552, true, 0, OUTCOME_PERMANENT, "552" },
		{ 599, true, 0, OUTCOME_PERMANENT, "599" },
		{ 451, true, 0, OUTCOME_REFUSED, "RCPT 451" },
		{ 421, true, 0, OUTCOME_REFUSED, "MAIL 421" },
		{ 452, true, 900, OUTCOME_REFUSED, "452 after the dot" },
		{ 450, true, 0, OUTCOME_REFUSED, "450 greeting" },
		{ 530, true, 0, OUTCOME_DOWN, "530" },
		{ 534, true, 0, OUTCOME_DOWN, "534" },
		{ 535, true, 0, OUTCOME_DOWN, "535" },
		{ 454, true, 0, OUTCOME_DOWN, "454" },
		{ 0, true, 0, OUTCOME_SAFE, "no connection" },
		{ 250, true, 0, OUTCOME_SAFE, "dropped before RCPT" },
		{ 220, true, 0, OUTCOME_SAFE, "no STARTTLS, stale code" },
		{ 354, true, 0, OUTCOME_SAFE, "354, nothing sent" },
		{ 354, true, 900, OUTCOME_UNCERTAIN, "lost after the dot" },
		{ 250, true, 900, OUTCOME_UNCERTAIN, "stale code, sent" },
		{ 0, true, 1, OUTCOME_UNCERTAIN, "a byte left" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		if (smtp_outcome(table[i].code, table[i].failed,
			table[i].uploaded) != table[i].outcome)
			fail_msg("%s", table[i].what);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_never_left_is_safe),
		cmocka_unit_test(what_left_without_a_whole_answer_is_uncertain),
		cmocka_unit_test(a_whole_answer_says_what_it_says),
		cmocka_unit_test(who_cannot_prove_who_they_are_is_down),
		cmocka_unit_test(how_long_to_wait_has_its_measure),
		cmocka_unit_test(a_mail_ends_as_its_dialogue_ended),
	};

	return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
