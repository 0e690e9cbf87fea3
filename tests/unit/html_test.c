#include "fixture.h"

#include <string.h>

#include "base/html.h"

#define OURS "https://svar.dk"
#define P    "<p style=\"margin:0 0 16px\">"
#define A    "<a style=\"color:#0059b3;word-break:break-all\" href=\""

static const char *html(const char *text)
{
	return html_of_text(&c, text, OURS);
}

static void empty_lines_part_paragraphs(void **state)
{
	(void)state;
	assert_string_equal(html("Hej Amir\n\nEt\nto\n\n\nHilsen\n"),
	    P "Hej Amir</p>\n" P "Et<br>\nto</p>\n" P "Hilsen</p>\n");
	assert_string_equal(html(""), "");
	assert_string_equal(html("\n\n"), "");
}

static void everything_is_escaped(void **state)
{
	(void)state;
	assert_string_equal(html("<b onclick='x'>&\"</b>"),
	    P "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;</p>\n");
	assert_string_equal(html("a\x01\x7f\rb\tc"), P "abc</p>\n");
}

static void our_own_addresses_are_links(void **state)
{
	(void)state;
	assert_string_equal(html("Se her: " OURS "/t/ab-c_1?x=1&y=2. Tak"),
	    P "Se her: " A OURS "/t/ab-c_1?x=1&amp;y=2\">" OURS
	      "/t/ab-c_1?x=1&amp;y=2</a>. Tak</p>\n");
	assert_string_equal(html(OURS "/a\n" OURS "/b)"),
	    P A OURS "/a\">" OURS "/a</a><br>\n" A OURS "/b\">" OURS
		     "/b</a>)</p>\n");
}

/* What somebody wrote in a name is no link of the municipality's. */
static void other_addresses_are_words(void **state)
{
	static const char *const others[] = { "https://ond.dk/x",
		"https://svar.dk.ond.dk/x", "https://svar.dk@ond.dk/",
		"javascript:alert(1)", "http://svar.dk/x" };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		assert_null(strstr(html(others[i]), "<a "));
	assert_null(strstr(html_of_text(&c, "/x", ""), "<a "));
}

/* A quote ends the address before it could end the attribute. */
static void an_address_cannot_break_out(void **state)
{
	(void)state;
	assert_string_equal(html(OURS "/\"onclick=\"x"),
	    P A OURS "/\">" OURS "/</a>&quot;onclick=&quot;x</p>\n");
	assert_string_equal(
	    html(OURS "/<b>"), P A OURS "/\">" OURS "/</a>&lt;b&gt;</p>\n");
}

static void too_much_is_nothing(void **state)
{
	char *much = mem_alloc(&c, 200001);

	(void)state;
	memset(much, '&', 200000);
	assert_null(html(much));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(empty_lines_part_paragraphs),
		TEST(everything_is_escaped),
		TEST(our_own_addresses_are_links),
		TEST(other_addresses_are_words),
		TEST(an_address_cannot_break_out),
		TEST(too_much_is_nothing),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
