#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

#include "framing.h"

#define ROOM       ((size_t)4 << 20)
#define PATIENT_MS 25000
#define NOW_S      120 /* seconds that a date may be off */

/* ---- lines of a head ---- */

struct line {
	struct bytes name, value;
};

/* The next header, exactly as we write them: a token, a colon, a space, bytes
 * that print. False at the end, and where something else stands; *at is the
 * empty line then, or not. */
static bool next_line(const char **at, const char *end, struct line *l)
{
	const char *s = *at;

	l->name.s = s;
	while (s < end && (isalnum((unsigned char)*s) || *s == '-'))
		s++;
	l->name.n = (size_t)(s - l->name.s);
	if (l->name.n == 0 || end - s < 2 || s[0] != ':' || s[1] != ' ')
		return false;
	l->value.s = s += 2;
	while (s < end && *s >= ' ' && *s <= '~')
		s++;
	l->value.n = (size_t)(s - l->value.s);
	if (end - s < 2 || s[0] != '\r' || s[1] != '\n')
		return false;
	*at = s + 2;
	return true;
}

static const char *first_line_end(const struct answer *a)
{
	return (const char *)memchr(a->head.s, '\n', a->head.n) + 1;
}

static bool is_named(const struct line *l, const char *name)
{
	return strlen(name) == l->name.n &&
	    strncasecmp(name, l->name.s, l->name.n) == 0;
}

struct bytes answer_header(const struct answer *a, const char *name)
{
	const char *at = first_line_end(a), *end = a->head.s + a->head.n;
	struct line l;

	while (next_line(&at, end, &l))
		if (is_named(&l, name))
			return l.value;
	return (struct bytes) { NULL, 0 };
}

bool answer_says(const struct answer *a, const char *name, const char *value)
{
	struct bytes b = answer_header(a, name);

	return b.s != NULL && strlen(value) == b.n &&
	    memcmp(value, b.s, b.n) == 0;
}

/* ---- taking apart what came ---- */

static bool has_body(int status)
{
	return status != 204 && status != 304;
}

/* The answer at *at; false when it is not whole. An answer's length is what
 * its Content-Length says and nothing else, so that a wrong one shows. */
static bool next_answer(
    const char **at, const char *end, bool bodiless, struct answer *a)
{
	const char *head_end = memmem(*at, (size_t)(end - *at), "\r\n\r\n", 4);
	struct bytes length;

	*a = (struct answer) { .head.s = *at };
	if (head_end == NULL || strncmp(*at, "HTTP/1.1 ", 9) != 0)
		return false;
	a->head.n = (size_t)(head_end + 4 - *at);
	a->status = atoi(*at + 9);
	a->body.s = *at = head_end + 4;
	if (a->status < 200 || bodiless || !has_body(a->status))
		return true;
	length = answer_header(a, "Content-Length");
	if (length.s == NULL)
		return false;
	a->body.n = strtoul(length.s, NULL, 10);
	if (a->body.n > (size_t)(end - *at))
		return false;
	*at += a->body.n;
	return true;
}

static void take_apart(struct heard *h, bool bodiless)
{
	const char *at = h->bytes, *end = h->bytes + h->n;
	struct answer a;

	h->clean = true;
	while (at < end) {
		h->clean = h->count < ANSWERS_MOST &&
		    next_answer(&at, end, bodiless && h->count == 0, &a);
		if (!h->clean)
			break;
		if (a.status == 100)
			h->continues++;
		else
			h->list[h->count++] = a;
	}
}

void heard_read(struct heard *h, int fd, bool bodiless)
{
	static char room[ROOM];
	int64_t until = now_us() + (int64_t)PATIENT_MS * 1000;

	*h = (struct heard) { .bytes = room, .ending = STAYED };
	while (h->n < ROOM - 1 && now_us() < until) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (poll(&p, 1, 100) <= 0)
			continue;
		got = recv(fd, room + h->n, ROOM - 1 - h->n, 0);
		if (got <= 0) {
			h->ending = got == 0 ? ENDED : RESET;
			break;
		}
		h->n += (size_t)got;
	}
	room[h->n] = '\0';
	take_apart(h, bodiless);
}

/* ---- what every answer must hold ---- */

/* "Sun, 22 Nov 2026 01:20:00 GMT", of about this moment. */
static bool is_date(struct bytes b)
{
	static const char format[] = "%a, %d %b %Y %H:%M:%S GMT";
	char text[30] = "", again[40] = "";
	struct tm tm = { 0 };
	const char *end;
	time_t said;

	if (b.n != sizeof text - 1)
		return false;
	memcpy(text, b.s, b.n);
	end = strptime(text, format, &tm);
	if (end == NULL || *end != '\0')
		return false;
	said = timegm(&tm); /* which finds the day of the week */
	strftime(again, sizeof again, format, &tm);
	return strcmp(text, again) == 0 &&
	    llabs((long long)said - (long long)clock_now()) < NOW_S;
}

static bool may_be_twice(const struct line *l)
{
	return is_named(l, "Set-Cookie");
}

static bool is_betraying(const struct line *l)
{
	static const char *const names[] = { "Server", "X-Powered-By", "Via",
		"Transfer-Encoding", "Upgrade", "Strict-Transport-Security" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (is_named(l, names[i]))
			return true;
	return l->name.n > 14 &&
	    strncasecmp(l->name.s, "Access-Control", 14) == 0;
}

/* Each line for itself, and against those above it. */
static const char *lines_fault(const struct answer *a)
{
	const char *at = first_line_end(a), *end = a->head.s + a->head.n;
	struct line lines[40];
	size_t n = 0;

	while (n < COUNT(lines) && next_line(&at, end, &lines[n])) {
		if (is_betraying(&lines[n]))
			return "a header that has no business there";
		for (size_t i = 0; i < n && !may_be_twice(&lines[n]); i++)
			if (lines[i].name.n == lines[n].name.n &&
			    strncasecmp(lines[i].name.s, lines[n].name.s,
				lines[n].name.n) == 0)
				return "a header that is there twice";
		n++;
	}
	return end - at == 2 ? NULL : "a line that is no header";
}

/* A 204 has no length to tell (RFC 9110, 8.6); all else is as ever. */
static const char *safety_fault(const struct answer *a)
{
	const char *missing = missing_safety(a->head.s);

	if (missing == NULL || has_body(a->status) ||
	    strcmp(missing, "Content-Length") != 0)
		return missing;
	return answer_header(a, "Cache-Control").s != NULL ? NULL
							   : "Cache-Control";
}

static bool head_holds(const struct answer *a, const char *words)
{
	return memmem(a->head.s, a->head.n, words, strlen(words)) != NULL;
}

/* What a page may load and be part of, and who may keep it; text says in which
 * letters it is written. */
static const char *content_fault(const struct answer *a)
{
	struct bytes type = answer_header(a, "Content-Type");

	if (head_holds(a, "unsafe-"))
		return "a policy that lets anything in";
	if (!head_holds(a, "; base-uri 'none'; frame-ancestors 'none'\r"))
		return "a policy without its end";
	if (type.s == NULL || strncmp(type.s, "text/", 5) != 0)
		return NULL;
	if (memmem(type.s, type.n, "; charset=utf-8", 15) == NULL)
		return "a text in unknown letters";
	return answer_says(a, "Cache-Control", "no-store")
	    ? NULL
	    : "a page that may be stored";
}

const char *answer_fault(const struct answer *a)
{
	const char *fault = lines_fault(a);

	if (fault != NULL)
		return fault;
	fault = safety_fault(a);
	if (fault != NULL)
		return fault;
	if (!is_date(answer_header(a, "Date")))
		return "no date of this moment";
	fault = content_fault(a);
	if (fault != NULL)
		return fault;
	if (a->status == 405 && answer_header(a, "Allow").s == NULL)
		return "a 405 without Allow";
	if (a->status == 204 && answer_header(a, "Content-Length").s != NULL)
		return "a 204 that tells a length";
	return NULL;
}

const char *refusal_fault(const struct answer *a, bool bodiless)
{
	static const char page[] = "<html lang=\"da\">";

	if (!answer_says(a, "Connection", "close"))
		return "no Connection: close";
	if (!answer_says(a, "Content-Type", "text/html; charset=utf-8"))
		return "no page";
	if (!answer_says(a, "Cache-Control", "no-store"))
		return "a refusal that may be stored";
	if (!bodiless &&
	    memmem(a->body.s, a->body.n, page, sizeof page - 1) == NULL)
		return "no page in Danish";
	return NULL;
}

bool answer_heads_equal(const struct answer *a, const struct answer *b)
{
	const char *at = first_line_end(a), *end = a->head.s + a->head.n;
	const char *bt = first_line_end(b), *bend = b->head.s + b->head.n;
	struct line one, other;

	while (next_line(&at, end, &one)) {
		if (!next_line(&bt, bend, &other) ||
		    one.name.n != other.name.n ||
		    memcmp(one.name.s, other.name.s, one.name.n) != 0)
			return false;
		if (is_named(&one, "Date") || may_be_twice(&one))
			continue;
		if (one.value.n != other.value.n ||
		    memcmp(one.value.s, other.value.s, one.value.n) != 0)
			return false;
	}
	return !next_line(&bt, bend, &other);
}
