#include "browser.h"

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

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
