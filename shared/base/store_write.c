#include "base/clock.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/store_parts.h"

static bool turn_take(struct store *s)
{
	struct connection *none;
	bool got = true;

	pthread_mutex_lock(&s->mutex);
	if (s->busy)
		got = stand_in(s, &s->turns, &none);
	else
		s->busy = true;
	pthread_mutex_unlock(&s->mutex);
	return got;
}

static void turn_pass(struct store *s)
{
	struct waiter *next = queue_take(&s->turns);

	if (next != NULL)
		wake(next);
	else
		s->busy = false;
}

static bool batch_begin(struct store *s)
{
	if (!lock_take(s->lock_fd, STORE_WAIT_MS)) {
		log_warnx("store.locked why=the other program keeps the lock");
		return false;
	}
	s->writer->busy_until_ms = clock_mono_ms() + STORE_WAIT_MS;
	if (!connection_run(s->writer, "BEGIN IMMEDIATE")) {
		lock_release(s->lock_fd);
		return false;
	}
	s->batch_open = true;
	s->batch_lost = false;
	return true;
}

/* Tells everybody who waits for this batch how it went. */
static void batch_settle(struct store *s, bool kept)
{
	pthread_mutex_lock(&s->mutex);
	while (s->batch != NULL) {
		struct waiter *w = s->batch;

		s->batch = w->next;
		w->kept = kept;
		wake(w);
	}
	s->batch_members = 0;
	pthread_mutex_unlock(&s->mutex);
}

/* RESTART, because PASSIVE never finishes under steady readers. What a reader
 * keeps it from is tried again when the log has grown: to wait for one reader
 * at every batch would slow all writers for as long as it reads. */
static void checkpoint(struct store *s)
{
	if (s->log_pages < s->checkpoint_at)
		return;
	s->writer->busy_until_ms = clock_mono_ms() + STORE_READER_WAIT;
	if (sqlite3_wal_checkpoint_v2(s->writer->lite, NULL,
		SQLITE_CHECKPOINT_RESTART, NULL, NULL) == SQLITE_OK) {
		s->log_pages = 0;
		s->checkpoint_at = STORE_LOG_PAGES;
	} else {
		s->checkpoint_at = s->log_pages + STORE_LOG_PAGES / 4;
	}
}

/* Commits for everybody. The connection is still ours, so that those who come
 * meanwhile line up and make the next batch. */
static bool batch_end(struct store *s)
{
	bool kept = !s->batch_lost && connection_run(s->writer, "COMMIT");

	if (!kept && !sqlite3_get_autocommit(s->writer->lite))
		connection_run(s->writer, "ROLLBACK");
	s->batch_open = false;
	batch_settle(s, kept);
	if (kept)
		checkpoint(s);
	lock_release(s->lock_fd);
	return kept;
}

void store_trouble(struct store *s)
{
	if (s->batch_open && sqlite3_get_autocommit(s->writer->lite))
		s->batch_lost = true;
}

bool store_begin(struct store *s)
{
	if (!turn_take(s))
		return false;
	if (!s->batch_open && !batch_begin(s)) {
		pthread_mutex_lock(&s->mutex);
		turn_pass(s);
		pthread_mutex_unlock(&s->mutex);
		return false;
	}
	if (!connection_run(s->writer, "SAVEPOINT member")) {
		store_trouble(s);
		store_leave(s, false);
		return false;
	}
	return true;
}

static bool savepoint_end(struct store *s, bool keep)
{
	if (s->batch_lost)
		return false;
	if (!keep && !connection_run(s->writer, "ROLLBACK TO member"))
		return false;
	return connection_run(s->writer, "RELEASE member");
}

/* Hands the connection on and waits for whoever ends the batch. */
static bool batch_wait(struct store *s)
{
	struct waiter w = { .cond = PTHREAD_COND_INITIALIZER };

	w.next = s->batch;
	/* cppcheck-suppress autoVariables ; the batch ends before we return */
	s->batch = &w;
	turn_pass(s);
	/* Somebody is running our own SQL; if that takes this long, start anew:
	 * what is on disk is whole, and nobody was told anything yet. */
	if (!wait_for(s, &w, STORE_WAIT_MS * (int64_t)6))
		log_bug("store.commit why=a batch never ended");
	pthread_mutex_unlock(&s->mutex);
	pthread_cond_destroy(&w.cond);
	return w.kept;
}

bool store_leave(struct store *s, bool keep)
{
	bool kept;

	if (!savepoint_end(s, keep))
		store_trouble(s);
	pthread_mutex_lock(&s->mutex);
	s->batch_members++;
	if (!s->batch_lost && s->turns.first != NULL &&
	    s->batch_members < STORE_BATCH_MOST)
		return batch_wait(s);
	pthread_mutex_unlock(&s->mutex);
	kept = batch_end(s);
	pthread_mutex_lock(&s->mutex);
	turn_pass(s);
	pthread_mutex_unlock(&s->mutex);
	return kept;
}

struct connection *store_writer(struct store *s)
{
	return s->writer;
}
