/* What stood in plain text is sealed, and keys change hands, though the program
 * is killed at every single commit on the way. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/migrate.h"
#include "base/secret.h"
#include "base/store_parts.h"

#include "attention.h"
#include "ceiling.h"
#include "followup.h"
#include "hook.h"
#include "hours.h"
#include "person.h"
#include "rekey.h"
#include "seal.h"
#include "sealing.h"
#include "settings.h"

#define PLAIN_STEPS 7 /* of the schema; the next one seals */
#define PEOPLE      1200
#define KILLS_MOST  60
#define KILLED      9

static char url[240], key_file[240];

/* ---- a database of before ---- */

static const char plain[] =
    "INSERT INTO municipality VALUES (1, 'Prøve', 'Mette', '4520000000');"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "  WHERE i < 1200)"
    " INSERT INTO person (id, given_name, surname, phone, email, sms,"
    "  made_at) SELECT i, 'Kanarie' || i, 'Fugl', 4531000000 + i,"
    "  CASE WHEN i % 2 THEN 'fugl' || i || '@example.dk' END, 'start', 5"
    "  FROM n;"
    "INSERT INTO postcode VALUES ('7500', 'Holstebro', 1, 1);"
    "INSERT INTO citizen (person_id, municipality_id, mentor_id,"
    " target_group, ceiling_minutes, travel_m, postcode)"
    " VALUES (1, 1, 2, 'a', 60, 1, '7500');"
    "INSERT INTO employer (id, cvr, name) VALUES (1, '10000009', 'Bech');"
    "INSERT INTO workplace (id, employer_id, sms_name, town, address,"
    " postcode) VALUES (1, 1, 'Bech', 'Holstebro', 'Vej 1', '7500');"
    "INSERT INTO work_function VALUES ('pakning', 'x', 'x', 'x', '9321');"
    "INSERT INTO task (id, employer_id, workplace_id, contact_id,"
    " work_function, title, level, places, pay_ore, pay_on, meeting, one_off,"
    " state, posted_by, posted_at)"
    " VALUES (1, 1, 1, 3, 'pakning', '', 1, 1, 100, 1, '', 1, 'over', 3, 1);"
    "INSERT INTO shift VALUES (1, 1, 10, 20);"
    "INSERT INTO offer (id, task_id, shift_id, citizen_id, number, state,"
    " asked_at, answer_by, rule_version, cost, cost_parts)"
    " VALUES (1, 1, 1, 1, 2, 'won', 1, 2, 1, 0, '');"
    "INSERT INTO engagement VALUES (1, 1, 1, 1, 1, 'agreed', 1, NULL,"
    " 'agreed');"
    "INSERT INTO hours VALUES (1, 1, 60, 100, 'Tak, lille fugl', 3, 30);"
    "INSERT INTO course VALUES (1, 1, 1, 2, 0, NULL);"
    "INSERT INTO followup VALUES (1, 1, 'dag 1', 5, 6, 2, 'Fuglen sang'),"
    " (2, 1, 'dag 3', 7, NULL, NULL, '');"
    "INSERT INTO ceiling VALUES (1, 1, 60, 120, 2, 1, 1, 'met',"
    " 'Fuglen vil selv', NULL);"
    "INSERT INTO attention VALUES (1, 1, 'words', 1, 0, 'Pip pip', 1, NULL,"
    " NULL);"
    "INSERT INTO hook VALUES (1, 'folder', 'inbound', 'a',"
    " 'from=4531000001' || char(10) || 'text=Gammelt pip' || char(10), 1, 2),"
    " (2, 'folder', 'inbound', 'b',"
    " 'from=4531000001' || char(10) || 'text=Nyt pip' || char(10), 1, NULL);";

static const char *const secrets[] = { "Kanarie", "Fugl", "453100",
	"@example.dk", "lille fugl", "Fuglen sang", "Fuglen vil", "Pip pip",
	"Gammelt pip", "Nyt pip" };

static bool script(const char *sql)
{
	return connection_script(store_writer(store), sql);
}

static int before_open(void **state)
{
	char why[200];

	if (bare_open(state) != 0)
		return -1;
	snprintf(url, sizeof url, "sqlite:%s/test.db", folder);
	snprintf(key_file, sizeof key_file, "%s/seal.key", folder);
	settings.db_url = url;
	settings.seal_key_file = key_file;
	store = store_open(url, STORE_TOOL, true, why);
	for (int i = 0; i < PLAIN_STEPS; i++)
		if (!script(migrations[i].sql))
			return -1;
	if (!script("PRAGMA user_version = 7") || !script(plain))
		return -1;
	store_close(store);
	return 0;
}

/* ---- a program that is killed ---- */

static int commits_left;

static int count_down(void *arg)
{
	(void)arg;
	if (--commits_left == 0)
		_exit(KILLED);
	return 0;
}

static void open_counted(void)
{
	char why[200];

	secret_open(); /* or every child would draw the same */
	store = store_open(url, STORE_TOOL, true, why);
	if (store == NULL || !store_migrate(store, why))
		_exit(2);
	sqlite3_commit_hook(store_writer(store)->lite, count_down, NULL);
}

static void init(void)
{
	open_counted();
	sealing_finish(store);
	store_close(store);
}

static void change_key(void)
{
	open_counted();
	rekey(store);
	store_close(store);
}

/* Lets it live for one commit more each time, until it is done; how often it
 * was killed. It goes on from where it was, so that is at all kinds of places.
 */
static int kill_again_and_again(void (*run)(void))
{
	const char *said;

	for (int kills = 0; kills < KILLS_MOST; kills++) {
		int status;

		commits_left = kills + 1;
		status = run_apart(run, &said);
		if (status == 0)
			return kills;
		if (status != KILLED)
			fail_msg("%d: %s", status, said);
	}
	fail_msg("it never ends");
	return -1;
}

static void finish(void (*run)(void))
{
	const char *said;

	commits_left = 1000000;
	if (run_apart(run, &said) != 0)
		fail_msg("%s", said);
}

/* ---- afterwards ---- */

static void open_after(void)
{
	char why[200];

	store = store_open(url, STORE_PORTAL, false, why);
	assert_non_null(store);
	c.db = db_join(store, c.mem);
	secret_key(key_file, "seal.key_file", settings.seal_key);
	assert_int_equal(seal_begin(&c), SEAL_READY);
	assert_int_equal(one(SQL("SELECT count(*) FROM sealing"), NO_BIND), 0);
}

static void close_after(void)
{
	db_leave(c.db);
	store_close(store);
}

static void assert_all_opens(void)
{
	struct attention a;
	const struct hook *h;
	struct person p;
	struct hours hours;
	size_t count;

	for (int64_t i = 1; i <= PEOPLE; i++) {
		const char *name = mem_printf(&c, "Kanarie%" PRId64, i);

		assert_true(person_load(&c, i, &p));
		assert_string_equal(p.given_name, name);
		assert_string_equal(p.surname, "Fugl");
		assert_int_equal(person_by_phone(&c, p.phone), i);
		assert_true((p.email != NULL) == (i % 2 == 1));
	}
	assert_int_equal(person_by_email(&c, "FUGL7@example.dk"), 7);
	assert_true(attention_load(&c, 1, &a));
	assert_string_equal(a.words, "Pip pip");
	assert_true(hours_load(&c, 1, &hours));
	assert_string_equal(hours.thanks, "Tak, lille fugl");
	assert_string_equal(note_of(1), "Fuglen sang");
	assert_string_equal(note_of(2), "");
	assert_string_equal(
	    ceiling_list(&c, 1, &count)->why, "Fuglen vil selv");
	h = hook_new(&c, 5, &count);
	assert_int_equal(count, 1);
	assert_string_equal(hook_field(h, "text"), "Nyt pip");
}

static size_t times_in(const char *name, const char *what)
{
	struct arena_mark before = arena_mark(c.mem);
	FILE *f = fopen(mem_printf(&c, "%s/%s", folder, name), "re");
	size_t times = 0, n, length = strlen(what);
	struct stat st;
	char *all;

	if (f == NULL)
		return 0;
	assert_int_equal(fstat(fileno(f), &st), 0);
	all = mem_alloc(&c, (size_t)st.st_size + 1);
	n = fread(all, 1, (size_t)st.st_size, f);
	for (char *at = all;
	     (at = memmem(at, n - (size_t)(at - all), what, length)) != NULL;
	     at++)
		times++;
	fclose(f);
	arena_back(c.mem, before);
	return times;
}

static size_t times_anywhere(const char *what)
{
	return times_in("test.db", what) + times_in("test.db-wal", what);
}

/* ---- the tests ---- */

static void plain_text_is_sealed_however_often_it_is_killed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(secrets); i++)
		assert_int_not_equal(times_anywhere(secrets[i]), 0);
	assert_in_range(kill_again_and_again(init), 6, KILLS_MOST);
	for (size_t i = 0; i < COUNT(secrets); i++)
		if (times_anywhere(secrets[i]) != 0)
			fail_msg("%s is still there", secrets[i]);
	open_after();
	assert_all_opens();
	close_after();
	finish(init); /* again is nothing new */
}

static void the_master_key_changes_however_often_it_is_killed(void **state)
{
	const char *first, *second;

	(void)state;
	finish(init);
	first = secret_line(key_file, "x");
	assert_in_range(kill_again_and_again(change_key), 3, KILLS_MOST);
	second = secret_line(key_file, "x");
	assert_string_not_equal(first, second);
	assert_int_equal(access(mem_printf(&c, "%s.old", key_file), F_OK), -1);
	open_after();
	assert_all_opens();
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM person_key WHERE version <> 2"),
		NO_BIND),
	    0);
	close_after();
	finish(change_key);
	open_after();
	assert_all_opens();
	close_after();
}

/* Between two files no commit lies: as the folder then looks. */
static void the_master_key_changes_though_only_its_names_had(void **state)
{
	const char *old = mem_printf(&c, "%s.old", key_file), *first;

	(void)state;
	finish(init);
	first = secret_line(key_file, "x");
	assert_int_equal(link(key_file, old), 0);
	assert_true(secret_make(mem_printf(&c, "%s.new", key_file), 3));
	finish(change_key); /* killed before the new one was whole */
	assert_string_not_equal(secret_line(key_file, "x"), first);
	assert_int_equal(rename(key_file, old), 0);
	assert_true(secret_make(key_file, KEY_BYTES));
	finish(change_key); /* killed before any row */
	open_after();
	assert_all_opens();
	assert_int_equal(one(SQL("SELECT version FROM seal"), NO_BIND), 3);
	close_after();
}

static void begin(void)
{
	open_counted();
	settings_read_seal_key();
	sealing_begin(store);
}

static void assert_refuses(void (*run)(void), const char *why)
{
	const char *said;

	commits_left = 1000000;
	assert_int_equal(run_apart(run, &said), EXIT_CONFIG);
	if (strstr(said, why) == NULL)
		fail_msg("%s", said);
}

static void what_is_half_done_lets_nobody_begin(void **state)
{
	const char *said;

	(void)state;
	commits_left = 5;
	assert_int_equal(run_apart(init, &said), KILLED);
	assert_refuses(begin, "portal init was not finished");
	assert_refuses(change_key, "portal init was not finished");
	finish(init);
	finish(begin);
	commits_left = 2;
	assert_int_equal(run_apart(change_key, &said), KILLED);
	assert_refuses(begin, "portal rekey was not finished");
	assert_refuses(init, "portal rekey was not finished");
	finish(change_key);
	finish(begin);
}

static void a_wrong_key_lets_nobody_begin(void **state)
{
	const char *kept = mem_printf(&c, "%s/kept", folder);

	(void)state;
	finish(init);
	assert_int_equal(rename(key_file, kept), 0);
	assert_refuses(init, "seal.key is missing: put back");
	assert_true(secret_make(key_file, KEY_BYTES));
	assert_refuses(init, "is not the key of this database");
	assert_int_equal(rename(kept, key_file), 0);
	finish(init);
}

static void keys_do_not_change_while_they_are_in_use(void **state)
{
	static struct store *serving; /* store is whoever's that comes */
	char why[200];

	(void)state;
	finish(init);
	serving = store_open(url, STORE_PORTAL, false, why);
	settings_read_seal_key();
	sealing_begin(serving);
	assert_refuses(change_key, "stop the portal and the notifier first");
	finish(begin); /* others come and go */
	store_close(serving);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, before_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain_text_is_sealed_however_often_it_is_killed),
		TEST(the_master_key_changes_however_often_it_is_killed),
		TEST(the_master_key_changes_though_only_its_names_had),
		TEST(what_is_half_done_lets_nobody_begin),
		TEST(a_wrong_key_lets_nobody_begin),
		TEST(keys_do_not_change_while_they_are_in_use),
	};

	return cmocka_run_group_tests_name("sealing", tests, NULL, NULL);
}
