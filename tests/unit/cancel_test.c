/* A workplace cancels a task: what it costs, and who hears of it when. */
#include "call_off.h"

#include "attention.h"
#include "hours.h"
#include "municipality.h"
#include "notice.h"
#include "payroll.h"
#include "sheet.h"
#include "wave.h"

static int64_t open_steps(void)
{
	return one(SQL("SELECT count(*) FROM followup WHERE done_at IS NULL"),
	    NO_BIND);
}

static int64_t queued(const char *kind)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE kind = $1"
		       " AND state = 'queued'"),
	    BIND(TEXT(kind)));
}

/* Until when the message of that kind waits. */
static int64_t goes_at(const char *kind)
{
	return one(SQL("SELECT not_before FROM outbox WHERE kind = $1"),
	    BIND(TEXT(kind)));
}

/* ---- in time ---- */

static void who_had_agreed_is_told_and_nothing_goes_on(void **state)
{
	int64_t task = post_on(THURSDAY, 2), engagement;

	(void)state;
	answer(task, world.amir, SAY_YES);
	engagement = engagement_for(task, world.amir);
	assert_int_equal(cancel(task, 0), OK);
	assert_string_equal(task_state(task), "cancelled");
	assert_int_equal(taken(task), 0);
	assert_int_equal(engagement_for(task, world.amir), 0);
	assert_int_equal(left("cancelled", world.amir), 1);
	assert_int_equal(left("cancelled_paid", world.amir), 0);
	assert_int_equal(left("place_cancelled", world.bakery.contact), 1);
	assert_int_equal(waiting(ATTENTION_CANCELLED), 0);
	assert_int_equal(open_steps(), 0);
	assert_int_equal(queued("won") + queued("accepted"), 0);
	assert_int_equal(one(SQL("SELECT ended_at FROM engagement"
				 " WHERE id = $1 AND state = 'cancelled'"
				 "   AND hours = 'none'"),
			     BIND(INT(engagement))),
	    c.now);
	wave_run(&c);
	assert_int_equal(asked(task), 0);
}

static void what_reminds_of_it_is_taken_back(void **state)
{
	int64_t task = post_on(THURSDAY, 1), engagement;
	static const char *const kinds[] = { "tomorrow", "coming" };

	(void)state;
	answer(task, world.amir, SAY_YES);
	engagement = engagement_for(task, world.amir);
	at("2026-03-04T08:00");
	db_begin(&c);
	notice_tell(&c, "coming", world.bakery.contact, engagement);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct notice_to to = { .kind = kinds[i],
			.person = world.amir,
			.about = engagement,
			.key = "test",
			.expires_at = instant(THURSDAY "T09:00") };

		notice_leave(&c, &to);
	}
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(queued("tomorrow"), 1);
	assert_int_equal(cancel(task, 0), OK);
	assert_int_equal(queued("tomorrow") + queued("coming"), 0);
}

static void who_was_asked_hears_nothing_until_they_answer(void **state)
{
	int64_t task = post_on(THURSDAY, 2);

	(void)state;
	assert_string_equal(offer_state(task, ida), "asked");
	answer(task, world.amir, SAY_CALL);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(cancel(task, 0), OK);
	assert_string_equal(offer_state(task, ida), "withdrawn");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_equal(queued("offer"), 0);
	assert_int_equal(left("cancelled", ida), 0);
	/* A call that was promised is still made. */
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_LATE);
	assert_int_equal(left("late", ida), 1);
	assert_int_equal(answer(task, ida, SAY_NO), OFFER_DECLINED);
	assert_int_equal(engagement_for(task, ida), 0);
}

static void the_waiting_list_hears_nothing_and_nothing_false(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_TAKEN);
	assert_int_equal(left("waiting", ida), 1);
	assert_int_equal(cancel(task, 0), OK);
	assert_int_equal(left("cancelled", ida), 0);
	assert_int_equal(answer(task, ida, SAY_YES), OFFER_LATE);
	assert_int_equal(left("waiting", ida), 1);
	/* Nor is it theirs who had won it. */
	assert_int_equal(answer(task, world.amir, SAY_YES), OFFER_LATE);
	assert_int_equal(left("already", world.amir), 0);
}

static void a_task_that_nobody_took_costs_nothing_at_any_time(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	at(TOMORROW "T08:59");
	assert_int_equal(cancel(task, 0), OK);
	assert_string_equal(task_state(task), "cancelled");
	assert_int_equal(one(SQL("SELECT late FROM cancel"), NO_BIND), 0);
}

/* ---- late ---- */

static void late_is_inside_the_limit_to_the_minute(void **state)
{
	struct cancel_terms terms;
	int64_t task = post_on("2026-03-10", 1);
	struct task t;

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_true(task_load(&c, task, &t));
	c.now = instant("2026-03-09T09:00");
	assert_int_equal(cancel_task_terms(&c, &t, &terms), OK);
	assert_false(terms.late);
	assert_int_equal(terms.amount_ore, 0);
	c.now++;
	assert_int_equal(cancel_task_terms(&c, &t, &terms), OK);
	assert_true(terms.late);
	assert_int_equal(terms.people, 1);
	assert_int_equal(terms.hours, 24);
	assert_int_equal(terms.minutes, 180);
	assert_int_equal(terms.amount_ore, LATE_ORE);
}

static void a_late_one_pays_the_planned_hours(void **state)
{
	const struct payroll *list;
	int64_t task = post_on(TOMORROW, 2), engagement;
	struct hours h;
	size_t count;

	(void)state;
	answer(task, world.amir, SAY_YES);
	answer(task, ida, SAY_YES);
	engagement = engagement_for(task, world.amir);
	c.now++;
	assert_int_equal(cancel(task, 2 * LATE_ORE), OK);
	assert_int_equal(left("cancelled_paid", world.amir), 1);
	assert_int_equal(left("cancelled_paid", ida), 1);
	assert_int_equal(left("cancelled", ida), 0);
	assert_true(hours_load(&c, engagement, &h));
	assert_int_equal(h.minutes, 180);
	assert_int_equal(h.amount_ore, LATE_ORE);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM hours h"
		    " JOIN engagement e ON e.id = h.engagement_id"
		    " WHERE e.state = 'cancelled'"
		    "   AND e.hours = 'agreed' AND h.said_by = $1"),
		BIND(INT(world.bakery.contact))),
	    2);
	/* Both sides find them where all hours stand. */
	at("2026-03-04T09:00");
	list = payroll_list(&c, world.bakery.employer, instant("2026-03-01"),
	    instant("2026-04-01"), &count);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].state, PAYROLL_READY);
	assert_int_equal(list[0].amount_ore, LATE_ORE);
	sheet_rows(
	    &c, ida, instant("2026-03-01"), instant("2026-04-01"), &count);
	assert_int_equal(count, 1);
	/* Nobody asks how long it was, and they may still object. */
	hours_ask(&c);
	assert_int_equal(left("hours_ask", world.bakery.contact), 0);
	assert_int_equal(
	    hours_propose(&c, engagement, 60, "", 0), ERR_CONFLICT);
	assert_int_equal(hours_dispute(&c, engagement), OK);
}

static void what_it_costs_was_seen_before(void **state)
{
	int64_t task = post_on(TOMORROW, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	/* It was in time when they looked, and is not when they press. */
	c.now += 60;
	assert_int_equal(cancel(task, 0), ERR_INVALID);
	assert_string_equal(task_state(task), "full");
	assert_int_equal(left("cancelled_paid", world.amir), 0);
	assert_int_equal(cancel(task, LATE_ORE), OK);
}

static void one_in_time_is_for_nothing_and_not_counted(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	assert_int_equal(cancel(task, LATE_ORE), ERR_INVALID);
	assert_int_equal(cancel(task, 0), OK);
	at("2026-03-09T09:00");
	payroll_list(&c, world.bakery.employer, instant("2026-03-01"),
	    instant("2026-04-01"), &(size_t) { 0 });
	assert_int_equal(one(SQL("SELECT count(*) FROM hours"), NO_BIND), 0);
	assert_int_equal(one(SQL("SELECT late FROM cancel"), NO_BIND), 0);
}

static void without_a_rule_nothing_is_guessed(void **state)
{
	int64_t task = post_on(THURSDAY, 1), free = post_on("2026-03-06", 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	change(SQL("DELETE FROM rule WHERE name = $1"),
	    BIND(TEXT(RULE_CANCEL_HOURS)));
	assert_int_equal(cancel(task, 0), ERR_FORBIDDEN);
	assert_string_equal(task_state(task), "full");
	assert_int_equal(cancel(free, 0), OK);
}

/* ---- when it is told ---- */

static void far_off_it_waits_for_the_day(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	at("2026-03-04T20:59");
	assert_int_equal(cancel(task, LATE_ORE), OK);
	assert_int_equal(goes_at("cancelled_paid"), c.now);
	assert_int_equal(waiting(ATTENTION_CANCELLED), 0);
}

static void at_night_it_waits_for_the_morning_if_there_is_time(void **state)
{
	struct task t = draft(THURSDAY);
	int64_t task;

	(void)state;
	t.starts_at += 2 * HOUR;
	t.ends_at += 2 * HOUR;
	task = post(&t);
	answer(task, world.amir, SAY_YES);
	at("2026-03-04T23:00"); /* 12 hours before 11 */
	assert_int_equal(cancel(task, LATE_ORE), OK);
	assert_int_equal(goes_at("cancelled_paid"), instant(THURSDAY "T07:00"));
	assert_int_equal(waiting(ATTENTION_CANCELLED), 0);
}

static void near_it_goes_at_once_and_they_are_rung(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	at("2026-03-04T21:01");
	assert_int_equal(cancel(task, LATE_ORE), OK);
	assert_int_equal(goes_at("cancelled_paid"), c.now);
	assert_int_equal(waiting(ATTENTION_CANCELLED), 1);
	assert_int_equal(
	    one(SQL("SELECT expires_at FROM outbox WHERE kind = $1"),
		BIND(TEXT("cancelled_paid"))),
	    instant(THURSDAY "T09:00"));
}

static void who_said_stop_is_rung(void **state)
{
	int64_t task = post_on(THURSDAY, 1);

	(void)state;
	answer(task, world.amir, SAY_YES);
	change(SQL("UPDATE person SET sms = 'stop' WHERE id = $1"),
	    BIND(INT(world.amir)));
	assert_int_equal(cancel(task, 0), OK);
	assert_int_equal(left("cancelled", world.amir), 0);
	assert_int_equal(waiting(ATTENTION_CANCELLED), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_had_agreed_is_told_and_nothing_goes_on),
		TEST(what_reminds_of_it_is_taken_back),
		TEST(who_was_asked_hears_nothing_until_they_answer),
		TEST(the_waiting_list_hears_nothing_and_nothing_false),
		TEST(a_task_that_nobody_took_costs_nothing_at_any_time),
		TEST(late_is_inside_the_limit_to_the_minute),
		TEST(a_late_one_pays_the_planned_hours),
		TEST(what_it_costs_was_seen_before),
		TEST(one_in_time_is_for_nothing_and_not_counted),
		TEST(without_a_rule_nothing_is_guessed),
		TEST(far_off_it_waits_for_the_day),
		TEST(at_night_it_waits_for_the_morning_if_there_is_time),
		TEST(near_it_goes_at_once_and_they_are_rung),
		TEST(who_said_stop_is_rung),
	};

	return cmocka_run_group_tests_name("cancel", tests, NULL, NULL);
}
