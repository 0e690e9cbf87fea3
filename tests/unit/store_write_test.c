#include "thing.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/store_parts.h"

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
	another_end(&own);
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

static bool somebody_stands_in_line(void)
{
	bool they_do;

	pthread_mutex_lock(&store->mutex);
	they_do = store->turns.count > 0;
	pthread_mutex_unlock(&store->mutex);
	return they_do;
}

/* The first is inside, the second stands in line; then the first leaves. */
static void first_leaves_before_second(
    struct member *first, struct member *second)
{
	next();
	go(first);
	wait_until(&first->inside);
	go(second);
	for (int ms = 0; !somebody_stands_in_line(); ms++) {
		assert_true(ms < 5000);
		pause_ms(1);
	}
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
	another_end(&with);
	store_close(own);
	return NULL;
}

static void two_programs_write_one_file_in_turn(void **state)
{
	struct program p[2] = { { .which = STORE_PORTAL },
		{ .which = STORE_NOTIFIER } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		p[i].url = mem_printf(&c, "sqlite:%s/test.db", folder);
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

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_threads_share_a_commit),
		TEST(one_that_undoes_takes_only_its_own),
		TEST(one_that_undoes_waits_for_what_it_may_have_seen),
		TEST(a_full_disk_fails_everybody_in_the_batch),
		TEST(a_commit_that_fails_is_said_to_have_failed),
		TEST(two_programs_write_one_file_in_turn),
		TEST(the_log_is_taken_in_before_it_grows_too_long),
	};

	return cmocka_run_group_tests_name("store_write", tests, NULL, NULL);
}
