#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"

#define ANSWER_SECONDS 20

int http_connect(int port)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct timeval most = { .tv_sec = ANSWER_SECONDS };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

int http_listen(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof at;

	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, size) != 0 ||
	    listen(fd, 64) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		return -1;
	*port = ntohs(at.sin_port);
	return fd;
}

static bool send_all(int fd, const char *data, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		data += sent;
		n -= (size_t)sent;
	}
	return true;
}

size_t http_length(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n"), *length;

	if (end == NULL)
		return 0;
	length = strcasestr(answer, "\r\nContent-Length:");
	return (size_t)(end + 4 - answer) +
	    (length != NULL && length < end ? strtoul(length + 17, NULL, 10)
					    : 0);
}

/* What does not fit is read and forgotten. */
int http_hear(int fd, char *answer, size_t room)
{
	size_t n = 0, whole = 0, got_all = 0;
	char spill[4096] = "";

	answer[0] = '\0';
	while (whole == 0 || got_all < whole) {
		bool full = n == room - 1;
		ssize_t got = recv(fd, full ? spill : answer + n,
		    full ? sizeof spill : room - 1 - n, 0);

		if (got <= 0)
			return -1;
		got_all += (size_t)got;
		if (!full) {
			n += (size_t)got;
			answer[n] = '\0';
			if (whole == 0)
				whole = http_length(answer);
		}
		if (full && whole == 0)
			return -1;
	}
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : -1;
}

bool http_send(int fd, const char *request)
{
	return fd >= 0 && send_all(fd, request, strlen(request));
}

int http_ask(int fd, const char *request, char *answer, size_t room)
{
	answer[0] = '\0';
	return http_send(fd, request) ? http_hear(fd, answer, room) : -1;
}

int http_once(int port, const char *request, char *answer, size_t room)
{
	int fd = http_connect(port);
	int status = http_ask(fd, request, answer, room);

	if (fd >= 0)
		close(fd);
	return status;
}

const char *http_post(struct ctx *c, const char *path,
    const struct visitor *who, const char *form)
{
	const char *cookie = "", *body = form;

	if (who != NULL) {
		cookie = mem_printf(c, "Cookie: sid=%s\r\n", who->cookie);
		body = mem_printf(c, "%s&csrf=%s", form, who->csrf);
	}
	return mem_printf(c,
	    "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: %zu\r\n\r\n%s",
	    path, cookie, strlen(body), body);
}

const char *http_get(struct ctx *c, const char *path, const struct visitor *who)
{
	const char *cookie = who == NULL
	    ? ""
	    : mem_printf(c, "Cookie: sid=%s\r\n", who->cookie);

	return mem_printf(
	    c, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", path, cookie);
}
