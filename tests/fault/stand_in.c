#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"

#define REQUEST_MOST 8192
#define CALLS_MOST   64
#define LARGE        (10 << 20) /* bytes of an answer without end */
#define SLOW_MS      1000       /* between two bytes of a slow one */
#define SLOW_BYTES   60

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct call calls[CALLS_MOST];
static size_t calls_count;
static stand_in_answer *answer_of;
static int listening = -1;

size_t stand_in_calls(const struct call **all)
{
	size_t n;

	pthread_mutex_lock(&mutex);
	n = calls_count;
	pthread_mutex_unlock(&mutex);
	*all = calls;
	return n;
}

void stand_in_forget(void)
{
	pthread_mutex_lock(&mutex);
	calls_count = 0;
	pthread_mutex_unlock(&mutex);
}

static void keep(const char *request)
{
	pthread_mutex_lock(&mutex);
	if (calls_count < CALLS_MOST)
		snprintf(
		    calls[calls_count++].request, CALL_MOST, "%s", request);
	pthread_mutex_unlock(&mutex);
}

/* A whole request; false when the line is closed before that. */
static bool hear(int fd, char *to)
{
	size_t n = 0, whole = 0;

	while (whole == 0 || n < whole) {
		ssize_t got = recv(fd, to + n, REQUEST_MOST - 1 - n, 0);

		if (got <= 0)
			return false;
		n += (size_t)got;
		to[n] = '\0';
		whole = http_length(to);
	}
	return true;
}

static bool put(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, s, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		s += sent;
		n -= (size_t)sent;
	}
	return true;
}

static void put_slowly(int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nX-Slow: ";

	put(fd, head, sizeof head - 1);
	for (int i = 0; i < SLOW_BYTES && put(fd, "x", 1); i++)
		poll(NULL, 0, SLOW_MS);
}

static void put_much(int fd)
{
	static char much[65536];

	memset(much, ' ', sizeof much);
	http_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
	for (int sent = 0; sent < LARGE; sent += (int)sizeof much)
		if (!put(fd, much, sizeof much))
			return;
}

/* So that close() sends an RST. */
static void reset(int fd)
{
	const struct linger none = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

static void answer(int fd, const struct stand_in_reply *r)
{
	switch (r->fault) {
	case FAULT_NONE: put(fd, r->text, strlen(r->text)); break;
	case FAULT_CLOSE: break;
	case FAULT_RESET: reset(fd); break;
	case FAULT_SLOW: put_slowly(fd); break;
	case FAULT_SILENT: poll(NULL, 0, SLOW_MS * SLOW_BYTES); break;
	case FAULT_MUCH: put_much(fd); break;
	}
}

static void *talk(void *arg)
{
	char *request = malloc(REQUEST_MOST);
	int fd = (int)(intptr_t)arg;
	struct stand_in_reply r = { 0 };

	while (request != NULL && r.fault == FAULT_NONE && hear(fd, request)) {
		keep(request);
		answer_of(request, &r);
		poll(NULL, 0, r.wait_ms);
		answer(fd, &r);
		if (r.last)
			break;
	}
	free(request);
	close(fd);
	return NULL;
}

static void *listen_thread(void *arg)
{
	(void)arg;
	for (;;) {
		int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		pthread_t thread;

		if (fd < 0)
			continue;
		if (pthread_create(&thread, NULL, talk, (void *)(intptr_t)fd) !=
		    0)
			close(fd);
		else
			pthread_detach(thread);
	}
	return NULL;
}

int stand_in_start(stand_in_answer *answers)
{
	pthread_t thread;
	int port = 0;

	answer_of = answers;
	listening = http_listen(&port);
	if (listening < 0 ||
	    pthread_create(&thread, NULL, listen_thread, NULL) != 0)
		give_up("no stand-in could be started");
	pthread_detach(thread);
	return port;
}
