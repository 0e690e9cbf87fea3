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

/* An SMTP dialogue, by the answer to its last step and whether the words left.
 */

static void a_mail_ends_as_its_dialogue_ended(void **state)
{
	static const struct {
		const char *what;
		struct smtp_talk talk;
		enum outcome outcome;
	} table[] = {
		{ "nobody there", { SMTP_HELLO, .code = 0 }, OUTCOME_SAFE },
		{ "dropped in TLS", { SMTP_HELLO, .code = 220 }, OUTCOME_SAFE },
		{ "421 greeting", { SMTP_HELLO, .code = 421 }, OUTCOME_DOWN },
		{ "554 greeting", { SMTP_HELLO, .code = 554 }, OUTCOME_DOWN },
		{ "AUTH 535", { SMTP_HELLO, .code = 535 }, OUTCOME_DOWN },
		{ "no TLS", { SMTP_HELLO, .code = 250, .distrusted = true },
		    OUTCOME_DOWN },
		{ "MAIL 421", { SMTP_FROM, .code = 421 }, OUTCOME_DOWN },
		{ "MAIL 451", { SMTP_FROM, .code = 451 }, OUTCOME_DOWN },
		{ "MAIL 550", { SMTP_FROM, .code = 550 }, OUTCOME_DOWN },
		{ "MAIL 552", { SMTP_FROM, .code = 552 }, OUTCOME_PERMANENT },
		{ "dropped at MAIL", { SMTP_FROM, .code = 0 }, OUTCOME_SAFE },
		{ "RCPT 451", { SMTP_TO, .code = 451 }, OUTCOME_REFUSED },
		{ "RCPT 421", { SMTP_TO, .code = 421 }, OUTCOME_DOWN },
		{ "RCPT 530", { SMTP_TO, .code = 530 }, OUTCOME_DOWN },
		{ "RCPT 550", { SMTP_TO, .code = 550 }, OUTCOME_PERMANENT },
		{ "RCPT 599", { SMTP_TO, .code = 599 }, OUTCOME_PERMANENT },
		{ "dropped at RCPT", { SMTP_TO, .code = 0 }, OUTCOME_SAFE },
		{ "DATA 451", { SMTP_DATA, .code = 451 }, OUTCOME_REFUSED },
		{ "DATA 554", { SMTP_DATA, .code = 554 }, OUTCOME_PERMANENT },
		{ "dropped at DATA", { SMTP_DATA, .code = 0 }, OUTCOME_SAFE },
		{ "dropped amid the words", { SMTP_SENT, .code = 0 },
		    OUTCOME_SAFE },
		{ "lost after the dot", { SMTP_SENT, .code = 0, .whole = true },
		    OUTCOME_UNCERTAIN },
		{ "250 after the dot",
		    { SMTP_SENT, .code = 250, .whole = true },
		    OUTCOME_ACCEPTED },
		{ "250, then lost", { SMTP_SENT, 250, true, true },
		    OUTCOME_ACCEPTED },
		{ "421 after the dot",
		    { SMTP_SENT, .code = 421, .whole = true },
		    OUTCOME_REFUSED },
		{ "452 after the dot",
		    { SMTP_SENT, .code = 452, .whole = true },
		    OUTCOME_REFUSED },
		{ "554 after the dot",
		    { SMTP_SENT, .code = 554, .whole = true },
		    OUTCOME_PERMANENT },
		{ "354 twice", { SMTP_SENT, .code = 354, .whole = true },
		    OUTCOME_UNCERTAIN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++)
		if (smtp_outcome(&table[i].talk) != table[i].outcome)
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
