#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "provider.h"

/* ---- the providers ---- */

const struct provider_case providers[PROVIDERS] = {
	{ "kannel", "[sms.kannel]\nurl = http://127.0.0.1:%d/cgi-bin/sendsms\n",
	    "kannel.password", NULL, "0: Accepted for delivery",
	    "4: Temporal failure, try again later.", "uncertain", "accepted",
	    "/cgi-bin/sendsms", NULL, NULL },
	{ "gatewayapi",
	    "[sms.gatewayapi]\nurl = http://127.0.0.1:%d/mobile/single\n",
	    "gatewayapi.token", "gatewayapi.hook",
	    "{\"msg_id\":\"01J\",\"reference\":\"$R\",\"recipient\":$N}",
	    "{\"code\":\"0x0213\",\"message\":\"Unauthorized\"}", "uncertain",
	    "uncertain", "/mobile/single", "Authorization: Token t0ken\r\n",
	    "application/json" },
	{ "twilio", "[sms.twilio]\nurl = http://127.0.0.1:%d\naccount = AC12\n",
	    "twilio.token", NULL,
	    "{\"sid\":\"SM0123456789abcdef0123456789abcdef\",\"ref\":\"$R\","
	    "\"to\":\"+$N\",\"status\":\"queued\",\"error_code\":null}",
	    "{\"sid\":\"SM0123456789abcdef0123456789abcdef\",\"to\":\"+$N\","
	    "\"status\":\"failed\",\"error_code\":30007}",
	    "dead", "uncertain", "/2010-04-01/Accounts/AC12/Messages.json",
	    "Authorization: Basic QUMxMjp0MGtlbg==\r\n",
	    "application/x-www-form-urlencoded" },
	{ "46elks",
	    "[sms.46elks]\nurl = http://127.0.0.1:%d/a1/sms\n"
	    "username = AC12\n",
	    "46elks.password", NULL,
	    "{\"id\":\"s$R\",\"to\":\"+$N\",\"status\":\"created\"}",
	    "{\"id\":\"s$R\",\"to\":\"+$N\",\"status\":\"failed\"}", "dead",
	    "uncertain", "/a1/sms", "Authorization: Basic QUMxMjp0MGtlbg==\r\n",
	    "application/x-www-form-urlencoded" },
	{ "http",
	    "[sms.http]\nurl = http://127.0.0.1:%d/send\nid = id\n"
	    "auth = bearer\nrefused = ok=false\n"
	    "body = {\"ref\":\"{{ref}}\",\"to\":\"{{to}}\",\"text\":"
	    "\"{{text}}\",\"until\":{{validity_at}}}\n",
	    "sms.secret", NULL, "{\"id\":\"$R\",\"to\":\"$N\",\"ok\":true}",
	    "{\"ok\":false}", "dead", "accepted", "/send",
	    "Authorization: Bearer t0ken\r\n", "application/json" },
};

const struct provider_case *provider, *provider_behind;

/* ---- the faults ---- */

/* Bodies that are each provider's own. */
#define REFUSAL "refusal"
#define OTHER   "other"

const struct fault_case faults[FAULTS] = {
	/* clang-format off */
	{ "all is well", 0, NULL, "", NULL, false, "accepted", 1, 0, 0 },
	{ "closed without an answer", FAULT_CLOSE, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "an RST", FAULT_RESET, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "a byte a second", FAULT_SLOW, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "silence", FAULT_SILENT, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "ten megabytes", FAULT_MUCH, NULL, "", NULL, false, "uncertain", 1, 0, 0 },
	{ "a redirect", 0, "302 Found", "Location: /elsewhere\r\n", "", false, "uncertain", 1, 0, 0 },
	{ "HTML", 0, "200 OK", "", "<html>Welcome</html>", false, "uncertain", 1, 0, 0 },
	{ "an answer that is cut", 0, "202 Accepted", "", "{\"id\":", true, "uncertain", 1, 0, 0 },
	{ "500", 0, "500 Oops", "", "", false, "uncertain", 1, 0, 0 },
	{ "503 and seconds", 0, "503 Later", "Retry-After: 7\r\n", "", false, "queued", 1, 5, 8 },
	{ "429 and a date", 0, "429 Later", "Retry-After: %s\r\n", "", false, "queued", 1, 50, 61 },
	{ "429 and a date that is over", 0, "429 Later", "Retry-After: Sun, 01 Nov 2020 08:00:00 GMT\r\n", "", false, "queued", 1, 0, 6 },
	{ "400", 0, "400 No", "", "", false, "dead", 1, 0, 0 },
	{ "what is no HTTP", 0, "SSH", "", "", false, "uncertain", 1, 0, 0 },
	{ "a refusal inside a 200", 0, "200 OK", "", REFUSAL, false, NULL, 1, 0, 0 },
	{ "an answer about another", 0, "200 OK", "", OTHER, false, NULL, 1, 0, 0 },
	/* The last: what has not begun then is not begun. */
	{ "401", 0, "401 Who", "", "", false, "queued", 0, 55, 61 },
	/* clang-format on */
};

const char *fault_ends(size_t i)
{
	if (faults[i].state != NULL)
		return faults[i].state;
	return strcmp(faults[i].body, REFUSAL) == 0 ? provider->refusal_ends
						    : provider->other_ends;
}

/* ---- what the stand-in says ---- */

int number_in(const char *request)
{
	const char *at = strstr(request, "4531500");

	return at != NULL ? atoi(at + 4) - FIRST_NUMBER : -1;
}

/* Our name for the message: digits after one of these. */
static void ref_in(const char *request, char ref[24])
{
	static const char *const before[] = { "ref=", "ref%3D",
		"\"reference\":\"", "\"ref\":\"" };

	ref[0] = '\0';
	for (size_t i = 0; i < COUNT(before); i++) {
		const char *at = strstr(request, before[i]);

		if (at != NULL)
			snprintf(ref, 24, "%.*s",
			    (int)strspn(at + strlen(before[i]), "0123456789"),
			    at + strlen(before[i]));
	}
}

/* A minute from now, where the headers hold a %s. */
static void put_headers(int i, char *to, size_t room)
{
	const char *at = strstr(faults[i].headers, "%s");
	time_t soon = time(NULL) + 60;
	char date[40] = "";
	struct tm tm;

	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT",
	    gmtime_r(&soon, &tm));
	if (at == NULL)
		snprintf(to, room, "%s", faults[i].headers);
	else
		snprintf(to, room, "%.*s%s%s", (int)(at - faults[i].headers),
		    faults[i].headers, date, at + 2);
}

/* The provider's own words: $R is our name for the message, $N the number. */
static void fill_in(
    const char *words, const char *ref, int number, char *to, size_t room)
{
	size_t n = 0;

	for (const char *at = words; *at != '\0'; at++) {
		if (at[0] == '$' && at[1] == 'R')
			n += (size_t)snprintf(to + n, room - n, "%s", ref);
		else if (at[0] == '$')
			n += (size_t)snprintf(to + n, room - n, "4531%06d",
			    FIRST_NUMBER + number);
		else
			n += (size_t)snprintf(to + n, room - n, "%c", *at);
		at += at[0] == '$';
	}
}

static void put_body(const struct provider_case *by, int i, const char *request,
    char *to, size_t room)
{
	const char *body = faults[i].body;
	char ref[24];

	ref_in(request, ref);
	if (body == NULL)
		fill_in(by->accepted, ref, number_in(request), to, room);
	else if (strcmp(body, REFUSAL) == 0)
		fill_in(by->refusal, ref, number_in(request), to, room);
	else if (strcmp(body, OTHER) == 0)
		fill_in(by->accepted, "77", FAULTS, to, room);
	else
		snprintf(to, room, "%s", body);
}

void answers(const char *request, struct stand_in_reply *r)
{
	const struct provider_case *by = provider;
	char body[400], headers[200];
	int i = number_in(request);

	*r = (struct stand_in_reply) { 0 };
	if (i < 0 || i >= (int)COUNT(faults))
		return;
	/* Who stands behind another has no faults. */
	if (provider_behind != NULL &&
	    strstr(request, provider_behind->path) != NULL) {
		by = provider_behind;
		i = 0;
	}
	r->fault = faults[i].fault;
	r->last = faults[i].status != NULL;
	if (faults[i].status != NULL && strcmp(faults[i].status, "SSH") == 0) {
		snprintf(r->text, sizeof r->text, "SSH-2.0-none\r\n\r\n");
		return;
	}
	put_body(by, i, request, body, sizeof body);
	put_headers(i, headers, sizeof headers);
	snprintf(r->text, sizeof r->text,
	    "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s",
	    faults[i].status != NULL ? faults[i].status : "202 Accepted",
	    headers, strlen(body) + (faults[i].cut ? 100 : 0), body);
}
