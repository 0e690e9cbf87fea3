#include "suits.h"

#include <string.h>

#include "citizen.h"
#include "honours.h"
#include "hours.h"
#include "match.h"

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
	honours_say(&c, place, says, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
	assert_non_null(strstr(found(task, world.amir)->parts, "wishes=0 "));
	db_begin(&c);
	assert_int_equal(
	    honours_check(&c, place, "makker", world.consultant), OK);
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

static void a_day_that_somebody_did_not_come_has_no_price(void **state)
{
	int64_t engagement = amir_comes("2026-03-05"), task;
	struct match_citizen z;
	struct match_task t;

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 0, "", world.bakery.contact), OK);
	task = post_on("2026-03-12", 1);
	assert_true(match_task_load(&c, task, &t));
	assert_true(match_citizen_load(&c, &t, world.amir, &z));
	assert_int_equal(z.days_since_paid, MATCH_PAID_DAYS);
	/* A person hears their side, and it was an hour after all. */
	assert_int_equal(hours_settle(&c, engagement, 60, world.mentor), OK);
	assert_true(match_citizen_load(&c, &t, world.amir, &z));
	assert_int_equal(z.days_since_paid, 0);
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
		ROWS(a_cost_is_stored_with_its_parts),
		ROWS(an_offer_of_the_last_week_costs),
		ROWS(who_was_asked_least_lately_comes_first),
		ROWS(a_wish_that_is_honoured_comes_first),
		ROWS(of_a_series_the_same_person_comes_first),
		ROWS(who_waits_long_for_paid_hours_comes_first),
		ROWS(a_day_that_somebody_did_not_come_has_no_price),
		ROWS(who_has_worked_for_the_employer_comes_first),
		ROWS(the_least_cost_is_first_and_ties_go_by_id),
		ROWS(an_offer_keeps_what_the_match_counted),
	};

	return cmocka_run_group_tests_name(
	    "match_rows_cost", tests, NULL, NULL);
}
