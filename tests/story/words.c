#include "story.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct capture {
	struct capture *next;
	const char *name, *value;
};

static bool blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

/* Where a phrase ends: at a tab or two spaces. */
static bool phrase_ends(const char *s)
{
	return !*s || *s == '\t' || (s[0] == ' ' && (blank(s[1]) || !s[1]));
}

/* A quote opens at the start of a phrase, after the = of a field, and after
 * the ~ or = that compares; elsewhere it is a character like any other. */
static bool quote_opens(const char *start, const char *s)
{
	const char *p = start;

	if (*s != '"' || s == start)
		return *s == '"';
	if (s - start == 2 && (*start == '~' || *start == '='))
		return s[-1] == ' ';
	while (isalnum((unsigned char)*p) || (*p && strchr("_-.", *p)))
		p++;
	return *p == '=' && s == p + 1;
}

/* One phrase, or one word, into `to`. Returns where it ended; NULL if in the
 * middle of quotes. */
static const char *piece(const char *s, bool word, struct text *to)
{
	const char *start = s;

	for (;;) {
		if (quote_opens(start, s)) {
			for (s++; *s && *s != '"'; s++) {
				if (*s == '\\' && s[1] == '"')
					s++;
				text_add_n(to, s, 1);
			}
			if (*s++ != '"')
				return NULL;
			return s;
		}
		if (phrase_ends(s) || (word && blank(*s)))
			return s;
		text_add_n(to, s++, 1);
	}
}

bool words_split(struct ctx *c, const char *line, size_t lead, struct words *w)
{
	*w = (struct words) { 0 };
	for (;;) {
		struct text t = text_new(c->mem, 20000);

		while (blank(*line))
			line++;
		if (!*line || w->n == WORDS_MOST)
			return !*line;
		if (w->n == 0)
			w->quoted = *line == '"';
		line = piece(line, w->n < lead, &t);
		if (!line)
			return false;
		w->word[w->n++] = t.s;
	}
}

const char *words_captured(struct story *s, const char *name)
{
	struct capture *cap = s->captures;

	while (cap && strcmp(cap->name, name) != 0)
		cap = cap->next;
	return cap ? cap->value : NULL;
}

void words_capture(struct story *s, const char *name, const char *value)
{
	struct capture *cap = mem_alloc(s->keep, sizeof *cap);

	cap->name = mem_dup(s->keep, name);
	cap->value = mem_dup(s->keep, value);
	cap->next = s->captures;
	s->captures = cap;
}

/* The length of a {name} that stands at s, or 0. */
static size_t name_at(const char *s, char name[NAME_MOST])
{
	size_t n = 0;

	if (*s++ != '{')
		return 0;
	while ((isalnum((unsigned char)s[n]) || s[n] == '_') &&
	    n + 1 < NAME_MOST) {
		name[n] = s[n];
		n++;
	}
	name[n] = '\0';
	return n && s[n] == '}' ? n + 2 : 0;
}

const char *words_expand(struct story *s, const char *text)
{
	struct text t = text_new(s->c->mem, 100000);
	char name[NAME_MOST];

	while (*text) {
		size_t n = name_at(text, name);
		const char *value = n ? words_captured(s, name) : NULL;

		if (value) {
			text_add(&t, value);
			text += n;
		} else {
			text_add_n(&t, text++, 1);
		}
	}
	return t.s;
}

const char *words_unknown(struct story *s, const char *text)
{
	char name[NAME_MOST];

	for (; *text; text++)
		if (name_at(text, name) && !words_captured(s, name))
			return mem_dup(s->c, name);
	return NULL;
}

struct guess {
	char name[NAME_MOST];
	const char *at;
	size_t n;
};

/* How long the value of a {name} is, when `next` follows it in the pattern. */
static size_t value_size(const char *text, char next)
{
	size_t n = 0;

	while (text[n] &&
	    (next ? text[n] != next : !isspace((unsigned char)text[n])))
		n++;
	return n;
}

static bool match_here(const char *pattern, const char *text, bool whole,
    struct guess *guess, size_t *guesses)
{
	*guesses = 0;
	while (*pattern) {
		struct guess *g = &guess[*guesses];
		size_t n = *guesses < 8 ? name_at(pattern, g->name) : 0;

		if (!n) {
			if (*pattern++ != *text++)
				return false;
			continue;
		}
		pattern += n;
		g->at = text;
		g->n = value_size(text, *pattern);
		if (!g->n)
			return false;
		text += g->n;
		++*guesses;
	}
	return !whole || !*text;
}

bool words_match(
    struct story *s, const char *pattern, const char *text, bool whole)
{
	struct guess guess[9];
	size_t guesses, i;

	pattern = words_expand(s, pattern);
	while (!match_here(pattern, text, whole, guess, &guesses))
		if (whole || !*text++)
			return false;
	for (i = 0; i < guesses; i++)
		words_capture(
		    s, guess[i].name, mem_dup_n(s->c, guess[i].at, guess[i].n));
	return true;
}

char *words_collapse(struct ctx *c, const char *text)
{
	char *copy = mem_dup(c, text);
	char *to = copy;

	for (; *text; text++) {
		if (!isspace((unsigned char)*text))
			*to++ = *text;
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

const char *words_head(struct ctx *c, const char *text, const char **rest)
{
	size_t n = strcspn(text, " ");

	*rest = text + n + strspn(text + n, " ");
	return mem_dup_n(c, text, n);
}

void words_add_point(struct text *t, uint32_t ch)
{
	const char bytes[] = {
		(char)(ch < 0x80       ? ch
			: ch < 0x800   ? 0xc0 | ch >> 6
			: ch < 0x10000 ? 0xe0 | ch >> 12
				       : 0xf0 | ch >> 18),
		(char)(0x80 | (ch >> 12 & 0x3f)),
		(char)(0x80 | (ch >> 6 & 0x3f)),
		(char)(0x80 | (ch & 0x3f)),
	};
	size_t n = ch < 0x80 ? 0 : ch < 0x800 ? 1 : ch < 0x10000 ? 2 : 3;

	text_add_n(t, bytes, 1);
	text_add_n(t, bytes + 4 - n, n);
}

bool fail(struct story *s, const char *want, const char *fmt, ...)
{
	struct text t = text_new(s->keep->mem, 4000);
	va_list ap;

	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	s->want = mem_dup(s->keep, want);
	s->got = t.s;
	return false;
}
