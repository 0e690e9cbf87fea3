/* slowhttptest, which others use to see whether a site can be starved: slow
 * headers and slow bodies on five hundred connections. What it asks beside
 * them must be answered, each second anew.
 *
 * Any first byte counts as an answer for it, so a 503 does. It comes from one
 * address with all it does; where an address may have 64 connections, nearly
 * all of its are turned away, and what it asks beside them too. So it is let
 * in here, and the portal's own log is read for what it was told. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front.h"

#define CONNECTIONS "500"
#define SECONDS     "14"
#define ENDS_MS     30000
#define ASKED_LEAST 9 /* a second each, of which some may be late */

struct run {
	const char *kind, *path, *settings, *name;
	bool let_in;
	struct front front;
	struct child tool;
	char prefix[PATH_ROOM];
};

static void start(struct run *r)
{
	char url[120], log[PATH_ROOM];
	const char *const argv[] = { "slowhttptest", r->kind, "-c", CONNECTIONS,
		"-r", "300", "-i", "2", "-x", "10", "-s", "8192", "-p", "1",
		"-l", SECONDS, "-u", url, "-g", "-o", r->prefix, NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };

	front_make(&r->front, r->settings);
	snprintf(
	    url, sizeof url, "http://127.0.0.1:%d%s", r->front.plain, r->path);
	place_file(&r->front.place, "slow", r->prefix);
	place_file(&r->front.place, "slow.log", log);
	child_start(&r->tool, &l);
}

struct told {
	int seconds, available;
	int connected; /* at most */
};

/* Seconds,Closed,Pending,Connected,Service Available: the last is how many
 * connections were asked for, or 0. */
static struct told read_csv(const struct run *r)
{
	struct told t = { 0 };
	char path[PATH_ROOM + 4], line[200];
	FILE *f;

	snprintf(path, sizeof path, "%s.csv", r->prefix);
	f = fopen(path, "re");
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		int connected, available;

		if (sscanf(line, "%*d,%*d,%*d,%d,%d", &connected, &available) !=
		    2)
			continue;
		t.seconds++;
		t.available += available > 0;
		t.connected = connected > t.connected ? connected : t.connected;
	}
	if (f != NULL)
		fclose(f);
	return t;
}

/* How often a line of a log says so. */
static int says(const struct child *ch, const char *text)
{
	struct arena *mem = arena_new();
	const char *at = read_file(mem, ch->log);
	int n = 0;

	while (at != NULL && (at = strstr(at, text)) != NULL) {
		at++;
		n++;
	}
	arena_free(mem);
	return n;
}

static void judge(struct run *r)
{
	struct told t;
	int pages;
	bool ended, all;

	if (!child_ended(&r->tool, ENDS_MS) || child_exited(&r->tool, 127)) {
		child_blame(&r->tool);
		give_up("slowhttptest does not run (apt-get install it)");
	}
	ended = child_exited(&r->tool, 0);
	t = read_csv(r);
	child_stop(&r->front.portal, SIGTERM);
	pages = says(&r->front.portal, "http.answered status=200 ");
	all = says(&r->tool, "No open connections left") > 0;
	if (!check(ended && t.seconds >= 10 && t.available == t.seconds,
		"%s: available in %d of %d seconds", r->name, t.available,
		t.seconds))
		child_blame(&r->tool);
	tell("%d connections at most; %d pages were had", t.connected, pages);
	if (r->let_in)
		check(t.connected >= 450 && all && pages >= ASKED_LEAST,
		    "%s: all were let in, pages were had, and each was ended",
		    r->name);
	check(child_exited(&r->front.portal, 0), "the portal ends in peace");
	place_remove(&r->front.place);
}

int main(int argc, char **argv)
{
	static const char let_in[] = "per_address = 600\nthreads = 1024\n";
	struct run runs[] = {
		{ .kind = "-H",
		    .path = "/",
		    .settings = let_in,
		    .let_in = true,
		    .name = "slow headers" },
		{ .kind = "-B",
		    .path = "/log-ind",
		    .settings = let_in,
		    .let_in = true,
		    .name = "slow bodies" },
		{ .kind = "-H",
		    .path = "/",
		    .settings = "",
		    .name = "slow headers, most of them turned away" },
	};

	fault_begin(argc, argv, 80);
	for (size_t i = 0; i < COUNT(runs); i++)
		start(&runs[i]);
	for (size_t i = 0; i < COUNT(runs); i++)
		judge(&runs[i]);
	return fault_end();
}
