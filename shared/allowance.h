/* Allowances: what a person may earn in a month or a year before anything else
 * changes for them, as dated rules of their target group. An estimate for staff
 * ("vejledende"), who warn and never bar: no rule of the match reads it, and
 * what was decided in law is decided elsewhere. */
#ifndef ALLOWANCE_H
#define ALLOWANCE_H

#include "base/base.h"

/* By how much the pay goes beyond what is left of the free amount; 0 when it
 * does not. Nothing is left of an amount that is used up. Pure, in øre. */
int64_t allowance_over(int64_t free_ore, int64_t earned_ore, int64_t pay_ore);

/* What a month's wage takes off what else somebody gets, `cut` percent of all
 * above the free amount; and what the municipality saves of it when the state
 * had paid `refund` percent. Pure, in øre, half an øre up. */
int64_t allowance_cut(int64_t wage_ore, int64_t free_ore, int64_t cut);
int64_t allowance_saved(int64_t cut_ore, int64_t refund);

/* One task beside what is agreed in its month and year already. */
struct allowance {
	int64_t pay_ore;                       /* of the task */
	int64_t month_over_ore, year_over_ore; /* 0: within, or no such rule */
};

/* False when there is no such citizen or task. A group without a dated amount
 * is not warned of. */
bool allowance_load(
    struct ctx *c, int64_t citizen, int64_t task, struct allowance *a);

#endif
