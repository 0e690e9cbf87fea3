#include "chain.h"

#include <string.h>

#include "attention.h"
#include "link.h"
#include "staff.h"

#define CEILING "/timer-om-ugen/:id"

static void who_sees_a_citizens_page_is_noted(void **state)
{
	(void)state;
	as(world.mentor);
	next();
	assert_int_equal(get(ceiling_page()).status, 200);
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_SAW, CEILING, world.amir), 1);
	assert_int_equal(one(SQL("SELECT about_id FROM audit"
				 " WHERE path <> ''"),
			     NO_BIND),
	    world.amir);
	assert_int_equal(one(SQL("SELECT municipality_id FROM audit"
				 " WHERE path <> ''"),
			     NO_BIND),
	    world.municipality);
}

static void who_changes_something_of_a_citizen_is_noted(void **state)
{
	(void)state;
	as(world.mentor);
	next();
	assert_see(submit(ceiling_page(),
		       "timer=4&dag=2026-03-02&maade=2&grund=&foer=480"),
	    ceiling_page());
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_DID, CEILING, world.amir), 1);
	assert_int_equal(noted_pages(), 1);
}

/* A form that is refused shows the page again, and has changed nothing. */
static void a_refused_change_was_a_look(void **state)
{
	(void)state;
	as(world.mentor);
	next();
	assert_int_equal(submit(ceiling_page(),
			     "timer=99&dag=2026-03-02&maade=2&grund=&foer=480")
			     .status,
	    422);
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_SAW, CEILING, world.amir), 1);
	assert_int_equal(noted_pages(), 1);
}

static void a_change_that_is_sent_twice_is_one_deed(void **state)
{
	const char *form = "timer=4&dag=2026-03-02&maade=2&grund=&foer=480"
			   "&en_gang=00000000000000000000000000";

	(void)state;
	as(world.mentor);
	for (int i = 0; i < 2; i++) {
		next();
		assert_see(submit(ceiling_page(), form), ceiling_page());
	}
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_DID, CEILING, world.amir), 1);
	assert_int_equal(noted_pages(), 1);
}

static void who_may_not_leaves_no_row(void **state)
{
	(void)state;
	as(world.consultant);
	next();
	assert_int_equal(get(ceiling_page()).status, 404);
	as(0);
	next();
	assert_see(get(ceiling_page()), "/log-ind");
	next();
	assert_int_equal(noted_pages(), 0);
}

/* Who is on a list is noted, but not each time that it is looked at. */
static void who_is_on_a_list_is_noted_once_a_day(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	add_citizen("Amina");
	for (int i = 0; i < 2; i++) {
		as(world.mentor);
		next();
		assert_page(get("/opfoelgning"), 200, "Amir");
		next();
		assert_int_equal(
		    noted(world.mentor, AUDIT_SAW, "/opfoelgning", world.amir),
		    1);
		assert_int_equal(
		    noted(world.mentor, AUDIT_SAW, "/opfoelgning", 0), i + 1);
	}
	assert_int_equal(noted_pages(), 3);
	at("2026-03-03T08:00");
	as(world.mentor);
	next();
	get("/opfoelgning");
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_SAW, "/opfoelgning", world.amir), 2);
}

static void who_waits_and_who_suits_are_noted(void **state)
{
	int64_t task = post_on("2026-03-05", 1), amina = add_citizen("Amina");

	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, world.amir, 0, "hej");
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	next();
	assert_page(get("/venter"), 200, "hej");
	next();
	assert_int_equal(
	    noted(world.consultant, AUDIT_SAW, "/venter", world.amir), 1);
	assert_int_equal(
	    get(mem_printf(&c, "/opgave/%" PRId64 "/hvem?borgere=%" PRId64,
		    task, amina))
		.status,
	    200);
	next();
	assert_int_equal(
	    noted(world.consultant, AUDIT_SAW, "/opgave/:id/hvem", amina), 1);
}

/* The workplace is rung, and it is Amir's shift that is spoken of. */
static void whose_hours_are_missing_is_noted(void **state)
{
	int64_t engagement = amir_comes("2026-03-03");

	(void)state;
	at("2026-03-03T13:00");
	change(SQL("UPDATE engagement SET hours = 'asked'"), NO_BIND);
	db_begin(&c);
	attention_add(
	    &c, ATTENTION_MISSING, world.bakery.contact, engagement, "");
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	next();
	assert_page(get("/venter"), 200, "Amir");
	next();
	assert_int_equal(
	    noted(world.consultant, AUDIT_SAW, "/venter", world.amir), 1);
}

static void a_list_is_noted_without_a_person(void **state)
{
	(void)state;
	as(world.mentor);
	next();
	assert_int_equal(get("/opfoelgning").status, 200);
	next();
	assert_int_equal(get("/opgave").status, 200); /* tasks, and nobody */
	next();
	assert_int_equal(noted(world.mentor, AUDIT_SAW, "/opfoelgning", 0), 1);
	assert_int_equal(noted_pages(), 1);
}

/* A step, and what waits for a person: each leads to whom it is about. */
static void what_has_an_id_leads_to_the_person(void **state)
{
	int64_t engagement = amir_comes("2026-03-05"), step, waits;

	(void)state;
	(void)engagement;
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, world.amir, 0, "hej");
	assert_int_equal(db_commit(&c), OK);
	step = one(SQL("SELECT min(id) FROM followup"), NO_BIND);
	waits = one(SQL("SELECT max(id) FROM attention"), NO_BIND);
	as(world.mentor);
	next();
	assert_see(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step),
		       "note=Talt+med"),
	    "/opfoelgning");
	next();
	assert_see(
	    submit(mem_printf(&c, "/venter/%" PRId64, waits), "handling=luk"),
	    "/venter");
	next();
	assert_int_equal(
	    noted(world.mentor, AUDIT_DID, "/opfoelgning/:id", world.amir), 1);
	assert_int_equal(
	    noted(world.mentor, AUDIT_DID, "/venter/:id", world.amir), 1);
}

static void why_somebody_suits_is_about_them(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	as(world.consultant);
	next();
	assert_int_equal(
	    get(mem_printf(&c, "/opgave/%" PRId64 "/hvorfor/%" PRId64, task,
		    world.amir))
		.status,
	    200);
	next();
	assert_int_equal(noted(world.consultant, AUDIT_SAW,
			     "/opgave/:id/hvorfor/:citizen", world.amir),
	    1);
	assert_int_equal(noted_pages(), 1);
}

static void an_employer_sees_who_comes(void **state)
{
	int64_t empty = post_on("2026-03-12", 1), engagement, task;

	(void)state;
	as(world.bakery.contact);
	next();
	assert_int_equal(
	    get(mem_printf(&c, "/opgaver/%" PRId64, empty)).status, 200);
	next();
	assert_int_equal(noted_pages(), 0);
	engagement = amir_comes("2026-03-05");
	task = one(SQL("SELECT task_id FROM engagement WHERE id = $1"),
	    BIND(INT(engagement)));
	next();
	assert_int_equal(
	    get(mem_printf(&c, "/opgaver/%" PRId64, task)).status, 200);
	next();
	assert_int_equal(
	    noted(world.bakery.contact, AUDIT_SAW, "/opgaver/:id", world.amir),
	    1);
	assert_int_equal(one(SQL("SELECT municipality_id FROM audit"
				 " WHERE path = '/opgaver/:id'"),
			     NO_BIND),
	    world.municipality);
}

/* A link is the person's own: what they see and do by it is theirs. */
static void a_citizens_link_leaves_no_row(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *url;

	(void)state;
	db_begin(&c);
	url = strstr(link_url(&c, LINK_OFFER, world.amir,
			 offer_to(task, world.amir), c.now + DAY),
	    "/s/");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(get(url).status, 200);
	submit(url, "svar=ja");
	as(world.mentor);
	get(url);
	assert_int_equal(noted_pages(), 0);
}

static void who_signs_in_is_noted(void **state)
{
	(void)state;
	as(world.mentor);
	assert_int_equal(
	    noted(world.mentor, AUDIT_SIGNIN, "", world.mentor), 1);
	as(world.bakery.contact);
	assert_int_equal(
	    noted(world.bakery.contact, AUDIT_SIGNIN, "", world.bakery.contact),
	    1);
}

static void roles_and_resets_are_noted(void **state)
{
	const char *page = mem_printf(&c, "/personer/%" PRId64, world.mentor);

	(void)state;
	as(karen);
	assert_see(submit(page, "handling=rolle&rolle=leader&fra=&til="), page);
	assert_see(submit(page, "handling=slut&slut=mentor"), page);
	assert_see(submit(page, "handling=nulstil"), page);
	assert_int_equal(noted(karen, AUDIT_ROLE, "", world.mentor), 1);
	assert_int_equal(noted(karen, AUDIT_ROLE_END, "", world.mentor), 1);
	assert_int_equal(noted(karen, AUDIT_RESET, "", world.mentor), 1);
	assert_int_equal(
	    noted(karen, AUDIT_DID, "/personer/:id", world.mentor), 3);
}

static void the_console_is_nobody(void **state)
{
	(void)state;
	as(karen);
	get("/personer");
	c.who = 0;
	assert_int_equal(staff_reset(&c, world.mentor, 0), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM audit"
				 " WHERE deed = 'reset' AND done_by IS NULL"),
			     NO_BIND),
	    1);
}

/* Nothing is shown that could not be noted, and nothing is done. */
static void without_the_audit_there_is_no_page(void **state)
{
	(void)state;
	as(world.mentor);
	change(SQL("DROP TRIGGER audit_is_kept"), NO_BIND);
	change(SQL("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN"
		   " SELECT raise(ABORT, 'no room'); END"),
	    NO_BIND);
	next();
	assert_int_equal(get(ceiling_page()).status, 503);
	next();
	assert_int_equal(submit(ceiling_page(),
			     "timer=4&dag=2026-03-02&maade=2&grund=&foer=480")
			     .status,
	    503);
	next();
	assert_int_equal(
	    one(SQL("SELECT ceiling_minutes FROM citizen"), NO_BIND), 480);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_admin, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_sees_a_citizens_page_is_noted),
		TEST(who_changes_something_of_a_citizen_is_noted),
		TEST(a_refused_change_was_a_look),
		TEST(a_change_that_is_sent_twice_is_one_deed),
		TEST(who_may_not_leaves_no_row),
		TEST(who_is_on_a_list_is_noted_once_a_day),
		TEST(who_waits_and_who_suits_are_noted),
		TEST(whose_hours_are_missing_is_noted),
		TEST(a_list_is_noted_without_a_person),
		TEST(what_has_an_id_leads_to_the_person),
		TEST(why_somebody_suits_is_about_them),
		TEST(an_employer_sees_who_comes),
		TEST(a_citizens_link_leaves_no_row),
		TEST(who_signs_in_is_noted),
		TEST(roles_and_resets_are_noted),
		TEST(the_console_is_nobody),
		TEST(without_the_audit_there_is_no_page),
	};

	return cmocka_run_group_tests_name("audit_noted", tests, NULL, NULL);
}
