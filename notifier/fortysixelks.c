#include <string.h>

#include "base/json.h"

#include "notifier.h"
#include "settings.h"

/* 46elks' a1/sms, as its documentation says; nothing here is from memory. It
 * takes no validity, so what it
 * has accepted may come after its time; and it sends back as an SMS whatever
 * body its webhooks are answered with, so ours are empty. */

static bool elks_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	struct text t = text_new(c->mem, HTTP_BODY_MOST);
	const char *headers[] = { http_basic(c, settings.elks_username,
				      settings.elks_password),
		NULL };

	if (!http_sendable(c, m))
		return false;
	r->url = settings.elks_url;
	form_add(&t, "from", http_sender(c));
	form_add(&t, "to", mem_printf(c, "+%s", m->words.phone));
	form_add(&t, "message", m->words.body);
	form_add(&t, "whendelivered", http_report_url(c, m, "46elks"));
	form_add(&t, "dontlog", "message");
	http_put(r, headers, HTTP_FORM, &t);
	return http_fits(m, &t);
}

static enum outcome elks_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	struct json_wish w[] = { { .path = "id" }, { .path = "to" },
		{ .path = "status" } };

	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	if (!json_pick(c, a->body, strlen(a->body), w, COUNT(w)) ||
	    *w[0].value == '\0' || strlen(w[0].value) > HTTP_ID_MOST ||
	    strcmp(w[1].value, mem_printf(c, "+%s", m->words.phone)) != 0) {
		m->why = "an answer that is not about this message";
		return OUTCOME_UNCERTAIN;
	}
	m->ref = w[0].value;
	if (strcmp(w[2].value, "failed") == 0) {
		m->why = "refused at once";
		return OUTCOME_PERMANENT;
	}
	m->why = "accepted";
	return OUTCOME_ACCEPTED;
}

static const char *elks_report(const struct hook *h, int64_t *id)
{
	static const struct report_word words[] = { { "created", "accepted" },
		{ "sent", "enroute" }, { "delivered", "delivered" },
		{ "failed", "undelivered" } };

	return report_state(h, "status", words, COUNT(words), id);
}

/* "failed" is all that its reports say: no number is called dead for it. */
const struct gateway fortysixelks = {
	.request = elks_request, .answer = elks_answer, .report = elks_report
};
