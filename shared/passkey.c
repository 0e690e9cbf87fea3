#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/webauthn.h"

#include "notice.h"
#include "passkey.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

const char *passkey_site(struct ctx *c)
{
	const char *host = strstr(settings.public_url, "://");
	size_t n;

	if (host == NULL)
		return NULL;
	host += 3;
	n = strcspn(host, ":/");
	return *host == '[' || strspn(host, "0123456789.") >= n
	    ? NULL
	    : mem_dup_n(c, host, n);
}

/* ---- questions ---- */

#define RANDOM_BYTES    12
#define MARK_BYTES      16
#define CHALLENGE_BYTES (RANDOM_BYTES + 4 + MARK_BYTES)

/* What only we can make of the random bytes and the time before it. */
static void put_mark(
    struct ctx *c, unsigned char bytes[CHALLENGE_BYTES], const char *bound)
{
	unsigned char digest[DIGEST_BYTES];

	secret_hmac(settings.link_key,
	    mem_printf(c, "challenge:%s:%s",
		secret_hex(c, bytes, RANDOM_BYTES + 4), bound),
	    digest);
	memcpy(bytes + RANDOM_BYTES + 4, digest, MARK_BYTES);
}

const char *passkey_challenge(struct ctx *c, const char *bound)
{
	unsigned char bytes[CHALLENGE_BYTES];
	uint32_t until = (uint32_t)(c->now + CHALLENGE_SECONDS);

	secret_random(bytes, RANDOM_BYTES);
	for (int i = 0; i < 4; i++)
		bytes[RANDOM_BYTES + i] = (unsigned char)(until >> 8 * (3 - i));
	put_mark(c, bytes, bound);
	return webauthn_encode(c, bytes, sizeof bytes);
}

/* When it ends; 0: it is not ours, not for that, or over. */
static int64_t challenge_until(
    struct ctx *c, const char *challenge, const char *bound)
{
	unsigned char copy[CHALLENGE_BYTES];
	uint32_t until = 0;
	size_t n;
	const unsigned char *bytes = webauthn_decode(c, challenge, &n);

	if (bytes == NULL || n != CHALLENGE_BYTES || bound == NULL)
		return 0;
	memcpy(copy, bytes, n);
	put_mark(c, copy, bound);
	for (int i = 0; i < 4; i++)
		until = until << 8 | bytes[RANDOM_BYTES + i];
	/* A clock that was set back gives it no more time. */
	return secret_equal(copy, bytes, n) && until > c->now &&
		until <= c->now + CHALLENGE_SECONDS
	    ? until
	    : 0;
}

/* Of two answers to the same question one is the first. Those whose time is
 * long over go as others come. */
static bool challenge_take(struct ctx *c, const char *challenge, int64_t until)
{
	db_run(c,
	    SQL("DELETE FROM challenge WHERE digest IN (SELECT digest"
		" FROM challenge WHERE expires_at < $1"
		" ORDER BY expires_at LIMIT 10)"),
	    BIND(INT(c->now - DAY)));
	return db_run(c,
		   SQL("INSERT INTO challenge (digest, expires_at)"
		       " VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING"),
		   BIND(TEXT(secret_digest(c, challenge)), INT(until))) == 1;
}

/* ---- whose they are ---- */

const char *passkey_handle(struct ctx *c, int64_t person)
{
	char token[TOKEN_CHARS + 1];

	secret_token(settings.link_key, "passkey", person, token);
	return mem_dup(c, token);
}

const struct passkey *passkey_list(struct ctx *c, int64_t person, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, credential, name, made_at, used_at FROM passkey"
		" WHERE person_id = $1 ORDER BY id LIMIT $2"),
	    BIND(INT(person), INT(PASSKEYS_MOST)));
	struct passkey *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct passkey *k = &all[*count];

		k->id = row_int(&r);
		k->credential = row_text(&r);
		k->name = row_text(&r);
		k->made_at = row_int(&r);
		k->used_at = row_int(&r);
	}
	return all;
}

int64_t passkey_owner(struct ctx *c, int64_t id)
{
	return db_int(c, SQL("SELECT person_id FROM passkey WHERE id = $1"),
	    BIND(INT(id)), 0);
}

enum err passkey_remove(struct ctx *c, int64_t person, int64_t id)
{
	int64_t removed;

	db_begin(c);
	removed = db_run(c,
	    SQL("DELETE FROM passkey WHERE id = $1 AND person_id = $2"),
	    BIND(INT(id), INT(person)));
	if (removed == 1)
		notice_answer(c, "factor", person, 0);
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return removed == 1 ? OK : ERR_NOT_FOUND;
}

void passkey_drop(struct ctx *c, int64_t person)
{
	db_run(c, SQL("DELETE FROM passkey WHERE person_id = $1"),
	    BIND(INT(person)));
}

/* ---- what the browser tells ---- */

struct told {
	const unsigned char *client, *data;
	size_t client_n, data_n;
	const char *challenge;
	int64_t until;
	struct webauthn_data read;
};

/* It answers our question, on our site, with somebody before it. */
static bool is_answer(
    struct ctx *c, struct told *t, const char *type, const char *bound)
{
	const char *site = passkey_site(c);
	unsigned char rp[DIGEST_BYTES];

	if (site == NULL || t->client == NULL || t->data == NULL)
		return false;
	t->challenge = webauthn_challenge(c, t->client, t->client_n);
	if (t->challenge == NULL)
		return false;
	t->until = challenge_until(c, t->challenge, bound);
	if (t->until == 0 ||
	    !webauthn_says(t->client, t->client_n, type, t->challenge,
		settings.public_url) ||
	    !webauthn_read(t->data, t->data_n, &t->read))
		return false;
	secret_sha256(site, strlen(site), rp);
	return secret_equal(rp, t->read.rp, sizeof rp) &&
	    (t->read.flags & WEBAUTHN_PRESENT) != 0;
}

static bool has_room(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM passkey WHERE person_id = $1"),
		   BIND(INT(person)), PASSKEYS_MOST) < PASSKEYS_MOST;
}

static bool passkey_keep(
    struct ctx *c, const struct passkey_new *n, const struct webauthn_data *d)
{
	return db_run(c,
		   SQL("INSERT INTO passkey (id, person_id, credential,"
		       " public_key, sign_count, strong, name, made_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		       " ON CONFLICT (credential) DO NOTHING"),
		   BIND(INT(db_new_id(c)), INT(n->person),
		       TEXT(webauthn_encode(c, d->credential, d->credential_n)),
		       TEXT(webauthn_encode(c, d->key, sizeof d->key)),
		       INT(d->count), INT(n->strong), TEXT(n->name),
		       INT(c->now))) == 1;
}

enum err passkey_add(struct ctx *c, const struct passkey_new *n)
{
	struct told t = { .until = 0 };
	size_t attested_n;
	const unsigned char *attested = webauthn_decode(
	    c, n->attestation, &attested_n);

	t.client = webauthn_decode(c, n->client, &t.client_n);
	if (attested != NULL)
		t.data = webauthn_attested(attested, attested_n, &t.data_n);
	if (!is_answer(c, &t, "webauthn.create", n->bound) ||
	    t.read.credential == NULL ||
	    (t.read.flags & WEBAUTHN_VERIFIED) == 0 ||
	    !secret_p256_key(t.read.key))
		return ERR_INVALID;
	db_begin(c);
	if (!challenge_take(c, t.challenge, t.until))
		return db_undo(c, ERR_INVALID);
	if (!has_room(c, n->person) || !passkey_keep(c, n, &t.read))
		return db_undo(c, ERR_CONFLICT);
	notice_answer(c, "factor", n->person, 0);
	return db_commit(c);
}

/* ---- signing in ---- */

struct known {
	int64_t id, person, count;
	bool strong;
	unsigned char key[WEBAUTHN_KEY];
};

static bool find_key(struct ctx *c, const char *credential, struct known *k)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, person_id, sign_count, strong, public_key"
		" FROM passkey WHERE credential = $1"),
	    BIND(TEXT(credential)));
	const unsigned char *key;
	size_t n;

	if (!row_next(&r))
		return false;
	k->id = row_int(&r);
	k->person = row_int(&r);
	k->count = row_int(&r);
	k->strong = row_int(&r) != 0;
	key = webauthn_decode(c, row_text(&r), &n);
	if (key == NULL || n != sizeof k->key)
		return false;
	memcpy(k->key, key, n);
	return true;
}

/* Signed is what the authenticator said, and the digest of the browser's. */
static bool is_signed(struct ctx *c, const struct told *t,
    const struct known *k, const char *signature)
{
	unsigned char *all = mem_alloc(c, t->data_n + DIGEST_BYTES);
	unsigned char digest[DIGEST_BYTES];
	size_t n;
	const unsigned char *bytes = webauthn_decode(c, signature, &n);

	memcpy(all, t->data, t->data_n);
	secret_sha256(t->client, t->client_n, all + t->data_n);
	secret_sha256(all, t->data_n + DIGEST_BYTES, digest);
	return bytes != NULL && secret_p256_signed(k->key, digest, bytes, n);
}

static bool is_owners(struct ctx *c, const char *handle, int64_t person)
{
	size_t n;
	const unsigned char *bytes = webauthn_decode(c, handle, &n);

	return bytes != NULL && n == TOKEN_CHARS &&
	    secret_equal(bytes, passkey_handle(c, person), n);
}

/* Staff need a key that was added with two factors and is two itself. */
static bool may_enter(
    struct ctx *c, const struct known *k, unsigned flags, bool *strong)
{
	unsigned roles = person_roles(c, k->person);

	*strong = k->strong && (flags & WEBAUTHN_VERIFIED) != 0;
	return roles != 0 && (*strong || (roles & ROLE_STAFF) == 0);
}

/* A key that counts goes up; where one went back there are two of it. */
static bool count_up(struct ctx *c, const struct known *k, uint32_t count)
{
	if (db_run(c,
		SQL("UPDATE passkey SET sign_count = $2, used_at = $3"
		    " WHERE id = $1 AND (sign_count < $2"
		    "  OR (sign_count = 0 AND $2 = 0))"),
		BIND(INT(k->id), INT(count), INT(c->now))) == 1)
		return true;
	log_warnx("passkey.counter passkey=%" PRId64, k->id);
	notice_answer(c, "passkey_twice", k->person, 0);
	return false;
}

enum err passkey_enter(struct ctx *c, const struct passkey_answer *a,
    const struct signin *in, struct session *s)
{
	struct told t = { .until = 0 };
	struct known k;
	bool strong, ok;

	t.client = webauthn_decode(c, a->client, &t.client_n);
	t.data = webauthn_decode(c, a->data, &t.data_n);
	if (!is_answer(c, &t, "webauthn.get", a->bound) ||
	    !find_key(c, a->credential, &k) ||
	    !is_owners(c, a->handle, k.person) ||
	    !is_signed(c, &t, &k, a->signature) ||
	    !may_enter(c, &k, t.read.flags, &strong))
		return ERR_INVALID;
	db_begin(c);
	if (!challenge_take(c, t.challenge, t.until))
		return db_undo(c, ERR_INVALID);
	ok = count_up(c, &k, t.read.count);
	if (ok)
		session_open(c, k.person, in, strong, s);
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return ok ? OK : ERR_INVALID;
}
