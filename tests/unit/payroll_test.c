#include "fixture.h"

#include <string.h>

#include "hours.h"
#include "payroll.h"

static size_t count;

static const struct payroll *march(void)
{
	return payroll_list(&c, world.bakery.employer,
	    instant("2026-03-01T00:00"), instant("2026-04-01T00:00"), &count);
}

static void hours_are_ready_once_nobody_objects(void **state)
{
	int64_t said = instant("2026-03-05T13:00"); /* a Thursday */

	(void)state;
	assert_int_equal(
	    payroll_state("agreed", false, said, said), PAYROLL_READY);
	assert_int_equal(
	    payroll_state("settled", false, said, said), PAYROLL_READY);
	assert_int_equal(
	    payroll_state("disputed", true, said, said), PAYROLL_DISPUTED);
	assert_int_equal(payroll_state("none", true, 0, said), PAYROLL_MISSING);
	assert_int_equal(
	    payroll_state("asked", true, 0, said), PAYROLL_MISSING);
	/* Three working days are over on Tuesday at the same hour. */
	assert_int_equal(
	    payroll_state("proposed", true, said, instant("2026-03-10T12:59")),
	    PAYROLL_WAITS);
	assert_int_equal(
	    payroll_state("proposed", true, said, instant("2026-03-10T13:00")),
	    PAYROLL_READY);
	/* Others than planned wait for as long as it takes. */
	assert_int_equal(
	    payroll_state("proposed", false, said, instant("2026-04-10T13:00")),
	    PAYROLL_WAITS);
}

static void a_month_holds_the_shifts_that_began_in_it(void **state)
{
	const struct payroll *list;

	(void)state;
	amir_comes("2026-03-05");
	at("2026-03-05T10:00");
	march();
	assert_int_equal(count, 0); /* it has not ended */
	at("2026-03-05T12:00");
	list = march();
	assert_int_equal(count, 1);
	assert_int_equal(list[0].citizen, world.amir);
	assert_int_equal(list[0].minutes, 180);
	assert_int_equal(list[0].amount_ore, 3 * list[0].pay_ore);
	assert_int_equal(list[0].state, PAYROLL_MISSING);
	payroll_list(&c, world.bakery.employer, instant("2026-02-01T00:00"),
	    instant("2026-03-01T00:00"), &count);
	assert_int_equal(count, 0);
}

static void the_newest_number_is_the_one_that_counts(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const struct payroll *list;

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 200, "", world.bakery.contact), OK);
	next();
	assert_int_equal(hours_dispute(&c, engagement), OK);
	next();
	assert_int_equal(march()[0].state, PAYROLL_DISPUTED);
	assert_int_equal(
	    hours_settle(&c, engagement, 190, world.consultant), OK);
	next();
	list = march();
	assert_int_equal(list[0].minutes, 190);
	assert_int_equal(list[0].state, PAYROLL_READY);
	assert_int_equal(list[0].amount_ore, (190 * list[0].pay_ore + 30) / 60);
}

static void another_firms_hours_are_not_among_them(void **state)
{
	struct firm firm = add_firm("Anden", true);

	(void)state;
	amir_comes("2026-03-05");
	at("2026-03-05T13:00");
	payroll_list(&c, firm.employer, instant("2026-03-01T00:00"),
	    instant("2026-04-01T00:00"), &count);
	assert_int_equal(count, 0);
}

static void who_gave_up_the_place_has_no_hours(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	change(SQL("UPDATE engagement SET state = 'given_up' WHERE id = $1"),
	    BIND(INT(engagement)));
	at("2026-03-05T13:00");
	march();
	assert_int_equal(count, 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hours_are_ready_once_nobody_objects),
		TEST(a_month_holds_the_shifts_that_began_in_it),
		TEST(the_newest_number_is_the_one_that_counts),
		TEST(another_firms_hours_are_not_among_them),
		TEST(who_gave_up_the_place_has_no_hours),
	};

	return cmocka_run_group_tests_name("payroll", tests, NULL, NULL);
}
