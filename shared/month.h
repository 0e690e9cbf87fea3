/* Month lists: on the first working day of a month every contact gets the last
 * month's hours, person by person, for the wages. */
#ifndef MONTH_H
#define MONTH_H

#include "base/base.h"

#define MONTH_PEOPLE   100 /* on a list */
#define MONTH_CONTACTS 100 /* told in a pass */
#define MONTH_LATEST   10  /* day of the month: later it is no news */

struct month_row {
	int64_t citizen, minutes, shifts;
};

/* The hours of the contact's tasks in the month that begins at that Danish
 * midnight: those that are said and not disputed, by citizen. */
const struct month_row *month_list(
    struct ctx *c, int64_t contact, int64_t month, size_t *count);

/* Whether the month of that instant has been listed: from 8 o'clock of the
 * first working day after it what is in it is put right by a consultant alone.
 */
bool month_listed(const struct ctx *c, int64_t at);

/* Tells them from 8 o'clock of the first working day on, some in a pass. */
void month_tell(struct ctx *c);

#endif
