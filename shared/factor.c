#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "factor.h"
#include "settings.h"

static const char *place_of(struct ctx *c, int64_t person)
{
	return mem_printf(c, "factor|secret|%" PRId64, person);
}

static const char *sealed(
    struct ctx *c, int64_t person, const unsigned char secret[TOTP_BYTES])
{
	return secret_seal(
	    c, settings.link_key, place_of(c, person), secret, TOTP_BYTES);
}

bool factor_confirmed(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM factor WHERE person_id = $1"
		       " AND confirmed_at IS NOT NULL"),
		   BIND(INT(person)), 0) == 1;
}

void factor_begin(struct ctx *c, int64_t person)
{
	unsigned char secret[TOTP_BYTES];

	secret_random(secret, sizeof secret);
	db_run(c,
	    SQL("INSERT INTO factor (person_id, secret, made_at)"
		" VALUES ($1, $2, $3) ON CONFLICT (person_id) DO NOTHING"),
	    BIND(INT(person), TEXT(sealed(c, person, secret)), INT(c->now)));
}

bool factor_secret(
    struct ctx *c, int64_t person, unsigned char secret[TOTP_BYTES])
{
	const char *text = db_text(c,
	    SQL("SELECT secret FROM factor WHERE person_id = $1"),
	    BIND(INT(person)), NULL);

	return text != NULL &&
	    secret_unseal(settings.link_key, place_of(c, person), text, secret,
		TOTP_BYTES);
}

/* ---- using it ---- */

static bool too_many_wrong(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM factor WHERE person_id = $1"
		       " AND wrong >= $2 AND wrong_at > $3"),
		   BIND(
		       INT(person), INT(FACTOR_WRONG_HOUR), INT(c->now - HOUR)),
		   0) > 0;
}

static enum err count_wrong(struct ctx *c, int64_t person)
{
	db_run(c,
	    SQL("UPDATE factor SET wrong = 0, wrong_at = $2"
		" WHERE person_id = $1 AND wrong_at <= $3"),
	    BIND(INT(person), INT(c->now), INT(c->now - HOUR)));
	db_run(c,
	    SQL("UPDATE factor SET wrong = wrong + 1 WHERE person_id = $1"),
	    BIND(INT(person)));
	return ERR_INVALID;
}

/* Of two who bring the same code the row's step lets one by. */
static enum err take_step(struct ctx *c, int64_t person, const char *code)
{
	unsigned char secret[TOTP_BYTES];
	int64_t step = 0;

	if (factor_secret(c, person, secret))
		step = totp_find(secret, c->now, code);
	explicit_bzero(secret, sizeof secret);
	if (step == 0 || too_many_wrong(c, person))
		return count_wrong(c, person);
	return db_run(c,
		   SQL("UPDATE factor SET used_step = $2 WHERE person_id = $1"
		       " AND used_step < $2"),
		   BIND(INT(person), INT(step))) == 1
	    ? OK
	    : ERR_INVALID;
}

enum err factor_use(struct ctx *c, int64_t person, const char *code)
{
	if (!factor_confirmed(c, person))
		return ERR_INVALID;
	return take_step(c, person, code);
}

/* As people type it: in any letters, with dashes and spaces or without. */
static const char *enrolment_digest(struct ctx *c, const char *typed)
{
	char *plain = mem_alloc(c, strlen(typed) + 1);
	size_t n = 0;

	for (; *typed != '\0'; typed++)
		if (*typed != ' ' && *typed != '-')
			plain[n++] = (char)tolower((unsigned char)*typed);
	return secret_digest(c, plain);
}

enum err factor_connect(
    struct ctx *c, int64_t person, const char *code, const char *enrolment)
{
	int64_t id = db_int(c,
	    SQL("SELECT id FROM enrolment WHERE person_id = $1"
		" AND digest = $2 AND used_at IS NULL AND expires_at > $3"),
	    BIND(
		INT(person), TEXT(enrolment_digest(c, enrolment)), INT(c->now)),
	    0);

	if (id == 0 || factor_confirmed(c, person))
		return count_wrong(c, person);
	if (take_step(c, person, code) != OK)
		return ERR_INVALID;
	db_run(c, SQL("UPDATE enrolment SET used_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c->now)));
	db_run(c,
	    SQL("UPDATE factor SET confirmed_at = $2 WHERE person_id = $1"),
	    BIND(INT(person), INT(c->now)));
	return OK;
}

bool factor_demo(struct ctx *c, int64_t person, char code[7])
{
	unsigned char secret[TOTP_BYTES];
	int64_t now = totp_step(c->now);
	int64_t step = 1 +
	    db_int(c, SQL("SELECT used_step FROM factor WHERE person_id = $1"),
		BIND(INT(person)), 0);

	if (!factor_confirmed(c, person) || !factor_secret(c, person, secret) ||
	    step > now + TOTP_WINDOW)
		return false;
	totp_code(secret, step > now ? step : now, code);
	return true;
}

void factor_invented(const char *email, unsigned char secret[TOTP_BYTES])
{
	unsigned char digest[DIGEST_BYTES];

	secret_sha256(email, strlen(email), digest);
	memcpy(secret, digest, TOTP_BYTES);
}

void factor_set(
    struct ctx *c, int64_t person, const unsigned char secret[TOTP_BYTES])
{
	factor_drop(c, person);
	db_run(c,
	    SQL("INSERT INTO factor (person_id, secret, made_at, confirmed_at)"
		" VALUES ($1, $2, $3, $3)"),
	    BIND(INT(person), TEXT(sealed(c, person, secret)), INT(c->now)));
}

void factor_drop(struct ctx *c, int64_t person)
{
	db_run(c, SQL("DELETE FROM factor WHERE person_id = $1"),
	    BIND(INT(person)));
}

/* ---- connecting an app ---- */

void enrolment_code(int64_t id, char code[ENROLMENT_CHARS + 1])
{
	char token[TOKEN_CHARS + 1];

	secret_token(settings.link_key, "enrolment", id, token);
	snprintf(code, ENROLMENT_CHARS + 1, "%.4s-%.4s-%.4s", token, token + 4,
	    token + 8);
}

int64_t enrolment_open(struct ctx *c, int64_t person, int64_t by)
{
	int64_t id = db_new_id(c);
	char code[ENROLMENT_CHARS + 1];

	enrolment_code(id, code);
	db_run(c,
	    SQL("UPDATE enrolment SET expires_at = $2 WHERE person_id = $1"
		" AND expires_at > $2"),
	    BIND(INT(person), INT(c->now)));
	db_run(c,
	    SQL("INSERT INTO enrolment (id, person_id, digest, made_by,"
		" made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(id), INT(person), TEXT(enrolment_digest(c, code)), ID(by),
		INT(c->now), INT(c->now + ENROLMENT_HOURS * HOUR)));
	return id;
}

int64_t enrolment_waiting(struct ctx *c, int64_t person)
{
	return db_int(c,
	    SQL("SELECT id FROM enrolment WHERE person_id = $1"
		" AND used_at IS NULL AND expires_at > $2"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(person), INT(c->now)), 0);
}
