#include "base/html.h"

#include <string.h>

#define HTML_MOST ((size_t)128 << 10)
#define PARAGRAPH "<p style=\"margin:0 0 16px\">"
#define LINK      "<a style=\"color:#0059b3;word-break:break-all\" href=\""

void html_escape(struct text *to, const char *s)
{
	static const char *const escapes[256] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
	};
	const char *from = s;

	for (; *s; s++) {
		if (!escapes[(unsigned char)*s])
			continue;
		text_add_n(to, from, (size_t)(s - from));
		text_add(to, escapes[(unsigned char)*s]);
		from = s + 1;
	}
	text_add_n(to, from, (size_t)(s - from));
}

/* Bytes of the address there, which is ours; 0: none. What ends a sentence is
 * no part of it. */
static size_t address_length(const char *s, const char *ours)
{
	size_t n = strlen(ours);

	if (n == 0 || strncmp(s, ours, n) != 0 || s[n] != '/')
		return 0;
	while ((unsigned char)s[n] > 0x20 && (unsigned char)s[n] < 0x7F &&
	    strchr("<>\"'`\\^{|}", s[n]) == NULL)
		n++;
	while (strchr(".,;:!?)]", s[n - 1]) != NULL)
		n--;
	return n;
}

static void add_link(struct ctx *c, struct text *to, const char *s, size_t n)
{
	const char *address = mem_dup_n(c, s, n);

	text_add(to, LINK);
	html_escape(to, address);
	text_add(to, "\">");
	html_escape(to, address);
	text_add(to, "</a>");
}

/* One line, to its end. */
static void add_line(
    struct ctx *c, struct text *to, const char *s, size_t n, const char *ours)
{
	const char *end = s + n;

	while (s < end) {
		size_t link = address_length(s, ours);
		char byte[2] = { *s, '\0' };

		if (link > 0) {
			add_link(c, to, s, link);
			s += link;
			continue;
		}
		if ((unsigned char)*s >= 0x20 && *s != 0x7F)
			html_escape(to, byte);
		s++;
	}
}

const char *html_of_text(struct ctx *c, const char *s, const char *ours)
{
	struct text t = text_new(c->mem, HTML_MOST);
	bool within = false; /* a paragraph */

	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		if (n > 0) {
			text_add(&t, within ? "<br>\n" : PARAGRAPH);
			add_line(c, &t, s, n, ours);
		} else if (within) {
			text_add(&t, "</p>\n");
		}
		within = n > 0;
		s += n + (s[n] == '\n' ? 1 : 0);
	}
	if (within)
		text_add(&t, "</p>\n");
	return t.full ? NULL : t.s;
}
