#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#include "fault.h"

#define TAKEN_MOST   200000
#define REQUEST_MOST 8192

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct taken taken[TAKEN_MOST];
static size_t taken_count;
static atomic_int answer_ms, to_swallow;
static atomic_int connections;
static atomic_bool holding;
static int listening = -1;

/* Whom to kill, and when. */
static enum gateway_moment kill_at;
static pid_t kill_whom;

void gateway_set(int ms, int swallow)
{
	atomic_store(&answer_ms, ms);
	atomic_store(&to_swallow, swallow);
}

int gateway_swallowing(void)
{
	return atomic_load(&to_swallow);
}

size_t gateway_count(void)
{
	size_t n;

	pthread_mutex_lock(&mutex);
	n = taken_count;
	pthread_mutex_unlock(&mutex);
	return n;
}

struct taken *gateway_taken(struct arena *mem, size_t *count)
{
	struct taken *copy;

	pthread_mutex_lock(&mutex);
	copy = arena_alloc(mem, (taken_count + 1) * sizeof *copy);
	memcpy(copy, taken, taken_count * sizeof *copy);
	*count = taken_count;
	pthread_mutex_unlock(&mutex);
	return copy;
}

void gateway_hold(bool hold)
{
	atomic_store(&holding, hold);
}

int gateway_connections(void)
{
	return atomic_load(&connections);
}

void gateway_kill(enum gateway_moment at, pid_t whom)
{
	pthread_mutex_lock(&mutex);
	kill_at = at;
	kill_whom = whom;
	pthread_mutex_unlock(&mutex);
}

static void reach(enum gateway_moment at)
{
	pthread_mutex_lock(&mutex);
	if (kill_at == at && kill_whom > 0) {
		kill(kill_whom, SIGKILL);
		kill_whom = 0;
	}
	pthread_mutex_unlock(&mutex);
}

static bool swallow_one(void)
{
	int left = atomic_load(&to_swallow);

	while (left > 0)
		if (atomic_compare_exchange_weak(&to_swallow, &left, left - 1))
			return true;
	return false;
}

/* Our name for the message stands in the address of its report. */
static void take(const char *request, int64_t first_byte_us, bool swallowed)
{
	const char *ref = strcasestr(request, "X-Kannel-DLR-Url:");
	const char *good = strcasestr(request, "X-Kannel-Validity:");

	ref = ref != NULL ? strstr(ref, "ref=") : NULL;
	pthread_mutex_lock(&mutex);
	if (taken_count < TAKEN_MOST)
		taken[taken_count++] = (struct taken) {
			.ref = ref != NULL ? strtoll(ref + 4, NULL, 10) : 0,
			.swallowed = swallowed,
			.first_byte_us = first_byte_us,
			.at = clock_now(),
			.good_for = good != NULL ? atoi(good + 18) * MINUTE : 0,
		};
	pthread_mutex_unlock(&mutex);
}

/* A whole request into the buffer; 0 when the line is closed before that. */
static size_t read_request(int fd, char *to, int64_t *first_byte_us)
{
	size_t n = 0, whole = 0;

	while (whole == 0 || n < whole) {
		ssize_t got = recv(fd, to + n, REQUEST_MOST - 1 - n, 0);
		const char *end, *length;

		if (got <= 0)
			return 0;
		if (n == 0)
			*first_byte_us = now_us();
		n += (size_t)got;
		to[n] = '\0';
		end = strstr(to, "\r\n\r\n");
		if (end == NULL)
			continue;
		length = strcasestr(to, "\r\nContent-Length:");
		whole = (size_t)(end + 4 - to) +
		    (length != NULL ? strtoul(length + 17, NULL, 10) : 0);
		if (whole >= REQUEST_MOST)
			return 0;
	}
	return n;
}

static void *talk(void *arg)
{
	static const char answer[] = "HTTP/1.1 202 Accepted\r\n"
				     "Content-Type: text/html\r\n"
				     "Content-Length: 24\r\n\r\n"
				     "0: Accepted for delivery";
	char *request = malloc(REQUEST_MOST);
	int fd = (int)(intptr_t)arg;
	int64_t first_byte_us = 0;

	for (int asked = 0; request != NULL; asked++) {
		bool swallowed;
		int ms;

		if (read_request(fd, request, &first_byte_us) == 0)
			break;
		reach(MOMENT_REQUEST);
		swallowed = asked > 0 && swallow_one();
		take(request, first_byte_us, swallowed);
		if (swallowed)
			break;
		ms = atomic_load(&answer_ms);
		if (ms > 0)
			poll(NULL, 0, ms);
		while (atomic_load(&holding))
			poll(NULL, 0, 1);
		if (send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0)
			break;
		reach(MOMENT_ANSWERED);
	}
	free(request);
	close(fd);
	atomic_fetch_sub(&connections, 1);
	return NULL;
}

static void *listen_thread(void *arg)
{
	int on = 1;

	(void)arg;
	for (;;) {
		int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		pthread_t thread;

		if (fd < 0)
			continue;
		atomic_fetch_add(&connections, 1);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		if (pthread_create(&thread, NULL, talk, (void *)(intptr_t)fd) !=
		    0)
			give_up("the gateway has no thread");
		pthread_detach(thread);
	}
	return NULL;
}

int gateway_start(void)
{
	pthread_t thread;
	int port = 0;

	listening = http_listen(&port);
	if (listening < 0 ||
	    pthread_create(&thread, NULL, listen_thread, NULL) != 0)
		give_up("no gateway could be started");
	pthread_detach(thread);
	return port;
}
