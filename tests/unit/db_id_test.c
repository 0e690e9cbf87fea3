#include "thing.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void ids_grow_and_are_never_the_same(void **state)
{
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t id = db_new_id(&c);

		assert_true(id > last);
		last = id;
	}
	assert_int_equal(last >> 8 & 15, STORE_PORTAL);
}

struct maker {
	pthread_t thread;
	int64_t id[3000];
};

static void *make_ids(void *arg)
{
	struct maker *m = arg;

	for (size_t i = 0; i < COUNT(m->id); i++)
		m->id[i] = db_new_id(&c);
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void ids_of_threads_are_never_the_same(void **state)
{
	static struct maker makers[4];
	static int64_t all[4 * 3000];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		pthread_create(&makers[i].thread, NULL, make_ids, &makers[i]);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(makers[i].thread, NULL);
		memcpy(all + i * 3000, makers[i].id, sizeof makers[i].id);
	}
	qsort(all, COUNT(all), sizeof all[0], by_number);
	for (size_t i = 1; i < COUNT(all); i++)
		assert_true(all[i] > all[i - 1]);
}

static void reopen(enum store_program program)
{
	char why[200];

	db_leave(c.db);
	store_close(store);
	store = store_open(
	    mem_printf(&c, "sqlite:%s/test.db", folder), program, false, why);
	assert_non_null(store);
	c.db = db_join(store, c.mem);
}

/* The clock went back: ids in the file are of a time to come. */
static void ids_grow_though_the_clock_goes_back(void **state)
{
	int64_t future = db_new_id(&c) + ((int64_t)400 * DAY * 1000 << 12);

	(void)state;
	change(SQL("INSERT INTO thing (id) VALUES ($1)"), BIND(INT(future)));
	reopen(STORE_PORTAL);
	assert_true(db_new_id(&c) > future);
	assert_int_equal(db_new_id(&c) >> 8 & 15, STORE_PORTAL);
	reopen(STORE_NOTIFIER);
	assert_true(db_new_id(&c) > future);
	assert_int_equal(db_new_id(&c) >> 8 & 15, STORE_NOTIFIER);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, table_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ids_grow_and_are_never_the_same),
		TEST(ids_of_threads_are_never_the_same),
		TEST(ids_grow_though_the_clock_goes_back),
	};

	return cmocka_run_group_tests_name("db_id", tests, NULL, NULL);
}
