#include "story.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/totp.h"

#define SHOWN 700 /* bytes of a page that a failure quotes */

static const char *page_text(struct story *s)
{
	const struct text *body = &s->browser->body;

	return html_text(s->c, body->s, body->s + body->n);
}

static const char *page_quoted(struct story *s)
{
	return mem_printf(s->c, "%d %s: %.*s", s->browser->status,
	    s->browser->path, SHOWN, page_text(s));
}

/* see 303 /opgaver/{t}: where the last answer sends the browser. */
static bool see_redirect(struct story *s, const char *status, const char *to)
{
	const char *location = browser_header(s->c, s->browser, "Location");

	if (s->browser->status != atoi(status))
		return fail(s, status, "%s", page_quoted(s));
	location = location ? browser_path(s, location) : "nowhere";
	if (*to && !words_match(s, to, location, true))
		return fail(s, mem_printf(s->c, "%s %s", status, to), "%d %s",
		    s->browser->status, location);
	return true;
}

static const char *unquoted(struct ctx *c, const char *text)
{
	size_t n = strlen(text);

	if (n < 2 || text[0] != '"' || text[n - 1] != '"')
		return text;
	return mem_dup_n(c, text + 1, n - 2);
}

/* Unless a redirect is asked for, the browser follows it first: so a story
 * sees what a person would. */
bool cmd_see(struct story *s, struct words *w)
{
	const char *text = w->word[0], *status = NULL;

	if (!w->quoted && strspn(text, "0123456789") == 3 &&
	    (!text[3] || text[3] == ' ')) {
		status = words_head(s->c, text, &text);
		if (!*text && w->n > 1)
			text = w->word[1];
		text = unquoted(s->c, text);
		if (*status == '3')
			return see_redirect(s, status, text);
	}
	if (!browser_follow(s))
		return false;
	if (status && atoi(status) != s->browser->status)
		return fail(s, status, "%s", page_quoted(s));
	if (!words_match(s, words_collapse(s->c, text), page_text(s), false))
		return fail(
		    s, mem_printf(s->c, "\"%s\"", text), "%s", page_quoted(s));
	return true;
}

bool cmd_no(struct story *s, struct words *w)
{
	if (!browser_follow(s))
		return false;
	if (strstr(page_text(s), words_collapse(s->c, w->word[0])))
		return fail(s, mem_printf(s->c, "no \"%s\"", w->word[0]), "%s",
		    page_quoted(s));
	return true;
}

/* Neither to be seen nor in the page's source nor in its headers. */
bool cmd_nowhere(struct story *s, struct words *w)
{
	struct browser *b = s->browser;

	if (!cmd_no(s, w))
		return false;
	if (strstr(b->body.s, w->word[0]) || strstr(b->headers.s, w->word[0]))
		return fail(s, mem_printf(s->c, "nowhere \"%s\"", w->word[0]),
		    "in the source of %s", b->path);
	return true;
}

bool cmd_header(struct story *s, struct words *w)
{
	const char *value = browser_header(s->c, s->browser, w->word[0]);

	if (value && words_match(s, w->word[1], value, false))
		return true;
	return fail(s, mem_printf(s->c, "%s: %s", w->word[0], w->word[1]), "%s",
	    value ? value : "no such header");
}

static bool cmd_follow(struct story *s, struct words *w)
{
	(void)w;
	return browser_follow(s);
}

/* app jonas@holstebro.example {code}: what the app of one of the demo's staff
 * shows now (factor.h says how its secret is made). */
static bool cmd_app(struct story *s, struct words *w)
{
	const char *name = words_unknown(s, w->word[1]);
	unsigned char secret[DIGEST_BYTES];
	char code[7];

	if (!name)
		return fail(s, "a new {name}", "%s", w->word[1]);
	secret_sha256(w->word[0], strlen(w->word[0]), secret);
	totp_code(secret, totp_step(turn_now(s)), code);
	words_capture(s, name, mem_dup(s->keep, code));
	return true;
}

static bool cmd_as(struct story *s, struct words *w)
{
	browser_choose(s, w->word[0]);
	return true;
}

/* send NAME  VALUE: a header of this browser's next request, for what only
 * scanners, scripts and enemies do. */
static bool cmd_send(struct story *s, struct words *w)
{
	struct browser *b = s->browser;

	if (b->extras == COUNT(b->extra))
		return fail(s, "at most four headers", "one more");
	b->extra[b->extras++] = mem_printf(
	    s->keep, "%s: %s", w->word[0], w->n > 1 ? w->word[1] : "");
	return true;
}

/* set KEY  VALUE of the configuration, as the environment can say it. */
static bool cmd_set(struct story *s, struct words *w)
{
	struct setting *set = mem_alloc(s->keep, sizeof *set);
	char *key = mem_dup(s->c, w->word[0]);
	char *p;

	for (p = key; *p; p++)
		*p = *p == '.' ? '_' : (char)toupper((unsigned char)*p);
	set->variable = mem_printf(s->keep, "SMAAJOB_%s=%s", key, w->word[1]);
	set->next = s->settings;
	s->settings = set;
	return true;
}

static bool cmd_shim(struct story *s, struct words *w)
{
	const char *at = w->word[0];
	bool mail = w->n > 1 && strcmp(w->word[1], "mail") == 0;

	if (strcmp(at, "connect") != 0 && strcmp(at, "firstbyte") != 0 &&
	    strcmp(at, "reply") != 0)
		return fail(s, "shim connect, firstbyte or reply", "%s", at);
	s->shim = mem_dup(s->keep, at);
	s->shim_port = s->port[mail ? PORT_SMTP : PORT_SENDSMS];
	return true;
}

/* The rows, a bar between columns and a slash between rows. */
static void rows(sqlite3_stmt *stmt, struct text *t)
{
	int i;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		text_add(t, t->n ? " / " : "");
		for (i = 0; i < sqlite3_column_count(stmt); i++) {
			const char *value = (const char *)sqlite3_column_text(
			    stmt, i);

			text_printf(
			    t, "%s%s", i ? "|" : "", value ? value : "NULL");
		}
	}
}

/* Reads only, and leaves the checkpoint to those who own the file. */
static bool cmd_db(struct story *s, struct words *w)
{
	const char *file = story_file(s, "data/smaajob.db");
	const char *want = w->word[1] + (*w->word[1] == '=');
	struct text t = text_new(s->c->mem, 10000);
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	bool good;

	sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_busy_timeout(db, 5000);
	good = sqlite3_prepare_v2(db, w->word[0], -1, &stmt, NULL) == SQLITE_OK;
	if (good)
		rows(stmt, &t);
	if (sqlite3_errcode(db) != SQLITE_OK &&
	    sqlite3_errcode(db) != SQLITE_DONE)
		good = fail(s, w->word[0], "%s", sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	want += strspn(want, " ");
	if (!good || words_match(s, want, t.s, true))
		return good;
	return fail(
	    s, mem_printf(s->c, "%s = %s", w->word[0], want), "%s", t.s);
}

static size_t logged(struct story *s, const char *text)
{
	return log_count(story_file(s, "portal.log"), text, "") +
	    log_count(story_file(s, "notifier.log"), text, "");
}

static bool cmd_log(struct story *s, struct words *w)
{
	struct deadline d = wait_for(s, 3000);

	do {
		if (logged(s, w->word[0]))
			return true;
	} while (wait_more(&d));
	return fail(s, mem_printf(s->c, "in a log: %s", w->word[0]), "no");
}

static bool cmd_nolog(struct story *s, struct words *w)
{
	if (logged(s, w->word[0]))
		return fail(
		    s, mem_printf(s->c, "in no log: %s", w->word[0]), "it is");
	return true;
}

/* A command takes so many single words first, then phrases, at least so many
 * in all. Where it names things ({name} captures), it says so. */
static const struct command {
	const char *name;
	size_t lead, least;
	bool names;
	bool (*run)(struct story *s, struct words *w);
} commands[] = {
	{ "now", 2, 2, false, cmd_now },
	{ "turn", 1, 1, false, cmd_turn },
	{ "set", 1, 2, false, cmd_set },
	{ "load", 1, 1, false, cmd_load },
	{ "start", 1, 0, false, cmd_start },
	{ "tick", 1, 0, false, cmd_tick },
	{ "as", 1, 1, false, cmd_as },
	{ "get", 1, 1, false, cmd_get },
	{ "head", 1, 1, false, cmd_head },
	{ "options", 1, 1, false, cmd_options },
	{ "post", 1, 1, false, cmd_post },
	{ "send", 1, 1, false, cmd_send },
	{ "submit", 0, 1, false, cmd_submit },
	{ "click", 0, 1, false, cmd_click },
	{ "follow", 0, 0, false, cmd_follow },
	{ "see", 0, 1, true, cmd_see },
	{ "no", 0, 1, false, cmd_no },
	{ "nowhere", 0, 1, false, cmd_nowhere },
	{ "field", 1, 1, true, cmd_field },
	{ "header", 1, 2, true, cmd_header },
	{ "sms", 1, 2, true, cmd_sms },
	{ "nosms", 1, 0, false, cmd_nosms },
	{ "parts", 1, 1, false, cmd_parts },
	{ "app", 2, 2, true, cmd_app },
	{ "link", 2, 2, true, cmd_link },
	{ "reply", 1, 1, false, cmd_reply },
	{ "mail", 1, 1, true, cmd_mail },
	{ "mailbody", 0, 1, true, cmd_mailbody },
	{ "nomail", 1, 0, false, cmd_nomail },
	{ "maillink", 2, 1, true, cmd_maillink },
	{ "db", 0, 2, true, cmd_db },
	{ "log", 0, 1, false, cmd_log },
	{ "nolog", 0, 1, false, cmd_nolog },
	{ "portal", 1, 1, false, cmd_portal },
	{ "notifier", 1, 1, false, cmd_notifier },
	{ "kannel", 1, 1, false, cmd_kannel },
	{ "phones", 1, 1, false, cmd_phones },
	{ "smtp", 1, 1, false, cmd_smtp },
	{ "shim", 2, 1, false, cmd_shim },
};

bool command_run(struct story *s, const char *line)
{
	const struct command *cmd = commands;
	const char *rest, *name, *unknown;
	struct words w;
	size_t i;

	name = words_head(s->c, line, &rest);
	while (cmd < commands + COUNT(commands) && strcmp(cmd->name, name) != 0)
		cmd++;
	if (cmd == commands + COUNT(commands))
		return fail(s, "a command", "%s", name);
	if (!words_split(s->c, rest, cmd->lead, &w))
		return fail(s, "quotes that end", "%s", line);
	if (w.n < cmd->least)
		return fail(s, mem_printf(s->c, "more words after %s", name),
		    "%s", line);
	for (i = 0; i < w.n; i++) {
		w.word[i] = words_expand(s, w.word[i]);
		unknown = cmd->names ? NULL : words_unknown(s, w.word[i]);
		if (unknown)
			return fail(s,
			    mem_printf(s->c, "{%s} said before", unknown),
			    "nothing has that name");
	}
	return cmd->run(s, &w);
}
