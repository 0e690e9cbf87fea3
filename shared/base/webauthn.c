#include <string.h>

#include "base/cbor.h"
#include "base/webauthn.h"

/* ---- base64url ---- */

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

unsigned char *webauthn_decode(struct ctx *c, const char *text, size_t *n)
{
	size_t length = strlen(text);
	unsigned char *bytes = mem_alloc(c, length / 4 * 3 + 4);
	unsigned held = 0, bits = 0;

	*n = 0;
	if (length % 4 == 1)
		return NULL;
	for (; *text != '\0'; text++) {
		const char *at = strchr(letters, *text);

		if (at == NULL)
			return NULL;
		held = held << 6 | (unsigned)(at - letters);
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		bytes[(*n)++] = (unsigned char)(held >> bits);
		held &= (1u << bits) - 1;
	}
	/* One text for the same bytes: what is left over must be nothing. */
	return held == 0 ? bytes : NULL;
}

char *webauthn_encode(struct ctx *c, const unsigned char *bytes, size_t n)
{
	char *text = mem_alloc(c, n * 4 / 3 + 3), *to = text;
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < n; i++) {
		held = held << 8 | bytes[i];
		for (bits += 8; bits >= 6; bits -= 6)
			*to++ = letters[held >> (bits - 6) & 63];
		held &= (1u << bits) - 1;
	}
	if (bits > 0)
		*to = letters[held << (6 - bits) & 63];
	return text;
}

/* ---- what is signed ---- */

#define HEAD       37 /* bytes: the site, flags, counter */
#define CREDENTIAL 18 /* and then the model and the id's length */
#define ATTESTED   0x40
#define EXTENDED   0x80

/* The key is a map (RFC 9053): 1 is the kind (2: two coordinates), 3 what it is
 * for (-7: ES256), -1 the curve (1: P-256), -2 and -3 x and y. Each is there
 * once; others are passed over. */
static const struct {
	int64_t name, value; /* value 0: 32 bytes of the key */
} parts[] = { { 1, 2 }, { 3, -7 }, { -1, 1 }, { -2, 0 }, { -3, 0 } };

static bool read_part(
    struct cbor *c, size_t part, unsigned char key[WEBAUTHN_KEY])
{
	const unsigned char *bytes;
	size_t n;

	if (parts[part].value != 0)
		return cbor_int(c) == parts[part].value;
	bytes = cbor_bytes(c, &n);
	if (n != 32)
		return false;
	memcpy(key + (parts[part].name == -2 ? 0 : 32), bytes, n);
	return true;
}

static bool read_key(struct cbor *c, unsigned char key[WEBAUTHN_KEY])
{
	size_t pairs = cbor_map(c), found = 0;
	bool seen[COUNT(parts)] = { false };

	for (; pairs > 0 && !c->bad; pairs--) {
		int64_t name = cbor_int(c);
		size_t i = 0;

		while (i < COUNT(parts) && parts[i].name != name)
			i++;
		if (i == COUNT(parts)) {
			cbor_skip(c);
			continue;
		}
		if (seen[i] || !read_part(c, i, key))
			return false;
		seen[i] = true;
		found++;
	}
	return !c->bad && found == COUNT(parts);
}

static bool read_credential(struct cbor *c, struct webauthn_data *d)
{
	if (c->end - c->at < CREDENTIAL)
		return false;
	d->credential_n = (size_t)c->at[16] << 8 | c->at[17];
	c->at += CREDENTIAL;
	if (d->credential_n == 0 || d->credential_n > WEBAUTHN_CREDENTIAL ||
	    (size_t)(c->end - c->at) < d->credential_n)
		return false;
	d->credential = c->at;
	c->at += d->credential_n;
	return read_key(c, d->key);
}

bool webauthn_read(
    const unsigned char *bytes, size_t n, struct webauthn_data *d)
{
	struct cbor c;

	*d = (struct webauthn_data) { .rp = bytes };
	if (n < HEAD)
		return false;
	d->flags = bytes[32];
	for (int i = 33; i < HEAD; i++)
		d->count = d->count << 8 | bytes[i];
	c = cbor_of(bytes + HEAD, n - HEAD);
	if ((d->flags & ATTESTED) != 0 && !read_credential(&c, d))
		return false;
	if ((d->flags & EXTENDED) != 0)
		cbor_skip(&c);
	return !c.bad && c.at == c.end;
}

const unsigned char *webauthn_attested(
    const unsigned char *bytes, size_t n, size_t *data_n)
{
	struct cbor c = cbor_of(bytes, n);
	const unsigned char *data = NULL;
	size_t pairs = cbor_map(&c);

	*data_n = 0;
	for (; pairs > 0 && !c.bad; pairs--) {
		if (!cbor_text_is(&c, "authData")) {
			cbor_skip(&c);
			continue;
		}
		if (data != NULL)
			return NULL;
		data = cbor_bytes(&c, data_n);
	}
	return !c.bad && c.at == c.end ? data : NULL;
}

/* ---- the browser's words ---- */

struct words {
	const unsigned char *at, *end;
};

static bool take(struct words *w, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(w->end - w->at) < n || memcmp(w->at, text, n) != 0)
		return false;
	w->at += n;
	return true;
}

bool webauthn_says(const unsigned char *json, size_t n, const char *type,
    const char *challenge, const char *origin)
{
	struct words w = { json, json + n };

	if (!take(&w, "{\"type\":\"") || !take(&w, type) ||
	    !take(&w, "\",\"challenge\":\"") || !take(&w, challenge) ||
	    !take(&w, "\",\"origin\":\"") || !take(&w, origin) ||
	    !take(&w, "\""))
		return false;
	/* Those of before level 2 do not say whether it is a frame. */
	if (!take(&w, ",\"crossOrigin\":false"))
		return w.end - w.at == 1 && *w.at == '}';
	return w.at < w.end && (*w.at == '}' || *w.at == ',') &&
	    w.end[-1] == '}';
}

const char *webauthn_challenge(
    struct ctx *c, const unsigned char *json, size_t n)
{
	static const char before[] = "\",\"challenge\":\"";
	const unsigned char *at = memmem(json, n, before, sizeof before - 1);
	const unsigned char *end;

	if (at == NULL)
		return NULL;
	at += sizeof before - 1;
	end = memchr(at, '"', (size_t)(json + n - at));
	return end != NULL ? mem_dup_n(c, (const char *)at, (size_t)(end - at))
			   : NULL;
}
