#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

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

static void text_grows_and_is_always_ended(void **state)
{
	struct text t = text_new(c.mem, 10000);
	int i;

	(void)state;
	assert_string_equal(t.s, "");
	for (i = 0; i < 1000; i++) {
		text_printf(&t, "%03d", i);
		text_add(&t, ",");
		assert_int_equal(strlen(t.s), t.n);
	}
	assert_int_equal(t.n, 4000);
	assert_string_equal(t.s + 3992, "998,999,");
	assert_false(t.full);
}

static void text_drops_what_passes_its_ceiling(void **state)
{
	struct text t = text_new(c.mem, 5);

	(void)state;
	text_add(&t, "12345");
	assert_false(t.full);
	text_add(&t, "");
	assert_false(t.full);
	text_add(&t, "6");
	assert_true(t.full);
	assert_string_equal(t.s, "12345");

	t = text_new(c.mem, 1000);
	text_printf(&t, "%1200d", 1);
	assert_true(t.full);
	assert_int_equal(t.n, 1000);
	assert_int_equal(t.s[1000], '\0');

	t = text_new(c.mem, 0);
	text_printf(&t, "a");
	assert_true(t.full);
	assert_string_equal(t.s, "");
}

static void text_printf_fills_to_the_last_byte(void **state)
{
	struct text t;
	int n;

	(void)state;
	for (n = 250; n < 262; n++) {
		t = text_new(c.mem, 258);
		text_printf(&t, "%*d", n, 7);
		assert_int_equal(t.n, n < 258 ? n : 258);
		assert_int_equal(t.full, n > 258);
	}
}

static void utf8_valid_takes_what_is_well_formed(void **state)
{
	static const char good[] = "a æ € 😀 \xf4\x8f\xbf\xbf \xed\x9f\xbf";

	(void)state;
	assert_true(utf8_valid(good, sizeof good - 1));
	assert_true(utf8_valid("", 0));
}

static void utf8_valid_refuses_what_fools_filters(void **state)
{
	static const char *const bad[] = {
		"\x80",             /* a middle without a beginning */
		"\xc3",             /* cut off */
		"\xe2\x82",         /* cut off */
		"\xc0\xaf",         /* overlong slash */
		"\xc1\xbf",         /* overlong */
		"\xe0\x80\xaf",     /* overlong slash */
		"\xf0\x82\x82\xac", /* overlong euro */
		"\xed\xa0\x80",     /* surrogate */
		"\xed\xbf\xbf",     /* surrogate */
		"\xf4\x90\x80\x80", /* beyond Unicode */
		"\xf8\x88\x80\x80\x80",
		"\xff",
		"\xc3(",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_false(utf8_valid("a\0b", 3));
}

static void utf8_next_gives_code_and_size(void **state)
{
	const char *s = "aæ€😀";
	const char *end = s + strlen(s);
	size_t size;

	(void)state;
	assert_int_equal(utf8_next(s, end, &size), 'a');
	assert_int_equal(size, 1);
	assert_int_equal(utf8_next(s + 1, end, &size), 0xe6);
	assert_int_equal(size, 2);
	assert_int_equal(utf8_next(s + 3, end, &size), 0x20ac);
	assert_int_equal(size, 3);
	assert_int_equal(utf8_next(s + 6, end, &size), 0x1f600);
	assert_int_equal(size, 4);
	assert_int_equal(utf8_next(s + 6, end - 1, &size), -1);
	assert_int_equal(size, 1);
	assert_int_equal(utf8_next(end, end, &size), -1);
	assert_int_equal(size, 0);
}

static void utf8_length_counts_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_length(""), 0);
	assert_int_equal(utf8_length("Søn"), 3);
	assert_int_equal(utf8_length("€😀"), 2);
}

static void text_trim_keeps_inner_space(void **state)
{
	(void)state;
	assert_string_equal(
	    text_trim(&c, " \t Feje  gården\r\n"), "Feje  gården");
	assert_string_equal(text_trim(&c, "å"), "å");
}

static void text_trim_takes_the_spaces_of_telephones(void **state)
{
	(void)state;
	assert_string_equal(
	    text_trim(&c, "\u00a0\u200bAnne\u2009\ufeff"), "Anne");
	assert_string_equal(text_trim(&c, ""), "");
	assert_string_equal(text_trim(&c, " \u3000\n"), "");
	assert_string_equal(text_trim(&c, " \xff "), "\xff");
}

static void text_fold_makes_latin_letters_small(void **state)
{
	(void)state;
	assert_string_equal(
	    text_fold(&c, "SØREN ÆBELØ Ågård"), "søren æbelø ågård");
	assert_string_equal(text_fold(&c, "ÉÄÖÜÐÞ×÷ß"), "éäöüðþ×÷ß");
	assert_string_equal(text_fold(&c, "ŁÓDŹ ŻŠČĘ ĹŇŸ"), "łódź żščę ĺňÿ");
	assert_string_equal(text_fold(&c, "İıĞŞ ẞ ỄẠ"), "iığş ß ễạ");
	assert_string_equal(text_fold(&c, "\xc3 Київ 12"), "\xc3 Київ 12");
}

static void text_fold_is_done_once(void **state)
{
	char one[5] = "";
	const char *once;
	int code;

	(void)state;
	for (code = 0x80; code < 0x800; code++) {
		one[0] = (char)(0xc0 | code >> 6);
		one[1] = (char)(0x80 | (code & 0x3f));
		once = text_fold(&c, one);
		assert_true(utf8_valid(once, strlen(once)));
		assert_string_equal(text_fold(&c, once), once);
	}
}

static void text_has_cpr_finds_every_way_to_write_one(void **state)
{
	static const char *const with[] = { "010190-1234", "0101901234",
		"010190 1234", "mit cpr er 311299-9999.", "290200-1234",
		"290204-1234", "010190\u20131234", "010190 - 1234",
		"010190\u00a01234", "nr.010190-1234,ja", "12 0101901234",
		"0000000000 0101901234", "ring 20123456 og 010190-1234" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(with); i++)
		assert_true(text_has_cpr(with[i]));
}

static void text_has_cpr_lets_other_numbers_be(void **state)
{
	static const char *const without[] = { "", "010190", "010190-123",
		"320190-1234", "001290-1234", "011390-1234", "010090-1234",
		"310490-1234", "300290-1234", "290201-1234", "0000000000",
		"4520123456", "20 12 34 56", "1010190-1234", "010190-12345",
		"01019012345", "10101901234", "010190--- -1234", "010190/1234",
		"2026-12-03T09:30", "010190\xe2\x80", "3.12 kl 9-12" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(without); i++)
		assert_false(text_has_cpr(without[i]));
}

static void text_mask_cpr_leaves_the_rest(void **state)
{
	(void)state;
	assert_string_equal(text_mask_cpr(&c, "Jeg er 010190-1234, ring 12"),
	    "Jeg er ******-****, ring 12");
	assert_string_equal(
	    text_mask_cpr(&c, "0101901234 0202911234 1010190-1234"),
	    "******-**** ******-**** 1010190-1234");
	assert_string_equal(text_mask_cpr(&c, "Ågade 3"), "Ågade 3");
	assert_string_equal(text_mask_cpr(&c, ""), "");
}

static void what_could_be_a_telephone_number_is_masked(void **state)
{
	(void)state;
	assert_string_equal(text_mask_numbers(&c, "no such: +45 20 12 34 56."),
	    "no such: +***.");
	assert_string_equal(
	    text_mask_numbers(&c, "4520123456 2012-3456 20.123.456"), "***");
	assert_string_equal(
	    text_mask_numbers(&c, "to 20123456, 20123457"), "to ***, ***");
	assert_string_equal(text_mask_numbers(&c, "http 400 code 21211"),
	    "http 400 code 21211");
	assert_string_equal(text_mask_numbers(&c, "550 12 3"), "***");
	assert_string_equal(text_mask_numbers(&c, ""), "");
	assert_null(text_mask_numbers(&c, NULL));
}

static void a_list_is_taken_item_by_item(void **state)
{
	static const char *const lists[] = { "a,bb,c", " a, bb ,\tc ",
		",a,,bb c," };
	static const char *const items[] = { "a", "bb", "c" };
	const char *list, *item;
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		list = lists[i];
		for (size_t k = 0; k < COUNT(items); k++) {
			assert_true(text_item(&list, &item, &n));
			assert_int_equal(n, strlen(items[k]));
			assert_memory_equal(item, items[k], n);
		}
		assert_false(text_item(&list, &item, &n));
		assert_false(text_item(&list, &item, &n));
	}
	list = " ,";
	assert_false(text_item(&list, &item, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows_and_is_always_ended),
		cmocka_unit_test(text_drops_what_passes_its_ceiling),
		cmocka_unit_test(text_printf_fills_to_the_last_byte),
		cmocka_unit_test(utf8_valid_takes_what_is_well_formed),
		cmocka_unit_test(utf8_valid_refuses_what_fools_filters),
		cmocka_unit_test(utf8_next_gives_code_and_size),
		cmocka_unit_test(utf8_length_counts_characters),
		cmocka_unit_test(text_trim_keeps_inner_space),
		cmocka_unit_test(text_trim_takes_the_spaces_of_telephones),
		cmocka_unit_test(text_fold_makes_latin_letters_small),
		cmocka_unit_test(text_fold_is_done_once),
		cmocka_unit_test(text_has_cpr_finds_every_way_to_write_one),
		cmocka_unit_test(text_has_cpr_lets_other_numbers_be),
		cmocka_unit_test(text_mask_cpr_leaves_the_rest),
		cmocka_unit_test(what_could_be_a_telephone_number_is_masked),
		cmocka_unit_test(a_list_is_taken_item_by_item),
	};

	return cmocka_run_group_tests_name(
	    "text", tests, open_arena, close_arena);
}
