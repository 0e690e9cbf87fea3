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

#define OPEN         400
#define BATCHES      25
#define A_BATCH      80 /* requests between two looks at those who wait */
#define BUSY         8  /* connections they come by */
#define MEMORY_MOST  ((int64_t)64 << 10) /* KiB */
#define HANDLES_MORE 100

static int waiting[OPEN], busy[BUSY];

/* How many of them got the answer 200. They are asked again before the portal
 * would close what is idle for two seconds. */
static int ask_all(const int *fd, int count, const char *request)
{
	static char answer[65536];
	int answered = 0;

	for (int i = 0; i < count; i++)
		answered += http_ask(fd[i], request, answer, sizeof answer) ==
		    200;
	return answered;
}

static int connect_all(int *fd, int count, int port)
{
	int connected = 0;

	for (int i = 0; i < count; i++) {
		fd[i] = http_connect(port);
		connected += fd[i] >= 0;
	}
	return connected;
}

static void close_all(const int *fd, int count)
{
	for (int i = 0; i < count; i++)
		if (fd[i] >= 0)
			close(fd[i]);
}

static int handles_within(struct child *portal, int most)
{
	int64_t until = now_us() + 10000000;

	while (child_handles(portal) > most && now_us() < until)
		wait_ms(50);
	return child_handles(portal);
}

struct seen {
	int waited, served, healthy, handles;
	int64_t memory;
};

static void load(struct child *portal, int port, const char *page,
    const char *health, struct seen *s)
{
	char answer[4096];

	s->waited = OPEN;
	for (int i = 0; i < BATCHES; i++) {
		int n = 0, now;

		for (int k = 0; k < A_BATCH; k += BUSY)
			n += ask_all(busy, BUSY, page);
		s->served += n;
		now = ask_all(waiting, OPEN, health);
		if (now < s->waited)
			s->waited = now;
		s->healthy += http_once(port, health, answer, sizeof answer) ==
		    200;
		n = child_handles(portal);
		if (n > s->handles)
			s->handles = n;
	}
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
	int port, before, after;

	fault_begin(argc, argv, 60);
	place_make(&p, "threads = 512\n");
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
	check(connect_all(waiting, OPEN, port) == OPEN &&
		ask_all(waiting, OPEN, health) == OPEN &&
		connect_all(busy, BUSY, port) == BUSY,
	    "%d connections are open and answered", OPEN);
	load(&portal, port, page, health, &s);
	check(s.served >= BATCHES * A_BATCH,
	    "%d pages are answered beside them", s.served);
	check(s.waited == OPEN, "all of the %d still get their answers (%d)",
	    OPEN, s.waited);
	check(s.healthy == BATCHES, "a newcomer is told that all is well");
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
