/* Yes: who wins, who is told the truth, and what is for a person. */
#include "four.h"

#include <pthread.h>

#include "attention.h"
#include "wave.h"

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
	assert_int_equal(left("waiting", world.amir), 1);
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
	wave_run(&c);
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

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests_name("offer_yes", tests, NULL, NULL);
}
