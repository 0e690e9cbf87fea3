#include "task_form.h"

#include <poll.h>
#include <stdio.h>

#include "citizen.h"
#include "match.h"
#include "settings.h"

static int64_t saturday; /* its midnight, within the next ten days */

/* The index's thread goes by the system's clock, so the world does too. Three
 * more are as Amir is: every working day from 7 to 18. */
static int four_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	c.now = clock_in_window(WINDOW_ASKING, clock_now());
	saturday = clock_add_days(clock_week(c.now), 5);
	if (saturday < clock_add_days(c.now, 2))
		saturday = clock_add_days(saturday, 7);
	add_citizen("Bo");
	add_citizen("Cleo");
	add_citizen("Dan");
	as(world.bakery.contact);
	return 0;
}

static int live_open(void **state)
{
	if (four_open(state) != 0)
		return -1;
	match_live_begin(store);
	for (int i = 0; i < 500 && !match_live_ready(); i++)
		poll(NULL, 0, 10);
	return match_live_ready() ? 0 : -1;
}

static int live_close(void **state)
{
	match_live_end();
	return world_close(state);
}

/* ---- asking ---- */

static const char *looked_at(int days, int level)
{
	return mem_printf(&c,
	    "/opgaver/mulige?funktion=pakning&niveau=%d&dag=%s&fra=09:00"
	    "&til=12:00&sted=Bager+Bech&adresse=N%%C3%%B8rregade+4&postnr=7500",
	    level, clock_iso_date(&c, clock_add_days(saturday, days)));
}

static struct reply look(int days)
{
	return get(looked_at(days, 2));
}

static struct reply check_on(int days)
{
	return check("dag", clock_iso_date(&c, clock_add_days(saturday, days)));
}

static const char *named(int days)
{
	return clock_day(&c, clock_add_days(saturday, days));
}

static void assert_nothing(struct reply reply)
{
	assert_int_equal(reply.status, 200);
	for (size_t i = 0; i < reply.length; i++)
		assert_in_range(reply.body[i], '\t', ' ');
}

/* All but so many leave. */
static void only(int64_t left)
{
	db_begin(&c);
	db_run(&c,
	    SQL("UPDATE citizen SET released_at = NULL, change_seq ="
		" change_seq + 100 WHERE person_id IN (SELECT person_id"
		" FROM citizen ORDER BY person_id DESC LIMIT 4 - $1)"),
	    BIND(INT(left)));
	db_run(&c, SQL("UPDATE change SET seq = seq + 100"), NO_BIND);
	assert_int_equal(db_commit(&c), OK);
	next();
}

/* ---- how many ---- */

static void an_employer_is_told_how_many_can(void **state)
{
	(void)state;
	assert_page(look(-1), 200, "<strong>4 personer</strong> kan");
	assert_lacks(look(-1), "flere");
	assert_lacks(look(-1), "<html");
}

static void another_day_is_told_where_it_helps(void **state)
{
	struct reply r = look(0);

	(void)state;
	assert_page(r, 200, "Lige nu finder vi ingen");
	assert_page(r, 200,
	    mem_printf(
		&c, "<strong>4</strong> kan, hvis %s er mulig.", named(-1)));
}

static void a_day_brings_so_many_more(void **state)
{
	db_begin(&c);
	for (int i = 0; i < 3; i++)
		citizen_available_on(&c,
		    one(SQL("SELECT person_id FROM citizen ORDER BY person_id"
			    " LIMIT 1 OFFSET $1"),
			BIND(INT(i))),
		    saturday, 0, 1440, true);
	assert_int_equal(db_commit(&c), OK);
	for (int i = 0; i < 3; i++)
		add_citizen("En");
	next();
	(void)state;
	assert_page(look(0), 200, "<strong>3 personer</strong> kan");
	assert_page(look(0), 200,
	    mem_printf(&c, "<strong>4 flere</strong> kan, hvis %s er mulig.",
		named(-1)));
}

static void one_and_two_are_not_told_apart(void **state)
{
	char first[2000];

	(void)state;
	only(2);
	assert_page(look(-1), 200, "Der er nogen, der kan");
	snprintf(first, sizeof first, "%s", look(-1).body);
	only(1);
	assert_string_equal(look(-1).body, first);
	/* Nor is another day told of so few. */
	assert_lacks(look(0), "kan, hvis");
}

static void a_level_is_told_where_it_helps(void **state)
{
	(void)state;
	assert_page(get(looked_at(-1, 3)), 200,
	    "<strong>4</strong> kan, hvis opgaven passer til alle");
	assert_lacks(get(looked_at(-1, 2)), "lyst til at prøve");
}

static void nothing_is_told_of_what_people_need(void **state)
{
	struct reply r;

	(void)state;
	db_begin(&c);
	for (int i = 0; i < 4; i++)
		citizen_needs(&c,
		    one(SQL("SELECT person_id FROM citizen ORDER BY person_id"
			    " LIMIT 1 OFFSET $1"),
			BIND(INT(i))),
		    "ro", "must");
	assert_int_equal(db_commit(&c), OK);
	next();
	r = look(-1);
	assert_page(r, 200, "Lige nu finder vi ingen");
	assert_lacks(r, "kan, hvis");
	assert_page(r, 200, "så ser vi på det sammen");
	/* What a consultant has checked of this very place counts. */
	change(SQL("INSERT INTO honours (workplace_id, consideration, said_at,"
		   " checked_at, checked_by) VALUES ($1, 'ro', 1, 1, $2)"),
	    BIND(INT(world.bakery.place), INT(world.consultant)));
	assert_page(look(-1), 200, "<strong>4 personer</strong> kan");
}

/* ---- when there is nothing to tell ---- */

static void what_is_not_typed_yet_is_not_wrong(void **state)
{
	(void)state;
	assert_nothing(get("/opgaver/mulige"));
	assert_nothing(get("/opgaver/mulige?funktion=pakning&niveau=2&dag="));
	assert_nothing(
	    get("/opgaver/mulige?funktion=pakning&niveau=2&dag=2026-13-40"));
	assert_nothing(look(-60));
	assert_nothing(look(400));
	assert_nothing(get(mem_printf(&c,
	    "/opgaver/mulige?funktion=pakning&niveau=2&dag=%s&fra=09:00"
	    "&til=12:00&postnr=0000",
	    clock_iso_date(&c, saturday))));
}

/* In a series the one who did it last comes first, and as many can. */
static void several_times_are_no_fewer_people(void **state)
{
	(void)state;
	assert_page(get(mem_printf(&c, "%s&flere=1", looked_at(-1, 2))), 200,
	    "<strong>4 personer</strong> kan");
}

static void a_function_that_is_none_suits_nobody(void **state)
{
	(void)state;
	assert_page(get(mem_printf(&c,
			"/opgaver/mulige?funktion=x&niveau=1&dag=%s&fra=09:00"
			"&til=12:00&postnr=7500",
			clock_iso_date(&c, saturday))),
	    200, "Lige nu finder vi ingen");
}

static void without_an_index_nothing_is_said(void **state)
{
	(void)state;
	assert_nothing(look(-1));
	assert_lacks(check_on(-1), "class=\"preview\"");
}

/* ---- the other pages that tell it ---- */

static void the_check_page_tells_it_without_a_script(void **state)
{
	(void)state;
	assert_page(submit("/opgaver/tjek",
			mem_printf(&c,
			    "dag=%s&loendag=%s&funktion=pakning&niveau=2"
			    "&antal=1&fra=09:00&til=12:00&loen=145"
			    "&sted=Bager+Bech&adresse=N%%C3%%B8rregade+4"
			    "&postnr=7500&by=Holstebro&moedested=Bagindgangen",
			    clock_iso_date(&c, saturday),
			    clock_iso_date(&c, clock_add_days(saturday, 30)))),
	    200,
	    mem_printf(
		&c, "<strong>4</strong> kan, hvis %s er mulig.", named(-1)));
}

static void a_task_that_nobody_can_names_another_day(void **state)
{
	const char *path;
	int64_t task;

	(void)state;
	task = post_on(clock_iso_date(&c, saturday), 1);
	path = mem_printf(&c, "/opgaver/%" PRId64, task);
	assert_page(get(path), 200, "Et andet tidspunkt hjælper tit.");
	assert_page(get(path), 200,
	    mem_printf(
		&c, "%s er der 4 personer, der kan på samme tid", named(-1)));
	change(SQL("UPDATE task SET state = 'over'"), NO_BIND);
	assert_lacks(get(path), "på samme tid");
}

/* ---- how often ---- */

static void typing_has_a_limit_of_its_own(void **state)
{
	(void)state;
	/* Of the firm that no other test of this program asked as. */
	as(add_firm("Tastefirma", true).contact);
	settings.limit_looks = 2;
	settings.limit_changes = 10;
	assert_int_equal(look(-1).status, 200);
	assert_int_equal(look(-1).status, 200);
	assert_page(look(-1), 429, phrase("error.429"));
	assert_true(look(-1).again > 0);
	assert_int_equal(get("/opgaver").status, 200);
	assert_int_equal(check_on(-1).status, 422);
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, live_open, live_close)
#define ROWS(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(an_employer_is_told_how_many_can),
		LIVE(another_day_is_told_where_it_helps),
		LIVE(a_day_brings_so_many_more),
		LIVE(one_and_two_are_not_told_apart),
		LIVE(a_level_is_told_where_it_helps),
		LIVE(nothing_is_told_of_what_people_need),
		LIVE(what_is_not_typed_yet_is_not_wrong),
		LIVE(several_times_are_no_fewer_people),
		LIVE(a_function_that_is_none_suits_nobody),
		ROWS(without_an_index_nothing_is_said),
		LIVE(the_check_page_tells_it_without_a_script),
		LIVE(a_task_that_nobody_can_names_another_day),
		ROWS(typing_has_a_limit_of_its_own),
	};

	return cmocka_run_group_tests_name("preview_pages", tests, NULL, NULL);
}
