#include "fixture.h"

#include <string.h>

#include "base/migrate.h"

static char why[200];

static const char *url_of(const char *name)
{
	return mem_printf(&c, "sqlite:%s/%s", folder, name);
}

/* ---- opening ---- */

static void a_store_that_is_not_there_is_said_so(void **state)
{
	(void)state;
	assert_null(store_open(url_of("none.db"), STORE_PORTAL, false, why));
	assert_non_null(strstr(why, "cannot read and write"));
	assert_null(store_open("postgresql://x", STORE_PORTAL, true, why));
	assert_non_null(strstr(why, "db.url must begin with sqlite:"));
	assert_null(
	    store_open("sqlite:/findes/ikke/x.db", STORE_PORTAL, true, why));
	assert_non_null(strstr(why, "/findes/ikke"));
	assert_null(store_open(mem_printf(&c, "sqlite:%s/%0150d", folder, 7),
	    STORE_PORTAL, true, why));
	assert_non_null(strstr(why, "the path is too long"));
}

static void what_is_no_database_is_not_opened(void **state)
{
	struct store *s;

	(void)state;
	put_file("text.db",
	    "This is a text, and no database at all. "
	    "It is longer than a header, though, so that it "
	    "is read as one, and found to be none of them.");
	s = store_open(url_of("text.db"), STORE_PORTAL, false, why);
	if (s != NULL) {
		assert_int_equal(store_version(s, why), -1);
		store_close(s);
	}
	assert_int_not_equal(why[0], '\0');
}

/* ---- the schema ---- */

static void an_empty_database_is_brought_up_step_by_step(void **state)
{
	struct store *s = store_open(url_of("new.db"), STORE_TOOL, true, why);

	(void)state;
	assert_non_null(s);
	assert_int_equal(store_version(s, why), 0);
	assert_true(store_migrate(s, why));
	assert_int_equal(store_version(s, why), migrations_known());
	assert_true(store_migrate(s, why));
	store_close(s);
}

/* Nobody is there who could sign in before somebody was added. */
static void a_new_database_has_nobody(void **state)
{
	struct store *s = store_open(
	    url_of("nobody.db"), STORE_TOOL, true, why);
	struct ctx fresh = { .mem = c.mem, .now = c.now };

	(void)state;
	assert_true(store_migrate(s, why));
	fresh.db = db_join(s, fresh.mem);
	assert_int_equal(db_int(&fresh,
			     SQL("SELECT (SELECT count(*) FROM person)"
				 " + (SELECT count(*) FROM person_role)"
				 " + (SELECT count(*) FROM factor)"
				 " + (SELECT count(*) FROM passkey)"
				 " + (SELECT count(*) FROM session)"),
			     NO_BIND, -1),
	    0);
	assert_false(db_failed(&fresh));
	db_leave(fresh.db);
	store_close(s);
}

static void set_version(int64_t version)
{
	db_begin(&c);
	if (version == 99)
		db_query(&c, SQL("PRAGMA user_version = 99"), NO_BIND);
	else
		db_query(&c, SQL("PRAGMA user_version = 0"), NO_BIND);
	assert_int_equal(db_commit(&c), OK);
}

static void a_newer_database_is_left_alone(void **state)
{
	(void)state;
	set_version(99);
	assert_int_equal(store_version(store, why), 99);
	assert_false(store_migrate(store, why));
	assert_non_null(strstr(why, "install the newer program"));
	assert_int_equal(store_version(store, why), 99);
}

/* The tables of the first step are there already, so it fails; and what came
 * before them in that step is not there afterwards. */
static void a_step_that_fails_leaves_nothing_half_done(void **state)
{
	(void)state;
	change(SQL("DROP TABLE rule"), NO_BIND);
	change(SQL("ALTER TABLE municipality RENAME TO elsewhere"), NO_BIND);
	set_version(0);
	assert_false(store_migrate(store, why));
	assert_non_null(strstr(why, "schema step 001_start failed"));
	assert_int_equal(store_version(store, why), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM sqlite_schema"
				 " WHERE name IN ('rule', 'municipality')"),
			     NO_BIND),
	    0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_store_that_is_not_there_is_said_so),
		TEST(what_is_no_database_is_not_opened),
		TEST(an_empty_database_is_brought_up_step_by_step),
		TEST(a_new_database_has_nobody),
		TEST(a_newer_database_is_left_alone),
		TEST(a_step_that_fails_leaves_nothing_half_done),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
