#include "fixture.h"

#include <string.h>

#include "portal.h"

static struct params p;

static bool parse(const char *text)
{
	return params_parse(&c, text, strlen(text), &p);
}

static void assert_value(const char *text, const char *value, bool bad)
{
	const char *whole = mem_printf(&c, "x=%s", text);

	assert_true(parse(whole));
	assert_int_equal(p.count, 1);
	assert_string_equal(p.list[0].value, value);
	assert_int_equal(p.list[0].bad, bad);
}

/* ---- forms and queries ---- */

static void names_and_values_are_taken_apart(void **state)
{
	(void)state;
	assert_true(parse("a=1&b=&c&d==&&e=2"));
	assert_int_equal(p.count, 5);
	assert_string_equal(param_value(&p, "a"), "1");
	assert_string_equal(param_value(&p, "b"), "");
	assert_string_equal(param_value(&p, "c"), "");
	assert_string_equal(param_value(&p, "d"), "=");
	assert_string_equal(param_value(&p, "e"), "2");
	assert_string_equal(param_value(&p, "A"), "");
	assert_non_null(param_find(&p, "c"));
	assert_null(param_find(&p, "A"));
	assert_null(param_find(&p, ""));
	assert_true(parse(""));
	assert_int_equal(p.count, 0);
}

static void plus_and_percent_are_decoded(void **state)
{
	(void)state;
	assert_value("a+b%20c", "a b c", false);
	assert_value("%c3%A6%C3%b8%C3%A5", "æøå", false);
	assert_value("%2B%26%3D%25", "+&=%", false);
	assert_true(parse("a%3Db=c"));
	assert_string_equal(p.list[0].name, "a=b");
}

static void it_is_decoded_once(void **state)
{
	(void)state;
	assert_value("%2541", "%41", false);
	assert_value("%2500%252B", "%00%2B", false);
	assert_value("%26lt%3B", "&lt;", false);
	assert_true(parse("a%253Db=c"));
	assert_string_equal(p.list[0].name, "a%3Db");
}

static void line_ends_come_as_two_and_are_kept_as_one(void **state)
{
	(void)state;
	assert_value("a%0D%0Ab%0D%0A", "a\nb\n", false);
	assert_value("a%09b", "a\tb", false);
}

static void a_bad_percent_is_marked_and_left_out(void **state)
{
	(void)state;
	assert_value("a%zzb", "azzb", true);
	assert_value("a%4", "a4", true);
	assert_value("a%", "a", true);
	assert_value("%%41", "A", true);
	assert_value("a%4gb", "a4gb", true);
}

static void what_is_no_character_is_marked_and_left_out(void **state)
{
	(void)state;
	assert_value("a%00b", "ab", true);
	assert_value("a%FFb", "ab", true);
	assert_value("a%C3", "a", true);
	assert_value("%C0%AFb", "b", true);
	assert_value("%ED%A0%80b", "b", true);
	assert_value("a%07b", "ab", true);
	assert_value("a%7Fb", "ab", true);
	assert_value("a%1Bb", "ab", true);
	assert_value("\xff", "", true);
}

static void a_bad_name_refuses_the_whole(void **state)
{
	static const char *const bad[] = { "=1", "a=1&=2", "a%00=1", "a%zz=1",
		"\xff=1", "%41%=1" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(parse(bad[i]));
	assert_int_equal(p.count, 0);
}

static void a_name_may_come_several_times(void **state)
{
	const char *const *all;

	(void)state;
	assert_true(parse("t=1&x=9&t=2&t=&T=3"));
	assert_string_equal(param_value(&p, "t"), "");
	assert_string_equal(param_find(&p, "t")->value, "1");
	assert_true(param_find(&p, "t")->twice);
	assert_false(param_find(&p, "x")->twice);
	assert_true(p.unclean);
	all = param_values(&c, &p, "t");
	assert_string_equal(all[0], "1");
	assert_string_equal(all[1], "2");
	assert_string_equal(all[2], "");
	assert_null(all[3]);
	assert_null(param_values(&c, &p, "findes ikke")[0]);
}

static void what_is_bad_or_twice_makes_the_whole_unclean(void **state)
{
	static const char *const unclean[] = { "a=%", "a=%00", "a=%ff",
		"a=1&b=2&a=1", "a&a", "b=1&a=%zz&c=2" };

	(void)state;
	for (size_t i = 0; i < COUNT(unclean); i++) {
		assert_true(parse(unclean[i]));
		assert_true(p.unclean);
	}
	assert_true(parse("a=1&A=1&aa=1&a%20=1&b=%C3%A6"));
	assert_false(p.unclean);
}

static void there_is_room_for_so_many_fields(void **state)
{
	struct text t = text_new(c.mem, 10000);

	(void)state;
	for (int i = 0; i < PARAMS_MOST; i++)
		text_printf(&t, "%sf%d=%d", i > 0 ? "&" : "", i, i);
	assert_true(parse(t.s));
	assert_int_equal(p.count, PARAMS_MOST);
	assert_string_equal(param_value(&p, "f63"), "63");
	text_add(&t, "&f64=64");
	assert_false(parse(t.s));
}

static void the_length_is_the_end(void **state)
{
	(void)state;
	assert_true(params_parse(&c, "a=12345", 4, &p));
	assert_string_equal(param_value(&p, "a"), "12");
	assert_true(params_parse(&c, "a=%4142", 5, &p));
	assert_string_equal(param_value(&p, "a"), "A");
	assert_true(params_parse(&c, "a=%41", 4, &p));
	assert_true(p.list[0].bad);
	assert_true(params_parse(&c, "a=\0b", 4, &p));
	assert_true(p.list[0].bad);
	assert_string_equal(param_value(&p, "a"), "b");
}

/* ---- cookies ---- */

#define TOKEN "0123456789abcdefghjkmnpqrs"
#define OTHER "zzzzzzzzzzzzzzzzzzzzzzzzzz"

static void a_cookie_is_found_by_its_exact_name(void **state)
{
	static const char *const there[] = { "sid=" TOKEN, " sid=" TOKEN,
		"a=b; sid=" TOKEN, "a=b;sid=" TOKEN "; c=d",
		"; ;sid=" TOKEN ";", "xsid=" OTHER "; sid=" TOKEN,
		"sid2=" OTHER "; sid=" TOKEN, "sid; sid=" TOKEN };
	static const char *const not_there[] = { "", "sid",
		"sid=", "SID=" TOKEN, "xsid=" TOKEN, "sidx=" TOKEN,
		"sid =" TOKEN, "a=sid=" TOKEN, ";;;" };

	(void)state;
	for (size_t i = 0; i < COUNT(there); i++) {
		const char *found = cookie_find(&c, there[i], "sid");

		assert_non_null(found);
		assert_string_equal(found, TOKEN);
	}
	for (size_t i = 0; i < COUNT(not_there); i++)
		assert_null(cookie_find(&c, not_there[i], "sid"));
}

static void a_cookie_that_is_there_twice_is_none(void **state)
{
	(void)state;
	assert_null(cookie_find(&c, "sid=" TOKEN "; sid=" OTHER, "sid"));
	assert_null(cookie_find(&c, "sid=" TOKEN "; sid=" TOKEN, "sid"));
	assert_null(cookie_find(&c, "sid=x; sid=" TOKEN, "sid"));
}

static void what_is_none_of_our_tokens_is_none(void **state)
{
	static const char *const bad[] = { "0123456789abcdefghjkmnpqr",
		TOKEN "0", "0123456789ABCDEFGHJKMNPQRS",
		"0123456789abcdefghjkmnpq'-", "\"" TOKEN "\"",
		"0123456789abcdefghjkmnpqr\xc3", TOKEN " " };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_null(
		    cookie_find(&c, mem_printf(&c, "sid=%s", bad[i]), "sid"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_and_values_are_taken_apart),
		TEST(plus_and_percent_are_decoded),
		TEST(it_is_decoded_once),
		TEST(line_ends_come_as_two_and_are_kept_as_one),
		TEST(a_bad_percent_is_marked_and_left_out),
		TEST(what_is_no_character_is_marked_and_left_out),
		TEST(a_bad_name_refuses_the_whole),
		TEST(a_name_may_come_several_times),
		TEST(what_is_bad_or_twice_makes_the_whole_unclean),
		TEST(there_is_room_for_so_many_fields),
		TEST(the_length_is_the_end),
		TEST(a_cookie_is_found_by_its_exact_name),
		TEST(a_cookie_that_is_there_twice_is_none),
		TEST(what_is_none_of_our_tokens_is_none),
	};

	return cmocka_run_group_tests_name("params", tests, NULL, NULL);
}
