/* The front: what stands between the network and dispatch.c. civetweb keeps
 * the threads (portal/civetweb/); the front admits connections (door.c), moves
 * bytes by their deadlines (wire.c, tls.c), reads and parses requests
 * (request.c, head.c) and answers them (serve.c). Nothing here knows a page. */
#ifndef FRONT_H
#define FRONT_H

#include <stdatomic.h>

#include "civetweb/calls.h"

#include "portal.h"

/* ---- deadlines, in ms ---- */

#define FIRST_BYTE_MS 10000 /* a new connection, until its first byte */
#define KEPT_MS       2000  /* a kept one, until the next request begins */
#define REQUEST_MS    10000 /* head and body, from the first byte */
#define HANDSHAKE_MS  10000
#define ANSWER_MS     20000
#define LINGER_MS     1000
#define QUANTUM_MS    500  /* no wait is longer before it is looked at */
#define DRAIN_MS      9000 /* of a stop */
#define WATCHDOG_S    14

/* ---- the head of a request (head.c) ---- */

#define HEAD_MOST    16384 /* bytes, with the request line */
#define LINE_MOST    8192  /* of the request line */
#define TARGET_MOST  8000
#define HEADERS_MOST 64

struct header {
	const char *name, *value;
};

struct head {
	int status;      /* 0, or what refuses the request */
	const char *why; /* in a word, for the log */
	enum method method;
	bool head_only;    /* HEAD: as GET, without the body */
	const char *path;  /* "/..." or "*", as it was sent */
	const char *query; /* NULL: none */
	struct header list[HEADERS_MOST];
	size_t count;
	int64_t length; /* of the body */
	bool expects;   /* that we say 100 before the body comes */
	bool close;     /* after the answer */
};

/* How long the head at s is, with what ends it; 0 when it is not over. */
size_t head_length(const char *s, size_t n);

/* Takes the n bytes at s apart, in place. hosts is the list of names, with
 * commas, that may be asked for. False when it is refused: by the rules of RFC
 * 9112, and where that leaves a choice, by the strict one. */
bool head_parse(char *s, size_t n, const char *hosts, struct head *head);

/* The header's value, or NULL. */
const char *head_find(const struct head *head, const char *name);

/* ---- a thread, with the connection it serves ---- */

struct worker {
	struct arena *mem;
	struct head head;
	size_t head_bytes;
	int64_t until;  /* when the request must be here whole */
	int64_t began;  /* its first byte */
	bool under_way; /* counted, for a stop waits for it */
	bool linger;
	bool secure;   /* by TLS, of our own or of a proxy of ours */
	char peer[48]; /* the address at the other end of the socket */
};

/* ---- wire.c ---- */

enum { WIRE_ENDED = -1, WIRE_LATE = -2 };

/* Bytes read (at least 1), by `until` on the monotonic clock. */
int wire_read(int fd, struct tls *tls, char *to, size_t room, int64_t until);

/* ---- request.c ---- */

/* Requests that began before the stop and have no answer yet. */
int requests_under_way(void);
void request_over(struct worker *w);

/* ---- metrics_pages.c ---- */

/* An answer of that status; ms < 0: how long it took says nothing. */
void metrics_answered(int status, int64_t ms);

/* ---- tls.c, certificate.c ---- */

/* Puts the certificate in force for connections to come. False with why, and
 * the old one stays, when the file is not what it should be. */
bool tls_load(const char *file, char why[200]);

/* Until when the peer may take to bring the bytes of a record. */
void tls_deadline(struct tls *tls, int64_t until);

/* Makes a key and a certificate signed by itself, for trying out. */
bool certificate_make(const char *file, char why[200]);

/* ---- door.c ---- */

struct door {
	int64_t most;        /* connections in all */
	int64_t of_one;      /* of one address */
	const char *proxies; /* list of addresses that have no such limit */
};

/* Opens the door, with a thread that sees off those turned away. */
void door_open(const struct door *rules);
void door_close(void);

/* The whole answer to who is turned away; it is copied. */
void door_busy_page(const char *answer, size_t n);

int64_t door_inside(void);

/* True when few threads are left: then nobody is kept. */
bool door_crowded(void);

bool door_is_proxy(const char *address);

/* What of an address counts as one: an address of IPv4, a /64 of IPv6. */
void door_house(const char *address, char *to, size_t room);

/* A request that a proxy brings from that address: false when so many of its
 * are under way already. */
bool door_forwarded(const char *address);
void door_forwarded_over(const char *address);

/* ---- exchange.c: called by civetweb's threads ---- */

struct mg_connection;

int exchange_answer(struct mg_connection *conn);
int exchange_refuse(struct mg_connection *conn, int status, const char *text);

/* The line of an answer that says when it was given; its length is always the
 * same. */
const char *exchange_date(int64_t now);

/* Makes the door's answer anew, from the texts in force. */
void exchange_busy(void);

/* ---- stopping (serve.c) ---- */

extern atomic_bool stopping; /* newcomers are told to come again */
extern atomic_bool ending;   /* what still waits has waited enough */

#endif
