#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/store_parts.h"
#include "base/text.h"

/* The words in which the two engines differ. They stand in the schema and in
 * the outbox's claim only (docs/ARCHITECTURE.md). */
static const struct {
	const char *token, *lite;
} dialect[] = {
	{ "@INT@", "INTEGER" },
	{ "@PK@", "INTEGER PRIMARY KEY" },
	{ "@BLOB@", "BLOB" },
	{ "@STRICT@", "STRICT" },
	{ "@NOROWID@", "STRICT, WITHOUT ROWID" },
	{ "@SKIP@", "" },
	{ "@LOCK@", "" },
	{ "@REFUSE@", "BEGIN SELECT raise(ABORT, 'rows are kept'); END" },
};

static const char *dialect_word(const char **at)
{
	for (size_t i = 0; i < COUNT(dialect); i++) {
		size_t n = strlen(dialect[i].token);

		if (strncmp(*at, dialect[i].token, n) == 0) {
			*at += n;
			return dialect[i].lite;
		}
	}
	return NULL;
}

static char *in_dialect(struct arena *mem, const char *sql)
{
	struct text out = text_new(mem, (size_t)1 << 20);

	while (*sql != '\0') {
		const char *word = *sql == '@' ? dialect_word(&sql) : NULL;

		if (word != NULL)
			text_add(&out, word);
		else
			text_add_n(&out, sql++, 1);
	}
	assert(!out.full);
	return out.s;
}

/* Stock busy timeouts let one program starve another, so this
 * only bridges what the lock file does not cover: a tool that looks in. */
static int busy(void *arg, int tries)
{
	struct connection *conn = arg;

	(void)tries;
	if (clock_mono_ms() >= conn->busy_until_ms)
		return 0;
	poll(NULL, 0, 1);
	return 1;
}

bool connection_script(struct connection *conn, const char *sql)
{
	struct arena *mem = arena_new();
	char *why = NULL;
	int rc = sqlite3_exec(
	    conn->lite, in_dialect(mem, sql), NULL, NULL, &why);

	if (rc != SQLITE_OK)
		log_warnx("db.failed code=%d why=%s",
		    sqlite3_extended_errcode(conn->lite), why);
	sqlite3_free(why);
	arena_free(mem);
	return rc == SQLITE_OK;
}

static bool prepare_connection(struct connection *conn)
{
	static const char *const settings[] = { "PRAGMA journal_mode=WAL",
		"PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=0",
		"PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF",
		"PRAGMA temp_store=MEMORY", "PRAGMA mmap_size=0",
		"PRAGMA secure_delete=ON", "PRAGMA cache_size=-2000" };
	int on;

	sqlite3_extended_result_codes(conn->lite, 1);
	sqlite3_busy_handler(conn->lite, busy, conn);
	conn->busy_until_ms = clock_mono_ms() + 2000;
	sqlite3_db_config(conn->lite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &on);
	sqlite3_db_config(conn->lite, SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
	for (size_t i = 0; i < COUNT(settings); i++)
		if (sqlite3_exec(conn->lite, settings[i], NULL, NULL, NULL) !=
		    SQLITE_OK)
			return false;
	return conn->writes || connection_run(conn, "PRAGMA query_only=ON");
}

/* Nobody asks how much memory the engine has: counting it would be a lock at
 * each allocation, for all threads the same. */
static void configure_engine(void)
{
	if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
		log_warnx("db.engine why=its memory is counted");
}

struct connection *connection_open(
    const char *path, bool create, bool writes, char why[200])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct connection *conn = calloc(1, sizeof *conn);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	pthread_once(&once, configure_engine);
	if (conn == NULL)
		log_bug("db.no_memory");
	conn->writes = writes;
	if (create)
		flags |= SQLITE_OPEN_CREATE;
	if (sqlite3_open_v2(path, &conn->lite, flags, NULL) != SQLITE_OK ||
	    !prepare_connection(conn)) {
		snprintf(why, 200, "cannot open the database %.90s: %.70s",
		    path, sqlite3_errmsg(conn->lite));
		connection_close(conn);
		return NULL;
	}
	return conn;
}

void connection_close(struct connection *conn)
{
	for (size_t i = 0; i < STATEMENTS_MOST; i++)
		sqlite3_finalize(conn->cache[i].lite);
	sqlite3_close(conn->lite);
	kept_free(&conn->kept);
	free(conn);
}

static void number_parameters(struct statement *s)
{
	int count = sqlite3_bind_parameter_count(s->lite);

	for (int i = 1; i <= count; i++) {
		const char *name = sqlite3_bind_parameter_name(s->lite, i);
		int number = name != NULL ? atoi(name + 1) : 0;

		if (number < 1 || number > PARAMETERS_MOST)
			log_bug("db.parameter number=%d", number);
		s->index_of[number] = (unsigned char)i;
	}
}

/* Literals do not move, so their address names the statement. */
struct statement *connection_statement(
    struct connection *conn, const char *literal)
{
	size_t at = ((uintptr_t)literal >> 3) * 0x9E3779B1u;
	struct arena *mem;
	struct statement *s;
	int rc;

	for (;; at++) {
		s = &conn->cache[at & (STATEMENTS_MOST - 1)];
		if (s->literal == literal)
			return s;
		if (s->literal == NULL)
			break;
	}
	if (conn->statements == (size_t)STATEMENTS_MOST / 4 * 3)
		log_bug("db.too_many_statements");

	mem = arena_new();
	rc = sqlite3_prepare_v3(conn->lite, in_dialect(mem, literal), -1,
	    SQLITE_PREPARE_PERSISTENT, &s->lite, NULL);
	arena_free(mem);
	if (rc != SQLITE_OK) {
		log_warnx("db.prepare code=%d why=%s", rc,
		    sqlite3_errmsg(conn->lite));
		return NULL;
	}
	number_parameters(s);
	s->literal = literal;
	conn->statements++;
	return s;
}

bool connection_run(struct connection *conn, const char *literal)
{
	struct statement *s = connection_statement(conn, literal);
	int rc;

	if (s == NULL)
		return false;
	rc = sqlite3_step(s->lite);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		log_warnx("db.failed code=%d why=%s",
		    sqlite3_extended_errcode(conn->lite),
		    sqlite3_errmsg(conn->lite));
	sqlite3_reset(s->lite);
	return rc == SQLITE_DONE || rc == SQLITE_ROW;
}
