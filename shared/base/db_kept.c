#include <string.h>

#include "base/db.h"
#include "base/store_parts.h"

/* Two connections have two copies: a connection tells whether what it sees is
 * what it saw before, and of another's nothing. */

static void forget_all(struct kept *k)
{
	if (k->mem == NULL)
		k->mem = arena_new();
	else
		arena_reset(k->mem);
	memset(k->list, 0, sizeof k->list);
	k->count = 0;
}

/* The connection that reads, once it looks at a moment; else NULL. Until its
 * first statement nobody knows at which, and who writes has none. */
static struct connection *looking(const struct ctx *c)
{
	struct connection *conn = c->db->reader;

	if (conn == NULL || c->db->failed ||
	    sqlite3_txn_state(conn->lite, "main") != SQLITE_TXN_READ)
		return NULL;
	return conn;
}

/* Whether the moment is the one of which something was kept. The engine's
 * number changes with every commit of anybody that the connection comes to
 * see. */
static bool forget_old(struct connection *conn)
{
	struct kept *k = &conn->kept;
	unsigned now;

	if (sqlite3_file_control(conn->lite, "main", SQLITE_FCNTL_DATA_VERSION,
		&now) != SQLITE_OK)
		return false;
	if (k->mem == NULL || k->version != now)
		forget_all(k);
	k->version = now;
	return true;
}

/* ---- one of them ---- */

static size_t mixed(size_t hash, const struct val *v)
{
	const char *s = v->s;

	hash = (hash ^ (size_t)v->i) * 0x9E3779B97F4A7C15U;
	for (; v->type == VAL_TEXT && s != NULL && *s != '\0'; s++)
		hash = (hash ^ (unsigned char)*s) * 0x100000001B3U;
	return hash;
}

static bool same(const struct val *a, const struct val *b)
{
	for (; a->type == b->type && a->null == b->null; a++, b++) {
		if (a->type == VAL_END)
			return true;
		if (a->i != b->i || (a->s == NULL) != (b->s == NULL) ||
		    (a->s != NULL && strcmp(a->s, b->s) != 0))
			return false;
	}
	return false;
}

/* Where it is kept, or may be: there the literal is NULL. */
static struct kept_rows *find(
    struct kept *k, const char *literal, const struct val *bind)
{
	size_t at = (uintptr_t)literal >> 3;

	for (const struct val *v = bind; v->type != VAL_END; v++)
		at = mixed(at, v);
	for (at ^= at >> 32;; at++) {
		struct kept_rows *one = &k->list[at & (KEPT_MOST - 1)];

		if (one->literal == NULL ||
		    (one->literal == literal && same(one->bind, bind)))
			return one;
	}
}

static char *copy_text(struct arena *mem, const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(arena_alloc(mem, n), s, n);
}

static struct rows copy_rows(struct arena *mem, const struct rows *from)
{
	size_t n = from->count * from->width;
	struct cell *cells = arena_alloc(mem, (n + 1) * sizeof *cells);
	struct rows r = *from;

	if (n > 0)
		memcpy(cells, from->cells, n * sizeof *cells);
	for (size_t i = 0; i < n; i++)
		if (cells[i].text != NULL)
			cells[i].text = copy_text(mem, cells[i].text);
	r.cells = cells;
	return r;
}

static size_t bytes_of(const struct rows *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count * r->width; i++)
		n += sizeof r->cells[i] +
		    (r->cells[i].text != NULL ? strlen(r->cells[i].text) + 1
					      : 0);
	return n;
}

static void keep(struct kept *k, const char *literal, const struct val *bind,
    const struct rows *r)
{
	struct kept_rows *one;
	struct val *values;
	size_t count = 1;

	if (bytes_of(r) > KEPT_ROWS_BYTES)
		return;
	if (k->count == (size_t)KEPT_MOST / 4 * 3 ||
	    arena_mark(k->mem).used > KEPT_BYTES)
		forget_all(k);
	while (bind[count - 1].type != VAL_END)
		count++;
	values = arena_alloc(k->mem, count * sizeof *values);
	memcpy(values, bind, count * sizeof *values);
	for (size_t i = 0; i < count; i++)
		if (values[i].s != NULL)
			values[i].s = copy_text(k->mem, values[i].s);
	one = find(k, literal, bind);
	*one = (struct kept_rows) { literal, values, copy_rows(k->mem, r) };
	k->count++;
}

/* A copy goes out: the connection is another's before the request is over. */
struct rows db_kept(struct ctx *c, struct sql sql, const struct val *bind)
{
	struct connection *conn = looking(c);
	const struct kept_rows *one;
	struct rows r;

	if (conn == NULL || !forget_old(conn))
		return db_query(c, sql, bind);
	one = find(&conn->kept, sql.text, bind);
	if (one->literal != NULL)
		return copy_rows(c->mem, &one->rows);
	r = db_query(c, sql, bind);
	if (!c->db->failed)
		keep(&conn->kept, sql.text, bind, &r);
	return r;
}

void kept_free(struct kept *k)
{
	arena_free(k->mem);
}
