#include "base/arena.h"

#include "attention.h"
#include "citizen.h"
#include "contact.h"
#include "draft.h"
#include "firm.h"
#include "followup.h"
#include "offer.h"
#include "passkey.h"
#include "own.h"
#include "portal.h"
#include "task_pages.h"
#include "rights.h"
#include "series.h"
#include "shortage.h"
#include "signin.h"
#include "signup.h"
#include "staff.h"
#include "task.h"
#include "wish.h"
#include "workplace.h"

/* Whom it is about, for the audit (audit_request.h). */
static bool about(struct req *r, int64_t person)
{
	int64_t *id = mem_alloc(r->ctx, sizeof *id);

	*id = person;
	r->about = (struct ids) { person != 0, id };
	return true;
}

/* Another firm's task is not there, nor is anything about it. */
static bool is_own_task(struct req *r, int64_t id)
{
	struct task t;

	return task_load(r->ctx, id, &t) && t.employer_id != 0 &&
	    t.employer_id == r->user->employer;
}

/* Its page tells of those who come. */
bool own_task(struct req *r)
{
	if (!is_own_task(r, r->id))
		return false;
	r->about = engagement_people(r->ctx, r->id);
	return true;
}

/* Tasks and employers are shared between municipalities: staff of any may look
 * at them, and see of people their own alone. */
bool any_task(struct req *r)
{
	struct task t;

	return task_load(r->ctx, r->id, &t);
}

bool any_workplace(struct req *r)
{
	struct workplace w;

	return workplace_load(r->ctx, r->id, &w);
}

bool any_contact(struct req *r)
{
	return contact_employer(r->ctx, r->id) != 0 && about(r, r->id);
}

/* A citizen of theirs, and a task to look at them for. */
bool our_citizen(struct req *r)
{
	struct citizen z;

	return any_task(r) && citizen_load(r->ctx, r->citizen, &z) &&
	    z.municipality_id == r->user->municipality && about(r, r->citizen);
}

bool citizen_here(struct req *r)
{
	struct citizen z;

	return citizen_load(r->ctx, r->id, &z) &&
	    z.municipality_id == r->user->municipality && about(r, r->id);
}

bool own_engagement(struct req *r)
{
	struct engagement e;

	return engagement_load(r->ctx, r->id, &e) &&
	    is_own_task(r, e.task_id) && about(r, e.citizen_id);
}

bool own_followup(struct req *r)
{
	return followup_may(r->ctx, r->id, r->user->id) &&
	    about(r, followup_citizen(r->ctx, r->id));
}

bool own_citizen(struct req *r)
{
	struct citizen z;

	return citizen_load(r->ctx, r->id, &z) && z.mentor_id == r->user->id &&
	    about(r, r->id);
}

bool own_attention(struct req *r)
{
	struct attention a;

	return attention_load(r->ctx, r->id, &a) &&
	    a.municipality_id == r->user->municipality && about(r, a.person_id);
}

bool own_session(struct req *r)
{
	return session_owner(r->ctx, r->id) == r->user->id &&
	    about(r, r->user->id);
}

bool own_question(struct req *r)
{
	struct offer o;

	return offer_load(r->ctx, r->id, &o) && o.citizen_id == r->user->id;
}

bool own_wish(struct req *r)
{
	return wish_may(r->ctx, r->user->id, r->id);
}

bool own_shift(struct req *r)
{
	struct engagement e;

	return engagement_load(r->ctx, r->id, &e) &&
	    e.citizen_id == r->user->id;
}

bool own_staff(struct req *r)
{
	return staff_of(r->ctx, r->id, r->user->municipality) &&
	    about(r, r->id);
}

bool own_contact(struct req *r)
{
	return contact_of(r->ctx, r->id, r->user->employer);
}

bool own_workplace(struct req *r)
{
	struct workplace w;

	return workplace_load(r->ctx, r->id, &w) && w.employer_id != 0 &&
	    w.employer_id == r->user->employer;
}

/* The same of all of its dates. */
bool own_series(struct req *r)
{
	struct series s;

	if (!series_load(r->ctx, r->id, &s) || s.employer_id == 0 ||
	    s.employer_id != r->user->employer)
		return false;
	r->about = series_people(r->ctx, s.id, 0);
	return true;
}

bool own_draft(struct req *r)
{
	struct draft d;

	return draft_load(r->ctx, r->id, &d) && d.employer_id != 0 &&
	    d.employer_id == r->user->employer;
}

bool own_shortage(struct req *r)
{
	struct shortage s;

	return shortage_load(r->ctx, r->id, &s) && s.employer_id != 0 &&
	    s.employer_id == r->user->employer;
}

/* Somebody asks to post for their firm, which we have talked to. */
bool own_signup(struct req *r)
{
	struct employer e;
	struct signup s;

	return signup_load(r->ctx, r->id, &s) && s.state == SIGNUP_WAITS &&
	    s.employer != 0 && s.employer == r->user->employer &&
	    employer_load(r->ctx, s.employer, &e) && e.approved_at != 0;
}

bool own_passkey(struct req *r)
{
	return passkey_owner(r->ctx, r->id) == r->user->id &&
	    about(r, r->user->id);
}
