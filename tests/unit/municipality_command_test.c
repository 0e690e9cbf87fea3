#include "console.h"

#include <string.h>

#include "municipality.h"

#define RUN(said, ...)                \
	console(municipality_command, \
	    (const char *const[]) { __VA_ARGS__, NULL }, &said)

static void a_municipality_comes_to_be_here(void **state)
{
	struct municipality m;
	const char *said;

	(void)state;
	assert_int_equal(RUN(said, "--name", "Struer Kommune", "--helper",
			     " Ida ", "--phone", "20 30 40 50"),
	    0);
	assert_true(municipality_find(&c, "Struer Kommune", &m));
	assert_string_equal(m.helper, "Ida");
	assert_string_equal(m.phone, "4520304050");
	assert_non_null(strstr(said, mem_printf(&c, "%" PRId64, m.id)));
	/* Found by what was printed, too. */
	assert_true(
	    municipality_find(&c, mem_printf(&c, "%" PRId64, m.id), &m));
}

static void what_is_wrong_is_one_line(void **state)
{
#define OF(n, h, p)                                            \
	{                                                      \
		"--name", n, "--helper", h, "--phone", p, NULL \
	}
	static const struct {
		const char *given[7];
		int status;
		const char *says;
	} list[] = {
		{ { NULL }, 64, "--name" },
		{ { "--name", "X", NULL }, 64, "--helper" },
		{ { "--name", "X", "--helper", "Y", NULL }, 64, "--phone" },
		{ { "--phone", NULL }, 64, "--phone" },
		{ OF("Holstebro Kommune", "Ida", "20304050"), 65, "--name" },
		{ OF(" ", "Ida", "20304050"), 65, "--name" },
		{ OF("4711", "Ida", "20304050"), 65, "--name" },
		{ OF("Struer\nKommune", "Ida", "20304050"), 65, "--name" },
		{ OF("Den Meget Lange By Kommune", "Ida", "20304050"), 65,
		    "--name" },
		{ OF("Struer Kommune", "", "20304050"), 65, "--helper" },
		{ OF("Struer Kommune", "Łukasz", "20304050"), 65, "--helper" },
		{ OF("Struer Kommune", "Ida", "112"), 65, "--phone" },
	};
	int64_t before = one(SQL("SELECT count(*) FROM municipality"), NO_BIND);

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		const char *said;

		assert_int_equal(
		    console(municipality_command, list[i].given, &said),
		    list[i].status);
		if (strstr(said, list[i].says) == NULL ||
		    strchr(said, '\n') != said + strlen(said) - 1)
			fail_msg("%zu says %s", i, said);
	}
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM municipality"), NO_BIND), before);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_municipality_comes_to_be_here),
		TEST(what_is_wrong_is_one_line),
	};

	return cmocka_run_group_tests_name(
	    "municipality_command", tests, NULL, NULL);
}
