#include <stdlib.h>

#include "base/clock.h"
#include "base/db.h"

#include "match.h"
#include "setback.h"

/* ---- one person ---- */

/* A row of gather(): the facts that stand there, and what the others need. */
struct gathered {
	struct match_citizen z;
	int64_t east_m, north_m;
	enum match_way way;
};

static int64_t days_since(int64_t now, int64_t at, int64_t most)
{
	int64_t days = now / DAY - at / DAY;

	return days < most ? days : most;
}

/* What gather() does not ask for is as good as can be: z breaks no more rules
 * than the person does, and complete() asks for the rest. */
static struct gathered gathered_row(
    const struct ctx *c, struct rows *r, const struct match_task *t)
{
	struct gathered g = { .z.id = row_int(r), .z.available = true };
	struct match_citizen *z = &g.z;

	z->active = row_int(r) != 0;
	z->released = row_int(r) != 0;
	z->consents = row_int(r) != 0;
	z->answer_is_free = row_int(r) != 0;
	z->paused_until = row_int(r);
	z->score = row_int(r);
	z->best = row_int(r);
	z->willing = row_int(r) != 0;
	z->ceiling_minutes = row_int(r);
	g.east_m = row_int(r);
	g.north_m = row_int(r);
	z->distance_m = match_distance(
	    g.east_m - t->east_m, g.north_m - t->north_m);
	z->travel_m = row_int(r);
	g.way = match_way(row_text(r));
	z->missing_ticks = row_int(r);
	z->unmet_needs = row_int(r);
	z->met_wishes = row_int(r);
	z->excluded = row_int(r) != 0;
	z->open_offers = row_int(r);
	z->asked = row_int(r) != 0;
	z->recent_offers = row_int(r);
	z->days_since_asked = days_since(c->now, row_int(r), MATCH_ASKED_DAYS);
	z->days_since_paid = days_since(c->now, row_int(r), MATCH_PAID_DAYS);
	z->knows_employer = row_int(r) != 0;
	z->same_job = row_int(r) != 0;
	return g;
}

/* The facts, in the order in which gathered_row() takes them. */

/* May they be asked at all? */
#define THEMSELVES                                               \
	"  z.person_id,"                                         \
	"  CASE WHEN z.left_at <= $2 THEN 0 ELSE 1 END,"         \
	"  CASE WHEN z.released_at <= $2 THEN 1 ELSE 0 END,"     \
	"  CASE WHEN p.sms = 'start' THEN 1"                     \
	"       WHEN p.phone_mark IS NULL"                       \
	"        AND p.email_mark IS NOT NULL"                   \
	"        AND p.sms <> 'stop' THEN 1 ELSE 0 END,"         \
	"  (SELECT count(*) FROM rule u"                         \
	"    WHERE u.municipality_id = z.municipality_id"        \
	"      AND u.name = 'answer_is_free:' || z.target_group" \
	"      AND u.value = 1 AND u.valid_from <= $2"           \
	"      AND (u.valid_to IS NULL OR u.valid_to > $2)),"    \
	"  coalesce(z.paused_until, 0)"

/* What they can of the function. */
#define CAN                                                             \
	"  coalesce((SELECT g.score FROM progression g"                 \
	"    WHERE g.citizen_id = z.person_id AND g.work_function = $1" \
	"    ORDER BY g.set_at DESC, g.id DESC LIMIT 1), 0),"           \
	"  coalesce((SELECT max(g.score) FROM progression g"            \
	"    WHERE g.citizen_id = z.person_id"                          \
	"      AND g.work_function = $1), 0),"                          \
	"  (SELECT count(*) FROM willing w"                             \
	"    WHERE w.citizen_id = z.person_id"                          \
	"      AND w.work_function = $1)"

/* How much they have time for, from where, and how far they go. */
#define ROOM                                                 \
	"  z.ceiling_minutes, coalesce(z.east_m, c.east_m)," \
	"  coalesce(z.north_m, c.north_m), z.travel_m, z.travel_way"

/* What the function and the place ask and give. */
#define SUITS                                                            \
	"  (SELECT count(*) FROM demand d"                               \
	"    WHERE d.work_function = $1 AND d.valid_from <= $3"          \
	"      AND (d.valid_to IS NULL OR d.valid_to > $3)"              \
	"      AND NOT EXISTS (SELECT 1 FROM tick k"                     \
	"           WHERE k.citizen_id = z.person_id"                    \
	"             AND k.tick = d.tick AND k.valid_from <= $3"        \
	"             AND (k.valid_to IS NULL OR k.valid_to > $3))),"    \
	"  (SELECT count(*) FROM need n"                                 \
	"    WHERE n.citizen_id = z.person_id AND n.strength = 'must'"   \
	"      AND NOT EXISTS (SELECT 1 FROM honours h"                  \
	"           WHERE h.workplace_id = $4"                           \
	"             AND h.consideration = n.consideration"             \
	"             AND h.checked_at IS NOT NULL)),"                   \
	"  (SELECT count(*) FROM need n"                                 \
	"     JOIN honours h ON h.workplace_id = $4"                     \
	"      AND h.consideration = n.consideration"                    \
	"      AND h.checked_at IS NOT NULL"                             \
	"    WHERE n.citizen_id = z.person_id AND n.strength = 'wish')," \
	"  (SELECT count(*) FROM excluded x"                             \
	"    WHERE x.citizen_id = z.person_id AND x.workplace_id = $4"   \
	"      AND x.expires_at > $3)"

/* What they have been asked. */
#define ASKED                                                      \
	"  (SELECT count(*) FROM offer o"                          \
	"    WHERE o.citizen_id = z.person_id AND o.task_id <> $5" \
	"      AND o.state IN ('asked', 'held')),"                 \
	"  (SELECT count(*) FROM offer o"                          \
	"    WHERE o.citizen_id = z.person_id AND o.task_id = $5"  \
	"      AND o.moved = $10),"                                \
	"  (SELECT count(*) FROM offer o"                          \
	"    WHERE o.citizen_id = z.person_id AND o.asked_at > $6" \
	"      AND o.lead_id IS NULL),"                            \
	"  coalesce((SELECT max(o.asked_at) FROM offer o"          \
	"    WHERE o.citizen_id = z.person_id), 0)"

/* What they have done. */
#define WORKED                                                         \
	"  coalesce((SELECT max(s.ends_at)"                            \
	"     FROM engagement e JOIN shift s ON s.id = e.shift_id"     \
	"    WHERE e.citizen_id = z.person_id AND e.state = 'agreed'"  \
	"      AND s.ends_at <= $2 AND " MATCH_CAME "), 0),"           \
	"  (SELECT count(*) FROM engagement e"                         \
	"     JOIN task k ON k.id = e.task_id"                         \
	"    WHERE e.citizen_id = z.person_id AND k.employer_id = $7"  \
	"      AND e.state = 'agreed' AND " MATCH_CAME                 \
	"      AND e.hours IN ('proposed', 'agreed', 'settled')),"     \
	"  (SELECT count(*) FROM engagement e"                         \
	"     JOIN task k ON k.id = e.task_id"                         \
	"     JOIN shift s ON s.id = e.shift_id"                       \
	"    WHERE e.citizen_id = z.person_id AND k.workplace_id = $4" \
	"      AND k.work_function = $1 AND s.ends_at > $8"            \
	"      AND e.state = 'agreed' AND " MATCH_CAME                 \
	"      AND e.hours IN ('proposed', 'agreed', 'settled'))"

/* Everybody who knows or would like the function; or one person, who need not.
 * SQL gathers, C decides. */
static struct rows gather(
    struct ctx *c, const struct match_task *t, int64_t only)
{
	return db_query(c,
	    SQL("WITH able AS ("
		"  SELECT citizen_id FROM progression WHERE work_function = $1"
		"  UNION SELECT citizen_id FROM willing"
		"   WHERE work_function = $1"
		"  UNION SELECT $9)"
		" SELECT " THEMSELVES ", " CAN ", " ROOM ", " SUITS ", " ASKED
		", " WORKED
		" FROM able JOIN citizen z ON z.person_id = able.citizen_id"
		" JOIN person p ON p.id = z.person_id"
		" JOIN postcode c ON c.code = z.postcode"
		" WHERE ($9 = 0 OR z.person_id = $9) LIMIT 10000"),
	    BIND(TEXT(t->work_function), INT(c->now), INT(t->starts_at),
		INT(t->workplace_id), INT(t->id), INT(c->now - 7 * DAY),
		INT(t->employer_id), INT(c->now - MATCH_SAME_DAYS * DAY),
		INT(only), INT(t->moved)));
}

/* ---- what asks for a look at the person's own rows ---- */

static struct match_grid weekly(struct ctx *c, int64_t citizen)
{
	struct match_grid g = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT weekday, from_minute, to_minute FROM available"
		" WHERE citizen_id = $1 ORDER BY weekday, from_minute"
		" LIMIT 700"),
	    BIND(INT(citizen)));

	while (row_next(&r)) {
		int64_t weekday = row_int(&r), from = row_int(&r);

		match_grid_add(&g, weekday, from, row_int(&r));
	}
	match_grid_end(&g);
	return g;
}

static bool is_available(
    struct ctx *c, const struct match_task *t, int64_t citizen)
{
	struct match_grid g = weekly(c, citizen);
	bool can = true;

	for (int i = 0; i < t->pieces; i++) {
		const struct match_piece *p = &t->piece[i];
		struct match_day day = g.day[p->weekday];
		struct rows r = db_query(c,
		    SQL("SELECT from_minute, to_minute, can FROM available_on"
			" WHERE citizen_id = $1 AND on_day = $2"
			" ORDER BY can DESC LIMIT 200"),
		    BIND(INT(citizen), INT(p->day)));

		while (row_next(&r)) {
			int64_t from = row_int(&r), to = row_int(&r);

			if (row_int(&r) != 0)
				match_day_set(&day, from, to);
			else
				match_day_clear(&day, from, to);
		}
		can = can && match_day_covers(&day, &p->needs);
	}
	return can;
}

/* An offer that is open counts against the week as if it were accepted: two
 * yeses must never pass the ceiling. */
static void count_week(
    struct ctx *c, const struct match_task *t, struct match_citizen *z)
{
	struct rows r = db_query(c,
	    SQL("SELECT s.starts_at, s.ends_at"
		" FROM offer o JOIN shift s ON s.id = o.shift_id"
		" WHERE o.citizen_id = $1 AND o.task_id <> $2"
		"   AND o.state IN ('asked', 'held', 'won')"
		"   AND s.ends_at > $3 AND s.starts_at < $4 LIMIT 200"),
	    BIND(INT(z->id), INT(t->id), INT(t->week[0]), INT(t->week[2])));

	while (row_next(&r)) {
		int64_t from = row_int(&r);

		match_week_add(z->week_s, t, from, row_int(&r));
	}
}

static void count_clashes(struct ctx *c, const struct match_task *t,
    struct match_citizen *z, enum match_way way)
{
	struct rows r = db_query(c,
	    SQL("SELECT s.starts_at, s.ends_at, coalesce(w.east_m, p.east_m),"
		" coalesce(w.north_m, p.north_m)"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" JOIN task k ON k.id = e.task_id"
		" JOIN workplace w ON w.id = k.workplace_id"
		" JOIN postcode p ON p.code = w.postcode"
		" WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		"   AND s.starts_at < $2 AND s.ends_at > $3 LIMIT 200"),
	    BIND(INT(z->id), INT(t->ends_at + MATCH_GAP_MOST),
		INT(t->starts_at - MATCH_GAP_MOST)));

	while (row_next(&r)) {
		int64_t from = row_int(&r), to = row_int(&r);
		int64_t east = row_int(&r) - t->east_m;
		int64_t gap = match_gap(
		    way, match_distance(east, row_int(&r) - t->north_m));

		if (from < t->ends_at + gap && to > t->starts_at - gap)
			z->clashes++;
	}
}

static void complete(
    struct ctx *c, const struct match_task *t, struct gathered *g)
{
	g->z.available = is_available(c, t, g->z.id);
	g->z.call_first = setback_until(c, g->z.id) != 0;
	count_week(c, t, &g->z);
	count_clashes(c, t, &g->z, g->way);
}

/* ---- answers ---- */

int match_by_cost(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->citizen > y->citizen) - (x->citizen < y->citizen);
}

const struct match *match_find_in_rows(
    struct ctx *c, const struct match_task *t, size_t *count)
{
	struct rows r = gather(c, t, 0);
	struct match *found = mem_alloc(c, (r.count + 1) * sizeof *found);

	*count = 0;
	while (row_next(&r)) {
		struct gathered g = gathered_row(c, &r, t);
		int64_t parts[MATCH_PARTS];

		if (match_rules(&g.z, t) != 0)
			continue;
		complete(c, t, &g);
		if (match_rules(&g.z, t) != 0)
			continue;
		found[*count].citizen = g.z.id;
		found[*count].cost = match_cost(&g.z, t, parts);
		found[(*count)++].parts = match_parts(c, parts);
	}
	qsort(found, *count, sizeof *found, match_by_cost);
	return found;
}

bool match_citizen_load(struct ctx *c, const struct match_task *t,
    int64_t citizen, struct match_citizen *z)
{
	struct rows r = gather(c, t, citizen);
	struct gathered g;

	if (citizen == 0 || !row_next(&r))
		return false;
	g = gathered_row(c, &r, t);
	complete(c, t, &g);
	*z = g.z;
	return true;
}
