#include <string.h>

#include "base/arena.h"
#include "base/db.h"
#include "base/text.h"

#include "employer.h"
#include "person.h"

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
	    SQL("SELECT id, cvr, name, approved_at, expected_at FROM employer"
		" WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	e->id = row_int(&r);
	e->cvr = row_text(&r);
	e->name = row_text(&r);
	e->approved_at = row_int(&r);
	e->expected_at = row_int(&r);
	return true;
}

int64_t employer_by_cvr(struct ctx *c, const char *cvr)
{
	return db_int(c, SQL("SELECT id FROM employer WHERE cvr = $1"),
	    BIND(TEXT(cvr)), 0);
}

#define LOOK_STEP 1000  /* names read at a time */
#define LOOK_MOST 50000 /* firms that are looked at */

struct lookup {
	const char *typed; /* folded */
	int64_t *found, after;
	size_t count, most;
};

/* Looks at the next of them: false when there is no more to look for. Each step
 * gives back what it took. */
static bool look_at_names(struct ctx *c, struct lookup *l)
{
	struct arena_mark before = arena_mark(c->mem);
	struct rows r = db_query(c,
	    SQL("SELECT id, name FROM employer WHERE id > $1"
		" ORDER BY id LIMIT $2"),
	    BIND(INT(l->after), INT(LOOK_STEP)));
	bool more = r.count == LOOK_STEP;

	while (row_next(&r)) {
		l->after = row_int(&r);
		if (person_named(text_fold(c, row_text(&r)), l->typed) &&
		    l->count < l->most)
			l->found[l->count++] = l->after;
	}
	arena_back(c->mem, before);
	return more && l->count < l->most;
}

struct ids employer_find(struct ctx *c, const char *typed, size_t most)
{
	struct lookup l = { .typed = text_fold(c, text_trim(c, typed)),
		.found = mem_alloc(c, most * sizeof *l.found),
		.most = most };

	l.found[0] = employer_by_cvr(c, l.typed);
	if (l.found[0] != 0)
		return (struct ids) { 1, l.found };
	l.typed += strspn(l.typed, " -");
	if (utf8_length(l.typed) >= NAME_LEAST)
		for (int n = 0; n < LOOK_MOST; n += LOOK_STEP)
			if (!look_at_names(c, &l))
				break;
	return (struct ids) { l.count, l.found };
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
	return employer_by_cvr(c, cvr);
}

enum err employer_approve(struct ctx *c, int64_t id, int64_t by)
{
	int64_t changed = db_run(c,
	    SQL("UPDATE employer SET approved_at = $2, approved_by = $3"
		" WHERE id = $1 AND approved_at IS NULL"),
	    BIND(INT(id), INT(c->now), INT(by)));

	return changed == 1 ? OK : ERR_CONFLICT;
}

void employer_expect(struct ctx *c, int64_t id, int64_t by)
{
	db_run(c,
	    SQL("UPDATE employer SET expected_version = $2, expected_at = $3,"
		" expected_by = $4 WHERE id = $1 AND expected_at IS NULL"),
	    BIND(INT(id), INT(EXPECTED_VERSION), INT(c->now), INT(by)));
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
