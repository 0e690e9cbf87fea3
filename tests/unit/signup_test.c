#include "newcomer.h"

#include <string.h>

#include "attention.h"
#include "person.h"

/* ---- the way through ---- */

static void nothing_is_made_before_the_code(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	const char *code;

	(void)state;
	keep(MINE);
	code = code_for(MINE, &f);
	assert_int_equal(left("code", person_by_email(&c, NINA)), 1);
	assert_int_equal(person_roles(&c, person_by_email(&c, NINA)), 0);
	assert_int_equal(employers(CVR), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
	assert_int_equal(prove(MINE, code, &f, &end), OK);
	assert_int_equal(employers(CVR), 1);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task WHERE id = $1"),
		BIND(INT(end.task))),
	    "waiting");
}

static void the_code_makes_all_of_it(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	struct session s;
	struct person p;
	int64_t id;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	assert_true(session_find(&c, end.session.token, &s));
	id = s.person_id;
	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.given_name, "Nina");
	assert_string_equal(p.phone, "4520304050");
	assert_int_equal(person_roles(&c, id), ROLE_EMPLOYER);
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 1);
	assert_int_equal(left("task_received", id), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM employer"
				 " WHERE expected_by = $1"),
			     BIND(INT(id))),
	    1);
	assert_int_equal(kept(MINE).state, SIGNUP_USED);
	assert_int_equal(kept(MINE).task, end.task);
	assert_string_equal(kept(MINE).form, "");
}

static void a_number_alone_is_enough(void **state)
{
	struct signup_firm f = firm(CVR, NULL);
	struct signup_end end;
	int64_t by_sms;

	(void)state;
	keep(MINE);
	code_for(MINE, &f);
	by_sms = one(
	    SQL("SELECT count(*) FROM outbox WHERE channel = 'sms'"), NO_BIND);
	assert_int_equal(by_sms, 1);
	assert_int_equal(prove(MINE, code_for(MINE, &f), &f, &end), OK);
	/* And they come in by it again. */
	assert_int_equal(enter(ask("4520304050", THEIRS), THEIRS), OK);
}

/* ---- the code ---- */

/* Or a crowd of drafts would send somebody SMS without end. */
static void codes_to_a_number_are_limited_whoever_asks(void **state)
{
	struct signup_firm f = firm(CVR, NULL);

	(void)state;
	for (int i = 0; i < SIGNIN_PER_HOUR; i++) {
		const char *browser = i % 2 == 0 ? MINE : THEIRS;

		keep(browser);
		code_for(browser, &f);
		code_for(browser, &f);
	}
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'code'"),
			     NO_BIND),
	    SIGNIN_PER_HOUR);
}

static void a_wrong_code_loses_nothing_and_makes_nothing(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	const char *code;

	(void)state;
	keep(MINE);
	code = code_for(MINE, &f);
	for (int i = 0; i < SIGNIN_TRIES; i++)
		assert_int_equal(prove(MINE, "000000", &f, &end), ERR_INVALID);
	assert_int_equal(prove(MINE, code, &f, &end), ERR_INVALID);
	assert_int_equal(employers(CVR), 0);
	assert_string_equal(kept(MINE).form, "firma=Nyt+Bageri");
	assert_int_equal(prove(MINE, code_for(MINE, &f), &f, &end), OK);
}

static void a_late_code_is_none(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	const char *code;

	(void)state;
	keep(MINE);
	code = code_for(MINE, &f);
	c.now += SIGNIN_MINUTES * MINUTE;
	assert_int_equal(prove(MINE, code, &f, &end), ERR_INVALID);
	assert_int_equal(kept(MINE).state, SIGNUP_DRAFT);
}

/* Whoever changes the draft in another window proves nothing about it by the
 * code of before. */
static void a_code_is_for_what_it_was_asked_for(void **state)
{
	struct signup_firm f = firm(CVR, NINA), other = firm(CVR, BO);
	struct signup_end end;
	const char *code;

	(void)state;
	keep(MINE);
	code = code_for(MINE, &f);
	keep(MINE);
	assert_int_equal(prove(MINE, code, &other, &end), ERR_INVALID);
	assert_int_equal(person_by_email(&c, BO), 0);
	/* Nor does it sign in, and a code to sign in with posts nothing. */
	code = code_for(MINE, &f);
	assert_int_equal(enter(code, MINE), ERR_INVALID);
	code = ask("firma1@example.dk", MINE);
	assert_int_equal(prove(MINE, code, &f, &end), ERR_INVALID);
	assert_int_equal(employers(CVR), 0);
}

static void a_code_works_once(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	struct signup s;
	struct signin in = { .browser = MINE, .device = "Windows" };

	(void)state;
	keep(MINE);
	in.code = code_for(MINE, &f);
	s = kept(MINE);
	assert_int_equal(signup_prove(&c, &s, &in, &f, &end), OK);
	assert_int_equal(signup_prove(&c, &s, &in, &f, &end), ERR_INVALID);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 1);
}

static void a_task_whose_time_has_gone_makes_nothing(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;
	const char *code;

	(void)state;
	keep(MINE);
	code = code_for(MINE, &f);
	f.task.starts_at = c.now - HOUR;
	assert_int_equal(prove(MINE, code, &f, &end), ERR_INVALID);
	assert_int_equal(employers(CVR), 0);
	f.task.starts_at = c.now + HOUR;
	f.task.ends_at = c.now + 2 * HOUR;
	f.task.pay_on = c.now + 20 * DAY;
	assert_int_equal(prove(MINE, code, &f, &end), OK);
}

/* ---- ceilings ---- */

static const char *browser_no(int i)
{
	return mem_printf(&c, "%026d", i);
}

static void a_house_has_room_for_so_many(void **state)
{
	(void)state;
	for (int i = 0; i < SIGNUP_HOUSE_MOST; i++)
		keep(browser_no(i));
	assert_int_equal(
	    signup_keep(&c, MINE, "192.0.2.1", "x=1"), ERR_CONFLICT);
	/* What is there may still be changed, and others are not in the way. */
	keep(browser_no(3));
	assert_int_equal(signup_keep(&c, MINE, "192.0.2.2", "x=1"), OK);
	c.now += SIGNUP_LASTS;
	signup_forget(&c);
	keep(THEIRS);
	assert_int_equal(one(SQL("SELECT count(*) FROM signup"), NO_BIND), 1);
}

static void there_is_room_for_so_many_in_all(void **state)
{
	(void)state;
	change(SQL("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
		   " FROM n WHERE i < $1) INSERT INTO signup (id, browser,"
		   " house, form, state, made_at, expires_at) SELECT i, i, i,"
		   " '', 'draft', $2, $2 + 9 FROM n"),
	    BIND(INT(SIGNUP_MOST), INT(c.now)));
	assert_int_equal(signup_keep(&c, MINE, "h", "x=1"), ERR_CONFLICT);
	c.now += 9;
	assert_int_equal(signup_keep(&c, MINE, "h", "x=1"), OK);
}

static void what_is_too_long_is_not_kept(void **state)
{
	char *form = mem_alloc(&c, SIGNUP_FORM_MOST + 2);

	(void)state;
	memset(form, 'x', SIGNUP_FORM_MOST + 1);
	assert_int_equal(signup_keep(&c, MINE, "h", form), ERR_INVALID);
}

static void who_never_came_is_forgotten(void **state)
{
	struct signup_firm f = firm(CVR, NINA);

	(void)state;
	keep(MINE);
	code_for(MINE, &f);
	assert_int_not_equal(person_by_email(&c, NINA), 0);
	c.now += SIGNUP_LASTS;
	signup_forget(&c);
	assert_int_equal(person_by_email(&c, NINA), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM signup"), NO_BIND), 0);
	/* Of who is somebody here nothing is taken. */
	f = firm(CVR, "firma1@example.dk");
	keep(MINE);
	code_for(MINE, &f);
	c.now += SIGNUP_LASTS;
	signup_forget(&c);
	assert_int_equal(
	    person_by_email(&c, "firma1@example.dk"), world.bakery.contact);
}

/* A number that anybody can type must not take a citizen's answers away. */
static void a_citizens_number_stays_theirs(void **state)
{
	struct signup_firm f = firm(CVR, NINA);
	struct signup_end end;

	(void)state;
	f.phone = "4520000101";
	c.now += 1;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	assert_int_equal(person_by_phone(&c, "4520000101"), world.amir);
	/* Nor what another firm's contact answers. */
	f = firm("10000017", BO);
	f.phone = "4520000901";
	assert_int_equal(sign_up(THEIRS, &f, &end), OK);
	assert_int_equal(
	    person_by_phone(&c, "4520000901"), world.bakery.contact);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_made_before_the_code),
		TEST(the_code_makes_all_of_it),
		TEST(a_number_alone_is_enough),
		TEST(codes_to_a_number_are_limited_whoever_asks),
		TEST(a_wrong_code_loses_nothing_and_makes_nothing),
		TEST(a_late_code_is_none),
		TEST(a_code_is_for_what_it_was_asked_for),
		TEST(a_code_works_once),
		TEST(a_task_whose_time_has_gone_makes_nothing),
		TEST(a_house_has_room_for_so_many),
		TEST(there_is_room_for_so_many_in_all),
		TEST(what_is_too_long_is_not_kept),
		TEST(who_never_came_is_forgotten),
		TEST(a_citizens_number_stays_theirs),
	};

	return cmocka_run_group_tests_name("signup", tests, NULL, NULL);
}
