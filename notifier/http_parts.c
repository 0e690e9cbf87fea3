#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/secret.h"

#include "notifier.h"
#include "settings.h"

bool http_sendable(struct ctx *c, struct outgoing *m)
{
	const char *s = m->words.body, *phone = m->words.phone, *parsed;

	parsed = phone_parse(c, mem_printf(c, "+%s", phone));
	if (parsed == NULL || strcmp(parsed, phone) != 0) {
		m->why = "not a number an SMS can go to";
		return false;
	}
	if (*s == '\0' || !utf8_valid(s, strlen(s))) {
		m->why = "no words, or none that can be read";
		return false;
	}
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < 0x20 && *s != '\n') || *s == 0x7F) {
			m->why = "a control character in the words";
			return false;
		}
	return true;
}

int64_t http_validity(struct ctx *c, const struct outgoing *m, int64_t most)
{
	int64_t left = m->claimed.expires_at - c->now;

	return left < 1 ? 1 : left > most ? most : left;
}

const char *http_report_url(
    struct ctx *c, const struct outgoing *m, const char *provider)
{
	return mem_printf(c, "%s/hook/%s/%s/report?ref=%" PRId64,
	    settings.hook_url, provider, settings.hook_secret, m->claimed.id);
}

/* A long number is somebody's own, with its country; a short one and a name
 * stand as they are. */
const char *http_sender(struct ctx *c)
{
	const char *s = settings.sms_sender;

	if (strlen(s) > 7 && strspn(s, "0123456789") == strlen(s))
		return mem_printf(c, "+%s", s);
	return s;
}

const char *http_basic(struct ctx *c, const char *user, const char *password)
{
	const char *both = mem_printf(c, "%s:%s", user, password);

	return mem_printf(
	    c, "Authorization: Basic %s", secret_base64(c, both, strlen(both)));
}

void http_put(struct http_request *r, const char *const *headers,
    const char *type, const struct text *body)
{
	size_t n = 0;

	r->header[n++] = type;
	for (; *headers != NULL; headers++)
		r->header[n++] = *headers;
	r->header[n++] = "Expect:";
	r->header[n] = NULL;
	r->body = body->s;
	r->length = body->n;
}

bool http_fits(struct outgoing *m, const struct text *body)
{
	if (body->full)
		m->why = "too long";
	return !body->full;
}

enum outcome http_outcome(const struct http_answer *a)
{
	/* Their certificate is no message's fault, and nothing has left. */
	if (!a->sent)
		return a->distrusted ? OUTCOME_DOWN : OUTCOME_SAFE;
	if (!a->whole || a->status == 0)
		return OUTCOME_UNCERTAIN;
	switch (a->status) {
	case 401:
	case 402:
	case 403:
	case 407: return OUTCOME_DOWN;
	case 408: return OUTCOME_UNCERTAIN;
	case 429:
	case 503: return OUTCOME_REFUSED;
	default: break;
	}
	/* A 5xx may come from a proxy after the gateway took the message. */
	if (a->status >= 400 && a->status < 500)
		return OUTCOME_PERMANENT;
	return OUTCOME_UNCERTAIN;
}

int64_t http_wait(int64_t retry_after)
{
	return retry_after < 0 ? 0 : retry_after > DAY ? DAY : retry_after;
}

void form_add(struct text *t, const char *name, const char *value)
{
	if (t->n > 0)
		text_add(t, "&");
	text_add(t, name);
	text_add(t, "=");
	form_add_value(t, value);
}

void form_add_value(struct text *t, const char *value)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *value != '\0'; value++)
		if (strchr(plain, *value) != NULL)
			text_add_n(t, value, 1);
		else
			text_printf(t, "%%%02X", (unsigned char)*value);
}

bool report_ref(const struct hook *h, int64_t *id)
{
	const char *ref = hook_field(h, "ref");

	*id = 0;
	for (; *ref >= '0' && *ref <= '9' && *id < INT64_MAX / 100; ref++)
		*id = *id * 10 + (*ref - '0');
	return *ref == '\0' && *id > 0;
}

bool report_is(const char *answer, const char *words)
{
	size_t length = strlen(answer);

	while (words != NULL && *words != '\0') {
		size_t n = strcspn(words, "|");

		if (n == length && strncasecmp(words, answer, n) == 0)
			return true;
		words += n + (words[n] == '|');
	}
	return false;
}

const char *report_state(const struct hook *h, const char *field,
    const struct report_word *words, size_t count, int64_t *id)
{
	const char *said = hook_field(h, field);
	bool known = report_ref(h, id);

	for (size_t i = 0; known && i < count; i++)
		if (strcmp(said, words[i].said) == 0)
			return words[i].state;
	return NULL;
}
