/* Posting for a firm that rings (P24): what somebody of staff writes down while
 * they talk. The firm is thereby approved, for they have talked; its contact is
 * the one who is asked for and is told, as if they had posted it. */
#ifndef TASK_STAFF_H
#define TASK_STAFF_H

#include "base/base.h"

#include "person.h"
#include "task.h"
#include "workplace.h"

struct task_staff {
	int64_t contact;        /* of a firm that is here; 0: the one below */
	const char *cvr, *firm; /* its registered name */
	struct person said;     /* name, number, address of a new contact */
	struct workplace place;
	struct task task;
	struct task_days days;   /* that it is for too */
	const char *const *says; /* "Sådan er der hos os", a NULL-ended list */
};

/* All of it, or nothing: firm and contact where they are new, the firm's yes to
 * what is expected (the caller has asked), the place, the task. What the firm
 * had waiting is opened too. Fills in *id. ERR_NOT_FOUND when the contact is
 * none any more, ERR_FORBIDDEN when the one below may not be entered
 * (contact_enter()), ERR_CONFLICT and ERR_INVALID as task_place_and_post(). */
enum err task_staff_post(
    struct ctx *c, struct task_staff *t, int64_t by, int64_t *id);

/* Who of staff wrote that task for its contact; false when nobody did. */
bool task_staff_writer(struct ctx *c, int64_t task, struct person *p);

#endif
