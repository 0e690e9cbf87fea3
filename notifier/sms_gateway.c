#include <stdatomic.h>
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

#define CONNECTIONS_MOST 16 /* of a thread */
#define THREADS_MOST     2
#define CONNECT_MS       5000
#define WHOLE_MS         15000
#define ROUND_MS         250 /* no wait is longer before a stop is seen */
#define ANSWER_MOST      ((size_t)64 << 10)

/* One request under way, for one message or for several. */
struct transfer {
	struct sending *s;
	struct outgoing **m;
	size_t count;
	bool many; /* in the form for several */
	struct http_request request;
	struct curl_slist *headers;
	size_t read; /* bytes of the body that curl has taken */
	struct text answer;
	CURL *easy;
	int64_t began;
	bool over; /* finished, one way or the other */
};

/* A batch on its way. What went with others and has to go alone stands behind
 * those that it began with. */
struct sending {
	struct ctx *c;
	const struct gateway *gateway;
	struct outgoing **queue;
	size_t first, count; /* at the beginning, and by now */
	size_t next, under_way;
	bool down; /* one was told that we are refused */
	struct transfer t[CONNECTIONS_MOST];
};

/* A thread's own connections, with a handle for each. */
static struct lines {
	CURLM *multi;
	CURL *idle[CONNECTIONS_MOST];
} pool[THREADS_MOST];
static atomic_size_t pool_taken;
static _Thread_local struct lines *lines;

void sms_gateway_open(const struct provider *via)
{
	settings_read_sms_secrets();
	if (via->gateway->open != NULL)
		via->gateway->open();
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* Once a thread, at its first message. */
static void open_lines(void)
{
	size_t at = atomic_fetch_add(&pool_taken, 1);

	if (at >= THREADS_MOST)
		log_bug("gateway.threads");
	lines = &pool[at];
	lines->multi = curl_multi_init();
	if (lines->multi == NULL)
		log_bug("gateway.multi");
	curl_multi_setopt(lines->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)CONNECTIONS_MOST);
	curl_multi_setopt(
	    lines->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MOST);
	for (size_t i = 0; i < CONNECTIONS_MOST; i++) {
		lines->idle[i] = curl_easy_init();
		if (lines->idle[i] == NULL)
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
	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
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

static bool may_go(struct sending *s, struct outgoing *m)
{
	/* Others of the batch may have taken long. */
	s->c->now = clock_now();
	if (!deliver_may_begin(s->c, OUTBOX_SMS, m))
		return false;
	m->untried = true;
	m->outcome = OUTCOME_PERMANENT;
	if (!http_sendable(s->c, m))
		return false;
	m->untried = false;
	return true;
}

/* Those that go together next; how many. */
static size_t gather(struct sending *s, struct outgoing **m, size_t most)
{
	size_t n = 0;

	while (s->next < s->count && n < (s->next < s->first ? most : 1)) {
		struct outgoing *one = s->queue[s->next++];

		if (may_go(s, one))
			m[n++] = one;
	}
	return n;
}

static void ask_alone(struct sending *s, struct outgoing *m)
{
	s->queue[s->count++] = m;
}

/* What is to be asked for them; how many of them that leaves. */
static size_t formulate(struct sending *s, struct transfer *t)
{
	size_t taken = t->count;

	t->many = taken > 1;
	if (t->many)
		taken = s->gateway->many->request(
		    s->c, t->m, taken, &t->request);
	else if (!s->gateway->request(s->c, t->m[0], &t->request)) {
		t->m[0]->outcome = OUTCOME_PERMANENT;
		t->m[0]->untried = true;
		taken = 0;
	}
	for (size_t i = taken; t->many && i < t->count; i++)
		ask_alone(s, t->m[i]);
	return taken;
}

/* The next of the batch into a free handle, if any is left to go. */
static void start(struct sending *s, struct transfer *t, CURL *easy)
{
	size_t most = s->gateway->many != NULL ? s->gateway->many->most() : 1;

	*t = (struct transfer) { .s = s,
		.easy = easy,
		.m = mem_alloc(s->c, most * sizeof(void *)),
		.over = true,
		.answer = text_new(s->c->mem, ANSWER_MOST) };
	t->count = gather(s, t->m, most);
	if (t->count > 0)
		t->count = formulate(s, t);
	if (t->count == 0)
		return;
	t->began = clock_mono_ms();
	t->over = false;
	s->under_way++;
	set_up(t);
	if (curl_multi_add_handle(lines->multi, easy) != CURLM_OK)
		log_bug("gateway.add");
}

/* What they show is not theirs, or not signed by whom we trust. */
static bool is_distrust(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_SSL_ISSUER_ERROR ||
	    code == CURLE_SSL_INVALIDCERTSTATUS;
}

static struct http_answer answer_of(const struct transfer *t, CURLcode code)
{
	struct http_answer a = { .body = t->answer.s,
		.whole = code == CURLE_OK,
		.distrusted = is_distrust(code),
		.error = curl_easy_strerror(code) };
	long status = 0, request_size = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &request_size);
	a.status = (int)status;
	a.sent = request_size > 0;
	return a;
}

/* What is true of each before the gateway has read the answer. */
static void judge(
    struct transfer *t, const struct http_answer *a, CURLcode code)
{
	struct ctx *c = t->s->c;
	curl_off_t retry_after = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_after);
	for (size_t i = 0; i < t->count; i++) {
		struct outgoing *m = t->m[i];

		m->wait = http_wait(retry_after);
		m->took_ms = clock_mono_ms() - t->began;
		m->outcome = http_outcome(a);
		m->why = a->whole
		    ? mem_printf(c, "http %d", a->status)
		    : mem_printf(c, "curl %d %s", (int)code, a->error);
	}
}

static void finish(struct transfer *t, CURLcode code)
{
	struct http_answer a = answer_of(t, code);
	struct sending *s = t->s;

	judge(t, &a, code);
	if (a.whole && !t->many)
		t->m[0]->outcome = s->gateway->answer(s->c, &a, t->m[0]);
	else if (a.whole && http_outcome(&a) == OUTCOME_PERMANENT)
		for (size_t i = 0; i < t->count; i++)
			ask_alone(s, t->m[i]);
	else if (a.whole)
		s->gateway->many->answer(s->c, &a, t->m, t->count);
	for (size_t i = 0; i < t->count; i++)
		s->down = s->down || t->m[i]->outcome == OUTCOME_DOWN;
	curl_multi_remove_handle(lines->multi, t->easy);
	curl_slist_free_all(t->headers);
	t->over = true;
	s->under_way--;
}

/* Everything that has ended since the last look. */
static void finish_done(void)
{
	CURLMsg *said;
	int left;

	while ((said = curl_multi_info_read(lines->multi, &left)) != NULL) {
		struct transfer *t;

		if (said->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
		    said->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		finish(t, said->data.result);
	}
}

/* What has no answer when a stop must be over: it may have been heard. */
static void leave_all(struct sending *s)
{
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		if (!s->t[i].over)
			finish(&s->t[i], CURLE_ABORTED_BY_CALLBACK);
}

/* One that refuses us would refuse them all. */
static void put_off(struct outgoing *m)
{
	m->outcome = OUTCOME_DOWN;
	m->untried = true;
	m->why = "not tried: the provider refuses us";
}

/* Those that have not gone yet and shall not. */
static void put_off_rest(struct sending *s)
{
	for (; s->next < s->count; s->next++)
		if (stop_asked())
			stop_put_off(s->queue[s->next]);
		else
			put_off(s->queue[s->next]);
}

static struct sending *begin(struct ctx *c, const struct gateway *gateway,
    struct outgoing *batch, size_t count)
{
	struct sending *s = mem_alloc(c, sizeof *s);

	*s = (struct sending) { .c = c,
		.gateway = gateway,
		.queue = mem_alloc(c, 2 * count * sizeof(void *)),
		.first = count,
		.count = count };
	for (size_t i = 0; i < count; i++)
		s->queue[i] = &batch[i];
	for (size_t i = 0; i < CONNECTIONS_MOST; i++)
		s->t[i].over = true;
	return s;
}

/* Keeps up to CONNECTIONS_MOST under way until the batch is done. */
void sms_gateway_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	struct sending *s = begin(c, via->gateway, batch, count);
	int running;

	if (lines == NULL)
		open_lines();
	while (s->next < s->count || s->under_way > 0) {
		if (s->down || stop_asked())
			put_off_rest(s);
		for (size_t i = 0; i < CONNECTIONS_MOST; i++)
			while (s->t[i].over && s->next < s->count)
				start(s, &s->t[i], lines->idle[i]);
		curl_multi_perform(lines->multi, &running);
		finish_done();
		if (stop_over())
			leave_all(s);
		/* Refill before waiting: idle connections would cost the whole
		 * time-out. */
		if (s->under_way > 0 &&
		    (s->next == s->count || s->under_way == CONNECTIONS_MOST))
			curl_multi_poll(lines->multi, NULL, 0, ROUND_MS, NULL);
	}
}
