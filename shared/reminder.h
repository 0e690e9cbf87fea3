/* Reminders: what is said to the two sides of an engagement as time goes, by
 * one table of steps: the day before (C4, E4), hours that nobody has said (E5,
 * and once more, then a person calls), and whether the money came (payday.h).
 *
 * Each engagement knows which step is next and when to look at it again. When
 * the step is due is asked of the rows as they are then, so a shift that was
 * moved, a clock that jumped and a pass that came twice or late change nothing:
 * what is not due waits, what is late is said once, and what came too late for
 * its deadline is left out. */
#ifndef REMINDER_H
#define REMINDER_H

#include "base/base.h"

#define REMINDER_MOST 100 /* engagements looked at in a pass */

/* Takes every step that is due; how many engagements it went on with. */
size_t reminder_run(struct ctx *c);

#endif
