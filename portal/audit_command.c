#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/store.h"

#include "audit.h"
#include "command.h"

/* portal audit-verify: is what was noted still what stands there? */

/* Each step has its own memory and its own look at the database: a long one
 * would keep the log from being written back. */
static bool step(
    struct store *store, struct arena *mem, struct audit_walk *w, bool *failed)
{
	struct ctx c = { .mem = mem, .now = clock_now() };
	bool more;

	c.db = db_join(store, mem);
	more = audit_walk_step(&c, w);
	*failed = db_failed(&c);
	db_leave(c.db);
	arena_reset(mem);
	return more && !*failed;
}

static int say(const struct audit_walk *w)
{
	if (w->wrong != 0) {
		printf("row %" PRId64 ": %s\n", w->wrong, w->what);
		return EXIT_FAILURE;
	}
	printf("%" PRId64 " rows, whole\n", w->count);
	if (w->count > 0)
		printf("head %" PRId64 ":%s\n", w->count, w->digest);
	return EXIT_SUCCESS;
}

int audit_command(struct store *store, const char *head)
{
	struct audit_walk w = { 0 };
	struct arena *mem;
	bool failed;

	if (head != NULL && !audit_head_parse(head, &w)) {
		fputs("portal: audit-verify: ID:DIGEST, as the log has it\n",
		    stderr);
		return EXIT_USAGE;
	}
	mem = arena_new();
	while (step(store, mem, &w, &failed))
		;
	arena_free(mem);
	if (failed) {
		fputs("portal: the database could not\n", stderr);
		return EXIT_STORE;
	}
	return say(&w);
}
