#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "postcode.h"

#define FIELDS_MOST 12 /* of GeoNames */

struct columns {
	const char *at[FIELDS_MOST];
	size_t n[FIELDS_MOST];
	int count;
};

/* Cuts a line at a mark; more columns than anybody has are one too many. */
static struct columns cut(const char *line, size_t n, char mark)
{
	struct columns cols = { .count = 0 };
	const char *end = line + n;

	while (cols.count < FIELDS_MOST) {
		const char *next = memchr(line, mark, (size_t)(end - line));

		cols.at[cols.count] = line;
		cols.n[cols.count++] = (size_t)((next != NULL ? next : end) -
		    line);
		if (next == NULL)
			break;
		line = next + 1;
	}
	return cols;
}

static bool read_code(const char *s, size_t n, int *code)
{
	*code = 0;
	for (size_t i = 0; n == 4 && i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*code = *code * 10 + s[i] - '0';
	}
	return n == 4;
}

static bool read_codes(const char *s, size_t n, struct postcode_line *to)
{
	if (n == 9 && s[4] == '-')
		return read_code(s, 4, &to->first) &&
		    read_code(s + 5, 4, &to->last) && to->first <= to->last;
	if (!read_code(s, n, &to->first))
		return false;
	to->last = to->first;
	return true;
}

static bool read_name(const char *s, size_t n, char name[64])
{
	if (n == 0 || n >= 64 || !utf8_valid(s, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
			return false;
	memcpy(name, s, n);
	name[n] = '\0';
	return true;
}

static bool read_degrees(
    const char *s, size_t n, double least, double most, double *to)
{
	char text[24];

	if (n == 0 || n >= sizeof text)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (strspn(text, "0123456789.") != n)
		return false;
	*to = strtod(text, NULL);
	return *to >= least && *to <= most;
}

/* Which column holds what; Denmark lies between 54 and 58 N, 7 and 16 E. */
static bool read_columns(const struct columns *f, int code, int name,
    int latitude, struct postcode_line *to)
{
	int longitude = latitude + 1;

	return read_codes(f->at[code], f->n[code], to) &&
	    read_name(f->at[name], f->n[name], to->name) &&
	    read_degrees(
		f->at[latitude], f->n[latitude], 54, 58, &to->latitude) &&
	    read_degrees(
		f->at[longitude], f->n[longitude], 7, 16, &to->longitude);
}

bool postcode_read(const char *line, size_t n, struct postcode_line *to)
{
	struct columns f = cut(line, n, ';');

	if (f.count == 4)
		return read_columns(&f, 0, 1, 2, to);
	f = cut(line, n, '\t');
	return f.count == FIELDS_MOST && f.n[0] == 2 &&
	    memcmp(f.at[0], "DK", 2) == 0 && read_columns(&f, 1, 2, 9, to);
}
