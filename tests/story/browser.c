#include "story.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MOST ((size_t)4 << 20)

/* The cookie jar is our own: libcurl's would judge a cookie's age by the true
 * clock, and would keep a Secure one from http on the loopback. */
struct cookie {
	struct cookie *next;
	const char *name, *value;
	int64_t until; /* by the story's clock; 0: as long as the browser */
};

void browser_choose(struct story *s, const char *name)
{
	struct browser *b = s->browsers;

	while (b && strcmp(b->name, name) != 0)
		b = b->next;
	if (!b) {
		b = mem_alloc(s->keep, sizeof *b);
		b->name = mem_dup(s->keep, name);
		b->mem = arena_new();
		b->path = "/";
		b->headers = text_new(b->mem, 1);
		b->body = text_new(b->mem, 1);
		b->next = s->browsers;
		s->browsers = b;
	}
	s->browser = b;
}

void browser_end(struct story *s)
{
	struct browser *b = s->browsers;

	for (; b; b = b->next)
		arena_free(b->mem);
	s->browsers = NULL;
}

/* The attribute of a Set-Cookie line, or NULL. */
static const char *attribute(struct ctx *c, const char *line, const char *name)
{
	size_t n = strlen(name);

	while ((line = strchr(line, ';'))) {
		line += 1 + strspn(line + 1, " ");
		if (strncasecmp(line, name, n) == 0 && line[n] == '=')
			return mem_dup_n(
			    c, line + n + 1, strcspn(line + n + 1, "; \r\n"));
	}
	return NULL;
}

static void cookie_set(struct story *s, const char *line)
{
	size_t name_n = strcspn(line, "=;\r\n");
	const char *name = mem_dup_n(s->keep, line, name_n);
	const char *value = line + name_n + (line[name_n] == '=');
	const char *age = attribute(s->c, line, "max-age");
	struct cookie *k = s->browser->cookies;

	while (k && strcmp(k->name, name) != 0)
		k = k->next;
	if (!k) {
		k = mem_alloc(s->keep, sizeof *k);
		k->name = name;
		k->next = s->browser->cookies;
		s->browser->cookies = k;
	}
	k->value = mem_dup_n(s->keep, value, strcspn(value, ";\r\n"));
	k->until = age ? turn_now(s) + strtoll(age, NULL, 10) : 0;
}

static const char *cookies_sent(struct story *s)
{
	struct text t = text_new(s->c->mem, 8000);
	struct cookie *k = s->browser->cookies;

	for (; k; k = k->next)
		if (!k->until || k->until > turn_now(s))
			text_printf(
			    &t, "%s%s=%s", t.n ? "; " : "", k->name, k->value);
	return t.s;
}

static size_t collect(char *data, size_t size, size_t n, void *to)
{
	text_add_n(to, data, size * n);
	return size * n;
}

static CURL *handle(const char *url, const char *body,
    struct curl_slist *headers, struct text *to)
{
	CURL *h = curl_easy_init();

	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, 20L);
	curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, to);
	if (body)
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, body);
	return h;
}

int http_send(const char *url, const char *const *headers, const char *body)
{
	struct arena *mem = arena_new();
	struct text answer = text_new(mem, BODY_MOST);
	struct curl_slist *list = NULL;
	long status = 0;
	CURL *h;

	for (; *headers; headers++)
		list = curl_slist_append(list, *headers);
	h = handle(url, body, list, &answer);
	if (curl_easy_perform(h) == CURLE_OK)
		curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(h);
	curl_slist_free_all(list);
	arena_free(mem);
	return (int)status;
}

/* A path on the portal; a relative one is beside the page that is shown. */
const char *browser_path(struct story *s, const char *url)
{
	const char *host = mem_printf(
	    s->c, "http://127.0.0.1:%d", s->port[PORT_PORTAL]);
	const char *here = s->browser->path;
	const char *slash;
	size_t n = strlen(host);

	if (!*url)
		return host;
	if (strncmp(url, host, n) == 0)
		return url[n] ? url + n : "/";
	if (*url == '/' || strstr(url, "://"))
		return url;
	if (*url == '?')
		n = strcspn(here, "?#");
	else if (*url == '#')
		n = strcspn(here, "#");
	else {
		slash = memrchr(here, '/', strcspn(here, "?#"));
		n = slash ? (size_t)(slash - here) + 1 : 0;
	}
	return mem_printf(s->c, "%.*s%s", (int)n, here, url);
}

static struct curl_slist *say(struct story *s, struct curl_slist *list,
    const char *name, const char *value)
{
	size_t i, n = strlen(name);

	for (i = 0; i < s->browser->extras; i++)
		if (strncasecmp(s->browser->extra[i], name, n) == 0 &&
		    s->browser->extra[i][n] == ':')
			return list;
	return curl_slist_append(list, mem_printf(s->c, "%s: %s", name, value));
}

/* What a browser would say by itself, unless a `send` line of the story says
 * it otherwise, and then those lines. */
static struct curl_slist *headers(struct story *s, const char *method)
{
	struct browser *b = s->browser;
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");
	const char *cookies = cookies_sent(s);
	size_t i;

	if (*cookies)
		list = say(s, list, "Cookie", cookies);
	list = say(s, list, "Accept", "text/html,*/*;q=0.8");
	if (strcmp(method, "POST") == 0) {
		list = say(s, list, "Origin", browser_path(s, ""));
		list = say(s, list, "Sec-Fetch-Site", "same-origin");
	}
	for (i = 0; i < b->extras; i++)
		list = curl_slist_append(list, b->extra[i]);
	b->extras = 0;
	return list;
}

static void keep_cookies(struct story *s)
{
	const char *line = s->browser->headers.s;

	for (; line && *line; line = strchr(line, '\n'), line += line ? 1 : 0)
		if (strncasecmp(line, "Set-Cookie:", 11) == 0)
			cookie_set(s, line + 11 + strspn(line + 11, " "));
}

bool browser_fetch(
    struct story *s, const char *method, const char *path, const char *body)
{
	struct browser *b = s->browser;
	const char *url = mem_printf(s->c, "%s%s", browser_path(s, ""), path);
	struct curl_slist *list;
	long status = 0;
	CURLcode code;
	CURL *h;

	if (*path != '/')
		return fail(s, "a path on the portal", "%s", path);
	list = headers(s, method);
	path = mem_dup(s->c, path); /* it may stand in what is reset now */
	arena_reset(b->mem);
	b->headers = text_new(b->mem, BODY_MOST);
	b->body = text_new(b->mem, BODY_MOST);
	h = handle(url, body, list, &b->body);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, collect);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, &b->headers);
	if (strcmp(method, "HEAD") == 0)
		curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
	else if (!body && strcmp(method, "GET") != 0)
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
	code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(h);
	curl_slist_free_all(list);
	b->status = code == CURLE_OK ? (int)status : 0;
	b->path = mem_dup_n(
	    &(struct ctx) { .mem = b->mem }, path, strlen(path));
	if (code != CURLE_OK)
		return fail(s,
		    mem_printf(s->c, "an answer to %s %s", method, path), "%s",
		    curl_easy_strerror(code));
	keep_cookies(s);
	return true;
}

const char *browser_header(
    struct ctx *c, const struct browser *b, const char *name)
{
	const char *line = b->headers.s;
	size_t n = strlen(name);

	for (; line && *line; line = strchr(line, '\n'), line += line ? 1 : 0)
		if (strncasecmp(line, name, n) == 0 && line[n] == ':')
			return words_collapse(c,
			    mem_dup_n(c, line + n + 1,
				strcspn(line + n + 1, "\r\n")));
	return NULL;
}

bool browser_follow(struct story *s)
{
	int hops;

	for (hops = 0; hops < 5; hops++) {
		const char *to = browser_header(s->c, s->browser, "Location");

		if (s->browser->status < 300 || s->browser->status > 399 || !to)
			return true;
		if (!browser_fetch(s, "GET", browser_path(s, to), NULL))
			return false;
	}
	return fail(s, "a page", "redirects without end");
}

static bool fetch(struct story *s, const char *method, struct words *w)
{
	return browser_fetch(s, method, w->word[0], NULL);
}

bool cmd_get(struct story *s, struct words *w)
{
	return fetch(s, "GET", w);
}

bool cmd_head(struct story *s, struct words *w)
{
	return fetch(s, "HEAD", w);
}

bool cmd_options(struct story *s, struct words *w)
{
	return fetch(s, "OPTIONS", w);
}
