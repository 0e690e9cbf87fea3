#include "fixture.h"

#include "attention.h"
#include "shortage.h"

static struct shortage of_bakery(const char *trade, const char *month)
{
	return (struct shortage) { .employer_id = world.bakery.employer,
		.trade = trade,
		.people = 2,
		.month = instant(month),
		.said_by = world.bakery.contact };
}

static enum err say(const char *trade, const char *month)
{
	struct shortage s = of_bakery(trade, month);

	return shortage_say(&c, &s);
}

static size_t said_by(int64_t employer)
{
	size_t count;

	shortage_list(&c, employer, &count);
	return count;
}

static void what_a_firm_says_is_kept_and_somebody_rings(void **state)
{
	const struct shortage *all;
	size_t count;

	(void)state;
	assert_int_equal(say("kok", "2026-09-01"), OK);
	assert_int_equal(say("gartner", "2026-06-01"), OK);
	all = shortage_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, 2);
	assert_string_equal(all[0].trade, "gartner"); /* the first of them */
	assert_int_equal(all[0].people, 2);
	assert_int_equal(all[0].said_by, world.bakery.contact);
	assert_int_equal(waiting(ATTENTION_SHORTAGE), 1); /* one call */
}

static void said_again_it_stands_once(void **state)
{
	struct shortage s = of_bakery("kok", "2026-09-01");
	const struct shortage *all;
	size_t count;

	(void)state;
	assert_int_equal(say("kok", "2026-09-01"), OK);
	s.people = 5;
	assert_int_equal(shortage_say(&c, &s), OK);
	all = shortage_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].people, 5);
}

static void it_is_three_to_twelve_months_ahead(void **state)
{
	struct shortage s = of_bakery("kok", "2026-09-01");

	(void)state;
	assert_int_equal(say("kok", "2026-05-01"), ERR_INVALID);
	assert_int_equal(say("kok", "2026-06-01"), OK);
	assert_int_equal(say("kok", "2027-03-01"), OK);
	assert_int_equal(say("kok", "2027-04-01"), ERR_INVALID);
	assert_int_equal(say("kok", "2026-09-02"), ERR_INVALID);
	s.people = 0;
	assert_int_equal(shortage_say(&c, &s), ERR_INVALID);
	s.people = SHORTAGE_PEOPLE + 1;
	assert_int_equal(shortage_say(&c, &s), ERR_INVALID);
}

static void so_many_and_no_more_are_kept(void **state)
{
	(void)state;
	for (int i = 0; i < SHORTAGES_MOST; i++)
		assert_int_equal(
		    say(mem_printf(&c, "fag%d", i), "2026-09-01"), OK);
	assert_int_equal(say("kok", "2026-09-01"), ERR_CONFLICT);
	assert_int_equal(say("fag3", "2026-09-01"), OK);
	assert_int_equal(said_by(world.bakery.employer), SHORTAGES_MOST);
}

static void when_the_last_is_taken_back_nobody_needs_to_ring(void **state)
{
	struct firm other = add_firm("Anden", true);
	const struct shortage *all;
	int64_t first, second;
	size_t count;

	(void)state;
	say("kok", "2026-09-01");
	say("gartner", "2026-09-01");
	all = shortage_list(&c, world.bakery.employer, &count);
	first = all[0].id;
	second = all[1].id;
	assert_int_equal(shortage_drop(&c, other.employer, first), OK);
	assert_int_equal(said_by(world.bakery.employer), 2);
	shortage_drop(&c, world.bakery.employer, first);
	assert_int_equal(waiting(ATTENTION_SHORTAGE), 1);
	shortage_drop(&c, world.bakery.employer, second);
	assert_int_equal(waiting(ATTENTION_SHORTAGE), 0);
}

static void it_is_forgotten_when_its_month_is_over(void **state)
{
	(void)state;
	say("kok", "2026-06-01");
	at("2026-06-30T23:00");
	shortage_forget(&c);
	assert_int_equal(said_by(world.bakery.employer), 1);
	at("2026-07-01T00:30");
	assert_int_equal(said_by(world.bakery.employer), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM shortage"), NO_BIND), 1);
	shortage_forget(&c);
	next();
	assert_int_equal(one(SQL("SELECT count(*) FROM shortage"), NO_BIND), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_a_firm_says_is_kept_and_somebody_rings),
		TEST(said_again_it_stands_once),
		TEST(it_is_three_to_twelve_months_ahead),
		TEST(so_many_and_no_more_are_kept),
		TEST(when_the_last_is_taken_back_nobody_needs_to_ring),
		TEST(it_is_forgotten_when_its_month_is_over),
	};

	return cmocka_run_group_tests_name("shortage", tests, NULL, NULL);
}
