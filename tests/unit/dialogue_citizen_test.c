#include "hear.h"

#include "attention.h"
#include "citizen.h"
#include "hours.h"
#include "notice.h"
#include "offer.h"
#include "wave.h"

static void report_hours(int64_t engagement, int64_t minutes)
{
	assert_int_equal(
	    hours_propose(&c, engagement, minutes, "", world.bakery.contact),
	    OK);
}

static void ja_is_a_yes_to_what_was_asked(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "Ja tak!");
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_int_equal(left("won", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_WORDS), 0);
}

static void ja_said_again_is_told_so(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	hear(AMIR, "ja");
	hear(AMIR, "ja");
	assert_int_equal(left("already", world.amir), 1);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement"), NO_BIND), 1);
}

static void nej_is_a_no_to_what_was_asked(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "nej");
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_int_equal(left("declined", world.amir), 1);
}

static void a_number_tells_two_questions_apart(void **state)
{
	int64_t first = post_on("2026-03-05", 1);
	int64_t second = post_on("2026-03-06", 1);
	struct offer o;

	(void)state;
	assert_true(offer_load(&c, offer_to(first, world.amir), &o));
	hear(AMIR, mem_printf(&c, "JA %" PRId64, o.number));
	assert_string_equal(offer_state(first, world.amir), "won");
	assert_string_equal(offer_state(second, world.amir), "asked");
}

static void ja_to_two_questions_is_asked_which(void **state)
{
	int64_t first = post_on("2026-03-05", 1);
	int64_t second = post_on("2026-03-06", 1);

	(void)state;
	hear(AMIR, "ja");
	assert_string_equal(offer_state(first, world.amir), "asked");
	assert_string_equal(offer_state(second, world.amir), "asked");
	assert_int_equal(left("unclear_which", world.amir), 1);
	assert_string_equal(words_of(world.amir), "ja");
}

static void a_number_nobody_gave_out_is_for_a_person(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "ja 57");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(left("unclear", world.amir), 1);
	assert_string_equal(words_of(world.amir), "ja 57");
}

static void a_late_ja_is_told_the_truth(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	at("2026-03-02T11:00");
	offer_expire(&c);
	next();
	change(SQL("UPDATE task SET state = 'over' WHERE id = $1"),
	    BIND(INT(task)));
	hear(AMIR, "ja");
	assert_int_equal(left("late", world.amir), 1);
	c.now = instant("2026-03-16T09:00"); /* 14 days: it means nothing */
	hear(AMIR, "ja");
	assert_int_equal(left("late", world.amir), 1);
	assert_int_equal(left("unclear_none", world.amir), 1);
}

static void ja_to_nothing_is_for_a_person(void **state)
{
	(void)state;
	hear(AMIR, "ja");
	assert_string_equal(words_of(world.amir), "ja");
	assert_int_equal(left("unclear_none", world.amir), 1);
}

static void ring_holds_what_was_asked(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "RING");
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_int_equal(left("held", world.amir), 1);
	assert_int_equal(left("call", world.amir), 0);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
}

static void ring_about_nothing_is_a_call(void **state)
{
	(void)state;
	hear(AMIR, "ring til mig");
	assert_int_equal(left("call", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	/* Asked for twice it is one call, and both are answered. */
	hear(AMIR, "ring til mig");
	assert_int_equal(left("call", world.amir), 2);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
}

/* The hours of a week that were just told, not those that were worked. */
static void ring_after_a_new_ceiling_is_about_the_ceiling(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	report_hours(engagement, 180);
	hear(AMIR, "passer");
	db_begin(&c);
	notice_tell(&c, "ceiling", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	hear(AMIR, "ring");
	/* It has not been sent: they cannot mean it. */
	assert_int_equal(waiting(ATTENTION_CEILING), 0);
	assert_int_equal(waiting(ATTENTION_HOURS), 1);
	change(SQL("UPDATE attention SET closed_at = 1"), NO_BIND);
	change(SQL("UPDATE engagement SET hours = 'agreed'"), NO_BIND);
	change(SQL("UPDATE outbox SET state = 'delivered'"
		   " WHERE kind = 'ceiling'"),
	    NO_BIND);
	hear(AMIR, "ring");
	assert_int_equal(waiting(ATTENTION_CEILING), 1);
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
}

static void ring_after_hours_were_said_is_about_the_hours(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	report_hours(engagement, 120);
	hear(AMIR, "passer ikke");
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "disputed");
	assert_int_equal(waiting(ATTENTION_HOURS), 1);
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void passer_agrees_to_the_hours(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	report_hours(engagement, 120);
	hear(AMIR, "PASSER");
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "agreed");
	assert_int_equal(left("hours_agreed", world.amir), 1);
	hear(AMIR, "passer");
	assert_int_equal(left("hours_agreed", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_WORDS), 0);
}

static void passer_about_nothing_is_for_a_person(void **state)
{
	(void)state;
	hear(AMIR, "det passer");
	assert_string_equal(words_of(world.amir), "det passer");
}

static void afbud_gives_up_what_comes(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	struct engagement e;

	(void)state;
	hear(AMIR, "Jeg er desværre syg");
	assert_true(engagement_load(&c, engagement, &e));
	assert_string_equal(e.state, "given_up");
	assert_int_equal(left("afbud", world.amir), 1);
	/* P7: why is not kept anywhere. */
	assert_int_equal(one(SQL("SELECT count(*) FROM attention"
				 " WHERE words LIKE '%syg%'"),
			     NO_BIND),
	    0);
}

static void afbud_to_a_question_is_a_no(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	hear(AMIR, "kan ikke");
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_int_equal(left("declined", world.amir), 1);
}

static void afbud_from_one_of_two_is_asked_by_voice(void **state)
{
	struct attention a;

	(void)state;
	amir_comes("2026-03-05");
	amir_comes("2026-03-06");
	hear(AMIR, "barn syg");
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    2);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(left("call", world.amir), 1);
	assert_true(attention_load(
	    &c, one(SQL("SELECT id FROM attention"), NO_BIND), &a));
	assert_string_equal(a.words, "AFBUD");
}

static void afbud_from_nothing_is_a_call(void **state)
{
	(void)state;
	hear(AMIR, "afbud");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(left("call", world.amir), 1);
}

static void pause_stops_questions_for_so_many_days(void **state)
{
	int64_t ida = add_citizen("Ida"), task = post_on("2026-03-05", 1);
	struct citizen z;

	(void)state;
	hear(AMIR, "PAUSE");
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.paused_until, instant("2026-03-16"));
	assert_int_equal(left("pause", world.amir), 1);
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	wave_run(&c);
	assert_string_equal(offer_state(task, ida), "asked");
}

static void pause_leaves_what_is_agreed(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	hear(AMIR, "PAUSE");
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    1);
}

static void pause_without_a_rule_is_for_a_person(void **state)
{
	struct citizen z;

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'pause_days'"), NO_BIND);
	hear(AMIR, "PAUSE");
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.paused_until, 0);
	assert_string_equal(words_of(world.amir), "PAUSE");
}

static void start_ends_a_pause_and_a_stop(void **state)
{
	struct citizen z;

	(void)state;
	hear(AMIR, "PAUSE");
	hear(AMIR, "STOP");
	hear(AMIR, "START");
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.paused_until, 0);
	assert_string_equal(sms_of(world.amir), "start");
	assert_int_equal(left("start", world.amir), 1);
}

static void link_is_sent_anew(void **state)
{
	(void)state;
	hear(AMIR, "link");
	assert_int_equal(left("link", world.amir), 0);
	assert_string_equal(words_of(world.amir), "link");
	post_on("2026-03-05", 1);
	hear(AMIR, "LINK");
	assert_int_equal(left("link", world.amir), 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ja_is_a_yes_to_what_was_asked),
		TEST(ja_said_again_is_told_so),
		TEST(nej_is_a_no_to_what_was_asked),
		TEST(a_number_tells_two_questions_apart),
		TEST(ja_to_two_questions_is_asked_which),
		TEST(a_number_nobody_gave_out_is_for_a_person),
		TEST(a_late_ja_is_told_the_truth),
		TEST(ja_to_nothing_is_for_a_person),
		TEST(ring_holds_what_was_asked),
		TEST(ring_about_nothing_is_a_call),
		TEST(ring_after_a_new_ceiling_is_about_the_ceiling),
		TEST(ring_after_hours_were_said_is_about_the_hours),
		TEST(passer_agrees_to_the_hours),
		TEST(passer_about_nothing_is_for_a_person),
		TEST(afbud_gives_up_what_comes),
		TEST(afbud_to_a_question_is_a_no),
		TEST(afbud_from_one_of_two_is_asked_by_voice),
		TEST(afbud_from_nothing_is_a_call),
		TEST(pause_stops_questions_for_so_many_days),
		TEST(pause_leaves_what_is_agreed),
		TEST(pause_without_a_rule_is_for_a_person),
		TEST(start_ends_a_pause_and_a_stop),
		TEST(link_is_sent_anew),
	};

	return cmocka_run_group_tests_name(
	    "dialogue_citizen", tests, NULL, NULL);
}
