#include "fixture.h"

#include <string.h>

#include "base/secret.h"

#include "person.h"
#include "signin.h"

#define MINE   "aaaaaaaaaaaaaaaaaaaaaaaaaa" /* cookies of two browsers */
#define THEIRS "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define JONAS  "jonas@example.dk"

/* Asks for a code, and reads the newest one made. */
static const char *ask(const char *address, const char *browser)
{
	char code[7];

	assert_int_equal(signin_ask(&c, address, browser), OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return mem_dup(&c, code);
}

/* Another code of six digits. */
static const char *wrong(const char *code)
{
	char *other = mem_dup(&c, code);

	other[0] = other[0] == '9' ? '0' : (char)(other[0] + 1);
	return other;
}

static enum err open_session(
    const char *code, const char *browser, bool keep, struct session *s)
{
	const struct signin in = { .code = code,
		.browser = browser,
		.device = "Windows",
		.keep = keep };

	return signin_enter(&c, &in, s);
}

static enum err enter(const char *code, const char *browser)
{
	struct session s;

	return open_session(code, browser, false, &s);
}

static int64_t sessions(void)
{
	return one(SQL("SELECT count(*) FROM session"), NO_BIND);
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

static void open_for(const char *address, bool keep, struct session *s)
{
	assert_int_equal(open_session(ask(address, MINE), MINE, keep, s), OK);
}

static bool lasts(const struct session *s, int64_t seconds)
{
	struct session found;
	int64_t began = c.now;
	bool there;

	c.now += seconds;
	there = session_find(&c, s->token, &found);
	c.now = began;
	return there;
}

static void staff_are_signed_out_after_half_an_hour(void **state)
{
	struct session s;

	(void)state;
	open_for(JONAS, true, &s); /* keep is not for staff */
	assert_true(lasts(&s, SESSION_IDLE - 1));
	assert_false(lasts(&s, SESSION_IDLE));
}

static void use_keeps_a_session_alive_for_twelve_hours(void **state)
{
	struct session s, found;
	int64_t began = c.now;

	(void)state;
	open_for(JONAS, false, &s);
	while (c.now - began < SESSION_MOST - SESSION_IDLE / 2) {
		c.now += SESSION_IDLE / 2;
		assert_true(session_find(&c, s.token, &found));
		session_seen(&c, &found);
	}
	c.now = began + SESSION_MOST - 1;
	assert_true(session_find(&c, s.token, &found));
	c.now = began + SESSION_MOST;
	assert_false(session_find(&c, s.token, &found));
}

static void an_employers_own_telephone_is_remembered(void **state)
{
	struct session s, kept;

	(void)state;
	open_for("firma1@example.dk", false, &s);
	assert_true(lasts(&s, SESSION_MOST - 1));
	assert_false(lasts(&s, SESSION_MOST));
	open_for("firma1@example.dk", true, &kept);
	assert_true(lasts(&kept, SESSION_KEPT_DAYS * DAY - 1));
	assert_false(lasts(&kept, SESSION_KEPT_DAYS * DAY));
}

static void a_clock_set_back_gives_nobody_more_time(void **state)
{
	struct session s, found;

	(void)state;
	open_for(JONAS, false, &s);
	assert_true(lasts(&s, -MINUTE));
	assert_false(lasts(&s, -MINUTE - 1));
	c.now += 600;
	assert_true(session_find(&c, s.token, &found));
	session_seen(&c, &found);
	c.now -= 600;
	assert_false(session_find(&c, s.token, &found));
	/* Nor is a code of tomorrow good today. */
	ask(JONAS, MINE);
	c.now -= DAY;
	assert_int_equal(
	    enter(ask("ingen@example.dk", MINE), MINE), ERR_INVALID);
}

static void a_session_is_noted_once_a_minute(void **state)
{
	struct session s, found;

	(void)state;
	open_for(JONAS, false, &s);
	c.now += SESSION_SEEN_EVERY - 1;
	assert_true(session_find(&c, s.token, &found));
	session_seen(&c, &found);
	assert_int_equal(
	    one(SQL("SELECT seen_at FROM session"), NO_BIND), s.made_at);
	c.now++;
	session_seen(&c, &found);
	assert_int_equal(
	    one(SQL("SELECT seen_at FROM session"), NO_BIND), c.now);
}

static void people_see_and_end_their_own_sessions(void **state)
{
	struct session first, second, others, found;
	const struct session *all;
	size_t count;

	(void)state;
	open_for(JONAS, false, &first);
	c.now += 60;
	open_for(JONAS, false, &second);
	open_for("mette@example.dk", false, &others);
	all = session_list(&c, world.mentor, &count);
	assert_int_equal(count, 2);
	assert_int_equal(all[0].id, second.id);
	assert_int_equal(all[1].id, first.id);
	assert_int_equal(
	    session_end(&c, world.mentor, others.id), ERR_NOT_FOUND);
	assert_true(session_find(&c, others.token, &found));
	assert_int_equal(session_end(&c, world.mentor, first.id), OK);
	assert_false(session_find(&c, first.token, &found));
	assert_true(session_find(&c, second.token, &found));
	open_for(JONAS, false, &first);
	db_begin(&c);
	session_end_others(&c, world.mentor, first.id);
	assert_int_equal(db_commit(&c), OK);
	assert_true(session_find(&c, first.token, &found));
	assert_false(session_find(&c, second.token, &found));
	assert_true(session_find(&c, others.token, &found));
}

static void a_person_has_twenty_sessions_at_most(void **state)
{
	struct session s;

	(void)state;
	for (int i = 0; i < SESSIONS_MOST + 3; i++) {
		open_for("firma1@example.dk", true, &s);
		c.now += HOUR;
	}
	assert_int_equal(sessions(), SESSIONS_MOST);
	assert_true(lasts(&s, 0));
}

static void what_is_no_cookie_of_ours_finds_nothing(void **state)
{
	struct session s, found;

	(void)state;
	open_for(JONAS, false, &s);
	assert_false(session_find(&c, "", &found));
	assert_false(session_find(&c, s.csrf, &found));
	assert_false(session_find(&c, THEIRS, &found));
}

static void what_is_over_is_forgotten(void **state)
{
	struct session s;

	(void)state;
	open_for(JONAS, false, &s);
	ask(JONAS, THEIRS);
	c.now += 600 + DAY + 1;
	signin_forget(&c);
	/* The code that opened a session is how its browser is known. */
	assert_int_equal(one(SQL("SELECT count(*) FROM signin"), NO_BIND), 1);
	assert_int_equal(sessions(), 1);
	c.now += DAY;
	signin_forget(&c);
	assert_int_equal(sessions(), 0);
	c.now += KNOWN_DAYS * DAY;
	signin_forget(&c);
	assert_int_equal(one(SQL("SELECT count(*) FROM signin"), NO_BIND), 0);
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
		TEST(staff_are_signed_out_after_half_an_hour),
		TEST(use_keeps_a_session_alive_for_twelve_hours),
		TEST(an_employers_own_telephone_is_remembered),
		TEST(a_clock_set_back_gives_nobody_more_time),
		TEST(a_session_is_noted_once_a_minute),
		TEST(people_see_and_end_their_own_sessions),
		TEST(a_person_has_twenty_sessions_at_most),
		TEST(what_is_no_cookie_of_ours_finds_nothing),
		TEST(what_is_over_is_forgotten),
	};

	return cmocka_run_group_tests_name("signin", tests, NULL, NULL);
}
