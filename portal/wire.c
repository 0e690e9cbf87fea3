#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/clock.h"

#include "front.h"

#define LINGER_MOST ((size_t)64 << 10) /* bytes */

/* A wait that ends by itself costs one call where poll() and then recv() cost
 * two: a tenth of what a small answer takes in all. */
void wire_prepare(int fd)
{
	const struct timeval wait = { .tv_usec = (suseconds_t)QUANTUM_MS *
		    1000 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

/* Bytes moved, 0: not now, -1: never more. */
static int plain(ssize_t moved)
{
	if (moved > 0)
		return (int)moved;
	if (moved < 0 &&
	    (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return 0;
	return -1;
}

/* The clock is looked at before each try too: who sends a byte now and then
 * never lets a try come back empty. */
int wire_read(int fd, struct tls *tls, char *to, size_t room, int64_t until)
{
	if (tls != NULL)
		tls_deadline(tls, until);
	while (clock_mono_ms() < until) {
		int n = tls != NULL ? tls_recv(tls, to, room)
				    : plain(recv(fd, to, room, 0));

		if (n != 0)
			return n < 0 ? WIRE_ENDED : n;
		if (atomic_load(&ending))
			break;
	}
	return WIRE_LATE;
}

int wire_body(struct worker *w, int fd, struct tls *tls, char *to, size_t room)
{
	size_t n = 0;

	while (n < room) {
		int got = wire_read(fd, tls, to + n, room - n, w->until);

		if (got < 0)
			return n > 0 ? (int)n : -1;
		n += (size_t)got;
	}
	return (int)n;
}

int wire_answer(int fd, struct tls *tls, const char *from, size_t n)
{
	int64_t until = 0;
	size_t sent = 0;

	while (sent < n) {
		int went = tls != NULL
		    ? tls_send(tls, from + sent, n - sent)
		    : plain(send(fd, from + sent, n - sent, MSG_NOSIGNAL));

		if (went < 0)
			return -1;
		sent += (size_t)went;
		if (sent == n)
			break;
		if (until == 0)
			until = clock_mono_ms() + ANSWER_MS;
		if (clock_mono_ms() >= until || atomic_load(&ending))
			return -1;
	}
	return (int)sent;
}

void wire_linger(struct worker *w, int fd)
{
	int64_t until = clock_mono_ms() + LINGER_MS;
	char spill[4096];
	size_t n = 0;

	while (w->linger && n < LINGER_MOST && !atomic_load(&ending)) {
		int got = wire_read(fd, NULL, spill, sizeof spill, until);

		if (got < 0)
			break;
		n += (size_t)got;
	}
	w->linger = false;
}
