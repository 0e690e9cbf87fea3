/* A program that writes is killed at a random moment, twenty times over. What
 * it had acknowledged is there, whole, and what it had undone is not.
 *
 *     kill_writers_test BUILD
 *     kill_writers_test write URL                        (itself, to be killed)
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "fault.h"

#define ROUNDS     20
#define THREADS    8
#define AFTER_MOST 120     /* ms from the first acknowledgement to the kill */
#define ACKS_MOST  1000000 /* over all rounds */

/* ---- the program that is killed ---- */

static struct store *store;

/* A row in each of two tables, in one transaction. Every fifth is undone. */
static void write_pair(struct ctx *c, bool keep)
{
	int64_t id;

	db_begin(c);
	id = db_new_id(c);
	db_run(c,
	    SQL("INSERT INTO hook (id, provider, kind, event_key, fields,"
		" came_at) VALUES ($1, $2, 'report', $3, $4, $5)"),
	    BIND(INT(id), TEXT(keep ? "kept" : "undone"),
		TEXT(mem_printf(c, "%" PRId64, id)), TEXT("ref=1\ntype=8\n"),
		INT(c->now)));
	db_run(c,
	    SQL("INSERT INTO signin (id, browser, made_at, expires_at)"
		" VALUES ($1, $2, $3, $3)"),
	    BIND(INT(id), TEXT(keep ? "kept" : "undone"), INT(c->now)));
	if (!keep) {
		if (db_undo(c, ERR_CONFLICT) != ERR_CONFLICT)
			exit(EXIT_FAILURE);
		return;
	}
	if (db_commit(c) != OK ||
	    write(STDOUT_FILENO, &id, sizeof id) != sizeof id)
		exit(EXIT_FAILURE);
}

static void *write_on(void *arg)
{
	struct arena *mem = arena_new();

	for (int i = (int)(intptr_t)arg;; i++) {
		struct ctx c = { .mem = mem, .now = clock_now() };

		c.db = db_join(store, mem);
		write_pair(&c, i % 5 != 0);
		db_leave(c.db);
		arena_reset(mem);
	}
	return NULL;
}

static int be_killed(const char *url)
{
	struct desk d;
	pthread_t thread;

	desk_open(&d, url, STORE_PORTAL);
	store = d.store;
	for (intptr_t i = 0; i < THREADS; i++)
		if (pthread_create(&thread, NULL, write_on, (void *)i) != 0)
			give_up("no thread");
	for (;;)
		pause();
}

/* ---- the test ---- */

static int64_t acked[ACKS_MOST];
static size_t acks;

enum heard { NOTHING, ACK, THE_END };

/* The next acknowledgement, if one comes before then. */
static enum heard read_ack(int fd, int64_t until_us)
{
	int64_t left = (until_us - now_us()) / 1000;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t got;

	if (acks == ACKS_MOST)
		give_up("more acknowledgements than there is room for");
	if (left < 0 || poll(&p, 1, (int)left) == 0)
		return NOTHING;
	got = read(fd, &acked[acks], sizeof acked[0]);
	if (got == 0)
		return THE_END;
	if (got != sizeof acked[0])
		give_up("half an acknowledgement");
	acks++;
	return ACK;
}

static void kill_one(const struct place *p, int round)
{
	const char *const argv[] = { "/proc/self/exe", "write", p->url, NULL };
	struct launch l = { .argv = argv };
	char log[PATH_ROOM];
	struct child ch;
	int64_t kill_at;
	int ends[2];

	place_file(p, "writer.log", log);
	if (pipe2(ends, O_CLOEXEC) != 0)
		give_up("no pipe: %s", strerror(errno));
	l.log = log;
	l.out = ends[1];
	child_start(&ch, &l);
	close(ends[1]);
	if (read_ack(ends[0], now_us() + 10000000) != ACK) {
		child_blame(&ch);
		give_up("round %d: nothing was written", round);
	}
	kill_at = now_us() + fault_random(AFTER_MOST * 1000);
	while (read_ack(ends[0], kill_at) == ACK)
		;
	child_stop(&ch, SIGKILL);
	while (read_ack(ends[0], now_us() + 10000000) == ACK)
		;
	close(ends[0]);
}

/* How many of those acknowledged since `from` are not there. */
static int64_t missing(struct desk *d, size_t from)
{
	int64_t gone = 0;

	for (size_t i = from; i < acks; i++) {
		if (i % 1000 == 0)
			desk_again(d);
		gone += db_int(&d->c,
			    SQL("SELECT 1 FROM hook h JOIN signin s"
				" ON s.id = h.id WHERE h.id = $1"),
			    BIND(INT(acked[i])), 0) == 0;
	}
	return gone;
}

struct found {
	int64_t lost, halves, undone, slowest_us;
	int unsound;
};

static void look(const struct place *p, size_t from, struct found *f)
{
	int64_t began = now_us(), took;
	struct desk d;

	desk_open(&d, p->url, STORE_TOOL);
	took = now_us() - began;
	if (took > f->slowest_us)
		f->slowest_us = took;
	f->lost += missing(&d, from);
	f->halves += db_int(desk_again(&d),
	    SQL("SELECT (SELECT count(*) FROM hook WHERE id NOT IN"
		"  (SELECT id FROM signin)) + (SELECT count(*) FROM signin"
		"  WHERE id NOT IN (SELECT id FROM hook))"),
	    NO_BIND, -1);
	f->undone += db_int(&d.c,
	    SQL("SELECT count(*) FROM hook WHERE provider = 'undone'"), NO_BIND,
	    -1);
	f->unsound += strcmp(db_text(&d.c, SQL("PRAGMA integrity_check"),
				 NO_BIND, ""),
			  "ok") != 0;
	desk_close(&d);
}

int main(int argc, char **argv)
{
	struct found f = { 0 };
	struct place p;

	if (argc == 3 && strcmp(argv[1], "write") == 0) {
		fault_begin(0, NULL, 60);
		return be_killed(argv[2]);
	}
	fault_begin(argc, argv, 100);
	place_make(&p, "");
	for (int i = 0; i < ROUNDS; i++) {
		size_t from = acks;

		kill_one(&p, i);
		look(&p, from, &f);
	}
	look(&p, 0, &f);
	check(f.lost == 0,
	    "%d kills: of %zu acknowledged writes %" PRId64 " are lost", ROUNDS,
	    acks, f.lost);
	check(f.halves == 0, "no transaction is there by half (%" PRId64 ")",
	    f.halves);
	check(f.undone == 0, "nothing that was undone is there (%" PRId64 ")",
	    f.undone);
	check(f.unsound == 0, "the database is sound after each kill");
	check(f.slowest_us < 1000000,
	    "it opens again in less than a second (%" PRId64 " ms)",
	    f.slowest_us / 1000);
	place_remove(&p);
	return fault_end();
}
