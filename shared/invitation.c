#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "employer.h"
#include "invitation.h"
#include "notice.h"
#include "person.h"
#include "seal.h"

#define FORGET_MOST 200               /* a pass */
#define NAME        "invitation|name" /* whose row is the person's */

/* What whoever has the number has said of SMS; a firm that gives it does not
 * say otherwise for them. */
static const char *said_before(struct ctx *c, const char *phone)
{
	struct person p;

	return person_load(c, person_by_phone(c, phone), &p) &&
		strcmp(p.sms, "stop") == 0
	    ? "stop"
	    : "unknown";
}

int64_t invitation_person(struct ctx *c, const char *email, const char *phone)
{
	const struct person nobody = { .given_name = "",
		.surname = "",
		.phone = email == NULL ? phone : NULL,
		.email = email,
		.language = "da",
		.sms = email == NULL ? said_before(c, phone) : "unknown" };
	int64_t person;

	if (email != NULL) {
		person = person_by_email(c, email);
	} else {
		person = person_contact_by_phone(c, phone);
		if (person == 0)
			person = person_invited_by_phone(c, phone);
	}
	return person != 0 ? person : person_add(c, &nobody);
}

void invitation_leave(struct ctx *c, const struct invitation *i, int64_t by)
{
	/* Once a day, however often it is renewed. */
	const struct notice_to to = { .kind = "invitation",
		.person = i->person_id,
		.about = i->employer_id,
		.key = mem_printf(c, "%" PRId64 ":%" PRId64 ":%s", i->person_id,
		    i->employer_id, clock_iso_date(c, c->now)) };

	db_run(c,
	    SQL("INSERT INTO invitation (id, employer_id, person_id, name,"
		" invited_by, made_at, expires_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (employer_id, person_id) DO UPDATE"
		" SET name = excluded.name, invited_by = excluded.invited_by,"
		"     made_at = excluded.made_at, used_at = NULL,"
		"     expires_at = excluded.expires_at"),
	    BIND(INT(db_new_id(c)), INT(i->employer_id), INT(i->person_id),
		TEXT(seal_text(c, i->person_id, NAME, i->person_id, i->name)),
		INT(by), INT(c->now), INT(c->now + INVITATION_DAYS * DAY)));
	notice_leave(c, &to);
}

const struct invitation *invitation_list(
    struct ctx *c, int64_t employer, size_t most, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, person_id, expires_at, name"
		" FROM invitation WHERE employer_id = $1 AND used_at IS NULL"
		" AND expires_at > $2 ORDER BY id LIMIT $3"),
	    BIND(INT(employer), INT(c->now), INT(most)));
	struct invitation *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].id = row_int(&r);
		all[*count].employer_id = row_int(&r);
		all[*count].person_id = row_int(&r);
		all[*count].expires_at = row_int(&r);
		all[*count].name = seal_open(c, all[*count].person_id, NAME,
		    all[*count].person_id, row_text(&r));
	}
	return all;
}

enum err invitation_end(struct ctx *c, int64_t employer, int64_t person)
{
	int64_t ended = db_run(c,
	    SQL("DELETE FROM invitation WHERE employer_id = $1"
		" AND person_id = $2 AND used_at IS NULL"),
	    BIND(INT(employer), INT(person)));

	if (ended == 1)
		person_drop_stranger(c, person);
	return ended == 1 ? OK : ERR_NOT_FOUND;
}

/* The newest that waits for them; false when there is none. */
static bool invitation_newest(
    struct ctx *c, int64_t person, struct invitation *i)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, employer_id, name FROM invitation"
		" WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2"
		" ORDER BY made_at DESC, id DESC LIMIT 1"),
	    BIND(INT(person), INT(c->now)));

	if (contact_employer(c, person) != 0 || !row_next(&r))
		return false;
	*i = (struct invitation) { .person_id = person };
	i->id = row_int(&r);
	i->employer_id = row_int(&r);
	i->name = seal_open(c, person, NAME, person, row_text(&r));
	return true;
}

bool invitation_waits(struct ctx *c, int64_t person)
{
	struct invitation i;

	return invitation_newest(c, person, &i);
}

void invitation_use(struct ctx *c, int64_t person)
{
	struct invitation i;
	struct person p;

	/* Staff sign in with their app, and are not a firm's contact. */
	if ((person_roles(c, person) & ROLE_STAFF) != 0 ||
	    !invitation_newest(c, person, &i) || !person_load(c, person, &p))
		return;
	p.given_name = i.name;
	person_introduce(c, &p);
	contact_add(c, person, i.employer_id);
	person_give_role(c, person, 0, ROLE_EMPLOYER, 0);
	db_run(c, SQL("UPDATE invitation SET used_at = $2 WHERE id = $1"),
	    BIND(INT(i.id), INT(c->now)));
}

void invitation_forget(struct ctx *c)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id FROM invitation"
		" WHERE used_at IS NULL AND expires_at <= $1"
		" ORDER BY expires_at LIMIT $2"),
	    BIND(INT(c->now), INT(FORGET_MOST)));

	if (r.count == 0)
		return;
	db_begin(c);
	while (row_next(&r)) {
		int64_t id = row_int(&r), person = row_int(&r);

		db_run(c, SQL("DELETE FROM invitation WHERE id = $1"),
		    BIND(INT(id)));
		person_drop_stranger(c, person);
	}
	if (db_commit(c) != OK)
		return;
}
