/* Reading CBOR (RFC 8949), as much of it as authenticators write: whole
 * numbers, bytes, text, lists and maps whose lengths are said beforehand.
 * Errors are sticky: after one everything is 0 and bad is set. */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H

#include "base/base.h"

#define CBOR_DEPTH 8 /* of what is skipped */

struct cbor {
	const unsigned char *at, *end;
	bool bad;
};

struct cbor cbor_of(const unsigned char *bytes, size_t n);

/* The next item: a whole number; so many bytes, which stay where they are; how
 * many pairs a map has, which come next. */
int64_t cbor_int(struct cbor *c);
const unsigned char *cbor_bytes(struct cbor *c, size_t *n);
size_t cbor_map(struct cbor *c);

/* True when the next item is that text. It is taken either way, if it is a
 * text at all. */
bool cbor_text_is(struct cbor *c, const char *text);
const unsigned char *cbor_text(struct cbor *c, size_t *n);

/* Past one item, whatever it holds, as deep as CBOR_DEPTH. */
void cbor_skip(struct cbor *c);

#endif
