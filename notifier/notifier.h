/* The notifier: sends what is due, hears what comes back, and keeps the dates.
 * Its only header. What a message says? shared/message.h. When it may go?
 * shared/notice.h. */
#ifndef NOTIFIER_H
#define NOTIFIER_H

#include "base/text.h"

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
	bool untried;    /* it was not put to the provider at all */
	bool stopped;    /* the person has told the provider STOP */
	int64_t took_ms; /* from its first byte to the whole answer */
};

struct gateway;

/* A way to send (providers.c lists them). open() reads what it needs and
 * refuses to start without it; NULL: it needs nothing. send() fills in how each
 * one of a batch went. */
struct provider {
	const char *name;
	void (*open)(const struct provider *via);
	void (*send)(struct ctx *c, const struct provider *via,
	    struct outgoing *batch, size_t count);
	const struct gateway *gateway; /* of those over HTTP */
};

/* The channel's provider of that name, or NULL. */
const struct provider *provider_find(const char *channel, const char *name);

void sms_gateway_open(const struct provider *via);
void mail_smtp_open(const struct provider *via);
void sms_gateway_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count);
void sms_folder_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count);
void mail_smtp_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count);
void mail_folder_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count);
/* Takes everything and sends nothing. */
void null_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count);

/* The one behind (or NULL) while the first one's breaker is open. */
const struct provider *deliver_way(
    struct ctx *c, const struct provider *first, const struct provider *behind);

/* One channel's part of a pass: claims what is due and what the provider's
 * breaker lets through (of a real one, while a duty is not signed, only what
 * people sign in with: duty.h), composes, sends, records. How many were
 * claimed. What is sent is on disk before, and how it went is before it is
 * forgotten. */
size_t deliver_due(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch);

/* The same of so many: two threads that share a channel take half each, so that
 * no more is under way in all. */
#define DELIVER_HALF (OUTBOX_BATCH_MOST / 2)
size_t deliver_at_most(struct ctx *c, const char *channel,
    const struct provider *via, const struct tmpls *words, int64_t epoch,
    size_t most);

/* For who sends a batch over some time: whether this one may still begin, now
 * that c->now is this moment. Not past its time, not outside its hours, not
 * when it was taken back; then it is held, and m says so. */
bool deliver_may_begin(struct ctx *c, const char *channel, struct outgoing *m);

/* ---- stopping (stop.c): nothing new begins, and what is under way has STOP_MS
 * to end by itself. Then it is left, and called uncertain. */

#define STOP_MS 5000

void stop_ask(void); /* from a signal handler, too */
bool stop_asked(void);
bool stop_over(void); /* STOP_MS are over */

/* A message that is not begun: it goes as soon as somebody runs again. */
void stop_put_off(struct outgoing *m);

/* Makes sense of what the hooks stored; how many. */
size_t interpret_hooks(struct ctx *c);

/* Leaves what the calendar says: unanswered offers, hours, follow-ups. */
size_t schedule(struct ctx *c);

/* ---- /metrics: metrics.c counts and tells, scrape.c answers on loopback ----
 */

/* A way to send that is in use. Before threads. */
void metrics_open(const char *channel, const char *provider);

/* How a batch went, of any channel. */
void metrics_tried(const char *channel, const char *provider,
    const struct outgoing *batch, size_t count);

/* All there is to tell. */
void metrics_put(struct ctx *c, int64_t epoch, struct text *t);

/* Answers GET /metrics where notifier.metrics says, in a thread of its own;
 * refuses to start where it cannot. */
void scrape_begin(struct store *store, int64_t epoch);
void scrape_end(void);

/* ---- gateways over HTTP: a gateway formats and reads, sms_gateway.c sends */

#define REQUEST_HEADERS_MOST 12
#define HTTP_BODY_MOST       ((size_t)16 << 10)
#define HTTP_ID_MOST         80 /* bytes of a provider's name for a message */
#define HTTP_FORM            "Content-Type: application/x-www-form-urlencoded"

struct http_request {
	const char *url;
	const char *header[REQUEST_HEADERS_MOST + 1]; /* "Name: value", NULL */
	const char *body;
	size_t length;
};

struct http_answer {
	bool sent;       /* a byte of the request left us */
	bool distrusted; /* what they show does not prove who they are */
	bool whole;      /* the answer came, to its end */
	int status;      /* 0: none */
	const char *body;
	const char *error; /* the library's words when it failed */
};

/* Several messages in one request, for a gateway that takes them so. One that
 * refuses all of them says nothing of each: then they go one by one. */
struct gateway_many {
	size_t (*most)(void); /* of one request, as it is set; 1: none */
	/* Puts as many as have room, from the first on; how many that is. */
	size_t (*request)(struct ctx *c, struct outgoing *const *m,
	    size_t count, struct http_request *r);
	/* Reads a whole answer: what became of each. */
	void (*answer)(struct ctx *c, const struct http_answer *a,
	    struct outgoing *const *m, size_t count);
};

struct gateway {
	/* Looks at its settings; refuses to start. NULL: nothing to look at. */
	void (*open)(void);
	/* False, with m->why, for a message that cannot be put to it. */
	bool (*request)(
	    struct ctx *c, struct outgoing *m, struct http_request *r);
	/* Reads a whole answer; http_outcome() says what a status means where
	 * the gateway says no more. A 2xx that it does not know is uncertain.
	 */
	enum outcome (*answer)(
	    struct ctx *c, const struct http_answer *a, struct outgoing *m);
	/* What a report's fields say of our message: its id, and a state of
	 * outbox_report() or NULL for one that says nothing. */
	const char *(*report)(const struct hook *h, int64_t *id);
	/* What a report's "answer" can be, with | between: that the number is
	 * nobody's; that they told the provider STOP. NULL: it has no words
	 * for that. */
	const char *dead, *stopped;
	const struct gateway_many *many; /* NULL: each goes alone */
};

extern const struct gateway kannel, gatewayapi, twilio, fortysixelks,
    http_template;

/* The outcome of anything but a whole 2xx, by whether bytes left and what came
 * back, never by an error code alone. Pure. */
enum outcome http_outcome(const struct http_answer *a);

/* Seconds to wait by their Retry-After, a day at most; 0: they did not say, or
 * named a moment that is over. */
int64_t http_wait(int64_t retry_after);

/* What gateways are made of (http_parts.c). */

/* False, with m->why, when the number is none an SMS can go to or the words
 * cannot be read: the one place that decides it. */
bool http_sendable(struct ctx *c, struct outgoing *m);

/* Seconds that it is good for, from 1 to `most`. */
int64_t http_validity(struct ctx *c, const struct outgoing *m, int64_t most);

/* Where a report about it is to come: its id is in the query, as ref. */
const char *http_report_url(
    struct ctx *c, const struct outgoing *m, const char *provider);

/* sms.sender, with a plus when it is a whole number; a Basic header. */
const char *http_sender(struct ctx *c);
const char *http_basic(struct ctx *c, const char *user, const char *password);

/* Puts the headers (a NULL-ended list), the type and the body. */
void http_put(struct http_request *r, const char *const *headers,
    const char *type, const struct text *body);

/* False, with m->why, when not all of the body had room. */
bool http_fits(struct outgoing *m, const struct text *body);

/* name=value of a form, percent-encoded; the value alone. */
void form_add(struct text *t, const char *name, const char *value);
void form_add_value(struct text *t, const char *value);

/* The id in a report's ref; false when it is none. What the provider's word in
 * that field means; NULL when that or the ref says nothing. */
struct report_word {
	const char *said, *state;
};
bool report_ref(const struct hook *h, int64_t *id);

/* True when the answer is one of those with | between; capitals do not count.
 */
bool report_is(const char *answer, const char *words);
const char *report_state(const struct hook *h, const char *field,
    const struct report_word *words, size_t count, int64_t *id);

/* ---- mail ---- */

/* The whole mail as it goes over the wire (RFC 5322, 2045-2047): its words as
 * text and as HTML, and what there is for a calendar. All ASCII, lines of at
 * most 76 (an address may make one longer), ended with CRLF. NULL, with
 * outcome and why, when mail_refusal() says so or it is beyond all measure. */
const char *mail_text(struct ctx *c, struct outgoing *m, size_t *length);

/* Why it is never sent: an address that no relay of ours takes, or a header
 * that could be forged; else NULL. */
const char *mail_refusal(const struct message *m);

/* True for an address that can stand in an envelope. */
bool mail_address_sound(const char *address);

/* How far an SMTP dialogue came. */
enum smtp_step {
	SMTP_HELLO, /* greeting, STARTTLS, AUTH */
	SMTP_FROM,  /* who it is from */
	SMTP_TO,    /* whom it is for */
	SMTP_DATA,  /* may the words come? */
	SMTP_SENT,  /* they may: the words, and the dot behind them */
};

struct smtp_talk {
	enum smtp_step step; /* the last that we came to */
	int code;            /* the answer to it; 0: none came */
	bool whole;          /* all of the words left us */
	bool distrusted;     /* no TLS, no proof of who they are, or no AUTH */
};

/* What then is true of the mail, by the answer to the very step and by whether
 * the words left; an error code alone says nothing. Up to MAIL a refusal is of
 * us and not of the mail. Pure. */
enum outcome smtp_outcome(const struct smtp_talk *t);

#endif
