#include "browser.h"

/* The second step of staff: with the mailed code they are halfway in. */

static void staff_are_halfway_in_with_the_mailed_code(void **state)
{
	struct signin in = { .browser = MINE, .device = "Linux" };
	struct session s;

	(void)state;
	in.code = ask(JONAS, MINE);
	assert_int_equal(signin_enter(&c, &in, &s), OK);
	assert_null(s.token);
	assert_int_equal(sessions(), 0);
	assert_int_equal(signin_halfway(&c, MINE), world.mentor);
	assert_int_equal(signin_halfway(&c, THEIRS), 0);
	in.code = app_code(world.mentor);
	in.browser = THEIRS;
	assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
	in.browser = MINE;
	assert_int_equal(signin_app(&c, &in, &s), OK);
	assert_true(s.strong);
	assert_int_equal(s.proved_at, c.now);
	assert_int_equal(signin_halfway(&c, MINE), 0);
}

static void the_mailed_code_goes_by_mail_alone(void **state)
{
	(void)state;
	ask(JONAS, MINE);
	assert_string_equal(
	    one_text(SQL("SELECT max(channel) || count(*) FROM outbox"
			 " WHERE kind = 'code'"),
		NO_BIND),
	    "mail1");
}

static void without_the_mailed_code_the_apps_opens_nothing(void **state)
{
	struct signin in = { .browser = MINE, .device = "Linux" };
	struct session s;

	(void)state;
	ask(JONAS, MINE);
	in.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
	assert_int_equal(sessions(), 0);
}

static void halfway(struct signin *in)
{
	struct session s;

	*in = (struct signin) { .browser = MINE, .device = "Linux" };
	in->code = ask(JONAS, MINE);
	assert_int_equal(signin_enter(&c, in, &s), OK);
}

static void five_wrong_ones_end_that_sign_in(void **state)
{
	struct signin in;
	struct session s;

	(void)state;
	halfway(&in);
	in.code = "x";
	for (int i = 0; i < SIGNIN_TRIES; i++)
		assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
	assert_int_equal(signin_halfway(&c, MINE), 0);
	in.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
	/* A new one is a new beginning. */
	halfway(&in);
	in.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), OK);
}

static void halfway_in_lasts_a_quarter_of_an_hour(void **state)
{
	struct signin in;
	struct session s;

	(void)state;
	halfway(&in);
	c.now += SIGNIN_APP * MINUTE;
	in.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
}

static void who_lost_their_role_meanwhile_stays_outside(void **state)
{
	struct signin in;
	struct session s;

	(void)state;
	halfway(&in);
	change(SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now)));
	in.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), ERR_INVALID);
}

/* Two with the same code in two browsers: one comes in. */
static void a_code_lets_one_in(void **state)
{
	struct signin in, other;
	struct session s;

	(void)state;
	halfway(&in);
	other = (struct signin) { .browser = THEIRS, .device = "Linux" };
	other.code = ask(JONAS, THEIRS);
	assert_int_equal(signin_enter(&c, &other, &s), OK);
	in.code = other.code = app_code(world.mentor);
	assert_int_equal(signin_app(&c, &in, &s), OK);
	assert_int_equal(signin_app(&c, &other, &s), ERR_INVALID);
	assert_int_equal(sessions(), 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(staff_are_halfway_in_with_the_mailed_code),
		TEST(the_mailed_code_goes_by_mail_alone),
		TEST(without_the_mailed_code_the_apps_opens_nothing),
		TEST(five_wrong_ones_end_that_sign_in),
		TEST(halfway_in_lasts_a_quarter_of_an_hour),
		TEST(who_lost_their_role_meanwhile_stays_outside),
		TEST(a_code_lets_one_in),
	};

	return cmocka_run_group_tests_name("signin_app", tests, NULL, NULL);
}
