#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "once.h"

const char *once_find(
    struct ctx *c, int64_t person, const char *path, const char *key)
{
	return db_text(c,
	    SQL("SELECT location FROM once WHERE person_id = $1 AND path = $2"
		" AND key = $3"),
	    BIND(INT(person), TEXT(path), TEXT(secret_digest(c, key))), NULL);
}

void once_keep(struct ctx *c, int64_t person, const char *path, const char *key,
    const char *location)
{
	db_run(c,
	    SQL("INSERT INTO once (person_id, path, key, location, made_at)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (person_id, path, key) DO NOTHING"),
	    BIND(INT(person), TEXT(path), TEXT(secret_digest(c, key)),
		TEXT(location), INT(c->now)));
}

void once_forget(struct ctx *c)
{
	int64_t before = c->now - ONCE_DAYS * DAY;

	if (db_int(c, SQL("SELECT count(*) FROM once WHERE made_at < $1"),
		BIND(INT(before)), 0) == 0)
		return;
	db_begin(c);
	db_run(c,
	    SQL("DELETE FROM once WHERE made_at <= (SELECT max(made_at) FROM"
		" (SELECT made_at FROM once WHERE made_at < $1"
		"  ORDER BY made_at LIMIT 500) AS oldest)"),
	    BIND(INT(before)));
	if (db_commit(c) != OK)
		return;
}
