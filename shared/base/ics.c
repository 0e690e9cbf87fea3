#include "base/ics.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define FILE_MOST ((size_t)64 << 10)
#define LINE_MOST 75

/* A line as it grows: it is folded before a character, never within. */
struct line {
	struct text *to;
	size_t column;
};

static void add_whole(struct line *l, const char *s, size_t n)
{
	if (l->column + n > LINE_MOST) {
		text_add(l->to, "\r\n ");
		l->column = 1;
	}
	text_add_n(l->to, s, n);
	l->column += n;
}

static void add_plain(struct line *l, const char *s)
{
	for (; *s != '\0'; s++)
		add_whole(l, s, 1);
}

static void end_line(struct line *l)
{
	text_add(l->to, "\r\n");
	l->column = 0;
}

/* A character that means something there, as it is written then; NULL: as it
 * is; "": not at all. Within quotes nothing can be written otherwise. */
static const char *escaped(char byte, bool quoted)
{
	if (quoted && byte == '"')
		return "'";
	if (!quoted && byte == '\n')
		return "\\n";
	if ((unsigned char)byte < 0x20 || byte == 0x7F)
		return "";
	if (quoted)
		return NULL;
	switch (byte) {
	case '\\': return "\\\\";
	case ';': return "\\;";
	case ',': return "\\,";
	default: return NULL;
	}
}

static void add_words(struct line *l, const char *s, bool quoted)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *other = escaped(*s, quoted);
		size_t size;

		if (utf8_next(s, end, &size) < 0)
			other = "?";
		if (other != NULL)
			add_whole(l, other, strlen(other));
		else
			add_whole(l, s, size);
		s += size;
	}
}

static void add_line(struct line *l, const char *name, const char *value)
{
	add_plain(l, name);
	add_plain(l, value);
	end_line(l);
}

static void add_said(struct line *l, const char *name, const char *words)
{
	if (*words == '\0')
		return;
	add_plain(l, name);
	add_words(l, words, false);
	end_line(l);
}

static void add_time(struct line *l, const char *name, int64_t at)
{
	time_t seconds = (time_t)at;
	char utc[80];
	struct tm t;

	gmtime_r(&seconds, &t);
	snprintf(utc, sizeof utc, "%04d%02d%02dT%02d%02d%02dZ",
	    t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min,
	    t.tm_sec);
	add_line(l, name, utc);
}

static void add_version(struct line *l, int64_t version)
{
	char number[24];

	/* Calendars count in 32 bits. */
	if (version < 0)
		version = 0;
	if (version > INT32_MAX)
		version = INT32_MAX;
	snprintf(number, sizeof number, "%" PRId64, version);
	add_line(l, "SEQUENCE:", number);
}

static void add_publisher(struct line *l, const struct ics *e)
{
	add_plain(l, "ORGANIZER;CN=\"");
	add_words(l, e->from_name, true);
	add_plain(l, "\":mailto:");
	add_words(l, e->from, true);
	end_line(l);
}

const char *ics_method(const struct ics *e)
{
	return e->cancelled ? "CANCEL" : "PUBLISH";
}

const char *ics_text(struct ctx *c, const struct ics *e)
{
	struct text t = text_new(c->mem, FILE_MOST);
	struct line l = { .to = &t };

	add_line(&l, "BEGIN:", "VCALENDAR");
	add_line(&l, "VERSION:", "2.0");
	add_line(&l, "PRODID:", "-//Smaajob//Smaajob//DA");
	add_line(&l, "METHOD:", ics_method(e));
	add_line(&l, "BEGIN:", "VEVENT");
	add_said(&l, "UID:", e->uid);
	add_version(&l, e->version);
	add_time(&l, "DTSTAMP:", e->made_at);
	add_time(&l, "DTSTART:", e->starts_at);
	add_time(&l, "DTEND:", e->ends_at);
	add_publisher(&l, e);
	add_said(&l, "SUMMARY:", e->summary);
	add_said(&l, "LOCATION:", e->place);
	add_said(&l, "DESCRIPTION:", e->words);
	add_line(&l, "STATUS:", e->cancelled ? "CANCELLED" : "CONFIRMED");
	add_line(&l, "END:", "VEVENT");
	add_line(&l, "END:", "VCALENDAR");
	return t.full ? NULL : t.s;
}
