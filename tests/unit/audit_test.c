#include "chain.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 120 /* rows that each of several adds */

/* ---- what is noted ---- */

static void a_row_says_who_what_when_and_about_whom(void **state)
{
	const struct audit *all;
	size_t count;

	(void)state;
	all = audit_list(&c, world.municipality, 0, 0, 3, &count);
	assert_int_equal(count, 3);
	assert_int_equal(all[0].id, 10);
	assert_int_equal(all[2].id, 8);
	assert_int_equal(all[0].by, world.mentor);
	assert_int_equal(all[0].at, c.now);
	assert_string_equal(all[0].deed, AUDIT_DID);
	assert_string_equal(all[0].path, "/timer-om-ugen/:id");
	all = audit_list(&c, world.municipality, 0, 8, 50, &count);
	assert_int_equal(count, 7);
	assert_int_equal(all[0].id, 7);
	all = audit_list(&c, world.municipality, world.amir, 0, 50, &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].id, 1);
	audit_list(&c, world.municipality + 1, 0, 0, 50, &count);
	assert_int_equal(count, 0);
}

static void what_is_undone_leaves_no_row(void **state)
{
	const struct audit a = { .deed = AUDIT_DID };

	(void)state;
	db_begin(&c);
	audit_note(&c, &a);
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	chain_whole(10);
}

static int64_t refused(struct sql sql)
{
	int64_t before = one(SQL("SELECT count(*) FROM audit"
				 " WHERE deed IN ('saw', 'did')"),
	    NO_BIND);

	db_begin(&c);
	db_run(&c, sql, NO_BIND);
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	return one(SQL("SELECT count(*) FROM audit"
		       " WHERE deed IN ('saw', 'did')"),
		   NO_BIND) == before;
}

static void the_database_refuses_to_change_or_remove_a_row(void **state)
{
	(void)state;
	assert_true(refused(SQL("UPDATE audit SET deed = 'x' WHERE id = 3")));
	assert_true(refused(SQL("DELETE FROM audit WHERE id = 10")));
	assert_true(refused(SQL("DELETE FROM audit")));
	chain_whole(10);
}

/* ---- the day's head ---- */

static void the_head_is_logged_once_a_day(void **state)
{
	(void)state;
	audit_anchor(&c);
	chain_whole(11);
	at("2026-03-02T23:00");
	audit_anchor(&c);
	chain_whole(11);
	at("2026-03-03T00:10");
	audit_anchor(&c);
	chain_whole(12);
}

/* ---- many at a time ---- */

static void add_many(struct store *to)
{
	const struct audit a = { .deed = AUDIT_SAW, .path = "/venter" };

	for (int i = 0; i < MANY; i++) {
		struct arena *mem = arena_new();
		struct ctx mine = { .mem = mem, .now = 1000 + i };

		mine.db = db_join(to, mem);
		db_begin(&mine);
		audit_note(&mine, &a);
		if (db_commit(&mine) != OK)
			abort();
		db_leave(mine.db);
		arena_free(mem);
	}
}

static void *in_a_thread(void *arg)
{
	(void)arg;
	add_many(store);
	return NULL;
}

/* Two threads of one program, and another program beside it. */
static void rows_added_at_once_are_one_chain(void **state)
{
	pthread_t threads[2];
	char url[240], why[200];
	int status = -1;
	pid_t other;

	(void)state;
	snprintf(url, sizeof url, "sqlite:%s/test.db", folder);
	other = fork();
	if (other == 0) {
		struct store *beside = store_open(
		    url, STORE_NOTIFIER, false, why);

		if (beside == NULL)
			_exit(1);
		add_many(beside);
		_exit(0);
	}
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, in_a_thread, NULL), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(waitpid(other, &status, 0), other);
	assert_int_equal(status, 0);
	chain_whole(10 + 3 * MANY);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, chain_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_row_says_who_what_when_and_about_whom),
		TEST(what_is_undone_leaves_no_row),
		TEST(the_database_refuses_to_change_or_remove_a_row),
		TEST(the_head_is_logged_once_a_day),
		TEST(rows_added_at_once_are_one_chain),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
