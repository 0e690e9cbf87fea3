#include "request.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "attention.h"
#include "dialogue.h"
#include "followup.h"
#include "hours.h"
#include "link.h"
#include "offer.h"
#include "signin.h"

/* ---- texts ---- */

static void every_page_is_there_and_parsed(void **state)
{
	DIR *pages = opendir("www/pages");
	struct dirent *d;
	int count = 0;

	(void)state;
	assert_non_null(pages);
	while ((d = readdir(pages)) != NULL)
		if (strstr(d->d_name, ".html") != NULL) {
			assert_true(tmpls_has(texts()->pages, d->d_name));
			count++;
		}
	closedir(pages);
	assert_true(count >= 15);
}

/* Calls phrase("..."), phrase_n(c, "...") and their like of one source. */
static int look_up_phrases(const char *path)
{
	static char source[100000];
	FILE *f = fopen(path, "r");
	int found = 0;
	size_t n;

	assert_non_null(f);
	n = fread(source, 1, sizeof source - 1, f);
	fclose(f);
	source[n] = '\0';
	for (char *at = source; (at = strstr(at, "phrase")) != NULL; at++) {
		char *open = strchr(at, '('), *quote, *end;

		if (open == NULL || open - at > 9 || at[-1] == '_')
			continue;
		quote = strpbrk(open, "\");");
		/* phrase_or() has words of its own when there is none. */
		if (quote == NULL || *quote != '"' || open[-1] == 'r')
			continue;
		end = strchr(quote + 1, '"');
		/* A key that is put together has its % there. */
		if (memchr(quote, '%', (size_t)(end - quote)) != NULL)
			continue;
		if (phrase_or(
			mem_dup_n(&c, quote + 1, (size_t)(end - quote) - 1),
			NULL) == NULL)
			fail_msg("%s: no phrase %.*s", path,
			    (int)(end - quote) - 1, quote + 1);
		found++;
	}
	return found;
}

static void every_phrase_that_code_asks_for_is_there(void **state)
{
	DIR *portal = opendir("portal");
	struct dirent *d;
	int found = 0;

	(void)state;
	assert_non_null(portal);
	while ((d = readdir(portal)) != NULL)
		if (strstr(d->d_name, ".c") != NULL)
			found += look_up_phrases(
			    mem_printf(&c, "portal/%s", d->d_name));
	closedir(portal);
	assert_true(found > 30);
}

static void every_state_has_its_phrase(void **state)
{
	static const char *const keys[] = { "state.waiting", "state.open",
		"state.full", "state.over", "state.cancelled", "hours.none",
		"hours.asked", "hours.proposed", "hours.agreed",
		"hours.disputed", "hours.settled", "offer.held", "offer.won",
		"offer.no", "offer.taken", "offer.expired", "offer.given_up",
		"offer.withdrawn", "attention." ATTENTION_CALL,
		"attention." ATTENTION_HOURS, "attention." ATTENTION_EMPLOYER,
		"attention." ATTENTION_WORDS, "attention." ATTENTION_FAILED,
		"attention." ATTENTION_UNCERTAIN,
		"attention." ATTENTION_AFBUD };

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		assert_non_null(phrase_or(keys[i], NULL));
	assert_string_equal(phrase_or("findes.ikke", "x"), "x");
	assert_non_null(strstr(phrase_n(&c, "form.mend", 3), "3"));
}

/* ---- signing in ---- */

static const char *cookie_of(struct reply r)
{
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

static void a_code_signs_in(void **state)
{
	const char *browser, *session;
	struct reply r;
	char code[7];

	(void)state;
	assert_page(get("/log-ind"), 200, phrase("signin.title"));
	r = submit("/log-ind", "email=Jonas%40example.dk");
	assert_see(r, "/log-ind/kode");
	browser = cookie_of(r);
	header("Cookie", browser);
	assert_page(get("/log-ind/kode"), 200, phrase("code.title"));
	signin_code(one(SQL("SELECT id FROM signin"), NO_BIND), code);
	/* As people read six digits. */
	r = submit("/log-ind/kode",
	    mem_printf(&c, "kode=%.3s+-%.3s+", code, code + 3));
	assert_see(r, "/");
	session = cookie_of(r);
	assert_int_equal(strncmp(session, "sid=", 4), 0);
	header("Cookie", mem_printf(&c, "%s; %s", browser, session));
	assert_see(get("/"), "/opfoelgning");
}

static void a_wrong_code_says_so_and_no_more(void **state)
{
	struct reply r;

	(void)state;
	header("Cookie",
	    cookie_of(submit("/log-ind", "email=jonas%40example.dk")));
	r = submit("/log-ind/kode", "kode=000000");
	assert_page(r, 422, phrase("code.kode.refused"));
	assert_null(r.cookie[0]);
	assert_page(
	    submit("/log-ind/kode", "kode=12"), 422, phrase("code.kode.wrong"));
	header("Cookie", NULL);
	assert_page(submit("/log-ind/kode", "kode=000000"), 422,
	    phrase("code.kode.refused"));
}

static void an_unknown_address_is_answered_alike(void **state)
{
	struct reply known = submit("/log-ind", "email=jonas%40example.dk");
	struct reply unknown = submit("/log-ind", "email=ingen%40example.dk");

	(void)state;
	assert_int_equal(known.status, unknown.status);
	assert_string_equal(known.location, unknown.location);
	assert_int_equal(strlen(known.cookie[0]), strlen(unknown.cookie[0]));
	assert_page(
	    submit("/log-ind", "email=ingen"), 422, phrase("form.mail"));
	assert_page(submit("/log-ind", "email=a%40b.dk%0D%0ABcc:+x"), 422,
	    phrase("form.mail"));
}

static void everybody_begins_at_their_own_page(void **state)
{
	(void)state;
	assert_page(get("/"), 200, phrase("home.title"));
	as(world.bakery.contact);
	assert_see(get("/"), "/opgaver");
	as(world.mentor);
	assert_see(get("/"), "/opfoelgning");
	as(world.consultant);
	assert_see(get("/"), "/venter");
	assert_int_equal(get("/om").status, 200);
	assert_int_equal(get("/was").status, 200);
}

/* ---- the page behind an offer's link ---- */

static const char *offer_path(int64_t offer)
{
	const char *url;

	db_begin(&c);
	url = link_url(&c, LINK_OFFER, world.amir, offer, c.now + 30 * DAY);
	assert_int_equal(db_commit(&c), OK);
	return strstr(url, "/s/");
}

static void an_offer_is_answered_by_a_press(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));
	struct reply r;

	(void)state;
	assert_page(get(path), 200, "Amir");
	assert_page(get(path), 200, "value=\"ja\"");
	/* P19: no name beyond the first. */
	assert_lacks(get(path), "Prøve");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(submit(path, "svar=hvad").status, 422);
	assert_int_equal(submit(path, "").status, 422);
	assert_string_equal(offer_state(task, world.amir), "asked");
	r = submit(path, "svar=ja");
	assert_int_equal(r.status, 303);
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_page(get(path), 200, phrase("offer.won"));
	submit(path, "svar=nej");
	assert_string_equal(offer_state(task, world.amir), "given_up");
	assert_page(get(path), 200, phrase("offer.given_up"));
}

static void each_outcome_has_its_words(void **state)
{
	static const char *const states[] = { "held", "won", "no", "taken",
		"expired", "given_up", "withdrawn" };
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	for (size_t i = 0; i < COUNT(states); i++) {
		change(
		    SQL("UPDATE offer SET state = $1"), BIND(TEXT(states[i])));
		assert_page(get(path), 200,
		    phrase(mem_printf(&c, "offer.%s", states[i])));
	}
}

static void a_link_that_is_over_says_what_to_do(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	c.now += 30 * DAY;
	assert_page(get(path), 410, phrase("link.gone"));
	assert_page(submit(path, "svar=ja"), 410, phrase("link.gone"));
	assert_page(
	    get("/s/aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404, phrase("link.gone"));
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void a_link_for_one_thing_does_no_other(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = offer_path(offer_to(task, world.amir));

	(void)state;
	assert_int_equal(get(mem_printf(&c, "/t%s", path + 2)).status, 404);
}

/* ---- the page of hours ---- */

static const char *hours_path(int64_t engagement)
{
	const char *url;

	db_begin(&c);
	url = link_url(
	    &c, LINK_HOURS, world.bakery.contact, engagement, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	return strstr(url, "/t/");
}

static struct hours hours_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h;
}

static void planned_hours_are_confirmed_with_one_press(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(get(path), 200, "3 timer");
	assert_see(
	    submit(path, "svar=som_aftalt&timer=7&minutter=7&tak=Godt"), path);
	assert_int_equal(hours_of(engagement).minutes, 180);
	assert_string_equal(hours_of(engagement).thanks, "Godt");
	/* Pressed twice it shows what stands. */
	assert_see(submit(path, "svar=som_aftalt"), path);
	assert_page(get(path), 200, phrase("hours.proposed"));
}

static void other_hours_are_typed(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(submit(path, "svar=rettet&timer=17&minutter=0"), 422,
	    phrase("hours.timer.wrong"));
	assert_page(submit(path, "svar=rettet&timer=2&minutter=60"), 422,
	    phrase("hours.minutter.wrong"));
	assert_page(submit(path, "svar=rettet&timer=2&minutter=0&tak=ledig"),
	    422, phrase("form.leak"));
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "none");
	assert_see(submit(path, "svar=rettet&timer=2&minutter=30"), path);
	assert_int_equal(hours_of(engagement).minutes, 150);
}

static void hours_cannot_be_said_by_link_before_the_end(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	assert_int_equal(
	    submit(hours_path(engagement), "svar=som_aftalt").status, 404);
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "none");
}

static void hours_are_reached_from_the_tasks_own_page(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;
	struct reply r;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_printf(&c, "/timer/%" PRId64, engagement);
	as(other.contact);
	assert_int_equal(submit(path, "").status, 404);
	assert_int_equal(one(SQL("SELECT count(*) FROM link"), NO_BIND), 0);
	as(world.bakery.contact);
	assert_int_equal(submit("/timer/12345", "").status, 404);
	r = submit(path, "");
	assert_int_equal(r.status, 303);
	assert_int_equal(strncmp(r.location, "/t/", 3), 0);
	assert_page(get(r.location), 200, "3 timer");
}

/* ---- the mentor's list ---- */

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
	assert_string_equal(one_text(SQL("SELECT note FROM followup"
					 " WHERE id = $1"),
				BIND(INT(step))),
	    "Det gik fint");
	/* Pressed twice it is done all the same. */
	assert_see(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step), ""),
	    "/opfoelgning");
	assert_int_equal(submit("/opfoelgning/12345", "").status, 404);
	assert_lacks(get("/opfoelgning"), form);
	assert_page(submit(mem_printf(&c, "/opfoelgning/%" PRId64, step),
			"note=010170-1234"),
	    422, phrase("form.cpr"));
}

/* ---- what waits for a person ---- */

static const char *open_path(void)
{
	return mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT id FROM attention WHERE closed_at IS NULL"),
		NO_BIND));
}

static void a_consultant_approves_a_firm_and_its_tasks_open(void **state)
{
	struct firm f = add_firm("Ny Firma", false);
	struct task t = draft("2026-03-05");
	int64_t task;

	(void)state;
	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	task = post(&t);
	as(world.mentor);
	assert_lacks(get("/venter"), "value=\"godkend\"");
	assert_int_equal(submit(open_path(), "handling=godkend").status, 403);
	assert_string_equal(offer_state(task, world.amir), "-");
	as(world.consultant);
	assert_page(get("/venter"), 200, "value=\"godkend\"");
	assert_see(submit(open_path(), "handling=godkend"), "/venter");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
}

static void a_call_is_answered_for_who_was_called(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	enum offer_result result;

	(void)state;
	assert_int_equal(
	    offer_answer(&c, offer_to(task, world.amir), SAY_CALL, &result),
	    OK);
	as(world.mentor);
	assert_page(get("/venter"), 200, phrase("attention.call"));
	assert_see(submit(open_path(), "handling=ja"), "/venter");
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void two_numbers_are_settled_by_a_person(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	as(world.consultant);
	path = open_path();
	assert_page(submit(path, "handling=timer&timer=x&minutter=0"), 422,
	    phrase("attention.hours_wrong"));
	assert_page(submit(path, "handling=timer&timer=17&minutter=0"), 422,
	    phrase("attention.hours_wrong"));
	assert_page(submit(path, "handling=timer&timer=2&minutter="), 422,
	    phrase("attention.hours_wrong"));
	assert_see(
	    submit(path, "handling=timer&timer=2&minutter=30"), "/venter");
	assert_int_equal(hours_of(engagement).minutes, 150);
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
}

static void words_are_read_and_closed(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(
	    dialogue_hear(&c, "4520000101", "<b>måske</b> & \"\""), OK);
	as(world.mentor);
	assert_page(
	    get("/venter"), 200, "&lt;b&gt;måske&lt;/b&gt; &amp; &quot;&quot;");
	path = open_path();
	assert_see(submit(path, "handling=luk"), "/venter");
	assert_int_equal(waiting(ATTENTION_WORDS), 0);
	assert_see(submit(path, "handling=luk"), "/venter"); /* gone already */
	assert_int_equal(submit("/venter/12345", "handling=luk").status, 404);
}

static void every_kind_of_waiting_is_shown(void **state)
{
	static const char *const kinds[] = { ATTENTION_CALL, ATTENTION_HOURS,
		ATTENTION_EMPLOYER, ATTENTION_WORDS, ATTENTION_FAILED,
		ATTENTION_UNCERTAIN, ATTENTION_AFBUD };
	struct reply r;

	(void)state;
	db_begin(&c);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		attention_add(&c, kinds[i], world.amir, 0, "");
		/* What it was about may be gone. */
		attention_add(&c, kinds[i], world.amir, 12345, "");
	}
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	r = get("/venter");
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_page(
		    r, 200, phrase(mem_printf(&c, "attention.%s", kinds[i])));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_page_is_there_and_parsed),
		TEST(every_phrase_that_code_asks_for_is_there),
		TEST(every_state_has_its_phrase),
		TEST(a_code_signs_in),
		TEST(a_wrong_code_says_so_and_no_more),
		TEST(an_unknown_address_is_answered_alike),
		TEST(everybody_begins_at_their_own_page),
		TEST(an_offer_is_answered_by_a_press),
		TEST(each_outcome_has_its_words),
		TEST(a_link_that_is_over_says_what_to_do),
		TEST(a_link_for_one_thing_does_no_other),
		TEST(planned_hours_are_confirmed_with_one_press),
		TEST(other_hours_are_typed),
		TEST(hours_cannot_be_said_by_link_before_the_end),
		TEST(hours_are_reached_from_the_tasks_own_page),
		TEST(a_mentor_marks_what_is_done),
		TEST(a_consultant_approves_a_firm_and_its_tasks_open),
		TEST(a_call_is_answered_for_who_was_called),
		TEST(two_numbers_are_settled_by_a_person),
		TEST(words_are_read_and_closed),
		TEST(every_kind_of_waiting_is_shown),
	};

	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
