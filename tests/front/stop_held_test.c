/* Nobody keeps the portal from stopping. What is under way is waited for, for
 * ten seconds at most; who only keeps a connection is not; and whoever asks
 * twice is obeyed at once. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "settings.h"

#include "front.h"

#define KEPT     20
#define GET_PAGE "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

struct stop {
	struct front front;
	int fd[KEPT];
	int64_t began_us;
};

static void send_stop(struct stop *s)
{
	s->began_us = now_us();
	kill(s->front.portal.pid, SIGTERM);
}

static bool stopped_within(struct stop *s, int ms)
{
	int64_t spent = (now_us() - s->began_us) / 1000;

	return child_ended(&s->front.portal, spent < ms ? ms - (int)spent : 0);
}

static void remove_stop(struct stop *s)
{
	child_stop(&s->front.portal, SIGKILL);
	place_remove(&s->front.place);
	for (int i = 0; i < KEPT; i++)
		if (s->fd[i] > 0)
			close(s->fd[i]);
}

static void begin_sms(int fd)
{
	char request[600];

	snprintf(request, sizeof request,
	    "POST /hook/kannel/%s/inbound?id=slow HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nX-Kannel-From: 4531000001\r\n"
	    "X-Kannel-To: 1204\r\nContent-Type: text/plain\r\n"
	    "Content-Length: 20\r\n\r\nj",
	    settings.hook_secret);
	say(fd, request, strlen(request));
}

/* Of every kind that never ends by itself. */
static void make_unending(struct stop *s)
{
	static const char half[] = "GET / HTTP/1.1\r\nHo";
	struct dial narrow = { .receive = 2048 };
	char request[PATH_ROOM + 60], path[PATH_ROOM];
	int n = 0;

	front_make(&s->front, "");
	s->fd[n] = dial_from(NULL, s->front.plain);
	begin_sms(s->fd[n++]);
	s->fd[n] = dial_from(NULL, s->front.plain);
	say(s->fd[n++], half, strlen(half));
	s->fd[n++] = dial_from(NULL, s->front.plain);
	s->fd[n++] = dial_from(NULL, s->front.tls);
	s->fd[n] = dial_from(NULL, s->front.tls);
	say(s->fd[n++], half_hello, half_hello_length);
	snprintf(request, sizeof request,
	    "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
	    front_asset(".css", path));
	narrow.port = s->front.plain;
	s->fd[n] = dial(&narrow);
	for (int i = 0; i < 16; i++)
		say(s->fd[n], request, strlen(request));
}

static void make_idle(struct stop *s)
{
	static char answer[65536];

	front_make(&s->front, "");
	for (int i = 0; i < KEPT; i++) {
		s->fd[i] = dial_from(NULL, s->front.plain);
		if (http_ask(s->fd[i], GET_PAGE, answer, sizeof answer) != 200)
			give_up("no page");
	}
}

/* One who needs two seconds for his request, and one who is kept. */
static void make_slow(struct stop *s)
{
	static char answer[65536];

	front_make(&s->front, "");
	settings_read(s->front.place.conf);
	settings_read_secrets();
	s->fd[0] = dial_from(NULL, s->front.plain);
	begin_sms(s->fd[0]);
	s->fd[1] = dial_from(NULL, s->front.plain);
	if (http_ask(s->fd[1], GET_PAGE, answer, sizeof answer) != 200)
		give_up("no page");
}

static void check_slow(struct stop *s)
{
	static char answer[65536];
	int status;

	status = http_once(s->front.plain, GET_PAGE, answer, sizeof answer);
	check(status == 503 && is_last(answer) &&
		header_in(answer, "Retry-After") != NULL &&
		missing_safety(answer) == NULL,
	    "while one is waited for a newcomer is told 503 (%d)", status);
	status = http_ask(s->fd[1], GET_PAGE, answer, sizeof answer);
	check((status == 200 || status == 503) && is_last(answer),
	    "who is kept gets an answer, the last one (%d)", status);
	for (int i = 0; i < 18; i++) {
		wait_ms(100);
		say(s->fd[0], "a", 1);
	}
	check(child_ended(&s->front.portal, 0) == false, "it is waited for");
	status = http_ask(s->fd[0], "a", answer, sizeof answer);
	check(status == 202 && is_last(answer),
	    "a request that comes whole after the signal gets its answer (%d)",
	    status);
	check(stopped_within(s, 5000) && child_exited(&s->front.portal, 0),
	    "then the portal ends");
}

static int ended_in_silence(const struct stop *s)
{
	char answer[4096];
	int n = 0;

	for (int i = 0; i < KEPT; i++)
		n += hear(s->fd[i], answer, sizeof answer, 0) == ENDED &&
		    answer[0] == '\0';
	return n;
}

/* All at the same time, for each has to wait. */
static void test_in_the_way(void)
{
	struct stop unending = { 0 }, twice = { 0 }, idle = { 0 }, slow = { 0 };
	bool waits;

	make_slow(&slow);
	make_unending(&unending);
	make_unending(&twice);
	make_idle(&idle);
	wait_ms(200);
	send_stop(&unending);
	send_stop(&idle);
	send_stop(&slow);
	send_stop(&twice);
	wait_ms(300);
	waits = !child_ended(&twice.front.portal, 0);
	send_stop(&twice);
	check(waits && stopped_within(&twice, 1000) &&
		child_exited(&twice.front.portal, 1),
	    "a second signal ends it at once, with status 1");
	check_slow(&slow);
	check(
	    stopped_within(&idle, 4000) && child_exited(&idle.front.portal, 0),
	    "those who only keep a connection do not hold it up");
	check(ended_in_silence(&idle) == KEPT,
	    "their connections end without a word");
	waits = !stopped_within(&unending, 10500);
	check(!waits && child_exited(&unending.front.portal, 0),
	    "nor does who never ends, for longer than ten seconds (%" PRId64
	    " ms)",
	    (now_us() - unending.began_us) / 1000);
	remove_stop(&unending);
	remove_stop(&twice);
	remove_stop(&idle);
	remove_stop(&slow);
}

int main(int argc, char **argv)
{
	fault_begin(argc, argv, 60);
	test_in_the_way();
	return fault_end();
}
