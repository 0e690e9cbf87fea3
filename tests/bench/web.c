#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "settings.h"

#include "bench.h"

#define ROUNDS     3
#define SECONDS    "2s"
#define SLICES     4 /* in turn, of what is close to its yardstick */
#define THREADS    32
#define IDS_ROUND  40000 /* follow-ups that one round may mark */
#define STEPS_MOST 200000

/* ---- what is asked ---- */

struct server {
	struct child child;
	int port, tls;
};

struct site_under_load {
	struct place *place;
	struct server portal, hello;
	struct desk desk;
	struct visitor contact, poster, mentor;
	int round;
};

static int64_t steps[STEPS_MOST]; /* follow-ups to be marked */
static size_t steps_count;

/* Reading ends with it: a read that stayed open would keep checkpoints from
 * ending, and every write would wait for them. */
static int64_t count(struct site_under_load *s, struct sql sql)
{
	int64_t n = db_int(desk_again(&s->desk), sql, NO_BIND, -1);

	desk_again(&s->desk);
	return n;
}

/* What is written counts, not what is answered. */
static struct load written(struct load l, int64_t before, int64_t after)
{
	if (l.answered > 0)
		l.per_s *= (double)(after - before) / (double)l.answered;
	return l;
}

/* A mentor marks follow-ups as done: session, CSRF token, form, two changes,
 * one flush. Each can be done once, so wrk is given their numbers. */
static struct load mark_steps(struct site_under_load *s)
{
	static const char script[] =
	    "local ids, at = {}, 0\n"
	    "for line in io.lines('%s') do ids[#ids + 1] = line end\n"
	    "local head = { ['Cookie'] = 'sid=%s',\n"
	    "  ['Content-Type'] = 'application/x-www-form-urlencoded' }\n"
	    "request = function()\n"
	    "  at = at %% #ids + 1\n"
	    "  return wrk.format('POST', '/opfoelgning/' .. ids[at], head,\n"
	    "    'note=Talt+med&csrf=%s')\n"
	    "end\n";
	size_t from = (size_t)s->round * IDS_ROUND;
	char path[PATH_ROOM], lua[1000];
	int64_t before;
	struct load l;
	FILE *f;

	place_file(s->place, "ids", path);
	f = fopen(path, "we");
	for (size_t i = from;
	     f != NULL && i < from + IDS_ROUND && i < steps_count; i++)
		fprintf(f, "%" PRId64 "\n", steps[i]);
	if (f == NULL || fclose(f) != 0)
		give_up("no list of follow-ups");
	snprintf(
	    lua, sizeof lua, script, path, s->mentor.cookie, s->mentor.csrf);
	before = count(
	    s, SQL("SELECT count(*) FROM followup WHERE done_at IS NOT NULL"));
	l = wrk(s->place, s->portal.port, "/", SECONDS, lua);
	return written(l, before,
	    count(s,
		SQL("SELECT count(*) FROM followup WHERE done_at IS NOT"
		    " NULL")));
}

/* An employer posts a task for which nobody is to be found: the form with all
 * its checks, the SMS it would become, task, shift, and what is told whom. */
static struct load post_tasks(struct site_under_load *s)
{
	static const char script[] =
	    "wrk.method = 'POST'\n"
	    "wrk.headers['Cookie'] = 'sid=%s'\n"
	    "wrk.headers['Content-Type'] =\n"
	    "  'application/x-www-form-urlencoded'\n"
	    "wrk.body = 'funktion=nobody&titel=&niveau=1&dag=%s&fra=09:00' ..\n"
	    "  '&til=12:00&antal=1&loen=145&loendag=%s&sted=Bager+Bech' ..\n"
	    "  '&adresse=Torvet+4&postnr=7500&by=Holstebro' ..\n"
	    "  '&moedested=Hovedindgangen&csrf=%s'\n";
	struct ctx *c = desk_again(&s->desk);
	char lua[1000];
	int64_t before;
	struct load l;

	snprintf(lua, sizeof lua, script, s->poster.cookie,
	    clock_iso_date(c, clock_add_days(c->now, 7)),
	    clock_iso_date(c, clock_add_days(c->now, 40)), s->poster.csrf);
	before = count(s, SQL("SELECT count(*) FROM task"));
	l = wrk(s->place, s->portal.port, "/opgaver", SECONDS, lua);
	return written(l, before, count(s, SQL("SELECT count(*) FROM task")));
}

/* A gateway reports what became of messages, each time another one. */
static struct load send_reports(struct site_under_load *s)
{
	static const char script[] =
	    "local at = %d\n"
	    "request = function()\n"
	    "  at = at + 1\n"
	    "  return wrk.format('GET',\n"
	    "    '/hook/kannel/%s/report?type=8&answer=ok&ref=' .. at)\n"
	    "end\n";
	int64_t before = count(s, SQL("SELECT count(*) FROM hook"));
	char lua[600];
	struct load l;

	snprintf(lua, sizeof lua, script, (s->round + 1) * 10000000,
	    settings.hook_secret);
	l = wrk(s->place, s->portal.port, "/", SECONDS, lua);
	return written(l, before, count(s, SQL("SELECT count(*) FROM hook")));
}

static void read_steps(struct site_under_load *s)
{
	int64_t last = 0;
	struct ids some;

	do {
		some = db_ids(desk_again(&s->desk),
		    SQL("SELECT id FROM followup WHERE id > $1 ORDER BY id"
			" LIMIT 10000"),
		    BIND(INT(last)));
		for (size_t i = 0; i < some.count; i++)
			if (steps_count < STEPS_MOST)
				last = steps[steps_count++] = some.id[i];
	} while (some.count > 0 && steps_count < STEPS_MOST);
	desk_again(&s->desk);
}

static struct load get_page(struct site_under_load *s)
{
	char lua[200];

	snprintf(lua, sizeof lua, "wrk.headers['Cookie'] = 'sid=%s'\n",
	    s->contact.cookie);
	return wrk(s->place, s->portal.port, "/opgaver", SECONDS, lua);
}

/* A client that only connects, one time after the other and never as somebody
 * known. s_time's own clock knows whole seconds. */
static struct load shake_hands(struct site_under_load *s, int port)
{
	char at[40], log[PATH_ROOM];
	const char *const argv[] = { "openssl", "s_time", "-connect", at,
		"-new", "-time", "1", NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct arena *mem = arena_new();
	struct load made = { 0 };
	struct child client;
	const char *said;
	int64_t began = now_us();

	snprintf(at, sizeof at, "127.0.0.1:%d", port);
	place_file(s->place, "s_time.log", log);
	stand_on(CORE_CLIENT);
	child_start(&client, &l);
	stand_on(CORE_ANY);
	if (!child_ended(&client, 20000) || !child_exited(&client, 0))
		give_up("openssl s_time failed");
	made.per_s = 1e6 / (double)(now_us() - began);
	said = strstr(read_file(mem, log), "\n\n");
	made.per_s *= said != NULL ? atof(said) : 0;
	arena_free(mem);
	return made;
}

/* ---- the figures ---- */

enum asked { HELLO, TLS, SHAKE, PAGE, MARK, POST, HOOK, ASKED };

/* Each beside a yardstick of the same moment: other work on the machine is
 * then no better for the one than for the other. */
struct figures {
	double per_s[ASKED][ROUNDS], p99_ms[ASKED][ROUNDS];
	double bare_per_s[ASKED][ROUNDS], bare_p99_ms[ASKED][ROUNDS];
	double ratio[ASKED][ROUNDS];
};

/* Bare civetweb, asked in the way that it is a yardstick for. */
static struct load ask_bare(struct site_under_load *s, enum asked what)
{
	if (what == SHAKE)
		return shake_hands(s, s->hello.tls);
	if (what == TLS)
		return wrk(s->place, s->hello.tls, "https:/", "1s", NULL);
	return wrk(s->place, s->hello.port, "/", "1s", NULL);
}

static struct load ask_portal(struct site_under_load *s, enum asked what)
{
	int port = s->portal.port, tls = s->portal.tls;

	switch (what) {
	case HELLO: return wrk(s->place, port, "/healthz", "1s", NULL);
	case TLS: return wrk(s->place, tls, "https:/healthz", "1s", NULL);
	case SHAKE: return shake_hands(s, tls);
	case PAGE: return get_page(s);
	case MARK: return mark_steps(s);
	case POST: return post_tasks(s);
	case HOOK: return send_reports(s);
	case ASKED: break;
	}
	return (struct load) { 0 };
}

/* One second of the one and one of the other, some times over. */
static void ask_in_turn(struct site_under_load *s, enum asked what,
    struct load *bare, struct load *ours)
{
	int slices = what == HELLO || what == TLS ? SLICES : 1;
	double bare_per_s = 0, per_s = 0;

	for (int i = 0; i < slices; i++) {
		*bare = ask_bare(s, what);
		*ours = ask_portal(s, what);
		bare_per_s += bare->per_s;
		per_s += ours->per_s;
	}
	bare->per_s = bare_per_s / slices;
	ours->per_s = per_s / slices;
}

static void ask_round(struct site_under_load *s, struct figures *f)
{
	for (enum asked what = HELLO; what < ASKED; what++) {
		struct load bare, l;

		ask_in_turn(s, what, &bare, &l);
		f->per_s[what][s->round] = l.per_s;
		f->p99_ms[what][s->round] = l.p99_ms;
		f->bare_per_s[what][s->round] = bare.per_s;
		f->bare_p99_ms[what][s->round] = bare.p99_ms;
		f->ratio[what][s->round] = l.per_s / bare.per_s;
	}
}

/* The round that was neither the best nor the worst, by that figure. */
static int middle_round(const double of[ROUNDS])
{
	int i = 0;

	while (i < ROUNDS - 1 && of[i] != middle(of))
		i++;
	return i;
}

static void ratio(const struct figures *f, enum asked what, const char *name,
    const char *unit, const char *explained)
{
	int i = middle_round(f->ratio[what]);
	double ours = f->per_s[what][i], part = f->ratio[what][i];
	char beside[120];

	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.3f", ours,
	    f->bare_per_s[what][i], part);
	figure(name, unit[0] == '/' ? ours : part, unit, beside, explained);
}

static void p99(const struct figures *f, enum asked what, const char *name,
    const char *explained)
{
	int i = middle_round(f->p99_ms[what]);
	double ours = f->p99_ms[what][i], bare = f->bare_p99_ms[what][i];
	char beside[120];

	snprintf(beside, sizeof beside, "yardstick=%.2fms ratio=%.1f", bare,
	    ours / bare);
	figure(name, ours, "ms", beside, explained);
}

static void say(const struct figures *f)
{
	ratio(f, HELLO, "hello_ratio", "x",
	    "GET /healthz of the portal, against bare civetweb, without our "
	    "patches, that says hello; 16 connections, a core each");
	ratio(f, TLS, "hello_tls_ratio", "x",
	    "the same over TLS, against the same hello over TLS");
	ratio(f, SHAKE, "tls_handshakes_per_s", "/s",
	    "connections that begin a session, on a core, against hello's");
	ratio(f, PAGE, "page20_ratio", "x",
	    "GET /opgaver, signed in, 20 tasks, against the same hello");
	p99(f, PAGE, "page20_p99_ms", "what 99 of 100 of these wait at most");
	ratio(f, MARK, "write_ratio", "x",
	    "POST /opfoelgning/:id: a mentor, signed in, marks a follow-up, "
	    "durably; against the same hello");
	p99(f, MARK, "write_p99_ms", "what 99 of 100 of these wait at most");
	ratio(f, POST, "post_task_per_s", "/s",
	    "POST /opgaver: an employer posts a task for which there is "
	    "nobody, durably; against the same hello");
	ratio(f, HOOK, "hook_per_s", "/s",
	    "GET /hook/kannel/.../report: a gateway's report is stored, "
	    "durably; against the same hello");
}

/* The portal comes first: hello shows the certificate that it made. */
static void start_servers(struct site_under_load *s)
{
	struct arena *mem = arena_new();
	char program[PATH_ROOM], log[PATH_ROOM], pem[PATH_ROOM], threads[12];
	const char *const argv[] = { program, threads, pem, NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	const char *said;

	portal_start(s->place, &s->portal.child, &s->portal.port);
	snprintf(program, sizeof program, "%s/tests/bench/hello", fault_build);
	snprintf(threads, sizeof threads, "%d", THREADS);
	place_file(s->place, "hello.log", log);
	place_file(s->place, "self-signed.pem", pem);
	child_start(&s->hello.child, &l);
	if (!child_says(&s->hello.child, "hello.ready", 10000) ||
	    sscanf(read_file(mem, log), "hello.ready plain=%d tls=%d",
		&s->hello.port, &s->hello.tls) != 2)
		give_up("the bare civetweb does not come");
	said = strstr(read_file(mem, s->portal.child.log), "s time=");
	while (said != NULL && said[-1] != ':')
		said--;
	s->portal.tls = said != NULL ? atoi(said) : 0;
	arena_free(mem);
}

void bench_web(void)
{
	static struct figures f;
	struct site_under_load s = { 0 };
	struct place p;
	struct town t;
	struct ctx *c;

	place_make(&p, "threads = 32\n" NO_LIMITS);
	s.place = &p;
	settings_read(p.conf);
	settings_read_secrets();
	desk_open(&s.desk, p.url, STORE_TOOL);
	bench_town(&s.desk, &t);
	c = desk_again(&s.desk);
	s.contact = town_sign_in(c, t.contact);
	s.poster = town_sign_in(c, t.other_contact);
	s.mentor = town_sign_in(c, t.mentor);
	read_steps(&s);
	place_configure(
	    &p, "127.0.0.1:0,127.0.0.1:0s", "threads = 32\n" NO_LIMITS);
	stand_on(CORE_SERVER);
	start_servers(&s);
	stand_on(CORE_ANY);
	for (s.round = 0; s.round < ROUNDS; s.round++)
		ask_round(&s, &f);
	say(&f);
	child_stop(&s.hello.child, SIGKILL);
	child_stop(&s.portal.child, SIGTERM);
	bench_memory(&s.desk, s.place, &s.contact);
	desk_close(&s.desk);
	place_remove(&p);
}
