#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"

#include "wave.h"

#include "bench.h"
#include "region.h"

#define CITIZENS 10000
#define TASKS    1000
#define ROUNDS   5

static struct wave_wish wishes[TASKS * MATCH_MOST];
static size_t count;
static int64_t places[TASKS];

static int64_t number_of(const struct wave_wish *w)
{
	return (w->citizen - region_id(0)) / (region_id(1) - region_id(0));
}

static void ask_index(struct region *k)
{
	struct match_hit hits[MATCH_MOST];

	count = 0;
	for (int task = 0; task < TASKS; task++) {
		struct match_query q;
		size_t found;

		region_task(k, task, &q);
		places[task] = 1 + task % 3;
		found = match_index_find(k->ix, &q, MATCH_MOST, hits);
		for (size_t i = 0; i < found; i++)
			wishes[count++] = (struct wave_wish) { .task = task,
				.citizen = hits[i].citizen,
				.cost = hits[i].cost };
	}
}

/* What a wave is instead of: each task takes the best that are left, in the
 * order in which they were posted. */
static void take_in_turn(void)
{
	static bool asked[CITIZENS];

	memset(asked, 0, sizeof asked);
	for (size_t i = 0; i < count; i++) {
		struct wave_wish *w = &wishes[i];
		bool *they = &asked[number_of(w)];

		w->given = places[w->task] > 0 && !*they;
		*they = *they || w->given;
		places[w->task] -= w->given;
	}
}

/* Pairs of somebody and a task that would both rather have had each other. */
static int64_t envy(void)
{
	static int64_t has[CITIZENS], worst[TASKS];
	int64_t pairs = 0;

	for (int i = 0; i < CITIZENS; i++)
		has[i] = INT64_MAX;
	for (int t = 0; t < TASKS; t++)
		worst[t] = places[t] > 0 ? INT64_MAX : INT64_MIN;
	for (size_t i = 0; i < count; i++) {
		const struct wave_wish *w = &wishes[i];

		if (!w->given)
			continue;
		has[number_of(w)] = w->cost;
		if (w->cost > worst[w->task])
			worst[w->task] = w->cost;
	}
	for (size_t i = 0; i < count; i++) {
		const struct wave_wish *w = &wishes[i];

		pairs += !w->given && w->cost < has[number_of(w)] &&
		    w->cost < worst[w->task];
	}
	return pairs;
}

static int64_t filled(void)
{
	int64_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += wishes[i].given;
	return n;
}

static double one_round(struct region *k, struct arena *mem)
{
	struct ctx c = { .mem = mem };
	int64_t began = now_us();

	ask_index(k);
	wave_assign(&c, wishes, count, places);
	arena_reset(mem);
	return (double)(now_us() - began) / 1000;
}

void bench_wave(void)
{
	static struct region k;
	struct arena *mem = arena_new();
	double best = 0;
	int64_t in_turn, in_turn_filled;
	char beside[160];

	stand_on(CORE_SERVER);
	region_begin(&k, CITIZENS);
	region_fill(&k);
	ask_index(&k);
	take_in_turn();
	in_turn = envy();
	in_turn_filled = filled();
	for (int i = 0; i < ROUNDS; i++) {
		double ms = one_round(&k, mem);

		best = i == 0 || ms < best ? ms : best;
	}
	snprintf(beside, sizeof beside, "yardstick=50ms ratio=%.2f", best / 50);
	figure("wave_1000_ms", best, "ms", beside,
	    "1,000 tasks that want the same 10,000 people: whom each suits, "
	    "and who gets whom; against what we allow");
	snprintf(beside, sizeof beside,
	    "filled=%" PRId64 " in turn: %" PRId64 " pairs, filled=%" PRId64,
	    filled(), in_turn, in_turn_filled);
	figure("wave_envy_pairs", (double)envy(), "pairs", beside,
	    "people and tasks that would both rather have had each other, "
	    "against a wave that serves tasks in the order they were posted");
	match_index_free(k.ix);
	arena_free(mem);
	stand_on(CORE_ANY);
}
