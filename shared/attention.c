#include "base/db.h"

#include "attention.h"
#include "change.h"
#include "municipality.h"

void attention_add(struct ctx *c, const char *kind, int64_t person,
    int64_t about, const char *words)
{
	struct municipality m = { 0 };
	int64_t home = db_int(c,
	    SQL("SELECT municipality_id FROM citizen WHERE person_id = $1"),
	    BIND(INT(person)), 0);

	municipality_load(c, home, &m);
	change_note(c, person);
	db_run(c,
	    SQL("INSERT INTO attention (id, municipality_id, kind, person_id,"
		" about_id, words, made_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (kind, person_id, about_id)"
		"   WHERE closed_at IS NULL DO UPDATE"
		"   SET words = CASE"
		"     WHEN excluded.words = '' OR length(attention.words) > $8"
		"       THEN attention.words"
		"     WHEN attention.words = '' THEN excluded.words"
		"     ELSE attention.words || ' / ' || excluded.words END"),
	    BIND(INT(db_new_id(c)), INT(m.id), TEXT(kind), ID(person),
		INT(about), TEXT(words), INT(c->now),
		INT(ATTENTION_WORDS_MOST)));
}

enum err attention_close(struct ctx *c, int64_t id, int64_t by)
{
	int64_t changed = db_run(c,
	    SQL("UPDATE attention SET closed_at = $2, closed_by = $3"
		" WHERE id = $1 AND closed_at IS NULL"),
	    BIND(INT(id), INT(c->now), ID(by)));
	struct attention a;

	if (changed == 1 && attention_load(c, id, &a))
		change_note(c, a.person_id);
	return changed == 1 ? OK : ERR_CONFLICT;
}

void attention_settle(struct ctx *c, const char *kind, int64_t about)
{
	struct ids open = db_ids(c,
	    SQL("SELECT id FROM attention WHERE kind = $1 AND about_id = $2"
		" AND closed_at IS NULL LIMIT $3"),
	    BIND(TEXT(kind), INT(about), INT(ATTENTION_MOST)));

	for (size_t i = 0; i < open.count; i++)
		if (attention_close(c, open.id[i], 0) != OK)
			return;
}

static struct attention attention_row(struct rows *r)
{
	struct attention a;

	a.id = row_int(r);
	a.kind = row_text(r);
	a.words = row_text(r);
	a.municipality_id = row_int(r);
	a.person_id = row_int(r);
	a.about_id = row_int(r);
	a.made_at = row_int(r);
	a.closed_at = row_int(r);
	return a;
}

bool attention_load(struct ctx *c, int64_t id, struct attention *a)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, kind, words, municipality_id, person_id, about_id,"
		" made_at, closed_at FROM attention WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	*a = attention_row(&r);
	return true;
}

const struct attention *attention_open(
    struct ctx *c, int64_t municipality, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, kind, words, municipality_id, person_id, about_id,"
		" made_at, closed_at FROM attention"
		" WHERE municipality_id = $1 AND closed_at IS NULL"
		" ORDER BY CASE WHEN kind IN ('call', 'absent', 'afbud')"
		"  THEN 0 ELSE 1 END, made_at, id LIMIT $2"),
	    BIND(INT(municipality), INT(ATTENTION_MOST)));
	struct attention *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = attention_row(&r);
	return all;
}
