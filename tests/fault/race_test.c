/* The last place, wanted by several at once. Against the real portal and the
 * real notifier: fifty rounds in which one says yes by the link and one by SMS,
 * fifty with two links, and once fifty people in the same moment. One wins,
 * always; everybody else is told the truth, once.
 *
 * The sides are released by a barrier. Whoever won starts a little later next
 * time, so that the two hover around the very moment in which it is decided,
 * and each side wins some. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "link.h"
#include "offer.h"
#include "person.h"
#include "settings.h"

#include "fault.h"

#define ROUNDS      50 /* of each kind */
#define CROWD       50
#define STEP_US     250   /* the first handicap of whoever won */
#define JITTER_US   400   /* beside it, seeded */
#define STEP_MOST   60000 /* us; doubled while the same side wins */
#define TASKS       (2 * ROUNDS + 1)
#define PHONES_FROM 100001

enum way { BY_LINK, BY_SMS };

/* One who presses. */
struct press {
	pthread_barrier_t *start;
	int port;
	int64_t delay_us;
	const char *request;
	int status;
	pthread_t thread;
};

/* One who was asked, and what they were told in the end. */
struct asked {
	int64_t offer, citizen;
	char phone[20], token[40];
	int told_won, told_taken, told_other;
};

struct round {
	int64_t task;
	struct asked who[CROWD];
	size_t count;
};

static struct round rounds[TASKS];

/* ---- before the portal starts ---- */

static void read_offers(struct ctx *c, struct round *r)
{
	struct rows rows = db_query(c,
	    SQL("SELECT o.id, o.citizen_id FROM offer o"
		" WHERE o.task_id = $1 ORDER BY o.id"),
	    BIND(INT(r->task)));

	db_begin(c);
	while (row_next(&rows) && r->count < CROWD) {
		struct asked *a = &r->who[r->count++];
		const char *url;
		struct person p;

		a->offer = row_int(&rows);
		a->citizen = row_int(&rows);
		if (!person_load(c, a->citizen, &p) || p.phone == NULL)
			give_up("no phone");
		snprintf(a->phone, sizeof a->phone, "%s", p.phone);
		url = link_url(
		    c, LINK_OFFER, a->citizen, a->offer, c->now + 7 * DAY);
		snprintf(
		    a->token, sizeof a->token, "%s", strrchr(url, '/') + 1);
	}
	if (db_commit(c) != OK)
		give_up("no links");
}

static void make_round(struct desk *d, const struct town *t, int i, int people)
{
	static int phones = PHONES_FROM;
	struct ctx *c = desk_again(d);
	const char *function = mem_printf(c, "function-%03d", i);
	int places = people > 2 ? 20 : 1;

	db_begin(c);
	town_function(c, function);
	for (int k = 0; k < people; k++)
		town_citizen(c, t, phones++, function);
	if (db_commit(c) != OK)
		give_up("no citizens");
	rounds[i].task = town_task(c, t, function, places);
	/* So many are never asked for one place: the employer has thought
	 * better of the other nineteen. */
	db_begin(c);
	db_run(c, SQL("UPDATE task SET places = 1 WHERE id = $1"),
	    BIND(INT(rounds[i].task)));
	if (db_commit(c) != OK)
		give_up("no task");
	read_offers(c, &rounds[i]);
	if (rounds[i].count != (size_t)people)
		give_up("%zu of %d people were asked", rounds[i].count, people);
}

static void make_rounds(const struct place *p)
{
	struct town t;
	struct desk d;

	desk_open(&d, p->url, STORE_TOOL);
	town_make(desk_again(&d), &t);
	for (int i = 0; i < 2 * ROUNDS; i++)
		make_round(&d, &t, i, 2);
	make_round(&d, &t, 2 * ROUNDS, CROWD);
	desk_close(&d);
}

/* ---- pressing ---- */

static void *press(void *arg)
{
	struct press *p = arg;
	int fd = http_connect(p->port);
	char answer[8192];
	int64_t at;

	pthread_barrier_wait(p->start);
	at = now_us() + p->delay_us;
	while (now_us() < at)
		;
	p->status = http_ask(fd, p->request, answer, sizeof answer);
	close(fd);
	return NULL;
}

static const char *request_of(
    struct ctx *c, const struct asked *a, enum way way)
{
	static int id;

	if (way == BY_LINK)
		return http_post(
		    c, mem_printf(c, "/s/%s", a->token), NULL, "svar=ja");
	return mem_printf(c,
	    "POST /hook/kannel/%s/inbound?id=%d HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nX-Kannel-From: %s\r\nX-Kannel-To: 1204\r\n"
	    "X-Kannel-Coding: 0\r\nContent-Type: text/plain\r\n"
	    "Content-Length: 2\r\n\r\nJa",
	    settings.hook_secret, ++id, a->phone);
}

/* All at once; false when one of them was not heard. */
static bool press_all(struct press *p, size_t count, int port)
{
	pthread_barrier_t start;
	bool heard = true;

	pthread_barrier_init(&start, NULL, (unsigned)count);
	for (size_t i = 0; i < count; i++) {
		p[i].start = &start;
		p[i].port = port;
		if (pthread_create(&p[i].thread, NULL, press, &p[i]) != 0)
			give_up("no thread");
	}
	for (size_t i = 0; i < count; i++) {
		pthread_join(p[i].thread, NULL);
		heard = heard && (p[i].status == 303 || p[i].status == 202);
	}
	pthread_barrier_destroy(&start);
	return heard;
}

/* Which of them won, once all are decided: -1 nobody, -2 more than one. */
static int winner_of(struct desk *d, const struct round *r)
{
	int64_t until = now_us() + 10000000;
	int winner = -1;
	struct ctx *c;

	do {
		c = desk_again(d);
		if (db_int(c,
			SQL("SELECT count(*) FROM offer WHERE task_id = $1"
			    " AND state NOT IN ('won', 'taken')"),
			BIND(INT(r->task)), -1) == 0)
			break;
		wait_ms(1);
	} while (now_us() < until);
	for (size_t i = 0; i < r->count; i++) {
		struct offer o;

		if (!offer_load(c, r->who[i].offer, &o))
			return -1;
		if (strcmp(o.state, "won") == 0)
			winner = winner == -1 ? (int)i : -2;
		else if (strcmp(o.state, "taken") != 0)
			return -2;
	}
	return winner;
}

struct tally {
	int won[2], unheard, undecided;
};

/* Two sides, the first by `way`, the second by a link. */
static void play(
    struct desk *d, int port, int first, enum way way, struct tally *tally)
{
	int64_t handicap = 0, step = STEP_US;
	int last = -1;

	for (int i = first; i < first + ROUNDS; i++) {
		const struct round *r = &rounds[i];
		struct press p[2] = { 0 };
		struct ctx *c = desk_again(d);
		int winner;

		p[0].request = request_of(c, &r->who[0], way);
		p[1].request = request_of(c, &r->who[1], BY_LINK);
		p[0].delay_us = fault_random(JITTER_US) +
		    (handicap < 0 ? -handicap : 0);
		p[1].delay_us = fault_random(JITTER_US) +
		    (handicap > 0 ? handicap : 0);
		tally->unheard += !press_all(p, 2, port);
		winner = winner_of(d, r);
		if (winner < 0) {
			tally->undecided++;
			return; /* it would take ten seconds each */
		}
		tally->won[winner]++;
		if (winner != last)
			step = STEP_US;
		else if (step < STEP_MOST)
			step *= 2;
		last = winner;
		handicap += winner == 1 ? step : -step;
	}
}

static void play_crowd(struct desk *d, int port, struct tally *tally)
{
	const struct round *r = &rounds[2 * ROUNDS];
	struct press p[CROWD] = { 0 };
	struct ctx *c = desk_again(d);

	for (size_t i = 0; i < CROWD; i++) {
		p[i].request = request_of(c, &r->who[i], BY_LINK);
		p[i].delay_us = 0;
	}
	tally->unheard += !press_all(p, CROWD, port);
	tally->undecided += winner_of(d, r) < 0;
}

/* ---- what they were told ---- */

static bool all_told(struct desk *d)
{
	int64_t until = now_us() + 20000000;

	while (now_us() < until) {
		if (db_int(desk_again(d),
			SQL("SELECT count(*) FROM outbox WHERE channel = 'sms'"
			    " AND kind IN ('won', 'taken')"
			    " AND state IN ('queued', 'sending')"),
			NO_BIND, -1) == 0)
			return true;
		wait_ms(10);
	}
	return false;
}

static struct asked *whose(const char *phone)
{
	for (int i = 0; i < TASKS; i++)
		for (size_t k = 0; k < rounds[i].count; k++)
			if (strcmp(rounds[i].who[k].phone, phone) == 0)
				return &rounds[i].who[k];
	return NULL;
}

/* Those to the workplace's contact are not ours to judge. */
static void take_message(const char *to, const char *text)
{
	struct asked *a = whose(to);

	if (a == NULL)
		return;
	if (strstr(text, "Opgaven er din") != NULL)
		a->told_won++;
	else if (strstr(text, "Opgaven er gået til en anden") != NULL)
		a->told_taken++;
	else if (strstr(text, "eller RING inden") == NULL)
		a->told_other++; /* but the question, on a day for asking */
}

static void check_words(struct desk *d, const struct place *p)
{
	int wrong = 0, winners = 0, losers = 0;

	place_messages(p, take_message);
	for (int i = 0; i < TASKS; i++)
		for (size_t k = 0; k < rounds[i].count; k++) {
			const struct asked *a = &rounds[i].who[k];
			struct offer o = { .state = "" };
			bool won = offer_load(desk_again(d), a->offer, &o) &&
			    strcmp(o.state, "won") == 0;

			winners += won;
			losers += !won;
			wrong += a->told_other != 0 || a->told_won != won ||
			    a->told_taken != !won;
		}
	check(wrong == 0,
	    "%d winners and %d others got one true SMS each (%d did not)",
	    winners, losers, wrong);
}

static void check_tasks(struct desk *d)
{
	struct ctx *c = desk_again(d);
	int64_t over = db_int(c,
	    SQL("SELECT count(*) FROM task WHERE taken > places"), NO_BIND, -1);
	int64_t off = db_int(c,
	    SQL("SELECT count(*) FROM task t WHERE t.taken <> (SELECT count(*)"
		" FROM engagement e WHERE e.task_id = t.id"
		"  AND e.state = 'agreed') OR t.taken <> 1"),
	    NO_BIND, -1);

	check(over == 0, "no task has more people than places");
	check(off == 0, "every place has the one person who was told so");
}

int main(int argc, char **argv)
{
	struct tally sms = { 0 }, links = { 0 }, crowd = { 0 };
	struct child portal, notifier;
	struct place p;
	struct desk d;
	int port;

	fault_begin(argc, argv, 100);
	place_make(&p, "per_address = 128\n");
	settings_read(p.conf);
	settings_read_secrets();
	make_rounds(&p);
	portal_start(&p, &portal, &port);
	notifier_start(&p, &notifier);
	desk_open(&d, p.url, STORE_TOOL);

	play(&d, port, 0, BY_SMS, &sms);
	play(&d, port, ROUNDS, BY_LINK, &links);
	play_crowd(&d, port, &crowd);

	check(sms.undecided == 0, "SMS against link: one wins, %d rounds long",
	    ROUNDS);
	check(sms.won[0] > 0 && sms.won[1] > 0,
	    "and not always the same: SMS %d, link %d", sms.won[0], sms.won[1]);
	check(links.undecided == 0,
	    "link against link: one wins, %d rounds "
	    "long",
	    ROUNDS);
	check(links.won[0] > 0 && links.won[1] > 0,
	    "and not always the same: %d and %d", links.won[0], links.won[1]);
	check(crowd.undecided == 0, "fifty at once: one wins");
	check(sms.unheard + links.unheard + crowd.unheard == 0,
	    "everybody who pressed got an answer");
	check_tasks(&d);
	check(all_told(&d), "the messages have gone out");
	check_words(&d, &p);
	desk_close(&d);
	child_stop(&portal, SIGTERM);
	child_stop(&notifier, SIGTERM);
	check(child_exited(&portal, 0) && child_exited(&notifier, 0),
	    "both programs end in peace");
	place_remove(&p);
	return fault_end();
}
