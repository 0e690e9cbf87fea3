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

/* To whoever is next: their bell, or NULL. */
static struct bell *turn_pass(struct store *s)
{
	struct waiter *next = queue_take(&s->turns);

	if (next != NULL)
		return wake(next);
	s->busy = false;
	return NULL;
}

static void turn_end(struct store *s)
{
	struct bell *bell;

	pthread_mutex_lock(&s->mutex);
	bell = turn_pass(s);
	pthread_mutex_unlock(&s->mutex);
	ring(bell);
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
	struct bell *bells[STORE_BATCH_MOST];
	size_t count = 0;

	pthread_mutex_lock(&s->mutex);
	while (s->batch != NULL) {
		struct waiter *w = s->batch;

		s->batch = w->next;
		w->kept = kept;
		bells[count++] = wake(w);
	}
	s->batch_members = 0;
	pthread_mutex_unlock(&s->mutex);
	for (size_t i = 0; i < count; i++)
		ring(bells[i]);
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
		turn_end(s);
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
	struct waiter w = { .bell = bell_take(s), .next = s->batch };
	struct bell *next;

	/* cppcheck-suppress autoVariables ; the batch ends before we return */
	s->batch = &w;
	next = turn_pass(s);
	pthread_mutex_unlock(&s->mutex);
	ring(next);
	pthread_mutex_lock(&s->mutex);
	/* Somebody is running our own SQL; if that takes this long, start anew:
	 * what is on disk is whole, and nobody was told anything yet. */
	if (!wait_for(s, &w, STORE_WAIT_MS * (int64_t)6))
		log_bug("store.commit why=a batch never ended");
	bell_back(s, w.bell);
	pthread_mutex_unlock(&s->mutex);
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
	turn_end(s);
	return kept;
}

struct connection *store_writer(struct store *s)
{
	return s->writer;
}
