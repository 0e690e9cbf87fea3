#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "front.h"

#define MOST_SECONDS  20
#define SEGMENT_LEAST 536 /* bytes; a sender's buffer is some of these */

static bool connect_six(int fd, int port)
{
	const struct sockaddr_in6 to = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };

	return connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
}

static bool connect_four(int fd, int port, const char *from)
{
	struct sockaddr_in ours = { .sin_family = AF_INET };
	const struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int on = 1;

	/* The port is chosen by connect(), which has more to choose from. */
	if (from != NULL) {
		setsockopt(
		    fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
		if (inet_pton(AF_INET, from, &ours.sin_addr) != 1 ||
		    bind(fd, (const struct sockaddr *)&ours, sizeof ours) != 0)
			return false;
	}
	return connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
}

int dial(const struct dial *d)
{
	const struct timeval most = { .tv_sec = MOST_SECONDS };
	int fd = socket(d->six ? AF_INET6 : AF_INET,
	    SOCK_STREAM | SOCK_CLOEXEC | (d->at_once ? SOCK_NONBLOCK : 0), 0);
	int on = 1, segment = SEGMENT_LEAST;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (d->receive > 0) {
		setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &d->receive, sizeof d->receive);
		setsockopt(
		    fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
	}
	errno = 0;
	if ((d->six ? connect_six(fd, d->port)
		    : connect_four(fd, d->port, d->from)) ||
	    (d->at_once && (errno == EINPROGRESS || errno == ECONNREFUSED)))
		return fd;
	close(fd);
	return -1;
}

int dial_from(const char *from, int port)
{
	const struct dial d = { .port = port, .from = from };

	return dial(&d);
}

void hang_up(int fd)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

bool say(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

enum ending hear(int fd, char *answer, size_t room, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;
	char spill[16384];
	size_t n = 0;

	answer[0] = '\0';
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = (until - now_us()) / 1000;
		ssize_t got;

		if (poll(&p, 1, left > 0 ? (int)left : 0) == 0)
			return STAYED;
		got = recv(fd, spill, sizeof spill, 0);
		if (got <= 0)
			return got == 0 ? ENDED : RESET;
		if ((size_t)got > room - 1 - n)
			got = (ssize_t)(room - 1 - n);
		memcpy(answer + n, spill, (size_t)got);
		n += (size_t)got;
		answer[n] = '\0';
	}
}

/* The other ends stand in the kernel's table with the two ports the other way
 * round; what no program holds any more has no inode there. */
void find_held(int port, struct held *found)
{
	FILE *f = fopen("/proc/net/tcp", "re");
	char line[300];

	*found = (struct held) { 0 };
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		unsigned from, to;
		unsigned long inode;

		if (sscanf(line,
			" %*d: %*x:%x %*x:%x %*x %*x:%*x %*x:%*x %*x %*u %*u"
			" %lu",
			&from, &to, &inode) == 3 &&
		    from == (unsigned)port && to < COUNT(found->port))
			found->port[to] = inode != 0;
	}
	if (f != NULL)
		fclose(f);
}

bool is_held(int fd, const struct held *found)
{
	struct sockaddr_in ours = { 0 };
	socklen_t size = sizeof ours;

	return getsockname(fd, (struct sockaddr *)&ours, &size) == 0 &&
	    found->port[ntohs(ours.sin_port)];
}

int status_of(const char *answer)
{
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
}

const char *header_in(const char *answer, const char *name)
{
	const char *end = strstr(answer, "\r\n\r\n");
	size_t n = strlen(name);

	for (const char *at = strstr(answer, "\r\n"); at != NULL && at < end;
	     at = strstr(at, "\r\n")) {
		at += 2;
		if (strncasecmp(at, name, n) == 0 && at[n] == ':')
			return at + n + 1 + strspn(at + n + 1, " \t");
	}
	return NULL;
}

const char *missing_safety(const char *answer)
{
	static const struct {
		const char *name, *value;
	} wanted[] = {
		/* clang-format off */
		{ "Content-Security-Policy", "default-src 'none'" },
		{ "X-Content-Type-Options", "nosniff\r" },
		{ "Referrer-Policy", "same-origin\r" },
		{ "Cross-Origin-Opener-Policy", "same-origin\r" },
		{ "Cross-Origin-Resource-Policy", "same-origin\r" },
		{ "Permissions-Policy", "" },
		{ "Date", "" },
		{ "Content-Length", "" },
		{ "Cache-Control", "" },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(wanted); i++) {
		const char *value = header_in(answer, wanted[i].name);

		if (value == NULL ||
		    strncmp(value, wanted[i].value, strlen(wanted[i].value)) !=
			0)
			return wanted[i].name;
	}
	return NULL;
}

bool is_last(const char *answer)
{
	const char *value = header_in(answer, "Connection");

	return value == NULL || strncmp(value, "close", 5) == 0;
}
