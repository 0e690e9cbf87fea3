#include <stdlib.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "municipality.h"

bool municipality_load(struct ctx *c, int64_t id, struct municipality *m)
{
	struct rows r = db_kept(c,
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

bool rule_told(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value, const char **source)
{
	struct rows r = db_query(c,
	    SQL("SELECT value, source FROM rule"
		" WHERE municipality_id = $1 AND name = $2 AND valid_from <= $3"
		"   AND (valid_to IS NULL OR valid_to > $3)"
		" ORDER BY valid_from DESC LIMIT 1"),
	    BIND(INT(municipality), TEXT(name), INT(at)));

	if (!row_next(&r))
		return false;
	*value = row_int(&r);
	*source = row_text(&r);
	return true;
}

bool rule_find(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value)
{
	const char *source;

	return rule_told(c, municipality, name, at, value, &source);
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

/* ---- that they still hold ---- */

const struct rule *rule_list(struct ctx *c, int64_t municipality, size_t *count)
{
	struct rows r = db_kept(c,
	    SQL("SELECT u.id, u.name, u.value, u.valid_from,"
		" u.confirmed_until, u.source FROM rule u"
		" WHERE u.municipality_id = $1 AND u.valid_from <= $2"
		"   AND (u.valid_to IS NULL OR u.valid_to > $2)"
		"   AND NOT EXISTS (SELECT 1 FROM rule n"
		"     WHERE n.municipality_id = $1 AND n.name = u.name"
		"       AND n.valid_from <= $2 AND n.valid_from > u.valid_from"
		"       AND (n.valid_to IS NULL OR n.valid_to > $2))"
		" ORDER BY u.name LIMIT $3"),
	    BIND(INT(municipality), INT(c->now), INT(RULES_MOST)));
	struct rule *all = mem_alloc(c, (r.count + 1) * sizeof *all);
	int64_t soon = clock_add_days(c->now, RULE_WARN_DAYS);

	for (*count = 0; row_next(&r); (*count)++) {
		struct rule *one = &all[*count];

		one->id = row_int(&r);
		one->name = row_text(&r);
		one->value = row_int(&r);
		one->valid_from = row_int(&r);
		one->confirmed_until = row_int(&r);
		one->source = row_text(&r);
		one->due = one->confirmed_until > 0 &&
		    one->confirmed_until <= soon;
	}
	return all;
}

int64_t rule_due(struct ctx *c, int64_t municipality)
{
	size_t count;
	const struct rule *all = rule_list(c, municipality, &count);
	int64_t due = 0;

	for (size_t i = 0; i < count; i++)
		due += all[i].due;
	return due;
}

enum err rule_confirm(
    struct ctx *c, int64_t municipality, int64_t id, int64_t until)
{
	if (until <= c->now)
		return ERR_INVALID;
	db_begin(c);
	if (db_run(c,
		SQL("UPDATE rule SET confirmed_until = $3"
		    " WHERE id = $1 AND municipality_id = $2"),
		BIND(INT(id), INT(municipality), INT(until))) != 1)
		return db_undo(c, ERR_NOT_FOUND);
	return db_commit(c);
}
