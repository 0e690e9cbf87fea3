#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/tmpl.h"

static struct ctx c;
static struct tmpls *set;
static char why[200];

static int open_set(void **state)
{
	(void)state;
	c.mem = arena_new();
	set = tmpls_new();
	return 0;
}

static int close_set(void **state)
{
	(void)state;
	tmpls_free(set);
	arena_free(c.mem);
	return 0;
}

static void add(const char *name, const char *text)
{
	assert_true(tmpls_add(set, name, text, why));
}

static void say(enum language language, const char *key, const char *text)
{
	assert_true(tmpls_phrase(set, language, key, text, why));
}

static const char *filled(enum language frame, enum language page)
{
	struct tmpl_languages in = { frame, page };
	struct text out = text_new(c.mem, 1000);
	struct view *v = view_new(&c);

	view_text(&c, v, "name", "Anne & <Bo>");
	assert_true(tmpls_check(set, why));
	if (!tmpls_fill_in(set, "a.html", in, v, &out, why))
		fail_msg("%s", why);
	return out.s;
}

static void a_phrase_is_said_in_the_pages_language(void **state)
{
	(void)state;
	add("a.html", "<p>{{t:a.hello}}</p>\n");
	say(DANISH, "a.hello", "Hej {{name}}");
	say(ENGLISH, "a.hello", "Hello {{name}}");
	assert_string_equal(
	    filled(DANISH, DANISH), "<p>Hej Anne &amp; &lt;Bo&gt;</p>\n");
	assert_string_equal(
	    filled(DANISH, ENGLISH), "<p>Hello Anne &amp; &lt;Bo&gt;</p>\n");
}

static void the_frame_has_a_language_of_its_own(void **state)
{
	(void)state;
	add("a.html", "{{t:frame.menu}} {{t:frames.a}}");
	say(DANISH, "frame.menu", "Menuen");
	say(ENGLISH, "frame.menu", "The menu");
	say(DANISH, "frames.a", "siden");
	say(ENGLISH, "frames.a", "the page");
	assert_string_equal(filled(ENGLISH, DANISH), "The menu siden");
	assert_string_equal(filled(DANISH, ENGLISH), "Menuen the page");
}

static void what_is_not_translated_is_danish(void **state)
{
	(void)state;
	add("a.html", "{{t:a.b}}");
	say(DANISH, "a.b", "Ja");
	assert_string_equal(filled(ENGLISH, ENGLISH), "Ja");
}

static void a_phrase_holds_words_and_no_html(void **state)
{
	(void)state;
	add("a.html", "<p title=\"{{t:a.b}}\">{{t:a.b}}</p>");
	say(DANISH, "a.b", "\"A\" & <b>");
	assert_string_equal(filled(DANISH, DANISH),
	    "<p title=\"&quot;A&quot; &amp; &lt;b&gt;\">"
	    "&quot;A&quot; &amp; &lt;b&gt;</p>");
}

static void a_line_of_a_phrase_stays_a_line(void **state)
{
	(void)state;
	add("a.html", "<p>\n{{t:a.b}}\n</p>");
	say(DANISH, "a.b", "Ja");
	assert_string_equal(filled(DANISH, DANISH), "<p>\nJa\n</p>");
}

static void a_phrase_that_is_not_there_is_refused(void **state)
{
	(void)state;
	add("a.html", "\n{{t:a.b}}");
	say(ENGLISH, "a.b", "Yes");
	assert_false(tmpls_check(set, why));
	assert_string_equal(why, "a.html:2: no phrase a.b");
}

static void phrases_are_of_pages(void **state)
{
	(void)state;
	add("a.sms", "{{t:a.b}}");
	say(DANISH, "a.b", "Ja");
	assert_false(tmpls_check(set, why));
	assert_non_null(strstr(why, "phrases are of pages"));
}

static void a_phrase_shows_values_and_nothing_else(void **state)
{
	(void)state;
	assert_false(tmpls_phrase(set, DANISH, "a.b", "{{#x}}Ja{{/x}}", why));
	assert_false(tmpls_phrase(set, DANISH, "a.c", "{{>part.html}}", why));
	assert_false(tmpls_phrase(set, DANISH, "a.d", "{{t:a.e}}", why));
	assert_false(tmpls_phrase(set, DANISH, "a.f", "{{name", why));
	say(DANISH, "a.g", "Ja");
	assert_false(tmpls_phrase(set, DANISH, "a.g", "Nej", why));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_set, close_set)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_phrase_is_said_in_the_pages_language),
		TEST(the_frame_has_a_language_of_its_own),
		TEST(what_is_not_translated_is_danish),
		TEST(a_phrase_holds_words_and_no_html),
		TEST(a_line_of_a_phrase_stays_a_line),
		TEST(a_phrase_that_is_not_there_is_refused),
		TEST(phrases_are_of_pages),
		TEST(a_phrase_shows_values_and_nothing_else),
	};

	return cmocka_run_group_tests_name("tmpl_phrase", tests, NULL, NULL);
}
