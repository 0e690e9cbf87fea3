#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "front.h"

#define HOSTS "smaajob.dk,localhost,[::1]"

static struct head head;
static char bytes[HEAD_MOST * 2];

/* A copy, for the parser writes into what it reads. */
static int parse(const char *text)
{
	snprintf(bytes, sizeof bytes, "%s", text);
	assert_int_equal(head_length(bytes, strlen(bytes)), strlen(bytes));
	head_parse(bytes, strlen(bytes), HOSTS, &head);
	return head.status;
}

/* A GET with that line among its headers. */
static int with(const char *line)
{
	return parse(mem_printf(
	    &c, "GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n", line));
}

/* ---- where a head ends ---- */

static void a_head_ends_at_its_empty_line(void **state)
{
	(void)state;
	assert_int_equal(head_length("", 0), 0);
	assert_int_equal(head_length("GET / HTTP/1.1\r\n\r", 17), 0);
	assert_int_equal(head_length("GET / HTTP/1.1\r\n\r\n", 18), 18);
	assert_int_equal(head_length("GET / HTTP/1.1\r\n\r\nmore", 22), 18);
	assert_int_equal(head_length("\r\nG\r\n\r\n", 7), 7);
	/* What a strict reader refuses ends too, so that it is refused now. */
	assert_int_equal(head_length("G\n\nrest", 7), 3);
	assert_int_equal(head_length("G\n\r\nrest", 8), 4);
}

/* ---- what is asked ---- */

static void a_request_is_taken_apart(void **state)
{
	(void)state;
	assert_int_equal(parse("POST /s/abc?svar=ja&x HTTP/1.1\r\n"
			       "Host:smaajob.dk:8443\r\n"
			       "content-length: \t 007 \r\n"
			       "X-Empty:\r\n"
			       "Cookie: sid=\xc3\xa6; bid=2\r\n\r\n"),
	    0);
	assert_int_equal(head.method, POST);
	assert_string_equal(head.path, "/s/abc");
	assert_string_equal(head.query, "svar=ja&x");
	assert_int_equal(head.count, 4);
	assert_int_equal(head.length, 7);
	assert_false(head.close);
	assert_string_equal(head_find(&head, "cookie"), "sid=\xc3\xa6; bid=2");
	assert_string_equal(head_find(&head, "X-EMPTY"), "");
	assert_null(head_find(&head, "X"));
}

static void a_whole_address_is_a_target_too(void **state)
{
	(void)state;
	assert_int_equal(parse("GET HTTP://SMAAJOB.dk:80?a HTTP/1.1\r\n"
			       "Host: localhost\r\n\r\n"),
	    0);
	assert_string_equal(head.path, "/");
	assert_string_equal(head.query, "a");
	assert_int_equal(parse("GET https://smaajob.dk/om HTTP/1.1\r\n"
			       "Host: localhost\r\n\r\n"),
	    0);
	assert_string_equal(head.path, "/om");
	assert_int_equal(parse("GET http://evil.dk/om HTTP/1.1\r\n"
			       "Host: localhost\r\n\r\n"),
	    421);
	assert_int_equal(parse("GET http:///om HTTP/1.1\r\n"
			       "Host: localhost\r\n\r\n"),
	    400);
}

static void who_wants_to_close_is_heard(void **state)
{
	(void)state;
	assert_int_equal(with("Connection: keep-alive, Close"), 0);
	assert_true(head.close);
	assert_int_equal(with("Connection: closed"), 0);
	assert_false(head.close);
	assert_int_equal(parse("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"), 0);
	assert_true(head.close);
}

static void a_head_only_is_a_get(void **state)
{
	(void)state;
	assert_int_equal(parse("HEAD / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0);
	assert_int_equal(head.method, GET);
	assert_true(head.head_only);
}

/* ---- what is refused, and as what ---- */

static void a_request_line_is_exactly_so(void **state)
{
	static const struct {
		const char *line;
		int status;
	} lines[] = { { "GET / HTTP/1.9", 0 }, { "\r\nGET / HTTP/1.1", 0 },
		{ "OPTIONS * HTTP/1.1", 0 }, { "DELETE / HTTP/1.1", 0 },
		{ "GET  / HTTP/1.1", 400 }, { "GET / HTTP/1.1 ", 400 },
		{ " GET / HTTP/1.1", 400 }, { "GET /", 400 },
		{ "GET / http/1.1", 400 }, { "GET / HTTP/1", 400 },
		{ "GET / HTTP/2.0", 505 }, { "PRI * HTTP/2.0", 505 },
		{ "GET * HTTP/1.1", 400 }, { "GET om HTTP/1.1", 400 },
		{ "G@T / HTTP/1.1", 400 }, { "get / HTTP/1.1", 501 },
		{ "BREW / HTTP/1.1", 501 }, { "GET /\\ HTTP/1.1", 400 },
		{ "GET /#a HTTP/1.1", 400 }, { "GET /%4 HTTP/1.1", 400 },
		{ "GET /%00 HTTP/1.1", 400 }, { "GET /\x7f HTTP/1.1", 400 },
		{ "GET /\xc3\xa6 HTTP/1.1", 400 }, { "GET /%41 HTTP/1.1", 0 },
		{ "CONNECT a:1 HTTP/1.1", 405 }, { "CONNECT a HTTP/1.1", 400 },
		{ "CONNECT / HTTP/1.1", 400 },
		{ "\r\n\r\nGET / HTTP/1.1", 400 } };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const char *whole = mem_printf(
		    &c, "%s\r\nHost: localhost\r\n\r\n", lines[i].line);

		snprintf(bytes, sizeof bytes, "%s", whole);
		head_parse(bytes, strlen(bytes), HOSTS, &head);
		if (head.status != lines[i].status)
			fail_msg("%s: %d", lines[i].line, head.status);
	}
}

static void a_header_is_exactly_so(void **state)
{
	static const struct {
		const char *line;
		int status;
	} lines[] = { { "X: a\tb", 0 }, { "X:\xff", 0 }, { "X : a", 400 },
		{ " X: a", 400 }, { "\tX: a", 400 }, { ": a", 400 },
		{ "X", 400 }, { "X\xe6: a", 400 }, { "X: a\rb", 400 },
		{ "X: a\nY: b", 400 }, { "X: \x01", 400 }, { "X: \x7f", 400 },
		{ "Host: localhost", 400 }, { "Expect: 100-continue", 0 },
		{ "Expect: tea", 417 }, { "Cookie: a\r\nCookie: b", 400 },
		{ "Content-Length: 65536", 0 },
		{ "Content-Length: 65537", 413 },
		{ "Content-Length: 999999999999999999", 413 },
		{ "Content-Length: 9999999999999999999", 400 },
		{ "Content-Length:", 400 }, { "Content-Length: +1", 400 },
		{ "Content-Length: 1,1", 400 }, { "Content-Length: 0x1", 400 },
		{ "Content-Length: 1\r\nContent-Length: 1", 400 },
		{ "Transfer-Encoding: chunked", 400 },
		{ "Transfer-Encoding: Chunked", 400 },
		{ "Transfer-Encoding: gzip, chunked", 400 },
		{ "Transfer-Encoding: chunked\r\nContent-Length: 0", 400 },
		{ "Transfer-Encoding: a\r\nTransfer-Encoding: b", 400 } };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		if (with(lines[i].line) != lines[i].status)
			fail_msg("%s: %d", lines[i].line, head.status);
}

static void a_nul_ends_nothing(void **state)
{
	char text[] = "GET / HTTP/1.1\r\nHost: localhost\0\r\n\r\n";

	(void)state;
	assert_false(head_parse(text, sizeof text - 1, HOSTS, &head));
	assert_int_equal(head.status, 400);
}

static void only_names_of_ours_are_answered_to(void **state)
{
	static const struct {
		const char *host;
		int status;
	} hosts[] = { { "LocalHost", 0 }, { "localhost:8080", 0 },
		{ "localhost:", 0 }, { "[::1]", 0 }, { "evil.dk", 421 },
		{ "localhost.evil.dk", 421 }, { "smaajob.dk,localhost", 400 },
		{ "", 400 }, { "localhost:123456", 400 },
		{ "a@localhost", 400 }, { "localhost/x", 400 }, { "[::1", 400 },
		{ "localhost:80:80", 400 } };

	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++) {
		parse(mem_printf(
		    &c, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", hosts[i].host));
		if (head.status != hosts[i].status)
			fail_msg("%s: %d", hosts[i].host, head.status);
	}
	assert_int_equal(parse("GET / HTTP/1.1\r\nX: a\r\n\r\n"), 400);
}

static void a_post_says_how_long_it_is(void **state)
{
	(void)state;
	assert_int_equal(
	    parse("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 411);
	assert_int_equal(parse("POST / HTTP/1.1\r\nHost: localhost\r\n"
			       "Expect: 100-Continue\r\n"
			       "Content-Length: 1\r\n\r\n"),
	    0);
	assert_true(head.expects);
}

/* ---- how much there may be ---- */

static int with_headers(int n)
{
	struct text t = text_new(c.mem, sizeof bytes);

	text_add(&t, "GET / HTTP/1.1\r\nHost: localhost\r\n");
	for (int i = 1; i < n; i++)
		text_printf(&t, "X-%d: a\r\n", i);
	text_add(&t, "\r\n");
	return parse(t.s);
}

static int with_target(size_t n)
{
	char *target = mem_alloc(&c, n + 1);

	memset(target, 'a', n);
	target[0] = '/';
	return parse(mem_printf(
	    &c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target));
}

static void there_is_room_for_so_much_and_no_more(void **state)
{
	(void)state;
	assert_int_equal(with_headers(HEADERS_MOST), 0);
	assert_int_equal(head.count, HEADERS_MOST);
	assert_int_equal(with_headers(HEADERS_MOST + 1), 431);
	assert_int_equal(with_target(TARGET_MOST), 0);
	assert_int_equal(with_target(TARGET_MOST + 1), 414);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_head_ends_at_its_empty_line),
		TEST(a_request_is_taken_apart),
		TEST(a_whole_address_is_a_target_too),
		TEST(who_wants_to_close_is_heard),
		TEST(a_head_only_is_a_get),
		TEST(a_request_line_is_exactly_so),
		TEST(a_header_is_exactly_so),
		TEST(a_nul_ends_nothing),
		TEST(only_names_of_ours_are_answered_to),
		TEST(a_post_says_how_long_it_is),
		TEST(there_is_room_for_so_much_and_no_more),
	};

	return cmocka_run_group_tests_name("head", tests, NULL, NULL);
}
