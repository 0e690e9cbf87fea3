#include "story.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"

#define YEAR (365 * DAY)

const char *story_file(struct story *s, const char *name)
{
	return mem_printf(s->c, "%s/%s", s->dir, name);
}

struct blank {
	const char *name, *value;
};

/* The value of the @NAME@ at `at`, or NULL if it is no blank of ours. */
static const char *blank_value(const struct blank *b, const char *at, size_t n)
{
	for (; b->name; b++)
		if (strlen(b->name) == n && memcmp(b->name, at, n) == 0)
			return b->value;
	return NULL;
}

static const char *number(struct story *s, int n)
{
	return mem_printf(s->c, "%d", n);
}

bool servers_fill(struct story *s, const char *template, const char *to)
{
	bool kannel = strcmp(s->provider, "kannel") == 0;
	const struct blank blanks[] = {
		{ "DIR", s->dir },
		{ "REPO", s->o->repo },
		{ "PORTAL_PORT", number(s, s->port[PORT_PORTAL]) },
		{ "SMTP_PORT", number(s, s->port[PORT_SMTP]) },
		{ "ADMIN_PORT", number(s, s->port[PORT_ADMIN]) },
		{ "BOX_PORT", number(s, s->port[PORT_BOX]) },
		{ "SMSC_PORT", number(s, s->port[PORT_SMSC]) },
		{ "SENDSMS_PORT", number(s, s->port[PORT_SENDSMS]) },
		{ "HOOK_SECRET", s->hook_secret ? s->hook_secret : "" },
		{ "SMS", s->provider },
		{ "MAIL", kannel ? "smtp" : s->provider },
		{ 0 },
	};
	struct text t = text_new(s->c->mem, 20000);
	const char *from = file_read(
	    s->c, mem_printf(s->c, "%s/%s", s->o->peers, template));

	while (from && *from) {
		const char *end = strchr(from + 1, '@');
		const char *value = NULL;

		if (*from == '@' && end)
			value = blank_value(
			    blanks, from + 1, (size_t)(end - from - 1));
		text_add_n(&t, value ? value : from, value ? strlen(value) : 1);
		from = value ? end + 1 : from + 1;
	}
	if (!t.n || !file_write(story_file(s, to), t.s))
		return fail(s, template, "could not be filled into %s", to);
	return true;
}

/* One of our programs, to its end. */
static bool run_ours(struct story *s, const char *program, const char *what)
{
	const char *argv[] = { mem_printf(s->c, "%s/%s", s->o->build, program),
		"--config", story_file(s, "smaajob.conf"), what, NULL };
	struct launch l = {
		.name = program,
		.argv = argv,
		.log = story_file(s, mem_printf(s->c, "%s.log", program)),
		.clock = CLOCK_TURNED,
		.input = -1,
	};
	int status = child_run(s, &l, 20000);

	if (status != 0)
		return fail(s, mem_printf(s->c, "%s %s: exit 0", program, what),
		    status < 0 ? "no end within 20 s" : "exit %d", status);
	return true;
}

static bool choose_ports(struct story *s)
{
	size_t i;

	for (i = 0; i < PORT_COUNT; i++)
		if (!port_free(s, &s->port[i]))
			return false;
	return true;
}

/* The database, the secrets and the configuration: what `load` and `start`
 * both need, once. */
bool servers_prepare(struct story *s)
{
	const char *secret;

	if (s->prepared)
		return true;
	if (!s->turned)
		return fail(s, "now before load and start", "no now yet");
	mkdir(story_file(s, "data"), 0700);
	mkdir(story_file(s, "mail"), 0700);
	if (!file_write(story_file(s, "password"), "secret") ||
	    chmod(story_file(s, "password"), 0600) != 0)
		return fail(s, "a password file", "could not write it");
	if (!choose_ports(s) ||
	    !servers_fill(s, "smaajob.conf.in", "smaajob.conf") ||
	    !run_ours(s, "portal", "init"))
		return false;
	secret = file_read(s->c, story_file(s, "data/hook.secret"));
	if (!secret)
		return fail(s, "portal init: hook.secret_file", "no file");
	s->hook_secret = mem_dup(s->keep, words_collapse(s->c, secret));
	s->prepared = true;
	return true;
}

/* Behind the real gateway are phones and mailboxes of ours alone: so what a
 * municipality must have in order before it sends (P29) is said to be. */
static bool sign_duties(struct story *s)
{
	const char *file = story_file(s, "data/smaajob.db");
	sqlite3 *db = NULL;
	bool good;

	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK)
		sqlite3_db_config(
		    db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	good = sqlite3_exec(db,
		   "INSERT INTO duty (id, municipality_id, name, says, region,"
		   " signed_by, signed_on, said_by, said_at)"
		   " SELECT d.id, m.id, d.name, 'a story', 'a story',"
		   " 'a story', 1, (SELECT min(id) FROM person), 1"
		   " FROM municipality m, (SELECT 1 AS id,"
		   " 'legal_basis' AS name"
		   " UNION SELECT 2, 'impact_assessment'"
		   " UNION SELECT 3, 'duty_phone' UNION SELECT 4, 'pay_floor'"
		   " UNION SELECT 5, 'processor:kannel'"
		   " UNION SELECT 6, 'processor:smtp') d",
		   NULL, NULL, NULL) == SQLITE_OK;
	if (!good)
		fail(s, "the duties signed", "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	return good;
}

bool cmd_load(struct story *s, struct words *w)
{
	return servers_prepare(s) && run_ours(s, "portal", w->word[0]) &&
	    sign_duties(s);
}

/* Our own program in the background, until it says that it is ready. */
static bool start_ours(
    struct story *s, struct child *ch, const char *program, const char *what)
{
	const char *log = story_file(s, mem_printf(s->c, "%s.log", program));
	const char *ready = mem_printf(s->c, " %s.ready", program);
	size_t before = log_count(log, ready, "");
	const char *argv[] = { mem_printf(s->c, "%s/%s", s->o->build, program),
		"--config", story_file(s, "smaajob.conf"), what, NULL };
	struct launch l = {
		.name = program,
		.argv = argv,
		.log = log,
		.clock = CLOCK_TURNED,
		.input = -1,
		.shim = ch == &s->notifier ? s->shim : NULL,
		.shim_port = s->shim_port,
	};

	if (!child_start(s, ch, &l))
		return false;
	if (ch == &s->notifier)
		s->shim = NULL;
	if (log_wait(s, log, ready, before + 1, ch))
		return true;
	if (child_ended(ch))
		return fail(s, mem_printf(s->c, "%s.ready", program), "%s",
		    child_fate(s->c, ch->status));
	return fail(s, mem_printf(s->c, "%s.ready", program), "silence");
}

/* A certificate of the story's own time, from a year before it on: the true
 * clock may be on either side. */
static bool certificate(struct story *s)
{
	const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
		story_file(s, "host.key"), "-out", story_file(s, "host.pem"),
		"-days", "7300", "-subj", "/CN=localhost", "-addext",
		"subjectAltName=DNS:localhost,IP:127.0.0.1", NULL };
	struct launch l = {
		.name = "openssl",
		.argv = argv,
		.log = story_file(s, "openssl.log"),
		.clock = CLOCK_TURNED,
		.shift = -YEAR,
		.input = -1,
	};

	if (child_run(s, &l, 20000) != 0)
		return fail(s, "a certificate", "openssl could not make it");
	return true;
}

bool smtp_start(struct story *s)
{
	const char *const argv[] = { s->o->python,
		mem_printf(s->c, "%s/smtp.py", s->o->peers),
		number(s, s->port[PORT_SMTP]), story_file(s, "host.pem"),
		story_file(s, "host.key"), story_file(s, "mail"), NULL };
	const char *log = story_file(s, "smtp.log");
	size_t before = log_count(log, "smtp.ready", "");
	struct launch l = {
		.name = "smtp.py",
		.argv = argv,
		.log = log,
		.input = -1,
	};

	if (!child_start(s, &s->smtp, &l))
		return false;
	if (!log_wait(s, log, "smtp.ready", before + 1, &s->smtp))
		return fail(s, "smtp.ready", "no mail host");
	return true;
}

bool portal_start(struct story *s)
{
	return start_ours(s, &s->portal, "portal", "serve");
}

/* Somebody else may take a port between our look and our use of it: then all
 * is ended, and tried again with others. */
bool servers_start(struct story *s)
{
	bool peers = strcmp(s->provider, "kannel") == 0;
	int tries;

	if (!servers_prepare(s) || (peers && !certificate(s)))
		return false;
	for (tries = 0; tries < 3 && !wait_interrupted(); tries++) {
		if (tries && (servers_kill(s), !choose_ports(s)))
			return false;
		if (servers_fill(s, "smaajob.conf.in", "smaajob.conf") &&
		    portal_start(s) &&
		    (!peers || (smtp_start(s) && kannel_start(s)))) {
			s->started = true;
			return true;
		}
	}
	return false;
}

bool cmd_start(struct story *s, struct words *w)
{
	(void)w; /* already known to main: `load` may come first */
	if (s->started)
		return fail(s, "one start", "a second one");
	return servers_start(s);
}

/* What everybody who stops our programs may expect of them. */
static bool end_ours(struct story *s, struct child *ch)
{
	const char *name = ch->name;

	if (!name)
		return true;
	child_stop(s, ch, SIGTERM, 10000);
	if (WIFEXITED(ch->status) && WEXITSTATUS(ch->status) == 0)
		return true;
	return fail(s, mem_printf(s->c, "%s: exit 0 on SIGTERM", name), "%s",
	    child_fate(s->c, ch->status));
}

bool servers_end(struct story *s)
{
	return end_ours(s, &s->notifier) && end_ours(s, &s->portal);
}

void servers_kill(struct story *s)
{
	child_stop(s, &s->notifier, SIGTERM, 2000);
	child_stop(s, &s->portal, SIGTERM, 2000);
	child_stop(s, &s->smtp, SIGTERM, 1000);
	kannel_kill(s);
}

bool cmd_tick(struct story *s, struct words *w)
{
	bool killed = w->n && strcmp(w->word[0], "killed") == 0;
	const char *argv[] = { mem_printf(s->c, "%s/notifier", s->o->build),
		"--config", story_file(s, "smaajob.conf"), "once", NULL };
	struct launch l = {
		.name = "notifier",
		.argv = argv,
		.log = story_file(s, "notifier.log"),
		.clock = CLOCK_TURNED,
		.shim = s->shim,
		.shim_port = s->shim_port,
		.input = -1,
	};
	int want = killed ? 128 + SIGKILL : 0;
	int status;

	kannel_settle(s);
	s->shim = NULL;
	status = child_run(s, &l, 30000);
	if (status == want)
		return true;
	return fail(s,
	    killed ? "notifier once: killed" : "notifier once: exit 0",
	    status < 0 ? "no end within 30 s" : "exit %d", status);
}

bool cmd_notifier(struct story *s, struct words *w)
{
	const char *what = w->word[0];

	if (strcmp(what, "run") == 0)
		return start_ours(s, &s->notifier, "notifier", "run");
	if (!s->notifier.name)
		return fail(s, "notifier run before this", "it does not run");
	if (strcmp(what, "stop") == 0)
		return end_ours(s, &s->notifier);
	if (strcmp(what, "kill") == 0) {
		child_stop(s, &s->notifier, SIGKILL, 1000);
		return true;
	}
	if (strcmp(what, "killed") != 0)
		return fail(
		    s, "notifier run, stop, kill or killed", "%s", what);
	if (!child_wait(s, &s->notifier, 10000))
		return fail(s, "notifier: killed", "it still runs");
	if (!WIFSIGNALED(s->notifier.status))
		return fail(s, "notifier: killed", "%s",
		    child_fate(s->c, s->notifier.status));
	return true;
}

/* What Kannel is telling the portal in this very moment it may finish. */
bool cmd_portal(struct story *s, struct words *w)
{
	const char *what = w->word[0];

	if (strcmp(what, "start") == 0)
		return portal_start(s);
	kannel_settle(s);
	if (strcmp(what, "stop") == 0)
		return end_ours(s, &s->portal);
	if (strcmp(what, "kill") != 0)
		return fail(s, "portal start, stop or kill", "%s", what);
	child_stop(s, &s->portal, SIGKILL, 1000);
	return true;
}

bool cmd_smtp(struct story *s, struct words *w)
{
	if (strcmp(w->word[0], "start") == 0)
		return smtp_start(s);
	if (strcmp(w->word[0], "stop") != 0)
		return fail(s, "smtp start or stop", "%s", w->word[0]);
	child_stop(s, &s->smtp, SIGTERM, 1000);
	return true;
}
