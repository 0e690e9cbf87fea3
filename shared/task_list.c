#include "base/db.h"

#include "task.h"

struct ids task_open_ids(struct ctx *c)
{
	return db_ids(c,
	    SQL("SELECT t.id FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.state = 'open' AND s.starts_at > $1"
		" ORDER BY s.starts_at, t.id LIMIT 100"),
	    BIND(INT(c->now)));
}
