/* What an operator can get wrong. Each program says in one line what it is,
 * within a moment, exits 78, and has started nothing. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/db.h"

#include "fault.h"

#define SOON_MS 5000

/* Starts a program that must refuse; `says` must stand in its one line. */
static void refuses(const struct place *p, const char *name, const char *verb,
    const char *says, const char *what)
{
	struct arena *mem = arena_new();
	char program[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { program, "--config", p->conf, verb, NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	const char *text, *end;
	struct child ch;
	bool ended, one;

	snprintf(program, sizeof program, "%s/%s", fault_build, name);
	place_file(p, "refusal.log", log);
	child_start(&ch, &l);
	ended = child_ended(&ch, SOON_MS);
	child_stop(&ch, SIGKILL);
	text = read_file(mem, log);
	end = text != NULL ? strchr(text, '\n') : NULL;
	one = end != NULL && end[1] == '\0' && strstr(text, says) != NULL;
	if (!check(ended && child_exited(&ch, 78) && one, "%s: %s", name, what))
		tell("%s%s", ended ? "" : "it did not end; ",
		    text != NULL ? text : "");
	arena_free(mem);
}

static void both_refuse(
    const struct place *p, const char *says, const char *what)
{
	refuses(p, "portal", "serve", says, what);
	refuses(p, "notifier", "run", says, what);
}

static void test_keys(void)
{
	struct place p;

	place_prepare(&p, "[sms]\ncolour = blue\n");
	both_refuse(&p, "sms.colour", "an unknown key");
	place_remove(&p);
	place_prepare(&p, "threads = many\n");
	both_refuse(&p, "http.threads", "a value that is no number");
	place_remove(&p);
	place_prepare(&p, "threads = 5\nthreads = 6\n");
	both_refuse(&p, "twice", "a key that is given twice");
	place_remove(&p);
	place_prepare(&p, "[sms]\nprovider = pigeon\n");
	both_refuse(&p, "sms.provider", "a provider that is none");
	place_remove(&p);
	place_prepare(&p, "");
	unlink(p.conf);
	both_refuse(&p, "smaajob.conf", "a configuration that is not there");
	place_remove(&p);
}

static void test_front(void)
{
	struct place p;

	place_make(&p, "");
	place_configure(&p, "127.0.0.1:0r", "");
	refuses(&p, "portal", "serve", "http.listen: 127.0.0.1:0r ends",
	    "a listener that would send people on");
	place_configure(&p, "127.0.0.1:0", "proxies = the-proxy\n");
	refuses(&p, "portal", "serve", "http.proxies: the-proxy",
	    "a proxy that is no address");
	place_remove(&p);
}

static void test_port(void)
{
	struct place p, q;
	struct child first;
	char listen[40];
	int port;

	place_make(&p, "");
	portal_start(&p, &first, &port);
	place_make(&q, "");
	snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
	place_configure(&q, listen, "");
	refuses(&q, "portal", "serve", listen, "a port that is in use");
	place_configure(&q, "127.0.0.1:999999", "");
	refuses(&q, "portal", "serve", "listen", "a port that is none");
	place_remove(&q);
	child_stop(&first, SIGTERM);
	place_remove(&p);
}

static void test_two_notifiers(void)
{
	char settings[PATH_ROOM + 40];
	struct place p, q;
	struct child first;

	place_make(&p, "");
	notifier_start(&p, &first);
	refuses(&p, "notifier", "run", "another notifier",
	    "a second one in the same folder");
	place_make(&q, "");
	snprintf(settings, sizeof settings, "[db]\nurl = %s\n", p.url);
	place_configure(&q, "127.0.0.1:0", settings);
	refuses(&q, "notifier", "run", "another notifier",
	    "a second one on the same database, from another folder");
	child_stop(&first, SIGTERM);
	check(child_exited(&first, 0), "the first one was not disturbed");
	place_remove(&q);
	place_remove(&p);
}

static void test_database(void)
{
	char path[PATH_ROOM];
	struct place p;
	struct desk d;

	place_make(&p, "");
	desk_open(&d, p.url, STORE_TOOL);
	db_begin(&d.c);
	db_query(&d.c, SQL("PRAGMA user_version = 99"), NO_BIND);
	if (db_commit(&d.c) != OK)
		give_up("the schema's number could not be set");
	desk_close(&d);
	both_refuse(&p, "99", "a database of a newer program");
	place_remove(&p);

	/* What stands in the log would be as good as the file. */
	place_make(&p, "");
	place_file(&p, "smaajob.db-wal", path);
	unlink(path);
	place_file(&p, "smaajob.db", path);
	write_file(path,
	    "Kære alle\nDette er ikke en database, men et brev, "
	    "og det er langt nok til at man kan se det.\n");
	both_refuse(&p, "database", "a text file for a database");
	unlink(path);
	mkdir(path, 0700);
	both_refuse(&p, "smaajob.db", "a folder for a database");
	rmdir(path);
	both_refuse(&p, "smaajob.db", "a database that is not there");
	place_remove(&p);
}

static void test_secrets(void)
{
	char path[PATH_ROOM];
	struct place p;

	place_make(&p, "");
	place_file(&p, "link.key", path);
	chmod(path, 0644);
	both_refuse(&p, "link.key", "a key that everybody can read");
	chmod(path, 0600);
	place_file(&p, "seal.key", path);
	chmod(path, 0640);
	both_refuse(&p, "seal.key", "a master key that others can read");
	unlink(path);
	both_refuse(&p, "seal.key", "a master key that is missing");
	refuses(&p, "portal", "init", "put back the key",
	    "and it makes no other in its place");
	write_file(path,
	    "00112233445566778899aabbccddeeff"
	    "00112233445566778899aabbccddeeff\n");
	chmod(path, 0400);
	both_refuse(&p, "is not the key of this database",
	    "the master key of another database");
	refuses(&p, "notifier", "once", "is not the key of this database",
	    "also to send only once");
	place_remove(&p);
	place_make(&p, "");
	place_file(&p, "hook.secret", path);
	unlink(path);
	both_refuse(&p, "hook.secret", "a secret that is missing");
	write_file(path, "");
	chmod(path, 0600);
	both_refuse(&p, "hook.secret", "a secret that is empty");
	place_remove(&p);
	place_make(&p, "[sms]\nprovider = kannel\n");
	refuses(&p, "notifier", "run", "kannel.password",
	    "a gateway without a password");
	place_remove(&p);
	place_make(&p, "[sms]\nprovider = folder\nfallback = twilio\n");
	both_refuse(&p, "twilio.token",
	    "a second gateway without its token, which signs its webhooks too");
	place_remove(&p);
}

static void test_template(void)
{
	struct place p;

	place_make(&p, "[sms]\nprovider = http\n[sms.http]\nbody = {{til}}\n");
	refuses(&p, "notifier", "run", "sms.http.body",
	    "a provider's body with a name that is none");
	place_remove(&p);
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 90);
	test_keys();
	test_front();
	test_port();
	test_two_notifiers();
	test_database();
	test_secrets();
	test_template();
	return fault_end();
}
