#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "audit.h"
#include "factor.h"
#include "invitation.h"
#include "notice.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

void signin_code(int64_t id, char code[7])
{
	secret_code(settings.link_key, id, code);
}

/* How many codes the person has been sent within the hour: to that browser
 * alone when it is known to be theirs, else to all that are not. */
static int64_t signin_lately(struct ctx *c, int64_t person, const char *browser)
{
	int64_t known = db_int(c,
	    SQL("SELECT count(*) FROM signin WHERE person_id = $1"
		" AND browser = $2 AND used_at > $3"),
	    BIND(INT(person), TEXT(browser), INT(c->now - KNOWN_DAYS * DAY)),
	    0);

	return db_int(c,
	    SQL("SELECT count(*) FROM signin WHERE person_id = $1"
		" AND made_at > $2 AND ($3 = 0 OR browser = $4)"),
	    BIND(INT(person), INT(c->now - HOUR), INT(known), TEXT(browser)),
	    0);
}

/* A citizen's words are others than a firm's. */
static const char *kind_of(const char *purpose)
{
	return strcmp(purpose, SIGNIN_OWN) == 0 ? "code_own" : "code";
}

int64_t signin_give(struct ctx *c, int64_t person, const char *purpose,
    const char *browser, const char *channel)
{
	const char *digest = secret_digest(c, browser);
	int64_t id = db_new_id(c);

	/* Beyond the limit nothing is sent, and no code is right: whoever asks
	 * often enough must not be able to guess as often. */
	if (signin_lately(c, person, digest) >= SIGNIN_PER_HOUR)
		person = 0;
	db_run(c,
	    SQL("INSERT INTO signin (id, person_id, purpose, browser, made_at,"
		" expires_at) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(id), ID(person), TEXT(purpose), TEXT(digest), INT(c->now),
		INT(c->now + SIGNIN_MINUTES * MINUTE)));
	if (person != 0) {
		const struct notice_to to = { .kind = kind_of(purpose),
			.person = person,
			.about = id,
			.channel = channel };

		notice_leave(c, &to);
	}
	return id;
}

/* Whoever may sign in by it; 0: nobody. */
static int64_t signin_person(struct ctx *c, const char *address)
{
	int64_t person;

	if (strchr(address, '@') == NULL) {
		person = person_contact_by_phone(c, address);
		return person != 0 ? person
				   : person_invited_by_phone(c, address);
	}
	person = person_by_email(c, address);
	return person != 0 && person_roles(c, person) == 0 &&
		!invitation_waits(c, person)
	    ? 0
	    : person;
}

enum err signin_ask(struct ctx *c, const char *address, const char *browser)
{
	bool sms = strchr(address, '@') == NULL;

	db_begin(c);
	signin_give(c, signin_person(c, address), SIGNIN_IN, browser,
	    sms ? OUTBOX_SMS : NULL);
	return db_commit(c);
}

enum err signin_ask_own(
    struct ctx *c, const char *number_or_mail, const char *browser)
{
	bool mail = strchr(number_or_mail, '@') != NULL;

	db_begin(c);
	signin_give(c,
	    mail ? person_citizen_by_email(c, number_or_mail)
		 : person_citizen_by_phone(c, number_or_mail),
	    SIGNIN_OWN, browser, mail ? OUTBOX_MAIL : OUTBOX_SMS);
	return db_commit(c);
}

/* A row of an id and a person; 0 when there is none. */
static int64_t signin_row(struct rows r, int64_t *person)
{
	int64_t id;

	if (!row_next(&r))
		return 0;
	id = row_int(&r);
	*person = row_int(&r);
	return id;
}

/* The newest code that this browser asked for and that may still be used. */
static int64_t signin_waiting(
    struct ctx *c, const char *purpose, const char *browser, int64_t *person)
{
	return signin_row(
	    db_query(c,
		SQL("SELECT id, person_id FROM signin WHERE browser = $1"
		    " AND expires_at > $2 AND made_at <= $2 AND used_at IS NULL"
		    " AND passed_at IS NULL AND tries < $3 AND purpose = $4"
		    " ORDER BY id DESC LIMIT 1"),
		BIND(TEXT(secret_digest(c, browser)), INT(c->now),
		    INT(SIGNIN_TRIES), TEXT(purpose))),
	    person);
}

/* ---- entering codes ---- */

static enum err refuse(struct ctx *c)
{
	return db_commit(c) == OK ? ERR_INVALID : ERR_FAILED;
}

/* The mailed code was right, and staff are halfway in. */
static void signin_pass(struct ctx *c, int64_t id, int64_t person)
{
	factor_begin(c, person);
	db_run(c,
	    SQL("UPDATE signin SET passed_at = $2, expires_at = $3"
		" WHERE id = $1"),
	    BIND(INT(id), INT(c->now), INT(c->now + SIGNIN_APP * MINUTE)));
}

static void signin_use(struct ctx *c, int64_t id)
{
	db_run(c, SQL("UPDATE signin SET used_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c->now)));
}

/* The sign-in that this is the right code of; 0, and one more wrong one. */
static int64_t signin_right(struct ctx *c, const char *purpose,
    const char *browser, const char *code, int64_t *person)
{
	int64_t id = signin_waiting(c, purpose, browser, person);
	char right[7];

	signin_code(id, right);
	if (id != 0 && *person != 0 && secret_equal_text(code, right))
		return id;
	db_run(c, SQL("UPDATE signin SET tries = tries + 1 WHERE id = $1"),
	    BIND(INT(id)));
	return 0;
}

bool signin_waits(struct ctx *c, int64_t person, const char *browser)
{
	int64_t whose = 0;

	return signin_waiting(c, SIGNIN_IN, browser, &whose) != 0 &&
	    whose == person;
}

bool signin_spend(
    struct ctx *c, int64_t person, const char *browser, const char *code)
{
	int64_t whose = 0;
	int64_t id = signin_right(c, SIGNIN_IN, browser, code, &whose);

	if (id == 0 || whose != person)
		return false;
	signin_use(c, id);
	return true;
}

int64_t signin_prove(
    struct ctx *c, const char *browser, const char *code, int64_t *id)
{
	int64_t person = 0;

	*id = signin_right(c, SIGNIN_SIGNUP, browser, code, &person);
	if (*id == 0)
		return 0;
	signin_use(c, *id);
	return person;
}

enum err signin_enter(struct ctx *c, const struct signin *in, struct session *s)
{
	int64_t person = 0, id;

	db_begin(c);
	id = signin_right(c, in->own ? SIGNIN_OWN : SIGNIN_IN, in->browser,
	    in->code, &person);
	if (id == 0)
		return refuse(c);
	if (!in->own)
		invitation_use(c, person);
	*s = (struct session) { .token = NULL };
	if (!in->own && (person_roles(c, person) & ROLE_STAFF) != 0) {
		signin_pass(c, id, person);
		return db_commit(c);
	}
	signin_use(c, id);
	session_open(c, person, in, false, s);
	return db_commit(c);
}

/* The newest sign-in of that browser that is halfway through. */
static int64_t signin_passed(
    struct ctx *c, const char *browser, int64_t *person)
{
	return signin_row(
	    db_query(c,
		SQL("SELECT id, person_id FROM signin WHERE browser = $1"
		    " AND expires_at > $2 AND passed_at <= $2"
		    " AND used_at IS NULL AND app_tries < $3"
		    " ORDER BY id DESC LIMIT 1"),
		BIND(TEXT(secret_digest(c, browser)), INT(c->now),
		    INT(SIGNIN_TRIES))),
	    person);
}

int64_t signin_halfway(struct ctx *c, const char *browser)
{
	int64_t person = 0;

	return signin_passed(c, browser, &person) != 0 ? person : 0;
}

enum err signin_app(struct ctx *c, const struct signin *in, struct session *s)
{
	int64_t person = 0, id;
	enum err err = ERR_INVALID;

	db_begin(c);
	id = signin_passed(c, in->browser, &person);
	if (id != 0 && (person_roles(c, person) & ROLE_STAFF) != 0)
		err = in->enrolment != NULL
		    ? factor_connect(c, person, in->code, in->enrolment)
		    : factor_use(c, person, in->code);
	if (err != OK) {
		db_run(c,
		    SQL("UPDATE signin SET app_tries = app_tries + 1"
			" WHERE id = $1"),
		    BIND(INT(id)));
		return refuse(c);
	}
	signin_use(c, id);
	session_open(c, person, in, true, s);
	return db_commit(c);
}
