/* What providers tell us: only what they have signed, in time, once. */
#include "request.h"

#include <string.h>

#include "base/secret.h"

#include "hook.h"
#include "notifier.h"
#include "outbox.h"
#include "settings.h"

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

#define GATEWAYAPI "/hook/gatewayapi/abc123/"
#define TWILIO     "/hook/twilio/abc123/"
#define ELKS       "/hook/46elks/abc123/"
#define OTHER      "/hook/http/abc123/"

/* Nine o'clock in Holstebro is eight. */
#define EVENT(id, time, ref, status)                                          \
	"{\"event_id\":\"" id "\",\"timestamp\":\"2026-" time                 \
	":00.000001+00:00\",\"event_type\":\"message.status.sms\",\"event\":" \
	"{\"msg_id\":\"01JQ\",\"recipient\":4520000101,\"reference\":\"" ref  \
	"\",\"status\":\"" status "\",\"error\":null}}"
/* Made with another library. */
#define V1                                 \
	"2ae951eaad06764169b3b2cd750e831d" \
	"3cdfde6f507c6d0ea47378cf64e78b1d"
#define TWILIO_SAYS "BaM2i2PG6hSSC/x2aM/RFND7mYo="
#define NOW         "03-02T08:00"
#define GOLDEN      EVENT("e-1", NOW, "4711", "DELIVERED")
#define STATUS                                                       \
	"MessageSid=SM1&MessageStatus=delivered&ErrorCode=&To=%2B45" \
	"20000101"

static int hooks_open(void **state)
{
	int failed = site_open(state);

	settings.sms_provider = "gatewayapi";
	settings.sms_fallback = "twilio";
	settings.gatewayapi_hook = "h00k";
	settings.twilio_token = "t0ken";
	settings.sms_http_report_ref = "d.ref";
	settings.sms_http_report_status = "d.status";
	settings.sms_http_delivered = "done";
	settings.sms_http_undelivered = "lost";
	settings.sms_http_inbound_id = "id";
	settings.sms_http_inbound_from = "from";
	settings.sms_http_inbound_text = "text";
	return failed;
}

static const char *field(const char *name)
{
	size_t count;
	const struct hook *all = hook_new(&c, 1, &count);

	assert_int_equal(count, 1);
	return hook_field(&all[0], name);
}

static int64_t stored(void)
{
	return one(SQL("SELECT count(*) FROM hook"), NO_BIND);
}

static struct reply tell(const char *path, const char *type, const char *body)
{
	header("Content-Type", type);
	return send_body(path, body, strlen(body));
}

static struct reply event(const char *body)
{
	header("Signature",
	    mem_printf(
		&c, "v1=%s", secret_sign_hex(&c, "h00k", body, strlen(body))));
	return tell(GATEWAYAPI "report", JSON, body);
}

static struct reply jwt(const char *path, const char *head, const char *event)
{
	const char *text = mem_printf(&c, "%s.%s",
	    secret_base64(&c, head, strlen(head)),
	    secret_base64(&c, event, strlen(event)));

	header("Signature", NULL);
	header("X-Gwapi-Signature",
	    mem_printf(&c, "%s.%s", text,
		secret_sign_jwt(&c, "h00k", text, strlen(text))));
	return tell(path, JSON, "{}");
}

/* Signed as a form of few fields that are already in their order. */
static struct reply form(const char *path, const char *values, const char *body)
{
	const char *text = mem_printf(
	    &c, "%s%s%s", settings.hook_url, path, values);

	header("X-Twilio-Signature",
	    secret_sign_sha1(&c, "t0ken", text, strlen(text)));
	return tell(path, FORM, body);
}

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

/* ---- what it is ---- */

static void a_body_of_another_type_is_refused(void **state)
{
	static const char *const types[] = { "", "text/plain", FORM,
		"application/jsonp", "application/", "multipart/form-data" };

	(void)state;
	header("Signature",
	    mem_printf(&c, "v1=%s",
		secret_sign_hex(&c, "h00k", GOLDEN, strlen(GOLDEN))));
	for (size_t i = 0; i < COUNT(types); i++)
		assert_int_equal(
		    tell(GATEWAYAPI "report", types[i], GOLDEN).status, 415);
	assert_int_equal(tell(TWILIO "report", JSON, "{}").status, 415);
	assert_int_equal(stored(), 0);
	assert_int_equal(
	    tell(GATEWAYAPI "report", "Application/JSON; charset=utf-8", GOLDEN)
		.status,
	    200);
}

static void what_cannot_be_read_is_refused_though_it_is_signed(void **state)
{
	static const char *const bodies[] = { "{", "", "[]x", "17",
		"{\"event_id\":\"1\",\"event_id\":\"2\"}" };

	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++)
		assert_int_equal(event(bodies[i]).status, 400);
	/* No name of its own: it cannot be told once from twice. */
	assert_int_equal(
	    event("{\"timestamp\":\"2026-03-02T08:00:00Z\"}").status, 400);
	assert_int_equal(stored(), 0);
}

static void an_answer_is_empty(void **state)
{
	struct reply r = event(GOLDEN);

	(void)state;
	/* 46elks would send a body on as an SMS. */
	assert_int_equal(r.length, 0);
	settings.sms_provider = "46elks";
	r = tell(ELKS "inbound", FORM,
	    "id=s1&from=%2B4520000101&to=%2B4552000000&message=ring+til+mig");
	assert_int_equal(r.status, 200);
	assert_int_equal(r.length, 0);
}

static void a_value_cannot_begin_another_field(void **state)
{
	(void)state;
	event(EVENT("x", NOW, "1\\nstatus=DELIVERED", "A\\nref=4711"));
	assert_string_equal(field("ref"), "1 status=DELIVERED");
	assert_string_equal(field("status"), "A ref=4711");
}

static void the_provider_that_is_configured_names_its_own_fields(void **state)
{
	(void)state;
	settings.sms_provider = "http";
	assert_int_equal(tell(OTHER "report", JSON,
			     "{\"d\":{\"ref\":\"4711\",\"status\":\"done\"}}")
			     .status,
	    200);
	assert_string_equal(field("ref"), "4711");
	assert_string_equal(field("status"), "done");
	change(SQL("DELETE FROM hook"), NO_BIND);
	assert_int_equal(
	    tell(OTHER "inbound", FORM,
		"id=9&from=%2B4520000101&text=JA%0Atak+010170-1234")
		.status,
	    200);
	assert_string_equal(field("text"), "JA\ntak ******-****");
}

/* ---- what the notifier makes of it ---- */

static const char *state_after(int64_t id)
{
	while (interpret_hooks(&c) > 0)
		next();
	return one_text(
	    SQL("SELECT state FROM outbox WHERE id = $1"), BIND(INT(id)));
}

static void status(int64_t id, const char *said)
{
	const char *body = mem_printf(&c,
	    "{\"event_id\":\"%s\",\"timestamp\":\"2026-03-02T08:00:00Z\","
	    "\"event\":{\"reference\":\"%" PRId64 "\",\"status\":\"%s\"}}",
	    said, id, said);

	assert_int_equal(event(body).status, 200);
}

static int64_t on_its_way(const char *state)
{
	int64_t id;

	post_on("2026-03-05", 1);
	id = one(SQL("SELECT id FROM outbox WHERE kind = 'offer'"), NO_BIND);
	change(SQL("UPDATE outbox SET state = $2 WHERE id = $1"),
	    BIND(INT(id), TEXT(state)));
	return id;
}

static void a_report_out_of_order_changes_nothing(void **state)
{
	int64_t id = on_its_way("accepted");

	(void)state;
	status(id, "DELIVERED");
	assert_string_equal(state_after(id), "delivered");
	status(id, "ENROUTE");
	status(id, "ACCEPTED");
	status(id, "EXPIRED");
	status(id, "UNKNOWN");
	assert_string_equal(state_after(id), "delivered");
	assert_int_equal(stored(), 5);
}

/* The report may overtake the send's own answer. */
static void a_report_before_the_answer_stands(void **state)
{
	int64_t id = on_its_way("queued");
	size_t count;
	const struct claimed *m;

	(void)state;
	m = outbox_claim(&c, OUTBOX_SMS, "gatewayapi", 1, 64, &count);
	while (m->id != id)
		m++;
	status(id, "DELIVERED");
	assert_int_equal(interpret_hooks(&c), 1);
	db_begin(&c);
	outbox_record(&c, m, OUTCOME_ACCEPTED, "01J", "accepted", 0);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_after(id), "delivered");
}

static void each_provider_is_heard_in_its_own_words(void **state)
{
	int64_t id = on_its_way("uncertain");
	const char *path;

	(void)state;
	path = mem_printf(&c, TWILIO "report?ref=%" PRId64, id);
	assert_int_equal(form(path, "MessageSidSM1MessageStatussent",
			     "MessageSid=SM1&MessageStatus=sent")
			     .status,
	    200);
	assert_string_equal(state_after(id), "enroute");
	settings.sms_provider = "46elks";
	path = mem_printf(&c, ELKS "report?ref=%" PRId64, id);
	assert_int_equal(
	    tell(path, FORM, "id=s1&status=delivered").status, 200);
	assert_string_equal(state_after(id), "delivered");
}

static void an_answer_from_each_is_heard(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	form(TWILIO "inbound", "BodyJaFrom+4520000101MessageSidSM7",
	    "MessageSid=SM7&From=%2B4520000101&Body=Ja");
	assert_int_equal(interpret_hooks(&c), 1);
	assert_string_equal(offer_state(task, world.amir), "won");
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
		TEST(a_body_of_another_type_is_refused),
		TEST(what_cannot_be_read_is_refused_though_it_is_signed),
		TEST(an_answer_is_empty),
		TEST(a_value_cannot_begin_another_field),
		TEST(the_provider_that_is_configured_names_its_own_fields),
		TEST(a_report_out_of_order_changes_nothing),
		TEST(a_report_before_the_answer_stands),
		TEST(each_provider_is_heard_in_its_own_words),
		TEST(an_answer_from_each_is_heard),
	};

	return cmocka_run_group_tests_name("provider_hooks", tests, NULL, NULL);
}
