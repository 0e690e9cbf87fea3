/* Whether the money came, and what is done about the answer. */
#include "hear.h"

#include "attention.h"
#include "hours.h"
#include "payday.h"
#include "reminder.h"

static const char *paid(int64_t engagement)
{
	return one_text(SQL("SELECT paid FROM engagement WHERE id = $1"),
	    BIND(INT(engagement)));
}

static void sent(void)
{
	change(SQL("UPDATE outbox SET state = 'delivered'"
		   " WHERE state = 'queued'"),
	    NO_BIND);
}

/* ---- asking ---- */

static void pass_at(const char *when)
{
	at(when);
	for (int i = 0; i < 10; i++)
		reminder_run(&c);
}

static int64_t paid_until(const char *when)
{
	int64_t engagement = amir_comes("2026-03-05"); /* paid on 2 April */

	pass_at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	for (int i = 0; i < 40 && c.now + DAY < instant(when); i++) {
		c.now += DAY;
		reminder_run(&c);
		reminder_run(&c);
	}
	pass_at(when);
	return engagement;
}

static void after_pay_day_the_citizen_is_asked_once(void **state)
{
	(void)state;
	paid_until("2026-04-07T09:59"); /* Easter is in between */
	assert_int_equal(left("paid", world.amir), 0);
	pass_at("2026-04-07T10:00");
	assert_int_equal(left("paid", world.amir), 1);
	pass_at("2026-04-08T10:00");
	assert_int_equal(left("paid", world.amir), 1);
}

static void who_did_not_come_is_not_asked_about_money(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	pass_at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 0, "", world.bakery.contact), OK);
	pass_at("2026-04-07T10:00");
	assert_int_equal(hours_settle(&c, engagement, 0, world.consultant), OK);
	pass_at("2026-04-08T10:00");
	pass_at("2026-04-30T10:00");
	assert_int_equal(left("paid", world.amir), 0);
}

static void a_months_work_at_a_firm_is_asked_about_once(void **state)
{
	int64_t second;

	(void)state;
	paid_until("2026-03-09T09:00");
	second = amir_comes("2026-03-10");
	pass_at("2026-03-10T13:00");
	assert_int_equal(
	    hours_propose(&c, second, 180, "", world.bakery.contact), OK);
	for (int i = 0; i < 40; i++) {
		c.now += DAY;
		reminder_run(&c);
		reminder_run(&c);
	}
	assert_int_equal(left("paid", world.amir), 1);
}

/* ---- answers ---- */

/* Amir has worked, and been asked after pay day whether the money came. */
static int64_t asked(void)
{
	int64_t engagement = amir_comes("2026-03-05");

	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	change(SQL("UPDATE engagement SET remind_step = 5, remind_at = $1"),
	    BIND(INT(c.now)));
	at("2026-04-07T10:00");
	reminder_run(&c);
	assert_int_equal(left("paid", world.amir), 1);
	sent();
	next();
	c.now = instant("2026-04-07T10:05");
	return engagement;
}

static void the_money_came(void **state)
{
	static const char *const words[] = { "PASSER", "ja", "Ja tak" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		int64_t engagement;

		if (i == 0)
			engagement = asked();
		else
			change(SQL("UPDATE engagement SET paid = 'asked'"),
			    NO_BIND);
		engagement = one(SQL("SELECT id FROM engagement"), NO_BIND);
		hear(AMIR, words[i]);
		assert_string_equal(paid(engagement), "came");
		assert_int_equal(
		    left("paid_thanks", world.amir), (int64_t)i + 1);
		change(SQL("UPDATE outbox SET state = 'cancelled'"
			   " WHERE kind = 'paid_thanks'"),
		    NO_BIND);
	}
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM attention"), NO_BIND), 0);
}

static void something_is_missing_and_a_person_calls(void **state)
{
	static const char *const words[] = { "RING", "nej", "passer ikke" };

	(void)state;
	asked();
	for (size_t i = 0; i < COUNT(words); i++) {
		change(SQL("UPDATE engagement SET paid = 'asked'"), NO_BIND);
		change(SQL("UPDATE outbox SET state = 'cancelled'"
			   " WHERE kind = 'call'"),
		    NO_BIND);
		hear(AMIR, words[i]);
		assert_string_equal(
		    paid(one(SQL("SELECT id FROM engagement"), NO_BIND)),
		    "missing");
		assert_int_equal(waiting(ATTENTION_PAY), 1);
		assert_int_equal(left("call", world.amir), (int64_t)i + 1);
	}
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void an_answer_is_taken_once_and_for_thirty_days(void **state)
{
	int64_t engagement = asked();

	(void)state;
	assert_int_equal(payday_to_answer(&c, world.amir), engagement);
	c.now = instant("2026-05-07T10:01");
	assert_int_equal(payday_to_answer(&c, world.amir), 0);
	c.now = instant("2026-04-07T10:06");
	hear(AMIR, "PASSER");
	assert_int_equal(payday_to_answer(&c, world.amir), 0);
	assert_int_equal(payday_to_answer(&c, world.mentor), 0);
	hear(AMIR, "PASSER");
	assert_int_equal(left("paid_thanks", world.amir), 1);
}

static void what_is_asked_later_is_answered_first(void **state)
{
	int64_t engagement = asked(), task;

	(void)state;
	task = post_on("2026-04-09", 1);
	sent();
	hear(AMIR, "ja");
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_string_equal(paid(engagement), "asked");
	hear(AMIR, "passer");
	assert_string_equal(paid(engagement), "came");
}

static void it_is_the_first_working_day_after_at_ten(void **state)
{
	(void)state;
	assert_int_equal(
	    payday_at(instant("2026-03-06")), instant("2026-03-09T10:00"));
	assert_int_equal(
	    payday_at(instant("2026-12-23")), instant("2026-12-28T10:00"));
	assert_int_equal(
	    payday_at(instant("2026-10-23")), instant("2026-10-26T10:00"));
	assert_int_equal(payday_at(instant("2027-03-27")),
	    instant("2027-03-30T10:00")); /* Easter */
}

static void husk_brings_the_day_before_back(void **state)
{
	(void)state;
	hear(AMIR, "HUSK");
	assert_int_equal(one(SQL("SELECT reminded FROM citizen"), NO_BIND), 1);
	assert_int_equal(left("remind", world.amir), 1);
	hear(AMIR, "husk ikke");
	assert_int_equal(one(SQL("SELECT reminded FROM citizen"), NO_BIND), 0);
	assert_int_equal(left("remind_not", world.amir), 1);
}

static void a_yes_to_the_second_question_confirms_the_hours_too(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	hours_ask(&c);
	at("2026-03-06T12:00");
	reminder_run(&c);
	reminder_run(&c);
	assert_int_equal(left("hours_missing", world.bakery.contact), 2);
	hear("4520000901", "ja");
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement WHERE id = $1"),
		BIND(INT(engagement))),
	    "proposed");
	assert_int_equal(left("hours_planned", world.amir), 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(after_pay_day_the_citizen_is_asked_once),
		TEST(who_did_not_come_is_not_asked_about_money),
		TEST(a_months_work_at_a_firm_is_asked_about_once),
		TEST(the_money_came),
		TEST(something_is_missing_and_a_person_calls),
		TEST(an_answer_is_taken_once_and_for_thirty_days),
		TEST(what_is_asked_later_is_answered_first),
		TEST(it_is_the_first_working_day_after_at_ten),
		TEST(husk_brings_the_day_before_back),
		TEST(a_yes_to_the_second_question_confirms_the_hours_too),
	};

	return cmocka_run_group_tests_name("payday", tests, NULL, NULL);
}
