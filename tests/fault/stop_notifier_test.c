/* A stop while messages are with the provider: the one that is answered after
 * three seconds is written down as accepted, the one that is never answered is
 * uncertain, those that had no turn are still queued, and the notifier ends
 * with 0 in less than ten seconds. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/db.h"

#include "notice.h"

#include "fault.h"

#define FIRST   600001
#define PEOPLE  40 /* more than there are connections */
#define LATE_MS 3000
#define STOP_S  10

static int64_t people[PEOPLE];

/* The first is answered late, all others never. */
static void answer_late_or_never(const char *request, struct stand_in_reply *r)
{
	char first[24];

	snprintf(first, sizeof first, "4531%06d", FIRST);
	*r = (struct stand_in_reply) { .fault = FAULT_SILENT };
	if (strstr(request, first) == NULL)
		return;
	*r = (struct stand_in_reply) { .wait_ms = LATE_MS };
	snprintf(r->text, sizeof r->text,
	    "HTTP/1.1 202 Accepted\r\nContent-Length: 24\r\n\r\n"
	    "0: Accepted for delivery");
}

static void leave_messages(struct desk *d)
{
	struct ctx *c = desk_again(d);
	struct town t;

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < PEOPLE; i++) {
		people[i] = town_citizen(c, &t, FIRST + i, NULL);
		notice_answer(c, "call", people[i], 0);
	}
	if (db_commit(c) != OK)
		give_up("no messages");
}

static int64_t count_in(struct desk *d, const char *state)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox WHERE state = $1"),
	    BIND(TEXT(state)), -1);
}

static void wait_for_calls(size_t most)
{
	const struct call *all;

	for (int i = 0; i < 5000 && stand_in_calls(&all) < most; i++)
		wait_ms(1);
}

static void judge(struct desk *d, int64_t first)
{
	const struct call *all;
	int64_t asked = (int64_t)stand_in_calls(&all);

	check(strcmp(db_text(desk_again(d),
			 SQL("SELECT state FROM outbox WHERE person_id = $1"),
			 BIND(INT(first)), "-"),
		  "accepted") == 0,
	    "what is answered while it stops is written down");
	check(count_in(d, "uncertain") == asked - 1,
	    "what is not answered is uncertain, and nothing else is");
	check(count_in(d, "queued") == PEOPLE - asked,
	    "what had no turn is still queued");
	check(db_int(desk_again(d),
		  SQL("SELECT count(*) FROM attempt WHERE ended_at IS NULL"),
		  NO_BIND, -1) == 0,
	    "no try is left open");
}

int main(int argc, char **argv)
{
	struct child notifier;
	char path[PATH_ROOM], settings[300];
	struct place p;
	struct desk d;
	int64_t began;

	fault_begin(argc, argv, 60);
	place_make(&p, "");
	snprintf(settings, sizeof settings,
	    "[sms]\nprovider = kannel\n"
	    "[sms.kannel]\nurl = http://127.0.0.1:%d/cgi-bin/sendsms\n",
	    stand_in_start(answer_late_or_never));
	place_configure(&p, "127.0.0.1:0", settings);
	place_file(&p, "kannel.password", path);
	write_file(path, "t0ken\n");
	chmod(path, 0600);
	desk_open(&d, p.url, STORE_TOOL);
	leave_messages(&d);
	notifier_start(&p, &notifier);
	wait_for_calls(16);
	began = now_us();
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "it ends with 0");
	check(now_us() - began < (int64_t)STOP_S * 1000000, "in less than %d s",
	    STOP_S);
	tell("it took %.1f s", (double)(now_us() - began) / 1e6);
	judge(&d, people[0]);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
