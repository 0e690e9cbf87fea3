#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "audit.h"
#include "person.h"
#include "signin.h"

/* ---- opening a session ---- */

/* Seconds: left alone, and in all. */
static void session_lasts(struct ctx *c, int64_t person,
    const struct signin *in, int64_t *idle, int64_t *most)
{
	bool brief = in->own || (person_roles(c, person) & ROLE_STAFF) != 0;

	*idle = brief ? SESSION_IDLE : SESSION_MOST;
	*most = SESSION_MOST;
	if (brief || !in->keep)
		return;
	*idle = SESSION_KEPT_DAYS * DAY;
	*most = SESSION_KEPT_LIMIT * DAY;
}

void session_open(struct ctx *c, int64_t person, const struct signin *in,
    bool strong, struct session *s)
{
	char *token = mem_alloc(c, TOKEN_CHARS + 1);
	char *csrf = mem_alloc(c, TOKEN_CHARS + 1);
	int64_t idle, most;

	session_lasts(c, person, in, &idle, &most);
	secret_random_token(token);
	secret_random_token(csrf);
	*s = (struct session) { .id = db_new_id(c),
		.person_id = person,
		.made_at = c->now,
		.seen_at = c->now,
		.expires_at = c->now + most,
		.csrf = csrf,
		.device = in->device,
		.strong = strong,
		.own = in->own,
		.proved_at = c->now,
		.token = token };
	db_run(c,
	    SQL("INSERT INTO session (id, digest, person_id, csrf, device,"
		" idle, made_at, seen_at, expires_at, strong, proved_at,"
		" own)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $7, $10)"),
	    BIND(INT(s->id), TEXT(secret_digest(c, token)), INT(person),
		TEXT(csrf), TEXT(in->device), INT(idle), INT(c->now),
		INT(s->expires_at), INT(strong), INT(in->own)));
	audit_note_by(c, person,
	    &(struct audit) { .municipality = person_municipality(c, person),
		.deed = AUDIT_SIGNIN,
		.person = person });
	db_run(c,
	    SQL("DELETE FROM session WHERE id IN (SELECT id FROM session"
		" WHERE person_id = $1 ORDER BY seen_at DESC, id DESC"
		" LIMIT 100 OFFSET $2)"),
	    BIND(INT(person), INT(SESSIONS_MOST)));
}

/* ---- finding and ending sessions ---- */

static struct session session_row(struct rows *r)
{
	struct session s = { .token = NULL };

	s.id = row_int(r);
	s.person_id = row_int(r);
	s.csrf = row_text(r);
	s.device = row_text(r);
	s.made_at = row_int(r);
	s.seen_at = row_int(r);
	s.expires_at = row_int(r);
	s.strong = row_int(r) != 0;
	s.proved_at = row_int(r);
	s.own = row_int(r) != 0;
	return s;
}

/* A clock that was set back must not give anybody more time. */
bool session_find(struct ctx *c, const char *token, struct session *s)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id, csrf, device, made_at,"
		" seen_at, expires_at, strong, proved_at, own FROM session"
		" WHERE digest = $1 AND expires_at > $2"
		" AND seen_at + idle > $2 AND seen_at <= $2 + $3"),
	    BIND(TEXT(secret_digest(c, token)), INT(c->now), INT(MINUTE)));

	if (!row_next(&r))
		return false;
	*s = session_row(&r);
	return true;
}

void session_seen(struct ctx *c, const struct session *s)
{
	if (c->now - s->seen_at < SESSION_SEEN_EVERY)
		return;
	db_begin(c);
	db_run(c,
	    SQL("UPDATE session SET seen_at = $2 WHERE id = $1"
		" AND seen_at < $2"),
	    BIND(INT(s->id), INT(c->now)));
	if (db_commit(c) != OK)
		return;
}

const struct session *session_list(struct ctx *c, int64_t person, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id, csrf, device, made_at,"
		" seen_at, expires_at, strong, proved_at, own"
		" FROM session WHERE person_id = $1"
		" AND expires_at > $2 AND seen_at + idle > $2"
		" ORDER BY seen_at DESC, id DESC LIMIT $3"),
	    BIND(INT(person), INT(c->now), INT(SESSIONS_MOST)));
	struct session *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = session_row(&r);
	return all;
}

int64_t session_owner(struct ctx *c, int64_t id)
{
	return db_int(c, SQL("SELECT person_id FROM session WHERE id = $1"),
	    BIND(INT(id)), 0);
}

enum err session_end(struct ctx *c, int64_t person, int64_t id)
{
	int64_t ended;

	db_begin(c);
	ended = db_run(c,
	    SQL("DELETE FROM session WHERE id = $1 AND person_id = $2"),
	    BIND(INT(id), INT(person)));
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return ended == 1 ? OK : ERR_NOT_FOUND;
}

void session_end_others(struct ctx *c, int64_t person, int64_t but)
{
	db_run(c, SQL("DELETE FROM session WHERE person_id = $1 AND id <> $2"),
	    BIND(INT(person), INT(but)));
}
