#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

#define FIRST 256 /* bytes a text begins with */

struct text text_new(struct arena *mem, size_t most)
{
	struct text t = { .mem = mem, .most = most };

	t.cap = most < FIRST ? most + 1 : FIRST;
	*(t.s = arena_room(mem, t.cap)) = '\0';
	return t;
}

/* Makes room for as much of n more bytes as the ceiling allows, which is
 * returned. */
static size_t room_for(struct text *t, size_t n)
{
	size_t cap;
	char *s;

	if (n > t->most - t->n) {
		n = t->most - t->n;
		t->full = true;
	}
	if (t->n + n < t->cap)
		return n;
	cap = 2 * (t->n + n + 1);
	if (cap > t->most + 1)
		cap = t->most + 1;
	s = arena_room(t->mem, cap);
	memcpy(s, t->s, t->n + 1);
	t->s = s;
	t->cap = cap;
	return n;
}

void text_reserve(struct text *t, size_t n)
{
	room_for(t, n < t->most - t->n ? n : t->most - t->n);
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_add_n(struct text *t, const char *s, size_t n)
{
	if (n >= t->cap - t->n)
		n = room_for(t, n);
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_vprintf(t, fmt, ap);
	va_end(ap);
}

void text_vprintf(struct text *t, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	va_copy(again, ap);
	n = vsnprintf(t->s + t->n, t->cap - t->n, fmt, ap);
	if (n < 0)
		log_bug("printf.bad");
	if ((size_t)n >= t->cap - t->n) {
		room = room_for(t, (size_t)n);
		vsnprintf(t->s + t->n, room + 1, fmt, again);
		t->n += room;
	} else {
		t->n += (size_t)n;
	}
	va_end(again);
}

bool text_item(const char **list, const char **item, size_t *n)
{
	*item = *list + strspn(*list, ", \t");
	*n = strcspn(*item, ", \t");
	*list = *item + *n;
	return *n > 0;
}

/* The form's least code point: a longer form than needed is refused, since
 * it is how filters are fooled. */
static int32_t utf8_long(const unsigned char *s, size_t size)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int32_t code = s[0] & (0xff >> (size + 1));
	size_t i;

	for (i = 1; i < size; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return -1;
		code = code << 6 | (s[i] & 0x3f);
	}
	if (code < least[size] || code > 0x10ffff)
		return -1;
	if (code >= 0xd800 && code <= 0xdfff)
		return -1;
	return code;
}

int32_t utf8_next(const char *s, const char *end, size_t *size)
{
	const unsigned char *byte = (const unsigned char *)s;
	size_t need;
	int32_t code;

	*size = s < end;
	if (s >= end)
		return -1;
	if (byte[0] < 0x80)
		return byte[0];
	need = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
	if (byte[0] < 0xc2 || byte[0] > 0xf4 || need > (size_t)(end - s))
		return -1;
	code = utf8_long(byte, need);
	if (code >= 0)
		*size = need;
	return code;
}

bool utf8_valid(const char *s, size_t n)
{
	const char *end = s + n;
	size_t size;

	for (; s < end; s += size)
		if (utf8_next(s, end, &size) <= 0)
			return false;
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Also what a word processor or a telephone puts between words. */
static bool is_space(int32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 ||
	    code == 0xa0 || code == 0x1680 ||
	    (code >= 0x2000 && code <= 0x200b) || code == 0x2028 ||
	    code == 0x2029 || code == 0x202f || code == 0x205f ||
	    code == 0x3000 || code == 0xfeff;
}

char *text_trim(struct ctx *c, const char *s)
{
	const char *end = s + strlen(s);
	const char *first = NULL;
	const char *last = s;
	size_t size;

	for (; s < end; s += size) {
		if (is_space(utf8_next(s, end, &size)))
			continue;
		if (!first)
			first = s;
		last = s + size;
	}
	if (!first)
		return mem_dup(c, "");
	return mem_dup_n(c, first, (size_t)(last - first));
}

/* The Latin blocks of Unicode where capitals and small letters alternate. */
static bool capital_is_even(int32_t code)
{
	return (code >= 0x100 && code <= 0x12f) ||
	    (code >= 0x132 && code <= 0x137) ||
	    (code >= 0x14a && code <= 0x177) ||
	    (code >= 0x200 && code <= 0x21f) ||
	    (code >= 0x1e00 && code <= 0x1e95) ||
	    (code >= 0x1ea0 && code <= 0x1eff);
}

static bool capital_is_odd(int32_t code)
{
	return (code >= 0x139 && code <= 0x148) ||
	    (code >= 0x179 && code <= 0x17e);
}

/* Never a longer form than the capital's, so a copy's room is enough. */
static int32_t small(int32_t code)
{
	if (code >= 'A' && code <= 'Z')
		return code + 0x20;
	if (code >= 0xc0 && code <= 0xde && code != 0xd7)
		return code + 0x20;
	if (code == 0x130) /* dotted I of Turkish */
		return 'i';
	if (code == 0x178)
		return 0xff;
	if (code == 0x1e9e) /* capital sharp s */
		return 0xdf;
	if (capital_is_even(code) && code % 2 == 0)
		return code + 1;
	if (capital_is_odd(code) && code % 2 == 1)
		return code + 1;
	return code;
}

static char *put_utf8(char *to, int32_t code)
{
	if (code < 0x80) {
		*to++ = (char)code;
		return to;
	}
	if (code < 0x800) {
		*to++ = (char)(0xc0 | code >> 6);
	} else if (code < 0x10000) {
		*to++ = (char)(0xe0 | code >> 12);
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
	} else {
		*to++ = (char)(0xf0 | code >> 18);
		*to++ = (char)(0x80 | (code >> 12 & 0x3f));
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (code & 0x3f));
	return to;
}

void text_add_point(struct text *t, int32_t code)
{
	char bytes[4] = { 0 };
	bool surrogate = code >= 0xD800 && code < 0xE000;

	if (code > 0 && code <= 0x10FFFF && !surrogate)
		text_add_n(t, bytes, (size_t)(put_utf8(bytes, code) - bytes));
}

char *text_fold(struct ctx *c, const char *s)
{
	size_t n = strlen(s);
	const char *end = s + n;
	char *folded = mem_alloc(c, n + 1);
	char *to = folded;
	size_t size;
	int32_t code;

	for (; s < end; s += size) {
		code = utf8_next(s, end, &size);
		if (code >= 0 && small(code) != code) {
			to = put_utf8(to, small(code));
			continue;
		}
		memcpy(to, s, size);
		to += size;
	}
	return folded;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A two-digit year does not tell its century: 29/2/00 was in 2000. */
static bool is_date(const char *s)
{
	static const char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int day = (s[0] - '0') * 10 + s[1] - '0';
	int month = (s[2] - '0') * 10 + s[3] - '0';
	int year = (s[4] - '0') * 10 + s[5] - '0';

	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return !(month == 2 && day == 29 && year % 4);
}

static size_t digits(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

/* Bytes of the dash or space that may stand in a number, also the kinds that
 * telephones and word processors put there. */
static size_t dash(const char *s)
{
	size_t n = 0;
	size_t size;
	int count;
	int32_t code;

	for (count = 0; count < 3; count++) {
		code = utf8_next(s + n, s + n + strnlen(s + n, 4), &size);
		if (code != '-' && code != 0x2212 && !is_space(code) &&
		    !(code >= 0x2010 && code <= 0x2015))
			break;
		n += size;
	}
	return n;
}

/* Bytes of the CPR number that begins at s, or 0. Nothing before s is a
 * digit. */
static size_t cpr(const char *s)
{
	size_t n = digits(s);
	size_t between;

	if (n == 10)
		return is_date(s) ? n : 0;
	if (n != 6 || !is_date(s))
		return 0;
	between = dash(s + n);
	if (between == 0 || digits(s + n + between) != 4)
		return 0;
	return n + between + 4;
}

bool text_has_cpr(const char *s)
{
	while (*s) {
		if (cpr(s))
			return true;
		s += is_digit(*s) ? digits(s) : 1;
	}
	return false;
}

char *text_mask_cpr(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 2 * strlen(s));
	size_t n;

	while (*s) {
		n = cpr(s);
		if (n) {
			text_add(&t, "******-****");
			s += n;
			continue;
		}
		n = is_digit(*s) ? digits(s) : 1;
		text_add_n(&t, s, n);
		s += n;
	}
	return t.s;
}

#define NUMBER_LEAST 6 /* providers' own codes have at most five digits */

/* Bytes of the digits at s and of what parts them, but for what ends them. */
static size_t number(const char *s, size_t *count)
{
	size_t n = 0, end = 0;

	*count = 0;
	for (; s[n] != '\0' && (is_digit(s[n]) || strchr(" .-", s[n])); n++)
		if (is_digit(s[n])) {
			++*count;
			end = n + 1;
		}
	return end;
}

const char *text_mask_numbers(struct ctx *c, const char *s)
{
	struct text t;

	if (s == NULL)
		return NULL;
	t = text_new(c->mem, strlen(s));
	while (*s != '\0') {
		size_t count = 0, n = is_digit(*s) ? number(s, &count) : 1;

		if (count >= NUMBER_LEAST)
			text_add(&t, "***");
		else
			text_add_n(&t, s, n);
		s += n;
	}
	return t.s;
}
