#include "base/db.h"

#include "consent.h"

static const char *const ways[] = { [CONSENT_SMS] = "sms",
	[CONSENT_PAGE] = "page",
	[CONSENT_STAFF] = "staff",
	[CONSENT_NUMBER] = "number",
	[CONSENT_ENTERED] = "entered" };

/* What was so before we asked, nobody has read our words for. */
static bool has_read(enum consent_way way)
{
	return way != CONSENT_NUMBER && way != CONSENT_ENTERED;
}

bool consent_last(struct ctx *c, int64_t person, struct consent *said)
{
	struct rows r = db_query(c,
	    SQL("SELECT given, way, said_at FROM consent"
		" WHERE person_id = $1 AND kind = 'sms'"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(person)));

	if (!row_next(&r))
		return false;
	said->given = row_int(&r) != 0;
	said->way = row_text(&r);
	said->at = row_int(&r);
	return true;
}

void consent_note(
    struct ctx *c, int64_t person, bool given, enum consent_way way)
{
	db_run(c,
	    SQL("INSERT INTO consent (id, person_id, kind, given, way, wording,"
		" said_at, said_by) VALUES ($1, $2, 'sms', $3, $4, $5, $6,"
		" $7)"),
	    BIND(INT(db_new_id(c)), INT(person), INT(given), TEXT(ways[way]),
		INT(has_read(way) ? CONSENT_WORDING : 0), INT(c->now),
		ID(c->who)));
}
