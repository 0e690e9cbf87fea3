#include "browser.h"

#include <string.h>

#include "factor.h"
#include "person.h"
#include "settings.h"

static const unsigned char secret[TOTP_BYTES] = "what their app knows";

static void connect(int64_t person)
{
	db_begin(&c);
	factor_set(&c, person, secret);
	assert_int_equal(db_commit(&c), OK);
}

static const char *code_off(int64_t steps)
{
	char code[7];

	totp_code(secret, totp_step(c.now) + steps, code);
	return mem_dup(&c, code);
}

static enum err use(const char *code)
{
	enum err err;

	db_begin(&c);
	err = factor_use(&c, world.mentor, code);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

/* ---- codes ---- */

static void a_code_is_right_once(void **state)
{
	(void)state;
	connect(world.mentor);
	assert_int_equal(use(code_off(0)), OK);
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	/* Nor is one from before it, though its time is not over. */
	assert_int_equal(use(code_off(-1)), ERR_INVALID);
	assert_int_equal(use(code_off(1)), OK);
	c.now += TOTP_STEP;
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	assert_int_equal(use(code_off(1)), OK);
}

static void a_clock_may_be_half_a_minute_off(void **state)
{
	(void)state;
	connect(world.mentor);
	assert_int_equal(use(code_off(-2)), ERR_INVALID);
	assert_int_equal(use(code_off(2)), ERR_INVALID);
	assert_int_equal(use(code_off(-1)), OK);
	assert_int_equal(use(code_off(1)), OK);
}

static void anothers_code_is_wrong(void **state)
{
	static const unsigned char theirs[TOTP_BYTES] = "another app's secret";
	char code[7];

	(void)state;
	connect(world.mentor);
	totp_code(theirs, totp_step(c.now), code);
	assert_int_equal(use(code), ERR_INVALID);
	assert_int_equal(use(""), ERR_INVALID);
}

static void after_twenty_wrong_ones_an_hour_the_right_one_is_refused(
    void **state)
{
	(void)state;
	connect(world.mentor);
	for (int i = 0; i < FACTOR_WRONG_HOUR; i++) {
		assert_int_equal(use("x"), ERR_INVALID);
		c.now += MINUTE;
	}
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	/* Never for good, however often somebody tries. */
	c.now += 41 * MINUTE;
	assert_int_equal(use(code_off(0)), OK);
}

static void an_app_that_is_not_connected_has_no_right_code(void **state)
{
	unsigned char made[TOTP_BYTES];
	char code[7];

	(void)state;
	db_begin(&c);
	factor_begin(&c, world.mentor);
	assert_int_equal(db_commit(&c), OK);
	assert_false(factor_confirmed(&c, world.mentor));
	assert_true(factor_secret(&c, world.mentor, made));
	totp_code(made, totp_step(c.now), code);
	assert_int_equal(use(code), ERR_INVALID);
}

/* ---- how it lies ---- */

static void a_secret_lies_sealed_in_its_own_row(void **state)
{
	unsigned char found[TOTP_BYTES];

	(void)state;
	connect(world.mentor);
	connect(world.consultant);
	assert_null(
	    strstr(one_text(SQL("SELECT secret FROM factor LIMIT 1"), NO_BIND),
		"77686174")); /* "what" in hex */
	assert_true(factor_secret(&c, world.mentor, found));
	assert_memory_equal(found, secret, sizeof found);
	change(SQL("UPDATE factor SET secret = (SELECT secret FROM factor"
		   " WHERE person_id = $1) WHERE person_id = $2"),
	    BIND(INT(world.mentor), INT(world.consultant)));
	assert_true(factor_secret(&c, world.mentor, found));
	assert_false(factor_secret(&c, world.consultant, found));
	settings.link_key[0] ^= 1;
	assert_false(factor_secret(&c, world.mentor, found));
}

/* ---- connecting ---- */

static const char *enrolment(int64_t person)
{
	char code[ENROLMENT_CHARS + 1];
	int64_t id;

	db_begin(&c);
	id = enrolment_open(&c, person, 0);
	assert_int_equal(db_commit(&c), OK);
	enrolment_code(id, code);
	return mem_dup(&c, code);
}

static enum err connect_with(const char *word)
{
	unsigned char made[TOTP_BYTES];
	char code[7];
	enum err err;

	db_begin(&c);
	factor_begin(&c, world.mentor);
	assert_true(factor_secret(&c, world.mentor, made));
	totp_code(made, totp_step(c.now), code);
	err = factor_connect(&c, world.mentor, code, word);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

static void an_app_is_connected_with_an_enrolment_code_once(void **state)
{
	const char *theirs = enrolment(world.consultant);
	const char *word = enrolment(world.mentor);

	(void)state;
	assert_int_equal(connect_with(""), ERR_INVALID);
	assert_int_equal(connect_with(theirs), ERR_INVALID);
	assert_int_equal(connect_with(word), OK);
	assert_true(factor_confirmed(&c, world.mentor));
	assert_int_equal(enrolment_waiting(&c, world.mentor), 0);
	db_begin(&c);
	factor_drop(&c, world.mentor);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(connect_with(word), ERR_INVALID);
}

static void it_is_typed_as_people_type(void **state)
{
	char *word = mem_dup(&c, enrolment(world.mentor));

	(void)state;
	for (char *at = word; *at != '\0'; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
		else if (*at == '-')
			*at = ' ';
	assert_int_equal(connect_with(word), OK);
}

static void an_enrolment_lasts_a_day_and_until_the_next(void **state)
{
	const char *first = enrolment(world.mentor), *second;

	(void)state;
	c.now += 1;
	second = enrolment(world.mentor);
	assert_int_equal(connect_with(first), ERR_INVALID);
	c.now += ENROLMENT_HOURS * HOUR;
	assert_int_equal(connect_with(second), ERR_INVALID);
	assert_int_equal(enrolment_waiting(&c, world.mentor), 0);
}

/* Who holds the database alone does not hold the code. */
static void only_a_digest_of_it_is_kept(void **state)
{
	const char *word = enrolment(world.mentor);

	(void)state;
	assert_string_not_equal(
	    one_text(SQL("SELECT digest FROM enrolment"), NO_BIND), word);
	assert_int_equal(
	    strlen(one_text(SQL("SELECT digest FROM enrolment"), NO_BIND)), 64);
	settings.link_key[0] ^= 1;
	assert_string_not_equal(enrolment(world.mentor), word);
}

/* ---- signing in ---- */

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
		TEST(a_code_is_right_once),
		TEST(a_clock_may_be_half_a_minute_off),
		TEST(anothers_code_is_wrong),
		TEST(after_twenty_wrong_ones_an_hour_the_right_one_is_refused),
		TEST(an_app_that_is_not_connected_has_no_right_code),
		TEST(a_secret_lies_sealed_in_its_own_row),
		TEST(an_app_is_connected_with_an_enrolment_code_once),
		TEST(it_is_typed_as_people_type),
		TEST(an_enrolment_lasts_a_day_and_until_the_next),
		TEST(only_a_digest_of_it_is_kept),
		TEST(staff_are_halfway_in_with_the_mailed_code),
		TEST(the_mailed_code_goes_by_mail_alone),
		TEST(without_the_mailed_code_the_apps_opens_nothing),
		TEST(five_wrong_ones_end_that_sign_in),
		TEST(halfway_in_lasts_a_quarter_of_an_hour),
		TEST(who_lost_their_role_meanwhile_stays_outside),
		TEST(a_code_lets_one_in),
	};

	return cmocka_run_group_tests_name("factor", tests, NULL, NULL);
}
