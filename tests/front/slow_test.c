/* Whoever is slow takes nothing from the others: five hundred connections that
 * send, listen or shake hands as slowly as they can, and beside them people
 * who want a page. And each that is slow is ended when its time is over. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front.h"

#define QUIET_MS    2000 /* of an attack, with nobody beside it */
#define CROWD_MS    2000 /* with people beside it */
#define PEOPLE      2    /* one keeps a connection, the other never does */
#define ASKED_MOST  200000
#define P99_MOST_US (SANITIZED ? 400000 : 100000)
#define CPU_MOST    20 /* percent of a core */
#define IDLE_MOST   5  /* the same, of those who say nothing */
#define PAGE        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

static const char *const kind_names[SLOW_KINDS] = { "headers", "bodies",
	"handshakes", "readers" };

/* ---- people ---- */

struct person_asking {
	pthread_t thread;
	int port;
	bool keeps;
	int64_t asked, wrong;
	int64_t took_us[ASKED_MOST];
};

static struct person_asking people[PEOPLE];
static atomic_bool go_home;

static void *ask_on(void *arg)
{
	static _Thread_local char answer[65536];
	struct person_asking *p = arg;
	int fd = -1;

	while (!atomic_load(&go_home) && p->asked < ASKED_MOST) {
		int64_t began = now_us();

		if (fd < 0)
			fd = dial_from(NULL, p->port);
		if (http_ask(fd, PAGE, answer, sizeof answer) != 200)
			p->wrong++;
		p->took_us[p->asked++] = now_us() - began;
		if (fd >= 0 && (!p->keeps || is_last(answer))) {
			hang_up(fd); /* thousands that linger slow us down */
			fd = -1;
		}
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

struct served {
	int64_t asked, wrong, p99_us;
};

/* What becomes of people who ask one page after the other for that long. */
static struct served serve_people(int port, int ms)
{
	static int64_t all[PEOPLE * ASKED_MOST];
	struct served s = { 0 };

	atomic_store(&go_home, false);
	for (int i = 0; i < PEOPLE; i++) {
		people[i].port = port;
		people[i].keeps = i % 2 == 0;
		people[i].asked = people[i].wrong = 0;
		if (pthread_create(
			&people[i].thread, NULL, ask_on, &people[i]) != 0)
			give_up("no thread");
	}
	wait_ms(ms);
	atomic_store(&go_home, true);
	for (int i = 0; i < PEOPLE; i++) {
		pthread_join(people[i].thread, NULL);
		memcpy(all + s.asked, people[i].took_us,
		    (size_t)people[i].asked * sizeof *all);
		s.asked += people[i].asked;
		s.wrong += people[i].wrong;
	}
	s.p99_us = percentile(all, (size_t)s.asked, 99);
	return s;
}

/* ---- attacks ---- */

static int cpu_percent(const struct front *f, int64_t before, int64_t since)
{
	return (int)((child_cpu_us(&f->portal) - before) * 100 /
	    (now_us() - since));
}

static void wait_for_peace(const struct front *f, int handles)
{
	int64_t until = now_us() + 5000000;

	while (child_handles(&f->portal) > handles && now_us() < until)
		wait_ms(20);
}

/* What a page takes in peace is what this machine is worth just now. */
static void suffer(const struct front *f, enum slowness kind, bool capped,
    const struct served *peace)
{
	struct attack a = { .kind = kind, .front = f, .count = SLOW_MOST };
	int64_t cpu = child_cpu_us(&f->portal), since = now_us();
	int64_t most = P99_MOST_US + 2 * peace->p99_us;
	int handles = child_handles(&f->portal), percent;
	struct served s;

	attack_begin(&a);
	wait_ms(QUIET_MS);
	percent = cpu_percent(f, cpu, since);
	s = serve_people(f->plain, CROWD_MS);
	attack_end();
	if (capped)
		check(a.held >= 60 && a.held <= 64,
		    "slow %s: %d of %d get in (%" PRId64 " times one of them"
		    " was told no)",
		    kind_names[kind], a.held, a.count, a.turned_away);
	else
		check(a.held >= SLOW_MOST - 10,
		    "slow %s: all %d get in and stay", kind_names[kind],
		    a.held);
	check(s.wrong == 0 && s.asked >= 10,
	    "beside them %" PRId64 " of %" PRId64 " pages are had",
	    s.asked - s.wrong, s.asked);
	check(s.p99_us < most, "99 of 100 in less than %" PRId64 " ms: %.1f ms",
	    most / 1000, (double)s.p99_us / 1000);
	if (SANITIZED)
		tell("they take %d %% of a core", percent);
	else
		check(percent < CPU_MOST, "they take %d %% of a core", percent);
	wait_for_peace(f, handles + 4);
}

static void test_attacks(const char *settings, bool capped)
{
	struct served peace;
	struct front f;

	front_make(&f, settings);
	peace = serve_people(f.plain, 1000);
	tell("in peace %" PRId64 " pages are had, 99 of 100 in %.1f ms",
	    peace.asked - peace.wrong, (double)peace.p99_us / 1000);
	for (int kind = 0; kind < SLOW_KINDS; kind++)
		suffer(&f, (enum slowness)kind, capped, &peace);
	check(front_end(&f), "the portal ends in peace");
}

/* Those who connect to the TLS port and say nothing. */
static void test_idle(void)
{
	static const int counts[] = { 1, 4, 64 };
	struct front f;
	int fd[64];

	front_make(&f, "");
	for (size_t i = 0; i < COUNT(counts); i++) {
		int64_t cpu = child_cpu_us(&f.portal), since = now_us();
		int percent;

		for (int k = 0; k < counts[i]; k++)
			fd[k] = dial_from(NULL, f.tls);
		wait_ms(QUIET_MS);
		percent = cpu_percent(&f, cpu, since);
		for (int k = 0; k < counts[i]; k++)
			hang_up(fd[k]);
		if (SANITIZED)
			tell("%d idle TLS: %d %%", counts[i], percent);
		else
			check(percent < IDLE_MOST,
			    "%d idle TLS connections take %d %% of a core",
			    counts[i], percent);
	}
	check(front_end(&f), "the portal ends in peace");
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 100);
	deadlines_begin();
	test_idle();
	test_attacks("", true);
	test_attacks("per_address = 600\nthreads = 1024\n", false);
	deadlines_end();
	return fault_end();
}
