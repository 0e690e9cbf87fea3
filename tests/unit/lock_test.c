#include "fixture.h"

#include <unistd.h>

#include "base/lock.h"

static void one_takes_the_lock_and_the_other_waits(void **state)
{
	const char *path = mem_printf(&c, "%s/lock", folder);
	int first = lock_open(path), second = lock_open(path);
	int64_t begun;

	(void)state;
	assert_true(lock_take(first, 0));
	begun = clock_mono_ms();
	assert_false(lock_take(second, 50));
	assert_in_range(clock_mono_ms() - begun, 50, 5000);
	lock_release(first);
	assert_true(lock_take(second, 50));
	assert_false(lock_take(first, 0));
	close(second); /* as when its program dies */
	assert_true(lock_take(first, 50));
	close(first);
}

static void who_holds_the_whole_file_holds_it_alone(void **state)
{
	const char *path = mem_printf(&c, "%s/lock", folder);
	int first = lock_open(path), second = lock_open(path);

	(void)state;
	assert_true(lock_hold(first));
	assert_false(lock_hold(second));
	assert_false(lock_take(second, 0));
	close(first);
	assert_true(lock_hold(second));
	close(second);
	assert_int_equal(lock_open("/findes/ikke/lock"), -1);
}

static void some_share_a_file_that_nobody_gets_alone_then(void **state)
{
	const char *path = mem_printf(&c, "%s/lock", folder);
	int first = lock_open(path), second = lock_open(path);
	int alone = lock_open(path);

	(void)state;
	assert_true(lock_share(first));
	assert_true(lock_share(second));
	assert_false(lock_hold(alone));
	close(first);
	assert_false(lock_hold(alone));
	close(second);
	assert_true(lock_hold(alone));
	first = lock_open(path);
	assert_false(lock_share(first));
	close(first);
	close(alone);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_takes_the_lock_and_the_other_waits),
		TEST(who_holds_the_whole_file_holds_it_alone),
		TEST(some_share_a_file_that_nobody_gets_alone_then),
	};

	return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
