/* Offers: one task put to one citizen, and the answer. Danish texts call it a
 * forespørgsel; a no costs nothing (P3), and a yes is answered with
 * the truth. An offer that was accepted is an engagement: somebody is coming.
 */
#ifndef OFFER_H
#define OFFER_H

#include "base/base.h"

#define OFFER_NUMBER_LEAST 2 /* the short numbers of "JA 7", in rotation */
#define OFFER_NUMBER_MOST  99
#define OFFER_REFILL \
	((int64_t)2 * 3600) /* nearer than this nobody else can make it */

struct offer {
	int64_t id, task_id, shift_id, citizen_id, number;
	int64_t asked_at, answer_by;
	const char
	    *state; /* asked held won no taken expired given_up withdrawn */
};

bool offer_load(struct ctx *c, int64_t id, struct offer *o);

/* The citizen's offers that may be answered by SMS now: asked or held, or won
 * and asked about a new time (offer_time.c); the newest first, at most 10. */
const struct offer *offer_open(struct ctx *c, int64_t citizen, size_t *count);

/* Their newest offer that they were asked, whatever became of it; false when
 * they never had one. */
bool offer_latest(struct ctx *c, int64_t citizen, struct offer *o);

/* Their newest offer with that short number, if asked in the last 14 days. */
bool offer_by_number(
    struct ctx *c, int64_t citizen, int64_t number, struct offer *o);

/* Until when a question about that shift, asked now, could be answered; now, or
 * earlier, when it is too late to ask (or the dated rule is missing). */
int64_t offer_answer_by(struct ctx *c, int64_t starts_at);

/* The task may lack people: the next wave asks (wave.h). Nothing, unless it is
 * open and asked for by itself. In the caller's transaction. */
void offer_ask(struct ctx *c, int64_t task);

/* Puts the task to somebody, who may answer until then: for the first time, or
 * anew because its time is another, or because there is a place now for who
 * said yes when there was none. False when they break a rule by now, or have
 * had as many messages as they are to get (P16). In the caller's transaction.
 */
struct match_task;
bool offer_put(struct ctx *c, const struct match_task *t, int64_t citizen,
    int64_t answer_by);

/* It has another time, and this engagement was agreed to at the old one: they
 * are asked whether it suits them too, and are rung when they do not say (C6).
 * What they agreed to stands until then. In the caller's transaction, after the
 * shift was moved. */
struct engagement;
void offer_ask_time(struct ctx *c, const struct engagement *before);

/* Nobody can be given a series by that task any more (series_pass_on): the next
 * date that leads is asked for. In the caller's transaction. */
void offer_pass_on(struct ctx *c, int64_t task);

/* The task has another time: whoever was asked is not any more, and may be put
 * it anew. Who waits for a call still gets it. In the caller's transaction. */
void offer_move(struct ctx *c, int64_t task);

/* The task is cancelled: nobody is asked any more, and a late answer is told
 * so. Who waits for a call still gets it. In the caller's transaction. */
void offer_close(struct ctx *c, int64_t task);

/* Where somebody stands on the task's waiting list, 1 first; 0: not on it. */
int64_t offer_turn(struct ctx *c, const struct offer *o);

enum offer_say { SAY_YES, SAY_NO, SAY_CALL };

/* What became of an answer; each leaves the SMS that says so. */
enum offer_result {
	OFFER_WON,
	OFFER_ALREADY, /* was theirs before */
	OFFER_TAKEN,   /* somebody was first */
	OFFER_LATE,    /* it was closed when the answer came */
	OFFER_CLASH,   /* they are somewhere else then: a person calls */
	OFFER_DECLINED,
	OFFER_HELD,     /* a person calls, the place is kept meanwhile */
	OFFER_GIVEN_UP, /* a no to what was theirs */
	OFFER_FITS,     /* the new time suits them */
};

/* Takes the answer, in one transaction: exactly one wins a place. ERR_NOT_FOUND
 * for no such offer; ERR_FAILED when nothing was decided. */
enum err offer_answer(struct ctx *c, int64_t offer, enum offer_say say,
    enum offer_result *result);

/* Not asked any more (they said STOP, or PAUSE); the next person is. In the
 * caller's transaction. */
void offer_withdraw(struct ctx *c, int64_t offer);

/* Closes what was not answered in time and asks the next. */
void offer_expire(struct ctx *c);

/* A person rings who did not say whether a new time suits them; at most 100 a
 * pass. */
void offer_time_expire(struct ctx *c);

struct engagement {
	int64_t id, offer_id, task_id, shift_id, citizen_id;
	int64_t starts_at, ends_at, agreed_at;
	const char *state; /* agreed given_up cancelled */
	const char *hours; /* none asked proposed agreed disputed settled */
	const char *fits;  /* yes asked call: whether the new time does */
	int64_t was_from, was_to; /* as they agreed to it; 0: as it is */
};

bool engagement_load(struct ctx *c, int64_t id, struct engagement *e);

/* The agreed one that a yes to that offer made. */
bool engagement_of_offer(struct ctx *c, int64_t offer, struct engagement *e);

/* The citizen's agreed engagements that have not begun, the next first. */
const struct engagement *engagement_coming(
    struct ctx *c, int64_t citizen, size_t *count);

/* Whether they are all dates of one series. */
bool engagement_are_series(
    struct ctx *c, const struct engagement *all, size_t count);

/* Those of a task that are agreed. */
const struct engagement *engagement_of_task(
    struct ctx *c, int64_t task, size_t *count);

/* Who comes to a task: each citizen once. */
struct ids engagement_people(struct ctx *c, int64_t task);

/* AFBUD: always allowed, thanked, no reason asked (P7). The workplace is told
 * and the next person asked. ERR_CONFLICT when it has begun or is over. */
enum err engagement_give_up(struct ctx *c, int64_t engagement);

/* The same when it was moved to a time that does not suit them: that is
 * nobody's fault, so nobody rings about it. */
enum err engagement_decline(struct ctx *c, int64_t engagement);

/* The workplace does without them (cancel.h): what waits to be said or done for
 * an agreed engagement goes, and who tells them is the caller. In the caller's
 * transaction. */
void engagement_call_off(struct ctx *c, const struct engagement *e);

#endif
