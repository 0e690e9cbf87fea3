#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

/* Kannel's sendsms, form and answers as user guide 1.4.5 says and as Debian's
 * own was seen to do; nothing here is from memory. The words and the password
 * stand in body and headers, so that no access log holds them. */

/* Kannel writes ? for what GSM lacks, so such texts go as UTF-16. */
static const char *utf16(struct ctx *c, const char *text, size_t *length)
{
	const char *end = text + strlen(text);
	char *out = mem_alloc(c, (size_t)(end - text) * 2 + 2);
	size_t n = 0, size;

	for (; text < end; text += size) {
		uint32_t point = (uint32_t)utf8_next(text, end, &size);
		uint32_t unit[2] = { point, 0 };
		int units = 1;

		if (point > 0xFFFF) {
			unit[0] = 0xD800 + ((point - 0x10000) >> 10);
			unit[1] = 0xDC00 + ((point - 0x10000) & 0x3FF);
			units = 2;
		}
		for (int i = 0; i < units; i++) {
			out[n++] = (char)(unit[i] >> 8);
			out[n++] = (char)(unit[i] & 0xFF);
		}
	}
	*length = n;
	return out;
}

static bool kannel_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	bool gsm = sms_size(m->words.body).gsm;
	int64_t left = m->claimed.expires_at - c->now;
	size_t n = 0;

	if (!http_sendable(c, m))
		return false;
	if (left < MINUTE) {
		m->why = "too late: Kannel counts in minutes";
		return false;
	}
	r->url = settings.kannel_url;
	r->header[n++] = gsm ? "Content-Type: text/plain; charset=UTF-8"
			     : "Content-Type: text/plain; charset=UTF-16BE";
	r->header[n++] = gsm ? "X-Kannel-Coding: 0" : "X-Kannel-Coding: 2";
	r->header[n++] = mem_printf(
	    c, "X-Kannel-Username: %s", settings.kannel_username);
	r->header[n++] = mem_printf(
	    c, "X-Kannel-Password: %s", settings.kannel_password);
	r->header[n++] = mem_printf(c, "X-Kannel-To: %s", m->words.phone);
	r->header[n++] = mem_printf(
	    c, "X-Kannel-From: %s", settings.sms_sender);
	/* Minutes; what would come too late is thrown away by the network. */
	r->header[n++] = mem_printf(
	    c, "X-Kannel-Validity: %" PRId64, left / MINUTE);
	r->header[n++] = "X-Kannel-DLR-Mask: 31";
	r->header[n++] = mem_printf(c,
	    "X-Kannel-DLR-Url: %s&type=%%d&answer=%%A",
	    http_report_url(c, m, "kannel"));
	r->header[n++] = "Expect:";
	r->header[n] = NULL;
	r->body = m->words.body;
	r->length = strlen(r->body);
	if (!gsm)
		r->body = utf16(c, m->words.body, &r->length);
	return true;
}

/* 403 of a number without a route, or of our password: it says which. It
 * answers 202 with "0: Accepted" or "3: Queued"; it gives no id of its own,
 * so reports find us by the ref in their address. */
static enum outcome kannel_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	(void)c;
	if (a->status == 403 && strstr(a->body, "Authorization") == NULL)
		return OUTCOME_PERMANENT;
	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	if (a->body[0] == '0' || a->body[0] == '3') {
		m->why = a->body[0] == '0' ? "accepted" : "queued";
		return OUTCOME_ACCEPTED;
	}
	m->why = "an answer that is none of Kannel's";
	return OUTCOME_UNCERTAIN;
}

static const char *kannel_report(const struct hook *h, int64_t *id)
{
	static const struct report_word types[] = { { "1", "delivered" },
		{ "2", "undelivered" }, { "4", "enroute" }, { "8", "enroute" },
		{ "16", "undelivered" } };

	return report_state(h, "type", types, COUNT(types), id);
}

/* What the networks say of a number comes in words that differ from one to the
 * next, so no report of it calls a number dead. */
const struct gateway kannel = { .request = kannel_request,
	.answer = kannel_answer,
	.report = kannel_report };
