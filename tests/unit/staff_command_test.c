#include "console.h"

#include <string.h>

#include "factor.h"
#include "person.h"

#define RUN(said, ...) \
	console(       \
	    staff_command, (const char *const[]) { __VA_ARGS__, NULL }, &said)
#define KAREN                                                               \
	"--municipality", "Holstebro Kommune", "--name", "Karen Marie Vig", \
	    "--email", "Karen@Example.dk"

static void the_first_admin_comes_to_be_here(void **state)
{
	char code[ENROLMENT_CHARS + 1];
	const char *said;
	struct person p;
	int64_t id;

	(void)state;
	assert_int_equal(RUN(said, KAREN, "--role", "admin,consultant"), 0);
	id = person_by_email(&c, "karen@example.dk");
	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.given_name, "Karen Marie");
	assert_string_equal(p.surname, "Vig");
	assert_int_equal(person_roles(&c, id), ROLE_ADMIN | ROLE_CONSULTANT);
	enrolment_code(enrolment_waiting(&c, id), code);
	assert_non_null(strstr(said, code));
	assert_non_null(strstr(said, "https://svar.example/log-ind"));
}

/* Where there is no other admin to help. */
static void who_is_there_begins_anew(void **state)
{
	const char *first, *second;
	int64_t id;

	(void)state;
	assert_int_equal(RUN(first, KAREN, "--role", "admin"), 0);
	id = person_by_email(&c, "karen@example.dk");
	app_code(id);
	c.now += 1;
	assert_int_equal(RUN(second, KAREN, "--role", "leader"), 0);
	assert_string_not_equal(first, second);
	assert_int_equal(person_roles(&c, id), ROLE_ADMIN | ROLE_LEADER);
	assert_false(factor_confirmed(&c, id));
	assert_int_equal(left("factor", id), 1);
}

static void what_is_wrong_is_one_line(void **state)
{
#define OF(m, n, e, r)                                                       \
	{                                                                    \
		"--municipality", m, "--name", n, "--email", e, "--role", r, \
		    NULL                                                     \
	}
	static const struct {
		const char *given[9];
		int status;
		const char *says;
	} list[] = {
		{ { NULL }, 64, "--municipality" },
		{ { "--municipality", "X", NULL }, 64, "--name" },
		{ { "--name", NULL }, 64, "--name" },
		{ { "--colour", "blue", NULL }, 64, "--colour" },
		{ { "--name", "A", "--name", "B", NULL }, 64, "--name" },
		{ OF("Intet", "A B", "a@b.dk", "admin"), 65, "--municipality" },
		{ OF("7", "A B", "a@b.dk", "admin"), 65, "--municipality" },
		{ OF("Holstebro Kommune", " ", "a@b.dk", "admin"), 65,
		    "--name" },
		{ OF("Holstebro Kommune", "A\nB", "a@b.dk", "admin"), 65,
		    "--name" },
		{ OF("Holstebro Kommune", "A B", "ab.dk", "admin"), 65,
		    "--email" },
		{ OF("Holstebro Kommune", "A B", "a@b.dk\r\nBcc: x", "admin"),
		    65, "--email" },
		{ OF("Holstebro Kommune", "A B", "firma1@example.dk", "admin"),
		    65, "--email" },
		{ OF("Holstebro Kommune", "A B", "a@b.dk", "admin,boss"), 65,
		    "--role" },
		{ OF("Holstebro Kommune", "A B", "a@b.dk", "employer"), 65,
		    "--role" },
		{ OF("Holstebro Kommune", "A B", "a@b.dk", ""), 65, "--role" },
	};
	int64_t before = one(SQL("SELECT count(*) FROM person"), NO_BIND);

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		const char *said;

		assert_int_equal(console(staff_command, list[i].given, &said),
		    list[i].status);
		if (strstr(said, list[i].says) == NULL ||
		    strchr(said, '\n') != said + strlen(said) - 1)
			fail_msg("%zu says %s", i, said);
	}
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM person"), NO_BIND), before);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_admin_comes_to_be_here),
		TEST(who_is_there_begins_anew),
		TEST(what_is_wrong_is_one_line),
	};

	return cmocka_run_group_tests_name("staff_command", tests, NULL, NULL);
}
