#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

#define MAIL_MOST ((size_t)64 << 10)
#define LINE_MOST 72 /* characters of an encoded line */

bool mail_address_sound(const char *address)
{
	size_t n = strlen(address);

	if (n < 3 || n > 200 || strchr(address, '@') == NULL)
		return false;
	for (; *address != '\0'; address++)
		if ((unsigned char)*address <= 0x20 ||
		    (unsigned char)*address >= 0x7F ||
		    strchr("<>,;:\\\"()[]", *address) != NULL)
			return false;
	return true;
}

static bool printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return false;
	return true;
}

static bool ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* RFC 2047: encoded words of whole characters, none longer than 75. */
static void add_header_text(struct text *t, const char *s)
{
	const char *end = s + strlen(s);
	int room = 0;

	if (ascii(s)) {
		text_add(t, s);
		return;
	}
	text_add(t, "=?UTF-8?Q?");
	while (s < end) {
		size_t size;

		if (utf8_next(s, end, &size) < 0)
			size = 1;
		if (room + (int)size * 3 > 60) {
			text_add(t, "?=\r\n =?UTF-8?Q?");
			room = 0;
		}
		for (size_t i = 0; i < size; i++)
			text_printf(t, "=%02X", (unsigned char)s[i]);
		room += (int)size * 3;
		s += size;
	}
	text_add(t, "?=");
}

static const char *date_of(struct ctx *c, int64_t at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)at;
	struct tm utc;

	gmtime_r(&seconds, &utc);
	return mem_printf(c, "%s, %d %s %d %02d:%02d:%02d +0000",
	    days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
	    utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

/* Quoted-printable (RFC 2045): the body as lines that any relay carries. */
static void add_body(struct text *t, const char *s)
{
	int column = 0;

	for (; *s != '\0'; s++) {
		unsigned char b = (unsigned char)*s;
		bool last = s[1] == '\n' || s[1] == '\0';
		bool bare = (b > 0x20 && b < 0x7F && b != '=') ||
		    (b == ' ' && !last);

		if (b == '\n') {
			text_add(t, "\r\n");
			column = 0;
			continue;
		}
		if (column + (bare ? 1 : 3) > LINE_MOST) {
			text_add(t, "=\r\n");
			column = 0;
		}
		if (bare)
			text_add_n(t, s, 1);
		else
			text_printf(t, "=%02X", b);
		column += bare ? 1 : 3;
	}
	text_add(t, "\r\n");
}

const char *mail_text(struct ctx *c, const struct outgoing *m, size_t *length)
{
	struct text t = text_new(c->mem, MAIL_MOST);
	const char *domain = strchr(settings.mail_from, '@');

	if (!mail_address_sound(m->words.email) || domain == NULL ||
	    !printable(m->words.subject) || !printable(m->words.name))
		return NULL;
	text_printf(&t, "Date: %s\r\nFrom: ", date_of(c, c->now));
	text_printf(&t, "<%s>\r\nTo: <%s>\r\nSubject: ", settings.mail_from,
	    m->words.email);
	add_header_text(&t, m->words.subject);
	/* The same at every try, so that a second copy can be told. */
	text_printf(
	    &t, "\r\nMessage-ID: <%" PRId64 "%s>\r\n", m->claimed.id, domain);
	text_add(&t,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Auto-Submitted: auto-generated\r\n\r\n");
	add_body(&t, m->words.body);
	if (t.full)
		return NULL;
	*length = t.n;
	return t.s;
}
