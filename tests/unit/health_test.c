#include "fixture.h"

#include "attention.h"
#include "breaker.h"
#include "health.h"
#include "notice.h"

static void a_notifier_that_never_ran_is_not_alive(void **state)
{
	struct health h = health_read(&c);

	(void)state;
	assert_int_equal(h.seen_at, 0);
	assert_int_equal(h.oldest, 0);
	assert_int_equal(h.waiting, 0);
}

static void a_pass_is_written_down_every_ten_seconds(void **state)
{
	int64_t first = c.now;

	(void)state;
	health_beat(&c);
	assert_int_equal(health_read(&c).seen_at, first);
	c.now = first + 9;
	health_beat(&c);
	assert_int_equal(health_read(&c).seen_at, first);
	c.now = first + 10;
	health_beat(&c);
	assert_int_equal(health_read(&c).seen_at, first + 10);
	/* A clock that went back is no life in the future. */
	c.now = first - HOUR;
	health_beat(&c);
	assert_int_equal(health_read(&c).seen_at, first - HOUR);
}

static void it_tells_what_is_late_and_what_waits(void **state)
{
	struct health h;

	(void)state;
	db_begin(&c);
	notice_tell(&c, "won", world.amir, 9);
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "");
	assert_int_equal(db_commit(&c), OK);
	c.now += 42;
	h = health_read(&c);
	assert_int_equal(h.oldest, 42);
	assert_int_equal(h.waiting, 1);
	assert_int_equal(h.broken, 0);
	db_begin(&c);
	breaker_bad(&c, "kannel", OUTCOME_DOWN, "http 401", 0);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(health_read(&c).broken, 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_notifier_that_never_ran_is_not_alive),
		TEST(a_pass_is_written_down_every_ten_seconds),
		TEST(it_tells_what_is_late_and_what_waits),
	};

	return cmocka_run_group_tests_name("health", tests, NULL, NULL);
}
