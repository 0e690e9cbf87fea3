#include "thing.h"

/* Another number each time that the database is really asked. */
static int64_t asked(struct ctx *with)
{
	struct rows r = db_kept(
	    with, SQL("SELECT random() FROM thing LIMIT 1"), NO_BIND);

	assert_true(row_next(&r));
	return row_int(&r);
}

static const char *words(struct ctx *with)
{
	struct rows r = db_kept(with,
	    SQL("SELECT count(*), max(word) FROM thing WHERE word <> $1"),
	    BIND(TEXT("none")));

	int64_t count;

	assert_true(row_next(&r));
	count = row_int(&r);
	return mem_printf(with, "%" PRId64 " %s", count, row_text(&r));
}

static void put(struct ctx *with, const char *word)
{
	db_begin(with);
	add(with, word);
	assert_int_equal(db_commit(with), OK);
}

/* As the next request: a new moment, at which something has been read. */
static void next_request(struct ctx *with)
{
	db_look_anew(with);
	db_int(with, SQL("SELECT count(*) FROM thing"), NO_BIND, 0);
}

static void what_was_answered_is_answered_again(void **state)
{
	int64_t first;

	(void)state;
	put(&c, "a");
	next_request(&c);
	first = asked(&c);
	assert_int_equal(asked(&c), first);
	next_request(&c);
	assert_int_equal(asked(&c), first);
}

static void a_change_of_the_same_program_is_seen_by_the_next(void **state)
{
	struct ctx other = another(store);

	(void)state;
	put(&other, "a");
	next_request(&c);
	assert_string_equal(words(&c), "1 a");
	put(&other, "b");
	assert_string_equal(words(&c), "1 a");
	next_request(&c);
	assert_string_equal(words(&c), "2 b");
	another_end(&other);
}

static void a_change_of_another_program_is_seen_by_the_next(void **state)
{
	char why[200];
	struct store *theirs = store_open(
	    mem_printf(&c, "sqlite:%s/test.db", folder), STORE_NOTIFIER, false,
	    why);
	struct ctx other = another(theirs);

	(void)state;
	put(&c, "a");
	next_request(&c);
	assert_string_equal(words(&c), "1 a");
	put(&other, "b");
	next_request(&c);
	assert_string_equal(words(&c), "2 b");
	another_end(&other);
	store_close(theirs);
}

/* Before its first statement a request looks at no moment yet. */
static void what_is_asked_first_is_not_older_than_the_request(void **state)
{
	struct ctx other = another(store);

	(void)state;
	put(&other, "a");
	next_request(&c);
	assert_string_equal(words(&c), "1 a");
	put(&other, "b");
	db_look_anew(&c);
	assert_string_equal(words(&c), "2 b");
	assert_string_equal(words(&c), "2 b");
	put(&other, "c");
	db_look_anew(&c);
	db_int(&c, SQL("SELECT 1"), NO_BIND, 0);
	assert_string_equal(words(&c), "3 c");
	another_end(&other);
}

static void a_transaction_sees_what_it_did(void **state)
{
	(void)state;
	put(&c, "a");
	next_request(&c);
	assert_string_equal(words(&c), "1 a");
	db_begin(&c);
	add(&c, "b");
	assert_string_equal(words(&c), "2 b");
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	next_request(&c);
	assert_string_equal(words(&c), "1 a");
}

static int64_t told(const struct val *bind)
{
	struct rows r = db_kept(&c,
	    SQL("SELECT random() FROM thing WHERE $1 IS NULL OR $1 IS NOT NULL"
		" LIMIT 1"),
	    bind);

	assert_true(row_next(&r));
	return row_int(&r);
}

static void other_values_are_another_question(void **state)
{
	int64_t nothing, empty, zero, one, word;

	(void)state;
	put(&c, "a");
	next_request(&c);
	nothing = told(BIND(TEXT(NULL)));
	empty = told(BIND(TEXT("")));
	zero = told(BIND(INT(0)));
	one = told(BIND(INT(1)));
	word = told(BIND(TEXT("1")));
	assert_true(nothing != empty && nothing != zero && one != word);
	assert_true(told(BIND(ID(0))) != zero && empty != zero && one != zero);
	assert_int_equal(told(BIND(TEXT(NULL))), nothing);
	assert_int_equal(told(BIND(TEXT(mem_dup(&c, "")))), empty);
	assert_int_equal(told(BIND(INT(1))), one);
	assert_int_equal(told(BIND(TEXT(mem_dup(&c, "1")))), word);
}

static void what_was_given_stays_when_it_is_forgotten(void **state)
{
	struct rows first, second;
	static const struct sql words_of = SQL_IN_TABLE(
	    "SELECT word FROM thing ORDER BY word DESC LIMIT 1");

	(void)state;
	put(&c, "aaaa");
	next_request(&c);
	db_kept(&c, words_of, NO_BIND);
	first = db_kept(&c, words_of, NO_BIND);
	put(&c, "bbbb");
	next_request(&c);
	db_kept(&c, words_of, NO_BIND);
	second = db_kept(&c, words_of, NO_BIND);
	assert_true(row_next(&first));
	assert_true(row_next(&second));
	assert_string_equal(row_text(&first), "aaaa");
	assert_string_equal(row_text(&second), "bbbb");
}

static void a_thousand_questions_are_each_answered(void **state)
{
	(void)state;
	put(&c, "a");
	next_request(&c);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++) {
			struct rows r = db_kept(&c,
			    SQL("SELECT $1 + 1, word FROM thing"),
			    BIND(INT(i)));

			assert_true(row_next(&r));
			assert_int_equal(row_int(&r), i + 1);
			assert_string_equal(row_text(&r), "a");
			assert_false(row_next(&r));
		}
}

static void a_failure_is_not_kept(void **state)
{
	struct rows r;

	(void)state;
	next_request(&c);
	r = db_kept(&c, SQL("SELECT nothing FROM thing"), NO_BIND);
	assert_int_equal(r.count, 0);
	assert_true(db_failed(&c));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, table_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_answered_is_answered_again),
		TEST(a_change_of_the_same_program_is_seen_by_the_next),
		TEST(a_change_of_another_program_is_seen_by_the_next),
		TEST(what_is_asked_first_is_not_older_than_the_request),
		TEST(a_transaction_sees_what_it_did),
		TEST(other_values_are_another_question),
		TEST(what_was_given_stays_when_it_is_forgotten),
		TEST(a_thousand_questions_are_each_answered),
		TEST(a_failure_is_not_kept),
	};

	return cmocka_run_group_tests_name("db_kept", tests, NULL, NULL);
}
