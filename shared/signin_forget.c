#include "base/clock.h"
#include "base/db.h"

#include "signin.h"

/* Used codes stay for as long as their browser is known. */
void signin_forget(struct ctx *c)
{
	if (db_int(c,
		SQL("SELECT (SELECT count(*) FROM signin"
		    "         WHERE expires_at < $1"
		    "           AND (used_at IS NULL OR expires_at < $2))"
		    "     + (SELECT count(*) FROM session"
		    "         WHERE expires_at < $1)"),
		BIND(INT(c->now - DAY), INT(c->now - KNOWN_DAYS * DAY)),
		0) == 0)
		return;
	db_begin(c);
	db_run(c,
	    SQL("DELETE FROM signin WHERE id IN (SELECT id FROM signin"
		" WHERE expires_at < $1"
		"   AND (used_at IS NULL OR expires_at < $2)"
		" ORDER BY expires_at LIMIT 500)"),
	    BIND(INT(c->now - DAY), INT(c->now - KNOWN_DAYS * DAY)));
	db_run(c,
	    SQL("DELETE FROM session WHERE digest IN (SELECT digest"
		" FROM session WHERE expires_at < $1"
		" ORDER BY expires_at LIMIT 500)"),
	    BIND(INT(c->now - DAY)));
	if (db_commit(c) != OK)
		return;
}
