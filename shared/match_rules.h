/* The rules and the cost themselves, for match.c, which gives them to all, and
 * for a search that asks them of a hundred thousand people: there they are a
 * part of its loop. Nobody else decides anything. */
#ifndef MATCH_RULES_H
#define MATCH_RULES_H

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"

#include "match.h"

/* ---- rules ---- */

static inline unsigned broken_by_person(
    const struct match_citizen *z, const struct match_task *t)
{
	unsigned broken = 0;

	broken |= z->active ? 0 : MATCH_ACTIVE;
	broken |= z->released ? 0 : MATCH_RELEASED;
	broken |= z->consents ? 0 : MATCH_CONSENT;
	broken |= z->answer_is_free ? 0 : MATCH_FREE_NO;
	broken |= z->paused_until <= t->starts_at ? 0 : MATCH_PAUSED;
	broken |= z->open_offers < t->offers_open ? 0 : MATCH_OFFERS;
	broken |= z->recent_offers < t->offers_week ? 0 : MATCH_WEEK;
	broken |= z->asked ? MATCH_ASKED : 0;
	broken |= z->call_first ? MATCH_CALL : 0;
	return broken;
}

/* A week that the shift takes nothing of cannot be too full for it. */
static inline bool has_room(
    const struct match_citizen *z, const struct match_task *t)
{
	int64_t most = z->ceiling_minutes * MINUTE;

	return (t->week_s[0] == 0 || z->week_s[0] + t->week_s[0] <= most) &&
	    (t->week_s[1] == 0 || z->week_s[1] + t->week_s[1] <= most);
}

static inline unsigned broken_by_task(
    const struct match_citizen *z, const struct match_task *t)
{
	bool able = z->score > 0 && z->score >= t->least_score;
	unsigned broken = 0;

	if (t->least_score == 0)
		able = z->score > 0 || z->willing;
	broken |= able ? 0 : MATCH_SCORE;
	broken |= t->unpaid && z->best >= t->wage_score ? MATCH_UNPAID : 0;
	broken |= z->missing_ticks == 0 ? 0 : MATCH_DEMANDS;
	broken |= z->available ? 0 : MATCH_AVAILABLE;
	broken |= has_room(z, t) ? 0 : MATCH_CEILING;
	broken |= z->clashes == 0 ? 0 : MATCH_CLASH;
	broken |= z->distance_m <= z->travel_m ? 0 : MATCH_DISTANCE;
	broken |= z->unmet_needs == 0 ? 0 : MATCH_NEEDS;
	broken |= t->blocked ? MATCH_BLOCKED : 0;
	broken |= z->excluded ? MATCH_EXCLUDED : 0;
	return broken;
}

static inline unsigned rules_broken(
    const struct match_citizen *z, const struct match_task *t)
{
	return broken_by_person(z, t) | broken_by_task(z, t);
}

/* ---- cost ---- */

/* A task slightly above what one can is growth: the ideal is one step over
 * the least that the level asks. */
static inline void cost_parts(const struct match_citizen *z,
    const struct match_task *t, int64_t parts[MATCH_PARTS])
{
	int64_t ideal = t->least_score + 1;
	int64_t wishes = z->met_wishes < 3 ? z->met_wishes : 3;

	parts[MATCH_COST_DISTANCE] = z->distance_m / 1000;
	parts[MATCH_COST_LEVEL] = 15 * llabs(z->score - ideal);
	parts[MATCH_COST_WISHES] = -5 * wishes;
	parts[MATCH_COST_RECENT] = 10 * z->recent_offers;
	parts[MATCH_COST_ASKED] = -z->days_since_asked / 2;
	parts[MATCH_COST_PAID] = -z->days_since_paid / 4;
	parts[MATCH_COST_HISTORY] = z->knows_employer ? -30 : 0;
	parts[MATCH_COST_SAME] = t->series && z->same_job ? -150 : 0;
}

/* ---- ways ---- */

/* A double's root may be off by its last bit; squares of metres within a
 * country are exact in it. */
static inline int64_t distance_between(int64_t east_m, int64_t north_m)
{
	int64_t square = east_m * east_m + north_m * north_m;
	int64_t root = (int64_t)sqrt((double)square);

	if (root * root > square)
		return root - 1;
	return (root + 1) * (root + 1) <= square ? root + 1 : root;
}

#endif
