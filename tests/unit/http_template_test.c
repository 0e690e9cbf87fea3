#include "sent.h"

#include <string.h>

#include "settings.h"

static int open_it(void **state)
{
	int failed = bare_open(state);

	settings.sms_http_url = "https://x.example/send";
	settings.sms_http_type = "json";
	settings.sms_http_body = "{\"to\":\"{{to}}\",\"text\":\"{{text}}\"}";
	settings.sms_http_auth = "none";
	settings.sms_http_username = "we";
	settings.sms_http_secret = "s3cret";
	settings.sms_http_id = settings.sms_http_refused = "";
	settings.sms_http_delivered = "delivered,ok";
	settings.sms_http_undelivered = "failed,expired";
	return failed;
}

static void a_body_of_json_is_filled_in(void **state)
{
	static const char *const headers[] = { "Content-Type: application/json",
		"Expect:", NULL };

	(void)state;
	settings.sms_http_body =
	    "{\"a\":[\"{{to}}\",{{to_digits}}],\"f\":\"{{from}}\",\"t\":"
	    "\"{{text}}\",\"r\":{{ref}},\"u\":\"{{report_url}}\","
	    "\"v\":{{validity_s}},\"x\":{{validity_at}},\"{\":\"}}\"}";
	assert_asks(&http_template, "\"Hej\",\\\n", "https://x.example/send",
	    headers,
	    mem_printf(&c,
		"{\"a\":[\"+4520000101\",4520000101],\"f\":\"1204\",\"t\":"
		"\"\\\"Hej\\\",\\\\\\n\",\"r\":4711,\"u\":\"http://127.0.0.1:"
		"8080/hook/http/abc123/report?ref=4711\",\"v\":7200,"
		"\"x\":%" PRId64 ",\"{\":\"}}\"}",
		c.now + 7200));
}

static void a_form_is_filled_in(void **state)
{
	static const char *const headers[] = { HTTP_FORM, "Expect:", NULL };

	(void)state;
	settings.sms_http_type = "form";
	settings.sms_http_body = "to={{to}}&m={{text}}&x=1";
	assert_asks(&http_template, "&m=æ {{ref}}", "https://x.example/send",
	    headers, "to=%2B4520000101&m=%26m%3D%C3%A6%20%7B%7Bref%7D%7D&x=1");
}

static void it_knows_us_in_each_way(void **state)
{
	static const struct {
		const char *auth, *header;
	} ways[] = { { "basic", "Authorization: Basic d2U6czNjcmV0" },
		{ "bearer", "Authorization: Bearer s3cret" },
		{ "token", "Authorization: Token s3cret" } };

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct outgoing m = to_amir("Hej");
		struct http_request r = { 0 };

		settings.sms_http_auth = ways[i].auth;
		assert_true(http_template.request(&c, &m, &r));
		assert_string_equal(r.header[1], ways[i].header);
	}
}

static void open_template(void)
{
	http_template.open();
}

static void a_name_that_is_none_is_refused_at_the_start(void **state)
{
	static const char *const bodies[] = { "{{til}}", "x={{to}",
		"a={{to}}&b={{ text}}", "{{", "{{text|json}}" };
	const char *said;

	(void)state;
	assert_int_equal(run_apart(open_template, &said), 0);
	for (size_t i = 0; i < COUNT(bodies); i++) {
		settings.sms_http_body = bodies[i];
		assert_int_equal(run_apart(open_template, &said), 78);
		assert_non_null(strstr(said, "sms.http.body"));
	}
}

static void any_2xx_will_do_when_nothing_else_is_said(void **state)
{
	static const struct answer answers[] = {
		{ 200, "", OUTCOME_ACCEPTED },
		{ 204, "", OUTCOME_ACCEPTED },
		{ 202, "OK 17", OUTCOME_ACCEPTED },
		{ 403, "", OUTCOME_DOWN },
	};

	(void)state;
	assert_answers(&http_template, answers, COUNT(answers));
	assert_common_answers(&http_template);
}

static void its_id_must_stand_where_it_is_said_to(void **state)
{
	static const struct answer answers[] = {
		{ 200, "{\"results\":[{\"messageId\":\"a1\"}]}",
		    OUTCOME_ACCEPTED },
		{ 200, "{\"results\":[{\"messageId\":17}]}", OUTCOME_ACCEPTED },
		{ 200, "{\"results\":[]}", OUTCOME_UNCERTAIN },
		{ 200, "{\"results\":[{\"messageId\":\"\"}]}",
		    OUTCOME_UNCERTAIN },
		{ 200, "{\"results\":[{\"messageId\":{}}]}",
		    OUTCOME_UNCERTAIN },
		{ 200, "{\"results\":[{\"mess", OUTCOME_UNCERTAIN },
		{ 200, "OK", OUTCOME_UNCERTAIN },
		{ 200, "<html>", OUTCOME_UNCERTAIN },
	};

	(void)state;
	settings.sms_http_id = "results.0.messageId";
	assert_answers(&http_template, answers, COUNT(answers));
}

/* inMobile's 200 with a number that is none. */
static void a_refusal_inside_a_200_is_one(void **state)
{
	static const struct answer answers[] = {
		{ 200, "{\"r\":[{\"id\":\"a\",\"valid\":false}]}",
		    OUTCOME_PERMANENT },
		{ 200, "{\"r\":[{\"id\":\"a\",\"valid\":true}]}",
		    OUTCOME_ACCEPTED },
		{ 200, "{\"r\":[{\"id\":\"a\"}]}", OUTCOME_ACCEPTED },
		{ 200, "", OUTCOME_UNCERTAIN },
		{ 429, "{\"r\":[{\"valid\":false}]}", OUTCOME_REFUSED },
	};

	(void)state;
	settings.sms_http_refused = "r.0.valid=false";
	assert_answers(&http_template, answers, COUNT(answers));
}

static void a_report_is_what_the_lists_say(void **state)
{
	int64_t id;

	(void)state;
	assert_string_equal(
	    reported(&http_template, "4711", "ok", "", &id), "delivered");
	assert_int_equal(id, 4711);
	assert_string_equal(
	    reported(&http_template, "4711", "expired", "", &id),
	    "undelivered");
	assert_null(reported(&http_template, "4711", "o", "", &id));
	assert_null(reported(&http_template, "4711", "", "", &id));
	assert_null(reported(&http_template, "4711", "delivered,ok", "", &id));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_it, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_body_of_json_is_filled_in),
		TEST(a_form_is_filled_in),
		TEST(it_knows_us_in_each_way),
		TEST(a_name_that_is_none_is_refused_at_the_start),
		TEST(any_2xx_will_do_when_nothing_else_is_said),
		TEST(its_id_must_stand_where_it_is_said_to),
		TEST(a_refusal_inside_a_200_is_one),
		TEST(a_report_is_what_the_lists_say),
	};

	return cmocka_run_group_tests_name("http_template", tests, NULL, NULL);
}
