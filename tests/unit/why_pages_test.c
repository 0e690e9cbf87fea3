#include "request.h"

#include <poll.h>
#include <string.h>

#include "citizen.h"
#include "match.h"
#include "municipality.h"
#include "person.h"

static int staff_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.mentor);
	return 0;
}

static int live_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	c.now = clock_in_window(WINDOW_ASKING, clock_now());
	match_live_begin(store);
	for (int i = 0; i < 500 && !match_live_ready(); i++)
		poll(NULL, 0, 10);
	as(world.mentor);
	return match_live_ready() ? 0 : -1;
}

static int live_close(void **state)
{
	match_live_end();
	return world_close(state);
}

static const char *who(int64_t task)
{
	return mem_printf(&c, "/opgave/%" PRId64 "/hvem", task);
}

static const char *why(int64_t task, int64_t citizen)
{
	return mem_printf(
	    &c, "/opgave/%" PRId64 "/hvorfor/%" PRId64, task, citizen);
}

/* ---- the tasks ---- */

static void open_tasks_stand_with_whether_anybody_is_asked(void **state)
{
	(void)state;
	assert_page(get("/opgave"), 200, "Der er ingen åbne opgaver");
	post_on("2026-03-05", 1);
	assert_page(get("/opgave"), 200, "pakke varer til påske");
	assert_lacks(get("/opgave"), "Ingen at spørge");
	post_on("2026-03-07", 1); /* a Saturday */
	assert_page(get("/opgave"), 200, "Ingen at spørge lige nu");
	at("2026-03-07T09:00");
	as(world.mentor);
	assert_page(get("/opgave"), 200, "Der er ingen åbne opgaver");
}

/* ---- a full week ---- */

static void a_full_week_of_messages_is_said_with_its_end(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_lacks(get(why(task, world.amir)), "Har fået de beskeder");
	change(SQL("UPDATE rule SET value = 1"
		   " WHERE name = 'messages_a_week'"),
	    NO_BIND);
	assert_page(get(why(task, world.amir)), 200,
	    "Vi kan spørge om nyt igen fra mandag 9/3.");
}

/* ---- whom a task suits ---- */

static void those_who_come_next_stand_with_their_points(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	int64_t bo = add_citizen("Bo");

	(void)state;
	/* Amir is asked already. */
	assert_page(get(who(task)), 200, why(task, bo));
	assert_page(get(who(task)), 200, "Bo Prøve");
	assert_page(
	    get(who(task)), 200, "Tid siden sidste spørgsmål: \u221214");
	assert_lacks(get(who(task)), "Amir");
	assert_page(get(who(task)), 200, "1 er spurgt");
}

static void people_of_another_municipality_are_not_there(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	int64_t bo = add_citizen("Bo");

	(void)state;
	db_begin(&c);
	db_run(&c,
	    SQL("INSERT INTO municipality (id, name, helper, phone)"
		" VALUES (77, 'Nabo Kommune', 'Ib', '4520000099')"),
	    NO_BIND);
	db_run(&c,
	    SQL("INSERT INTO rule (id, municipality_id, name, valid_from,"
		" value, source) SELECT id + 1000, 77, name, valid_from, value,"
		" source FROM rule"),
	    NO_BIND);
	db_run(&c,
	    SQL("UPDATE citizen SET municipality_id = 77 WHERE person_id = $1"),
	    BIND(INT(bo)));
	assert_int_equal(db_commit(&c), OK);
	assert_lacks(get(who(task)), "Bo Prøve");
	assert_page(get(who(task)), 200, "men ikke til nogen hos os");
	assert_see(submit(who(task), "navn=bo"),
	    mem_printf(&c, "%s?borgere=#fundet", who(task)));
	assert_lacks(get(mem_printf(&c, "%s?borgere=%" PRId64, who(task), bo)),
	    "Bo Prøve");
	assert_int_equal(get(why(task, bo)).status, 404);
	assert_int_equal(get(why(task, world.mentor)).status, 404);
	assert_int_equal(get(why(12345, world.amir)).status, 404);
}

static struct reply find(int64_t task, const char *typed)
{
	struct reply r = submit(who(task), mem_printf(&c, "navn=%s", typed));

	assert_int_equal(r.status, 303);
	return get(mem_dup_n(&c, r.location, strcspn(r.location, "#")));
}

static void a_citizen_is_found_by_name(void **state)
{
	static const char *const nobody[] = { "xx", "a", "", "%3Cb%3E", "%25" };
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_see(submit(who(task), "navn=am"), why(task, world.amir));
	for (size_t i = 0; i < COUNT(nobody); i++)
		assert_page(
		    find(task, nobody[i]), 200, "Ingen hos os med det navn");
	assert_lacks(get(who(task)), "Ingen hos os");
	add_citizen("Amira");
	assert_page(find(task, "am"), 200, "Amir Prøve");
	assert_page(find(task, "am"), 200, "Amira Prøve");
	assert_lacks(find(task, "am"), "Der er måske flere");
	for (int i = 0; i < 20; i++)
		add_citizen("Amira");
	assert_page(find(task, "am"), 200, "Der er måske flere");
	assert_page(get(mem_printf(&c, "%s?borgere=1,,x,%%00", who(task))), 400,
	    phrase("error.400"));
	assert_page(get(mem_printf(&c, "%s?borgere=1,,x,7", who(task))), 200,
	    "Ingen hos os");
}

static void searches_have_a_limit_of_their_own(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	c.now += 40 * DAY; /* the table outlives the tests before */
	as(world.consultant);
	for (int i = 0; i < 120; i++) {
		assert_int_equal(submit(who(task), "navn=xx").status, 303);
		next();
	}
	assert_page(submit(who(task), "navn=xx"), 429, phrase("error.429"));
	assert_int_equal(get(who(task)).status, 200);
}

/* ---- one of them ---- */

static void each_rule_is_told_and_what_stands_in_the_way_first(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	int64_t bo = add_citizen("Bo");
	struct reply r = get(why(task, bo));

	(void)state;
	assert_page(r, 200, "Opgaven passer: alle regler holder.");
	for (int i = 0; i < MATCH_RULES; i++)
		assert_page(
		    r, 200, phrase_named(&c, "why_rule", match_rule_name(i)));
	db_begin(&c);
	citizen_pause(&c, bo, c.now + 9 * DAY);
	citizen_needs(&c, bo, "ro", "must");
	assert_int_equal(db_commit(&c), OK);
	r = get(why(task, bo));
	assert_page(r, 200, "2 af reglerne holder ikke");
	assert_page(r, 200, phrase("why_not.not_paused"));
	assert_page(r, 200, phrase("why_not.needs"));
	assert_lacks(r, phrase("why_rule.needs"));
	assert_page(r, 200, phrase("why_rule.score"));
	/* Which need it is, is not for this page. */
	assert_lacks(r, "Ro omkring mig");
}

static void a_free_amount_warns_and_bars_nobody(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_lacks(get(why(task, world.amir)), "Vejledende");
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_FREE_MONTH "gruppe-a",
	    c.now - DAY, 10000, "et eksempel");
	assert_int_equal(db_commit(&c), OK);
	assert_page(get(why(task, world.amir)), 200, "Vejledende");
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void each_rule_has_words_for_both(void **state)
{
	(void)state;
	for (int i = 0; i < MATCH_RULES; i++)
		assert_string_not_equal(
		    phrase_named(&c, "why_rule", match_rule_name(i)),
		    phrase_named(&c, "why_not", match_rule_name(i)));
	for (int i = 0; i < MATCH_PARTS; i++)
		phrase_named(
		    &c, "why_part", match_part_name((enum match_part)i));
}

static void without_a_dated_rule_nothing_is_said(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	change(SQL("DELETE FROM rule"), NO_BIND);
	assert_page(get(why(task, world.amir)), 200, "Det kan ikke siges");
	assert_int_equal(get(who(task)).status, 200);
}

static void an_address_names_a_citizen_by_number(void **state)
{
	static const char *const none[] = { "", "x", "-1", "1x", "1/2",
		"12345678901234567" };
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_int_equal(
		    get(mem_printf(&c, "/opgave/%" PRId64 "/hvorfor/%s", task,
			    none[i]))
			.status,
		    404);
}

/* P3: who said no is not told from who did not answer. */
static void a_no_is_a_count_and_no_name(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	size_t length;

	(void)state;
	change(SQL("UPDATE offer SET state = 'expired'"), NO_BIND);
	length = get(why(task, world.amir)).length;
	change(SQL("UPDATE offer SET state = 'no'"), NO_BIND);
	assert_int_equal(get(why(task, world.amir)).length, length);
	assert_page(get(who(task)), 200, "1 har sagt nej");
	assert_lacks(get(who(task)), "Amir");
}

/* ---- when nobody can ---- */

static void what_keeps_people_from_a_task_is_counted(void **state)
{
	int64_t saturday = clock_add_days(clock_week(c.now), 12), task;

	(void)state;
	task = post_on(clock_iso_date(&c, saturday), 1);
	assert_page(get(who(task)), 200, "Kun det her står i vejen for én");
	assert_page(get(who(task)), 200, phrase("why_not.available"));
	add_citizen("Bo");
	assert_page(get(who(task)), 200, "Kun det her står i vejen for 2");
	task = post_on(clock_iso_date(&c, clock_add_days(saturday, -1)), 1);
	assert_lacks(get(who(task)), "Kun det her");
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, live_open, live_close)
#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, staff_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(open_tasks_stand_with_whether_anybody_is_asked),
		TEST(a_full_week_of_messages_is_said_with_its_end),
		TEST(those_who_come_next_stand_with_their_points),
		TEST(people_of_another_municipality_are_not_there),
		TEST(a_citizen_is_found_by_name),
		TEST(searches_have_a_limit_of_their_own),
		TEST(each_rule_is_told_and_what_stands_in_the_way_first),
		TEST(a_free_amount_warns_and_bars_nobody),
		TEST(each_rule_has_words_for_both),
		TEST(without_a_dated_rule_nothing_is_said),
		TEST(an_address_names_a_citizen_by_number),
		TEST(a_no_is_a_count_and_no_name),
		LIVE(what_keeps_people_from_a_task_is_counted),
	};

	return cmocka_run_group_tests_name("why_pages", tests, NULL, NULL);
}
