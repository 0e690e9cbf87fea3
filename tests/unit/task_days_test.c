/* What the task's form holds besides: more days than one, the same person once
 * more, and whom to ask for. */
#include "task_form.h"

#include <string.h>

#include "employer.h"

/* What is right, and these fields besides. */
static struct reply check_with(const char *fields)
{
	return submit(
	    "/opgaver/tjek", mem_printf(&c, "%s%s", with("", NULL), fields));
}

static struct reply post_with(const char *fields)
{
	return submit(
	    "/opgaver", mem_printf(&c, "%s%s", with("", NULL), fields));
}

static void assert_wrong(const char *fields, const char *key)
{
	struct reply r = check_with(fields);

	assert_page(r, 422, phrase(key));
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

/* ---- every week ---- */

static void a_series_is_shown_as_it_will_be(void **state)
{
	struct reply r = check_with("til_og_med=2026-03-26");

	(void)state;
	assert_page(r, 200, "Holstebro hver tor kl 9-12 fra 5/3?");
	assert_page(r, 200, "Hver torsdag, 4 gange: 5/3, 12/3, 19/3, 26/3");
}

static void a_series_is_posted(void **state)
{
	(void)state;
	assert_int_equal(post_with("til_og_med=2026-03-26").status, 303);
	assert_int_equal(tasks(), 4);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"
				 " WHERE follows = 1 AND one_off = 0"),
			     NO_BIND),
	    3);
}

static void holidays_are_left_out_unless_ticked(void **state)
{
	(void)state;
	/* 2 April is Maundy Thursday. */
	assert_page(check_with("til_og_med=2026-04-09"), 200, "26/3, 9/4");
	assert_page(check_with("til_og_med=2026-04-09&helligdage=1"), 200,
	    "26/3, 2/4, 9/4");
}

static void a_series_has_an_end_in_sight(void **state)
{
	(void)state;
	assert_wrong("til_og_med=2026-03-11", "task.til_og_med.early");
	assert_wrong("til_og_med=2026-03-01", "task.til_og_med.early");
	assert_wrong("til_og_med=2026-12-24", "task.til_og_med.far");
	assert_wrong("til_og_med=9999-12-31", "task.til_og_med.far");
	assert_wrong("til_og_med=torsdag", "form.date");
	assert_wrong(
	    "til_og_med=2026-03-26&dag2=2026-03-10", "task.til_og_med.both");
}

static void the_question_of_a_series_must_fit_an_sms(void **state)
{
	const char *words = with("titel", "til+julemarkedet+nu");
	const char *at = strstr(words, "sted=Bager+Bech");
	const char *form = mem_printf(&c, "%.*ssted=Plejecenter+Midt%s",
	    (int)(at - words), words, at + strlen("sted=Bager+Bech"));

	(void)state;
	assert_page(submit("/opgaver/tjek", form), 200, "Plejecenter Midt");
	assert_page(submit("/opgaver/tjek",
			mem_printf(&c, "%stil_og_med=2026-03-26", form)),
	    422, phrase("task.titel.room"));
}

/* ---- other days ---- */

static void other_days_are_tasks_of_their_own(void **state)
{
	const char *days = "dag2=2026-03-09&dag3=&dag4=2026-03-11";

	(void)state;
	assert_page(
	    check_with(days), 200, "3 dage, hver for sig: 5/3, 9/3, 11/3");
	assert_int_equal(post_with(days).status, 303);
	assert_int_equal(tasks(), 3);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM task WHERE series_id IS NULL"),
		NO_BIND),
	    3);
}

static void other_days_are_others_and_in_order(void **state)
{
	(void)state;
	assert_wrong("dag2=2026-03-05", "task.dag2.twice");
	assert_wrong("dag2=2026-03-06&dag3=2026-03-06", "task.dag2.twice");
	assert_wrong("dag2=2026-03-04", "task.dag2.order");
	assert_wrong("dag2=2026-03-09&dag5=2026-03-06", "task.dag2.order");
	assert_wrong("dag2=2026-12-24", "task.dag.far");
}

/* ---- the same once more ---- */

static void what_is_there_already_is_told_of(void **state)
{
	(void)state;
	assert_lacks(check_with(""), phrase("task.alike.then"));
	post_with("til_og_med=2026-03-26");
	assert_page(check_with(""), 200, phrase("task.alike_one"));
	assert_page(check_with("til_og_med=2026-04-16&helligdage=1"), 200,
	    "på 4 af de 7 dage");
	/* On another day or at another place it is another. */
	assert_page(check("dag", "2026-03-06"), 200, "fredag 6/3");
	assert_lacks(check("dag", "2026-03-06"), phrase("task.alike.then"));
	assert_page(check("sted", "Filialen"), 200, "Filialen");
	assert_lacks(check("sted", "Filialen"), phrase("task.alike.then"));
}

/* ---- the same person ---- */

static void who_came_may_be_asked_first(void **state)
{
	int64_t came = amir_comes("2026-03-05");
	int64_t before = one(
	    SQL("SELECT task_id FROM engagement WHERE id = $1"),
	    BIND(INT(came)));
	const char *fields = mem_printf(
	    &c, "efter=%" PRId64 "&samme=%" PRId64, before, came);
	struct reply r;

	(void)state;
	r = get(mem_printf(&c, "/opgaver/%" PRId64 "/igen", before));
	assert_page(r, 200, phrase("task.same"));
	assert_page(r, 200, mem_printf(&c, "id=\"samme-%" PRId64 "\"", came));
	assert_page(r, 200,
	    mem_printf(&c, "name=\"efter\" value=\"%" PRId64 "\"", before));
	assert_int_equal(post_with(fields).status, 303);
	assert_int_equal(one(SQL("SELECT first_id FROM task"
				 " ORDER BY id DESC LIMIT 1"),
			     NO_BIND),
	    world.amir);
}

static void nobody_is_asked_first_whom_they_have_not_met(void **state)
{
	struct firm other = add_firm("Tømrer Dahl", true);
	int64_t came = amir_comes("2026-03-05");
	int64_t before = one(
	    SQL("SELECT task_id FROM engagement WHERE id = $1"),
	    BIND(INT(came)));
	const char *fields = mem_printf(
	    &c, "efter=%" PRId64 "&samme=%" PRId64, before, came);

	(void)state;
	assert_lacks(get("/opgaver/ny?vis=0"), phrase("task.same"));
	post_with("efter=vrøvl&samme=1");
	post_with(mem_printf(&c, "efter=&samme=%" PRId64, came));
	as(other.contact);
	post_with(fields);
	assert_int_equal(tasks(), 4);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"
				 " WHERE first_id IS NOT NULL"),
			     NO_BIND),
	    0);
}

/* ---- whom to ask for ---- */

static void another_contact_may_be_asked_for(void **state)
{
	int64_t bo = add_person("Bo", "4520000777", NULL, "unknown");
	struct firm other = add_firm("Tømrer Dahl", true);

	(void)state;
	assert_lacks(get("/opgaver/ny?vis=0"), "id=\"spoerg\"");
	db_begin(&c);
	contact_add(&c, bo, world.bakery.employer);
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_page(get("/opgaver/ny?vis=0"), 200, "id=\"spoerg\"");
	assert_wrong(mem_printf(&c, "spoerg=%" PRId64, other.contact),
	    "task.spoerg.wrong");
	assert_wrong("spoerg=vrøvl", "task.spoerg.wrong");
	assert_page(check_with(mem_printf(&c, "spoerg=%" PRId64, bo)), 200,
	    "Bo, 20 00 07 77");
	post_with(mem_printf(&c, "spoerg=%" PRId64, bo));
	assert_int_equal(one(SQL("SELECT contact_id FROM task"), NO_BIND), bo);
	/* Who is asked for once is asked for again. */
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64 "/igen",
			one(SQL("SELECT id FROM task"), NO_BIND))),
	    200, mem_printf(&c, "value=\"%" PRId64 "\" selected", bo));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_series_is_shown_as_it_will_be),
		TEST(a_series_is_posted),
		TEST(holidays_are_left_out_unless_ticked),
		TEST(a_series_has_an_end_in_sight),
		TEST(the_question_of_a_series_must_fit_an_sms),
		TEST(other_days_are_tasks_of_their_own),
		TEST(other_days_are_others_and_in_order),
		TEST(what_is_there_already_is_told_of),
		TEST(who_came_may_be_asked_first),
		TEST(another_contact_may_be_asked_for),
		TEST(nobody_is_asked_first_whom_they_have_not_met),
	};

	return cmocka_run_group_tests_name("task days", tests, NULL, NULL);
}
