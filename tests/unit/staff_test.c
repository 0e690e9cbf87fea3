#include "browser.h"

#include <string.h>

#include "factor.h"
#include "person.h"
#include "staff.h"

static struct staff_new karen(unsigned roles)
{
	return (struct staff_new) { .municipality = world.municipality,
		.given_name = "Karen",
		.surname = "Vig",
		.email = "Karen@Example.dk",
		.roles = roles };
}

static int64_t add(unsigned roles)
{
	struct staff_new n = karen(roles);
	int64_t id = 0;

	assert_int_equal(staff_add(&c, &n, 0, &id), OK);
	return id;
}

static void a_person_is_added_with_roles_and_an_enrolment(void **state)
{
	int64_t id = add(ROLE_ADMIN | ROLE_LEADER);
	struct person p;

	(void)state;
	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.email, "karen@example.dk");
	assert_int_equal(person_roles(&c, id), ROLE_ADMIN | ROLE_LEADER);
	assert_int_equal(person_municipality(&c, id), world.municipality);
	assert_int_not_equal(enrolment_waiting(&c, id), 0);
	assert_false(factor_confirmed(&c, id));
	assert_true(staff_of(&c, id, world.municipality));
	assert_false(staff_of(&c, id, world.municipality + 1));
	assert_false(staff_of(&c, world.bakery.contact, world.municipality));
	assert_false(staff_of(&c, world.amir, world.municipality));
}

static void an_address_is_one_persons(void **state)
{
	struct staff_new n = karen(ROLE_ADMIN);
	int64_t id;

	(void)state;
	n.email = "Firma1@Example.dk";
	assert_int_equal(staff_add(&c, &n, 0, &id), ERR_CONFLICT);
	n.email = JONAS;
	assert_int_equal(staff_add(&c, &n, 0, &id), ERR_CONFLICT);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM enrolment"), NO_BIND), 0);
}

static void an_acting_role_is_held_from_a_day_to_a_day(void **state)
{
	struct staff_new n = karen(ROLE_MENTOR);
	int64_t id;

	(void)state;
	n.from = c.now + DAY;
	n.to = c.now + 3 * DAY;
	assert_int_equal(staff_add(&c, &n, 0, &id), OK);
	assert_int_equal(person_roles(&c, id), 0);
	c.now += DAY;
	assert_int_equal(person_roles(&c, id), ROLE_MENTOR);
	c.now += 2 * DAY;
	assert_int_equal(person_roles(&c, id), 0);
}

static void those_who_have_or_had_a_role_are_listed_by_name(void **state)
{
	const struct staff *all;
	size_t count;

	(void)state;
	add(ROLE_ADMIN);
	change(SQL("UPDATE person_role SET valid_to = $1"
		   " WHERE person_id = $2"),
	    BIND(INT(c.now), INT(world.mentor)));
	all = staff_list(&c, world.municipality, &count);
	assert_int_equal(count, 3);
	assert_string_equal(all[0].name, "Jonas Prøve");
	assert_int_equal(all[0].roles, 0);
	assert_string_equal(all[1].name, "Karen Vig");
	assert_int_equal(all[1].roles, ROLE_ADMIN);
	assert_string_equal(all[2].name, "Mette Prøve");
	staff_list(&c, world.municipality + 1, &count);
	assert_int_equal(count, 0);
}

static void a_role_that_is_held_is_not_given_twice(void **state)
{
	struct staff_new n = karen(ROLE_MENTOR | ROLE_LEADER);
	size_t count;

	(void)state;
	assert_int_equal(staff_give(&c, world.mentor, &n), OK);
	staff_roles(&c, world.mentor, world.municipality, &count);
	assert_int_equal(count, 2);
	assert_int_equal(
	    person_roles(&c, world.mentor), ROLE_MENTOR | ROLE_LEADER);
}

static void a_role_that_ends_ends_their_sessions_at_once(void **state)
{
	struct session s, found;

	(void)state;
	assert_int_equal(open_session(ask(JONAS, MINE), MINE, false, &s), OK);
	assert_int_equal(
	    staff_end(&c, world.mentor, world.municipality + 1, ROLE_MENTOR),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    staff_end(&c, world.mentor, world.municipality, ROLE_LEADER),
	    ERR_NOT_FOUND);
	assert_true(session_find(&c, s.token, &found));
	assert_int_equal(
	    staff_end(&c, world.mentor, world.municipality, ROLE_MENTOR), OK);
	assert_false(session_find(&c, s.token, &found));
	assert_int_equal(person_roles(&c, world.mentor), 0);
	assert_int_equal(
	    staff_end(&c, world.mentor, world.municipality, ROLE_MENTOR),
	    ERR_NOT_FOUND);
}

static void a_role_that_has_yet_to_begin_ends_too(void **state)
{
	struct staff_new n = karen(ROLE_LEADER);

	(void)state;
	n.from = c.now + DAY;
	assert_int_equal(staff_give(&c, world.mentor, &n), OK);
	assert_int_equal(
	    staff_end(&c, world.mentor, world.municipality, ROLE_LEADER), OK);
	c.now += 2 * DAY;
	assert_int_equal(person_roles(&c, world.mentor), ROLE_MENTOR);
}

static void the_last_admin_stays(void **state)
{
	int64_t first = add(ROLE_ADMIN);
	struct staff_new acting = karen(ROLE_ADMIN);

	(void)state;
	assert_int_equal(
	    staff_end(&c, first, world.municipality, ROLE_ADMIN), ERR_CONFLICT);
	/* Nor is one who is there for a week alone enough. */
	acting.to = c.now + 7 * DAY;
	assert_int_equal(staff_give(&c, world.mentor, &acting), OK);
	assert_int_equal(
	    staff_end(&c, first, world.municipality, ROLE_ADMIN), ERR_CONFLICT);
	acting.to = 0;
	assert_int_equal(staff_give(&c, world.consultant, &acting), OK);
	assert_int_equal(
	    staff_end(&c, first, world.municipality, ROLE_ADMIN), OK);
	assert_int_equal(person_roles(&c, first), 0);
	assert_int_equal(
	    person_roles(&c, world.consultant), ROLE_CONSULTANT | ROLE_ADMIN);
}

static void a_reset_ends_all_and_is_told(void **state)
{
	struct session s, found;

	(void)state;
	assert_int_equal(open_session(ask(JONAS, MINE), MINE, false, &s), OK);
	assert_int_equal(
	    staff_reset(&c, world.mentor, world.mentor), ERR_FORBIDDEN);
	assert_true(session_find(&c, s.token, &found));
	assert_int_equal(staff_reset(&c, world.mentor, world.consultant), OK);
	assert_false(session_find(&c, s.token, &found));
	assert_false(factor_confirmed(&c, world.mentor));
	assert_int_not_equal(enrolment_waiting(&c, world.mentor), 0);
	assert_int_equal(left("factor", world.mentor), 1);
	assert_string_equal(one_text(SQL("SELECT channel FROM outbox"
					 " WHERE kind = 'factor'"),
				NO_BIND),
	    "mail");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_is_added_with_roles_and_an_enrolment),
		TEST(an_address_is_one_persons),
		TEST(an_acting_role_is_held_from_a_day_to_a_day),
		TEST(those_who_have_or_had_a_role_are_listed_by_name),
		TEST(a_role_that_is_held_is_not_given_twice),
		TEST(a_role_that_ends_ends_their_sessions_at_once),
		TEST(a_role_that_has_yet_to_begin_ends_too),
		TEST(the_last_admin_stays),
		TEST(a_reset_ends_all_and_is_told),
	};

	return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
