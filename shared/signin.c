#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "notice.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

void signin_code(int64_t id, char code[7])
{
	secret_code(settings.link_key, id, code);
}

enum err signin_ask(struct ctx *c, const char *address, const char *browser)
{
	int64_t person = person_by_email(c, address), id, lately;

	if (person != 0 && person_role(c, person) == NULL)
		person = 0;
	db_begin(c);
	lately = db_int(c,
	    SQL("SELECT count(*) FROM signin WHERE person_id = $1"
		" AND made_at > $2"),
	    BIND(INT(person), INT(c->now - HOUR)), 0);
	/* Beyond the limit nothing is sent, and no code is right: whoever asks
	 * often enough must not be able to guess as often. */
	if (lately >= SIGNIN_PER_HOUR)
		person = 0;
	id = db_new_id(c);
	db_run(c,
	    SQL("INSERT INTO signin (id, person_id, browser, made_at,"
		" expires_at) VALUES ($1, $2, $3, $4, $5)"),
	    BIND(INT(id), ID(person), TEXT(secret_digest(c, browser)),
		INT(c->now), INT(c->now + SIGNIN_MINUTES * MINUTE)));
	if (person != 0)
		notice_tell(c, "code", person, id);
	return db_commit(c);
}

/* The newest code that this browser asked for and that may still be used. */
static int64_t signin_waiting(
    struct ctx *c, const char *browser, int64_t *person)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id FROM signin WHERE browser = $1"
		" AND expires_at > $2 AND used_at IS NULL AND tries < $3"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(TEXT(secret_digest(c, browser)), INT(c->now),
		INT(SIGNIN_TRIES)));
	int64_t id;

	if (!row_next(&r))
		return 0;
	id = row_int(&r);
	*person = row_int(&r);
	return id;
}

static void session_open(struct ctx *c, int64_t person, struct session *s)
{
	char *token = mem_alloc(c, TOKEN_CHARS + 1);
	char *csrf = mem_alloc(c, TOKEN_CHARS + 1);

	secret_random_token(token);
	secret_random_token(csrf);
	s->person_id = person;
	s->role = person_role(c, person);
	s->csrf = csrf;
	s->token = token;
	db_run(c,
	    SQL("INSERT INTO session (digest, person_id, role, csrf, made_at,"
		" expires_at) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(TEXT(secret_digest(c, token)), INT(person), TEXT(s->role),
		TEXT(csrf), INT(c->now), INT(c->now + SESSION_DAYS * DAY)));
}

enum err signin_enter(
    struct ctx *c, const char *code, const char *browser, struct session *s)
{
	int64_t person = 0, id;
	char right[7];

	db_begin(c);
	id = signin_waiting(c, browser, &person);
	signin_code(id, right);
	if (id == 0 || person == 0 || !secret_equal_text(code, right)) {
		db_run(c,
		    SQL("UPDATE signin SET tries = tries + 1 WHERE id = $1"),
		    BIND(INT(id)));
		return db_commit(c) == OK ? ERR_INVALID : ERR_FAILED;
	}
	db_run(c, SQL("UPDATE signin SET used_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c->now)));
	session_open(c, person, s);
	return db_commit(c);
}

bool session_find(struct ctx *c, const char *token, struct session *s)
{
	struct rows r = db_query(c,
	    SQL("SELECT person_id, role, csrf FROM session"
		" WHERE digest = $1 AND expires_at > $2"),
	    BIND(TEXT(secret_digest(c, token)), INT(c->now)));

	if (!row_next(&r))
		return false;
	s->person_id = row_int(&r);
	s->role = row_text(&r);
	s->csrf = row_text(&r);
	s->token = NULL;
	return true;
}

void session_end(struct ctx *c, const char *token)
{
	db_begin(c);
	db_run(c, SQL("DELETE FROM session WHERE digest = $1"),
	    BIND(TEXT(secret_digest(c, token))));
	if (db_commit(c) != OK)
		return;
}

void signin_forget(struct ctx *c)
{
	if (db_int(c,
		SQL("SELECT (SELECT count(*) FROM signin"
		    "         WHERE expires_at < $1)"
		    "     + (SELECT count(*) FROM session"
		    "         WHERE expires_at < $1)"),
		BIND(INT(c->now - DAY)), 0) == 0)
		return;
	db_begin(c);
	db_run(c,
	    SQL("DELETE FROM signin WHERE id IN (SELECT id FROM signin"
		" WHERE expires_at < $1 ORDER BY expires_at LIMIT 500)"),
	    BIND(INT(c->now - DAY)));
	db_run(c,
	    SQL("DELETE FROM session WHERE digest IN (SELECT digest"
		" FROM session WHERE expires_at < $1"
		" ORDER BY expires_at LIMIT 500)"),
	    BIND(INT(c->now - DAY)));
	if (db_commit(c) != OK)
		return;
}
