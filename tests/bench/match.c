#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/grow.h"

#include "match_index.h"
#include "municipality.h"
#include "person.h"
#include "work_function.h"

#include "bench.h"
#include "region.h"

#define TASKS        1000
#define ROUNDS       5
#define UPDATES      100000
#define SQL_CITIZENS 10000
#define SQL_TASKS    60

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- what memory can do ---- */

/* Bytes a nanosecond, read one after another from what no cache holds. */
static double bandwidth(void)
{
	size_t room = 0, count = (size_t)16 << 20;
	uint64_t *words = grow_exact(NULL, &room, count, sizeof *words);
	uint64_t sum = 0;
	double best = 0;

	for (int round = 0; round < 4; round++) {
		int64_t began = now_ns();
		double rate;

		for (size_t i = 0; i < count; i++)
			sum += words[i]++;
		rate = (double)(count * sizeof *words) /
		    (double)(now_ns() - began);
		best = rate > best ? rate : best;
	}
	if (sum == 1)
		printf("# %" PRIu64 "\n", sum); /* so that it is read */
	grow_free(words);
	return best;
}

/* ---- a size ---- */

struct timing {
	int64_t ns[TASKS];
	double found, floor_ns; /* of a task, in the middle */
};

/* Of each task the best of some rounds: what others do on the machine is not
 * the index's. The rounds go through all tasks, so that no task finds in the
 * cache what it has just read. */
static void ask(struct region *k, struct timing *t, double rate)
{
	static struct match_query q[TASKS];
	struct match_hit hits[MATCH_MOST];
	size_t found = 0, bytes = 0;

	for (int i = 0; i < TASKS; i++)
		region_task(k, i, &q[i]);
	for (int i = 0; i < TASKS * ROUNDS; i++) {
		int64_t began = now_ns(), took;
		int n = i % TASKS;

		found += match_index_find(k->ix, &q[n], MATCH_MOST, hits);
		took = now_ns() - began;
		if (i < TASKS || took < t->ns[n])
			t->ns[n] = took;
	}
	for (int i = 0; i < TASKS; i++)
		bytes += match_index_touched(k->ix, &q[i]);
	t->found = (double)found / TASKS / ROUNDS;
	t->floor_ns = (double)bytes / TASKS / rate;
}

static void say(const char *name, struct timing *t, int64_t citizens)
{
	double p50 = (double)percentile(t->ns, TASKS, 50) / 1e6;
	double p99 = (double)percentile(t->ns, TASKS, 99) / 1e6;
	char beside[120], what[160];

	snprintf(beside, sizeof beside,
	    "p50=%.3fms found=%.1f yardstick=%.4fms ratio=%.1f", p50, t->found,
	    t->floor_ns / 1e6, p50 * 1e6 / t->floor_ns);
	snprintf(what, sizeof what,
	    "the 50 whom a task suits best, of %" PRId64
	    " people, index in memory; against reading what it reads at full "
	    "speed",
	    citizens);
	figure(name, p99, "ms", beside, what);
}

/* Somebody is put in again: one in four with other functions or elsewhere, as
 * often as that may be; the others were asked, answered, paused. */
static double update_us(struct region *k)
{
	struct region other = *k;
	struct match_person p;
	int64_t spent = 0;

	other.past = 77;
	other.v.seed = k->v.seed;
	for (int64_t i = 0; i < UPDATES; i++) {
		int64_t who = (i * 7919) % k->citizens, began;

		region_person(&other, who, &p);
		if (i % 4 == 0)
			p.east_m += 5000;
		if (i % 4 == 0 && p.skills != NULL)
			p.skills = p.skills->next;
		began = now_ns();
		match_index_put(k->ix, &p);
		spent += now_ns() - began;
	}
	return (double)spent / UPDATES / 1000;
}

/* What an employer who types waits for: this day, and seven around it. */
static void preview(struct region *k)
{
	static int64_t ns[TASKS / 4];
	struct match_counts counts;
	struct match_query q;
	char beside[80];

	for (int i = 0; i < TASKS / 4; i++) {
		int64_t began = now_ns();

		region_task(k, i, &q);
		for (int day = 0; day < 8; day++)
			match_index_counts(k->ix, &q, &counts);
		ns[i] = now_ns() - began;
	}
	snprintf(beside, sizeof beside, "p50=%.1fms yardstick=50ms ratio=%.2f",
	    (double)percentile(ns, TASKS / 4, 50) / 1e6,
	    (double)percentile(ns, TASKS / 4, 99) / 5e7);
	figure("match_preview_100k_p99_ms",
	    (double)percentile(ns, TASKS / 4, 99) / 1e6, "ms", beside,
	    "how many of 100000 could, and how many more on seven other days; "
	    "against what we allow");
}

static void measure(const char *name, int64_t citizens, double rate)
{
	static struct region k;
	static struct timing t;
	char beside[120];
	int64_t began;
	double bytes, build_ms;

	region_begin(&k, citizens);
	began = now_ns();
	region_fill(&k);
	build_ms = (double)(now_ns() - began) / 1e6;
	bytes = (double)match_index_bytes(k.ix) / (double)citizens;
	ask(&k, &t, rate);
	say(name, &t, citizens);
	printf("# %" PRId64
	       " people: %.1f bytes each, made and put in %.0f ms\n",
	    citizens, bytes, build_ms);
	if (citizens == 100000)
		preview(&k);
	if (citizens == 1000000) {
		double floor = t.floor_ns;

		snprintf(beside, sizeof beside, "ours=%.3fms yardstick=%.3fms",
		    (double)percentile(t.ns, TASKS, 50) / 1e6, floor / 1e6);
		figure("match_1m_floor_ratio",
		    (double)percentile(t.ns, TASKS, 50) / floor, "x", beside,
		    "the middle task of a million, against memory alone");
		snprintf(beside, sizeof beside, "yardstick=80B ratio=%.2f",
		    bytes / 80);
		figure("match_bytes_per_citizen", bytes, "B", beside,
		    "memory of the index, all of it, against what we allow");
		bytes = update_us(&k);
		snprintf(beside, sizeof beside, "yardstick=5us ratio=%.2f",
		    bytes / 5);
		figure("match_update_us", bytes, "us", beside,
		    "somebody is put in again, one in four with all postings "
		    "moved; against what we allow");
	}
	match_index_free(k.ix);
}

/* ---- the same from the rows ---- */

static void fill(struct desk *d)
{
	struct ctx *c = desk_again(d);
	const struct consideration need = { "ro", "Der er ro", "Ro" };
	struct town t;

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < REGION_FUNCTIONS; i++)
		town_function(c, mem_printf(c, "function-%02d", i));
	consideration_add(c, &need);
	person_give_role(c, t.mentor, t.municipality, ROLE_CONSULTANT, 0);
	rule_add(c, t.municipality, RULE_ANSWER_IS_FREE "gruppe-b", 0, 1, "a");
	if (db_commit(c) != OK ||
	    invent_fill(d->store, 7, SQL_CITIZENS, SQL_TASKS, c->now) != OK)
		give_up("nobody could be invented");
}

/* How long building takes from rows, and how many lists differ. */
static void compare(struct desk *d, int64_t ns[SQL_TASKS], int *differ)
{
	struct match_index *ix = match_index_new();
	struct ids tasks;
	int64_t id[SQL_TASKS], began = now_ns();

	if (!match_index_build(ix, d->store, clock_now()))
		give_up("no index");
	printf("# %d people are read from rows in %.0f ms\n", SQL_CITIZENS,
	    (double)(now_ns() - began) / 1e6);
	tasks = db_ids(desk_again(d),
	    SQL("SELECT id FROM task ORDER BY id LIMIT $1"),
	    BIND(INT(SQL_TASKS)));
	memcpy(id, tasks.id, sizeof id);
	for (int i = 0; i < SQL_TASKS; i++) {
		struct ctx *c = desk_again(d);
		struct match_hit hits[MATCH_MOST] = { { 0 } };
		struct match_query q;
		const struct match *list;
		size_t count, found = 0;

		began = now_ns();
		list = match_find(c, id[i], MATCH_MOST, &count);
		ns[i] = now_ns() - began;
		if (match_query_load(c, ix, id[i], &q))
			found = match_index_find(ix, &q, MATCH_MOST, hits);
		*differ += found != count;
		for (size_t k = 0; k < count && found == count; k++)
			*differ += hits[k].citizen != list[k].citizen;
	}
	match_index_free(ix);
}

static void measure_rows(void)
{
	static int64_t ns[SQL_TASKS];
	struct place p;
	struct desk d;
	char beside[120];
	int differ = 0;

	place_make(&p, "");
	desk_open(&d, p.url, STORE_TOOL);
	fill(&d);
	compare(&d, ns, &differ);
	desk_close(&d);
	place_remove(&p);
	snprintf(beside, sizeof beside, "p50=%.1fms lists that differ: %d",
	    (double)percentile(ns, SQL_TASKS, 50) / 1e6, differ);
	figure("match_sql_10k_p99_ms",
	    (double)percentile(ns, SQL_TASKS, 99) / 1e6, "ms", beside,
	    "the same 50 of 10000 people by SQL alone, with no index in "
	    "memory");
}

void bench_match(void)
{
	double rate = bandwidth();

	printf("# memory is read at %.1f GB/s\n", rate);
	stand_on(CORE_SERVER);
	measure("match_10k_p99_ms", 10000, rate);
	measure("match_100k_p99_ms", 100000, rate);
	measure("match_1m_p99_ms", 1000000, rate);
	stand_on(CORE_ANY);
	measure_rows();
}
