/* A new time for what somebody has agreed to: a yes to the old one is no yes to
 * the new. */
#include "hear.h"

#include "four.h"

#include <string.h>

#include "attention.h"
#include "cancel.h"
#include "municipality.h"
#include "reminder.h"
#include "wave.h"
#include "compose.h"
#include "weekly.h"

#define NINE   THURSDAY "T09:00"
#define TEN    THURSDAY "T10:00"
#define FRIDAY "2026-03-06T10:00"

/* Amir has said yes to Thursday from 9 to 12; the firm wants it then. */
static int64_t moved_to(const char *when)
{
	int64_t task = post_on(THURSDAY, 1);

	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(
	    task_move(&c, task, instant(when), instant(when) + 3 * HOUR), OK);
	next();
	return task;
}

static const char *fits(int64_t task)
{
	return one_text(SQL("SELECT fits FROM engagement WHERE task_id = $1"
			    " AND state = 'agreed'"),
	    BIND(INT(task)));
}

static const char *sms_of_it(int64_t task)
{
	return sms_about(
	    "new_time", world.amir, engagement_for(task, world.amir));
}

/* ---- asking ---- */

static void who_said_yes_is_asked_again(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	assert_int_equal(left("new_time", world.amir), 1);
	assert_string_equal(fits(task), "asked");
	assert_int_equal(taken(task), 1);
	assert_string_equal(sms_of_it(task),
	    "Ny tid: pakning i hånden torsdag 5/3 bliver kl 10-13"
	    " (før kl 9-12). Passer det? Svar JA, NEJ eller RING inden"
	    " mandag kl 11. Nej er helt ok.");
}

static void another_day_is_told_with_the_old_one(void **state)
{
	int64_t task = moved_to(FRIDAY);

	(void)state;
	assert_non_null(strstr(
	    sms_of_it(task), "tor 5/3 kl 9-12 bliver fredag 6/3 kl 10-13."));
}

static void what_they_agreed_to_is_what_it_is_compared_with(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	assert_int_equal(task_move(&c, task, instant(THURSDAY "T13:00"),
			     instant(THURSDAY "T16:00")),
	    OK);
	next();
	assert_non_null(
	    strstr(sms_of_it(task), "bliver kl 13-16 (før kl 9-12)"));
	/* Only the newest question is still to go. */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'new_time'"
				 "   AND state = 'queued'"),
			     NO_BIND),
	    1);
}

static void the_same_time_is_no_new_time(void **state)
{
	(void)state;
	moved_to(NINE);
	assert_int_equal(left("new_time", world.amir), 0);
}

static void what_is_near_is_not_moved_from_under_somebody(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	at("2026-03-04T12:00");
	assert_int_equal(
	    task_move(&c, task, instant(FRIDAY), instant(FRIDAY) + 3 * HOUR),
	    ERR_FORBIDDEN);
	/* Of whom nobody has said yes it is nobody's loss. */
	next();
	task = post_on("2026-03-05", 1);
	assert_int_equal(
	    task_move(&c, task, instant(FRIDAY), instant(FRIDAY) + 3 * HOUR),
	    OK);
}

/* ---- answers ---- */

static void a_yes_makes_it_theirs_at_the_new_time(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	hear(AMIR, "ja");
	assert_string_equal(fits(task), "yes");
	assert_int_equal(left("won", world.amir), 2);
	assert_int_equal(left("accepted", world.bakery.contact), 4);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE was_from IS NOT NULL"),
			     NO_BIND),
	    0);
	/* Said again it is what they have answered. */
	hear(AMIR, "JA");
	assert_int_equal(left("already", world.amir), 1);
}

static void a_no_costs_nothing_and_others_are_asked(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	hear(AMIR, "nej tak");
	wave_run(&c);
	next();
	assert_int_equal(engagement_for(task, world.amir), 0);
	assert_int_equal(left("afbud", world.amir), 1);
	assert_int_equal(left("place_free", world.bakery.contact), 2);
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(waiting(ATTENTION_AFBUD), 0);
	assert_int_equal(taken(task), 0);
}

static void a_no_so_near_is_still_nobodys_afbud(void **state)
{
	int64_t task = post_on("2026-03-03", 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	/* In time: a day and an hour before. */
	c.now = instant("2026-03-02T08:00");
	assert_int_equal(task_move(&c, task, instant("2026-03-03T12:00"),
			     instant("2026-03-03T15:00")),
	    OK);
	at("2026-03-02T13:00");
	hear(AMIR, "nej");
	assert_int_equal(engagement_for(task, world.amir), 0);
	assert_int_equal(waiting(ATTENTION_AFBUD), 0);
}

static void a_call_is_made_and_may_still_be_a_yes(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	hear(AMIR, "ring");
	assert_int_equal(waiting(ATTENTION_TIME), 1);
	assert_string_equal(fits(task), "call");
	assert_int_equal(taken(task), 1);
	hear(AMIR, "ja");
	assert_int_equal(waiting(ATTENTION_TIME), 0);
	assert_string_equal(fits(task), "yes");
}

static void silence_is_no_yes_and_somebody_rings(void **state)
{
	int64_t task = moved_to(TEN);

	(void)state;
	at("2026-03-02T12:00");
	offer_time_expire(&c);
	next();
	assert_string_equal(fits(task), "call");
	assert_int_equal(waiting(ATTENTION_TIME), 1);
	assert_int_equal(taken(task), 1);
	offer_time_expire(&c);
	assert_int_equal(waiting(ATTENTION_TIME), 1);
}

static void who_cannot_be_written_to_is_rung_at_once(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	hear(AMIR, "STOP");
	assert_int_equal(
	    task_move(&c, task, instant(TEN), instant(TEN) + 3 * HOUR), OK);
	next();
	assert_int_equal(left("new_time", world.amir), 0);
	assert_int_equal(waiting(ATTENTION_TIME), 1);
}

/* Amir is asked about another day as well. */
static int64_t asked_besides(void)
{
	struct task t = draft("2026-03-10");
	int64_t task;

	t.first_id = world.amir;
	task = post(&t);
	assert_string_equal(offer_state(task, world.amir), "asked");
	return task;
}

static void beside_another_question_it_has_a_number(void **state)
{
	int64_t other, task = moved_to(TEN);
	struct offer o;

	(void)state;
	other = asked_besides();
	assert_true(offer_load(&c, offer_to(task, world.amir), &o));
	assert_non_null(strstr(sms_of_it(task),
	    mem_printf(
		&c, "Svar JA %" PRId64 ", NEJ %" PRId64, o.number, o.number)));
	hear(AMIR, mem_printf(&c, "nej %" PRId64, o.number));
	assert_int_equal(engagement_for(task, world.amir), 0);
	assert_string_equal(offer_state(other, world.amir), "asked");
}

/* ---- what follows ---- */

static void nobody_is_reminded_of_a_time_they_have_not_agreed_to(void **state)
{
	int64_t task = moved_to(FRIDAY);

	(void)state;
	at("2026-03-05T15:01");
	reminder_run(&c);
	next();
	assert_int_equal(left("tomorrow", world.amir), 0);
	assert_string_equal(fits(task), "asked");
}

static void the_eve_of_the_new_time_is_told_too(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	change(SQL("UPDATE rule SET value = 4 WHERE name = $1"),
	    BIND(TEXT(RULE_CANCEL_HOURS)));
	at("2026-03-04T15:01");
	reminder_run(&c);
	assert_int_equal(task_move(&c, task, instant("2026-03-09T09:00"),
			     instant("2026-03-09T12:00")),
	    OK);
	hear(AMIR, "ja");
	at("2026-03-08T15:01");
	reminder_run(&c);
	next();
	assert_int_equal(left("tomorrow", world.amir), 2);
	assert_int_equal(left("coming", world.bakery.contact), 4);
}

static void a_date_of_a_series_that_is_moved_is_asked_by_itself(void **state)
{
	struct offer o;

	(void)state;
	post_series(THURSDAY, "2026-03-26T00:00", 1);
	answer(lead_task, world.amir, SAY_YES);
	assert_int_equal(task_move(&c, date(2).id, instant("2026-03-20T09:00"),
			     instant("2026-03-20T12:00")),
	    OK);
	next();
	assert_int_equal(left("new_time", world.amir), 1);
	asked_besides();
	assert_true(offer_load(&c, offer_to(date(2).id, world.amir), &o));
	hear(AMIR, mem_printf(&c, "nej %" PRId64, o.number));
	assert_int_equal(engagement_for(date(2).id, world.amir), 0);
	assert_int_not_equal(engagement_for(date(1).id, world.amir), 0);
	assert_true(offer_load(&c, offer_to(lead_task, world.amir), &o));
	assert_string_equal(o.state, "won");
}

static void what_is_cancelled_is_asked_no_more(void **state)
{
	const struct cancel why = {
		.reason = "ordre", .words = "", .by = world.bakery.contact
	};
	int64_t task = moved_to(TEN);

	(void)state;
	assert_int_equal(cancel_task(&c, task, &why), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'new_time'"
				 "   AND state = 'queued'"),
			     NO_BIND),
	    0);
	at("2026-03-02T12:00");
	offer_time_expire(&c);
	assert_int_equal(waiting(ATTENTION_TIME), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_said_yes_is_asked_again),
		TEST(another_day_is_told_with_the_old_one),
		TEST(what_they_agreed_to_is_what_it_is_compared_with),
		TEST(the_same_time_is_no_new_time),
		TEST(what_is_near_is_not_moved_from_under_somebody),
		TEST(a_yes_makes_it_theirs_at_the_new_time),
		TEST(a_no_costs_nothing_and_others_are_asked),
		TEST(a_no_so_near_is_still_nobodys_afbud),
		TEST(a_call_is_made_and_may_still_be_a_yes),
		TEST(silence_is_no_yes_and_somebody_rings),
		TEST(who_cannot_be_written_to_is_rung_at_once),
		TEST(beside_another_question_it_has_a_number),
		TEST(nobody_is_reminded_of_a_time_they_have_not_agreed_to),
		TEST(the_eve_of_the_new_time_is_told_too),
		TEST(a_date_of_a_series_that_is_moved_is_asked_by_itself),
		TEST(what_is_cancelled_is_asked_no_more),
	};

	return cmocka_run_group_tests_name("offer time", tests, NULL, NULL);
}
