#include "fixture.h"

#include "command.h"
#include "municipality.h"

static int run(const char *word)
{
	const char *words[] = { word, NULL };

	/* The words are only read. */
	return retention_command(&c, (char **)(uintptr_t)words);
}

static int64_t noes(void)
{
	next();
	return one(
	    SQL("SELECT count(*) FROM offer WHERE state = 'no'"), NO_BIND);
}

static void the_verb_looks_or_erases(void **state)
{
	(void)state;
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_KEEP_OFFERS, c.now - DAY, 90,
	    "en underskrift");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(answers(post_on("2026-03-05", 1), world.amir, SAY_NO),
	    OFFER_DECLINED);
	at("2026-07-01T09:00");
	assert_int_equal(run("--dry-run"), 0);
	assert_int_equal(noes(), 1);
	assert_int_equal(run("--now"), 64);
	assert_int_equal(noes(), 1);
	assert_int_equal(run(NULL), 0);
	assert_int_equal(noes(), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_verb_looks_or_erases),
	};

	return cmocka_run_group_tests_name(
	    "retention_command", tests, NULL, NULL);
}
