#include "sent.h"

/* Byte for byte, as Debian's Kannel was seen to take it. */
static void assert_request(const char *words, const char *charset,
    const char *coding, const char *body, size_t n)
{
	const char *const headers[] = {
		mem_printf(&c, "Content-Type: text/plain; charset=%s", charset),
		mem_printf(&c, "X-Kannel-Coding: %s", coding),
		"X-Kannel-Username: portal",
		"X-Kannel-Password: secret",
		"X-Kannel-To: 4520000101",
		"X-Kannel-From: 1204",
		"X-Kannel-Validity: 120",
		"X-Kannel-DLR-Mask: 31",
		"X-Kannel-DLR-Url: http://127.0.0.1:8080/hook/kannel/abc123/"
		"report?ref=4711&type=%d&answer=%A",
		"Expect:",
	};
	struct outgoing m = to_amir(words);
	struct http_request r = { 0 };

	assert_true(kannel.request(&c, &m, &r));
	assert_string_equal(r.url, "http://127.0.0.1:13013/cgi-bin/sendsms");
	for (size_t i = 0; i < COUNT(headers); i++) {
		assert_non_null(r.header[i]);
		assert_string_equal(r.header[i], headers[i]);
	}
	assert_null(r.header[COUNT(headers)]);
	assert_int_equal(r.length, n);
	assert_memory_equal(r.body, body, n);
}

static void danish_goes_as_text(void **state)
{
	(void)state;
	assert_request("Hej æøå €", "UTF-8", "0", "Hej æøå €", 14);
}

static void what_is_not_in_the_alphabet_goes_as_utf16(void **state)
{
	(void)state;
	/* Ł is 0141, æ 00E6, the smile D83D DE00. */
	assert_request("Łæ \xf0\x9f\x98\x80\n", "UTF-16BE", "2",
	    "\x01\x41\x00\xe6\x00\x20\xd8\x3d\xde\x00\x00\x0a", 12);
}

static void it_is_good_until_its_own_time_is_over(void **state)
{
	static const struct {
		int64_t left;
		const char *minutes;
	} times[] = { { 2 * HOUR, "120" }, { 60, "1" }, { 119, "1" },
		{ 59, NULL }, { 0, NULL }, { -5, NULL }, { 7 * DAY, "10080" } };

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		struct outgoing m = to_amir("Hej");
		struct http_request r = { 0 };

		m.claimed.expires_at = c.now + times[i].left;
		/* Less than a minute cannot be said, and would be late. */
		if (times[i].minutes == NULL) {
			assert_false(kannel.request(&c, &m, &r));
			continue;
		}
		assert_true(kannel.request(&c, &m, &r));
		assert_string_equal(r.header[6],
		    mem_printf(&c, "X-Kannel-Validity: %s", times[i].minutes));
	}
}

static void what_could_begin_another_header_is_refused(void **state)
{
	static const char *const numbers[] = { "45200\r\nX-Kannel-To: 1",
		"45200\n", "45\t200", "45200\x7f" };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct outgoing m = to_amir("Hej");
		struct http_request r = { 0 };

		m.words.phone = numbers[i];
		assert_false(kannel.request(&c, &m, &r));
		assert_non_null(m.why);
	}
}

static void an_sms_without_words_is_refused(void **state)
{
	struct outgoing m = to_amir("");
	struct http_request r = { 0 };

	(void)state;
	assert_false(kannel.request(&c, &m, &r));
}

/* ---- its answers ---- */

static void zero_and_three_are_accepted_all_else_is_uncertain(void **state)
{
	static const struct {
		const char *body;
		enum outcome outcome;
	} answers[] = { { "0: Accepted for delivery", OUTCOME_ACCEPTED },
		{ "3: Queued for later delivery", OUTCOME_ACCEPTED },
		{ "", OUTCOME_UNCERTAIN }, { "<html>", OUTCOME_UNCERTAIN },
		{ "4: Something new", OUTCOME_UNCERTAIN } };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct http_answer a = { .sent = true,
			.whole = true,
			.status = 202,
			.body = answers[i].body };
		struct outgoing m = { 0 };

		assert_int_equal(kannel.answer(&c, &a, &m), answers[i].outcome);
		assert_non_null(m.why);
	}
}

/* 403 both of a number it has no route to and of a password that is wrong;
 * only the first is the message's own fault. */
static void what_it_refuses_is_said_by_its_words(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum outcome outcome;
	} answers[] = { { 403, "Not routable. Do not try again.",
			    OUTCOME_PERMANENT },
		{ 403, "Authorization failed for sendsms", OUTCOME_DOWN },
		{ 400, "Missing receiver number, rejected", OUTCOME_PERMANENT },
		{ 503, "Temporal failure, try again later.", OUTCOME_REFUSED },
		{ 500, "0: Accepted for delivery", OUTCOME_UNCERTAIN } };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct http_answer a = { .sent = true,
			.whole = true,
			.status = answers[i].status,
			.body = answers[i].body };
		struct outgoing m = { 0 };

		assert_int_equal(kannel.answer(&c, &a, &m), answers[i].outcome);
	}
}

/* ---- its reports ---- */

static const char *report(const char *ref, const char *type, int64_t *id)
{
	const struct hook_field fields[] = { { "ref", ref }, { "type", type },
		{ NULL, NULL } };
	const struct hook h = { .provider = "kannel", .fields = fields };

	/* cppcheck-suppress returnDanglingLifetime ; the state is a literal */
	return kannel.report(&h, id);
}

static void a_report_is_a_state_of_ours(void **state)
{
	static const struct {
		const char *type, *state;
	} types[] = { { "1", "delivered" }, { "2", "undelivered" },
		{ "4", "enroute" }, { "8", "enroute" },
		{ "16", "undelivered" } };
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		assert_string_equal(
		    report("244179072676096", types[i].type, &id),
		    types[i].state);
		assert_int_equal(id, 244179072676096);
	}
}

static void a_report_that_says_nothing_is_none(void **state)
{
	static const char *const types[] = { "", "0", "3", "32", "1x", " 1",
		"01", "-1" };
	static const char *const refs[] = { "47x", "-1", "4711 ", "0x1",
		"99999999999999999999999999", "1.5" };
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++)
		assert_null(report("4711", types[i], &id));
	for (size_t i = 0; i < COUNT(refs); i++)
		assert_null(report(refs[i], "1", &id));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(danish_goes_as_text),
		TEST(what_is_not_in_the_alphabet_goes_as_utf16),
		TEST(it_is_good_until_its_own_time_is_over),
		TEST(what_could_begin_another_header_is_refused),
		TEST(an_sms_without_words_is_refused),
		TEST(zero_and_three_are_accepted_all_else_is_uncertain),
		TEST(what_it_refuses_is_said_by_its_words),
		TEST(a_report_is_a_state_of_ours),
		TEST(a_report_that_says_nothing_is_none),
	};

	return cmocka_run_group_tests_name("kannel", tests, NULL, NULL);
}
