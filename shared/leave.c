#include "base/clock.h"
#include "base/db.h"

#include "leave.h"
#include "notice.h"

enum err leave_add(struct ctx *c, const struct leave *draft, int64_t *id)
{
	struct notice_to to = { .kind = "stand_in", .person = draft->stand_in };
	int64_t from = draft->from_on > c->now ? draft->from_on : c->now;

	if (draft->until_on <= draft->from_on ||
	    draft->person == draft->stand_in)
		return ERR_INVALID;
	db_begin(c);
	*id = to.about = db_new_id(c);
	db_run(c,
	    SQL("INSERT INTO leave (id, person_id, stand_in_id, from_on,"
		" until_on, made_at) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(*id), INT(draft->person), ID(draft->stand_in),
		INT(draft->from_on), INT(draft->until_on), INT(c->now)));
	/* A mail waits for the morning of the day too. */
	to.not_before = clock_in_window(WINDOW_WORKDAY, from);
	if (draft->stand_in != 0 && draft->until_on > c->now)
		notice_leave(c, &to);
	return db_commit(c);
}

bool leave_load(struct ctx *c, int64_t id, struct leave *l)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id, stand_in_id, from_on, until_on"
		" FROM leave WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	l->id = row_int(&r);
	l->person = row_int(&r);
	l->stand_in = row_int(&r);
	l->from_on = row_int(&r);
	l->until_on = row_int(&r);
	return true;
}

/* The person when they are here; 0: away, and nobody stands in. */
static int64_t who_is_there(struct ctx *c, int64_t person, int64_t at)
{
	return db_int(c,
	    SQL("SELECT coalesce(stand_in_id, 0) FROM leave"
		" WHERE person_id = $1 AND from_on <= $2 AND until_on > $2"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(person), INT(at)), person);
}

int64_t leave_acting(struct ctx *c, int64_t person, int64_t at)
{
	int64_t acting = who_is_there(c, person, at);

	if (acting == person || who_is_there(c, acting, at) == acting)
		return acting;
	return 0;
}
