#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "shortage.h"

#define FORGET_MOST 200 /* a pass */

static bool sound(const struct ctx *c, const struct shortage *s)
{
	return s->people >= 1 && s->people <= SHORTAGE_PEOPLE &&
	    s->month == clock_first(s->month, 0) &&
	    s->month >= clock_first(c->now, SHORTAGE_FROM) &&
	    s->month <= clock_first(c->now, SHORTAGE_UNTIL);
}

static bool has_room(struct ctx *c, int64_t employer)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM shortage WHERE employer_id = $1"),
		   BIND(INT(employer)), 0) < SHORTAGES_MOST;
}

static bool write_over(struct ctx *c, const struct shortage *s)
{
	return db_run(c,
		   SQL("UPDATE shortage SET people = $4, said_by = $5,"
		       " said_at = $6 WHERE employer_id = $1 AND trade = $2"
		       " AND month = $3"),
		   BIND(INT(s->employer_id), TEXT(s->trade), INT(s->month),
		       INT(s->people), INT(s->said_by), INT(c->now))) == 1;
}

static void write_new(struct ctx *c, const struct shortage *s)
{
	db_run(c,
	    SQL("INSERT INTO shortage (id, employer_id, trade, people, month,"
		" said_by, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (employer_id, trade, month) DO NOTHING"),
	    BIND(INT(db_new_id(c)), INT(s->employer_id), TEXT(s->trade),
		INT(s->people), INT(s->month), INT(s->said_by), INT(c->now)));
}

enum err shortage_say(struct ctx *c, const struct shortage *s)
{
	if (!sound(c, s))
		return ERR_INVALID;
	db_begin(c);
	if (!write_over(c, s)) {
		if (!has_room(c, s->employer_id))
			return db_undo(c, ERR_CONFLICT);
		write_new(c, s);
	}
	attention_add(c, ATTENTION_SHORTAGE, s->said_by, s->employer_id, "");
	return db_commit(c);
}

static bool shortage_row(struct rows *r, struct shortage *s)
{
	if (!row_next(r))
		return false;
	s->id = row_int(r);
	s->employer_id = row_int(r);
	s->trade = row_text(r);
	s->people = row_int(r);
	s->month = row_int(r);
	s->said_by = row_int(r);
	s->said_at = row_int(r);
	return true;
}

bool shortage_load(struct ctx *c, int64_t id, struct shortage *s)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, trade, people, month, said_by, said_at"
		" FROM shortage WHERE id = $1"),
	    BIND(INT(id)));

	return shortage_row(&r, s);
}

const struct shortage *shortage_list(
    struct ctx *c, int64_t employer, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, trade, people, month, said_by, said_at"
		" FROM shortage WHERE employer_id = $1 AND month >= $2"
		" ORDER BY month, id LIMIT $3"),
	    BIND(INT(employer), INT(clock_first(c->now, 0)),
		INT(SHORTAGES_MOST)));
	struct shortage *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; shortage_row(&r, &all[*count]);)
		(*count)++;
	return all;
}

enum err shortage_drop(struct ctx *c, int64_t employer, int64_t id)
{
	size_t left;

	db_begin(c);
	db_run(c,
	    SQL("DELETE FROM shortage WHERE id = $1 AND employer_id = $2"),
	    BIND(INT(id), INT(employer)));
	shortage_list(c, employer, &left);
	if (left == 0)
		attention_settle(c, ATTENTION_SHORTAGE, employer);
	return db_commit(c);
}

void shortage_forget(struct ctx *c)
{
	struct ids over = db_ids(c,
	    SQL("SELECT id FROM shortage WHERE month < $1"
		" ORDER BY month LIMIT $2"),
	    BIND(INT(clock_first(c->now, 0)), INT(FORGET_MOST)));

	if (over.count == 0)
		return;
	db_begin(c);
	for (size_t i = 0; i < over.count; i++)
		db_run(c, SQL("DELETE FROM shortage WHERE id = $1"),
		    BIND(INT(over.id[i])));
	if (db_commit(c) != OK)
		return;
}
