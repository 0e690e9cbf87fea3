#include "base/db.h"

#include "work_function.h"

static struct work_function work_function_row(struct rows *r)
{
	struct work_function w;

	w.key = row_text(r);
	w.name = row_text(r);
	w.verb = row_text(r);
	w.field = row_text(r);
	w.isco = row_text(r);
	return w;
}

const struct work_function *work_functions(struct ctx *c, size_t *count)
{
	struct rows r = db_kept(c,
	    SQL("SELECT key, name, verb, field, isco FROM work_function"
		" ORDER BY field, name"),
	    NO_BIND);
	struct work_function *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	*count = 0;
	while (row_next(&r))
		all[(*count)++] = work_function_row(&r);
	return all;
}

bool work_function_load(struct ctx *c, const char *key, struct work_function *w)
{
	struct rows r = db_kept(c,
	    SQL("SELECT key, name, verb, field, isco FROM work_function"
		" WHERE key = $1"),
	    BIND(TEXT(key)));

	if (!row_next(&r))
		return false;
	*w = work_function_row(&r);
	return true;
}

void work_function_add(struct ctx *c, const struct work_function *w)
{
	db_run(c,
	    SQL("INSERT INTO work_function (key, name, verb, field, isco)"
		" VALUES ($1, $2, $3, $4, $5)"),
	    BIND(TEXT(w->key), TEXT(w->name), TEXT(w->verb), TEXT(w->field),
		TEXT(w->isco)));
}

void work_function_demand(struct ctx *c, const char *key, const char *tick,
    int64_t valid_from, const char *source)
{
	db_run(c,
	    SQL("INSERT INTO demand (id, work_function, tick, valid_from,"
		" source) VALUES ($1, $2, $3, $4, $5)"),
	    BIND(INT(db_new_id(c)), TEXT(key), TEXT(tick), INT(valid_from),
		TEXT(source)));
}

const struct consideration *considerations(struct ctx *c, size_t *count)
{
	struct rows r = db_kept(c,
	    SQL("SELECT key, place, need FROM consideration ORDER BY key"),
	    NO_BIND);
	struct consideration *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].key = row_text(&r);
		all[*count].place = row_text(&r);
		all[*count].need = row_text(&r);
	}
	return all;
}

void consideration_add(struct ctx *c, const struct consideration *k)
{
	db_run(c,
	    SQL("INSERT INTO consideration (key, place, need)"
		" VALUES ($1, $2, $3)"),
	    BIND(TEXT(k->key), TEXT(k->place), TEXT(k->need)));
}
