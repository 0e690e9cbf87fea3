#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "match.h"
#include "municipality.h"

unsigned match_rules(const struct match_citizen *z, const struct match_task *t)
{
	int64_t minutes = (t->ends_at - t->starts_at) / MINUTE;
	bool able = z->score >= t->least_score && z->score > 0;
	unsigned broken = 0;

	if (t->least_score == 0)
		able = z->score > 0 || z->willing;
	broken |= z->released ? 0 : MATCH_RELEASED;
	broken |= z->consents ? 0 : MATCH_CONSENT;
	broken |= z->answer_is_free ? 0 : MATCH_FREE_NO;
	broken |= z->paused_until <= t->starts_at ? 0 : MATCH_PAUSED;
	broken |= able ? 0 : MATCH_SCORE;
	broken |= z->available ? 0 : MATCH_AVAILABLE;
	broken |= z->week_minutes + minutes <= z->ceiling_minutes
	    ? 0
	    : MATCH_CEILING;
	broken |= z->clashes == 0 ? 0 : MATCH_CLASH;
	broken |= z->distance_m <= z->travel_m ? 0 : MATCH_DISTANCE;
	broken |= z->unmet_needs == 0 ? 0 : MATCH_NEEDS;
	broken |= z->open_offers < t->offers_open ? 0 : MATCH_OFFERS;
	broken |= z->asked ? MATCH_ASKED : 0;
	return broken;
}

/* A task slightly above what one can is growth: the ideal is one step over
 * the least that the level asks. */
int64_t match_cost(const struct match_citizen *z, const struct match_task *t,
    int64_t parts[MATCH_PARTS])
{
	int64_t ideal = t->least_score + 1, cost = 0;

	parts[MATCH_COST_DISTANCE] = z->distance_m / 1000;
	parts[MATCH_COST_LEVEL] = 15 * llabs(z->score - ideal);
	parts[MATCH_COST_RECENT] = 10 * z->recent_offers;
	parts[MATCH_COST_PAID] = -z->days_since_paid / 4;
	parts[MATCH_COST_HISTORY] = z->knows_employer ? -30 : 0;
	for (int i = 0; i < MATCH_PARTS; i++)
		cost += parts[i];
	return cost;
}

static int64_t square_root(int64_t n)
{
	int64_t x = n, y = (x + 1) / 2;

	while (y < x) {
		x = y;
		y = (x + n / x) / 2;
	}
	return x;
}

static bool load_rules(struct ctx *c, struct match_task *t, int64_t level)
{
	const char *least = level == 3 ? RULE_SCORE_SURE : RULE_SCORE_PRACTISED;

	t->least_score = 0;
	if (level > 1 &&
	    !rule_value(c, t->municipality_id, least, c->now, &t->least_score))
		return false;
	return rule_value(
	    c, t->municipality_id, RULE_OFFERS_OPEN, c->now, &t->offers_open);
}

bool match_task_load(struct ctx *c, int64_t task, struct match_task *t)
{
	struct municipality m;
	struct rows r = db_query(c,
	    SQL("SELECT t.id, s.id, t.workplace_id, t.employer_id,"
		" t.work_function, s.starts_at, s.ends_at, t.level,"
		" p.east_m, p.north_m"
		" FROM task t JOIN shift s ON s.task_id = t.id"
		" JOIN workplace w ON w.id = t.workplace_id"
		" JOIN postcode p ON p.code = w.postcode"
		" WHERE t.id = $1 ORDER BY s.starts_at LIMIT 1"),
	    BIND(INT(task)));
	int64_t level;

	if (!row_next(&r) || !municipality_load(c, 0, &m))
		return false;
	t->municipality_id = m.id;
	t->id = row_int(&r);
	t->shift_id = row_int(&r);
	t->workplace_id = row_int(&r);
	t->employer_id = row_int(&r);
	t->work_function = row_text(&r);
	t->starts_at = row_int(&r);
	t->ends_at = row_int(&r);
	level = row_int(&r);
	t->east_m = row_int(&r);
	t->north_m = row_int(&r);
	return load_rules(c, t, level);
}

/* A shift as the weekly grid knows it: one piece, or two around midnight. */
struct piece {
	int64_t weekday, from, to;
};

static void pieces_of(const struct match_task *t, struct piece piece[2])
{
	struct wall from = clock_wall(t->starts_at);
	struct wall to = clock_wall(t->ends_at);
	int64_t end = (int64_t)to.hour * 60 + to.minute;

	piece[0] = (struct piece) { from.weekday, from.hour * 60 + from.minute,
		end };
	piece[1] = piece[0];
	if (to.weekday == from.weekday)
		return;
	piece[0].to = DAY / MINUTE;
	if (end > 0)
		piece[1] = (struct piece) { to.weekday, 0, end };
	else
		piece[1] = piece[0];
}

static struct match_citizen citizen_row(
    struct rows *r, const struct match_task *t)
{
	struct match_citizen z = { .id = row_int(r) };
	int64_t east, north;

	z.released = row_int(r) != 0;
	z.consents = row_int(r) != 0;
	z.answer_is_free = row_int(r) != 0;
	z.paused_until = row_int(r);
	z.score = row_int(r);
	z.willing = row_int(r) != 0;
	z.available = row_int(r) > 0;
	z.available = row_int(r) > 0 && z.available;
	z.week_minutes = row_int(r);
	z.ceiling_minutes = row_int(r);
	z.clashes = row_int(r);
	east = row_int(r) - t->east_m;
	north = row_int(r) - t->north_m;
	z.distance_m = square_root(east * east + north * north);
	z.travel_m = row_int(r);
	z.unmet_needs = row_int(r);
	z.open_offers = row_int(r);
	z.asked = row_int(r) != 0;
	z.recent_offers = row_int(r);
	z.days_since_paid = row_int(r);
	z.knows_employer = row_int(r) != 0;
	return z;
}

/* The facts of everybody who knows or would like the function, or of one
 * person. SQL gathers, C decides. An offer that is open counts against the
 * week as if it were accepted: two yeses must never pass the ceiling. */
static struct rows gather(
    struct ctx *c, const struct match_task *t, int64_t only)
{
	struct piece p[2];
	int64_t week = clock_week(t->starts_at);

	pieces_of(t, p);
	return db_query(c,
	    SQL("WITH able AS ("
		"  SELECT citizen_id FROM progression WHERE work_function = $1"
		"  UNION SELECT citizen_id FROM willing"
		"   WHERE work_function = $1)"
		" SELECT z.person_id,"
		"  CASE WHEN z.released_at <= $2 THEN 1 ELSE 0 END,"
		"  CASE WHEN p.sms = 'start' THEN 1"
		"       WHEN p.phone IS NULL AND p.email IS NOT NULL"
		"        AND p.sms <> 'stop' THEN 1 ELSE 0 END,"
		"  (SELECT count(*) FROM rule u"
		"    WHERE u.municipality_id = z.municipality_id"
		"      AND u.name = 'answer_is_free:' || z.target_group"
		"      AND u.value = 1 AND u.valid_from <= $2"
		"      AND (u.valid_to IS NULL OR u.valid_to > $2)),"
		"  coalesce(z.paused_until, 0),"
		"  coalesce((SELECT g.score FROM progression g"
		"    WHERE g.citizen_id = z.person_id"
		"      AND g.work_function = $1"
		"    ORDER BY g.set_at DESC, g.id DESC LIMIT 1), 0),"
		"  (SELECT count(*) FROM willing w"
		"    WHERE w.citizen_id = z.person_id"
		"      AND w.work_function = $1),"
		"  (SELECT count(*) FROM available a"
		"    WHERE a.citizen_id = z.person_id AND a.weekday = $3"
		"      AND a.from_minute <= $4 AND a.to_minute >= $5),"
		"  (SELECT count(*) FROM available a"
		"    WHERE a.citizen_id = z.person_id AND a.weekday = $6"
		"      AND a.from_minute <= $7 AND a.to_minute >= $8),"
		"  (SELECT coalesce(sum((s.ends_at - s.starts_at) / 60), 0)"
		"     FROM offer o JOIN shift s ON s.id = o.shift_id"
		"    WHERE o.citizen_id = z.person_id AND o.task_id <> $9"
		"      AND o.state IN ('asked', 'held', 'won')"
		"      AND s.starts_at >= $10 AND s.starts_at < $11),"
		"  z.ceiling_minutes,"
		"  (SELECT count(*) FROM engagement e"
		"     JOIN shift s ON s.id = e.shift_id"
		"    WHERE e.citizen_id = z.person_id AND e.state = 'agreed'"
		"      AND s.starts_at < $13 AND s.ends_at > $12),"
		"  c.east_m, c.north_m, z.travel_m,"
		"  (SELECT count(*) FROM need n"
		"    WHERE n.citizen_id = z.person_id AND n.strength = 'must'"
		"      AND NOT EXISTS (SELECT 1 FROM honours h"
		"           WHERE h.workplace_id = $14"
		"             AND h.consideration = n.consideration"
		"             AND h.checked_at IS NOT NULL)),"
		"  (SELECT count(*) FROM offer o"
		"    WHERE o.citizen_id = z.person_id AND o.task_id <> $9"
		"      AND o.state IN ('asked', 'held')),"
		"  (SELECT count(*) FROM offer o"
		"    WHERE o.citizen_id = z.person_id AND o.task_id = $9),"
		"  (SELECT count(*) FROM offer o"
		"    WHERE o.citizen_id = z.person_id AND o.asked_at > $15),"
		"  (SELECT coalesce(min(($2 - s.ends_at) / 86400), 365)"
		"     FROM engagement e JOIN shift s ON s.id = e.shift_id"
		"    WHERE e.citizen_id = z.person_id AND e.state = 'agreed'"
		"      AND s.ends_at <= $2 AND s.ends_at > $2 - 365 * 86400),"
		"  (SELECT count(*) FROM engagement e"
		"     JOIN task k ON k.id = e.task_id"
		"    WHERE e.citizen_id = z.person_id AND k.employer_id = $16"
		"      AND e.hours IN ('proposed', 'agreed', 'settled'))"
		" FROM able JOIN citizen z ON z.person_id = able.citizen_id"
		" JOIN person p ON p.id = z.person_id"
		" JOIN postcode c ON c.code = z.postcode"
		" WHERE ($17 = 0 OR z.person_id = $17) LIMIT 10000"),
	    BIND(TEXT(t->work_function), INT(c->now), INT(p[0].weekday),
		INT(p[0].from), INT(p[0].to), INT(p[1].weekday), INT(p[1].from),
		INT(p[1].to), INT(t->id), INT(week),
		INT(clock_add_days(week, 7)), INT(t->starts_at),
		INT(t->ends_at), INT(t->workplace_id), INT(c->now - 7 * DAY),
		INT(t->employer_id), INT(only)));
}

static int by_cost(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->citizen > y->citizen) - (x->citizen < y->citizen);
}

const struct match *match_find(
    struct ctx *c, int64_t task, size_t most, size_t *count)
{
	struct match_task t;
	struct match *found;
	int64_t parts[MATCH_PARTS];
	struct rows r;

	*count = 0;
	if (!match_task_load(c, task, &t))
		return NULL;
	r = gather(c, &t, 0);
	found = mem_alloc(c, (r.count + 1) * sizeof *found);
	while (row_next(&r)) {
		struct match_citizen z = citizen_row(&r, &t);

		if (match_rules(&z, &t) != 0)
			continue;
		found[*count].citizen = z.id;
		found[*count].cost = match_cost(&z, &t, parts);
		found[(*count)++].parts = mem_printf(c,
		    "distance=%" PRId64 " level=%" PRId64 " recent=%" PRId64
		    " paid=%" PRId64 " history=%" PRId64,
		    parts[0], parts[1], parts[2], parts[3], parts[4]);
	}
	qsort(found, *count, sizeof *found, by_cost);
	if (*count > most)
		*count = most;
	return found;
}

unsigned match_check(struct ctx *c, int64_t task, int64_t citizen)
{
	struct match_task t;
	struct match_citizen z;
	struct rows r;

	if (!match_task_load(c, task, &t))
		return MATCH_UNKNOWN;
	r = gather(c, &t, citizen);
	if (!row_next(&r))
		return MATCH_SCORE;
	z = citizen_row(&r, &t);
	return match_rules(&z, &t);
}
