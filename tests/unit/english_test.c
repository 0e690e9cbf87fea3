#include "applying.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#include "contact.h"
#include "hours.h"
#include "settings.h"
#include "task_form.h"
#include "weekly.h"

/* The pages that have been translated, as they are in English: what is left of
 * Danish is marked as such, and nothing that is told to others changes. */

/* Danish sentences can hardly do without one of them; none is English. */
static const char *const words[] = { "af", "altid", "alle", "din", "dit", "du",
	"eller", "er", "et", "fejl", "fra", "har", "hos", "hvad", "hvem",
	"hvor", "ikke", "jer", "jeres", "kl", "kommer", "kr/t", "med", "navnet",
	"og", "opgave", "opgaven", "opgaver", "opret", "ret", "ring", "siden",
	"skriv", "som", "spørg", "tak", "til", "tilbage", "timer", "timerne",
	"vi", "vælg", "virksomhed" };

/* ---- what a page says ---- */

static bool is_english(const char *word, size_t n)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == n &&
		    strncasecmp(words[i], word, n) == 0)
			return false;
	return true;
}

/* The first Danish word of it; NULL. */
static const char *danish_in(const char *text)
{
	static const char between[] = " \t\n.,:;?!()\"=<>&0123456789";

	while (*text != '\0') {
		size_t n = strcspn(text, between);

		if (!is_english(text, n))
			return text;
		text += n;
		text += strspn(text, between);
	}
	return NULL;
}

/* After the element that begins there. */
static const char *after_element(const char *at)
{
	size_t n = strcspn(at + 1, " >");
	const char *name = mem_dup_n(&c, at + 1, n);
	int depth = 0;

	for (; *at != '\0'; at++) {
		if (strncmp(at, mem_printf(&c, "<%s", name), n + 1) == 0 &&
		    strchr(" >", at[n + 1]) != NULL)
			depth++;
		if (strncmp(at, mem_printf(&c, "</%s>", name), n + 3) == 0 &&
		    --depth == 0)
			return at + n + 3;
	}
	return at;
}

/* Words that only some are told, of a tag. */
static void add_told(struct text *t, const char *tag)
{
	static const char *const names[] = { "aria-label=\"", "data-title=\"",
		"placeholder=\"", "title=\"" };

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *at = strstr(tag, names[i]);

		if (at == NULL)
			continue;
		at += strlen(names[i]);
		text_add_n(t, at, strcspn(at, "\""));
		text_add(t, "\n");
	}
}

/* What it says in the page's language, without what is marked as Danish. */
static const char *spoken(const char *html)
{
	struct text t = text_new(c.mem, 1 << 18);

	while (*html != '\0') {
		const char *tag;
		size_t n;

		if (*html != '<') {
			text_add_n(&t, html++, 1);
			continue;
		}
		n = strcspn(html, ">") + 1;
		tag = mem_dup_n(&c, html, n);
		if (strstr(tag, " lang=\"da\"") != NULL) {
			html = after_element(html);
			continue;
		}
		text_add(&t, "\n");
		add_told(&t, tag);
		html += n;
	}
	assert_false(t.full);
	return t.s;
}

static void reads(struct reply r, int status, const char *holds)
{
	const char *left;

	assert_page(r, status, "<html lang=\"en\">");
	assert_page(r, status, "id=\"indhold\">");
	assert_page(r, status, holds);
	left = danish_in(spoken(r.body));
	if (left != NULL)
		fail_msg("Danish in the page: \"%.60s\"", left);
}

static const char *in_english(const char *path)
{
	return mem_printf(
	    &c, "%s%slang=en", path, strchr(path, '?') != NULL ? "&" : "?");
}

static void shows(const char *path, const char *holds)
{
	reads(get(in_english(path)), 200, holds);
}

static void refuses(const char *path, const char *form, const char *holds)
{
	reads(submit(in_english(path), form), 422, holds);
}

/* ---- each page ---- */

static void danish_is_found(void **state)
{
	(void)state;
	assert_non_null(danish_in(spoken("<p>Yes</p><p>Tak.</p>")));
	assert_non_null(danish_in(spoken("<a aria-label=\"Tilbage\">x</a>")));
	assert_non_null(
	    danish_in(spoken("<b lang=\"da\"><b>og</b></b> <br>Det er nu")));
	assert_null(danish_in(spoken("<p lang=\"da\">Tak</p> for all")));
}

static void whoever_comes_by_reads_english(void **state)
{
	(void)state;
	shows("/", "Small, paid tasks");
	shows("/log-ind", "Sign in");
	shows("/privatliv", "What we know about you");
	shows("/privatliv", "Danish Data Protection Agency");
	shows("/foerste-loen", "The first pay");
	shows("/om", "companies post small, paid tasks");
	shows("/was", "a keyboard alone");
	shows("/opret", "Twelve fields");
	shows("/opret?mistet=1", "no longer have what you wrote");
	shows("/opret/tak", "We will just ask first");
	refuses("/opret", "", "Put 11 things right to go on");
	refuses("/opret", TASK FIRM "&firma=", "characters that we cannot");
	refuses("/opret", "cvr=12345678&" TASK MAIL, "Write your first name");
}

static void who_signs_up_reads_english(void **state)
{
	(void)state;
	fill_in(ALL);
	shows("/opret", "Twelve fields");
	shows("/opret/tjek", " of 160 characters");
	shows("/opret/tjek", "Thursday 5 March 9:00-12:00");
	code_asked();
	shows("/opret/kode", "We have sent a code to");
	refuses("/opret/kode", "kode=000000", "The code does not fit");
	refuses("/opret/kode", "kode=", "The code is six digits");
}

/* The hours of a shift that is over, by the button of the task's page. */
static void hours_are_asked_in_english(int64_t engagement)
{
	const char *path;
	struct reply r;

	r = submit(mem_printf(&c, "/timer/%" PRId64, engagement), "");
	assert_int_equal(r.status, 303);
	path = mem_dup(&c, r.location);
	shows(path, "Was it 3 hours on Thursday 5 March?");
	refuses(path, "svar=rettet&fra=x", "Write when it began");
	refuses(path, "svar=rettet&fra=9:00&til=12:00&pause=180",
	    "longer than the shift");
	assert_see(submit(path, "svar=som_aftalt"), path);
	shows(path, "How did it go?");
	assert_int_equal(hours_dispute(&c, engagement), OK);
	shows(path, "You wrote 3 hours. Amir remembers it differently.");
}

static void an_employer_reads_english(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *page;

	(void)state;
	as(world.bakery.contact);
	shows("/opgaver", "1 of 1 have said yes");
	shows("/opgaver", "Coming up");
	shows(page = task_page(), "Who is coming");
	shows(mem_printf(&c, "%s/tid", page), "whether the new time suits");
	shows(mem_printf(&c, "/opgaver/plads/%" PRId64 "/vilkaar", engagement),
	    "Written terms for Amir");
	shows("/opgaver/ny", "Anybody who would like to try");
	shows("/opgaver/find", "short of time");
	shows("/opgaver/find?fag=kok", "What takes the time?");
	shows("/opgaver/find?fag=kok&tid_1=60", "somebody else do?");
	shows("/opgaver/find?fag=kok&fri=360", "6 hours of cooking a week");
	refuses("/opgaver/find", "fag=kok&tid_1=60", "Tick at least one");
	refuses("/opgaver/find/mangler", "", "Choose a month");
	refuses("/opgaver/tjek", "loen=1", "Save and go on later");
	shows("/opgaver", "A task you have begun");
	refuses("/opgaver/tjek", "", "Choose what is to be done");
	refuses("/opgaver/tjek", with("dag", "2026-01-01"), "time has passed");
	reads(submit("/opgaver/tjek?lang=en", with("dag", "2026-03-06")), 200,
	    "Check your answers");
	shows("/firma", "Who can sign in for you?");
	shows("/firma", "What we ask of you");
	shows("/firma/steder", "Your places");
	shows("/firma/steder/ny", "What it is like with us");
	refuses("/firma/steder", "p_nummer=1&postnr=0000", "Ten digits");
	refuses("/firma/ja", "", "Tick it if you agree");
	at("2026-03-05T13:00");
	as(world.bakery.contact);
	shows("/timer", "The hours are missing");
	change(SQL("UPDATE engagement SET hours = 'asked'"), NO_BIND);
	shows(task_page(), "Confirm the hours");
	hours_are_asked_in_english(engagement);
	assert_non_null(strstr(
	    get("/timer/fil?maaned=2026-03&lang=en").body, "Name;Task;Date;"));
}

static const char *of_task(const char *rest)
{
	return mem_printf(&c, "%s%s", task_page(), rest);
}

static void a_task_is_put_right_in_english(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	as(world.bakery.contact);
	shows(of_task("/ret"), "Those who have said yes get an SMS");
	refuses(of_task("/ret"), "moedested=x", "Choose one of your contacts");
	at("2026-03-05T10:00");
	as(world.bakery.contact);
	shows(of_task("/ret"), "The task has begun or is over");
	shows(of_task("/igen"), "Whom shall we ask first?");
}

static void what_is_known_of_an_employer_reads_english(void **state)
{
	(void)state;
	as(world.bakery.contact);
	refuses("/opgaver/tjek", "funktion=pakning", "Put ");
	shows(mem_printf(&c, "/opgaver/kladde/%" PRId64,
		  one(SQL("SELECT max(id) FROM draft"), NO_BIND)),
	    "Post a task");
	shows(mem_printf(&c, "/firma/steder/%" PRId64, world.bakery.place),
	    "Correct the place");
	shows("/mine-log-ind", "Where you are signed in");
	shows("/mine-log-ind/alt", "Everything we have about you");
}

static void a_task_is_cancelled_in_english(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	as(world.bakery.contact);
	shows(of_task("/aflys"), "Amir said yes and will be told at once");
	shows(of_task("/aflys"), "at least 24 hours from now");
	refuses(of_task("/aflys"), "grund=x&pris=0", "Choose why you cancel");
	shows(mem_printf(&c, "/opgaver/plads/%" PRId64, engagement),
	    "We cannot do that here");
	at("2026-03-05T08:00");
	as(world.bakery.contact);
	shows(of_task("/aflys"), "and pay 435 kr");
	reads(submit(in_english(of_task("/aflys")), "grund=vejr&pris=0"), 409,
	    "Something has changed since you opened the page");
}

static void a_series_is_cancelled_in_english(void **state)
{
	const char *path;

	(void)state;
	post_series("2026-03-05", "2026-03-26", 1);
	as(world.bakery.contact);
	path = mem_printf(&c, "/opgaver/serie/%" PRId64, date(0).series_id);
	shows(path, "Each date is a task of its own");
	shows(
	    mem_printf(&c, "%s/aflys", path), "Cancel the rest of the series");
	shows(mem_printf(&c, "%s/aflys", path), "and onwards");
}

static void what_waits_for_somebody_is_english_too(void **state)
{
	const char *page;

	(void)state;
	as(world.bakery.contact);
	shows("/opgaver", "You have no tasks yet");
	shows("/timer", "There are no hours in this month");
	post_on("2026-03-05", 1);
	shows(page = task_page(), "waiting for answers");
	shows(mem_printf(&c, "%s/tid", page), "We start asking again");
	refuses("/firma", "", "Write the first name");
	refuses("/firma", "fornavn=Bo&email=x", "Danish mobile number");
	assert_see(
	    submit("/firma", "fornavn=Bo&email=bo%40example.dk"), "/firma");
	shows("/firma", "Invited. Valid until Monday 16 March.");
	change(SQL("UPDATE task SET state = 'waiting'"), NO_BIND);
	shows(page, "Then we ask the first ones.");
	change(SQL("UPDATE task SET state = 'cancelled'"), NO_BIND);
	shows("/opgaver", "Cancelled");
}

static void citizens_read_english(void **state)
{
	(void)state;
	as_citizen(world.amir);
	post_on("2026-03-05", 1);
	shows("/min-side", "We are asking you");
	shows("/min-side/timer", "My hours and my pay");
	shows("/min-side/opgaver", "Ask for a task");
	shows("/mine-log-ind", "Where you are signed in");
	shows("/min-side/log-ind", "My page");
}

/* ---- what others are told ---- */

static void what_citizens_are_told_stays_danish(void **state)
{
	struct reply r;

	(void)state;
	fill_in(ALL);
	r = get("/opret/tjek?lang=en");
	assert_page(r, 200, "lang=\"da\">Hej ");
	assert_page(r, 200, "Nyt Bageri, Holstebro, torsdag 5/3 kl 9-12?");
	assert_page(r, 200, "spørg efter Nina</dd>");
	assert_int_equal(
	    submit("/opret/kode?lang=en", code_asked()).status, 303);
	assert_string_equal(one_text(SQL("SELECT meeting FROM task"), NO_BIND),
	    "Gå ind, og spørg efter Nina");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)
#define SIGNS_UP(test) \
	cmocka_unit_test_setup_teardown(test, applying_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(danish_is_found),
		SIGNS_UP(whoever_comes_by_reads_english),
		SIGNS_UP(who_signs_up_reads_english),
		TEST(an_employer_reads_english),
		TEST(a_task_is_put_right_in_english),
		TEST(what_is_known_of_an_employer_reads_english),
		TEST(a_task_is_cancelled_in_english),
		TEST(a_series_is_cancelled_in_english),
		TEST(what_waits_for_somebody_is_english_too),
		TEST(citizens_read_english),
		SIGNS_UP(what_citizens_are_told_stays_danish),
	};

	return cmocka_run_group_tests_name("english", tests, NULL, NULL);
}
