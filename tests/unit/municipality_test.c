#include "fixture.h"

#include "municipality.h"

static void add_rule(const char *from, int64_t value)
{
	db_begin(&c);
	rule_add(&c, world.municipality, "prøve", instant(from), value,
	    "en underskrift");
	assert_int_equal(db_commit(&c), OK);
}

static bool value_on(const char *day, int64_t *value)
{
	return rule_value(&c, world.municipality, "prøve", instant(day), value);
}

static void a_day_without_a_rule_is_a_refusal(void **state)
{
	int64_t value = 77;

	(void)state;
	assert_false(value_on("2026-03-02", &value));
	add_rule("2026-03-02", 1);
	assert_false(value_on("2026-03-01T23:59", &value));
	assert_int_equal(value, 77);
	assert_true(value_on("2026-03-02", &value));
	assert_int_equal(value, 1);
	assert_false(db_failed(&c));
}

static void the_newest_rule_of_the_day_counts(void **state)
{
	int64_t value;

	(void)state;
	add_rule("2026-03-02", 1);
	add_rule("2026-06-01", 2);
	add_rule("2026-01-01", 3);
	assert_true(value_on("2026-02-01", &value));
	assert_int_equal(value, 3);
	assert_true(value_on("2026-05-31", &value));
	assert_int_equal(value, 1);
	assert_true(value_on("2026-06-01", &value));
	assert_int_equal(value, 2);
}

static void a_rule_that_has_ended_is_none(void **state)
{
	int64_t value;

	(void)state;
	add_rule("2026-03-02", 1);
	change(SQL("UPDATE rule SET valid_to = $1 WHERE name = 'prøve'"),
	    BIND(INT(instant("2026-04-01"))));
	assert_true(value_on("2026-03-31T23:59", &value));
	assert_false(value_on("2026-04-01", &value));
}

static void a_rule_of_another_municipality_is_none(void **state)
{
	const struct municipality m = {
		.name = "Anden Kommune", .helper = "Ib", .phone = "4520000009"
	};
	int64_t other, value;

	(void)state;
	add_rule("2026-03-02", 1);
	db_begin(&c);
	other = municipality_add(&c, &m);
	assert_int_equal(db_commit(&c), OK);
	assert_false(rule_value(&c, other, "prøve", c.now, &value));
}

static void a_municipality_is_found_by_id_or_the_first(void **state)
{
	struct municipality m;

	(void)state;
	assert_true(municipality_load(&c, 0, &m));
	assert_int_equal(m.id, world.municipality);
	assert_string_equal(m.name, "Holstebro Kommune");
	assert_string_equal(m.helper, "Mette");
	assert_true(municipality_load(&c, world.municipality, &m));
	assert_false(municipality_load(&c, 12345, &m));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_day_without_a_rule_is_a_refusal),
		TEST(the_newest_rule_of_the_day_counts),
		TEST(a_rule_that_has_ended_is_none),
		TEST(a_rule_of_another_municipality_is_none),
		TEST(a_municipality_is_found_by_id_or_the_first),
	};

	return cmocka_run_group_tests_name("municipality", tests, NULL, NULL);
}
