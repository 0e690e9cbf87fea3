#include "base/db.h"

#include "link.h"
#include "settings.h"

const char *link_url(struct ctx *c, const char *purpose, int64_t person,
    int64_t about, int64_t expires_at)
{
	char token[TOKEN_CHARS + 1];
	int64_t id = db_int(c,
	    SQL("SELECT id FROM link WHERE purpose = $1 AND person_id = $2"
		" AND about_id = $3"),
	    BIND(TEXT(purpose), INT(person), INT(about)), 0);
	bool is_new = id == 0;

	if (is_new)
		id = db_new_id(c);
	secret_token(settings.link_key, purpose, id, token);
	if (is_new)
		db_run(c,
		    SQL("INSERT INTO link (id, digest, purpose, person_id,"
			" about_id, made_at, expires_at)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7)"),
		    BIND(INT(id), TEXT(secret_digest(c, token)), TEXT(purpose),
			INT(person), INT(about), INT(c->now), INT(expires_at)));
	else
		db_run(c,
		    SQL("UPDATE link SET expires_at = $2"
			" WHERE id = $1 AND expires_at < $2"),
		    BIND(INT(id), INT(expires_at)));
	return mem_printf(c, "%s/%s/%s", settings.public_url,
	    purpose[0] == 'o' ? "s" : "t", token);
}

enum err link_find(
    struct ctx *c, const char *token, const char *purpose, struct link *l)
{
	struct rows r;

	if (!secret_token_checks(settings.link_key, token))
		return ERR_NOT_FOUND;
	r = db_query(c,
	    SQL("SELECT id, person_id, about_id, expires_at, purpose FROM link"
		" WHERE digest = $1 AND purpose = $2"),
	    BIND(TEXT(secret_digest(c, token)), TEXT(purpose)));
	if (!row_next(&r))
		return ERR_NOT_FOUND;
	l->id = row_int(&r);
	l->person_id = row_int(&r);
	l->about_id = row_int(&r);
	l->expires_at = row_int(&r);
	l->purpose = row_text(&r);
	return l->expires_at <= c->now ? ERR_CONFLICT : OK;
}

void link_end(struct ctx *c, const char *purpose, int64_t person)
{
	db_run(c,
	    SQL("UPDATE link SET expires_at = $3 WHERE purpose = $1"
		" AND person_id = $2 AND expires_at > $3"),
	    BIND(TEXT(purpose), INT(person), INT(c->now)));
}
