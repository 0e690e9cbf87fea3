#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/db.h"

#include "bench.h"

#define BROWSERS 500 /* that then have a connection open */

/* 512 threads, 10,000 citizens, and 500 browsers that have each seen a page. */
void bench_memory(
    struct desk *desk, struct place *place, const struct visitor *contact)
{
	static int fd[BROWSERS];
	static char answer[65536];
	struct child many;
	int port;
	struct ctx *c = desk_again(desk);
	const char *page = http_get(c, "/opgaver", contact);
	char beside[120];
	int64_t kib;
	int answered = 0;

	place_configure(place, "127.0.0.1:0",
	    "threads = 512\nper_address = 512\n" NO_LIMITS);
	portal_start(place, &many, &port);
	for (int i = 0; i < BROWSERS; i++) {
		fd[i] = http_connect(port);
		answered += http_ask(fd[i], page, answer, sizeof answer) == 200;
	}
	kib = child_status(&many, "VmRSS");
	for (int i = 0; i < BROWSERS; i++)
		close(fd[i]);
	child_stop(&many, SIGTERM);
	snprintf(beside, sizeof beside, "yardstick=64MiB ratio=%.3f",
	    (double)kib / 1024 / 64);
	if (answered < BROWSERS)
		printf("# only %d of %d were answered\n", answered, BROWSERS);
	figure("rss_portal_mib", (double)kib / 1024, "MiB", beside,
	    "memory of the portal with 512 threads and 10,000 citizens, after "
	    "a page on each of 500 connections; against what we allow it");
}
