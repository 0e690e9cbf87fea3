#include "fixture.h"

#include "person.h"

static void a_person_is_kept_as_given(void **state)
{
	int64_t id = add_person("Bo", "4520000301", "Bo@Example.DK", "start");
	struct person p;

	(void)state;
	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.given_name, "Bo");
	assert_string_equal(p.surname, "Prøve");
	assert_string_equal(p.phone, "4520000301");
	assert_string_equal(p.email, "bo@example.dk");
	assert_string_equal(p.sms, "start");
	assert_string_equal(p.language, "da");
	assert_false(person_load(&c, 12345, &p));
	id = add_person("Per", NULL, NULL, "unknown");
	assert_true(person_load(&c, id, &p));
	assert_null(p.phone);
	assert_null(p.email);
}

static void an_address_is_found_in_any_letters(void **state)
{
	int64_t id = add_person("Bo", NULL, "SØREN@Example.dk", "unknown");

	(void)state;
	assert_int_equal(person_by_email(&c, "søren@example.dk"), id);
	assert_int_equal(person_by_email(&c, "Søren@EXAMPLE.DK"), id);
	assert_int_equal(person_by_email(&c, "soren@example.dk"), 0);
	assert_int_equal(person_by_email(&c, ""), 0);
}

static void what_they_say_of_sms_is_kept_with_its_time(void **state)
{
	struct person p;

	(void)state;
	c.now += 60;
	db_begin(&c);
	person_set_sms(&c, world.amir, "stop");
	assert_int_equal(db_commit(&c), OK);
	assert_true(person_load(&c, world.amir, &p));
	assert_string_equal(p.sms, "stop");
	assert_int_equal(one(SQL("SELECT sms_at FROM person WHERE id = $1"),
			     BIND(INT(world.amir))),
	    c.now);
}

static void a_word_that_is_none_is_not_kept(void **state)
{
	(void)state;
	db_begin(&c);
	person_set_sms(&c, world.amir, "måske");
	assert_int_equal(db_commit(&c), ERR_FAILED);
}

static void a_role_is_held_from_a_day_to_a_day(void **state)
{
	(void)state;
	assert_int_equal(person_roles(&c, world.mentor), ROLE_MENTOR);
	assert_int_equal(person_roles(&c, world.bakery.contact), ROLE_EMPLOYER);
	assert_int_equal(person_roles(&c, world.amir), 0);
	assert_int_equal(
	    person_municipality(&c, world.mentor), world.municipality);
	assert_int_equal(person_municipality(&c, world.bakery.contact), 0);
	assert_int_equal(person_with_role(&c, ROLE_MENTOR).count, 1);
	assert_int_equal(person_with_role(&c, ROLE_MENTOR).id[0], world.mentor);
	change(
	    SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now + 1)));
	assert_int_equal(person_roles(&c, world.mentor), ROLE_MENTOR);
	c.now++;
	assert_int_equal(person_roles(&c, world.mentor), 0);
	assert_int_equal(person_municipality(&c, world.mentor), 0);
	assert_int_equal(person_with_role(&c, ROLE_MENTOR).count, 0);
	c.now -= 2;
	assert_int_equal(person_roles(&c, world.mentor), 0); /* not yet */
}

static void one_person_may_be_several_things(void **state)
{
	(void)state;
	db_begin(&c);
	person_give_role(
	    &c, world.mentor, world.municipality, ROLE_LEADER, c.now + DAY);
	person_give_role(&c, world.mentor, world.municipality, ROLE_ADMIN, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(person_roles(&c, world.mentor),
	    ROLE_MENTOR | ROLE_LEADER | ROLE_ADMIN);
	c.now += DAY; /* an acting leader is one until a day */
	assert_int_equal(
	    person_roles(&c, world.mentor), ROLE_MENTOR | ROLE_ADMIN);
	db_begin(&c);
	person_end_role(&c, world.mentor, ROLE_ADMIN);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(person_roles(&c, world.mentor), ROLE_MENTOR);
	assert_int_equal(person_with_role(&c, ROLE_ADMIN).count, 0);
}

static void everybody_has_a_name(void **state)
{
	struct person p = { .given_name = "Amir", .surname = "Haddad" };

	(void)state;
	assert_string_equal(person_full_name(&c, &p), "Amir Haddad");
	p.surname = "";
	assert_string_equal(person_full_name(&c, &p), "Amir");
	p.given_name = "";
	assert_string_equal(person_full_name(&c, &p), "Ukendt nummer");
}

static void a_stranger_is_nameless_and_unheard(void **state)
{
	struct person p;
	int64_t id;

	(void)state;
	db_begin(&c);
	id = person_stranger(&c, "4529999999");
	assert_int_equal(db_commit(&c), OK);
	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.given_name, "");
	assert_string_equal(p.sms, "unknown");
	assert_int_equal(person_by_phone(&c, "4529999999"), id);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_is_kept_as_given),
		TEST(an_address_is_found_in_any_letters),
		TEST(what_they_say_of_sms_is_kept_with_its_time),
		TEST(a_word_that_is_none_is_not_kept),
		TEST(a_role_is_held_from_a_day_to_a_day),
		TEST(one_person_may_be_several_things),
		TEST(everybody_has_a_name),
		TEST(a_stranger_is_nameless_and_unheard),
	};

	return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
