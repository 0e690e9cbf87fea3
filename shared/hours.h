/* Hours: what was worked at an engagement, said by the workplace, agreed by the
 * citizen, settled by a person where the two differ. Both always see the same
 * number; a correction is a new row. */
#ifndef HOURS_H
#define HOURS_H

#include "base/clock.h"

struct engagement;

#define THANKS_MOST     40 /* characters of the line to the citizen */
#define HOURS_MOST      (16 * (int64_t)60)
#define HOURS_ASK_AFTER 3600       /* seconds after the shift's end */
#define HOURS_OBJECT    (30 * DAY) /* from when they were said; P9 */

/* Engagements e whose hours count: that were kept, or called off too late to be
 * for nothing (P14). */
#define HOURS_STAND                                      \
	" e.state <> 'given_up' AND (e.state = 'agreed'" \
	"   OR e.hours <> 'none')"

#define HOURS_THANKS "hours|thanks" /* where they are sealed (seal.h) */

struct hours {
	int64_t minutes, pay_ore, amount_ore;
	const char *thanks;
	int64_t planned;    /* minutes of the shift */
	int64_t said_at;    /* 0: nobody has said anything */
	int64_t remembered; /* minutes, by the citizen who objects; -1: none */
	const char *went;   /* hours_went_words[], or "" */
};

/* What so many minutes come to, to the nearest øre. */
int64_t hours_amount(int64_t minutes, int64_t pay_ore);

/* "2" and "30", as two fields are typed; either may be empty. False for what is
 * no such number, or cannot be. */
bool hours_parse(const char *hours, const char *minutes, int64_t *total);

/* Whether hours that stand so (engagement.hours) have a number that nobody
 * objects to: only these are summed (P31). HOURS_COUNT says it in SQL. */
bool hours_count(const char *state);
#define HOURS_COUNT "('proposed', 'agreed', 'settled')"

/* The newest of an engagement; the planned ones before anybody said anything.
 * False when there is no such engagement. */
bool hours_load(struct ctx *c, int64_t engagement, struct hours *h);

/* Asks the workplace for the hours of shifts that have ended; at most 100 a
 * pass. */
void hours_ask(struct ctx *c);

/* The workplace says how long it was. The citizen is told: as planned, or asked
 * whether the other number fits. 0 minutes: they did not come; no message tells
 * them so, a person rings and settles it. ERR_CONFLICT when both agree already
 * or it has been settled, ERR_INVALID when the number cannot be. */
enum err hours_propose(struct ctx *c, int64_t engagement, int64_t minutes,
    const char *thanks, int64_t by);

/* The workplace calls it off so late that it pays the planned hours: said on
 * its contact's behalf and agreed at once (P14), for both are told of them with
 * the cancellation (cancel.h). Before the engagement ends; in the caller's
 * transaction. */
void hours_owe(struct ctx *c, const struct engagement *e, int64_t by);

/* The citizen says PASSER. ERR_CONFLICT when nothing waits for that. */
enum err hours_agree(struct ctx *c, int64_t engagement);

/* Whether the citizen may object now: to hours that stand so and were said
 * then. */
bool hours_may_object(const struct ctx *c, const char *state, int64_t said_at);

/* The citizen says RING: a person looks at it with both. ERR_CONFLICT when it
 * is not for them to say, or too late. */
enum err hours_dispute(struct ctx *c, int64_t engagement);

/* The same with the number that they remember, or that number after it: once.
 * Both sides are shown both. ERR_INVALID for one that cannot be. */
enum err hours_remember(struct ctx *c, int64_t engagement, int64_t minutes);

/* How it went, in one of three sentences of the workplace's (P12), a NULL-ended
 * list: they solved it themselves, with a little help, with help all the time.
 * It is for the mentor, who sets the score; neither the citizen nor another
 * firm meets it, but for the copy of all that is known of one. */
extern const char *const hours_went_words[];

/* Says it of hours that were worked, once. ERR_CONFLICT when it was said, or
 * there is nothing to say it of; ERR_INVALID for another word. */
enum err hours_went(struct ctx *c, int64_t engagement, const char *word);

/* What was said last of the citizen at that workplace, "" when nothing was, and
 * on which shift: its start. */
const char *hours_went_last(
    struct ctx *c, int64_t citizen, int64_t workplace, int64_t *starts_at);

/* A person has settled it, or heard it from a workplace that did not say it
 * when it was asked; both are told the same number, the citizen of none at all
 * by that person and no message. */
enum err hours_settle(
    struct ctx *c, int64_t engagement, int64_t minutes, int64_t by);

/* A consultant puts right what was said, agreed or settled, also when the month
 * has been listed (month.h): a new row, and both are told. ERR_CONFLICT when
 * there is nothing to put right, or it is that number already. */
enum err hours_correct(
    struct ctx *c, int64_t engagement, int64_t minutes, int64_t by);

/* Whether hours that stand so may be put right. */
bool hours_correctable(const char *state);

/* The citizen's newest engagement whose hours they may still answer; 0. */
int64_t hours_to_answer(struct ctx *c, int64_t citizen);

/* Engagements whose hours this contact has been asked for, oldest first. */
struct ids hours_missing(struct ctx *c, int64_t contact);

/* The same of all who post for an employer. */
struct ids hours_missing_at(struct ctx *c, int64_t employer);

#endif
