#include <string.h>

#include "base/json.h"
#include "base/log.h"

#include "notifier.h"
#include "settings.h"

/* GatewayAPI's Messaging API, POST /mobile/single and /mobile/multi, as its
 * OpenAPI description of August 2026 says. Seen by others and not in it: 401
 * without a token. From the documentation of its older API, and to be seen in
 * the new one: the codes of errors, and that an answer may hold one. Its
 * webhooks: portal/hook_proof.c. */

#define BLACKLISTED "0x0215"          /* they have told it STOP */
#define VALID_MOST  ((int64_t)432000) /* seconds: five days */

static void put_message(struct ctx *c, struct text *t, const struct outgoing *m)
{
	text_add(t, "{\"sender\":\"");
	json_add(t, settings.sms_sender);
	text_printf(t, "\",\"recipient\":%s,\"message\":\"", m->words.phone);
	json_add(t, m->words.body);
	/* An instant, so that time in their queue counts too. */
	text_printf(t,
	    "\",\"reference\":\"%" PRId64 "\",\"expiration\":%" PRId64 "}",
	    m->claimed.id, c->now + http_validity(c, m, VALID_MOST));
}

static void put_request(
    struct ctx *c, struct http_request *r, const struct text *body)
{
	const char *headers[] = { mem_printf(c, "Authorization: Token %s",
				      settings.gatewayapi_token),
		NULL };

	http_put(r, headers, "Content-Type: application/json", body);
}

static bool gatewayapi_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	struct text t = text_new(c->mem, HTTP_BODY_MOST);

	if (!http_sendable(c, m))
		return false;
	r->url = settings.gatewayapi_url;
	put_message(c, &t, m);
	put_request(c, r, &t);
	return http_fits(m, &t);
}

/* {"detail":[{"loc":["body","sender"],"type":"..."}]}: its own words for a
 * field, never what stood in it. */
static const char *complaint(struct ctx *c, const struct http_answer *a)
{
	struct json_wish w[] = { { .path = "detail.0.loc.1" },
		{ .path = "detail.0.type" } };

	if (!json_pick(c, a->body, strlen(a->body), w, COUNT(w)))
		return "http 422";
	return mem_printf(c, "http 422 %.40s %.40s", w[0].value, w[1].value);
}

/* {"code":"0x0215"}: as its older API says it, with any 4xx. */
static bool is_blacklisted(struct ctx *c, const struct http_answer *a)
{
	struct json_wish code = { .path = "code" };

	return a->status >= 400 && a->status < 500 &&
	    json_pick(c, a->body, strlen(a->body), &code, 1) &&
	    report_is(code.value, BLACKLISTED);
}

/* An entry that says a message is theirs now: its name, our reference and the
 * number, all three of this very message. */
enum { MSG_ID, REFERENCE, RECIPIENT, ENTRY };

static bool is_about(
    struct ctx *c, const struct json_wish w[ENTRY], const struct outgoing *m)
{
	const char *ours = mem_printf(c, "%" PRId64, m->claimed.id);

	return *w[MSG_ID].value != '\0' &&
	    strlen(w[MSG_ID].value) <= HTTP_ID_MOST &&
	    strcmp(w[REFERENCE].value, ours) == 0 &&
	    strcmp(w[RECIPIENT].value, m->words.phone) == 0;
}

static enum outcome taken(
    struct ctx *c, const struct json_wish w[ENTRY], struct outgoing *m)
{
	if (!is_about(c, w, m)) {
		m->why = "an answer that is not about this message";
		return OUTCOME_UNCERTAIN;
	}
	m->ref = w[MSG_ID].value;
	m->why = "accepted";
	return OUTCOME_ACCEPTED;
}

static enum outcome gatewayapi_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	struct json_wish w[ENTRY] = { { .path = "msg_id" },
		{ .path = "reference" }, { .path = "recipient" } };

	if (a->status == 422)
		m->why = complaint(c, a);
	m->stopped = is_blacklisted(c, a);
	if (m->stopped)
		return OUTCOME_PERMANENT;
	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	json_pick(c, a->body, strlen(a->body), w, COUNT(w));
	return taken(c, w, m);
}

/* ---- several at a time, POST /mobile/multi ---- */

#define SINGLE "/single"
#define MANY   8 /* times the room of one body */

static bool is_single(const char *url)
{
	size_t n = strlen(url), m = sizeof SINGLE - 1;

	return n > m && strcmp(url + n - m, SINGLE) == 0;
}

static void gatewayapi_open(void)
{
	if (settings.gatewayapi_batch > 1 &&
	    !is_single(settings.gatewayapi_url))
		log_refuse("sms.gatewayapi.batch: sms.gatewayapi.url must end "
			   "in " SINGLE);
}

static size_t many_most(void)
{
	return settings.gatewayapi_batch > 1 ? (size_t)settings.gatewayapi_batch
					     : 1;
}

static size_t many_request(struct ctx *c, struct outgoing *const *m,
    size_t count, struct http_request *r)
{
	struct text t = text_new(c->mem, MANY * HTTP_BODY_MOST);
	size_t n = 0;

	text_add(&t, "{\"messages\":[");
	for (; n < count; n++) {
		struct text one = text_new(c->mem, HTTP_BODY_MOST);

		put_message(c, &one, m[n]);
		if (one.full || t.n + one.n + 3 > t.most)
			break;
		text_add(&t, n > 0 ? "," : "");
		text_add_n(&t, one.s, one.n);
	}
	text_add(&t, "]}");
	r->url = mem_printf(c, "%.*s/multi",
	    (int)(strlen(settings.gatewayapi_url) - (sizeof SINGLE - 1)),
	    settings.gatewayapi_url);
	put_request(c, r, &t);
	return n;
}

/* {"responses":[entry ...]}, in whatever order; or one entry alone, as the
 * example in its description has it. */
static void many_answer(struct ctx *c, const struct http_answer *a,
    struct outgoing *const *m, size_t count)
{
	static const char *const names[ENTRY] = { "msg_id", "reference",
		"recipient" };
	struct json_wish *w;

	if (a->status < 200 || a->status > 299)
		return;
	w = mem_alloc(c, (count + 1) * ENTRY * sizeof *w);
	for (size_t i = 0; i < (count + 1) * ENTRY; i++)
		w[i].path = i / ENTRY < count
		    ? mem_printf(
			  c, "responses.%zu.%s", i / ENTRY, names[i % ENTRY])
		    : names[i % ENTRY];
	json_pick(c, a->body, strlen(a->body), w, (count + 1) * ENTRY);
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < count && !is_about(c, &w[at * ENTRY], m[i]))
			at++;
		m[i]->outcome = taken(c, &w[at * ENTRY], m[i]);
	}
}

/* The words of both of its APIs. */
static const char *gatewayapi_report(const struct hook *h, int64_t *id)
{
	static const struct report_word words[] = { { "SCHEDULED", "accepted" },
		{ "BUFFERED", "accepted" }, { "ACCEPTED", "accepted" },
		{ "ENROUTE", "enroute" }, { "DELIVERED", "delivered" },
		{ "READ", "delivered" }, { "EXPIRED", "lapsed" },
		{ "DELETED", "undelivered" },
		{ "UNDELIVERABLE", "undelivered" },
		{ "REJECTED", "undelivered" }, { "SKIPPED", "undelivered" } };

	return report_state(h, "status", words, COUNT(words), id);
}

/* The codes of its delivery reports (onlinecity/gatewayapi-docs, errors.rst):
 * unknown or absent subscriber, unassigned number. A telephone that is off or
 * full, and what was wrong with words or sender, say nothing of a number. */
static const struct gateway_many many = {
	.most = many_most, .request = many_request, .answer = many_answer
};

const struct gateway gatewayapi = { .open = gatewayapi_open,
	.request = gatewayapi_request,
	.answer = gatewayapi_answer,
	.report = gatewayapi_report,
	.dead = "0x1010|0x1011|0x1020|0x1025|0x1060|0x1084|0x1093",
	.stopped = BLACKLISTED,
	.many = &many };
