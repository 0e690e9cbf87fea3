#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

static struct ctx c;

static int begin(void **state)
{
	(void)state;
	c.mem = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.mem);
	return 0;
}

/* What stands between the mark and the row's end. */
static const char *field(const char *s)
{
	struct csv v = csv_new(c.mem, 4096);

	csv_field(&v, s);
	return v.text.s + 3;
}

static void a_table_is_what_a_danish_excel_opens(void **state)
{
	struct csv v = csv_new(c.mem, 4096);

	(void)state;
	csv_field(&v, "Navn");
	csv_field(&v, "Timer");
	csv_row_end(&v);
	csv_field(&v, "Åse Ø");
	csv_decimal(&v, 250);
	csv_row_end(&v);
	assert_string_equal(
	    v.text.s, "\xEF\xBB\xBFNavn;Timer\r\nÅse Ø;2,50\r\n");
}

static void what_would_part_a_field_is_held_together(void **state)
{
	(void)state;
	assert_string_equal(field("a;b"), "\"a;b\"");
	assert_string_equal(field("a\"b"), "\"a\"\"b\"");
	assert_string_equal(field("a\r\nb"), "\"a\r\nb\"");
	assert_string_equal(field("a,b"), "a,b");
	assert_string_equal(field(""), "");
}

static void a_formula_is_text(void **state)
{
	static const char *const formulas[] = { "=1+1", "+1", "-1", "@SUM(A1)",
		"\t=1", "\r=1", "\n=1" };

	(void)state;
	for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++)
		assert_int_equal(strncmp(field(formulas[i]), "\"'", 2), 0);
	assert_string_equal(
	    field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
	assert_string_equal(field("a=1"), "a=1");
}

static void a_number_keeps_its_sign_and_two_decimals(void **state)
{
	struct csv v = csv_new(c.mem, 4096);

	(void)state;
	csv_decimal(&v, 0);
	csv_decimal(&v, 7);
	csv_decimal(&v, -14550);
	assert_string_equal(v.text.s + 3, "0,00;0,07;-145,50");
}

static void more_than_it_may_hold_is_told(void **state)
{
	struct csv v = csv_new(c.mem, 8);

	(void)state;
	csv_field(&v, "abcdefghij");
	assert_true(v.text.full);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_table_is_what_a_danish_excel_opens),
		TEST(what_would_part_a_field_is_held_together),
		TEST(a_formula_is_text),
		TEST(a_number_keeps_its_sign_and_two_decimals),
		TEST(more_than_it_may_hold_is_told),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
