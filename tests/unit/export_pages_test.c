#include "chain.h"

#include <string.h>

#include "attention.h"
#include "export.h"
#include "hours.h"
#include "person.h"

static int open_all(void **state)
{
	if (open_admin(state) != 0)
		return -1;
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, world.amir, 0, "Hvem er I?");
	assert_int_equal(db_commit(&c), OK);
	return 0;
}

static const char *of(int64_t citizen, const char *rest)
{
	return mem_printf(&c, "/borger/%" PRId64 "/%s", citizen, rest);
}

/* ---- as they read it ---- */

static void a_citizen_reads_everything_in_plain_words(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	struct reply r;

	(void)state;
	at("2026-03-09T09:00");
	assert_int_equal(hours_propose(&c, engagement, 150, "Godt gået",
			     world.bakery.contact),
	    OK);
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200, "href=\"/min-side/alt\"");
	r = get("/min-side/alt");
	assert_page(r, 200, "<h1>Alt, hvad vi har om dig</h1>");
	assert_page(r, 200, "20 00 01 01");
	assert_page(r, 200,
	    "<dt>Din kontakt hos os</dt><dd class=\"as-is\">"
	    "Jonas</dd>");
	assert_page(r, 200, "Hvem er I?");
	assert_page(r, 200, "2 timer 30 min");
	assert_page(r, 200, "Godt gået");
	assert_page(r, 200, "fik opgaven");
	assert_page(r, 200, "5/3 2026, 09:00");
	assert_page(r, 200, "145 kr.");
	assert_lacks(r, "Eva");
}

static void the_page_is_english_too(void **state)
{
	(void)state;
	as_citizen(world.amir);
	assert_page(
	    get("/min-side/alt?lang=en"), 200, "Everything we have about you");
	assert_page(get("/min-side/alt?lang=en"), 200, "Your contact here");
}

/* Each part and column has a name in both, also one that is rarely there. */
static void every_column_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < LANGUAGES; i++) {
		c.language = (enum language)i;
		for (const struct export_part *p = export_parts;
		     p->name != NULL; p++) {
			phrase_in(
			    &c, mem_printf(&c, "export_part.%s", p->name));
			for (int k = 0; p->column[k].kind != EXPORT_END; k++)
				phrase_in(&c,
				    mem_printf(&c, "export_field.%s",
					p->column[k].name));
		}
	}
	c.language = DANISH;
}

static void an_old_row_is_in_the_file_and_the_page_says_so(void **state)
{
	(void)state;
	db_begin(&c);
	for (int i = 1; i <= 11; i++)
		db_run(&c,
		    SQL("INSERT INTO tick (id, citizen_id, tick, valid_from,"
			" seen_by) VALUES ($1, $2, $3, 1, $4)"),
		    BIND(INT(i), INT(world.amir),
			TEXT(mem_printf(&c, "bevis-%d.", i)),
			INT(world.consultant)));
	assert_int_equal(db_commit(&c), OK);
	as_citizen(world.amir);
	assert_page(get("/min-side/alt"), 200, "bevis-11.");
	assert_page(get("/min-side/alt"), 200, phrase("export.more"));
	assert_lacks(get("/min-side/alt"), "bevis-1.");
	assert_page(get("/min-side/alt/fil"), 200, "bevis-1.");
}

/* ---- as a file ---- */

static void the_file_is_kept_by_the_browser_under_a_name(void **state)
{
	struct reply r;

	(void)state;
	as_citizen(world.amir);
	r = get("/min-side/alt/fil");
	assert_page(r, 200, "\"given_name\": \"Amir\"");
	assert_string_equal(r.type, "application/json; charset=utf-8");
	assert_non_null(strstr(r.disposition, "alt.json"));
	assert_lacks(r, "Eva");
}

static void files_are_not_fetched_all_day(void **state)
{
	int status = 200;

	(void)state;
	as_citizen(world.amir);
	for (int i = 0; i < 100 && status == 200; i++) {
		next();
		status = get("/min-side/alt/fil").status;
	}
	assert_int_equal(status, 429);
	next();
	assert_int_equal(get("/min-side/alt").status, 200);
}

/* ---- others who sign in ---- */

static void a_contact_reads_theirs_beside_their_sessions(void **state)
{
	struct reply r;

	(void)state;
	post_on("2026-03-05", 1);
	as(world.bakery.contact);
	assert_page(get("/mine-log-ind"), 200, "href=\"/mine-log-ind/alt\"");
	r = get("/mine-log-ind/alt");
	assert_page(r, 200, "Bagindgangen i gården");
	assert_lacks(r, "Amir");
	assert_lacks(r, "/min-side/slet");
	assert_page(
	    get("/mine-log-ind/alt/fil"), 200, "\"given_name\": \"Anne\"");
	as(world.mentor);
	assert_page(get("/mine-log-ind/alt"), 200, "jonas@example.dk");
}

/* ---- staff, for a citizen ---- */

static void staff_read_it_for_a_citizen_and_that_is_noted(void **state)
{
	struct reply r;

	(void)state;
	as(world.consultant);
	r = get(of(world.amir, "alt"));
	assert_page(r, 200, "Alt, hvad vi har om Amir");
	assert_page(r, 200, "Hvem er I?");
	assert_lacks(r, "/slet");
	next();
	assert_int_equal(
	    noted(world.consultant, AUDIT_SAW, "/borger/:id/alt", world.amir),
	    1);
	r = submit(of(world.amir, "alt/fil"), "");
	assert_page(r, 200, "\"words\": \"Hvem er I?\"");
	assert_non_null(r.disposition);
	next();
	assert_int_equal(noted(world.consultant, AUDIT_SAW,
			     "/borger/:id/alt/fil", world.amir),
	    1);
	as(karen);
	assert_page(get(of(world.amir, "alt")), 200, "/slet\"");
}

static void the_file_asks_staff_who_they_are(void **state)
{
	(void)state;
	as(world.consultant);
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_page(
	    submit(of(world.amir, "alt/fil"), ""), 401, phrase("proof.title"));
	assert_int_equal(get(of(world.amir, "alt/fil")).status, 405);
}

static void a_mentor_or_whoever_is_no_citizen_is_not_there(void **state)
{
	(void)state;
	as(world.mentor);
	assert_int_equal(get(of(world.amir, "alt")).status, 404);
	as(karen);
	assert_int_equal(get(of(world.bakery.contact, "alt")).status, 404);
	change(SQL("INSERT INTO municipality (id, name, helper, phone)"
		   " VALUES (7, 'Nabo', 'Ida', '4520000090')"),
	    NO_BIND);
	change(SQL("UPDATE citizen SET municipality_id = 7"), NO_BIND);
	next();
	assert_int_equal(get(of(world.amir, "alt")).status, 404);
	assert_int_equal(submit(of(world.amir, "alt/fil"), "").status, 404);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_citizen_reads_everything_in_plain_words),
		TEST(the_page_is_english_too),
		TEST(every_column_has_a_name),
		TEST(an_old_row_is_in_the_file_and_the_page_says_so),
		TEST(the_file_is_kept_by_the_browser_under_a_name),
		TEST(files_are_not_fetched_all_day),
		TEST(a_contact_reads_theirs_beside_their_sessions),
		TEST(staff_read_it_for_a_citizen_and_that_is_noted),
		TEST(the_file_asks_staff_who_they_are),
		TEST(a_mentor_or_whoever_is_no_citizen_is_not_there),
	};

	return cmocka_run_group_tests_name("export_pages", tests, NULL, NULL);
}
