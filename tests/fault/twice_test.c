/* One person says yes twice in the same moment: by SMS, which the notifier
 * hears, and by the link, which the portal does. Whoever of the two comes
 * first, it is done once: one place, one agreement, one message that says so,
 * and one that says that it was so already. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "link.h"
#include "settings.h"

#include "fault.h"

#define ROUNDS    60
#define LATER_US  6000 /* at most, the one behind the other */
#define SETTLE_US 10000000

static struct round {
	int64_t task, citizen, offer;
	const char *phone, *url; /* in the arena of the rounds */
} rounds[ROUNDS];

static void make_round(
    struct ctx *c, const struct town *t, int i, struct arena *keep)
{
	struct round *r = &rounds[i];
	const char *function = mem_printf(c, "function-%03d", i);
	struct ctx keeping = *c;

	keeping.mem = keep;
	db_begin(c);
	town_function(c, function);
	r->citizen = town_citizen(c, t, 700001 + i, function);
	if (db_commit(c) != OK)
		give_up("no citizen");
	r->phone = mem_printf(&keeping, "4531%06d", 700001 + i);
	r->task = town_task(c, t, function, 1);
	r->offer = db_int(c, SQL("SELECT id FROM offer WHERE task_id = $1"),
	    BIND(INT(r->task)), 0);
	db_begin(c);
	r->url = mem_dup(&keeping,
	    strrchr(
		link_url(c, LINK_OFFER, r->citizen, r->offer, c->now + 7 * DAY),
		'/'));
	if (db_commit(c) != OK || r->offer == 0)
		give_up("nobody was asked");
}

static void make_rounds(const struct place *p, struct arena *keep)
{
	struct town t;
	struct desk d;

	desk_open(&d, p->url, STORE_TOOL);
	town_make(desk_again(&d), &t);
	for (int i = 0; i < ROUNDS; i++)
		make_round(desk_again(&d), &t, i, keep);
	desk_close(&d);
}

static void wait_us(int64_t us)
{
	int64_t until = now_us() + us;

	while (now_us() < until)
		;
}

/* Either is sent first; then both are heard. True when both were answered. */
static bool say_yes_twice(struct ctx *c, const struct round *r, int port)
{
	const char *requests[2];
	int fd[2], status[2], first = (int)fault_random(2);
	char answer[8192];

	requests[0] = http_post(
	    c, mem_printf(c, "/s%s", r->url), NULL, "svar=ja");
	requests[1] = mem_printf(c,
	    "POST /hook/kannel/%s/inbound?id=%s HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nX-Kannel-From: %s\r\nX-Kannel-To: 1204\r\n"
	    "X-Kannel-Coding: 0\r\nContent-Type: text/plain\r\n"
	    "Content-Length: 2\r\n\r\nJa",
	    settings.hook_secret, r->phone, r->phone);
	for (int i = 0; i < 2; i++)
		fd[i] = http_connect(port);
	http_send(fd[first], requests[first]);
	wait_us(fault_random(LATER_US));
	http_send(fd[!first], requests[!first]);
	for (int i = 0; i < 2; i++) {
		status[i] = http_hear(fd[i], answer, sizeof answer);
		close(fd[i]);
	}
	return status[0] == 303 && status[1] == 202;
}

static void settle(struct desk *d)
{
	int64_t until = now_us() + SETTLE_US;

	while (now_us() < until &&
	    db_int(desk_again(d),
		SQL("SELECT count(*) FROM hook WHERE done_at IS NULL"), NO_BIND,
		1) > 0)
		wait_ms(1);
}

static int64_t notices(struct ctx *c, const char *kind, int64_t person)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM outbox WHERE kind = $1"
		" AND person_id = $2 AND channel = 'sms'"),
	    BIND(TEXT(kind), INT(person)), -1);
}

static bool once_done(struct ctx *c, const struct round *r)
{
	int64_t agreed = db_int(c,
	    SQL("SELECT count(*) FROM engagement WHERE task_id = $1"
		" AND offer_id = $2 AND state = 'agreed'"),
	    BIND(INT(r->task), INT(r->offer)), -1);
	int64_t all = db_int(c,
	    SQL("SELECT count(*) FROM engagement WHERE task_id = $1"),
	    BIND(INT(r->task)), -1);
	int64_t taken = db_int(c, SQL("SELECT taken FROM task WHERE id = $1"),
	    BIND(INT(r->task)), -1);
	int64_t courses = db_int(c,
	    SQL("SELECT count(*) FROM course WHERE citizen_id = $1"),
	    BIND(INT(r->citizen)), -1);
	bool once = agreed == 1 && all == 1 && taken == 1 && courses <= 1 &&
	    notices(c, "won", r->citizen) == 1 &&
	    notices(c, "already", r->citizen) == 1;

	if (!once)
		tell("%" PRId64 " agreed of %" PRId64 ", %" PRId64
		     " taken, %" PRId64 " courses, told %" PRId64
		     " and %" PRId64,
		    agreed, all, taken, courses, notices(c, "won", r->citizen),
		    notices(c, "already", r->citizen));
	return once;
}

int main(int argc, char **argv)
{
	struct arena *keep = arena_new();
	int port, heard = 0, once = 0;
	struct child portal, notifier;
	struct place p;
	struct desk d;

	fault_begin(argc, argv, 90);
	place_make(&p, "per_address = 128\n");
	settings_read(p.conf);
	settings_read_secrets();
	make_rounds(&p, keep);
	portal_start(&p, &portal, &port);
	notifier_start(&p, &notifier);
	desk_open(&d, p.url, STORE_TOOL);
	for (int i = 0; i < ROUNDS; i++) {
		heard += say_yes_twice(desk_again(&d), &rounds[i], port);
		settle(&d);
		once += once_done(desk_again(&d), &rounds[i]);
	}
	check(heard == ROUNDS, "both are answered, %d times", heard);
	check(once == ROUNDS, "and it is done once, %d times", once);
	check(db_int(desk_again(&d),
		  SQL("SELECT count(*) FROM outbox WHERE kind = 'accepted'"
		      " AND channel = 'sms'"),
		  NO_BIND, -1) == ROUNDS,
	    "the workplace is told once of each");
	desk_close(&d);
	child_stop(&portal, SIGTERM);
	child_stop(&notifier, SIGTERM);
	check(child_exited(&portal, 0) && child_exited(&notifier, 0),
	    "both programs end in peace");
	place_remove(&p);
	arena_free(keep);
	return fault_end();
}
