/* Each provider of SMS has a stand-in on loopback, and the real notifier sends
 * to it: the request is what its documentation says, byte for byte, and
 * whatever the provider does, the row ends in exactly the state that is true.
 * Nobody is asked twice. One message a fault, all at once: who is written to
 * says which fault it is. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/db.h"

#include "message.h"
#include "notice.h"

#include "provider.h"

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

/* ---- what is found ---- */

static void judge(struct ctx *c, size_t i)
{
	struct found f = found_for(c, people[i]);
	bool right = strcmp(f.state, fault_ends(i)) == 0 &&
	    f.tries == faults[i].tries;

	if (faults[i].wait_most > 0)
		right = right && f.wait >= faults[i].wait_least &&
		    f.wait <= faults[i].wait_most;
	if (!check(right, "%s: %s is %s", provider->name, faults[i].what,
		fault_ends(i)))
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

/* ---- the tests ---- */

static void test_faults(
    struct desk *d, const struct place *p, int port, const struct tmpls *texts)
{
	struct ctx *c;
	bool each_once = true;

	configure(p, provider->settings, port);
	forget(d);
	leave_messages(d, COUNT(faults));
	notifier_once(p);
	c = desk_again(d);
	judge_request(c, p, port, texts, people[0]);
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
	notifier_once(p);
	f = found_for(desk_again(d), people[0]);
	if (!check(strcmp(f.state, "queued") == 0 && f.tries == 1 &&
		    f.wait >= 1 && f.wait <= 6 && stand_in_calls(&all) == 0,
		"nobody listens: queued, to be tried again"))
		tell("%s, %" PRId64 " tries: %s", f.state, f.tries, f.why);
}

/* A name that nobody has (RFC 2606). */
static void test_no_such_name(struct desk *d, const struct place *p)
{
	const struct call *all;
	struct found f;

	configure(p,
	    "[sms.gatewayapi]\nurl = https://sms.invalid:%d/mobile/single\n",
	    443);
	forget(d);
	leave_messages(d, 1);
	notifier_once(p);
	f = found_for(desk_again(d), people[0]);
	if (!check(strcmp(f.state, "queued") == 0 && f.tries == 1 &&
		    strstr(f.why, "curl") != NULL && stand_in_calls(&all) == 0,
		"a name that nobody has: queued, to be tried again"))
		tell("%s, %" PRId64 " tries: %s", f.state, f.tries, f.why);
}

/* One that was good for 30 days, made so many days ago. */
static void make_certificate(const struct place *p, int days_ago,
    char key[PATH_ROOM], char certificate[PATH_ROOM])
{
	char log[PATH_ROOM];
	const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
		key, "-out", certificate, "-days", "30", "-subj",
		"/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
		NULL };
	char then[40];
	const char *const more[] = { then, "NO_FAKE_STAT=1", NULL };
	const struct launch l = { .argv = argv,
		.log = log,
		.preload = "/usr/$LIB/faketime/libfaketime.so.1",
		.more = more,
		.out = -1 };
	struct child ch;

	snprintf(then, sizeof then, "FAKETIME=-%dd", days_ago);
	place_file(p, "own.key", key);
	place_file(p, "own.pem", certificate);
	place_file(p, "openssl.log", log);
	child_start(&ch, &l);
	if (!child_ended(&ch, 10000) || !child_exited(&ch, 0))
		give_up("openssl makes no certificate");
}

static const struct certificate {
	const char *what;
	int days_ago;
	bool trusted; /* sms.ca_file vouches for it */
	const char *state, *why;
	bool sent; /* our token among it */
} certificates[] = {
	{ "a certificate that proves nothing", 0, false, "queued", "curl 60",
	    false },
	{ "a certificate that has run out", 60, true, "queued", "curl 60",
	    false },
	{ "a good certificate, and no HTTP", 0, true, "uncertain", "", true },
};

/* The secret must not reach somebody whom nobody vouches for. */
static void test_certificate(
    struct desk *d, const struct place *p, const struct certificate *k)
{
	char key[PATH_ROOM], certificate[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { "openssl", "s_server", "-accept",
		"127.0.0.1:0", "-key", key, "-cert", certificate, "-rev",
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct arena *mem = arena_new();
	char settings[300];
	struct child ch;
	struct found f;
	const char *at;

	make_certificate(p, k->days_ago, key, certificate);
	place_file(p, "s_server.log", log);
	child_start(&ch, &l);
	if (!child_says(&ch, "ACCEPT 127.0.0.1:", 10000))
		give_up("openssl s_server does not come");
	at = strstr(read_file(mem, ch.log), "ACCEPT 127.0.0.1:");
	snprintf(settings, sizeof settings,
	    "%s%s\n[sms.gatewayapi]\n"
	    "url = https://127.0.0.1:%%d/mobile/single\n",
	    k->trusted ? "ca_file = " : "", k->trusted ? certificate : "");
	configure(p, settings, at != NULL ? atoi(at + 17) : 0);
	forget(d);
	leave_messages(d, 1);
	notifier_once(p);
	f = found_for(desk_again(d), people[0]);
	if (!check(strcmp(f.state, k->state) == 0 && f.tries == k->sent &&
		    strstr(f.why, k->why) != NULL,
		"%s: %s, %d tries", k->what, k->state, k->sent))
		tell("%s, %" PRId64 " tries: %s", f.state, f.tries, f.why);
	child_stop(&ch, SIGKILL);
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
	notifier_once(p);
	f = found_for(desk_again(d), people[0]);
	check(strcmp(f.state, "queued") == 0 && stand_in_calls(&all) == 0,
	    "in clear to a name: nothing leaves");
}

/* ---- another behind it ---- */

static size_t fault_of(const char *what)
{
	for (size_t i = 0; i < FAULTS; i++)
		if (strcmp(faults[i].what, what) == 0)
			return i;
	give_up("no fault is %s", what);
}

static void configure_two(const struct place *p, int port)
{
	char settings[600];

	snprintf(settings, sizeof settings,
	    "[sms]\nprovider = gatewayapi\nfallback = 46elks\n"
	    "[sms.gatewayapi]\nurl = http://127.0.0.1:%d/mobile/single\n"
	    "[sms.46elks]\nurl = http://127.0.0.1:%d/a1/sms\n",
	    port, port);
	place_configure(p, "127.0.0.1:0", settings);
	put_secret(p, "gatewayapi.token");
	put_secret(p, "gatewayapi.hook");
	put_secret(p, "46elks.password");
}

static bool is_accepted(struct desk *d, size_t i)
{
	struct found f = found_for(desk_again(d), people[i]);

	return strcmp(f.state, "accepted") == 0;
}

/* What was refused goes by the other; what is unclear never does. */
static void test_behind(struct desk *d, const struct place *p, int port)
{
	size_t refused = fault_of("401"), later = fault_of("503 and seconds");
	size_t unclear = fault_of("closed without an answer");
	const size_t sent[] = { refused, later, unclear };
	int64_t until = now_us() + 15 * 1000000;
	struct ctx *c;
	struct child ch;

	configure_two(p, port);
	forget(d);
	c = desk_again(d);
	db_begin(c);
	for (size_t i = 0; i < COUNT(sent); i++)
		notice_answer(c, "call", people[sent[i]], 0);
	if (db_commit(c) != OK)
		give_up("no messages");
	provider_behind = &providers[3];
	notifier_start(p, &ch);
	while (now_us() < until &&
	    !(is_accepted(d, refused) && is_accepted(d, later)))
		wait_ms(20);
	child_stop(&ch, SIGTERM);
	check(is_accepted(d, refused) && is_accepted(d, later) &&
		calls_for(refused) == 2 && calls_for(later) == 2,
	    "what one refused, the one behind has sent");
	check(strcmp(found_for(desk_again(d), people[unclear]).state,
		  "uncertain") == 0 &&
		calls_for(unclear) == 1,
	    "what is unclear stays so, and was asked for once");
	provider_behind = NULL;
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
	test_no_such_name(&d, &p);
	for (size_t i = 0; i < COUNT(certificates); i++)
		test_certificate(&d, &p, &certificates[i]);
	test_clear(&d, &p, port);
	test_behind(&d, &p, port);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
