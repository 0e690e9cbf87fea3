#include "crowd.h"

#include <poll.h>

#include "base/store_parts.h"

#include "citizen.h"
#include "match.h"

static int live_open(void **state)
{
	return crowd_live_open(state, 20260303, 120);
}

static void the_list_is_the_same_with_an_index(void **state)
{
	size_t found = 0;

	(void)state;
	for (int i = 0; i < 50; i++) {
		int64_t task = crowd_task();
		size_t with, without;
		const struct match *a = match_find(&c, task, MATCH_MOST, &with);
		const struct match *b;

		match_live_end();
		b = match_find(&c, task, MATCH_MOST, &without);
		match_live_begin(store);
		while (!match_live_ready())
			poll(NULL, 0, 1);
		assert_int_equal(with, without);
		for (size_t k = 0; k < with; k++) {
			assert_int_equal(a[k].citizen, b[k].citizen);
			assert_int_equal(a[k].cost, b[k].cost);
			assert_string_equal(a[k].parts, b[k].parts);
		}
		found += with;
		next();
	}
	assert_true(found > 50);
}

static bool finds(int64_t task, int64_t citizen)
{
	size_t count;
	const struct match *all = match_find(&c, task, MATCH_MOST, &count);

	for (size_t i = 0; i < count; i++)
		if (all[i].citizen == citizen)
			return true;
	return false;
}

/* A task that Amir suits, and few others: at night nobody else can. */
static int64_t night_task(void)
{
	int64_t day = clock_add_days(clock_midnight(c.now), 2);
	struct task t = draft(clock_iso_date(&c, day));
	struct firm f = add_firm("Natbager", false);

	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	t.starts_at = day + 21 * HOUR;
	t.ends_at = day + 25 * HOUR;
	db_begin(&c);
	for (int weekday = 1; weekday <= 7; weekday++)
		citizen_available(&c, world.amir, weekday, 0, 1440);
	assert_int_equal(db_commit(&c), OK);
	return post(&t);
}

static void what_is_committed_is_found_at_once(void **state)
{
	int64_t task = night_task();

	(void)state;
	assert_true(finds(task, world.amir));
	db_begin(&c);
	citizen_pause(&c, world.amir, c.now + 9 * DAY);
	assert_int_equal(db_commit(&c), OK);
	assert_false(finds(task, world.amir));
	db_begin(&c);
	citizen_pause(&c, world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_true(finds(task, world.amir));
}

static void what_the_index_does_not_know_is_seen_on_the_rows(void **state)
{
	int64_t task = night_task();

	(void)state;
	assert_true(finds(task, world.amir));
	/* Of the caller's own transaction nobody else knows yet. */
	db_begin(&c);
	citizen_pause(&c, world.amir, c.now + 9 * DAY);
	assert_false(finds(task, world.amir));
	c.db->failed = true;
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	assert_true(finds(task, world.amir));
	/* What was changed without a word to it. */
	change(SQL("UPDATE citizen SET released_at = NULL"), NO_BIND);
	assert_false(finds(task, world.amir));
}

#define LIVE(test) \
	cmocka_unit_test_setup_teardown(test, live_open, crowd_live_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(the_list_is_the_same_with_an_index),
		LIVE(what_is_committed_is_found_at_once),
		LIVE(what_the_index_does_not_know_is_seen_on_the_rows),
	};

	return cmocka_run_group_tests_name("match_live", tests, NULL, NULL);
}
