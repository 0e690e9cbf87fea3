#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "framing.h"

#define PAGE_ROOM ((size_t)256 << 10)
#define WAIT_MS   10000

static struct heard heard;

static void request_of(
    char request[300], const char *method, const char *path, bool last)
{
	snprintf(request, 300, "%s %s HTTP/1.1\r\n" HOST "%s\r\n", method, path,
	    last ? "Connection: close\r\n" : "");
}

/* The one answer, or an empty one. */
static struct answer ask_alone(
    const struct front *f, const char *method, const char *path)
{
	char request[300];

	request_of(request, method, path, true);
	out_text(request);
	exchange(f->plain, strcmp(method, "HEAD") == 0, &heard);
	return heard.clean && heard.count == 1 ? heard.list[0]
					       : (struct answer) { 0 };
}

/* ---- requests in a row ---- */

static const char *const paths[] = { "/om", "/was", "/", "/healthz", "/om",
	"/log-ind", "/was" };

static bool same(struct bytes a, struct bytes b)
{
	return a.s != NULL && b.s != NULL && a.n == b.n && a.n > 0 &&
	    memcmp(a.s, b.s, a.n) == 0;
}

static void test_pipeline(const struct front *f, enum way way)
{
	static char pages[COUNT(paths)][PAGE_ROOM];
	struct bytes alone[COUNT(paths)];
	char request[300];
	size_t right = 0;

	out.way = WHOLE;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct answer a = ask_alone(f, "GET", paths[i]);

		alone[i] = (struct bytes) { pages[i], a.body.n };
		if (a.body.n > PAGE_ROOM)
			give_up("%s is larger than was thought", paths[i]);
		if (a.body.n > 0)
			memcpy(pages[i], a.body.s, a.body.n);
	}
	out_text("");
	for (size_t i = 0; i < COUNT(paths); i++) {
		request_of(request, "GET", paths[i], i + 1 == COUNT(paths));
		out_more(request);
	}
	out.way = way;
	exchange(f->plain, false, &heard);
	for (size_t i = 0; i < COUNT(paths) && i < heard.count; i++)
		right += heard.list[i].status == 200 &&
		    answer_fault(&heard.list[i]) == NULL &&
		    same(heard.list[i].body, alone[i]);
	check(right == COUNT(paths) && heard.count == right && heard.clean,
	    "%zu requests in a row, %s: %zu answers, in their order",
	    COUNT(paths), way == WHOLE ? "in one packet" : "byte by byte",
	    right);
}

/* ---- HEAD ---- */

static void test_head(const struct front *f)
{
	char asset[PATH_ROOM];
	const char *const some[] = { "/", "/om", "/healthz", "/findes-ikke",
		"/s/abcdefghijklmnopqrstuvwxyz", "/opgaver", "/log-af",
		"/om?a=1&a=1", front_asset(".css", asset) };
	static char head[65536];

	out.way = WHOLE;
	for (size_t i = 0; i < COUNT(some); i++) {
		struct answer get = ask_alone(f, "GET", some[i]), other;

		if (get.head.n > 0 && get.head.n < sizeof head)
			memcpy(head, get.head.s, get.head.n);
		get.head.s = head;
		other = ask_alone(f, "HEAD", some[i]);
		if (!check(get.status > 0 && get.status == other.status &&
			    answer_heads_equal(&get, &other),
			"HEAD of %s is GET without the body", some[i]))
			tell_bytes("got", heard.bytes, heard.n);
	}
}

/* ---- what a browser keeps ---- */

static void test_kept(const struct front *f)
{
	static const char for_good[] = "public, max-age=31536000, immutable";
	char path[PATH_ROOM], request[500];
	struct answer a;
	struct bytes tag;

	a = ask_alone(f, "GET", front_asset(".css", path));
	tag = answer_header(&a, "ETag");
	check(answer_says(&a, "Cache-Control", for_good) && tag.n > 2,
	    "a file of the look may be kept for good");
	snprintf(request, sizeof request,
	    "GET %s HTTP/1.1\r\n" HOST "If-None-Match: %.*s\r\n\r\n", path,
	    (int)tag.n, tag.n > 0 ? tag.s : "");
	out_text(request);
	request_of(request, "GET", "/assets/findes-ikke.css", true);
	out_more(request);
	exchange(f->plain, false, &heard);
	check(heard.clean && heard.count == 2 && heard.list[0].status == 304 &&
		answer_fault(&heard.list[0]) == NULL,
	    "who has kept it is told that it is the same, without a body");
	check(heard.count == 2 && heard.list[1].status == 404 &&
		answer_says(&heard.list[1], "Cache-Control", "no-store"),
	    "a file that is none is not to be kept");
}

/* ---- 100 Continue ---- */

#define EXPECTS(version, length)                            \
	"POST /log-ind/kode HTTP/" version "\r\n" HOST FORM \
	"Connection: close\r\nExpect: 100-continue\r\n"     \
	"Content-Length: " length "\r\n\r\n"

/* Sends a head and hears what is said before the body has come. */
static void hear_first(const struct front *f, const char *head, char *answer,
    size_t room, const char *body)
{
	int fd = dial_from(NULL, f->plain);

	answer[0] = '\0';
	if (fd >= 0 && say(fd, head, strlen(head)))
		hear(fd, answer, room, body != NULL ? 1000 : WAIT_MS);
	heard = (struct heard) { 0 };
	if (body != NULL && say(fd, body, strlen(body)))
		heard_read(&heard, fd, false);
	if (fd >= 0)
		close(fd);
}

static void test_continue(const struct front *f)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	static char answer[65536];

	hear_first(f, EXPECTS("1.1", "6"), answer, sizeof answer, "kode=1");
	check(strcmp(answer, go_on) == 0,
	    "a client that expects it is told to go on, and nothing else");
	check(heard.clean && heard.count == 1 && heard.list[0].status == 422 &&
		answer_fault(&heard.list[0]) == NULL,
	    "and when the body has come it is answered");
	hear_first(f, EXPECTS("1.0", "6"), answer, sizeof answer, "kode=1");
	check(answer[0] == '\0' && heard.clean && heard.count == 1 &&
		heard.continues == 0,
	    "a client of HTTP/1.0 is not told so");
	hear_first(f, EXPECTS("1.1", "65537"), answer, sizeof answer, NULL);
	check(status_of(answer) == 413,
	    "nor is one whose body would be too large");
	hear_first(f, EXPECTS("1.1", "six"), answer, sizeof answer, NULL);
	check(status_of(answer) == 400, "nor one that does not say how large");
}

/* ---- a refusal that must not be lost ---- */

#define BEHIND 60000 /* bytes */

/* Whoever closes while something has come that nobody read sends a reset, and
 * that may overtake the answer. */
static void test_linger(const struct front *f)
{
	int fd = dial_from(NULL, f->plain), error = 0;
	socklen_t size = sizeof error;

	out_text("BREW / HTTP/1.1\r\n" HOST "\r\n");
	memset(out.bytes + out.n, 'x', BEHIND);
	out.n += BEHIND;
	if (fd < 0 || !say(fd, out.bytes, out.n))
		give_up("the portal does not listen");
	wait_ms(100);
	heard_read(&heard, fd, false);
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	close(fd);
	check(heard.count == 1 && heard.list[0].status == 501 &&
		heard.ending == ENDED && error == 0,
	    "a refusal is not lost, however much stands behind the request");
}

void framing_more(const struct front *f)
{
	test_pipeline(f, WHOLE);
	test_pipeline(f, BYTES);
	test_head(f);
	test_kept(f);
	test_continue(f);
	test_linger(f);
}
