#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "framing.h"

#define BYTE_US 100  /* between two bytes */
#define CUT_US  2000 /* between two halves */
#define TOLD    600  /* bytes of a line */

struct sending out;

static void pause_us(long us)
{
	const struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

static void add(const char *bytes, size_t n)
{
	if (n > sizeof out.bytes - out.n)
		give_up("a request is larger than was thought");
	memcpy(out.bytes + out.n, bytes, n);
	out.n += n;
}

void out_row(const struct ask *k)
{
	size_t stop = k->total > 0 ? k->total - k->last.n : 0;

	out.n = 0;
	add(k->first.s, k->first.n);
	for (size_t i = 0; i < k->times; i++)
		add(k->again.s, k->again.n);
	while (out.n < stop)
		add(k->again.s, k->again.n);
	if (k->last.s != NULL)
		add(k->last.s, k->last.n);
}

void out_text(const char *text)
{
	out.n = 0;
	out_more(text);
}

void out_more(const char *text)
{
	add(text, strlen(text));
}

/* The portal may well close while we still send. */
static void send_out(int fd)
{
	size_t cut = out.way == HALVES ? out.cut : 0;

	if (out.way != BYTES) {
		if (cut > 0 && say(fd, out.bytes, cut))
			pause_us(CUT_US);
		say(fd, out.bytes + cut, out.n - cut);
		return;
	}
	for (size_t i = 0; i < out.n && say(fd, out.bytes + i, 1); i++)
		pause_us(BYTE_US);
}

void exchange(int port, bool bodiless, struct heard *h)
{
	int fd = dial_from(NULL, port);

	if (fd < 0)
		give_up("the portal cannot be reached");
	send_out(fd);
	heard_read(h, fd, bodiless);
	close(fd);
}

static int put_byte(char *to, size_t room, unsigned char c)
{
	if (c == '\r' || c == '\n')
		return snprintf(to, room, "\\%c", c == '\r' ? 'r' : 'n');
	if (c < ' ' || c > '~' || c == '\\' || c == '"')
		return snprintf(to, room, "\\x%02x", c);
	return snprintf(to, room, "%c", c);
}

void tell_bytes(const char *what, const char *s, size_t n)
{
	char line[TOLD + 8] = "";
	size_t to = 0, i;

	for (i = 0; i < n && to < TOLD; i++)
		to += (size_t)put_byte(
		    line + to, sizeof line - to, (unsigned char)s[i]);
	tell("%s \"%s\"%s", what, line, i < n ? " and so on" : "");
}
