#include "fixture.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/store_parts.h"

#include "seal.h"
#include "settings.h"

struct ctx c;
struct store *store;
char folder[200];

/* What the product keeps until it ends is no leak, though a test that asks for
 * it twice forgets the first. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:config_read\nleak:remember\nleak:vasprintf\n"
	       "leak:secret_line\n";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

/* ---- a folder, a context ---- */

static void settle(void)
{
	settings = (struct settings) { .data_dir = folder,
		.www_dir = "www",
		.public_url = "https://svar.example",
		.hook_url = "http://127.0.0.1:8080",
		.hook_secret = "abc123",
		.sms_provider = "folder",
		.sms_fallback = "none",
		.sms_sender = "1204",
		.sms_folder = "/findes/ikke",
		.mail_provider = "folder",
		.mail_folder = "/findes/ikke",
		.demo_clock = "",
		.mail_from = "opgaver@example.dk",
		.mail_reply_to = "",
		.kannel_url = "http://127.0.0.1:13013/cgi-bin/sendsms",
		.kannel_username = "portal",
		.kannel_password = "secret" };
	for (size_t i = 0; i < KEY_BYTES; i++)
		settings.link_key[i] = (unsigned char)(i * 7 + 1);
	for (size_t i = 0; i < KEY_BYTES; i++)
		settings.seal_key[i] = (unsigned char)(i * 5 + 2);
}

int bare_open(void **state)
{
	static bool open;
	const char *tmp = getenv("TMPDIR");

	(void)state;
	if (!open) {
		log_open("test");
		clock_open();
		secret_open();
	}
	open = true;
	snprintf(folder, sizeof folder, "%.160s/smaajob-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(folder) == NULL)
		return -1;
	settle();
	c = (struct ctx) { .mem = arena_new() };
	c.now = instant("2026-03-02T09:00");
	return 0;
}

static int remove_one(
    const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

int bare_close(void **state)
{
	(void)state;
	arena_free(c.mem);
	return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int store_only_open(void **state)
{
	char url[240], why[200];
	bool ready;

	if (bare_open(state) != 0)
		return -1;
	snprintf(url, sizeof url, "sqlite:%s/test.db", folder);
	store = store_open(url, STORE_PORTAL, true, why);
	if (store == NULL || !store_migrate(store, why))
		return -1;
	c.db = db_join(store, c.mem);
	/* Read where it is written, or the context would see this moment. */
	db_begin(&c);
	seal_make(&c);
	ready = seal_begin(&c) == SEAL_READY;
	return db_commit(&c) == OK && ready ? 0 : -1;
}

int world_close(void **state)
{
	/* A test that failed in the middle of a transaction leaves it open; its
	 * folder goes all the same. */
	if (c.db->depth == 0)
		db_leave(c.db);
	store_close(store);
	return bare_close(state);
}

void next(void)
{
	db_leave(c.db);
	arena_reset(c.mem);
	c.db = db_join(store, c.mem);
}

void at(const char *when)
{
	int64_t then = instant(when); /* the words may not outlast next() */

	next();
	c.now = then;
}

int64_t instant(const char *when)
{
	struct wall w;

	if (!clock_parse_date(when, &w))
		fail_msg("%s is no time", when);
	return clock_instant(w);
}

const char *put_file(const char *name, const char *text)
{
	const char *path = mem_printf(&c, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return path;
}

int run_apart(void (*run)(void), const char **said)
{
	char *text = mem_alloc(&c, 4096);
	size_t n = 0;
	ssize_t got;
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL); /* else the child says again what we have said */
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		run();
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], text + n, 4095 - n)) > 0)
		n += (size_t)got;
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	*said = text;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
