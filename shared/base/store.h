/* The store: one database file as one program holds it. One connection writes,
 * for all threads; a few read. Writers share commits (group commit): each works
 * in a savepoint of its own, the last to leave commits for all, and everybody
 * waits for that commit before answering, also one who only read and undid,
 * for it may have seen a neighbour's row.
 *
 * Two programs write one file in turn, by a lock file of two byte ranges taken
 * gate first, then main, then the gate dropped: whoever holds the gate is next,
 * so neither starves. Checkpoints run under that lock only, and never by
 * themselves: Debian 12's SQLite can lose pages when one program resets the
 * log during another's checkpoint (SQLite 3.51.3). */
#ifndef BASE_STORE_H
#define BASE_STORE_H

#include "base/arena.h"

#define STORE_READERS     8    /* connections that read */
#define STORE_WAITERS     1024 /* threads that may wait for one: more fail */
#define STORE_WAIT_MS     5000 /* for a turn, a reader, or the other program */
#define STORE_BATCH_MOST  128  /* writers in one commit */
#define STORE_LOG_PAGES   1000 /* of write-ahead log before a checkpoint */
#define STORE_READER_WAIT 10   /* ms a checkpoint waits for readers */

struct store;
struct db;

/* Who makes ids: bits that keep two programs' apart. */
enum store_program { STORE_PORTAL = 1, STORE_NOTIFIER = 2, STORE_TOOL = 3 };

/* Opens sqlite:/path/file; create makes it if it is not there. NULL, with one
 * clear line in why, when it cannot be. */
struct store *store_open(
    const char *url, enum store_program program, bool create, char why[200]);

void store_close(struct store *s);

/* A context's use of the store, in its arena. db_leave() gives back what it
 * borrowed; every context must, before its arena is reset. */
struct db *db_join(struct store *s, struct arena *mem);
void db_leave(struct db *db);

/* How many of the connections that read nobody uses now. */
int store_idle(struct store *s);

/* The schema's version; 0 for an empty database, -1 when it is no database. */
int store_version(struct store *s, char why[200]);

/* Brings the schema up to the program's own version, a step a transaction.
 * False with why, and nothing half done, when the database is newer or fails.
 */
bool store_migrate(struct store *s, char why[200]);

/* Writes the whole file anew, and empties the log, so that nothing that was
 * deleted or changed stands in either. For when nobody else has it open. */
bool store_compact(struct store *s, char why[200]);

#endif
