/* Matching: whom a task suits. Two pure functions over two small structs: which
 * rules a person and a task break together, and what it would cost to ask that
 * person rather than another. Facts are agreed with people, weights are
 * published; nobody is predicted (P32). */
#ifndef MATCH_H
#define MATCH_H

#include "base/base.h"

#define MATCH_VERSION 1  /* of rules and costs; stored with each offer */
#define MATCH_MOST    50 /* candidates that are ranked into an answer */

struct match_task {
	int64_t id, shift_id, municipality_id, workplace_id, employer_id;
	const char *work_function;
	int64_t starts_at, ends_at;
	int64_t least_score; /* 0: anyone who wants to try */
	int64_t offers_open; /* most a person may have open */
	int64_t east_m, north_m;
};

struct match_citizen {
	int64_t id;
	bool released, consents, answer_is_free;
	int64_t paused_until;
	int64_t score; /* 0: never measured */
	bool willing;
	bool available;
	int64_t week_minutes; /* taken or asked for in the shift's ISO week */
	int64_t ceiling_minutes;
	int64_t clashes; /* own engagements that overlap */
	int64_t distance_m, travel_m;
	int64_t unmet_needs; /* must-needs no checked answer meets */
	int64_t open_offers;
	bool asked;              /* this very task, before */
	int64_t recent_offers;   /* in the last 7 days */
	int64_t days_since_paid; /* at most 365 */
	bool knows_employer;     /* has paid hours with them */
};

/* A bit for each rule; 0 means that the person may be asked. */
enum match_rule {
	MATCH_RELEASED = 1 << 0, /* a consultant has said yes */
	MATCH_CONSENT = 1 << 1,  /* they said START, and not STOP since */
	MATCH_FREE_NO = 1 << 2,  /* signed: answering no is free (P1) */
	MATCH_PAUSED = 1 << 3,
	MATCH_SCORE = 1 << 4,     /* measured for the level, or wants to try */
	MATCH_AVAILABLE = 1 << 5, /* the whole of the shift */
	MATCH_CEILING = 1 << 6,   /* the week has room for it */
	MATCH_CLASH = 1 << 7,     /* with what they have agreed already */
	MATCH_DISTANCE = 1 << 8,
	MATCH_NEEDS = 1 << 9,   /* every must-need is honoured, and checked */
	MATCH_OFFERS = 1 << 10, /* few questions at a time */
	MATCH_ASKED = 1 << 11,  /* nobody is asked the same twice */
	MATCH_RULES = 12,
	/* Not a rule: the facts, or a dated rule, are not to be had. */
	MATCH_UNKNOWN = 1 << 12
};

unsigned match_rules(const struct match_citizen *z, const struct match_task *t);

/* The parts of a cost, in their order; the cost is their sum. */
enum match_part {
	MATCH_COST_DISTANCE, /* 1 a kilometre */
	MATCH_COST_LEVEL,    /* 15 a step away from a task slightly above */
	MATCH_COST_RECENT,   /* 10 an offer in the last 7 days */
	MATCH_COST_PAID,     /* less 1 for every 4 days since paid hours */
	MATCH_COST_HISTORY,  /* less 30 for who has worked there before */
	MATCH_PARTS
};

int64_t match_cost(const struct match_citizen *z, const struct match_task *t,
    int64_t parts[MATCH_PARTS]);

struct match {
	int64_t citizen, cost;
	const char *parts; /* "distance=12 level=15 ...": stored as it is */
};

/* The facts of the task; false when it is gone or a rule has no valid row. */
bool match_task_load(struct ctx *c, int64_t task, struct match_task *t);

/* Whom the task suits, the least cost first, ties by id; at most `most`, which
 * is at most MATCH_MOST. */
const struct match *match_find(
    struct ctx *c, int64_t task, size_t most, size_t *count);

/* The rules that one person and the task break now, on the rows themselves:
 * asked again in the transaction in which a place is taken. */
unsigned match_check(struct ctx *c, int64_t task, int64_t citizen);

#endif
