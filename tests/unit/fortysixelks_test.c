#include "sent.h"

#include "settings.h"

#define TAKEN(status) \
	"{\"id\":\"s1\",\"to\":\"+4520000101\",\"status\":\"" status "\"}"

static int open_it(void **state)
{
	int failed = bare_open(state);

	settings.elks_url = "https://x.example/a1/sms";
	settings.elks_username = "u12";
	settings.elks_password = "p12";
	return failed;
}

static void it_asks_as_its_documentation_says(void **state)
{
	static const char *const headers[] = { HTTP_FORM,
		"Authorization: Basic dTEyOnAxMg==", "Expect:", NULL };

	(void)state;
	settings.sms_sender = "4552000000";
	assert_asks(&fortysixelks, "Hej æ", "https://x.example/a1/sms", headers,
	    "from=%2B4552000000&to=%2B4520000101&message=Hej%20%C3%A6"
	    "&whendelivered=http%3A%2F%2F127.0.0.1%3A8080%2Fhook%2F46elks"
	    "%2Fabc123%2Freport%3Fref%3D4711&dontlog=message");
}

static void each_answer_has_its_outcome(void **state)
{
	static const struct answer answers[] = {
		{ 200, TAKEN("created"), OUTCOME_ACCEPTED },
		{ 200, TAKEN("sent"), OUTCOME_ACCEPTED },
		{ 200, TAKEN("delivered"), OUTCOME_ACCEPTED },
		{ 200, TAKEN("failed"), OUTCOME_PERMANENT },
		{ 200, "{\"id\":\"s1\",\"to\":\"+4520000102\"}",
		    OUTCOME_UNCERTAIN },
		{ 200, "{\"to\":\"+4520000101\"}", OUTCOME_UNCERTAIN },
		{ 200, "{\"id\":\"s1\"", OUTCOME_UNCERTAIN },
		{ 200, "", OUTCOME_UNCERTAIN },
		{ 200, "<html>", OUTCOME_UNCERTAIN },
		{ 403, "Not enough credits", OUTCOME_DOWN },
		{ 400, "Invalid to number", OUTCOME_PERMANENT },
	};

	(void)state;
	assert_answers(&fortysixelks, answers, COUNT(answers));
	assert_common_answers(&fortysixelks);
}

static void a_report_is_a_state_of_ours(void **state)
{
	int64_t id;

	(void)state;
	assert_string_equal(
	    reported(&fortysixelks, "4711", "sent", "", &id), "enroute");
	assert_string_equal(
	    reported(&fortysixelks, "4711", "delivered", "", &id), "delivered");
	assert_string_equal(
	    reported(&fortysixelks, "4711", "failed", "", &id), "undelivered");
	assert_int_equal(id, 4711);
	assert_null(reported(&fortysixelks, "4711", "lost", "", &id));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_it, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_asks_as_its_documentation_says),
		TEST(each_answer_has_its_outcome),
		TEST(a_report_is_a_state_of_ours),
	};

	return cmocka_run_group_tests_name("46elks", tests, NULL, NULL);
}
