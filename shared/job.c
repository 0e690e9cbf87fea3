#include "base/db.h"

#include "job.h"

/* Another period than the last one, also an earlier: a clock that was ahead
 * must not keep a job from being done until its time has come again. */
bool job_is_due(struct ctx *c, const char *name, int64_t period)
{
	return db_int(c, SQL("SELECT done_for FROM job WHERE name = $1"),
		   BIND(TEXT(name)), -1) != period;
}

int64_t job_after(struct ctx *c, const char *name)
{
	return db_int(c, SQL("SELECT after_id FROM job WHERE name = $1"),
	    BIND(TEXT(name)), 0);
}

static void keep(
    struct ctx *c, const char *name, int64_t done_for, int64_t after)
{
	db_run(c,
	    SQL("INSERT INTO job (name, done_for, after_id)"
		" VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE"
		" SET done_for = excluded.done_for,"
		"     after_id = excluded.after_id"),
	    BIND(TEXT(name), INT(done_for), INT(after)));
}

void job_go_on(struct ctx *c, const char *name, int64_t after)
{
	keep(c, name,
	    db_int(c, SQL("SELECT done_for FROM job WHERE name = $1"),
		BIND(TEXT(name)), -1),
	    after);
}

void job_done(struct ctx *c, const char *name, int64_t period)
{
	keep(c, name, period, 0);
}
