/* Four hundred browsers keep a connection open, and two thousand requests come
 * beside them. The portal stays small, everybody gets an answer, and what was
 * opened is closed again. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "person.h"
#include "settings.h"

#include "fault.h"

#define OPEN     400
#define REQUESTS 2000
#define BUSY     8       /* connections they come by */
#define TOUCH_US 300000  /* how often those who wait are asked for a word */
#define IDLE_US  1800000 /* the portal closes what is idle for two seconds */
/* In KiB; under the sanitizer most of it is the sanitizer's own. */
#ifdef __SANITIZE_ADDRESS__
#define MEMORY_MOST ((int64_t)512 << 10)
#else
#define MEMORY_MOST ((int64_t)64 << 10)
#endif
#define HANDLES_MORE 100

struct browser {
	int fd;
	int64_t heard_us; /* when it was last connected or answered */
	int64_t idle_us;  /* how long that was ago when it was asked */
	bool sent;
};

static struct browser waiting[OPEN], busy[BUSY];
static int port, let_go;

static int connect_all(struct browser *b, int count)
{
	int connected = 0;

	for (int i = 0; i < count; i++) {
		b[i] = (struct browser) { .fd = http_connect(port),
			.heard_us = now_us() };
		connected += b[i].fd >= 0;
	}
	return connected;
}

static void close_all(const struct browser *b, int count)
{
	for (int i = 0; i < count; i++)
		if (b[i].fd >= 0)
			close(b[i].fd);
}

/* On a machine that has no time for us a connection may be idle for too long,
 * and then it is the portal's right to close it. */
static bool ask_anew(
    struct browser *b, const char *request, char *answer, size_t room)
{
	if (b->idle_us < IDLE_US)
		return false;
	let_go++;
	close(b->fd);
	b->fd = http_connect(port);
	return http_ask(b->fd, request, answer, room) == 200;
}

/* All are asked before the first is heard; how many got the answer 200. */
static int ask_all(struct browser *b, int count, const char *request)
{
	static char answer[65536];
	int answered = 0;

	for (int i = 0; i < count; i++) {
		b[i].idle_us = now_us() - b[i].heard_us;
		b[i].sent = http_send(b[i].fd, request);
	}
	for (int i = 0; i < count; i++) {
		int status = b[i].sent
		    ? http_hear(b[i].fd, answer, sizeof answer)
		    : -1;

		answered += status == 200 ||
		    ask_anew(&b[i], request, answer, sizeof answer);
		b[i].heard_us = now_us();
	}
	return answered;
}

static int handles_within(struct child *portal, int most)
{
	int64_t until = now_us() + 10000000;

	while (child_handles(portal) > most && now_us() < until)
		wait_ms(50);
	return child_handles(portal);
}

struct seen {
	int waited, served, healthy, newcomers, handles;
	int64_t memory;
};

/* Those who wait, and a newcomer. */
static void look(struct child *portal, const char *health, struct seen *s)
{
	int now = ask_all(waiting, OPEN, health), handles;
	char answer[4096];

	if (now < s->waited)
		s->waited = now;
	s->healthy += http_once(port, health, answer, sizeof answer) == 200;
	s->newcomers++;
	handles = child_handles(portal);
	if (handles > s->handles)
		s->handles = handles;
}

static void load(
    struct child *portal, const char *page, const char *health, struct seen *s)
{
	s->waited = OPEN;
	for (int i = 0; i < REQUESTS; i += BUSY) {
		s->served += ask_all(busy, BUSY, page);
		if (now_us() - waiting[0].heard_us > TOUCH_US)
			look(portal, health, s);
	}
	look(portal, health, s);
	s->memory = child_status(portal, "VmRSS");
}

int main(int argc, char **argv)
{
	struct seen s = { 0 };
	struct child portal;
	struct visitor who;
	struct town t;
	struct place p;
	struct desk d;
	const char *page, *health;
	int before, after;

	fault_begin(argc, argv, 60);
	place_make(&p, "threads = 600\nper_address = 600\n");
	settings_read(p.conf);
	settings_read_secrets();
	desk_open(&d, p.url, STORE_TOOL);
	town_make(&d.c, &t);
	desk_again(&d);
	who = town_sign_in(&d.c, t.contact);
	page = http_get(&d.c, "/opgaver", &who);
	health = http_get(&d.c, "/healthz", NULL);

	portal_start(&p, &portal, &port);
	before = child_handles(&portal);
	check(connect_all(waiting, OPEN) == OPEN &&
		ask_all(waiting, OPEN, health) == OPEN &&
		connect_all(busy, BUSY) == BUSY,
	    "%d connections are open and answered", OPEN);
	load(&portal, page, health, &s);
	check(s.served == REQUESTS, "%d pages are answered beside them",
	    s.served);
	if (let_go > 0)
		tell("%d had been idle for too long and came anew", let_go);
	check(s.waited == OPEN, "all of the %d still get their answers (%d)",
	    OPEN, s.waited);
	check(s.healthy == s.newcomers, "a newcomer is told that all is well");
	check(s.handles > OPEN && s.handles < OPEN + HANDLES_MORE,
	    "%d file handles are open, and it was %d before", s.handles,
	    before);
	check(s.memory > 0 && s.memory < MEMORY_MOST,
	    "the portal takes %" PRId64 " KiB of memory, of %" PRId64
	    " at most",
	    s.memory, MEMORY_MOST);
	close_all(waiting, OPEN);
	close_all(busy, BUSY);
	after = handles_within(&portal, before + 10);
	check(after <= before + 10, "when they have left, %d are open", after);
	child_stop(&portal, SIGTERM);
	check(child_exited(&portal, 0), "the portal ends in peace");
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
