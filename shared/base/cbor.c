#include <string.h>

#include "base/cbor.h"

/* The first three bits of an item: what it is. */
enum major { UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG, SIMPLE };

struct cbor cbor_of(const unsigned char *bytes, size_t n)
{
	return (struct cbor) { .at = bytes, .end = bytes + n };
}

static uint64_t fail(struct cbor *c)
{
	c->bad = true;
	c->at = c->end;
	return 0;
}

static size_t left(const struct cbor *c)
{
	return (size_t)(c->end - c->at);
}

/* The head of an item: what it is, and its number or length. */
static uint64_t head(struct cbor *c, enum major *major)
{
	uint64_t n = 0;
	unsigned info;
	size_t size;

	*major = SIMPLE;
	if (c->bad || left(c) == 0)
		return fail(c);
	*major = (enum major)(*c->at >> 5);
	info = *c->at++ & 31;
	if (info < 24)
		return info;
	size = (size_t)1 << (info - 24);
	/* 28 to 30 mean nothing, 31 that the length is not said. */
	if (info > 27 || left(c) < size)
		return fail(c);
	for (size_t i = 0; i < size; i++)
		n = n << 8 | *c->at++;
	return n;
}

static uint64_t head_of(struct cbor *c, enum major wanted)
{
	enum major major;
	uint64_t n = head(c, &major);

	return c->bad || major != wanted ? fail(c) : n;
}

int64_t cbor_int(struct cbor *c)
{
	enum major major;
	uint64_t n = head(c, &major);

	if (c->bad || n > INT64_MAX || (major != UNSIGNED && major != NEGATIVE))
		return (int64_t)fail(c);
	return major == UNSIGNED ? (int64_t)n : -1 - (int64_t)n;
}

static const unsigned char *take(struct cbor *c, enum major major, size_t *n)
{
	uint64_t length = head_of(c, major);
	const unsigned char *bytes = c->at;

	*n = 0;
	if (c->bad || length > left(c)) {
		fail(c);
		return c->end;
	}
	*n = (size_t)length;
	c->at += length;
	return bytes;
}

const unsigned char *cbor_bytes(struct cbor *c, size_t *n)
{
	return take(c, BYTES, n);
}

const unsigned char *cbor_text(struct cbor *c, size_t *n)
{
	return take(c, TEXT, n);
}

bool cbor_text_is(struct cbor *c, const char *text)
{
	size_t n;
	const unsigned char *found = cbor_text(c, &n);

	return !c->bad && n == strlen(text) && memcmp(found, text, n) == 0;
}

/* A pair has two bytes at least, so what cannot be is known at once. */
size_t cbor_map(struct cbor *c)
{
	uint64_t n = head_of(c, MAP);

	return c->bad || n > left(c) / 2 ? (size_t)fail(c) : (size_t)n;
}

/* Goes down by counting: how many items are left of each list and map that
 * was entered. */
void cbor_skip(struct cbor *c)
{
	uint64_t rest[CBOR_DEPTH] = { 1 };
	int depth = 0;

	while (depth >= 0 && !c->bad) {
		enum major major;
		uint64_t n, inside = 0;

		if (rest[depth] == 0) {
			depth--;
			continue;
		}
		rest[depth]--;
		n = head(c, &major);
		if (major == BYTES || major == TEXT) {
			if (n > left(c))
				fail(c);
			else
				c->at += n;
		} else if (major == LIST || major == TAG)
			inside = major == TAG ? 1 : n;
		else if (major == MAP)
			inside = n > left(c) ? fail(c) : 2 * n;
		if (inside == 0)
			continue;
		if (inside > left(c) || depth + 1 == CBOR_DEPTH)
			fail(c);
		else
			rest[++depth] = inside;
	}
}
