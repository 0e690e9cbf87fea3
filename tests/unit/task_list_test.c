/* What a firm sees of its tasks: the same, however it is found. */
#include "weekly.h"

static void put(int64_t n, const char *task_state, int first)
{
	int64_t id = db_new_id(&c), start = c.now + (n % 7 + first) * DAY;

	db_run(&c,
	    SQL("INSERT INTO task (id, employer_id, workplace_id, contact_id,"
		" work_function, title, level, places, pay_ore, pay_on,"
		" meeting, one_off, state, posted_by, posted_at)"
		" SELECT $1, employer_id, workplace_id, contact_id,"
		" work_function, title, level, places, pay_ore, pay_on,"
		" meeting, one_off, $2, posted_by, posted_at FROM task"
		" WHERE id = $3"),
	    BIND(INT(id), TEXT(task_state), INT(lead_task)));
	db_run(&c,
	    SQL("INSERT INTO shift (id, task_id, starts_at, ends_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(db_new_id(&c)), INT(id), INT(start),
		INT(start + (n % 2 + 1) * HOUR)));
}

/* Of all states, on a week from that day on, many at the same moment. */
static void put_tasks(int64_t count, int first)
{
	static const char *const states[] = { "waiting", "open", "full", "over",
		"cancelled" };

	db_begin(&c);
	for (int64_t n = 0; n < count; n++)
		put(n, states[n % 5], first);
	assert_int_equal(db_commit(&c), OK);
	next();
}

static void assert_same(const struct task *found, size_t found_count,
    const struct task *wanted, size_t count)
{
	assert_int_equal(found_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(found[i].id, wanted[i].id);
		assert_int_equal(found[i].starts_at, wanted[i].starts_at);
		assert_string_equal(found[i].state, wanted[i].state);
	}
}

static void assert_lists(size_t ahead_count, size_t behind_count)
{
	struct task_lists l = task_lists(&c, world.bakery.employer);
	size_t m, n;
	const struct task *ahead = task_ahead(&c, world.bakery.employer, &m);
	const struct task *behind = task_behind(&c, world.bakery.employer, &n);

	assert_int_equal(m, ahead_count);
	assert_int_equal(n, behind_count);
	assert_same(l.ahead, l.ahead_count, ahead, m);
	assert_same(l.behind, l.behind_count, behind, n);
}

static int open_lists(void **state)
{
	if (world_open(state) != 0)
		return -1;
	post_series("2026-03-05", "2026-03-26T00:00", 1);
	return 0;
}

static void a_series_is_one_of_its_tasks(void **state)
{
	(void)state;
	assert_lists(1, 0);
}

static void each_task_is_ahead_or_behind(void **state)
{
	(void)state;
	put_tasks(70, -3);
	assert_lists(25, 46);
}

/* 99 and the series are all that is sorted here. */
static void a_list_ends_at_fifty_and_is_the_same_with_one_more(void **state)
{
	(void)state;
	put_tasks(99, 0);
	assert_lists(50, 39);
	put_tasks(1, 0);
	assert_lists(50, 39);
	put_tasks(100, -6);
	assert_lists(50, 50);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_lists, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_series_is_one_of_its_tasks),
		TEST(each_task_is_ahead_or_behind),
		TEST(a_list_ends_at_fifty_and_is_the_same_with_one_more),
	};

	return cmocka_run_group_tests_name("task_list", tests, NULL, NULL);
}
