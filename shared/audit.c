#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"

#include "audit_parts.h"
#include "settings.h"

/* A key of its own: who could make a link's token could not make a row. */
static void chain_key(unsigned char key[KEY_BYTES])
{
	secret_hmac(settings.link_key, "audit chain", key);
}

/* No field can hold a line's end, so no two rows are the same text. */
const char *audit_digest(
    struct ctx *c, const struct audit *a, int64_t id, const char *before)
{
	unsigned char key[KEY_BYTES], digest[DIGEST_BYTES];
	const char *record = mem_printf(c,
	    "%s\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%" PRId64
	    "\n%s\n%s\n%" PRId64 "\n%" PRId64,
	    before, id, a->municipality, a->at, a->by, a->deed, a->path,
	    a->about, a->person);

	chain_key(key);
	secret_hmac(key, record, digest);
	return secret_hex(c, digest, sizeof digest);
}

bool audit_row(struct rows *r, struct audit *a)
{
	if (!row_next(r))
		return false;
	a->id = row_int(r);
	a->municipality = row_int(r);
	a->at = row_int(r);
	a->by = row_int(r);
	a->deed = row_text(r);
	a->path = row_text(r);
	a->about = row_int(r);
	a->person = row_int(r);
	a->digest = row_text(r);
	return true;
}

/* The last row is read on the writing connection, in the transaction that adds
 * the next: nobody comes between. */
static struct audit last_row(struct ctx *c)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, municipality_id, done_at, done_by, deed, path,"
		" about_id, person_id, digest FROM audit"
		" ORDER BY id DESC LIMIT 1"),
	    NO_BIND);
	struct audit last = { .digest = "" };

	audit_row(&r, &last);
	return last;
}

void audit_note_by(struct ctx *c, int64_t by, const struct audit *a)
{
	struct audit new = *a, last;

	db_begin(c);
	last = last_row(c);
	new.id = last.id + 1;
	new.at = c->now;
	new.by = by;
	if (new.path == NULL)
		new.path = "";
	db_run(c,
	    SQL("INSERT INTO audit (id, municipality_id, done_at, done_by,"
		" deed, path, about_id, person_id, digest)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
	    BIND(INT(new.id), ID(new.municipality), INT(new.at), ID(new.by),
		TEXT(new.deed), TEXT(new.path), ID(new.about), ID(new.person),
		TEXT(audit_digest(c, &new, new.id, last.digest))));
	/* The outermost commits, and says how it went. */
	if (db_commit(c) != OK)
		return;
}

void audit_note(struct ctx *c, const struct audit *a)
{
	audit_note_by(c, c->who, a);
}

bool audit_seen_today(struct ctx *c, const char *path, int64_t person)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM audit WHERE deed = 'saw'"
		       " AND done_by = $1 AND person_id = $2"
		       " AND done_at >= $3 AND path = $4"),
		   BIND(INT(c->who), INT(person), INT(clock_midnight(c->now)),
		       TEXT(path)),
		   0) > 0;
}

static struct rows rows_about(struct ctx *c, int64_t municipality,
    int64_t person, int64_t before, size_t most)
{
	if (person == 0)
		return db_query(c,
		    SQL("SELECT id, municipality_id, done_at, done_by, deed,"
			" path, about_id, person_id, digest FROM audit"
			" WHERE municipality_id = $1 AND id < $2"
			" ORDER BY id DESC LIMIT $3"),
		    BIND(INT(municipality), INT(before), INT(most)));
	return db_query(c,
	    SQL("SELECT id, municipality_id, done_at, done_by, deed, path,"
		" about_id, person_id, digest FROM audit"
		" WHERE municipality_id = $1 AND id < $2 AND person_id = $4"
		" ORDER BY id DESC LIMIT $3"),
	    BIND(INT(municipality), INT(before), INT(most), INT(person)));
}

const struct audit *audit_list(struct ctx *c, int64_t municipality,
    int64_t person, int64_t before, size_t most, size_t *count)
{
	struct rows r = rows_about(
	    c, municipality, person, before > 0 ? before : INT64_MAX, most);
	struct audit *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	*count = 0;
	while (audit_row(&r, &all[*count]))
		(*count)++;
	return all;
}

/* That the head was logged is a row itself, so that each day has one. */
void audit_anchor(struct ctx *c)
{
	const struct audit anchored = { .deed = AUDIT_ANCHORED };
	struct audit last;

	if (db_int(c,
		SQL("SELECT count(*) FROM audit WHERE deed = 'anchored'"
		    " AND done_at >= $1"),
		BIND(INT(clock_midnight(c->now))), 0) > 0)
		return;
	db_begin(c);
	audit_note(c, &anchored);
	last = last_row(c);
	if (db_commit(c) == OK)
		log_info("audit.head id=%" PRId64 " digest=%s", last.id,
		    last.digest);
}
