/* Traces: every column by which a row says whom it tells of, and what becomes
 * of it when they ask to see it (export.h) and to be forgotten (erase.h). The
 * table is held to the schema by trace_test: whoever adds a column that names
 * somebody says here what it means for them. */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>

struct trace {
	const char *column; /* table.column */
	const char *part;   /* the part of the export that shows it; or NULL */
	bool erased;        /* no row of theirs has it after erase_person() */
	const char *why;    /* of what is not shown, or not erased */
};

extern const struct trace traces[]; /* ends with a NULL column */

#endif
