#include "request.h"

#include <stdio.h>

#include "hours.h"
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

static void the_mentor_reads_how_it_went(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	as(world.mentor);
	assert_lacks(get("/opfoelgning"), "Stedet skrev");
	assert_int_equal(hours_went(&c, engagement, "little"), OK);
	assert_page(get("/opfoelgning"), 200,
	    "Stedet skrev torsdag 5/3: Med lidt hjælp");
	assert_int_equal(hours_remember(&c, engagement, 200), OK);
	assert_page(get("/venter"), 200, "Stedet skrev: Med lidt hjælp");
	assert_page(get("/venter"), 200,
	    "Aftalt 3 timer, skrevet 3 timer, husket 3 timer 20 min");
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
		TEST(the_mentor_reads_how_it_went),
		TEST(who_stands_in_sees_the_list_and_marks_it),
	};

	return cmocka_run_group_tests_name("followup_pages", tests, NULL, NULL);
}
