/* The notifier runs, and the machine makes trouble: the disk is full (I9),
 * another program keeps the lock, it is stopped and goes on, it may open no
 * more files, the clock is set. Nothing goes twice, nothing without its try on
 * disk, and when the trouble is over it goes on by itself. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/lock.h"

#include "outbox.h"

#include "letters.h"

#define PEOPLE   60
#define LETTERS  20
#define COMES_MS 20000
#define LOCK_MS  50   /* far longer than the notifier keeps it, when it runs */
#define PASSES   1500 /* ms in which the notifier looks at least once */
#define KEPT_MS  (STORE_WAIT_MS + 500) /* the other program keeps the lock */
#define AWAY_MS  1000                  /* it is stopped */
#define TURN     3600                  /* s that the clock is set by */

static struct place place;
static struct desk desk;
static struct child notifier;

/* Of what happens in each part: what the gateway heard, and the rows say. */
static struct heard before;
static size_t heard_before;

static void begin(const char *what)
{
	tell("%s", what);
	before = letters_compare(&desk);
	heard_before = gateway_count();
}

static void leave(int count)
{
	letters_leave(&desk, count, 1);
	notifier_wake(&place);
}

static size_t heard_since(void)
{
	return gateway_count() - heard_before;
}

/* So many more are accepted, and so many uncertain; none twice. */
static void check_went(int64_t accepted, int64_t uncertain)
{
	struct heard h = letters_compare(&desk);
	int64_t more = h.accepted - before.accepted;
	int64_t unclear = h.uncertain - before.uncertain;

	check(more == accepted && unclear == uncertain && h.other == 0,
	    "%" PRId64 " are accepted, %" PRId64 " uncertain", more, unclear);
	check(h.twice == 0 && h.untried == 0 && h.unheard == 0 && h.late == 0,
	    "none went twice, too late, or without its try on disk");
}

static bool still_runs(void)
{
	return !child_ended(&notifier, 0);
}

static void limit(enum __rlimit_resource resource, rlim_t to)
{
	struct rlimit l;

	if (prlimit(notifier.pid, resource, NULL, &l) != 0)
		give_up("no limit: %s", strerror(errno));
	l.rlim_cur = to < l.rlim_max ? to : l.rlim_max;
	if (prlimit(notifier.pid, resource, &l, NULL) != 0)
		give_up("no limit: %s", strerror(errno));
}

/* ---- the disk ---- */

static void test_full_disk(void)
{
	begin("the disk is full:");
	limit(RLIMIT_FSIZE, 1);
	leave(LETTERS);
	wait_ms(PASSES);
	check(heard_since() == 0 && letters_in(&desk, "queued") == LETTERS &&
		still_runs(),
	    "nothing goes whose try could not be written down");
	limit(RLIMIT_FSIZE, RLIM_INFINITY);
	check(letters_gone(&desk, COMES_MS) && still_runs(),
	    "and then all of it, by itself");
	check_went(LETTERS, 0);
}

/* What was sent but cannot be written down. */
static void test_full_meanwhile(void)
{
	begin("the disk is full while a batch is on its way:");
	gateway_hold(true);
	leave(LETTERS);
	check(letters_heard(heard_before + GATEWAY_AT_ONCE, COMES_MS),
	    "the gateway has some");
	limit(RLIMIT_FSIZE, 1);
	gateway_hold(false);
	check(child_ended(&notifier, COMES_MS) && child_exited(&notifier, 1),
	    "what cannot be written down ends it");
	notifier_start(&place, &notifier);
	check(letters_gone(&desk, COMES_MS), "the next one goes on");
	check_went(0, LETTERS);
}

/* ---- another program keeps the lock, and it is stopped ---- */

/* In a moment in which it has not the lock itself. */
static void stop_without_lock(int fd)
{
	kill(notifier.pid, SIGSTOP);
	while (!lock_take(fd, LOCK_MS)) {
		kill(notifier.pid, SIGCONT);
		wait_ms(LOCK_MS);
		kill(notifier.pid, SIGSTOP);
	}
	lock_release(fd);
}

static void test_lock(void)
{
	char path[PATH_ROOM];
	int fd;

	begin("another program keeps the lock:");
	place_file(&place, "smaajob.db.lock", path);
	fd = lock_open(path);
	if (fd < 0)
		give_up("no lock: %s", strerror(errno));
	stop_without_lock(fd);
	leave(LETTERS);
	if (!lock_take(fd, COMES_MS))
		give_up("the lock is not to be had");
	kill(notifier.pid, SIGCONT);
	wait_ms(KEPT_MS);
	check(heard_since() == 0 && still_runs(),
	    "the notifier waits, but not for ever");
	check(child_says(&notifier, "store.locked", COMES_MS),
	    "it says why it did not");
	lock_release(fd);
	close(fd);
	check(letters_gone(&desk, COMES_MS) && still_runs(), "and goes on");
	check_went(LETTERS, 0);
}

static void test_stopped(void)
{
	begin("it is stopped in mid-talk:");
	gateway_hold(true);
	leave(LETTERS);
	check(letters_heard(heard_before + GATEWAY_AT_ONCE, COMES_MS),
	    "the gateway has some");
	kill(notifier.pid, SIGSTOP);
	gateway_hold(false);
	wait_ms(AWAY_MS);
	check(heard_since() == GATEWAY_AT_ONCE, "nothing more comes");
	kill(notifier.pid, SIGCONT);
	check(letters_gone(&desk, COMES_MS) && still_runs(), "and goes on");
	check_went(LETTERS, 0);
}

/* ---- no more files ---- */

/* The first handle that it has not: beyond that there are none. */
static rlim_t handles_in_use(void)
{
	char path[60];
	rlim_t n = 0;

	do
		snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)notifier.pid,
		    (int)n);
	while (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 &&
	    n++ < 1024);
	return n;
}

/* Too few for the breaker, so that the rows alone say when. */
static void test_no_files(void)
{
	int64_t until = now_us() + (int64_t)COMES_MS * 1000;
	struct ctx *c;
	int64_t tries;

	begin("it may open no more files:");
	child_stop(&notifier, SIGTERM);
	notifier_start(&place, &notifier);
	limit(RLIMIT_NOFILE, handles_in_use());
	leave(2);
	do {
		wait_ms(20);
		tries = db_int(desk_again(&desk),
		    SQL("SELECT count(*) FROM outbox WHERE state = 'queued'"
			" AND tries > 0"),
		    NO_BIND, 0);
	} while (tries < 2 && now_us() < until);
	check(tries == 2 && heard_since() == 0 && still_runs(),
	    "what could not begin waits");
	limit(RLIMIT_NOFILE, 1024);
	c = desk_again(&desk);
	db_begin(c);
	db_run(c, SQL("UPDATE outbox SET next_at = $1 WHERE state = 'queued'"),
	    BIND(INT(c->now)));
	if (db_commit(c) != OK)
		give_up("nothing could be hurried");
	notifier_wake(&place);
	check(letters_gone(&desk, COMES_MS) && still_runs(), "and goes on");
	check_went(2, 0);
}

/* ---- the clock ---- */

static void set_clock(int seconds)
{
	char path[PATH_ROOM], next[PATH_ROOM], offset[20];

	place_file(&place, "clock", path);
	place_file(&place, "clock.next", next);
	snprintf(offset, sizeof offset, "%+ds\n", seconds);
	write_file(next, offset);
	if (rename(next, path) != 0)
		give_up("the clock cannot be set: %s", strerror(errno));
	letters_turn(seconds);
}

static bool beats_at(int seconds)
{
	int64_t until = now_us() + (int64_t)COMES_MS * 1000, beat;

	do {
		wait_ms(10);
		beat = db_int(desk_again(&desk),
		    SQL("SELECT seen_at FROM notifier"), NO_BIND, 0);
		if (llabs(beat - clock_now() - seconds) < TURN / 10)
			return true;
	} while (now_us() < until);
	return false;
}

static void start_turned(void)
{
	char clock[PATH_ROOM + 40], path[PATH_ROOM];
	const char *const more[] = { clock, "FAKETIME_NO_CACHE=1",
		"FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1", NULL };

	set_clock(0);
	place_file(&place, "clock", path);
	snprintf(clock, sizeof clock, "FAKETIME_TIMESTAMP_FILE=%s", path);
	notifier_launch_with(
	    &place, &notifier, "/usr/$LIB/faketime/libfaketimeMT.so.1", more);
	notifier_wait(&notifier);
}

/* Half of it while a batch is on its way. */
static void turn_to(int seconds, const char *what)
{
	begin(what);
	gateway_hold(true);
	leave(LETTERS);
	check(letters_heard(heard_before + GATEWAY_AT_ONCE, COMES_MS),
	    "the gateway has some");
	set_clock(seconds);
	gateway_hold(false);
	check(letters_gone(&desk, COMES_MS), "what was on its way arrives");
	leave(LETTERS);
	check(letters_gone(&desk, COMES_MS) && still_runs(),
	    "what is left after that goes");
	check(beats_at(seconds), "by the new time");
	check_went(2 * LETTERS, 0);
}

static void test_clock(void)
{
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "it ends in peace");
	start_turned();
	turn_to(-TURN, "the clock is set back by an hour:");
	turn_to(TURN, "the clock is set on by two:");
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 100);
	/* The children have it so too. */
	signal(SIGXFSZ, SIG_IGN);
	letters_place(&place, gateway_start(), "");
	desk_open(&desk, place.url, STORE_TOOL);
	letters_people(&desk, PEOPLE);
	notifier_start(&place, &notifier);
	test_full_disk();
	test_full_meanwhile();
	test_lock();
	test_stopped();
	test_no_files();
	test_clock();
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "it ends in peace");
	desk_close(&desk);
	place_remove(&place);
	return fault_end();
}
