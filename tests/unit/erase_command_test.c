#include "request.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "command.h"
#include "person.h"

/* Runs the verb with what it says in `said`. */
static int run(const char *whom, const char **said)
{
	const char *path = mem_printf(&c, "%s/said", folder);
	int err = dup(2), status;
	int to = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *text = mem_alloc(&c, 2000);

	dup2(to, 2);
	/* The words are only read. */
	status = erase_command(
	    &c, (char *[]) { (char *)(uintptr_t)whom, NULL });
	dup2(err, 2);
	assert_true(pread(to, text, 1999, 0) >= 0);
	close(to);
	close(err);
	*said = text;
	return status;
}

static const char *id_of(int64_t person)
{
	return mem_printf(&c, "%" PRId64, person);
}

static void assert_says(const char *whom, int status, const char *line)
{
	const char *said;

	assert_int_equal(run(whom, &said), status);
	assert_string_equal(said, line);
}

static void a_person_is_erased_by_their_id(void **state)
{
	struct person p;
	const char *said;

	(void)state;
	assert_int_equal(run(id_of(world.amir), &said), 0);
	assert_true(person_load(&c, world.amir, &p));
	assert_true(p.erased);
}

static void pages_go_on_without_the_name(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *said;
	char task[60];

	(void)state;
	at("2026-03-06T09:00");
	change(SQL("UPDATE course SET ended_at = $1"), BIND(INT(c.now)));
	as(world.bakery.contact);
	snprintf(task, sizeof task, "/opgaver/%" PRId64,
	    one(SQL("SELECT task_id FROM engagement WHERE id = $1"),
		BIND(INT(engagement))));
	assert_page(get(task), 200, "Amir");
	assert_int_equal(run(id_of(world.amir), &said), 0);
	assert_page(get(task), 200, "Slettet person");
	as(world.mentor);
	assert_page(get(mem_printf(&c, "/timer-om-ugen/%" PRId64, world.amir)),
	    200, "Slettet person");
}

static void what_stands_in_the_way_is_said_in_a_line(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	assert_says(id_of(world.amir), 1,
	    "portal: erase: the person has agreed to come to a task; end the "
	    "agreement, or wait until it is over\n");
	assert_says(id_of(world.bakery.contact), 1,
	    "portal: erase: the person is whom people ask for at a task; "
	    "cancel it, or wait until it is over\n");
	at("2026-03-06T09:00");
	assert_says(id_of(world.amir), 1,
	    "portal: erase: the person has a course that runs; its last "
	    "follow-up must be done first\n");
	assert_says(id_of(world.mentor), 1,
	    "portal: erase: the person works here; end the roles, and give "
	    "the follow-ups to somebody else\n");
}

static void nobody_is_erased_by_anything_but_an_id(void **state)
{
	static const char *const words[] = { "", "Amir", "0", "-1", "7x",
		"99999999999999999999", "amir@example.dk" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_says(
		    words[i], 64, "portal: erase: a person's id, in digits\n");
	assert_says(
	    "4520000101", 1, "portal: erase: there is no such person\n");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_is_erased_by_their_id),
		TEST(pages_go_on_without_the_name),
		TEST(what_stands_in_the_way_is_said_in_a_line),
		TEST(nobody_is_erased_by_anything_but_an_id),
	};

	return cmocka_run_group_tests_name("erase_command", tests, NULL, NULL);
}
