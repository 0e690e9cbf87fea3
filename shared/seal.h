/* Seals: what names people, reaches them, or was written by them lies in the
 * database as AES-256-GCM, bound to its table, column and row, under a random
 * key of the person it is about. That key lies beside it, wrapped under the
 * master key, which only the file seal.key_file holds. A destroyed key is a
 * forgotten person. What is nobody's yet has the common key.
 *
 * Who seals what is there already, and after another master key? sealing.h,
 * rekey.h. Who reads names? person.h. */
#ifndef SEAL_H
#define SEAL_H

#include "base/secret.h"

/* What wraps keys: made of a master key, the how-manieth of this database. */
struct wrapper {
	unsigned char key[KEY_BYTES];
	int64_t version;
};
struct wrapper seal_wrapper(
    const unsigned char master[KEY_BYTES], int64_t version);

/* A key to lie in that table and row, and the other way: false when it was not
 * wrapped by that for there. */
const char *seal_wrap(struct ctx *c, const struct wrapper *by,
    const char *table, int64_t row, const unsigned char key[KEY_BYTES]);
bool seal_unwrap(struct ctx *c, const struct wrapper *by, const char *table,
    int64_t row, const char *wrapped, unsigned char key[KEY_BYTES]);

/* ---- what a program begins with ---- */

enum seal_state {
	SEAL_READY,
	SEAL_NONE,    /* the database has no key yet: seal_make() */
	SEAL_FOREIGN, /* settings.seal_key is another database's */
};

/* Takes what settings.seal_key opens into use. Once, before threads. */
enum seal_state seal_begin(struct ctx *c);

/* True when the database has its common key, whatever opens it. */
bool seal_made(struct ctx *c);

/* A common key for a database that has none. In the caller's transaction. */
void seal_make(struct ctx *c);

/* ---- a person's key ---- */

/* Keeps a new one, 32 random bytes, wrapped. In the caller's transaction. */
void seal_key_keep(
    struct ctx *c, int64_t person, const unsigned char key[KEY_BYTES]);

/* False when they have none (erased), or when it does not open, which is
 * logged. seal_key_open() takes what stood in the row of person_key. */
bool seal_key(struct ctx *c, int64_t person, unsigned char key[KEY_BYTES]);
bool seal_key_open(struct ctx *c, int64_t person, int64_t version,
    const char *wrapped, unsigned char key[KEY_BYTES]);

/* Nothing that was sealed under it is ever read again. */
void seal_key_destroy(struct ctx *c, int64_t person);

/* ---- texts ---- */

/* Where a sealed thing lies: "person|sealed" and the row's id. */
const char *seal_place(struct ctx *c, const char *column, int64_t row);

/* The text as it may lie there: under the person's key, or the common one for
 * person 0. "" stays "", and so does whatever is of somebody without a key. */
const char *seal_text(struct ctx *c, int64_t person, const char *column,
    int64_t row, const char *text);

/* Back again; "" for NULL, for who has no key any more, and (with a line in
 * the log) for what was not sealed there. */
const char *seal_open(struct ctx *c, int64_t person, const char *column,
    int64_t row, const char *sealed);

/* By what a number or an address is found without opening any: 32 hex digits
 * that only the holder of the key can make. what: "phone", "email". NULL for
 * NULL. */
const char *seal_mark(struct ctx *c, const char *what, const char *text);

#endif
