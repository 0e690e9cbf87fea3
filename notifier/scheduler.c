#include "base/db.h"

#include "followup.h"
#include "hours.h"
#include "notifier.h"
#include "offer.h"
#include "once.h"
#include "signin.h"
#include "task.h"

/* Each step finds its own work by the rows as they stand and leaves it done, so
 * a pass may come twice, late, or after the clock has jumped. */
void schedule(struct ctx *c)
{
	offer_expire(c);
	task_close(c);
	hours_ask(c);
	followup_remind(c);
	signin_forget(c);
	once_forget(c);
	db_begin(c);
	outbox_expire(c);
	if (db_commit(c) != OK)
		return;
}
