#include "thing.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* ---- values and rows ---- */

static void values_come_back_as_they_went(void **state)
{
	struct rows r;

	(void)state;
	db_begin(&c);
	db_run(&c, SQL("INSERT INTO thing (word, id, n) VALUES ($3, $1, $2)"),
	    BIND(INT(1), INT(INT64_MIN), TEXT("æ'; --")));
	db_run(&c, SQL("INSERT INTO thing (id, n, word) VALUES ($1, $2, $3)"),
	    BIND(INT(2), ID(0), TEXT(NULL)));
	assert_int_equal(db_commit(&c), OK);
	r = db_query(
	    &c, SQL("SELECT id, n, word FROM thing ORDER BY id"), NO_BIND);
	assert_int_equal(r.count, 2);
	assert_true(row_next(&r));
	assert_int_equal(row_int(&r), 1);
	assert_int_equal(row_int(&r), INT64_MIN);
	assert_string_equal(row_text(&r), "æ'; --");
	assert_true(row_next(&r));
	assert_int_equal(row_int(&r), 2);
	assert_int_equal(row_int(&r), 0);
	assert_null(row_text(&r));
	assert_false(row_next(&r));
	assert_int_equal(one(SQL("SELECT count(*) FROM thing"
				 " WHERE n IS NULL AND word IS NULL"),
			     NO_BIND),
	    1);
}

static void the_first_of_nothing_is_what_was_said(void **state)
{
	(void)state;
	assert_int_equal(
	    db_int(&c, SQL("SELECT n FROM thing"), NO_BIND, 42), 42);
	assert_string_equal(
	    db_text(&c, SQL("SELECT word FROM thing"), NO_BIND, "x"), "x");
	assert_int_equal(
	    db_ids(&c, SQL("SELECT id FROM thing"), NO_BIND).count, 0);
}

static void rows_may_be_kept_while_other_statements_run(void **state)
{
	struct rows r;
	int seen = 0;

	(void)state;
	db_begin(&c);
	for (int i = 0; i < 100; i++)
		add(&c, mem_printf(&c, "%03d", i));
	r = db_query(&c, SQL("SELECT word FROM thing ORDER BY word"), NO_BIND);
	while (row_next(&r)) {
		assert_string_equal(
		    row_text(&r), mem_printf(&c, "%03d", seen++));
		db_run(&c, SQL("DELETE FROM thing"), NO_BIND);
	}
	assert_int_equal(seen, 100);
	assert_int_equal(db_commit(&c), OK);
}

static void too_many_rows_are_a_failure(void **state)
{
	(void)state;
	assert_int_equal(db_ids(&c,
			     SQL("WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL"
				 " SELECT i + 1 FROM t WHERE i < 10000)"
				 " SELECT i FROM t"),
			     NO_BIND)
			     .count,
	    DB_ROWS_MOST);
	assert_false(db_failed(&c));
	db_ids(&c,
	    SQL("WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL"
		" SELECT i + 1 FROM t WHERE i < 10001) SELECT i FROM t"),
	    NO_BIND);
	assert_true(db_failed(&c));
}

static void db_run_tells_how_many_rows(void **state)
{
	(void)state;
	db_begin(&c);
	add(&c, "a");
	add(&c, "b");
	assert_int_equal(db_run(&c, SQL("UPDATE thing SET n = 1"), NO_BIND), 2);
	assert_int_equal(db_run(&c,
			     SQL("UPDATE thing SET n = 2"
				 " WHERE word = 'c'"),
			     NO_BIND),
	    0);
	assert_int_equal(db_run(&c,
			     SQL("INSERT INTO thing (id, word) VALUES (1, 'a')"
				 " ON CONFLICT (word) DO NOTHING"),
			     NO_BIND),
	    0);
	assert_int_equal(db_commit(&c), OK);
}

/* ---- broken promises of our own code ---- */

static void run_outside(void)
{
	add(&c, "a");
}

static void bind_too_few(void)
{
	db_query(&c, SQL("SELECT n FROM thing WHERE id = $1"), NO_BIND);
}

static void bind_too_many(void)
{
	db_query(&c, SQL("SELECT n FROM thing"), BIND(INT(1)));
}

static void leave_a_cell(void)
{
	struct rows r = db_query(
	    &c, SQL("SELECT 1, 2 UNION SELECT 3, 4"), NO_BIND);

	row_next(&r);
	row_int(&r);
	row_next(&r);
}

static void take_a_cell_too_many(void)
{
	struct rows r = db_query(&c, SQL("SELECT 1"), NO_BIND);

	row_next(&r);
	row_int(&r);
	row_int(&r);
}

static void take_a_text_for_a_number(void)
{
	struct rows r = db_query(&c, SQL("SELECT 'x'"), NO_BIND);

	row_next(&r);
	row_int(&r);
}

static void keep_what_an_inner_one_undid(void)
{
	db_begin(&c);
	db_begin(&c);
	add(&c, "a");
	db_undo(&c, ERR_CONFLICT);
	if (db_commit(&c) == OK)
		_Exit(0);
}

static void leave_in_the_middle(void)
{
	db_begin(&c);
	db_leave(c.db);
}

static void broken_promises_end_the_program(void **state)
{
	static void (*const broken[])(void) = { run_outside, bind_too_few,
		bind_too_many, leave_a_cell, take_a_cell_too_many,
		take_a_text_for_a_number, keep_what_an_inner_one_undid,
		leave_in_the_middle };
	const char *said;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		assert_int_equal(run_apart(broken[i], &said), -SIGABRT);
	assert_int_equal(things(), 0);
}

/* ---- readers ---- */

static void *read_once(void *arg)
{
	struct ctx other = another(store);

	(void)arg;
	if (db_int(&other, SQL("SELECT count(*) FROM thing"), NO_BIND, -1) != 0)
		abort();
	another_end(&other);
	return NULL;
}

static void a_reader_too_many_waits_for_one_to_leave(void **state)
{
	struct ctx others[STORE_READERS];
	pthread_t thread;

	(void)state;
	for (int i = 0; i < STORE_READERS; i++) {
		others[i] = another(store);
		assert_int_equal(
		    db_int(&others[i], SQL("SELECT count(*) FROM thing"),
			NO_BIND, -1),
		    0);
	}
	assert_int_equal(pthread_create(&thread, NULL, read_once, NULL), 0);
	another_end(&others[3]);
	pthread_join(thread, NULL);
	for (int i = 0; i < STORE_READERS; i++)
		if (i != 3)
			another_end(&others[i]);
	assert_int_equal(things(), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, table_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_come_back_as_they_went),
		TEST(the_first_of_nothing_is_what_was_said),
		TEST(rows_may_be_kept_while_other_statements_run),
		TEST(too_many_rows_are_a_failure),
		TEST(db_run_tells_how_many_rows),
		TEST(broken_promises_end_the_program),
		TEST(a_reader_too_many_waits_for_one_to_leave),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
