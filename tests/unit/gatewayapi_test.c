#include "sent.h"

#include <string.h>

#include "settings.h"

/* clang-format off */
#define TAKEN "{\"msg_id\":\"01JNN696A9E0WS89FPYGT15NBX\"," \
	"\"recipient\":4520000101,\"reference\":\"4711\"}"
/* clang-format on */

static int open_it(void **state)
{
	int failed = bare_open(state);

	settings.gatewayapi_url = "https://x.example/mobile/single";
	settings.gatewayapi_token = "t0ken";
	return failed;
}

static void it_asks_as_its_description_says(void **state)
{
	static const char *const headers[] = { "Content-Type: application/json",
		"Authorization: Token t0ken", "Expect:", NULL };

	(void)state;
	assert_asks(&gatewayapi, "Hej \"æøå\" \\ €\nDin kode",
	    "https://"
	    "x.example/mobile/single",
	    headers,
	    mem_printf(&c,
		"{\"sender\":\"1204\",\"recipient\":4520000101,\"message\":"
		"\"Hej \\\"æøå\\\" \\\\ €\\nDin kode\",\"reference\":\"4711\","
		"\"expiration\":%" PRId64 "}",
		c.now + 2 * HOUR));
}

static void it_is_good_until_its_own_time_but_five_days_at_most(void **state)
{
	static const struct {
		int64_t left, good;
	} times[] = { { 2 * HOUR, 2 * HOUR }, { 30, 30 }, { 0, 1 }, { -9, 1 },
		{ 5 * DAY, 5 * DAY }, { 6 * DAY, 5 * DAY } };

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		struct outgoing m = to_amir("Hej");
		struct http_request r = { 0 };

		m.claimed.expires_at = c.now + times[i].left;
		assert_true(gatewayapi.request(&c, &m, &r));
		assert_non_null(strstr(r.body,
		    mem_printf(&c, "\"expiration\":%" PRId64 "}",
			c.now + times[i].good)));
	}
}

static void each_answer_has_its_outcome(void **state)
{
	static const struct answer answers[] = {
		{ 202, TAKEN, OUTCOME_ACCEPTED },
		{ 200, TAKEN, OUTCOME_ACCEPTED },
		/* Cut, of another, of nothing. */
		{ 202, "{\"msg_id\":\"01JNN696A9E0WS89FP", OUTCOME_UNCERTAIN },
		{ 202, "", OUTCOME_UNCERTAIN },
		{ 202, "{}", OUTCOME_UNCERTAIN },
		{ 202, "<html>Accepted</html>", OUTCOME_UNCERTAIN },
		{ 202, TAKEN TAKEN, OUTCOME_UNCERTAIN },
		{ 202,
		    "{\"msg_id\":\"\",\"recipient\":4520000101,"
		    "\"reference\":\"4711\"}",
		    OUTCOME_UNCERTAIN },
		{ 202,
		    "{\"msg_id\":\"a\",\"recipient\":4520000101,"
		    "\"reference\":\"4712\"}",
		    OUTCOME_UNCERTAIN },
		{ 202,
		    "{\"msg_id\":\"a\",\"recipient\":4520000102,"
		    "\"reference\":\"4711\"}",
		    OUTCOME_UNCERTAIN },
		{ 202,
		    "{\"msg_id\":\"a\",\"recipient\":4520000101,"
		    "\"reference\":null}",
		    OUTCOME_UNCERTAIN },
		{ 422,
		    "{\"detail\":[{\"loc\":[\"body\",\"sender\"],"
		    "\"msg\":\"to 4520000101\",\"type\":\"too_long\"}]}",
		    OUTCOME_PERMANENT },
		{ 403, "", OUTCOME_DOWN },
		{ 401, TAKEN, OUTCOME_DOWN },
		{ 500, TAKEN, OUTCOME_UNCERTAIN },
	};

	(void)state;
	assert_answers(&gatewayapi, answers, COUNT(answers));
	assert_common_answers(&gatewayapi);
}

static void its_name_for_the_message_is_kept(void **state)
{
	const struct http_answer a = {
		.sent = true, .whole = true, .status = 202, .body = TAKEN
	};
	struct outgoing m = to_amir("Hej");

	(void)state;
	assert_int_equal(gatewayapi.answer(&c, &a, &m), OUTCOME_ACCEPTED);
	assert_string_equal(m.ref, "01JNN696A9E0WS89FPYGT15NBX");
}

static void what_it_complains_of_is_told_without_what_stood_there(void **state)
{
	const struct http_answer a = { .sent = true,
		.whole = true,
		.status = 422,
		.body = "{\"detail\":[{\"loc\":[\"body\",\"sender\"],"
			"\"msg\":\"Amir\",\"type\":\"too_long\"}]}" };
	struct outgoing m = to_amir("Hej");

	(void)state;
	gatewayapi.answer(&c, &a, &m);
	assert_string_equal(m.why, "http 422 sender too_long");
}

static void who_is_on_its_list_of_stops_has_said_stop(void **state)
{
	static const struct {
		int status;
		const char *body;
		bool stopped;
	} answers[] = { { 422, "{\"code\":\"0x0215\"}", true },
		{ 403, "{\"code\":\"0x0215\"}", true },
		{ 422, "{\"code\":\"0x0216\"}", false }, { 422, "{}", false },
		{ 422, "0x0215", false },
		{ 500, "{\"code\":\"0x0215\"}", false } };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct http_answer a = { .sent = true,
			.whole = true,
			.status = answers[i].status,
			.body = answers[i].body };
		struct outgoing m = to_amir("Hej");
		enum outcome outcome = gatewayapi.answer(&c, &a, &m);

		assert_int_equal(m.stopped, answers[i].stopped);
		if (answers[i].stopped)
			assert_int_equal(outcome, OUTCOME_PERMANENT);
	}
}

static void a_report_is_a_state_of_ours(void **state)
{
	static const struct {
		const char *status, *state;
	} words[] = { { "DELIVERED", "delivered" }, { "ENROUTE", "enroute" },
		{ "EXPIRED", "lapsed" }, { "REJECTED", "undelivered" },
		{ "UNDELIVERABLE", "undelivered" },
		{ "DELETED", "undelivered" }, { "ACCEPTED", "accepted" },
		{ "READ", "delivered" }, { "SKIPPED", "undelivered" } };
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_string_equal(
		    reported(&gatewayapi, "4711", words[i].status, "", &id),
		    words[i].state);
	assert_int_equal(id, 4711);
	assert_null(reported(&gatewayapi, "4711", "UNKNOWN", "", &id));
	assert_null(reported(&gatewayapi, "4711", "NEWS", "", &id));
	assert_null(reported(&gatewayapi, "4711", "", "", &id));
	assert_null(reported(&gatewayapi, "x", "DELIVERED", "", &id));
	assert_null(reported(&gatewayapi, "", "DELIVERED", "", &id));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_it, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_asks_as_its_description_says),
		TEST(it_is_good_until_its_own_time_but_five_days_at_most),
		TEST(each_answer_has_its_outcome),
		TEST(its_name_for_the_message_is_kept),
		TEST(what_it_complains_of_is_told_without_what_stood_there),
		TEST(who_is_on_its_list_of_stops_has_said_stop),
		TEST(a_report_is_a_state_of_ours),
	};

	return cmocka_run_group_tests_name("gatewayapi", tests, NULL, NULL);
}
