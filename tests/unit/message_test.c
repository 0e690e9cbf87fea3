#include "compose.h"

#include <string.h>

#include "base/secret.h"

#include "link.h"
#include "offer.h"
#include "signin.h"

/* ---- forms of one text ---- */

static void a_question_is_as_it_should_be(void **state)
{
	(void)state;
	live_through();
	assert_string_equal(sms("offer"),
	    "Hej Amir. Vil du pakke varer til påske hos Bager Bech,"
	    " Holstebro, torsdag 5/3 kl 9-12? Løn 145 kr/t. Svar JA, NEJ"
	    " eller RING inden mandag kl 11. Nej er helt ok.");
	assert_int_equal(sms_size(sms("offer")).units, 160);
	assert_string_equal(sms("won"),
	    "Tak, Amir. Opgaven er din: Bager Bech, Nørregade 4,"
	    " torsdag 5/3 kl 9-12. Spørg efter Anne, 20 00 09 01."
	    " Kan du ikke alligevel? Svar AFBUD.");
}

static void the_short_form_is_taken_when_the_full_one_is_too_long(void **state)
{
	(void)state;
	live_through();
	change(SQL("UPDATE workplace SET sms_name = 'Bager Bechs'"), NO_BIND);
	assert_string_equal(sms("offer"),
	    "Vil du pakke varer til påske hos Bager Bechs, Holstebro,"
	    " tor 5/3 kl 9-12? 145 kr/t. Svar JA, NEJ eller RING inden"
	    " man kl 11. Nej er ok.");
}

static void a_name_outside_the_alphabet_is_not_greeted(void **state)
{
	(void)state;
	live_through();
	is_called(world.amir, "Łukasz", "");
	assert_string_equal(sms("declined"),
	    "Tak for svaret. Det er helt i orden. Vi spørger igen en anden"
	    " gang. Vil du have en pause fra SMS om opgaver? Svar PAUSE.");
	is_called(world.amir, "Søren", "");
	assert_non_null(strstr(sms("declined"), "Tak for svaret, Søren."));
}

/* Without its greeting the full form fits, and is better than the short. */
static void an_ungreeted_question_is_still_the_full_one(void **state)
{
	(void)state;
	live_through();
	is_called(world.amir, "Łukasz", "");
	assert_string_equal(sms("offer"),
	    "Vil du pakke varer til påske hos Bager Bech, Holstebro, torsdag"
	    " 5/3 kl 9-12? Løn 145 kr/t. Svar JA, NEJ eller RING inden mandag"
	    " kl 11. Nej er helt ok.");
}

/* To a firm a name is no greeting: it is whom they wait for, and stays. */
static void a_name_is_never_spelt_otherwise(void **state)
{
	struct sms_size size;

	(void)state;
	live_through();
	is_called(world.amir, "Łukasz", "");
	size = sms_size(sms("accepted"));
	assert_non_null(strstr(sms("accepted"), "Łukasz"));
	assert_false(size.gsm);
	assert_in_range(size.parts, 1, 2);
}

static void a_number_stands_there_only_for_two_questions(void **state)
{
	int64_t first = post_on(THURSDAY, 1), second;
	struct offer o;

	(void)state;
	lived.offer = offer_to(first, world.amir);
	assert_non_null(strstr(sms("offer"), "Svar JA, NEJ"));
	second = post_on("2026-03-06", 1);
	lived.offer = offer_to(second, world.amir);
	assert_true(offer_load(&c, lived.offer, &o));
	assert_non_null(strstr(sms("offer"),
	    mem_printf(
		&c, "Svar JA %" PRId64 ", NEJ %" PRId64, o.number, o.number)));
	assert_non_null(strstr(sms("unclear_which"), "2"));
	assert_non_null(strstr(sms("unclear_which"), "3"));
}

static void who_has_no_number_is_asked_for_by_name_alone(void **state)
{
	(void)state;
	live_through();
	is_reached(world.bakery.contact, NULL, "anne@example.dk");
	assert_non_null(strstr(sms("won"), "Spørg efter Anne. Kan du"));
}

static const struct workplace bakery = { .sms_name = "Bager Bech",
	.town = "Holstebro" };

static void a_preview_is_what_is_sent(void **state)
{
	struct task t;

	(void)state;
	lived.task = post_on(THURSDAY, 1);
	lived.offer = offer_to(lived.task, world.amir);
	assert_true(task_load(&c, lived.task, &t));
	assert_string_equal(
	    message_preview(&c, words, &t, false, &bakery, false),
	    sms("offer"));
}

static void a_preview_at_its_longest_is_longer_than_what_is_sent(void **state)
{
	struct sms_size longest;
	struct task t;

	(void)state;
	lived.task = post_on(THURSDAY, 1);
	lived.offer = offer_to(lived.task, world.amir);
	assert_true(task_load(&c, lived.task, &t));
	longest = sms_size(
	    message_preview(&c, words, &t, false, &bakery, true));
	/* Its short form: the other would have been too long. */
	assert_true(longest.gsm);
	assert_in_range(longest.units, 130, 160);
	assert_non_null(
	    strstr(message_preview(&c, words, &t, false, &bakery, true),
		"JA 88, NEJ 88"));
}

/* ---- what they hold ---- */

static void a_question_by_mail_holds_a_link_that_works(void **state)
{
	const char *token;
	struct message m;
	struct link l;

	(void)state;
	live_through();
	assert_null(strstr(sms("offer"), "http"));
	assert_int_equal(one(SQL("SELECT count(*) FROM link"), NO_BIND), 0);
	is_reached(world.amir, "4520000101", "x@example.dk");
	m = mail("offer");
	token = strstr(m.body, "https://svar.example/s/");
	assert_non_null(token);
	c.now = instant(THURSDAY "T08:59");
	assert_int_equal(link_find(&c, mem_dup_n(&c, token + 23, TOKEN_CHARS),
			     LINK_OFFER, &l),
	    OK);
	assert_int_equal(l.about_id, lived.offer);
	assert_int_equal(l.expires_at, instant(THURSDAY "T09:00"));
	assert_string_equal(
	    m.subject, "Vil du pakke varer til påske torsdag 5/3?");
}

static void hours_are_linked_for_the_firm_and_not_for_the_citizen(void **state)
{
	(void)state;
	live_through();
	assert_non_null(strstr(sms("hours_ask"), "https://svar.example/t/"));
	assert_null(strstr(sms("hours_differ"), "http"));
	assert_null(strstr(sms("hours_planned"), "http"));
	assert_int_equal(one(SQL("SELECT count(*) FROM link"
				 " WHERE person_id = $1"),
			     BIND(INT(world.amir))),
	    0);
	assert_string_equal(sms("hours_differ"),
	    "Hej Amir. Bager Bech har skrevet 2 timer 30 min torsdag 5/3."
	    " Det er 362,50 kr. før skat. Passer det? Svar PASSER. Passer"
	    " det ikke? Svar RING.");
}

static void a_code_is_in_its_message(void **state)
{
	char code[7];

	(void)state;
	signin_code(7, code);
	assert_non_null(strstr(sms("code"), code));
	assert_non_null(strstr(mail("code").body, code));
	assert_null(strstr(mail("code").subject, code));
}

static void duties_are_counted_in_one_and_in_many(void **state)
{
	(void)state;
	live_through();
	at("2026-03-10T08:00");
	assert_non_null(strstr(sms("followup_overdue"), "1 opfølgning har"));
	assert_non_null(strstr(sms("followup_overdue"), "i 4 dage"));
	at("2026-03-11T08:00");
	assert_non_null(strstr(sms("followup_overdue"), "2 opfølgninger har"));
	/* No names: a digest is read over a shoulder. */
	assert_null(strstr(mail("followup_overdue").body, "Amir"));
	assert_null(strstr(mail("followup_due").body, "Amir"));
}

static void who_wrote_a_task_for_a_firm_is_named_to_it(void **state)
{
	struct message m;

	(void)state;
	live_through();
	assert_true(compose(
	    "task_open", OUTBOX_MAIL, world.bakery.contact, lived.task, &m));
	assert_null(strstr(m.body, "har skrevet den"));
	change(
	    SQL("UPDATE task SET posted_by = $1"), BIND(INT(world.consultant)));
	assert_true(compose(
	    "task_open", OUTBOX_MAIL, world.bakery.contact, lived.task, &m));
	assert_non_null(
	    strstr(m.body, "Mette har skrevet den for jer, som I talte om."));
}

static void a_pause_says_until_when(void **state)
{
	(void)state;
	live_through();
	assert_non_null(strstr(sms("pause"), "til mandag 16/3."));
}

/* ---- when there is nothing to say ---- */

static void without_a_reader_there_is_no_message(void **state)
{
	int64_t nobody = add_person("Bo", NULL, NULL, "unknown");
	struct message m;

	(void)state;
	live_through();
	assert_false(compose("call", OUTBOX_SMS, 12345, 0, &m));
	assert_false(compose("call", OUTBOX_SMS, nobody, 0, &m));
	assert_false(compose("call", OUTBOX_MAIL, nobody, 0, &m));
	assert_false(compose("offer", OUTBOX_SMS, world.amir, 12345, &m));
	assert_false(compose("won", OUTBOX_SMS, world.amir, 12345, &m));
	assert_false(
	    compose("task_open", OUTBOX_SMS, world.bakery.contact, 1, &m));
	assert_false(
	    compose("offer", OUTBOX_MAIL, world.amir, lived.offer, &m));
}

static void messages_that_cannot_be_read_are_said_so(void **state)
{
	char why[200] = "";

	(void)state;
	assert_null(messages_load("/findes/ikke", why));
	assert_int_not_equal(why[0], '\0');
}

/* ---- numbers as words ---- */

static void hours_and_money_are_written_in_danish(void **state)
{
	static const struct {
		int64_t n;
		const char *hours, *money, *pay;
	} cases[] = {
		{ 0, "0 min", "0 kr.", "0 kr/t" },
		{ 1, "1 min", "0,01 kr.", "0,01 kr/t" },
		{ 45, "45 min", "0,45 kr.", "0,45 kr/t" },
		{ 60, "1 time", "0,60 kr.", "0,60 kr/t" },
		{ 90, "1 time 30 min", "0,90 kr.", "0,90 kr/t" },
		{ 100, "1 time 40 min", "1 kr.", "1 kr/t" },
		{ 180, "3 timer", "1,80 kr.", "1,80 kr/t" },
		{ 195, "3 timer 15 min", "1,95 kr.", "1,95 kr/t" },
		{ 14505, "241 timer 45 min", "145,05 kr.", "145,05 kr/t" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(
		    message_hours(&c, cases[i].n), cases[i].hours);
		assert_string_equal(
		    message_money(&c, cases[i].n), cases[i].money);
		assert_string_equal(message_pay(&c, cases[i].n), cases[i].pay);
	}
	assert_string_equal(message_money(&c, -14550), "-145,50 kr.");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_as_it_should_be),
		TEST(the_short_form_is_taken_when_the_full_one_is_too_long),
		TEST(a_name_outside_the_alphabet_is_not_greeted),
		TEST(an_ungreeted_question_is_still_the_full_one),
		TEST(a_name_is_never_spelt_otherwise),
		TEST(a_number_stands_there_only_for_two_questions),
		TEST(who_has_no_number_is_asked_for_by_name_alone),
		TEST(a_preview_is_what_is_sent),
		TEST(a_preview_at_its_longest_is_longer_than_what_is_sent),
		TEST(a_question_by_mail_holds_a_link_that_works),
		TEST(hours_are_linked_for_the_firm_and_not_for_the_citizen),
		TEST(a_code_is_in_its_message),
		TEST(duties_are_counted_in_one_and_in_many),
		TEST(who_wrote_a_task_for_a_firm_is_named_to_it),
		TEST(a_pause_says_until_when),
		TEST(without_a_reader_there_is_no_message),
		TEST(messages_that_cannot_be_read_are_said_so),
		TEST(hours_and_money_are_written_in_danish),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
