/* Follow-up: one plan per person and workplace, with an owner always, and the
 * reminders that come until each step is done. */
#ifndef FOLLOWUP_H
#define FOLLOWUP_H

#include "base/base.h"

#define FOLLOWUP_OVERDUE_DAYS 2 /* working days a step has waited; then M2 */
#define FOLLOWUP_LATE_DAYS    5 /* and then M4, to a leader */

#define FOLLOWUP_NOTE "followup|note" /* where it is sealed (seal.h) */

/* The person begins, or goes on, at the workplace: a running plan is joined; a
 * new one has six steps, or a single one the first time if the task is a
 * one-off (P15). */
void followup_join(struct ctx *c, int64_t citizen, int64_t workplace,
    int64_t owner, int64_t starts_at, bool one_off);

/* Nobody is coming to the workplace after all: of a plan that rests on nothing
 * else, what was not done yet is taken away. In the caller's transaction, after
 * the engagement has been ended. */
void followup_leave(struct ctx *c, int64_t citizen, int64_t workplace);

/* Every course of theirs ends today; what was not done is taken away. In the
 * caller's transaction. */
void followup_end(struct ctx *c, int64_t citizen);

/* The step is done; a plan without steps left is at its end. What was noted is
 * sealed as the citizen's. ERR_NOT_FOUND
 * unless it is theirs, ERR_CONFLICT when it was done before. */
enum err followup_done(struct ctx *c, int64_t id, int64_t by, const char *note);

/* Who owns the plan that the step is of; 0: there is no such step. */
int64_t followup_owner(struct ctx *c, int64_t id);

/* Whom the step is about; 0: there is no such step. */
int64_t followup_citizen(struct ctx *c, int64_t id);

/* Whether the step is theirs today: they own it, or stand in for the owner
 * (leave.h). */
bool followup_may(struct ctx *c, int64_t id, int64_t person);

struct followup {
	int64_t id, due_on, citizen, workplace;
	const char *step;
	bool overdue;
};

/* The steps before an owner, and before those for whom they stand in, that are
 * not done: due ones first, `days` days ahead. */
const struct followup *followup_list(
    struct ctx *c, int64_t owner, int days, size_t *count);

/* What an owner has before them on the day. */
struct duties {
	int64_t today;   /* steps that come due today */
	int64_t before;  /* steps that have waited longer */
	int64_t waited;  /* days since the oldest of those came due */
	int64_t overdue; /* steps that have waited FOLLOWUP_OVERDUE_DAYS */
};
struct duties followup_duties(struct ctx *c, int64_t owner);

/* On working days from 7:30, a reminder to every owner with something due, or
 * to who stands in: one a day, of what is overdue if anything is. Where nobody
 * stands in, ATTENTION_ALONE. Looked for once in a quarter of an hour. */
void followup_remind(struct ctx *c);

/* On working days from 7:30, what has waited FOLLOWUP_LATE_DAYS is told to the
 * team's leaders, once of each step (M4). At most 500 a pass. */
void followup_escalate(struct ctx *c);

/* How many steps of the municipality's people have waited that long. */
int64_t followup_late(struct ctx *c, int64_t municipality);

#endif
