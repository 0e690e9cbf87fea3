#include <string.h>

#include "base/json.h"

#include "notifier.h"
#include "settings.h"

/* Twilio's Messages resource, 2010-04-01. From memory, and to be tried with an
 * account before it is relied on: the codes of `codes` but for 21610 and 20429,
 * the codes 30005 and 30006 of its reports, and that an answer says "to" as it
 * was given. Its webhooks: portal/hook_proof.c. */

#define STOPPED    "21610"          /* they have told Twilio STOP */
#define VALID_MOST ((int64_t)36000) /* seconds: as long as its queue holds */

static bool twilio_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	struct text t = text_new(c->mem, HTTP_BODY_MOST);
	const char *headers[] = { http_basic(c, settings.twilio_account,
				      settings.twilio_token),
		NULL };

	if (!http_sendable(c, m))
		return false;
	r->url = mem_printf(c, "%s/2010-04-01/Accounts/%s/Messages.json",
	    settings.twilio_url, settings.twilio_account);
	form_add(&t, "To", mem_printf(c, "+%s", m->words.phone));
	form_add(&t, "From", http_sender(c));
	form_add(&t, "Body", m->words.body);
	form_add(&t, "StatusCallback", http_report_url(c, m, "twilio"));
	form_add(&t, "ValidityPeriod",
	    mem_printf(c, "%" PRId64, http_validity(c, m, VALID_MOST)));
	http_put(r, headers, HTTP_FORM, &t);
	return http_fits(m, &t);
}

/* What a code says more clearly than its status. */
static const struct {
	const char *code;
	enum outcome outcome;
} codes[] = {
	{ "20003", OUTCOME_DOWN },      /* our name or token */
	{ "20404", OUTCOME_DOWN },      /* no such account */
	{ "20429", OUTCOME_REFUSED },   /* too many; not processed */
	{ "21212", OUTCOME_DOWN },      /* our sender is none */
	{ "21603", OUTCOME_DOWN },      /* our sender is missing */
	{ "21606", OUTCOME_DOWN },      /* our sender is not ours */
	{ "21211", OUTCOME_PERMANENT }, /* not a number */
	{ "21408", OUTCOME_PERMANENT }, /* a country we may not send to */
	{ STOPPED, OUTCOME_PERMANENT },
	{ "21614", OUTCOME_PERMANENT }, /* not a mobile */
};

static enum outcome refusal(struct ctx *c, const struct http_answer *a,
    const char *code, struct outgoing *m)
{
	enum outcome otherwise = a->status < 300 ? OUTCOME_PERMANENT
						 : http_outcome(a);

	m->stopped = strcmp(code, STOPPED) == 0;
	m->why = mem_printf(c, "http %d code %.10s", a->status, code);
	for (size_t i = 0; i < COUNT(codes); i++)
		if (strcmp(code, codes[i].code) == 0)
			return codes[i].outcome;
	return otherwise;
}

static enum outcome twilio_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	struct json_wish w[] = { { .path = "sid" }, { .path = "to" },
		{ .path = "error_code" }, { .path = "code" },
		{ .path = "status" } };
	bool read = json_pick(c, a->body, strlen(a->body), w, COUNT(w));

	/* Whatever a 5xx says, something may have been taken before it. */
	if (a->status >= 400 && a->status < 500 && *w[3].value != '\0')
		return refusal(c, a, w[3].value, m);
	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	if (!read || strlen(w[0].value) != 34 ||
	    strcmp(w[1].value, mem_printf(c, "+%s", m->words.phone)) != 0) {
		m->why = "an answer that is not about this message";
		return OUTCOME_UNCERTAIN;
	}
	m->ref = w[0].value;
	if (*w[2].value != '\0' || strcmp(w[4].value, "failed") == 0)
		return refusal(c, a, w[2].value, m);
	m->why = "accepted";
	return OUTCOME_ACCEPTED;
}

static const char *twilio_report(const struct hook *h, int64_t *id)
{
	static const struct report_word words[] = { { "queued", "accepted" },
		{ "accepted", "accepted" }, { "scheduled", "accepted" },
		{ "sending", "accepted" }, { "sent", "enroute" },
		{ "delivered", "delivered" }, { "read", "delivered" },
		{ "undelivered", "undelivered" }, { "failed", "undelivered" },
		{ "canceled", "undelivered" } };

	if (strcmp(hook_field(h, "answer"), "30036") == 0)
		return report_ref(h, id) ? "lapsed" : NULL;
	return report_state(h, "status", words, COUNT(words), id);
}

/* 30005 is a number that is nobody's, 30006 a landline. */
const struct gateway twilio = { .request = twilio_request,
	.answer = twilio_answer,
	.report = twilio_report,
	.dead = "30005|30006",
	.stopped = STOPPED };
