/* The framing test's private header. Its tables (framing_line.c, _head.c,
 * _body.c, _smuggle.c) are raw requests and what must become of them;
 * framing_test.c sends them, framing_answer.c judges what comes back. */
#ifndef FRAMING_H
#define FRAMING_H

#include "front.h"

/* ---- requests ---- */

struct bytes {
	const char *s; /* may hold a NUL */
	size_t n;
};

/* What must become of a connection on which the request came. */
enum after {
	SHUT, /* refused: one answer, and the connection ends */
	LAST, /* answered, and the connection ends all the same */
	KEPT, /* answered, and so is what follows it */
};

/* Sent are first, then `again` so many times (or until so many bytes are
 * there in all, with those of `last`), then last. A row without bytes is the
 * heading of those below it. */
struct ask {
	const char *what;
	int status;
	enum after after;
	struct bytes first, again, last;
	size_t times, total;
	const char *allow; /* what Allow must say; NULL: does not matter */
};

extern const struct ask asks_line[], asks_head[], asks_body[], asks_smuggle[];

#define HOST "Host: 127.0.0.1\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

/* What an attacker would have answered: it has a path that nothing else asks
 * for. Its length is said in the tables. */
#define MARKER_PATH "smuggled-marker"
#define MARKER      "GET /" MARKER_PATH " HTTP/1.1\r\n" HOST "\r\n"
_Static_assert(sizeof MARKER - 1 == 50, "the tables say 50");

#define IT(bytes)                        \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}
#define PART(heading)           \
	{                       \
		.what = heading \
	}
#define ASK(code, then, why, bytes)                                            \
	{                                                                      \
		.what = why, .status = code, .after = then, .first = IT(bytes) \
	}
#define ASK_ALLOW(code, then, why, bytes, methods)          \
	{                                                   \
		.what = why, .status = code, .after = then, \
		.first = IT(bytes), .allow = methods        \
	}
#define ASK_TIMES(code, then, why, bytes, more, count, rest)           \
	{                                                              \
		.what = why, .status = code, .after = then,            \
		.first = IT(bytes), .again = IT(more), .times = count, \
		.last = IT(rest)                                       \
	}
#define ASK_TOTAL(code, then, why, bytes, more, count, rest)           \
	{                                                              \
		.what = why, .status = code, .after = then,            \
		.first = IT(bytes), .again = IT(more), .total = count, \
		.last = IT(rest)                                       \
	}
#define NO_MORE_ASKS         \
	{                    \
		.what = NULL \
	}

/* ---- sending (framing_send.c) ---- */

enum way { WHOLE, BYTES, HALVES };

/* What goes out. One at a time. */
struct sending {
	char bytes[150000];
	size_t n;
	enum way way;
	size_t cut; /* of HALVES: bytes of the first */
};
extern struct sending out;

/* Empties it, and puts the request of a row in it. */
void out_row(const struct ask *k);

/* Empties it, and puts text in it, or puts text behind what is there. */
void out_text(const char *text);
void out_more(const char *text);

/* Sends it on a connection of its own and hears all that comes back. */
struct heard;
void exchange(int port, bool bodiless, struct heard *h);

/* A line that says what the bytes are, as they would stand in C. */
void tell_bytes(const char *what, const char *s, size_t n);

/* ---- answers (framing_answer.c) ---- */

#define ANSWERS_MOST 12

struct answer {
	int status;
	struct bytes head, body; /* the head with the empty line that ends it */
};

/* All that came on a connection, taken apart. */
struct heard {
	char *bytes; /* ended with a NUL that does not count */
	size_t n;
	enum ending ending;
	struct answer list[ANSWERS_MOST];
	size_t count;
	size_t continues; /* answers 100, which are not in the list */
	bool clean;       /* nothing but whole answers came */
};

/* Reads until the portal closes. bodiless: the first answer is to a HEAD. */
void heard_read(struct heard *h, int fd, bool bodiless);

/* What no answer may lack or hold, in words; NULL: all is well. */
const char *answer_fault(const struct answer *a);

/* The same of the page with which a request is refused. */
const char *refusal_fault(const struct answer *a, bool bodiless);

/* What a header says; no bytes: it is not there. */
struct bytes answer_header(const struct answer *a, const char *name);

/* True when the header is there and says exactly that. */
bool answer_says(const struct answer *a, const char *name, const char *value);

/* True when both have the same headers; the date may differ. */
bool answer_heads_equal(const struct answer *a, const struct answer *b);

/* ---- what is no row (framing_more.c) ---- */

/* Requests in a row, HEAD beside GET, what a browser keeps, and a body that
 * waits to be asked for. */
void framing_more(const struct front *f);

/* ---- the log (framing_log.c) ---- */

/* Requests that would forge or betray something, and what the log made of
 * them, and of all that came before. */
void framing_log(struct front *f);

#endif
