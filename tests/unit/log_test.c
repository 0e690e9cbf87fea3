#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

static char said[4096]; /* what the last child wrote to standard error */
static int ended;       /* how it ended */

static void listen_to(void (*talk)(void))
{
	int ends[2];
	size_t n = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		talk();
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], said + n, sizeof said - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &ended, 0), child);
}

/* True when a line is as it began and ends with the moment and a newline. */
static void assert_line(const char *beginning)
{
	const char *stamp = " time=2026-11-21T22:20:00Z\n";
	size_t n = strlen(beginning);
	size_t i;

	assert_int_equal(strncmp(said, beginning, n), 0);
	assert_int_equal(strlen(said + n), strlen(stamp));
	for (i = 0; stamp[i]; i++) {
		if (stamp[i] >= '0' && stamp[i] <= '9')
			assert_in_range(said[n + i], '0', '9');
		else
			assert_int_equal(said[n + i], stamp[i]);
	}
}

static void say_info(void)
{
	log_open("smaajob-portal");
	log_info("task.posted task=%d employer=%d", 7, 3);
}

static void log_info_is_one_line_with_name_event_and_time(void **state)
{
	(void)state;
	listen_to(say_info);
	assert_line("smaajob-portal info task.posted task=7 employer=3");
}

static void say_warn(void)
{
	errno = ENOSPC;
	log_warn("store.full path=%s", "data.db");
	if (errno != ENOSPC)
		_exit(1);
}

static void log_warn_says_errno_and_leaves_it(void **state)
{
	(void)state;
	listen_to(say_warn);
	assert_line("smaajob warn store.full path=data.db"
		    " error=\"No space left on device\"");
	assert_int_equal(ended, 0);
}

static void say_to_nobody(void)
{
	close(STDERR_FILENO);
	errno = ENOSPC;
	log_warn("store.full");
	_exit(errno == ENOSPC ? 0 : 1);
}

static void a_line_that_cannot_be_written_leaves_errno(void **state)
{
	(void)state;
	listen_to(say_to_nobody);
	assert_int_equal(ended, 0);
}

static void say_warnx(void)
{
	errno = ENOSPC;
	log_warnx("gateway.slow ms=%d", 900);
}

static void log_warnx_does_not_say_errno(void **state)
{
	(void)state;
	listen_to(say_warnx);
	assert_line("smaajob warn gateway.slow ms=900");
}

static void say_forged(void)
{
	log_info("page.unknown path=%s", "/a\nsmaajob info x\r\x1b\\\x7fæ");
}

static void log_info_cannot_be_made_to_forge_a_line(void **state)
{
	(void)state;
	listen_to(say_forged);
	assert_line("smaajob info page.unknown path=/a\\x0asmaajob info "
		    "x\\x0d\\x1b\\x5c\\x7f\\xc3\\xa6");
}

static void say_long(void)
{
	char many[5000];

	memset(many, 'a', sizeof many);
	many[4999] = '\0';
	log_info("long value=%s", many);
}

static void say_long_escaped(void)
{
	char many[5000];

	memset(many, '\n', sizeof many);
	many[4999] = '\0';
	errno = ENOENT;
	log_warn("long value=%s", many);
}

static void a_long_line_is_cut_but_keeps_its_end(void **state)
{
	size_t n;

	(void)state;
	listen_to(say_long);
	n = strlen(said);
	assert_in_range(n, 900, 1000);
	assert_string_equal(said + n - 2, "Z\n");

	listen_to(say_long_escaped);
	n = strlen(said);
	assert_in_range(n, 900, 1000);
	assert_ptr_equal(strchr(said, '\n'), said + n - 1);
	assert_non_null(strstr(said, " error=\"No such file or directory\""));
}

static int count_of(const char *words)
{
	int n = 0;

	for (const char *at = said; (at = strstr(at, words)) != NULL; at++)
		n++;
	return n;
}

static void say_traffic(void)
{
	log_open("smaajob-portal");
	log_traffic("http.answered n=%d", 1);
	log_info("other");
	log_traffic("http.answered n=%d", 2);
	log_flush();
	log_flush();
}

static void lines_by_the_thousand_come_later_and_whole(void **state)
{
	(void)state;
	listen_to(say_traffic);
	assert_int_equal(count_of("\n"), 3);
	assert_int_equal(
	    strncmp(said, "smaajob-portal info other time=", 31), 0);
	assert_non_null(
	    strstr(said, "Z\nsmaajob-portal info http.answered n=1 "));
	assert_non_null(
	    strstr(said, "Z\nsmaajob-portal info http.answered n=2 "));
}

static void say_noise(void)
{
	static struct log_limit one, other;

	log_open("p");
	for (int i = 0; i < 30; i++)
		log_noise(&one, "stranger.knocks n=%d", i);
	log_noise(&other, "stranger.calls n=%d", 1);
}

static void noise_is_ten_lines_a_second_of_a_kind(void **state)
{
	int knocks;

	(void)state;
	listen_to(say_noise);
	knocks = count_of("stranger.knocks n=");
	/* The second may turn while they knock. */
	assert_in_range(knocks, 10, 20);
	assert_int_equal(count_of("suppressed="), knocks > 10 ? 1 : 0);
	assert_int_equal(count_of("stranger.calls n=1 "), 1);
}

static void say_refuse(void)
{
	log_refuse("config.unknown key=%s", "sms.providr");
}

static void log_refuse_exits_with_78(void **state)
{
	(void)state;
	listen_to(say_refuse);
	assert_line("smaajob refuse config.unknown key=sms.providr");
	assert_true(WIFEXITED(ended));
	assert_int_equal(WEXITSTATUS(ended), 78);
}

static void say_bug(void)
{
	log_bug("db.bind wants=%d", 3);
}

static void log_bug_aborts(void **state)
{
	(void)state;
	listen_to(say_bug);
	assert_line("smaajob bug db.bind wants=3");
	assert_true(WIFSIGNALED(ended));
	assert_int_equal(WTERMSIG(ended), SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(log_info_is_one_line_with_name_event_and_time),
		cmocka_unit_test(log_warn_says_errno_and_leaves_it),
		cmocka_unit_test(a_line_that_cannot_be_written_leaves_errno),
		cmocka_unit_test(log_warnx_does_not_say_errno),
		cmocka_unit_test(log_info_cannot_be_made_to_forge_a_line),
		cmocka_unit_test(a_long_line_is_cut_but_keeps_its_end),
		cmocka_unit_test(lines_by_the_thousand_come_later_and_whole),
		cmocka_unit_test(noise_is_ten_lines_a_second_of_a_kind),
		cmocka_unit_test(log_refuse_exits_with_78),
		cmocka_unit_test(log_bug_aborts),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
