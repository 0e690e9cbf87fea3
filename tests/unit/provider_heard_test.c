/* What is kept of what providers tell us, and what the notifier makes of it. */
#include "told.h"

#include <string.h>

#include "base/secret.h"

#include "attention.h"
#include "hook.h"
#include "notice.h"
#include "notifier.h"
#include "outbox.h"
#include "settings.h"

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

/* ---- numbers that are nobody's ---- */

/* A message to Amir comes back with that code. */
static void comes_back(const char *status, const char *code)
{
	int64_t id;

	db_begin(&c);
	notice_answer(&c, "call", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	id = one(SQL("SELECT max(id) FROM outbox"), NO_BIND);
	change(SQL("UPDATE outbox SET state = 'accepted' WHERE id = $1"),
	    BIND(INT(id)));
	for (int twice = 0; twice < 2; twice++) {
		const char *body = mem_printf(&c,
		    "{\"event_id\":\"%d\",\"timestamp\":"
		    "\"2026-03-02T08:00:00Z\",\"event\":{\"reference\":"
		    "\"%" PRId64 "\",\"status\":\"%s\",\"error\":"
		    "{\"hex_code\":\"%s\",\"details\":\"\"}}}",
		    twice, id, status, code);

		assert_int_equal(event(body).status, 200);
	}
	while (interpret_hooks(&c) > 0)
		next();
}

static const char *sms_state(void)
{
	return one_text(
	    SQL("SELECT sms FROM person WHERE id = $1"), BIND(INT(world.amir)));
}

static void two_dead_reports_in_a_row_call_the_number_wrong(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	comes_back("UNDELIVERABLE", "0x1020");
	assert_string_equal(sms_state(), "start");
	/* One that arrives shows that it is theirs after all. */
	comes_back("DELIVERED", "");
	comes_back("UNDELIVERABLE", "0x1020");
	assert_string_equal(sms_state(), "start");
	assert_int_equal(waiting(ATTENTION_NUMBER), 0);
	comes_back("REJECTED", "0x1010");
	assert_string_equal(sms_state(), "wrong");
	assert_int_equal(waiting(ATTENTION_NUMBER), 1);
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
}

static void what_is_no_fault_of_the_numbers_leaves_it_alone(void **state)
{
	static const char *const codes[] = { "0x1013", "0x102A", "0x1903",
		"0x1904", "0x1065", "0x1905", "", "0x10" };

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++)
		comes_back("UNDELIVERABLE", codes[i]);
	/* Not in time is not the same as never. */
	comes_back("EXPIRED", "0x1010");
	comes_back("EXPIRED", "0x1010");
	assert_string_equal(sms_state(), "start");
}

static void who_told_gatewayapi_stop_is_asked_no_more(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	comes_back("REJECTED", "0x0215");
	assert_string_equal(sms_state(), "stop");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_equal(waiting(ATTENTION_NUMBER), 0);
}

static void twilio_too_knows_dead_numbers_and_stop(void **state)
{
	(void)state;
	assert_true(report_is("30005", twilio.dead));
	assert_true(report_is("30006", twilio.dead));
	assert_true(report_is("21610", twilio.stopped));
	assert_false(report_is("", twilio.dead));
	assert_false(report_is("3000", twilio.dead));
	assert_false(report_is("30005|30006", twilio.dead));
	assert_false(report_is("30005", NULL));
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
		TEST(a_body_of_another_type_is_refused),
		TEST(what_cannot_be_read_is_refused_though_it_is_signed),
		TEST(an_answer_is_empty),
		TEST(a_value_cannot_begin_another_field),
		TEST(the_provider_that_is_configured_names_its_own_fields),
		TEST(a_report_out_of_order_changes_nothing),
		TEST(a_report_before_the_answer_stands),
		TEST(each_provider_is_heard_in_its_own_words),
		TEST(two_dead_reports_in_a_row_call_the_number_wrong),
		TEST(what_is_no_fault_of_the_numbers_leaves_it_alone),
		TEST(who_told_gatewayapi_stop_is_asked_no_more),
		TEST(twilio_too_knows_dead_numbers_and_stop),
		TEST(an_answer_from_each_is_heard),
	};

	return cmocka_run_group_tests_name("provider_heard", tests, NULL, NULL);
}
