#include <string.h>

#include "base/db.h"
#include "base/log.h"

#include "person.h"

static const struct {
	enum role role;
	const char *name;
} roles[] = { { ROLE_EMPLOYER, "employer" }, { ROLE_MENTOR, "mentor" },
	{ ROLE_CONSULTANT, "consultant" }, { ROLE_LEADER, "leader" },
	{ ROLE_ADMIN, "admin" } };

const char *role_name(enum role role)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		if (roles[i].role == role)
			return roles[i].name;
	log_bug("role.unknown role=%d", (int)role);
}

unsigned role_named(const char *name)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		if (strcmp(roles[i].name, name) == 0)
			return roles[i].role;
	return 0;
}

void person_give_role(struct ctx *c, int64_t id, int64_t municipality,
    enum role role, int64_t valid_to)
{
	db_run(c,
	    SQL("INSERT INTO person_role (id, person_id, municipality_id, role,"
		" valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(id), ID(municipality),
		TEXT(role_name(role)), INT(c->now), ID(valid_to)));
}

void person_end_role(struct ctx *c, int64_t id, enum role role)
{
	db_run(c,
	    SQL("UPDATE person_role SET valid_to = $3 WHERE person_id = $1"
		" AND role = $2 AND (valid_to IS NULL OR valid_to > $3)"),
	    BIND(INT(id), TEXT(role_name(role)), INT(c->now)));
}

unsigned person_roles(struct ctx *c, int64_t id)
{
	struct rows r = db_query(c,
	    SQL("SELECT role FROM person_role WHERE person_id = $1"
		" AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)"
		" LIMIT 100"),
	    BIND(INT(id), INT(c->now)));
	unsigned sum = 0;

	while (row_next(&r))
		sum |= role_named(row_text(&r));
	return sum;
}

int64_t person_municipality(struct ctx *c, int64_t id)
{
	return db_int(c,
	    SQL("SELECT municipality_id FROM person_role WHERE person_id = $1"
		" AND municipality_id IS NOT NULL"
		" AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)"
		" ORDER BY id LIMIT 1"),
	    BIND(INT(id), INT(c->now)), 0);
}

struct ids person_with_role(struct ctx *c, enum role role)
{
	return db_ids(c,
	    SQL("SELECT person_id FROM person_role WHERE role = $1"
		" AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)"
		" ORDER BY person_id LIMIT 1000"),
	    BIND(TEXT(role_name(role)), INT(c->now)));
}
