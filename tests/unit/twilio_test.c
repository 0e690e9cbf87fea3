#include "sent.h"

#include <string.h>

#include "settings.h"

#define SID "SM0123456789abcdef0123456789abcdef"
#define TAKEN(status, code)                                       \
	"{\"sid\":\"" SID "\",\"to\":\"+4520000101\",\"status\":" \
	"\"" status "\",\"error_code\":" code ",\"error_message\":null}"
#define ERROR(code) "{\"code\":" code ",\"message\":\"To 4520000101\"}"

static int open_it(void **state)
{
	int failed = bare_open(state);

	settings.twilio_url = "https://x.example";
	settings.twilio_account = "AC12";
	settings.twilio_token = "t0ken";
	return failed;
}

static void it_asks_as_its_documentation_says(void **state)
{
	static const char *const headers[] = { HTTP_FORM,
		"Authorization: Basic QUMxMjp0MGtlbg==", "Expect:", NULL };

	(void)state;
	assert_asks(&twilio, "Hej ø+1 & 2\n€",
	    "https://x.example/2010-04-01/Accounts/AC12/Messages.json", headers,
	    "To=%2B4520000101&From=1204&Body=Hej%20%C3%B8%2B1%20%26%202%0A"
	    "%E2%82%AC&StatusCallback=http%3A%2F%2F127.0.0.1%3A8080%2Fhook"
	    "%2Ftwilio%2Fabc123%2Freport%3Fref%3D4711&ValidityPeriod=7200");
}

static void a_long_sender_is_a_number_with_its_country(void **state)
{
	static const struct {
		const char *sender, *from;
	} senders[] = { { "4552000000", "&From=%2B4552000000&" },
		{ "1204", "&From=1204&" },
		{ "Holstebro", "&From=Holstebro&" } };

	(void)state;
	for (size_t i = 0; i < COUNT(senders); i++) {
		struct outgoing m = to_amir("Hej");
		struct http_request r = { 0 };

		settings.sms_sender = senders[i].sender;
		assert_true(twilio.request(&c, &m, &r));
		assert_non_null(strstr(r.body, senders[i].from));
	}
}

static void its_queue_holds_ten_hours_at_most(void **state)
{
	struct outgoing m = to_amir("Hej");
	struct http_request r = { 0 };

	(void)state;
	m.claimed.expires_at = c.now + DAY;
	assert_true(twilio.request(&c, &m, &r));
	assert_non_null(strstr(r.body, "&ValidityPeriod=36000"));
}

static void each_answer_has_its_outcome(void **state)
{
	static const struct answer answers[] = {
		{ 201, TAKEN("queued", "null"), OUTCOME_ACCEPTED },
		{ 201, TAKEN("accepted", "null"), OUTCOME_ACCEPTED },
		/* A refusal inside a 201. */
		{ 201, TAKEN("failed", "null"), OUTCOME_PERMANENT },
		{ 201, TAKEN("queued", "30006"), OUTCOME_PERMANENT },
		{ 201, TAKEN("failed", "21606"), OUTCOME_DOWN },
		{ 201, "{\"sid\":\"" SID "\",\"to\":\"+4520000102\"}",
		    OUTCOME_UNCERTAIN },
		{ 201, "{\"sid\":\"SM1\",\"to\":\"+4520000101\"}",
		    OUTCOME_UNCERTAIN },
		{ 201, "{\"sid\":\"" SID, OUTCOME_UNCERTAIN },
		{ 201, "", OUTCOME_UNCERTAIN },
		{ 200, "<html>", OUTCOME_UNCERTAIN },
		{ 400, ERROR("21610"), OUTCOME_PERMANENT },
		{ 400, ERROR("21211"), OUTCOME_PERMANENT },
		{ 400, ERROR("21614"), OUTCOME_PERMANENT },
		{ 400, ERROR("21408"), OUTCOME_PERMANENT },
		{ 400, ERROR("12345"), OUTCOME_PERMANENT },
		{ 400, ERROR("21606"), OUTCOME_DOWN },
		{ 400, ERROR("21212"), OUTCOME_DOWN },
		{ 401, ERROR("20003"), OUTCOME_DOWN },
		{ 403, ERROR("99999"), OUTCOME_DOWN },
		{ 404, ERROR("20404"), OUTCOME_DOWN },
		{ 429, ERROR("20429"), OUTCOME_REFUSED },
		{ 500, ERROR("20500"), OUTCOME_UNCERTAIN },
		{ 500, ERROR("20429"), OUTCOME_UNCERTAIN },
		{ 503, ERROR("20503"), OUTCOME_REFUSED },
	};

	(void)state;
	assert_answers(&twilio, answers, COUNT(answers));
	assert_common_answers(&twilio);
}

static void who_told_it_stop_has_told_us(void **state)
{
	const struct http_answer a = { .sent = true,
		.whole = true,
		.status = 400,
		.body = ERROR("21610") };
	struct outgoing m = to_amir("Hej");

	(void)state;
	twilio.answer(&c, &a, &m);
	assert_true(m.stopped);
	assert_string_equal(m.why, "http 400 code 21610");
}

static void a_report_is_a_state_of_ours(void **state)
{
	static const struct {
		const char *status, *code, *state;
	} words[] = { { "queued", "", "accepted" }, { "sent", "", "enroute" },
		{ "delivered", "", "delivered" }, { "read", "", "delivered" },
		{ "undelivered", "30005", "undelivered" },
		{ "failed", "30006", "undelivered" },
		{ "undelivered", "30036", "lapsed" },
		{ "canceled", "", "undelivered" } };
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_string_equal(reported(&twilio, "4711", words[i].status,
					words[i].code, &id),
		    words[i].state);
	assert_int_equal(id, 4711);
	assert_null(reported(&twilio, "4711", "", "", &id));
	assert_null(reported(&twilio, "4711", "Delivered", "", &id));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_it, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_asks_as_its_documentation_says),
		TEST(a_long_sender_is_a_number_with_its_country),
		TEST(its_queue_holds_ten_hours_at_most),
		TEST(each_answer_has_its_outcome),
		TEST(who_told_it_stop_has_told_us),
		TEST(a_report_is_a_state_of_ours),
	};

	return cmocka_run_group_tests_name("twilio", tests, NULL, NULL);
}
