/* Whatever stands in a mail: it is refused, or its head holds the headers that
 * are ours, its parts are those that we made, and all of it is lines that any
 * relay carries; the HTML holds no tag but ours, and the calendar entry no line
 * but ours.
 *
 * The input is what a mail can hold, with a NUL between: address, subject,
 * body, whom it is from, and what is put into a calendar: what, where, and
 * words. */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

#define LINK                                              \
	"<a style=\"color:#0059b3;word-break:break-all\"" \
	" href=\"https://x.dk/"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void must_be_lines(const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, "\r\n");

		must(s[n] == '\r' && s[n + 1] == '\n');
		for (size_t i = 0; i < n; i++)
			must((s[i] >= 0x20 && s[i] < 0x7F));
		s += n + 2;
	}
}

/* Past the head, which holds those headers in that order. */
static const char *look_at_head(const char *line)
{
	static const char *const headers[] = { "Date: ", "From: ", "To: ",
		"Subject: ", "Message-ID: ", "MIME-Version: ",
		"Content-Language: ", "Auto-Submitted: ",
		"Content-Type: multipart/mixed;" };
	size_t n = 0;

	for (; strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2) {
		must(strcspn(line, "\r") <= 220); /* the longest address */
		if (line[0] == ' ')
			continue;
		must(n < COUNT(headers));
		must(!strncmp(line, headers[n], strlen(headers[n])));
		n++;
	}
	must(n == COUNT(headers));
	return line + 2;
}

static void look(const char *text)
{
	int words = 0, all = 0;

	must_be_lines(text);
	for (text = look_at_head(text); *text != '\0';
	     text = strstr(text, "\r\n") + 2) {
		/* Our own headers within may be longer than what is quoted. */
		must(strcspn(text, "\r") <= 100);
		words += strncmp(text, "--=_words_7", 11) == 0;
		all += strncmp(text, "--=_all_7", 9) == 0;
	}
	must(words == 3 && all == 3);
}

/* Tags are ours: p, br and a with our own address. */
static void look_at_html(const char *html)
{
	static const char *const tags[] = { "<p style=\"margin:0 0 16px\">",
		"</p>\n", "<br>\n", "</a>", LINK };

	for (; (html = strchr(html, '<')) != NULL; html++) {
		bool ours = false;

		for (size_t i = 0; i < COUNT(tags); i++)
			ours = ours ||
			    strncmp(html, tags[i], strlen(tags[i])) == 0;
		must(ours);
	}
}

static void look_at_entry(const char *text)
{
	static const char *const names[] = { "BEGIN:VCALENDAR",
		"VERSION:", "PRODID:", "METHOD:PUBLISH", "BEGIN:VEVENT",
		"UID:7", "SEQUENCE:0",
		"DTSTAMP:", "DTSTART:", "DTEND:", "ORGANIZER;CN=\"",
		"SUMMARY:", "LOCATION:", "DESCRIPTION:", "STATUS:CONFIRMED",
		"END:VEVENT", "END:VCALENDAR" };
	size_t n = 0, length;

	for (; *text != '\0'; text += length + 2) {
		length = strcspn(text, "\r\n");
		must(length <= 75 && text[length] == '\r');
		must(text[length + 1] == '\n' && utf8_valid(text, length));
		if (text[0] == ' ')
			continue;
		/* What is empty has no line. */
		while (n < COUNT(names) &&
		    strncmp(text, names[n], strlen(names[n])) != 0)
			n++;
		must(n++ < COUNT(names));
	}
	must(n == COUNT(names));
}

/* The next of the input's texts; "" when there are no more. */
static const char *next_text(const char **at, const char *end)
{
	const char *s = *at;

	if (s > end)
		return "";
	*at += strlen(s) + 1;
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new(), .now = 1772438400 };
	const char *at = mem_dup_n(&c, (const char *)data, size);
	const char *end = at + size, *text;
	struct outgoing m = { .claimed = { .id = 7 },
		.words = { .name = "Jonas" } };
	struct ics event = { .uid = "7", .made_at = c.now };
	size_t length;

	settings.mail_from = "opgaver@example.dk";
	settings.mail_reply_to = "";
	m.words.email = next_text(&at, end);
	m.words.subject = next_text(&at, end);
	m.words.body = next_text(&at, end);
	m.words.from = event.from_name = next_text(&at, end);
	event.from = settings.mail_from;
	event.summary = next_text(&at, end);
	event.place = next_text(&at, end);
	event.words = next_text(&at, end);
	m.words.html = html_of_text(&c, m.words.body, "https://x.dk");
	m.words.event = &event;
	if (m.words.html != NULL) {
		look_at_html(m.words.html);
		text = mail_text(&c, &m, &length);
		if (text != NULL) {
			must(mail_address_sound(m.words.email));
			must(strlen(text) == length);
			look(text);
			look_at_entry(ics_text(&c, &event));
		}
	}
	arena_free(c.mem);
	return 0;
}
