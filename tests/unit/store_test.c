#include "fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/migrate.h"

static char why[200];

static const char *url_of(const char *name)
{
	return mem_printf(&c, "sqlite:%s/%s", folder, name);
}

static struct ctx another(struct store *with)
{
	struct ctx other = { .mem = arena_new(), .now = c.now };

	other.db = db_join(with, other.mem);
	return other;
}

static void end(struct ctx *other)
{
	db_leave(other->db);
	arena_free(other->mem);
}

static void note(struct ctx *with, const char *name)
{
	db_run(with,
	    SQL("INSERT INTO consideration (key, place, need)"
		" VALUES ($1, 'x', 'y')"),
	    BIND(TEXT(name)));
}

static int64_t notes(void)
{
	return one(SQL("SELECT count(*) FROM consideration"), NO_BIND);
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

/* ---- commits that are shared ---- */

struct member {
	pthread_t thread;
	const char *word;
	bool undo, fill;
	enum err err;
	atomic_bool inside, may_leave, answered;
};

static void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

/* Something large enough that no page is left for it. */
static void fill_up(struct ctx *with)
{
	db_run(with,
	    SQL("INSERT INTO consideration (key, place, need)"
		" VALUES ('large', hex(zeroblob(4000000)), 'y')"),
	    NO_BIND);
}

static void *take_part(void *arg)
{
	struct member *m = arg;
	struct ctx own = another(store);

	db_begin(&own);
	atomic_store(&m->inside, true);
	note(&own, m->word);
	while (!atomic_load(&m->may_leave))
		pause_ms(1);
	if (m->fill)
		fill_up(&own);
	m->err = m->undo ? db_undo(&own, ERR_CONFLICT) : db_commit(&own);
	atomic_store(&m->answered, true);
	end(&own);
	return NULL;
}

static void go(struct member *m)
{
	assert_int_equal(pthread_create(&m->thread, NULL, take_part, m), 0);
}

static void wait_until(const atomic_bool *true_now)
{
	for (int ms = 0; !atomic_load(true_now); ms++) {
		assert_true(ms < 5000);
		pause_ms(1);
	}
}

/* The first is inside, the second stands in line; then the first leaves. */
static void first_leaves_before_second(
    struct member *first, struct member *second)
{
	next();
	go(first);
	wait_until(&first->inside);
	go(second);
	pause_ms(50);
	assert_false(atomic_load(&second->inside));
	atomic_store(&first->may_leave, true);
	wait_until(&second->inside);
	pause_ms(50);
	/* It shares the second one's commit, so it has no answer yet. */
	assert_false(atomic_load(&first->answered));
	atomic_store(&second->may_leave, true);
	pthread_join(first->thread, NULL);
	pthread_join(second->thread, NULL);
}

static void two_threads_share_a_commit(void **state)
{
	struct member first = { .word = "a" }, second = { .word = "b" };

	(void)state;
	first_leaves_before_second(&first, &second);
	assert_int_equal(first.err, OK);
	assert_int_equal(second.err, OK);
	assert_int_equal(notes(), 2);
}

static void one_that_undoes_takes_only_its_own(void **state)
{
	struct member first = { .word = "a" };
	struct member second = { .word = "b", .undo = true };

	(void)state;
	first_leaves_before_second(&first, &second);
	assert_int_equal(first.err, OK);
	assert_int_equal(second.err, ERR_CONFLICT);
	assert_string_equal(
	    one_text(SQL("SELECT key FROM consideration"), NO_BIND), "a");
}

static void one_that_undoes_waits_for_what_it_may_have_seen(void **state)
{
	struct member first = { .word = "a", .undo = true };
	struct member second = { .word = "b" };

	(void)state;
	first_leaves_before_second(&first, &second);
	assert_int_equal(first.err, ERR_CONFLICT);
	assert_int_equal(second.err, OK);
	assert_int_equal(notes(), 1);
}

/* A full disk takes the whole batch: then nobody is told that it went well. */
static void a_full_disk_fails_everybody_in_the_batch(void **state)
{
	struct member first = { .word = "a" };
	struct member second = { .word = "b", .fill = true };

	(void)state;
	db_begin(&c);
	db_query(&c, SQL("PRAGMA max_page_count = 200"), NO_BIND);
	assert_int_equal(db_commit(&c), OK);
	first_leaves_before_second(&first, &second);
	assert_int_equal(second.err, ERR_FAILED);
	/* Either it is whole, or it was said to have failed. */
	if (first.err == OK)
		assert_int_equal(notes(), 1);
	else
		assert_int_equal(notes(), 0);
	/* And it goes on by itself when there is room. */
	db_begin(&c);
	db_query(&c, SQL("PRAGMA max_page_count = 100000"), NO_BIND);
	note(&c, "after");
	assert_int_equal(db_commit(&c), OK);
}

/* Nothing more can be written to the disk than is there now. */
static void limit_files(rlim_t most)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_commit_that_fails_is_said_to_have_failed(void **state)
{
	struct member first = { .word = "a" }, second = { .word = "b" };

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	limit_files(1);
	first_leaves_before_second(&first, &second);
	limit_files(RLIM_INFINITY);
	assert_int_equal(first.err, ERR_FAILED);
	assert_int_equal(second.err, ERR_FAILED);
	assert_int_equal(notes(), 0);
	next();
	db_begin(&c);
	note(&c, "after");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(notes(), 1);
}

/* ---- two programs ---- */

struct program {
	pthread_t thread;
	enum store_program which;
	const char *url;
	bool ok;
};

static void *write_fifty(void *arg)
{
	struct program *p = arg;
	char said[200];
	struct store *own = store_open(p->url, p->which, false, said);
	struct ctx with = another(own);

	p->ok = true;
	for (int i = 0; i < 50; i++) {
		db_begin(&with);
		note(&with, mem_printf(&with, "%d-%d", (int)p->which, i));
		p->ok = db_commit(&with) == OK && p->ok;
	}
	end(&with);
	store_close(own);
	return NULL;
}

static void two_programs_write_one_file_in_turn(void **state)
{
	struct program p[2] = { { .which = STORE_PORTAL },
		{ .which = STORE_NOTIFIER } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		p[i].url = url_of("test.db");
		pthread_create(&p[i].thread, NULL, write_fifty, &p[i]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(p[i].thread, NULL);
		assert_true(p[i].ok);
	}
	assert_int_equal(notes(), 100);
}

static void the_log_is_taken_in_before_it_grows_too_long(void **state)
{
	struct stat st;

	(void)state;
	for (int i = 0; i < 1200; i++) {
		change(SQL("INSERT INTO consideration (key, place, need)"
			   " VALUES ($1, hex(zeroblob(4000)), 'y')"),
		    BIND(TEXT(mem_printf(&c, "%d", i))));
		next();
	}
	assert_int_equal(
	    stat(mem_printf(&c, "%s/test.db-wal", folder), &st), 0);
	assert_in_range(st.st_size, 1, 4200 * (STORE_LOG_PAGES + 200));
	assert_int_equal(notes(), 1200);
}

/* ---- the lock file ---- */

static void one_takes_the_lock_and_the_other_waits(void **state)
{
	const char *path = mem_printf(&c, "%s/lock", folder);
	int first = lock_open(path), second = lock_open(path);
	int64_t begun;

	(void)state;
	assert_true(lock_take(first, 0));
	begun = clock_mono_ms();
	assert_false(lock_take(second, 50));
	assert_in_range(clock_mono_ms() - begun, 50, 5000);
	lock_release(first);
	assert_true(lock_take(second, 50));
	assert_false(lock_take(first, 0));
	close(second); /* as when its program dies */
	assert_true(lock_take(first, 50));
	close(first);
}

static void who_holds_the_whole_file_holds_it_alone(void **state)
{
	const char *path = mem_printf(&c, "%s/lock", folder);
	int first = lock_open(path), second = lock_open(path);

	(void)state;
	assert_true(lock_hold(first));
	assert_false(lock_hold(second));
	assert_false(lock_take(second, 0));
	close(first);
	assert_true(lock_hold(second));
	close(second);
	assert_int_equal(lock_open("/findes/ikke/lock"), -1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_store_that_is_not_there_is_said_so),
		TEST(what_is_no_database_is_not_opened),
		TEST(an_empty_database_is_brought_up_step_by_step),
		TEST(a_newer_database_is_left_alone),
		TEST(a_step_that_fails_leaves_nothing_half_done),
		TEST(two_threads_share_a_commit),
		TEST(one_that_undoes_takes_only_its_own),
		TEST(one_that_undoes_waits_for_what_it_may_have_seen),
		TEST(a_full_disk_fails_everybody_in_the_batch),
		TEST(a_commit_that_fails_is_said_to_have_failed),
		TEST(two_programs_write_one_file_in_turn),
		TEST(the_log_is_taken_in_before_it_grows_too_long),
		TEST(one_takes_the_lock_and_the_other_waits),
		TEST(who_holds_the_whole_file_holds_it_alone),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
