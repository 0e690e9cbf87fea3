/* The database, as the domain sees it: literal SQL, typed values, rows in the
 * request's arena, and transactions that are durable when they have answered.
 * How one connection serves many writers? base/store.h.
 *
 * Errors are sticky: after one, statements of this context do nothing and
 * db_commit() says ERR_FAILED, so domain functions read as straight lines.
 * A handler that only read looks at db_failed() when it is done. */
#ifndef BASE_DB_H
#define BASE_DB_H

#include "base/arena.h"

#define DB_ROWS_MOST                                             \
	10000 /* of one query; more is a failure, not a surprise \
	       */

/* A statement. Only a string literal compiles here: nothing that comes from
 * outside can ever be SQL. Parameters are $1, $2 ... in the order of BIND. */
struct sql {
	const char *text;
};
#define SQL(literal) ((struct sql) { "" literal "" })
/* The same in a table of constants, where C takes no compound literal. */
#define SQL_IN_TABLE(literal) \
	{                     \
		"" literal "" \
	}

struct val {
	enum { VAL_END, VAL_INT, VAL_TEXT } type;
	bool null;
	int64_t i;
	const char *s;
};
/* TEXT(NULL) and ID(0) are stored as NULL. */
/* clang-format off */
#define INT(x)    { .type = VAL_INT,  .i = (int64_t)(x) }
#define ID(x)     { .type = VAL_INT,  .i = (int64_t)(x), .null = (x) == 0 }
#define TEXT(x)   { .type = VAL_TEXT, .s = (x) }
#define BIND(...) ((const struct val[]) { __VA_ARGS__, { .type = VAL_END } })
#define NO_BIND   ((const struct val[]) { { .type = VAL_END } })
/* clang-format on */

/* All rows of an answer, already read: they may be kept, and other statements
 * run meanwhile. */
struct cell {
	const char *text; /* NULL when the cell is NULL or a number */
	int64_t number;
};
struct rows {
	const struct cell *cells;
	size_t count, width;
	size_t row, column; /* row: how many row_next() has given */
};

/* Runs a statement that changes; how many rows it did, which is 0 after a
 * failure. Only between db_begin() and db_commit(). */
int64_t db_run(struct ctx *c, struct sql sql, const struct val *bind);

/* Runs a statement that answers. Inside a transaction it sees what the
 * transaction did; outside, all reads of a context see one moment. */
struct rows db_query(struct ctx *c, struct sql sql, const struct val *bind);

/* The same, of what every page shows and hardly ever changes: catalogues,
 * rules, a municipality. While nothing has been committed since, by any
 * program, what was answered before is answered again; so it is never older
 * than what db_query() would say. Not for what is one person's: it would be
 * kept in memory, and push out the rest. */
struct rows db_kept(struct ctx *c, struct sql sql, const struct val *bind);

/* The first column of the first row, or `otherwise` when there is none. */
int64_t db_int(
    struct ctx *c, struct sql sql, const struct val *bind, int64_t otherwise);
const char *db_text(struct ctx *c, struct sql sql, const struct val *bind,
    const char *otherwise);

/* The first column of all rows. */
struct ids db_ids(struct ctx *c, struct sql sql, const struct val *bind);

/* To the next row, if any; then its cells in the order of the SELECT. Every
 * cell must have been taken before the next row. NULL is 0, and NULL. */
bool row_next(struct rows *r);
int64_t row_int(struct rows *r);
const char *row_text(struct rows *r);

/* What was read is behind us: the next read sees a new moment. For who waits
 * for somebody in between, and must keep no reader meanwhile. */
void db_look_anew(struct ctx *c);

/* Begins to write. Nests: the outermost commits. While a transaction is open
 * the context holds the program's one writing connection, so no handler waits
 * for anything else in between. */
void db_begin(struct ctx *c);

/* OK when everything since the outermost db_begin() is on disk, or when this
 * was an inner one; ERR_FAILED when nothing of it is. */
enum err db_commit(struct ctx *c) MUST_CHECK;

/* Undoes everything since the outermost db_begin() and answers `err` once what
 * it may have read of others is on disk (ERR_FAILED if that failed): somebody
 * is about to be told what it saw. An inner one only steps out; if it has
 * changed something, the outermost must undo too, and that is asserted. */
enum err db_undo(struct ctx *c, enum err err);

bool db_failed(const struct ctx *c);

/* An inner one has undone what it changed, so this one may only be undone. */
bool db_doomed(const struct ctx *c);

/* A new id: 41 bits of milliseconds since 2025, 4 of program, 8 of counter;
 * larger than every id this program has made, even if the clock goes back. */
int64_t db_new_id(struct ctx *c);

#endif
