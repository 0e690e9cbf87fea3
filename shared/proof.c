#include "base/db.h"

#include "factor.h"
#include "proof.h"
#include "signin.h"

enum err proof_ask(struct ctx *c, const struct proof *p)
{
	if (p->app || p->browser == NULL ||
	    signin_waits(c, p->person, p->browser))
		return OK;
	db_begin(c);
	signin_give(c, p->person, SIGNIN_IN, p->browser, NULL);
	return db_commit(c);
}

static bool is_right(struct ctx *c, const struct proof *p)
{
	if (p->app)
		return factor_use(c, p->person, p->code) == OK;
	return p->browser != NULL &&
	    signin_spend(c, p->person, p->browser, p->code);
}

enum err proof_check(struct ctx *c, const struct proof *p)
{
	bool right;

	db_begin(c);
	right = is_right(c, p);
	if (right)
		db_run(c,
		    SQL("UPDATE session SET proved_at = $2 WHERE id = $1"),
		    BIND(INT(p->session), INT(c->now)));
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return right ? OK : ERR_INVALID;
}
