#include "fixture.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table to play with. */
static int table_open(void **state)
{
	if (store_only_open(state) != 0)
		return -1;
	db_begin(&c);
	db_run(&c,
	    SQL("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER,"
		" word TEXT UNIQUE) STRICT"),
	    NO_BIND);
	return db_commit(&c) == OK ? 0 : -1;
}

static int64_t add(struct ctx *with, const char *word)
{
	return db_run(with, SQL("INSERT INTO thing (id, word) VALUES ($1, $2)"),
	    BIND(INT(db_new_id(with)), TEXT(word)));
}

static int64_t things(void)
{
	return one(SQL("SELECT count(*) FROM thing"), NO_BIND);
}

/* A context beside c, as another thread has one. */
static struct ctx another(void)
{
	struct ctx other = { .mem = arena_new(), .now = c.now };

	other.db = db_join(store, other.mem);
	return other;
}

static void end(struct ctx *other)
{
	db_leave(other->db);
	arena_free(other->mem);
}

/* ---- transactions ---- */

static void what_is_committed_is_there(void **state)
{
	(void)state;
	db_begin(&c);
	assert_int_equal(add(&c, "a"), 1);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(things(), 1);
}

static void what_is_undone_is_not_there(void **state)
{
	(void)state;
	db_begin(&c);
	add(&c, "a");
	assert_int_equal(things(), 1);
	assert_int_equal(db_undo(&c, ERR_NOT_FOUND), ERR_NOT_FOUND);
	assert_int_equal(things(), 0);
	assert_false(db_failed(&c));
}

static void the_outermost_transaction_commits(void **state)
{
	struct ctx other;

	(void)state;
	db_begin(&c);
	add(&c, "a");
	db_begin(&c);
	add(&c, "b");
	db_begin(&c);
	add(&c, "c");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(db_commit(&c), OK);
	other = another();
	assert_int_equal(
	    db_int(&other, SQL("SELECT count(*) FROM thing"), NO_BIND, -1), 0);
	end(&other);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(things(), 3);
}

static void undoing_the_outermost_undoes_the_inner_ones(void **state)
{
	(void)state;
	db_begin(&c);
	db_begin(&c);
	add(&c, "a");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	assert_int_equal(things(), 0);
}

static void an_inner_undo_that_changed_nothing_steps_out(void **state)
{
	(void)state;
	db_begin(&c);
	add(&c, "a");
	db_begin(&c);
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	add(&c, "b");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(things(), 2);
}

/* ---- errors stick ---- */

static void after_an_error_nothing_more_is_done(void **state)
{
	(void)state;
	db_begin(&c);
	add(&c, "a");
	add(&c, "a"); /* a word is there once */
	assert_true(db_failed(&c));
	assert_int_equal(add(&c, "b"), 0);
	assert_int_equal(
	    db_int(&c, SQL("SELECT count(*) FROM thing"), NO_BIND, -1), -1);
	assert_string_equal(
	    db_text(&c, SQL("SELECT word FROM thing"), NO_BIND, "-"), "-");
	assert_int_equal(
	    db_ids(&c, SQL("SELECT id FROM thing"), NO_BIND).count, 0);
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	assert_false(db_failed(&c));
	assert_int_equal(things(), 0);
}

static void an_inner_undo_of_changes_is_for_the_outer_to_finish(void **state)
{
	(void)state;
	db_begin(&c);
	db_begin(&c);
	add(&c, "a");
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	assert_int_equal(db_undo(&c, OK), OK);
	assert_int_equal(things(), 0);
	db_begin(&c);
	add(&c, "b");
	assert_int_equal(db_commit(&c), OK);
}

static void an_error_in_an_inner_one_fails_the_outer(void **state)
{
	(void)state;
	db_begin(&c);
	add(&c, "a");
	db_begin(&c);
	db_run(&c, SQL("DELETE FROM not_there"), NO_BIND);
	assert_int_equal(db_commit(&c), ERR_FAILED);
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	assert_int_equal(things(), 0);
}

static void undoing_after_an_error_says_that_it_failed(void **state)
{
	(void)state;
	db_begin(&c);
	db_run(&c, SQL("DELETE FROM not_there"), NO_BIND);
	assert_int_equal(db_undo(&c, ERR_NOT_FOUND), ERR_FAILED);
}

static void a_failed_context_begins_nothing(void **state)
{
	(void)state;
	db_query(&c, SQL("SELECT x FROM not_there"), NO_BIND);
	assert_true(db_failed(&c));
	db_begin(&c);
	assert_int_equal(add(&c, "a"), 0);
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	assert_int_equal(things(), 0);
	/* And holds nobody up. */
	db_begin(&c);
	assert_int_equal(add(&c, "a"), 1);
	assert_int_equal(db_commit(&c), OK);
}

static void what_no_table_allows_is_an_error(void **state)
{
	(void)state;
	db_begin(&c);
	db_run(&c, SQL("INSERT INTO thing (id, n) VALUES (1, $1)"),
	    BIND(TEXT("not a number")));
	assert_int_equal(db_commit(&c), ERR_FAILED);
	next();
	db_begin(&c);
	db_run(&c,
	    SQL("INSERT INTO contact (person_id, employer_id) VALUES (1, 2)"),
	    NO_BIND);
	assert_int_equal(db_commit(&c), ERR_FAILED); /* nobody is there */
}

static void readers_cannot_write(void **state)
{
	(void)state;
	db_query(&c, SQL("DELETE FROM thing RETURNING id"), NO_BIND);
	assert_true(db_failed(&c));
}

/* ---- one moment ---- */

static void reads_see_one_moment_until_a_transaction_begins(void **state)
{
	struct ctx other = another();

	(void)state;
	assert_int_equal(things(), 0);
	db_begin(&other);
	add(&other, "a");
	assert_int_equal(db_commit(&other), OK);
	assert_int_equal(things(), 0); /* as it was when c first looked */
	db_begin(&c);
	assert_int_equal(things(), 1);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(things(), 1);
	end(&other);
}

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

/* ---- ids ---- */

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

/* ---- readers ---- */

static void *read_once(void *arg)
{
	struct ctx other = another();

	(void)arg;
	if (db_int(&other, SQL("SELECT count(*) FROM thing"), NO_BIND, -1) != 0)
		abort();
	end(&other);
	return NULL;
}

static void a_reader_too_many_waits_for_one_to_leave(void **state)
{
	struct ctx others[STORE_READERS];
	pthread_t thread;

	(void)state;
	for (int i = 0; i < STORE_READERS; i++) {
		others[i] = another();
		assert_int_equal(
		    db_int(&others[i], SQL("SELECT count(*) FROM thing"),
			NO_BIND, -1),
		    0);
	}
	assert_int_equal(pthread_create(&thread, NULL, read_once, NULL), 0);
	end(&others[3]);
	pthread_join(thread, NULL);
	for (int i = 0; i < STORE_READERS; i++)
		if (i != 3)
			end(&others[i]);
	assert_int_equal(things(), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, table_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_committed_is_there),
		TEST(what_is_undone_is_not_there),
		TEST(the_outermost_transaction_commits),
		TEST(undoing_the_outermost_undoes_the_inner_ones),
		TEST(an_inner_undo_that_changed_nothing_steps_out),
		TEST(after_an_error_nothing_more_is_done),
		TEST(an_inner_undo_of_changes_is_for_the_outer_to_finish),
		TEST(an_error_in_an_inner_one_fails_the_outer),
		TEST(undoing_after_an_error_says_that_it_failed),
		TEST(a_failed_context_begins_nothing),
		TEST(what_no_table_allows_is_an_error),
		TEST(readers_cannot_write),
		TEST(reads_see_one_moment_until_a_transaction_begins),
		TEST(values_come_back_as_they_went),
		TEST(the_first_of_nothing_is_what_was_said),
		TEST(rows_may_be_kept_while_other_statements_run),
		TEST(too_many_rows_are_a_failure),
		TEST(db_run_tells_how_many_rows),
		TEST(broken_promises_end_the_program),
		TEST(ids_grow_and_are_never_the_same),
		TEST(ids_of_threads_are_never_the_same),
		TEST(ids_grow_though_the_clock_goes_back),
		TEST(a_reader_too_many_waits_for_one_to_leave),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
