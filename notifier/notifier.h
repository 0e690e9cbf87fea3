/* The notifier: sends what is due, hears what comes back, and keeps the dates.
 * Its only header. What a message says? shared/message.h. When it may go?
 * shared/notice.h. */
#ifndef NOTIFIER_H
#define NOTIFIER_H

#include "base/base.h"

#include "hook.h"
#include "message.h"
#include "outbox.h"

struct store;

/* A message on its way out, and how it went. */
struct outgoing {
	struct claimed claimed;
	struct message words;
	enum outcome outcome;
	const char *ref; /* the provider's name for it; NULL: none */
	const char *why; /* its answer in words, without personal data */
	int64_t wait;    /* its Retry-After in seconds, or 0 */
};

/* A way to send. send() fills in how each one of a batch went. */
struct provider {
	const char *name;
	void (*send)(struct ctx *c, struct outgoing *batch, size_t count);
};

extern const struct provider sms_gateway, sms_folder, sms_null;
extern const struct provider mail_smtp, mail_folder, mail_null;

/* Reads what the chosen providers need; refuses to start without it. */
void sms_gateway_open(void);
void mail_smtp_open(void);

/* One channel's part of a pass: claims what is due, composes, sends, records.
 * How many were claimed. Each step is on disk before the next. */
size_t deliver_due(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch);

/* Makes sense of what the hooks stored; how many. */
size_t interpret_hooks(struct ctx *c);

/* Leaves what the calendar says: unanswered offers, hours, follow-ups. */
size_t schedule(struct ctx *c);

/* ---- gateways over HTTP: a gateway formats and reads, sms_gateway.c sends */

#define REQUEST_HEADERS_MOST 12

struct http_request {
	const char *url;
	const char *header[REQUEST_HEADERS_MOST + 1]; /* "Name: value", NULL */
	const char *body;
	size_t length;
};

struct http_answer {
	bool sent;  /* a byte of the request left us */
	bool whole; /* the answer came, to its end */
	int status; /* 0: none */
	int64_t retry_after;
	const char *body;
	const char *error; /* the library's words when it failed */
};

struct gateway {
	const char *name;
	/* False, with m->why, for a message that cannot be put to it. */
	bool (*request)(
	    struct ctx *c, struct outgoing *m, struct http_request *r);
	/* Reads a 2xx answer; everything else is http_outcome()'s. */
	enum outcome (*accepted)(
	    struct ctx *c, const struct http_answer *a, struct outgoing *m);
	/* What a report's fields say of our message: its id, and a state of
	 * outbox_report() or NULL for one that says nothing. */
	const char *(*report)(const struct hook *h, int64_t *id);
};

extern const struct gateway kannel;

/* The outcome of anything but a whole 2xx, by whether bytes left and what came
 * back, never by an error code alone. Pure. */
enum outcome http_outcome(const struct http_answer *a);

/* ---- mail ---- */

/* The whole mail as it goes over the wire, lines ended with CRLF. NULL when an
 * address or the subject holds what could forge a header. */
const char *mail_text(struct ctx *c, const struct outgoing *m, size_t *length);

/* True for an address that can stand in an envelope. */
bool mail_address_sound(const char *address);

/* The outcome of an SMTP dialogue by the last code and whether the words were
 * sent. Pure. */
enum outcome smtp_outcome(long code, bool failed, int64_t uploaded);

#endif
