/* Fairness: who is asked and who is not, in a month, as counts alone. The cost
 * of the match (docs/MATCHING.md) is meant to bring everybody their turn; this
 * tells whether it did. No name, no answer, and no cell so small that somebody
 * could be known by it. */
#ifndef FAIRNESS_H
#define FAIRNESS_H

#include "base/base.h"

#define FAIRNESS_LEAST  5     /* persons: a smaller cell is not told */
#define FAIRNESS_EASY   5     /* suits more tasks than so: easy to ask */
#define FAIRNESS_TASKS  1000  /* of a month that are looked at; newest */
#define FAIRNESS_PEOPLE 10000 /* without a question who are looked at */
#define FAIRNESS_UNTOLD (-1)  /* in the place of a number: too few people */

/* How long ago the last paid hours were when the month began. */
enum fairness_since {
	FAIRNESS_NEVER,
	FAIRNESS_OVER_YEAR,
	FAIRNESS_YEAR,    /* 90 days to a year */
	FAIRNESS_QUARTER, /* 30 to 90 days */
	FAIRNESS_MONTH,   /* less */
	FAIRNESS_GROUPS
};

/* Some people, and what they were asked: people[k] of them k times, and those
 * who were asked oftener stand at the end. */
#define FAIRNESS_OFTEN 99
struct fairness_spread {
	int64_t people[FAIRNESS_OFTEN + 1];
};

int64_t fairness_people(const struct fairness_spread *s);
int64_t fairness_questions(const struct fairness_spread *s);

/* The Gini coefficient of the questions, per mille: 0 when all were asked
 * equally often, or nobody was, near 1000 when one was asked everything. */
int64_t fairness_gini(const struct fairness_spread *s);

/* What is told of a group; both FAIRNESS_UNTOLD where it is too small. */
struct fairness_cell {
	int64_t people, questions;
};

/* Takes away what could be told of few: each cell of one to four people, and
 * the smallest others until FAIRNESS_LEAST people are hidden together, or they
 * could be counted from the sum. An empty cell is told, for it is about nobody.
 */
void fairness_hide(struct fairness_cell *cells, size_t count);

struct fairness {
	int64_t from, to; /* the month; to: of the day after */
	struct fairness_cell all, group[FAIRNESS_GROUPS];
	int64_t gini_permille;
	int64_t tasks;   /* that were looked at for `unasked` */
	int64_t unasked; /* suit more than FAIRNESS_EASY, never asked */
	bool looked; /* false: there was no index, and unasked is not known */
};

/* The month that holds `at`, of everybody of the municipality who was released
 * and with us in it. Whom a task suits is asked of the index in memory, of the
 * FAIRNESS_TASKS newest tasks of the month, with the facts of today; how many
 * questions somebody has open is left out, for that was another day's. */
void fairness_load(
    struct ctx *c, int64_t municipality, int64_t at, struct fairness *f);

/* ---- one by one ---- */

struct match_index;
struct match_query;

struct fairness_watch {
	int64_t citizen, suits; /* counted to one beyond FAIRNESS_EASY */
};

/* Counts the task for those whom it suits. */
void fairness_count(struct match_index *ix, const struct match_query *q,
    struct fairness_watch *watch, size_t count);

/* How many of them suit more than FAIRNESS_EASY of what was counted. */
int64_t fairness_easy(const struct fairness_watch *watch, size_t count);

#endif
