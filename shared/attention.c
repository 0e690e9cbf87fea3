#include "base/db.h"
#include "base/text.h"

#include "attention.h"
#include "change.h"
#include "municipality.h"
#include "seal.h"

/* More words to what is open already. */
static void add_words(struct ctx *c, const char *kind, int64_t person,
    int64_t about, const char *words)
{
	int64_t id = db_int(c,
	    SQL("SELECT id FROM attention WHERE kind = $1 AND person_id = $2"
		" AND about_id = $3 AND closed_at IS NULL"),
	    BIND(TEXT(kind), INT(person), INT(about)), 0);
	struct attention a;

	if (*words == '\0' || !attention_load(c, id, &a) ||
	    utf8_length(a.words) > ATTENTION_WORDS_MOST)
		return;
	if (*a.words != '\0')
		words = mem_printf(c, "%s / %s", a.words, words);
	db_run(c, SQL("UPDATE attention SET words = $2 WHERE id = $1"),
	    BIND(INT(id),
		TEXT(seal_text(c, person, ATTENTION_SEALED, id, words))));
}

void attention_add(struct ctx *c, const char *kind, int64_t person,
    int64_t about, const char *words)
{
	struct municipality m = { 0 };
	int64_t id,
	    home = db_int(c,
		SQL("SELECT municipality_id FROM citizen WHERE person_id = $1"),
		BIND(INT(person)), 0);

	municipality_load(c, home, &m);
	change_note(c, person);
	id = db_new_id(c);
	if (db_run(c,
		SQL("INSERT INTO attention (id, municipality_id, kind,"
		    " person_id, about_id, words, made_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
		    " ON CONFLICT (kind, person_id, about_id)"
		    "   WHERE closed_at IS NULL DO NOTHING"),
		BIND(INT(id), INT(m.id), TEXT(kind), ID(person), INT(about),
		    TEXT(seal_text(c, person, ATTENTION_SEALED, id, words)),
		    INT(c->now))) == 0)
		add_words(c, kind, person, about, words);
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

void attention_forget(struct ctx *c, int64_t person)
{
	db_run(c,
	    SQL("UPDATE attention SET closed_at = $2 WHERE person_id = $1"
		" AND closed_at IS NULL"),
	    BIND(INT(person), INT(c->now)));
	change_note(c, person);
}

static struct attention attention_row(struct ctx *c, struct rows *r)
{
	const char *words;
	struct attention a;

	a.id = row_int(r);
	a.kind = row_text(r);
	words = row_text(r);
	a.municipality_id = row_int(r);
	a.person_id = row_int(r);
	a.about_id = row_int(r);
	a.made_at = row_int(r);
	a.closed_at = row_int(r);
	a.words = seal_open(c, a.person_id, ATTENTION_SEALED, a.id, words);
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
	*a = attention_row(c, &r);
	return true;
}

const struct attention *attention_open(
    struct ctx *c, int64_t municipality, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, kind, words, municipality_id, person_id, about_id,"
		" made_at, closed_at FROM attention"
		" WHERE municipality_id = $1 AND closed_at IS NULL"
		" ORDER BY CASE WHEN kind IN"
		"   ('call', 'absent', 'afbud', 'cancelled')"
		"  THEN 0 ELSE 1 END, made_at, id LIMIT $2"),
	    BIND(INT(municipality), INT(ATTENTION_MOST)));
	struct attention *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = attention_row(c, &r);
	return all;
}
