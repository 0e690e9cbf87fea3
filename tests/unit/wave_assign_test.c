/* Who gets whom when several tasks want the same people. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "wave.h"

#define TASKS  12
#define PEOPLE 30
#define WISHES (TASKS * PEOPLE)

static struct wave_wish wishes[WISHES];
static size_t count;
static int64_t places[TASKS];

static void wish(int task, int64_t citizen, int64_t cost)
{
	wishes[count++] = (struct wave_wish) {
		.task = task, .citizen = citizen, .cost = cost
	};
}

static void invent(unsigned seed)
{
	srand(seed);
	count = 0;
	for (int t = 0; t < TASKS; t++) {
		places[t] = rand() % 4;
		for (int z = 1; z <= PEOPLE; z++)
			if (rand() % 3 == 0)
				wish(t, z, rand() % 9 - 4);
	}
}

/* As each sees it: less is dearer to them. */
static bool task_prefers(const struct wave_wish *a, const struct wave_wish *b)
{
	return a->cost < b->cost ||
	    (a->cost == b->cost && a->citizen < b->citizen);
}

static bool person_prefers(const struct wave_wish *a, const struct wave_wish *b)
{
	return a->cost < b->cost || (a->cost == b->cost && a->task < b->task);
}

/* Deferred acceptance as the books have it: everybody goes to the task that
 * they would like best of those that have not turned them away; a task keeps
 * the best that have come and turns the others away. */
static void accept_deferred(const int64_t room[TASKS], int given[PEOPLE + 1])
{
	static bool turned_away[WISHES];
	bool changed = true;

	memset(turned_away, 0, sizeof turned_away);
	while (changed) {
		changed = false;
		for (int z = 1; z <= PEOPLE; z++) {
			int best = -1;

			for (size_t i = 0; i < count; i++)
				if (wishes[i].citizen == z && !turned_away[i] &&
				    (best < 0 ||
					person_prefers(
					    &wishes[i], &wishes[best])))
					best = (int)i;
			given[z] = best;
		}
		for (size_t i = 0; i < count; i++) {
			const struct wave_wish *w = &wishes[i];
			int64_t better = 0;

			if (given[w->citizen] != (int)i)
				continue;
			for (int z = 1; z <= PEOPLE; z++)
				better += given[z] >= 0 &&
				    wishes[given[z]].task == w->task &&
				    task_prefers(&wishes[given[z]], w);
			if (better >= room[w->task]) {
				turned_away[i] = changed = true;
			}
		}
	}
}

static const struct wave_wish *given_to(int64_t citizen)
{
	for (size_t i = 0; i < count; i++)
		if (wishes[i].citizen == citizen && wishes[i].given)
			return &wishes[i];
	return NULL;
}

static void it_is_what_deferred_acceptance_comes_to(void **state)
{
	static int given[PEOPLE + 1];

	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		int task_of[PEOPLE + 1];

		invent(seed);
		accept_deferred(places, given);
		for (int z = 1; z <= PEOPLE; z++)
			task_of[z] = given[z] < 0 ? -1 : wishes[given[z]].task;
		wave_assign(&c, wishes, count, places);
		for (int z = 1; z <= PEOPLE; z++) {
			const struct wave_wish *w = given_to(z);

			assert_int_equal(w != NULL ? w->task : -1, task_of[z]);
		}
	}
}

static bool has_worse(const struct wave_wish *w)
{
	for (size_t i = 0; i < count; i++)
		if (wishes[i].given && wishes[i].task == w->task &&
		    task_prefers(w, &wishes[i]))
			return true;
	return places[w->task] > 0;
}

static void nobody_envies_anybody(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		invent(seed);
		wave_assign(&c, wishes, count, places);
		for (size_t i = 0; i < count; i++) {
			const struct wave_wish *has = given_to(
			    wishes[i].citizen);

			if (!wishes[i].given &&
			    (has == NULL || person_prefers(&wishes[i], has)))
				assert_false(has_worse(&wishes[i]));
		}
	}
}

static void one_task_each_and_no_more_than_there_are_places(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		int64_t had[TASKS], got[TASKS] = { 0 };
		int of[PEOPLE + 1] = { 0 };

		invent(seed);
		memcpy(had, places, sizeof had);
		wave_assign(&c, wishes, count, places);
		for (size_t i = 0; i < count; i++) {
			got[wishes[i].task] += wishes[i].given;
			of[wishes[i].citizen] += wishes[i].given;
		}
		for (int t = 0; t < TASKS; t++)
			assert_int_equal(got[t] + places[t], had[t]);
		for (int z = 1; z <= PEOPLE; z++)
			assert_true(of[z] <= 1);
	}
}

static void whom_two_want_goes_where_it_costs_least(void **state)
{
	(void)state;
	count = 0;
	wish(0, 7, 5); /* first posted, but dearer */
	wish(1, 7, 3);
	wish(0, 9, 8);
	places[0] = places[1] = 1;
	wave_assign(&c, wishes, count, places);
	assert_int_equal(given_to(7)->task, 1);
	assert_int_equal(given_to(9)->task, 0);
}

static void of_nothing_nothing_is_given(void **state)
{
	(void)state;
	count = 0;
	wave_assign(&c, wishes, count, places);
	wish(0, 7, 5);
	places[0] = 0;
	wave_assign(&c, wishes, count, places);
	assert_null(given_to(7));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_what_deferred_acceptance_comes_to),
		TEST(nobody_envies_anybody),
		TEST(one_task_each_and_no_more_than_there_are_places),
		TEST(whom_two_want_goes_where_it_costs_least),
		TEST(of_nothing_nothing_is_given),
	};

	return cmocka_run_group_tests_name("wave_assign", tests, NULL, NULL);
}
