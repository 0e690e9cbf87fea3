#include "match.h"

#include <string.h>

#include "base/clock.h"

#include "match_rules.h"

#define QUARTER (15 * MINUTE)

/* ---- rules and cost ---- */

unsigned match_rules(const struct match_citizen *z, const struct match_task *t)
{
	return rules_broken(z, t);
}

int64_t match_cost(const struct match_citizen *z, const struct match_task *t,
    int64_t parts[MATCH_PARTS])
{
	int64_t cost = 0;

	cost_parts(z, t, parts);
	for (int i = 0; i < MATCH_PARTS; i++)
		cost += parts[i];
	return cost;
}

static const char *const part_names[MATCH_PARTS] = { "distance", "level",
	"wishes", "recent", "asked", "paid", "history", "same" };

const char *match_part_name(enum match_part part)
{
	return part_names[part];
}

const char *match_parts(struct ctx *c, const int64_t parts[MATCH_PARTS])
{
	const char *all = "";

	for (int i = 0; i < MATCH_PARTS; i++)
		all = mem_printf(c, "%s%s%s=%" PRId64, all, i > 0 ? " " : "",
		    part_names[i], parts[i]);
	return all;
}

/* Which part that is; MATCH_PARTS: none of ours. */
static int part_of(const char *name, size_t length)
{
	int i = 0;

	while (i < MATCH_PARTS &&
	    (strncmp(part_names[i], name, length) != 0 ||
		part_names[i][length] != '\0'))
		i++;
	return i;
}

unsigned match_parts_read(const char *stored, int64_t parts[MATCH_PARTS])
{
	unsigned there = 0, twice = 0;

	while (*stored != '\0') {
		size_t length = strcspn(stored, " ");
		size_t name = strcspn(stored, "= ");
		int part = part_of(stored, name);
		char *end = NULL;
		int64_t points = 0;

		if (name + 1 < length)
			points = strtoll(stored + name + 1, &end, 10);
		if (part < MATCH_PARTS && end == stored + length) {
			twice |= there & 1u << part;
			there |= 1u << part;
			parts[part] = points;
		}
		stored += length + strspn(stored + length, " ");
	}
	return there & ~twice;
}

/* ---- ways ---- */

int64_t match_distance(int64_t east_m, int64_t north_m)
{
	return distance_between(east_m, north_m);
}

static const struct {
	const char *word;
	int64_t metres_a_minute; /* as the crow flies, with stops and turns */
} ways[] = {
	[WAY_FOOT] = { "foot", 60 },
	[WAY_CYCLE] = { "cycle", 180 },
	[WAY_BUS] = { "bus", 350 },
	[WAY_CAR] = { "car", 750 },
};

/* A word that is none of ours is the slowest way. */
enum match_way match_way(const char *word)
{
	for (size_t i = 0; i < COUNT(ways); i++)
		if (strcmp(ways[i].word, word) == 0)
			return (enum match_way)i;
	return WAY_FOOT;
}

#define CHANGE_OVER (10 * MINUTE) /* to leave one place and be at another */

int64_t match_gap(enum match_way way, int64_t distance_m)
{
	int64_t gap = CHANGE_OVER +
	    distance_m * MINUTE / ways[way].metres_a_minute;

	if (distance_m == 0)
		return 0;
	return gap < MATCH_GAP_MOST ? gap : MATCH_GAP_MOST;
}

/* ---- time ---- */

static void quarters(struct match_day *d, int64_t from, int64_t to, bool on)
{
	for (int64_t i = from; i < to && i < MATCH_QUARTERS; i++) {
		uint64_t bit = (uint64_t)1 << (i % 64);

		if (on)
			d->q[i / 64] |= bit;
		else
			d->q[i / 64] &= ~bit;
	}
}

void match_day_set(struct match_day *d, int64_t from, int64_t to)
{
	quarters(d, (from + 14) / 15, to / 15, true);
}

void match_day_clear(struct match_day *d, int64_t from, int64_t to)
{
	quarters(d, from / 15, (to + 14) / 15, false);
}

bool match_day_covers(
    const struct match_day *has, const struct match_day *needs)
{
	return (needs->q[0] & ~has->q[0]) == 0 &&
	    (needs->q[1] & ~has->q[1]) == 0;
}

void match_grid_end(struct match_grid *g)
{
	match_day_set(&g->day[g->weekday], g->from, g->to);
	g->from = g->to = 0;
}

void match_grid_add(
    struct match_grid *g, int64_t weekday, int64_t from, int64_t to)
{
	if (weekday != g->weekday || from > g->to) {
		match_grid_end(g);
		g->weekday = (int)(weekday & 7);
		g->from = from;
	}
	g->to = to > g->to ? to : g->to;
}

static struct match_piece *piece_at(struct match_task *t, int64_t at, int day)
{
	if (t->pieces > 0 && t->piece[t->pieces - 1].weekday == day)
		return &t->piece[t->pieces - 1];
	if (t->pieces == MATCH_PIECES)
		return NULL;
	t->piece[t->pieces] = (struct match_piece) { .day = clock_midnight(at),
		.weekday = day };
	return &t->piece[t->pieces++];
}

/* Quarter by quarter in real time, so that the hour that spring skips is not
 * asked for and the one that autumn has twice is asked for once. A quarter of
 * the wall is one of UTC: offsets are whole hours. */
static bool take_quarters(struct match_task *t)
{
	t->pieces = 0;
	for (int64_t at = t->starts_at - t->starts_at % QUARTER;
	     at < t->ends_at; at += QUARTER) {
		struct wall w = clock_wall(at);
		int64_t minute = w.hour * 60 + w.minute;
		struct match_piece *p = piece_at(t, at, w.weekday);

		if (p == NULL)
			return false;
		match_day_set(&p->needs, minute, minute + 15);
	}
	return true;
}

bool match_task_times(struct match_task *t)
{
	if (t->ends_at <= t->starts_at ||
	    t->ends_at - t->starts_at > MATCH_PIECES * DAY || !take_quarters(t))
		return false;
	t->week[0] = clock_week(t->starts_at);
	t->week[1] = clock_add_days(t->week[0], 7);
	t->week[2] = clock_add_days(t->week[1], 7);
	t->week_s[0] = t->week_s[1] = 0;
	match_week_add(t->week_s, t, t->starts_at, t->ends_at);
	return true;
}

void match_week_add(int64_t week_s[2], const struct match_task *t,
    int64_t starts_at, int64_t ends_at)
{
	for (int i = 0; i < 2; i++) {
		int64_t from = starts_at > t->week[i] ? starts_at : t->week[i];
		int64_t to = ends_at < t->week[i + 1] ? ends_at
						      : t->week[i + 1];

		if (to > from)
			week_s[i] += to - from;
	}
}
