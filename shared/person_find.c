#include <string.h>

#include "base/text.h"

#include "person_parts.h"
#include "seal.h"

/* ---- by number and address ---- */

int64_t person_by_phone(struct ctx *c, const char *phone)
{
	return db_int(c,
	    SQL("SELECT p.id FROM person p"
		" LEFT JOIN citizen z ON z.person_id = p.id"
		" WHERE p.phone_mark = $1"
		" ORDER BY CASE WHEN p.sms = 'unknown' THEN 1 ELSE 0 END,"
		" CASE WHEN z.person_id IS NOT NULL THEN 0"
		"  WHEN EXISTS (SELECT 1 FROM person_role r"
		"   WHERE r.person_id = p.id) THEN 1 ELSE 2 END,"
		" CASE WHEN p.sms = 'unknown' AND z.person_id IS NULL THEN 0"
		"  ELSE coalesce(p.sms_at, 0) END DESC, p.id LIMIT 1"),
	    BIND(TEXT(seal_mark(c, "phone", phone))), 0);
}

int64_t person_contact_by_phone(struct ctx *c, const char *phone)
{
	struct ids all = db_ids(c,
	    SQL("SELECT p.id FROM person p JOIN contact k ON k.person_id = p.id"
		" WHERE p.phone_mark = $1 AND p.sms <> 'wrong'"
		" ORDER BY p.id LIMIT 20"),
	    BIND(TEXT(seal_mark(c, "phone", phone))));

	for (size_t i = 0; i < all.count; i++)
		if (person_roles(c, all.id[i]) == ROLE_EMPLOYER)
			return all.id[i];
	return 0;
}

int64_t person_invited_by_phone(struct ctx *c, const char *phone)
{
	return db_int(c,
	    SQL("SELECT p.id FROM person p"
		" JOIN invitation i ON i.person_id = p.id"
		" WHERE p.phone_mark = $1 AND i.used_at IS NULL"
		" AND i.expires_at > $2 ORDER BY i.made_at DESC, p.id LIMIT 1"),
	    BIND(TEXT(seal_mark(c, "phone", phone)), INT(c->now)), 0);
}

int64_t person_by_email(struct ctx *c, const char *email)
{
	return db_int(c,
	    SQL("SELECT id FROM person WHERE email_mark = $1"
		" ORDER BY id LIMIT 1"),
	    BIND(TEXT(seal_mark(c, "email", text_fold(c, email)))), 0);
}

static int64_t only(struct ids ids)
{
	return ids.count == 1 ? ids.id[0] : 0;
}

int64_t person_citizen_by_phone(struct ctx *c, const char *phone)
{
	return only(db_ids(c,
	    SQL("SELECT p.id FROM person p"
		" JOIN citizen z ON z.person_id = p.id"
		" WHERE p.phone_mark = $1 AND p.sms <> 'wrong' LIMIT 2"),
	    BIND(TEXT(seal_mark(c, "phone", phone)))));
}

int64_t person_citizen_by_email(struct ctx *c, const char *email)
{
	return only(db_ids(c,
	    SQL("SELECT p.id FROM person p"
		" JOIN citizen z ON z.person_id = p.id"
		" WHERE p.email_mark = $1 LIMIT 2"),
	    BIND(TEXT(seal_mark(c, "email", text_fold(c, email))))));
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

bool person_named(const char *name, const char *typed)
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
 * sealed, so they are opened and compared here; each step gives back what it
 * took, or the names of a whole town would be more than a request may hold. */
static bool look_at_names(struct ctx *c, struct lookup *l)
{
	struct arena_mark before = arena_mark(c->mem);
	struct rows r = db_query(c,
	    SQL("SELECT p.id, p.sealed, k.version, k.wrapped"
		" FROM citizen z JOIN person p ON p.id = z.person_id"
		" JOIN person_key k ON k.person_id = z.person_id"
		" WHERE z.person_id > $1 AND z.municipality_id = $2"
		" ORDER BY z.person_id LIMIT $3"),
	    BIND(INT(l->after), INT(l->municipality), INT(LOOK_STEP)));
	bool more = r.count == LOOK_STEP;

	while (row_next(&r)) {
		struct person p = { .id = row_int(&r) };
		const char *name;

		l->after = p.id;
		person_open(c, &r, &p);
		name = mem_printf(c, "%s %s", p.given_name, p.surname);
		if (person_named(text_fold(c, name), l->typed) &&
		    l->count < l->most)
			l->found[l->count++] = l->after;
	}
	arena_back(c->mem, before);
	return more && l->count < l->most;
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
