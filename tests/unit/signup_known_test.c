#include "newcomer.h"

#include <string.h>

#include "attention.h"
#include "person.h"

/* ---- who is known here ---- */

static void the_same_person_twice_at_once_is_one_employer(void **state)
{
	struct signup_firm f = firm(CVR, NINA), g = firm(CVR, NINA);
	struct signup_end one_end, two_end;
	const char *mine, *theirs;

	(void)state;
	keep(MINE);
	keep(THEIRS);
	mine = code_for(MINE, &f);
	theirs = code_for(THEIRS, &g);
	assert_int_equal(prove(MINE, mine, &f, &one_end), OK);
	assert_int_equal(prove(THEIRS, theirs, &g, &two_end), OK);
	assert_int_equal(employers(CVR), 1);
	assert_int_not_equal(two_end.task, 0);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM contact k JOIN employer e"
		    " ON e.id = k.employer_id WHERE e.cvr = $1"),
		BIND(TEXT(CVR))),
	    1);
	/* The same with a number alone, which finds nobody by itself. */
	f = firm("10000017", NULL);
	g = firm("10000017", NULL);
	f.phone = g.phone = "4520304051";
	keep(MINE);
	keep(THEIRS);
	mine = code_for(MINE, &f);
	theirs = code_for(THEIRS, &g);
	assert_int_equal(prove(MINE, mine, &f, &one_end), OK);
	assert_int_equal(prove(THEIRS, theirs, &g, &two_end), OK);
	assert_int_not_equal(two_end.task, 0);
}

static void a_contact_posts_at_their_own_firm(void **state)
{
	struct signup_firm f = firm("10000001", "firma1@example.dk");
	struct signup_end end;
	struct person p;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task WHERE id = $1"),
		BIND(INT(end.task))),
	    "open");
	assert_int_equal(end.session.person_id, world.bakery.contact);
	/* What they typed of themselves this time changes nothing. */
	assert_true(person_load(&c, world.bakery.contact, &p));
	assert_string_equal(p.given_name, "Anne");
	assert_string_equal(p.phone, "4520000901");
}

static void a_contact_posts_for_no_other_firm(void **state)
{
	struct signup_firm f = firm(CVR, "firma1@example.dk");
	struct signup_end end;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), ERR_CONFLICT);
	assert_int_equal(employers(CVR), 0);
	assert_int_equal(kept(MINE).state, SIGNUP_DRAFT);
}

static void staff_are_no_firms_contact(void **state)
{
	struct signup_firm f = firm(CVR, JONAS);
	struct signup_end end;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), ERR_FORBIDDEN);
	assert_int_equal(employers(CVR), 0);
	assert_int_equal(sessions(), 0);
}

/* The code goes out all the same, and nobody is told a thing until then. */
static void a_known_firm_asks_a_person_first(void **state)
{
	struct signup_firm f = firm("10000001", BO);
	struct signup_end end;
	int64_t bo, id;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	assert_int_equal(end.task, 0);
	assert_null(end.session.token);
	id = kept(MINE).id;
	bo = person_by_email(&c, BO);
	assert_int_equal(person_roles(&c, bo), 0);
	assert_int_equal(waiting(ATTENTION_SIGNUP), 1);
	assert_int_equal(signup_accept(&c, id, &f), OK);
	assert_int_equal(signup_accept(&c, id, &f), ERR_CONFLICT);
	assert_int_equal(contact_employer(&c, bo), world.bakery.employer);
	assert_int_equal(left("contact_yes", bo), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM task WHERE contact_id"
				 " = $1 AND state = 'open'"),
			     BIND(INT(bo))),
	    1);
}

static void a_no_is_told_and_forgotten(void **state)
{
	struct signup_firm f = firm("10000001", BO);
	struct signup_end end;
	int64_t bo;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	bo = person_by_email(&c, BO);
	assert_int_equal(signup_refuse(&c, kept(MINE).id), OK);
	assert_int_equal(signup_refuse(&c, kept(MINE).id), ERR_CONFLICT);
	assert_int_equal(left("contact_no", bo), 1);
	assert_int_equal(contact_employer(&c, bo), 0);
	c.now += SIGNUP_LASTS;
	signup_forget(&c);
	assert_int_equal(person_by_email(&c, BO), 0);
}

static void a_yes_after_the_time_lets_in_and_posts_nothing(void **state)
{
	struct signup_firm f = firm("10000001", BO);
	struct signup_end end;

	(void)state;
	assert_int_equal(sign_up(MINE, &f, &end), OK);
	c.now = f.task.starts_at;
	assert_int_equal(signup_accept(&c, kept(MINE).id, &f), OK);
	assert_int_equal(contact_employer(&c, person_by_email(&c, BO)),
	    world.bakery.employer);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_person_twice_at_once_is_one_employer),
		TEST(a_contact_posts_at_their_own_firm),
		TEST(a_contact_posts_for_no_other_firm),
		TEST(staff_are_no_firms_contact),
		TEST(a_known_firm_asks_a_person_first),
		TEST(a_no_is_told_and_forgotten),
		TEST(a_yes_after_the_time_lets_in_and_posts_nothing),
	};

	return cmocka_run_group_tests_name("signup known", tests, NULL, NULL);
}
