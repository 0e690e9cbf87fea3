#include <stdio.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/migrate.h"
#include "base/store.h"
#include "base/store_parts.h"

int migrations_known(void)
{
	int known = 0;

	while (migrations[known].name != NULL)
		known++;
	return known;
}

int store_version(struct store *s, char why[200])
{
	sqlite3_stmt *lite;
	int version = -1;

	if (sqlite3_prepare_v2(store_writer(s)->lite, "PRAGMA user_version", -1,
		&lite, NULL) == SQLITE_OK &&
	    sqlite3_step(lite) == SQLITE_ROW)
		version = sqlite3_column_int(lite, 0);
	else
		snprintf(why, 200, "%s", sqlite3_errmsg(store_writer(s)->lite));
	sqlite3_finalize(lite);
	return version;
}

static bool step(struct store *s, int from)
{
	char mark[40];
	bool ok;

	if (!store_begin(s))
		return false;
	snprintf(mark, sizeof mark, "PRAGMA user_version = %d", from + 1);
	ok = connection_script(store_writer(s), migrations[from].sql) &&
	    connection_script(store_writer(s), mark);
	store_trouble(s);
	return store_leave(s, ok) && ok;
}

bool store_migrate(struct store *s, char why[200])
{
	int version = store_version(s, why);
	int known = migrations_known();

	if (version < 0)
		return false;
	if (version > known) {
		snprintf(why, 200,
		    "the database has schema %d; this program knows %d: "
		    "install the newer program",
		    version, known);
		return false;
	}
	for (; version < known; version++) {
		if (!step(s, version)) {
			snprintf(why, 200, "schema step %s failed",
			    migrations[version].name);
			return false;
		}
		log_info("store.migrated step=%s", migrations[version].name);
	}
	return true;
}

bool store_compact(struct store *s, char why[200])
{
	/* It is written beside the file first, which memory may not hold. */
	static const char *const steps[] = { "PRAGMA wal_checkpoint(TRUNCATE)",
		"PRAGMA temp_store=FILE", "VACUUM", "PRAGMA temp_store=MEMORY",
		"PRAGMA wal_checkpoint(TRUNCATE)" };
	sqlite3 *lite = store_writer(s)->lite;
	bool ok = lock_take(s->lock_fd, STORE_WAIT_MS);

	if (!ok) {
		snprintf(why, 200, "the database is in use");
		return false;
	}
	for (size_t i = 0; ok && i < COUNT(steps); i++)
		ok = sqlite3_exec(lite, steps[i], NULL, NULL, NULL) ==
		    SQLITE_OK;
	if (!ok)
		snprintf(why, 200, "%s", sqlite3_errmsg(lite));
	s->log_pages = 0;
	lock_release(s->lock_fd);
	return ok;
}
