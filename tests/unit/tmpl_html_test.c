#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/tmpl.h"

static struct ctx c;
static char why[200];

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

/* A view of a few values. */
static struct view *few(void)
{
	struct view *v = view_new(&c);
	struct view *list;

	view_text(&c, v, "name", "Anne");
	view_int(&c, v, "count", 2);
	view_bool(&c, v, "yes", true);
	list = view_list(&c, v, "tasks");
	view_text(&c, view_item(&c, list), "title", "Feje");
	return v;
}

/* What the text shows of it, or NULL with why. */
static char *filled(const char *name, const char *text)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 100000);
	bool good = tmpls_add(set, name, text, why) && tmpls_check(set, why) &&
	    tmpls_fill(set, name, few(), &out, why);

	tmpls_free(set);
	return good ? out.s : NULL;
}

static void assert_html(const char *text, const char *shown)
{
	const char *got = filled("a.html", text);

	assert_string_equal(got ? got : why, shown);
}

static void assert_refused(const char *text, const char *reason)
{
	assert_null(filled("a.html", text));
	if (!strstr(why, reason))
		assert_string_equal(why, reason);
}

static void a_value_stands_only_where_escaping_helps(void **state)
{
	static const char *const bad[] = { "<a {{name}}>", "<{{name}}>",
		"<a{{name}}>", "</{{name}}>", "<a {{name}}=\"1\">",
		"<a b={{name}}>", "<a b='{{name}}'>", "<a b=c{{name}}>",
		"<!-- {{name}} -->", "<!{{name}}>", "<!doctype {{name}}>",
		"<script>{{name}}</script>", "<style>{{name}}</style>",
		"<SCRIPT a>x{{name}}</SCRIPT>", "<script/>{{name}}",
		"<script></scriptx>{{name}}</script>",
		"<script>\"</div>{{name}}\"</script>",
		"<a onclick=\"{{name}}\">", "<a OnX=\"b{{name}}\">",
		"<a style=\"color:{{name}}\">", "<iframe srcdoc=\"{{name}}\">",
		"<a title='\"{{name}}\"'>", "<a b=\"1\"{{name}}>",
		"<a b=\"1\" {{>part}}>", "<a b=\"{{>part}}\">",
		"<script>{{#yes}}{{/yes}}</script>" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_refused(bad[i], "a.html:1: {{");
}

static void html_that_is_not_well_formed_is_refused(void **state)
{
	(void)state;
	assert_refused("<a b=>", "attribute without its value");
	assert_refused("<a =\"1\">", "not well-formed");
	assert_refused("<a \"x\">", "not well-formed");
	assert_refused("<a b<c>", "not well-formed");
	assert_refused("<script><!-- </script>", "comment in a script");
	assert_refused("<a", "ends within a tag");
	assert_refused("<a b=\"1", "ends within a tag");
	assert_refused("<!-- x", "ends within a tag");
	assert_refused("<script>x", "ends within a tag");
}

static void html_of_every_kind_passes(void **state)
{
	static const char page[] =
	    "<!doctype html>\n<html lang=da><!-- a > b -- c -->\n"
	    "<script src='/a.js'></script><style>a>b{}</style>\n"
	    "<script>if (a</b/.test(c)) d</script><br/>1 < 2 <3 & </>\n"
	    "<input disabled value = x><?x ?></html>\n";

	(void)state;
	assert_refused(page, "not well-formed"); /* value = x */
	assert_html("<!doctype html><html lang=da><!-- a > b -- c -->"
		    "<script src='/a.js'></script><style>a>b{}</style>"
		    "<script>if (a</b/.test(c)) d</script><br/>1 < 2 <3 </>"
		    "<input disabled value=x><?x ?>{{count}}",
	    "<!doctype html><html lang=da><!-- a > b -- c -->"
	    "<script src='/a.js'></script><style>a>b{}</style>"
	    "<script>if (a</b/.test(c)) d</script><br/>1 < 2 <3 </>"
	    "<input disabled value=x><?x ?>2");
}

static void an_address_begins_with_a_literal(void **state)
{
	static const char *const bad[] = { "<a href=\"{{name}}\">",
		"<a HREF=\"{{name}}/x\">", "<a href=\"/{{name}}\">",
		"<a href=\"//{{name}}\">", "<a href=\"/\\{{name}}\">",
		"<a href=\"https://{{name}}\">",
		"<a href=\"javascript:{{name}}\">", "<a href=\" /{{name}}\">",
		"<form action=\"x{{name}}\">", "<img src=\"data:{{name}}\">",
		"<b formaction=\"{{name}}\">",
		"<a href=\"{{#yes}}/x{{/yes}}\">",
		"<a href=\"mail:{{name}}\">" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_refused(bad[i], "stands in an address");
	assert_html("<a href=\"/o/{{count}}\"><a href=\"#{{count}}\">"
		    "<a href=\"tel:{{count}}\"><a href=\"mailto:{{count}}\">"
		    "<a href=\"/o?{{#yes}}a={{count}}{{/yes}}\">"
		    "<a href=\"https://was.digst.dk\">",
	    "<a href=\"/o/2\"><a href=\"#2\"><a href=\"tel:2\">"
	    "<a href=\"mailto:2\"><a href=\"/o?a=2\">"
	    "<a href=\"https://was.digst.dk\">");
}

static void a_section_may_stand_between_attributes(void **state)
{
	(void)state;
	assert_html(
	    "<a b=\"1\"{{#yes}} selected{{/yes}}>", "<a b=\"1\" selected>");
	assert_html(
	    "<a {{#yes}}checked{{/yes}} {{^yes}}d{{/yes}}/>", "<a checked />");
	assert_html("<a {{#yes}}b=\"{{count}}\"{{/yes}} c>", "<a b=\"2\" c>");
	assert_html(
	    "<a {{#yes}}b{{/yes}}{{#yes}} c=\"1\"{{/yes}}>", "<a b c=\"1\">");
}

static void a_section_ends_where_it_begins(void **state)
{
	static const char *const bad[] = { "{{#yes}}<a {{/yes}}>",
		"<a b=\"{{#yes}}\"{{/yes}}>",
		"<a b=\"{{#yes}}\" href=\"/x{{/yes}}{{name}}\">",
		"<a {{#yes}}><b {{/yes}}>", "{{#yes}}<!--{{/yes}}-->",
		"<script {{#yes}}></script><a {{/yes}}>{{name}}",
		"{{#yes}}<script>{{/yes}}x</script>",
		"<a {{#yes}}b='{{/yes}}'>",
		"<a {{#tasks}}click=\"{{title}}\" on{{/tasks}}>",
		"<a {{#yes}}b={{/yes}}\"1\">", "<a {{#yes}}b=1{{/yes}}>" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_refused(bad[i], "ends elsewhere in the HTML");
	assert_refused("<a {{#yes}}on{{/yes}}click=\"{{name}}\">", "runs on");
	assert_refused("<a {{#yes}}x{{/yes}}onclick=\"{{name}}\">", "runs on");
	assert_refused("<a {{#yes}}on{{/yes}}{{#yes}}x{{/yes}}>", "runs on");
	assert_refused("<a {{#yes}}on{{/yes}}=\"{{name}}\">", "runs on");
	assert_refused(
	    "<a {{#yes}}on{{/yes}} =\"{{name}}\">", "not well-formed");
	assert_refused("<a b{{#yes}}c{{/yes}}>", "stands neither");
}

static void other_templates_may_look_like_anything(void **state)
{
	(void)state;
	assert_string_equal(filled("a.mail", "<a {{count}} onclick='{{count}}"),
	    "<a 2 onclick='2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_stands_only_where_escaping_helps),
		cmocka_unit_test(html_that_is_not_well_formed_is_refused),
		cmocka_unit_test(html_of_every_kind_passes),
		cmocka_unit_test(an_address_begins_with_a_literal),
		cmocka_unit_test(a_section_may_stand_between_attributes),
		cmocka_unit_test(a_section_ends_where_it_begins),
		cmocka_unit_test(other_templates_may_look_like_anything),
	};

	return cmocka_run_group_tests_name(
	    "tmpl_html", tests, open_arena, close_arena);
}
