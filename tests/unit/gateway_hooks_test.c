#include "request.h"

#include <string.h>

#include "base/text.h"

#include "attention.h"
#include "hook.h"
#include "notifier.h"
#include "person.h"

#define REPORT  "/hook/kannel/abc123/report"
#define INBOUND "/hook/kannel/abc123/inbound"

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

/* An SMS, as Kannel hands it on. */
static struct reply say(const char *from, const char *id, const char *body,
    size_t length, const char *coding)
{
	header("X-Kannel-From", from);
	header("X-Kannel-To", "1204");
	header("X-Kannel-Coding", coding);
	return send_body(mem_printf(&c, "%s?id=%s", INBOUND, id), body, length);
}

static struct reply text(const char *from, const char *id, const char *body)
{
	return say(from, id, body, strlen(body), "0");
}

/* ---- who may ---- */

static void without_the_word_there_is_no_hook(void **state)
{
	static const char *const words[] = { "abc124", "abc12", "abc1234",
		"ABC123", "x", "abc123%00" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		const char *path = mem_printf(&c, "/hook/kannel/%s", words[i]);

		assert_int_equal(
		    get(mem_printf(&c, "%s/report?ref=1&type=1", path)).status,
		    404);
		assert_int_equal(
		    send_body(mem_printf(&c, "%s/inbound?id=1", path), "JA", 2)
			.status,
		    404);
	}
	assert_int_equal(stored(), 0);
}

static void a_machine_needs_no_session_and_no_page(void **state)
{
	struct reply r;

	(void)state;
	header("Sec-Fetch-Site", "cross-site");
	r = text("4520000101", "1", "JA");
	/* A body would be sent on as an SMS. */
	assert_int_equal(r.status, 202);
	assert_int_equal(r.length, 0);
	r = get(REPORT "?ref=1&type=8&answer=ACK/");
	assert_int_equal(r.status, 202);
	assert_int_equal(r.length, 0);
}

/* ---- reports ---- */

static void a_report_is_stored_once(void **state)
{
	(void)state;
	get(REPORT "?ref=7&type=8&answer=ACK%2F");
	get(REPORT "?ref=7&type=8&answer=ACK%2F");
	assert_int_equal(stored(), 1);
	assert_string_equal(field("ref"), "7");
	assert_string_equal(field("type"), "8");
	assert_string_equal(field("answer"), "ACK/");
	get(REPORT "?ref=7&type=1&answer=ACK%2F");
	get(REPORT "?ref=8&type=8&answer=ACK%2F");
	assert_int_equal(stored(), 3);
}

static void a_report_without_its_fields_says_nothing(void **state)
{
	(void)state;
	assert_int_equal(get(REPORT).status, 202);
	assert_int_equal(interpret_hooks(&c), 1);
	assert_int_equal(interpret_hooks(&c), 0);
}

/* ---- what people write ---- */

static void an_sms_is_stored_once_for_its_id(void **state)
{
	(void)state;
	text("4520000101", "a-1", "JA tak");
	text("4520000101", "a-1", "JA tak");
	assert_int_equal(stored(), 1);
	assert_string_equal(field("from"), "4520000101");
	assert_string_equal(field("to"), "1204");
	assert_string_equal(field("text"), "JA tak");
	text("4520000101", "a-2", "JA tak");
	assert_int_equal(stored(), 2);
}

static void an_sms_without_an_id_is_refused(void **state)
{
	(void)state;
	header("X-Kannel-From", "4520000101");
	assert_int_equal(send_body(INBOUND, "JA", 2).status, 400);
	assert_int_equal(send_body(INBOUND "?id=", "JA", 2).status, 400);
	assert_int_equal(stored(), 0);
}

static void utf16_is_read_as_the_characters_it_is(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *read;
	} cases[] = {
		{ "\0J\0A", 4, "JA" },
		{ "\0J\xd8\x3d\xdc\x4d", 6, "J\xf0\x9f\x91\x8d" },
		{ "\x01\x41\0\n\0x", 6, "Ł\nx" },
		{ "\0J\0A\0", 5, "JA" },              /* half a unit */
		{ "\0J\xd8\x3d", 4, "J" },            /* half a pair */
		{ "\xdc\x4d\0J", 4, "J" },            /* the other half */
		{ "\0J\0\0\0\x07\0A\0\r", 10, "JA" }, /* no characters */
		{ "", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(say("4520000101", mem_printf(&c, "%zu", i),
				     cases[i].bytes, cases[i].n, "2")
				     .status,
		    202);
		assert_string_equal(field("text"), cases[i].read);
		change(SQL("DELETE FROM hook"), NO_BIND);
	}
}

static void what_is_no_character_is_left_out(void **state)
{
	(void)state;
	text("4520000101", "1",
	    "J\xff\x01"
	    "A\xc3\n\ttak\x1b[0m");
	assert_string_equal(field("text"), "JA\ntak[0m");
}

static void a_number_that_would_be_a_line_is_none(void **state)
{
	(void)state;
	text("4520000101", "1", "text=x\nfrom=4520000901\n");
	assert_string_equal(field("from"), "4520000101");
	assert_string_equal(field("text"), "text=x\nfrom=4520000901\n");
}

static void a_personal_number_never_comes_in(void **state)
{
	(void)state;
	text("4520000101", "1", "jeg er 010170-1234");
	assert_string_equal(field("text"), "jeg er ******-****");
}

static void what_is_beyond_all_measure_is_cut_between_characters(void **state)
{
	char *much = mem_alloc(&c, 5002);

	(void)state;
	memset(much, 'x', 5001);
	assert_int_equal(text("4520000101", "1", much).status, 202);
	assert_in_range(strlen(field("text")), 3000, 4095);
	change(SQL("DELETE FROM hook"), NO_BIND);
	/* Two bytes each, and one before them: either way one is cut. */
	for (int i = 0; i < 5000; i += 2)
		memcpy(much + i, "\xc3\xa6", 2);
	for (int odd = 0; odd < 2; odd++) {
		assert_int_equal(text("4520000101", "1",
				     odd ? mem_printf(&c, "x%s", much) : much)
				     .status,
		    202);
		assert_true(utf8_valid(field("text"), strlen(field("text"))));
		change(SQL("DELETE FROM hook"), NO_BIND);
	}
}

static void what_cannot_be_stored_is_asked_for_again(void **state)
{
	(void)state;
	change(SQL("ALTER TABLE hook RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(text("4520000101", "1", "JA").status, 503);
	next();
	change(SQL("ALTER TABLE elsewhere RENAME TO hook"), NO_BIND);
	assert_int_equal(text("4520000101", "1", "JA").status, 202);
	assert_int_equal(stored(), 1);
}

/* ---- what the notifier makes of it ---- */

static void what_was_written_is_heard_once(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	text("4520000101", "1", "Ja tak");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(interpret_hooks(&c), 1);
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_int_equal(interpret_hooks(&c), 0);
	assert_int_equal(left("already", world.amir), 0);
}

static void what_people_write_is_heard_in_its_order(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	text("4520000101", "1", "Ja");
	text("4520000101", "2", "afbud");
	text("4529999999", "3", "hvem er I");
	assert_int_equal(interpret_hooks(&c), 3);
	assert_string_equal(offer_state(task, world.amir), "given_up");
	assert_int_equal(waiting(ATTENTION_WORDS), 1);
}

/* As gateways write numbers. */
static void a_number_is_known_however_it_is_written(void **state)
{
	static const char *const written[] = { "4520000101", "+4520000101",
		"004520000101" };

	(void)state;
	for (size_t i = 0; i < COUNT(written); i++) {
		text(written[i], mem_printf(&c, "%zu", i), "ring til mig");
		assert_int_equal(interpret_hooks(&c), 1);
		assert_int_equal(left("call", world.amir), (int64_t)i + 1);
	}
}

static void who_has_no_number_cannot_be_answered(void **state)
{
	(void)state;
	text("FACEBOOK", "1", "kode 1234");
	text("1204", "2", "x");
	text("", "3", "x");
	assert_int_equal(interpret_hooks(&c), 3);
	assert_int_equal(interpret_hooks(&c), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
}

static void a_report_moves_its_message_on(void **state)
{
	int64_t id;

	(void)state;
	post_on("2026-03-05", 1);
	id = one(SQL("SELECT id FROM outbox WHERE kind = 'offer'"), NO_BIND);
	change(SQL("UPDATE outbox SET state = 'accepted' WHERE id = $1"),
	    BIND(INT(id)));
	get(mem_printf(&c, REPORT "?ref=%" PRId64 "&type=1&answer=", id));
	get(mem_printf(&c, REPORT "?ref=%" PRId64 "&type=8&answer=ACK", id));
	get(REPORT "?ref=12345&type=1");
	get(REPORT "?ref=x&type=1");
	assert_int_equal(interpret_hooks(&c), 4);
	assert_string_equal(one_text(SQL("SELECT state FROM outbox"
					 " WHERE id = $1"),
				BIND(INT(id))),
	    "delivered");
	assert_int_equal(interpret_hooks(&c), 0);
}

static void what_cannot_be_done_now_is_heard_again(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	text("4520000101", "1", "Ja");
	change(SQL("ALTER TABLE engagement RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(interpret_hooks(&c), 0);
	next();
	change(SQL("ALTER TABLE elsewhere RENAME TO engagement"), NO_BIND);
	assert_int_equal(interpret_hooks(&c), 1);
	assert_string_equal(offer_state(task, world.amir), "won");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_the_word_there_is_no_hook),
		TEST(a_machine_needs_no_session_and_no_page),
		TEST(a_report_is_stored_once),
		TEST(a_report_without_its_fields_says_nothing),
		TEST(an_sms_is_stored_once_for_its_id),
		TEST(an_sms_without_an_id_is_refused),
		TEST(utf16_is_read_as_the_characters_it_is),
		TEST(what_is_no_character_is_left_out),
		TEST(a_number_that_would_be_a_line_is_none),
		TEST(a_personal_number_never_comes_in),
		TEST(what_is_beyond_all_measure_is_cut_between_characters),
		TEST(what_cannot_be_stored_is_asked_for_again),
		TEST(what_was_written_is_heard_once),
		TEST(what_people_write_is_heard_in_its_order),
		TEST(a_number_is_known_however_it_is_written),
		TEST(who_has_no_number_cannot_be_answered),
		TEST(a_report_moves_its_message_on),
		TEST(what_cannot_be_done_now_is_heard_again),
	};

	return cmocka_run_group_tests_name("gateway_hooks", tests, NULL, NULL);
}
