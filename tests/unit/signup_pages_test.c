#include "request.h"

#include <string.h>

#include "attention.h"
#include "person.h"
#include "signup.h"

#define TASK                                                                    \
	"funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00&loen=145&adresse=" \
	"N%C3%B8rregade+9&postnr=7500"
#define FIRM "&cvr=10+00+00+09&firma=Nyt+Bageri+ApS&kontakt=Nina&mobil=20304050"
#define MAIL "&email=Nina%40example.dk"
#define ALL  TASK FIRM MAIL

/* The site; the bakery's CVR is one that could be. */
static int signup_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	change(SQL("UPDATE employer SET cvr = '10000017' WHERE id = $1"),
	    BIND(INT(world.bakery.employer)));
	next();
	return 0;
}

static const char *cookie_of(struct reply r)
{
	assert_non_null(r.cookie[0]);
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

/* Fills it in, and goes on with the cookie that came. */
static void fill_in(const char *form)
{
	struct reply r = submit("/opret", form);

	assert_see(r, "/opret/tjek");
	header("Cookie", cookie_of(r));
}

static const char *asked(void)
{
	char code[7];

	assert_see(submit("/opret/tjek", ""), "/opret/kode");
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return mem_printf(&c, "kode=%.3s+%s", code, code + 3);
}

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

static const char *task_page(void)
{
	return mem_printf(&c, "/opgaver/%" PRId64,
	    one(SQL("SELECT max(id) FROM task"), NO_BIND));
}

/* The code is right, and leads to the task's page. */
static struct reply proves(const char *code)
{
	struct reply r = submit("/opret/kode", code);

	assert_see(r, task_page());
	return r;
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
	code = asked();
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
	code = asked();
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
	code = asked();
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
	code = asked();
	c.now += 11 * MINUTE;
	assert_page(
	    submit("/opret/kode", code), 422, phrase("code.kode.refused"));
	proves(asked());
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
	code = asked();
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
	code = asked();
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
	assert_see(submit("/opret/kode", asked()), "/opret/tak");
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

static void a_person_who_is_not_let_in_is_told(void **state)
{
	(void)state;
	fill_in(TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL);
	submit("/opret/kode", asked());
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
	assert_page(
	    submit("/opret/kode", asked()), 422, phrase("signup.kode.staff"));
	fill_in(TASK FIRM "&email=firma1%40example.dk");
	assert_page(
	    submit("/opret/kode", asked()), 422, phrase("signup.kode.other"));
	assert_int_equal(tasks(), 0);
}

/* ---- approving ---- */

static const char *new_firm(void)
{
	fill_in(ALL);
	submit("/opret/kode", asked());
	return mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT max(id) FROM attention"), NO_BIND));
}

static void a_yes_opens_what_waits(void **state)
{
	const char *row = new_firm();

	(void)state;
	as(world.consultant);
	assert_page(get("/venter"), 200, "Ny virksomhed: Nina");
	assert_see(submit(row, "handling=godkend"), "/venter");
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task"), NO_BIND), "open");
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

/* ---- what can be wrong ---- */

static void what_is_wrong_is_said_and_kept(void **state)
{
	static const struct {
		const char *form, *says;
	} list[] = {
		{ "", "form.mend" },
		{ ALL "&cvr=1", "form.bytes" },
		{ TASK "&cvr=10000008&firma=Nyt&kontakt=Nina&mobil=20304050",
		    "signup.cvr.wrong" },
		{ TASK "&cvr=1000&firma=Nyt&kontakt=Nina&mobil=20304050",
		    "signup.cvr.wrong" },
		{ TASK
		    "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=%2B4670123456",
		    "signup.mobil.wrong" },
		{ TASK "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=97123456",
		    "signup.mobil.fixed" },
		{ TASK "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=112",
		    "signup.mobil.wrong" },
		{ TASK FIRM "&email=nina", "form.mail" },
		{ TASK "&cvr=10000009&firma=Jobcenter+Vest&kontakt=Nina&mobil="
		       "20304050",
		    "form.leak" },
		{ TASK "&cvr=10000009&firma=%3Cb%3ENyt%3C/b%3E&kontakt=Nina"
		       "&mobil=20304050",
		    "signup.letters" },
		{ TASK "&cvr=10000009&firma=Nyt&kontakt=N%F0%9F%98%80na&mobil="
		       "20304050",
		    "signup.letters" },
		{ TASK "&cvr=10000009&firma=Nyt&kontakt=010203-1234&mobil="
		       "20304050",
		    "form.cpr" },
		{ "funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00&loen=145"
		  "&adresse=Vej+9&postnr=0001" FIRM,
		    "task.postnr.unknown" },
		{ "funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00&loen=0"
		  "&adresse=Vej+9&postnr=7500" FIRM,
		    "task.loen.wrong" },
		{ "funktion=trylle&dag=2026-03-05&fra=09:00&til=12:00&loen=145"
		  "&adresse=Vej+9&postnr=7500" FIRM,
		    "task.funktion.wrong" },
		{ "funktion=pakning&dag=2026-03-01&fra=09:00&til=12:00&loen=145"
		  "&adresse=Vej+9&postnr=7500" FIRM,
		    "task.dag.past" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		struct reply r = submit("/opret", list[i].form);
		const char *says = strcmp(list[i].says, "form.mend") == 0
		    ? phrase_n(&c, "form.mend", 11)
		    : phrase(list[i].says);

		assert_page(r, 422, "data-module=\"error-summary\"");
		if (strstr(r.body, says) == NULL)
			fail_msg("%zu: no %s in the page", i, list[i].says);
		assert_null(r.cookie[0]);
	}
	assert_int_equal(one(SQL("SELECT count(*) FROM signup"), NO_BIND), 0);
	assert_lacks(submit("/opret", list[9].form), "<b>Nyt");
	assert_page(submit("/opret", TASK), 422, "value=\"pakning\" selected");
	assert_lacks(submit("/opret", list[11].form), "010203-1234");
}

/* A firm's name is as long as it is; an SMS has room for eighteen letters. */
static void a_long_name_is_said_shortly(void **state)
{
	static const struct {
		const char *typed, *spoken;
	} list[] = {
		{ "Aarestrup+og+S%C3%B8nners+T%C3%B8mrer", "Aarestrup og," },
		{ "Byggemarkedsgrossisten+A/S", "Byggemarkedsgross.," },
		{ "%C3%86%C3%B8%C3%A5%C3%A6%C3%B8%C3%A5%C3%A6%C3%B8%C3%A5%C3%A6"
		  "%C3%B8%C3%A5%C3%A6%C3%B8%C3%A5%C3%A6%C3%B8%C3%A5%C3%A6%C3%B8",
		    "Æøåæøåæøåæøåæøåæø.," },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		fill_in(mem_printf(&c, "%s%s%s%s", TASK,
		    "&cvr=DK10000009&firma=", list[i].typed,
		    "&kontakt=Nina&mobil=20304050"));
		assert_page(get("/opret/tjek"), 200, list[i].spoken);
		next();
	}
}

static void too_many_drafts_are_refused_politely(void **state)
{
	(void)state;
	for (int i = 0; i < SIGNUP_HOUSE_MOST; i++) {
		header("Cookie", NULL);
		assert_see(submit("/opret", ALL), "/opret/tjek");
	}
	header("Cookie", NULL);
	assert_page(submit("/opret", ALL), 503, phrase("error.busy"));
}

static void codes_are_not_sent_without_end(void **state)
{
	int sent = 0;

	(void)state;
	c.now += 2 * HOUR; /* the tests before have sent some too */
	fill_in(ALL);
	while (submit("/opret/tjek", "").status == 303)
		sent++;
	assert_int_equal(sent, 30);
	assert_int_equal(submit("/opret/tjek", "").status, 429);
	/* Of one person no more than these. */
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM outbox"), NO_BIND), SIGNIN_PER_HOUR);
}

static void who_is_signed_in_has_a_page_of_their_own(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_see(get("/opret"), "/opgaver/ny");
	as(world.mentor);
	assert_see(get("/opret"), "/");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, signup_open, world_close)

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
		TEST(a_person_who_is_not_let_in_is_told),
		TEST(staff_and_other_firms_are_told_by_their_own_code),
		TEST(a_yes_opens_what_waits),
		TEST(a_no_is_told_and_nobody_is_asked),
		TEST(what_is_wrong_is_said_and_kept),
		TEST(a_long_name_is_said_shortly),
		TEST(too_many_drafts_are_refused_politely),
		TEST(codes_are_not_sent_without_end),
		TEST(who_is_signed_in_has_a_page_of_their_own),
	};

	return cmocka_run_group_tests_name("signup pages", tests, NULL, NULL);
}
