/* "Sådan er der hos os": what a workplace says that it honours, how it does so,
 * and whether a consultant has seen it. A must-need is met only by what was
 * seen (P18, C16). Employers say it when they post, or beside the place; both
 * are these rows.
 *
 * The match reads them with the task, each time, so no index is told of them.
 * What becomes of people when an answer is seen, or is not so any more, is seen
 * to here: open tasks of the place ask anew; who was asked, and needs it, is
 * not asked any more; and who has agreed to come, and needs it, stands on
 * Venter på et menneske, for a person to ring. Each in the caller's
 * transaction. */
#ifndef HONOURS_H
#define HONOURS_H

#include "base/base.h"

#define HOW_MOST     80  /* characters of "Sådan gør I" */
#define HONOURS_MOST 100 /* places that wait for somebody to look, listed */

struct honours {
	const char *key, *place; /* of work_function.h's catalogue */
	const char *how;         /* how they do it, in their words; or "" */
	int64_t said_at;
	int64_t checked_at, checked_by; /* a consultant saw it; 0: not yet */
	int64_t denied_at, denied_by;   /* or found that it is not so */
};

/* All that the place says, by key. */
const struct honours *honours_list(
    struct ctx *c, int64_t workplace, size_t *count);

/* Says exactly these keys from now on, a NULL-ended list; by is whom to ring
 * about them. What was said before keeps its words and what was seen of it. A
 * person is told once that there is something to look at (ATTENTION_PLACE). */
void honours_say(
    struct ctx *c, int64_t workplace, const char *const *keys, int64_t by);

/* How they do it. Other words than before are another answer, which nobody has
 * seen yet. Nothing, when the place does not say so. */
void honours_how(struct ctx *c, int64_t workplace, const char *key,
    const char *how, int64_t by);

/* A consultant has seen it, or that it is not so (any more). ERR_NOT_FOUND when
 * the place does not say so. */
enum err honours_check(
    struct ctx *c, int64_t workplace, const char *key, int64_t by);
enum err honours_deny(
    struct ctx *c, int64_t workplace, const char *key, int64_t by);

/* Whether something it says waits for somebody to look; and the places where
 * something does, what was said last first, at most HONOURS_MOST. */
bool honours_waits(struct ctx *c, int64_t workplace);
struct ids honours_waiting(struct ctx *c);

#endif
