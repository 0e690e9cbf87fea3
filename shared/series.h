/* Weekly series: the same hours on the same weekday for some weeks, in wall
 * time. Each date is a task of its own (task.h). People are asked once, for all
 * of them: the first date leads, and whoever says yes to it is given those that
 * follow, as far as they suit them (offer_place.c); a date that is left over is
 * asked for by itself. */
#ifndef SERIES_H
#define SERIES_H

#include "base/base.h"

#define SERIES_MOST 26 /* dates of one: half a year */

struct series {
	int64_t id, employer_id;
	int64_t lead;     /* the task whose question is for all; 0: none */
	int64_t fixed_at; /* when a steady job was asked for; 0: never */
};

/* The midnights of the dates after that of starts_at, on its weekday, up to and
 * with `until`; holidays are left out unless they are wanted, but Sundays are
 * no holidays of their own series. At most SERIES_MOST - 1; *beyond: there
 * would be more. */
struct ids series_days(struct ctx *c, int64_t starts_at, int64_t until,
    bool holidays, bool *beyond);

bool series_load(struct ctx *c, int64_t id, struct series *s);

/* The series that a task is a date of; 0: it is a single one. */
int64_t series_of(struct ctx *c, int64_t task);

/* Makes one of a task that was just posted, which leads; its later dates are
 * posted by the caller, as tasks that follow. In the caller's transaction. */
int64_t series_make(struct ctx *c, int64_t employer, int64_t lead, int64_t by);

/* ---- who leads ---- */

/* The dates that wait for who says yes to that task, the first one first. */
struct ids series_following(struct ctx *c, int64_t task);

/* How many they are; 0: the task is asked for by itself. */
int64_t series_led(struct ctx *c, int64_t task);

/* The places of the leading date are all given: those that are returned lack
 * people, and are to be asked for by themselves. In the caller's transaction.
 */
struct ids series_release(struct ctx *c, int64_t task);

/* Nobody can be given the series by that task any more: it has begun, is
 * cancelled, or was moved off its weekday. The next date that follows leads:
 * which is to be asked for; 0 where there is none, or the task did not lead. In
 * the caller's transaction. */
int64_t series_pass_on(struct ctx *c, int64_t task);

/* ---- what came of it, for those who are told ---- */

/* How many dates the yes to that question has given, itself among them, as far
 * as they still come. */
int64_t series_given(struct ctx *c, int64_t offer);

/* Who comes to those of its dates that begin after then, each once; who comes
 * first is first. */
struct ids series_people(struct ctx *c, int64_t id, int64_t after);

/* How many later dates were called off with that engagement; 0: it alone. */
int64_t series_called_off(struct ctx *c, int64_t engagement);

/* The firm would like a steady job made of it ("Gør fast"): a person talks with
 * both. ERR_CONFLICT when it was asked before. */
enum err series_fix(struct ctx *c, int64_t id, int64_t by);

/* How many were asked for in that time. */
int64_t series_fixed(struct ctx *c, int64_t from, int64_t to);

#endif
