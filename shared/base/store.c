#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/store_parts.h"

/* ---- reading ---- */

struct connection *store_borrow(struct store *s)
{
	struct connection *conn = NULL;

	pthread_mutex_lock(&s->mutex);
	if (s->idle != NULL) {
		conn = s->idle;
		s->idle = conn->next;
	} else {
		stand_in(s, &s->readers, &conn);
	}
	pthread_mutex_unlock(&s->mutex);
	if (conn != NULL)
		conn->busy_until_ms = clock_mono_ms() + STORE_WAIT_MS;
	return conn;
}

void store_give_back(struct store *s, struct connection *conn)
{
	struct bell *bell = NULL;
	struct waiter *next;

	pthread_mutex_lock(&s->mutex);
	next = queue_take(&s->readers);
	if (next != NULL) {
		next->conn = conn;
		bell = wake(next);
	} else {
		conn->next = s->idle;
		s->idle = conn;
	}
	pthread_mutex_unlock(&s->mutex);
	ring(bell);
}

int store_idle(struct store *s)
{
	int n = 0;

	pthread_mutex_lock(&s->mutex);
	for (struct connection *at = s->idle; at != NULL; at = at->next)
		n++;
	pthread_mutex_unlock(&s->mutex);
	return n;
}

/* ---- ids ---- */

#define EPOCH_2025_MS 1735689600000 /* 1 January 2025, UTC */

int64_t store_new_id(struct store *s)
{
	int64_t floor = (clock_now_ms() - EPOCH_2025_MS) * 256;
	int64_t last = atomic_load(&s->sequence), next;

	do
		next = last + 1 > floor ? last + 1 : floor;
	while (!atomic_compare_exchange_weak(&s->sequence, &last, next));
	return next / 256 * 4096 + (int64_t)s->program * 256 + next % 256;
}

/* Ids must stay larger than what the file holds, though the clock went back. */
static void seek_largest_id(struct store *s)
{
	sqlite3_stmt *tables, *largest;
	char sql[200];

	sqlite3_prepare_v2(s->writer->lite,
	    "SELECT m.name FROM sqlite_schema m"
	    " JOIN pragma_table_info(m.name) t"
	    " WHERE m.type = 'table' AND t.name = 'id' AND t.pk = 1",
	    -1, &tables, NULL);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		snprintf(sql, sizeof sql, "SELECT max(id) FROM \"%s\"",
		    (const char *)sqlite3_column_text(tables, 0));
		if (sqlite3_prepare_v2(s->writer->lite, sql, -1, &largest,
			NULL) == SQLITE_OK &&
		    sqlite3_step(largest) == SQLITE_ROW) {
			int64_t id = sqlite3_column_int64(largest, 0);

			if (id / 4096 * 256 + 255 > s->sequence)
				s->sequence = id / 4096 * 256 + 255;
		}
		sqlite3_finalize(largest);
	}
	sqlite3_finalize(tables);
}

/* ---- opening ---- */

static int remember_log_pages(
    void *arg, sqlite3 *lite, const char *name, int pages)
{
	struct store *s = arg;

	(void)lite;
	(void)name;
	s->log_pages = pages;
	return SQLITE_OK;
}

static bool open_all(
    struct store *s, const char *path, bool create, char why[200])
{
	char lock_path[120];

	if (snprintf(lock_path, sizeof lock_path, "%s.lock", path) >=
	    (int)sizeof lock_path) {
		snprintf(why, 200, "the path is too long: %s", path);
		return false;
	}
	if (!create && access(path, R_OK | W_OK) != 0) {
		snprintf(why, 200, "cannot read and write %s: %s", path,
		    strerror(errno));
		return false;
	}
	s->lock_fd = lock_open(lock_path);
	if (s->lock_fd < 0 || !lock_take(s->lock_fd, STORE_WAIT_MS)) {
		snprintf(
		    why, 200, "cannot lock %s: %s", lock_path, strerror(errno));
		return false;
	}
	s->writer = connection_open(path, create, true, why);
	for (int i = 0; s->writer != NULL && i < STORE_READERS; i++) {
		struct connection *conn = connection_open(
		    path, false, false, why);

		if (conn == NULL)
			return false;
		conn->next = s->idle;
		s->idle = conn;
	}
	lock_release(s->lock_fd);
	return s->writer != NULL;
}

struct store *store_open(
    const char *url, enum store_program program, bool create, char why[200])
{
	struct store *s;

	if (strncmp(url, "sqlite:", 7) != 0) {
		snprintf(why, 200, "db.url must begin with sqlite: (%s)", url);
		return NULL;
	}
	s = calloc(1, sizeof *s);
	if (s == NULL)
		log_bug("store.no_memory");
	pthread_mutex_init(&s->mutex, NULL);
	queue_clear(&s->turns);
	queue_clear(&s->readers);
	s->program = program;
	s->lock_fd = -1;
	s->checkpoint_at = STORE_LOG_PAGES;
	if (!open_all(s, url + 7, create, why)) {
		store_close(s);
		return NULL;
	}
	sqlite3_wal_hook(s->writer->lite, remember_log_pages, s);
	seek_largest_id(s);
	return s;
}

void store_close(struct store *s)
{
	while (s->idle != NULL) {
		struct connection *conn = s->idle;

		s->idle = conn->next;
		connection_close(conn);
	}
	while (s->bells != NULL) {
		struct bell *bell = s->bells;

		s->bells = bell->next;
		pthread_cond_destroy(&bell->cond);
		free(bell);
	}
	if (s->writer != NULL)
		connection_close(s->writer);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	pthread_mutex_destroy(&s->mutex);
	free(s);
}
