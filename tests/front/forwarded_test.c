/* What a proxy brings. It may have any number of connections, but those for
 * whom it asks have so many requests under way and no more; and nobody but a
 * proxy is believed when it says for whom it asks. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lock.h"

#include "settings.h"

#include "front.h"

#define SMALL     8 /* requests of one that may be under way */
#define PROXY     "127.0.0.3"
#define CLIENT    "203.0.113.9"
#define NEIGHBOUR "203.0.113.10"
#define GUEST     "203.0.113.77"
#define HEALTH    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

static char answer[65536];

/* A request that a proxy, or somebody who would be one, brings for others. */
static int ask_for(
    const struct front *f, const char *from, const char *forwarded)
{
	int fd = dial_from(from, f->plain);
	char request[400];
	int status;

	snprintf(request, sizeof request,
	    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	    "X-Forwarded-For: %s\r\n\r\n",
	    forwarded);
	status = http_ask(fd, request, answer, sizeof answer);
	if (fd >= 0)
		close(fd);
	return status;
}

/* An SMS that is stored as soon as the database may be written. */
static void send_sms(int fd, int number, const char *forwarded)
{
	char request[600];

	snprintf(request, sizeof request,
	    "POST /hook/kannel/%s/inbound?id=%d HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nX-Forwarded-For: %s\r\n"
	    "X-Kannel-From: 4531000001\r\nX-Kannel-To: 1204\r\n"
	    "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nja",
	    settings.hook_secret, number, forwarded);
	say(fd, request, strlen(request));
}

struct under_way {
	int lock, fd[SMALL];
};

/* As many requests as one may have, none of which can be answered yet; apart:
 * from as many addresses of one /64. */
static void hold(const struct front *f, struct under_way *u, const char *from,
    const char *forwarded, bool apart)
{
	static int number;
	char path[PATH_ROOM], address[60];

	place_file(&f->place, "smaajob.db.lock", path);
	u->lock = lock_open(path);
	if (u->lock < 0 || !lock_take(u->lock, 2000))
		give_up("the database cannot be locked");
	for (int i = 0; i < SMALL; i++) {
		snprintf(address, sizeof address, "%s", forwarded);
		if (apart)
			snprintf(address, sizeof address, "%s::%d", forwarded,
			    i + 1);
		u->fd[i] = dial_from(from, f->plain);
		send_sms(u->fd[i], ++number, address);
	}
	wait_ms(200);
}

/* On a busy machine it takes a moment until all of them are under way. */
static bool refused_soon(const struct front *f, const char *forwarded)
{
	int64_t until = now_us() + 2000000;
	int status;

	do
		status = ask_for(f, PROXY, forwarded);
	while (status == 200 && now_us() < until);
	return status == 503;
}

/* How many of them are answered after all. */
static int let_go(struct under_way *u)
{
	int answered = 0;

	lock_release(u->lock);
	close(u->lock);
	for (int i = 0; i < SMALL; i++) {
		answered += http_hear(u->fd[i], answer, sizeof answer) == 202;
		close(u->fd[i]);
	}
	return answered;
}

static void test_forwarded(const struct front *f)
{
	struct under_way u;

	hold(f, &u, PROXY, CLIENT, false);
	check(refused_soon(f, CLIENT) &&
		header_in(answer, "Retry-After") != NULL &&
		missing_safety(answer) == NULL,
	    "one whom a proxy brings has %d requests under way, and no more",
	    SMALL);
	check(ask_for(f, PROXY, NEIGHBOUR ", " CLIENT) == 503,
	    "the last address is the one that counts");
	check(
	    ask_for(f, PROXY, NEIGHBOUR "\r\nX-Forwarded-For: " CLIENT) != 200,
	    "and of two headers the second");
	check(ask_for(f, PROXY, NEIGHBOUR) == 200 &&
		ask_for(f, PROXY, CLIENT ", " NEIGHBOUR) == 200,
	    "another one is served");
	check(ask_for(f, OTHER, CLIENT) == 200,
	    "and so is who only says that it is for the first");
	check(let_go(&u) == SMALL && ask_for(f, PROXY, CLIENT) == 200,
	    "when those are answered the first is served again");

	hold(f, &u, PROXY, "2001:db8:1:2", true);
	check(refused_soon(f, "2001:db8:1:2:ffff::9"),
	    "IPv6 addresses of one /64 are one");
	check(ask_for(f, PROXY, "2001:db8:1:3::1") == 200,
	    "of another /64 another");
	check(let_go(&u) == SMALL, "and all of them get their answers");

	hold(f, &u, OTHER, GUEST, false);
	check(ask_for(f, PROXY, GUEST) == 200,
	    "what somebody says of another is not held against the other");
	check(let_go(&u) == SMALL, "and all of them get their answers");
}

int main(int argc, char **argv)
{
	struct dial d = { .from = PROXY };
	int fd[10 * SMALL], right = 0;
	struct front f;

	fault_begin(argc, argv, 60);
	front_make(&f, "proxies = " PROXY "\nper_address = 8\n");
	settings_read(f.place.conf);
	settings_read_secrets();
	d.port = f.plain;
	for (int i = 0; i < 10 * SMALL; i++)
		fd[i] = dial(&d);
	for (int i = 0; i < 10 * SMALL; i++)
		right += http_ask(fd[i], HEALTH, answer, sizeof answer) == 200;
	check(right == 10 * SMALL,
	    "a proxy may have %d connections where others have %d (%d)",
	    10 * SMALL, SMALL, right);
	for (int i = 0; i < 10 * SMALL; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	test_forwarded(&f);
	check(front_end(&f), "the portal ends in peace");
	return fault_end();
}
