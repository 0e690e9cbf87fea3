/* Matching: whom a task suits. Two pure functions over two small structs: which
 * rules a person and a task break together, and what it would cost to ask that
 * person rather than another. Facts are agreed with people, weights are
 * published (docs/MATCHING.md), and nobody is predicted (P32).
 *
 * Where the facts come from? match_rows.c asks the database. */
#ifndef MATCH_H
#define MATCH_H

#include "base/base.h"

#define MATCH_VERSION 2  /* of rules and costs; stored with each offer */
#define MATCH_MOST    50 /* candidates that are ranked into an answer */

/* ---- time ---- */

#define MATCH_QUARTERS 96 /* of a day: the grid of what people can */
#define MATCH_PIECES   3  /* days that one shift may touch */

/* Quarters of a day, a bit each. */
struct match_day {
	uint64_t q[2];
};

/* What a shift takes of one day, by the clock on the wall. */
struct match_piece {
	int64_t day; /* its Danish midnight */
	int weekday; /* 1 Monday .. 7 Sunday */
	struct match_day needs;
};

/* Sets the quarters that lie whole within those minutes of the day. */
void match_day_set(struct match_day *d, int64_t from, int64_t to);
void match_day_clear(struct match_day *d, int64_t from, int64_t to);
bool match_day_covers(
    const struct match_day *has, const struct match_day *needs);

/* What somebody can every week, from rows in the order of weekday and minute.
 * Rows that touch are one, wherever in a quarter they do. */
struct match_grid {
	struct match_day day[8]; /* by weekday; 0 is nobody's */
	int weekday;
	int64_t from, to; /* not yet in its day */
};
void match_grid_add(
    struct match_grid *g, int64_t weekday, int64_t from, int64_t to);
void match_grid_end(struct match_grid *g);

/* ---- the task ---- */

struct match_task {
	int64_t id, shift_id, municipality_id, workplace_id, employer_id;
	const char *work_function;
	int64_t starts_at, ends_at;
	int64_t moved;                /* how often its time was changed */
	bool unpaid, series, blocked; /* blocked: nobody is sent to the firm */
	int64_t least_score;          /* 0: anyone who wants to try */
	int64_t wage_score;           /* from it on, nothing unpaid (C6) */
	int64_t offers_open;          /* most a person may have open */
	int64_t offers_week;          /* most a person is asked in 7 days */
	int64_t east_m, north_m;

	/* What match_task_times() makes of the times. A shift over a Monday's
	 * midnight takes its part of either week. */
	struct match_piece piece[MATCH_PIECES];
	int pieces;
	int64_t week[3]; /* the Mondays that begin and end its two weeks */
	int64_t week_s[2];
};

/* False for a shift that has no length or more days than one may have. */
bool match_task_times(struct match_task *t);

/* ---- the person, as seen from a task ---- */

struct match_citizen {
	int64_t id;
	bool active, released, consents, answer_is_free;
	int64_t paused_until;
	int64_t score; /* 0: never measured */
	int64_t best;  /* the highest ever */
	bool willing;
	bool available;
	int64_t week_s[2]; /* seconds taken or asked for in its two weeks */
	int64_t ceiling_minutes;
	int64_t clashes; /* own engagements that overlap, with the way there */
	int64_t distance_m, travel_m;
	int64_t missing_ticks;    /* demands of the function without one */
	int64_t unmet_needs;      /* musts that no checked answer meets */
	int64_t met_wishes;       /* wishes that a checked answer meets */
	bool excluded;            /* kept apart from this workplace */
	int64_t open_offers;      /* of other tasks */
	bool asked;               /* this very task, at this time */
	bool call_first;          /* setback.h */
	int64_t recent_offers;    /* in the last 7 days */
	int64_t days_since_asked; /* at most MATCH_ASKED_DAYS */
	int64_t days_since_paid;  /* at most MATCH_PAID_DAYS */
	bool knows_employer;      /* has paid hours with them */
	bool same_job;            /* this function at this workplace, lately */
};

#define MATCH_ASKED_DAYS 28
#define MATCH_PAID_DAYS  365
#define MATCH_SAME_DAYS  56 /* how long a series remembers who did it */

/* A bit for each rule; 0 means that the person may be asked. */
enum match_rule {
	MATCH_ACTIVE = 1 << 0,   /* still with us */
	MATCH_RELEASED = 1 << 1, /* a consultant has said yes */
	MATCH_CONSENT = 1 << 2,  /* they said START, and not STOP since */
	MATCH_FREE_NO = 1 << 3,  /* signed: answering no is free (P1) */
	MATCH_PAUSED = 1 << 4,
	MATCH_SCORE = 1 << 5,     /* measured for the level, or wants to try */
	MATCH_UNPAID = 1 << 6,    /* who can do it is paid for it */
	MATCH_DEMANDS = 1 << 7,   /* what a dated rule of the function asks */
	MATCH_AVAILABLE = 1 << 8, /* the whole of the shift */
	MATCH_CEILING = 1 << 9,   /* each week has room for its part */
	MATCH_CLASH = 1 << 10,    /* with what they have agreed already */
	MATCH_DISTANCE = 1 << 11,
	MATCH_NEEDS = 1 << 12,    /* every must is honoured, and checked */
	MATCH_BLOCKED = 1 << 13,  /* the firm */
	MATCH_EXCLUDED = 1 << 14, /* the two are kept apart */
	MATCH_OFFERS = 1 << 15,   /* few questions open at a time */
	MATCH_WEEK = 1 << 16,     /* few questions a week */
	MATCH_ASKED = 1 << 17,    /* nobody is asked the same twice */
	MATCH_CALL = 1 << 18,     /* after a bad day a person calls first */
	MATCH_RULES = 19,
	/* Not a rule: the facts, or a dated rule, are not to be had. */
	MATCH_UNKNOWN = 1 << 19
};

unsigned match_rules(const struct match_citizen *z, const struct match_task *t);

/* The parts of a cost, in their order; the cost is their sum. */
enum match_part {
	MATCH_COST_DISTANCE, /* 1 a kilometre */
	MATCH_COST_LEVEL,    /* 15 a step away from a task slightly above */
	MATCH_COST_WISHES,   /* less 5 for each that is honoured, to three */
	MATCH_COST_RECENT,   /* 10 an offer in the last 7 days */
	MATCH_COST_ASKED,    /* less 1 for every 2 days since last asked */
	MATCH_COST_PAID,     /* less 1 for every 4 days since paid hours */
	MATCH_COST_HISTORY,  /* less 30 for who has worked there before */
	MATCH_COST_SAME,     /* less 150 for who did it last, of a series */
	MATCH_PARTS
};

int64_t match_cost(const struct match_citizen *z, const struct match_task *t,
    int64_t parts[MATCH_PARTS]);

/* "distance=12 level=15 ...": as it is stored. */
const char *match_parts(struct ctx *c, const int64_t parts[MATCH_PARTS]);
const char *match_part_name(enum match_part part);

/* Reads what match_parts() wrote: a bit for each part that is there. What is no
 * part of ours, has no number or comes twice says nothing. */
unsigned match_parts_read(const char *stored, int64_t parts[MATCH_PARTS]);

/* Metres as the crow flies, rounded down. */
int64_t match_distance(int64_t east_m, int64_t north_m);

/* Seconds that somebody needs between two places that far apart; none when
 * they are one, and half a day at most. */
#define MATCH_GAP_MOST ((int64_t)12 * 3600)
enum match_way { WAY_FOOT, WAY_CYCLE, WAY_BUS, WAY_CAR };
enum match_way match_way(const char *word);
int64_t match_gap(enum match_way way, int64_t distance_m);

/* Adds to week_s what a shift of theirs takes of the task's two weeks. */
void match_week_add(int64_t week_s[2], const struct match_task *t,
    int64_t starts_at, int64_t ends_at);

/* ---- on the rows ---- */

/* In a statement with an engagement e: nobody has said, last of all, that no
 * minute was worked. Who did not come has had no paid hours, and no price. */
#define MATCH_CAME                                                       \
	"NOT EXISTS (SELECT 1 FROM hours h WHERE h.engagement_id = e.id" \
	"  AND h.minutes = 0 AND h.id = (SELECT max(l.id) FROM hours l"  \
	"    WHERE l.engagement_id = e.id))"

struct match {
	int64_t citizen, cost;
	const char *parts;
};

/* The facts of the task; false when it is gone, its level is none of ours, or a
 * rule has no valid row. */
bool match_task_load(struct ctx *c, int64_t task, struct match_task *t);

/* The same for a task that is not posted yet: what its times and its level
 * make of it; t has the rest. */
bool match_task_ready(struct ctx *c, struct match_task *t, int64_t level);

/* Where such a task would be done: the employer's place of that name and
 * address, as workplace_keep() would find it, or, while there is none, only the
 * postcode. Fills in what t has of it; false when the employer or the postcode
 * is not there. */
struct workplace;
bool match_task_at(
    struct ctx *c, const struct workplace *place, struct match_task *t);

/* Whom the task suits, the least cost first, ties by id; at most `most`, which
 * is at most MATCH_MOST. */
const struct match *match_find(
    struct ctx *c, int64_t task, size_t most, size_t *count);

/* The same for all of them, by the rows alone, up to 10,000; and their order.
 */
const struct match *match_find_in_rows(
    struct ctx *c, const struct match_task *t, size_t *count);
int match_by_cost(const void *a, const void *b);

/* Whom a wave may put the task to: the same people, as the index has them and
 * without their parts; offer_put() looks at the rows. At most MATCH_MOST. */
const struct match *match_candidates(
    struct ctx *c, int64_t task, size_t *count);

/* The cost of asking that person, on the rows; false when they break a rule
 * other than those in `aside`. */
bool match_one(struct ctx *c, const struct match_task *t, int64_t citizen,
    unsigned aside, struct match *m);

/* All that is known of one person for that task, from the rows; false when
 * they are no citizen. */
bool match_citizen_load(struct ctx *c, const struct match_task *t,
    int64_t citizen, struct match_citizen *z);

/* The rules that one person and the task break now, on the rows themselves:
 * asked again in the transaction in which a place is taken. */
unsigned match_check(struct ctx *c, int64_t task, int64_t citizen);

/* ---- why, and why not (match_why.c) ---- */

/* What may be told of why somebody was asked: the parts of the cost as they
 * were stored with the offer, and what stands in the rows. A bit for each that
 * is known, at its number; a fact has 1 point. */
enum match_reason {
	MATCH_REASON_DONE = MATCH_PARTS, /* has worked in the function before */
	MATCH_REASON_WILLING, /* would like to try it, and was never measured */
	MATCH_REASON_TIME,    /* could then: each rule held */
	MATCH_REASONS
};
struct match_reasons {
	unsigned there;
	int64_t points[MATCH_REASONS];
};

/* False when there is no such offer. One of another version than ours tells
 * facts and no parts. */
bool match_reasons(struct ctx *c, int64_t offer, struct match_reasons *reasons);

/* The rule of that bit, as docs/MATCHING.md names it. */
const char *match_rule_name(int bit);

/* Each rule by its name, and whether it holds for them now: "hvorfor ikke". For
 * staff alone. False when there is no such task or citizen. */
struct match_verdict {
	const char *rule;
	bool holds;
};
bool match_why(struct ctx *c, int64_t task, int64_t citizen,
    struct match_verdict verdict[MATCH_RULES]);

/* What it would cost to ask them, rules aside. For staff alone. False as
 * above. */
bool match_weigh(struct ctx *c, int64_t task, int64_t citizen,
    int64_t parts[MATCH_PARTS], int64_t *cost);

/* Of a task that nobody suits: the rules that alone keep most people from it,
 * most first. For staff alone. How many, at most `most`; 0 also while somebody
 * suits, or without an index. */
struct match_lack {
	const char *rule;
	int64_t people;
};
size_t match_lacks(
    struct ctx *c, int64_t task, struct match_lack *lacks, size_t most);

/* What an employer is told while typing: counts, never below three, and never
 * of needs or of anything else that is the people's own. */
#define MATCH_FEWEST 3
struct match_preview {
	int64_t suits; /* how many can; 1 stands for one or two */
	int64_t at_other_time, nearer, at_lower_level; /* more, if so; or 0 */
	int64_t other_day; /* the shift on that day would suit most more ... */
	int64_t on_other_day; /* ... so many in all; 0: none would */
};

/* For a task that may not be posted yet; false without an index. */
bool match_preview(
    struct ctx *c, const struct match_task *t, struct match_preview *preview);

/* ---- in memory ---- */

/* Keeps an index of everybody, in a thread of its own: match_find() asks it as
 * soon as it is built, and checks on the rows whom it names. Without one, or
 * until then, the rows are asked alone. Once a program; the store is open from
 * begin to end. */
struct store;
void match_live_begin(struct store *s);
void match_live_end(void);
bool match_live_ready(void);

/* The index, brought up to date; NULL until it is built. */
struct match_index *match_live(void);

/* The first MATCH_MOST whom the task suits, by the index alone; false when the
 * rows must be asked. */
bool match_live_find(struct ctx *c, const struct match_task *t,
    struct match found[MATCH_MOST], size_t *count);

#endif
