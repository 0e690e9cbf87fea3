#include <string.h>

#include "base/db.h"

#include "attention.h"
#include "match.h"
#include "task.h"
#include "wish.h"

#define ASIDE (MATCH_CONSENT | MATCH_OFFERS | MATCH_WEEK | MATCH_CALL)

bool wish_may(struct ctx *c, int64_t citizen, int64_t task)
{
	struct task t;

	return task_load(c, task, &t) && strcmp(t.state, "open") == 0 &&
	    t.starts_at > c->now &&
	    (match_check(c, task, citizen) & ~(unsigned)ASIDE) == 0;
}

struct ids wish_tasks(struct ctx *c, int64_t citizen)
{
	struct ids open = task_open_ids(c);
	int64_t *found = mem_alloc(c, WISH_MOST * sizeof *found);
	size_t count = 0;

	for (size_t i = 0;
	     i < open.count && i < WISH_LOOKED && count < WISH_MOST; i++)
		if (wish_may(c, citizen, open.id[i]))
			found[count++] = open.id[i];
	return (struct ids) { count, found };
}

enum err wish_make(struct ctx *c, int64_t citizen, int64_t task)
{
	db_begin(c);
	if (!wish_may(c, citizen, task))
		return db_undo(c, ERR_CONFLICT);
	attention_add(c, ATTENTION_WISH, citizen, task, "");
	return db_commit(c);
}

bool wish_waits(struct ctx *c, int64_t citizen, int64_t task)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM attention WHERE kind = $1"
		       " AND person_id = $2 AND about_id = $3"
		       " AND closed_at IS NULL"),
		   BIND(TEXT(ATTENTION_WISH), INT(citizen), INT(task)), 0) > 0;
}
