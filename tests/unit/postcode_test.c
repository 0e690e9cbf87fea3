#include "fixture.h"

#include <string.h>

#include "postcode.h"

static char why[200];
static size_t count;

static enum err import(const char *text)
{
	return postcode_import(&c, text, strlen(text), &count, why);
}

static void both_published_forms_are_read(void **state)
{
	struct postcode p;

	(void)state;
	assert_int_equal(
	    import("# by somebody\r\n"
		   "postnr;navn;lat;lon\r\n"
		   "7600;Struer;56.4925;8.5722\r\n"
		   "\r\n"
		   "DK\t6990\tUlfborg\tCentral Jutland\t82\tHolstebro"
		   "\t661\t\t\t56.2967\t8.2163\t4"),
	    OK);
	assert_int_equal(count, 2);
	assert_true(postcode_load(&c, "7600", &p));
	assert_string_equal(p.name, "Struer");
	assert_in_range(p.north_m, 54820, 54830);
	assert_true(postcode_load(&c, "6990", &p));
	assert_in_range(p.east_m, 13460, 13470);
}

static void a_range_is_each_of_its_codes(void **state)
{
	struct postcode p;

	(void)state;
	assert_int_equal(import("1500-1502;København V;55.6698;12.5554\n"), OK);
	assert_int_equal(count, 3);
	assert_true(postcode_load(&c, "1501", &p));
	assert_string_equal(p.name, "København V");
	assert_false(postcode_load(&c, "1503", &p));
}

static void read_again_they_move(void **state)
{
	struct postcode p;

	(void)state;
	assert_int_equal(import("7500;Holstebro N;56.5000;8.5000\n"), OK);
	assert_true(postcode_load(&c, "7500", &p));
	assert_string_equal(p.name, "Holstebro N");
	assert_int_equal(p.north_m, 55660);
	assert_int_equal(db_int(&c,
			     SQL("SELECT count(*) FROM postcode"
				 " WHERE code = '7500'"),
			     NO_BIND, 0),
	    1);
}

static void what_is_no_postcode_names_its_line_and_changes_nothing(void **state)
{
	static const char *const wrong[] = { "760;Struer;56.4;8.5",
		"76000;Struer;56.4;8.5", "7600;Struer;56.4",
		"7600;Struer;56.4;8.5;x", "7600;;56.4;8.5",
		"7600;Stru\ter;56.4;8.5", "7600;Stru\xff;56.4;8.5",
		"7600;Struer;5.4;8.5", "7600;Struer;56.4;85",
		"7600;Struer;nan;8.5", "7600;Struer;0x38;8.5",
		"7600;Struer;;8.5", "1999-1500;V;55.6;12.5",
		"DE\t7600\tx\t\t\t\t\t\t\t56.4\t8.5\t4",
		"DK\t7600\tx\t\t\t\t\t\t\t56.4\t8.5",
		"<html>not found</html>" };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct postcode p;
		const char *text = mem_printf(
		    &c, "8700;Horsens;55.86;9.85\n%s\n", wrong[i]);

		assert_int_equal(import(text), ERR_INVALID);
		assert_string_equal(why, "line 2 is no Danish postcode");
		assert_false(postcode_load(&c, "8700", &p));
	}
}

static void a_file_of_nothing_is_refused(void **state)
{
	(void)state;
	assert_int_equal(
	    import("postnr;navn;lat;lon\n\n# nothing\n"), ERR_INVALID);
	assert_string_equal(why, "there is no postcode in it");
	assert_int_equal(import(""), ERR_INVALID);
}

static void more_codes_than_there_are_is_no_list_of_them(void **state)
{
	(void)state;
	assert_int_equal(
	    import("0000-9999;X;56.0;9.0\n0001;X;56.0;9.0\n"), ERR_INVALID);
	assert_string_equal(why, "line 2 is no Danish postcode");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_published_forms_are_read),
		TEST(a_range_is_each_of_its_codes),
		TEST(read_again_they_move),
		TEST(what_is_no_postcode_names_its_line_and_changes_nothing),
		TEST(a_file_of_nothing_is_refused),
		TEST(more_codes_than_there_are_is_no_list_of_them),
	};

	return cmocka_run_group_tests_name("postcode", tests, NULL, NULL);
}
