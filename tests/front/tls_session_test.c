/* What many connections cost: a session is taken up again by its number, five
 * thousand of them leave no trace in memory, and a page over TLS is quick. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls_parts.h"

#define SESSIONS       (SANITIZED ? 1000 : 5000)
#define SESSIONS_LEAST (SESSIONS * 2 / 5)
#define SESSIONS_MS    35000 /* for all of them */
#define WARM           1000  /* after so many the cache has what it may have */
#define CLIENTS        2
#define THREADS        16 /* as main() has it */
#define KIB_MORE       512
#define TRIES          3
#define AGAIN          5
#define TIMES          50
#define MEDIAN_US      15000

static struct front front;
static char answer[TLS_ROOM];

/* ---- sessions that are taken up ---- */

static const char *client(struct arena *mem, const char *flag, const char *file)
{
	char at[40];
	const char *argv[] = { "openssl", "s_client", "-connect", at,
		"-no_ticket", flag, file, NULL };
	bool good;

	snprintf(at, sizeof at, "127.0.0.1:%d", front.tls);
	return tls_tool(mem, &front.place, argv, &good);
}

/* The portal keeps a session when its last word of the handshake is sent, so
 * who comes again at once may be too early: it may be tried again. */
static void test_taken_up(void)
{
	struct arena *mem = arena_new();
	char file[PATH_ROOM];
	bool first = false, second = false;

	place_file(&front.place, "session", file);
	for (int i = 0; i < TRIES && !second; i++) {
		first = strstr(client(mem, "-sess_out", file),
			    "New, TLSv1.2, ") != NULL;
		wait_ms(100 << i);
		second = strstr(client(mem, "-sess_in", file),
			     "Reused, TLSv1.2, ") != NULL;
	}
	check(first, "a session begins");
	check(second, "another connection takes it up by its number");
	arena_free(mem);
}

/* Opens a connection, with that session if there is one, and says which it had
 * in the end. Who has an answer knows that the session is kept. */
static bool came_with(const mbedtls_ssl_session *old, mbedtls_ssl_session *new)
{
	const struct secure_offer offer = { .session = old };
	struct secure t;
	bool good;

	mbedtls_ssl_session_init(new);
	if (!secure_open(&t, front.tls, &offer))
		return false;
	good = secure_ask(&t, TLS_HEALTH, answer, sizeof answer) == 200 &&
	    mbedtls_ssl_get_session(&t.ssl, new) == 0;
	secure_close(&t);
	return good;
}

static void test_again(void)
{
	mbedtls_ssl_session first, now;
	bool began = came_with(NULL, &first);
	int same = 0;

	for (int i = 0; i < AGAIN && began; i++) {
		same += came_with(&first, &now) &&
		    memcmp(now.master, first.master, sizeof now.master) == 0;
		mbedtls_ssl_session_free(&now);
	}
	mbedtls_ssl_session_free(&first);
	check(same == AGAIN, "who comes %d times takes it up each time (%d)",
	    AGAIN, same);
}

/* ---- many ---- */

/* For a second, with two clients that connect as fast as they are heard: what
 * openssl's s_time says that it did. */
static int begin_sessions(struct arena *mem)
{
	char at[40], log[CLIENTS][PATH_ROOM];
	const char *const argv[] = { "openssl", "s_time", "-connect", at,
		"-new", "-time", "1", NULL };
	struct child client[CLIENTS];
	int sum = 0;

	snprintf(at, sizeof at, "127.0.0.1:%d", front.tls);
	for (int i = 0; i < CLIENTS; i++) {
		const struct launch l = {
			.argv = argv, .log = log[i], .out = -1
		};
		char name[20];

		snprintf(name, sizeof name, "s_time.%d", i);
		place_file(&front.place, name, log[i]);
		child_start(&client[i], &l);
	}
	for (int i = 0; i < CLIENTS; i++) {
		const char *said = NULL;

		if (child_ended(&client[i], 10000))
			said = read_file(mem, log[i]);
		child_stop(&client[i], SIGKILL);
		said = said != NULL ? strstr(said, " connections in ") : NULL;
		while (said != NULL && said[-1] >= '0' && said[-1] <= '9')
			said--;
		sum += said != NULL ? atoi(said) : 0;
	}
	return sum;
}

/* The sanitizer keeps what was freed for a while, and says itself at the end
 * what was not. A slow machine may do fewer. */
static void test_many(void)
{
	int64_t until = now_us() + (int64_t)SESSIONS_MS * 1000;
	int64_t warm = 0, now = 0;
	struct arena *mem = arena_new();
	int n = 0, handles = child_handles(&front.portal);

	while (n < SESSIONS && now_us() < until) {
		n += begin_sessions(mem);
		arena_reset(mem);
		now = child_status(&front.portal, "VmRSS");
		if (warm == 0 && n >= WARM)
			warm = now;
	}
	check(n >= SESSIONS_LEAST, "%d sessions begin, of %d", n, SESSIONS);
	if (!SANITIZED)
		check(warm > 0 && now > 0 && now - warm < KIB_MORE,
		    "memory is %" PRId64 " KiB after %d of them and %" PRId64
		    " at the end",
		    warm, WARM, now);
	check(tls_handles_within(&front.portal, handles, 5000) <= handles,
	    "no connection is left of them");
	arena_free(mem);
}

/* ---- how quick ---- */

/* Connecting, shaking hands, asking, hearing: the median in microseconds. */
static int64_t whole_median(const char *request)
{
	int64_t us[TIMES];

	for (int i = 0; i < TIMES; i++) {
		int64_t began = now_us();

		if (secure_once(front.tls, request, answer, sizeof answer) !=
		    200)
			give_up("a page over TLS does not come");
		us[i] = now_us() - began;
	}
	return percentile(us, TIMES, 50);
}

static int64_t kept_median(const char *request)
{
	int64_t us[TIMES];
	struct secure t;

	if (!secure_open(&t, front.tls, NULL))
		give_up("no connection to be kept");
	for (int i = 0; i < TIMES; i++) {
		int64_t began = now_us();

		if (secure_ask(&t, request, answer, sizeof answer) != 200)
			give_up("a kept connection is lost");
		us[i] = now_us() - began;
	}
	secure_close(&t);
	return percentile(us, TIMES, 50);
}

static int64_t best(int64_t (*median)(const char *), const char *request)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 3; i++) {
		int64_t now = median(request);

		least = now < least ? now : least;
	}
	return least;
}

static void test_quick(void)
{
	static const char page[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
	int64_t whole = best(whole_median, TLS_HEALTH);
	int64_t kept = best(kept_median, page);

	if (SANITIZED) {
		tell(
		    "a request takes %" PRId64 " us with its handshake", whole);
		tell("a page takes %" PRId64 " us on a kept connection", kept);
		return;
	}
	check(whole < MEDIAN_US,
	    "half of the requests with a handshake take %" PRId64 " us at most",
	    whole);
	check(kept < MEDIAN_US / 5,
	    "half of the pages on a kept connection take %" PRId64
	    " us at most",
	    kept);
}

/* Every thread shakes a hand, so that it has what it needs for that. */
static void warm_up(void)
{
	static struct secure line[THREADS];
	bool open[THREADS];

	for (int i = 0; i < THREADS; i++)
		open[i] = secure_open(&line[i], front.tls, NULL);
	for (int i = 0; i < THREADS; i++)
		if (open[i]) {
			secure_ask(&line[i], TLS_HEALTH, answer, sizeof answer);
			secure_close(&line[i]);
		}
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 110);
	tls_place_make(&front.place, "threads = 16\n");
	tls_start(&front);
	test_quick();
	test_taken_up();
	test_again();
	warm_up();
	test_many();
	child_stop(&front.portal, SIGTERM);
	check(child_exited(&front.portal, 0), "the portal ends in peace");
	place_remove(&front.place);
	return fault_end();
}
