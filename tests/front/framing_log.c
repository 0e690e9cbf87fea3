#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "framing.h"

#define LATE_MS 5000 /* a line must be there by then */
#define TOKEN   "k3xv9q0mzt7c5hw2bnd8rj4pfs"
#define LONG    "abcdefghijklmnopq" /* 17 bytes: one too many to be told */

static struct heard heard;

/* What is asked, and what the log tells of it: the method and the path. A
 * status of 0 is one that does not matter. */
static const struct {
	const char *line;
	int status;
	const char *method, *path;
} told[] = {
	/* clang-format off */
	{ "GET /om?" TOKEN "=1 HTTP/1.1", 200, "GET", "/om" },
	{ "HEAD /was HTTP/1.1", 200, "HEAD", "/was" },
	{ "OPTIONS /log-ind HTTP/1.1", 204, "OPTIONS", "/log-ind" },
	{ "GET /s/" TOKEN " HTTP/1.1", 404, "GET", "/s/*" },
	{ "HEAD /s/" TOKEN "?a=" TOKEN " HTTP/1.1", 404, "HEAD", "/s/*" },
	{ "OPTIONS /s/" TOKEN " HTTP/1.1", 204, "OPTIONS", "/s/*" },
	{ "GET /t/" TOKEN " HTTP/1.1", 404, "GET", "/t/*" },
	{ "GET /s/kort HTTP/1.1", 404, "GET", "/s/*" },
	{ "GET http://127.0.0.1/s/" TOKEN " HTTP/1.1", 404, "GET", "/s/*" },
	{ "GET /hook/kannel/" TOKEN "/report HTTP/1.1", 404, "GET", "/hook/kannel/*/report" },
	{ "GET /s/" TOKEN "/mere HTTP/1.1", 404, "GET", "/s/*/mere" },
	{ "GET /S/" TOKEN " HTTP/1.1", 404, "GET", "/S/*" },
	{ "GET //s/" TOKEN " HTTP/1.1", 404, "GET", "//s/*" },
	{ "GET /" LONG " HTTP/1.1", 404, "GET", "/*" },
	{ "GET /bcdefghijklmnopq HTTP/1.1", 404, "GET", "/bcdefghijklmnopq" },
	{ "GET /x/" LONG "/y HTTP/1.1", 404, "GET", "/x/*/y" },
	{ "GET /a%0d%0aforged HTTP/1.1", 404, "GET", "/a%0d%0aforged" },
	{ "GET /b%1b%9b HTTP/1.1", 404, "GET", "/b%1b%9b" },
	{ "GET /c\"%22status=1 HTTP/1.1", 404, "GET", "/c\"%22status=1" },
	/* clang-format on */
};

/* Requests that are refused: none of their bytes may be told raw, and no
 * token at all. */
static const struct bytes untold[] = {
	IT("GET /s/" TOKEN "\x1b[31m HTTP/1.1\r\n" HOST "\r\n"),
	IT("GET /s/" TOKEN "\x9b HTTP/1.1\r\n" HOST "\r\n"),
	IT("GET /s/" TOKEN " HTTP/1.1\r\n" HOST "X\x1b: " TOKEN "\r\n\r\n"),
	IT("GET /s/" TOKEN " HTTP/1.1\r\n" HOST HOST "\r\n"),
	IT("GET /s/" TOKEN " HTTP/1.1\r\nHost: " TOKEN ".example\r\n\r\n"),
	IT("PUT /s/" TOKEN " HTTP/1.1\r\n" HOST "\r\n"),
	IT("BREW\x07 /s/" TOKEN " HTTP/1.1\r\n" HOST "\r\n"),
	IT("GET /s/" TOKEN " HTTP/1.1\r\n" HOST "Cookie: sid=" TOKEN "\r\n"
	   "Cookie: sid=" TOKEN "\r\n\r\n"),
	IT("POST /s/" TOKEN " HTTP/1.1\r\n" HOST FORM
	   "Content-Length: six\r\n\r\nsvar=" TOKEN),
};

static char *log_now(const struct front *f, struct arena *mem)
{
	char *text = read_file(mem, f->portal.log);

	if (text == NULL)
		give_up("there is no log");
	return text;
}

static size_t times_in(const char *text, const char *word)
{
	size_t n = 0;

	for (; (text = strstr(text, word)) != NULL; text++)
		n++;
	return n;
}

/* How many lines of that kind tell of that path and method. */
static size_t lines_of(const struct front *f, size_t i)
{
	struct arena *mem = arena_new();
	char line[200];
	size_t n;

	snprintf(line, sizeof line,
	    "http.answered status=%d method=%s path=%s ", told[i].status,
	    told[i].method, told[i].path);
	n = times_in(log_now(f, mem), line);
	arena_free(mem);
	return n;
}

/* Exactly one line comes of it, soon. */
static void test_told(const struct front *f, size_t i)
{
	size_t before = lines_of(f, i);
	int64_t until = now_us() + (int64_t)LATE_MS * 1000;

	out_text(told[i].line);
	out_more("\r\n" HOST "Connection: close\r\n\r\n");
	exchange(f->plain, strncmp(told[i].line, "HEAD", 4) == 0, &heard);
	while (lines_of(f, i) == before && now_us() < until)
		wait_ms(20);
	if (!check(heard.count == 1 && lines_of(f, i) == before + 1,
		"the log tells of %s %s", told[i].method, told[i].path)) {
		tell_bytes("sent", out.bytes, out.n);
		child_blame(&f->portal);
	}
}

/* Lines of requests, whatever became of them. */
static size_t all_lines(const struct front *f)
{
	struct arena *mem = arena_new();
	const char *log = log_now(f, mem);
	size_t n = times_in(log, "http.answered status=") +
	    times_in(log, "http.refused status=");

	arena_free(mem);
	return n;
}

/* They are fewer than may be told in a second, so each has its line. */
static void test_untold(const struct front *f)
{
	size_t before = all_lines(f);
	int64_t until = now_us() + (int64_t)LATE_MS * 1000;

	for (size_t i = 0; i < COUNT(untold); i++) {
		const struct ask k = { .first = untold[i] };

		out_row(&k);
		exchange(f->plain, false, &heard);
	}
	while (all_lines(f) < before + COUNT(untold) && now_us() < until)
		wait_ms(20);
	check(all_lines(f) == before + COUNT(untold),
	    "%zu requests that are refused have %zu lines", COUNT(untold),
	    all_lines(f) - before);
}

/* ---- the whole of it ---- */

static void test_bytes(const char *log)
{
	size_t bad = 0;

	for (const char *at = log; *at != '\0'; at++)
		bad += (*at < ' ' && *at != '\n') || *at > '~';
	check(bad == 0, "the log has nothing but letters and lines (%zu)", bad);
}

static void test_form(char *log)
{
	static const char form[] =
	    "^portal info http[.]answered status=[1-5][0-9][0-9]"
	    " method=([A-Z]+|other|-) path=(/[!-~]*|[*]|-)"
	    " bytes=[0-9]+ ms=[0-9]+"
	    " time=[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";
	static const char other[] =
	    "^portal (info|warn) [a-z]+[.][a-z_]+( [a-z_]+=.*)?"
	    " time=[0-9-]{10}T[0-9:]{8}Z$";
	size_t bad = 0, all = 0;
	regex_t answered, any;
	char *line;

	if (regcomp(&answered, form, REG_EXTENDED | REG_NOSUB) != 0 ||
	    regcomp(&any, other, REG_EXTENDED | REG_NOSUB) != 0)
		give_up("the form of a line does not compile");
	while ((line = strsep(&log, "\n")) != NULL) {
		bool answer = strstr(line, "http.answered ") != NULL;

		if (*line == '\0')
			continue;
		all++;
		if (regexec(answer ? &answered : &any, line, 0, NULL, 0) == 0)
			continue;
		bad++;
		tell_bytes("not a line of ours:", line, strlen(line));
	}
	regfree(&answered);
	regfree(&any);
	check(bad == 0 && all > 0, "each of its %zu lines is one of ours", all);
}

void framing_log(struct front *f)
{
	struct arena *mem = arena_new();
	char *log;

	out.way = WHOLE;
	for (size_t i = 0; i < COUNT(told); i++)
		test_told(f, i);
	test_untold(f);
	log = log_now(f, mem);
	check(strstr(log, TOKEN) == NULL, "no token is in it");
	check(strstr(log, LONG) == NULL, "nor the long part of a path");
	check(strstr(log, MARKER_PATH) == NULL,
	    "nor any of the requests that were smuggled");
	test_bytes(log);
	test_form(log);
	arena_free(mem);
}
