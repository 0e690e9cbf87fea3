/* Citizens: people who may be asked, what they can, when, how far and with
 * which needs. Their names and numbers are a person's (person.h). */
#ifndef CITIZEN_H
#define CITIZEN_H

#include "base/base.h"

struct citizen {
	int64_t id; /* of the person */
	int64_t municipality_id, mentor_id;
	const char *target_group;
	int64_t released_at;     /* 0: a consultant has not said yes yet */
	int64_t ceiling_minutes; /* a week */
	int64_t travel_m;
	const char *postcode;
	bool shares_phone;
	int64_t paused_until; /* 0: not paused */
};

/* False when the person is no citizen here. */
bool citizen_load(struct ctx *c, int64_t id, struct citizen *z);
void citizen_add(struct ctx *c, const struct citizen *z);

/* The first of them all, by id; for the demo. */
struct ids citizen_first(struct ctx *c, size_t most);

/* Can work every week on that weekday (1 Monday) between those minutes. */
void citizen_available(
    struct ctx *c, int64_t id, int weekday, int from_minute, int to_minute);

struct available {
	int64_t weekday, from_minute, to_minute;
};

/* Those of theirs, Monday first, at most 50. */
const struct available *citizen_times(struct ctx *c, int64_t id, size_t *count);

/* For once: can, or cannot, on that day (its Danish midnight). */
void citizen_available_on(struct ctx *c, int64_t id, int64_t day,
    int from_minute, int to_minute, bool can);

/* A consultant has seen what a demand of a function asks for (P20); holds until
 * valid_to, or for good when that is 0. */
void citizen_tick(
    struct ctx *c, int64_t id, const char *tick, int64_t valid_to, int64_t by);

/* Keeps a citizen and a workplace apart for half a year, without a reason
 * (P20). */
void citizen_exclude(struct ctx *c, int64_t id, int64_t workplace, int64_t by);

void citizen_needs(
    struct ctx *c, int64_t id, const char *consideration, const char *strength);

/* A score of 1-10 on a function, today. Never changes an earlier one.
 * ERR_INVALID outside 1-10. */
enum err citizen_score(struct ctx *c, int64_t id, const char *work_function,
    int64_t score, int64_t by);

void citizen_willing(struct ctx *c, int64_t id, const char *work_function);

/* Whether they want to hear the day before a shift also where they know the
 * place (P16). */
void citizen_remind(struct ctx *c, int64_t id, bool wanted);

/* No new tasks until then; 0 ends the pause. What is agreed still stands. */
void citizen_pause(struct ctx *c, int64_t id, int64_t until);

/* Whether workplaces may be told their number (P19). */
void citizen_share_phone(struct ctx *c, int64_t id, bool shares);

#endif
