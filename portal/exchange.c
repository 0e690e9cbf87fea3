#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <civetweb.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/store.h"
#include "base/text.h"

#include "front.h"

#define HEAD_ROOM     ((size_t)3 << 10) /* of an answer */
#define TOGETHER_MOST ((size_t)16 << 10)
#define PART_MOST     16 /* bytes of a path's part that may be logged */

/* Said on every answer. No page tells another site where somebody was; with
 * no-referrer browsers would call the origin of our own forms "null". */
static const char safety[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

/* What a page may load and do; what is no page may nothing. */
static const char page_policy[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n";
static const char other_policy[] =
    "Content-Security-Policy: default-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n";

/* ---- the answer ---- */

static const char *status_line(int status)
{
	switch (status) {
	case 200: return "HTTP/1.1 200 OK\r\n";
	case 202: return "HTTP/1.1 202 Accepted\r\n";
	case 204: return "HTTP/1.1 204 No Content\r\n";
	case 303: return "HTTP/1.1 303 See Other\r\n";
	case 304: return "HTTP/1.1 304 Not Modified\r\n";
	case 400: return "HTTP/1.1 400 Bad Request\r\n";
	case 401: return "HTTP/1.1 401 Unauthorized\r\n";
	case 403: return "HTTP/1.1 403 Forbidden\r\n";
	case 404: return "HTTP/1.1 404 Not Found\r\n";
	case 405: return "HTTP/1.1 405 Method Not Allowed\r\n";
	case 408: return "HTTP/1.1 408 Request Timeout\r\n";
	case 409: return "HTTP/1.1 409 Conflict\r\n";
	case 410: return "HTTP/1.1 410 Gone\r\n";
	case 411: return "HTTP/1.1 411 Length Required\r\n";
	case 413: return "HTTP/1.1 413 Content Too Large\r\n";
	case 414: return "HTTP/1.1 414 URI Too Long\r\n";
	case 417: return "HTTP/1.1 417 Expectation Failed\r\n";
	case 421: return "HTTP/1.1 421 Misdirected Request\r\n";
	case 422: return "HTTP/1.1 422 Unprocessable Content\r\n";
	case 429: return "HTTP/1.1 429 Too Many Requests\r\n";
	case 431: return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
	case 501: return "HTTP/1.1 501 Not Implemented\r\n";
	case 503: return "HTTP/1.1 503 Service Unavailable\r\n";
	case 505: return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
	default: return "HTTP/1.1 500 Internal Server Error\r\n";
	}
}

/* "Date: Sun, 22 Nov 2026 09:30:00 GMT", made once a second and thread. */
const char *exchange_date(int64_t now)
{
	static _Thread_local char line[48];
	static _Thread_local int64_t of = -1;
	time_t at = (time_t)now;
	struct tm tm;

	if (now != of &&
	    (gmtime_r(&at, &tm) == NULL ||
		strftime(line, sizeof line,
		    "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &tm) == 0))
		line[0] = '\0';
	of = now;
	return line;
}

static void put_line(struct text *t, const char *name, const char *value)
{
	text_add(t, name);
	text_add(t, value);
	text_add(t, "\r\n");
}

/* What tells about the body; a 204 and a 304 have none. */
static void put_about_body(struct text *t, const struct reply *a)
{
	char length[24];

	if (a->status == 204 || a->status == 304)
		return;
	put_line(t, "Content-Type: ",
	    a->type != NULL ? a->type : "text/html; charset=utf-8");
	snprintf(length, sizeof length, "%zu", a->length);
	put_line(t, "Content-Length: ", length);
	if (a->gzip)
		text_add(t, "Content-Encoding: gzip\r\n");
}

static void put_head(
    struct text *t, const struct reply *a, int64_t now, bool secure, bool close)
{
	text_add(t, status_line(a->status));
	text_add(t, exchange_date(now));
	put_about_body(t, a);
	text_add(t,
	    a->keep ? "Cache-Control: public, max-age=31536000, "
		      "immutable\r\nVary: Accept-Encoding\r\n"
		    : "Cache-Control: no-store\r\n");
	text_add_n(t, safety, sizeof safety - 1);
	text_add(t, a->type == NULL ? page_policy : other_policy);
	if (secure)
		text_add(t,
		    "Strict-Transport-Security: max-age=31536000; "
		    "includeSubDomains\r\n");
	if (a->disposition != NULL)
		put_line(t, "Content-Disposition: ", a->disposition);
	if (a->location != NULL)
		put_line(t, "Location: ", a->location);
	for (int i = 0; i < COOKIES_MOST; i++)
		if (a->cookie[i] != NULL)
			put_line(t, "Set-Cookie: ", a->cookie[i]);
	if (a->etag != NULL)
		text_printf(t, "ETag: \"%s\"\r\n", a->etag);
	if (a->allow != NULL)
		put_line(t, "Allow: ", a->allow);
	if (a->forget)
		text_add(t,
		    "Clear-Site-Data: \"cache\", \"cookies\", "
		    "\"storage\"\r\n");
	if (a->status == 503)
		text_add(t, "Retry-After: 5\r\n");
	else if (a->again > 0)
		text_printf(t, "Retry-After: %" PRId64 "\r\n", a->again);
	put_line(t, "Connection: ", close ? "close\r\n" : "keep-alive\r\n");
}

static size_t body_sent(const struct worker *w, const struct reply *a)
{
	return w->head.head_only || a->status == 304 ? 0 : a->length;
}

/* The head, and the body with it when it is small: two writes would be two
 * packets. */
static struct text begin_answer(
    struct ctx *c, const struct reply *a, const struct worker *w, bool close)
{
	size_t body = body_sent(w, a);
	struct text t = text_new(c->mem, HEAD_ROOM + TOGETHER_MOST);

	if (body > TOGETHER_MOST)
		body = 0;
	text_reserve(&t, HEAD_ROOM / 2 + body);
	put_head(&t, a, c->now, w->secure, close);
	text_add_n(&t, a->body, body);
	return t;
}

static bool send_answer(struct mg_connection *conn, struct ctx *c,
    const struct reply *a, const struct worker *w, bool close)
{
	struct text t = begin_answer(c, a, w, close);
	bool sent = mg_write(conn, t.s, t.n) == (int)t.n;

	if (sent && body_sent(w, a) > TOGETHER_MOST)
		sent = mg_write(conn, a->body, a->length) == (int)a->length;
	if (!sent || close)
		mg_disable_keep_alive(conn);
	return sent;
}

void exchange_busy(void)
{
	const struct worker plain = { 0 };
	struct ctx c = { .mem = arena_new(), .now = clock_now() };
	struct req r = { .ctx = &c, .path = "" };
	struct reply reply;
	struct text t;

	c.db = db_join(site.store, c.mem);
	reply = reply_busy(&r);
	db_leave(c.db);
	t = begin_answer(&c, &reply, &plain, true);
	door_busy_page(t.s, t.n);
	arena_free(c.mem);
}

/* ---- the log ---- */

static const char *method_name(const struct head *head)
{
	switch (head->method) {
	case GET: return head->head_only ? "HEAD" : "GET";
	case POST: return "POST";
	case OPTIONS: return "OPTIONS";
	case OTHER: return "other";
	}
	return "-";
}

/* The path without what is a secret: what a route calls :token, and what may be
 * one in a path that no route knows. */
static const char *path_shown(struct ctx *c, const struct req *r)
{
	const char *path = r->path != NULL ? r->path : "-";
	const char *pattern = r->route != NULL ? r->route->path : "";
	struct text t = text_new(c->mem, TARGET_MOST);

	if (r->route != NULL && strchr(pattern, ':') == NULL)
		return path;
	while (*path != '\0') {
		size_t slash = strspn(path, "/");
		size_t n = strcspn(path + slash, "/");
		size_t m = strcspn(pattern += strspn(pattern, "/"), "/");
		bool secret = r->route == NULL
		    ? n > PART_MOST
		    : m == 6 && strncmp(pattern, ":token", 6) == 0;

		text_add_n(&t, path, slash);
		text_add_n(&t, secret ? "*" : path + slash, secret ? 1 : n);
		path += slash + n;
		pattern += m;
	}
	return t.s;
}

static void log_answer(struct ctx *c, const struct worker *w,
    const struct req *r, const struct reply *a, bool sent)
{
	static struct log_limit limit;
	int64_t ms = clock_mono_ms() - w->began;

	metrics_answered(a->status, w->head.status == 0 ? ms : -1);
	if (w->head.status != 0)
		log_noise(&limit,
		    "http.refused status=%d why=%s method=%s path=%s",
		    a->status, w->head.why, method_name(&w->head),
		    path_shown(c, r));
	else
		log_traffic("http.%s status=%d method=%s path=%s bytes=%zu "
			    "ms=%" PRId64,
		    sent ? "answered" : "cut_off", a->status,
		    method_name(&w->head), path_shown(c, r), a->length, ms);
}

/* ---- what is asked ---- */

static const char *header_of(const struct req *r, const char *name)
{
	const struct worker *w = r->wire;
	const char *value = head_find(&w->head, name);

	return value != NULL ? value : "";
}

/* Who asks. A proxy of ours says for whom; anybody else could say anything. The
 * last one counts: what stands before it came from the client. */
static const char *client_address(struct ctx *c, const struct worker *w)
{
	const char *value = NULL, *comma;

	for (size_t i = 0; i < w->head.count; i++)
		if (strcasecmp(w->head.list[i].name, "X-Forwarded-For") == 0)
			value = w->head.list[i].value;
	if (value == NULL || !door_is_proxy(w->peer))
		return w->peer;
	comma = strrchr(value, ',');
	return text_trim(c, comma != NULL ? comma + 1 : value);
}

static struct req request_of(struct ctx *c, struct worker *w)
{
	return (struct req) { .ctx = c,
		.method = w->head.method,
		.path = w->head.path != NULL ? w->head.path : "-",
		.address = w->peer,
		.header = header_of,
		.body = "",
		.wire = w };
}

/* Why it is refused: the log says so, and the line is closed. */
static struct reply refused(
    struct req *r, struct worker *w, int status, const char *why)
{
	struct reply reply = status == 503 ? reply_busy(r)
					   : reply_status(r, status);

	if (status == 405)
		reply.allow = "GET, HEAD, POST, OPTIONS";
	w->head.status = status;
	w->head.why = why;
	return reply;
}

/* The whole body before any work; false when it does not come. */
static bool read_body(
    struct mg_connection *conn, struct worker *w, struct req *r)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	size_t length = (size_t)w->head.length;
	char *body;

	if (length == 0)
		return true;
	if (w->head.expects)
		mg_write(conn, go_on, sizeof go_on - 1);
	body = mem_alloc(r->ctx, length + 1);
	r->body = body;
	r->length = length;
	return mg_read(conn, body, length) == (int)length;
}

static struct reply reply_to(
    struct mg_connection *conn, struct worker *w, struct req *r)
{
	const char *query = w->head.query;
	struct reply reply;

	if (!w->under_way)
		return refused(r, w, 503, "stopping");
	if (query != NULL &&
	    !params_parse(r->ctx, query, strlen(query), &r->query))
		return refused(r, w, 400, "query");
	if (!read_body(conn, w, r))
		return refused(r, w, 408, "late");
	r->address = client_address(r->ctx, w);
	if (r->address == w->peer)
		return dispatch(r);
	if (!door_forwarded(r->address))
		return refused(r, w, 503, "address");
	reply = dispatch(r);
	door_forwarded_over(r->address);
	return reply;
}

/* Whoever asks for what cannot be asked is not one of our pages. */
static bool is_refusal(int status)
{
	return status == 400 || status == 405;
}

/* Whoever asks for a code is answered this long after they began to ask, for
 * the work behind it is more when we know them. */
#define EVEN_MS 50

static void wait_evenly(const struct worker *w, const struct req *r)
{
	int64_t left = w->began + EVEN_MS - clock_mono_ms();

	if (r->route != NULL && r->route->limit == ASKING && left > 0)
		poll(NULL, 0, (int)left);
}

/* ---- for civetweb ---- */

static int exchange(struct mg_connection *conn, int status)
{
	struct worker *w = mg_get_thread_pointer(conn);
	struct ctx c = { .mem = w->mem, .now = clock_now() };
	struct req r = request_of(&c, w);
	struct reply reply;
	bool close;

	c.db = db_join(site.store, w->mem);
	reply = status != 0 ? refused(&r, w, status, w->head.why)
			    : reply_to(conn, w, &r);
	db_leave(c.db);
	wait_evenly(w, &r);
	w->linger = w->head.status != 0;
	close = w->head.close || w->linger || is_refusal(reply.status) ||
	    atomic_load(&stopping) || door_crowded();
	log_answer(&c, w, &r, &reply, send_answer(conn, &c, &reply, w, close));
	arena_reset(w->mem);
	request_over(w);
	return reply.status;
}

int exchange_answer(struct mg_connection *conn)
{
	return exchange(conn, 0);
}

int exchange_refuse(struct mg_connection *conn, int status, const char *text)
{
	(void)text;
	exchange(conn, status);
	return 0;
}
