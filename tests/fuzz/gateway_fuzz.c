/* Whatever a gateway tells us: what is stored is text that can be read, in the
 * fields we know; and what is read of a report is a state of ours.
 *
 * The first byte says what comes: an SMS as text, one as UTF-16, or a report's
 * query. Of an SMS the second says how long the sender is, who stands next.
 * What is stored is looked at here, in place of a database. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "hook.h"
#include "notifier.h"
#include "portal.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *sender, *coding;

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
	for (const struct hook_field *f = fields; f->name != NULL; f++)
		must_be_readable(f->value);
	if (strcmp(kind, HOOK_REPORT) != 0)
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
	return strcmp(name, "X-Kannel-Coding") == 0 ? coding : "1204";
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

	settings.hook_secret = "word";
	if (size > 0 && s[0] == 'r') {
		if (params_parse(&c, s + 1, size - 1, &r.query))
			must(kannel_report_hook(&r).status == 202);
	} else if (size > 0) {
		sms(&r, s + 1, size - 1, s[0] == 'w');
	}
	arena_free(c.mem);
	return 0;
}
