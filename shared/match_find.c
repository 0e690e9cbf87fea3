#include <stdlib.h>

#include "base/arena.h"

#include "match.h"

const struct match *match_candidates(struct ctx *c, int64_t task, size_t *count)
{
	struct match *found = mem_alloc(c, MATCH_MOST * sizeof *found);
	const struct match *all = found;
	struct match_task t;

	*count = 0;
	if (!match_task_load(c, task, &t))
		return NULL;
	if (!match_live_find(c, &t, found, count))
		all = match_find_in_rows(c, &t, count);
	if (*count > MATCH_MOST)
		*count = MATCH_MOST;
	return all;
}

/* Those of them whom the rows know as the index does. */
static size_t confirm(struct ctx *c, const struct match_task *t,
    struct match found[MATCH_MOST], size_t count, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < count && n < most; i++)
		n += match_one(c, t, found[i].citizen, 0, &found[n]);
	qsort(found, n, sizeof *found, match_by_cost);
	return n;
}

const struct match *match_find(
    struct ctx *c, int64_t task, size_t most, size_t *count)
{
	struct match *found = mem_alloc(c, MATCH_MOST * sizeof *found);
	const struct match *all;
	struct match_task t;

	*count = 0;
	if (!match_task_load(c, task, &t))
		return NULL;
	if (most <= MATCH_MOST && match_live_find(c, &t, found, count)) {
		bool is_all = *count < MATCH_MOST;

		*count = confirm(c, &t, found, *count, most);
		/* Who is beyond the fiftieth is known to the rows alone. */
		if (is_all || *count == most)
			return found;
	}
	all = match_find_in_rows(c, &t, count);
	if (*count > most)
		*count = most;
	return all;
}

bool match_one(struct ctx *c, const struct match_task *t, int64_t citizen,
    unsigned aside, struct match *m)
{
	int64_t parts[MATCH_PARTS];
	struct match_citizen z;

	if (!match_citizen_load(c, t, citizen, &z) ||
	    (match_rules(&z, t) & ~aside) != 0)
		return false;
	m->citizen = z.id;
	m->cost = match_cost(&z, t, parts);
	m->parts = match_parts(c, parts);
	return true;
}

unsigned match_check(struct ctx *c, int64_t task, int64_t citizen)
{
	struct match_task t;
	struct match_citizen z;

	if (!match_task_load(c, task, &t))
		return MATCH_UNKNOWN;
	if (!match_citizen_load(c, &t, citizen, &z))
		return MATCH_UNKNOWN;
	return match_rules(&z, &t);
}
