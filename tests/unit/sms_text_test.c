#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/sms_text.h"
#include "base/text.h"

static struct ctx c;

static int open_arena(void **state)
{
	(void)state;
	c.mem = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(c.mem);
	return 0;
}

/* The letter n times. */
static char *many(const char *letter, int n)
{
	struct text t = text_new(c.mem, 4000);

	while (n--)
		text_add(&t, letter);
	return t.s;
}

/* Each figure was counted through a real Kannel. */
static void sms_size_counts_parts_as_kannel_does(void **state)
{
	/* clang-format off */
	static const struct {
		const char *letter;
		int times;
		size_t parts;
	} seen[] = {
		{ "æ", 160, 1 }, { "æ", 161, 2 },
		{ "€", 80,  1 }, { "€", 81,  2 },
		{ "å", 306, 2 }, { "å", 307, 3 },
		{ "ł", 70,  1 }, { "ł", 71,  2 },
		{ "ł", 134, 2 }, { "ł", 135, 3 },
		{ "😀", 35, 1 }, { "😀", 36, 2 },
	};
	/* clang-format on */
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(seen); i++)
		assert_int_equal(
		    sms_size(many(seen[i].letter, seen[i].times)).parts,
		    seen[i].parts);
}

static void a_pair_never_straddles_two_parts(void **state)
{
	struct sms_size size;

	(void)state;
	size = sms_size(
	    mem_printf(&c, "%s€%s", many("a", 152), many("b", 152)));
	assert_true(size.gsm);
	assert_int_equal(size.units, 306);
	assert_int_equal(size.parts, 3);

	size = sms_size(mem_printf(&c, "%s😀%s", many("ł", 66), many("ł", 66)));
	assert_false(size.gsm);
	assert_int_equal(size.units, 134);
	assert_int_equal(size.parts, 3);
}

static void sms_size_knows_the_alphabet(void **state)
{
	static const char one[] =
	    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./"
	    "0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
	    "abcdefghijklmnopqrstuvwxyzäöñüà";
	static const char two[] = "\f^{}\\[~]|€";
	static const char *const none[] = { "`", "´", "á", "í", "ó", "ú", "ê",
		"ë", "ç", "À", "È", "Á", "½", "°", "•", "…", "–", "—", "’", "‘",
		"“", "”", "«", "»", "\u00a0", "ł", "š", "ž", "č", "ő", "ğ", "😀",
		"\t", "\x01", "\x7f" };
	size_t i;

	(void)state;
	assert_true(sms_size(one).gsm);
	assert_int_equal(sms_size(one).units, 127); /* all but the escape */
	assert_true(sms_size(two).gsm);
	assert_int_equal(sms_size(two).units, 20);
	for (i = 0; i < COUNT(none); i++)
		assert_false(sms_size(none[i]).gsm);
}

static void one_foreign_letter_makes_the_whole_message_wide(void **state)
{
	struct sms_size size = sms_size(mem_printf(&c, "%s’", many("a", 154)));

	(void)state;
	assert_false(size.gsm);
	assert_int_equal(size.units, 155);
	assert_int_equal(size.parts, 3);
}

static void the_empty_text_is_one_part(void **state)
{
	struct sms_size size = sms_size("");

	(void)state;
	assert_true(size.gsm);
	assert_int_equal(size.units, 0);
	assert_int_equal(size.parts, 1);
}

static void sms_fits_is_gsm_and_one_part(void **state)
{
	(void)state;
	assert_true(sms_fits(many("ø", 160)));
	assert_false(sms_fits(many("ø", 161)));
	assert_false(sms_fits("Łucja"));
}

static void sms_plain_says_typography_in_gsm(void **state)
{
	const char *s = sms_plain(&c,
	    "“Nej” er »helt« ok – det’s … 9‑12\u00a0kr.\u200b\u202e • "
	    "a\tb\x07`´");

	(void)state;
	assert_string_equal(
	    s, "\"Nej\" er \"helt\" ok - det's ... 9-12 kr. - a b''");
	assert_true(sms_size(s).gsm);
}

static void sms_plain_never_changes_a_letter(void **state)
{
	static const char names[] = "Łucja Đặng Ñandú Øjvind Київ علي 😀\n½°";

	(void)state;
	assert_string_equal(sms_plain(&c, names), names);
	assert_string_equal(sms_plain(&c, ""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sms_size_counts_parts_as_kannel_does),
		cmocka_unit_test(a_pair_never_straddles_two_parts),
		cmocka_unit_test(sms_size_knows_the_alphabet),
		cmocka_unit_test(
		    one_foreign_letter_makes_the_whole_message_wide),
		cmocka_unit_test(the_empty_text_is_one_part),
		cmocka_unit_test(sms_fits_is_gsm_and_one_part),
		cmocka_unit_test(sms_plain_says_typography_in_gsm),
		cmocka_unit_test(sms_plain_never_changes_a_letter),
	};

	return cmocka_run_group_tests_name(
	    "sms_text", tests, open_arena, close_arena);
}
