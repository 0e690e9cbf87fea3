/* The front's tests' private header: what they share beside the parts of the
 * fault tests. Each *_test.c is a program that does to the portal what a
 * network may do, from addresses of 127.0.0.0/8 that it takes for itself. */
#ifndef FRONT_TESTS_H
#define FRONT_TESTS_H

#include "fault/fault.h"

/* On a machine that is slowed down by the sanitizers, times are judged with
 * more room, and processor time is not. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED true
#else
#define SANITIZED false
#endif

/* ---- a portal of its own (server.c) ---- */

struct front {
	struct place place;
	struct child portal;
	int plain, tls; /* the ports at 127.0.0.1 */
	int six;        /* and a plain one at [::1]; 0: not here */
};

/* Makes a place with those settings of the section [http], and serves. */
void front_make(struct front *f, const char *settings);

/* Serves again in the same place, on other ports. */
void front_start(struct front *f);

/* SIGTERM. The place is removed; true when the portal ended with status 0. */
bool front_end(struct front *f);

/* The port of the nth (from 0) line portal.ready in the log; 0: no such. */
int front_port(const struct child *portal, int nth);

/* The path of the largest file below /assets/ of this ending. */
const char *front_asset(const char *ending, char path[PATH_ROOM]);

/* Microseconds of processor time it has used; -1 when it does not run. */
int64_t child_cpu_us(const struct child *ch);

/* ---- sockets (client.c) ---- */

#define OTHER "127.0.0.2" /* an address that is not the usual client's */

struct dial {
	int port;
	const char *from; /* our own address; NULL: 127.0.0.1 */
	int receive;      /* bytes of the receive buffer, the sender's small
			     too; 0: as usual */
	bool six;         /* to [::1] */
	bool at_once;     /* neither connecting nor anything later waits */
};
int dial(const struct dial *d); /* a socket, or -1 */

/* A waiting one from there; -1 when it is refused. */
int dial_from(const char *from, int port);

/* Closes with a reset instead of an end. */
void hang_up(int fd);

/* Sends all of it; false when the other side has closed. */
bool say(int fd, const void *bytes, size_t n);

enum ending { ENDED, RESET, STAYED };

/* Reads until the other side closes, for ms at most. What came, ended with a
 * NUL, is in answer; what has no room there is forgotten. */
enum ending hear(int fd, char *answer, size_t room, int ms);

/* Which connections to a port the portal's program holds, by our own port: one
 * who does not read is not told of the end. */
struct held {
	bool port[65536];
};
void find_held(int port, struct held *found);
bool is_held(int fd, const struct held *found);

/* The status of an answer's first line; 0 when it is none. */
int status_of(const char *answer);

/* The first safety header that an answer lacks; NULL: it has them all. */
const char *missing_safety(const char *answer);

/* The value of a header, up to the end of its line, or NULL. */
const char *header_in(const char *answer, const char *name);

/* True when no other answer comes on its connection. */
bool is_last(const char *answer);

/* ---- many slow connections (attack.c) ---- */

#define SLOW_MOST 500

enum slowness { SLOW_HEADER, SLOW_BODY, SLOW_TLS, SLOW_READ, SLOW_KINDS };

struct attack {
	enum slowness kind;
	const struct front *front;
	int count; /* of connections, at most SLOW_MOST */

	/* What became of them, told at the end. */
	int held;            /* that had been open for a second */
	int64_t turned_away; /* that were closed, and came again */
};

/* Opens them from OTHER and keeps them busy with next to nothing, in a thread
 * of its own. What is closed comes again after a second. One at a time. */
void attack_begin(struct attack *a);
void attack_end(void);

/* The first half of what a browser says first on a TLS connection. */
extern const unsigned char half_hello[];
extern const size_t half_hello_length;

/* ---- deadlines (deadlines.c) ---- */

/* Holds a few slow connections of every kind, each until the portal ends it,
 * with a portal and a thread of its own: half a minute. The second waits for
 * the end and checks. */
void deadlines_begin(void);
void deadlines_end(void);

#endif
