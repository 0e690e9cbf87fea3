#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/db.h"

#include "outbox.h"

#include "bench.h"

#define MESSAGES  BENCH_CITIZENS /* to as many people */
#define ROUNDS    3
#define LOG_PAGES 1000 /* of write-ahead log, then a checkpoint */

/* ---- ours ---- */

/* Claims, pretends to send, and writes down that all went well. */
static double claim_all(struct desk *d, int64_t most)
{
	int64_t epoch = outbox_begin_run(desk_again(d)), done = 0;
	int64_t began = now_us();

	while (done < most) {
		struct ctx *c = desk_again(d);
		size_t count;
		const struct claimed *m = outbox_claim(
		    c, "sms", "bench", epoch, OUTBOX_BATCH_MOST, &count);

		if (count == 0)
			break;
		db_begin(c);
		for (size_t i = 0; i < count; i++)
			outbox_record(
			    c, &m[i], OUTCOME_ACCEPTED, NULL, "accepted", 0);
		if (db_commit(c) != OK)
			give_up("outcomes could not be written");
		done += (int64_t)count;
	}
	return (double)done * 1e6 / (double)(now_us() - began);
}

/* ---- the yardstick: the same rows, known beforehand, without a guard ---- */

enum statement { BEGIN, COMMIT, SEND, ATTEMPT, OUTCOME, ACCEPT, STATEMENTS };

struct raw {
	sqlite3 *lite;
	sqlite3_stmt *run[STATEMENTS];
	int pages;
};

static int remember_pages(void *arg, sqlite3 *lite, const char *name, int pages)
{
	struct raw *r = arg;

	(void)lite;
	(void)name;
	r->pages = pages;
	return SQLITE_OK;
}

static void raw_open(struct raw *r, const char *path)
{
	static const char *const sql[STATEMENTS] = {
		"BEGIN IMMEDIATE",
		"COMMIT",
		"UPDATE outbox SET state = 'sending', tries = tries + 1,"
		" provider = 'raw', changed_at = ?2 WHERE id = ?1",
		"INSERT INTO attempt (id, outbox_id, epoch, began_at)"
		" VALUES (?1, ?1, 1, ?2)",
		"UPDATE attempt SET ended_at = ?2, outcome = 'accepted',"
		" why = 'accepted' WHERE id = ?1",
		"UPDATE outbox SET state = 'accepted', why = 'accepted',"
		" changed_at = ?2 WHERE id = ?1",
	};
	int on;

	if (sqlite3_open(path, &r->lite) != SQLITE_OK)
		give_up("the yardstick has no database");
	sqlite3_db_config(r->lite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &on);
	sqlite3_exec(r->lite,
	    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON;"
	    "PRAGMA secure_delete=ON; PRAGMA cache_size=-2000",
	    NULL, NULL, NULL);
	sqlite3_wal_hook(r->lite, remember_pages, r);
	for (int i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v2(r->lite, sql[i], -1, &r->run[i], NULL) !=
		    SQLITE_OK)
			give_up("the yardstick: %s", sqlite3_errmsg(r->lite));
}

static void raw_close(struct raw *r)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(r->run[i]);
	sqlite3_close(r->lite);
}

static void raw_run(struct raw *r, enum statement what, int64_t id, int64_t now)
{
	sqlite3_stmt *s = r->run[what];

	if (what >= SEND) {
		sqlite3_bind_int64(s, 1, id);
		sqlite3_bind_int64(s, 2, now);
	}
	if (sqlite3_step(s) != SQLITE_DONE)
		give_up("the yardstick: %s", sqlite3_errmsg(r->lite));
	sqlite3_reset(s);
}

static void raw_batch(
    struct raw *r, const int64_t *id, size_t count, int64_t now)
{
	raw_run(r, BEGIN, 0, 0);
	for (size_t i = 0; i < count; i++) {
		raw_run(r, SEND, id[i], now);
		raw_run(r, ATTEMPT, id[i], now);
	}
	raw_run(r, COMMIT, 0, 0);
	raw_run(r, BEGIN, 0, 0);
	for (size_t i = 0; i < count; i++) {
		raw_run(r, OUTCOME, id[i], now);
		raw_run(r, ACCEPT, id[i], now);
	}
	raw_run(r, COMMIT, 0, 0);
	if (r->pages >= LOG_PAGES)
		sqlite3_wal_checkpoint_v2(
		    r->lite, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
}

static double raw_all(const char *path, const int64_t *id, size_t count)
{
	struct raw r = { 0 };
	int64_t began, now = clock_now();

	raw_open(&r, path);
	began = now_us();
	for (size_t i = 0; i < count; i += OUTBOX_BATCH_MOST)
		raw_batch(&r, id + i,
		    count - i < OUTBOX_BATCH_MOST ? count - i
						  : OUTBOX_BATCH_MOST,
		    now);
	began = now_us() - began;
	raw_close(&r);
	return (double)count * 1e6 / (double)began;
}

/* ---- the figures ---- */

static size_t queued(struct desk *d, int64_t *id, size_t most)
{
	struct ids some = db_ids(desk_again(d),
	    SQL("SELECT id FROM outbox WHERE state = 'queued' AND kind ="
		" 'call' ORDER BY id LIMIT 10000"),
	    NO_BIND);

	for (size_t i = 0; i < some.count && i < most; i++)
		id[i] = some.id[i];
	return some.count;
}

void bench_claim(void)
{
	static int64_t id[MESSAGES];
	double ours, long_queue, raw, ours_of[ROUNDS], raw_of[ROUNDS];
	char beside[160];
	struct place p;
	struct town t;
	struct desk d;

	place_make(&p, "");
	desk_open(&d, p.url, STORE_NOTIFIER);
	bench_town(&d, &t);
	claim_all(&d, INT64_MAX);

	for (int i = 0; i < ROUNDS; i++) {
		size_t count;

		bench_messages(&d, MESSAGES, 1);
		ours_of[i] = claim_all(&d, INT64_MAX);
		bench_messages(&d, MESSAGES, 1);
		count = queued(&d, id, MESSAGES);
		raw_of[i] = raw_all(p.url + strlen("sqlite:"), id, count);
	}
	ours = middle(ours_of);
	raw = middle(raw_of);
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.3f", ours, raw, ours / raw);
	figure("claim_per_s", ours, "/s", beside,
	    "10,000 messages claimed, tried and recorded with all guards, "
	    "durably, 64 at a time; against the same rows by SQLite alone");
	figure("claim_ratio", ours / raw, "x", beside, "the same");

	bench_messages(&d, MESSAGES, 10);
	long_queue = claim_all(&d, 2000);
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.3f", long_queue, raw,
	    long_queue / raw);
	figure("claim_100k_per_s", long_queue, "/s", beside,
	    "the first 2,000 of 100,000 that wait for 10,000 people; against "
	    "the same yardstick");
	desk_close(&d);
	place_remove(&p);
}
