#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/db.h"

#include "postcode.h"

#define CODES_MOST 10000 /* there are four digits */

bool postcode_load(struct ctx *c, const char *code, struct postcode *p)
{
	struct rows r = db_query(c,
	    SQL("SELECT code, name, east_m, north_m FROM postcode"
		" WHERE code = $1"),
	    BIND(TEXT(code)));

	if (!row_next(&r))
		return false;
	p->code = row_text(&r);
	p->name = row_text(&r);
	p->east_m = row_int(&r);
	p->north_m = row_int(&r);
	return true;
}

/* Flat near 56 N: 111.32 km a degree north, and cos 56 of that east. Off by
 * less than a thousandth over the 50 km that anybody travels. */
void postcode_add(struct ctx *c, const char *code, const char *name,
    double latitude, double longitude)
{
	db_run(c,
	    SQL("INSERT INTO postcode (code, name, east_m, north_m)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (code) DO UPDATE SET name = $2, east_m = $3,"
		" north_m = $4"),
	    BIND(TEXT(code), TEXT(name), INT(lround((longitude - 8) * 62250)),
		INT(lround((latitude - 56) * 111320))));
}

/* ---- from a file ---- */

static bool says_nothing(const char *line, size_t n)
{
	return n == 0 || line[0] == '#' ||
	    (n > 6 && memcmp(line, "postnr", 6) == 0);
}

static void keep_line(struct ctx *c, const struct postcode_line *l)
{
	for (int code = l->first; code <= l->last; code++)
		postcode_add(c, mem_printf(c, "%04d", code), l->name,
		    l->latitude, l->longitude);
}

/* The line that cannot be read, or 0; *count of codes. */
static size_t keep_lines(
    struct ctx *c, const char *text, size_t n, size_t *count)
{
	const char *end = text + n;

	for (size_t number = 1; text < end; number++) {
		const char *next = memchr(text, '\n', (size_t)(end - text));
		size_t length = (size_t)((next != NULL ? next : end) - text);
		struct postcode_line l;

		if (length > 0 && text[length - 1] == '\r')
			length--;
		if (!says_nothing(text, length)) {
			if (!postcode_read(text, length, &l))
				return number;
			*count += (size_t)(l.last - l.first + 1);
			if (*count > CODES_MOST)
				return number;
			keep_line(c, &l);
		}
		text = next != NULL ? next + 1 : end;
	}
	return 0;
}

enum err postcode_import(
    struct ctx *c, const char *text, size_t n, size_t *count, char why[200])
{
	size_t wrong;

	*count = 0;
	db_begin(c);
	wrong = keep_lines(c, text, n, count);
	if (wrong != 0) {
		snprintf(why, 200, "line %zu is no Danish postcode", wrong);
		return db_undo(c, ERR_INVALID);
	}
	if (*count == 0) {
		snprintf(why, 200, "there is no postcode in it");
		return db_undo(c, ERR_INVALID);
	}
	return db_commit(c);
}
