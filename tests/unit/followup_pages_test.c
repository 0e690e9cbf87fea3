#include "request.h"

#include <stdio.h>

#include "leave.h"
#include "person.h"

static void a_mentor_marks_what_is_done(void **state)
{
	const char *form;
	int64_t step;

	(void)state;
	amir_comes("2026-03-05");
	at("2026-03-06T09:00");
	step = one(SQL("SELECT id FROM followup ORDER BY due_on"), NO_BIND);
	as(world.mentor);
	form = mem_printf(&c, "action=\"/opfoelgning/%" PRId64 "\"", step);
	assert_page(get("/opfoelgning"), 200, form);
	assert_page(get("/opfoelgning"), 200, "Amir");
	assert_see(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step),
		       "note=Det+gik+fint"),
	    "/opfoelgning");
	assert_string_equal(note_of(step), "Det gik fint");
	/* Pressed twice it is done all the same. */
	assert_see(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step), ""),
	    "/opfoelgning");
	assert_int_equal(submit("/opfoelgning/12345", "").status, 404);
	assert_lacks(get("/opfoelgning"), form);
	assert_page(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step),
			"note=010170-1234"),
	    422, phrase("form.cpr"));
}

static void who_stands_in_sees_the_list_and_marks_it(void **state)
{
	struct leave l = { .person = world.mentor,
		.from_on = instant("2026-03-06"),
		.until_on = instant("2026-03-10") };
	int64_t step;
	char path[100];

	(void)state;
	amir_comes("2026-03-05");
	l.stand_in = add_person(
	    "Sanne", "4520000004", "sanne@example.dk", "unknown");
	db_begin(&c);
	person_give_role(&c, l.stand_in, world.municipality, ROLE_MENTOR, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(leave_add(&c, &l, &l.id), OK);
	step = one(SQL("SELECT id FROM followup ORDER BY due_on"), NO_BIND);
	snprintf(path, sizeof path, "/opfoelgning/%" PRId64, step);
	as(l.stand_in);
	assert_lacks(get("/opfoelgning"), "Amir");
	assert_int_equal(submit(path, "note=").status, 404);
	at("2026-03-06T09:00");
	as(l.stand_in);
	assert_page(get("/opfoelgning"), 200, "Amir");
	assert_see(submit(path, "note="), "/opfoelgning");
	assert_lacks(get("/opfoelgning"), path);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mentor_marks_what_is_done),
		TEST(who_stands_in_sees_the_list_and_marks_it),
	};

	return cmocka_run_group_tests_name("followup_pages", tests, NULL, NULL);
}
