/* Venter på et menneske: what a person must see to, because a program cannot
 * or should not. One open row for the same thing, however often it comes up. */
#ifndef ATTENTION_H
#define ATTENTION_H

#include "base/base.h"

/* The kinds, and what about_id is of each: */
#define ATTENTION_CALL      "call"      /* an offer, or 0: ring them */
#define ATTENTION_HOURS     "hours"     /* an engagement: two numbers */
#define ATTENTION_EMPLOYER  "employer"  /* an employer: ring, approve */
#define ATTENTION_WORDS     "words"     /* 0: an SMS nobody understood */
#define ATTENTION_FAILED    "failed"    /* an outbox row: never arrived */
#define ATTENTION_UNCERTAIN "uncertain" /* an outbox row: did it arrive? */
#define ATTENTION_AFBUD     "afbud"     /* an engagement: given up late */
#define ATTENTION_ABSENT    "absent"    /* an engagement: did not come */
#define ATTENTION_WISH      "wish"      /* a task: they would like it */
#define ATTENTION_CEILING   "ceiling"   /* 0: ring them about hours a week */
#define ATTENTION_NUMBER    "number"    /* 0: their number is nobody's */
#define ATTENTION_MISSING   "missing"   /* an engagement: nobody says hours */
#define ATTENTION_PAY       "pay"       /* an engagement: the money */
#define ATTENTION_ALONE     "alone"     /* 0: away, and nobody stands in */
#define ATTENTION_ERASE     "erase"     /* 0: asks to be forgotten */
#define ATTENTION_SIGNUP    "signup"    /* a sign-up: may they post for it? */
#define ATTENTION_CANCELLED "cancelled" /* a task: ring them, it is off */
#define ATTENTION_SHORTAGE  "shortage"  /* an employer: will lack people */
#define ATTENTION_CANCELS   "cancels"   /* an employer: late, and again */
#define ATTENTION_TIME      "time"      /* an offer: does the new time do? */
#define ATTENTION_FIXED     "fixed"     /* a series: they want it steady */
#define ATTENTION_PLACE     "place"     /* a workplace: says what to look at */
#define ATTENTION_UNMET     "unmet"     /* a task: not what they need there */

#define ATTENTION_MOST       200  /* on the page */
#define ATTENTION_WORDS_MOST 1000 /* characters; later ones are not added */

#define ATTENTION_SEALED "attention|words" /* where they lie (seal.h) */

struct attention {
	int64_t id;
	const char *kind, *words;
	int64_t municipality_id, person_id, about_id, made_at, closed_at;
};

/* In the caller's transaction. words are shown as they are (mask first), and
 * stand after what an open row of the same thing holds already. */
void attention_add(struct ctx *c, const char *kind, int64_t person,
    int64_t about, const char *words);

/* A person has seen to it; by 0 means that it settled itself. ERR_CONFLICT
 * when it is closed already. */
enum err attention_close(struct ctx *c, int64_t id, int64_t by);

/* The same for whatever is open of that kind about that thing. */
void attention_settle(struct ctx *c, const char *kind, int64_t about);

/* The same for all that is open about a person who is forgotten. */
void attention_forget(struct ctx *c, int64_t person);

bool attention_load(struct ctx *c, int64_t id, struct attention *a);

/* What is open there, at most ATTENTION_MOST: first the calls that stand before
 * a next question (setback.h) or a journey in vain, then the rest, the oldest
 * first of each. */
const struct attention *attention_open(
    struct ctx *c, int64_t municipality, size_t *count);

#endif
