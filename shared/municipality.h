/* The municipality: whose citizens, staff and rules these are, and its rules:
 * numbers and decisions with a date. A day without a valid row is a refusal,
 * never a guess (docs/DECISIONS.md). */
#ifndef MUNICIPALITY_H
#define MUNICIPALITY_H

#include "base/base.h"

struct municipality {
	int64_t id;
	const char *name;   /* Holstebro Kommune */
	const char *helper; /* first name of whom to ring */
	const char *phone;  /* stored form */
};

/* The rules we ask for. */
#define RULE_ANSWER_IS_FREE  "answer_is_free:"  /* + target group; P1 */
#define RULE_SCORE_PRACTISED "score_practised"  /* least score for level 2 */
#define RULE_SCORE_SURE      "score_sure"       /* least score for level 3 */
#define RULE_OFFERS_OPEN     "offers_open"      /* most open at a time */
#define RULE_OFFERS_WEEK     "offers_week"      /* most asked in 7 days */
#define RULE_SCORE_WAGE      "score_wage"       /* from it on, only paid; C6 */
#define RULE_ANSWER_MINUTES  "answer_minutes"   /* office time to answer; P4 */
#define RULE_PAUSE_DAYS      "pause_days"       /* what PAUSE gives */
#define RULE_FREE_MONTH      "free_month:"      /* + target group: øre */
#define RULE_FREE_YEAR       "free_year:"       /* + target group: øre */
#define RULE_SETBACK_DAYS    "setback_days"     /* working days; P6 */
#define RULE_CEILING_STEP    "ceiling_step:"    /* + 1, 2, 3: minutes; C34 */
#define RULE_CEILING_MORE    "ceiling_more"     /* and by so many after them */
#define RULE_CEILING_MOST    "ceiling_most"     /* to so many a week */
#define RULE_MESSAGES_WEEK   "messages_a_week"  /* that count; P16 */
#define RULE_TELL_EXPIRED    "tell_expired"     /* 1: C29; no row: no */
#define RULE_CANCEL_HOURS    "cancel_hours"     /* later costs the pay; P14 */
#define RULE_CANCEL_DAYS     "cancel_days"      /* late ones are counted */
#define RULE_PAY_FLOOR       "pay_floor_ore"    /* lower is told of */
#define RULE_KEEP_OFFERS     "keep_offers_days" /* unused ones; P3 */
#define RULE_KEEP_MESSAGES   "keep_messages_days"  /* that they were sent */
#define RULE_KEEP_HOOKS      "keep_hook_days"      /* what providers told us */
#define RULE_KEEP_WORDS      "keep_words_days"     /* seen to by a person */
#define RULE_KEEP_SIGNINS    "keep_signin_days"    /* codes, links */
#define RULE_KEEP_DRAFTS     "keep_draft_days"     /* tasks not posted */
#define RULE_KEEP_HOURS      "keep_hours_years"    /* agreements, hours */
#define RULE_KEEP_FOLLOWUPS  "keep_followup_years" /* courses, notes */

/* The municipality, or the first one for id 0: employers are everybody's.
 * False when there is none. */
bool municipality_load(struct ctx *c, int64_t id, struct municipality *m);

/* The one of that name, or whose id that is in digits. */
bool municipality_find(struct ctx *c, const char *name, struct municipality *m);

int64_t municipality_add(struct ctx *c, const struct municipality *m);

/* The rule's value on that day; false, and a line in the log, when no row is
 * valid then. */
bool rule_value(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value);

/* The same of what there need not be: nothing is logged. */
bool rule_find(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value);

/* And who says so. */
bool rule_told(struct ctx *c, int64_t municipality, const char *name,
    int64_t at, int64_t *value, const char **source);

/* ---- that they still hold (P30) ---- */

#define RULES_MOST     200 /* in force, of one municipality */
#define RULE_WARN_DAYS 60  /* before the day; and from then on */

struct rule {
	int64_t id, value, valid_from;
	int64_t confirmed_until; /* 0: nobody was asked */
	const char *name, *source;
	bool due; /* to be confirmed anew: within RULE_WARN_DAYS, or over */
};

/* Those in force today, by name. */
const struct rule *rule_list(
    struct ctx *c, int64_t municipality, size_t *count);

/* How many of them are due. */
int64_t rule_due(struct ctx *c, int64_t municipality);

/* Somebody says that it holds until that day. ERR_INVALID for a day that is
 * not to come, ERR_NOT_FOUND for a rule that is another's. */
enum err rule_confirm(
    struct ctx *c, int64_t municipality, int64_t id, int64_t until);

/* A dated row and who signed it. */
void rule_add(struct ctx *c, int64_t municipality, const char *name,
    int64_t valid_from, int64_t value, const char *source);

#endif
