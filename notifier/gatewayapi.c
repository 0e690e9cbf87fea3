#include <string.h>

#include "base/json.h"

#include "notifier.h"
#include "settings.h"

/* GatewayAPI's Messaging API, POST /mobile/single, as its OpenAPI description
 * of August 2026 says. Seen by others and not in it: 401 without a token. Not
 * used: /mobile/multi, for one unclear answer would make a whole batch
 * uncertain. Its webhooks: portal/hook_proof.c. */

#define VALID_MOST ((int64_t)432000) /* seconds: five days */

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

static enum outcome gatewayapi_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	const char *ours = mem_printf(c, "%" PRId64, m->claimed.id);
	struct json_wish w[] = { { .path = "msg_id" }, { .path = "reference" },
		{ .path = "recipient" } };

	if (a->status == 422)
		m->why = complaint(c, a);
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

const struct gateway gatewayapi = { NULL, gatewayapi_request, gatewayapi_answer,
	gatewayapi_report };
