#include "fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "citizen.h"
#include "match.h"
#include "offer.h"

#define THURSDAY "2026-03-05"
#define TOMORROW "2026-03-03" /* 9 o'clock: 24 hours away */

static int64_t ida, bent, nour;

/* Amir, Ida, Bent and Nour: alike, so asked in that order. */
static int four_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	ida = add_citizen("Ida");
	bent = add_citizen("Bent");
	nour = add_citizen("Nour");
	return 0;
}

static enum offer_result answer(
    int64_t task, int64_t citizen, enum offer_say say)
{
	enum offer_result result = OFFER_LATE;

	assert_int_equal(
	    offer_answer(&c, offer_to(task, citizen), say, &result), OK);
	return result;
}

static void expire_at(const char *when)
{
	at(when);
	offer_expire(&c);
	next();
	c.now = instant(when);
}

static int64_t asked(int64_t task)
{
	return one(SQL("SELECT count(*) FROM offer WHERE task_id = $1"
		       " AND state = 'asked'"),
	    BIND(INT(task)));
}

static const char *task_state(int64_t task)
{
	return one_text(
	    SQL("SELECT state FROM task WHERE id = $1"), BIND(INT(task)));
}

static int64_t taken(int64_t task)
{
	return one(
	    SQL("SELECT taken FROM task WHERE id = $1"), BIND(INT(task)));
}

/* ---- whom it is put to ---- */

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
		db_begin(&c);
		assert_false(offer_ask(&c, task));
		assert_int_equal(db_commit(&c), OK);
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

/* ---- no, and no answer ---- */

static void after_a_no_the_next_is_asked(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_string_equal(offer_state(task, world.amir), "no");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(asked(task), 1);
	assert_int_equal(left("declined", world.amir), 1);
	/* Said again it is heard again, and asks nobody more. */
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_int_equal(asked(task), 1);
	assert_int_equal(left("declined", world.amir), 2);
}

static void a_no_is_replaced_by_one_and_no_more(void **state)
{
	int64_t task = post_on(THURSDAY, 2);

	(void)state;
	answer(task, world.amir, SAY_NO);
	assert_string_equal(offer_state(task, bent), "asked");
	assert_string_equal(offer_state(task, nour), "-");
	assert_int_equal(asked(task), 2);
}

static void a_question_that_was_answered_is_not_sent_any_more(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_NO);
	assert_string_equal(one_text(SQL("SELECT state FROM outbox"
					 " WHERE kind = 'offer'"
					 "   AND person_id = $1"),
				BIND(INT(world.amir))),
	    "cancelled");
}

static void the_next_is_asked_when_no_answer_came(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	expire_at("2026-03-02T10:59");
	assert_string_equal(offer_state(task, world.amir), "asked");
	expire_at("2026-03-02T11:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(asked(task), 1);
	/* Nothing is said of it: no answer was owed. */
	assert_int_equal(left("late", world.amir), 0);
}

/* The whole table of whom each task may be put to, and at what cost. */
static const char *all_matches(const int64_t *task, size_t tasks)
{
	const int64_t who[] = { world.amir, ida, bent, nour };
	const char *all = "";

	for (size_t i = 0; i < tasks; i++) {
		size_t count;
		const struct match *m = match_find(
		    &c, task[i], MATCH_MOST, &count);

		for (size_t k = 0; k < COUNT(who); k++)
			all = mem_printf(
			    &c, "%s %u", all, match_check(&c, task[i], who[k]));
		for (size_t k = 0; k < count; k++)
			all = mem_printf(&c, "%s %" PRId64, all, m[k].cost);
	}
	return all;
}

/* Property: whatever has been asked, turning silence into a NO changes no rule
 * and no cost of anybody (P3). */
static void a_no_costs_nobody_anything(void **state)
{
	int64_t task[8];

	(void)state;
	srand(7);
	change(SQL("UPDATE rule SET value = 9 WHERE name = 'offers_week'"),
	    NO_BIND);
	for (size_t i = 0; i < COUNT(task); i++)
		task[i] = post_on(
		    mem_printf(&c, "2026-03-%02zu", 9 + i % 5 + i / 5 * 7),
		    1 + rand() % 3);
	change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
	for (int round = 0; round < 30; round++) {
		const char *silent;
		int64_t no = rand() % 1000;

		next();
		change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
		silent = all_matches(task, COUNT(task));
		change(SQL("UPDATE offer SET state = 'no'"
			   " WHERE (number * 613 + cost * 7 + citizen_id"
			   "        + $1) % 3 > 0"),
		    BIND(INT(no)));
		assert_int_not_equal(one(SQL("SELECT count(*) FROM offer"
					     " WHERE state = 'no'"),
					 NO_BIND),
		    0);
		assert_string_equal(all_matches(task, COUNT(task)), silent);
	}
}

static void a_no_only_frees_the_one_who_says_it(void **state)
{
	int64_t task = post_on(THURSDAY, 4), other;
	struct task t = draft("2026-03-12");
	int64_t before, after;

	(void)state;
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	other = post(&t);
	before = match_find(&c, other, 1, &(size_t) { 0 })[0].cost;
	answer(task, world.amir, SAY_NO);
	after = match_find(&c, other, 1, &(size_t) { 0 })[0].cost;
	assert_int_equal(before, after);
	assert_int_equal(match_check(&c, other, world.amir), 0);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_ASKED);
}

/* ---- yes ---- */

static void a_yes_wins_and_everybody_is_told(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_string_equal(task_state(task), "full");
	assert_int_equal(taken(task), 1);
	assert_int_not_equal(engagement_for(task, world.amir), 0);
	assert_int_equal(left("won", world.amir), 1);
	assert_int_equal(left("accepted", world.bakery.contact), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM course"
				 " WHERE citizen_id = $1 AND owner_id = $2"),
			     BIND(INT(world.amir), INT(world.mentor))),
	    1);
}

static void a_yes_said_twice_stays_one(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_ALREADY);
	assert_int_equal(taken(task), 1);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement"), NO_BIND), 1);
	assert_int_equal(left("already", world.amir), 1);
	assert_int_equal(left("won", world.amir), 1);
}

static void of_two_who_say_yes_the_first_wins(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_TAKEN);
	assert_string_equal(offer_state(task, world.amir), "taken");
	assert_int_equal(left("taken", world.amir), 1);
	assert_int_equal(left("won", world.amir), 0);
	assert_int_equal(engagement_for(task, world.amir), 0);
	/* The truth stays the truth. */
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_TAKEN);
	assert_int_equal(taken(task), 1);
}

struct presser {
	pthread_t thread;
	int64_t offer;
	enum err err;
	enum offer_result result;
};

static void *press(void *arg)
{
	struct presser *p = arg;
	struct ctx own = { .mem = arena_new(), .now = c.now };

	own.db = db_join(store, own.mem);
	p->err = offer_answer(&own, p->offer, SAY_YES, &p->result);
	db_leave(own.db);
	arena_free(own.mem);
	return NULL;
}

static void of_thirty_at_once_exactly_two_win_two_places(void **state)
{
	struct presser p[30];
	struct task t = draft(TOMORROW);
	int won = 0, told = 0;
	int64_t task;

	(void)state;
	for (int i = 0; i < 30; i++)
		add_citizen("Kim");
	t.places = 10;
	task = post(&t);
	assert_int_equal(asked(task), 30);
	change(SQL("UPDATE task SET places = 2"), NO_BIND);
	for (int i = 0; i < 30; i++)
		p[i].offer = one(SQL("SELECT id FROM offer ORDER BY id"
				     " LIMIT 1 OFFSET $1"),
		    BIND(INT(i)));
	next();
	for (int i = 0; i < 30; i++)
		assert_int_equal(
		    pthread_create(&p[i].thread, NULL, press, &p[i]), 0);
	for (int i = 0; i < 30; i++) {
		pthread_join(p[i].thread, NULL);
		assert_int_equal(p[i].err, OK);
		won += p[i].result == OFFER_WON;
		told += p[i].result == OFFER_TAKEN;
	}
	assert_int_equal(won, 2);
	assert_int_equal(told, 28);
	assert_int_equal(taken(task), 2);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM engagement"), NO_BIND), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'won'"),
			     NO_BIND),
	    2);
}

static void a_yes_after_the_time_wins_what_is_still_free(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	expire_at("2026-03-02T11:00");
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	/* Ida was asked meanwhile, and is told the truth. */
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_TAKEN);
}

static void a_yes_after_the_time_is_late_when_it_is_gone(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	expire_at("2026-03-02T11:00");
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_LATE);
	assert_int_equal(left("late", world.amir), 1);
	assert_int_equal(left("taken", world.amir), 0);
}

static void a_yes_is_late_once_it_has_begun(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	expire_at(THURSDAY "T09:00");
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_LATE);
	assert_int_equal(taken(task), 0);
}

static void a_yes_after_a_no_wins_what_is_still_free(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_NO);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_string_equal(offer_state(task, world.amir), "won");
}

static void what_was_taken_back_cannot_be_won(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	db_begin(&c);
	offer_withdraw(&c, offer_to(task, world.amir));
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_LATE);
	assert_int_equal(taken(task), 0);
}

static void withdrawing_what_is_decided_changes_nothing(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	db_begin(&c);
	offer_withdraw(&c, offer_to(task, world.amir));
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_int_equal(asked(task), 0);
}

static void an_offer_that_is_none_is_not_found(void **state)
{
	enum offer_result result;

	(void)state;
	assert_int_equal(
	    offer_answer(&c, 12345, SAY_YES, &result), ERR_NOT_FOUND);
	assert_false(db_failed(&c));
}

/* Amir was asked for both before he answered either. */
static void a_yes_to_two_at_a_time_is_for_a_person(void **state)
{
	struct task t = draft(THURSDAY);
	int64_t first = post(&t), second;

	(void)state;
	t.starts_at += HOUR;
	t.ends_at += HOUR;
	t.places = 4;
	second = post(&t);
	assert_int_equal(answer(first, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(answer(second, world.amir, SAY_YES), OFFER_CLASH);
	assert_string_equal(offer_state(second, world.amir), "held");
	assert_int_equal(left("clash", world.amir), 1);
	assert_int_equal(left("held", world.amir), 0);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(taken(second), 0);
}

static void a_late_yes_to_two_at_a_time_is_late(void **state)
{
	struct task t = draft(THURSDAY);
	int64_t first = post(&t), second;

	(void)state;
	t.places = 4;
	second = post(&t);
	assert_int_equal(answer(first, world.amir, SAY_YES), OFFER_WON);
	answer(second, world.amir, SAY_NO);
	assert_int_equal(answer(second, world.amir, SAY_YES), OFFER_LATE);
	assert_string_equal(offer_state(second, world.amir), "no");
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void a_missing_rule_is_no_clash(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'offers_open'"), NO_BIND);
	/* "Du har allerede en aftale" would not be true: somebody rings. */
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_HELD);
	assert_int_equal(left("clash", world.amir), 0);
	assert_int_equal(left("held", world.amir), 1);
	assert_int_equal(taken(task), 0);
}

/* Offered and agreed hours never pass the ceiling. */
static void no_yes_takes_anybody_past_their_ceiling(void **state)
{
	int64_t first = post_on(THURSDAY, 1), second;

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 300"), NO_BIND);
	expire_at("2026-03-02T11:00");
	change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
	second = post_on("2026-03-06", 4);
	assert_int_equal(answer(second, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(answer(first, world.amir, SAY_YES), OFFER_LATE);
	assert_int_equal(
	    one(SQL("SELECT sum((s.ends_at - s.starts_at) / 60)"
		    " FROM engagement e JOIN shift s ON s.id = e.shift_id"
		    " WHERE e.citizen_id = $1 AND e.state = 'agreed'"),
		BIND(INT(world.amir))),
	    180);
}

/* It was lowered while the question was out. */
static void a_yes_past_the_ceiling_is_for_a_person(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 120"), NO_BIND);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_HELD);
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(taken(task), 0);
}

/* ---- ring ---- */

static void ring_holds_the_place_against_anothers_yes(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	assert_int_equal(answer(task, world.amir, SAY_CALL), OFFER_HELD);
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_int_equal(left("held", world.amir), 1);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_TAKEN);
	assert_int_equal(taken(task), 0);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void ring_holds_no_more_than_one_place(void **state)
{
	int64_t task = post_on(TOMORROW, 2);

	(void)state;
	answer(task, world.amir, SAY_CALL);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
	assert_int_equal(answer(task, bent, SAY_YES), OFFER_TAKEN);
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_DECLINED);
	assert_int_equal(answer(task, bent, SAY_YES), OFFER_WON);
	assert_string_equal(task_state(task), "full");
}

static void a_place_is_held_until_three_on_the_next_working_day(void **state)
{
	int64_t task, friday;
	struct offer o;

	(void)state;
	at("2026-03-06T14:00"); /* a Friday */
	task = post_on("2026-03-12", 1);
	answer(task, world.amir, SAY_CALL);
	assert_true(offer_load(&c, offer_to(task, world.amir), &o));
	assert_int_equal(o.answer_by, instant("2026-03-09T15:00"));
	friday = post_on("2026-03-09", 1); /* it begins at 9 */
	assert_int_not_equal(offer_to(friday, ida), 0);
	answer(friday, ida, SAY_CALL);
	assert_true(offer_load(&c, offer_to(friday, ida), &o));
	assert_int_equal(o.answer_by, instant("2026-03-09T09:00"));
}

static void a_hold_lapses_and_the_next_is_asked(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_CALL);
	expire_at("2026-03-03T14:59");
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_string_equal(offer_state(task, ida), "-");
	expire_at("2026-03-03T15:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_string_equal(offer_state(task, ida), "asked");
}

static void ring_about_what_is_over_is_still_a_call(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, ida, SAY_YES);
	answer(task, world.amir, SAY_YES);
	answer(task, world.amir, SAY_CALL);
	assert_string_equal(offer_state(task, world.amir), "taken");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(left("call", world.amir), 1);
}

/* ---- afbud ---- */

static void give_up(int64_t task, int64_t citizen)
{
	assert_int_equal(
	    engagement_give_up(&c, engagement_for(task, citizen)), OK);
}

static void an_afbud_frees_the_place_and_asks_the_next(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_string_equal(offer_state(task, world.amir), "given_up");
	assert_string_equal(task_state(task), "open");
	assert_int_equal(taken(task), 0);
	assert_string_equal(offer_state(task, ida), "asked");
	assert_int_equal(left("afbud", world.amir), 1);
	assert_int_equal(left("place_free", world.bakery.contact), 2);
	assert_int_equal(waiting(ATTENTION_AFBUD), 0);
	/* Neither is told any more that somebody comes. */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind IN ('won', 'accepted')"
				 "   AND state = 'queued'"),
			     NO_BIND),
	    0);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_WON);
}

static void a_no_to_what_is_theirs_is_an_afbud(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(answer(task, world.amir, SAY_NO), OFFER_GIVEN_UP);
	assert_int_equal(taken(task), 0);
	assert_int_equal(left("afbud", world.amir), 1);
	assert_int_equal(left("declined", world.amir), 0);
}

static void an_afbud_within_a_day_is_for_a_person_too(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
	assert_int_equal(left("place_free", world.bakery.contact), 2);
}

static void an_afbud_within_two_hours_asks_nobody_more(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	at(THURSDAY "T07:00");
	give_up(task, world.amir);
	assert_int_equal(asked(task), 0);
	assert_int_equal(left("place_lost", world.bakery.contact), 2);
	assert_int_equal(left("place_free", world.bakery.contact), 0);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
}

static void an_afbud_after_it_began_is_a_conflict(void **state)
{
	int64_t task = post_on(THURSDAY, 1), engagement;

	(void)state;
	answer(task, world.amir, SAY_YES);
	engagement = engagement_for(task, world.amir);
	at(THURSDAY "T09:00");
	assert_int_equal(engagement_give_up(&c, engagement), ERR_CONFLICT);
	assert_int_equal(taken(task), 1);
	at("2026-03-04T09:00");
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	assert_int_equal(engagement_give_up(&c, engagement), ERR_CONFLICT);
	assert_int_equal(taken(task), 0);
	assert_int_equal(engagement_give_up(&c, 12345), ERR_CONFLICT);
}

static void who_gave_up_may_come_after_all(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	give_up(task, world.amir);
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_WON);
	assert_int_equal(taken(task), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE state = 'agreed'"),
			     NO_BIND),
	    1);
}

static void afbud_of_one_of_several_leaves_the_others(void **state)
{
	int64_t task = post_on(THURSDAY, 3);
	size_t count;

	(void)state;
	answer(task, world.amir, SAY_YES);
	answer(task, ida, SAY_YES);
	give_up(task, ida);
	engagement_of_task(&c, task, &count);
	assert_int_equal(count, 1);
	assert_int_equal(taken(task), 1);
	assert_int_equal(asked(task), 2); /* Bent, and Nour for Ida */
}

/* ---- numbers, lists ---- */

static void short_numbers_go_round_from_2_to_99(void **state)
{
	int64_t expected = OFFER_NUMBER_LEAST;

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct offer o;
		int64_t task = post_on("2026-03-19", 1);

		assert_true(offer_load(&c, offer_to(task, world.amir), &o));
		assert_int_equal(o.number, expected);
		expected = expected == OFFER_NUMBER_MOST ? OFFER_NUMBER_LEAST
							 : expected + 1;
		/* Out of the way of the next one. */
		change(SQL("UPDATE offer SET state = 'no', asked_at = $1"),
		    BIND(INT(c.now - 30 * DAY)));
		next();
	}
}

static void a_number_means_the_newest_for_fourteen_days(void **state)
{
	int64_t first = post_on(THURSDAY, 1), second;
	struct offer o;

	(void)state;
	second = post_on("2026-03-12", 4);
	change(SQL("UPDATE offer SET number = 7"), NO_BIND);
	assert_true(offer_by_number(&c, world.amir, 7, &o));
	assert_int_equal(o.id, offer_to(second, world.amir));
	assert_false(offer_by_number(&c, world.amir, 8, &o));
	assert_false(offer_by_number(&c, world.mentor, 7, &o));
	change(SQL("UPDATE offer SET asked_at = $1 WHERE task_id = $2"),
	    BIND(INT(c.now - 14 * DAY), INT(second)));
	assert_true(offer_by_number(&c, world.amir, 7, &o));
	assert_int_equal(o.id, offer_to(first, world.amir));
	change(
	    SQL("UPDATE offer SET asked_at = $1"), BIND(INT(c.now - 14 * DAY)));
	assert_false(offer_by_number(&c, world.amir, 7, &o));
}

static void open_offers_are_the_asked_and_held_newest_first(void **state)
{
	int64_t first = post_on(THURSDAY, 4), second = post_on("2026-03-12", 4);
	const struct offer *open;
	size_t count;

	(void)state;
	answer(first, world.amir, SAY_CALL);
	open = offer_open(&c, world.amir, &count);
	assert_int_equal(count, 2);
	assert_int_equal(open[0].id, offer_to(second, world.amir));
	assert_int_equal(open[1].id, offer_to(first, world.amir));
	answer(first, world.amir, SAY_NO);
	offer_open(&c, world.amir, &count);
	assert_int_equal(count, 1);
}

static void what_comes_is_what_is_agreed_and_not_begun(void **state)
{
	int64_t first = post_on("2026-03-12", 4), second = post_on(THURSDAY, 4);
	const struct engagement *coming;
	size_t count;

	(void)state;
	answer(first, world.amir, SAY_YES);
	answer(second, world.amir, SAY_YES);
	coming = engagement_coming(&c, world.amir, &count);
	assert_int_equal(count, 2);
	assert_int_equal(coming[0].task_id, second);
	at(THURSDAY "T09:00");
	coming = engagement_coming(&c, world.amir, &count);
	assert_int_equal(count, 1);
	assert_int_equal(coming[0].task_id, first);
}

/* Property: whatever everybody says in whatever order, taken is the number of
 * who comes, never more than there are places, and full says whether any is
 * left. */
static void places_are_never_given_twice(void **state)
{
	const int64_t who[] = { world.amir, ida, bent, nour };

	(void)state;
	srand(11);
	for (int round = 0; round < 12; round++) {
		int64_t places = 1 + rand() % 2;
		int64_t task = post_on("2026-03-19", places);

		for (int step = 0; step < 25; step++) {
			int64_t offer = offer_to(task, who[rand() % 4]);
			enum offer_result result;
			int64_t agreed;

			if (rand() % 8 == 0) {
				c.now += 7 * HOUR;
				offer_expire(&c);
			} else if (offer != 0) {
				assert_int_equal(
				    offer_answer(&c, offer,
					(enum offer_say)(rand() % 3), &result),
				    OK);
			}
			agreed = one(SQL("SELECT count(*) FROM engagement"
					 " WHERE task_id = $1"
					 "   AND state = 'agreed'"),
			    BIND(INT(task)));
			assert_int_equal(taken(task), agreed);
			assert_in_range(agreed, 0, places);
			assert_int_equal(strcmp(task_state(task), "full") == 0,
			    agreed == places);
		}
		change(
		    SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
		change(SQL("UPDATE offer SET state = 'no', asked_at = 0"),
		    NO_BIND);
		at("2026-03-02T09:00");
	}
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
		TEST(nobody_is_nobody_only_when_no_question_is_out),
		TEST(nobody_is_asked_for_a_task_that_is_not_open),
		TEST(nobody_is_asked_without_a_rule_for_the_time),
		TEST(after_a_no_the_next_is_asked),
		TEST(a_no_is_replaced_by_one_and_no_more),
		TEST(a_question_that_was_answered_is_not_sent_any_more),
		TEST(the_next_is_asked_when_no_answer_came),
		TEST(a_no_costs_nobody_anything),
		TEST(a_no_only_frees_the_one_who_says_it),
		TEST(a_yes_wins_and_everybody_is_told),
		TEST(a_yes_said_twice_stays_one),
		TEST(of_two_who_say_yes_the_first_wins),
		TEST(of_thirty_at_once_exactly_two_win_two_places),
		TEST(a_yes_after_the_time_wins_what_is_still_free),
		TEST(a_yes_after_the_time_is_late_when_it_is_gone),
		TEST(a_yes_is_late_once_it_has_begun),
		TEST(a_yes_after_a_no_wins_what_is_still_free),
		TEST(what_was_taken_back_cannot_be_won),
		TEST(withdrawing_what_is_decided_changes_nothing),
		TEST(an_offer_that_is_none_is_not_found),
		TEST(a_yes_to_two_at_a_time_is_for_a_person),
		TEST(a_late_yes_to_two_at_a_time_is_late),
		TEST(a_missing_rule_is_no_clash),
		TEST(no_yes_takes_anybody_past_their_ceiling),
		TEST(a_yes_past_the_ceiling_is_for_a_person),
		TEST(ring_holds_the_place_against_anothers_yes),
		TEST(ring_holds_no_more_than_one_place),
		TEST(a_place_is_held_until_three_on_the_next_working_day),
		TEST(a_hold_lapses_and_the_next_is_asked),
		TEST(ring_about_what_is_over_is_still_a_call),
		TEST(an_afbud_frees_the_place_and_asks_the_next),
		TEST(a_no_to_what_is_theirs_is_an_afbud),
		TEST(an_afbud_within_a_day_is_for_a_person_too),
		TEST(an_afbud_within_two_hours_asks_nobody_more),
		TEST(an_afbud_after_it_began_is_a_conflict),
		TEST(who_gave_up_may_come_after_all),
		TEST(afbud_of_one_of_several_leaves_the_others),
		TEST(short_numbers_go_round_from_2_to_99),
		TEST(a_number_means_the_newest_for_fourteen_days),
		TEST(open_offers_are_the_asked_and_held_newest_first),
		TEST(what_comes_is_what_is_agreed_and_not_begun),
		TEST(places_are_never_given_twice),
	};

	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
