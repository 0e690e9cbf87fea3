/* Weekly series: one question for all of its dates, and each date a task. */
#include "hear.h"

#include "four.h"
#include "weekly.h"

#include <string.h>

#include "attention.h"
#include "cancel.h"
#include "citizen.h"
#include "series.h"
#include "wave.h"

#define WEEKS 4

static void four_thursdays(int64_t places)
{
	post_series(THURSDAY, "2026-03-26T00:00", places);
}

/* ---- its dates ---- */

static void it_is_the_same_hours_on_the_same_weekday(void **state)
{
	(void)state;
	/* The clocks go forward on 29 March. */
	post_series(THURSDAY, "2026-04-09T00:00", 1);
	assert_int_equal(date(0).starts_at, instant("2026-03-05T09:00"));
	assert_int_equal(date(3).starts_at, instant("2026-03-26T09:00"));
	assert_int_equal(date(3).ends_at, instant("2026-03-26T12:00"));
	/* 2 April is Maundy Thursday. */
	assert_int_equal(date(4).starts_at, instant("2026-04-09T09:00"));
	assert_int_equal(date(4).ends_at, instant("2026-04-09T12:00"));
}

static void holidays_are_left_out_unless_they_are_wanted(void **state)
{
	bool beyond;
	int64_t from = instant("2026-03-26T09:00");
	int64_t until = instant("2026-04-09T00:00");

	(void)state;
	assert_int_equal(series_days(&c, from, until, false, &beyond).count, 1);
	assert_int_equal(series_days(&c, from, until, true, &beyond).count, 2);
	/* Who works on Sundays works on Sundays. */
	assert_int_equal(series_days(&c, instant("2026-03-08T09:00"),
			     instant("2026-03-22T00:00"), false, &beyond)
			     .count,
	    2);
}

static void half_a_year_is_the_most(void **state)
{
	bool beyond;
	int64_t from = instant("2026-03-05T09:00");
	struct ids all = series_days(
	    &c, from, instant("2199-01-01T00:00"), true, &beyond);

	(void)state;
	assert_true(beyond);
	assert_int_equal(all.count, SERIES_MOST - 1);
	assert_int_equal(all.id[0], instant("2026-03-12T00:00"));
	series_days(&c, from, instant("2026-08-27T00:00"), true, &beyond);
	assert_false(beyond);
}

static void each_date_is_paid_with_its_month(void **state)
{
	struct task t = draft(THURSDAY);

	(void)state;
	t.pay_on = instant("2026-03-31T00:00");
	assert_int_equal(
	    task_on_day(&t, instant("2026-03-26T00:00")).pay_on, t.pay_on);
	assert_int_equal(task_on_day(&t, instant("2026-04-09T00:00")).pay_on,
	    instant("2026-04-30T00:00"));
	t.pay_on = instant("2026-03-12T00:00");
	assert_int_equal(task_on_day(&t, instant("2026-03-19T00:00")).pay_on,
	    instant("2026-04-12T00:00"));
	/* April has no 31st, and it was no last day of a month either. */
	t.starts_at = instant("2026-01-05T09:00");
	t.pay_on = instant("2026-01-30T00:00");
	assert_int_equal(task_on_day(&t, instant("2026-02-02T00:00")).pay_on,
	    instant("2026-02-28T00:00"));
}

/* ---- asking ---- */

static void people_are_asked_once_for_all_of_it(void **state)
{
	(void)state;
	four_thursdays(1);
	assert_int_equal(asked(lead_task), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM offer"), NO_BIND), 1);
	assert_int_equal(left("task_open", world.bakery.contact), 2);
	assert_int_equal(series_led(&c, lead_task), 3);
}

static void a_yes_is_given_every_date(void **state)
{
	int64_t offer;

	(void)state;
	four_thursdays(1);
	offer = offer_to(lead_task, world.amir);
	assert_int_equal(answer(lead_task, world.amir, SAY_YES), OFFER_WON);
	for (size_t i = 0; i < WEEKS; i++) {
		assert_string_equal(date(i).state, "full");
		assert_int_not_equal(engagement_for(date(i).id, world.amir), 0);
	}
	assert_int_equal(series_given(&c, offer), WEEKS);
	/* Both are told once, and nobody else is asked. */
	assert_int_equal(left("won", world.amir), 1);
	assert_int_equal(left("accepted", world.bakery.contact), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM offer"), NO_BIND), 4);
	/* It was one question, said twice it is the same answer. */
	assert_int_equal(answer(lead_task, world.amir, SAY_YES), OFFER_ALREADY);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement"), NO_BIND), 4);
}

static void what_came_with_a_yes_is_no_question_of_its_own(void **state)
{
	struct offer o;

	(void)state;
	four_thursdays(1);
	answer(lead_task, world.amir, SAY_YES);
	assert_true(offer_latest(&c, world.amir, &o));
	assert_int_equal(o.task_id, lead_task);
	assert_true(offer_by_number(&c, world.amir, o.number, &o));
	assert_int_equal(o.task_id, lead_task);
}

static void a_date_that_does_not_suit_them_is_asked_of_others(void **state)
{
	(void)state;
	db_begin(&c);
	citizen_available_on(
	    &c, world.amir, instant("2026-03-19T00:00"), 0, 1440, false);
	assert_int_equal(db_commit(&c), OK);
	four_thursdays(1);
	answer(lead_task, world.amir, SAY_YES);
	assert_int_equal(engagement_for(date(2).id, world.amir), 0);
	assert_int_not_equal(engagement_for(date(3).id, world.amir), 0);
	assert_string_equal(offer_state(date(2).id, ida), "asked");
	assert_int_equal(series_led(&c, date(2).id), 0);
}

static void of_two_places_each_winner_has_one_on_every_date(void **state)
{
	(void)state;
	four_thursdays(2);
	assert_int_equal(answer(lead_task, ida, SAY_YES), OFFER_WON);
	assert_string_equal(date(3).state, "open");
	assert_int_equal(asked(date(3).id), 0);
	assert_int_equal(series_led(&c, lead_task), 3);
	assert_int_equal(answer(lead_task, world.amir, SAY_YES), OFFER_WON);
	for (size_t i = 0; i < WEEKS; i++)
		assert_int_equal(date(i).taken, 2);
	assert_int_equal(series_led(&c, lead_task), 0);
}

static void an_afbud_is_of_the_next_date_alone(void **state)
{
	(void)state;
	four_thursdays(1);
	answer(lead_task, world.amir, SAY_YES);
	hear(AMIR, "AFBUD");
	wave_run(&c);
	next();
	assert_int_equal(engagement_for(lead_task, world.amir), 0);
	assert_int_not_equal(engagement_for(date(1).id, world.amir), 0);
	/* Whoever comes instead comes that day alone. */
	assert_string_equal(offer_state(lead_task, ida), "asked");
	assert_int_equal(answer(lead_task, ida, SAY_YES), OFFER_WON);
	assert_int_equal(engagement_for(date(1).id, ida), 0);
}

static void an_afbud_of_two_things_is_still_asked_about(void **state)
{
	(void)state;
	amir_comes("2026-03-06");
	four_thursdays(1);
	if (offer_to(lead_task, world.amir) == 0)
		change(SQL("UPDATE task SET first_id = $1, wave_at = 0"
			   " WHERE id = $2"),
		    BIND(INT(world.amir), INT(lead_task)));
	answer(lead_task, ida, SAY_NO);
	assert_int_equal(answer(lead_task, world.amir, SAY_YES), OFFER_WON);
	hear(AMIR, "AFBUD");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement WHERE citizen_id = $1"
		    " AND state = 'agreed'"),
		BIND(INT(world.amir))),
	    WEEKS + 1);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
}

/* ---- when nobody takes the first ---- */

static void a_first_date_that_nobody_took_leaves_the_rest(void **state)
{
	(void)state;
	four_thursdays(1);
	at("2026-03-05T09:01");
	offer_expire(&c);
	task_close(&c);
	wave_run(&c);
	next();
	assert_string_equal(date(0).state, "over");
	assert_int_equal(series_led(&c, date(1).id), 2);
	assert_int_equal(asked(date(1).id), 1);
	assert_int_equal(answer(date(1).id, ida, SAY_YES), OFFER_WON);
	assert_int_not_equal(engagement_for(date(3).id, ida), 0);
}

static void a_first_date_that_is_moved_is_asked_for_by_itself(void **state)
{
	(void)state;
	four_thursdays(1);
	assert_int_equal(task_move(&c, lead_task, instant("2026-03-06T09:00"),
			     instant("2026-03-06T12:00")),
	    OK);
	assert_int_equal(series_led(&c, lead_task), 0);
	assert_int_equal(series_led(&c, date(1).id), 2);
}

static void a_date_that_is_moved_leaves_the_row(void **state)
{
	(void)state;
	four_thursdays(1);
	assert_int_equal(task_move(&c, date(2).id, instant("2026-03-20T09:00"),
			     instant("2026-03-20T12:00")),
	    OK);
	wave_run(&c);
	next();
	assert_int_equal(series_led(&c, lead_task), 2);
	assert_int_equal(asked(date(2).id), 1);
}

static void a_first_date_that_is_cancelled_leaves_the_rest(void **state)
{
	const struct cancel why = {
		.reason = "ordre", .words = "", .by = world.bakery.contact
	};

	(void)state;
	four_thursdays(1);
	assert_int_equal(cancel_task(&c, lead_task, &why), OK);
	assert_int_equal(series_led(&c, date(1).id), 2);
}

/* ---- other days, and who is asked first ---- */

static void other_days_are_tasks_of_their_own(void **state)
{
	static const char *const says[] = { NULL };
	const struct workplace place = bakery_place();
	struct task t = draft(THURSDAY);
	const int64_t more[] = { instant("2026-03-09T00:00"),
		instant("2026-03-11T00:00") };
	const struct task_days days = { { 2, more }, false };

	(void)state;
	assert_int_equal(task_place_and_post(&c, &place, says, &days, &t,
			     t.contact_id, &lead_task),
	    OK);
	wave_run(&c);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM task WHERE state = 'open'"
		    " AND series_id IS NULL"),
		NO_BIND),
	    3);
	assert_int_equal(
	    one(SQL("SELECT count(DISTINCT task_id) FROM offer"), NO_BIND), 3);
}

static void whom_the_firm_wants_back_is_asked_before_all_others(void **state)
{
	struct task t = draft(THURSDAY);
	int64_t task;

	(void)state;
	t.first_id = nour;
	task = post(&t);
	assert_string_equal(offer_state(task, nour), "asked");
	assert_int_equal(asked(task), 1);
	answer(task, nour, SAY_NO);
	assert_int_equal(asked(task), 1);
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void whom_it_does_not_suit_holds_nobody_up(void **state)
{
	struct task t = draft(THURSDAY);
	int64_t task;

	(void)state;
	change(SQL("UPDATE citizen SET released_at = NULL"
		   " WHERE person_id = $1"),
	    BIND(INT(nour)));
	t.first_id = nour;
	task = post(&t);
	assert_string_equal(offer_state(task, nour), "-");
	assert_string_equal(offer_state(task, world.amir), "asked");
}

/* ---- a steady job ---- */

static void a_steady_job_is_asked_for_once(void **state)
{
	(void)state;
	four_thursdays(1);
	assert_int_equal(
	    series_fix(&c, date(0).series_id, world.bakery.contact), OK);
	assert_int_equal(waiting(ATTENTION_FIXED), 1);
	assert_int_equal(
	    series_fix(&c, date(0).series_id, world.bakery.contact),
	    ERR_CONFLICT);
	assert_int_equal(waiting(ATTENTION_FIXED), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_the_same_hours_on_the_same_weekday),
		TEST(holidays_are_left_out_unless_they_are_wanted),
		TEST(half_a_year_is_the_most),
		TEST(each_date_is_paid_with_its_month),
		TEST(people_are_asked_once_for_all_of_it),
		TEST(a_yes_is_given_every_date),
		TEST(what_came_with_a_yes_is_no_question_of_its_own),
		TEST(a_date_that_does_not_suit_them_is_asked_of_others),
		TEST(of_two_places_each_winner_has_one_on_every_date),
		TEST(an_afbud_is_of_the_next_date_alone),
		TEST(an_afbud_of_two_things_is_still_asked_about),
		TEST(a_first_date_that_nobody_took_leaves_the_rest),
		TEST(a_first_date_that_is_moved_is_asked_for_by_itself),
		TEST(a_date_that_is_moved_leaves_the_row),
		TEST(a_first_date_that_is_cancelled_leaves_the_rest),
		TEST(other_days_are_tasks_of_their_own),
		TEST(whom_the_firm_wants_back_is_asked_before_all_others),
		TEST(whom_it_does_not_suit_holds_nobody_up),
		TEST(a_steady_job_is_asked_for_once),
	};

	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
