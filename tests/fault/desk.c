#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "seal.h"
#include "settings.h"

#include "fault.h"

/* The place's own, or new ones for a database that no program has made. */
static void take_keys(struct ctx *c, const char *url)
{
	const char *file = mem_printf(c, "%.*s/seal.key",
	    (int)(strrchr(url, '/') - strchr(url, '/')), strchr(url, '/'));

	if (access(file, F_OK) == 0)
		secret_key(file, "seal.key_file", settings.seal_key);
	if (!seal_made(c)) {
		db_begin(c);
		seal_make(c);
		if (db_commit(c) != OK)
			give_up("no keys");
	}
	if (seal_begin(c) != SEAL_READY)
		give_up("the keys do not fit");
}

void desk_open(struct desk *d, const char *url, enum store_program as)
{
	char why[200];

	d->store = store_open(url, as, true, why);
	if (d->store == NULL || !store_migrate(d->store, why))
		give_up("the database: %s", why);
	d->c = (struct ctx) { .mem = arena_new(), .now = clock_now() };
	d->c.db = db_join(d->store, d->c.mem);
	take_keys(&d->c, url);
	desk_again(d);
}

struct ctx *desk_again(struct desk *d)
{
	db_leave(d->c.db);
	arena_reset(d->c.mem);
	d->c.now = clock_now();
	d->c.db = db_join(d->store, d->c.mem);
	return &d->c;
}

void desk_close(struct desk *d)
{
	db_leave(d->c.db);
	arena_free(d->c.mem);
	store_close(d->store);
}
