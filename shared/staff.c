#include <stdlib.h>
#include <string.h>

#include "base/db.h"

#include "audit.h"
#include "factor.h"
#include "notice.h"
#include "passkey.h"
#include "signin.h"
#include "staff.h"

static const enum role kinds[] = { ROLE_MENTOR, ROLE_CONSULTANT, ROLE_LEADER,
	ROLE_ADMIN };

static int by_name(const void *a, const void *b)
{
	const struct staff *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static struct staff staff_load(struct ctx *c, int64_t id)
{
	struct staff s = { .id = id, .name = "", .email = "" };
	struct person p;

	if (!person_load(c, id, &p))
		return s;
	s.name = person_full_name(c, &p);
	s.email = p.email != NULL ? p.email : "";
	s.roles = person_roles(c, id) & ROLE_STAFF;
	s.connected = factor_confirmed(c, id);
	return s;
}

const struct staff *staff_list(
    struct ctx *c, int64_t municipality, size_t *count)
{
	struct ids ids = db_ids(c,
	    SQL("SELECT DISTINCT person_id FROM person_role"
		" WHERE municipality_id = $1 AND role <> 'employer'"
		" ORDER BY person_id LIMIT $2"),
	    BIND(INT(municipality), INT(STAFF_MOST)));
	struct staff *all = mem_alloc(c, (ids.count + 1) * sizeof *all);

	for (size_t i = 0; i < ids.count; i++)
		all[i] = staff_load(c, ids.id[i]);
	qsort(all, ids.count, sizeof *all, by_name);
	*count = ids.count;
	return all;
}

bool staff_of(struct ctx *c, int64_t person, int64_t municipality)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM person_role WHERE person_id = $1"
		       " AND municipality_id = $2 AND role <> 'employer'"),
		   BIND(INT(person), INT(municipality)), 0) > 0;
}

const struct staff_role *staff_roles(
    struct ctx *c, int64_t person, int64_t municipality, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT role, valid_from, valid_to FROM person_role"
		" WHERE person_id = $1 AND municipality_id = $2"
		" AND role <> 'employer'"
		" ORDER BY CASE WHEN valid_to IS NULL OR valid_to > $3"
		" THEN 0 ELSE 1 END, valid_from, id LIMIT 100"),
	    BIND(INT(person), INT(municipality), INT(c->now)));
	struct staff_role *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].role = (enum role)role_named(row_text(&r));
		all[*count].from = row_int(&r);
		all[*count].to = row_int(&r);
	}
	return all;
}

/* ---- giving ---- */

static bool has_for_good(
    struct ctx *c, int64_t person, int64_t municipality, enum role role)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM person_role WHERE person_id = $1"
		       " AND municipality_id = $2 AND role = $3"
		       " AND valid_from <= $4 AND valid_to IS NULL"),
		   BIND(INT(person), INT(municipality), TEXT(role_name(role)),
		       INT(c->now)),
		   0) > 0;
}

static void note(
    struct ctx *c, const char *deed, int64_t municipality, int64_t person)
{
	const struct audit a = {
		.municipality = municipality, .deed = deed, .person = person
	};

	audit_note(c, &a);
}

static void give(struct ctx *c, int64_t person, const struct staff_new *n)
{
	int64_t from = n->from > c->now ? n->from : c->now;

	for (size_t i = 0; i < COUNT(kinds); i++)
		if ((n->roles & kinds[i]) != 0 &&
		    !has_for_good(c, person, n->municipality, kinds[i]))
			db_run(c,
			    SQL("INSERT INTO person_role (id, person_id,"
				" municipality_id, role, valid_from, valid_to)"
				" VALUES ($1, $2, $3, $4, $5, $6)"),
			    BIND(INT(db_new_id(c)), INT(person),
				INT(n->municipality), TEXT(role_name(kinds[i])),
				INT(from), ID(n->to)));
	session_end_others(c, person, 0);
	note(c, AUDIT_ROLE, n->municipality, person);
}

enum err staff_add(
    struct ctx *c, const struct staff_new *n, int64_t by, int64_t *id)
{
	const struct person p = { .given_name = n->given_name,
		.surname = n->surname,
		.phone = n->phone,
		.email = n->email,
		.language = "da",
		.sms = "unknown" };

	db_begin(c);
	if (person_by_email(c, n->email) != 0)
		return db_undo(c, ERR_CONFLICT);
	*id = person_add(c, &p);
	give(c, *id, n);
	enrolment_open(c, *id, by);
	return db_commit(c);
}

enum err staff_give(struct ctx *c, int64_t person, const struct staff_new *n)
{
	db_begin(c);
	give(c, person, n);
	return db_commit(c);
}

/* ---- taking away ---- */

static bool is_last_admin(struct ctx *c, int64_t person, int64_t municipality)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM person_role"
		       " WHERE municipality_id = $1 AND role = 'admin'"
		       " AND person_id <> $2 AND valid_from <= $3"
		       " AND valid_to IS NULL"),
		   BIND(INT(municipality), INT(person), INT(c->now)), 0) == 0;
}

enum err staff_end(
    struct ctx *c, int64_t person, int64_t municipality, enum role role)
{
	int64_t ended;

	db_begin(c);
	if (role == ROLE_ADMIN && is_last_admin(c, person, municipality))
		return db_undo(c, ERR_CONFLICT);
	/* What has yet to begin never was. */
	ended = db_run(c,
	    SQL("UPDATE person_role SET valid_to = $4, valid_from ="
		" CASE WHEN valid_from > $4 THEN $4 ELSE valid_from END"
		" WHERE person_id = $1 AND municipality_id = $2 AND role = $3"
		" AND (valid_to IS NULL OR valid_to > $4)"),
	    BIND(INT(person), INT(municipality), TEXT(role_name(role)),
		INT(c->now)));
	if (ended == 0)
		return db_undo(c, ERR_NOT_FOUND);
	session_end_others(c, person, 0);
	note(c, AUDIT_ROLE_END, municipality, person);
	return db_commit(c);
}

enum err staff_reset(struct ctx *c, int64_t person, int64_t by)
{
	if (person == by)
		return ERR_FORBIDDEN;
	db_begin(c);
	factor_drop(c, person);
	passkey_drop(c, person);
	session_end_others(c, person, 0);
	enrolment_open(c, person, by);
	notice_answer(c, "factor", person, 0);
	note(c, AUDIT_RESET, person_municipality(c, person), person);
	return db_commit(c);
}
