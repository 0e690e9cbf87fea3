/* Ceilings: how many hours a week somebody may be asked for, and the steps by
 * which it moves (C34). It rises one dated step at
 * a time, each agreed by citizen and mentor when they talked; it is lowered at
 * once. The match reads citizen.ceiling_minutes, which nothing else moves. */
#ifndef CEILING_H
#define CEILING_H

#include "base/base.h"

#define CEILING_STEPS    3    /* that have a number each; then whole hours */
#define CEILING_MINUTES  2220 /* 37 hours: no rule goes beyond */
#define CEILING_WHY_MOST 200  /* characters */
#define CEILING_DAYS     31   /* an agreement is written down within so many */

/* The steps in force, in minutes a week: those, then `more` at a time, to the
 * most there is. */
struct ceiling_steps {
	int64_t step[CEILING_STEPS], more, most;
};

/* False when one of the dated rules has no row today: then nothing rises. */
bool ceiling_steps_load(
    struct ctx *c, int64_t municipality, struct ceiling_steps *s);

/* The step above; 0 at the top. A pure function. */
int64_t ceiling_next(const struct ceiling_steps *s, int64_t minutes);

/* How the two talked. */
enum ceiling_way { CEILING_MET = 1, CEILING_PHONE, CEILING_WORK, CEILING_WAYS };
const char *ceiling_way(enum ceiling_way way); /* the row's word */

#define CEILING_SEALED "ceiling|why" /* where it lies (seal.h) */

struct ceiling {
	int64_t citizen_id, before_minutes, minutes;
	int64_t agreed_on; /* Danish midnight of the day they talked */
	const char *way, *why;
	int64_t proposed_by, proposed_at; /* who wrote it down, and when */
};

/* Writes down what citizen and mentor agreed, from now on, and tells the
 * citizen in an SMS that also says how to undo it. ERR_NOT_FOUND unless `by` is
 * their mentor; ERR_CONFLICT when the ceiling is no longer `before_minutes`;
 * ERR_FORBIDDEN for what is above all steps, or above the next one, or between
 * two, without a reason; ERR_INVALID for what is no change, no way of talking,
 * or no day of the last CEILING_DAYS. */
enum err ceiling_agree(struct ctx *c, const struct ceiling *agreed, int64_t by);

/* The steps of a citizen, the newest first, at most 50. */
const struct ceiling *ceiling_list(
    struct ctx *c, int64_t citizen, size_t *count);

#endif
