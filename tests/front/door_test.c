/* Who gets in. One address has so many connections and no more, the house has
 * so many, whoever is turned away is told so at once, and who has left takes
 * no place. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "front.h"

#define OF_ONE  64 /* connections of an address, unless set otherwise */
#define CHURN   1000
#define SMALL   8 /* a house, and a share of it, for which few are many */
#define AT_ONCE (SANITIZED ? 500000 : 100000) /* us */
#define HEALTH  "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define LAST                                           \
	"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" \
	"Connection: close\r\n\r\n"

static char answer[65536];

/* ---- those who are turned away ---- */

/* What is wrong with an answer to who is turned away; NULL: nothing. */
static const char *not_turned_away(enum ending how)
{
	const char *length = header_in(answer, "Content-Length");
	const char *body = strstr(answer, "\r\n\r\n");
	const char *later = header_in(answer, "Retry-After");

	if (status_of(answer) != 503 || length == NULL || body == NULL)
		return "the answer is another";
	if (strlen(body + 4) != strtoul(length, NULL, 10) ||
	    strstr(body, "</html>") == NULL)
		return "the page is not whole";
	if (later == NULL || atoi(later) < 1)
		return "Retry-After";
	if (!is_last(answer))
		return "Connection: close";
	if (missing_safety(answer) != NULL)
		return missing_safety(answer);
	return how == ENDED ? NULL : how == RESET ? "a reset" : "no end";
}

/* Tries as often; how many were turned away as they should be, at once. One of
 * three may be late, for the machine may be busy with others. */
static int turned_away(const struct dial *d, const char *request, int times)
{
	int right = 0, late = 0;

	for (int i = 0; i < times; i++) {
		int64_t began = now_us();
		int fd = dial(d);
		enum ending how;
		const char *wrong;

		if (fd < 0)
			continue;
		if (request != NULL)
			say(fd, request, strlen(request));
		how = hear(fd, answer, sizeof answer, 1000);
		wrong = not_turned_away(how);
		close(fd);
		if (wrong != NULL)
			tell("%s after %" PRId64 " ms: %.30s", wrong,
			    (now_us() - began) / 1000, answer);
		right += wrong == NULL;
		late += now_us() - began > AT_ONCE;
	}
	return late <= times / 3 ? right : 0;
}

/* Over TLS nothing can be told, so there is only the end. */
static bool shut_out(const char *from, int port)
{
	int64_t began = now_us();
	int fd = dial_from(from, port);
	enum ending how = hear(fd, answer, sizeof answer, 2000);

	close(fd);
	return how != STAYED && answer[0] == '\0' && now_us() - began < AT_ONCE;
}

static bool served(const char *from, int port)
{
	int fd = dial_from(from, port);
	bool ok = http_ask(fd, LAST, answer, sizeof answer) == 200;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* A place that was given back is noticed in a moment. */
static int64_t served_after_us(const char *from, int port)
{
	int64_t began = now_us();

	while (!served(from, port)) {
		if (now_us() - began > 3000000)
			return -1;
		wait_ms(2);
	}
	return now_us() - began;
}

static void leave(const int *fd, int count)
{
	for (int i = 0; i < count; i++)
		if (fd[i] >= 0)
			close(fd[i]);
}

/* How many handles are open in the end: when for a while there were no more
 * than so many, or after five seconds. */
static int handles_within(const struct front *f, int most)
{
	int64_t until = now_us() + 5000000;
	int quiet = 0, n = 0;

	while (quiet < 10 && now_us() < until) {
		n = child_handles(&f->portal);
		quiet = n <= most ? quiet + 1 : 0;
		wait_ms(20);
	}
	return n;
}

/* How many of them have been let in: the others have an answer to read. */
static int are_inside(const int *fd, int count)
{
	int inside = 0;

	for (int i = 0; i < count; i++) {
		struct pollfd p = { .fd = fd[i], .events = POLLIN };

		inside += fd[i] >= 0 && poll(&p, 1, 0) == 0;
	}
	return inside;
}

/* True when the portal has taken all of them from the kernel. */
static bool are_taken(const int *fd, int count, int port)
{
	static struct held found;
	int held = 0;

	find_held(port, &found);
	for (int i = 0; i < count; i++)
		held += is_held(fd[i], &found);
	return held >= are_inside(fd, count);
}

/* Connects so many; true when all are inside. On a busy machine some who have
 * left are still counted, so it is tried again. */
static bool come(int *fd, int count, const struct dial *d)
{
	int64_t until = now_us() + 5000000;

	for (;;) {
		for (int i = 0; i < count; i++)
			fd[i] = dial(d);
		do
			wait_ms(20);
		while (!d->six && !are_taken(fd, count, d->port) &&
		    now_us() < until);
		if (are_inside(fd, count) == count)
			return true;
		if (now_us() > until)
			return false;
		leave(fd, count);
		wait_ms(50);
	}
}

/* ---- one address ---- */

/* Closing before the other end has said all would reset the connection, and on
 * a network the answer may be lost with it; here one can only see who waits. */
static void check_farewell(const struct dial *d)
{
	static struct held found;
	int64_t began = now_us();
	int fd = dial(d);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	bool told = poll(&p, 1, 1000) == 1, held;

	wait_ms(100);
	find_held(d->port, &found);
	held = is_held(fd, &found);
	while (is_held(fd, &found) && now_us() - began < 5000000) {
		wait_ms(50);
		find_held(d->port, &found);
	}
	check(told && held && now_us() - began < 3000000,
	    "who is turned away has a moment to take it in, but no more"
	    " (%" PRId64 " ms)",
	    (now_us() - began) / 1000);
	close(fd);
}

static void test_address(const struct front *f)
{
	const struct dial d = { .port = f->plain, .from = OTHER };
	int fd[OF_ONE], more[OF_ONE];
	int64_t took;

	check(come(fd, OF_ONE, &d) && turned_away(&d, NULL, 10) == 10,
	    "after %d connections of an address the next is told 503 at once",
	    OF_ONE);
	check(turned_away(&d, HEALTH, 10) == 10,
	    "who has asked already too, and no reset takes the answer");
	check_farewell(&d);
	check(served(NULL, f->plain), "another address is served");
	check(shut_out(OTHER, f->tls),
	    "on the TLS port the connection ends at once");
	check(http_ask(fd[0], HEALTH, answer, sizeof answer) == 200,
	    "those inside are served");
	close(fd[1]);
	took = served_after_us(OTHER, f->plain);
	check(took >= 0 && took < 1000000,
	    "when one has left the next gets in, after %" PRId64 " ms",
	    took / 1000);
	fd[1] = -1;
	leave(fd, OF_ONE);

	come(fd, OF_ONE / 2, &(struct dial) { .port = f->tls, .from = OTHER });
	come(more, OF_ONE / 2, &d);
	check(turned_away(&d, NULL, 3) == 3 && shut_out(OTHER, f->tls),
	    "both ports are counted together");
	leave(fd, OF_ONE / 2);
	leave(more, OF_ONE / 2);
}

static void test_six(const struct front *f)
{
	const struct dial d = { .port = f->six, .six = true };
	int fd[OF_ONE];

	if (f->six == 0) {
		tell("there is no IPv6 here");
		return;
	}
	check(come(fd, OF_ONE, &d) && turned_away(&d, NULL, 3) == 3,
	    "an IPv6 address has %d as well", OF_ONE);
	check(http_ask(fd[0], HEALTH, answer, sizeof answer) == 200 &&
		served(NULL, f->plain),
	    "those inside are served, and those who come by IPv4");
	leave(fd, OF_ONE);
}

/* ---- coming and going ---- */

static void come_and_go(const struct front *f, bool reset, const char *saying)
{
	for (int i = 0; i < CHURN; i++) {
		int fd = dial_from(OTHER, i % 4 == 3 ? f->tls : f->plain);

		if (fd < 0)
			continue;
		if (saying != NULL)
			say(fd, saying, strlen(saying));
		if (reset)
			hang_up(fd);
		else
			close(fd);
	}
}

/* before: handles that are open when nobody is inside. */
static void test_churn(const struct front *f, int before)
{
	const struct dial d = { .port = f->plain, .from = OTHER };
	int after, fd[OF_ONE], had = 0;

	come_and_go(f, false, NULL);
	come_and_go(f, true, NULL);
	come_and_go(f, false, "GET / HT");
	come_and_go(f, true, HEALTH);
	after = handles_within(f, before);
	check(after <= before,
	    "after %d that came and went %d handles are open, and %d before",
	    4 * CHURN, after, before);
	come(fd, OF_ONE, &d);
	for (int i = 0; i < OF_ONE; i++)
		had += http_ask(fd[i], HEALTH, answer, sizeof answer) == 200;
	check(had == OF_ONE, "all %d places can be had (%d)", OF_ONE, had);
	check(turned_away(&d, NULL, 3) == 3, "and no more");
	leave(fd, OF_ONE);
}

/* The page for who is turned away is made beforehand; what it says of the time
 * must still be true. */
static void test_date(const struct front *f, int64_t since)
{
	const struct dial d = { .port = f->plain, .from = OTHER };
	int64_t up_ms = (now_us() - since) / 1000;
	int fd[OF_ONE], right;
	const char *date;
	struct tm tm = { 0 };

	if (up_ms < 4000)
		wait_ms(4000 - (int)up_ms);
	come(fd, OF_ONE, &d);
	right = turned_away(&d, NULL, 3);
	leave(fd, OF_ONE);
	date = header_in(answer, "Date");
	check(right == 3 && date != NULL &&
		strptime(date, "%a, %d %b %Y %H:%M:%S GMT", &tm) != NULL &&
		llabs((long long)timegm(&tm) - (long long)time(NULL)) <= 2,
	    "the Date of an answer at the door is the present one");
}

/* ---- the whole house ---- */

static void test_full(void)
{
	int fd[SMALL], right = 0;
	struct front f;
	char from[20];
	int64_t took;

	front_make(&f, "threads = 8\n");
	for (int i = 0; i < SMALL; i++) {
		snprintf(from, sizeof from, "127.0.1.%d", i + 1);
		fd[i] = dial_from(from, f.plain);
	}
	for (int i = 0; i < 4; i++) {
		struct dial d = { .port = f.plain, .from = from };

		snprintf(from, sizeof from, "127.0.2.%d", i + 1);
		right += turned_away(&d, i % 2 == 0 ? NULL : HEALTH, 5);
	}
	check(right == 20,
	    "a house for %d tells 20 more at once that it is full (%d)", SMALL,
	    right);
	check(shut_out(OTHER, f.tls),
	    "on the TLS port the connection ends at once");
	right = 0;
	for (int i = 0; i < SMALL; i++)
		right += http_ask(fd[i], LAST, answer, sizeof answer) == 200;
	check(right == SMALL, "all who are inside are served (%d)", right);
	leave(fd, SMALL);
	took = served_after_us(OTHER, f.plain);
	check(took >= 0 && took < 1000000,
	    "when they have left there is room, after %" PRId64 " ms",
	    took / 1000);
	check(front_end(&f), "the portal ends in peace");
}

int main(int argc, char **argv)
{
	struct front f;
	int64_t since;
	int handles;

	fault_begin(argc, argv, 60);
	front_make(&f, "");
	since = now_us();
	served(NULL, f.plain);
	wait_ms(300);
	handles = child_handles(&f.portal);
	test_address(&f);
	test_six(&f);
	test_churn(&f, handles);
	test_date(&f, since);
	check(front_end(&f), "the portal ends in peace");
	test_full();
	return fault_end();
}
