/* Two programs write one database at the same time, as portal and notifier do,
 * where every flush takes 2 ms. Neither starves, nothing acknowledged is
 * missing, and the log stays short because checkpoints happen.
 *
 *     two_writers_test BUILD
 *     two_writers_test write URL WHO SECONDS THREADS    (itself, under the
 * shim)
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "fault.h"

#define SECONDS     4
#define THREADS     8
#define READERS     2
#define FLUSH_US    2000
#define LONE_WRITES 50
#define WAITS_MOST  200000 /* of one thread */
#define BIG         40960  /* bytes of a large row: ten pages */
#define ROWS        10     /* in a large write */
#define LOOKS_MOST  20000
#define WAIT_MOST   500000 /* us, on a machine that has time for us */
#define WAKINGS     200    /* that a wait may be made of, on one that has not */
#define LOG_MOST    (4 * (int64_t)STORE_LOG_PAGES * 4120)

/* ---- the writers ---- */

static struct store *store;
static const char *who;
static atomic_bool over;

struct writer {
	pthread_t thread;
	int number;
	int64_t acknowledged, failed, waits;
	int64_t *wait_us;
};

static bool write_one(struct ctx *c, int number, int64_t i)
{
	static const char text[] =
	    "ref=0123456789012\ntype=8\nanswer=a line as "
	    "long as what a gateway says of a message, "
	    "and of its fate at the other operator\n";

	db_begin(c);
	db_run(c,
	    SQL("INSERT INTO hook (id, provider, kind, event_key, fields,"
		" came_at) VALUES ($1, 'test', 'report', $2, $3, $4)"),
	    BIND(INT(db_new_id(c)),
		TEXT(mem_printf(c, "%s:%02d:%09" PRId64, who, number, i)),
		TEXT(text), INT(c->now)));
	return db_commit(c) == OK;
}

static void *write_on(void *arg)
{
	struct writer *w = arg;
	struct arena *mem = arena_new();

	while (!atomic_load(&over)) {
		struct ctx c = { .mem = mem, .now = clock_now() };
		int64_t began = now_us();

		c.db = db_join(store, mem);
		if (write_one(&c, w->number, w->acknowledged))
			w->acknowledged++;
		else
			w->failed++;
		if (w->waits < WAITS_MOST)
			w->wait_us[w->waits++] = now_us() - began;
		db_leave(c.db);
		arena_reset(mem);
	}
	arena_free(mem);
	return NULL;
}

/* Readers are what checkpoints have to get past. */
static void *read_on(void *arg)
{
	struct arena *mem = arena_new();

	(void)arg;
	while (!atomic_load(&over)) {
		struct ctx c = { .mem = mem, .now = clock_now() };

		c.db = db_join(store, mem);
		db_query(&c,
		    SQL("SELECT id, fields FROM hook ORDER BY id DESC LIMIT"
			" 20"),
		    NO_BIND);
		db_leave(c.db);
		arena_reset(mem);
		wait_ms(1);
	}
	arena_free(mem);
	return NULL;
}

/* The quickest of ten flushes, in microseconds. */
static int64_t flush_us(const char *url)
{
	char path[PATH_ROOM + 40];
	int64_t least = INT64_MAX;
	int fd;

	snprintf(
	    path, sizeof path, "%s.%s.flush", url + strlen("sqlite:"), who);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (int i = 0; i < 10; i++) {
		int64_t began = now_us();

		if (write(fd, "x", 1) != 1 || fdatasync(fd) != 0)
			give_up("no flush");
		if (now_us() - began < least)
			least = now_us() - began;
	}
	close(fd);
	return least;
}

static int be_a_writer(char **argv)
{
	static struct writer w[64];
	pthread_t reader[READERS];
	int threads = atoi(argv[5]), lone = atoi(argv[4]) == 0;
	int64_t *all, waits = 0, done = 0, failed = 0, began, used;
	struct desk d;

	who = argv[3];
	desk_open(&d, argv[2],
	    strcmp(who, "portal") == 0 ? STORE_PORTAL : STORE_NOTIFIER);
	store = d.store;
	began = now_us();
	for (int i = 0; lone && i < LONE_WRITES; i++)
		if (!write_one(desk_again(&d), 99, i))
			give_up("a lone write failed");
	used = now_us() - began;
	for (int i = 0; i < threads; i++) {
		w[i] = (struct writer) { .number = i,
			.wait_us = calloc(WAITS_MOST, sizeof(int64_t)) };
		pthread_create(&w[i].thread, NULL, write_on, &w[i]);
	}
	for (int i = 0; threads > 0 && i < READERS; i++)
		pthread_create(&reader[i], NULL, read_on, NULL);
	wait_ms(atoi(argv[4]) * 1000);
	atomic_store(&over, true);
	all = calloc((size_t)(threads + 1) * WAITS_MOST, sizeof *all);
	for (int i = 0; i < threads; i++) {
		pthread_join(w[i].thread, NULL);
		memcpy(all + waits, w[i].wait_us,
		    (size_t)w[i].waits * sizeof *all);
		waits += w[i].waits;
		done += w[i].acknowledged;
		failed += w[i].failed;
	}
	for (int i = 0; threads > 0 && i < READERS; i++)
		pthread_join(reader[i], NULL);
	printf("flush %" PRId64 " lone %" PRId64 " done %" PRId64
	       " failed %" PRId64 " p99 %" PRId64,
	    flush_us(argv[2]), used, done, failed,
	    percentile(all, (size_t)waits, 99));
	for (int i = 0; i < threads; i++)
		printf(" %" PRId64, w[i].acknowledged);
	printf("\n");
	free(all);
	desk_close(&d);
	return EXIT_SUCCESS;
}

/* ---- the test ---- */

struct told {
	struct child child;
	int64_t flush, lone, done, failed, p99, of[THREADS];
};

static void start(const struct place *p, const char *name, struct told *t,
    const char *seconds, const char *threads)
{
	const char *const argv[] = { "/proc/self/exe", "write", p->url, name,
		seconds, threads, NULL };
	char log[PATH_ROOM], shim[PATH_ROOM];
	const struct launch l = { .argv = argv,
		.log = log,
		.preload = shim,
		.flush_us = FLUSH_US,
		.out = -1 };

	snprintf(shim, sizeof shim, "%s/tests/fault/slowsync.so", fault_build);
	place_file(p, name, log);
	child_start(&t->child, &l);
}

static void hear(struct told *t)
{
	struct arena *mem = arena_new();
	const char *said;
	int n = 0;

	if (!child_ended(&t->child, 30000) || !child_exited(&t->child, 0)) {
		child_blame(&t->child);
		give_up("a writer failed");
	}
	said = read_file(mem, t->child.log);
	said = said != NULL ? strstr(said, "flush ") : NULL;
	if (said == NULL ||
	    sscanf(said,
		"flush %" SCNd64 " lone %" SCNd64 " done %" SCNd64
		" failed %" SCNd64 " p99 %" SCNd64 "%n",
		&t->flush, &t->lone, &t->done, &t->failed, &t->p99, &n) != 5)
		give_up("a writer said nothing");
	for (int i = 0; i < THREADS; i++) {
		char *end;

		t->of[i] = strtoll(said + n, &end, 10);
		n = (int)(end - said);
	}
	arena_free(mem);
}

struct watched {
	int64_t log;     /* the largest the log file got */
	int64_t late_us; /* how late 99 of 100 who sleep here wake, at most */
};

/* What becomes of the log while both write, and what the machine is worth: on
 * one that is busy with others, whoever waits for his turn waits for them. */
static struct watched watch(
    const struct place *p, struct told *a, struct told *b)
{
	static int64_t late[LOOKS_MOST];
	struct watched w = { 0 };
	char path[PATH_ROOM];
	size_t looks = 0;
	struct stat st;

	place_file(p, "smaajob.db-wal", path);
	while (!child_ended(&a->child, 0) || !child_ended(&b->child, 0)) {
		int64_t began = now_us();

		wait_ms(2);
		if (looks < LOOKS_MOST)
			late[looks++] = now_us() - began - 2000;
		if (stat(path, &st) == 0 && st.st_size > w.log)
			w.log = st.st_size;
	}
	w.late_us = percentile(late, looks, 99);
	return w;
}

/* Every row that was acknowledged, by its key: each thread's are numbered. */
static int64_t missing(struct ctx *c, const char *name, const struct told *t)
{
	int64_t gone = 0;

	for (int i = 0; i < THREADS; i++)
		gone += t->of[i] -
		    db_int(c,
			SQL("SELECT count(*) FROM hook WHERE provider = 'test'"
			    " AND event_key BETWEEN $1 AND $2"),
			BIND(TEXT(mem_printf(c, "%s:%02d:%09d", name, i, 0)),
			    TEXT(mem_printf(c, "%s:%02d:%09" PRId64, name, i,
				t->of[i] - 1))),
			-1);
	return gone;
}

static void check_rows(
    const struct place *p, const struct told *a, const struct told *b)
{
	struct desk d;
	int64_t rows;

	desk_open(&d, p->url, STORE_TOOL);
	check(missing(&d.c, "portal", a) == 0 &&
		missing(&d.c, "notifier", b) == 0,
	    "every acknowledged row is there (%" PRId64 ")", a->done + b->done);
	rows = db_int(&d.c,
	    SQL("SELECT count(*) FROM hook WHERE event_key NOT LIKE '%:99:%'"),
	    NO_BIND, -1);
	check(rows == a->done + b->done, "and once, and no other: %" PRId64,
	    rows);
	check(strcmp(db_text(&d.c, SQL("PRAGMA integrity_check"), NO_BIND, ""),
		  "ok") == 0,
	    "the database is sound");
	desk_close(&d);
}

/* Ten times what the log may hold, by one who has it for himself. */
static void check_checkpoints(const struct place *p)
{
	char path[PATH_ROOM], text[BIG + 1];
	struct stat database, log;
	struct desk d;

	memset(text, 'x', BIG);
	text[BIG] = '\0';
	desk_open(&d, p->url, STORE_TOOL);
	for (int i = 0; i < 10 * STORE_LOG_PAGES; i += BIG / 4096 * ROWS) {
		struct ctx *c = desk_again(&d);

		db_begin(c);
		for (int k = 0; k < ROWS; k++)
			db_run(c,
			    SQL("INSERT INTO hook (id, provider, kind,"
				" event_key, fields, came_at)"
				" VALUES ($1, 'big', 'report', $2, $3, $4)"),
			    BIND(INT(db_new_id(c)),
				TEXT(mem_printf(c, "%d", i + k)), TEXT(text),
				INT(c->now)));
		if (db_commit(c) != OK)
			give_up("a large write failed");
	}
	place_file(p, "smaajob.db", path);
	if (stat(path, &database) != 0)
		give_up("the database is gone");
	place_file(p, "smaajob.db-wal", path);
	check(stat(path, &log) == 0 && log.st_size < LOG_MOST &&
		database.st_size > (off_t)5 * STORE_LOG_PAGES * 4096,
	    "checkpoints happen: %" PRId64 " KiB have moved to the database",
	    (int64_t)database.st_size / 1024);
	desk_close(&d);
}

static void check_fairness(
    const struct told *a, const struct told *b, const struct watched *w)
{
	int64_t most = WAIT_MOST + WAKINGS * w->late_us;

	int64_t less = a->done < b->done ? a->done : b->done;
	int64_t more = a->done > b->done ? a->done : b->done;

	tell("portal   %5" PRId64 " commits/s, p99 %5.1f ms", a->done / SECONDS,
	    (double)a->p99 / 1000);
	tell("notifier %5" PRId64 " commits/s, p99 %5.1f ms", b->done / SECONDS,
	    (double)b->p99 / 1000);
	check(a->failed == 0 && b->failed == 0, "no write fails");
	check(less * 4 >= more,
	    "the slower gets at least a quarter of the "
	    "faster");
	check(a->p99 < most && b->p99 < most,
	    "99 of 100 writes wait less than %" PRId64 " ms", most / 1000);
}

int main(int argc, char **argv)
{
	struct told lone, a, b;
	struct place p;
	struct watched w;

	if (argc == 6 && strcmp(argv[1], "write") == 0) {
		fault_begin(0, NULL, 60);
		return be_a_writer(argv);
	}
	fault_begin(argc, argv, 60);
	place_make(&p, "");
	start(&p, "portal", &lone, "0", "0");
	hear(&lone);
	check(lone.flush >= FLUSH_US,
	    "a flush takes 2 ms here (%" PRId64 " us)", lone.flush);
	check(lone.lone >= (int64_t)LONE_WRITES * FLUSH_US,
	    "an answer waits for its flush: %d writes in a row in %" PRId64
	    " ms",
	    LONE_WRITES, lone.lone / 1000);

	start(&p, "portal", &a, "4", "8");
	start(&p, "notifier", &b, "4", "8");
	w = watch(&p, &a, &b);
	hear(&a);
	hear(&b);
	check_fairness(&a, &b, &w);
	check_rows(&p, &a, &b);
	check(w.log > 0 && w.log < LOG_MOST,
	    "the write-ahead log stays below %" PRId64 " KiB (%" PRId64
	    " at most)",
	    LOG_MOST / 1024, w.log / 1024);
	check_checkpoints(&p);
	place_remove(&p);
	return fault_end();
}
