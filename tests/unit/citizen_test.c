#include "fixture.h"

#include "citizen.h"
#include "postcode.h"
#include "work_function.h"

static void a_citizen_is_kept_as_given(void **state)
{
	struct citizen z;

	(void)state;
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.id, world.amir);
	assert_int_equal(z.municipality_id, world.municipality);
	assert_int_equal(z.mentor_id, world.mentor);
	assert_string_equal(z.target_group, "gruppe-a");
	assert_int_equal(z.released_at, c.now - 100 * DAY);
	assert_int_equal(z.ceiling_minutes, 480);
	assert_int_equal(z.travel_m, 20000);
	assert_string_equal(z.postcode, "7500");
	assert_false(z.shares_phone);
	assert_int_equal(z.paused_until, 0);
	assert_false(citizen_load(&c, world.mentor, &z));
}

static void a_score_is_one_to_ten(void **state)
{
	static const int64_t wrong[] = { 0, 11, -1, INT64_MAX };
	int64_t before;

	(void)state;
	before = one(SQL("SELECT count(*) FROM progression"), NO_BIND);
	db_begin(&c);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(citizen_score(&c, world.amir, "pakning",
				     wrong[i], world.mentor),
		    ERR_INVALID);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 1, world.mentor), OK);
	assert_int_equal(
	    citizen_score(&c, world.amir, "pakning", 10, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	/* Each is a row of its own: none is ever written over. */
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM progression"), NO_BIND), before + 2);
}

static void a_pause_has_an_end_and_can_be_ended(void **state)
{
	struct citizen z;

	(void)state;
	db_begin(&c);
	citizen_pause(&c, world.amir, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.paused_until, c.now + DAY);
	db_begin(&c);
	citizen_pause(&c, world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_true(citizen_load(&c, world.amir, &z));
	assert_int_equal(z.paused_until, 0);
}

static void a_place_lies_where_its_postcode_lies(void **state)
{
	struct postcode holstebro, struer;

	(void)state;
	assert_true(postcode_load(&c, "7500", &holstebro));
	assert_true(postcode_load(&c, "7600", &struer));
	assert_string_equal(holstebro.name, "Holstebro");
	/* 0.13 degrees north is 14.47 km, 0.03 west is 1.87 km. */
	assert_in_range(struer.north_m - holstebro.north_m, 14450, 14490);
	assert_in_range(holstebro.east_m - struer.east_m, 1850, 1880);
	assert_false(postcode_load(&c, "9999", &struer));
}

static void the_catalogue_is_in_the_order_of_the_pickers(void **state)
{
	const struct consideration *k;
	const struct work_function *w;
	struct work_function one_of;
	size_t count;

	(void)state;
	w = work_functions(&c, &count);
	assert_int_equal(count, 2);
	assert_string_equal(w[0].key, "opvask"); /* Køkken before Lager */
	assert_string_equal(w[1].verb, "pakke varer");
	k = considerations(&c, &count);
	assert_int_equal(count, 2);
	assert_string_equal(k[0].key, "makker");
	assert_true(work_function_load(&c, "opvask", &one_of));
	assert_string_equal(one_of.isco, "9412");
	assert_false(work_function_load(&c, "findes ikke", &one_of));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_citizen_is_kept_as_given),
		TEST(a_score_is_one_to_ten),
		TEST(a_pause_has_an_end_and_can_be_ended),
		TEST(a_place_lies_where_its_postcode_lies),
		TEST(the_catalogue_is_in_the_order_of_the_pickers),
	};

	return cmocka_run_group_tests_name("citizen", tests, NULL, NULL);
}
