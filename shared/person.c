#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/text.h"

#include "change.h"
#include "person.h"

bool person_load(struct ctx *c, int64_t id, struct person *p)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, given_name, surname, phone, email, language, sms"
		" FROM person WHERE id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	p->id = row_int(&r);
	p->given_name = row_text(&r);
	p->surname = row_text(&r);
	p->phone = row_text(&r);
	p->email = row_text(&r);
	p->language = row_text(&r);
	p->sms = row_text(&r);
	return true;
}

int64_t person_by_phone(struct ctx *c, const char *phone)
{
	return db_int(c,
	    SQL("SELECT id FROM person WHERE phone = $1"
		" ORDER BY coalesce(sms_at, 0) DESC, id LIMIT 1"),
	    BIND(TEXT(phone)), 0);
}

int64_t person_by_email(struct ctx *c, const char *email)
{
	return db_int(c,
	    SQL("SELECT id FROM person WHERE email = $1 ORDER BY id LIMIT 1"),
	    BIND(TEXT(text_fold(c, email))), 0);
}

/* ---- by name ---- */

#define LOOK_STEP 1000  /* names read at a time */
#define LOOK_MOST 50000 /* citizens of one municipality that are looked at */

/* Whether a word of the name begins like that. */
static bool has_word(const char *name, const char *begins, size_t length)
{
	for (;;) {
		name += strspn(name, " -");
		if (*name == '\0')
			return false;
		if (strncmp(name, begins, length) == 0)
			return true;
		name += strcspn(name, " -");
	}
}

static bool is_named(const char *name, const char *typed)
{
	for (;;) {
		size_t length;

		typed += strspn(typed, " -");
		length = strcspn(typed, " -");
		if (length == 0)
			return true;
		if (!has_word(name, typed, length))
			return false;
		typed += length;
	}
}

struct lookup {
	int64_t municipality, after;
	const char *typed; /* folded */
	int64_t *found;
	size_t count, most;
};

/* Looks at the next of them: false when there is no more to look for. Names are
 * compared here, for databases differ in how they fold letters, and none can
 * read what is sealed. */
static bool look_at_names(struct ctx *c, struct lookup *l)
{
	struct rows r = db_query(c,
	    SQL("SELECT p.id, p.given_name, p.surname"
		" FROM citizen z JOIN person p ON p.id = z.person_id"
		" WHERE z.person_id > $1 AND z.municipality_id = $2"
		" ORDER BY z.person_id LIMIT $3"),
	    BIND(INT(l->after), INT(l->municipality), INT(LOOK_STEP)));

	while (row_next(&r)) {
		const char *given, *name;

		l->after = row_int(&r);
		given = row_text(&r);
		name = mem_printf(c, "%s %s", given, row_text(&r));
		if (is_named(text_fold(c, name), l->typed) &&
		    l->count < l->most)
			l->found[l->count++] = l->after;
	}
	return r.count == LOOK_STEP && l->count < l->most;
}

struct ids person_find(
    struct ctx *c, int64_t municipality, const char *typed, size_t most)
{
	struct lookup l = { .municipality = municipality,
		.typed = text_fold(c, text_trim(c, typed)),
		.found = mem_alloc(c, most * sizeof *l.found),
		.most = most };
	int looked = 0;

	l.typed += strspn(l.typed, " -");
	while (utf8_length(l.typed) >= NAME_LEAST && looked < LOOK_MOST &&
	    look_at_names(c, &l))
		looked += LOOK_STEP;
	return (struct ids) { l.count, l.found };
}

int64_t person_add(struct ctx *c, const struct person *p)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("INSERT INTO person (id, given_name, surname, phone, email,"
		" language, sms, sms_at, made_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"),
	    BIND(INT(id), TEXT(p->given_name), TEXT(p->surname), TEXT(p->phone),
		TEXT(p->email != NULL ? text_fold(c, p->email) : NULL),
		TEXT(p->language), TEXT(p->sms), INT(c->now)));
	return id;
}

int64_t person_stranger(struct ctx *c, const char *phone)
{
	const struct person nobody = { .given_name = "",
		.surname = "",
		.phone = phone,
		.language = "da",
		.sms = "unknown" };

	return person_add(c, &nobody);
}

void person_set_sms(struct ctx *c, int64_t id, const char *sms)
{
	db_run(c, SQL("UPDATE person SET sms = $2, sms_at = $3 WHERE id = $1"),
	    BIND(INT(id), TEXT(sms), INT(c->now)));
	change_note(c, id);
}

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

const char *person_full_name(struct ctx *c, const struct person *p)
{
	if (p->given_name[0] == '\0')
		return "Ukendt nummer";
	if (p->surname[0] == '\0')
		return p->given_name;
	return mem_printf(c, "%s %s", p->given_name, p->surname);
}
