#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/text.h"

#include "message.h"
#include "outbox.h"

#include "provider.h"

#define BEGINS_MOST 20 /* seconds from the claim to a request */

struct found found_for(struct ctx *c, int64_t person)
{
	struct found f = { .state = "-", .why = "" };
	struct rows r = db_query(c,
	    SQL("SELECT state, coalesce(why, ''), tries, next_at - changed_at,"
		" id, expires_at FROM outbox"
		" WHERE person_id = $1 AND channel = 'sms' LIMIT 1"),
	    BIND(INT(person)));

	if (row_next(&r)) {
		f.state = row_text(&r);
		f.why = row_text(&r);
		f.tries = row_int(&r);
		f.wait = row_int(&r);
		f.id = row_int(&r);
		f.expires_at = row_int(&r);
	}
	return f;
}

/* ---- the request, byte for byte ---- */

static const char *escaped(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 2000);

	for (; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr("-._~", *s) != NULL)
			text_add_n(&t, s, 1);
		else
			text_printf(&t, "%%%02X", (unsigned char)*s);
	return t.s;
}

static const char *golden_body(struct ctx *c, const struct found *f,
    const char *words, const char *report_url, int64_t good)
{
	const char *number = mem_printf(c, "4531%06d", FIRST_NUMBER);

	if (strcmp(provider->name, "gatewayapi") == 0)
		return mem_printf(c,
		    "{\"sender\":\"1204\",\"recipient\":%s,\"message\":"
		    "\"%s\",\"reference\":\"%" PRId64
		    "\",\"expiration\":%" PRId64 "}",
		    number, words, f->id, f->expires_at);
	if (strcmp(provider->name, "twilio") == 0)
		return mem_printf(c,
		    "To=%%2B%s&From=1204&Body=%s&StatusCallback=%s"
		    "&ValidityPeriod=%" PRId64,
		    number, escaped(c, words), escaped(c, report_url), good);
	if (strcmp(provider->name, "46elks") == 0)
		return mem_printf(c,
		    "from=1204&to=%%2B%s&message=%s&whendelivered=%s"
		    "&dontlog=message",
		    number, escaped(c, words), escaped(c, report_url));
	if (strcmp(provider->name, "http") == 0)
		return mem_printf(c,
		    "{\"ref\":\"%" PRId64 "\",\"to\":\"+%s\",\"text\":"
		    "\"%s\",\"until\":%" PRId64 "}",
		    f->id, number, words, f->expires_at);
	return words;
}

static const char *golden_headers(
    struct ctx *c, const char *report_url, int64_t good)
{
	if (provider->headers != NULL)
		return mem_printf(c, "Content-Type: %s\r\n%s", provider->type,
		    provider->headers);
	return mem_printf(c,
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "X-Kannel-Coding: 0\r\nX-Kannel-Username: portal\r\n"
	    "X-Kannel-Password: t0ken\r\nX-Kannel-To: 4531%06d\r\n"
	    "X-Kannel-From: 1204\r\nX-Kannel-Validity: %" PRId64 "\r\n"
	    "X-Kannel-DLR-Mask: 31\r\nX-Kannel-DLR-Url: %s&type=%%d"
	    "&answer=%%A\r\n",
	    FIRST_NUMBER, good, report_url);
}

/* The validity is counted from the moment in which the request begins, which
 * only the request knows: what it says must end by its time, and begin within
 * some seconds of the try. In the unit that is sent. */
static int64_t validity_of(
    struct ctx *c, const struct found *f, const char *request)
{
	static const struct {
		const char *says;
		int64_t unit, most;
	} ways[] = { { "&ValidityPeriod=", 1, 36000 },
		{ "X-Kannel-Validity: ", MINUTE, INT64_MAX } };
	int64_t began = db_int(c,
	    SQL("SELECT began_at FROM attempt WHERE outbox_id = $1"),
	    BIND(INT(f->id)), 0);
	int64_t left = f->expires_at - began;

	for (size_t i = 0; i < COUNT(ways); i++) {
		const char *at = strstr(request, ways[i].says);
		int64_t good;

		if (at == NULL)
			continue;
		good = strtoll(at + strlen(ways[i].says), NULL, 10);
		if (left > ways[i].most)
			left = ways[i].most;
		check(good * ways[i].unit <= left &&
			good * ways[i].unit > left - ways[i].unit - BEGINS_MOST,
		    "%s: it is good until its own time is over",
		    provider->name);
		return good;
	}
	return 0;
}

void judge_request(struct ctx *c, const struct place *p, int port,
    const struct tmpls *texts, int64_t person)
{
	struct found f = found_for(c, person);
	char path[PATH_ROOM];
	const struct call *all;
	size_t count = stand_in_calls(&all);
	const char *request = "", *secret, *report_url, *body, *expected;
	struct message m;
	int64_t good;

	for (size_t i = 0; i < count; i++)
		if (number_in(all[i].request) == 0)
			request = all[i].request;
	db_begin(c);
	message_compose(c, texts, "call", OUTBOX_SMS, person, 0, &m);
	if (db_undo(c, OK) != OK)
		give_up("the database");
	place_file(p, "hook.secret", path);
	secret = mem_dup(c, read_file(c->mem, path));
	secret = mem_dup_n(c, secret, strcspn(secret, "\n"));
	report_url = mem_printf(c,
	    "http://127.0.0.1:1/hook/%s/%s/report?ref=%" PRId64, provider->name,
	    secret, f.id);
	good = validity_of(c, &f, request);
	body = golden_body(c, &f, m.body, report_url, good);
	expected = mem_printf(c,
	    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\n%s"
	    "Content-Length: %zu\r\n\r\n%s",
	    provider->path, port, golden_headers(c, report_url, good),
	    strlen(body), body);
	if (!check(strcmp(request, expected) == 0,
		"%s: the request is as documented, byte for byte",
		provider->name))
		tell("came:\n%s\nexpected:\n%s", request, expected);
}
