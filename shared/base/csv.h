/* CSV as a Danish Excel opens it: UTF-8 with a mark in front, semicolons
 * between fields, CRLF after rows. What would begin a formula is written as
 * text, behind an apostrophe. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/text.h"

struct csv {
	struct text text; /* full is set when it passed its ceiling */
	bool begun;       /* the row has a field */
};

/* An empty table of at most `most` bytes. */
struct csv csv_new(struct arena *mem, size_t most);

void csv_field(struct csv *v, const char *s);

/* hundredths with a comma: 2,50. Never a formula, whatever its sign. */
void csv_decimal(struct csv *v, int64_t hundredths);

void csv_row_end(struct csv *v);

#endif
