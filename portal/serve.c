#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

#include <civetweb.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/store.h"
#include "base/text.h"

#include "portal.h"
#include "settings.h"

#define DRAIN_MS  10000
#define HEAD_MOST ((size_t)8 << 10)

static atomic_bool stopping;
static atomic_int under_way;
static atomic_bool reload;

/* Said on every answer, the library's own errors included. */
static const char safety[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

/* What the library said first before it served: why it would not start. */
static char first_words[160];
static atomic_bool serving;

void serve_library_says(const char *message);

/* It may repeat what a client sent; log.h makes that harmless. */
void serve_library_says(const char *message)
{
	if (serving)
		log_warnx("http.library why=%s", message);
	else if (first_words[0] == '\0')
		snprintf(first_words, sizeof first_words, "%s", message);
}

static const char *header_of(const struct req *r, const char *name)
{
	const char *value = mg_get_header(r->wire, name);

	return value != NULL ? value : "";
}

static const char *status_text(int status)
{
	switch (status) {
	case 200: return "OK";
	case 202: return "Accepted";
	case 303: return "See Other";
	case 304: return "Not Modified";
	case 400: return "Bad Request";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 409: return "Conflict";
	case 410: return "Gone";
	case 411: return "Length Required";
	case 413: return "Content Too Large";
	case 422: return "Unprocessable Content";
	case 429: return "Too Many Requests";
	case 503: return "Service Unavailable";
	default: return "Internal Server Error";
	}
}

static void put_head(struct text *t, const struct reply *a, bool close)
{
	text_printf(t, "HTTP/1.1 %d %s\r\n", a->status, status_text(a->status));
	text_printf(t, "Content-Type: %s\r\nContent-Length: %zu\r\n",
	    a->type != NULL ? a->type : "text/html; charset=utf-8", a->length);
	text_printf(t, "Cache-Control: %s\r\n",
	    a->keep ? "public, max-age=31536000, immutable" : "no-store");
	text_add(t, safety);
	if (a->location != NULL)
		text_printf(t, "Location: %s\r\n", a->location);
	for (int i = 0; i < COOKIES_MOST; i++)
		if (a->cookie[i] != NULL)
			text_printf(t, "Set-Cookie: %s\r\n", a->cookie[i]);
	if (a->etag != NULL)
		text_printf(t, "ETag: \"%s\"\r\n", a->etag);
	if (a->gzip)
		text_add(t, "Content-Encoding: gzip\r\n");
	if (a->status == 503)
		text_add(t, "Retry-After: 5\r\n");
	text_printf(
	    t, "Connection: %s\r\n\r\n", close ? "close" : "keep-alive");
}

/* Head and body in one write: two would be two packets. */
static void send_reply(struct mg_connection *conn, struct arena *mem,
    const struct reply *a, bool head_only, bool close)
{
	struct text t = text_new(mem, HEAD_MOST + PAGE_MOST * 4);

	put_head(&t, a, close);
	if (!head_only && a->status != 304)
		text_add_n(&t, a->body, a->length);
	if (close)
		mg_disable_keep_alive(conn);
	mg_write(conn, t.s, t.n);
}

/* The whole body before any work; false when it is not to be had. */
static bool read_body(struct mg_connection *conn, struct req *r, int64_t length)
{
	char *body = mem_alloc(r->ctx, (size_t)length + 1);
	size_t n = 0;

	while (n < (size_t)length) {
		int got = mg_read(conn, body + n, (size_t)length - n);

		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	r->body = body;
	r->length = n;
	return true;
}

/* 0 when the request may be dispatched, else the status that refuses it. */
static int take_request(struct mg_connection *conn, struct req *r)
{
	const struct mg_request_info *info = mg_get_request_info(conn);
	const char *method = info->request_method;
	const char *query = info->query_string;

	if (atomic_load(&stopping))
		return 503;
	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
		r->method = GET;
	else if (strcmp(method, "POST") == 0)
		r->method = POST;
	else
		return 405;
	r->path = info->local_uri;
	if (query != NULL &&
	    !params_parse(r->ctx, query, strlen(query), &r->query))
		return 400;
	if (r->method == GET)
		return 0;
	if (mg_get_header(conn, "Transfer-Encoding") != NULL ||
	    info->content_length < 0)
		return 411;
	if (info->content_length > (int64_t)BODY_MOST)
		return 413;
	return read_body(conn, r, info->content_length) ? 0 : 400;
}

static int answer(struct mg_connection *conn)
{
	const struct mg_request_info *info = mg_get_request_info(conn);
	struct arena *mem = mg_get_thread_pointer(conn);
	struct ctx c = { .mem = mem, .now = clock_now() };
	struct req r = {
		.ctx = &c, .path = "", .header = header_of, .wire = conn
	};
	struct reply reply;
	int refused;

	atomic_fetch_add(&under_way, 1);
	c.db = db_join(site.store, mem);
	refused = take_request(conn, &r);
	reply = refused != 0 ? reply_status(&r, refused) : dispatch(&r);
	db_leave(c.db);
	send_reply(conn, mem, &reply, strcmp(info->request_method, "HEAD") == 0,
	    refused != 0 || atomic_load(&stopping));
	log_info("http.answered status=%d method=%s bytes=%zu", reply.status,
	    info->request_method, reply.length);
	arena_reset(mem);
	atomic_fetch_sub(&under_way, 1);
	return reply.status;
}

/* The library's own refusals: no page of ours, but our headers. */
static int library_error(
    struct mg_connection *conn, int status, const char *text)
{
	struct arena *mem = arena_new();
	const struct reply a = { .status = status,
		.body = "",
		.length = 0,
		.type = "text/plain; charset=utf-8" };

	(void)text;
	send_reply(conn, mem, &a, false, true);
	arena_free(mem);
	return 0;
}

static void *thread_begins(const struct mg_context *server, int type)
{
	(void)server;
	(void)type;
	return arena_new();
}

static void thread_ends(const struct mg_context *server, int type, void *mem)
{
	(void)server;
	(void)type;
	arena_free(mem);
}

static void on_signal(int number)
{
	if (number == SIGHUP)
		atomic_store(&reload, true);
	else
		atomic_store(&stopping, true);
}

static void watch_signals(void)
{
	struct sigaction on = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGTERM, &on, NULL);
	sigaction(SIGINT, &on, NULL);
	sigaction(SIGHUP, &on, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void say_ports(struct mg_context *server)
{
	struct mg_server_port ports[8];
	int n = mg_get_server_ports(server, 8, ports);

	for (int i = 0; i < n; i++)
		log_info("portal.ready listen=127.0.0.1:%d", ports[i].port);
}

/* Files and connections come to a handle each. */
static void raise_handle_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		log_warn("serve.handles");
}

/* Newcomers are turned away while those inside get their answers; then the
 * library is stopped, which would have cut them off. */
static void drain(struct mg_context *server)
{
	int64_t until = clock_mono_ms() + DRAIN_MS;

	log_info("portal.stopping under_way=%d", atomic_load(&under_way));
	while (atomic_load(&under_way) > 0 && clock_mono_ms() < until)
		poll(NULL, 0, 10);
	mg_stop(server);
}

int serve(const char *listen, int64_t threads)
{
	struct mg_callbacks on = { .begin_request = answer,
		.http_error = library_error,
		.init_thread = thread_begins,
		.exit_thread = thread_ends };
	char count[24], why[200];
	const char *options[] = { "listening_ports", listen, "num_threads",
		count, "request_timeout_ms", "5000", "enable_keep_alive", "yes",
		"keep_alive_timeout_ms", "2000", "tcp_nodelay", "1",
		"connection_queue", "200", "listen_backlog", "511",
		"decode_url", "no", "enable_auth_domain_check", "no",
		"access_control_allow_origin", "",
		"access_control_allow_methods", "",
		"access_control_allow_headers", "", "max_request_size", "16384",
		NULL };
	struct mg_context *server;

	snprintf(count, sizeof count, "%" PRId64, threads);
	raise_handle_limit();
	watch_signals();
	server = mg_start(&on, NULL, options);
	if (server == NULL)
		log_refuse("cannot listen on %s: %s", listen, first_words);
	serving = true;
	say_ports(server);
	while (!atomic_load(&stopping)) {
		poll(NULL, 0, 1000); /* a signal ends it early */
		if (atomic_exchange(&reload, false) && !texts_read(why))
			log_warnx("texts.refused why=%s", why);
	}
	drain(server);
	return 0;
}
