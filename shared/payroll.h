/* Payroll: a month's hours at an employer, as they report them to eIndkomst.
 * Both sides see the same numbers (mission 3.6); it is no pay slip, and no tax
 * is counted. */
#ifndef PAYROLL_H
#define PAYROLL_H

#include "base/base.h"

#define PAYROLL_MOST 2000 /* shifts of one employer in a month */

/* Working days in which the citizen may object to planned hours before they
 * are paid (P9). */
#define PAYROLL_DAYS 3

enum payroll_state {
	PAYROLL_READY,    /* agreed, settled, or planned and long unopposed */
	PAYROLL_WAITS,    /* the citizen may still object */
	PAYROLL_MISSING,  /* the employer has not said how long it was */
	PAYROLL_DISPUTED, /* a person looks at it with both */
};

struct payroll {
	int64_t engagement, citizen, starts_at, ends_at;
	int64_t minutes, pay_ore, amount_ore; /* the planned ones if missing */
	int64_t pay_on;
	const char *work; /* pakke varer til jul */
	enum payroll_state state;
};

/* The shifts that began from `from` on and before `to` and have ended, of those
 * who came, by citizen and time; at most PAYROLL_MOST. *count of them. */
const struct payroll *payroll_list(
    struct ctx *c, int64_t employer, int64_t from, int64_t to, size_t *count);

/* How hours stand: engagement.hours, whether they are as planned, and when they
 * were said. A pure function. */
enum payroll_state payroll_state(
    const char *hours, bool planned, int64_t said_at, int64_t now);

/* Whether it is in a sum: somebody has said it, and nobody objects (P31). */
bool payroll_counts(const struct payroll *p);

#endif
