/* GatewayAPI asked for six messages at a time: each row ends in exactly the
 * state that is true of it, by its reference and not by its place; what is
 * refused as a whole goes one by one; and nobody is asked twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/db.h"

#include "notice.h"

#include "fault.h"

#define FIRST  700001
#define PEOPLE 6

static int64_t people[PEOPLE];
static struct town town;

/* What the provider does, and what becomes of the six: A accepted, U
 * uncertain, D dead, Q queued. */
static const struct answering {
	const char *what;
	enum fault fault;
	const char *status, *headers;
	const char *whose; /* entries of the answer, in this order */
	bool single;       /* the first of them alone, without a list */
	const char *states;
	size_t calls;
	int tries;
} ways[] = {
	/* clang-format off */
	{ "all of them, backwards", 0, "202 Accepted", "", "543210", false, "AAAAAA", 1, 1 },
	{ "not all of them", 0, "202 Accepted", "", "502", false, "AUAUUA", 1, 1 },
	{ "one without a list", 0, "202 Accepted", "", "3", true, "UUUAUU", 1, 1 },
	{ "no answer", FAULT_CLOSE, "202 Accepted", "", "", false, "UUUUUU", 1, 1 },
	{ "500", 0, "500 Oops", "", "", false, "UUUUUU", 1, 1 },
	{ "401", 0, "401 Who", "", "", false, "QQQQQQ", 1, 0 },
	{ "503 and seconds", 0, "503 Later", "Retry-After: 7\r\n", "", false, "QQQQQQ", 1, 1 },
	{ "422 for the fifth", 0, "422 No", "", "", false, "AAAADA", 7, 1 },
	/* clang-format on */
};
static const struct answering *way;

/* The n-th message's reference in the request, by its number. */
static void reference_of(const char *request, int n, char ref[24])
{
	char number[32];
	const char *at;

	snprintf(number, sizeof number, "\"recipient\":4531%06d", FIRST + n);
	at = strstr(request, number);
	at = at != NULL ? strstr(at, "\"reference\":\"") : NULL;
	snprintf(ref, 24, "%.*s",
	    at != NULL ? (int)strspn(at + 13, "0123456789") : 0,
	    at != NULL ? at + 13 : "");
}

static size_t put_entry(char *to, size_t room, const char *request, int n)
{
	char ref[24];

	reference_of(request, n, ref);
	return (size_t)snprintf(to, room,
	    "{\"msg_id\":\"01J%d\",\"recipient\":4531%06d,\"reference\":"
	    "\"%s\"}",
	    n, FIRST + n, ref);
}

static void put_answer(struct stand_in_reply *r, const char *status,
    const char *headers, const char *body)
{
	snprintf(r->text, sizeof r->text,
	    "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, headers,
	    strlen(body), body);
}

static void answer_many(const char *request, struct stand_in_reply *r)
{
	char body[900] = "{\"responses\":[";
	size_t n = strlen(body);

	if (way->single)
		n = 0;
	for (const char *at = way->whose; *at != '\0'; at++) {
		n += put_entry(body + n, sizeof body - n, request, *at - '0');
		if (at[1] != '\0')
			n += (size_t)snprintf(body + n, sizeof body - n, ",");
	}
	if (!way->single)
		snprintf(body + n, sizeof body - n, "]}");
	put_answer(r, way->status, way->headers, body);
	r->fault = way->fault;
}

/* The fifth is what was wrong with them all. */
static void answer_one(const char *request, struct stand_in_reply *r)
{
	char body[200];

	for (int n = 0; n < PEOPLE; n++) {
		char number[32];

		snprintf(
		    number, sizeof number, "\"recipient\":4531%06d", FIRST + n);
		if (strstr(request, number) == NULL)
			continue;
		put_entry(body, sizeof body, request, n);
		put_answer(r, n == 4 ? "422 No" : "202 Accepted", "", body);
	}
}

static void answer(const char *request, struct stand_in_reply *r)
{
	*r = (struct stand_in_reply) { 0 };
	if (strncmp(request, "POST /mobile/multi ", 19) == 0)
		answer_many(request, r);
	else
		answer_one(request, r);
}

static void leave_messages(struct desk *d)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	db_run(c, SQL("DELETE FROM attention"), NO_BIND);
	db_run(c, SQL("DELETE FROM attempt"), NO_BIND);
	db_run(c, SQL("DELETE FROM outbox"), NO_BIND);
	db_run(c, SQL("DELETE FROM breaker"), NO_BIND);
	for (int i = 0; i < PEOPLE; i++)
		notice_answer(c, "call", people[i], 0);
	if (db_commit(c) != OK)
		give_up("no messages");
	stand_in_forget();
}

static char letter_of(const char *state)
{
	return strcmp(state, "accepted") == 0 ? 'A'
	    : strcmp(state, "uncertain") == 0 ? 'U'
	    : strcmp(state, "dead") == 0      ? 'D'
	    : strcmp(state, "queued") == 0    ? 'Q'
					      : '?';
}

static void judge(struct desk *d)
{
	char states[PEOPLE + 1] = "";
	const struct call *all;
	size_t calls = stand_in_calls(&all);
	struct ctx *c = desk_again(d);
	bool tried = true;

	for (int i = 0; i < PEOPLE; i++) {
		states[i] = letter_of(db_text(c,
		    SQL("SELECT state FROM outbox WHERE person_id = $1"),
		    BIND(INT(people[i])), ""));
		tried = tried &&
		    db_int(c,
			SQL("SELECT tries FROM outbox WHERE person_id = $1"),
			BIND(INT(people[i])), -1) == way->tries;
	}
	if (!check(strcmp(states, way->states) == 0 && calls == way->calls &&
		    tried,
		"%s: %s", way->what, way->states))
		tell("%s with %zu requests", states, calls);
}

static void make_people(struct desk *d)
{
	struct ctx *c = desk_again(d);

	town_make(c, &town);
	db_begin(c);
	for (int i = 0; i < PEOPLE; i++)
		people[i] = town_citizen(c, &town, FIRST + i, NULL);
	if (db_commit(c) != OK)
		give_up("no people");
}

static void put_secret(const struct place *p, const char *name)
{
	char path[PATH_ROOM];

	place_file(p, name, path);
	write_file(path, "t0ken\n");
	chmod(path, 0600);
}

int main(int argc, char **argv)
{
	char settings[300];
	struct place p;
	struct desk d;

	fault_begin(argc, argv, 60);
	place_make(&p, "");
	snprintf(settings, sizeof settings,
	    "[sms]\nprovider = gatewayapi\n"
	    "[sms.gatewayapi]\nurl = http://127.0.0.1:%d/mobile/single\n"
	    "batch = 32\n",
	    stand_in_start(answer));
	place_configure(&p, "127.0.0.1:0", settings);
	put_secret(&p, "gatewayapi.token");
	put_secret(&p, "gatewayapi.hook");
	desk_open(&d, p.url, STORE_TOOL);
	make_people(&d);
	for (way = ways; way < ways + COUNT(ways); way++) {
		leave_messages(&d);
		notifier_once(&p);
		judge(&d);
	}
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
