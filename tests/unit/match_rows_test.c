#include "fixture.h"

#include <string.h>

#include "citizen.h"
#include "employer.h"
#include "match.h"
#include "municipality.h"
#include "offer.h"
#include "person.h"
#include "work_function.h"

#define TUESDAY "2026-03-03"

/* A task that waits for its firm to be rung: nobody is asked for it, and it
 * suits Amir. */
static struct task waiting_draft(void)
{
	static const struct firm none;
	static struct firm f;
	struct task t = draft(TUESDAY);

	f = none;
	f = add_firm("Ny Firma", false);
	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	return t;
}

static int64_t waiting_task(void)
{
	struct task t = waiting_draft();
	int64_t id = post(&t);

	assert_int_equal(match_check(&c, id, world.amir), 0);
	return id;
}

static bool finds(int64_t task, int64_t citizen)
{
	size_t count;
	const struct match *all = match_find(&c, task, MATCH_MOST, &count);
	bool found = false;

	for (size_t i = 0; i < count; i++)
		found = found || all[i].citizen == citizen;
	return found;
}

/* Amir breaks that rule and no other, and is not found any more. */
static void assert_breaks(int64_t task, unsigned rule)
{
	assert_int_equal(match_check(&c, task, world.amir), rule);
	assert_false(finds(task, world.amir));
}

static void assert_suits(int64_t task)
{
	assert_int_equal(match_check(&c, task, world.amir), 0);
	assert_true(finds(task, world.amir));
}

/* Three hours for Amir that day, and what has become of the question. */
static void ask_amir(const char *day, const char *state)
{
	int64_t task = post_on(day, 1);

	change(SQL("UPDATE offer SET state = $2 WHERE task_id = $1"
		   " AND citizen_id = $3"),
	    BIND(INT(task), TEXT(state), INT(world.amir)));
	assert_string_equal(offer_state(task, world.amir), state);
}

/* Amir has agreed to come somewhere else then. */
static void engage_amir(const char *from, const char *to)
{
	int64_t task = post_on("2026-03-05", 1);
	enum offer_result result;

	assert_int_equal(
	    offer_answer(&c, offer_to(task, world.amir), SAY_YES, &result), OK);
	assert_int_equal(result, OFFER_WON);
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id = $3"),
	    BIND(INT(instant(from)), INT(instant(to)), INT(task)));
}

static void nobody_is_asked_before_a_consultant_says_so(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	assert_suits(task);
	change(SQL("UPDATE citizen SET released_at = NULL"), NO_BIND);
	assert_breaks(task, MATCH_RELEASED);
	change(
	    SQL("UPDATE citizen SET released_at = $1"), BIND(INT(c.now + 1)));
	assert_breaks(task, MATCH_RELEASED);
}

static void nobody_is_asked_who_has_not_said_start(void **state)
{
	static const char *const said[] = { "unknown", "stop", "wrong" };
	int64_t task = waiting_task();

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		change(SQL("UPDATE person SET sms = $1 WHERE id = $2"),
		    BIND(TEXT(said[i]), INT(world.amir)));
		assert_breaks(task, MATCH_CONSENT);
	}
}

static void who_has_only_mail_is_asked_unless_they_said_stop(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE person SET sms = 'unknown', phone = NULL,"
		   " email = 'amir@example.dk' WHERE id = $1"),
	    BIND(INT(world.amir)));
	assert_suits(task);
	change(SQL("UPDATE person SET sms = 'stop' WHERE id = $1"),
	    BIND(INT(world.amir)));
	assert_breaks(task, MATCH_CONSENT);
}

static void nobody_is_asked_whose_no_is_not_signed_as_free(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET target_group = 'gruppe-x'"), NO_BIND);
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE citizen SET target_group = 'gruppe-a'"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE rule SET value = 0 WHERE name LIKE 'answer_is%'"),
	    NO_BIND);
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE rule SET value = 1, valid_to = $1"
		   " WHERE name LIKE 'answer_is%'"),
	    BIND(INT(c.now)));
	assert_breaks(task, MATCH_FREE_NO);
	change(SQL("UPDATE rule SET valid_from = $1, valid_to = NULL"
		   " WHERE name LIKE 'answer_is%'"),
	    BIND(INT(c.now + 1)));
	assert_breaks(task, MATCH_FREE_NO);
}

static void a_signature_of_another_municipality_is_none(void **state)
{
	const struct municipality m = {
		.name = "Anden Kommune", .helper = "Ib", .phone = "4520000009"
	};
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	db_run(&c,
	    SQL("UPDATE rule SET municipality_id = $1"
		" WHERE name LIKE 'answer_is%'"),
	    BIND(INT(municipality_add(&c, &m))));
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_FREE_NO);
}

static void nobody_is_asked_in_a_pause(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	citizen_pause(&c, world.amir, instant(TUESDAY "T09:01"));
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_PAUSED);
	db_begin(&c);
	citizen_pause(&c, world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
}

static void the_newest_score_counts(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	c.now += 60;
	db_begin(&c);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 3, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_SCORE);
	db_begin(&c);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 4, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
}

static void a_score_of_another_function_is_none(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.work_function = "opvask";
	task = post(&t);
	assert_breaks(task, MATCH_SCORE);
	db_begin(&c);
	citizen_willing(&c, world.amir, "opvask");
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_SCORE);
	change(SQL("UPDATE task SET level = 1 WHERE id = $1"), BIND(INT(task)));
	assert_suits(task);
}

static void each_level_asks_for_the_score_of_its_rule(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE task SET level = 3 WHERE id = $1"), BIND(INT(task)));
	assert_breaks(task, MATCH_SCORE); /* 5 of 7 */
	change(SQL("UPDATE rule SET value = 5 WHERE name = 'score_sure'"),
	    NO_BIND);
	assert_suits(task);
}

static void the_whole_of_the_shift_must_be_possible(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE available SET to_minute = 719"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("UPDATE available SET to_minute = 720, from_minute = 541"),
	    NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("UPDATE available SET from_minute = 540"), NO_BIND);
	assert_suits(task);
	change(SQL("DELETE FROM available WHERE weekday = 2"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void a_shift_over_midnight_needs_both_days(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.starts_at = instant(TUESDAY "T22:00");
	t.ends_at = instant("2026-03-04T02:00");
	task = post(&t);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 22 * 60, 24 * 60);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 3, 0, 2 * 60);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("DELETE FROM available WHERE weekday = 2"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void a_shift_until_midnight_needs_only_its_own_day(void **state)
{
	struct task t = waiting_draft();
	int64_t task;

	(void)state;
	t.starts_at = instant(TUESDAY "T22:00");
	t.ends_at = instant("2026-03-04T00:00");
	task = post(&t);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 22 * 60, 24 * 60);
	assert_int_equal(db_commit(&c), OK);
	change(SQL("DELETE FROM available WHERE weekday <> 2"), NO_BIND);
	assert_suits(task);
}

static void the_week_must_have_room(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 179"), NO_BIND);
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_suits(task);
}

static void the_week_counts_what_is_asked_held_or_won(void **state)
{
	static const char *const counts[] = { "asked", "held", "won" };
	static const char *const not_any_more[] = { "no", "taken", "expired",
		"given_up", "withdrawn" };
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 359"), NO_BIND);
	ask_amir("2026-03-06", "asked");
	for (size_t i = 0; i < COUNT(counts); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(counts[i])));
		assert_breaks(task, MATCH_CEILING);
	}
	for (size_t i = 0; i < COUNT(not_any_more); i++) {
		change(SQL("UPDATE offer SET state = $1"),
		    BIND(TEXT(not_any_more[i])));
		assert_suits(task);
	}
	change(SQL("UPDATE citizen SET ceiling_minutes = 360"), NO_BIND);
	change(SQL("UPDATE offer SET state = 'won'"), NO_BIND);
	assert_suits(task);
}

static void a_week_is_from_monday_to_monday(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE rule SET value = 9 WHERE name = 'offers_open'"),
	    NO_BIND);
	ask_amir("2026-03-09", "asked");
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_suits(task);
	/* The last second of the Sunday is of this week, the next is not; nor
	 * is the Sunday before. */
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $1 + 3600"
		   " WHERE task_id <> $2"),
	    BIND(INT(instant("2026-03-09T00:00") - 1), INT(task)));
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE shift SET starts_at = starts_at + 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
	change(SQL("UPDATE shift SET starts_at = $1 - 3600, ends_at = $1 + 1"
		   " WHERE task_id <> $2"),
	    BIND(INT(instant("2026-03-02T00:00")), INT(task)));
	assert_breaks(task, MATCH_CEILING);
	change(SQL("UPDATE shift SET ends_at = ends_at - 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
}

static void nobody_can_be_in_two_places(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	engage_amir(TUESDAY "T11:00", TUESDAY "T13:00");
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE shift SET starts_at = starts_at + 3600"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task); /* one begins when the other ends */
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id <> $3"),
	    BIND(INT(instant(TUESDAY "T07:00")), INT(instant(TUESDAY "T09:00")),
		INT(task)));
	assert_suits(task);
	change(SQL("UPDATE shift SET ends_at = ends_at + 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
	assert_suits(task);
}

static void nobody_is_asked_to_travel_too_far(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET postcode = '7600'"), NO_BIND);
	assert_suits(task); /* Struer, 14.6 km */
	change(SQL("UPDATE citizen SET travel_m = 14000"), NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	/* South-east is as far as it is, not nearer than nothing. */
	change(SQL("UPDATE citizen SET postcode = '7400', travel_m = 32000"),
	    NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	change(SQL("UPDATE citizen SET travel_m = 33000"), NO_BIND);
	assert_suits(task);
}

static void every_must_need_is_met_and_checked(void **state)
{
	static const char *const says[] = { "makker", NULL };
	int64_t task = waiting_task(), place;

	(void)state;
	db_begin(&c);
	citizen_needs(&c, world.amir, "makker", "must");
	citizen_needs(&c, world.amir, "ro", "wish"); /* which blocks nobody */
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS);
	place = one(SQL("SELECT workplace_id FROM task WHERE id = $1"),
	    BIND(INT(task)));
	db_begin(&c);
	workplace_say(&c, place, says);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS); /* said, but nobody has looked */
	db_begin(&c);
	workplace_check(&c, place, "makker", world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE need SET strength = 'must'"), NO_BIND);
	assert_breaks(task, MATCH_NEEDS);
}

static void what_another_place_honours_helps_nobody_here(void **state)
{
	static const char *const says[] = { "makker", NULL };
	int64_t task = waiting_task();

	(void)state;
	db_begin(&c);
	citizen_needs(&c, world.amir, "makker", "must");
	workplace_say(&c, world.bakery.place, says);
	workplace_check(&c, world.bakery.place, "makker", world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_NEEDS);
}

static void few_questions_are_open_at_a_time(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 2220"), NO_BIND);
	ask_amir("2026-03-04", "asked");
	assert_suits(task);
	ask_amir("2026-03-05", "asked");
	assert_breaks(task, MATCH_OFFERS);
	change(SQL("UPDATE offer SET state = 'held'"), NO_BIND);
	assert_breaks(task, MATCH_OFFERS);
	change(SQL("UPDATE offer SET state = 'won'"), NO_BIND);
	assert_suits(task);
}

static void nobody_is_asked_who_is_not_with_us_any_more(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET left_at = $1"), BIND(INT(c.now + 1)));
	assert_suits(task);
	change(SQL("UPDATE citizen SET left_at = $1"), BIND(INT(c.now)));
	assert_breaks(task, MATCH_ACTIVE);
}

/* Amir can do 9 to 12 that Tuesday, but for once. */
static void for_once(int64_t day, int from, int to, bool can)
{
	db_begin(&c);
	citizen_available_on(&c, world.amir, day, from, to, can);
	assert_int_equal(db_commit(&c), OK);
}

static void what_somebody_can_for_once_goes_before_every_week(void **state)
{
	int64_t task = waiting_task(), day = instant(TUESDAY);

	(void)state;
	for_once(instant("2026-03-10"), 0, 1440, false);
	for_once(day, 12 * 60, 13 * 60, false);
	assert_suits(task);
	for_once(day, 11 * 60 + 59, 13 * 60, false);
	assert_breaks(task, MATCH_AVAILABLE);
	for_once(day, 9 * 60, 12 * 60, true); /* what they cannot is stronger */
	assert_breaks(task, MATCH_AVAILABLE);
	change(SQL("DELETE FROM available_on WHERE can = 0"), NO_BIND);
	change(SQL("DELETE FROM available"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE available_on SET on_day = $1"),
	    BIND(INT(instant("2026-03-10"))));
	assert_breaks(task, MATCH_AVAILABLE);
}

static void hours_that_touch_are_one(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE available SET to_minute = 607"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
	db_begin(&c);
	citizen_available(&c, world.amir, 2, 607, 720);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE available SET from_minute = 608"
		   " WHERE from_minute = 607"),
	    NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

static void nobody_is_asked_who_can_at_no_time(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("DELETE FROM available"), NO_BIND);
	assert_breaks(task, MATCH_AVAILABLE);
}

/* Amir's other engagement is in Struer, 14.6 km away: by bus 51 minutes and
 * some seconds, with ten to change over. */
static void the_way_there_takes_time_too(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	engage_amir(TUESDAY "T06:00", TUESDAY "T08:08");
	assert_suits(task);
	change(SQL("UPDATE workplace SET postcode = '7600' WHERE id = $1"),
	    BIND(INT(world.bakery.place)));
	assert_suits(task);
	change(SQL("UPDATE shift SET ends_at = ends_at + 60"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE citizen SET travel_way = 'car'"), NO_BIND);
	assert_suits(task);
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id <> $3"),
	    BIND(INT(instant(TUESDAY "T12:29")), INT(instant(TUESDAY "T14:00")),
		INT(task)));
	assert_breaks(task, MATCH_CLASH);
	change(SQL("UPDATE shift SET starts_at = starts_at + 60"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_suits(task);
}

static void an_address_lies_where_it_lies(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET travel_m = 1000,"
		   " east_m = 38595, north_m = 40075"),
	    NO_BIND);
	assert_suits(task); /* of Holstebro, where the postcode is */
	change(SQL("UPDATE citizen SET north_m = north_m + 1001"), NO_BIND);
	assert_breaks(task, MATCH_DISTANCE);
	change(SQL("UPDATE workplace SET east_m = 38595, north_m = 41076"),
	    NO_BIND);
	assert_suits(task);
	/* One coordinate alone is that of the postcode for the other. */
	change(SQL("UPDATE citizen SET east_m = NULL"), NO_BIND);
	assert_suits(task);
}

static void nobody_is_sent_to_a_firm_that_is_blocked(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE employer SET blocked_at = $1"), BIND(INT(c.now)));
	assert_breaks(task, MATCH_BLOCKED);
	change(
	    SQL("UPDATE employer SET blocked_at = $1"), BIND(INT(c.now + 1)));
	assert_suits(task);
}

static void who_is_kept_apart_from_a_place_is_not_asked_for_it(void **state)
{
	int64_t task = waiting_task(), place;

	(void)state;
	place = one(SQL("SELECT workplace_id FROM task WHERE id = $1"),
	    BIND(INT(task)));
	db_begin(&c);
	citizen_exclude(&c, world.amir, world.bakery.place, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	db_begin(&c);
	citizen_exclude(&c, world.amir, place, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_EXCLUDED);
	assert_int_equal(
	    one(SQL("SELECT max(expires_at) FROM excluded"), NO_BIND),
	    instant("2026-09-02T09:00"));
	/* It ends by itself. */
	change(SQL("UPDATE excluded SET expires_at = $1"),
	    BIND(INT(instant(TUESDAY "T09:00") + 1)));
	assert_breaks(task, MATCH_EXCLUDED);
	change(SQL("UPDATE excluded SET expires_at = expires_at - 1"), NO_BIND);
	assert_suits(task);
}

static void a_demand_is_met_by_a_tick_of_its_day(void **state)
{
	int64_t task = waiting_task(), starts = instant(TUESDAY "T09:00");

	(void)state;
	db_begin(&c);
	work_function_demand(&c, "opvask", "voksen", 0, "en lov");
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	db_begin(&c);
	work_function_demand(&c, "pakning", "truck", starts + 1, "en lov");
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task); /* not yet */
	change(SQL("UPDATE demand SET valid_from = $1"), BIND(INT(starts)));
	assert_breaks(task, MATCH_DEMANDS);
	db_begin(&c);
	citizen_tick(&c, world.amir, "voksen", 0, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_breaks(task, MATCH_DEMANDS);
	db_begin(&c);
	citizen_tick(&c, world.amir, "truck", starts + 1, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_suits(task);
	change(SQL("UPDATE tick SET valid_to = $1"), BIND(INT(starts)));
	assert_breaks(task, MATCH_DEMANDS);
	change(SQL("UPDATE demand SET valid_to = $1"), BIND(INT(starts)));
	assert_suits(task); /* not any more */
}

static void few_questions_are_put_in_a_week(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	change(SQL("UPDATE citizen SET ceiling_minutes = 2220"), NO_BIND);
	ask_amir("2026-03-04", "no");
	ask_amir("2026-03-05", "taken");
	assert_suits(task);
	ask_amir("2026-03-06", "expired");
	assert_breaks(task, MATCH_WEEK);
	change(SQL("UPDATE offer SET asked_at = $1 WHERE state = 'no'"),
	    BIND(INT(c.now - 7 * DAY)));
	assert_suits(task);
	change(SQL("UPDATE rule SET value = 2 WHERE name = 'offers_week'"),
	    NO_BIND);
	assert_breaks(task, MATCH_WEEK);
}

static void nobody_is_asked_the_same_twice(void **state)
{
	static const char *const states[] = { "no", "expired", "taken",
		"given_up", "withdrawn", "asked", "won" };
	int64_t task = post_on(TUESDAY, 1);

	(void)state;
	/* Its own question does not fill the week. */
	change(SQL("UPDATE citizen SET ceiling_minutes = 180"), NO_BIND);
	assert_string_equal(offer_state(task, world.amir), "asked");
	for (size_t i = 0; i < COUNT(states); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(states[i])));
		assert_breaks(task, MATCH_ASKED);
	}
}

static void match_refuses_all_without_a_valid_rule(void **state)
{
	int64_t task = waiting_task();
	size_t count = 7;

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'offers_open'"), NO_BIND);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_UNKNOWN);
	match_find(&c, task, MATCH_MOST, &count);
	assert_int_equal(count, 0);
	change(SQL("UPDATE rule SET name = 'offers_open'"
		   " WHERE name = 'offers_week'"),
	    NO_BIND);
	assert_int_equal(match_check(&c, task, world.amir), MATCH_UNKNOWN);
}

static void match_check_is_no_for_who_is_no_citizen(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	assert_int_not_equal(match_check(&c, task, world.mentor), 0);
	assert_int_not_equal(match_check(&c, task, 12345), 0);
	assert_int_not_equal(match_check(&c, 12345, world.amir), 0);
}

/* ---- costs and order on rows ---- */

static const struct match *found(int64_t task, int64_t citizen)
{
	size_t count;
	const struct match *all = match_find(&c, task, MATCH_MOST, &count);

	for (size_t i = 0; i < count; i++)
		if (all[i].citizen == citizen)
			return &all[i];
	fail_msg("not found");
	return NULL;
}

static void a_cost_is_stored_with_its_parts(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	assert_string_equal(found(task, world.amir)->parts,
	    "distance=0 level=0 wishes=0 recent=0 asked=-14 paid=-91"
	    " history=0 same=0");
	assert_int_equal(found(task, world.amir)->cost, -105);
	change(SQL("UPDATE citizen SET postcode = '7600'"), NO_BIND);
	change(SQL("UPDATE progression SET score = 8"), NO_BIND);
	assert_string_equal(found(task, world.amir)->parts,
	    "distance=14 level=45 wishes=0 recent=0 asked=-14 paid=-91"
	    " history=0 same=0");
	assert_int_equal(found(task, world.amir)->cost, 14 + 45 - 105);
}

static void an_offer_of_the_last_week_costs(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	ask_amir("2026-03-04", "no");
	ask_amir("2026-03-05", "expired");
	assert_non_null(strstr(found(task, world.amir)->parts, "recent=20 "));
	change(
	    SQL("UPDATE offer SET asked_at = $1"), BIND(INT(c.now - 7 * DAY)));
	assert_non_null(strstr(found(task, world.amir)->parts, "recent=0 "));
	change(SQL("UPDATE offer SET asked_at = asked_at + 1"), NO_BIND);
	assert_non_null(strstr(found(task, world.amir)->parts, "recent=20 "));
}

static void who_was_asked_least_lately_comes_first(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	ask_amir("2026-03-04", "no");
	assert_non_null(strstr(found(task, world.amir)->parts, " asked=0 "));
	change(
	    SQL("UPDATE offer SET asked_at = $1"), BIND(INT(c.now - 9 * DAY)));
	assert_non_null(strstr(found(task, world.amir)->parts, " asked=-4 "));
	change(SQL("UPDATE offer SET asked_at = 0"), NO_BIND);
	assert_non_null(strstr(found(task, world.amir)->parts, " asked=-14 "));
}

static void a_wish_that_is_honoured_comes_first(void **state)
{
	static const char *const says[] = { "makker", NULL };
	int64_t task = waiting_task(), place;

	(void)state;
	place = one(SQL("SELECT workplace_id FROM task WHERE id = $1"),
	    BIND(INT(task)));
	db_begin(&c);
	citizen_needs(&c, world.amir, "makker", "wish");
	citizen_needs(&c, world.amir, "ro", "wish");
	workplace_say(&c, place, says);
	assert_int_equal(db_commit(&c), OK);
	assert_non_null(strstr(found(task, world.amir)->parts, "wishes=0 "));
	db_begin(&c);
	workplace_check(&c, place, "makker", world.consultant);
	assert_int_equal(db_commit(&c), OK);
	assert_non_null(strstr(found(task, world.amir)->parts, "wishes=-5 "));
}

static void of_a_series_the_same_person_comes_first(void **state)
{
	struct task t = draft("2026-03-04");
	int64_t task;

	(void)state;
	engage_amir(TUESDAY "T13:00", TUESDAY "T14:00");
	change(SQL("UPDATE engagement SET hours = 'agreed'"), NO_BIND);
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	task = post(&t);
	assert_non_null(strstr(found(task, world.amir)->parts, "same=-150"));
	change(SQL("UPDATE shift SET ends_at = $1, starts_at = $1 - 60"
		   " WHERE task_id <> $2"),
	    BIND(INT(c.now - MATCH_SAME_DAYS * DAY), INT(task)));
	assert_non_null(strstr(found(task, world.amir)->parts, "same=0"));
	change(SQL("UPDATE shift SET ends_at = ends_at + 1"
		   " WHERE task_id <> $1"),
	    BIND(INT(task)));
	assert_non_null(strstr(found(task, world.amir)->parts, "same=-150"));
	change(
	    SQL("UPDATE task SET one_off = 1 WHERE id = $1"), BIND(INT(task)));
	assert_non_null(strstr(found(task, world.amir)->parts, "same=0"));
	change(SQL("UPDATE task SET one_off = 0,"
		   " work_function = CASE id WHEN $1 THEN work_function"
		   "                         ELSE 'opvask' END"),
	    BIND(INT(task)));
	assert_non_null(strstr(found(task, world.amir)->parts, "same=0"));
}

static void who_waits_long_for_paid_hours_comes_first(void **state)
{
	int64_t task = waiting_task();

	(void)state;
	engage_amir(TUESDAY "T13:00", TUESDAY "T14:00");
	assert_non_null(strstr(found(task, world.amir)->parts, "paid=-91 "));
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $1 + 3600"
		   " WHERE task_id <> $2"),
	    BIND(INT(c.now - 43 * DAY - 3600), INT(task)));
	assert_non_null(strstr(found(task, world.amir)->parts, "paid=-10 "));
	change(SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
	assert_non_null(strstr(found(task, world.amir)->parts, "paid=-91 "));
}

static void who_has_worked_for_the_employer_comes_first(void **state)
{
	static const char *const counts[] = { "proposed", "agreed", "settled" };
	struct task t = draft("2026-03-04");
	int64_t task;

	(void)state;
	engage_amir(TUESDAY "T13:00", TUESDAY "T14:00");
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	task = post(&t); /* of the bakery too */
	assert_non_null(strstr(found(task, world.amir)->parts, "history=0"));
	for (size_t i = 0; i < COUNT(counts); i++) {
		change(SQL("UPDATE engagement SET hours = $1"),
		    BIND(TEXT(counts[i])));
		assert_non_null(
		    strstr(found(task, world.amir)->parts, "history=-30"));
	}
	task = waiting_task(); /* of another firm */
	assert_non_null(strstr(found(task, world.amir)->parts, "history=0"));
}

static void the_least_cost_is_first_and_ties_go_by_id(void **state)
{
	int64_t ida = add_citizen("Ida"), bent = add_citizen("Bent");
	int64_t near = add_citizen("Nour"), task = waiting_task();
	const struct match *all;
	size_t count;

	(void)state;
	change(
	    SQL("UPDATE citizen SET postcode = '7600' WHERE person_id <> $1"),
	    BIND(INT(near)));
	all = match_find(&c, task, MATCH_MOST, &count);
	assert_int_equal(count, 4);
	assert_int_equal(all[0].citizen, near);
	assert_int_equal(all[1].citizen, world.amir);
	assert_int_equal(all[2].citizen, ida);
	assert_int_equal(all[3].citizen, bent);
	assert_int_equal(all[1].cost, all[3].cost);
	all = match_find(&c, task, 2, &count);
	assert_int_equal(count, 2);
	assert_int_equal(all[1].citizen, world.amir);
}

static void an_offer_keeps_what_the_match_counted(void **state)
{
	int64_t task = post_on(TUESDAY, 1);

	(void)state;
	assert_string_equal(
	    one_text(SQL("SELECT cost_parts FROM offer WHERE task_id = $1"),
		BIND(INT(task))),
	    "distance=0 level=0 wishes=0 recent=0 asked=-14 paid=-91"
	    " history=0 same=0");
	assert_int_equal(one(SQL("SELECT cost FROM offer WHERE task_id = $1"),
			     BIND(INT(task))),
	    -105);
	assert_int_equal(
	    one(SQL("SELECT rule_version FROM offer WHERE task_id = $1"),
		BIND(INT(task))),
	    MATCH_VERSION);
}

#define ROWS(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS(nobody_is_asked_before_a_consultant_says_so),
		ROWS(nobody_is_asked_who_has_not_said_start),
		ROWS(who_has_only_mail_is_asked_unless_they_said_stop),
		ROWS(nobody_is_asked_whose_no_is_not_signed_as_free),
		ROWS(a_signature_of_another_municipality_is_none),
		ROWS(nobody_is_asked_in_a_pause),
		ROWS(the_newest_score_counts),
		ROWS(a_score_of_another_function_is_none),
		ROWS(each_level_asks_for_the_score_of_its_rule),
		ROWS(the_whole_of_the_shift_must_be_possible),
		ROWS(a_shift_over_midnight_needs_both_days),
		ROWS(a_shift_until_midnight_needs_only_its_own_day),
		ROWS(the_week_must_have_room),
		ROWS(the_week_counts_what_is_asked_held_or_won),
		ROWS(a_week_is_from_monday_to_monday),
		ROWS(nobody_can_be_in_two_places),
		ROWS(nobody_is_asked_to_travel_too_far),
		ROWS(every_must_need_is_met_and_checked),
		ROWS(what_another_place_honours_helps_nobody_here),
		ROWS(few_questions_are_open_at_a_time),
		ROWS(nobody_is_asked_who_is_not_with_us_any_more),
		ROWS(what_somebody_can_for_once_goes_before_every_week),
		ROWS(hours_that_touch_are_one),
		ROWS(nobody_is_asked_who_can_at_no_time),
		ROWS(the_way_there_takes_time_too),
		ROWS(an_address_lies_where_it_lies),
		ROWS(nobody_is_sent_to_a_firm_that_is_blocked),
		ROWS(who_is_kept_apart_from_a_place_is_not_asked_for_it),
		ROWS(a_demand_is_met_by_a_tick_of_its_day),
		ROWS(few_questions_are_put_in_a_week),
		ROWS(nobody_is_asked_the_same_twice),
		ROWS(match_refuses_all_without_a_valid_rule),
		ROWS(match_check_is_no_for_who_is_no_citizen),
		ROWS(a_cost_is_stored_with_its_parts),
		ROWS(an_offer_of_the_last_week_costs),
		ROWS(who_was_asked_least_lately_comes_first),
		ROWS(a_wish_that_is_honoured_comes_first),
		ROWS(of_a_series_the_same_person_comes_first),
		ROWS(who_waits_long_for_paid_hours_comes_first),
		ROWS(who_has_worked_for_the_employer_comes_first),
		ROWS(the_least_cost_is_first_and_ties_go_by_id),
		ROWS(an_offer_keeps_what_the_match_counted),
	};

	return cmocka_run_group_tests_name("match_rows", tests, NULL, NULL);
}
