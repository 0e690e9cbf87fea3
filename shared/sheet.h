/* The sheet "Mine timer og min løn" (P31): what a citizen has worked in a month
 * and what it comes to before tax, as it stands now. hours.h says how a number
 * comes about. */
#ifndef SHEET_H
#define SHEET_H

#include "base/base.h"

#define SHEET_MOST 100 /* shifts of one month */

struct sheet_row {
	int64_t engagement_id, task_id;
	int64_t starts_at, ends_at;
	int64_t minutes, pay_ore, amount_ore;
	int64_t pay_on;     /* the money is there by this day */
	const char *hours;  /* none asked proposed agreed disputed settled */
	int64_t said_at;    /* 0: nobody has said them */
	int64_t remembered; /* hours.h */
	const char *thanks; /* the workplace's line, or "" */
	const char *firm, *town; /* of the workplace, as an SMS says it */
};

/* The citizen's shifts that began from that instant until before the other and
 * are over, the first first, at most SHEET_MOST. */
const struct sheet_row *sheet_rows(
    struct ctx *c, int64_t citizen, int64_t from, int64_t to, size_t *count);

/* Whether the row counts in the sum: both sides' number, or the workplace's as
 * long as nobody says otherwise (P9). */
bool sheet_counts(const struct sheet_row *row);

#endif
