/* A stop that hangs, for whatever reason, is ended: here each wait for a thread
 * lasts for ever. Whoever waits for the portal to end is told that it was not
 * in peace. */
#include <signal.h>
#include <stdio.h>

#include "front.h"

#define LEAST_MS 12000
#define MOST_MS  17000

int main(int argc, char **argv)
{
	struct place p;
	char program[PATH_ROOM], log[PATH_ROOM], stuck[PATH_ROOM];
	const char *const arguments[] = { program, "--config", p.conf, "serve",
		NULL };
	const struct launch l = {
		.argv = arguments, .log = log, .preload = stuck, .out = -1
	};
	struct child portal;
	int64_t began;
	bool ended;

	fault_begin(argc, argv, 60);
	snprintf(program, sizeof program, "%s/portal", fault_build);
	snprintf(stuck, sizeof stuck, "%s/tests/front/stuck.so", fault_build);
	place_make(&p, "");
	place_file(&p, "portal.log", log);
	child_start(&portal, &l);
	if (!child_says(&portal, "portal.ready", 20000))
		give_up("the portal does not come");
	began = now_us();
	kill(portal.pid, SIGTERM);
	ended = child_ended(&portal, MOST_MS);
	began = (now_us() - began) / 1000;
	check(ended && began >= LEAST_MS,
	    "a stop that hangs is ended, after %.1f s", (double)began / 1000);
	check(child_exited(&portal, 1), "and not as if all were well");
	child_stop(&portal, SIGKILL);
	place_remove(&p);
	return fault_end();
}
