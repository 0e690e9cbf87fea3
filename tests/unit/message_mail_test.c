#include "compose.h"

#include <string.h>

#include "settings.h"

static void give_amir_mail_alone(void)
{
	is_reached(world.amir, NULL, "amir@example.dk");
}

/* ---- the frame ---- */

/* Nothing is fetched from anywhere, and nobody is followed. */
static void every_mail_stands_in_its_frame(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	live_through();
	is_reached(world.amir, "4520000101", "x@example.dk");
	for (size_t i = 0; i < count; i++) {
		struct message m = mail(all[i].kind);

		assert_non_null(m.html);
		assert_string_equal(m.from, "Holstebro Kommune");
		assert_non_null(strstr(m.html, ">Holstebro Kommune</td>"));
		assert_non_null(strstr(m.html, "<p style="));
		assert_null(strstr(m.html, "words -->"));
		assert_null(strpbrk(m.html, "{}"));
		assert_null(strstr(m.html, "src="));
		assert_null(strstr(m.html, "url("));
		assert_null(strstr(m.html, "<link"));
		assert_null(strstr(m.html, "<style"));
	}
}

static void a_link_of_ours_can_be_pressed(void **state)
{
	struct message m;
	const char *at;

	(void)state;
	settings.public_url = "https://svar.dk";
	live_through();
	m = mail("accepted");
	at = strstr(m.html, "href=\"https://svar.dk/opgaver/");
	assert_non_null(at);
	assert_null(strstr(at + 6, "href="));
}

static void what_somebody_wrote_stays_words(void **state)
{
	struct message m;

	(void)state;
	live_through();
	change(SQL("UPDATE task SET meeting = '<b>&\"<!-- words -->{{x}}'"),
	    NO_BIND);
	m = mail("accepted");
	assert_non_null(strstr(m.html, "&lt;b&gt;&amp;&quot;&lt;!-- words"));
	assert_null(strstr(m.html, "<b>"));
	assert_non_null(strstr(m.body, "<b>&\"<!-- words -->{{x}}"));
}

/* ---- the calendar ---- */

static void who_waits_for_somebody_gets_it_in_their_calendar(void **state)
{
	struct message m;

	(void)state;
	live_through();
	m = mail("accepted");
	assert_non_null(m.event);
	assert_string_equal(m.event->uid,
	    mem_printf(
		&c, "engagement-%" PRId64 "@example.dk", lived.engagement));
	assert_string_equal(m.event->summary, "Amir kommer: pakning i hånden");
	assert_string_equal(m.event->place, "Nørregade 4");
	assert_int_equal(m.event->starts_at, instant(THURSDAY "T09:00"));
	assert_int_equal(m.event->ends_at, instant(THURSDAY "T12:00"));
	assert_string_equal(m.event->from, "opgaver@example.dk");
	assert_string_equal(m.event->from_name, "Holstebro Kommune");
	assert_false(m.event->cancelled);
	assert_non_null(strstr(m.event->words, "Spørg efter: Anne, 20 00"));
}

/* The same entry, newer, so that a calendar takes it out. */
static void an_afbud_takes_it_out_of_both_calendars(void **state)
{
	struct message before, after;
	static const char *const to_firm[] = { "place_free", "place_lost" };

	(void)state;
	lived.engagement = amir_comes(THURSDAY);
	before = mail("accepted");
	c.now += 10 * MINUTE;
	db_begin(&c);
	assert_int_equal(engagement_give_up(&c, lived.engagement), OK);
	assert_int_equal(db_commit(&c), OK);
	for (size_t i = 0; i < COUNT(to_firm); i++) {
		after = mail(to_firm[i]);
		assert_true(after.event->cancelled);
		assert_string_equal(after.event->uid, before.event->uid);
		assert_int_equal(
		    after.event->version, before.event->version + 10 * MINUTE);
		assert_int_equal(
		    after.event->starts_at, before.event->starts_at);
	}
	give_amir_mail_alone();
	assert_true(mail("afbud").event->cancelled);
	/* What was left before is told as it is now. */
	assert_true(mail("accepted").event->cancelled);
}

static void a_cancellation_takes_it_out_of_both_calendars(void **state)
{
	static const char *const kinds[] = { "cancelled", "cancelled_paid",
		"place_cancelled" };
	struct engagement e;

	(void)state;
	lived.engagement = amir_comes(THURSDAY);
	db_begin(&c);
	assert_true(engagement_load(&c, lived.engagement, &e));
	engagement_call_off(&c, &e);
	assert_int_equal(db_commit(&c), OK);
	give_amir_mail_alone();
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_true(mail(kinds[i]).event->cancelled);
	assert_non_null(
	    strstr(mail("cancelled_paid").body, "435 kr. før skat"));
}

static void who_has_only_mail_gets_all_of_it_there(void **state)
{
	struct message m;

	(void)state;
	settings.public_url = "https://svar.dk";
	lived.engagement = amir_comes(THURSDAY);
	give_amir_mail_alone();
	m = mail("won");
	assert_string_equal(m.subject, "Opgaven er din torsdag 5/3 kl 9-12");
	assert_non_null(strstr(m.body, "Spørg efter Anne, 20 00 09 01."));
	/* An SMS that cannot be sent is not asked for. */
	assert_null(strstr(m.body, "AFBUD"));
	assert_non_null(strstr(m.body, "\nhttps://svar.dk/s/"));
	assert_non_null(m.event);
	assert_false(m.event->cancelled);
	assert_string_equal(
	    m.event->summary, "Opgave hos Bager Bech: pakke varer til påske");
	assert_string_equal(m.event->place, "Bager Bech, Nørregade 4");
}

static void what_has_no_time_brings_none(void **state)
{
	static const char *const kinds[] = { "code", "task_open", "hours_ask",
		"followup_due" };

	(void)state;
	live_through();
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_null(mail(kinds[i]).event);
}

/* ---- who may ask for no more ---- */

static void questions_and_digests_may_be_stopped(void **state)
{
	static const char *const may[] = { "offer", "again", "followup_due",
		"followup_overdue" };
	static const char *const may_not[] = { "code", "won", "afbud",
		"accepted", "hours_ask", "passkey_twice" };

	(void)state;
	live_through();
	give_amir_mail_alone();
	for (size_t i = 0; i < COUNT(may); i++)
		assert_true(mail(may[i]).may_stop);
	for (size_t i = 0; i < COUNT(may_not); i++)
		assert_false(mail(may_not[i]).may_stop);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_mail_stands_in_its_frame),
		TEST(a_link_of_ours_can_be_pressed),
		TEST(what_somebody_wrote_stays_words),
		TEST(who_waits_for_somebody_gets_it_in_their_calendar),
		TEST(an_afbud_takes_it_out_of_both_calendars),
		TEST(a_cancellation_takes_it_out_of_both_calendars),
		TEST(who_has_only_mail_gets_all_of_it_there),
		TEST(what_has_no_time_brings_none),
		TEST(questions_and_digests_may_be_stopped),
	};

	return cmocka_run_group_tests_name("message_mail", tests, NULL, NULL);
}
