/* What db.c and store.c share, and nobody else needs: the connections. Only
 * files named db*.c and store*.c know the database's own header. */
#ifndef BASE_STORE_PARTS_H
#define BASE_STORE_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include <sqlite3.h>

#include "base/db.h"
#include "base/store.h"

#define STATEMENTS_MOST 1024 /* a connection's cache; a power of two */
#define PARAMETERS_MOST 32
#define NESTED_MOST     8 /* transactions within transactions */

#define KEPT_MOST       128 /* answers that a connection keeps; a power of 2 */
#define KEPT_ROWS_BYTES ((size_t)64 << 10)  /* of one */
#define KEPT_BYTES      ((size_t)256 << 10) /* then it begins anew */

struct statement {
	const char *literal; /* where the SQL literal stands: its identity */
	sqlite3_stmt *lite;
	/* SQLite numbers $2 before $1 when it meets it first. */
	unsigned char index_of[PARAMETERS_MOST + 1];
};

/* An answer that db_kept() gives again, and to what; all of them, of one state
 * of the database: db_kept.c. */
struct kept_rows {
	const char *literal; /* NULL: none here */
	const struct val *bind;
	struct rows rows;
};

struct kept {
	struct arena *mem;
	unsigned version; /* the engine's number of that state */
	size_t count;
	struct kept_rows list[KEPT_MOST];
};

struct connection {
	sqlite3 *lite;
	bool writes;
	int64_t busy_until_ms; /* how long the busy handler may wait */
	size_t statements;
	struct connection *next; /* in the pool of idle readers */
	struct statement cache[STATEMENTS_MOST];
	struct kept kept;
};

/* What wakes one thread. It is the store's and outlives who waits by it, so
 * that it can be rung when the mutex is no longer held: who is woken before
 * that only goes to sleep again. A ring too many does no harm. */
struct bell {
	pthread_cond_t cond;
	struct bell *next;
};

/* A thread that waits, on its own stack: for a turn, a reader or a commit. One
 * bell each, so that a hand-over wakes one thread and not all. */
struct waiter {
	struct bell *bell;
	bool go, kept;
	struct connection *conn; /* what a reader was handed */
	struct waiter *next;
};

struct queue {
	struct waiter *first, **last;
	size_t count;
};

struct store {
	pthread_mutex_t mutex;
	enum store_program program;
	int lock_fd;

	struct connection *writer;
	struct queue turns;   /* who waits for the writing connection */
	bool busy;            /* somebody has it */
	struct waiter *batch; /* who has left it and waits for the commit */
	size_t batch_members;
	bool batch_open;
	bool batch_lost;   /* the engine has undone the batch by itself */
	int log_pages;     /* of the write-ahead log, at the last commit */
	int checkpoint_at; /* pages of log at which the next one is tried */

	struct bell *bells; /* by which nobody waits */

	struct connection *idle; /* readers nobody uses */
	struct queue readers;    /* who waits for one */

	_Atomic int64_t sequence; /* of the ids made: milliseconds, counter */
};

struct db {
	struct store *store;
	struct arena *mem;
	struct connection *reader; /* borrowed at the first read */
	int depth;                 /* of transactions */
	bool holds;                /* the writing connection is ours */
	bool failed;
	int64_t written; /* rows changed so far, and at each begin */
	int64_t written_before[NESTED_MOST];
	bool doomed; /* an inner one undid what it had changed */
};

/* Waiting in line: store_wait.c. The mutex is held before and after. */
void queue_clear(struct queue *q);
struct waiter *queue_take(struct queue *q);

/* Until w->go, at most ms. wake() says go; its bell is to be rung once the
 * mutex is free, which does nothing for NULL. */
bool wait_for(struct store *s, struct waiter *w, int64_t ms);
struct bell *wake(struct waiter *w);
void ring(struct bell *bell);

/* A bell of the store's, and back. */
struct bell *bell_take(struct store *s);
void bell_back(struct store *s, struct bell *bell);

/* In line; false when the line is full or too slow. What is handed over with
 * the wake-up, if anything, is put in *conn. */
bool stand_in(struct store *s, struct queue *q, struct connection **conn);

/* Takes the writing connection, in a savepoint of its own; false when no turn
 * came in time. store_leave() keeps or undoes the savepoint, hands the
 * connection on and returns once the batch's commit has been tried: true when
 * it is on disk. store_trouble() is told of each failed statement, for some
 * (a full disk) undo the whole batch. */
bool store_begin(struct store *s);
bool store_leave(struct store *s, bool keep);
void store_trouble(struct store *s);
struct connection *store_writer(struct store *s);
struct connection *store_borrow(struct store *s);
void store_give_back(struct store *s, struct connection *conn);
int64_t store_new_id(struct store *s);

/* One connection: db_sqlite.c. */
struct connection *connection_open(
    const char *path, bool create, bool writes, char why[200]);
void connection_close(struct connection *conn);

/* Runs a literal without parameters, prepared once; a script is prepared
 * anew, in the engine's dialect. */
bool connection_run(struct connection *conn, const char *literal);
bool connection_script(struct connection *conn, const char *sql);
struct statement *connection_statement(
    struct connection *conn, const char *literal);

void kept_free(struct kept *k);

#endif
