#include "fixture.h"

#include <string.h>

#include "notifier.h"
#include "settings.h"

static const char *url;

static void open_relay(void)
{
	settings.smtp_url = url;
	mail_smtp_open(NULL);
}

/* libcurl would guess, and then speak in clear. */
static void a_relay_is_named_with_its_protocol(void **state)
{
	static const char *const bad[] = { "smtp.example.dk:587",
		"relay.example.dk", "http://relay.example.dk",
		"SMTP://relay.example.dk", "" };
	const char *said;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		url = bad[i];
		assert_int_equal(run_apart(open_relay, &said), 78);
		assert_non_null(strstr(said, "smtp:// or smtps://"));
	}
}

static void who_signs_in_needs_a_password(void **state)
{
	const char *said;

	(void)state;
	url = "smtps://relay.example.dk";
	settings.smtp_username = "portal";
	settings.smtp_password_file = "/findes/ikke";
	assert_int_equal(run_apart(open_relay, &said), 78);
	assert_non_null(strstr(said, "mail.smtp.password_file"));
	settings.smtp_username = "";
	assert_int_equal(run_apart(open_relay, &said), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_relay_is_named_with_its_protocol),
		TEST(who_signs_in_needs_a_password),
	};

	return cmocka_run_group_tests_name("mail_smtp", tests, NULL, NULL);
}
