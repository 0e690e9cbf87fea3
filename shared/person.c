#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/text.h"

#include "change.h"
#include "person.h"
#include "seal.h"

#define SEALED "person|sealed"

/* ---- sealed ---- */

/* The four texts one after the other, each with the NUL that ends it. */
static const char *pack(
    struct ctx *c, const struct person *p, const char *email, size_t *n)
{
	const char *const all[] = { p->given_name, p->surname,
		p->phone != NULL ? p->phone : "", email != NULL ? email : "" };
	char *bytes, *at;

	*n = 0;
	for (size_t i = 0; i < COUNT(all); i++)
		*n += strlen(all[i]) + 1;
	at = bytes = mem_alloc(c, *n);
	for (size_t i = 0; i < COUNT(all); i++) {
		size_t length = strlen(all[i]) + 1;

		memcpy(at, all[i], length);
		at += length;
	}
	return bytes;
}

/* The next of them; NULL when there is none, or not all of it. */
static const char *take(const char **at, const char *end)
{
	const char *text = *at;
	const char *nul = memchr(text, '\0', (size_t)(end - text));

	*at = nul != NULL ? nul + 1 : end;
	return nul != NULL ? text : NULL;
}

static const char *or_null(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

static void unpack(struct person *p, const char *bytes, size_t n)
{
	const char *end = bytes + n, *given = take(&bytes, end);
	const char *surname = take(&bytes, end);

	p->given_name = given != NULL ? given : "";
	p->surname = surname != NULL ? surname : "";
	p->phone = or_null(take(&bytes, end));
	p->email = or_null(take(&bytes, end));
}

/* What stood in the person's row and their key's, as the next three cells. */
static void open_row(struct ctx *c, struct rows *r, struct person *p)
{
	const char *sealed = row_text(r), *bytes = NULL;
	int64_t version = row_int(r);
	unsigned char key[KEY_BYTES];
	size_t n = 0;

	p->given_name = p->surname = "";
	p->phone = p->email = NULL;
	if (!seal_key_open(c, p->id, version, row_text(r), key) ||
	    sealed == NULL)
		return;
	bytes = secret_unseal_with(
	    c, key, seal_place(c, SEALED, p->id), sealed, &n);
	if (bytes != NULL)
		unpack(p, bytes, n);
	else
		log_warnx("seal.refused what=" SEALED " row=%" PRId64, p->id);
}

/* What of a person lies in their row. */
struct sealed {
	const char *all, *phone_mark, *email_mark;
};

static struct sealed seal(
    struct ctx *c, const struct person *p, const unsigned char key[KEY_BYTES])
{
	const char *email = p->email != NULL ? text_fold(c, p->email) : NULL;
	size_t n;
	const char *bytes = pack(c, p, email, &n);

	return (struct sealed) {
		.all = secret_seal_with(
		    c, key, seal_place(c, SEALED, p->id), bytes, n),
		.phone_mark = seal_mark(c, "phone", p->phone),
		.email_mark = seal_mark(c, "email", email),
	};
}

int64_t person_add(struct ctx *c, const struct person *p)
{
	struct person made = *p;
	unsigned char key[KEY_BYTES];
	struct sealed s;

	made.id = db_new_id(c);
	secret_random(key, sizeof key);
	s = seal(c, &made, key);
	db_run(c,
	    SQL("INSERT INTO person (id, sealed, phone_mark, email_mark,"
		" language, sms, sms_at, made_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"),
	    BIND(INT(made.id), TEXT(s.all), TEXT(s.phone_mark),
		TEXT(s.email_mark), TEXT(p->language), TEXT(p->sms),
		INT(c->now)));
	seal_key_keep(c, made.id, key);
	return made.id;
}

void person_seal(struct ctx *c, const struct person *p)
{
	unsigned char key[KEY_BYTES];
	struct sealed s;

	if (!seal_key(c, p->id, key)) {
		secret_random(key, sizeof key);
		seal_key_keep(c, p->id, key);
	}
	s = seal(c, p, key);
	db_run(c,
	    SQL("UPDATE person SET sealed = $2, phone_mark = $3,"
		" email_mark = $4 WHERE id = $1"),
	    BIND(INT(p->id), TEXT(s.all), TEXT(s.phone_mark),
		TEXT(s.email_mark)));
}

void person_forget(struct ctx *c, int64_t id)
{
	seal_key_destroy(c, id);
	db_run(c,
	    SQL("UPDATE person SET sealed = NULL, phone_mark = NULL,"
		" email_mark = NULL, sms = 'stop', sms_at = $2,"
		" erased_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c->now)));
}

bool person_load(struct ctx *c, int64_t id, struct person *p)
{
	struct rows r = db_query(c,
	    SQL("SELECT p.id, p.language, p.sms, p.erased_at, p.sealed,"
		" k.version, k.wrapped FROM person p"
		" LEFT JOIN person_key k ON k.person_id = p.id"
		" WHERE p.id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	p->id = row_int(&r);
	p->language = row_text(&r);
	p->sms = row_text(&r);
	p->erased = row_int(&r) != 0;
	open_row(c, &r, p);
	return true;
}

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
		" WHERE p.phone_mark = $1 ORDER BY p.id LIMIT 20"),
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
		open_row(c, &r, &p);
		name = mem_printf(c, "%s %s", p.given_name, p.surname);
		if (is_named(text_fold(c, name), l->typed) &&
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

int64_t person_stranger(struct ctx *c, const char *phone)
{
	const struct person nobody = { .given_name = "",
		.surname = "",
		.phone = phone,
		.language = "da",
		.sms = "unknown" };

	return person_add(c, &nobody);
}

static bool is_nameless(struct ctx *c, int64_t id)
{
	struct person p;

	return person_load(c, id, &p) && !p.erased && p.given_name[0] == '\0';
}

void person_introduce(struct ctx *c, const struct person *p)
{
	if (is_nameless(c, p->id))
		person_seal(c, p);
}

void person_drop_stranger(struct ctx *c, int64_t id)
{
	if (is_nameless(c, id) &&
	    db_int(c,
		SQL("SELECT (SELECT count(*) FROM person_role"
		    "   WHERE person_id = $1)"
		    " + (SELECT count(*) FROM signup WHERE person_id = $1)"
		    " + (SELECT count(*) FROM invitation"
		    "   WHERE person_id = $1)"),
		BIND(INT(id)), 1) == 0)
		person_forget(c, id);
}

void person_set_sms(struct ctx *c, int64_t id, const char *sms)
{
	db_run(c,
	    SQL("UPDATE person SET sms = $2, sms_at = $3, sms_dead = 0"
		" WHERE id = $1"),
	    BIND(INT(id), TEXT(sms), INT(c->now)));
	change_note(c, id);
}

bool person_number_dead(struct ctx *c, int64_t id)
{
	db_run(c,
	    SQL("UPDATE person SET sms_dead = sms_dead + 1 WHERE id = $1"),
	    BIND(INT(id)));
	return db_int(c, SQL("SELECT sms_dead FROM person WHERE id = $1"),
		   BIND(INT(id)), 0) >= PERSON_DEAD_MOST;
}

void person_number_works(struct ctx *c, int64_t id)
{
	db_run(c,
	    SQL("UPDATE person SET sms_dead = 0"
		" WHERE id = $1 AND sms_dead > 0"),
	    BIND(INT(id)));
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

const char *person_first_name(const struct person *p)
{
	return p->erased ? "Slettet person" : p->given_name;
}

const char *person_full_name(struct ctx *c, const struct person *p)
{
	if (p->erased)
		return person_first_name(p);
	if (p->given_name[0] == '\0')
		return "Ukendt nummer";
	if (p->surname[0] == '\0')
		return p->given_name;
	return mem_printf(c, "%s %s", p->given_name, p->surname);
}
