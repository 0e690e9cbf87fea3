#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tls_parts.h"

#define EACH        4 /* connections of a kind */
#define TICK_MS     10
#define BYTE_US     1000000
#define ACCEPTED_US 1000000
#define LOOK_US     200000   /* how often it is looked who is held */
#define MOST_US     43000000 /* after that whoever is still held is let go */
#define ASKED       100      /* answers, that no buffer holds */
#define HELLO       "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define BODY                                                  \
	"POST /log-ind HTTP/1.1\r\nHost: 127.0.0.1\r\n"       \
	"Content-Type: application/x-www-form-urlencoded\r\n" \
	"Content-Length: 1000\r\n\r\n"

enum what {
	NOTHING,       /* is sent */
	SILENT,        /* after the first bytes */
	DRIBBLES,      /* a byte a second after them */
	TRICKLES,      /* five bytes a second: more often than anybody looks */
	KEEPS_TALKING, /* as often, after it was refused */
	TAKES_NONE,
};

/* From the first byte, or where none is sent from the connection or from the
 * last answer; in ms. Late is what a wait's quantum and a busy machine add. */
static const struct way {
	const char *name;
	const char *first; /* NULL: half a ClientHello, to the TLS port */
	enum what then;
	int quiet;   /* ms before the first bytes */
	bool kept;   /* after a request that was answered */
	bool shaken; /* after a TLS handshake */
	bool from_connect;
	int status, least, most;
} kinds[] = {
	/* clang-format off */
	{ "a request line that dribbles", "G", DRIBBLES,
	  3000, false, false, false, 408, 9900, 11500 },
	{ "a header that dribbles", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: ",
	  DRIBBLES, 0, false, false, false, 408, 9900, 11500 },
	{ "the header of a second request", "GET / HTTP/1.1\r\n",
	  DRIBBLES, 1000, true, false, false, 408, 9900, 11500 },
	{ "a body that dribbles", BODY "email=",
	  DRIBBLES, 0, false, false, false, 408, 9900, 11500 },
	{ "a body after three silent seconds", BODY,
	  DRIBBLES, 3000, false, false, false, 408, 9900, 11500 },
	{ "a header that trickles", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: ",
	  TRICKLES, 0, false, false, false, 408, 9900, 11500 },
	{ "a body that trickles", BODY "email=",
	  TRICKLES, 0, false, false, false, 408, 9900, 11500 },
	{ "a handshake that trickles", NULL, TRICKLES,
	  0, false, false, true, 0, 9900, 11500 },
	{ "a header that stops", "GET / HTTP/1.1\r\nHost: 127.",
	  SILENT, 0, false, false, false, 408, 9900, 11500 },
	{ "a body that stops", BODY "email=a",
	  SILENT, 0, false, false, false, 408, 9900, 11500 },
	{ "silence on the TLS port", NULL, NOTHING,
	  0, false, false, true, 0, 9900, 11500 },
	{ "half a handshake", NULL, SILENT,
	  0, false, false, true, 0, 9900, 11500 },
	{ "a handshake that dribbles", NULL, DRIBBLES,
	  2000, false, false, true, 0, 9900, 11500 },
	{ "silence", "", NOTHING, 0, false, false, true, 0, 9500, 11500 },
	{ "an answer that is not taken", "", TAKES_NONE,
	  0, false, false, false, 0, 18000, 22000 },
	{ "a TLS record that trickles", "\x17\x03\x03\x40 a record", TRICKLES,
	  0, false, true, true, 0, 9900, 11500 },
	{ "an answer that is not taken over TLS", "", TAKES_NONE,
	  0, false, true, false, 0, 18000, 23000 }, /* it encrypts first */
	{ "who goes on after a 400", "GET\r\n\r\n", KEEPS_TALKING,
	  0, false, false, false, 0, 0, 3500 },
	/* The last: its time begins when its answer is heard. */
	{ "a kept connection", "", NOTHING, 0, true, false, false, 0, 1500, 3500 },
	/* clang-format on */
};

struct holder {
	const struct way *kind;
	int fd;
	struct secure secure; /* the connection of who has shaken hands */
	bool answered;        /* and its answer is here */
	bool begun;           /* the first bytes have been sent */
	int64_t from_us;      /* what the deadline is counted from */
	int64_t next_us;      /* of the next byte; before that of the first */
	int64_t ended_us;     /* 0: still open */
	bool reset;
	char answer[4096];
	size_t n;
};

static struct holder holders[COUNT(kinds) * EACH];
static struct front front;
static pthread_t thread;
static char asked[PATH_ROOM * ASKED];

/* False of those who do not listen either. */
static bool listens(const struct holder *h)
{
	return h->kind->then < KEEPS_TALKING;
}

static bool takes_answers(const struct holder *h)
{
	return h->kind->then != TAKES_NONE;
}

static void start(struct holder *h, const struct way *kind)
{
	struct dial d = { .from = OTHER };

	*h = (struct holder) { .kind = kind };
	d.port = kind->first == NULL ? front.tls : front.plain;
	d.receive = takes_answers(h) ? 0 : 2048;
	if (!kind->shaken)
		h->fd = dial(&d);
	else if (secure_open(&h->secure, front.tls, NULL))
		h->fd = h->secure.fd;
	else
		h->fd = -1;
	h->from_us = now_us();
	h->next_us = h->from_us + (int64_t)kind->quiet * 1000;
	if (h->fd < 0)
		give_up("no connection to the portal");
	if (kind->kept)
		say(h->fd, HELLO, strlen(HELLO));
}

static void begin(struct holder *h)
{
	const struct way *kind = h->kind;
	const char *first = takes_answers(h) ? kind->first : asked;

	h->begun = true;
	h->next_us = now_us() + BYTE_US;
	if (kind->then == NOTHING)
		return;
	if (!kind->from_connect)
		h->from_us = now_us();
	if (first == NULL)
		say(h->fd, half_hello, half_hello_length);
	else if (kind->shaken && !takes_answers(h))
		secure_send(&h->secure, first);
	else
		say(h->fd, first, strlen(first));
}

/* Whoever does not read is not told of the end; and before one is accepted no
 * program holds the other end either. */
static void look_for_ended(void)
{
	static struct held found[2];

	find_held(front.plain, &found[0]);
	find_held(front.tls, &found[1]);
	for (size_t i = 0; i < COUNT(holders); i++) {
		struct holder *h = &holders[i];

		if (!listens(h) && h->ended_us == 0 &&
		    now_us() > h->from_us + ACCEPTED_US &&
		    !is_held(h->fd, &found[h->kind->shaken]))
			h->ended_us = now_us();
	}
}

/* A byte more; into a connection that was closed it need not go. */
static void go_on(struct holder *h)
{
	static const char byte = 'a';
	enum what then = h->kind->then;
	bool often = then == TRICKLES || then == KEEPS_TALKING;

	h->next_us += often ? BYTE_US / 5 : BYTE_US;
	if (often || then == DRIBBLES)
		send(h->fd, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void end(struct holder *h, bool reset)
{
	h->ended_us = now_us();
	h->reset = reset;
}

static void read_some(struct holder *h)
{
	size_t room = sizeof h->answer - 1 - h->n;
	ssize_t got = recv(h->fd, h->answer + h->n, room, MSG_DONTWAIT);

	if (got <= 0) {
		end(h, got < 0);
		return;
	}
	h->n += (size_t)got;
	h->answer[h->n] = '\0';
	/* The first answer's end; only the request that is held comes after. */
	if (!h->kind->kept || h->answered)
		return;
	if (strstr(h->answer, "\r\n\r\n") == NULL)
		return;
	h->answered = status_of(h->answer) == 200;
	h->n = 0;
	h->answer[0] = '\0';
	h->from_us = now_us();
	h->next_us = h->from_us + (int64_t)h->kind->quiet * 1000;
}

static void look_at(struct holder *h, short events)
{
	bool waits = h->kind->kept && !h->answered;

	if (listens(h) && events != 0)
		read_some(h);
	if (h->ended_us != 0 || waits || now_us() < h->next_us)
		return;
	if (!h->begun)
		begin(h);
	else
		go_on(h);
}

static void *hold_on(void *arg)
{
	static struct pollfd p[COUNT(holders)];
	int64_t until = now_us() + MOST_US, look_us = now_us();
	size_t open;

	(void)arg;
	do {
		open = 0;
		for (size_t i = 0; i < COUNT(holders); i++) {
			struct holder *h = &holders[i];
			bool over = h->ended_us != 0;

			open += !over;
			p[i] = (struct pollfd) { .fd = over ? -1 : h->fd,
				.events = listens(h) ? POLLIN : 0 };
		}
		if (poll(p, COUNT(holders), 0) < 0)
			break;
		for (size_t i = 0; i < COUNT(holders); i++)
			if (holders[i].ended_us == 0)
				look_at(&holders[i], p[i].revents);
		if (now_us() > look_us) {
			look_for_ended();
			look_us = now_us() + LOOK_US;
		}
		wait_ms(TICK_MS);
	} while (open > 0 && now_us() < until);
	return NULL;
}

void deadlines_begin(void)
{
	char path[PATH_ROOM];
	size_t n = 0;

	front_make(&front, "per_address = 100\n");
	for (int i = 0; i < ASKED; i++)
		n += (size_t)snprintf(asked + n, sizeof asked - n,
		    "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
		    front_asset(".css", path));
	for (size_t i = 0; i < COUNT(holders); i++)
		start(&holders[i], &kinds[i / EACH]);
	if (pthread_create(&thread, NULL, hold_on, NULL) != 0)
		give_up("no thread");
}

/* Over TLS the end may be said. */
static bool is_alert(const struct holder *h)
{
	return (h->kind->first == NULL || h->kind->shaken) &&
	    h->answer[0] == 0x15;
}

/* How one of them is not as it should be; NULL when it is. */
static const char *wrong(const struct holder *h, int64_t ms)
{
	const struct way *kind = h->kind;

	if (h->ended_us == 0)
		return "is still open";
	if (ms < kind->least || ms > kind->most)
		return "ends at the wrong time";
	if (kind->status == 0)
		return h->n > 0 && !is_alert(h) ? "gets an answer" : NULL;
	if (status_of(h->answer) != kind->status)
		return "gets another answer";
	if (h->reset)
		return "ends with a reset";
	if (!is_last(h->answer))
		return "is not told that it is closed";
	return missing_safety(h->answer);
}

static void check_kind(size_t kind)
{
	int64_t least = INT64_MAX, most = 0;
	const char *bad = NULL;

	for (size_t i = kind * EACH; i < (kind + 1) * EACH; i++) {
		struct holder *h = &holders[i];
		int64_t ms = (h->ended_us - h->from_us) / 1000;

		least = ms < least ? ms : least;
		most = ms > most ? ms : most;
		if (bad == NULL)
			bad = wrong(h, ms);
		if (bad != NULL && h->n > 0)
			tell("%.60s", h->answer);
		if (h->kind->shaken)
			secure_drop(&h->secure);
		else
			close(h->fd);
	}
	check(bad == NULL, "%s ends%s after %.1f to %.1f s: %.1f to %.1f%s%s",
	    kinds[kind].name, kinds[kind].status == 408 ? " with 408" : "",
	    kinds[kind].least / 1e3, kinds[kind].most / 1e3,
	    (double)least / 1e3, (double)most / 1e3,
	    bad != NULL ? "; one " : "", bad != NULL ? bad : "");
}

void deadlines_end(void)
{
	pthread_join(thread, NULL);
	for (size_t i = 0; i < COUNT(kinds); i++)
		check_kind(i);
	check(front_end(&front), "and the portal ends in peace");
}
