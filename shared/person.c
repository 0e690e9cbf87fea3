#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/text.h"

#include "change.h"
#include "person_parts.h"
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

void person_open(struct ctx *c, struct rows *r, struct person *p)
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
	if (strcmp(p->sms, "unknown") != 0)
		consent_note(
		    c, made.id, strcmp(p->sms, "start") == 0, CONSENT_ENTERED);
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
	person_open(c, &r, p);
	return true;
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

bool person_drop_stranger(struct ctx *c, int64_t id)
{
	if (!is_nameless(c, id) ||
	    db_int(c,
		SQL("SELECT (SELECT count(*) FROM person_role"
		    "   WHERE person_id = $1)"
		    " + (SELECT count(*) FROM signup WHERE person_id = $1)"
		    " + (SELECT count(*) FROM invitation"
		    "   WHERE person_id = $1)"),
		BIND(INT(id)), 1) != 0)
		return false;
	person_forget(c, id);
	return true;
}

void person_set_sms(
    struct ctx *c, int64_t id, const char *sms, enum consent_way way)
{
	db_run(c,
	    SQL("UPDATE person SET sms = $2, sms_at = $3, sms_dead = 0"
		" WHERE id = $1"),
	    BIND(INT(id), TEXT(sms), INT(c->now)));
	consent_note(c, id, strcmp(sms, "start") == 0, way);
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
