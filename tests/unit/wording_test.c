#include "fixture.h"

#include "wording.h"

static void assert_leak(const char *text, const char *word)
{
	const char *found = wording_leaks(&c, text);

	if (word == NULL)
		assert_null(found);
	else
		assert_string_equal(found ? found : "-", word);
}

static void what_reveals_somebody_is_found_in_any_form(void **state)
{
	(void)state;
	assert_leak("Jobcenter Holstebro", "jobcent");
	assert_leak("på JOBCENTRET", "jobcent");
	assert_leak("KONTANTHJÆLPEN", "kontanthjælp");
	assert_leak("for ledige", "ledig");
	assert_leak("(Ledig)", "ledig");
	assert_leak("din mentors telefon", "mentor");
	assert_leak("i praktik.", "praktik.");
	assert_leak("praktikanten", "praktikant");
	assert_leak("er syg", "syg.");
	assert_leak("sygdommen", "sygdom");
	assert_leak("sygemeldte", "sygemeld");
	assert_leak("af hensyn til", "hensyn");
	assert_leak("RÅDIGHED", "rådighed");
	assert_leak("Efterværnet", "efterværn");
	assert_leak("sagsbehandleren", "sagsbehandler");
	assert_leak("fleksjobbet", "fleksjob");
	assert_leak("psykiatrien", "psykiatri");
	assert_leak("-herberget-", "herberg");
	assert_leak("førtidspensionist", "førtidspension");
}

static void ordinary_words_are_left_alone(void **state)
{
	static const char *const fine[] = { "", "Bager Bech", "praktisk hjælp",
		"det praktiske", "sygehuset", "foredling", "anledigt",
		"tilmeldte", "elementor", "pakke varer", "mentalt",
		"udlejning" };

	(void)state;
	for (size_t i = 0; i < COUNT(fine); i++)
		assert_leak(fine[i], NULL);
}

static void what_sounds_like_an_authority_is_found(void **state)
{
	(void)state;
	assert_string_equal(wording_commands(&c, "et Tilbud"), "tilbud");
	assert_string_equal(wording_commands(&c, "tilbuddet"), "tilbud");
	assert_string_equal(wording_commands(&c, "du skal møde"), "skal.");
	assert_string_equal(wording_commands(&c, "Du er henvist"), "henvist");
	assert_string_equal(wording_commands(&c, "frigivet"), "frigiv");
	assert_string_equal(wording_commands(&c, "loft"), "loft.");
	assert_null(wording_commands(&c, "skaldyr på loftet"));
	assert_null(wording_commands(&c, "løft"));
	/* Which only citizens are not told. */
	assert_null(wording_leaks(&c, "du skal møde"));
}

static void lix_is_words_a_sentence_and_long_words_of_a_hundred(void **state)
{
	(void)state;
	assert_int_equal(wording_lix(""), 0);
	assert_int_equal(wording_lix("..."), 0);
	/* Two sentences of two words, one of four longer than six letters. */
	assert_int_equal(wording_lix("Hej du. Velkommen her."), 2 + 25);
	assert_int_equal(wording_lix("Hej du! Velkommen her?"), 2 + 25);
	/* No end is an end. */
	assert_int_equal(wording_lix("en to tre fire"), 4);
	/* Six letters are short, also in Danish; a dot within is no end. */
	assert_int_equal(wording_lix("ærøske"), 1);
	assert_int_equal(wording_lix("ærøskes"), 101);
	assert_int_equal(wording_lix("kl 9.30"), 3);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_reveals_somebody_is_found_in_any_form),
		TEST(ordinary_words_are_left_alone),
		TEST(what_sounds_like_an_authority_is_found),
		TEST(lix_is_words_a_sentence_and_long_words_of_a_hundred),
	};

	return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
