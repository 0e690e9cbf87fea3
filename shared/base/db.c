#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/store.h"
#include "base/store_parts.h"

struct db *db_join(struct store *s, struct arena *mem)
{
	struct db *db = arena_alloc(mem, sizeof *db);

	db->store = s;
	db->mem = mem;
	return db;
}

static void end_reading(struct db *db)
{
	if (db->reader == NULL)
		return;
	connection_run(db->reader, "COMMIT");
	store_give_back(db->store, db->reader);
	db->reader = NULL;
}

void db_leave(struct db *db)
{
	assert(db->depth == 0);
	end_reading(db);
}

void db_look_anew(struct ctx *c)
{
	end_reading(c->db);
}

bool db_failed(const struct ctx *c)
{
	return c->db->failed;
}

/* What is said of a failure names the code, never the values. */
static void fail(struct db *db, struct connection *conn, const char *what)
{
	db->failed = true;
	log_warnx("db.%s code=%d why=%s", what,
	    conn != NULL ? sqlite3_extended_errcode(conn->lite) : 0,
	    conn != NULL ? sqlite3_errmsg(conn->lite)
			 : "no connection in time");
	if (conn != NULL && conn->writes)
		store_trouble(db->store);
}

static struct connection *connection_of(struct db *db)
{
	if (db->depth > 0)
		return store_writer(db->store);
	if (db->reader != NULL)
		return db->reader;
	db->reader = store_borrow(db->store);
	if (db->reader == NULL) {
		fail(db, NULL, "borrow");
		return NULL;
	}
	if (!connection_run(db->reader, "BEGIN"))
		fail(db, db->reader, "begin_read");
	return db->reader;
}

static int bind_one(struct statement *s, int number, const struct val *v)
{
	int at = s->index_of[number];

	if (at == 0)
		log_bug("db.bind number=%d sql=%s", number, s->literal);
	if (v->null || (v->type == VAL_TEXT && v->s == NULL))
		return sqlite3_bind_null(s->lite, at);
	if (v->type == VAL_INT)
		return sqlite3_bind_int64(s->lite, at, v->i);
	return sqlite3_bind_text(s->lite, at, v->s, -1, SQLITE_STATIC);
}

/* The statement with its values bound, or NULL after a failure. The values
 * outlive it: rows are all read before the caller goes on. */
static struct statement *bound(
    struct ctx *c, struct sql sql, const struct val *bind)
{
	struct connection *conn;
	struct statement *s;
	int count = 0;

	if (c->db->failed || (conn = connection_of(c->db)) == NULL)
		return NULL;
	s = connection_statement(conn, sql.text);
	if (s == NULL) {
		fail(c->db, conn, "statement");
		return NULL;
	}
	for (; bind->type != VAL_END; bind++)
		if (bind_one(s, ++count, bind) != SQLITE_OK) {
			fail(c->db, conn, "bind");
			return NULL;
		}
	if (count != sqlite3_bind_parameter_count(s->lite))
		log_bug("db.bind count=%d sql=%s", count, sql.text);
	return s;
}

static void take_row(
    struct ctx *c, sqlite3_stmt *lite, struct cell *to, size_t width)
{
	for (size_t i = 0; i < width; i++) {
		/* Ours alone, so the engine need not guard it. */
		sqlite3_value *v = sqlite3_column_value(lite, (int)i);

		to[i] = (struct cell) { 0 };
		switch (sqlite3_value_type(v)) {
		case SQLITE_INTEGER:
			to[i].number = sqlite3_value_int64(v);
			break;
		case SQLITE_TEXT:
			to[i].text = mem_dup_n(c,
			    (const char *)sqlite3_value_text(v),
			    (size_t)sqlite3_value_bytes(v));
			break;
		default: break;
		}
	}
}

static struct cell *more_room(struct ctx *c, const struct rows *r, size_t *room)
{
	struct cell *cells;

	*room = *room == 0 ? 16 : *room * 4;
	cells = arena_room(c->mem, *room * r->width * sizeof *cells);
	if (r->count > 0)
		memcpy(cells, r->cells, r->count * r->width * sizeof *cells);
	return cells;
}

struct rows db_query(struct ctx *c, struct sql sql, const struct val *bind)
{
	struct statement *s = bound(c, sql, bind);
	struct rows r = { 0 };
	struct cell *cells = NULL;
	size_t room = 0;
	int rc;

	if (s == NULL)
		return r;
	r.width = (size_t)sqlite3_column_count(s->lite);
	while ((rc = sqlite3_step(s->lite)) == SQLITE_ROW) {
		if (r.count == DB_ROWS_MOST) {
			rc = SQLITE_TOOBIG;
			break;
		}
		if (r.count == room)
			r.cells = cells = more_room(c, &r, &room);
		take_row(c, s->lite, cells + r.count++ * r.width, r.width);
	}
	if (rc != SQLITE_DONE) {
		fail(c->db, connection_of(c->db), "step");
		r.count = 0;
	}
	sqlite3_reset(s->lite);
	sqlite3_clear_bindings(s->lite);
	return r;
}

int64_t db_run(struct ctx *c, struct sql sql, const struct val *bind)
{
	struct statement *s;
	int64_t changed = 0;

	assert(c->db->depth > 0 || c->db->failed);
	s = bound(c, sql, bind);
	if (s == NULL)
		return 0;
	if (sqlite3_step(s->lite) == SQLITE_DONE)
		changed = sqlite3_changes64(store_writer(c->db->store)->lite);
	else
		fail(c->db, store_writer(c->db->store), "run");
	sqlite3_reset(s->lite);
	sqlite3_clear_bindings(s->lite);
	c->db->written += changed;
	return changed;
}

int64_t db_int(
    struct ctx *c, struct sql sql, const struct val *bind, int64_t otherwise)
{
	struct rows r = db_query(c, sql, bind);

	return r.count > 0 ? r.cells[0].number : otherwise;
}

const char *db_text(struct ctx *c, struct sql sql, const struct val *bind,
    const char *otherwise)
{
	struct rows r = db_query(c, sql, bind);

	return r.count > 0 ? r.cells[0].text : otherwise;
}

struct ids db_ids(struct ctx *c, struct sql sql, const struct val *bind)
{
	struct rows r = db_query(c, sql, bind);
	int64_t *id = mem_alloc(c, (r.count + 1) * sizeof *id);

	for (size_t i = 0; i < r.count; i++)
		id[i] = r.cells[i * r.width].number;
	return (struct ids) { r.count, id };
}

bool row_next(struct rows *r)
{
	assert(r->row == 0 || r->column == r->width);
	r->column = 0;
	if (r->row == r->count)
		return false;
	r->row++;
	return true;
}

static const struct cell *next_cell(struct rows *r)
{
	assert(r->row > 0 && r->column < r->width);
	return &r->cells[(r->row - 1) * r->width + r->column++];
}

int64_t row_int(struct rows *r)
{
	const struct cell *cell = next_cell(r);

	assert(cell->text == NULL);
	return cell->number;
}

const char *row_text(struct rows *r)
{
	return next_cell(r)->text;
}

void db_begin(struct ctx *c)
{
	struct db *db = c->db;

	assert(db->depth < NESTED_MOST);
	db->written_before[db->depth] = db->written;
	if (db->depth++ > 0 || db->failed)
		return;
	end_reading(db);
	db->holds = store_begin(db->store);
	if (!db->holds)
		fail(db, NULL, "begin");
}

/* Gives the writing connection back; false when what was to be kept is not. */
static bool end_writing(struct db *db, bool keep)
{
	bool held = db->holds;

	db->holds = false;
	if (!held || !store_leave(db->store, keep && !db->failed))
		db->failed = true;
	return !db->failed;
}

enum err db_commit(struct ctx *c)
{
	assert(c->db->depth > 0);
	if (--c->db->depth > 0)
		return c->db->failed ? ERR_FAILED : OK;
	assert(!c->db->doomed || c->db->failed);
	c->db->doomed = false;
	return end_writing(c->db, true) ? OK : ERR_FAILED;
}

enum err db_undo(struct ctx *c, enum err err)
{
	struct db *db = c->db;

	assert(db->depth > 0);
	if (--db->depth == 0) {
		db->doomed = false;
		return end_writing(db, false) ? err : ERR_FAILED;
	}
	if (db->written != db->written_before[db->depth])
		db->doomed = true;
	return db->failed ? ERR_FAILED : err;
}

bool db_doomed(const struct ctx *c)
{
	return c->db->doomed;
}

int64_t db_new_id(struct ctx *c)
{
	return store_new_id(c->db->store);
}
