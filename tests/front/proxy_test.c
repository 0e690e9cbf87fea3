/* The recipes of docs/OPERATIONS.md for reverse proxies, word for word, with
 * only ports and paths filled in. First an ear stands in the portal's place,
 * then the portal itself. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "proxy_parts.h"

#define HSTS      "max-age=31536000; includeSubDomains"
#define OF_ME     "127.0.0.2" /* a client that is not the proxy itself */
#define BODY      65536       /* bytes that are not too many */
#define GET(path) "GET " path " HTTP/1.1\r\nHost: " PROXY_HOST "\r\n\r\n"
#define POST(body, length)                                    \
	"POST /log-ind HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"  \
	"Content-Type: application/x-www-form-urlencoded\r\n" \
	"Content-Length: " length "\r\n\r\n" body

static struct place place;
static struct proxy proxy;
static struct child portal;
static int port; /* of the portal */
static char answer[1 << 20];

/* ---- what a proxy sends: the ear hears it ---- */

static int ask(const char *request)
{
	return secure_once(proxy.tls, request, answer, sizeof answer);
}

static void test_head(const char *who)
{
	static const char forged[] =
	    "GET / HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"
	    "X-Forwarded-For: 10.1.2.3\r\n"
	    "x-forwarded-for: 10.4.5.6, 10.7.8.9\r\n\r\n";
	const struct secure_offer from = { .from = OF_ME };
	struct arena *mem = arena_new();
	const char *heard = "";
	struct secure t;

	ear_be(EAR_OK);
	if (secure_open(&t, proxy.tls, &from)) {
		if (secure_ask(&t, forged, answer, sizeof answer) == 200)
			heard = ear_last(mem);
		secure_close(&t);
	}
	check(head_says(heard, "X-Forwarded-For", OF_ME) &&
		strstr(heard, "10.") == NULL,
	    "%s: the client's address, not what the client says it is", who);
	check(head_says(heard, "Host", PROXY_HOST), "%s: the host", who);
	check(head_says(heard, "Connection", "close"),
	    "%s: each request has a connection of its own", who);
	arena_free(mem);
}

/* A body in pieces: nothing is sent on before the last. */
static void test_buffered(const char *who)
{
	struct arena *mem = arena_new();
	struct secure t;
	int before = ear_count(), early = -1, status = -1;

	if (secure_open(&t, proxy.tls, NULL)) {
		secure_send(&t, POST("email=a", "19"));
		wait_ms(300);
		early = ear_count() - before;
		secure_send(&t, "%40example.d");
		status = secure_hear(&t, answer, sizeof answer);
		secure_close(&t);
	}
	check(early == 0 && status == 200 && ear_count() == before + 1,
	    "%s: a request is sent on when it is here whole", who);
	check(strstr(ear_last(mem), "\r\n\r\nemail=a%40example.d") != NULL,
	    "%s: and so it comes", who);
	arena_free(mem);
}

static const char *post_of(struct ctx *c, int bytes)
{
	char *body = mem_alloc(c, (size_t)bytes + 1);

	memset(body, 'a', (size_t)bytes);
	return mem_printf(c,
	    "POST /log-ind HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: %d\r\n\r\n%s",
	    bytes, body);
}

static void test_size(const char *who)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem };
	int before = ear_count();

	check(ask(post_of(&c, BODY)) == 200 && ear_count() == before + 1,
	    "%s: %d bytes of body are sent on", who, BODY);
	check(ask(post_of(&c, BODY + 1)) == 413 && ear_count() == before + 1,
	    "%s: one more is refused there", who);
	arena_free(mem);
}

/* Who was asked and has not answered may have done it. */
static void test_not_twice(const char *who)
{
	int before = ear_count(), status;

	ear_be(EAR_GONE);
	status = ask(POST("email=a%40example.dk", "20"));
	wait_ms(1500);
	check((status == 502 || status == 503) && ear_count() == before + 1,
	    "%s: a request that got no answer is not sent again (%d)", who,
	    ear_count() - before);
	ear_be(EAR_BUSY);
	check(ask(GET("/")) == 503 && head_says(answer, "Retry-After", "17") &&
		strstr(answer, "so little") != NULL &&
		ear_count() == before + 2,
	    "%s: a 503 is passed on as it is", who);
}

static void test_ear(enum proxy_kind kind, int ear)
{
	const char *who = proxy_name[kind];

	proxy = (struct proxy) { .kind = kind };
	proxy_start(&place, &proxy, ear);
	test_head(who);
	test_buffered(who);
	test_size(who);
	test_not_twice(who);
	proxy_stop(&proxy);
}

/* ---- the portal behind it ---- */

static const char *body_of(const char *whole)
{
	const char *end = strstr(whole, "\r\n\r\n");

	return end != NULL ? end + 4 : "";
}

static size_t length_of(const char *whole)
{
	const char *length = header_in(whole, "Content-Length");

	return length != NULL ? strtoul(length, NULL, 10) : 0;
}

/* The same header in both heads, or in neither. */
static bool alike(const char *one, const char *other, const char *name)
{
	const char *a = header_in(one, name), *b = header_in(other, name);

	return a == NULL || b == NULL
	    ? a == b
	    : strncmp(a, b, strcspn(a, "\r") + 1) == 0;
}

/* Directly and through the proxy: the same bytes, compressed or not, and what
 * the portal says of them. */
static bool comes_whole(struct arena *mem, const char *path)
{
	static const char *const names[] = { "Content-Type", "Content-Encoding",
		"Cache-Control", "Content-Security-Policy",
		"X-Content-Type-Options", "Referrer-Policy" };
	struct ctx c = { .mem = mem };
	const char *request = mem_printf(&c,
	    "GET %s HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"
	    "Accept-Encoding: gzip\r\n\r\n",
	    path);
	const char *direct;
	bool same;
	size_t n;

	if (http_once(port, request, answer, sizeof answer) != 200)
		return false;
	n = length_of(answer);
	direct = mem_dup_n(&c, answer, (size_t)(body_of(answer) - answer) + n);
	same = ask(request) == 200 && length_of(answer) == n && n > 0 &&
	    memcmp(body_of(answer), body_of(direct), n) == 0 &&
	    head_says(answer, "Strict-Transport-Security", HSTS);
	for (size_t i = 0; i < COUNT(names); i++)
		same = same && alike(answer, direct, names[i]);
	return same;
}

static void test_pages(const char *who)
{
	struct arena *mem = arena_new();
	char style[PATH_ROOM];
	static const char there[] = "https://" PROXY_HOST "/om\r";
	const char *to;

	check(comes_whole(mem, "/"), "%s: the first page comes whole", who);
	check(comes_whole(mem, front_asset(".css", style)),
	    "%s: so does the largest of its files", who);
	http_once(proxy.plain, GET("/om"), answer, sizeof answer);
	to = header_in(answer, "Location");
	check(strncmp(answer, "HTTP/1.1 301 ", 13) == 0 && to != NULL &&
		strncmp(to, there, sizeof there - 1) == 0,
	    "%s: who comes without TLS is sent to it", who);
	arena_free(mem);
}

/* Lines of the portal's access log about that, when all are written. */
static int asked(const char *text)
{
	wait_ms(400);
	return tls_log_lines(&portal, text);
}

static void test_smuggling(const char *who)
{
	int before = asked(" path=" MARKER " "), sent;

	check(
	    ask(GET(MARKER)) == 404 && asked(" path=" MARKER " ") == before + 1,
	    "%s: who asks for the marker is seen", who);
	sent = smuggle_all(proxy.tls);
	check(asked(" path=" MARKER " ") == before + 1,
	    "%s: in %d ways nobody smuggles it past", who, sent);
	check(ask(GET("/healthz")) == 200, "%s: and all is well", who);
}

/* A link's secret stays out of all files. */
static void test_silent(const char *who)
{
	static const char secret[] = "k7c2m9qw4tzp8xdn";
	const char *const argv[] = { "grep", "-rlE", "k7c2m9qw4tzp8xdn",
		place.dir, NULL };
	struct arena *mem = arena_new();
	const char *found;
	bool any;

	check(ask(GET("/s/k7c2m9qw4tzp8xdn")) > 0 &&
		strstr(body_of(answer), secret) == NULL,
	    "%s: a link is asked for", who);
	found = tls_tool(mem, &place, argv, &any);
	check(!any, "%s: no log keeps it%s%s", who, any ? ": " : "",
	    any ? found : "");
	arena_free(mem);
}

/* ---- one address through the proxy has its share, and no more ---- */

static void guest_comes(struct secure *g, const char *from)
{
	const struct secure_offer offer = { .from = from };

	if (!secure_open(g, proxy.tls, &offer))
		give_up("the proxy takes no connection");
	secure_send(g,
	    "POST /log-ind HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"
	    "X-Forwarded-For: 10.9.9.9\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: 20\r\n\r\nemail=a%40example.dk");
}

static int guest_hears(struct secure *g)
{
	int status = secure_hear(g, answer, sizeof answer);

	secure_close(g);
	return status;
}

/* Waits until one of the three has its answer. */
static void wait_for_one(struct secure mine[3])
{
	struct pollfd fds[3];

	for (int i = 0; i < 3; i++)
		fds[i] = (struct pollfd) { .fd = mine[i].fd, .events = POLLIN };
	poll(fds, 3, 3000);
}

/* While we hold the database, requests that write it are under way. The places
 * of one address (http.per_address is 2) are taken; another has its own. */
static void test_share(const char *who)
{
	struct secure mine[3], other;
	struct desk d;
	int others, served = 0, refused = 0;

	desk_open(&d, place.url, STORE_TOOL);
	db_begin(&d.c);
	db_run(&d.c, SQL("UPDATE person SET language = language"), NO_BIND);
	for (int i = 0; i < 3; i++)
		guest_comes(&mine[i], OF_ME);
	wait_for_one(mine);
	guest_comes(&other, "127.0.0.3");
	wait_ms(200);
	(void)db_undo(&d.c, OK);
	others = guest_hears(&other);
	for (int i = 0; i < 3; i++) {
		int status = guest_hears(&mine[i]);

		served += status == 303;
		refused += status == 503;
	}
	desk_close(&d);
	check(served == 2 && refused == 1,
	    "%s: one address has its share and no more (%d, %d)", who, served,
	    refused);
	check(others == 303, "%s: another is not disturbed (%d)", who, others);
}

/* ---- the portal starts again ---- */

static void serve_at(int at)
{
	char listen[40];

	snprintf(listen, sizeof listen, "127.0.0.1:%d", at);
	place_configure(&place, listen,
	    "hosts = " PROXY_HOST ",localhost\n"
	    "proxies = 127.0.0.1\n"
	    "per_address = 2\n");
	portal_start(&place, &portal, &port);
}

/* The log begins anew with the portal. */
static void test_restart(const char *who)
{
	static const char post[] = POST("email=b%40example.dk", "20");
	static const char line[] = " method=POST path=/log-ind ";
	int kept = -1, away = -1, again = -1, done;
	struct secure t;

	if (!secure_open(&t, proxy.tls, NULL))
		give_up("the proxy takes no connection");
	kept = secure_ask(&t, GET("/healthz"), answer, sizeof answer);
	child_stop(&portal, SIGTERM);
	secure_send(&t, post);
	if (proxy.kind == NGINX)
		away = secure_hear(&t, answer, sizeof answer);
	serve_at(port);
	if (proxy.kind == HAPROXY)
		away = secure_hear(&t, answer, sizeof answer);
	again = secure_ask(&t, GET("/healthz"), answer, sizeof answer);
	secure_close(&t);
	done = asked(line);
	check(kept == 200 && again == 200,
	    "%s: a kept connection outlives a restart (%d, %d)", who, kept,
	    again);
	if (proxy.kind == NGINX)
		check(away == 503 && done == 0,
		    "%s: who asks meanwhile is told to come again (%d)", who,
		    away);
	else
		check(away == 303 && done == 1,
		    "%s: who asks meanwhile waits for it, once (%d, %d)", who,
		    away, done);
}

static void test_portal(enum proxy_kind kind)
{
	const char *who = proxy_name[kind];

	proxy = (struct proxy) { .kind = kind };
	proxy_start(&place, &proxy, port);
	test_pages(who);
	test_smuggling(who);
	test_silent(who);
	test_share(who);
	test_restart(who);
	proxy_stop(&proxy);
}

int main(int argc, char **argv)
{
	const struct tls_paper paper = { .name = "proxy" };
	const char *const both[] = { "proxy.pem", "proxy.key", NULL };
	int ear;

	fault_begin(argc, argv, 110);
	place_make(&place, "");
	tls_certificate(&place, &paper);
	tls_bundle(&place, "proxy-all.pem", both);
	ear = ear_start();
	serve_at(0);
	for (enum proxy_kind kind = NGINX; kind < PROXIES; kind++) {
		test_ear(kind, ear);
		test_portal(kind);
	}
	child_stop(&portal, SIGTERM);
	check(child_exited(&portal, 0), "the portal ends in peace");
	place_remove(&place);
	return fault_end();
}
