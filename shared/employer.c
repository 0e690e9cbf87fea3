#include <string.h>

#include "base/db.h"

#include "employer.h"

bool cvr_valid(const char *cvr)
{
	static const int weight[8] = { 2, 7, 6, 5, 4, 3, 2, 1 };
	int sum = 0;

	if (strlen(cvr) != 8 || strspn(cvr, "0123456789") != 8 || *cvr == '0')
		return false;
	for (int i = 0; i < 8; i++)
		sum += weight[i] * (cvr[i] - '0');
	return sum % 11 == 0;
}

bool employer_load(struct ctx *c, int64_t id, struct employer *e)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, cvr, name, approved_at FROM employer"
		" WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	e->id = row_int(&r);
	e->cvr = row_text(&r);
	e->name = row_text(&r);
	e->approved_at = row_int(&r);
	return true;
}

int64_t employer_add(struct ctx *c, const struct employer *e)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("INSERT INTO employer (id, cvr, name, approved_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(id), TEXT(e->cvr), TEXT(e->name), ID(e->approved_at)));
	return id;
}

int64_t employer_keep(
    struct ctx *c, const char *cvr, const char *name, bool *made)
{
	*made = db_run(c,
		    SQL("INSERT INTO employer (id, cvr, name)"
			" VALUES ($1, $2, $3) ON CONFLICT (cvr) DO NOTHING"),
		    BIND(INT(db_new_id(c)), TEXT(cvr), TEXT(name))) == 1;
	return db_int(c, SQL("SELECT id FROM employer WHERE cvr = $1"),
	    BIND(TEXT(cvr)), 0);
}

enum err employer_approve(struct ctx *c, int64_t id, int64_t by)
{
	int64_t changed = db_run(c,
	    SQL("UPDATE employer SET approved_at = $2, approved_by = $3"
		" WHERE id = $1 AND approved_at IS NULL"),
	    BIND(INT(id), INT(c->now), INT(by)));

	return changed == 1 ? OK : ERR_CONFLICT;
}

int64_t contact_employer(struct ctx *c, int64_t person)
{
	return db_int(c,
	    SQL("SELECT employer_id FROM contact WHERE person_id = $1"),
	    BIND(INT(person)), 0);
}

void contact_add(struct ctx *c, int64_t person, int64_t employer)
{
	db_run(c,
	    SQL("INSERT INTO contact (person_id, employer_id)"
		" VALUES ($1, $2)"),
	    BIND(INT(person), INT(employer)));
}

bool workplace_load(struct ctx *c, int64_t id, struct workplace *w)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, sms_name, town, address, postcode"
		" FROM workplace WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	w->id = row_int(&r);
	w->employer_id = row_int(&r);
	w->sms_name = row_text(&r);
	w->town = row_text(&r);
	w->address = row_text(&r);
	w->postcode = row_text(&r);
	return true;
}

int64_t workplace_keep(struct ctx *c, const struct workplace *w)
{
	db_run(c,
	    SQL("INSERT INTO workplace (id, employer_id, sms_name, town,"
		" address, postcode) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (employer_id, sms_name, address) DO UPDATE"
		" SET town = excluded.town, postcode = excluded.postcode"),
	    BIND(INT(db_new_id(c)), INT(w->employer_id), TEXT(w->sms_name),
		TEXT(w->town), TEXT(w->address), TEXT(w->postcode)));
	return db_int(c,
	    SQL("SELECT id FROM workplace WHERE employer_id = $1"
		" AND sms_name = $2 AND address = $3"),
	    BIND(INT(w->employer_id), TEXT(w->sms_name), TEXT(w->address)), 0);
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

static bool listed(const char *const *keys, const char *key)
{
	for (; *keys != NULL; keys++)
		if (strcmp(*keys, key) == 0)
			return true;
	return false;
}

void workplace_say(struct ctx *c, int64_t workplace, const char *const *keys)
{
	struct rows r = db_query(c,
	    SQL("SELECT consideration FROM honours WHERE workplace_id = $1"),
	    BIND(INT(workplace)));

	while (row_next(&r)) {
		const char *key = row_text(&r);

		if (!listed(keys, key))
			db_run(c,
			    SQL("DELETE FROM honours WHERE workplace_id = $1"
				" AND consideration = $2"),
			    BIND(INT(workplace), TEXT(key)));
	}
	for (; *keys != NULL; keys++)
		db_run(c,
		    SQL("INSERT INTO honours (workplace_id, consideration,"
			" said_at)"
			" SELECT $1, key, $3 FROM consideration WHERE key = $2"
			" ON CONFLICT (workplace_id, consideration)"
			" DO NOTHING"),
		    BIND(INT(workplace), TEXT(*keys), INT(c->now)));
}

void workplace_check(
    struct ctx *c, int64_t workplace, const char *key, int64_t by)
{
	db_run(c,
	    SQL("UPDATE honours SET checked_at = $3, checked_by = $4"
		" WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(workplace), TEXT(key), INT(c->now), INT(by)));
}

bool workplace_says(struct ctx *c, int64_t workplace, const char *key)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM honours WHERE workplace_id = $1"
		       " AND consideration = $2"),
		   BIND(INT(workplace), TEXT(key)), 0) > 0;
}
