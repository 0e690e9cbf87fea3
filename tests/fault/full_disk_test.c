/* The disk is full. Writers are told so and nothing of theirs is kept, all of a
 * batch together when the engine undoes the batch; reading goes on; and when
 * there is room again, writing does too, without opening anything anew.
 *
 * Twice: files that may not grow (any user can have that), and a small disk of
 * its own, where we may mount one. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/store_parts.h"

#include "fault.h"

#define ROOM       ((size_t)2 << 20) /* what is left when it is nearly full */
#define ROW        3000              /* bytes of a row's text */
#define THREADS    8
#define ENOUGH     40    /* failures, then we have seen it */
#define MOST       10000 /* rows a thread may try */
#define AFTERWARDS 50

struct disk {
	bool mounted;
	char dir[PATH_ROOM], url[PATH_ROOM + 20];
	struct store *store;
};

/* ---- a disk that is nearly full, and not any more ---- */

static void ballast_path(const struct disk *k, char path[PATH_ROOM + 20])
{
	snprintf(path, PATH_ROOM + 20, "%s/ballast", k->dir);
}

static void limit(rlim_t bytes)
{
	struct rlimit l;

	getrlimit(RLIMIT_FSIZE, &l);
	l.rlim_cur = bytes < l.rlim_max ? bytes : l.rlim_max;
	if (setrlimit(RLIMIT_FSIZE, &l) != 0)
		give_up("no limit on files: %s", strerror(errno));
}

static void fill_up(const struct disk *k)
{
	static char zeros[4096];
	char path[PATH_ROOM + 20];
	struct statvfs s;
	FILE *f;

	if (!k->mounted) {
		limit(ROOM);
		return;
	}
	ballast_path(k, path);
	f = fopen(path, "we");
	while (f != NULL && statvfs(k->dir, &s) == 0 &&
	    s.f_bavail * s.f_bsize > ROOM + sizeof zeros) {
		if (fwrite(zeros, sizeof zeros, 1, f) != 1)
			give_up("the small disk cannot be filled");
		fflush(f);
	}
	if (f != NULL)
		fclose(f);
}

static void make_room(const struct disk *k)
{
	char path[PATH_ROOM + 20];

	if (!k->mounted) {
		limit(RLIM_INFINITY);
		return;
	}
	ballast_path(k, path);
	if (unlink(path) != 0)
		give_up("the small disk cannot be emptied");
}

static bool mount_small(const char *dir)
{
	return unshare(CLONE_NEWNS) == 0 &&
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mount("fault", dir, "tmpfs", MS_NODEV | MS_NOSUID, "size=8m") == 0;
}

/* ---- writing ---- */

static struct ctx begin(struct disk *k, struct arena *mem)
{
	struct ctx c = { .mem = mem, .now = clock_now() };

	c.db = db_join(k->store, mem);
	return c;
}

static void end(struct ctx *c)
{
	db_leave(c->db);
	arena_reset(c->mem);
}

static void put_row(struct ctx *c, const char *who, int i)
{
	char *text = mem_alloc(c, ROW + 1);

	memset(text, 'x', ROW);
	db_run(c,
	    SQL("INSERT INTO hook (id, provider, kind, event_key, fields,"
		" came_at) VALUES ($1, $2, 'report', $3, $4, $5)"),
	    BIND(INT(db_new_id(c)), TEXT(who), TEXT(mem_printf(c, "%06d", i)),
		TEXT(text), INT(c->now)));
}

static int64_t rows_of(struct disk *k, const char *who)
{
	struct arena *mem = arena_new();
	struct ctx c = begin(k, mem);
	int64_t n = db_int(&c,
	    SQL("SELECT count(*) FROM hook WHERE provider = $1"),
	    BIND(TEXT(who)), -1);

	if (db_failed(&c))
		n = -1;
	end(&c);
	arena_free(mem);
	return n;
}

/* ---- one batch of three: a small one, one too large, and one behind ---- */

struct member {
	struct disk *disk;
	const char *who;
	int rows; /* fewer when it fails before */
	pthread_t thread;
	enum err err;
};

static void *be_member(void *arg)
{
	struct member *m = arg;
	struct arena *mem = arena_new();
	struct ctx c = begin(m->disk, mem);

	db_begin(&c);
	for (int i = 0; i < m->rows && !db_failed(&c); i++)
		put_row(&c, m->who, i);
	m->err = db_commit(&c);
	end(&c);
	arena_free(mem);
	return NULL;
}

static void wait_in_line(struct store *s, size_t count)
{
	size_t n = 0;

	for (int tries = 0; tries < 5000 && n != count; tries++) {
		wait_ms(1);
		pthread_mutex_lock(&s->mutex);
		n = s->turns.count;
		pthread_mutex_unlock(&s->mutex);
	}
	if (n != count)
		give_up("nobody stands in line for the writing connection");
}

/* The first has its turn and leaves only when the two others stand in line, so
 * that it shares the second one's batch. */
static void share_a_batch(struct disk *k)
{
	struct member large = { k, "large", 10000, 0, OK };
	struct member next = { k, "next", 1, 0, OK };
	struct arena *mem = arena_new();
	struct ctx c = begin(k, mem);
	enum err err;

	db_begin(&c);
	put_row(&c, "small", 0);
	pthread_create(&large.thread, NULL, be_member, &large);
	wait_in_line(k->store, 1);
	pthread_create(&next.thread, NULL, be_member, &next);
	wait_in_line(k->store, 2);
	err = db_commit(&c);
	pthread_join(large.thread, NULL);
	pthread_join(next.thread, NULL);
	end(&c);
	arena_free(mem);
	check(large.err == ERR_FAILED && rows_of(k, "large") == 0,
	    "who finds the disk full is told so, and keeps nothing");
	check(err == ERR_FAILED && rows_of(k, "small") == 0,
	    "so is the small one that shares the batch");
	check(next.err == OK && rows_of(k, "next") == 1,
	    "the next batch, which has room, is kept");
}

/* ---- many writers until it is full ---- */

static atomic_int failures;
static atomic_bool enough;

struct writer {
	struct disk *disk;
	char who[20];
	pthread_t thread;
	int tried;
	bool kept[MOST];
};

static void *write_on(void *arg)
{
	struct writer *w = arg;
	struct arena *mem = arena_new();

	for (; w->tried < MOST && !atomic_load(&enough); w->tried++) {
		struct ctx c = begin(w->disk, mem);

		db_begin(&c);
		put_row(&c, w->who, w->tried);
		w->kept[w->tried] = db_commit(&c) == OK;
		if (!w->kept[w->tried])
			atomic_fetch_add(&failures, 1);
		end(&c);
	}
	arena_free(mem);
	return NULL;
}

static bool is_there(struct ctx *c, const char *who, int i)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM hook"
		       " WHERE provider = $1 AND event_key = $2"),
		   BIND(TEXT(who), TEXT(mem_printf(c, "%06d", i))), -1) == 1;
}

static void check_kept(struct disk *k, struct writer *w, int *kept)
{
	struct arena *mem = arena_new();
	int lost = 0, left = 0;

	*kept = 0;
	for (int t = 0; t < THREADS; t++) {
		for (int i = 0; i < w[t].tried; i++) {
			struct ctx c = begin(k, mem);
			bool there = is_there(&c, w[t].who, i);

			*kept += w[t].kept[i];
			lost += w[t].kept[i] && !there;
			left += !w[t].kept[i] && there;
			end(&c);
		}
	}
	arena_free(mem);
	check(lost == 0, "of %d that were kept %d are lost", *kept, lost);
	check(left == 0, "of %d that failed %d are there all the same",
	    atomic_load(&failures), left);
}

static void write_afterwards(struct disk *k)
{
	struct arena *mem = arena_new();
	int kept = 0;

	for (int i = 0; i < AFTERWARDS; i++) {
		struct ctx c = begin(k, mem);

		db_begin(&c);
		put_row(&c, "afterwards", i);
		kept += db_commit(&c) == OK;
		end(&c);
	}
	arena_free(mem);
	check(kept == AFTERWARDS && rows_of(k, "afterwards") == AFTERWARDS,
	    "with room again, writing works without opening anything anew");
}

static void write_until_full(struct disk *k)
{
	struct writer *w = calloc(THREADS, sizeof *w);
	int64_t until = now_us() + 15000000;
	int kept;

	if (w == NULL)
		give_up("no memory");
	atomic_store(&failures, 0);
	atomic_store(&enough, false);
	for (int t = 0; t < THREADS; t++) {
		w[t].disk = k;
		snprintf(w[t].who, sizeof w[t].who, "writer %d", t);
		pthread_create(&w[t].thread, NULL, write_on, &w[t]);
	}
	while (atomic_load(&failures) < ENOUGH && now_us() < until)
		wait_ms(5);
	atomic_store(&enough, true);
	for (int t = 0; t < THREADS; t++)
		pthread_join(w[t].thread, NULL);
	check(atomic_load(&failures) >= ENOUGH,
	    "writers are told that nothing of theirs was kept");
	check(rows_of(k, "next") == 1, "reading goes on");
	check_kept(k, w, &kept);
	make_room(k);
	write_afterwards(k);
	check_kept(k, w, &kept);
	free(w);
}

static void test_disk(struct disk *k)
{
	struct desk d;

	snprintf(k->url, sizeof k->url, "sqlite:%s/small.db", k->dir);
	desk_open(&d, k->url, STORE_PORTAL);
	k->store = d.store;
	fill_up(k);
	share_a_batch(k);
	write_until_full(k);
	check(strcmp(db_text(desk_again(&d), SQL("PRAGMA integrity_check"),
			 NO_BIND, ""),
		  "ok") == 0,
	    "the database is sound");
	desk_close(&d);
}

int main(int argc, char **argv)
{
	struct disk limited = { 0 }, mounted = { .mounted = true };
	struct place p;

	fault_begin(argc, argv, 60);
	signal(SIGXFSZ, SIG_IGN);
	place_prepare(&p, "");
	tell("files that may not grow beyond %zu KiB:", ROOM / 1024);
	snprintf(limited.dir, sizeof limited.dir, "%s", p.dir);
	test_disk(&limited);

	place_file(&p, "disk", mounted.dir);
	if (mkdir(mounted.dir, 0700) == 0 && mount_small(mounted.dir)) {
		tell("a disk of 8 MiB of its own:");
		test_disk(&mounted);
		umount2(mounted.dir, MNT_DETACH);
	} else {
		tell("no disk of its own: we may not mount here (%s)",
		    strerror(errno));
	}
	place_remove(&p);
	return fault_end();
}
