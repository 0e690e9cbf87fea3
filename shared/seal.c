#include "seal.h"

#include <string.h>

#include "base/db.h"
#include "base/log.h"

#include "settings.h"

#define MARK_BYTES 16

/* What the master key opens. Written before threads. */
static struct {
	struct wrapper by;
	unsigned char common[KEY_BYTES], mark[KEY_BYTES];
} keys;

/* ---- wrapping ---- */

struct wrapper seal_wrapper(
    const unsigned char master[KEY_BYTES], int64_t version)
{
	struct wrapper w = { .version = version };

	secret_hmac(master, "wrap", w.key);
	return w;
}

static const char *wrap_place(
    struct ctx *c, const struct wrapper *by, const char *table, int64_t row)
{
	return mem_printf(
	    c, "%s|wrapped|%" PRId64 "|%" PRId64, table, row, by->version);
}

const char *seal_wrap(struct ctx *c, const struct wrapper *by,
    const char *table, int64_t row, const unsigned char key[KEY_BYTES])
{
	return secret_seal_with(
	    c, by->key, wrap_place(c, by, table, row), key, KEY_BYTES);
}

bool seal_unwrap(struct ctx *c, const struct wrapper *by, const char *table,
    int64_t row, const char *wrapped, unsigned char key[KEY_BYTES])
{
	size_t n = 0;
	char *bytes = secret_unseal_with(
	    c, by->key, wrap_place(c, by, table, row), wrapped, &n);

	if (bytes == NULL || n != KEY_BYTES)
		return false;
	memcpy(key, bytes, KEY_BYTES);
	explicit_bzero(bytes, KEY_BYTES);
	return true;
}

/* ---- beginning ---- */

enum seal_state seal_begin(struct ctx *c)
{
	struct rows r = db_query(
	    c, SQL("SELECT version, wrapped FROM seal WHERE id = 1"), NO_BIND);

	if (!row_next(&r))
		return SEAL_NONE;
	keys.by = seal_wrapper(settings.seal_key, row_int(&r));
	if (!seal_unwrap(c, &keys.by, "seal", 1, row_text(&r), keys.common))
		return SEAL_FOREIGN;
	secret_hmac(keys.common, "mark", keys.mark);
	return SEAL_READY;
}

bool seal_made(struct ctx *c)
{
	return db_int(c, SQL("SELECT count(*) FROM seal"), NO_BIND, 0) > 0;
}

void seal_make(struct ctx *c)
{
	struct wrapper first = seal_wrapper(settings.seal_key, 1);
	unsigned char key[KEY_BYTES];

	secret_random(key, sizeof key);
	db_run(c,
	    SQL("INSERT INTO seal (id, version, wrapped) VALUES (1, $1, $2)"),
	    BIND(INT(first.version),
		TEXT(seal_wrap(c, &first, "seal", 1, key))));
}

/* ---- a person's key ---- */

void seal_key_keep(
    struct ctx *c, int64_t person, const unsigned char key[KEY_BYTES])
{
	db_run(c,
	    SQL("INSERT INTO person_key (person_id, version, wrapped)"
		" VALUES ($1, $2, $3)"),
	    BIND(INT(person), INT(keys.by.version),
		TEXT(seal_wrap(c, &keys.by, "person_key", person, key))));
}

bool seal_key_open(struct ctx *c, int64_t person, int64_t version,
    const char *wrapped, unsigned char key[KEY_BYTES])
{
	struct wrapper by = keys.by;

	if (wrapped == NULL)
		return false;
	by.version = version;
	if (seal_unwrap(c, &by, "person_key", person, wrapped, key))
		return true;
	log_warnx("seal.refused what=person_key row=%" PRId64, person);
	return false;
}

bool seal_key(struct ctx *c, int64_t person, unsigned char key[KEY_BYTES])
{
	struct rows r;
	int64_t version;

	if (person == 0) {
		memcpy(key, keys.common, KEY_BYTES);
		return true;
	}
	r = db_query(c,
	    SQL("SELECT version, wrapped FROM person_key"
		" WHERE person_id = $1"),
	    BIND(INT(person)));
	if (!row_next(&r))
		return false;
	version = row_int(&r);
	return seal_key_open(c, person, version, row_text(&r), key);
}

void seal_key_destroy(struct ctx *c, int64_t person)
{
	db_run(c, SQL("DELETE FROM person_key WHERE person_id = $1"),
	    BIND(INT(person)));
}

/* ---- texts ---- */

const char *seal_place(struct ctx *c, const char *column, int64_t row)
{
	return mem_printf(c, "%s|%" PRId64, column, row);
}

const char *seal_text(struct ctx *c, int64_t person, const char *column,
    int64_t row, const char *text)
{
	unsigned char key[KEY_BYTES];

	if (*text == '\0' || !seal_key(c, person, key))
		return "";
	return secret_seal_with(
	    c, key, seal_place(c, column, row), text, strlen(text));
}

const char *seal_open(struct ctx *c, int64_t person, const char *column,
    int64_t row, const char *sealed)
{
	unsigned char key[KEY_BYTES];
	const char *text;
	size_t n;

	if (sealed == NULL || *sealed == '\0' || !seal_key(c, person, key))
		return "";
	text = secret_unseal_with(
	    c, key, seal_place(c, column, row), sealed, &n);
	if (text == NULL)
		log_warnx("seal.refused what=%s row=%" PRId64, column, row);
	return text != NULL ? text : "";
}

const char *seal_mark(struct ctx *c, const char *what, const char *text)
{
	unsigned char digest[DIGEST_BYTES];

	if (text == NULL)
		return NULL;
	secret_hmac(keys.mark, mem_printf(c, "%s:%s", what, text), digest);
	return secret_hex(c, digest, MARK_BYTES);
}
