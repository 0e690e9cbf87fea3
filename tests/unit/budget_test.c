/* The budget of messages: so many that may wait or be dropped in any seven
 * days, and everything else always goes (P16). */
#include "fixture.h"

#include <string.h>

#include "match.h"
#include "municipality.h"
#include "notice.h"
#include "wave.h"

#define MOST 6 /* of the world's rule */

static void set_most(int64_t most)
{
	change(SQL("UPDATE rule SET value = $1 WHERE name = 'messages_a_week'"),
	    BIND(INT(most)));
}

static bool leave(const char *kind, int64_t about)
{
	const struct notice_to to = { .kind = kind,
		.person = world.amir,
		.about = about,
		.expires_at = notice_find(kind)->keeps == 0 ? c.now + DAY : 0 };
	bool is_left;

	db_begin(&c);
	is_left = notice_leave(&c, &to);
	assert_int_equal(db_commit(&c), OK);
	return is_left;
}

static int64_t goes_at(int64_t about)
{
	return one(SQL("SELECT not_before FROM outbox WHERE about_id = $1"
		       " ORDER BY id DESC LIMIT 1"),
	    BIND(INT(about)));
}

static void spend(int64_t count)
{
	for (int64_t i = 0; i < count; i++)
		assert_true(leave("day", 100 + i));
}

static void one_too_many_is_dropped_or_waits(void **state)
{
	int64_t first = c.now;

	(void)state;
	spend(MOST);
	assert_false(leave("day", 1));
	assert_false(leave("tomorrow", 2));
	assert_true(leave("hours_planned", 3));
	assert_int_equal(goes_at(3), first + 7 * DAY);
	assert_int_equal(one(SQL("SELECT expires_at - not_before FROM outbox"
				 " WHERE about_id = 3"),
			     NO_BIND),
	    notice_find("hours_planned")->keeps);
	c.now = first + 7 * DAY;
	assert_true(leave("day", 4));
}

static void what_is_free_always_goes_and_takes_nothing(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	spend(MOST);
	for (size_t i = 0; i < count; i++)
		if (notice_budget(all[i].kind) == BUDGET_FREE)
			assert_true(leave(all[i].kind, 9));
	change(SQL("DELETE FROM outbox WHERE about_id >= 100"), NO_BIND);
	spend(MOST);
}

static void codes_receipts_and_changes_are_free(void **state)
{
	static const char *const free_kinds[] = { "code", "stop", "won",
		"cancelled", "cancelled_paid", "taken", "waiting", "declined",
		"afbud", "call", "hours_differ", "hours_agreed",
		"hours_settled", "paid_thanks", "ceiling", "again" };
	static const char *const waits[] = { "hours_planned", "paid" };
	static const char *const drops[] = { "offer", "day", "tomorrow",
		"expired" };

	(void)state;
	for (size_t i = 0; i < COUNT(free_kinds); i++)
		assert_int_equal(notice_budget(free_kinds[i]), BUDGET_FREE);
	for (size_t i = 0; i < COUNT(waits); i++)
		assert_int_equal(notice_budget(waits[i]), BUDGET_WAITS);
	for (size_t i = 0; i < COUNT(drops); i++)
		assert_int_equal(notice_budget(drops[i]), BUDGET_DROPS);
}

/* Only citizens have a budget: a firm's messages follow from what it does. */
static void nobody_else_has_a_budget(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (!all[i].to_citizen)
			assert_int_equal(
			    notice_budget(all[i].kind), BUDGET_FREE);
}

static void what_never_went_takes_nothing(void **state)
{
	(void)state;
	spend(MOST);
	change(SQL("UPDATE outbox SET state = 'cancelled'"
		   " WHERE about_id = 100"),
	    NO_BIND);
	assert_true(leave("day", 1));
	assert_false(leave("day", 2));
}

static void without_a_rule_nothing_that_counts_goes(void **state)
{
	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'messages_a_week'"), NO_BIND);
	assert_false(leave("day", 1));
	assert_false(leave("hours_planned", 2));
	assert_true(leave("won", 3));
	assert_string_equal(
	    offer_state(post_on("2026-03-05", 1), world.amir), "-");
}

/* Whatever is left when, with whatever limit, no seven days hold more. */
static void no_seven_days_hold_more_than_the_most(void **state)
{
	static const char *const kinds[] = { "day", "hours_planned", "paid",
		"tomorrow", "expired", "won", "hours_differ" };
	unsigned lot = 4711;

	(void)state;
	set_most(4);
	for (int64_t i = 0; i < 600; i++) {
		const char *kind;

		lot = lot * 69069 + 1;
		kind = kinds[(lot >> 16) % COUNT(kinds)];
		leave(kind, 1000 + i);
		lot = lot * 69069 + 1;
		c.now += (int64_t)((lot >> 16) % 20) * HOUR / 2;
		/* Now and then the clock is set back. */
		if ((lot >> 16) % 50 == 0)
			c.now -= 5 * HOUR;
	}
	assert_true(one(SQL("SELECT count(*) FROM outbox WHERE counts = 1"),
			NO_BIND) > 50);
	assert_int_equal(one(SQL("SELECT max(n) FROM (SELECT (SELECT count(*)"
				 "  FROM outbox o WHERE o.counts = 1"
				 "   AND o.not_before > s.not_before - 604800"
				 "   AND o.not_before <= s.not_before) AS n"
				 "  FROM outbox s WHERE s.counts = 1) AS w"),
			     NO_BIND),
	    4);
}

/* ---- who is asked ---- */

static void who_has_had_enough_is_not_asked_and_another_is(void **state)
{
	int64_t ida = add_citizen("Ida"), task;

	(void)state;
	spend(MOST);
	task = post_on("2026-03-05", 1);
	assert_string_equal(offer_state(task, world.amir), "-");
	assert_string_equal(offer_state(task, ida), "asked");
}

static void they_are_asked_when_there_is_room_again(void **state)
{
	int64_t task;

	(void)state;
	spend(MOST);
	task = post_on("2026-03-12", 1);
	assert_string_equal(offer_state(task, world.amir), "-");
	/* It suits somebody, so nobody is told that it does not. */
	assert_int_equal(left("task_nobody", world.bakery.contact), 0);
	at("2026-03-09T08:59");
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "-");
	at("2026-03-09T09:31");
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(left("offer", world.amir), 1);
}

static void an_offer_that_is_made_has_its_message(void **state)
{
	struct match_task t;
	bool put;

	(void)state;
	spend(MOST - 1);
	post_on("2026-03-05", 1);
	post_on("2026-03-06", 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM offer"), NO_BIND), 1);
	assert_int_equal(left("offer", world.amir), 1);
	assert_true(match_task_load(
	    &c, one(SQL("SELECT max(id) FROM task"), NO_BIND), &t));
	db_begin(&c);
	put = offer_put(&c, &t, world.amir, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	assert_false(put);
}

static void who_stands_in_line_hears_of_a_place_all_the_same(void **state)
{
	int64_t ida = add_citizen("Ida"), task = post_on("2026-03-05", 1);

	(void)state;
	change(SQL("UPDATE offer SET citizen_id = $1"), BIND(INT(ida)));
	assert_int_equal(answers(task, ida, SAY_YES), OFFER_WON);
	change(SQL("INSERT INTO offer (id, task_id, shift_id, citizen_id,"
		   " number, state, asked_at, answer_by, answered_at,"
		   " rule_version, cost, cost_parts)"
		   " SELECT id + 1, task_id, shift_id, $1, 9, 'taken',"
		   " asked_at, answer_by, asked_at, 1, 0, '' FROM offer"),
	    BIND(INT(world.amir)));
	change(SQL("DELETE FROM outbox"), NO_BIND);
	spend(MOST);
	assert_int_equal(engagement_give_up(&c, engagement_for(task, ida)), OK);
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(left("again", world.amir), 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_too_many_is_dropped_or_waits),
		TEST(what_is_free_always_goes_and_takes_nothing),
		TEST(codes_receipts_and_changes_are_free),
		TEST(nobody_else_has_a_budget),
		TEST(what_never_went_takes_nothing),
		TEST(without_a_rule_nothing_that_counts_goes),
		TEST(no_seven_days_hold_more_than_the_most),
		TEST(who_has_had_enough_is_not_asked_and_another_is),
		TEST(they_are_asked_when_there_is_room_again),
		TEST(an_offer_that_is_made_has_its_message),
		TEST(who_stands_in_line_hears_of_a_place_all_the_same),
	};

	return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
