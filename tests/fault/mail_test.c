/* The real notifier sends to two real mail hosts, and whatever they do at
 * whichever step, the row ends in exactly the state that is true, and nobody
 * gets a mail twice. What an address begins with says what aiosmtpd does with
 * it; a port says how a whole relay is. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/db.h"
#include "base/text.h"

#include "notice.h"
#include "person.h"
#include "seal.h"

#include "mail.h"

static struct relays relays;
static struct place place;

/* ---- what is sent ---- */

static int64_t somebody(struct ctx *c, const char *address)
{
	const struct person p = { .given_name = "Søren",
		.surname = "Prøve",
		.email = address,
		.language = "da",
		.sms = "unknown" };

	return person_add(c, &p);
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
	relays_forget(&relays);
}

/* A mail to each, in that order. */
static void leave(struct desk *d, const char *const *addresses, size_t count)
{
	struct ctx *c;

	forget(d);
	c = desk_again(d);
	db_begin(c);
	for (size_t i = 0; i < count; i++)
		notice_answer(c, "call", somebody(c, addresses[i]), 0);
	if (db_commit(c) != OK)
		give_up("no mails");
}

/* How the notifier finds the relay. */
struct way {
	const char *scheme, *host;
	int port;
	bool stranger; /* nobody whom we trust has signed its certificate */
	bool nameless; /* it asks nobody who they are */
};

static void configure(const struct way *w)
{
	char settings[500], path[PATH_ROOM];

	place_file(&place, "host.pem", path);
	snprintf(settings, sizeof settings,
	    "[mail]\nprovider = smtp\nfrom = opgaver@example.dk\n[mail.smtp]\n"
	    "url = %s://%s:%d\nusername = %s\npassword_file = smtp.password\n"
	    "%s%s\n",
	    w->scheme, w->host, w->port, w->nameless ? "" : "portal",
	    w->stranger ? "" : "ca_file = ", w->stranger ? "" : path);
	place_configure(&place, "127.0.0.1:0", settings);
	place_file(&place, "smtp.password", path);
	write_file(path, "secret\n");
	chmod(path, 0600);
}

static void configure_plain(int port)
{
	const struct way w = { "smtp", "localhost", port, false, false };

	configure(&w);
}

/* ---- what is found ---- */

struct found {
	const char *state, *why;
	int64_t tries, wait;
};

/* There are several of each address: one has a mail. */
static struct found found_for(struct desk *d, const char *address)
{
	struct found f = { .state = "-", .why = "" };
	struct ctx *c = desk_again(d);
	struct rows r = db_query(c,
	    SQL("SELECT o.state, coalesce(o.why, ''), o.tries,"
		" o.next_at - o.changed_at FROM outbox o"
		" JOIN person p ON p.id = o.person_id"
		" WHERE p.email_mark = $1 ORDER BY o.id DESC LIMIT 1"),
	    BIND(TEXT(seal_mark(c, "email", text_fold(c, address)))));

	if (row_next(&r)) {
		f.state = row_text(&r);
		f.why = row_text(&r);
		f.tries = row_int(&r);
		f.wait = row_int(&r);
	}
	return f;
}

/* What is to be tried again in a second may have been, by the time we look. */
static bool is_found(
    struct desk *d, const char *address, const char *state, int tries)
{
	struct found f = found_for(d, address);
	int more = strcmp(state, "queued") == 0 && tries > 0 ? 1 : 0;

	if (strcmp(f.state, state) == 0 && f.tries >= tries &&
	    f.tries <= tries + more)
		return true;
	tell("%s: %s, %" PRId64 " tries: %s", address, f.state, f.tries, f.why);
	return false;
}

/* ---- what one mail meets ---- */

static const struct mail_case {
	const char *address, *what, *state;
	int tries, copies;
	int wait_least, wait_most; /* 0: it is not tried again */
} cases[] = {
	/* clang-format off */
	{ "fine1@x.dk",     "is taken",                         "accepted",  1, 1, 0,  0 },
	{ "fine2@x.dk",     "is taken",                         "accepted",  1, 1, 0,  0 },
	{ "nouser@x.dk",    "550 to RCPT",                      "dead",      1, 0, 0,  0 },
	{ "greylist@x.dk",  "451 to RCPT",                      "queued",    1, 0, 1, 30 },
	{ "droprcpt@x.dk",  "the line breaks at RCPT",          "queued",    1, 0, 1, 30 },
	{ "full@x.dk",      "452 after the dot",                "queued",    1, 0, 1, 30 },
	{ "spam@x.dk",      "554 after the dot",                "dead",      1, 0, 0,  0 },
	{ "leaving@x.dk",   "421 after the dot",                "queued",    1, 0, 1, 30 },
	{ "lostack@x.dk",   "taken, the answer lost",           "uncertain", 1, 1, 0,  0 },
	{ "unhurried@x.dk", "taken slowly",                     "accepted",  1, 1, 0,  0 },
	{ "s\xc3\xb8ren@x.dk", "an address beyond ASCII",       "dead",      1, 0, 0,  0 },
	{ "a,b@x.dk",       "an address that could forge",      "dead",      1, 0, 0,  0 },
	{ "closing@x.dk",   "421 to RCPT: no try of its own",   "queued",    0, 0, 60, 60 },
	{ "after@x.dk",     "and so the next is left alone",    "queued",    0, 0, 60, 60 },
	/* clang-format on */
};

static void judge_case(struct desk *d, const struct mail_case *k)
{
	int connections;
	int copies = relays_copies(&relays, k->address, &connections);
	struct found f = found_for(d, k->address);
	bool right = is_found(d, k->address, k->state, k->tries) &&
	    copies == k->copies;

	if (k->wait_most > 0)
		right = right && f.wait >= k->wait_least &&
		    f.wait <= k->wait_most * (f.tries > k->tries ? 2 : 1);
	if (!check(right, "%s: %s, %d in the mailbox", k->what, k->state,
		k->copies))
		tell("%d copies, again in %" PRId64 " s", copies, f.wait);
}

static void test_each(struct desk *d)
{
	const char *addresses[COUNT(cases)];
	struct found f;

	for (size_t i = 0; i < COUNT(cases); i++)
		addresses[i] = cases[i].address;
	configure_plain(relays.port[RELAY_PLAIN]);
	leave(d, addresses, COUNT(cases));
	notifier_once(&place);
	for (size_t i = 0; i < COUNT(cases); i++)
		judge_case(d, &cases[i]);
	check(relays_sound(&relays, &place),
	    "what was taken parses, and can be carried anywhere");
	check(db_int(desk_again(d),
		  SQL("SELECT count(*) FROM outbox WHERE provider_ref IN"
		      " ('000001', '000002', '000003', '000004')"),
		  NO_BIND, 0) == 3,
	    "what the host calls it is kept, of those it answered for");
	f = found_for(d, "s\xc3\xb8ren@x.dk");
	check(strcmp(f.why, "the address has letters beyond ASCII") == 0,
	    "and why it was refused is said");
}

/* ---- what the relay is ---- */

static const char *const two[] = { "fine1@x.dk", "fine2@x.dk" };

static const struct relay_case {
	const char *what, *scheme, *host;
	enum relay relay;
	bool stranger; /* nobody whom we trust has signed it */
	int tries;     /* of the first one; -1: both are taken */
	const char *why;
} relay_cases[] = {
	/* clang-format off */
	{ "AUTH LOGIN alone",          "smtp",  "localhost", RELAY_LOGIN,    false, -1, "" },
	{ "TLS from the first byte",   "smtps", "localhost", RELAY_SMTPS,    false, -1, "" },
	{ "no TLS at all",             "smtp",  "localhost", RELAY_CLEAR,    false, 0, "curl 64" },
	{ "a certificate for another", "smtp",  "127.0.0.1", RELAY_PLAIN,    false, 0, "curl 60" },
	{ "a certificate of nobody's", "smtp",  "localhost", RELAY_PLAIN,    true,  0, "curl 60" },
	{ "the same from the start",   "smtps", "localhost", RELAY_SMTPS,    true,  0, "curl 60" },
	{ "AUTH 535",                  "smtp",  "localhost", RELAY_WRONG,    false, 0, "535 to the greeting" },
	{ "AUTH 454",                  "smtp",  "localhost", RELAY_BUSY,     false, 0, "454 to the greeting" },
	{ "greeted with 421",          "smtp",  "localhost", RELAY_HELLO421, false, 0, "421 to the greeting" },
	{ "greeted with 554",          "smtp",  "localhost", RELAY_HELLO554, false, 0, "554 to the greeting" },
	{ "MAIL 421",                  "smtp",  "localhost", RELAY_MAIL421,  false, 0, "421 to MAIL" },
	{ "MAIL 550",                  "smtp",  "localhost", RELAY_MAIL550,  false, 0, "550 to MAIL" },
	/* clang-format on */
};

static void test_relay(struct desk *d, const struct relay_case *k)
{
	bool taken = k->tries < 0;
	const char *state = taken ? "accepted" : "queued";
	int tries = taken ? 1 : k->tries, connections, copies = 0;
	const struct way w = { k->scheme, k->host, relays.port[k->relay],
		k->stranger, false };
	bool right;

	configure(&w);
	leave(d, two, COUNT(two));
	notifier_once(&place);
	right = is_found(d, two[0], state, tries) &&
	    is_found(d, two[1], state, taken ? 1 : 0);
	for (size_t i = 0; i < COUNT(two); i++)
		copies += relays_copies(&relays, two[i], &connections);
	right = right && copies == (taken ? 2 : 0);
	if (!check(right && strstr(found_for(d, two[0]).why, k->why) != NULL,
		"%s: %s", k->what,
		taken ? "both are taken" : "both wait, no try counts"))
		tell("%d copies; %s", copies, found_for(d, two[0]).why);
}

static void test_nobody_there(struct desk *d)
{
	int port = 0, fd = http_listen(&port);

	close(fd);
	configure_plain(port);
	leave(d, two, COUNT(two));
	notifier_once(&place);
	check(is_found(d, two[0], "queued", 1) &&
		is_found(d, two[1], "queued", 0),
	    "nobody listens: one try, and the next is left alone");
}

static void test_stale(struct desk *d, enum relay relay, const char *how)
{
	static const char *const three[] = { "fine1@x.dk", "fine2@x.dk",
		"fine3@x.dk" };
	int connections, all = 0;

	configure_plain(relays.port[relay]);
	leave(d, three, COUNT(three));
	notifier_once(&place);
	for (size_t i = 0; i < COUNT(three); i++)
		all += is_found(d, three[i], "accepted", 1) &&
		    relays_copies(&relays, three[i], &connections) == 1;
	check(all == 3, "a kept line that %s costs no try, and no copy", how);
}

static const char *connection_of(struct arena *mem, const char *name)
{
	struct ctx c = { .mem = mem };
	char *text = read_file(
	    mem, mem_printf(&c, "%s/%s", relays.folder, name));
	const char *at = text != NULL ? strstr(text, "X-Connection: ") : NULL;

	return at != NULL ? mem_dup_n(&c, at, strcspn(at, "\r")) : "-";
}

static void test_line_is_kept(struct desk *d)
{
	struct arena *mem = arena_new();

	configure_plain(relays.port[RELAY_PLAIN]);
	leave(d, two, COUNT(two));
	notifier_once(&place);
	check(strcmp(connection_of(mem, "0001.eml"),
		  connection_of(mem, "0002.eml")) == 0 &&
		connection_of(mem, "0001.eml")[0] == 'X',
	    "a batch is one connection");
	arena_free(mem);
}

/* ---- postfix' smtp-sink ---- */

static void test_sink(struct desk *d, int i)
{
	const struct sink_case *k = &sinks[i];
	const struct way w = { "smtps", "localhost", relays.tls_port[i], false,
		true };

	configure(&w);
	leave(d, two, 1);
	notifier_once(&place);
	check(is_found(d, two[0], k->state, k->tries), "smtp-sink %s: %s",
	    k->what, k->state);
}

static void test_sink_in_clear(struct desk *d)
{
	const struct way w = { "smtp", "localhost", relays.sink_port[0], false,
		true };

	configure(&w);
	leave(d, two, 1);
	notifier_once(&place);
	check(is_found(d, two[0], "queued", 0),
	    "smtp-sink without TLS: nothing leaves, no try counts");
}

int main(int argc, char **argv)
{
	struct desk d;
	struct town town;

	fault_begin(argc, argv, 60);
	place_make(&place, "");
	desk_open(&d, place.url, STORE_TOOL);
	town_make(desk_again(&d), &town);
	relays_start(&relays, &place);
	test_each(&d);
	for (size_t i = 0; i < COUNT(relay_cases); i++)
		test_relay(&d, &relay_cases[i]);
	test_nobody_there(&d);
	test_stale(&d, RELAY_ONCE, "broke meanwhile");
	test_stale(&d, RELAY_BORED, "they have had enough of");
	test_line_is_kept(&d);
	for (int i = 0; i < SINKS; i++)
		test_sink(&d, i);
	test_sink_in_clear(&d);
	relays_stop(&relays);
	desk_close(&d);
	place_remove(&place);
	return fault_end();
}
