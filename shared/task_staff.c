#include "base/db.h"

#include "attention.h"
#include "contact.h"
#include "employer.h"
#include "task_staff.h"

/* The firm and its contact, made where they are new. */
static enum err find_firm(
    struct ctx *c, struct task_staff *t, int64_t *employer)
{
	bool made;

	if (t->contact != 0) {
		*employer = contact_employer(c, t->contact);
		return *employer != 0 ? OK : ERR_NOT_FOUND;
	}
	*employer = employer_keep(c, t->cvr, t->firm, &made);
	return contact_enter(c, *employer, &t->said, &t->contact);
}

static void approve(struct ctx *c, int64_t employer, int64_t by)
{
	if (employer_approve(c, employer, by) == OK)
		task_open_waiting(c, employer);
	attention_settle(c, ATTENTION_EMPLOYER, employer);
	employer_expect(c, employer, by);
}

enum err task_staff_post(
    struct ctx *c, struct task_staff *t, int64_t by, int64_t *id)
{
	int64_t employer;
	enum err err;

	db_begin(c);
	err = find_firm(c, t, &employer);
	if (err != OK)
		return db_undo(c, err);
	approve(c, employer, by);
	t->place.employer_id = t->task.employer_id = employer;
	t->task.contact_id = t->contact;
	err = task_place_and_post(
	    c, &t->place, t->says, &t->days, &t->task, by, id);
	return err == OK ? db_commit(c) : db_undo(c, err);
}

bool task_staff_writer(struct ctx *c, int64_t task, struct person *p)
{
	int64_t by = db_int(c,
	    SQL("SELECT posted_by FROM task WHERE id = $1"
		" AND posted_by <> contact_id"),
	    BIND(INT(task)), 0);

	return by != 0 && (person_roles(c, by) & ROLE_STAFF) != 0 &&
	    person_load(c, by, p);
}
