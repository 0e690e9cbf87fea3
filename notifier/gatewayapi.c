#include <string.h>

#include "base/json.h"

#include "notifier.h"
#include "settings.h"

/* GatewayAPI's Messaging API, POST /mobile/single, as its OpenAPI description
 * of August 2026 says. Seen by others and not in it: 401 without a token. From
 * the documentation of its older API, and to be seen in the new one: the codes
 * of errors, and that an answer may hold one. Not
 * used: /mobile/multi, for one unclear answer would make a whole batch
 * uncertain. Its webhooks: portal/hook_proof.c. */

#define BLACKLISTED "0x0215"          /* they have told it STOP */
#define VALID_MOST  ((int64_t)432000) /* seconds: five days */

static bool gatewayapi_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	struct text t = text_new(c->mem, HTTP_BODY_MOST);
	const char *headers[] = { mem_printf(c, "Authorization: Token %s",
				      settings.gatewayapi_token),
		NULL };

	if (!http_sendable(c, m))
		return false;
	r->url = settings.gatewayapi_url;
	text_add(&t, "{\"sender\":\"");
	json_add(&t, settings.sms_sender);
	text_printf(&t, "\",\"recipient\":%s,\"message\":\"", m->words.phone);
	json_add(&t, m->words.body);
	/* An instant, so that time in their queue counts too. */
	text_printf(&t,
	    "\",\"reference\":\"%" PRId64 "\",\"expiration\":%" PRId64 "}",
	    m->claimed.id, c->now + http_validity(c, m, VALID_MOST));
	http_put(r, headers, "Content-Type: application/json", &t);
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

static enum outcome gatewayapi_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	const char *ours = mem_printf(c, "%" PRId64, m->claimed.id);
	struct json_wish w[] = { { .path = "msg_id" }, { .path = "reference" },
		{ .path = "recipient" } };

	if (a->status == 422)
		m->why = complaint(c, a);
	m->stopped = is_blacklisted(c, a);
	if (m->stopped)
		return OUTCOME_PERMANENT;
	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	if (!json_pick(c, a->body, strlen(a->body), w, COUNT(w)) ||
	    *w[0].value == '\0' || strlen(w[0].value) > HTTP_ID_MOST ||
	    strcmp(w[1].value, ours) != 0 ||
	    strcmp(w[2].value, m->words.phone) != 0) {
		m->why = "an answer that is not about this message";
		return OUTCOME_UNCERTAIN;
	}
	m->ref = w[0].value;
	m->why = "accepted";
	return OUTCOME_ACCEPTED;
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
const struct gateway gatewayapi = { .request = gatewayapi_request,
	.answer = gatewayapi_answer,
	.report = gatewayapi_report,
	.dead = "0x1010|0x1011|0x1020|0x1025|0x1060|0x1084|0x1093",
	.stopped = BLACKLISTED };
