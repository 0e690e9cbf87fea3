/* What providers tell the real portal, in any order and as often as they like:
 * the messages end as if each had been told once and in order (I8), nothing
 * that is not signed is kept, and nobody waits for us to think. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "notice.h"

#include "fault.h"

#define MESSAGES   30
#define TIMES      3 /* each event is told */
#define EVENTS     (MESSAGES * 3)
#define ANSWER_MS  50
#define SECRET     "t0ken"
#define EVENTS_ALL (EVENTS * TIMES)

/* What becomes of a message, in order; it ends in the last state. */
static const struct {
	const char *told[3];
	const char *state;
} lives[] = {
	{ { "ACCEPTED", "ENROUTE", "DELIVERED" }, "delivered" },
	{ { "ENROUTE", "EXPIRED", "DELIVERED" }, "delivered" },
	{ { "ACCEPTED", "ENROUTE", "UNDELIVERABLE" }, "undelivered" },
	{ { "ACCEPTED", "ENROUTE", "EXPIRED" }, "lapsed" },
	{ { "ACCEPTED", "UNKNOWN", "ENROUTE" }, "enroute" },
};

static int64_t message[MESSAGES];

static void leave_messages(struct desk *d)
{
	struct ctx *c = desk_again(d);
	struct town t;
	struct ids ids;

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < MESSAGES; i++)
		notice_answer(
		    c, "call", town_citizen(c, &t, 600001 + i, NULL), 0);
	/* With the provider, whose answer is not written down yet. */
	db_run(c, SQL("UPDATE outbox SET state = 'sending'"), NO_BIND);
	if (db_commit(c) != OK)
		give_up("no messages");
	ids = db_ids(c,
	    SQL("SELECT id FROM outbox WHERE channel = 'sms' ORDER BY id"
		" LIMIT 1000"),
	    NO_BIND);

	if (ids.count != MESSAGES)
		give_up("%zu messages", ids.count);
	memcpy(message, ids.id, sizeof message);
}

static const char *event(
    struct ctx *c, const char *word, int number, const char *signed_with)
{
	int i = number / 3 % MESSAGES;
	const char *said = lives[i % (int)COUNT(lives)].told[number % 3];
	const char *body = mem_printf(c,
	    "{\"event_id\":\"%d\",\"timestamp\":\"%" PRId64 "\","
	    "\"event_type\":\"message.status.sms\",\"event\":"
	    "{\"reference\":\"%" PRId64 "\",\"status\":\"%s\"}}",
	    number, clock_now(), message[i], said);

	return mem_printf(c,
	    "POST /hook/gatewayapi/%s/report HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	    "Content-Type: application/json\r\nSignature: v1=%s\r\n"
	    "Content-Length: %zu\r\n\r\n%s",
	    word, secret_sign_hex(c, signed_with, body, strlen(body)),
	    strlen(body), body);
}

static void shuffle(int order[EVENTS_ALL])
{
	for (int i = 0; i < EVENTS_ALL; i++)
		order[i] = i % EVENTS;
	for (uint32_t i = EVENTS_ALL - 1; i > 0; i--) {
		uint32_t k = fault_random(i + 1);
		int kept = order[i];

		order[i] = order[k];
		order[k] = kept;
	}
}

static void tell_all(struct desk *d, int port, const char *word)
{
	static int order[EVENTS_ALL];
	static int64_t took[EVENTS_ALL];
	struct ctx *c = desk_again(d);
	int fd = http_connect(port), wrong = 0;
	char answer[2000];

	shuffle(order);
	for (int i = 0; i < EVENTS_ALL; i++) {
		const char *request = event(c, word, order[i], SECRET);
		int64_t began = now_us();

		if (http_ask(fd, request, answer, sizeof answer) != 200)
			wrong++;
		took[i] = now_us() - began;
	}
	close(fd);
	if (!check(wrong == 0, "%d events, in any order, are all taken",
		EVENTS_ALL))
		tell("%d were not: %s", wrong, answer);
	check(percentile(took, EVENTS_ALL, 95) < ANSWER_MS * 1000,
	    "19 of 20 within %d ms", ANSWER_MS);
}

static int64_t hooks(struct desk *d)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM hook WHERE provider = 'gatewayapi'"),
	    NO_BIND, -1);
}

static void tell_falsely(struct desk *d, int port, const char *word)
{
	struct ctx *c = desk_again(d);
	char answer[2000];
	bool refused = true;

	for (int i = 0; i < 10; i++)
		refused = refused &&
		    http_once(port, event(c, word, i, "t0kem"), answer,
			sizeof answer) == 403;
	refused = refused &&
	    http_once(port, event(c, "deadbeef", 0, SECRET), answer,
		sizeof answer) == 404;
	check(refused && hooks(d) == 0,
	    "what is signed with another secret is not kept");
}

static void judge(struct desk *d)
{
	struct ctx *c = desk_again(d);
	int wrong = 0;

	for (int i = 0; i < MESSAGES; i++) {
		const char *state = db_text(c,
		    SQL("SELECT state FROM outbox WHERE id = $1"),
		    BIND(INT(message[i])), "-");
		const char *right = lives[i % (int)COUNT(lives)].state;

		if (strcmp(state, right) == 0)
			continue;
		wrong++;
		tell("%s and not %s", state, right);
	}
	check(wrong == 0, "each message ended as it should");
	check(db_int(c, SQL("SELECT count(*) FROM hook WHERE done_at IS NULL"),
		  NO_BIND, -1) == 0,
	    "nothing is left to be made sense of");
}

static void put_secret(const struct place *p, const char *name)
{
	char path[PATH_ROOM];

	place_file(p, name, path);
	write_file(path, SECRET "\n");
	chmod(path, 0600);
}

static void read_word(const struct place *p, char word[60])
{
	char path[PATH_ROOM];
	struct arena *mem = arena_new();
	const char *text;

	place_file(p, "hook.secret", path);
	text = read_file(mem, path);
	if (text == NULL)
		give_up("no hook.secret");
	snprintf(word, 60, "%.*s", (int)strcspn(text, "\n"), text);
	arena_free(mem);
}

int main(int argc, char **argv)
{
	struct child portal;
	struct place p;
	struct desk d;
	char word[60];
	int port;

	fault_begin(argc, argv, 90);
	place_make(&p,
	    "[sms]\nprovider = gatewayapi\n"
	    "[sms.gatewayapi]\nurl = http://127.0.0.1:1/\n");
	put_secret(&p, "gatewayapi.hook");
	put_secret(&p, "gatewayapi.token");
	desk_open(&d, p.url, STORE_TOOL);
	leave_messages(&d);
	read_word(&p, word);
	portal_start(&p, &portal, &port);
	tell_falsely(&d, port, word);
	tell_all(&d, port, word);
	check(hooks(&d) == EVENTS, "each is kept once");
	notifier_once(&p);
	judge(&d);
	child_stop(&portal, SIGTERM);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
