/* Whatever a gateway tells us: what is stored is text that can be read, in the
 * fields we know; and what is read of a report is a state of ours.
 *
 * The first byte says what comes: an SMS as text, one as UTF-16, a report's
 * query, or, in digits, the body of another provider's webhook. Of an SMS the
 * second says how long the sender is, who stands next.
 * What is stored is looked at here, in place of a database. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#include "hook.h"
#include "notifier.h"
#include "portal.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *sender, *coding, *type, *signature;

static void must(bool good)
{
	if (!good)
		abort();
}

static void must_be_readable(const char *s)
{
	must(utf8_valid(s, strlen(s)));
	for (; *s != '\0'; s++)
		must((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t');
}

/* ---- in place of shared/hook.c ---- */

const char *hook_field(const struct hook *h, const char *name)
{
	for (const struct hook_field *f = h->fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f->value;
	return "";
}

enum err hook_store(struct ctx *c, const char *provider, const char *kind,
    const char *event_key, const struct hook_field *fields)
{
	static const char *const states[] = { "delivered", "undelivered",
		"enroute" };
	const struct hook h = { .provider = provider, .fields = fields };
	const char *state;
	int64_t id;
	bool known = false;

	(void)c;
	must(*event_key != '\0' && strlen(event_key) < 100);
	must_be_readable(event_key);
	for (const struct hook_field *f = fields; f->name != NULL; f++) {
		must_be_readable(f->value);
		/* Only the words, which stand last, may have several lines. */
		must(strchr(f->value, '\n') == NULL ||
		    strcmp(f->name, "text") == 0 ||
		    strcmp(provider, "kannel") == 0);
	}
	if (strcmp(kind, HOOK_REPORT) != 0 || strcmp(provider, "kannel") != 0)
		return OK;
	state = kannel.report(&h, &id);
	if (state == NULL)
		return OK;
	must(id >= 0);
	for (size_t i = 0; i < COUNT(states); i++)
		known = known || strcmp(states[i], state) == 0;
	must(known);
	return OK;
}

/* ---- in place of the portal around it ---- */
void wake_notifier(void)
{
}

struct reply reply_text(struct req *r, int status, const char *text)
{
	(void)r;
	return (struct reply) { .status = status, .body = text };
}

struct reply reply_status(struct req *r, int status)
{
	return reply_text(r, status, "");
}

static const char *header_of(const struct req *r, const char *name)
{
	(void)r;
	if (strcmp(name, "X-Kannel-From") == 0)
		return sender;
	if (strcmp(name, "Content-Type") == 0)
		return type;
	if (strcmp(name, "Signature") == 0)
		return signature;
	return strcmp(name, "X-Kannel-Coding") == 0 ? coding : "1204";
}

/* Signed as it should be, so that what lies behind the signature is read. */
static void webhook(struct req *r, unsigned which, const char *s, size_t size)
{
	static const struct {
		const char *provider, *path, *type;
	} all[] = {
		{ "gatewayapi", "/hook/gatewayapi/:token/report", "json" },
		{ "gatewayapi", "/hook/gatewayapi/:token/inbound", "json" },
		{ "twilio", "/hook/twilio/:token/report", "form" },
		{ "46elks", "/hook/46elks/:token/report", "form" },
		{ "46elks", "/hook/46elks/:token/inbound", "form" },
		{ "http", "/hook/http/:token/report", "json" },
		{ "http", "/hook/http/:token/inbound", "form" },
	};
	static struct route route;

	type = *all[which % COUNT(all)].type == 'j'
	    ? "application/json"
	    : "application/x-www-form-urlencoded";
	settings.sms_provider = all[which % COUNT(all)].provider;
	signature = mem_printf(
	    r->ctx, "v1=%s", secret_sign_hex(r->ctx, "h", s, size));
	route.path = all[which % COUNT(all)].path;
	r->route = &route;
	r->path = route.path;
	r->body = s;
	r->length = size;
	must(provider_hook(r).status >= 200);
}

static void sms(struct req *r, const char *s, size_t size, bool wide)
{
	size_t n = size > 0 ? (unsigned char)s[0] : 0;

	if (n + 1 > size)
		return;
	sender = mem_dup_n(r->ctx, s + 1, n);
	coding = wide ? "2" : "0";
	r->body = mem_dup_n(r->ctx, s + 1 + n, size - n - 1);
	r->length = size - n - 1;
	must(params_parse(r->ctx, "id=7", 4, &r->query));
	must(kannel_inbound_hook(r).status == 202);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	struct req r = { .ctx = &c, .header = header_of, .token = "word" };
	const char *s = mem_dup_n(&c, (const char *)data, size);

	settings = (struct settings) { .hook_secret = "word",
		.hook_url = "http://h",
		.sms_fallback = "none",
		.gatewayapi_hook = "h",
		.twilio_token = "t",
		.sms_http_report_ref = "ref",
		.sms_http_report_status = "a.0.status",
		.sms_http_inbound_id = "id",
		.sms_http_inbound_from = "from",
		.sms_http_inbound_text = "text" };
	c.now = 1772438400;
	if (size > 0 && s[0] == 'r') {
		if (params_parse(&c, s + 1, size - 1, &r.query))
			must(kannel_report_hook(&r).status == 202);
	} else if (size > 0 && s[0] >= '0' && s[0] <= '9') {
		webhook(&r, (unsigned)s[0] - '0', s + 1, size - 1);
	} else if (size > 0) {
		sms(&r, s + 1, size - 1, s[0] == 'w');
	}
	arena_free(c.mem);
	return 0;
}
