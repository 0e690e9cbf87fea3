#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

#define CONNECTIONS_MOST 16
#define CONNECT_MS       5000
#define WHOLE_MS         15000
#define ROUND_MS         250 /* no wait is longer before a stop is seen */
#define ANSWER_MOST      ((size_t)64 << 10)

/* One request under way. */
struct transfer {
	struct ctx *c;
	const struct gateway *gateway;
	struct outgoing *m;
	struct http_request request;
	struct curl_slist *headers;
	size_t read; /* bytes of the body that curl has taken */
	struct text answer;
	CURL *easy;
	int64_t began;
	bool over; /* finished, one way or the other */
};

static CURLM *multi;
static CURL *idle[CONNECTIONS_MOST]; /* one for each transfer at a time */

void sms_gateway_open(const struct provider *via)
{
	settings_read_sms_secrets();
	if (via->gateway->open != NULL)
		via->gateway->open();
	if (multi != NULL)
		return;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	multi = curl_multi_init();
	if (multi == NULL)
		log_bug("gateway.multi");
	curl_multi_setopt(
	    multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)CONNECTIONS_MOST);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MOST);
	for (size_t i = 0; i < CONNECTIONS_MOST; i++) {
		idle[i] = curl_easy_init();
		if (idle[i] == NULL)
			log_bug("gateway.easy");
	}
}

static size_t give_body(char *to, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t n = t->request.length - t->read;

	if (n > size * count)
		n = size * count;
	memcpy(to, t->request.body + t->read, n);
	t->read += n;
	return n;
}

/* libcurl sends a POST again by itself when a kept connection dies under it,
 * and says that all went well: two SMS. A body that cannot be rewound turns
 * that into an error, which we call uncertain (curl #18417). */
static int refuse_rewind(void *arg, curl_off_t offset, int origin)
{
	(void)arg;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

static size_t take_answer(char *from, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;

	text_add_n(&t->answer, from, size * count);
	return t->answer.full ? 0 : size * count;
}

/* In clear only within the machine. */
static bool is_loopback(const char *url)
{
	static const char clear[] = "http://127.0.0.1";
	size_t n = sizeof clear - 1;

	if (strncmp(url, clear, n) != 0)
		return false;
	url += n;
	if (*url == ':')
		url += 1 + strspn(url + 1, "0123456789");
	return *url == '/' || *url == '\0';
}

static void set_up(struct transfer *t)
{
	CURL *e = t->easy;

	curl_easy_reset(e);
	for (const char *const *h = t->request.header; *h != NULL; h++)
		t->headers = curl_slist_append(t->headers, *h);
	curl_easy_setopt(e, CURLOPT_URL, t->request.url);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(e, CURLOPT_POST, 1L);
	curl_easy_setopt(
	    e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->request.length);
	curl_easy_setopt(e, CURLOPT_READFUNCTION, give_body);
	curl_easy_setopt(e, CURLOPT_READDATA, t);
	curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, refuse_rewind);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR,
	    is_loopback(t->request.url) ? "http" : "https");
	if (*settings.sms_ca_file != '\0')
		curl_easy_setopt(e, CURLOPT_CAINFO, settings.sms_ca_file);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
	/* Below the gateway's own keep-alive, so that it does not close a
	 * connection in the moment we use it. */
	curl_easy_setopt(e, CURLOPT_MAXAGE_CONN, 8L);
}

/* The next of the batch into a free handle; false when none is left to go. */
static bool start(struct ctx *c, const struct gateway *gateway,
    struct outgoing *m, struct transfer *t, CURL *easy)
{
	*t = (struct transfer) { .c = c,
		.gateway = gateway,
		.m = m,
		.easy = easy,
		.began = clock_mono_ms(),
		.answer = text_new(c->mem, ANSWER_MOST) };
	/* Others of the batch may have taken long. */
	c->now = clock_now();
	if (!deliver_may_begin(c, m))
		return false;
	if (!gateway->request(c, m, &t->request)) {
		m->outcome = OUTCOME_PERMANENT;
		m->untried = true;
		return false;
	}
	set_up(t);
	if (curl_multi_add_handle(multi, easy) != CURLM_OK)
		log_bug("gateway.add");
	return true;
}

/* What they show is not theirs, or not signed by whom we trust. */
static bool is_distrust(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_SSL_ISSUER_ERROR ||
	    code == CURLE_SSL_INVALIDCERTSTATUS;
}

static void finish(struct transfer *t, CURLcode code)
{
	struct http_answer a = { .body = t->answer.s,
		.whole = code == CURLE_OK,
		.distrusted = is_distrust(code),
		.error = curl_easy_strerror(code) };
	curl_off_t retry_after = 0;
	long status = 0, request_size = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &request_size);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_after);
	a.status = (int)status;
	a.sent = request_size > 0;
	t->m->wait = http_wait(retry_after);
	t->m->took_ms = clock_mono_ms() - t->began;
	t->m->why = code == CURLE_OK
	    ? mem_printf(t->c, "http %ld", status)
	    : mem_printf(t->c, "curl %d %s", (int)code, a.error);
	t->m->outcome = a.whole ? t->gateway->answer(t->c, &a, t->m)
				: http_outcome(&a);
	curl_multi_remove_handle(multi, t->easy);
	curl_slist_free_all(t->headers);
	t->over = true;
}

/* Everything that has ended since the last look. */
static size_t finish_done(void)
{
	CURLMsg *said;
	size_t done = 0;
	int left;

	while ((said = curl_multi_info_read(multi, &left)) != NULL) {
		struct transfer *t;

		if (said->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
		    said->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		finish(t, said->data.result);
		done++;
	}
	return done;
}

/* One that refuses us would refuse them all. */
static void put_off(struct outgoing *m)
{
	m->outcome = OUTCOME_DOWN;
	m->untried = true;
	m->why = "not tried: the provider refuses us";
}

static bool is_down(const struct outgoing *batch, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (batch[i].outcome == OUTCOME_DOWN)
			return true;
	return false;
}

/* What has no answer when a stop must be over: it may have been heard. */
static size_t leave_all(struct transfer *t)
{
	size_t left = 0;

	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		if (!t[i].over) {
			finish(&t[i], CURLE_ABORTED_BY_CALLBACK);
			left++;
		}
	return left;
}

/* Keeps up to CONNECTIONS_MOST under way until the batch is done. */
void sms_gateway_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	struct transfer *t = mem_alloc(c, CONNECTIONS_MOST * sizeof *t);
	size_t next = 0, under_way = 0;
	int running;

	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		t[i].over = true;
	while (next < count || under_way > 0) {
		while (next < count && stop_asked())
			stop_put_off(&batch[next++]);
		for (size_t i = 0; i < CONNECTIONS_MOST; i++)
			while (t[i].over && next < count) {
				if (start(c, via->gateway, &batch[next++],
					&t[i], idle[i]))
					under_way++;
				else
					t[i].over = true;
			}
		curl_multi_perform(multi, &running);
		under_way -= finish_done();
		if (stop_over())
			under_way -= leave_all(t);
		while (next < count && is_down(batch, next))
			put_off(&batch[next++]);
		/* Refill before waiting: idle connections would cost the whole
		 * time-out. */
		if (under_way > 0 &&
		    (next == count || under_way == CONNECTIONS_MOST))
			curl_multi_poll(multi, NULL, 0, ROUND_MS, NULL);
	}
}
