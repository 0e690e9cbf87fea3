#include "fixture.h"

#include <string.h>

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
	person_set_sms(&c, world.amir, "stop", CONSENT_SMS);
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
	person_set_sms(&c, world.amir, "måske", CONSENT_SMS);
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

static void who_has_another_number_is_found_by_that_one(void **state)
{
	(void)state;
	is_reached(world.amir, "4520999999", "Amir@Example.dk");
	assert_int_equal(person_by_phone(&c, "4520000101"), 0);
	assert_int_equal(person_by_phone(&c, "4520999999"), world.amir);
	assert_int_equal(person_by_email(&c, "amir@example.DK"), world.amir);
	/* It is sealed under the key that their other words have. */
	assert_int_equal(one(SQL("SELECT count(*) FROM person_key"
				 " WHERE person_id = $1"),
			     BIND(INT(world.amir))),
	    1);
}

static void nothing_of_a_person_stands_in_their_row(void **state)
{
	const char *sealed = one_text(
	    SQL("SELECT sealed || phone_mark || coalesce(email_mark, '')"
		" FROM person WHERE id = $1"),
	    BIND(INT(world.amir)));

	(void)state;
	assert_int_equal(strspn(sealed, "0123456789abcdef"), strlen(sealed));
	assert_null(strstr(sealed, "4520000101"));
	/* "Amir", were it only written in hex */
	assert_null(strstr(sealed, "416d6972"));
}

static void who_is_forgotten_has_no_name(void **state)
{
	struct person p;

	(void)state;
	db_begin(&c);
	person_forget(&c, world.amir);
	assert_int_equal(db_commit(&c), OK);
	assert_true(person_load(&c, world.amir, &p));
	assert_true(p.erased);
	assert_null(p.phone);
	assert_string_equal(person_first_name(&p), "Slettet person");
	assert_string_equal(person_full_name(&c, &p), "Slettet person");
	assert_int_equal(person_by_phone(&c, "4520000101"), 0);
}

/* ---- by name ---- */

static int64_t named(const char *given, const char *surname)
{
	int64_t id = add_citizen(given);

	is_called(id, given, surname);
	return id;
}

static void assert_finds(const char *typed, int64_t id)
{
	struct ids found = person_find(&c, world.municipality, typed, 5);

	assert_int_equal(found.count, id != 0);
	if (id != 0)
		assert_int_equal(found.id[0], id);
}

static void a_citizen_is_found_by_how_their_names_begin(void **state)
{
	int64_t aase, bo = named("Bo Emil", "Holm-Østergård");

	(void)state;
	aase = named("Åse", "Ærø");
	assert_finds("åse", aase);
	assert_finds(" ÆR ", aase);
	assert_finds("ærø åse", aase);
	assert_finds("em øster", bo);
	assert_finds("holm-ø", bo);
	assert_finds("gård", 0);
	assert_finds("åse bo", 0);
	assert_finds("%", 0);
	assert_finds("b", 0);
	assert_finds("", 0);
	assert_finds("-- ", 0);
	/* Staff and contacts are no citizens. */
	assert_finds("Jonas", 0);
	assert_finds("Anne", 0);
}

static void only_citizens_of_the_municipality_are_found(void **state)
{
	int64_t bo = named("Bo", "Holm");

	(void)state;
	assert_finds("holm", bo);
	assert_int_equal(
	    person_find(&c, world.municipality + 1, "holm", 5).count, 0);
	named("Bo", "Holm");
	assert_int_equal(
	    person_find(&c, world.municipality, "holm", 5).count, 2);
	assert_int_equal(
	    person_find(&c, world.municipality, "holm", 1).count, 1);
}

/* More than are read at a time. */
static void the_last_of_many_is_found(void **state)
{
	const struct person many = { .given_name = "En",
		.surname = "Af Mange",
		.language = "da",
		.sms = "start" };
	int64_t last;

	(void)state;
	db_begin(&c);
	for (int64_t i = 1; i <= 1500; i++) {
		db_run(&c,
		    SQL("INSERT INTO citizen (person_id, municipality_id,"
			" mentor_id, target_group, ceiling_minutes, travel_m,"
			" postcode) VALUES ($1, $2, $3, 'x', 60, 1, '7500')"),
		    BIND(INT(person_add(&c, &many)), INT(world.municipality),
			INT(world.mentor)));
	}
	assert_int_equal(db_commit(&c), OK);
	last = named("Sidste", "Mand");
	assert_finds("sidste", last);
	assert_int_equal(
	    person_find(&c, world.municipality, "mange", 5).count, 5);
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
		TEST(who_has_another_number_is_found_by_that_one),
		TEST(nothing_of_a_person_stands_in_their_row),
		TEST(who_is_forgotten_has_no_name),
		TEST(a_citizen_is_found_by_how_their_names_begin),
		TEST(only_citizens_of_the_municipality_are_found),
		TEST(the_last_of_many_is_found),
	};

	return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
