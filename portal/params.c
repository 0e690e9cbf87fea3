#include <ctype.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#include "portal.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* What is no character is left out; true when something was. */
static bool keep_characters(char *s, size_t n)
{
	const char *end = s + n;
	char *to = s;
	bool bad = false;

	for (const char *at = s; at < end;) {
		size_t size = 1;
		int32_t point = utf8_next(at, end, &size);
		bool fine = point > 0x1F || point == '\n' || point == '\t';

		if (point == 0x7F || !fine)
			bad = bad || point != '\r';
		else
			for (size_t i = 0; i < size; i++)
				*to++ = at[i];
		at += point < 0 ? 1 : size;
	}
	*to = '\0';
	return bad;
}

/* + is a space and %41 an A. Line ends come as CR LF and are kept as LF. */
static char *decode(struct ctx *c, const char *s, size_t n, bool *bad)
{
	char *out = mem_alloc(c, n + 1), *to = out;

	*bad = false;
	for (size_t i = 0; i < n; i++) {
		int high, low;

		if (s[i] != '%') {
			*to++ = (char)(s[i] == '+' ? ' ' : s[i]);
			continue;
		}
		high = i + 2 < n ? hex(s[i + 1]) : -1;
		low = i + 2 < n ? hex(s[i + 2]) : -1;
		if (high < 0 || low < 0) {
			*bad = true;
			continue;
		}
		*to++ = (char)(high * 16 + low);
		i += 2;
	}
	*bad = keep_characters(out, (size_t)(to - out)) || *bad;
	return out;
}

/* What the last one means for them all. */
static void judge(struct params *p)
{
	const struct param *last = &p->list[p->count - 1];

	for (size_t i = 0; i + 1 < p->count; i++)
		if (strcmp(p->list[i].name, last->name) == 0)
			p->list[i].twice = p->unclean = true;
	p->unclean = p->unclean || last->bad;
}

/* Nobody reads half of it. */
static bool refuse(struct params *p)
{
	p->count = 0;
	return false;
}

bool params_parse(struct ctx *c, const char *text, size_t n, struct params *p)
{
	const char *end = text + n;

	p->count = 0;
	p->unclean = false;
	while (text < end) {
		const char *stop = memchr(text, '&', (size_t)(end - text));
		const char *equals;
		struct param *to = &p->list[p->count];
		bool bad_name;

		if (stop == NULL)
			stop = end;
		equals = memchr(text, '=', (size_t)(stop - text));
		if (equals == NULL)
			equals = stop;
		if (stop > text) {
			if (p->count++ == PARAMS_MOST)
				return refuse(p);
			to->name = decode(
			    c, text, (size_t)(equals - text), &bad_name);
			if (bad_name || *to->name == '\0')
				return refuse(p);
			if (equals < stop)
				equals++;
			to->twice = false;
			to->value = decode(
			    c, equals, (size_t)(stop - equals), &to->bad);
			judge(p);
		}
		text = stop + 1;
	}
	return true;
}

const struct param *param_find(const struct params *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->list[i].name, name) == 0)
			return &p->list[i];
	return NULL;
}

const char *param_value(const struct params *p, const char *name)
{
	const struct param *found = param_find(p, name);

	return found != NULL && !found->twice ? found->value : "";
}

const char *const *param_values(
    struct ctx *c, const struct params *p, const char *name)
{
	const char **values = mem_alloc(c, (p->count + 1) * sizeof *values);
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->list[i].name, name) == 0)
			values[n++] = p->list[i].value;
	return values;
}

static bool is_token(const char *s, size_t n)
{
	if (n != TOKEN_CHARS)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)s[i]) &&
		    !isdigit((unsigned char)s[i]))
			return false;
	return true;
}

const char *cookie_find(struct ctx *c, const char *header, const char *name)
{
	const char *found = NULL;
	size_t length = strlen(name);

	while (*header != '\0') {
		size_t n;

		header += strspn(header, "; ");
		n = strcspn(header, ";");
		if (n > length && header[length] == '=' &&
		    strncmp(header, name, length) == 0) {
			if (found != NULL ||
			    !is_token(header + length + 1, n - length - 1))
				return NULL;
			found = mem_dup_n(c, header + length + 1, TOKEN_CHARS);
		}
		header += n;
	}
	return found;
}

const char *param_escape(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 3 * strlen(s) + 1);

	for (; *s != '\0'; s++)
		if (isalnum((unsigned char)*s) || strchr("-._~", *s) != NULL)
			text_add_n(&t, s, 1);
		else
			text_printf(&t, "%%%02X", (unsigned char)*s);
	return t.s;
}
