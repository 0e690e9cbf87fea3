#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "front.h"

#define TICK_MS    20
#define TICK_NEW   20      /* connections made in a tick: 1,000 a second */
#define AGAIN_US   1000000 /* after that one which was closed comes again */
#define BYTE_US    1000000 /* between two bytes */
#define SMALL      2048    /* bytes of a receive buffer */
#define ASKED_MOST 16      /* answers that are asked for and not taken */

/* A record of 512 bytes is promised, and not even the random is whole. */
const unsigned char half_hello[] = { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00,
	0x01, 0xfc, 0x03, 0x03, 0x5a, 0x17, 0xc3, 0x21, 0x88, 0x0d, 0x4e, 0x90,
	0x6b, 0x1f, 0xaa };
const size_t half_hello_length = sizeof half_hello;

struct slow {
	int fd;           /* -1: not open */
	int64_t since_us; /* when it was opened */
	int64_t next_us;  /* when it sends next, or is opened */
	bool begun;
};

static struct slow slow[SLOW_MOST];
static struct attack *attack;
static char first[PATH_ROOM * ASKED_MOST];
static size_t first_length;
static pthread_t thread;
static atomic_bool over;

static void prepare(void)
{
	static const char header[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
				     "Accept-Language: ";
	static const char body[] =
	    "POST /log-ind HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: 4000\r\n\r\nemail=";
	char path[PATH_ROOM];
	size_t n = 0;

	first[0] = '\0';
	if (attack->kind == SLOW_HEADER)
		snprintf(first, sizeof first, "%s", header);
	if (attack->kind == SLOW_BODY)
		snprintf(first, sizeof first, "%s", body);
	if (attack->kind == SLOW_READ)
		for (int i = 0; i < ASKED_MOST; i++)
			n += (size_t)snprintf(first + n, sizeof first - n,
			    "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
			    front_asset(".css", path));
	first_length = strlen(first);
}

static void come(struct slow *s)
{
	const struct dial d = { .from = OTHER,
		.port = attack->kind == SLOW_TLS ? attack->front->tls
						 : attack->front->plain,
		.receive = attack->kind == SLOW_READ ? SMALL : 0,
		.at_once = true };
	int64_t now = now_us();

	*s = (struct slow) { .fd = dial(&d), .since_us = now };
	s->next_us = s->fd >= 0 ? now : now + AGAIN_US;
}

static void leave(struct slow *s)
{
	hang_up(s->fd);
	s->fd = -1;
	s->next_us = now_us() + AGAIN_US;
	attack->turned_away++;
}

/* False when the other side does not want it any more. */
static bool send_some(struct slow *s, const void *bytes, size_t n)
{
	return send(s->fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

static bool go_on(struct slow *s)
{
	bool begun = s->begun;

	s->next_us = now_us() + BYTE_US;
	s->begun = true;
	if (attack->kind == SLOW_TLS && (s - slow) % 2 == 0)
		return true;
	if (attack->kind == SLOW_TLS)
		return begun || send_some(s, half_hello, half_hello_length);
	if (!begun)
		return send_some(s, first, first_length);
	return attack->kind == SLOW_READ || send_some(s, "a", 1);
}

/* An answer, or the end of the connection; one who reads slowly sees the end
 * alone. */
static bool still_wanted(struct slow *s, short events)
{
	char answer[4096];

	if ((events & (POLLHUP | POLLERR | POLLNVAL | POLLRDHUP)) != 0)
		return false;
	if (attack->kind == SLOW_READ || (events & POLLIN) == 0)
		return true;
	return recv(s->fd, answer, sizeof answer, MSG_DONTWAIT) > 0;
}

static void tick(struct pollfd *p)
{
	int64_t now = now_us();
	int come_now = TICK_NEW;

	for (int i = 0; i < attack->count; i++) {
		struct slow *s = &slow[i];

		if (s->fd < 0) {
			if (now >= s->next_us && come_now-- > 0)
				come(s);
			continue;
		}
		if (!still_wanted(s, p[i].revents) ||
		    (now >= s->next_us && (p[i].revents & POLLOUT) != 0 &&
			!go_on(s)))
			leave(s);
	}
}

static void *attack_on(void *arg)
{
	static struct pollfd p[SLOW_MOST];

	(void)arg;
	while (!atomic_load(&over)) {
		int64_t now = now_us();

		for (int i = 0; i < attack->count; i++)
			p[i] = (struct pollfd) { .fd = slow[i].fd,
				.events = (short)(POLLRDHUP |
				    (attack->kind == SLOW_READ ? 0 : POLLIN) |
				    (now >= slow[i].next_us ? POLLOUT : 0)) };
		if (poll(p, (nfds_t)attack->count, 0) >= 0)
			tick(p);
		wait_ms(TICK_MS);
	}
	return NULL;
}

void attack_begin(struct attack *a)
{
	attack = a;
	a->held = 0;
	a->turned_away = 0;
	prepare();
	for (int i = 0; i < a->count; i++)
		slow[i] = (struct slow) { .fd = -1 };
	atomic_store(&over, false);
	if (pthread_create(&thread, NULL, attack_on, NULL) != 0)
		give_up("no thread");
}

void attack_end(void)
{
	static struct held found;
	int64_t now;

	atomic_store(&over, true);
	pthread_join(thread, NULL);
	now = now_us();
	find_held(attack->kind == SLOW_TLS ? attack->front->tls
					   : attack->front->plain,
	    &found);
	for (int i = 0; i < attack->count; i++) {
		if (slow[i].fd < 0)
			continue;
		attack->held += now - slow[i].since_us > AGAIN_US &&
		    is_held(slow[i].fd, &found);
		hang_up(slow[i].fd);
	}
}
