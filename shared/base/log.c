#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define LINE      1000 /* bytes; under PIPE_BUF, so lines never interleave */
#define TAIL_ROOM 100  /* for error= and time=, which are never cut off */

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

static size_t tail(char *to, size_t room, int error)
{
	const char *why = strerrordesc_np(error);
	time_t now = (time_t)clock_now();
	char stamp[32] = "";
	struct tm tm;
	int n;

	if (!gmtime_r(&now, &tm) ||
	    strftime(stamp, sizeof stamp, "%FT%TZ", &tm) == 0)
		stamp[0] = '\0';
	if (error)
		n = snprintf(to, room, " error=\"%.50s\" time=%s\n",
		    why ? why : "unknown", stamp);
	else
		n = snprintf(to, room, " time=%s\n", stamp);
	return n < 0 ? 0 : (size_t)n;
}

/* One write for the whole line, so that threads and both programs may share
 * standard error. If it fails there is nowhere left to say so. */
static void line(const char *level, int error, const char *fmt, va_list ap)
    PRINTF(3, 0);
static void line(const char *level, int error, const char *fmt, va_list ap)
{
	char raw[LINE], out[LINE];
	int saved = errno;
	int head;
	size_t n;

	vsnprintf(raw, sizeof raw, fmt, ap);
	head = snprintf(out, 100, "%.60s %s ", program_name, level);
	n = head < 0 ? 0 : (size_t)head;
	n += escape(out + n, sizeof out - TAIL_ROOM - n, raw);
	n += tail(out + n, sizeof out - n, error);
	while (write(STDERR_FILENO, out, n) < 0 && errno == EINTR)
		continue;
	errno = saved;
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
