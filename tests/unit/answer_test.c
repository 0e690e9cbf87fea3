#include "fixture.h"

#include <string.h>

#include "base/text.h"

#include "answer.h"

struct phrase_case {
	const char *text;
	enum answer_kind kind;
	int number;
};

static void assert_means(const struct phrase_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct answer a = answer_parse(&c, cases[i].text);

		if (a.kind != cases[i].kind || a.number != cases[i].number)
			fail_msg("\"%s\" is kind %d number %d, not %d and %d",
			    cases[i].text, a.kind, a.number, cases[i].kind,
			    cases[i].number);
	}
}

#define ASSERT_MEANS(...)                                                  \
	do {                                                               \
		static const struct phrase_case cases[] = { __VA_ARGS__ }; \
		assert_means(cases, COUNT(cases));                         \
	} while (0)

/* clang-format off */

static void a_yes_is_a_yes_however_it_is_written(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "ja", ANSWER_YES, 0 }, { "JA", ANSWER_YES, 0 },
		{ "Ja", ANSWER_YES, 0 }, { "  ja\n", ANSWER_YES, 0 },
		{ "Ja tak!", ANSWER_YES, 0 }, { "ja tak :-)", ANSWER_YES, 0 },
		{ "JATAK", ANSWER_YES, 0 }, { "j", ANSWER_YES, 0 },
		{ "jo", ANSWER_YES, 0 }, { "jep", ANSWER_YES, 0 },
		{ "ok", ANSWER_YES, 0 }, { "OK.", ANSWER_YES, 0 },
		{ "Okay", ANSWER_YES, 0 }, { "yes please", ANSWER_YES, 0 },
		{ "Ja, det vil jeg gerne", ANSWER_YES, 0 },
		{ "ja jeg kommer", ANSWER_YES, 0 },
		{ "Hej, ja tak. Mange tak", ANSWER_YES, 0 },
		{ "ja ja", ANSWER_YES, 0 }, { "ok ja", ANSWER_YES, 0 },
		{ "\xf0\x9f\x91\x8d", ANSWER_YES, 0 },
		{ "Ja \xf0\x9f\x91\x8d", ANSWER_YES, 0 });
}

static void a_number_says_which(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "JA 7", ANSWER_YES, 7 }, { "ja7", ANSWER_YES, 7 },
		{ "Ja, 7", ANSWER_YES, 7 }, { "7 ja", ANSWER_YES, 7 },
		{ "JA 07", ANSWER_YES, 7 }, { "ja nr. 7", ANSWER_UNCLEAR, 7 },
		{ "nej 8", ANSWER_NO, 8 }, { "NEJ8", ANSWER_NO, 8 },
		{ "ring 12", ANSWER_CALL, 12 }, { "JA 99 tak", ANSWER_YES, 99 },
		/* No number that was ever given out: it says nothing. */
		{ "ja 1", ANSWER_YES, 0 }, { "ja 0", ANSWER_YES, 0 },
		{ "ja 100", ANSWER_UNCLEAR, 0 },
		{ "ja 20123456", ANSWER_UNCLEAR, 0 },
		{ "ja 7 og 8", ANSWER_UNCLEAR, 7 },
		{ "ja 7 8", ANSWER_UNCLEAR, 7 });
}

static void a_no_is_a_no_however_it_is_written(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "nej", ANSWER_NO, 0 }, { "NEJ", ANSWER_NO, 0 },
		{ "Nej tak", ANSWER_NO, 0 }, { "nejtak", ANSWER_NO, 0 },
		{ "n", ANSWER_NO, 0 }, { "næ", ANSWER_NO, 0 },
		{ "NÆ", ANSWER_NO, 0 }, { "nope", ANSWER_NO, 0 },
		{ "no", ANSWER_NO, 0 }, { "Nej, desværre", ANSWER_NO, 0 },
		{ "nej ikke denne gang", ANSWER_NO, 0 },
		{ "nej det kan jeg ikke", ANSWER_NO, 0 },
		{ "Nej jeg kan ikke komme", ANSWER_NO, 0 });
}

static void ring_is_a_call(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "RING", ANSWER_CALL, 0 }, { "ring til mig", ANSWER_CALL, 0 },
		{ "Ring venligst", ANSWER_CALL, 0 },
		{ "vil I ringe", ANSWER_CALL, 0 },
		{ "ring mig op tak", ANSWER_CALL, 0 });
}

static void who_cannot_come_gives_up_what_was_theirs(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "AFBUD", ANSWER_AFBUD, 0 }, { "afbud.", ANSWER_AFBUD, 0 },
		{ "melder afbud", ANSWER_AFBUD, 0 },
		{ "syg", ANSWER_AFBUD, 0 }, { "Jeg er syg", ANSWER_AFBUD, 0 },
		{ "jeg er syg i dag", ANSWER_AFBUD, 0 },
		{ "barn syg", ANSWER_AFBUD, 0 },
		{ "Mit barn er syg", ANSWER_AFBUD, 0 },
		{ "mit barn er blevet sygt", ANSWER_AFBUD, 0 },
		{ "nej jeg er syg", ANSWER_AFBUD, 0 },
		{ "kan ikke", ANSWER_AFBUD, 0 },
		{ "kan ikke komme", ANSWER_AFBUD, 0 },
		{ "jeg kan desværre ikke komme", ANSWER_AFBUD, 0 },
		{ "jeg kan ikke i dag", ANSWER_AFBUD, 0 });
}

static void passer_is_about_hours(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "PASSER", ANSWER_FITS, 0 }, { "passer", ANSWER_FITS, 0 },
		{ "det passer", ANSWER_FITS, 0 },
		{ "Det passer godt, tak", ANSWER_FITS, 0 },
		{ "timerne passer", ANSWER_FITS, 0 },
		/* And not fitting is a thing to talk about. */
		{ "det passer ikke", ANSWER_CALL, 0 },
		{ "passer ikke", ANSWER_CALL, 0 },
		{ "De timer passer ikke", ANSWER_CALL, 0 });
}

static void stop_takes_the_word_alone(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "STOP", ANSWER_STOP, 0 }, { "STOP.", ANSWER_STOP, 0 },
		{ " stop! ", ANSWER_STOP, 0 }, { "stop alt", ANSWER_STOP, 0 },
		{ "STOPALL", ANSWER_STOP, 0 }, { "afmeld", ANSWER_STOP, 0 },
		{ "Frameld", ANSWER_STOP, 0 }, { "afmelding", ANSWER_STOP, 0 },
		{ "unsubscribe", ANSWER_STOP, 0 },
		{ "stopper I kl 12?", ANSWER_UNCLEAR, 12 },
		{ "hvornår er der stop", ANSWER_UNCLEAR, 0 },
		{ "ja stop", ANSWER_UNCLEAR, 0 },
		{ "Kan I stoppe lidt før?", ANSWER_UNCLEAR, 0 },
		{ "stop 5", ANSWER_UNCLEAR, 5 },
		{ "end", ANSWER_UNCLEAR, 0 });
}

static void the_other_words_are_words_of_their_own(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "START", ANSWER_START, 0 }, { "start tak", ANSWER_START, 0 },
		{ "tilmeld", ANSWER_START, 0 }, { "PAUSE", ANSWER_PAUSE, 0 },
		{ "pause tak", ANSWER_PAUSE, 0 }, { "LINK", ANSWER_LINK, 0 },
		{ "forkert nummer", ANSWER_WRONG, 0 },
		{ "Du har fået forkert nummer!", ANSWER_WRONG, 0 },
		{ "Det er et forkert nummer, jeg hedder Bo og bor her",
		    ANSWER_WRONG, 0 },
		{ "forkert", ANSWER_UNCLEAR, 0 });
}

static void what_says_two_things_is_for_a_person(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "ja nej", ANSWER_UNCLEAR, 0 },
		{ "ja eller nej", ANSWER_UNCLEAR, 0 },
		{ "ja men kun om formiddagen", ANSWER_UNCLEAR, 0 },
		{ "Ja, men ring først", ANSWER_UNCLEAR, 0 },
		{ "ja ring", ANSWER_UNCLEAR, 0 },
		{ "nej ja", ANSWER_UNCLEAR, 0 },
		{ "måske", ANSWER_UNCLEAR, 0 },
		{ "ja ikke", ANSWER_UNCLEAR, 0 },
		{ "jeg kan ikke sige ja", ANSWER_UNCLEAR, 0 },
		{ "ja pause", ANSWER_UNCLEAR, 0 });
}

static void what_says_nothing_we_know_is_for_a_person(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "", ANSWER_UNCLEAR, 0 }, { "   ", ANSWER_UNCLEAR, 0 },
		{ "?", ANSWER_UNCLEAR, 0 }, { "hej", ANSWER_UNCLEAR, 0 },
		{ "tak", ANSWER_UNCLEAR, 0 }, { "7", ANSWER_UNCLEAR, 7 },
		{ "jaha", ANSWER_UNCLEAR, 0 }, { "nejlike", ANSWER_UNCLEAR, 0 },
		{ "ringede du", ANSWER_UNCLEAR, 0 },
		{ "hvor er det henne", ANSWER_UNCLEAR, 0 },
		{ "\xd0\xb4\xd0\xb0", ANSWER_UNCLEAR, 0 },
		{ "ikke", ANSWER_UNCLEAR, 0 });
}

static void a_long_message_is_for_a_person(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "ja ja ja ja ja ja ja ja ja ja ja ja", ANSWER_YES, 0 },
		{ "ja ja ja ja ja ja ja ja ja ja ja ja ja", ANSWER_UNCLEAR, 0 },
		{ "hej jeg vil gerne så gerne komme på mandag tak og så jeg er "
		  "syg", ANSWER_UNCLEAR, 0 },
		{ "nej nej nej nej nej nej nej nej nej nej nej nej kan ikke",
		    ANSWER_UNCLEAR, 0 });
}

static void a_personal_number_is_met_before_all(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "ja 0101701234", ANSWER_CPR, 0 },
		{ "JA mit cpr er 010170-1234", ANSWER_CPR, 0 },
		{ "stop ******-****", ANSWER_CPR, 0 });
}

/* These were taken for something they do not say. */

static void a_not_beside_the_word_is_for_a_person(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "jeg er ikke syg", ANSWER_UNCLEAR, 0 },
		{ "jeg melder ikke afbud", ANSWER_UNCLEAR, 0 },
		{ "ring ikke til mig", ANSWER_UNCLEAR, 0 },
		{ "ikke start", ANSWER_UNCLEAR, 0 },
		{ "ikke pause", ANSWER_UNCLEAR, 0 });
}

static void cannot_beside_something_else_is_no_afbud(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "kan jeg ikke komme senere?", ANSWER_UNCLEAR, 0 },
		{ "ja men kan ikke om morgenen", ANSWER_UNCLEAR, 0 },
		{ "kan ikke læse teksten", ANSWER_UNCLEAR, 0 },
		{ "kan jeg ikke ringe dig op", ANSWER_UNCLEAR, 0 },
		{ "kan ikke finde vej", ANSWER_UNCLEAR, 0 });
}

static void husk_and_husk_ikke_are_two_answers(void **state)
{
	(void)state;
	ASSERT_MEANS(
		{ "HUSK", ANSWER_REMIND, 0 }, { "husk mig", ANSWER_REMIND, 0 },
		{ "Husk, tak", ANSWER_REMIND, 0 },
		{ "HUSK IKKE", ANSWER_REMIND_NOT, 0 },
		{ "husk ikke tak", ANSWER_REMIND_NOT, 0 },
		{ "husk at ringe", ANSWER_UNCLEAR, 0 },
		{ "ja husk", ANSWER_UNCLEAR, 0 });
}

/* clang-format on */

/* Property: whatever stands around it, nothing that is not all understood is
 * taken for a yes, a no or a stop. */
static void an_unknown_word_makes_a_yes_or_no_unclear(void **state)
{
	static const char *const said[] = { "ja", "nej", "ok", "stop", "start",
		"pause", "link", "passer", "ring", "husk" };
	static const char *const unknown[] = { "måske", "hvis", "men", "cykel",
		"xyz", "1234" };

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++)
		for (size_t k = 0; k < COUNT(unknown); k++) {
			const char *after = mem_printf(
			    &c, "%s %s", said[i], unknown[k]);
			const char *before = mem_printf(
			    &c, "%s %s", unknown[k], said[i]);

			assert_int_equal(
			    answer_parse(&c, after).kind, ANSWER_UNCLEAR);
			assert_int_equal(
			    answer_parse(&c, before).kind, ANSWER_UNCLEAR);
		}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_yes_is_a_yes_however_it_is_written),
		TEST(a_number_says_which),
		TEST(a_no_is_a_no_however_it_is_written),
		TEST(ring_is_a_call),
		TEST(who_cannot_come_gives_up_what_was_theirs),
		TEST(passer_is_about_hours),
		TEST(stop_takes_the_word_alone),
		TEST(the_other_words_are_words_of_their_own),
		TEST(what_says_two_things_is_for_a_person),
		TEST(what_says_nothing_we_know_is_for_a_person),
		TEST(a_long_message_is_for_a_person),
		TEST(a_personal_number_is_met_before_all),
		TEST(a_not_beside_the_word_is_for_a_person),
		TEST(cannot_beside_something_else_is_no_afbud),
		TEST(an_unknown_word_makes_a_yes_or_no_unclear),
		TEST(husk_and_husk_ikke_are_two_answers),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
