#include "base/db.h"

#include "change.h"

void change_note(struct ctx *c, int64_t citizen)
{
	db_run(c, SQL("UPDATE change SET seq = seq + 1 WHERE id = 1"), NO_BIND);
	db_run(c,
	    SQL("UPDATE citizen SET change_seq ="
		" (SELECT seq FROM change WHERE id = 1) WHERE person_id = $1"),
	    BIND(INT(citizen)));
}

int64_t change_last(struct ctx *c)
{
	return db_int(
	    c, SQL("SELECT seq FROM change WHERE id = 1"), NO_BIND, -1);
}

struct ids change_since(
    struct ctx *c, int64_t after, size_t most, int64_t *last)
{
	struct rows r = db_query(c,
	    SQL("SELECT person_id, change_seq FROM citizen"
		" WHERE change_seq > $1 ORDER BY change_seq LIMIT $2"),
	    BIND(INT(after), INT(most)));
	int64_t *id = mem_alloc(c, (r.count + 1) * sizeof *id);
	struct ids ids = { 0, id };

	*last = after;
	while (row_next(&r)) {
		id[ids.count++] = row_int(&r);
		*last = row_int(&r);
	}
	return ids;
}
