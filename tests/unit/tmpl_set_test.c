#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static struct view *firm(void)
{
	struct view *v = view_new(&c);
	struct view *list;

	view_text(&c, v, "name", "Bageri & Søn");
	view_int(&c, v, "count", 2);
	list = view_list(&c, v, "tasks");
	view_text(&c, view_item(&c, list), "title", "Feje");
	view_text(&c, view_item(&c, list), "title", "Pakke");
	return v;
}

static void a_part_is_filled_in_its_place(void **state)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 1000);

	(void)state;
	assert_true(tmpls_add(set, "a.html",
	    "<p>\n  {{>b.html}}\n</p>{{#tasks}}{{>da/row.html}}{{/tasks}}",
	    why));
	assert_true(tmpls_add(set, "da/row.html", "{{title}}{{count}},", why));
	assert_true(tmpls_add(set, "b.html", "{{count}}\n", why));
	assert_true(tmpls_check(set, why));
	assert_true(tmpls_fill(set, "a.html", firm(), &out, why));
	assert_string_equal(out.s, "<p>\n2\n</p>Feje2,Pakke2,");
	tmpls_free(set);
}

static void a_part_is_escaped_as_its_own_name_says(void **state)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 1000);

	(void)state;
	assert_true(tmpls_add(set, "a.mail", "{{name}} {{>b.html}}", why));
	assert_true(tmpls_add(set, "b.html", "{{name}}", why));
	assert_true(tmpls_check(set, why));
	assert_true(tmpls_fill(set, "a.mail", firm(), &out, why));
	assert_string_equal(out.s, "Bageri & Søn Bageri &amp; Søn");
	assert_true(tmpls_add(set, "c.html", "{{>a.mail}}", why));
	assert_false(tmpls_check(set, why));
	assert_string_equal(why, "c.html:1: the part a.mail is no .html");
	tmpls_free(set);
}

static void tmpls_check_misses_no_part(void **state)
{
	struct tmpls *set = tmpls_new();

	(void)state;
	assert_true(tmpls_add(set, "a.html", "\n{{>b.html}}", why));
	assert_false(tmpls_check(set, why));
	assert_string_equal(why, "a.html:2: no part b.html");
	assert_true(tmpls_add(set, "b.html", "{{>a.html}}", why));
	assert_false(tmpls_check(set, why));
	assert_non_null(strstr(why, "includes itself"));
	tmpls_free(set);
}

static void parts_nest_to_a_limit(void **state)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 1000);
	int i;

	(void)state;
	for (i = 0; i < TMPL_NESTED_MOST; i++)
		assert_true(tmpls_add(set, mem_printf(&c, "p%d", i),
		    mem_printf(&c, "{{>p%d}}{{>p%d}}", i + 1, i + 1), why));
	assert_true(tmpls_add(set, mem_printf(&c, "p%d", i), "", why));
	assert_true(tmpls_check(set, why));
	assert_true(tmpls_fill(set, "p0", firm(), &out, why));
	assert_true(tmpls_add(set, "more", "{{>p0}}", why));
	assert_false(tmpls_check(set, why));
	assert_non_null(strstr(why, "nested too deep"));
	tmpls_free(set);
}

static void nothing_is_filled_before_the_check(void **state)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 1000);

	(void)state;
	assert_true(tmpls_add(set, "a.sms", "{{>b}}", why));
	assert_false(tmpls_fill(set, "a.sms", firm(), &out, why));
	assert_non_null(strstr(why, "not checked"));
	assert_false(tmpls_fill(set, "b.sms", firm(), &out, why));
	assert_non_null(strstr(why, "no such template"));
	assert_true(tmpls_has(set, "a.sms"));
	assert_false(tmpls_has(set, "a.sm"));
	assert_false(tmpls_add(set, "a.sms", "x", why));
	assert_non_null(strstr(why, "there is one of that name"));
	tmpls_free(set);
}

static void what_cannot_be_filled_whole_leaves_nothing(void **state)
{
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 10);

	(void)state;
	text_add(&out, "12345");
	assert_true(tmpls_add(set, "a", "67{{missing}}", why));
	assert_true(tmpls_add(set, "b", "678901", why));
	assert_true(tmpls_add(set, "c", "67890", why));
	assert_true(tmpls_check(set, why));
	assert_false(tmpls_fill(set, "a", firm(), &out, why));
	assert_string_equal(out.s, "12345");
	assert_true(tmpls_fill(set, "c", firm(), &out, why));
	assert_string_equal(out.s, "1234567890");
	assert_false(tmpls_fill(set, "b", firm(), &out, why));
	assert_string_equal(out.s, "1234567890");
	assert_non_null(strstr(why, "longer than 10 bytes"));
	tmpls_free(set);
}

static void put_file(const char *folder, const char *name, const char *text)
{
	FILE *f = fopen(mem_printf(&c, "%s/%s", folder, name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void remove_all(const char *folder)
{
	static const char *const names[] = { "a.html", "b.sms", ".c.sms",
		"d.txt", "e.sms", "f.sms" };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		remove(mem_printf(&c, "%s/%s", folder, names[i]));
	assert_int_equal(remove(folder), 0);
}

static void tmpls_load_takes_the_files_of_a_folder(void **state)
{
	static const char *const endings[] = { ".html", ".sms", NULL };
	char folder[] = "/tmp/tmpl_test_XXXXXX";
	struct tmpls *set = tmpls_new();
	struct text out = text_new(c.mem, 1000);

	(void)state;
	assert_non_null(mkdtemp(folder));
	put_file(folder, "a.html", "\xef\xbb\xbf{{name}}\r\n");
	put_file(folder, "b.sms", "{{name}}");
	put_file(folder, ".c.sms", "{{");
	put_file(folder, "d.txt", "{{");
	assert_int_equal(mkdir(mem_printf(&c, "%s/e.sms", folder), 0700), 0);
	assert_true(tmpls_load(set, folder, "da/", endings, why));
	assert_true(tmpls_has(set, "da/b.sms"));
	assert_false(tmpls_has(set, "da/.c.sms"));
	assert_false(tmpls_has(set, "da/d.txt"));
	assert_true(tmpls_check(set, why));
	assert_true(tmpls_fill(set, "da/a.html", firm(), &out, why));
	assert_string_equal(out.s, "Bageri &amp; Søn\n");
	remove_all(folder);
	tmpls_free(set);
}

static void tmpls_load_says_which_file_is_wrong(void **state)
{
	static const char *const endings[] = { ".sms", NULL };
	char folder[] = "/tmp/tmpl_test_XXXXXX";
	struct tmpls *set = tmpls_new();

	(void)state;
	assert_non_null(mkdtemp(folder));
	put_file(folder, "f.sms", "\n{{");
	assert_false(tmpls_load(set, folder, "en/", endings, why));
	assert_string_equal(why, "en/f.sms:2: a tag without its }}");
	remove_all(folder);
	assert_false(tmpls_load(set, folder, "en/", endings, why));
	assert_string_equal(
	    why, mem_printf(&c, "%s:0: No such file or directory", folder));
	tmpls_free(set);
}

static void *fill_often(void *data)
{
	const struct tmpls *set = data;
	struct ctx own = { .mem = arena_new() };
	struct view *v = view_new(&own);
	struct view *list = view_list(&own, v, "list");
	bool good = true;
	struct text out;
	char because[200];
	int i;

	for (i = 0; i < 100; i++)
		view_int(&own, view_item(&own, list), "n", i % 10);
	for (i = 0; i < 50; i++) {
		out = text_new(own.mem, 1000);
		good &= tmpls_fill(set, "a.html", v, &out, because) &&
		    out.n == 200;
	}
	arena_free(own.mem);
	return good ? data : NULL;
}

static void threads_share_a_set(void **state)
{
	struct tmpls *set = tmpls_new();
	pthread_t threads[8];
	void *good;
	int i;

	(void)state;
	assert_true(
	    tmpls_add(set, "a.html", "{{#list}}{{>b.html}}{{/list}}", why));
	assert_true(tmpls_add(set, "b.html", "{{n}},", why));
	assert_true(tmpls_check(set, why));
	for (i = 0; i < 8; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, fill_often, set), 0);
	for (i = 0; i < 8; i++) {
		assert_int_equal(pthread_join(threads[i], &good), 0);
		assert_non_null(good);
	}
	tmpls_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_is_filled_in_its_place),
		cmocka_unit_test(a_part_is_escaped_as_its_own_name_says),
		cmocka_unit_test(tmpls_check_misses_no_part),
		cmocka_unit_test(parts_nest_to_a_limit),
		cmocka_unit_test(nothing_is_filled_before_the_check),
		cmocka_unit_test(what_cannot_be_filled_whole_leaves_nothing),
		cmocka_unit_test(tmpls_load_takes_the_files_of_a_folder),
		cmocka_unit_test(tmpls_load_says_which_file_is_wrong),
		cmocka_unit_test(threads_share_a_set),
	};

	return cmocka_run_group_tests_name(
	    "tmpl_set", tests, open_arena, close_arena);
}
