#include "match_parts.h"

#include "base/clock.h"
#include "base/db.h"
#include "base/store.h"

#include "change.h"
#include "municipality.h"

#define PAGE 200 /* people, or changes, read at a time */

/* ---- building ---- */

/* Each page is a look of its own at the database: no read lasts long. What
 * changes meanwhile has a number beyond seq, and is followed. */
static bool build(struct match_index *ix, struct ctx *c, struct store *s)
{
	int64_t next = 0, read = 0, seq;

	seq = change_last(c);
	do {
		db_leave(c->db);
		arena_reset(c->mem);
		c->db = db_join(s, c->mem);
		read = index_read(ix, c, next, INT64_MAX, PAGE, &next);
	} while (read > 0 && !atomic_load(&ix->given_up));
	match_index_trim(ix);
	ix->seq = seq;
	return read == 0 && seq >= 0;
}

void match_index_give_up(struct match_index *ix)
{
	atomic_store(&ix->given_up, true);
}

bool match_index_build(struct match_index *ix, struct store *s, int64_t now)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem, .now = now };
	bool built;

	c.db = db_join(s, mem);
	built = build(ix, &c, s);
	db_leave(c.db);
	arena_free(mem);
	return built;
}

/* ---- following ---- */

static int follow(struct match_index *ix, struct ctx *c)
{
	int64_t next, last;
	struct ids changed = change_since(c, ix->seq, PAGE, &last);

	for (size_t k = 0; k < changed.count; k++) {
		int64_t id = changed.id[k];

		if (index_read(ix, c, id, id, 1, &next) < 0)
			return -1;
	}
	if (db_failed(c))
		return -1;
	ix->seq = last;
	return (int)changed.count;
}

int match_index_follow(struct match_index *ix, struct store *s, int64_t now)
{
	struct arena *mem = arena_new();
	int count, all = 0;

	do {
		struct ctx c = { .mem = mem, .now = now };

		c.db = db_join(s, mem);
		count = follow(ix, &c);
		db_leave(c.db);
		arena_reset(mem);
		all += count;
	} while (count == PAGE);
	arena_free(mem);
	return count < 0 ? -1 : all;
}

/* ---- a task as a question ---- */

static void read_honours(
    struct ctx *c, struct match_index *ix, struct match_query *q)
{
	struct rows r = db_query(c,
	    SQL("SELECT consideration FROM honours WHERE workplace_id = $1"
		" AND checked_at IS NOT NULL LIMIT 256"),
	    BIND(INT(q->t.workplace_id)));

	while (row_next(&r))
		q->honours |= match_need_bit(match_index_name(
		    ix, NAMES_CONSIDERATION, row_text(&r), false));
	q->honours &= ~MATCH_NEED_BEYOND;
}

static bool read_demands(
    struct ctx *c, struct match_index *ix, struct match_query *q)
{
	struct rows r = db_query(c,
	    SQL("SELECT DISTINCT tick FROM demand WHERE work_function = $1"
		" AND valid_from <= $2"
		" AND (valid_to IS NULL OR valid_to > $2) LIMIT 17"),
	    BIND(TEXT(q->t.work_function), INT(q->t.starts_at)));

	if (r.count > COUNT(q->demands))
		return false;
	while (row_next(&r))
		q->demands[q->demand_count++] = match_index_name(
		    ix, NAMES_TICK, row_text(&r), false);
	return true;
}

static void read_free_noes(
    struct ctx *c, struct match_index *ix, struct match_query *q)
{
	struct rows r = db_query(c,
	    SQL("SELECT municipality_id, name FROM rule"
		" WHERE name >= 'answer_is_free:' AND name < 'answer_is_free;'"
		"   AND value = 1 AND valid_from <= $1"
		"   AND (valid_to IS NULL OR valid_to > $1) LIMIT 1000"),
	    BIND(INT(q->now)));

	while (row_next(&r)) {
		int64_t municipality = row_int(&r);
		const char *group = row_text(&r) + sizeof RULE_ANSWER_IS_FREE -
		    1;

		q->free_no[match_index_name(ix, NAMES_GROUP,
		    mem_printf(c, "%" PRId64 ":%s", municipality, group),
		    false)] = true;
	}
	q->free_no[NAMES_MOST] = false;
}

bool match_query_fill(
    struct ctx *c, struct match_index *ix, struct match_query *q)
{
	q->now = c->now;
	q->honours = 0;
	q->demand_count = 0;
	for (int i = 0; i <= NAMES_MOST; i++)
		q->free_no[i] = false;
	q->function = match_index_name(
	    ix, NAMES_FUNCTION, q->t.work_function, false);
	read_honours(c, ix, q);
	read_free_noes(c, ix, q);
	return read_demands(c, ix, q) && !db_failed(c);
}

bool match_query_load(
    struct ctx *c, struct match_index *ix, int64_t task, struct match_query *q)
{
	return match_task_load(c, task, &q->t) && match_query_fill(c, ix, q);
}
