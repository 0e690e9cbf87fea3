/* HTML that is made of plain text, for mails: their words are one text, and
 * what a program shows of them must not differ with what it can show. Pages are
 * templates (base/tmpl.h). */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/text.h"

/* Bytes as text of HTML, or in a quoted attribute. */
void html_escape(struct text *to, const char *s);

/* A paragraph for what stands between empty lines, <br> for other line ends,
 * and a link for each address that begins with `ours` ("https://svar.dk"): no
 * other is vouched for. Everything is escaped; control bytes are left out. In
 * the context's arena. */
const char *html_of_text(struct ctx *c, const char *s, const char *ours);

#endif
