#include "request.h"

#include <string.h>

#include "citizen.h"
#include "link.h"
#include "match.h"
#include "wording.h"

static int64_t offer;

/* ---- the question's own page ---- */

static int asked_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	offer = offer_to(post_on("2026-03-05", 1), world.amir);
	return 0;
}

static struct reply look(void)
{
	const char *url;

	db_begin(&c);
	url = link_url(&c, LINK_OFFER, world.amir, offer, c.now + 30 * DAY);
	assert_int_equal(db_commit(&c), OK);
	return get(strstr(url, "/s/"));
}

static struct reply look_with(const char *parts)
{
	change(SQL("UPDATE offer SET cost_parts = $1"), BIND(TEXT(parts)));
	return look();
}

static void who_is_asked_is_told_why(void **state)
{
	(void)state;
	assert_page(look(), 200, "Derfor spurgte vi dig");
	assert_page(look(), 200, phrase("reason.time"));
	assert_page(look(), 200, phrase("reason.near"));
	assert_page(look(), 200, phrase("reason.asked"));
	assert_page(look(), 200, "href=\"/derfor\"");
}

static void each_part_has_its_words_from_its_points(void **state)
{
	static const struct {
		const char *parts, *says, *lacks;
	} tries[] = { { "distance=0", "ikke langt fra dig", " km " },
		{ "distance=2", "ikke langt fra dig", " km " },
		{ "distance=3", "Der er cirka 3 km fra dig", "ikke langt" },
		{ "distance=27", "Der er cirka 27 km fra dig", "ikke langt" },
		{ "distance=101", "Tiden passede", " km " },
		{ "distance=-1", "Tiden passede", " km " },
		{ "asked=-7", "i et par uger", " km " },
		{ "asked=-6", "Tiden passede", "i et par uger" },
		{ "history=-30", "Du har arbejdet hos dem før", "der for" },
		{ "history=0", "Tiden passede", "hos dem før" },
		{ "history=-30 same=-150", "det samme der for nylig",
		    "hos dem før" },
		{ "same=0", "Tiden passede", "det samme" } };

	(void)state;
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct reply r = look_with(tries[i].parts);

		assert_page(r, 200, tries[i].says);
		assert_lacks(r, tries[i].lacks);
		next();
	}
}

static int sentences(const struct reply *reply)
{
	const char *at = strstr(reply->body, "<details");
	const char *end = strstr(at, "</ul>");
	int count = 0;

	for (; (at = strstr(at, "<li>")) != NULL && at < end; at++)
		count++;
	return count;
}

static void three_sentences_are_enough(void **state)
{
	struct reply r = look_with(
	    "distance=12 level=60 wishes=-15 recent=20 asked=-14 paid=-91"
	    " history=-30 same=-150");

	(void)state;
	assert_int_equal(sentences(&r), 3);
	r = look_with("");
	assert_int_equal(sentences(&r), 1);
}

/* P19: whoever holds the link may read it. */
static void no_score_and_no_need_is_told(void **state)
{
	static const char *const alike[] = { "level=0 wishes=0 recent=0 paid=0",
		"level=90 wishes=-15 recent=30 paid=-91", "charm=5", "" };
	size_t length = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(alike); i++) {
		struct reply r = look_with(alike[i]);
		size_t n = (size_t)(strstr(r.body, "</details>") -
		    strstr(r.body, "<details"));

		if (i == 0)
			length = n;
		assert_int_equal(n, length);
		next();
	}
}

static void who_would_like_to_try_is_told_so(void **state)
{
	(void)state;
	db_begin(&c);
	citizen_willing(&c, world.amir, "pakning");
	db_run(&c, SQL("DELETE FROM progression"), NO_BIND);
	assert_int_equal(db_commit(&c), OK);
	assert_page(
	    look(), 200, "Du har sagt, at du gerne vil prøve at pakke varer.");
}

/* ---- for anybody ---- */

static void all_rules_and_weights_are_told_to_anybody(void **state)
{
	struct reply r = get("/derfor");

	(void)state;
	for (int i = 0; i < MATCH_RULES; i++)
		assert_page(r, 200,
		    phrase_named(&c, "reason_rule", match_rule_name(i)));
	for (int i = 0; i < MATCH_PARTS; i++)
		assert_page(r, 200,
		    phrase_named(&c, "reason_weight",
			match_part_name((enum match_part)i)));
	as(world.mentor);
	assert_page(get("/derfor"), 200, phrase("reason.title"));
}

static void its_words_are_for_citizens(void **state)
{
	struct reply r = get("/derfor");
	const char *words = strstr(r.body, "<main");

	(void)state;
	assert_non_null(words);
	assert_null(wording_leaks(&c, words));
	assert_null(wording_commands(&c, words));
	assert_lacks(r, "Småjob");
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, asked_open, world_close)
#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(who_is_asked_is_told_why),
		ASKED(each_part_has_its_words_from_its_points),
		ASKED(three_sentences_are_enough),
		ASKED(no_score_and_no_need_is_told),
		ASKED(who_would_like_to_try_is_told_so),
		TEST(all_rules_and_weights_are_told_to_anybody),
		TEST(its_words_are_for_citizens),
	};

	return cmocka_run_group_tests_name("reason_pages", tests, NULL, NULL);
}
