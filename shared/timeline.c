#include "base/db.h"

#include "timeline.h"

const struct timeline *timeline_of(struct ctx *c, int64_t task, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT posted_at AS at, 'posted' AS what, 0 AS citizen,"
		" 0 AS minutes FROM task WHERE id = $1"
		" UNION ALL SELECT opened_at, 'opened', 0, 0 FROM task"
		"  WHERE id = $1 AND opened_at IS NOT NULL"
		" UNION ALL SELECT agreed_at, 'agreed', citizen_id, 0"
		"  FROM engagement WHERE task_id = $1 AND state = 'agreed'"
		" UNION ALL SELECT h.said_at, 'hours', e.citizen_id, h.minutes"
		"  FROM engagement e JOIN hours h ON h.engagement_id = e.id"
		"  WHERE e.task_id = $1 AND e.state <> 'given_up'"
		" UNION ALL SELECT cancelled_at, 'cancelled', 0, 0 FROM cancel"
		"  WHERE task_id = $1"
		" ORDER BY at, what DESC LIMIT $2"),
	    BIND(INT(task), INT(TIMELINE_MOST)));
	struct timeline *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct timeline *t = &all[*count];

		t->at = row_int(&r);
		t->what = row_text(&r);
		t->citizen = row_int(&r);
		t->minutes = row_int(&r);
	}
	return all;
}
