#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/figures.h"
#include "base/log.h"
#include "base/store.h"

#include "notifier.h"
#include "settings.h"

/* A supervision asks every few seconds and is on this machine: one at a time,
 * by a deadline, is all it needs. Who waits stands in the backlog, and beyond
 * that is not let in. */
#define BACKLOG_MOST 4
#define HEAD_ROOM    2048
#define ASK_MS       1000 /* for the whole of a request and its answer */
#define LOOK_MS      200  /* how often a stop is looked for */

static struct {
	int fd;
	pthread_t thread;
	struct store *store;
	int64_t epoch;
} scrape = { .fd = -1 };

/* "127.0.0.1:9110" and nothing else: figures are not for the network. */
static struct sockaddr_in address(void)
{
	static const char loopback[] = "127.0.0.1:";
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const char *port = settings.notifier_metrics + sizeof loopback - 1;
	char *end = NULL;
	long n = -1;

	if (strncmp(settings.notifier_metrics, loopback, sizeof loopback - 1) ==
	    0)
		n = strtol(port, &end, 10);
	if (n < 0 || n > 65535 || end == port || *end != '\0')
		log_refuse("notifier.metrics: %s is not 127.0.0.1:PORT",
		    settings.notifier_metrics);
	at.sin_port = htons((uint16_t)n);
	return at;
}

static bool wait_for(int fd, short what, int64_t until)
{
	int64_t left = until - clock_mono_ms();
	struct pollfd p = { .fd = fd, .events = what };

	return left > 0 && poll(&p, 1, (int)left) == 1;
}

/* The head of a request, ended with a NUL; false when it does not come. */
static bool hear(int fd, char head[HEAD_ROOM], int64_t until)
{
	size_t n = 0;

	head[0] = '\0';
	while (strstr(head, "\r\n\r\n") == NULL) {
		ssize_t got;

		if (n == HEAD_ROOM - 1 || !wait_for(fd, POLLIN, until))
			return false;
		got = recv(fd, head + n, HEAD_ROOM - 1 - n, MSG_DONTWAIT);
		if (got <= 0)
			return false;
		n += (size_t)got;
		head[n] = '\0';
	}
	return true;
}

static void say(int fd, const struct text *t, int64_t until)
{
	size_t sent = 0;

	while (sent < t->n && wait_for(fd, POLLOUT, until)) {
		ssize_t n = send(
		    fd, t->s + sent, t->n - sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n <= 0)
			return;
		sent += (size_t)n;
	}
}

/* A page elsewhere that has its name point here sends that name along. */
static bool is_known(const char *head)
{
	const char *host = strcasestr(head, "\r\nhost:");
	size_t n;

	host = host != NULL ? host + 7 + strspn(host + 7, " ") : "";
	n = strcspn(host, ":\r\n");
	return (n == 9 && strncmp(host, "127.0.0.1", n) == 0) ||
	    (n == 9 && strncmp(host, "localhost", n) == 0);
}

static struct text answer(struct ctx *c, const char *head)
{
	struct text t = text_new(c->mem, FIGURES_MOST), whole;
	const char *status = "200 OK";

	if (strncmp(head, "GET ", 4) != 0)
		status = "405 Method Not Allowed";
	else if (strncmp(head, "GET /metrics ", 13) != 0)
		status = "404 Not Found";
	else if (!is_known(head))
		status = "421 Misdirected Request";
	else
		metrics_put(c, scrape.epoch, &t);
	if (db_failed(c) || t.full) {
		status = "503 Service Unavailable";
		t = text_new(c->mem, 1);
	}
	whole = text_new(c->mem, FIGURES_MOST + HEAD_ROOM);
	text_printf(&whole,
	    "HTTP/1.1 %s\r\nContent-Type: " FIGURES_TYPE
	    "\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
	    status, t.n, t.s);
	return whole;
}

static void serve(int fd, struct arena *mem)
{
	int64_t until = clock_mono_ms() + ASK_MS;
	struct ctx c = { .mem = mem, .now = clock_now() };
	char *head = mem_alloc(&c, HEAD_ROOM);
	struct text t;

	if (hear(fd, head, until)) {
		c.db = db_join(scrape.store, mem);
		t = answer(&c, head);
		db_leave(c.db);
		say(fd, &t, until);
	}
	close(fd);
	arena_reset(mem);
}

static void *scrape_thread(void *arg)
{
	struct arena *mem = arena_new();

	(void)arg;
	while (!stop_asked()) {
		int fd = -1;

		if (wait_for(scrape.fd, POLLIN, clock_mono_ms() + LOOK_MS))
			fd = accept4(scrape.fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve(fd, mem);
	}
	arena_free(mem);
	return NULL;
}

void scrape_begin(struct store *store, int64_t epoch)
{
	struct sockaddr_in at;
	socklen_t size = sizeof at;
	const int on = 1;

	if (*settings.notifier_metrics == '\0')
		return;
	at = address();
	scrape.store = store;
	scrape.epoch = epoch;
	scrape.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(scrape.fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (scrape.fd < 0 ||
	    bind(scrape.fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(scrape.fd, BACKLOG_MOST) != 0 ||
	    getsockname(scrape.fd, (struct sockaddr *)&at, &size) != 0 ||
	    pthread_create(&scrape.thread, NULL, scrape_thread, NULL) != 0)
		log_refuse("notifier.metrics: cannot listen on %s",
		    settings.notifier_metrics);
	log_info("notifier.metrics listen=127.0.0.1:%d", ntohs(at.sin_port));
}

void scrape_end(void)
{
	if (scrape.fd < 0)
		return;
	pthread_join(scrape.thread, NULL);
	close(scrape.fd);
	scrape.fd = -1;
}
