#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/secret.h"

#include "hook_proof.h"
#include "settings.h"

/* How providers sign what they tell us. Each looks at the bytes as they came,
 * before anything has taken them apart, and compares in constant time. */

/* GatewayAPI's Messaging API: "Signature: v1=" and the HMAC-SHA256 of the body
 * in hex (seen in others' adapters, not in its description). */
static bool signed_v1(struct req *r, const char *given)
{
	struct ctx *c = r->ctx;

	return secret_equal_text(given,
	    mem_printf(c, "v1=%s",
		secret_sign_hex(
		    c, settings.gatewayapi_hook, r->body, r->length)));
}

/* GatewayAPI's older API: a JWT whose payload is the whole event, so that is
 * what is read, and the body is not. "none" and all but HS256 are refused. */
static bool signed_jwt(struct req *r, const char *jwt, struct proven *p)
{
	struct json_wish alg = { .path = "alg" };
	const char *first = strchr(jwt, '.'), *head;
	const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
	size_t n;

	if (second == NULL ||
	    !secret_equal_text(second + 1,
		secret_sign_jwt(r->ctx, settings.gatewayapi_hook, jwt,
		    (size_t)(second - jwt))))
		return false;
	head = secret_from_base64url(r->ctx, jwt, (size_t)(first - jwt), &n);
	if (head == NULL || !json_pick(r->ctx, head, n, &alg, 1) ||
	    strcmp(alg.value, "HS256") != 0)
		return false;
	p->body = secret_from_base64url(
	    r->ctx, first + 1, (size_t)(second - first - 1), &p->length);
	return p->body != NULL;
}

bool gatewayapi_proves(struct req *r, struct proven *p)
{
	const char *v1 = r->header(r, "Signature");
	const char *jwt = r->header(r, "X-Gwapi-Signature");

	if (*v1 != '\0')
		return signed_v1(r, v1);
	return *jwt != '\0' && signed_jwt(r, jwt, p);
}

/* ---- Twilio: base64 of HMAC-SHA1 over the URL it was given, and each field of
 * the form in the order of its name, name and value without anything between.
 * All fields count, for new ones come unannounced. */

struct pair {
	const char *name, *value;
};

static int by_name(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

static int nibble(char c)
{
	static const char digits[] = "0123456789ABCDEFabcdef";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	if (at == NULL)
		return -1;
	return at - digits < 16 ? (int)(at - digits) : (int)(at - digits) - 6;
}

/* Exactly what was sent, unlike params_parse(), which makes it readable. */
static const char *unescape(struct ctx *c, const char *s, size_t n)
{
	char *out = mem_alloc(c, n + 1);
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		bool escaped = s[i] == '%' && i + 2 < n &&
		    nibble(s[i + 1]) >= 0 && nibble(s[i + 2]) >= 0;

		if (!escaped) {
			out[length++] = (char)(s[i] == '+' ? ' ' : s[i]);
			continue;
		}
		out[length++] = (char)(nibble(s[i + 1]) * 16 +
		    nibble(s[i + 2]));
		i += 2;
	}
	return out;
}

/* How many there are; more than there is room for is none. */
static size_t take_apart(struct req *r, struct pair pairs[PARAMS_MOST])
{
	const char *at = r->body, *end = r->body + r->length;
	size_t count = 0;

	while (at < end) {
		const char *stop = memchr(at, '&', (size_t)(end - at));
		const char *equals;

		if (stop == NULL)
			stop = end;
		equals = memchr(at, '=', (size_t)(stop - at));
		if (equals == NULL || count == PARAMS_MOST)
			return 0;
		pairs[count].name = unescape(r->ctx, at, (size_t)(equals - at));
		pairs[count++].value = unescape(
		    r->ctx, equals + 1, (size_t)(stop - equals - 1));
		at = stop + 1;
	}
	return count;
}

bool twilio_proves(struct req *r, struct proven *p)
{
	struct text t = text_new(r->ctx->mem, BODY_MOST + 1000);
	struct pair *pairs = mem_alloc(r->ctx, PARAMS_MOST * sizeof *pairs);
	size_t count = take_apart(r, pairs);
	const char *ref = param_value(&r->query, "ref");

	(void)p;
	/* As notifier/twilio.c gave it, and as an operator enters it. */
	text_printf(&t, "%s%s", settings.hook_url, r->path);
	if (*ref != '\0')
		text_printf(&t, "?ref=%s", ref);
	qsort(pairs, count, sizeof *pairs, by_name);
	for (size_t i = 0; i < count; i++)
		text_printf(&t, "%s%s", pairs[i].name, pairs[i].value);
	return count > 0 && !t.full &&
	    secret_equal_text(r->header(r, "X-Twilio-Signature"),
		secret_sign_sha1(r->ctx, settings.twilio_token, t.s, t.n));
}
