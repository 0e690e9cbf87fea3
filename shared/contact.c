#include <string.h>

#include "base/db.h"

#include "citizen.h"
#include "contact.h"
#include "employer.h"
#include "invitation.h"
#include "link.h"
#include "person.h"
#include "signin.h"

static struct ids contact_ids(struct ctx *c, int64_t employer)
{
	return db_ids(c,
	    SQL("SELECT person_id FROM contact WHERE employer_id = $1"
		" ORDER BY person_id LIMIT $2"),
	    BIND(INT(employer), INT(CONTACTS_MOST)));
}

static struct contact contact_load(struct ctx *c, int64_t id)
{
	struct contact k = { .person_id = id, .name = "" };
	struct person p;

	if (!person_load(c, id, &p))
		return k;
	k.name = person_full_name(c, &p);
	k.email = p.email;
	k.phone = p.phone;
	return k;
}

const struct contact *contact_list(
    struct ctx *c, int64_t employer, size_t *count)
{
	struct contact *all = mem_alloc(c, (CONTACTS_MOST + 1) * sizeof *all);
	struct ids in = contact_ids(c, employer);
	const struct invitation *invited;
	size_t n;

	for (*count = 0; *count < in.count; (*count)++)
		all[*count] = contact_load(c, in.id[*count]);
	invited = invitation_list(c, employer, CONTACTS_MOST - *count, &n);
	/* Nothing of who they may be here already: only what was typed. */
	for (size_t i = 0; i < n; i++)
		all[(*count)++] = (struct contact) {
			.person_id = invited[i].person_id,
			.name = invited[i].name,
			.expires_at = invited[i].expires_at
		};
	return all;
}

bool contact_of(struct ctx *c, int64_t person, int64_t employer)
{
	if (employer == 0)
		return false;
	if (contact_employer(c, person) == employer)
		return true;
	return db_int(c,
		   SQL("SELECT count(*) FROM invitation WHERE person_id = $1"
		       " AND employer_id = $2 AND used_at IS NULL"),
		   BIND(INT(person), INT(employer)), 0) > 0;
}

enum err contact_invite(struct ctx *c, int64_t employer, const char *name,
    const char *email, const char *phone, int64_t by)
{
	struct invitation i = { .employer_id = employer, .name = name };
	size_t count;

	db_begin(c);
	contact_list(c, employer, &count);
	if (count >= CONTACTS_MOST)
		return db_undo(c, ERR_CONFLICT);
	i.person_id = invitation_person(c, email, phone);
	if (contact_employer(c, i.person_id) == employer)
		return db_undo(c, ERR_CONFLICT);
	invitation_leave(c, &i, by);
	return db_commit(c);
}

/* Who has the address, or else posts with the number; 0: nobody yet. */
static int64_t contact_known(struct ctx *c, const struct person *said)
{
	int64_t known = said->email != NULL ? person_by_email(c, said->email)
					    : 0;

	return known != 0 ? known : person_contact_by_phone(c, said->phone);
}

static bool may_enter(struct ctx *c, int64_t person)
{
	struct citizen z;

	return (person_roles(c, person) & ROLE_STAFF) == 0 &&
	    contact_employer(c, person) == 0 && !citizen_load(c, person, &z);
}

enum err contact_enter(
    struct ctx *c, int64_t employer, const struct person *said, int64_t *id)
{
	struct person p = *said;
	size_t count;

	p.id = contact_known(c, said);
	if (p.id != 0 && contact_employer(c, p.id) == employer) {
		*id = p.id;
		return OK;
	}
	if (p.id != 0 && !may_enter(c, p.id))
		return ERR_FORBIDDEN;
	contact_list(c, employer, &count);
	if (count >= CONTACTS_MOST)
		return ERR_CONFLICT;
	if (p.id == 0)
		p.id = person_add(c, &p);
	person_introduce(c, &p);
	contact_add(c, p.id, employer);
	person_give_role(c, p.id, 0, ROLE_EMPLOYER, 0);
	/* They need not come in by what a colleague sent them. */
	invitation_end(c, employer, p.id);
	*id = p.id;
	return OK;
}

/* Whoever ends it; or of those who go themselves, somebody who stays. */
static int64_t stays(const struct ids *in, int64_t person, int64_t by)
{
	if (by != person)
		return by;
	return in->id[0] != person ? in->id[0] : in->id[1];
}

/* Who is asked for at the door, and gets the messages, from now on; also of
 * what is over, for its hours are still to be said and listed. */
static void hand_over(
    struct ctx *c, int64_t person, int64_t employer, int64_t to)
{
	db_run(c,
	    SQL("UPDATE task SET contact_id = $3 WHERE contact_id = $1"
		" AND employer_id = $2"
		" AND state IN ('waiting', 'open', 'full', 'over')"),
	    BIND(INT(person), INT(employer), INT(to)));
}

enum err contact_end(
    struct ctx *c, int64_t person, int64_t employer, int64_t by)
{
	enum err err;
	struct ids in;

	db_begin(c);
	if (contact_employer(c, person) != employer) {
		err = invitation_end(c, employer, person);
		return db_commit(c) == OK ? err : ERR_FAILED;
	}
	in = contact_ids(c, employer);
	if (in.count < 2)
		return db_undo(c, ERR_CONFLICT);
	hand_over(c, person, employer, stays(&in, person, by));
	db_run(c, SQL("DELETE FROM contact WHERE person_id = $1"),
	    BIND(INT(person)));
	person_end_role(c, person, ROLE_EMPLOYER);
	link_end(c, LINK_HOURS, person);
	session_end_others(c, person, 0);
	return db_commit(c);
}
