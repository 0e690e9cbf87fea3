#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/migrate.h"
#include "base/secret.h"
#include "base/store.h"

#include "command.h"
#include "erase.h"
#include "invent.h"
#include "match.h"
#include "portal.h"
#include "rekey.h"
#include "sealing.h"
#include "settings.h"

#define VERSION "0.1"

struct site site;

static void open_store(enum store_program program, bool create)
{
	char why[200];
	int version;

	site.store = store_open(settings.db_url, program, create, why);
	if (site.store == NULL)
		log_refuse("%s", why);
	version = store_version(site.store, why);
	if (version < 0 || version > migrations_known())
		log_refuse("%s has schema %d and this program knows %d: "
			   "install the newer program",
		    settings.db_url, version, migrations_known());
	if (create && !store_migrate(site.store, why))
		log_refuse("%s", why);
	if (!create && version < migrations_known())
		log_refuse("%s has schema %d and this program needs %d: run "
			   "portal init",
		    settings.db_url, version, migrations_known());
}

/* Makes what is missing: the folder, the keys, the database. */
static int init(void)
{
	if (mkdir(settings.data_dir, 0700) != 0 && errno != EEXIST)
		log_refuse(
		    "cannot make %s: %s", settings.data_dir, strerror(errno));
	if (!secret_make(settings.link_key_file, KEY_BYTES) ||
	    !secret_make(settings.hook_secret_file, 16))
		log_refuse("cannot make the keys in %s: %s", settings.data_dir,
		    strerror(errno));
	open_store(STORE_PORTAL, true);
	sealing_finish(site.store);
	erase_again(site.store);
	store_close(site.store);
	log_info("portal.initialised");
	return EXIT_SUCCESS;
}

/* What follows the verb demo, in any order: all of it numbers. */
struct crowd {
	int64_t citizens, tasks, seed;
};

static bool crowd_read(struct crowd *crowd, char **words)
{
	for (; *words != NULL; words += 2) {
		char *end = NULL;
		int64_t *to = strcmp(*words, "--citizens") == 0
		    ? &crowd->citizens
		    : strcmp(*words, "--tasks") == 0 ? &crowd->tasks
		    : strcmp(*words, "--seed") == 0  ? &crowd->seed
						     : NULL;

		if (to == NULL || words[1] == NULL)
			return false;
		errno = 0;
		*to = strtoll(words[1], &end, 10);
		if (errno != 0 || end == words[1] || *end != '\0' || *to < 0 ||
		    *to > INVENT_CITIZENS)
			return false;
	}
	return true;
}

/* Nobody invented may ever be written to: their numbers could be somebody's. */
static int demo(const struct crowd *crowd)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem, .now = clock_now() };
	enum err err;

	if (crowd->citizens + crowd->tasks > 0 && !settings_demo())
		log_refuse("invented people are only for where messages go to "
			   "folders");
	settings_read_secrets();
	open_store(STORE_PORTAL, false);
	sealing_begin(site.store);
	c.db = db_join(site.store, mem);
	err = demo_fill(&c);
	db_leave(c.db);
	arena_free(mem);
	if (err == OK && crowd->citizens + crowd->tasks > 0)
		err = invent_fill(site.store, (uint64_t)crowd->seed,
		    crowd->citizens, crowd->tasks, c.now);
	store_close(site.store);
	if (err == ERR_CONFLICT)
		log_refuse("the database is not empty: demo fills a new one");
	return err == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Beside a portal that serves, so it makes ids of its own. */
static int work_on_store(
    int (*command)(struct ctx *c, char **words), char **words)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem, .now = clock_now() };
	int status;

	settings_read_secrets();
	open_store(STORE_TOOL, false);
	sealing_begin(site.store);
	c.db = db_join(site.store, mem);
	status = command(&c, words);
	db_leave(c.db);
	arena_free(mem);
	store_close(site.store);
	return status;
}

static int audit_verify(const char *head)
{
	int status;

	settings_read_secrets();
	open_store(STORE_TOOL, false);
	status = audit_command(site.store, head);
	store_close(site.store);
	return status;
}

static int change_key(void)
{
	open_store(STORE_TOOL, false);
	rekey(site.store);
	store_close(site.store);
	return EXIT_SUCCESS;
}

static void begin_match(void)
{
	match_live_begin(site.store);
}

static int run(void)
{
	char why[200];
	int status;

	settings_read_secrets();
	if (!texts_read(why))
		log_refuse("%s", why);
	site.assets = assets_load(settings.assets_dir);
	site.https = strncmp(settings.public_url, "https://", 8) == 0;
	site.notifier = socket(
	    AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	open_store(STORE_PORTAL, false);
	sealing_begin(site.store);
	erase_again(site.store);
	status = serve(begin_match);
	match_live_end();
	store_close(site.store);
	return status;
}

static const char usage[] =
    "usage: portal [--config FILE] serve | init | config | check-config |\n"
    "           version\n"
    "       portal [--config FILE] demo [--citizens N] [--tasks N] [--seed N]\n"
    "       portal [--config FILE] municipality-add --name NAME --helper NAME\n"
    "           --phone NUMBER\n"
    "       portal [--config FILE] staff-add --municipality NAME --name NAME\n"
    "           --email ADDRESS --role ROLE[,ROLE] [--phone NUMBER]\n"
    "       portal [--config FILE] import-postcodes FILE\n"
    "       portal [--config FILE] audit-verify [ID:DIGEST]\n"
    "       portal [--config FILE] erase PERSON | rekey\n"
    "       portal [--config FILE] retention [--dry-run]\n";

/* What works on the database, beside a portal that serves. */
static const struct {
	const char *verb;
	int (*run)(struct ctx *c, char **words);
} commands[] = {
	/* clang-format off */
	{ "municipality-add", municipality_command },
	{ "staff-add", staff_command },
	{ "import-postcodes", postcode_command },
	{ "erase", erase_command },
	{ "retention", retention_command },
	/* clang-format on */
};

int main(int argc, char **argv)
{
	const char *file = NULL, *verb;
	struct crowd crowd = { .seed = 1 };
	int at = 1;

	log_open("portal");
	clock_open();
	umask(077);
	if (argc > 3 && strcmp(argv[1], "--config") == 0) {
		file = argv[2];
		at = 3;
	}
	verb = argc > at ? argv[at] : "";
	if (strcmp(verb, "version") == 0)
		return printf("portal %s\n", VERSION) < 0;
	if (strcmp(verb, "config") == 0) {
		settings_print();
		return EXIT_SUCCESS;
	}
	settings_read(file);
	secret_open();
	if (strcmp(verb, "check-config") == 0)
		return EXIT_SUCCESS;
	if (strcmp(verb, "init") == 0)
		return init();
	if (strcmp(verb, "demo") == 0 && crowd_read(&crowd, argv + at + 1))
		return demo(&crowd);
	if (strcmp(verb, "audit-verify") == 0)
		return audit_verify(argv[at + 1]);
	if (strcmp(verb, "rekey") == 0)
		return change_key();
	for (size_t i = 0; i < COUNT(commands); i++)
		if (strcmp(verb, commands[i].verb) == 0)
			return work_on_store(commands[i].run, argv + at + 1);
	if (strcmp(verb, "serve") == 0)
		return run();
	fputs(usage, stderr);
	return EXIT_USAGE;
}
