#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

/* Kannel's sendsms, form and answers as user guide 1.4.5 says and as Debian's
 * own was seen to do. The words and the password stand in body and headers, so
 * that no access log holds them. */

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

/* What stands in a header must not be able to begin another one. */
static bool plain(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7F)
			return false;
	return true;
}

static bool kannel_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	bool gsm = sms_size(m->words.body).gsm;
	int64_t left = m->claimed.expires_at - c->now;
	size_t n = 0;

	if (!plain(m->words.phone) || m->words.body[0] == '\0') {
		m->why = "no number, or no words";
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
	r->header[n++] = mem_printf(c, "X-Kannel-Validity: %" PRId64,
	    left / MINUTE > 0 ? left / MINUTE : 1);
	r->header[n++] = "X-Kannel-DLR-Mask: 31";
	r->header[n++] = mem_printf(c,
	    "X-Kannel-DLR-Url: %s/hook/kannel/%s/report?ref=%" PRId64
	    "&type=%%d&answer=%%A",
	    settings.hook_url, settings.hook_secret, m->claimed.id);
	r->header[n++] = "Expect:";
	r->header[n] = NULL;
	r->body = m->words.body;
	r->length = strlen(r->body);
	if (!gsm)
		r->body = utf16(c, m->words.body, &r->length);
	return true;
}

/* It answers 202 with "0: Accepted" or "3: Queued"; it gives no id of its own,
 * so reports find us by the ref in their address. */
static enum outcome kannel_accepted(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	(void)c;
	if (a->body[0] == '0' || a->body[0] == '3') {
		m->why = a->body[0] == '0' ? "accepted" : "queued";
		return OUTCOME_ACCEPTED;
	}
	m->why = "an answer that is none of Kannel's";
	return OUTCOME_UNCERTAIN;
}

static const char *kannel_report(const struct hook *h, int64_t *id)
{
	static const struct {
		const char *type, *state;
	} types[] = { { "1", "delivered" }, { "2", "undelivered" },
		{ "4", "enroute" }, { "8", "enroute" },
		{ "16", "undelivered" } };
	const char *ref = hook_field(h, "ref"), *type = hook_field(h, "type");

	*id = 0;
	for (; *ref >= '0' && *ref <= '9' && *id < INT64_MAX / 100; ref++)
		*id = *id * 10 + (*ref - '0');
	for (size_t i = 0; *ref == '\0' && i < COUNT(types); i++)
		if (strcmp(type, types[i].type) == 0)
			return types[i].state;
	return NULL;
}

const struct gateway kannel = { "kannel", kannel_request, kannel_accepted,
	kannel_report };
