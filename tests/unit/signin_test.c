#include "browser.h"

#include <string.h>

#include "base/secret.h"

/* Another code of six digits. */
static const char *wrong(const char *code)
{
	char *other = mem_dup(&c, code);

	other[0] = other[0] == '9' ? '0' : (char)(other[0] + 1);
	return other;
}

static void the_right_code_opens_a_session(void **state)
{
	const char *code = ask(JONAS, MINE);
	struct session s, found;

	(void)state;
	assert_int_equal(left("code", world.mentor), 1);
	assert_int_equal(open_session(code, MINE, false, &s), OK);
	assert_int_equal(s.person_id, world.mentor);
	assert_string_equal(s.device, "Windows");
	assert_int_equal(strlen(s.token), TOKEN_CHARS);
	assert_int_equal(strlen(s.csrf), TOKEN_CHARS);
	assert_string_not_equal(s.token, s.csrf);
	assert_true(session_find(&c, s.token, &found));
	assert_int_equal(found.person_id, world.mentor);
	assert_string_equal(found.csrf, s.csrf);
	assert_null(found.token);
	/* The cookie itself is not kept. */
	assert_string_equal(
	    one_text(SQL("SELECT digest FROM session"), NO_BIND),
	    secret_digest(&c, s.token));
}

static void an_address_is_the_same_in_large_letters(void **state)
{
	(void)state;
	assert_int_equal(enter(ask("JONAS@Example.DK", MINE), MINE), OK);
}

static void a_code_is_for_the_browser_that_asked(void **state)
{
	const char *code = ask(JONAS, MINE);

	(void)state;
	assert_int_equal(enter(code, THEIRS), ERR_INVALID);
	assert_int_equal(enter(code, ""), ERR_INVALID);
	assert_int_equal(sessions(), 0);
	assert_int_equal(enter(code, MINE), OK);
}

static void a_code_is_good_for_ten_minutes(void **state)
{
	const char *code = ask(JONAS, MINE);
	int64_t asked = c.now;

	(void)state;
	c.now = asked + 601;
	assert_int_equal(enter(code, MINE), ERR_INVALID);
	c.now = asked + 600;
	assert_int_equal(enter(code, MINE), ERR_INVALID);
	c.now = asked + 599;
	assert_int_equal(enter(code, MINE), OK);
}

static void a_code_is_used_once(void **state)
{
	const char *code = ask(JONAS, MINE);

	(void)state;
	assert_int_equal(enter(code, MINE), OK);
	assert_int_equal(enter(code, MINE), ERR_INVALID);
	assert_int_equal(sessions(), 1);
}

static void after_five_wrong_ones_the_right_one_is_refused(void **state)
{
	const char *code = ask(JONAS, MINE);

	(void)state;
	for (int i = 0; i < SIGNIN_TRIES; i++)
		assert_int_equal(enter(wrong(code), MINE), ERR_INVALID);
	assert_int_equal(enter(code, MINE), ERR_INVALID);
	assert_int_equal(sessions(), 0);
	/* A new one is a new beginning. */
	assert_int_equal(enter(ask(JONAS, MINE), MINE), OK);
}

static void after_four_wrong_ones_the_right_one_still_opens(void **state)
{
	const char *code = ask(JONAS, MINE);

	(void)state;
	for (int i = 0; i < SIGNIN_TRIES - 1; i++)
		assert_int_equal(enter(wrong(code), MINE), ERR_INVALID);
	assert_int_equal(enter(code, MINE), OK);
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const typed[] = { "", "0", "000000000000000000000",
		"abcdef", " " };

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++) {
		ask(JONAS, MINE);
		assert_int_equal(enter(typed[i], MINE), ERR_INVALID);
	}
	assert_int_equal(enter("123456", THEIRS), ERR_INVALID);
}

static void anothers_code_opens_nothing(void **state)
{
	const char *theirs = ask("mette@example.dk", THEIRS);
	const char *mine = ask(JONAS, MINE);

	(void)state;
	if (strcmp(theirs, mine) != 0)
		assert_int_equal(enter(theirs, MINE), ERR_INVALID);
	assert_int_equal(enter(mine, MINE), OK);
}

static void an_unknown_address_is_answered_alike(void **state)
{
	int64_t citizen_mail = add_person(
	    "Mia", NULL, "mia@example.dk", "unknown");
	char code[7];

	(void)state;
	/* One nobody has, and one of somebody who cannot sign in. */
	assert_int_equal(signin_ask(&c, "ingen@example.dk", MINE), OK);
	assert_int_equal(signin_ask(&c, "mia@example.dk", MINE), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
	assert_int_equal(left("code", citizen_mail), 0);
	/* The code that nobody was sent opens nothing. */
	for (int i = 0; i < 2; i++) {
		signin_code(one(SQL("SELECT id FROM signin ORDER BY id"
				    " LIMIT 1 OFFSET $1"),
				BIND(INT(i))),
		    code);
		assert_int_equal(enter(code, MINE), ERR_INVALID);
	}
	assert_int_equal(sessions(), 0);
}

static void a_person_gets_ten_codes_an_hour(void **state)
{
	(void)state;
	for (int i = 0; i < SIGNIN_PER_HOUR; i++)
		ask(JONAS, MINE);
	assert_int_equal(left("code", world.mentor), SIGNIN_PER_HOUR);
	ask(JONAS, MINE);
	assert_int_equal(left("code", world.mentor), SIGNIN_PER_HOUR);
	/* Others may still ask, and so may they after an hour. */
	ask("mette@example.dk", MINE);
	assert_int_equal(left("code", world.consultant), 1);
	c.now += HOUR;
	ask(JONAS, MINE);
	assert_int_equal(left("code", world.mentor), SIGNIN_PER_HOUR + 1);
}

/* Otherwise whoever asks often enough may guess as often as they like. */
static void a_code_beyond_the_limit_opens_nothing(void **state)
{
	(void)state;
	for (int i = 0; i < SIGNIN_PER_HOUR; i++)
		ask(JONAS, THEIRS);
	assert_int_equal(enter(ask(JONAS, MINE), MINE), ERR_INVALID);
	assert_int_equal(sessions(), 0);
}

static void who_lost_their_role_gets_no_code(void **state)
{
	(void)state;
	change(SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now)));
	ask(JONAS, MINE);
	assert_int_equal(left("code", world.mentor), 0);
}

/* A stranger who asks for codes in a person's name keeps them from nothing. */
static void a_known_browser_has_codes_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(enter(ask(JONAS, MINE), MINE), OK);
	c.now += DAY;
	for (int i = 0; i < SIGNIN_PER_HOUR + 5; i++)
		ask(JONAS, THEIRS);
	assert_int_equal(enter(ask(JONAS, THEIRS), THEIRS), ERR_INVALID);
	assert_int_equal(enter(ask(JONAS, MINE), MINE), OK);
	for (int i = 0; i < SIGNIN_PER_HOUR; i++)
		ask(JONAS, MINE);
	assert_int_equal(enter(ask(JONAS, MINE), MINE), ERR_INVALID);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_right_code_opens_a_session),
		TEST(an_address_is_the_same_in_large_letters),
		TEST(a_code_is_for_the_browser_that_asked),
		TEST(a_code_is_good_for_ten_minutes),
		TEST(a_code_is_used_once),
		TEST(after_five_wrong_ones_the_right_one_is_refused),
		TEST(after_four_wrong_ones_the_right_one_still_opens),
		TEST(what_is_no_code_is_refused),
		TEST(anothers_code_opens_nothing),
		TEST(an_unknown_address_is_answered_alike),
		TEST(a_person_gets_ten_codes_an_hour),
		TEST(a_code_beyond_the_limit_opens_nothing),
		TEST(who_lost_their_role_gets_no_code),
		TEST(a_known_browser_has_codes_of_its_own),
	};

	return cmocka_run_group_tests_name("signin", tests, NULL, NULL);
}
