#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#include "draft.h"
#include "seal.h"

#define FORM "draft|form"

/* ---- keeping ---- */

static const char *digest_of(struct ctx *c, const char *key)
{
	return key != NULL && *key != '\0' ? secret_digest(c, key) : NULL;
}

int64_t draft_of_key(struct ctx *c, int64_t employer, const char *key)
{
	const char *digest = digest_of(c, key);

	return digest == NULL
	    ? 0
	    : db_int(c,
		  SQL("SELECT id FROM draft WHERE employer_id = $1"
		      " AND key = $2"),
		  BIND(INT(employer), TEXT(digest)), 0);
}

static bool write_over(struct ctx *c, const struct draft *d, int64_t id)
{
	return id != 0 &&
	    db_run(c,
		SQL("UPDATE draft SET form = $3, written_by = $4, step = $5,"
		    " changed_at = $6 WHERE id = $1 AND employer_id = $2"),
		BIND(INT(id), INT(d->employer_id),
		    TEXT(seal_text(c, d->written_by, FORM, id, d->form)),
		    INT(d->written_by), INT(d->step), INT(c->now))) == 1;
}

/* As many go as are too many, should there ever be more than one. */
static void make_room(struct ctx *c, int64_t employer)
{
	struct ids all = db_ids(c,
	    SQL("SELECT id FROM draft WHERE employer_id = $1"
		" ORDER BY changed_at DESC, id DESC LIMIT 100"),
	    BIND(INT(employer)));

	for (size_t i = DRAFTS_MOST - 1; i < all.count; i++)
		draft_drop(c, employer, all.id[i]);
}

static int64_t write_new(struct ctx *c, const struct draft *d, const char *key)
{
	int64_t id = db_new_id(c), made;

	make_room(c, d->employer_id);
	made = db_run(c,
	    SQL("INSERT INTO draft (id, employer_id, written_by, key, form,"
		" step, made_at, changed_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
		" ON CONFLICT (employer_id, key) DO NOTHING"),
	    BIND(INT(id), INT(d->employer_id), INT(d->written_by),
		TEXT(digest_of(c, key)),
		TEXT(seal_text(c, d->written_by, FORM, id, d->form)),
		INT(d->step), INT(c->now)));
	return made == 1 ? id : draft_of_key(c, d->employer_id, key);
}

enum err draft_keep(struct ctx *c, struct draft *d, const char *key)
{
	int64_t made;

	if (strlen(d->form) > DRAFT_FORM_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (write_over(c, d, d->id))
		return db_commit(c);
	made = draft_of_key(c, d->employer_id, key);
	d->id = write_over(c, d, made) ? made : write_new(c, d, key);
	return db_commit(c);
}

void draft_drop(struct ctx *c, int64_t employer, int64_t id)
{
	db_run(c, SQL("DELETE FROM draft WHERE id = $1 AND employer_id = $2"),
	    BIND(INT(id), INT(employer)));
}

/* ---- reading ---- */

static bool draft_row(struct ctx *c, struct rows *r, struct draft *d)
{
	if (!row_next(r))
		return false;
	d->id = row_int(r);
	d->employer_id = row_int(r);
	d->written_by = row_int(r);
	d->form = seal_open(c, d->written_by, FORM, d->id, row_text(r));
	d->step = row_int(r);
	d->made_at = row_int(r);
	d->changed_at = row_int(r);
	return true;
}

bool draft_load(struct ctx *c, int64_t id, struct draft *d)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, written_by, form, step, made_at,"
		" changed_at FROM draft WHERE id = $1"),
	    BIND(INT(id)));

	return draft_row(c, &r, d);
}

const struct draft *draft_list(struct ctx *c, int64_t employer, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, written_by, form, step, made_at,"
		" changed_at FROM draft WHERE employer_id = $1"
		" ORDER BY changed_at DESC, id DESC LIMIT $2"),
	    BIND(INT(employer), INT(DRAFTS_MOST)));
	struct draft *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; draft_row(c, &r, &all[*count]);)
		(*count)++;
	return all;
}

/* ---- as its writer may see it ---- */

/* Letter by letter of what param_escape() made. */
static void add_decoded(struct text *t, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char hex[3] = { 0 };

		if (s[i] != '%' || i + 2 >= n) {
			text_add_n(t, s[i] == '+' ? " " : s + i, 1);
			continue;
		}
		hex[0] = s[++i];
		hex[1] = s[++i];
		hex[0] = (char)strtol(hex, NULL, 16);
		text_add_n(t, hex, 1);
	}
}

const char *draft_words(
    struct ctx *c, int64_t id, int64_t person, const char *sealed)
{
	const char *at = seal_open(c, person, FORM, id, sealed);
	struct text t = text_new(c->mem, DRAFT_FORM_MOST);

	while (*at != '\0') {
		size_t n = strcspn(at, "&"), name = strcspn(at, "=&");

		if (name + 1 < n) {
			text_add(&t, t.n > 0 ? "\n" : "");
			add_decoded(&t, at, name);
			text_add(&t, ": ");
			add_decoded(&t, at + name + 1, n - name - 1);
		}
		at += n + (at[n] == '&');
	}
	return t.s;
}

/* ---- what is left alone ---- */

struct rows draft_count_old(struct ctx *c, int64_t before)
{
	return db_query(c,
	    SQL("SELECT count(*), min(changed_at) FROM draft"
		" WHERE changed_at < $1"),
	    BIND(INT(before)));
}

int64_t draft_erase_old(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c,
	    SQL("DELETE FROM draft WHERE id IN (SELECT id FROM draft"
		" WHERE changed_at < $1 ORDER BY changed_at LIMIT $2)"),
	    BIND(INT(before), INT(most)));
}
