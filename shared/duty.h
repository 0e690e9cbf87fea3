/* The authority's duties (P29): what a municipality has in order, signed and
 * dated, before a real provider sends anything to people. Until then the
 * notifier sends only what people sign in with; folders and nothing (the demo,
 * tests) need no signature. That a target group may say no for free is a rule
 * (municipality.h), and one of them. */
#ifndef DUTY_H
#define DUTY_H

#include "base/base.h"

#define DUTY_SAYS_MOST   200 /* characters */
#define DUTY_REGION_MOST 60
#define DUTY_BY_MOST     80
#define DUTY_GROUP_MOST  40
#define DUTY_GROUPS_MOST 20

#define DUTY_FREE      "answer_is_free" /* a rule for each target group; P1 */
#define DUTY_PROCESSOR "processor:"     /* + provider: the agreement with it */

/* All there can be but DUTY_FREE, ended with NULL. Of processors only those of
 * the providers in use are asked for. */
extern const char *const duty_names[];

struct duty {
	const char *name;
	const char *says;   /* what it is, or where it lies */
	const char *region; /* of a processor: where it works */
	const char *signed_by;
	int64_t signed_on; /* a day; 0: it is missing */
};

/* What is asked for there, signed or not: DUTY_FREE once for each target group
 * (name is then "answer_is_free:" and the group), or once alone where there is
 * no group yet. */
const struct duty *duty_list(
    struct ctx *c, int64_t municipality, size_t *count);

/* One more row, which from now on counts. d->name may be DUTY_FREE with a
 * group, which becomes a rule from that day on. ERR_INVALID when it is none,
 * or says too little, or the day is to come; ERR_CONFLICT when the group has a
 * row of that day. */
enum err duty_sign(
    struct ctx *c, int64_t municipality, const struct duty *d, int64_t by);

/* How many of those that are asked for nobody has signed, there or (0) in all
 * municipalities: nothing is sent for some while another has yet to sign. A
 * group without a row counts only where no group has one, for it is not asked
 * either way. */
int64_t duty_missing(struct ctx *c, int64_t municipality);

/* Whether that provider must wait for it. */
bool duty_closed(struct ctx *c, const char *provider);

/* The same of any provider in use. */
bool duty_any_closed(struct ctx *c);

#endif
