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

/* ---- several at a time ---- */

#define THREE 3

/* To Amir, and to two more. */
static struct outgoing *const *three(void)
{
	static const char *const phones[THREE] = { "4520000101", "4520000102",
		"4520000103" };
	struct outgoing **m = mem_alloc(&c, THREE * sizeof *m);

	for (int i = 0; i < THREE; i++) {
		m[i] = mem_alloc(&c, sizeof **m);
		*m[i] = to_amir("Hej");
		m[i]->claimed.id = 4711 + i;
		m[i]->words.phone = phones[i];
		m[i]->outcome = OUTCOME_UNCERTAIN;
	}
	return m;
}

#define ENTRY(id, phone, ref)                                                 \
	"{\"msg_id\":\"" id "\",\"recipient\":" phone ",\"reference\":\"" ref \
	"\"}"

/* One letter each: A accepted, U uncertain. */
static const char *many_outcomes(int status, const char *body)
{
	const struct http_answer a = {
		.sent = true, .whole = true, .status = status, .body = body
	};
	struct outgoing *const *m = three();
	char *said = mem_dup(&c, "...");

	gatewayapi.many->answer(&c, &a, m, THREE);
	for (int i = 0; i < THREE; i++)
		said[i] = m[i]->outcome == OUTCOME_ACCEPTED ? 'A'
		    : m[i]->outcome == OUTCOME_UNCERTAIN    ? 'U'
							    : '?';
	return said;
}

static void three_are_asked_for_as_its_description_says(void **state)
{
	struct http_request r = { 0 };
	const char *until = mem_printf(&c, "%" PRId64, c.now + 2 * HOUR);

	(void)state;
	assert_int_equal(gatewayapi.many->request(&c, three(), THREE, &r), 3);
	assert_string_equal(r.url, "https://x.example/mobile/multi");
	assert_string_equal(r.header[1], "Authorization: Token t0ken");
	assert_string_equal(r.body,
	    mem_printf(&c,
		"{\"messages\":["
		"{\"sender\":\"1204\",\"recipient\":4520000101,\"message\":"
		"\"Hej\",\"reference\":\"4711\",\"expiration\":%s},"
		"{\"sender\":\"1204\",\"recipient\":4520000102,\"message\":"
		"\"Hej\",\"reference\":\"4712\",\"expiration\":%s},"
		"{\"sender\":\"1204\",\"recipient\":4520000103,\"message\":"
		"\"Hej\",\"reference\":\"4713\",\"expiration\":%s}]}",
		until, until, until));
}

static void each_of_three_is_found_by_its_reference(void **state)
{
	static const struct {
		const char *body, *outcomes, *what;
	} answers[] = {
		{ "{\"responses\":[" ENTRY("c", "4520000103", "4713") "," ENTRY(
		      "a", "4520000101", "4711") "," ENTRY("b", "4520000102",
		      "4712") "]}",
		    "AAA", "in another order" },
		{ "{\"responses\":[" ENTRY("c", "4520000103", "4713") "]}",
		    "UUA", "only one of them" },
		{ "{\"responses\":[" ENTRY("x", "4520000101", "4799") "," ENTRY(
		      "y", "4520000102", "4711") "," ENTRY("", "4520000103",
		      "4713") "]}",
		    "UUU", "of others, crossed, and without a name" },
		{ "{\"responses\":[]}", "UUU", "of none" },
		{ "{\"responses\":null}", "UUU", "of nothing" },
		{ ENTRY("b", "4520000102", "4712"), "UAU", "one entry alone" },
		{ "{\"responses\":[" ENTRY("a", "4520000101", "4711"), "UUU",
		    "cut" },
		{ "", "UUU", "empty" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++)
		if (strcmp(many_outcomes(202, answers[i].body),
			answers[i].outcomes) != 0)
			fail_msg("%s: %s", answers[i].what,
			    many_outcomes(202, answers[i].body));
}

static void what_has_no_room_waits_for_another_request(void **state)
{
	struct outgoing *const *m = three();
	char *much = mem_alloc(&c, HTTP_BODY_MOST + 1);
	struct http_request r = { 0 };

	(void)state;
	memset(much, 'x', HTTP_BODY_MOST);
	much[HTTP_BODY_MOST] = '\0';
	m[1]->words.body = much;
	assert_int_equal(gatewayapi.many->request(&c, m, THREE, &r), 1);
	assert_null(strstr(r.body, "4712"));
	assert_string_equal(r.body + strlen(r.body) - 3, "}]}");
}

static void open_another_address(void)
{
	settings.gatewayapi_batch = 2;
	settings.gatewayapi_url = "https://x.example/send";
	gatewayapi.open();
}

static void it_refuses_to_send_many_to_who_knows_where(void **state)
{
	const char *said;

	(void)state;
	assert_int_equal(run_apart(open_another_address, &said), 78);
	settings.gatewayapi_batch = 2;
	gatewayapi.open();
	settings.gatewayapi_batch = 1;
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
		TEST(three_are_asked_for_as_its_description_says),
		TEST(each_of_three_is_found_by_its_reference),
		TEST(what_has_no_room_waits_for_another_request),
		TEST(it_refuses_to_send_many_to_who_knows_where),
	};

	return cmocka_run_group_tests_name("gatewayapi", tests, NULL, NULL);
}
