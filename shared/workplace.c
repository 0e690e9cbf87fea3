#include <string.h>

#include "base/db.h"

#include "workplace.h"

bool p_number_valid(const char *p_number)
{
	return strlen(p_number) == P_NUMBER_DIGITS &&
	    strspn(p_number, "0123456789") == P_NUMBER_DIGITS;
}

/* ---- reading ---- */

static struct workplace workplace_row(struct rows *r)
{
	struct workplace w;

	w.id = row_int(r);
	w.employer_id = row_int(r);
	w.sms_name = row_text(r);
	w.town = row_text(r);
	w.address = row_text(r);
	w.postcode = row_text(r);
	w.p_number = row_text(r);
	return w;
}

bool workplace_load(struct ctx *c, int64_t id, struct workplace *w)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, sms_name, town, address, postcode,"
		" p_number FROM workplace WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	*w = workplace_row(&r);
	return true;
}

const struct workplace *workplace_list(
    struct ctx *c, int64_t employer, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, sms_name, town, address, postcode,"
		" p_number FROM workplace WHERE employer_id = $1"
		" ORDER BY sms_name, address LIMIT $2"),
	    BIND(INT(employer), INT(PLACES_OF_MOST)));
	struct workplace *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = workplace_row(&r);
	return all;
}

int64_t workplace_latest(struct ctx *c, int64_t employer)
{
	int64_t latest = db_int(c,
	    SQL("SELECT workplace_id FROM task WHERE employer_id = $1"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(employer)), 0);

	if (latest != 0)
		return latest;
	return db_int(c,
	    SQL("SELECT id FROM workplace WHERE employer_id = $1"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(employer)), 0);
}

bool workplace_says(struct ctx *c, int64_t workplace, const char *key)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM honours WHERE workplace_id = $1"
		       " AND consideration = $2"),
		   BIND(INT(workplace), TEXT(key)), 0) > 0;
}

/* ---- writing ---- */

bool workplace_bound(struct ctx *c, int64_t id)
{
	return db_int(c,
		   SQL("SELECT o.id FROM task t"
		       " JOIN shift s ON s.task_id = t.id"
		       " JOIN offer o ON o.shift_id = s.id"
		       " WHERE t.workplace_id = $1 AND s.ends_at > $2"
		       "   AND t.state <> 'cancelled'"
		       "   AND o.state IN ('asked', 'held', 'taken', 'won')"
		       " LIMIT 1"),
		   BIND(INT(id), INT(c->now)), 0) != 0;
}

/* The employer's place of that name and address; 0: none. */
static int64_t find(struct ctx *c, const struct workplace *w)
{
	return db_int(c,
	    SQL("SELECT id FROM workplace WHERE employer_id = $1"
		" AND sms_name = $2 AND address = $3"),
	    BIND(INT(w->employer_id), TEXT(w->sms_name), TEXT(w->address)), 0);
}

static bool same_spot(const struct workplace *a, const struct workplace *b)
{
	return strcmp(a->town, b->town) == 0 &&
	    strcmp(a->postcode, b->postcode) == 0 &&
	    strcmp(a->sms_name, b->sms_name) == 0 &&
	    strcmp(a->address, b->address) == 0;
}

bool workplace_keep_bound(struct ctx *c, const struct workplace *w)
{
	struct workplace there;

	return workplace_load(c, find(c, w), &there) &&
	    strcmp(there.postcode, w->postcode) != 0 &&
	    workplace_bound(c, there.id);
}

static void name_p(struct ctx *c, int64_t id, const char *p_number)
{
	db_run(c, SQL("UPDATE workplace SET p_number = $2 WHERE id = $1"),
	    BIND(INT(id), TEXT(p_number)));
}

/* What was measured of where it lay is not true of where it lies now. */
static void put_right(struct ctx *c, const struct workplace *w)
{
	db_run(c,
	    SQL("UPDATE workplace SET sms_name = $2, town = $3, address = $4,"
		" postcode = $5,"
		" east_m = CASE WHEN address = $4 AND postcode = $5"
		"  THEN east_m END,"
		" north_m = CASE WHEN address = $4 AND postcode = $5"
		"  THEN north_m END WHERE id = $1"),
	    BIND(INT(w->id), TEXT(w->sms_name), TEXT(w->town), TEXT(w->address),
		TEXT(w->postcode)));
}

int64_t workplace_keep(struct ctx *c, const struct workplace *w)
{
	struct workplace there, now = *w;

	db_run(c,
	    SQL("INSERT INTO workplace (id, employer_id, sms_name, town,"
		" address, postcode) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (employer_id, sms_name, address) DO NOTHING"),
	    BIND(INT(db_new_id(c)), INT(w->employer_id), TEXT(w->sms_name),
		TEXT(w->town), TEXT(w->address), TEXT(w->postcode)));
	now.id = find(c, w);
	if (!workplace_load(c, now.id, &there) || same_spot(&there, w))
		return now.id;
	if (!workplace_bound(c, now.id))
		put_right(c, &now);
	else if (strcmp(there.postcode, w->postcode) != 0)
		return 0;
	return now.id;
}

enum err workplace_add(struct ctx *c, const struct workplace *w, int64_t *id)
{
	size_t count;

	db_begin(c);
	if (find(c, w) != 0)
		return db_undo(c, ERR_INVALID);
	workplace_list(c, w->employer_id, &count);
	if (count >= PLACES_OF_MOST)
		return db_undo(c, ERR_CONFLICT);
	*id = workplace_keep(c, w);
	name_p(c, *id, w->p_number);
	return db_commit(c);
}

enum err workplace_change(struct ctx *c, const struct workplace *w)
{
	struct workplace there;
	int64_t twin;

	db_begin(c);
	if (!workplace_load(c, w->id, &there))
		return db_undo(c, ERR_NOT_FOUND);
	if (!same_spot(&there, w)) {
		if (workplace_bound(c, w->id))
			return db_undo(c, ERR_CONFLICT);
		twin = find(c, w);
		if (twin != 0 && twin != w->id)
			return db_undo(c, ERR_INVALID);
		put_right(c, w);
	}
	name_p(c, w->id, w->p_number);
	return db_commit(c);
}
