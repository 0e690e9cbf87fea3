/* Whatever comes as the head of a request: it is refused with a status and a
 * reason, or it is what everybody else reads in it too. Each byte of what is
 * taken is accounted for here once more, line by line; it is told the same way
 * twice; and neither less of it nor more is taken. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "front.h"

#define HOSTS "localhost,127.0.0.1,[::1]"
#define PARTS 64 /* prefixes that are tried */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

/* ---- a parse, in memory of exactly its size ---- */

struct parse {
	char *s;
	size_t n;
	bool taken;
	struct head head;
};

static void parse(struct parse *p, const char *s, size_t n)
{
	p->s = malloc(n + (n == 0));
	p->n = n;
	must(p->s != NULL);
	memcpy(p->s, s, n);
	memset(&p->head, 0xa5, sizeof p->head);
	p->taken = head_parse(p->s, n, HOSTS, &p->head);
	must(p->taken == (p->head.status == 0));
	must(p->head.count <= HEADERS_MOST);
}

static bool taken(const char *s, size_t n)
{
	struct parse p;

	parse(&p, s, n);
	free(p.s);
	return p.taken;
}

/* ---- what is refused ---- */

static void must_be_refusal(const struct head *h)
{
	static const int statuses[] = { 400, 405, 411, 413, 414, 417, 421, 431,
		501, 505 };
	bool known = false;

	for (size_t i = 0; i < COUNT(statuses); i++)
		known = known || statuses[i] == h->status;
	must(known);
	must(h->why[0] != '\0');
	for (const char *s = h->why; *s != '\0'; s++)
		must(islower((unsigned char)*s) || *s == '-');
	must(h->path == NULL || strlen(h->path) <= TARGET_MOST);
	must(head_find(h, "there is no such name") == NULL);
}

/* ---- what is taken ---- */

static const char *line_end(const char *s, const char *end)
{
	const char *at = memmem(s, (size_t)(end - s), "\r\n", 2);

	must(at != NULL);
	return at;
}

static void must_be_lines(const char *s, size_t n)
{
	must(n > 4 && memcmp(s + n - 4, "\r\n\r\n", 4) == 0);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		must(c >= ' ' || c == '\t' || c == '\r' || c == '\n');
		must(c != 0x7f);
		must(c != '\r' || s[i + 1] == '\n');
		must(c != '\n' || (i > 0 && s[i - 1] == '\r'));
	}
}

static void must_be_target(const char *s)
{
	for (; *s != '\0'; s++) {
		must(*s > ' ' && *s <= '~' && *s != '\\' && *s != '#');
		if (*s == '%') {
			must(isxdigit((unsigned char)s[1]));
			must(isxdigit((unsigned char)s[2]));
			must(s[1] != '0' || s[2] != '0');
		}
	}
}

static enum method method_at(const char *s, size_t n)
{
	static const struct {
		const char *name;
		enum method method;
	} all[] = { { "GET", GET }, { "HEAD", GET }, { "POST", POST },
		{ "OPTIONS", OPTIONS }, { "PUT", OTHER }, { "DELETE", OTHER },
		{ "PATCH", OTHER }, { "TRACE", OTHER }, { "CONNECT", OTHER } };

	for (size_t i = 0; i < COUNT(all); i++)
		if (strlen(all[i].name) == n && !memcmp(all[i].name, s, n))
			return all[i].method;
	return 0;
}

/* The line in its three parts; true when it is of HTTP/1.0. */
static bool must_be_request_line(
    const char *s, const char *end, const struct head *h)
{
	const char *target = (const char *)memchr(s, ' ', (size_t)(end - s));
	const char *version = (const char *)memrchr(s, ' ', (size_t)(end - s));
	size_t n;

	must(target != NULL && version > target + 1);
	must(memchr(target + 1, ' ', (size_t)(version - target - 1)) == NULL);
	must(end - version == 9 && memcmp(version, " HTTP/1.", 8) == 0);
	must(isdigit((unsigned char)version[8]));
	must(method_at(s, (size_t)(target - s)) == h->method);
	must(h->method != 0 && h->head_only == (*s == 'H'));
	n = (size_t)(version - target - 1);
	must(n <= TARGET_MOST && strlen(h->path) <= n);
	must(h->path[0] == '/' || (*h->path == '*' && h->method == OPTIONS));
	must(strchr(h->path, '?') == NULL);
	must_be_target(h->path);
	if (h->query != NULL) {
		must_be_target(h->query);
		must(strlen(h->path) + strlen(h->query) <= n);
	}
	return version[8] == '0';
}

/* name, colon, what is left of the line: nothing but blanks is away. */
static void must_be_header(
    const char *s, const char *end, const struct header *h)
{
	size_t name = strlen(h->name), value = strlen(h->value);
	const char *at = s + name + 1;

	must(name > 0 && (size_t)(end - s) >= name + 1 + value);
	must(memcmp(s, h->name, name) == 0 && s[name] == ':');
	for (size_t i = 0; i < name; i++)
		must(isalnum((unsigned char)s[i]) ||
		    (s[i] != '\0' && strchr("!#$%&'*+-.^_`|~", s[i])));
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	must((size_t)(end - at) >= value && memcmp(at, h->value, value) == 0);
	for (at += value; at < end; at++)
		must(*at == ' ' || *at == '\t');
	must(value == 0 ||
	    (h->value[value - 1] != ' ' && h->value[value - 1] != '\t'));
}

/* How often it is there; the last value of it in *value. */
static int times(const struct head *h, const char *name, const char **value)
{
	int n = 0;

	*value = NULL;
	for (size_t i = 0; i < h->count; i++)
		if (strcasecmp(h->list[i].name, name) == 0) {
			*value = h->list[i].value;
			n++;
		}
	must((n == 0) == (head_find(h, name) == NULL));
	return n;
}

static bool is_our_host(const char *s)
{
	static const char *const names[] = { "localhost", "127.0.0.1",
		"[::1]" };

	for (size_t i = 0; i < COUNT(names); i++) {
		size_t n = strlen(names[i]);

		if (strncasecmp(s, names[i], n) == 0 &&
		    (s[n] == '\0' ||
			(s[n] == ':' &&
			    s[n + 1 + strspn(s + n + 1, "0123456789")] ==
				'\0')))
			return true;
	}
	return false;
}

static void must_mean_one_thing(const struct head *h, bool old)
{
	static const char *const once[] = { "Content-Length", "Content-Type",
		"Origin", "Cookie", "Sec-Fetch-Site", "Authorization",
		"Expect" };
	const char *value;
	bool ends = old || h->method == OTHER, asked = ends;

	must(times(h, "Host", &value) == 1 && is_our_host(value));
	must(times(h, "Transfer-Encoding", &value) == 0);
	for (size_t i = 0; i < COUNT(once); i++)
		must(times(h, once[i], &value) <= 1);
	if (times(h, "Content-Length", &value) == 0) {
		must(h->length == 0 && h->method != POST);
	} else {
		must(*value != '\0' &&
		    value[strspn(value, "0123456789")] == '\0');
		must(strtoull(value, NULL, 10) == (uint64_t)h->length);
	}
	must(h->length >= 0 && h->length <= (int64_t)BODY_MOST);
	times(h, "Expect", &value);
	must(h->expects == (value != NULL && !old && h->length > 0));
	must(value == NULL || old || !strcasecmp(value, "100-continue"));
	for (size_t i = 0; i < h->count; i++)
		asked = asked || strcasestr(h->list[i].value, "close") != NULL;
	must(ends ? h->close : asked || !h->close);
}

static void must_be_request(const char *s, size_t n, const struct head *h)
{
	const char *end = s + n, *at = s, *stop;
	size_t count = 0;
	bool old;

	must_be_lines(s, n);
	if (*at == '\r')
		at += 2;
	stop = line_end(at, end);
	old = must_be_request_line(at, stop, h);
	for (at = stop + 2; at + 2 < end; at = stop + 2) {
		stop = line_end(at, end);
		must(count < h->count);
		must_be_header(at, stop, &h->list[count++]);
	}
	must(count == h->count);
	must_mean_one_thing(h, old);
}

/* ---- more, and less ---- */

static void must_be_same(const struct head *a, const struct head *b)
{
	must(a->status == b->status && a->count == b->count);
	must(strcmp(a->why, b->why) == 0);
	if (a->status != 0)
		return;
	must(a->method == b->method && a->head_only == b->head_only);
	must(a->length == b->length && a->close == b->close);
	must(strcmp(a->path, b->path) == 0);
	must((a->query == NULL) == (b->query == NULL));
	must(a->query == NULL || strcmp(a->query, b->query) == 0);
	for (size_t i = 0; i < a->count; i++) {
		must(strcmp(a->list[i].name, b->list[i].name) == 0);
		must(strcmp(a->list[i].value, b->list[i].value) == 0);
	}
}

/* Whatever is cut off, it is no request yet. */
static void must_be_whole(const char *s, size_t n)
{
	for (size_t i = 0; i < PARTS; i++) {
		size_t k = i < 4 ? n - 1 - (i < n ? i : 0) : n * i / PARTS;

		must(k < n && head_length(s, k) == 0);
		must(!taken(s, k));
	}
}

/* Before the empty line another header, which no request may have. */
static void must_not_be_with(const char *s, size_t n, const char *line)
{
	size_t more = strlen(line);
	char *longer = malloc(n + more);

	must(longer != NULL);
	memcpy(longer, s, n - 2);
	memcpy(longer + n - 2, line, more);
	memcpy(longer + n - 2 + more, "\r\n", 2);
	must(!taken(longer, n + more));
	free(longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	size_t n = head_length(s, size);
	struct parse p, again;

	must(n <= size);
	if (n == 0 || n < size)
		must(!taken(s, size));
	if (n == 0)
		return 0;
	must(head_length(s, n) == n);
	parse(&p, s, n);
	parse(&again, s, n);
	must_be_same(&p.head, &again.head);
	if (!p.taken) {
		must_be_refusal(&p.head);
	} else {
		must_be_request(s, n, &p.head);
		must_be_whole(s, n);
		must_not_be_with(s, n, "Host: localhost\r\n");
		must_not_be_with(s, n, "Transfer-Encoding: chunked\r\n");
		must_not_be_with(s, n, " folded\r\n");
		must_not_be_with(s, n, "X: y\n");
		if (head_find(&p.head, "Content-Length") != NULL)
			must_not_be_with(s, n, "content-length: 0\r\n");
	}
	free(p.s);
	free(again.s);
	return 0;
}
