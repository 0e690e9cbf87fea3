#include <string.h>

#include "base/db.h"

#include "workplace.h"

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
