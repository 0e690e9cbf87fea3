/* Sending while a duty of the municipality is not signed (duty.h); what else
 * becomes of a message is in deliver_test.c. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "duty.h"
#include "message.h"
#include "notice.h"
#include "notifier.h"
#include "settings.h"
#include "signin.h"

static struct tmpls *words;
static char heard[2000]; /* of the last batch, a line each */

/* The duties are signed in the fixture; here one is not. */
static int open_closed(void **state)
{
	char why[200];

	if (world_open(state) != 0)
		return -1;
	words = messages_load("www", why);
	change(SQL("DROP TRIGGER duty_stays"), NO_BIND);
	change(SQL("DELETE FROM duty WHERE name = 'legal_basis'"), NO_BIND);
	next();
	return words != NULL ? 0 : -1;
}

static int words_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

static void pretend(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	size_t n = 0;

	(void)with;
	(void)via;
	for (size_t i = 0; i < count; i++) {
		n += (size_t)snprintf(
		    heard + n, sizeof heard - n, "%s\n", batch[i].claimed.kind);
		batch[i].outcome = OUTCOME_ACCEPTED;
	}
}

static const struct provider pretended = { .name = "pretended",
	.send = pretend };

static size_t deliver(const char *channel, const struct provider *via)
{
	size_t n;

	heard[0] = '\0';
	n = deliver_due(&c, channel, via, words, 1);
	next();
	return n;
}

static const char *state_of(const char *kind)
{
	return one_text(SQL("SELECT state FROM outbox WHERE kind = $1"
			    " AND channel = 'sms'"),
	    BIND(TEXT(kind)));
}

static void tell(const char *kind, int64_t person)
{
	db_begin(&c);
	notice_tell(&c, kind, person, 0);
	assert_int_equal(db_commit(&c), OK);
}

static void sign_it(void)
{
	const struct duty d = { "legal_basis", "en paragraf", "", "en leder",
		c.now };

	assert_int_equal(
	    duty_sign(&c, world.municipality, &d, world.consultant), OK);
	next();
}

static void until_the_duties_are_signed_only_codes_go(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	assert_int_equal(
	    signin_ask(&c, "jonas@example.dk", "cccccccccccccccccccccccccc"),
	    OK);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
	assert_int_equal(deliver(OUTBOX_MAIL, &pretended), 1);
	assert_string_equal(heard, "code\n");
	assert_string_equal(state_of("offer"), "queued");
	assert_string_equal(state_of("task_open"), "queued");
	sign_it();
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 2);
	assert_string_equal(state_of("offer"), "accepted");
}

/* A citizen's own page is opened by a code as well. */
static void a_citizen_can_sign_in_before_they_are_signed(void **state)
{
	(void)state;
	assert_int_equal(
	    signin_ask_own(&c, "4520000101", "cccccccccccccccccccccccccc"), OK);
	at("2026-03-02T09:01");
	assert_int_equal(outbox_signin_age(&c), 60);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
	assert_string_equal(heard, "code_own\n");
}

/* What waits for the same person, and may not go, holds nothing back. */
static void a_code_passes_what_may_not_go(void **state)
{
	(void)state;
	tell("stop", world.mentor);
	tell("call", world.mentor);
	tell("factor", world.mentor);
	change(SQL("UPDATE outbox SET channel = 'mail'"), NO_BIND);
	assert_int_equal(deliver(OUTBOX_MAIL, &pretended), 1);
	assert_string_equal(heard, "factor\n");
	assert_int_equal(deliver(OUTBOX_MAIL, &pretended), 0);
}

static void folders_need_no_signature(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	assert_int_equal(
	    deliver(OUTBOX_SMS, provider_find(OUTBOX_SMS, "null")), 2);
	assert_string_equal(state_of("offer"), "accepted");
}

/* Nobody is asked, and counted as asked, by an SMS that may not go. */
static void nobody_is_asked_before_the_duties_are_signed(void **state)
{
	struct task t = draft("2026-03-05");
	int64_t id;

	(void)state;
	settings.mail_provider = "smtp";
	assert_int_equal(task_post(&c, &t, t.contact_id, &id), OK);
	next();
	schedule(&c);
	next();
	assert_int_equal(offer_to(id, world.amir), 0);
	sign_it();
	schedule(&c);
	next();
	assert_int_not_equal(offer_to(id, world.amir), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_closed, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(until_the_duties_are_signed_only_codes_go),
		TEST(a_citizen_can_sign_in_before_they_are_signed),
		TEST(a_code_passes_what_may_not_go),
		TEST(folders_need_no_signature),
		TEST(nobody_is_asked_before_the_duties_are_signed),
	};

	return cmocka_run_group_tests_name("deliver_closed", tests, NULL, NULL);
}
