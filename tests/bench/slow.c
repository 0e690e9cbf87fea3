#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "bench.h"

#define CALLERS  64
#define SECONDS  4
#define FLUSH_US 2000

static struct store *store;
static atomic_bool over;

struct caller {
	pthread_t thread;
	int64_t kept;
};

static void *call_on(void *arg)
{
	struct caller *w = arg;
	struct arena *mem = arena_new();

	while (!atomic_load(&over)) {
		struct ctx c = { .mem = mem, .now = clock_now() };
		int64_t id;

		c.db = db_join(store, mem);
		db_begin(&c);
		id = db_new_id(&c);
		db_run(&c,
		    SQL("INSERT INTO hook (id, provider, kind, event_key,"
			" fields, came_at)"
			" VALUES ($1, 'bench', 'report', $2, $3, $4)"),
		    BIND(INT(id), TEXT(mem_printf(&c, "%" PRId64, id)),
			TEXT("ref=1\ntype=8\nanswer=ok\n"), INT(c.now)));
		w->kept += db_commit(&c) == OK;
		db_leave(c.db);
		arena_reset(mem);
	}
	arena_free(mem);
	return NULL;
}

/* bench slow URL CALLERS */
int bench_slow_writer(char **argv)
{
	static struct caller caller[CALLERS];
	int callers = atoi(argv[3]);
	int64_t kept = 0;
	struct desk d;

	desk_open(&d, argv[2], STORE_PORTAL);
	store = d.store;
	for (int i = 0; i < callers; i++)
		pthread_create(&caller[i].thread, NULL, call_on, &caller[i]);
	wait_ms(SECONDS * 1000);
	atomic_store(&over, true);
	for (int i = 0; i < callers; i++) {
		pthread_join(caller[i].thread, NULL);
		kept += caller[i].kept;
	}
	printf("kept %" PRId64 "\n", kept);
	desk_close(&d);
	return EXIT_SUCCESS;
}

static double writes_per_s(const struct place *p, const char *callers)
{
	struct arena *mem = arena_new();
	char log[PATH_ROOM], shim[PATH_ROOM];
	const char *const argv[] = { "/proc/self/exe", "slow", p->url, callers,
		NULL };
	const struct launch l = { .argv = argv,
		.log = log,
		.preload = shim,
		.flush_us = FLUSH_US,
		.out = -1 };
	struct child ch;
	const char *said;
	double kept;

	snprintf(shim, sizeof shim, "%s/tests/fault/slowsync.so", fault_build);
	place_file(p, "slow.log", log);
	child_start(&ch, &l);
	if (!child_ended(&ch, 30000) || !child_exited(&ch, 0)) {
		child_blame(&ch);
		give_up("the slow writers failed");
	}
	said = read_file(mem, log);
	said = said != NULL ? strstr(said, "kept ") : NULL;
	kept = said != NULL ? strtod(said + 5, NULL) : 0;
	arena_free(mem);
	return kept / SECONDS;
}

void bench_store(void)
{
	char beside[120];
	double ours, alone;
	struct place p;

	place_make(&p, "");
	alone = writes_per_s(&p, "1");
	ours = writes_per_s(&p, "64");
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.1f", ours, alone,
	    ours / alone);
	figure("write_slow_flush_per_s", ours, "/s", beside,
	    "durable one-row writes of 64 callers where every flush takes "
	    "2 ms; against one caller alone");
	place_remove(&p);
}
