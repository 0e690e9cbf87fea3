/* Jobs: what the notifier does once a day or once a month, however often it is
 * asked, restarted, or its clock is set. A job knows for which day or month it
 * was last done; one that goes through many remembers how far it has come. */
#ifndef JOB_H
#define JOB_H

#include "base/base.h"

#define JOB_FOLLOWUP  "followup"  /* a quarter of an hour */
#define JOB_ESCALATE  "escalate"  /* a day */
#define JOB_RETENTION "retention" /* a day */
#define JOB_MONTH     "month"     /* a month, by contacts */

/* Whether it has yet to be done for that one. */
bool job_is_due(struct ctx *c, const char *name, int64_t period);

/* How far it has come: the last id; 0: it has not begun. */
int64_t job_after(struct ctx *c, const char *name);

/* It has come so far; it is done. In the caller's transaction. */
void job_go_on(struct ctx *c, const char *name, int64_t after);
void job_done(struct ctx *c, const char *name, int64_t period);

#endif
