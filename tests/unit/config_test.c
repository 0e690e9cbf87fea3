#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

#include "settings.h"

static const char *data_dir, *url, *provider, *secret_file, *named;
static int64_t threads;

/* clang-format off */
static const struct setting table[] = {
	{ "data.dir", SETTING_PATH, "/var/lib/x", 1, 90, NULL, &data_dir, "Where" },
	{ "http.url", SETTING_TEXT, "http://x", 3, 10, NULL, &url, "How" },
	{ "http.threads", SETTING_NUMBER, "64", 2, 2048, NULL, &threads, "How many" },
	{ "sms.provider", SETTING_CHOICE, "folder", 0, 0, "folder|kannel|null",
	  &provider, "Who" },
	{ "sms.kannel.password_file", SETTING_PATH, "kannel.password", 1, 90, NULL,
	  &secret_file, "Its password" },
	{ "x.name", SETTING_TEXT, NULL, 0, 90, NULL, &named, "Must be given" },
};
/* clang-format on */

static const char *file;

static void read_it(void)
{
	config_read(table, COUNT(table), file, &data_dir);
}

/* With the one key that has no default. */
static void read_file_of(const char *text)
{
	file = put_file(
	    "smaajob.conf", mem_printf(&c, "[x]\nname = y\n%s", text));
	read_it();
}

static void assert_refuses(const char *text, const char *why)
{
	const char *said;

	file = put_file(
	    "smaajob.conf", mem_printf(&c, "[x]\nname = y\n%s", text));
	assert_int_equal(run_apart(read_it, &said), 78);
	if (strstr(said, why) == NULL)
		assert_string_equal(said, why);
	/* One clear line, and no more. */
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
}

/* ---- what is read ---- */

static void what_is_not_said_is_as_the_table_says(void **state)
{
	(void)state;
	read_file_of("");
	assert_string_equal(data_dir, "/var/lib/x");
	assert_string_equal(url, "http://x");
	assert_int_equal(threads, 64);
	assert_string_equal(provider, "folder");
	assert_string_equal(secret_file, "/var/lib/x/kannel.password");
}

static void sections_keys_and_comments_are_read(void **state)
{
	(void)state;
	read_file_of("# a comment\n\n  [http]\t\r\n"
		     "  threads=128\r\n\turl = a = b # c\n"
		     "[sms]\nprovider = kannel\n"
		     "[sms.kannel]\npassword_file = /etc/p\n"
		     "[data]\ndir = /srv");
	assert_int_equal(threads, 128);
	assert_string_equal(url, "a = b # c");
	assert_string_equal(provider, "kannel");
	assert_string_equal(secret_file, "/etc/p");
	assert_string_equal(data_dir, "/srv");
}

static void relative_paths_begin_at_the_data_folder(void **state)
{
	(void)state;
	read_file_of("[sms.kannel]\npassword_file = a/b\n[data]\ndir = /srv\n");
	assert_string_equal(secret_file, "/srv/a/b");
	read_file_of("[data]\ndir = here\n");
	assert_string_equal(data_dir, "here");
	assert_string_equal(secret_file, "here/kannel.password");
}

static void the_environment_stands_over_the_file(void **state)
{
	(void)state;
	setenv("SMAAJOB_HTTP_THREADS", "7", 1);
	setenv("SMAAJOB_SMS_KANNEL_PASSWORD_FILE", "/run/p", 1);
	read_file_of("[http]\nthreads = 8\n");
	assert_int_equal(threads, 7);
	assert_string_equal(secret_file, "/run/p");
	setenv("SMAAJOB_HTTP_THREADS", "1", 1);
	assert_refuses("[http]\nthreads = 8\n",
	    "http.threads must be a number from 2 to 2048");
	unsetenv("SMAAJOB_HTTP_THREADS");
	unsetenv("SMAAJOB_SMS_KANNEL_PASSWORD_FILE");
	read_file_of("[http]\nthreads = 8\n");
	assert_int_equal(threads, 8);
}

/* ---- what is refused ---- */

static void an_unknown_key_is_refused(void **state)
{
	(void)state;
	assert_refuses(
	    "[http]\nthread = 8\n", "line 4: unknown key http.thread");
	assert_refuses(
	    "[htp]\nthreads = 8\n", "line 4: unknown key htp.threads");
	assert_refuses("[http]\n = 8\n", "unknown key http.");
	assert_refuses("[HTTP]\nthreads = 8\n", "unknown key HTTP.threads");
}

static void a_key_given_twice_is_refused(void **state)
{
	(void)state;
	assert_refuses("[http]\nthreads = 8\n[data]\ndir = /srv\n"
		       "[http]\nthreads = 8\n",
	    "line 8: http.threads is given twice");
}

static void a_number_is_a_whole_number_within_its_bounds(void **state)
{
	static const char *const bad[] = { "", "1", "2049", "-3", "8x", "8.0",
		"0x10", "99999999999999999999", "eight" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_refuses(mem_printf(&c, "[http]\nthreads = %s\n", bad[i]),
		    "http.threads must be a number from 2 to 2048");
	read_file_of("[http]\nthreads = 2048\n");
	assert_int_equal(threads, 2048);
	read_file_of("[http]\nthreads = 2\n");
	assert_int_equal(threads, 2);
}

static void a_choice_is_one_of_its_words(void **state)
{
	static const char *const bad[] = { "kanne", "FOLDER", "", "|", "null x",
		"kannel|", "nullnull" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_refuses(mem_printf(&c, "[sms]\nprovider = %s\n", bad[i]),
		    "sms.provider must be one of folder|kannel|null");
	read_file_of("[sms]\nprovider = null\n");
	assert_string_equal(provider, "null");
}

static void two_choices_are_none(void **state)
{
	(void)state;
	assert_refuses("[sms]\nprovider = kannel|null\n",
	    "sms.provider must be one of folder|kannel|null");
}

static void a_text_has_its_length(void **state)
{
	(void)state;
	assert_refuses(
	    "[http]\nurl = ab\n", "http.url must have from 3 to 10 characters");
	assert_refuses("[http]\nurl = 12345678901\n",
	    "http.url must have from 3 to 10 characters");
	read_file_of("[http]\nurl = 1234567890\n");
	assert_string_equal(url, "1234567890");
}

static void a_path_fits_in_a_sockets_address(void **state)
{
	char path[CONFIG_PATH_MOST + 2];

	(void)state;
	memset(path, 'a', sizeof path);
	path[0] = '/';
	path[CONFIG_PATH_MOST + 1] = '\0';
	assert_refuses(mem_printf(&c, "[data]\ndir = %s\n", path),
	    "data.dir: a path of more than 90 bytes");
	path[CONFIG_PATH_MOST] = '\0';
	read_file_of(mem_printf(
	    &c, "[data]\ndir = %s\n[sms.kannel]\npassword_file = /p\n", path));
	assert_string_equal(data_dir, path);
	/* Also the one that begins there. */
	assert_refuses(mem_printf(&c, "[data]\ndir = %s\n", path),
	    "sms.kannel.password_file: a path of more than 90 bytes");
}

static void what_must_be_given_is_missed(void **state)
{
	const char *said;

	(void)state;
	file = put_file("smaajob.conf", "");
	assert_int_equal(run_apart(read_it, &said), 78);
	assert_non_null(strstr(said, "x.name is missing: Must be given"));
}

static void a_line_that_is_none_is_refused_with_its_number(void **state)
{
	(void)state;
	assert_refuses(
	    "threads\n", "line 3: neither [section] nor key = value");
	assert_refuses("[http\n", "line 3: a section is written [name]");
	assert_refuses("[]\n", "line 3: a section is written [name]");
	assert_refuses("[http] x\n", "line 3: a section is written [name]");
	assert_refuses(mem_printf(&c, "# %600s\n", ""), "line 3: too long");
}

static void a_file_that_is_not_there_is_refused(void **state)
{
	const char *said;

	(void)state;
	file = "/findes/ikke";
	assert_int_equal(run_apart(read_it, &said), 78);
	assert_non_null(
	    strstr(said, "cannot read the configuration /findes/ikke"));
}

static void a_file_without_end_is_refused(void **state)
{
	const char *said;

	(void)state;
	file = "/dev/zero";
	assert_int_equal(run_apart(read_it, &said), 78);
	assert_non_null(strstr(said, "larger than"));
}

/* ---- the parser alone ---- */

static bool collect(
    void *arg, const char *name, const char *value, char why[200])
{
	struct text *t = arg;

	if (strcmp(value, "nej") == 0) {
		snprintf(why, 200, "no %s", name);
		return false;
	}
	text_printf(t, "%s=%s;", name, value);
	return true;
}

static void the_parser_stops_where_it_is_told(void **state)
{
	struct text t = text_new(c.mem, 1000);
	char why[200] = "";
	static const char nul[] = "[a]\nb = \0 c\n";
	static const char good[] = "[a]\nb=1\nc.d=\n[e.f]\ng=2";

	(void)state;
	assert_true(config_parse(good, strlen(good), collect, &t, why));
	assert_string_equal(t.s, "a.b=1;a.c.d=;e.f.g=2;");
	assert_false(config_parse("x=1\nb=nej\nc=3\n", 14, collect, &t, why));
	assert_string_equal(why, "line 2: no .b");
	assert_string_equal(t.s, "a.b=1;a.c.d=;e.f.g=2;.x=1;");
	assert_false(config_parse(nul, sizeof nul - 1, collect, &t, why));
	assert_string_equal(why, "line 2: too long, or holds a NUL");
	assert_true(config_parse("", 0, collect, &t, why));
}

/* ---- our own table ---- */

static void defaults(void)
{
	settings_read(file);
	settings_print();
	fflush(stdout);
}

static void our_own_table_reads_its_own_defaults(void **state)
{
	(void)state;
	file = put_file(
	    "smaajob.conf", mem_printf(&c, "[data]\ndir = %s\n", folder));
	settings_read(file);
	assert_string_equal(
	    settings.db_url, mem_printf(&c, "sqlite:%s/smaajob.db", folder));
	assert_string_equal(settings.hook_url, settings.public_url);
	assert_string_equal(
	    settings.link_key_file, mem_printf(&c, "%s/link.key", folder));
	assert_true(settings_demo());
	file = put_file("smaajob.conf",
	    "[sms]\nprovider = kannel\n[hook]\nurl = http://h\n"
	    "[db]\nurl = sqlite:/x.db\n");
	settings_read(file);
	assert_false(settings_demo());
	assert_string_equal(settings.hook_url, "http://h");
	assert_string_equal(settings.db_url, "sqlite:/x.db");
}

/* What is printed as documentation is itself a configuration. */
static void print_to_file(void)
{
	if (freopen(mem_printf(&c, "%s/printed.conf", folder), "w", stdout) ==
	    NULL)
		_Exit(1);
	defaults();
}

static void read_printed(void)
{
	settings_read(file);
	if (settings.http_threads != 512 ||
	    strcmp(settings.sms_sender, "1204") != 0)
		_Exit(1);
}

static void what_is_printed_can_be_read(void **state)
{
	const char *said;

	(void)state;
	file = put_file("smaajob.conf", "");
	assert_int_equal(run_apart(print_to_file, &said), 0);
	file = mem_printf(&c, "%s/printed.conf", folder);
	assert_int_equal(run_apart(read_printed, &said), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_said_is_as_the_table_says),
		TEST(sections_keys_and_comments_are_read),
		TEST(relative_paths_begin_at_the_data_folder),
		TEST(the_environment_stands_over_the_file),
		TEST(an_unknown_key_is_refused),
		TEST(a_key_given_twice_is_refused),
		TEST(a_number_is_a_whole_number_within_its_bounds),
		TEST(a_choice_is_one_of_its_words),
		TEST(two_choices_are_none),
		TEST(a_text_has_its_length),
		TEST(a_path_fits_in_a_sockets_address),
		TEST(what_must_be_given_is_missed),
		TEST(a_line_that_is_none_is_refused_with_its_number),
		TEST(a_file_that_is_not_there_is_refused),
		TEST(a_file_without_end_is_refused),
		TEST(the_parser_stops_where_it_is_told),
		TEST(our_own_table_reads_its_own_defaults),
		TEST(what_is_printed_can_be_read),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
