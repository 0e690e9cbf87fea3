#include <string.h>
#include <sys/socket.h>

#include "tls_parts.h"

/* A record with a ClientHello of TLS 1.2, as RFC 5246 and RFC 8422 have them.
 * It would like to compress (CVE-2012-4929), to hear heartbeats
 * (CVE-2014-0160) and to be given a ticket. */
static const unsigned char hello[] = {
	/* clang-format off */
	22, 3, 1, 0, 118,               /* a record: handshake, 118 bytes */
	1, 0, 0, 114, 3, 3,             /* ClientHello, 114 bytes, TLS 1.2 */
	1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8,
	1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8,
	0,                              /* no session */
	0, 14,                          /* the six, and one that is a sign: */
	0xc0, 0x2b, 0xc0, 0x2c, 0xc0, 0x2f, 0xc0, 0x30, 0xcc, 0xa8, 0xcc, 0xa9,
	0x00, 0xff,                     /* secure renegotiation is known */
	2, 1, 0,                        /* compression: deflate, or none */
	0, 58,                          /* extensions */
	0, 10, 0, 6, 0, 4, 0, 23, 0, 29, /* groups: P-256, X25519 */
	0, 11, 0, 2, 1, 0,              /* points: uncompressed */
	0, 13, 0, 8, 0, 6, 4, 3, 4, 1, 8, 4, /* signatures */
	0, 15, 0, 1, 1,                 /* heartbeats are welcome */
	0, 35, 0, 0,                    /* and so is a ticket */
	0, 21, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* clang-format on */
};

/* Reads exactly n bytes. */
static bool hear_all(int fd, unsigned char *into, size_t n)
{
	while (n > 0) {
		ssize_t got = recv(fd, into, n, 0);

		if (got <= 0)
			return false;
		into += got;
		n -= (size_t)got;
	}
	return true;
}

static int two(const unsigned char *at)
{
	return at[0] << 8 | at[1];
}

static void read_extensions(
    struct tls_chosen *c, const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 4) {
		c->heartbeat = c->heartbeat || two(at) == 15;
		c->ticket = c->ticket || two(at) == 35;
		at += 4 + two(at + 2);
	}
}

/* The ServerHello, which is the first in its record. */
struct tls_chosen tls_say_hello(int fd)
{
	struct tls_chosen c = { 0 };
	unsigned char head[5], body[16640];
	const unsigned char *at, *end;
	size_t n;

	if (fd < 0 ||
	    send(fd, hello, sizeof hello, MSG_NOSIGNAL) != sizeof hello ||
	    !hear_all(fd, head, sizeof head))
		return c;
	n = (size_t)two(head + 3);
	if (head[0] != 22 || n < 48 || n > sizeof body ||
	    !hear_all(fd, body, n) || body[0] != 2)
		return c;
	end = body + 4 + two(body + 2);
	at = body + 38; /* after the kind, length, version and random */
	at += 1 + at[0];
	if (end > body + n || end - at < 3)
		return c;
	c.answered = true;
	c.minor = body[5];
	c.suite = two(at);
	c.compression = at[2];
	if (end - at > 5)
		read_extensions(&c, at + 5, end);
	return c;
}
