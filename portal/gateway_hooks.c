#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include "hook.h"
#include "hook_proof.h"
#include "portal.h"
#include "settings.h"

#define WORDS_MOST ((size_t)4000) /* bytes of an SMS that are kept */

bool hook_knows_the_word(struct req *r)
{
	if (secret_equal_text(r->token, settings.hook_secret))
		return true;
	log_warnx("hook.refused why=wrong word in the path");
	return false;
}

struct reply hook_stored(struct req *r, enum err err, const char *provider,
    const char *kind, int status)
{
	if (err == ERR_INVALID)
		return reply_text(r, 413, "");
	if (err != OK)
		return reply_text(r, 503, "");
	log_info("hook.stored provider=%s kind=%s", provider, kind);
	wake_notifier();
	return reply_text(r, status, "");
}

/* GET /hook/kannel/:token/report: what became of a message. Kannel may say the
 * same twice and in any order; reports only move a row on, so the key is all
 * that it said. */
struct reply kannel_report_hook(struct req *r)
{
	struct ctx *c = r->ctx;
	const struct hook_field fields[] = {
		{ "ref", param_value(&r->query, "ref") },
		{ "type", param_value(&r->query, "type") },
		{ "answer", param_value(&r->query, "answer") },
		{ NULL, NULL },
	};
	const char *key = mem_printf(
	    c, "%s:%s:%s", fields[0].value, fields[1].value, fields[2].value);

	if (!hook_knows_the_word(r))
		return reply_status(r, 404);
	return hook_stored(r,
	    hook_store(c, "kannel", HOOK_REPORT, secret_digest(c, key), fields),
	    "kannel", HOOK_REPORT, 202);
}

/* UTF-16, high byte first, as Kannel hands on what GSM could not hold. */
static const char *from_utf16(struct ctx *c, const char *s, size_t n)
{
	struct text t = text_new(c->mem, WORDS_MOST);

	for (size_t i = 0; i + 1 < n && t.n + 4 <= WORDS_MOST; i += 2) {
		uint32_t u = (uint32_t)(unsigned char)s[i] << 8 |
		    (unsigned char)s[i + 1];

		if (u >= 0xD800 && u < 0xDC00 && i + 3 < n) {
			uint32_t low = (uint32_t)(unsigned char)s[i + 2] << 8 |
			    (unsigned char)s[i + 3];

			u = 0x10000 + ((u - 0xD800) << 10) +
			    ((low - 0xDC00) & 0x3FF);
			i += 2;
		}
		text_add_point(&t, (int32_t)u);
	}
	return t.s;
}

const char *hook_readable(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, WORDS_MOST);
	const char *end = s + strlen(s);

	while (s < end && t.n + 4 <= WORDS_MOST) {
		size_t size = 1;
		int32_t point = utf8_next(s, end, &size);

		if (point >= 0x20 || point == '\n')
			text_add_n(&t, s, size);
		s += point < 0 ? 1 : size;
	}
	return t.s;
}

/* POST /hook/kannel/:token/inbound?id=%I: an SMS from a person, its words in
 * the body so that they stand in nobody's access log. The id is Kannel's, and
 * the same when it tells us again. */
struct reply kannel_inbound_hook(struct req *r)
{
	struct ctx *c = r->ctx;
	bool wide = strcmp(r->header(r, "X-Kannel-Coding"), "2") == 0;
	const char *words = wide ? from_utf16(c, r->body, r->length) : r->body;
	const char *id = param_value(&r->query, "id");
	const struct hook_field fields[] = {
		{ "from", hook_readable(c, r->header(r, "X-Kannel-From")) },
		{ "to", hook_readable(c, r->header(r, "X-Kannel-To")) },
		{ "text", hook_readable(c, words) },
		{ NULL, NULL },
	};

	if (!hook_knows_the_word(r))
		return reply_status(r, 404);
	if (*id == '\0')
		return reply_text(r, 400, "");
	id = mem_printf(c, "inbound:%.60s", id);
	return hook_stored(r, hook_store(c, "kannel", HOOK_INBOUND, id, fields),
	    "kannel", HOOK_INBOUND, 202);
}
