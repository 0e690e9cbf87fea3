#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define LINE      1000 /* bytes; under PIPE_BUF, so lines never interleave */
#define TAIL_ROOM 100  /* for error= and time=, which are never cut off */

#define PIECE        4096               /* PIPE_BUF, and more than a line */
#define TRAFFIC_MOST ((size_t)32 << 10) /* bytes that wait to be written */
#define NOISE_MOST   10                 /* lines of a kind in a second */

static const char *program_name = "smaajob";

void log_open(const char *program)
{
	program_name = program;
}

/* Whatever bytes a value holds, it can neither end the line nor forge one:
 * what is not plain ASCII, and the backslash itself, is told in hex. */
static size_t escape(char *to, size_t room, const char *from)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0;

	for (; *from; from++) {
		unsigned byte = (unsigned char)*from;
		bool plain = byte >= ' ' && byte < 0x7f && byte != '\\';

		if (n + (plain ? 1 : 4) > room)
			break;
		if (plain) {
			to[n++] = *from;
			continue;
		}
		to[n++] = '\\';
		to[n++] = 'x';
		to[n++] = hex[byte >> 4];
		to[n++] = hex[byte & 15];
	}
	return n;
}

/* Made once a second and thread: to make it costs more than the line. */
static const char *time_stamp(void)
{
	static _Thread_local char stamp[32];
	static _Thread_local time_t of = -1;
	time_t now = (time_t)clock_now();
	struct tm tm;

	if (now != of &&
	    (!gmtime_r(&now, &tm) ||
		strftime(stamp, sizeof stamp, "%FT%TZ", &tm) == 0))
		stamp[0] = '\0';
	of = now;
	return stamp;
}

/* printf() would cost more than the rest of the line. */
static size_t put_bytes(char *to, const char *from, size_t n)
{
	memcpy(to, from, n);
	return n;
}

static size_t put_word(char *to, const char *word)
{
	size_t n = put_bytes(to, word, strnlen(word, 60));

	to[n] = ' ';
	return n + 1;
}

static size_t tail(char *to, size_t room, int error)
{
	const char *why = error ? strerrordesc_np(error) : NULL;
	const char *stamp = time_stamp();
	size_t n = 0;
	int said = 0;

	if (error)
		said = snprintf(
		    to, room, " error=\"%.50s\"", why ? why : "unknown");
	n += said > 0 ? (size_t)said : 0;
	n += put_bytes(to + n, " time=", sizeof " time=" - 1);
	n += put_bytes(to + n, stamp, strlen(stamp));
	to[n] = '\n';
	return n + 1;
}

static size_t make_line(char out[LINE], const char *level, int error,
    const char *fmt, va_list ap) PRINTF(4, 0);
static size_t make_line(
    char out[LINE], const char *level, int error, const char *fmt, va_list ap)
{
	char raw[LINE];
	size_t n = 0;

	vsnprintf(raw, sizeof raw, fmt, ap);
	n += put_word(out, program_name);
	n += put_word(out + n, level);
	n += escape(out + n, LINE - TAIL_ROOM - n, raw);
	return n + tail(out + n, LINE - n, error);
}

/* If it fails there is nowhere left to say so. */
static void put(const char *s, size_t n)
{
	while (n > 0) {
		ssize_t went = write(STDERR_FILENO, s, n);

		if (went < 0 && errno != EINTR)
			return;
		if (went > 0) {
			s += went;
			n -= (size_t)went;
		}
	}
}

/* One write for the whole line, so that threads and both programs may share
 * standard error. */
static void line(const char *level, int error, const char *fmt, va_list ap)
    PRINTF(3, 0);
static void line(const char *level, int error, const char *fmt, va_list ap)
{
	char out[LINE];
	int saved = errno;

	put(out, make_line(out, level, error, fmt, ap));
	errno = saved;
}

/* ---- lines by the thousand ---- */

static struct {
	pthread_mutex_t lock;
	char text[TRAFFIC_MOST + LINE];
	size_t n;
} traffic = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Whole lines, and no more at a time than a pipe takes in one piece: another
 * program may write to it too. */
static void write_traffic(void)
{
	const char *at = traffic.text, *end = at + traffic.n;

	while (end - at > PIECE) {
		const char *last = memrchr(at, '\n', PIECE);

		put(at, (size_t)(last + 1 - at));
		at = last + 1;
	}
	put(at, (size_t)(end - at));
	traffic.n = 0;
}

void log_flush(void)
{
	pthread_mutex_lock(&traffic.lock);
	write_traffic();
	pthread_mutex_unlock(&traffic.lock);
}

void log_traffic(const char *fmt, ...)
{
	char out[LINE];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = make_line(out, "info", 0, fmt, ap);
	va_end(ap);
	pthread_mutex_lock(&traffic.lock);
	memcpy(traffic.text + traffic.n, out, n);
	traffic.n += n;
	if (traffic.n >= TRAFFIC_MOST)
		write_traffic();
	pthread_mutex_unlock(&traffic.lock);
}

void log_noise(struct log_limit *limit, const char *fmt, ...)
{
	int64_t now = clock_mono_ms() / 1000, left_out;
	va_list ap;

	if (atomic_exchange(&limit->second, now) != now) {
		left_out = atomic_exchange(&limit->count, 0) - NOISE_MOST;
		if (left_out > 0)
			log_warnx("%.*s suppressed=%" PRId64,
			    (int)strcspn(fmt, " "), fmt, left_out);
	}
	if (atomic_fetch_add(&limit->count, 1) >= NOISE_MOST)
		return;
	va_start(ap, fmt);
	line("warn", 0, fmt, ap);
	va_end(ap);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("info", 0, fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("warn", errno, fmt, ap);
	va_end(ap);
}

void log_warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("warn", 0, fmt, ap);
	va_end(ap);
}

void log_bug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("bug", 0, fmt, ap);
	va_end(ap);
	abort();
}

void log_refuse(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("refuse", 0, fmt, ap);
	va_end(ap);
	exit(EXIT_CONFIG);
}
