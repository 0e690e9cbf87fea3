/* Cancelling again and again, twice, in the moment of a yes, and one place. */
#include "call_off.h"

#include <pthread.h>

#include "base/arena.h"

#include "attention.h"
#include "municipality.h"
#include "reminder.h"
#include "retention.h"
#include "wave.h"

/* ---- again ---- */

static void a_late_task(const char *day)
{
	int64_t task = post_on(day, 1);

	answer(task,
	    one(SQL("SELECT citizen_id FROM offer WHERE task_id = $1"
		    " AND state = 'asked'"),
		BIND(INT(task))),
	    SAY_YES);
	at(mem_printf(&c, "%sT08:00", day));
	assert_int_equal(cancel(task, LATE_ORE), OK);
}

static void the_second_late_one_is_for_a_person(void **state)
{
	(void)state;
	a_late_task("2026-03-05");
	assert_int_equal(waiting(ATTENTION_CANCELS), 0);
	at("2026-04-01T09:00");
	a_late_task("2026-04-07");
	assert_int_equal(waiting(ATTENTION_CANCELS), 1);
	assert_int_equal(
	    one(SQL("SELECT about_id FROM attention WHERE kind = $1"
		    " AND person_id = $2"),
		BIND(TEXT(ATTENTION_CANCELS), INT(world.bakery.contact))),
	    world.bakery.employer);
}

static void after_half_a_year_it_is_the_first_again(void **state)
{
	(void)state;
	a_late_task("2026-03-05");
	change(SQL("UPDATE cancel SET cancelled_at = cancelled_at - $1"),
	    BIND(INT(183 * DAY)));
	at("2026-03-06T09:00");
	a_late_task("2026-03-12");
	assert_int_equal(waiting(ATTENTION_CANCELS), 0);
}

/* ---- twice, too late, at the same moment ---- */

static void pressed_twice_it_is_done_once(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(cancel(task, 0), OK);
	assert_int_equal(cancel(task, 0), ERR_CONFLICT);
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM cancel"), NO_BIND), 1);
	assert_int_equal(cancel(12345, 0), ERR_NOT_FOUND);
}

static void what_has_begun_is_not_cancelled(void **state)
{
	int64_t task = post_on(THURSDAY, 1), engagement;

	(void)state;
	answer(task, world.amir, SAY_YES);
	engagement = engagement_for(task, world.amir);
	at(THURSDAY "T09:00");
	assert_int_equal(cancel(task, LATE_ORE), ERR_CONFLICT);
	assert_int_equal(engagement_for(task, world.amir), engagement);
	c.now--;
	assert_int_equal(cancel(task, LATE_ORE), OK);
}

static void a_reason_is_one_of_the_list(void **state)
{
	const struct cancel why = {
		.reason = "derfor", .words = "", .by = world.bakery.contact
	};
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	assert_int_equal(cancel_task(&c, task, &why), ERR_INVALID);
	assert_string_equal(task_state(task), "open");
}

static void a_task_that_waits_for_a_call_is_cancelled_too(void **state)
{
	struct firm firm = add_firm("Ny", false);
	struct task t = draft(THURSDAY);
	int64_t task;

	(void)state;
	t.employer_id = firm.employer;
	t.workplace_id = firm.place;
	t.contact_id = firm.contact;
	task = post(&t);
	assert_string_equal(task_state(task), "waiting");
	assert_int_equal(cancel(task, 0), OK);
	assert_int_equal(task_open(&c, task), ERR_CONFLICT);
}

/* Whatever comes first, nobody comes to what is cancelled without knowing. */
static void assert_nobody_is_left(int64_t task, int64_t citizen, bool won)
{
	assert_string_equal(task_state(task), "cancelled");
	assert_int_equal(engagement_for(task, citizen), 0);
	assert_int_equal(taken(task), 0);
	assert_int_equal(left("cancelled", citizen), won ? 1 : 0);
	assert_int_equal(left("late", citizen), won ? 0 : 1);
}

struct racer {
	pthread_t thread;
	pthread_barrier_t *gate;
	int64_t task, offer;
	enum offer_result result;
	enum err err;
};

static void race(struct racer *r, bool cancels)
{
	const struct cancel why = {
		.reason = "vejr", .words = "", .by = world.bakery.contact
	};
	struct ctx mine = { .mem = arena_new(), .now = c.now };

	mine.db = db_join(store, mine.mem);
	pthread_barrier_wait(r->gate);
	r->err = cancels ? cancel_task(&mine, r->task, &why)
			 : offer_answer(&mine, r->offer, SAY_YES, &r->result);
	db_leave(mine.db);
	arena_free(mine.mem);
}

static void *race_cancels(void *r)
{
	race(r, true);
	return NULL;
}

static void *race_says_yes(void *r)
{
	race(r, false);
	return NULL;
}

static void a_yes_in_the_same_moment_is_before_or_after(void **state)
{
	(void)state;
	for (int round = 0; round < 8; round++) {
		int64_t task = post_on(THURSDAY, 1),
			offer = offer_to(task, world.amir);
		pthread_barrier_t gate;
		struct racer racers[2] = {
			{ .gate = &gate, .task = task, .offer = offer },
			{ .gate = &gate, .task = task, .offer = offer },
		};

		assert_int_not_equal(offer, 0);
		next();
		pthread_barrier_init(&gate, NULL, 2);
		pthread_create(
		    &racers[0].thread, NULL, race_cancels, &racers[0]);
		pthread_create(
		    &racers[1].thread, NULL, race_says_yes, &racers[1]);
		for (int i = 0; i < 2; i++)
			pthread_join(racers[i].thread, NULL);
		pthread_barrier_destroy(&gate);
		next();
		assert_int_equal(racers[0].err, OK);
		assert_int_equal(racers[1].err, OK);
		assert_nobody_is_left(
		    task, world.amir, racers[1].result == OFFER_WON);
		change(SQL("DELETE FROM outbox"), NO_BIND);
		change(SQL("DELETE FROM cancel"), NO_BIND);
		change(SQL("DELETE FROM engagement"), NO_BIND);
		change(SQL("DELETE FROM offer"), NO_BIND);
	}
}

/* ---- one place ---- */

static void one_place_less(void **state)
{
	int64_t task = post_on(THURSDAY, 3), engagement;

	(void)state;
	answer(task, world.amir, SAY_YES);
	answer(task, ida, SAY_YES);
	engagement = engagement_for(task, ida);
	assert_int_equal(cancel_one(engagement, 0), OK);
	assert_int_equal(left("cancelled", ida), 1);
	assert_int_equal(left("cancelled", world.amir), 0);
	assert_int_equal(taken(task), 1);
	assert_string_equal(task_state(task), "open");
	assert_int_equal(
	    one(SQL("SELECT places FROM task WHERE id = $1"), BIND(INT(task))),
	    2);
	assert_int_not_equal(engagement_for(task, world.amir), 0);
	assert_int_equal(cancel_one(engagement, 0), ERR_CONFLICT);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_LATE);
	assert_int_equal(cancel_one(12345, 0), ERR_NOT_FOUND);
}

static void a_full_task_stays_full_with_a_place_less(void **state)
{
	int64_t task = post_on(TOMORROW, 2), others;

	(void)state;
	answer(task, world.amir, SAY_YES);
	answer(task, ida, SAY_YES);
	others = asked(task);
	c.now++;
	assert_int_equal(cancel_one(engagement_for(task, ida), 0), ERR_INVALID);
	assert_int_equal(cancel_one(engagement_for(task, ida), LATE_ORE), OK);
	assert_string_equal(task_state(task), "full");
	assert_int_equal(left("cancelled_paid", ida), 1);
	wave_run(&c);
	assert_int_equal(asked(task), others);
	/* The last one: it is the task that is cancelled. */
	assert_int_equal(cancel_one(engagement_for(task, world.amir), LATE_ORE),
	    ERR_CONFLICT);
	assert_int_equal(cancel(task, LATE_ORE), OK);
	/* Both are late ones of that firm. */
	assert_int_equal(waiting(ATTENTION_CANCELS), 1);
}

/* ---- later ---- */

static void whether_the_pay_came_is_asked_and_nothing_else(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	c.now++;
	assert_int_equal(cancel(task, LATE_ORE), OK);
	at("2026-03-02T15:30");
	for (int day = 0; day < 35; day++) {
		reminder_run(&c);
		c.now += DAY;
	}
	assert_int_equal(left("paid", world.amir), 1);
	assert_int_equal(left("tomorrow", world.amir), 0);
	assert_int_equal(left("coming", world.bakery.contact), 0);
	assert_int_equal(left("hours_missing", world.bakery.contact), 0);
}

static void it_is_forgotten_with_its_shift(void **state)
{
	int64_t task = post_on(THURSDAY, 2);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(cancel_one(engagement_for(task, world.amir), 0), OK);
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_KEEP_HOURS, c.now, 5, "test");
	assert_int_equal(db_commit(&c), OK);
	at("2031-03-06T02:00");
	assert_true(retention_erase(&c) > 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM cancel"), NO_BIND), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_second_late_one_is_for_a_person),
		TEST(after_half_a_year_it_is_the_first_again),
		TEST(pressed_twice_it_is_done_once),
		TEST(what_has_begun_is_not_cancelled),
		TEST(a_reason_is_one_of_the_list),
		TEST(a_task_that_waits_for_a_call_is_cancelled_too),
		TEST(a_yes_in_the_same_moment_is_before_or_after),
		TEST(one_place_less),
		TEST(a_full_task_stays_full_with_a_place_less),
		TEST(whether_the_pay_came_is_asked_and_nothing_else),
		TEST(it_is_forgotten_with_its_shift),
	};

	return cmocka_run_group_tests_name("cancel_again", tests, NULL, NULL);
}
