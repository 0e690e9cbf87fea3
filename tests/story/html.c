#include "story.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST ((size_t)2 << 20)

/* Where a tag's > stands; one inside a quoted value is not it. */
static const char *tag_end(const char *s)
{
	char quote = 0;

	for (; *s; s++) {
		if (quote)
			quote = *s == quote ? 0 : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (*s == '>')
			return s + 1;
	}
	return s;
}

bool tag_next(const char *from, struct tag *t)
{
	const char *at = from;

	while ((at = strchr(at, '<'))) {
		const char *name = at + 1 + (at[1] == '/');

		if (strncmp(at, "<!--", 4) == 0) {
			at = strstr(at, "-->");
			if (!at)
				return false;
			continue;
		}
		if (!isalpha((unsigned char)*name) && *name != '!') {
			at++;
			continue;
		}
		t->at = at;
		t->closes = at[1] == '/';
		t->name = name;
		t->name_n = strcspn(name, " \t\r\n/>");
		t->end = tag_end(name);
		return true;
	}
	return false;
}

bool tag_is(const struct tag *t, const char *name)
{
	return t->name_n == strlen(name) &&
	    strncasecmp(t->name, name, t->name_n) == 0;
}

const char *tag_content_end(const struct tag *open, struct tag *close)
{
	char name[NAME_MOST] = "";

	if (open->name_n < sizeof name)
		memcpy(name, open->name, open->name_n);
	*close = *open;
	while (tag_next(close->end, close))
		if (close->closes && tag_is(close, name))
			return close->at;
	return open->end + strlen(open->end);
}

static const char blanks[] = " \t\r\n/";

/* The decoded value of an attribute, "" when it has none, NULL when the tag
 * has no such attribute. */
const char *tag_attr(struct ctx *c, const struct tag *t, const char *name)
{
	const char *s = t->name + t->name_n;
	const char *last = t->end > t->at && t->end[-1] == '>' ? t->end - 1
							       : t->end;

	while ((s += strspn(s, blanks)) < last) {
		const char *key = s, *value = "";
		size_t key_n = strcspn(s, " \t\r\n=/>"), n = 0;

		s += key_n ? key_n : 1;
		if (*s == '=') {
			char quote = *++s;

			value = s;
			n = strcspn(s, " \t\r\n>");
			if (quote == '"' || quote == '\'') {
				const char *close = strchr(++value, quote);

				n = close && close < last
				    ? (size_t)(close - value)
				    : (size_t)(last - value);
				s = value + n + 1;
			} else {
				s += n;
			}
		}
		if (key_n == strlen(name) && strncasecmp(key, name, key_n) == 0)
			return html_decode(c, value, value + n);
	}
	return NULL;
}

static const struct {
	const char *name, *means;
} entities[] = {
	{ "amp", "&" },
	{ "lt", "<" },
	{ "gt", ">" },
	{ "quot", "\"" },
	{ "apos", "'" },
	{ "nbsp", " " },
	{ "shy", "" },
	{ "aelig", "æ" },
	{ "oslash", "ø" },
	{ "aring", "å" },
	{ "AElig", "Æ" },
	{ "Oslash", "Ø" },
	{ "Aring", "Å" },
	{ "ndash", "–" },
	{ "mdash", "—" },
	{ "hellip", "…" },
	{ "middot", "·" },
};

/* Adds what the entity at s means; the bytes it takes, 0 if it is none. */
static size_t add_entity(struct text *t, const char *s)
{
	const char *end = strchr(s, ';');
	size_t i, n;
	char *stop;
	long ch;

	if (!end || end - s > 10)
		return 0;
	n = (size_t)(end - s) + 1;
	if (s[1] == '#') {
		bool hex = s[2] == 'x' || s[2] == 'X';

		ch = strtol(s + (hex ? 3 : 2), &stop, hex ? 16 : 10);
		if (stop != end || ch <= 0 || ch > 0x10ffff)
			return 0;
		words_add_point(t, (uint32_t)ch);
		return n;
	}
	for (i = 0; i < COUNT(entities); i++)
		if (strlen(entities[i].name) == n - 2 &&
		    memcmp(entities[i].name, s + 1, n - 2) == 0) {
			text_add(t, entities[i].means);
			return n;
		}
	return 0;
}

/* One character or one entity. A no-break space is a space to the reader, and
 * a soft hyphen is nothing. */
static const char *add_one(struct text *t, const char *s)
{
	size_t n = *s == '&' ? add_entity(t, s) : 0;

	if (n)
		return s + n;
	if (strncmp(s, "\xc2\xa0", 2) == 0) {
		text_add(t, " ");
		return s + 2;
	}
	if (strncmp(s, "\xc2\xad", 2) == 0)
		return s + 2;
	text_add_n(t, s, 1);
	return s + 1;
}

char *html_decode(struct ctx *c, const char *s, const char *end)
{
	struct text t = text_new(c->mem, TEXT_MOST);

	while (s < end)
		s = add_one(&t, s);
	return t.s;
}

/* Tags inside a sentence; every other one parts words. */
static bool within_words(const struct tag *t)
{
	static const char *const inner[] = { "a", "abbr", "b", "code", "em",
		"i", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
		"time", "u", "wbr" };
	size_t i;

	for (i = 0; i < COUNT(inner); i++)
		if (tag_is(t, inner[i]))
			return true;
	return false;
}

/* What nobody reads: its content is passed over. */
static const char *skip_unread(const struct tag *t)
{
	static const char *const unread[] = { "script", "style", "title",
		"template" };
	struct tag end = *t;
	size_t i;

	for (i = 0; i < COUNT(unread); i++)
		if (!t->closes && tag_is(t, unread[i])) {
			while (tag_next(end.end, &end))
				if (end.closes && tag_is(&end, unread[i]))
					break;
			return end.end;
		}
	return t->end;
}

/* What stands in the page between two places, as it reads: no tags, entities
 * decoded, white space as single spaces. What a button of the old kind and a
 * field say stands in their values. */
char *html_text(struct ctx *c, const char *html, const char *end)
{
	struct text t = text_new(c->mem, TEXT_MOST);
	const char *s = html;
	struct tag tag;
	bool more;

	while (s < end) {
		more = tag_next(s, &tag) && tag.at < end;
		while (s < (more ? tag.at : end))
			s = add_one(&t, s);
		if (!more)
			break;
		if (!within_words(&tag))
			text_add(&t, " ");
		if (tag_is(&tag, "input")) {
			const char *type = tag_attr(c, &tag, "type");
			const char *value = tag_attr(c, &tag, "value");

			if (value && type && strcmp(type, "submit") == 0)
				text_add(&t, value);
		}
		s = skip_unread(&tag);
	}
	return words_collapse(c, t.s);
}
