/* Whom a task is put to, and until when an answer is waited for. */
#include "four.h"

#include "match.h"
#include "wave.h"

static void ask(int64_t task)
{
	db_begin(&c);
	offer_ask(&c, task);
	assert_int_equal(db_commit(&c), OK);
	wave_run(&c);
}

static void as_many_are_asked_as_there_are_places(void **state)
{
	int64_t one_place = post_on(THURSDAY, 1);
	int64_t two_places = post_on("2026-03-10", 2);

	(void)state;
	assert_int_equal(asked(one_place), 1);
	assert_string_equal(offer_state(one_place, world.amir), "asked");
	assert_int_equal(asked(two_places), 2);
	assert_int_equal(left("offer", world.amir), 1);
	/* Amir was asked last week for another, so he is not among them. */
	assert_string_equal(offer_state(two_places, world.amir), "-");
}

static void three_a_place_are_asked_within_a_day(void **state)
{
	struct task t = draft(TOMORROW);
	int64_t task = post(&t);

	(void)state;
	assert_int_equal(asked(task), 3);
	assert_string_equal(offer_state(task, nour), "-");
}

static void a_minute_more_than_a_day_is_not_soon(void **state)
{
	struct task t = draft(TOMORROW);
	int64_t task;

	(void)state;
	t.starts_at += 60;
	task = post(&t);
	assert_int_equal(asked(task), 1);
}

static void an_answer_is_waited_for_two_office_hours(void **state)
{
	struct offer o;
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_true(offer_load(&c, offer_to(task, world.amir), &o));
	assert_int_equal(o.answer_by, instant("2026-03-02T11:00"));
	at("2026-03-02T15:00");
	task = post_on(THURSDAY, 1);
	assert_true(offer_load(&c, offer_to(task, ida), &o));
	assert_int_equal(o.answer_by, instant("2026-03-03T09:00"));
}

static void nobody_is_asked_at_night(void **state)
{
	int64_t task;

	(void)state;
	at("2026-03-02T20:30");
	task = post_on(THURSDAY, 1);
	assert_int_equal(asked(task), 0);
	assert_int_equal(left("task_open", world.bakery.contact), 2);
	assert_int_equal(left("task_nobody", world.bakery.contact), 0);
	at("2026-03-03T08:00");
	wave_run(&c);
	assert_int_equal(one(SQL("SELECT not_before FROM outbox"
				 " WHERE kind = 'offer' AND about_id = $1"),
			     BIND(INT(offer_to(task, world.amir)))),
	    instant("2026-03-03T08:00"));
	assert_int_equal(one(SQL("SELECT answer_by FROM offer"), NO_BIND),
	    instant("2026-03-03T10:00"));
	assert_int_equal(one(SQL("SELECT expires_at FROM outbox"
				 " WHERE kind = 'offer'"),
			     NO_BIND),
	    instant("2026-03-03T10:00"));
}

static void an_answer_is_due_an_hour_before_it_begins(void **state)
{
	struct task t = draft("2026-03-02");
	struct offer o;
	int64_t task;

	(void)state;
	t.starts_at = instant("2026-03-02T11:00");
	task = post(&t);
	assert_true(offer_load(&c, offer_to(task, world.amir), &o));
	assert_int_equal(o.answer_by, instant("2026-03-02T10:00"));
}

static void nobody_is_asked_when_it_begins_within_the_hour(void **state)
{
	struct task t = draft("2026-03-02");
	int64_t task;

	(void)state;
	t.starts_at = instant("2026-03-02T10:00");
	task = post(&t);
	assert_int_equal(asked(task), 0);
	assert_int_equal(left("task_nobody", world.bakery.contact), 2);
	assert_int_equal(left("task_open", world.bakery.contact), 0);
}

static void the_employer_is_told_when_nobody_is_left(void **state)
{
	int64_t task = post_on(THURSDAY, 1);
	const int64_t all[] = { world.amir, ida, bent, nour };

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		assert_int_equal(left("task_nobody", world.bakery.contact), 0);
		assert_int_equal(answer(task, all[i], SAY_NO), OFFER_DECLINED);
	}
	/* By SMS and by mail, once. */
	assert_int_equal(left("task_nobody", world.bakery.contact), 2);
	assert_int_equal(left("task_open", world.bakery.contact), 2);
}

/* Of a task that suits nobody, however long it is looked at. */
static void who_heard_that_there_is_nobody_hears_nothing_at_night(void **state)
{
	(void)state;
	change(SQL("UPDATE citizen SET released_at = NULL"), NO_BIND);
	ask(post_on(THURSDAY, 1));
	assert_int_equal(left("task_nobody", world.bakery.contact), 2);
	at("2026-03-02T20:30");
	wave_run(&c);
	assert_int_equal(left("task_open", world.bakery.contact), 0);
}

static void nobody_is_nobody_only_when_no_question_is_out(void **state)
{
	int64_t task = post_on(THURSDAY, 4);

	(void)state;
	assert_int_equal(asked(task), 4);
	answer(task, world.amir, SAY_NO);
	answer(task, ida, SAY_NO);
	answer(task, bent, SAY_NO);
	assert_int_equal(left("task_nobody", world.bakery.contact), 0);
	answer(task, nour, SAY_NO);
	assert_int_equal(left("task_nobody", world.bakery.contact), 2);
}

static void nobody_is_asked_for_a_task_that_is_not_open(void **state)
{
	static const char *const states[] = { "waiting", "full", "over",
		"cancelled" };
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	change(SQL("UPDATE offer SET state = 'no'"), NO_BIND);
	for (size_t i = 0; i < COUNT(states); i++) {
		change(
		    SQL("UPDATE task SET state = $1"), BIND(TEXT(states[i])));
		ask(task);
		assert_int_equal(asked(task), 0);
	}
}

static void nobody_is_asked_without_a_rule_for_the_time(void **state)
{
	int64_t task;

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'answer_minutes'"), NO_BIND);
	task = post_on(THURSDAY, 1);
	assert_int_equal(asked(task), 0);
}

/* ---- several tasks ---- */

static struct task on(const char *day)
{
	struct task t = draft(day);
	int64_t id = 0;

	assert_int_equal(task_post(&c, &t, t.contact_id, &id), OK);
	t.id = id;
	return t;
}

static int64_t questions(int64_t citizen)
{
	return one(SQL("SELECT count(*) FROM offer WHERE citizen_id = $1"
		       " AND state = 'asked'"),
	    BIND(INT(citizen)));
}

static void nobody_gets_two_questions_of_a_wave(void **state)
{
	struct task first = on(THURSDAY), second = on("2026-03-10");

	(void)state;
	assert_int_equal(wave_run(&c), 2);
	assert_int_equal(asked(first.id), 1);
	assert_int_equal(asked(second.id), 1);
	assert_int_equal(questions(world.amir), 1);
	assert_int_equal(questions(ida), 1);
	assert_int_equal(wave_run(&c), 0);
}

static void who_is_to_be_had_later_is_asked_later(void **state)
{
	struct task first, second;

	(void)state;
	change(SQL("UPDATE citizen SET released_at = NULL"
		   " WHERE person_id <> $1"),
	    BIND(INT(world.amir)));
	first = on(THURSDAY);
	second = on("2026-03-10");
	wave_run(&c);
	assert_int_equal(asked(first.id), 1);
	assert_int_equal(asked(second.id), 0);
	/* There is somebody, so nobody is told that there is not. */
	assert_int_equal(left("task_nobody", world.bakery.contact), 0);
	at("2026-03-02T09:29");
	assert_int_equal(wave_run(&c), 0);
	at("2026-03-02T09:30");
	assert_int_equal(wave_run(&c), 1);
	assert_int_equal(asked(second.id), 1);
}

static void the_tasks_of_a_night_are_shared_in_the_morning(void **state)
{
	struct task first, second;

	(void)state;
	at("2026-03-02T21:00");
	first = on(THURSDAY);
	wave_run(&c);
	second = on("2026-03-10");
	wave_run(&c);
	assert_int_equal(questions(world.amir), 0);
	assert_int_equal(one(SQL("SELECT min(wave_at) FROM task"), NO_BIND),
	    instant("2026-03-03T08:00"));
	at("2026-03-03T08:00");
	assert_int_equal(wave_run(&c), 2);
	assert_int_equal(asked(first.id), 1);
	assert_int_equal(asked(second.id), 1);
	assert_int_equal(questions(world.amir), 1);
}

static void within_a_day_two_more_are_asked(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	change(SQL("UPDATE offer SET answer_by = $1"),
	    BIND(INT(instant("2026-03-05T07:00"))));
	at("2026-03-04T08:59");
	assert_int_equal(wave_run(&c), 0);
	at("2026-03-04T09:00");
	assert_int_equal(wave_run(&c), 1);
	assert_int_equal(asked(task), 3);
}

/* ---- another time ---- */

static void who_said_no_is_asked_again_only_at_another_time(void **state)
{
	int64_t task = post_on(THURSDAY, 4), from = instant("2026-03-06T10:00");

	(void)state;
	answer(task, world.amir, SAY_NO);
	ask(task);
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_int_equal(task_move(&c, task, from, from + 2 * HOUR), OK);
	assert_string_equal(offer_state(task, ida), "withdrawn");
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(left("offer", world.amir), 2);
	/* The old questions are not sent any more. */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'offer' AND state = 'queued'"),
			     NO_BIND),
	    4);
	answer(task, world.amir, SAY_NO);
	ask(task);
	assert_string_equal(offer_state(task, world.amir), "no");
}

static bool put(int64_t task, int64_t citizen)
{
	struct match_task t;
	bool put;

	assert_true(match_task_load(&c, task, &t));
	db_begin(&c);
	put = offer_put(&c, &t, citizen, c.now + HOUR);
	assert_int_equal(db_commit(&c), OK);
	return put;
}

/* Whatever an index may think of them. */
static void nobody_is_put_what_they_have_answered(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_false(put(task, world.amir));
	answer(task, world.amir, SAY_NO);
	assert_false(put(task, world.amir));
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_true(put(task, nour));
}

static void a_task_that_is_moved_is_told_of_anew(void **state)
{
	int64_t task, from = instant("2026-03-06T10:00");

	(void)state;
	change(SQL("UPDATE citizen SET released_at = NULL"), NO_BIND);
	task = post_on(THURSDAY, 1);
	ask(task);
	assert_int_equal(left("task_nobody", world.bakery.contact), 2);
	assert_int_equal(task_move(&c, task, from, from + 2 * HOUR), OK);
	wave_run(&c);
	assert_int_equal(left("task_nobody", world.bakery.contact), 4);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(as_many_are_asked_as_there_are_places),
		TEST(three_a_place_are_asked_within_a_day),
		TEST(a_minute_more_than_a_day_is_not_soon),
		TEST(an_answer_is_waited_for_two_office_hours),
		TEST(nobody_is_asked_at_night),
		TEST(an_answer_is_due_an_hour_before_it_begins),
		TEST(nobody_is_asked_when_it_begins_within_the_hour),
		TEST(the_employer_is_told_when_nobody_is_left),
		TEST(who_heard_that_there_is_nobody_hears_nothing_at_night),
		TEST(nobody_is_nobody_only_when_no_question_is_out),
		TEST(nobody_is_asked_for_a_task_that_is_not_open),
		TEST(nobody_is_asked_without_a_rule_for_the_time),
		TEST(nobody_gets_two_questions_of_a_wave),
		TEST(who_is_to_be_had_later_is_asked_later),
		TEST(the_tasks_of_a_night_are_shared_in_the_morning),
		TEST(within_a_day_two_more_are_asked),
		TEST(who_said_no_is_asked_again_only_at_another_time),
		TEST(nobody_is_put_what_they_have_answered),
		TEST(a_task_that_is_moved_is_told_of_anew),
	};

	return cmocka_run_group_tests_name("wave", tests, NULL, NULL);
}
