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

/* The firm's page: texts, numbers, a list, a map. */
static struct view *firm(void)
{
	struct view *v = view_new(&c);
	struct view *map, *list, *item;

	view_text(&c, v, "name", "Bageri & <Søn> \"'");
	view_text(&c, v, "empty", "");
	view_text(&c, v, "null", NULL);
	view_int(&c, v, "count", 2);
	view_int(&c, v, "zero", 0);
	view_bool(&c, v, "yes", true);
	view_bool(&c, v, "no", false);
	map = view_map(&c, v, "user");
	view_text(&c, map, "name", "Anne");
	view_text(&c, view_map(&c, map, "place"), "town", "Vinderup");
	list = view_list(&c, v, "tasks");
	item = view_item(&c, list);
	view_text(&c, item, "title", "Feje");
	view_int(&c, item, "hours", -4);
	item = view_item(&c, list);
	view_text(&c, item, "title", "Pakke");
	view_int(&c, item, "hours", INT64_MIN);
	view_list(&c, v, "none");
	return v;
}

/* What the text shows of the firm, or NULL with why. */
static char *filled(const char *name, const char *text)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 100000);
	bool good = tmpls_add(set, name, text, why) && tmpls_check(set, why) &&
	    tmpls_fill(set, name, firm(), &out, why);

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

static void a_value_is_escaped_in_html(void **state)
{
	(void)state;
	assert_html(
	    "<b>{{name}}</b>", "<b>Bageri &amp; &lt;Søn&gt; &quot;&#39;</b>");
	assert_html("<b title=\"{{ name }}\">",
	    "<b title=\"Bageri &amp; &lt;Søn&gt; &quot;&#39;\">");
	assert_html("{{empty}}{{null}}.", ".");
}

static void a_value_is_not_escaped_in_an_sms(void **state)
{
	(void)state;
	assert_string_equal(
	    filled("a.sms", "Hej <{{name}}"), "Hej <Bageri & <Søn> \"'");
}

static void a_number_is_shown_whole(void **state)
{
	(void)state;
	assert_html("{{count}} {{zero}}{{#tasks}} {{hours}}{{/tasks}}",
	    "2 0 -4 -9223372036854775808");
}

static void a_section_is_shown_if_true(void **state)
{
	(void)state;
	assert_html("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{#count}}2{{/count}}"
		    "{{#zero}}0{{/zero}}{{#name}}t{{/name}}"
		    "{{#empty}}e{{/empty}}{{#missing}}m{{/missing}}",
	    "y2t");
	assert_html("{{^yes}}y{{/yes}}{{^no}}n{{/no}}{{^count}}2{{/count}}"
		    "{{^zero}}0{{/zero}}{{^name}}t{{/name}}"
		    "{{^empty}}e{{/empty}}{{^missing}}m{{/missing}}"
		    "{{^none}}l{{/none}}{{^tasks}}L{{/tasks}}"
		    "{{^user}}M{{/user}}",
	    "n0eml");
}

static void a_section_is_shown_for_each_of_a_list(void **state)
{
	(void)state;
	assert_html("{{#tasks}}<i>{{title}} {{count}}</i>{{/tasks}}"
		    "{{#none}}x{{/none}}",
	    "<i>Feje 2</i><i>Pakke 2</i>");
}

static void names_are_looked_up_outwards(void **state)
{
	(void)state;
	assert_html("{{#user}}{{name}} {{count}} "
		    "{{#place}}{{town}} {{name}}{{/place}}{{/user}}",
	    "Anne 2 Vinderup Anne");
}

static void a_dotted_name_goes_inwards(void **state)
{
	(void)state;
	assert_html("{{user.name}} {{user.place.town}}", "Anne Vinderup");
	assert_html("{{#user.place}}{{town}}{{/user.place}}", "Vinderup");
	assert_html("{{#tasks}}{{user.name}}.{{/tasks}}", "Anne.Anne.");
	assert_html(
	    "{{#user.age}}x{{/user.age}}{{^user.age}}y{{/user.age}}", "y");
	assert_refused("{{user.town}}", "a.html:1: no user.town in the view");
	assert_refused("{{count.name}}", "no count.name in the view");
}

static void a_missing_name_is_an_error_with_its_line(void **state)
{
	(void)state;
	assert_refused("a\nb\n{{#yes}}\n {{titel}}{{/yes}}",
	    "a.html:4: no titel in the view");
	assert_refused("{{yes}}", "yes is no text");
	assert_refused("{{user}}", "user is no text");
	assert_refused("{{tasks}}", "tasks is no text");
}

static void a_tag_alone_takes_its_line_with_it(void **state)
{
	(void)state;
	assert_html(
	    "<ul>\n  {{#tasks}}\n  <li>{{title}}\n  {{/tasks}}\n</ul>\n",
	    "<ul>\n  <li>Feje\n  <li>Pakke\n</ul>\n");
	assert_html("a\n\t{{! not\n shown }} \nb", "a\nb");
	assert_html("{{#yes}}\na\n{{/yes}}", "a\n");
	assert_html("{{#yes}}\r\na\r\n{{/yes}}\r\n", "a\n");
	assert_html("a {{#yes}}\nb{{/yes}}\n", "a \nb\n");
	assert_html("{{#yes}}{{#yes}}\na{{/yes}}{{/yes}}", "\na");
	assert_html("a\n {{name}}\n",
	    "a\n Bageri &amp; &lt;Søn&gt; "
	    "&quot;&#39;\n");
}

static void a_comment_is_not_shown(void **state)
{
	(void)state;
	assert_html("a{{! {{ # }}b", "ab");
}

static void there_is_no_raw_form(void **state)
{
	(void)state;
	assert_refused("{{{name}}}", "no raw form");
	assert_refused("{{&name}}", "no raw form");
	assert_refused("{{& name}}", "no raw form");
}

static void what_is_no_template_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_refused("\n{{name", "a.html:2: a tag without its }}");
	assert_refused("{{}}", "is no name");
	assert_refused("{{ }}", "is no name");
	assert_refused("{{a b}}", "{{a b}} is no name");
	assert_refused("{{.}}", "is no name");
	assert_refused("{{a.}}", "is no name");
	assert_refused("{{.a}}", "is no name");
	assert_refused("{{a..b}}", "is no name");
	assert_refused("{{a/b}}", "is no name");
	assert_refused("{{=<% %>=}}", "is no name");
	assert_refused("\n\n{{#yes}}", "a.html:3: the section yes has no end");
	assert_refused("{{/yes}}", "{{/yes}} ends nothing");
	assert_refused("{{#yes}}{{/yet}}", "{{/yet}} ends another section");
	assert_refused(
	    "{{#yes}}{{#no}}{{/yes}}{{/no}}", "{{/yes}} ends another section");
	assert_refused("\xff", "UTF-8");
}

static void sections_nest_to_a_limit(void **state)
{
	struct text t = text_new(c.mem, 4000);
	int i;

	(void)state;
	for (i = 0; i < TMPL_NESTED_MOST; i++)
		text_add(&t, "{{#yes}}");
	text_add(&t, "x");
	for (i = 0; i < TMPL_NESTED_MOST; i++)
		text_add(&t, "{{/yes}}");
	assert_html(t.s, "x");
	assert_refused(
	    mem_printf(&c, "{{#yes}}%s{{/yes}}", t.s), "nested too deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_escaped_in_html),
		cmocka_unit_test(a_value_is_not_escaped_in_an_sms),
		cmocka_unit_test(a_number_is_shown_whole),
		cmocka_unit_test(a_section_is_shown_if_true),
		cmocka_unit_test(a_section_is_shown_for_each_of_a_list),
		cmocka_unit_test(names_are_looked_up_outwards),
		cmocka_unit_test(a_dotted_name_goes_inwards),
		cmocka_unit_test(a_missing_name_is_an_error_with_its_line),
		cmocka_unit_test(a_tag_alone_takes_its_line_with_it),
		cmocka_unit_test(a_comment_is_not_shown),
		cmocka_unit_test(there_is_no_raw_form),
		cmocka_unit_test(what_is_no_template_is_refused_with_its_line),
		cmocka_unit_test(sections_nest_to_a_limit),
	};

	return cmocka_run_group_tests_name(
	    "tmpl", tests, open_arena, close_arena);
}
