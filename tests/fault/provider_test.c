/* Each provider of SMS has a stand-in on loopback, and the real notifier sends
 * to it: the request is what its documentation says, byte for byte, and
 * whatever the provider does, the row ends in exactly the state that is true.
 * Nobody is asked twice. One message a fault, all at once: who is written to
 * says which fault it is. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/text.h"

#include "message.h"
#include "notice.h"
#include "outbox.h"
#include "work_function.h"

#include "fault.h"

#define FIRST_NUMBER 500001
#define ONCE_MS      40000

/* ---- the providers ---- */

struct provider_case {
	const char *name;
	const char *settings; /* %d: the port */
	const char *secret_file, *hook_file;
	const char *accepted;              /* the answer's body (accept_it) */
	const char *path, *headers, *type; /* of the golden request */
};

static const struct provider_case providers[] = {
	{ "kannel", "[sms.kannel]\nurl = http://127.0.0.1:%d/cgi-bin/sendsms\n",
	    "kannel.password", NULL, "0: Accepted for delivery",
	    "/cgi-bin/sendsms", NULL, NULL },
	{ "gatewayapi",
	    "[sms.gatewayapi]\nurl = http://127.0.0.1:%d/mobile/single\n",
	    "gatewayapi.token", "gatewayapi.hook",
	    "{\"msg_id\":\"01J\",\"reference\":\"$R\",\"recipient\":$N}",
	    "/mobile/single", "Authorization: Token t0ken\r\n",
	    "application/json" },
	{ "twilio", "[sms.twilio]\nurl = http://127.0.0.1:%d\naccount = AC12\n",
	    "twilio.token", NULL,
	    "{\"sid\":\"SM0123456789abcdef0123456789abcdef\",\"ref\":\"$R\","
	    "\"to\":\"+$N\",\"status\":\"queued\",\"error_code\":null}",
	    "/2010-04-01/Accounts/AC12/Messages.json",
	    "Authorization: Basic QUMxMjp0MGtlbg==\r\n",
	    "application/x-www-form-urlencoded" },
	{ "46elks",
	    "[sms.46elks]\nurl = http://127.0.0.1:%d/a1/sms\n"
	    "username = AC12\n",
	    "46elks.password", NULL,
	    "{\"id\":\"s$R\",\"to\":\"+$N\",\"status\":\"created\"}", "/a1/sms",
	    "Authorization: Basic QUMxMjp0MGtlbg==\r\n",
	    "application/x-www-form-urlencoded" },
	{ "http",
	    "[sms.http]\nurl = http://127.0.0.1:%d/send\nid = id\n"
	    "auth = bearer\nrefused = ok=false\n"
	    "body = {\"ref\":\"{{ref}}\",\"to\":\"{{to}}\",\"text\":"
	    "\"{{text}}\",\"until\":{{validity_at}}}\n",
	    "sms.secret", NULL, "{\"id\":\"$R\",\"to\":\"$N\"}", "/send",
	    "Authorization: Bearer t0ken\r\n", "application/json" },
};

static const struct provider_case *provider;

/* ---- the faults ---- */

static const struct {
	const char *what;
	enum fault fault;
	const char *status; /* of the answer; NULL: 202 and accepted */
	const char *headers, *body;
	bool cut; /* closed before the body's end */
	const char *state;
	int tries; /* that count */
	int wait_least, wait_most;
} faults[] = {
	/* clang-format off */
	{ "all is well", 0, NULL, "", NULL, false, "accepted", 1, 0, 0 },
	{ "closed without an answer", FAULT_CLOSE, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "an RST", FAULT_RESET, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "a byte a second", FAULT_SLOW, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "silence", FAULT_SILENT, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "ten megabytes", FAULT_MUCH, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "a redirect", 0, "302 Found", "Location: /elsewhere\r\n", "", false, "uncertain", 1, 0, 0 },
	{ "HTML", 0, "200 OK", "", "<html>Welcome</html>", false, "uncertain", 1, 0, 0 },
	{ "an answer that is cut", 0, "202 Accepted", "", "{\"id\":", true, "uncertain", 1, 0, 0 },
	{ "500", 0, "500 Oops", "", "", false, "uncertain", 1, 0, 0 },
	{ "503 and seconds", 0, "503 Later", "Retry-After: 7\r\n", "", false, "queued", 1, 5, 8 },
	{ "429 and a date", 0, "429 Later", "Retry-After: %s\r\n", "", false, "queued", 1, 50, 61 },
	{ "429 and a date that is over", 0, "429 Later", "Retry-After: Sun, 01 Nov 2020 08:00:00 GMT\r\n", "", false, "queued", 1, 0, 6 },
	{ "400", 0, "400 No", "", "", false, "dead", 1, 0, 0 },
	{ "401", 0, "401 Who", "", "", false, "queued", 0, 55, 61 },
	{ "what is no HTTP", 0, "SSH", "", "", false, "uncertain", 1, 0, 0 },
	/* clang-format on */
};

/* ---- what the stand-in says ---- */

static int number_in(const char *request)
{
	const char *at = strstr(request, "4531500");

	return at != NULL ? atoi(at + 4) - FIRST_NUMBER : -1;
}

/* Our name for the message: digits after one of these. */
static void ref_in(const char *request, char ref[24])
{
	static const char *const before[] = { "ref=", "ref%3D",
		"\"reference\":\"", "\"ref\":\"" };

	ref[0] = '\0';
	for (size_t i = 0; i < COUNT(before); i++) {
		const char *at = strstr(request, before[i]);

		if (at != NULL)
			snprintf(ref, 24, "%.*s",
			    (int)strspn(at + strlen(before[i]), "0123456789"),
			    at + strlen(before[i]));
	}
}

/* A minute from now, where the headers hold a %s. */
static void put_headers(int i, char *to, size_t room)
{
	const char *at = strstr(faults[i].headers, "%s");
	time_t soon = time(NULL) + 60;
	char date[40] = "";
	struct tm tm;

	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT",
	    gmtime_r(&soon, &tm));
	if (at == NULL)
		snprintf(to, room, "%s", faults[i].headers);
	else
		snprintf(to, room, "%.*s%s%s", (int)(at - faults[i].headers),
		    faults[i].headers, date, at + 2);
}

/* The provider's own words, about this message: $R is our name for it, $N the
 * number. */
static void accept_it(const char *request, int i, char *to, size_t room)
{
	char ref[24];
	size_t n = 0;

	ref_in(request, ref);
	for (const char *at = provider->accepted; *at != '\0'; at++) {
		if (at[0] == '$' && at[1] == 'R')
			n += (size_t)snprintf(to + n, room - n, "%s", ref);
		else if (at[0] == '$')
			n += (size_t)snprintf(
			    to + n, room - n, "4531%06d", FIRST_NUMBER + i);
		else
			n += (size_t)snprintf(to + n, room - n, "%c", *at);
		at += at[0] == '$';
	}
}

static void answers(const char *request, struct stand_in_reply *r)
{
	char body[400], headers[200];
	int i = number_in(request);

	*r = (struct stand_in_reply) { 0 };
	if (i < 0 || i >= (int)COUNT(faults))
		return;
	r->fault = faults[i].fault;
	r->last = faults[i].status != NULL;
	if (faults[i].status != NULL && strcmp(faults[i].status, "SSH") == 0) {
		snprintf(r->text, sizeof r->text, "SSH-2.0-none\r\n\r\n");
		return;
	}
	if (faults[i].body != NULL)
		snprintf(body, sizeof body, "%s", faults[i].body);
	else
		accept_it(request, i, body, sizeof body);
	put_headers(i, headers, sizeof headers);
	snprintf(r->text, sizeof r->text,
	    "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s",
	    faults[i].status != NULL ? faults[i].status : "202 Accepted",
	    headers, strlen(body) + (faults[i].cut ? 100 : 0), body);
}

/* ---- what is sent ---- */

static struct town town;
static int64_t people[COUNT(faults)];

static void make_people(struct desk *d)
{
	struct ctx *c = desk_again(d);

	town_make(c, &town);
	db_begin(c);
	for (size_t i = 0; i < COUNT(faults); i++)
		people[i] = town_citizen(c, &town, FIRST_NUMBER + (int)i, NULL);
	if (db_commit(c) != OK)
		give_up("no people");
}

/* Those that last until our own time is up are the same with everyone. */
static bool is_asked(size_t i)
{
	return provider == providers ||
	    (faults[i].fault != FAULT_SLOW && faults[i].fault != FAULT_SILENT);
}

static void leave_messages(struct desk *d, size_t count)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (size_t i = 0; i < count; i++)
		if (is_asked(i))
			notice_answer(c, "call", people[i], 0);
	if (db_commit(c) != OK)
		give_up("no messages");
}

static void forget(struct desk *d)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	db_run(c, SQL("DELETE FROM attention"), NO_BIND);
	db_run(c, SQL("DELETE FROM attempt"), NO_BIND);
	db_run(c, SQL("DELETE FROM outbox"), NO_BIND);
	db_run(c, SQL("DELETE FROM breaker"), NO_BIND);
	if (db_commit(c) != OK)
		give_up("nothing is forgotten");
	stand_in_forget();
}

static void put_secret(const struct place *p, const char *name)
{
	char path[PATH_ROOM];

	if (name == NULL)
		return;
	place_file(p, name, path);
	write_file(path, "t0ken\n");
	chmod(path, 0600);
}

static void configure(const struct place *p, const char *url_settings, int port)
{
	char own[400], settings[600];
	const char *at = strstr(url_settings, "%d");

	snprintf(own, sizeof own, "%.*s%d%s", (int)(at - url_settings),
	    url_settings, port, at + 2);
	snprintf(settings, sizeof settings, "[sms]\nprovider = %s\n%s",
	    provider->name, own);
	place_configure(p, "127.0.0.1:0", settings);
	put_secret(p, provider->secret_file);
	put_secret(p, provider->hook_file);
}

static void once(const struct place *p)
{
	char program[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { program, "--config", p->conf, "once",
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct child ch;

	snprintf(program, sizeof program, "%s/notifier", fault_build);
	place_file(p, "notifier.log", log);
	child_start(&ch, &l);
	if (!child_ended(&ch, ONCE_MS) || !child_exited(&ch, 0)) {
		child_blame(&ch);
		child_stop(&ch, SIGKILL);
		give_up("notifier once did not end well");
	}
}

/* ---- what is found ---- */

struct found {
	const char *state, *why;
	int64_t tries, wait, id, expires_at;
};

static struct found found_for(struct ctx *c, int64_t person)
{
	struct found f = { .state = "-", .why = "" };
	struct rows r = db_query(c,
	    SQL("SELECT state, coalesce(why, ''), tries, next_at - changed_at,"
		" id, expires_at FROM outbox"
		" WHERE person_id = $1 AND channel = 'sms' LIMIT 1"),
	    BIND(INT(person)));

	if (row_next(&r)) {
		f.state = row_text(&r);
		f.why = row_text(&r);
		f.tries = row_int(&r);
		f.wait = row_int(&r);
		f.id = row_int(&r);
		f.expires_at = row_int(&r);
	}
	return f;
}

static void judge(struct ctx *c, size_t i)
{
	struct found f = found_for(c, people[i]);
	bool right = strcmp(f.state, faults[i].state) == 0 &&
	    f.tries == faults[i].tries;

	if (faults[i].wait_most > 0)
		right = right && f.wait >= faults[i].wait_least &&
		    f.wait <= faults[i].wait_most;
	if (!check(right, "%s: %s is %s", provider->name, faults[i].what,
		faults[i].state))
		tell("%s, %" PRId64 " tries, %" PRId64 " s: %s", f.state,
		    f.tries, f.wait, f.why);
}

static size_t calls_for(size_t i)
{
	const struct call *all;
	size_t n = 0, count = stand_in_calls(&all);

	for (size_t k = 0; k < count; k++)
		n += number_in(all[k].request) == (int)i;
	return n;
}

/* ---- the request, byte for byte ---- */

static const char *escaped(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 2000);

	for (; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr("-._~", *s) != NULL)
			text_add_n(&t, s, 1);
		else
			text_printf(&t, "%%%02X", (unsigned char)*s);
	return t.s;
}

static const char *golden_body(struct ctx *c, const struct found *f,
    const char *words, const char *report_url, int64_t good)
{
	const char *number = mem_printf(c, "4531%06d", FIRST_NUMBER);

	if (strcmp(provider->name, "gatewayapi") == 0)
		return mem_printf(c,
		    "{\"sender\":\"1204\",\"recipient\":%s,\"message\":"
		    "\"%s\",\"reference\":\"%" PRId64
		    "\",\"expiration\":%" PRId64 "}",
		    number, words, f->id, f->expires_at);
	if (strcmp(provider->name, "twilio") == 0)
		return mem_printf(c,
		    "To=%%2B%s&From=1204&Body=%s&StatusCallback=%s"
		    "&ValidityPeriod=%" PRId64,
		    number, escaped(c, words), escaped(c, report_url), good);
	if (strcmp(provider->name, "46elks") == 0)
		return mem_printf(c,
		    "from=1204&to=%%2B%s&message=%s&whendelivered=%s"
		    "&dontlog=message",
		    number, escaped(c, words), escaped(c, report_url));
	if (strcmp(provider->name, "http") == 0)
		return mem_printf(c,
		    "{\"ref\":\"%" PRId64 "\",\"to\":\"+%s\",\"text\":"
		    "\"%s\",\"until\":%" PRId64 "}",
		    f->id, number, words, f->expires_at);
	return words;
}

static const char *golden_headers(
    struct ctx *c, const char *report_url, int64_t good)
{
	if (provider->headers != NULL)
		return mem_printf(c, "Content-Type: %s\r\n%s", provider->type,
		    provider->headers);
	return mem_printf(c,
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "X-Kannel-Coding: 0\r\nX-Kannel-Username: portal\r\n"
	    "X-Kannel-Password: t0ken\r\nX-Kannel-To: 4531%06d\r\n"
	    "X-Kannel-From: 1204\r\nX-Kannel-Validity: %" PRId64 "\r\n"
	    "X-Kannel-DLR-Mask: 31\r\nX-Kannel-DLR-Url: %s&type=%%d"
	    "&answer=%%A\r\n",
	    FIRST_NUMBER, good / MINUTE, report_url);
}

/* The validity is counted from the moment of the pass, so what is sent says
 * that moment; it must lie in the second or two around the try. */
static int64_t moment_of(
    struct ctx *c, const struct found *f, const char *request)
{
	const char *at = strstr(request, "&ValidityPeriod=");
	int64_t began = db_int(c,
	    SQL("SELECT began_at FROM attempt WHERE outbox_id = $1"),
	    BIND(INT(f->id)), 0);
	int64_t good = f->expires_at - began;

	if (at != NULL && good > 36000)
		return 36000;
	return good;
}

static void judge_request(
    struct ctx *c, const struct place *p, int port, const struct tmpls *texts)
{
	struct found f = found_for(c, people[0]);
	char path[PATH_ROOM];
	const struct call *all;
	size_t count = stand_in_calls(&all);
	const char *request = "", *secret, *report_url, *body, *expected;
	struct message m;
	int64_t good;

	for (size_t i = 0; i < count; i++)
		if (number_in(all[i].request) == 0)
			request = all[i].request;
	db_begin(c);
	message_compose(c, texts, "call", OUTBOX_SMS, people[0], 0, &m);
	if (db_undo(c, OK) != OK)
		give_up("the database");
	place_file(p, "hook.secret", path);
	secret = mem_dup(c, read_file(c->mem, path));
	secret = mem_dup_n(c, secret, strcspn(secret, "\n"));
	report_url = mem_printf(c,
	    "http://127.0.0.1:1/hook/%s/%s/report?ref=%" PRId64, provider->name,
	    secret, f.id);
	good = moment_of(c, &f, request);
	body = golden_body(c, &f, m.body, report_url, good);
	expected = mem_printf(c,
	    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\n%s"
	    "Content-Length: %zu\r\n\r\n%s",
	    provider->path, port, golden_headers(c, report_url, good),
	    strlen(body), body);
	if (!check(strcmp(request, expected) == 0,
		"%s: the request is as documented, byte for byte",
		provider->name))
		tell("came:\n%s\nexpected:\n%s", request, expected);
}

/* ---- the tests ---- */

static void test_faults(
    struct desk *d, const struct place *p, int port, const struct tmpls *texts)
{
	struct ctx *c;
	bool each_once = true;

	configure(p, provider->settings, port);
	forget(d);
	leave_messages(d, COUNT(faults));
	once(p);
	c = desk_again(d);
	judge_request(c, p, port, texts);
	for (size_t i = 0; i < COUNT(faults); i++) {
		if (!is_asked(i))
			continue;
		judge(c, i);
		each_once = each_once && calls_for(i) == 1;
	}
	check(each_once, "%s: each was asked for once", provider->name);
}

static void test_nobody_there(struct desk *d, const struct place *p)
{
	const struct call *all;
	struct found f;
	int port = 0, fd = http_listen(&port);

	close(fd);
	configure(p, provider->settings, port);
	forget(d);
	leave_messages(d, 1);
	once(p);
	f = found_for(desk_again(d), people[0]);
	if (!check(strcmp(f.state, "queued") == 0 && f.tries == 1 &&
		    f.wait >= 1 && f.wait <= 6 && stand_in_calls(&all) == 0,
		"nobody listens: queued, to be tried again"))
		tell("%s, %" PRId64 " tries: %s", f.state, f.tries, f.why);
}

static void make_certificate(
    const struct place *p, char key[PATH_ROOM], char certificate[PATH_ROOM])
{
	char log[PATH_ROOM];
	const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
		key, "-out", certificate, "-days", "30", "-subj",
		"/CN=localhost", NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct child ch;

	place_file(p, "own.key", key);
	place_file(p, "own.pem", certificate);
	place_file(p, "openssl.log", log);
	child_start(&ch, &l);
	if (!child_ended(&ch, 10000) || !child_exited(&ch, 0))
		give_up("openssl makes no certificate");
}

/* Somebody whom nobody vouches for: the secret must not reach them. */
static void test_bad_certificate(struct desk *d, const struct place *p)
{
	char key[PATH_ROOM], certificate[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { "openssl", "s_server", "-accept",
		"127.0.0.1:0", "-key", key, "-cert", certificate, "-www",
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct arena *mem = arena_new();
	struct child ch;
	struct found f;
	const char *at;

	make_certificate(p, key, certificate);
	place_file(p, "s_server.log", log);
	child_start(&ch, &l);
	if (!child_says(&ch, "ACCEPT 127.0.0.1:", 10000))
		give_up("openssl s_server does not come");
	at = strstr(read_file(mem, ch.log), "ACCEPT 127.0.0.1:");
	configure(p,
	    "[sms.gatewayapi]\nurl = https://127.0.0.1:%d/mobile/single\n",
	    at != NULL ? atoi(at + 17) : 0);
	forget(d);
	leave_messages(d, 1);
	once(p);
	f = found_for(desk_again(d), people[0]);
	if (!check(strcmp(f.state, "queued") == 0 && f.tries == 0 &&
		    strstr(f.why, "curl 60") != NULL,
		"a certificate that proves nothing: queued, no try"))
		tell("%s, %" PRId64 " tries: %s", f.state, f.tries, f.why);
	child_stop(&ch, SIGKILL);
	check(strstr(read_file(mem, ch.log), "t0ken") == NULL,
	    "and the token has not left us");
	arena_free(mem);
}

/* Without TLS only to ourselves. */
static void test_clear(struct desk *d, const struct place *p, int port)
{
	const struct call *all;
	struct found f;

	configure(p, "[sms.gatewayapi]\nurl = http://localhost:%d/m\n", port);
	forget(d);
	leave_messages(d, 1);
	once(p);
	f = found_for(desk_again(d), people[0]);
	check(strcmp(f.state, "queued") == 0 && stand_in_calls(&all) == 0,
	    "in clear to a name: nothing leaves");
}

int main(int argc, char **argv)
{
	struct tmpls *texts;
	char why[200];
	struct place p;
	struct desk d;
	int port;

	fault_begin(argc, argv, 115);
	texts = messages_load("www", why);
	if (texts == NULL)
		give_up("%s", why);
	place_make(&p, "");
	desk_open(&d, p.url, STORE_TOOL);
	make_people(&d);
	port = stand_in_start(answers);
	for (size_t i = 0; i < COUNT(providers); i++) {
		provider = &providers[i];
		test_faults(&d, &p, port, texts);
	}
	provider = &providers[1];
	test_nobody_there(&d, &p);
	test_bad_certificate(&d, &p);
	test_clear(&d, &p, port);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
