#include "chain.h"

#include <stdio.h>

/* Whoever has the file itself is not kept from it by a trigger. */
static void behind_our_back(void)
{
	change(SQL("DROP TRIGGER audit_is_kept"), NO_BIND);
	change(SQL("DROP TRIGGER audit_stays"), NO_BIND);
}

static void head_now(char head[100])
{
	struct audit_walk w = chain_walk(NULL);

	snprintf(head, 100, "%" PRId64 ":%s", w.count, w.digest);
}

static void a_whole_chain_is_whole_in_steps(void **state)
{
	(void)state;
	for (int i = 0; i < AUDIT_STEP; i++)
		chain_note(AUDIT_SAW, i + 1);
	chain_whole(AUDIT_STEP + 10);
}

static void a_changed_row_is_named(void **state)
{
	(void)state;
	behind_our_back();
	change(SQL("UPDATE audit SET done_by = 77 WHERE id = 4"), NO_BIND);
	chain_wrong(NULL, 4, "changed");
}

static void every_column_of_a_row_counts(void **state)
{
	const struct sql changes[] = {
		SQL("UPDATE audit SET municipality_id = NULL WHERE id = 4"),
		SQL("UPDATE audit SET done_at = done_at + 1 WHERE id = 4"),
		SQL("UPDATE audit SET done_by = NULL WHERE id = 4"),
		SQL("UPDATE audit SET deed = 'seen' WHERE id = 4"),
		SQL("UPDATE audit SET path = '/' WHERE id = 4"),
		SQL("UPDATE audit SET about_id = 1 WHERE id = 4"),
		SQL("UPDATE audit SET person_id = 1 WHERE id = 4"),
		SQL("UPDATE audit SET digest = 'x' WHERE id = 4"),
	};

	(void)state;
	behind_our_back();
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct audit_walk w = { 0 };

		db_begin(&c);
		assert_int_equal(db_run(&c, changes[i], NO_BIND), 1);
		assert_false(audit_walk_step(&c, &w));
		assert_int_equal(w.wrong, 4);
		assert_int_equal(db_undo(&c, OK), OK);
	}
	chain_whole(10);
}

static void a_removed_row_is_named(void **state)
{
	(void)state;
	behind_our_back();
	change(SQL("DELETE FROM audit WHERE id = 6"), NO_BIND);
	chain_wrong(NULL, 6, "removed");
}

static void the_first_row_cannot_go_either(void **state)
{
	(void)state;
	behind_our_back();
	change(SQL("DELETE FROM audit WHERE id = 1"), NO_BIND);
	chain_wrong(NULL, 1, "removed");
	change(SQL("UPDATE audit SET id = -id"), NO_BIND);
	change(SQL("UPDATE audit SET id = -id - 1"), NO_BIND);
	chain_wrong(NULL, 1, "changed");
}

static void exchange(int64_t a, int64_t b)
{
	change(SQL("UPDATE audit SET id = -1 WHERE id = $1"), BIND(INT(a)));
	change(SQL("UPDATE audit SET id = $1 WHERE id = $2"),
	    BIND(INT(a), INT(b)));
	change(SQL("UPDATE audit SET id = $1 WHERE id = -1"), BIND(INT(b)));
}

static void swapped_rows_are_named(void **state)
{
	(void)state;
	behind_our_back();
	exchange(3, 7);
	chain_wrong(NULL, 3, "swapped");
	exchange(3, 7);
	chain_whole(10);
	exchange(5, 6);
	chain_wrong(NULL, 5, "swapped");
}

/* What they say is exchanged, and the digests stay where they were. */
static void swapped_words_are_named(void **state)
{
	(void)state;
	behind_our_back();
	change(SQL("UPDATE audit SET person_id = CASE id WHEN 2 THEN $1"
		   " ELSE $2 END, about_id = CASE id WHEN 2 THEN $1"
		   " ELSE $2 END WHERE id IN (2, 4)"),
	    BIND(INT(world.amir + 3), INT(world.amir + 1)));
	chain_wrong(NULL, 2, "swapped");
}

static void an_inserted_row_is_named(void **state)
{
	(void)state;
	behind_our_back();
	change(SQL("UPDATE audit SET id = -id - 1 WHERE id >= 5"), NO_BIND);
	change(SQL("UPDATE audit SET id = -id WHERE id < 0"), NO_BIND);
	change(SQL("INSERT INTO audit (id, done_at, deed, path, digest)"
		   " SELECT 5, done_at, deed, path, digest FROM audit"
		   " WHERE id = 4"),
	    NO_BIND);
	chain_wrong(NULL, 5, "inserted");
}

static void a_row_before_the_first_is_named(void **state)
{
	(void)state;
	change(SQL("INSERT INTO audit (id, done_at, deed, path, digest)"
		   " VALUES (-3, 0, 'saw', '', 'x')"),
	    NO_BIND);
	chain_wrong(NULL, -3, "inserted");
}

static void a_made_up_last_row_is_named(void **state)
{
	(void)state;
	change(SQL("INSERT INTO audit (id, done_at, deed, path, digest)"
		   " SELECT 11, done_at, deed, path, digest FROM audit"
		   " WHERE id = 10"),
	    NO_BIND);
	chain_wrong(NULL, 11, "changed");
}

static void a_chain_that_was_cut_is_seen_by_its_head(void **state)
{
	char head[100];

	(void)state;
	head_now(head);
	chain_note(AUDIT_SAW, 1);
	assert_int_equal(chain_walk(head).wrong, 0);
	behind_our_back();
	change(SQL("DELETE FROM audit WHERE id > 7"), NO_BIND);
	chain_whole(7);
	chain_wrong(head, 8, "truncated");
}

/* Cut and gone on with, by somebody who has the key. */
static void another_chain_is_not_this_one(void **state)
{
	char head[100];

	(void)state;
	head_now(head);
	behind_our_back();
	change(SQL("DELETE FROM audit WHERE id = 10"), NO_BIND);
	chain_note(AUDIT_SAW, 5);
	chain_whole(10);
	chain_wrong(head, 10, "changed");
}

/* A row that was right once, after another one than stands before it now: from
 * a backup, say. */
static void a_row_of_another_past_is_named(void **state)
{
	(void)state;
	chain_note(AUDIT_SAW, 1);
	chain_note(AUDIT_SAW, 2);
	behind_our_back();
	change(SQL("CREATE TABLE kept AS SELECT id, municipality_id, done_at,"
		   " done_by, deed, path, about_id, person_id, digest"
		   " FROM audit WHERE id = 12"),
	    NO_BIND);
	change(SQL("DELETE FROM audit WHERE id > 10"), NO_BIND);
	chain_note(AUDIT_SAW, 3);
	change(SQL("INSERT INTO audit SELECT id, municipality_id, done_at,"
		   " done_by, deed, path, about_id, person_id, digest"
		   " FROM kept"),
	    NO_BIND);
	chain_wrong(NULL, 12, "changed");
}

static void a_head_is_an_id_and_a_digest(void **state)
{
	static const char *const bad[] = { "", "12", "12:", ":aa", "0:aa",
		"12:zz", "x" };
	struct audit_walk w;
	char head[100];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(audit_head_parse(bad[i], &w));
	head_now(head);
	assert_true(audit_head_parse(head, &w));
	assert_int_equal(w.head, 10);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, chain_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_chain_is_whole_in_steps),
		TEST(a_changed_row_is_named),
		TEST(every_column_of_a_row_counts),
		TEST(a_removed_row_is_named),
		TEST(the_first_row_cannot_go_either),
		TEST(swapped_rows_are_named),
		TEST(swapped_words_are_named),
		TEST(an_inserted_row_is_named),
		TEST(a_row_before_the_first_is_named),
		TEST(a_made_up_last_row_is_named),
		TEST(a_chain_that_was_cut_is_seen_by_its_head),
		TEST(another_chain_is_not_this_one),
		TEST(a_row_of_another_past_is_named),
		TEST(a_head_is_an_id_and_a_digest),
	};

	return cmocka_run_group_tests_name("audit_walk", tests, NULL, NULL);
}
