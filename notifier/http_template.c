#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"

#include "notifier.h"
#include "settings.h"

/* A provider that the configuration describes (sms.http.*): a POST whose body
 * is a text with names in it. How a value is written there follows from the
 * body's type alone, so no value can end its own string or field. */

enum name { TO, TO_DIGITS, FROM, TEXT_, REF, REPORT_URL, VALID_S, VALID_AT };

static const char *const names[] = {
	/* clang-format off */
	[TO] = "to", [TO_DIGITS] = "to_digits", [FROM] = "from",
	[TEXT_] = "text", [REF] = "ref", [REPORT_URL] = "report_url",
	[VALID_S] = "validity_s", [VALID_AT] = "validity_at",
	/* clang-format on */
};

static bool is_json(void)
{
	return strcmp(settings.sms_http_type, "json") == 0;
}

/* Which name stands after "{{", to its end: -1 for none of ours. */
static int name_at(const char *s, size_t *n)
{
	*n = strcspn(s, "}");
	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i]) == *n && strncmp(s, names[i], *n) == 0 &&
		    strncmp(s + *n, "}}", 2) == 0)
			return (int)i;
	return -1;
}

static void template_open(void)
{
	const char *at = settings.sms_http_body;
	size_t n;

	for (; (at = strstr(at, "{{")) != NULL; at += 2)
		if (name_at(at + 2, &n) < 0)
			log_refuse("sms.http.body: {{%.20s is no name that it "
				   "may hold",
			    at + 2);
}

static const char *value_of(struct ctx *c, const struct outgoing *m, int name)
{
	int64_t valid = http_validity(c, m, 400 * DAY);

	switch ((enum name)name) {
	case TO: return mem_printf(c, "+%s", m->words.phone);
	case TO_DIGITS: return m->words.phone;
	case FROM: return settings.sms_sender;
	case TEXT_: return m->words.body;
	case REF: return mem_printf(c, "%" PRId64, m->claimed.id);
	case REPORT_URL: return http_report_url(c, m, "http");
	case VALID_S: return mem_printf(c, "%" PRId64, valid);
	case VALID_AT: return mem_printf(c, "%" PRId64, c->now + valid);
	}
	return "";
}

static void fill(struct ctx *c, const struct outgoing *m, struct text *t)
{
	const char *at = settings.sms_http_body, *open;
	size_t n;

	while ((open = strstr(at, "{{")) != NULL) {
		int name = name_at(open + 2, &n);

		text_add_n(t, at, (size_t)(open - at));
		at = open + 2;
		if (name < 0)
			continue;
		if (is_json())
			json_add(t, value_of(c, m, name));
		else
			form_add_value(t, value_of(c, m, name));
		at += n + 2;
	}
	text_add(t, at);
}

/* One header, or none. */
static const char *authorization(struct ctx *c)
{
	const char *how = settings.sms_http_auth;

	if (strcmp(how, "basic") == 0)
		return http_basic(
		    c, settings.sms_http_username, settings.sms_http_secret);
	if (strcmp(how, "none") == 0)
		return NULL;
	return mem_printf(c, "Authorization: %s %s",
	    strcmp(how, "bearer") == 0 ? "Bearer" : "Token",
	    settings.sms_http_secret);
}

static bool template_request(
    struct ctx *c, struct outgoing *m, struct http_request *r)
{
	struct text t = text_new(c->mem, HTTP_BODY_MOST);
	const char *headers[] = { authorization(c), NULL };

	if (!http_sendable(c, m))
		return false;
	r->url = settings.sms_http_url;
	fill(c, m, &t);
	http_put(r, headers,
	    is_json() ? "Content-Type: application/json" : HTTP_FORM, &t);
	return http_fits(m, &t);
}

/* "path=value" of sms.http.refused; the whole is a path when it has no =. */
static bool refused(const struct json_wish *w)
{
	const char *equals = strchr(settings.sms_http_refused, '=');

	return equals != NULL && *w->value != '\0' &&
	    strcmp(w->value, equals + 1) == 0;
}

static enum outcome template_answer(
    struct ctx *c, const struct http_answer *a, struct outgoing *m)
{
	const char *path = mem_dup_n(c, settings.sms_http_refused,
	    strcspn(settings.sms_http_refused, "="));
	struct json_wish w[] = { { .path = settings.sms_http_id },
		{ .path = path } };
	bool read;

	if (a->status < 200 || a->status > 299)
		return http_outcome(a);
	read = json_pick(c, a->body, strlen(a->body), w, COUNT(w));
	if (read && refused(&w[1])) {
		m->why = mem_printf(c, "refused inside http %d", a->status);
		return OUTCOME_PERMANENT;
	}
	if (*settings.sms_http_refused != '\0' && !read) {
		m->why = "an answer that cannot be read";
		return OUTCOME_UNCERTAIN;
	}
	if (*settings.sms_http_id != '\0' &&
	    (*w[0].value == '\0' || strlen(w[0].value) > HTTP_ID_MOST)) {
		m->why = "an answer without its id";
		return OUTCOME_UNCERTAIN;
	}
	m->ref = *settings.sms_http_id != '\0' ? w[0].value : NULL;
	m->why = "accepted";
	return OUTCOME_ACCEPTED;
}

static bool is_one_of(const char *list, const char *word)
{
	const char *item;
	size_t n;

	while (text_item(&list, &item, &n))
		if (strlen(word) == n && strncmp(item, word, n) == 0)
			return true;
	return false;
}

static const char *template_report(const struct hook *h, int64_t *id)
{
	const char *status = hook_field(h, "status");

	if (!report_ref(h, id))
		return NULL;
	if (is_one_of(settings.sms_http_delivered, status))
		return "delivered";
	return is_one_of(settings.sms_http_undelivered, status) ? "undelivered"
								: NULL;
}

const struct gateway http_template = { .open = template_open,
	.request = template_request,
	.answer = template_answer,
	.report = template_report };
