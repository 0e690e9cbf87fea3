#include "../bench/region.h"
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#define PEOPLE 20000
#define TASKS  150

static struct region region;

static int region_open(void **state)
{
	if (bare_open(state) != 0)
		return -1;
	region_begin(&region, PEOPLE);
	region_fill(&region);
	return 0;
}

static int region_close(void **state)
{
	match_index_free(region.ix);
	return bare_close(state);
}

static int by_cost(const void *a, const void *b)
{
	const struct match_hit *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->citizen > y->citizen) - (x->citizen < y->citizen);
}

/* Everybody is asked, one after another. */
static size_t plain(const struct match_query *q, struct match_hit *hits)
{
	int64_t parts[MATCH_PARTS];
	size_t count = 0;

	for (int64_t i = 0; i < PEOPLE; i++) {
		struct match_citizen z;

		if (match_index_citizen(region.ix, q, region_id(i), &z) &&
		    match_rules(&z, &q->t) == 0)
			hits[count++] = (struct match_hit) { z.id,
				match_cost(&z, &q->t, parts) };
	}
	qsort(hits, count, sizeof *hits, by_cost);
	return count < MATCH_MOST ? count : MATCH_MOST;
}

/* How many lists were full, so that some were left out. */
static int assert_rings_miss_nobody(int from)
{
	static struct match_hit all[PEOPLE], found[MATCH_MOST];
	int full = 0;

	for (int i = from; i < from + TASKS; i++) {
		struct match_query q;
		size_t count;

		region_task(&region, i, &q);
		count = plain(&q, all);
		assert_int_equal(
		    match_index_find(region.ix, &q, MATCH_MOST, found), count);
		for (size_t k = 0; k < count; k++) {
			assert_int_equal(found[k].citizen, all[k].citizen);
			assert_int_equal(found[k].cost, all[k].cost);
		}
		full += count == MATCH_MOST;
	}
	return full;
}

static void rings_miss_nobody(void **state)
{
	(void)state;
	assert_true(assert_rings_miss_nobody(0) > TASKS / 10);
}

/* Somebody who can at all times, and does not live far away. */
static void put_one(struct match_index *ix, int64_t id, int64_t east_m,
    int score, const struct match_note *notes)
{
	const struct match_skill skill = { .score = score, .best = score };
	struct match_person p = { .id = id,
		.released = true,
		.consents = true,
		.ceiling_minutes = 2220,
		.east_m = east_m,
		.travel_m = 60000,
		.skills = &skill,
		.notes = notes };

	for (int day = 1; day <= 7; day++)
		match_grid_add(&p.week, day, 0, 1440);
	match_grid_end(&p.week);
	match_index_put(ix, &p);
}

/* Fifty nearby would do; far away lives somebody who has worked
 * there, and then, of a series, at this very thing. */
static void who_has_worked_there_is_not_passed_by(void **state)
{
	const struct match_note other = { .kind = NOTE_EMPLOYER, .id = 8 };
	const struct match_note job = {
		.kind = NOTE_JOB, .id = 9, .to = INT32_MAX
	};
	struct match_note there = { .kind = NOTE_EMPLOYER, .id = 9 };
	struct match_index *ix = match_index_new();
	struct match_hit hits[MATCH_MOST];
	struct match_query q = { .now = c.now, .free_no = { true } };

	(void)state;
	q.t = (struct match_task) { .starts_at = c.now + DAY,
		.ends_at = c.now + DAY + HOUR,
		.employer_id = 9,
		.workplace_id = 9,
		.least_score = 4,
		.offers_open = 2,
		.offers_week = 3 };
	assert_true(match_task_times(&q.t));
	match_index_name(ix, NAMES_FUNCTION, "pakning", true);
	for (int i = 0; i < MATCH_MOST; i++)
		put_one(ix, 100 + i, 0, 6, NULL);
	put_one(ix, 1, 20000, 6, &there);
	assert_int_equal(match_index_find(ix, &q, MATCH_MOST, hits), 50);
	assert_int_equal(hits[49].cost, 15 - 105);
	assert_int_equal(hits[0].citizen, 1);
	assert_int_equal(hits[0].cost, 20 + 15 - 105 - 30);
	/* Also for who has worked for several, in whatever order. */
	there.next = &other;
	put_one(ix, 1, 20000, 6, &there);
	match_index_find(ix, &q, MATCH_MOST, hits);
	assert_int_equal(hits[0].citizen, 1);
	there.next = &job;
	q.t.series = true;
	put_one(ix, 1, 50000, 9, &there);
	match_index_find(ix, &q, MATCH_MOST, hits);
	assert_int_equal(hits[0].citizen, 1);
	assert_int_equal(hits[0].cost, 50 + 60 - 105 - 30 - 150);
	match_index_free(ix);
}

static void who_travels_across_the_earth_slows_nobody_out(void **state)
{
	struct match_person p;

	(void)state;
	region_person(&region, 5, &p);
	p.travel_m = INT64_MAX;
	p.east_m = INT64_MAX;
	match_index_put(region.ix, &p);
	assert_rings_miss_nobody(0);
}

/* Everybody again, with another past; some moved, some know something else. */
static void change_all(void)
{
	region.past = 4711;
	for (int64_t i = 0; i < PEOPLE; i++) {
		struct match_person p;

		region_person(&region, i, &p);
		if (i % 3 == 0)
			p.east_m += 7000;
		if (i % 4 == 0 && p.skills != NULL)
			p.skills = p.skills->next;
		match_index_put(region.ix, &p);
	}
}

static void what_changes_is_found_where_it_is_now(void **state)
{
	size_t bytes = match_index_bytes(region.ix);

	(void)state;
	change_all();
	assert_int_equal(match_index_count(region.ix), PEOPLE);
	assert_rings_miss_nobody(TASKS);
	for (int64_t i = 0; i < PEOPLE; i += 2)
		match_index_remove(region.ix, region_id(i));
	match_index_trim(region.ix);
	assert_int_equal(match_index_count(region.ix), PEOPLE / 2);
	assert_true(match_index_bytes(region.ix) < bytes * 7 / 10);
	assert_rings_miss_nobody(0);
}

/* The same people under other ids: the same costs, and the same people but for
 * who ties. */
static void ids_decide_nothing_but_ties(void **state)
{
	static struct match_hit a[MATCH_MOST], b[MATCH_MOST];
	struct match_index *other = match_index_new();
	struct match_index *mine = region.ix;
	struct match_person p;

	(void)state;
	for (int64_t i = 0; i < PEOPLE; i++) {
		region_person(&region, i, &p);
		p.id = region_id(i * 7919 % PEOPLE);
		match_index_put(other, &p);
	}
	/* Names were given to the region's alone; the numbers are the same. */
	for (int i = 0; i < REGION_FUNCTIONS; i++)
		match_index_name(
		    other, NAMES_FUNCTION, mem_printf(&c, "%d", i), true);
	for (int i = 0; i < TASKS; i++) {
		struct match_query q;
		size_t count;

		region_task(&region, i, &q);
		count = match_index_find(mine, &q, MATCH_MOST, a);
		assert_int_equal(
		    match_index_find(other, &q, MATCH_MOST, b), count);
		for (size_t k = 0; k < count; k++) {
			bool tied = k + 1 == count ||
			    a[k].cost == a[k + 1].cost ||
			    (k > 0 && a[k].cost == a[k - 1].cost);
			int64_t number = (a[k].citizen - region_id(0)) / 7;

			assert_int_equal(a[k].cost, b[k].cost);
			if (!tied)
				assert_int_equal(b[k].citizen,
				    region_id(number * 7919 % PEOPLE));
		}
	}
	match_index_free(other);
}

static void the_same_seed_is_the_same_town(void **state)
{
	struct invented_citizen a, b;
	struct invent v, w;
	int differ = 0;

	(void)state;
	invent_begin(&v, 7, 5000, 20, 6);
	invent_begin(&w, 7, 5000, 20, 6);
	for (int i = 4999; i >= 0; i--) {
		invent_citizen(&v, i, &a);
		invent_citizen(&w, i, &b);
		assert_memory_equal(&a, &b, sizeof a);
		assert_true(a.skills >= 1 && a.skills <= INVENT_SKILLS);
		assert_true(a.hours <= INVENT_HOURS);
		for (int k = 0; k < a.hours; k++)
			assert_true(a.hour[k].from < a.hour[k].to &&
			    a.hour[k].to <= 1440);
	}
	invent_begin(&w, 8, 5000, 20, 6);
	for (int i = 0; i < 100; i++) {
		invent_citizen(&v, i, &a);
		invent_citizen(&w, i, &b);
		differ += memcmp(&a, &b, sizeof a) != 0;
	}
	assert_true(differ > 95);
}

/* ---- in the database ---- */

static void a_town_is_filled_once(void **state)
{
	struct match_index *ix = match_index_new();
	size_t found = 0, count;

	(void)state;
	next();
	assert_int_equal(invent_fill(store, 7, 1500, 40, c.now), OK);
	assert_int_equal(invent_fill(store, 7, 1500, 40, c.now), ERR_CONFLICT);
	assert_int_equal(one(SQL("SELECT count(*) FROM citizen"), NO_BIND),
	    1501); /* and Amir */
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM task WHERE state = 'open'"), NO_BIND),
	    40);
	assert_int_equal(one(SQL("SELECT count(*) FROM offer"), NO_BIND), 0);
	/* And the index finds in it what the rows say. */
	assert_true(match_index_build(ix, store, c.now));
	assert_int_equal(match_index_count(ix), 1501);
	for (int i = 0; i < 40; i++) {
		int64_t task = one(SQL("SELECT id FROM task ORDER BY id"
				       " LIMIT 1 OFFSET $1"),
		    BIND(INT(i)));
		const struct match *list = match_find(
		    &c, task, MATCH_MOST, &count);
		struct match_hit hits[MATCH_MOST];
		struct match_query q;

		assert_true(match_query_load(&c, ix, task, &q));
		assert_int_equal(
		    match_index_find(ix, &q, MATCH_MOST, hits), count);
		for (size_t k = 0; k < count; k++)
			assert_int_equal(hits[k].citizen, list[k].citizen);
		found += count;
		next();
	}
	assert_true(found > 100);
	match_index_free(ix);
}

#define REGION(test) \
	cmocka_unit_test_setup_teardown(test, region_open, region_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		REGION(rings_miss_nobody),
		cmocka_unit_test_setup_teardown(
		    who_has_worked_there_is_not_passed_by, bare_open,
		    bare_close),
		REGION(who_travels_across_the_earth_slows_nobody_out),
		REGION(what_changes_is_found_where_it_is_now),
		REGION(ids_decide_nothing_but_ties),
		cmocka_unit_test_setup_teardown(
		    the_same_seed_is_the_same_town, bare_open, bare_close),
		cmocka_unit_test_setup_teardown(
		    a_town_is_filled_once, world_open, world_close),
	};

	return cmocka_run_group_tests_name("invent", tests, NULL, NULL);
}
