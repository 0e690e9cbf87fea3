/* A gateway where nobody listens: what could go waits in the queue, and what
 * never can is dead, and a person is told. */
#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "message.h"
#include "notice.h"
#include "notifier.h"
#include "settings.h"

static struct tmpls *words;

static int nobody_open(void **state)
{
	char why[200];

	if (world_open(state) != 0)
		return -1;
	settings.gatewayapi_url = "http://127.0.0.1:1/";
	settings.gatewayapi_token = "t0ken";
	settings.sms_ca_file = "";
	sms_gateway_open(provider_find(OUTBOX_SMS, "gatewayapi"));
	words = messages_load("www", why);
	return words != NULL ? 0 : -1;
}

static int nobody_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

/* Tries the one notice there is; its state. */
static const char *tried(void)
{
	change(SQL("DELETE FROM breaker"), NO_BIND);
	/* When it goes, the real clock is asked once more. */
	change(SQL("UPDATE outbox SET state = 'queued', next_at = 0,"
		   " expires_at = $1"),
	    BIND(INT(clock_now() + DAY)));
	assert_int_equal(deliver_due(&c, OUTBOX_SMS,
			     provider_find(OUTBOX_SMS, "gatewayapi"), words, 1),
	    1);
	next();
	return one_text(SQL("SELECT state FROM outbox"), NO_BIND);
}

static void forget(void)
{
	change(SQL("DELETE FROM attention"), NO_BIND);
	change(SQL("DELETE FROM attempt"), NO_BIND);
	change(SQL("DELETE FROM outbox"), NO_BIND);
}

static void a_number_is_one_an_sms_can_go_to(void **state)
{
	static const struct {
		const char *number, *state, *what;
	} numbers[] = {
		{ "4520000101", "queued", "a mobile" },
		/* Which are mobile is only mostly so: the provider knows. */
		{ "4533123456", "queued", "a landline" },
		{ "4545123456", "queued", "a landline that begins with 45" },
		{ "46701234567", "queued", "a Swede" },
		{ "4915112345678", "queued", "a German" },
		{ "3546101234", "queued", "an Icelander" },
		{ "123456789012345", "queued", "as long as they are" },
		{ "1234567890123456", "dead", "longer than any" },
		{ "4570123456", "dead", "a shared one" },
		{ "4580123456", "dead", "a free one" },
		{ "4590123456", "dead", "a premium one" },
		{ "1204", "dead", "a short one" },
		{ "45112", "dead", "an emergency" },
		{ "4512345678", "dead", "no Danish one begins with 1" },
		{ "+4520000101", "dead", "not as we store it" },
		{ "004520000101", "dead", "nor so" },
		{ "45 20000101", "dead", "nor so" },
		{ "4520000101\r\nX: 1", "dead", "a header" },
		{ "4520000101,1", "dead", "JSON" },
		{ "FACEBOOK", "dead", "a name" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		is_reached(world.amir, numbers[i].number, NULL);
		db_begin(&c);
		notice_tell(&c, "call", world.amir, 0);
		assert_int_equal(db_commit(&c), OK);
		if (strcmp(tried(), numbers[i].state) != 0)
			fail_msg("%s", numbers[i].what);
		assert_int_equal(waiting(ATTENTION_FAILED),
		    strcmp(numbers[i].state, "dead") == 0);
		forget();
	}
}

/* A contact's name as somebody might have got it in, in a message that may go
 * at any hour. */
static void words_are_such_as_can_be_read(void **state)
{
	static const struct {
		const char *name, *state, *what;
	} names[] = {
		{ "Anne", "queued", "a name" },
		{ "Anne\nBech", "queued", "a line break" },
		{ "Anne\r\nBech", "queued", "another line break" },
		{ "Ba\tger\x1b[1m", "queued", "control characters" },
		{ "\xc5\x81ukasz \xf0\x9f\x98\x80", "queued", "beyond GSM" },
		{ "\"},\"x\":{\"", "queued", "JSON" },
		{ "Anne \xff", "dead", "no UTF-8" },
		{ "Anne \xc3", "dead", "half a letter" },
		{ "Anne \xed\xa0\x80", "dead", "half a pair" },
		{ "Anne \xc0\xaf", "dead", "too long a form" },
	};

	(void)state;
	is_reached(world.amir, "4520000101", NULL);
	amir_comes("2026-03-05");
	change(SQL("DELETE FROM outbox WHERE kind <> 'won'"), NO_BIND);
	for (size_t i = 0; i < COUNT(names); i++) {
		is_called(world.bakery.contact, names[i].name, "");
		if (strcmp(tried(), names[i].state) != 0)
			fail_msg("%s", names[i].what);
	}
}

static const char *chosen;

static void read_chosen(void)
{
	settings_read(put_file("smaajob.conf",
	    mem_printf(
		&c, "[sms]\nprovider = %s\nfallback = %s\n", chosen, chosen)));
}

static void who_can_be_chosen_can_send(void **state)
{
	static const char *const names[] = { "folder", "null", "kannel",
		"gatewayapi", "twilio", "46elks", "http" };
	const char *said;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		chosen = names[i];
		assert_int_equal(run_apart(read_chosen, &said), 0);
		assert_non_null(provider_find(OUTBOX_SMS, chosen)->send);
	}
	chosen = "smtp";
	assert_int_equal(run_apart(read_chosen, &said), 78);
	assert_null(provider_find(OUTBOX_SMS, chosen));
	assert_non_null(provider_find(OUTBOX_MAIL, chosen));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, nobody_open, nobody_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_number_is_one_an_sms_can_go_to),
		TEST(words_are_such_as_can_be_read),
		TEST(who_can_be_chosen_can_send),
	};

	return cmocka_run_group_tests_name("sms_gateway", tests, NULL, NULL);
}
