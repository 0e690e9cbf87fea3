/* Whom the portal believes: only what they have signed, in time, once. What it
 * then makes of it? provider_heard_test.c. */
#include "told.h"

#include <string.h>

#include "base/secret.h"

#include "hook_proof.h"
#include "settings.h"

/* ---- who says it ---- */

static void without_the_word_or_the_provider_there_is_no_hook(void **state)
{
	(void)state;
	header("Signature",
	    mem_printf(&c, "v1=%s",
		secret_sign_hex(&c, "h00k", GOLDEN, strlen(GOLDEN))));
	assert_int_equal(
	    tell("/hook/gatewayapi/abc124/report", JSON, GOLDEN).status, 404);
	assert_int_equal(tell(ELKS "report", FORM, "id=1").status, 404);
	assert_int_equal(tell(OTHER "report", FORM, "ref=1").status, 404);
	settings.sms_provider = "folder";
	assert_int_equal(tell(GATEWAYAPI "report", JSON, GOLDEN).status, 404);
	assert_int_equal(stored(), 0);
}

static void only_a_post_tells_us(void **state)
{
	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++)
		if (r->hook && strstr(r->path, "/kannel/") == NULL)
			assert_int_equal(r->method, POST);
	assert_int_equal(get(TWILIO "report?ref=4711").status, 405);
}

static void a_signature_is_as_it_was_made_elsewhere(void **state)
{
	(void)state;
	header("Signature", "v1=" V1);
	assert_int_equal(tell(GATEWAYAPI "report", JSON, GOLDEN).status, 200);
	assert_string_equal(field("ref"), "4711");
	assert_string_equal(field("status"), "DELIVERED");
	header("X-Twilio-Signature", TWILIO_SAYS);
	assert_int_equal(
	    tell(TWILIO "report?ref=4711", FORM, STATUS).status, 200);
	assert_int_equal(stored(), 2);
}

/* As their documentation has it. */
static void twilios_own_example_is_believed(void **state)
{
	static const char body[] =
	    "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&"
	    "From=%2B14158675309&To=%2B18005551212";
	struct req r = { .ctx = &c,
		.path = "/myapp.php?foo=1&bar=2",
		.body = body,
		.length = sizeof body - 1 };
	struct proven p;

	(void)state;
	header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
	r.header = header_of;
	settings.hook_url = "https://mycompany.com";
	settings.twilio_token = "12345";
	assert_true(twilio_proves(&r, &p));
	r.path = "/myapp.php?foo=1&bar=3";
	assert_false(twilio_proves(&r, &p));
}

/* And GatewayAPI's older one, of 2018. */
static void a_jwt_of_theirs_is_believed(void **state)
{
	(void)state;
	c.now = 1522764062 + 60;
	settings.gatewayapi_hook = "secret";
	header("X-Gwapi-Signature",
	    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
	    "eyJpZCI6MjM4MTcwMywibXNpc2RuIjo0NTQyNjA5MDQ1LCJ0aW1lIjoxNTIyNzY0M"
	    "DYyLCJzdGF0dXMiOiJERUxJVkVSRUQiLCJlcnJvciI6ImVycm9yIHRleHQiLCJjb2"
	    "RlIjoiZXJyb3IgY29kZSIsImNvdW50cnlfcHJlZml4Ijo0NSwiY291bnRyeV9jb2R"
	    "lIjoiREsiLCJjaGFyZ2Vfc3RhdHVzIjoiQVVUSE9SSVpFRCIsInVzZXJyZWYiOiJh"
	    "IHJlZmVyZW5jZSJ9.LgbbsxAj61SQhDA0A3dGlcT8OZN2UJsTgBiifNHEeh8");
	assert_int_equal(tell(GATEWAYAPI "report", JSON, "").status, 200);
	assert_string_equal(field("ref"), "a reference");
	assert_string_equal(field("status"), "DELIVERED");
	assert_string_equal(field("answer"), "error code");
}

static void a_wrong_signature_is_refused(void **state)
{
	static const char *const signatures[] = { "", "v1=", "v1=00", "v2=" V1,
		V1, "v1=" V1 " ", "v1=" V1 "0" };

	(void)state;
	for (size_t i = 0; i < COUNT(signatures); i++) {
		header("Signature", signatures[i]);
		assert_int_equal(
		    tell(GATEWAYAPI "report", JSON, GOLDEN).status, 403);
	}
	/* Theirs, of another secret. */
	settings.gatewayapi_hook = "h00j";
	assert_int_equal(event(GOLDEN).status, 403);
	assert_int_equal(stored(), 0);
}

static void an_altered_byte_is_refused(void **state)
{
	const char *signature = mem_printf(
	    &c, "v1=%s", secret_sign_hex(&c, "h00k", GOLDEN, strlen(GOLDEN)));

	(void)state;
	for (size_t i = 0; i < strlen(GOLDEN); i++) {
		char *body = mem_dup(&c, GOLDEN);

		body[i] ^= 1;
		header("Signature", signature);
		assert_int_equal(
		    tell(GATEWAYAPI "report", JSON, body).status, 403);
	}
	assert_int_equal(
	    tell(GATEWAYAPI "report", JSON, GOLDEN " ").status, 403);
	assert_int_equal(stored(), 0);
}

static void every_field_of_a_form_is_signed(void **state)
{
	static const char *const bodies[] = {
		"MessageSid=SM2&MessageStatus=delivered&ErrorCode=&To=%2B452000"
		"0101",
		"MessageSid=SM1&MessageStatus=failed&ErrorCode=&To=%2B45200001"
		"01",
		STATUS "&New=1", "MessageSid=SM1", "", "MessageSid", "&&&&"
	};

	(void)state;
	header("X-Twilio-Signature", TWILIO_SAYS);
	for (size_t i = 0; i < COUNT(bodies); i++)
		assert_int_equal(
		    tell(TWILIO "report?ref=4711", FORM, bodies[i]).status,
		    403);
	/* And whose it is. */
	assert_int_equal(
	    tell(TWILIO "report?ref=4712", FORM, STATUS).status, 403);
	assert_int_equal(tell(TWILIO "report", FORM, STATUS).status, 403);
	assert_int_equal(
	    tell(TWILIO "inbound?ref=4711", FORM, STATUS).status, 403);
	assert_int_equal(stored(), 0);
}

/* In whatever order, and with letters as they were sent. */
static void the_order_of_the_fields_is_not_signed(void **state)
{
	(void)state;
	header("X-Twilio-Signature", TWILIO_SAYS);
	assert_int_equal(
	    tell(TWILIO "report?ref=4711", FORM,
		"To=%2b4520000101&MessageStatus=deli%76ered&ErrorCode=&"
		"MessageSid=SM1")
		.status,
	    200);
}

static void a_jwt_is_of_the_one_kind(void **state)
{
	static const char sms[] =
	    "{\"id\":7,\"msisdn\":4520000101,\"receiver\":1204,\"message\":"
	    "\"JA\",\"senttime\":1772438400}";
	static const char *const heads[] = { "{\"alg\":\"none\"}",
		"{\"alg\":\"HS512\"}", "{\"alg\":\"hs256\"}", "{}", "x", "" };

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++)
		assert_int_equal(
		    jwt(GATEWAYAPI "inbound", heads[i], sms).status, 403);
	for (size_t i = 0; i < 2; i++) {
		header("X-Gwapi-Signature", i == 0 ? "a.b" : "..");
		assert_int_equal(
		    tell(GATEWAYAPI "inbound", JSON, sms).status, 403);
	}
	assert_int_equal(stored(), 0);
	assert_int_equal(
	    jwt(GATEWAYAPI "inbound", "{\"alg\":\"HS256\"}", sms).status, 200);
	assert_string_equal(field("from"), "4520000101");
	assert_string_equal(field("text"), "JA");
}

/* ---- when ---- */

static void what_is_old_or_to_come_is_refused(void **state)
{
	static const struct {
		const char *body;
		int status;
	} events[] = {
		{ EVENT("1", "02-27T08:01", "1", "SENT"), 200 },
		{ EVENT("2", "02-27T07:59", "1", "SENT"), 403 },
		{ EVENT("3", "03-02T08:09", "1", "SENT"), 200 },
		{ EVENT("4", "03-02T08:11", "1", "SENT"), 403 },
		{ EVENT("5", "13-02T08:00", "1", "SENT"), 403 },
		{ "{\"event_id\":\"6\"}", 403 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(events); i++)
		if (event(events[i].body).status != events[i].status)
			fail_msg("%s", events[i].body);
}

/* ---- once ---- */

static void what_is_told_again_is_stored_once(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(event(GOLDEN).status, 200);
	assert_int_equal(stored(), 1);
	assert_int_equal(
	    event(EVENT("e-2", NOW, "4711", "DELIVERED")).status, 200);
	assert_int_equal(stored(), 2);
	for (int i = 0; i < 2; i++)
		form(TWILIO "inbound", "BodyJAFrom+4520000101MessageSidSM7",
		    "MessageSid=SM7&From=%2B4520000101&Body=JA");
	assert_int_equal(stored(), 3);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, hooks_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_the_word_or_the_provider_there_is_no_hook),
		TEST(only_a_post_tells_us),
		TEST(a_signature_is_as_it_was_made_elsewhere),
		TEST(twilios_own_example_is_believed),
		TEST(a_jwt_of_theirs_is_believed),
		TEST(a_wrong_signature_is_refused),
		TEST(an_altered_byte_is_refused),
		TEST(every_field_of_a_form_is_signed),
		TEST(the_order_of_the_fields_is_not_signed),
		TEST(a_jwt_is_of_the_one_kind),
		TEST(what_is_old_or_to_come_is_refused),
		TEST(what_is_told_again_is_stored_once),
	};

	return cmocka_run_group_tests_name("provider_hooks", tests, NULL, NULL);
}
