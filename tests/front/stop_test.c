/* Stopping takes nothing from anybody: in a hundred stops under load every
 * request of a connection that stood gets its whole answer, and what was
 * acknowledged is stored. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/db.h"

#include "settings.h"

#include "tls_parts.h"

#define ROUNDS     (SANITIZED ? 20 : 100)
#define ROUNDS_US  ((int64_t)55000000) /* fewer on a machine that is busy */
#define WAITINGS   12 /* stops while somebody stands before the door */
#define SPINNERS   8
#define CLIENTS    8
#define LOAD_LEAST 20  /* ms from the start of the load to the signal */
#define LOAD_MORE  100 /* beside it, seeded */
#define POSTS_MOST 400000
#define NEWCOMES   3 /* how often one who was turned away comes again */
#define GET_PAGE   "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define GET_CLOSING                             \
	"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" \
	"Connection: close\r\n\r\n"

/* ---- the load ---- */

struct client {
	pthread_t thread;
	int number;
	bool keeps, posts, secret;
	int64_t answered, turned_away;
	int64_t lost;      /* no whole answer, on a connection that stood */
	int64_t tolerated; /* a reset, on one made after the signal */
	int64_t odd;       /* an answer that is none of those to be expected */
	char told[80];     /* the first of the last two kinds */
};

static struct client clients[CLIENTS];
static struct front front;
static atomic_llong signal_us; /* when it was sent; 0: not yet */
static int round_number;

/* Numbers of the SMS that were acknowledged. */
static int64_t acknowledged[POSTS_MOST];
static atomic_size_t posts;

static const char *sms(char *request, size_t room, int64_t id, bool keeps)
{
	snprintf(request, room,
	    "POST /hook/kannel/%s/inbound?id=%" PRId64 " HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\n%sX-Kannel-From: 4531000001\r\n"
	    "X-Kannel-To: 1204\r\nContent-Type: text/plain\r\n"
	    "Content-Length: 2\r\n\r\nja",
	    settings.hook_secret, id, keeps ? "" : "Connection: close\r\n");
	return request;
}

static void note(struct client *k, int64_t *kind, int64_t connected, int status,
    const char *answer)
{
	int64_t at = atomic_load(&signal_us);

	if (++*kind == 1 && k->told[0] == '\0')
		snprintf(k->told, sizeof k->told,
		    "client %d round %d: %d, connected %" PRId64
		    " us after the signal: %.12s",
		    k->number, round_number, status,
		    at != 0 ? connected - at : -1, answer);
}

/* A line to the portal, plain or not. */
struct line {
	struct secure tls;
	int fd;
	int64_t since_us; /* when it stood; over TLS after the handshake */
};

static bool line_open(const struct client *k, struct line *line)
{
	bool open;

	line->fd = k->secret ? -1 : http_connect(front.plain);
	open = k->secret ? secure_open(&line->tls, front.tls, NULL)
			 : line->fd >= 0;
	line->since_us = now_us();
	return open;
}

static void line_close(const struct client *k, struct line *line)
{
	if (k->secret)
		secure_close(&line->tls);
	else
		close(line->fd);
}

/* One request; true when the line may be used again. */
static bool ask_once(struct client *k, struct line *line, int64_t id)
{
	static _Thread_local char answer[65536], request[600];
	const char *asked = k->posts
	    ? sms(request, sizeof request, id, k->keeps)
	    : k->keeps ? GET_PAGE
		       : GET_CLOSING;
	int status = k->secret
	    ? secure_ask(&line->tls, asked, answer, sizeof answer)
	    : http_ask(line->fd, asked, answer, sizeof answer);
	int64_t connected = line->since_us;
	int64_t at = atomic_load(&signal_us);
	size_t i;

	if (status == (k->posts ? 202 : 200)) {
		k->answered++;
		i = k->posts ? atomic_fetch_add(&posts, 1) : 0;
		if (i >= POSTS_MOST)
			give_up("more is acknowledged than there is room for");
		if (k->posts)
			acknowledged[i] = id;
	} else if (status == 503 && at != 0) {
		k->turned_away++;
		if (header_in(answer, "Retry-After") == NULL ||
		    missing_safety(answer) != NULL || !is_last(answer))
			note(k, &k->odd, connected, status, answer);
	} else if (status != -1)
		note(k, &k->odd, connected, status, answer);
	else if (at != 0 && connected > at && answer[0] == '\0')
		note(k, &k->tolerated, connected, status, answer);
	else
		note(k, &k->lost, connected, status, answer);
	return status != -1 && k->keeps && !is_last(answer);
}

static void *ask_on(void *arg)
{
	struct client *k = arg;
	int64_t id = ((int64_t)round_number * CLIENTS + k->number) * 1000000;
	int64_t away = k->turned_away, reset = k->tolerated;
	struct line line;

	while (k->turned_away - away + k->tolerated - reset < NEWCOMES) {
		if (!line_open(k, &line)) {
			if (atomic_load(&signal_us) == 0)
				note(k, &k->lost, line.since_us, 0, "refused");
			break;
		}
		while (ask_once(k, &line, ++id))
			;
		line_close(k, &line);
	}
	return NULL;
}

struct stops {
	int good; /* that ended with status 0 */
	int64_t longest_us;
};

static void stop_under_load(struct stops *s)
{
	int64_t began;

	atomic_store(&signal_us, 0);
	for (int i = 0; i < CLIENTS; i++)
		if (pthread_create(
			&clients[i].thread, NULL, ask_on, &clients[i]) != 0)
			give_up("no thread");
	wait_ms(LOAD_LEAST + (int)fault_random(LOAD_MORE));
	began = now_us();
	atomic_store(&signal_us, began);
	kill(front.portal.pid, SIGTERM);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(clients[i].thread, NULL);
	child_ended(&front.portal, 15000);
	if (now_us() - began > s->longest_us)
		s->longest_us = now_us() - began;
	if (child_exited(&front.portal, 0))
		s->good++;
	else
		child_blame(&front.portal);
	child_stop(&front.portal, SIGKILL);
}

static int64_t missing(void)
{
	int64_t gone = 0;
	struct desk d;

	desk_open(&d, front.place.url, STORE_TOOL);
	for (size_t i = 0; i < posts; i++) {
		if (i % 1000 == 0)
			desk_again(&d);
		gone += db_int(&d.c,
			    SQL("SELECT 1 FROM hook WHERE provider = 'kannel'"
				" AND event_key = $1"),
			    BIND(TEXT(mem_printf(
				&d.c, "inbound:%" PRId64, acknowledged[i]))),
			    0) == 0;
	}
	desk_close(&d);
	return gone;
}

static void test_load(void)
{
	struct client all = { 0 };
	struct stops s = { 0 };
	char answer[4096];
	int64_t until;

	/* On a busy machine many who have their answers are still inside. */
	front_make(&front, "per_address = 500\n");
	/* The client's source of randomness is made by whoever is first. */
	secure_once(front.tls, TLS_HEALTH, answer, sizeof answer);
	settings_read(front.place.conf);
	settings_read_secrets();
	for (int i = 0; i < CLIENTS; i++)
		clients[i] = (struct client) { .number = i,
			.keeps = i % 2 == 0,
			.secret = i / 2 % 2 == 1,
			.posts = i >= CLIENTS / 2 };
	until = now_us() + ROUNDS_US;
	while (
	    round_number < ROUNDS && (round_number < 20 || now_us() < until)) {
		if (round_number++ > 0)
			front_start(&front);
		stop_under_load(&s);
	}
	for (int i = 0; i < CLIENTS; i++) {
		all.answered += clients[i].answered;
		all.turned_away += clients[i].turned_away;
		all.lost += clients[i].lost;
		all.tolerated += clients[i].tolerated;
		all.odd += clients[i].odd;
		if (clients[i].told[0] != '\0')
			tell("%s", clients[i].told);
	}
	check(s.good == round_number,
	    "%d stops under load end with status 0 (%d)", round_number, s.good);
	tell("the longest took %" PRId64 " ms; %" PRId64 " requests were"
	     " answered, %" PRId64 " turned away",
	    s.longest_us / 1000, all.answered, all.turned_away);
	check(all.lost == 0, "no request loses its answer (%" PRId64 ")",
	    all.lost);
	check(all.odd == 0, "every answer is one to be expected");
	check(all.tolerated * 100 <= all.answered,
	    "newcomers after the signal are told so: %" PRId64 " were not",
	    all.tolerated);
	check(posts > 0 && missing() == 0,
	    "all of %zu acknowledged messages are stored", (size_t)posts);
	place_remove(&front.place);
}

/* ---- those who wait ---- */

static atomic_bool spinning;

static void *spin(void *arg)
{
	while (atomic_load(&spinning))
		;
	return arg;
}

/* Makes the machine so busy, or no more, that a thread that is new has to wait
 * for its first turn. */
static void be_busy(bool busy)
{
	static pthread_t spinner[SPINNERS];

	atomic_store(&spinning, busy);
	for (int i = 0; i < SPINNERS; i++)
		if (!busy)
			pthread_join(spinner[i], NULL);
		else if (pthread_create(&spinner[i], NULL, spin, NULL) != 0)
			give_up("no thread");
}

/* They have connected and asked, and the portal, which is stopped when it has
 * hardly begun, has had no time yet to let them in. */
static int wait_in_vain(struct front *f)
{
	static char answer[65536];
	int in_vain = 0, fd[CLIENTS];

	be_busy(true);
	front_start(f);
	kill(f->portal.pid, SIGSTOP);
	for (int i = 0; i < CLIENTS; i++) {
		fd[i] = http_connect(f->plain);
		http_send(fd[i], GET_PAGE);
	}
	kill(f->portal.pid, SIGTERM);
	kill(f->portal.pid, SIGCONT);
	wait_ms(5);
	be_busy(false);
	for (int i = 0; i < CLIENTS; i++) {
		int status = http_hear(fd[i], answer, sizeof answer);

		in_vain += status != 200 && status != 503;
		close(fd[i]);
	}
	return in_vain;
}

static void test_waiting(void)
{
	int in_vain = 0, good = 0;
	struct front f;

	front_make(&f, "");
	child_stop(&f.portal, SIGTERM);
	for (int round = 0; round < WAITINGS; round++) {
		in_vain += wait_in_vain(&f);
		good += child_ended(&f.portal, 15000) &&
		    child_exited(&f.portal, 0);
		child_stop(&f.portal, SIGKILL);
	}
	check(in_vain == 0 && good == WAITINGS,
	    "of %d who stood before the door %d get no answer",
	    WAITINGS * CLIENTS, in_vain);
	place_remove(&f.place);
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 110);
	test_waiting();
	test_load();
	return fault_end();
}
