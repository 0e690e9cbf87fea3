/* Whatever a provider answers is an outcome of ours, with words that can be
 * kept; and whatever words somebody is sent, a request holds one header a line
 * and a body of its own kind. The first byte says which gateway, the second
 * which status, or that the rest is what is to be sent. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

#include "notifier.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In place of shared/hook.c. */
const char *hook_field(const struct hook *h, const char *name)
{
	(void)h;
	(void)name;
	return "";
}

static void must(bool good)
{
	if (!good)
		abort();
}

static void answer(
    struct ctx *c, const struct gateway *g, int status, const char *body)
{
	const struct http_answer a = {
		.sent = true, .whole = true, .status = status, .body = body
	};
	struct outgoing m = { .claimed = { .id = 4711 },
		.words = { .phone = "4520000101", .body = "Hej" } };
	enum outcome outcome = g->answer(c, &a, &m);

	must(outcome <= OUTCOME_UNCERTAIN);
	must(outcome != OUTCOME_SAFE); /* a byte had left */
	must(outcome != OUTCOME_ACCEPTED || (status >= 200 && status < 300));
	must(m.why == NULL || strlen(m.why) < 200);
	must(m.ref == NULL || strlen(m.ref) < 200);
}

static void request(struct ctx *c, const struct gateway *g, const char *words)
{
	struct outgoing m = { .claimed = { .id = 4711, .expires_at = HOUR },
		.words = { .phone = "4520000101", .body = words } };
	struct http_request r = { 0 };
	struct json_wish w[] = { { .path = "message" }, { .path = "text" } };

	if (!g->request(c, &m, &r)) {
		must(m.why != NULL);
		return;
	}
	for (size_t i = 0; r.header[i] != NULL; i++)
		must(strpbrk(r.header[i], "\r\n") == NULL);
	if (g == &gatewayapi || g == &http_template) {
		must(json_pick(c, r.body, r.length, w, COUNT(w)));
		must(strcmp(w[g == &http_template].value, words) == 0);
	} else if (g != &kannel) {
		must(strspn(r.body,
			 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			 "0123456789-._~%=&") == r.length);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct gateway *const all[] = { &kannel, &gatewayapi,
		&twilio, &fortysixelks, &http_template };
	static const int statuses[] = { 200, 201, 202, 204, 301, 400, 401, 403,
		404, 422, 429, 500, 503 };
	const struct gateway *g;
	struct ctx c = { 0 };
	const char *rest;

	if (size < 2)
		return 0;
	settings = (struct settings) { .hook_url = "http://h",
		.hook_secret = "w",
		.sms_sender = "1204",
		.sms_http_type = "json",
		.sms_http_body = "{\"text\":\"{{text}}\"}",
		.sms_http_auth = "none",
		.sms_http_id = "a.0.id",
		.sms_http_refused = "a.0.ok=false" };
	c.mem = arena_new();
	rest = mem_dup_n(&c, (const char *)data + 2, size - 2);
	g = all[data[0] % COUNT(all)];
	if (data[1] == 'r')
		request(&c, g, rest);
	else
		answer(&c, g, statuses[data[1] % COUNT(statuses)], rest);
	arena_free(c.mem);
	return 0;
}
