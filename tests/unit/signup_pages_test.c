#include "applying.h"

#include <stdio.h>
#include <string.h>

#include "attention.h"
#include "person.h"
#include "signup.h"

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

static int occurrences(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)) != NULL; text++)
		n++;
	return n;
}

/* ---- the way through ---- */

/* P21: no more than twelve the first time. */
static void twelve_fields_are_asked(void **state)
{
	struct reply r = get("/opret");

	(void)state;
	assert_page(r, 200, phrase("signup.title"));
	assert_int_equal(occurrences(r.body, "<input type=\"t") +
		occurrences(r.body, "<input type=\"date") +
		occurrences(r.body, "<input type=\"email") +
		occurrences(r.body, "<input type=\"radio") +
		occurrences(r.body, "<input type=\"checkbox") +
		occurrences(r.body, "<textarea") +
		occurrences(r.body, "<select"),
	    12);
	assert_int_equal(occurrences(r.body, "<label"), 12);
	assert_page(get("/"), 200, "href=\"/opret\"");
}

static void a_firm_fills_in_first_and_proves_last(void **state)
{
	const char *code, *browser;
	struct reply r;

	(void)state;
	r = submit("/opret", ALL);
	assert_see(r, "/opret/tjek");
	browser = cookie_of(r);
	header("Cookie", browser);
	r = get("/opret/tjek");
	assert_page(r, 200, "Vil du pakke varer hos Nyt Bageri, Holstebro");
	assert_page(r, 200, "Nyt Bageri ApS, CVR 10000009");
	assert_page(r, 200, "udbetalt senest 31/3");
	assert_page(r, 200, "Gå ind, og spørg efter Nina");
	assert_page(r, 200, "Nina, 20 30 40 50");
	assert_see(get("/opret/kode"), "/opret/tjek");
	code = code_asked();
	assert_page(get("/opret/kode"), 200, "Nina@example.dk");
	assert_int_equal(tasks(), 0);
	r = proves(code);
	header("Cookie", mem_printf(&c, "%s; %s", browser, cookie_of(r)));
	r = get(task_page());
	/* Monday: they are rung on Tuesday at noon at the latest. */
	assert_page(
	    r, 200, "Mette fra Holstebro Kommune ringer senest tirsdag");
	assert_page(r, 200, "tirsdag kl 12");
}

static void on_a_friday_the_call_is_promised_for_monday(void **state)
{
	const char *code;

	(void)state;
	at("2026-02-27T16:00");
	fill_in(ALL);
	code = code_asked();
	submit("/opret/kode", code);
	as(person_by_email(&c, "nina@example.dk"));
	assert_page(get(task_page()), 200, "ringer senest mandag kl 12");
}

/* ---- nothing is lost, nothing is made twice ---- */

static void what_was_filled_in_is_there_when_they_come_back(void **state)
{
	(void)state;
	fill_in(ALL);
	assert_page(get("/opret"), 200, "value=\"Nyt Bageri ApS\"");
	assert_page(get("/opret"), 200, "value=\"20304050\"");
	assert_page(get("/opret"), 200, "value=\"pakning\" selected");
	fill_in(TASK FIRM);
	assert_page(get("/opret/tjek"), 200, "20 30 40 50");
	assert_lacks(get("/opret"), "Nina@");
	assert_int_equal(one(SQL("SELECT count(*) FROM signup"), NO_BIND), 1);
	/* It is nobody else's. */
	header("Cookie", "bid=zzzzzzzzzzzzzzzzzzzzzzzzzz");
	assert_lacks(get("/opret"), "Nyt Bageri");
	assert_see(get("/opret/tjek"), "/opret?mistet=1");
	assert_page(get("/opret?mistet=1"), 200, "Vi har ikke mere det");
}

static void a_wrong_code_is_said_and_loses_nothing(void **state)
{
	const char *code;

	(void)state;
	fill_in(ALL);
	code = code_asked();
	assert_page(submit("/opret/kode", "kode=000000"), 422,
	    phrase("code.kode.refused"));
	assert_page(
	    submit("/opret/kode", "kode=12"), 422, phrase("signup.kode.wrong"));
	assert_page(get("/opret"), 200, "value=\"Nyt Bageri ApS\"");
	proves(code);
}

static void a_late_code_is_said_and_a_new_one_goes_on(void **state)
{
	const char *code;

	(void)state;
	fill_in(ALL);
	code = code_asked();
	c.now += 11 * MINUTE;
	assert_page(
	    submit("/opret/kode", code), 422, phrase("code.kode.refused"));
	proves(code_asked());
	assert_int_equal(tasks(), 1);
}

/* A second press, back, and another go at each step. */
static void whatever_is_sent_again_leads_to_the_same(void **state)
{
	const char *code, *browser;
	struct reply r = submit("/opret", ALL);

	(void)state;
	browser = cookie_of(r);
	header("Cookie", browser);
	code = code_asked();
	submit("/opret/kode", code);
	assert_see(submit("/opret/kode", code), task_page());
	assert_see(get("/opret/kode"), task_page());
	assert_see(get("/opret/tjek"), task_page());
	assert_see(submit("/opret/tjek", ""), task_page());
	assert_int_equal(tasks(), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM employer"), NO_BIND), 2);
	/* The page is the firm's own: this browser's cookie opens nothing. */
	assert_see(get(task_page()), "/log-ind");
	/* And another task is another one. */
	assert_lacks(get("/opret"), "value=\"Nyt Bageri ApS\"");
}

static void a_task_whose_time_went_by_is_shown_to_be_mended(void **state)
{
	const char *code;

	(void)state;
	fill_in("funktion=pakning&dag=2026-03-02&fra=09:05&til=12:00&loen=145"
		"&adresse=N%C3%B8rregade+9&postnr=7500" FIRM MAIL);
	code = code_asked();
	c.now += 6 * MINUTE;
	assert_page(submit("/opret/kode", code), 422, phrase("task.dag.past"));
	assert_page(get("/opret"), 422, "value=\"Nyt Bageri ApS\"");
	assert_int_equal(tasks(), 0);
}

/* ---- who is known ---- */

static void the_known_are_answered_like_the_unknown(void **state)
{
	static const char *const forms[] = { ALL,
		TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL,
		TASK FIRM "&email=firma1%40example.dk",
		TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Anne&mobil="
		     "20000901&email=firma1%40example.dk",
		TASK FIRM "&email=jonas%40example.dk" };
	const char *first = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct reply r;

		header("Cookie", NULL);
		fill_in(forms[i]);
		r = submit("/opret/tjek", "");
		assert_see(r, "/opret/kode");
		assert_null(r.cookie[0]);
		r = get("/opret/kode");
		assert_int_equal(r.status, 200);
		r = submit("/opret/kode", "kode=000000");
		assert_page(r, 422, phrase("code.kode.refused"));
		if (first == NULL)
			first = r.body;
		assert_int_equal(
		    one(SQL("SELECT count(*) FROM outbox"), NO_BIND), i + 1);
	}
	assert_non_null(first);
}

static void a_known_firm_is_told_calmly_that_we_ask_first(void **state)
{
	const char *row;

	(void)state;
	fill_in(TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL);
	assert_see(submit("/opret/kode", code_asked()), "/opret/tak");
	assert_page(get("/opret/tak"), 200, "Mette fra Holstebro Kommune");
	assert_int_equal(tasks(), 0);
	row = mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT max(id) FROM attention"), NO_BIND));
	as(world.mentor);
	assert_page(get("/venter"), 200, "Nina");
	assert_lacks(get("/venter"), "Ja, må oprette");
	assert_int_equal(submit(row, "handling=med").status, 403);
	as(world.consultant);
	assert_page(get("/venter"), 200, "Bager Bech, CVR 10000017: pakke");
	assert_page(get("/venter"), 200, "20 30 40 50");
	/* It is not closed without an answer. */
	assert_see(submit(row, "handling=luk"), "/venter");
	assert_int_equal(waiting(ATTENTION_SIGNUP), 1);
	assert_see(submit(row, "handling=med"), "/venter");
	assert_int_equal(waiting(ATTENTION_SIGNUP), 0);
	assert_int_equal(tasks(), 1);
	as(person_by_email(&c, "nina@example.dk"));
	assert_page(get("/opgaver"), 200, "pakke varer");
}

static void a_contact_says_yes_too(void **state)
{
	char row[60];

	(void)state;
	fill_in(TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL);
	submit("/opret/kode", code_asked());
	snprintf(row, sizeof row, "/firma/spurgt/%" PRId64,
	    one(SQL("SELECT max(id) FROM signup"), NO_BIND));
	as(add_firm("Anden", true).contact);
	assert_lacks(get("/firma"), "Nina");
	assert_int_equal(submit(row, "svar=ja").status, 404);
	as(world.bakery.contact);
	assert_page(get("/firma"), 200, "Nina vil gerne oprette opgaver");
	/* Whom nobody has rung yet lets nobody in. */
	change(SQL("UPDATE employer SET approved_at = NULL"), NO_BIND);
	assert_lacks(get("/firma"), "Nina vil gerne");
	assert_int_equal(submit(row, "svar=ja").status, 404);
	change(SQL("UPDATE employer SET approved_at = 1"), NO_BIND);
	next();
	assert_see(submit(row, "svar=ja"), "/firma");
	assert_int_equal(waiting(ATTENTION_SIGNUP), 0);
	assert_page(get("/firma"), 200, "nina@example.dk");
	assert_int_equal(tasks(), 1);
	assert_int_equal(submit(row, "svar=ja").status, 404);
}

static void a_person_who_is_not_let_in_is_told(void **state)
{
	(void)state;
	fill_in(TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL);
	submit("/opret/kode", code_asked());
	as(world.consultant);
	assert_see(
	    submit(mem_printf(&c, "/venter/%" PRId64,
		       one(SQL("SELECT max(id) FROM attention"), NO_BIND)),
		"handling=ikke-med"),
	    "/venter");
	assert_int_equal(
	    left("contact_no", person_by_email(&c, "nina@example.dk")), 1);
	assert_int_equal(waiting(ATTENTION_SIGNUP), 0);
}

static void staff_and_other_firms_are_told_by_their_own_code(void **state)
{
	(void)state;
	fill_in(TASK FIRM "&email=jonas%40example.dk");
	assert_page(submit("/opret/kode", code_asked()), 422,
	    phrase("signup.kode.staff"));
	fill_in(TASK FIRM "&email=firma1%40example.dk");
	assert_page(submit("/opret/kode", code_asked()), 422,
	    phrase("signup.kode.other"));
	assert_int_equal(tasks(), 0);
}

/* ---- approving ---- */

static const char *new_firm(void)
{
	fill_in(ALL);
	submit("/opret/kode", code_asked());
	return mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT max(id) FROM attention"), NO_BIND));
}

static void a_yes_opens_what_waits(void **state)
{
	const char *row = new_firm();

	(void)state;
	as(world.consultant);
	assert_page(get("/venter"), 200, "Ny virksomhed: Nina");
	assert_page(
	    get("/venter"), 200, "CVR 10000009: pakke varer, torsdag 5/3");
	assert_see(submit(row, "handling=godkend"), "/venter");
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task"), NO_BIND), "open");
}

/* Two of the same firm, who both came before anybody had rung: one decision. */
static void a_yes_is_for_all_of_the_firm(void **state)
{
	const char *row = new_firm();

	(void)state;
	header("Cookie", NULL);
	fill_in(TASK FIRM "&email=ida%40example.dk");
	assert_see(submit("/opret/kode", code_asked()), "/opret/tak");
	as(world.consultant);
	assert_see(
	    submit(mem_printf(&c, "/venter/%" PRId64,
		       one(SQL("SELECT max(id) FROM attention"), NO_BIND)),
		"handling=med"),
	    "/venter");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 2);
	assert_see(submit(row, "handling=godkend"), "/venter");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"
				 " WHERE state = 'open'"),
			     NO_BIND),
	    2);
}

static void a_no_is_told_and_nobody_is_asked(void **state)
{
	const char *row = new_firm();

	(void)state;
	as(world.mentor);
	assert_int_equal(submit(row, "handling=afvis").status, 403);
	as(world.consultant);
	assert_see(submit(row, "handling=luk"), "/venter");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 1);
	assert_see(submit(row, "handling=afvis"), "/venter");
	assert_see(submit(row, "handling=afvis"), "/venter");
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task"), NO_BIND), "cancelled");
	assert_int_equal(
	    left("task_refused", person_by_email(&c, "nina@example.dk")), 2);
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, applying_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(twelve_fields_are_asked),
		TEST(a_firm_fills_in_first_and_proves_last),
		TEST(on_a_friday_the_call_is_promised_for_monday),
		TEST(what_was_filled_in_is_there_when_they_come_back),
		TEST(a_wrong_code_is_said_and_loses_nothing),
		TEST(a_late_code_is_said_and_a_new_one_goes_on),
		TEST(whatever_is_sent_again_leads_to_the_same),
		TEST(a_task_whose_time_went_by_is_shown_to_be_mended),
		TEST(the_known_are_answered_like_the_unknown),
		TEST(a_known_firm_is_told_calmly_that_we_ask_first),
		TEST(a_contact_says_yes_too),
		TEST(a_person_who_is_not_let_in_is_told),
		TEST(staff_and_other_firms_are_told_by_their_own_code),
		TEST(a_yes_opens_what_waits),
		TEST(a_yes_is_for_all_of_the_firm),
		TEST(a_no_is_told_and_nobody_is_asked),
	};

	return cmocka_run_group_tests_name("signup pages", tests, NULL, NULL);
}
