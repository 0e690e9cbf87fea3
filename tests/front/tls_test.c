/* What the TLS port will have and what it will not: sslscan, openssl and our
 * own client look at it, with one certificate of each kind. Then people who do
 * not speak TLS, and people who leave in the middle of it. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

#include "tls_parts.h"

#define STRANGERS 300 /* who speak something else */
#define LEAVERS   40  /* rounds of people who leave */

static struct front front;

/* ---- what it will have ---- */

struct scan {
	int versions, suites, good_suites, groups;
	bool tls_1_2, renegotiation, heartbleed;
};

static void read_suite(const char *element, size_t n, struct scan *s)
{
	char text[400];

	snprintf(text, sizeof text, "%.*s", (int)n, element);
	s->suites++;
	s->good_suites += strstr(text, "\"TLSv1.2\"") != NULL &&
	    strstr(text, "cipher=\"ECDHE-") != NULL &&
	    (strstr(text, "-GCM-") != NULL ||
		strstr(text, "-CHACHA20-POLY1305\"") != NULL);
}

static struct scan scan(struct arena *mem)
{
	char at[40];
	const char *const argv[] = { "sslscan", "--no-colour", "--xml=-", at,
		NULL };
	struct scan s = { 0 };
	const char *xml;
	bool good;

	snprintf(at, sizeof at, "127.0.0.1:%d", front.tls);
	xml = tls_tool(mem, &front.place, argv, &good);
	if (!good || strstr(xml, "</ssltest>") == NULL)
		give_up("sslscan saw nothing: %s", xml);
	for (const char *e = xml; (e = strstr(e, "<cipher ")) != NULL; e++)
		read_suite(e, strcspn(e, ">"), &s);
	s.versions = tls_count(xml, " enabled=\"1\"");
	s.tls_1_2 = strstr(xml, "version=\"1.2\" enabled=\"1\"") != NULL;
	s.renegotiation = strstr(xml, "<renegotiation supported=\"0\"") == NULL;
	s.heartbleed = strstr(xml, "vulnerable=\"0\"") == NULL ||
	    strstr(xml, "vulnerable=\"1\"") != NULL;
	s.groups = tls_count(xml, "<group ");
	return s;
}

static void test_scan(const char *kind)
{
	struct arena *mem = arena_new();
	struct scan s = scan(mem);

	check(s.versions == 1 && s.tls_1_2, "%s: TLS 1.2 and no other", kind);
	check(s.suites == 3 && s.good_suites == 3,
	    "%s: three suites with ECDHE and AEAD, no other (%d of %d)", kind,
	    s.good_suites, s.suites);
	check(!s.renegotiation, "%s: nothing is agreed anew", kind);
	check(!s.heartbleed, "%s: its heart does not bleed", kind);
	if (strcmp(kind, "RSA") == 0)
		check(s.groups == 3, "%s: three groups (%d)", kind, s.groups);
	arena_free(mem);
}

static void test_first_group(void)
{
	struct arena *mem = arena_new();
	char at[40];
	const char *const argv[] = { "openssl", "s_client", "-connect", at,
		"-groups", "P-384:P-256:X25519", NULL };
	const char *said;
	bool good;

	snprintf(at, sizeof at, "127.0.0.1:%d", front.tls);
	said = tls_tool(mem, &front.place, argv, &good);
	check(strstr(said, "Server Temp Key: X25519") != NULL,
	    "X25519 is taken, though the client named it last");
	check(strstr(said, "New, TLSv1.2, ") != NULL,
	    "a client that knows TLS 1.3 gets TLS 1.2");
	arena_free(mem);
}

/* ---- what it will not ---- */

static bool taken(int minor, int suite)
{
	const int suites[] = { suite, 0 };
	const struct secure_offer offer = { .minor = minor,
		.suites = suite != 0 ? suites : NULL };
	struct secure t;

	if (!secure_open(&t, front.tls, &offer))
		return false;
	secure_close(&t);
	return true;
}

/* What an ECDSA and what an RSA certificate could be used with. */
static void test_refused(const char *kind)
{
	static const struct {
		int suite;
		const char *what;
	} old[] = {
		{ MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
		    "CBC and SHA-1" },
		{ MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
		    "CBC and SHA-384" },
		{ MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
		    "CBC and SHA-256, of RSA" },
		{ MBEDTLS_TLS_RSA_WITH_AES_128_GCM_SHA256, "static RSA" },
		{ MBEDTLS_TLS_RSA_WITH_AES_256_CBC_SHA, "static RSA with CBC" },
		{ MBEDTLS_TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, "DHE" },
	};

	check(taken(0, 0), "%s: our own client is let in", kind);
	check(!taken(MBEDTLS_SSL_MINOR_VERSION_2, 0), "%s: TLS 1.1 is refused",
	    kind);
	check(!taken(MBEDTLS_SSL_MINOR_VERSION_1, 0), "%s: TLS 1.0 is refused",
	    kind);
	for (size_t i = 0; i < COUNT(old); i++)
		check(!taken(0, old[i].suite), "%s: %s alone is refused", kind,
		    old[i].what);
}

static void test_hello(void)
{
	int fd = http_connect(front.tls);
	struct tls_chosen c = tls_say_hello(fd);

	close(fd);
	check(c.answered && c.minor == 3, "a hello by hand is answered");
	check(c.answered && c.compression == 0, "nothing is compressed");
	check(c.answered && !c.heartbeat, "no heartbeats are agreed on");
	check(c.answered && !c.ticket, "no ticket is promised");
}

static void test_renegotiation(void)
{
	char answer[TLS_ROOM];
	struct secure t;
	bool open = secure_open(&t, front.tls, NULL) &&
	    secure_ask(&t, TLS_HEALTH, answer, sizeof answer) == 200;

	check(open && mbedtls_ssl_renegotiate(&t.ssl) != 0,
	    "a client that would agree anew is not heard");
	secure_drop(&t);
}

static bool asks_for_tls(const char *answer)
{
	return strstr(answer,
		   "\r\nStrict-Transport-Security: max-age=31536000; "
		   "includeSubDomains\r\n") != NULL;
}

static void test_strict_transport(void)
{
	static const char missing[] =
	    "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";
	static const char bad[] = "GET / HTTP/1.1\r\n\r\n";
	char answer[TLS_ROOM];

	check(
	    secure_once(front.tls, TLS_HEALTH, answer, sizeof answer) == 200 &&
		asks_for_tls(answer),
	    "an answer over TLS asks for TLS for a year");
	check(secure_once(front.tls, missing, answer, sizeof answer) == 404 &&
		asks_for_tls(answer),
	    "so does a 404");
	check(secure_once(front.tls, bad, answer, sizeof answer) == 400 &&
		asks_for_tls(answer),
	    "and a request that is refused");
	check(
	    http_once(front.plain, TLS_HEALTH, answer, sizeof answer) == 200 &&
		strstr(answer, "Strict-Transport") == NULL,
	    "a plain answer does not");
}

/* ---- strangers ---- */

static void speak_otherwise(int fd, int i)
{
	static const char plain[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
	char noise[200];

	if (i % 2 == 0) {
		http_send(fd, plain);
		return;
	}
	for (size_t n = 0; n < sizeof noise; n++)
		noise[n] = (char)fault_random(256);
	noise[0] = (char)0xff; /* else it could be the begin of something */
	say(fd, noise, sizeof noise);
}

/* What failed, by the log: a line each, or a number that was left out. */
static int64_t failures_told(int *lines)
{
	static const char left_out[] = "tls.failed suppressed=";
	struct arena *mem = arena_new();
	const char *at = read_file(mem, front.portal.log);
	int64_t told = *lines = tls_log_lines(&front.portal, "tls.failed why=");

	if (at == NULL)
		give_up("the portal's log is gone");
	while ((at = strstr(at, left_out)) != NULL) {
		at += sizeof left_out - 1;
		told += strtoll(at, NULL, 10);
	}
	arena_free(mem);
	return told;
}

/* How many of them were left within three seconds. */
static int strangers_come(int count)
{
	char answer[1000];
	int closed = 0;

	for (int i = 0; i < count; i++) {
		int fd = http_connect(front.tls);

		speak_otherwise(fd, i);
		closed += hear(fd, answer, sizeof answer, 3000) != STAYED;
		close(fd);
	}
	return closed;
}

/* What was left out is told when the next one fails, a second later: also what
 * the scans left behind. */
static void test_strangers(void)
{
	int64_t began, work, told;
	int before, lines, closed, seconds;
	char answer[TLS_ROOM];

	wait_ms(1100);
	strangers_come(1);
	began = now_us();
	work = child_cpu_us(&front.portal);
	told = failures_told(&before);
	closed = strangers_come(STRANGERS);
	work = child_cpu_us(&front.portal) - work;
	wait_ms(1100);
	closed += strangers_come(1);
	seconds = (int)((now_us() - began) / 1000000) + 1;
	told = failures_told(&lines) - told;
	lines -= before;
	check(closed == STRANGERS + 1, "%d who do not speak TLS are left (%d)",
	    STRANGERS + 1, closed);
	check(lines > 0 && lines <= 10 * (seconds + 1),
	    "the log has %d lines of them, in %d s", lines, seconds);
	check(told == STRANGERS + 1, "and counts them all (%" PRId64 ")", told);
	check(SANITIZED || work < 1500000, "they cost %" PRId64 " us", work);
	check(secure_once(front.tls, TLS_HEALTH, answer, sizeof answer) == 200,
	    "others are served");
}

/* ---- leavers ---- */

/* The request is whole, so it is answered. */
static bool half_closed(void)
{
	char answer[TLS_ROOM];
	struct secure t;
	bool heard = false;

	if (secure_open(&t, front.tls, NULL)) {
		secure_send(&t, TLS_HEALTH);
		shutdown(t.fd, SHUT_WR);
		heard = secure_hear(&t, answer, sizeof answer) == 200;
		secure_drop(&t);
	}
	return heard;
}

static void leave(int how)
{
	struct secure t;
	int fd;

	if (how == 0) {
		fd = http_connect(front.tls);
		tls_say_hello(fd);
		close(fd);
		return;
	}
	if (!secure_open(&t, front.tls, NULL))
		return;
	if (how >= 2)
		secure_send(&t, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
	if (how == 3) {
		hang_up(t.fd);
		t.fd = -1;
	}
	secure_drop(&t);
}

static void test_leavers(void)
{
	int before = tls_handles_within(&front.portal, 0, 3000), after,
	    heard = 0;

	for (int i = 0; i < LEAVERS; i++) {
		leave(i % 4);
		heard += half_closed();
	}
	check(heard == LEAVERS,
	    "who closes its own half after a request hears the answer (%d)",
	    heard);
	after = tls_handles_within(&front.portal, before, 12000);
	check(after <= before, "who left holds nothing (%d handles, of %d)",
	    after, before);
}

/* ---- */

static void start_with(bool rsa)
{
	const struct tls_paper leaf = { .name = "leaf", .rsa = rsa };
	const char *const parts[] = { "leaf.key", "leaf.pem", NULL };

	tls_certificate(&front.place, &leaf);
	tls_bundle(&front.place, "site.pem", parts);
	tls_start(&front);
}

int main(int argc, char **argv)
{
	char settings[PATH_ROOM + 40], path[PATH_ROOM];

	fault_begin(argc, argv, 110);
	tls_place_make(&front.place, "");
	place_file(&front.place, "site.pem", path);
	snprintf(settings, sizeof settings, "certificate = %s\n", path);
	place_configure(&front.place, TLS_LISTEN, settings);
	start_with(true);
	test_scan("RSA");
	test_refused("RSA");
	child_stop(&front.portal, SIGTERM);
	start_with(false);
	test_scan("ECDSA");
	test_refused("ECDSA");
	test_first_group();
	test_hello();
	test_renegotiation();
	test_strict_transport();
	test_strangers();
	test_leavers();
	child_stop(&front.portal, SIGTERM);
	check(child_exited(&front.portal, 0), "the portal ends in peace");
	place_remove(&front.place);
	return fault_end();
}
