#include <stdlib.h>
#include <string.h>

#include "base/db.h"

#include "audit_parts.h"

bool audit_head_parse(const char *s, struct audit_walk *w)
{
	char *end;

	w->head = strtoll(s, &end, 10);
	if (end == s || *end != ':' || w->head <= 0 ||
	    strlen(end + 1) != AUDIT_DIGEST ||
	    strspn(end + 1, "0123456789abcdef") != AUDIT_DIGEST)
		return false;
	memcpy(w->head_digest, end + 1, AUDIT_DIGEST + 1);
	return true;
}

static struct rows rows_from(struct ctx *c, int64_t id, size_t most)
{
	return db_query(c,
	    SQL("SELECT id, municipality_id, done_at, done_by, deed, path,"
		" about_id, person_id, digest FROM audit WHERE id >= $1"
		" ORDER BY id LIMIT $2"),
	    BIND(INT(id), INT(most)));
}

/* ---- what became of a row that is wrong ---- */

/* Whether the row is one that was written at that place: with its own digest,
 * or with the one that stands there now. */
static bool belongs(struct ctx *c, const struct audit *row,
    const struct audit *there, const char *before)
{
	const char *digest = audit_digest(c, row, there->id, before);

	return strcmp(digest, row->digest) == 0 ||
	    strcmp(digest, there->digest) == 0;
}

/* The row stands where `right`, found further on, belongs. If it belongs there
 * the two were swapped. */
static const char *swapped_or_inserted(struct ctx *c, const struct audit *row,
    const struct audit *right, const char *between, const char *before)
{
	const char *right_digest = audit_digest(c, right, row->id, before);
	bool next = right->id == row->id + 1;

	return belongs(c, row, right, next ? right_digest : between)
	    ? "swapped"
	    : "inserted";
}

static const char *examine(
    struct ctx *c, const struct audit *row, const char *before)
{
	struct rows r = rows_from(c, row->id + 1, AUDIT_SEEK);
	const char *between = row->digest; /* of the row before the later one */
	struct audit later;

	while (audit_row(&r, &later)) {
		if (belongs(c, &later, row, before))
			return swapped_or_inserted(
			    c, row, &later, between, before);
		between = later.digest;
	}
	return "changed";
}

/* ---- the walk ---- */

static bool say(struct audit_walk *w, int64_t id, const char *what)
{
	w->wrong = id;
	w->what = what;
	return false;
}

static bool judge(struct ctx *c, struct audit_walk *w, const struct audit *row)
{
	int64_t expected = w->count + 1;

	if (row->id < expected)
		return say(w, row->id, "inserted");
	if (row->id > expected)
		return say(w, expected, "removed");
	if (strcmp(audit_digest(c, row, row->id, w->digest), row->digest) != 0)
		return say(w, row->id, examine(c, row, w->digest));
	/* A chain that is right, and another one: made with the key. */
	if (row->id == w->head && strcmp(row->digest, w->head_digest) != 0)
		return say(w, row->id, "changed");
	w->count = expected;
	memcpy(w->digest, row->digest, AUDIT_DIGEST + 1);
	return true;
}

bool audit_walk_step(struct ctx *c, struct audit_walk *w)
{
	/* Also what stands before the first. */
	struct rows r = rows_from(
	    c, w->count > 0 ? w->count + 1 : INT64_MIN, AUDIT_STEP);
	struct audit row;

	while (audit_row(&r, &row))
		if (!judge(c, w, &row))
			return false;
	if (r.count == AUDIT_STEP)
		return true;
	if (w->count < w->head)
		say(w, w->count + 1, "truncated");
	return false;
}
