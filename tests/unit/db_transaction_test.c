#include "thing.h"

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
	other = another(store);
	assert_int_equal(
	    db_int(&other, SQL("SELECT count(*) FROM thing"), NO_BIND, -1), 0);
	another_end(&other);
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
	assert_false(db_doomed(&c));
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	assert_true(db_doomed(&c));
	assert_int_equal(db_undo(&c, OK), OK);
	assert_false(db_doomed(&c));
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
	struct ctx other = another(store);

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
	another_end(&other);
}

static void who_looks_anew_sees_a_new_moment(void **state)
{
	struct ctx other = another(store);

	(void)state;
	assert_int_equal(things(), 0);
	db_begin(&other);
	add(&other, "a");
	assert_int_equal(db_commit(&other), OK);
	assert_int_equal(things(), 0);
	db_look_anew(&c);
	assert_int_equal(things(), 1);
	another_end(&other);
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
		TEST(who_looks_anew_sees_a_new_moment),
	};

	return cmocka_run_group_tests_name("db_transaction", tests, NULL, NULL);
}
