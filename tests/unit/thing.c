#include "thing.h"

int table_open(void **state)
{
	if (store_only_open(state) != 0)
		return -1;
	db_begin(&c);
	db_run(&c,
	    SQL("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER,"
		" word TEXT UNIQUE) STRICT"),
	    NO_BIND);
	return db_commit(&c) == OK ? 0 : -1;
}

int64_t add(struct ctx *with, const char *word)
{
	return db_run(with, SQL("INSERT INTO thing (id, word) VALUES ($1, $2)"),
	    BIND(INT(db_new_id(with)), TEXT(word)));
}

int64_t things(void)
{
	return one(SQL("SELECT count(*) FROM thing"), NO_BIND);
}

struct ctx another(struct store *of)
{
	struct ctx other = { .mem = arena_new(), .now = c.now };

	other.db = db_join(of, other.mem);
	return other;
}

void another_end(struct ctx *other)
{
	db_leave(other->db);
	arena_free(other->mem);
}
