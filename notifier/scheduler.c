#include "base/db.h"

#include "audit.h"
#include "duty.h"
#include "followup.h"
#include "hours.h"
#include "invitation.h"
#include "month.h"
#include "notifier.h"
#include "offer.h"
#include "once.h"
#include "reminder.h"
#include "retention.h"
#include "signin.h"
#include "shortage.h"
#include "signup.h"
#include "task.h"
#include "wave.h"

/* Each step finds its own work by the rows as they stand and leaves it done, so
 * a pass may come twice, late, or after the clock has jumped. */
size_t schedule(struct ctx *c)
{
	size_t work = 0;

	offer_expire(c);
	offer_time_expire(c);
	task_close(c);
	/* Nobody is asked what they would not get. */
	if (!duty_any_closed(c))
		work = wave_run(c);
	hours_ask(c);
	work += reminder_run(c);
	followup_remind(c);
	followup_escalate(c);
	month_tell(c);
	work += retention_run(c);
	signin_forget(c);
	once_forget(c);
	signup_forget(c);
	shortage_forget(c);
	invitation_forget(c);
	audit_anchor(c);
	db_begin(c);
	outbox_expire(c);
	return db_commit(c) == OK ? work : 0;
}
