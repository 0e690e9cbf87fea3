#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy_parts.h"

#define REQUEST_MOST 100000
#define SECONDS_MOST 5 /* until a request is whole */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char last[REQUEST_MOST];
static int count, listening;
static atomic_int mood;

void ear_be(enum ear_mood now)
{
	atomic_store(&mood, now);
}

int ear_count(void)
{
	int n;

	pthread_mutex_lock(&mutex);
	n = count;
	pthread_mutex_unlock(&mutex);
	return n;
}

const char *ear_last(struct arena *mem)
{
	struct ctx c = { .mem = mem };
	const char *copy;

	pthread_mutex_lock(&mutex);
	copy = mem_dup(&c, last);
	pthread_mutex_unlock(&mutex);
	return copy;
}

/* How often a header stands in a head. */
static int headers(const char *head, const char *name)
{
	const char *end = strstr(head, "\r\n\r\n");
	size_t n = strlen(name);
	int found = 0;

	for (const char *at = head; at != NULL && at < end;
	     at = strstr(at, "\r\n")) {
		at += 2;
		found += strncasecmp(at, name, n) == 0 && at[n] == ':';
	}
	return found;
}

bool head_says(const char *head, const char *name, const char *value)
{
	const char *is = header_in(head, name);

	return is != NULL && headers(head, name) == 1 &&
	    strcspn(is, "\r") == strlen(value) &&
	    strncasecmp(is, value, strlen(value)) == 0;
}

static bool is_whole(const char *text, size_t n)
{
	const char *end = strstr(text, "\r\n\r\n"), *length, *chunked;

	if (end == NULL)
		return false;
	length = strcasestr(text, "\r\nContent-Length:");
	chunked = strcasestr(text, "\r\nTransfer-Encoding:");
	if (chunked != NULL && chunked < end)
		return strcmp(text + n - 5, "0\r\n\r\n") == 0;
	if (length == NULL || length > end)
		return true;
	return n >= (size_t)(end + 4 - text) + strtoul(length + 17, NULL, 10);
}

/* It counts from its first byte on. True when it came whole. */
static bool take(int fd, char *text)
{
	size_t n = 0;

	while (n < REQUEST_MOST - 1) {
		ssize_t got = recv(fd, text + n, REQUEST_MOST - 1 - n, 0);

		if (got <= 0)
			return false;
		if (n == 0 && strncmp(text, "GET /readyz ", 12) != 0) {
			pthread_mutex_lock(&mutex);
			count++;
			pthread_mutex_unlock(&mutex);
		}
		n += (size_t)got;
		text[n] = '\0';
		if (is_whole(text, n))
			return true;
	}
	return false;
}

static void answer(int fd, bool of_health)
{
	static const char ok[] = "HTTP/1.1 200 OK\r\n"
				 "Content-Length: 3\r\n"
				 "Connection: close\r\n\r\nok\n";
	static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\n"
				   "Retry-After: 17\r\n"
				   "Content-Length: 10\r\n"
				   "Connection: close\r\n\r\nso little\n";
	int now = of_health ? EAR_OK : atomic_load(&mood);

	if (now == EAR_OK)
		say(fd, ok, sizeof ok - 1);
	if (now == EAR_BUSY)
		say(fd, busy, sizeof busy - 1);
}

/* One after the other; the text is the thread's own. */
static void *listen_on(void *unused)
{
	const struct timeval most = { .tv_sec = SECONDS_MOST };
	static char text[REQUEST_MOST];
	int fd;

	(void)unused;
	while ((fd = accept(listening, NULL, NULL)) >= 0) {
		bool health, whole;

		text[0] = '\0';
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
		whole = take(fd, text);
		health = strncmp(text, "GET /readyz ", 12) == 0;
		if (whole && !health) {
			pthread_mutex_lock(&mutex);
			memcpy(last, text, sizeof last);
			pthread_mutex_unlock(&mutex);
		}
		if (whole)
			answer(fd, health);
		close(fd);
	}
	return NULL;
}

int ear_start(void)
{
	pthread_t thread;
	int port = 0;

	listening = http_listen(&port);
	if (listening < 0 ||
	    pthread_create(&thread, NULL, listen_on, NULL) != 0)
		give_up("no ear");
	pthread_detach(thread);
	return port;
}
