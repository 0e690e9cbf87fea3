#include "hear.h"

#include "attention.h"
#include "dialogue.h"
#include "person.h"
#include "seal.h"
#include "wave.h"

/* ---- stop ---- */

/* Everything that was left for the person, as far as it may still go. */
static int64_t queued(int64_t person)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
		       " AND state = 'queued'"),
	    BIND(INT(person)));
}

static void stop_closes_everything_but_its_receipt(void **state)
{
	int64_t ida = add_citizen("Ida"), task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "måske"); /* help for it is on its way too */
	assert_int_equal(queued(world.amir), 2);
	hear(AMIR, "STOP");
	assert_string_equal(sms_of(world.amir), "stop");
	assert_int_equal(queued(world.amir), 1);
	assert_string_equal(one_text(SQL("SELECT kind FROM outbox"
					 " WHERE person_id = $1"
					 "   AND state = 'queued'"),
				BIND(INT(world.amir))),
	    "stop");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	wave_run(&c);
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void stop_with_an_agreement_is_for_a_person_too(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	hear(AMIR, "stop");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    1);
}

static void ja_after_stop_is_neither_won_nor_answered(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "STOP");
	hear(AMIR, "ja");
	hear(AMIR, "hvad sker der");
	hear(AMIR, "ring");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_equal(queued(world.amir), 1); /* the receipt */
	assert_string_equal(sms_of(world.amir), "stop");
	/* But a person hears it. */
	assert_string_equal(words_of(world.amir), "hvad sker der");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
}

static void a_wrong_number_is_not_written_to_again(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "Du har fået forkert nummer");
	assert_string_equal(sms_of(world.amir), "wrong");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_equal(left("wrong_number", world.amir), 1);
	assert_int_equal(queued(world.amir), 1);
	assert_string_equal(words_of(world.amir), "Du har fået forkert nummer");
}

static void start_from_a_wrong_number_is_for_a_person(void **state)
{
	(void)state;
	hear(AMIR, "forkert nummer");
	hear(AMIR, "START");
	assert_string_equal(sms_of(world.amir), "wrong");
	assert_int_equal(left("start", world.amir), 0);
	assert_string_equal(words_of(world.amir), "forkert nummer / START");
}

/* ---- what is not understood ---- */

static void a_personal_number_is_masked_and_the_writer_told(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	hear(AMIR, "ja mit nummer er 010170-1234");
	assert_string_equal(
	    words_of(world.amir), "ja mit nummer er ******-****");
	assert_int_equal(left("cpr", world.amir), 1);
}

static void help_comes_once_a_day(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	hear(AMIR, "måske");
	hear(AMIR, "eller hvad");
	assert_int_equal(left("unclear", world.amir), 1);
	/* A person sees all of it, in one row. */
	assert_int_equal(waiting(ATTENTION_WORDS), 1);
	assert_string_equal(words_of(world.amir), "måske / eller hvad");
	c.now = instant("2026-03-03T00:00");
	hear(AMIR, "hvad nu");
	assert_int_equal(left("unclear", world.amir), 2);
}

static void a_stranger_gets_an_answer_and_a_person(void **state)
{
	int64_t stranger;

	(void)state;
	hear("4529999999", "Hvem er I?");
	stranger = person_by_phone(&c, "4529999999");
	assert_int_not_equal(stranger, 0);
	assert_int_equal(left("stranger", stranger), 1);
	assert_string_equal(words_of(stranger), "Hvem er I?");
	hear("4529999999", "Svar dog");
	assert_int_equal(left("stranger", stranger), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM person"
				 " WHERE phone_mark = $1"),
			     BIND(TEXT(seal_mark(&c, "phone", "4529999999")))),
	    1);
	hear("4529999999", "STOP");
	assert_string_equal(sms_of(stranger), "stop");
	assert_int_equal(left("stop", stranger), 1);
}

static void staff_who_write_are_answered_as_strangers(void **state)
{
	(void)state;
	hear("4520000002", "hej");
	assert_int_equal(left("stranger", world.mentor), 1);
	assert_string_equal(words_of(world.mentor), "hej");
}

/* ---- whole or not at all ---- */

static void what_cannot_be_written_is_not_half_done(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	change(SQL("ALTER TABLE engagement RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(dialogue_hear(&c, AMIR, "ja"), ERR_FAILED);
	next();
	change(SQL("ALTER TABLE elsewhere RENAME TO engagement"), NO_BIND);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(left("won", world.amir), 0);
	hear(AMIR, "ja");
	assert_string_equal(offer_state(task, world.amir), "won");
}

static void of_a_shared_phone_the_one_who_said_start_last_is_meant(void **state)
{
	int64_t ida = add_citizen("Ida");

	(void)state;
	is_reached(ida, AMIR, NULL);
	change(SQL("UPDATE person SET sms_at = $2 WHERE id = $1"),
	    BIND(INT(ida), INT(c.now + 60)));
	assert_int_equal(person_by_phone(&c, AMIR), ida);
	change(SQL("UPDATE person SET sms_at = $2 WHERE id = $1"),
	    BIND(INT(world.amir), INT(c.now + 90)));
	assert_int_equal(person_by_phone(&c, AMIR), world.amir);
	assert_int_equal(person_by_phone(&c, "4529999998"), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stop_closes_everything_but_its_receipt),
		TEST(stop_with_an_agreement_is_for_a_person_too),
		TEST(ja_after_stop_is_neither_won_nor_answered),
		TEST(a_wrong_number_is_not_written_to_again),
		TEST(start_from_a_wrong_number_is_for_a_person),
		TEST(a_personal_number_is_masked_and_the_writer_told),
		TEST(help_comes_once_a_day),
		TEST(a_stranger_gets_an_answer_and_a_person),
		TEST(staff_who_write_are_answered_as_strangers),
		TEST(what_cannot_be_written_is_not_half_done),
		TEST(of_a_shared_phone_the_one_who_said_start_last_is_meant),
	};

	return cmocka_run_group_tests_name("dialogue", tests, NULL, NULL);
}
