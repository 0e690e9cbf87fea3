#include <string.h>

#include "base/db.h"
#include "base/secret.h"

#include "attention.h"
#include "notice.h"
#include "person.h"
#include "seal.h"
#include "settings.h"
#include "signup.h"

#define FORGET_MOST 200 /* a pass */
#define FORM        "signup|form"

/* ---- the draft ---- */

/* Keyed, so that the table is no list of addresses. */
static const char *house_of(struct ctx *c, const char *house)
{
	unsigned char digest[DIGEST_BYTES];

	secret_hmac(settings.link_key, house, digest);
	return secret_hex(c, digest, sizeof digest);
}

static bool has_room(struct ctx *c, const char *house)
{
	int64_t all = db_int(c,
	    SQL("SELECT count(*) FROM signup WHERE state = 'draft'"
		" AND expires_at > $1"),
	    BIND(INT(c->now)), 0);
	int64_t of_house = db_int(c,
	    SQL("SELECT count(*) FROM signup WHERE state = 'draft'"
		" AND house = $1 AND expires_at > $2"),
	    BIND(TEXT(house), INT(c->now)), 0);

	return all < SIGNUP_MOST && of_house < SIGNUP_HOUSE_MOST;
}

/* It tells who somebody is, and is nobody's yet. */
static const char *sealed(struct ctx *c, int64_t id, const char *form)
{
	return seal_text(c, 0, FORM, id, form);
}

static bool signup_change(struct ctx *c, const char *browser, const char *form)
{
	int64_t id = db_int(c,
	    SQL("SELECT id FROM signup WHERE browser = $1"
		" AND state = 'draft'"),
	    BIND(TEXT(browser)), 0);

	if (id == 0)
		return false;
	db_run(c,
	    SQL("UPDATE signup SET form = $2, code_id = NULL, expires_at = $3"
		" WHERE id = $1"),
	    BIND(INT(id), TEXT(sealed(c, id, form)),
		INT(c->now + SIGNUP_LASTS)));
	return true;
}

enum err signup_keep(
    struct ctx *c, const char *browser, const char *house, const char *form)
{
	const char *of = house_of(c, house);
	const char *whose = secret_digest(c, browser);
	int64_t id;

	if (strlen(form) > SIGNUP_FORM_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (signup_change(c, whose, form))
		return db_commit(c);
	if (!has_room(c, of))
		return db_undo(c, ERR_CONFLICT);
	id = db_new_id(c);
	db_run(c,
	    SQL("INSERT INTO signup (id, browser, house, form, state, made_at,"
		" expires_at) VALUES ($1, $2, $3, $4, 'draft', $5, $6)"),
	    BIND(INT(id), TEXT(whose), TEXT(of), TEXT(sealed(c, id, form)),
		INT(c->now), INT(c->now + SIGNUP_LASTS)));
	return db_commit(c);
}

static enum signup_state state_named(const char *name)
{
	if (strcmp(name, "draft") == 0)
		return SIGNUP_DRAFT;
	return strcmp(name, "asked") == 0 ? SIGNUP_WAITS : SIGNUP_USED;
}

static bool signup_row(struct ctx *c, struct rows r, struct signup *s)
{
	if (!row_next(&r))
		return false;
	s->id = row_int(&r);
	s->form = seal_open(c, 0, FORM, s->id, row_text(&r));
	s->state = state_named(row_text(&r));
	s->code = row_int(&r);
	s->person = row_int(&r);
	s->employer = row_int(&r);
	s->task = row_int(&r);
	return true;
}

bool signup_find(struct ctx *c, const char *browser, struct signup *s)
{
	return signup_row(c,
	    db_query(c,
		SQL("SELECT id, form, state, code_id, person_id, employer_id,"
		    " task_id FROM signup WHERE browser = $1"
		    " AND expires_at > $2 ORDER BY id DESC LIMIT 1"),
		BIND(TEXT(secret_digest(c, browser)), INT(c->now))),
	    s);
}

bool signup_load(struct ctx *c, int64_t id, struct signup *s)
{
	return signup_row(c,
	    db_query(c,
		SQL("SELECT id, form, state, code_id, person_id, employer_id,"
		    " task_id FROM signup WHERE id = $1"),
		BIND(INT(id))),
	    s);
}

struct ids signup_waiting(struct ctx *c, int64_t employer)
{
	return db_ids(c,
	    SQL("SELECT id FROM signup WHERE employer_id = $1"
		" AND state = 'asked' AND expires_at > $2"
		" ORDER BY id LIMIT 20"),
	    BIND(INT(employer), INT(c->now)));
}

/* ---- the code ---- */

/* Who was sent a code to that number for any draft, and is nameless still; 0:
 * nobody. One number is one person, whose codes are counted together. */
static int64_t signing_up(struct ctx *c, const char *phone)
{
	struct ids all = db_ids(c,
	    SQL("SELECT DISTINCT p.id FROM person p"
		" JOIN signup s ON s.person_id = p.id"
		" WHERE p.phone_mark = $1 AND s.state = 'draft'"
		" ORDER BY p.id LIMIT 20"),
	    BIND(TEXT(seal_mark(c, "phone", phone))));
	struct person p;

	for (size_t i = 0; i < all.count; i++)
		if (person_load(c, all.id[i], &p) && p.given_name[0] == '\0')
			return p.id;
	return 0;
}

/* Whoever has the address; or a new one, nameless until the code is right. The
 * number proves nobody but a contact: a citizen's is not theirs to post by. */
static int64_t signup_person(struct ctx *c, const struct signup_firm *firm)
{
	const struct person nobody = { .given_name = "",
		.surname = "",
		.phone = firm->email == NULL ? firm->phone : NULL,
		.email = firm->email,
		.language = "da",
		.sms = "unknown" };
	int64_t known = firm->email != NULL
	    ? person_by_email(c, firm->email)
	    : person_contact_by_phone(c, firm->phone);

	if (known == 0 && firm->email == NULL)
		known = signing_up(c, firm->phone);
	return known != 0 ? known : person_add(c, &nobody);
}

enum err signup_ask(struct ctx *c, const struct signup *s, const char *browser,
    const struct signup_firm *firm)
{
	int64_t person, code, kept;

	db_begin(c);
	person = signup_person(c, firm);
	code = signin_give(c, person, SIGNIN_SIGNUP, browser,
	    firm->email != NULL ? OUTBOX_MAIL : OUTBOX_SMS);
	kept = db_run(c,
	    SQL("UPDATE signup SET code_id = $2, person_id = $3"
		" WHERE id = $1 AND state = 'draft'"),
	    BIND(INT(s->id), INT(code), INT(person)));
	if (s->person != person)
		person_drop_stranger(c, s->person);
	return db_commit(c) != OK ? ERR_FAILED : kept == 1 ? OK : ERR_CONFLICT;
}

/* ---- what it leads to ---- */

static void signup_close(struct ctx *c, int64_t id, int64_t task)
{
	attention_settle(c, ATTENTION_SIGNUP, id);
	db_run(c,
	    SQL("UPDATE signup SET state = 'used', form = '', task_id = $2,"
		" code_id = NULL, expires_at = $3 WHERE id = $1"),
	    BIND(INT(id), ID(task), INT(c->now + SIGNUP_LASTS)));
}

/* A contact from now on, by the name and number they gave if we had none. */
static void let_in(struct ctx *c, int64_t person, int64_t employer,
    const struct signup_firm *firm)
{
	const struct person p = { .id = person,
		.given_name = firm->contact,
		.surname = "",
		.phone = firm->phone,
		.email = firm->email };

	person_introduce(c, &p);
	contact_add(c, person, employer);
	person_give_role(c, person, 0, ROLE_EMPLOYER, 0);
}

static enum err signup_post(struct ctx *c, int64_t person, int64_t employer,
    struct signup_firm *firm, int64_t *task)
{
	firm->place.employer_id = firm->task.employer_id = employer;
	firm->task.contact_id = person;
	firm->place.id = firm->task.workplace_id = workplace_keep(
	    c, &firm->place);
	if (firm->place.id == 0)
		return ERR_INVALID;
	/* The last button said so. */
	employer_expect(c, employer, person);
	return task_post(c, &firm->task, person, task);
}

/* They are none of the firm's contacts: a person says who may post for it. */
static void signup_wait(
    struct ctx *c, int64_t id, int64_t person, int64_t employer)
{
	db_run(c,
	    SQL("UPDATE signup SET state = 'asked', employer_id = $2,"
		" person_id = $3, code_id = NULL, expires_at = $4"
		" WHERE id = $1"),
	    BIND(INT(id), INT(employer), INT(person),
		INT(c->now + SIGNUP_ASKED)));
	attention_add(c, ATTENTION_SIGNUP, person, id, "");
}

/* Whom the code proves, who may also have come to be a contact by another
 * browser meanwhile. */
static int64_t proven(struct ctx *c, const struct signup *s,
    const struct signin *in, const struct signup_firm *firm)
{
	int64_t code, other;
	int64_t person = signin_prove(c, in->browser, in->code, &code);

	if (person == 0 || code != s->code)
		return 0;
	other = firm->email == NULL ? person_contact_by_phone(c, firm->phone)
				    : 0;
	return other != 0 ? other : person;
}

/* The employer of what was filled in, and whether they may post for it: it is
 * theirs already, or nobody has come from there before. Whoever posts for a
 * firm posts for no other. */
static enum err find_employer(struct ctx *c, int64_t person,
    const struct signup_firm *firm, int64_t *employer, bool *theirs)
{
	struct employer e;

	if ((person_roles(c, person) & ROLE_STAFF) != 0)
		return ERR_FORBIDDEN;
	*employer = contact_employer(c, person);
	if (*employer == 0) {
		*employer = employer_keep(c, firm->cvr, firm->name, theirs);
		return OK;
	}
	*theirs = true;
	return employer_load(c, *employer, &e) && strcmp(e.cvr, firm->cvr) == 0
	    ? OK
	    : ERR_CONFLICT;
}

static enum err signup_use(struct ctx *c, const struct signup *s,
    int64_t person, const struct signin *in, struct signup_firm *firm,
    struct signup_end *end)
{
	int64_t employer;
	bool theirs;
	enum err err = find_employer(c, person, firm, &employer, &theirs);

	if (err != OK)
		return err;
	if (!theirs) {
		signup_wait(c, s->id, person, employer);
		return OK;
	}
	if (contact_employer(c, person) == 0)
		let_in(c, person, employer, firm);
	err = signup_post(c, person, employer, firm, &end->task);
	if (err != OK)
		return err;
	signup_close(c, s->id, end->task);
	session_open(c, person, in, false, &end->session);
	return OK;
}

enum err signup_prove(struct ctx *c, const struct signup *s,
    const struct signin *in, struct signup_firm *firm, struct signup_end *end)
{
	int64_t person;
	enum err err = ERR_INVALID;

	*end = (struct signup_end) { 0 };
	db_begin(c);
	person = proven(c, s, in, firm);
	if (person != 0)
		err = signup_use(c, s, person, in, firm, end);
	/* By now something is made, and it is all or nothing. */
	if (person != 0 && err == ERR_INVALID)
		return db_undo(c, err);
	return db_commit(c) == OK ? err : ERR_FAILED;
}

bool signup_may(struct ctx *c, int64_t id, bool yes)
{
	struct signup s;

	return signup_load(c, id, &s) && s.state == SIGNUP_WAITS &&
	    (!yes || contact_employer(c, s.person) == 0);
}

enum err signup_accept(struct ctx *c, int64_t id, struct signup_firm *firm)
{
	struct signup s;
	int64_t task = 0;

	db_begin(c);
	if (!signup_may(c, id, true) || !signup_load(c, id, &s))
		return db_undo(c, ERR_CONFLICT);
	let_in(c, s.person, s.employer, firm);
	if (firm->task.starts_at > c->now &&
	    signup_post(c, s.person, s.employer, firm, &task) != OK)
		return db_undo(c, ERR_FAILED);
	signup_close(c, id, task);
	notice_answer(c, "contact_yes", s.person, s.employer);
	return db_commit(c);
}

enum err signup_refuse(struct ctx *c, int64_t id)
{
	struct signup s;

	db_begin(c);
	if (!signup_may(c, id, false) || !signup_load(c, id, &s))
		return db_undo(c, ERR_CONFLICT);
	signup_close(c, id, 0);
	notice_answer(c, "contact_no", s.person, s.employer);
	return db_commit(c);
}

void signup_forget(struct ctx *c)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id FROM signup WHERE expires_at <= $1"
		" ORDER BY expires_at LIMIT $2"),
	    BIND(INT(c->now), INT(FORGET_MOST)));

	if (r.count == 0)
		return;
	db_begin(c);
	while (row_next(&r)) {
		int64_t id = row_int(&r), person = row_int(&r);

		attention_settle(c, ATTENTION_SIGNUP, id);
		db_run(
		    c, SQL("DELETE FROM signup WHERE id = $1"), BIND(INT(id)));
		person_drop_stranger(c, person);
	}
	if (db_commit(c) != OK)
		return;
}
