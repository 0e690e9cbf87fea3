#include <stdlib.h>

#include "base/db.h"
#include "base/log.h"

#include "municipality.h"

bool municipality_load(struct ctx *c, int64_t id, struct municipality *m)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, name, helper, phone FROM municipality"
		" WHERE id = $1 OR $1 = 0 ORDER BY id LIMIT 1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	m->id = row_int(&r);
	m->name = row_text(&r);
	m->helper = row_text(&r);
	m->phone = row_text(&r);
	return true;
}

bool municipality_find(struct ctx *c, const char *name, struct municipality *m)
{
	char *end;
	int64_t id = strtoll(name, &end, 10);

	if (id <= 0 || *end != '\0')
		id = db_int(c,
		    SQL("SELECT id FROM municipality WHERE name = $1"),
		    BIND(TEXT(name)), 0);
	return id > 0 && municipality_load(c, id, m);
}

int64_t municipality_add(struct ctx *c, const struct municipality *m)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("INSERT INTO municipality (id, name, helper, phone)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(id), TEXT(m->name), TEXT(m->helper), TEXT(m->phone)));
	return id;
}

bool rule_find(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value)
{
	struct rows r = db_query(c,
	    SQL("SELECT value FROM rule"
		" WHERE municipality_id = $1 AND name = $2 AND valid_from <= $3"
		"   AND (valid_to IS NULL OR valid_to > $3)"
		" ORDER BY valid_from DESC LIMIT 1"),
	    BIND(INT(municipality), TEXT(name), INT(at)));

	if (!row_next(&r))
		return false;
	*value = row_int(&r);
	return true;
}

bool rule_value(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value)
{
	if (rule_find(c, municipality, name, at, value))
		return true;
	log_warnx(
	    "rule.missing name=%s municipality=%" PRId64, name, municipality);
	return false;
}

void rule_add(struct ctx *c, int64_t municipality, const char *name,
    int64_t valid_from, int64_t value, const char *source)
{
	db_run(c,
	    SQL("INSERT INTO rule (id, municipality_id, name, valid_from,"
		" value, source) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(municipality), TEXT(name),
		INT(valid_from), INT(value), TEXT(source)));
}
