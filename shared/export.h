/* Export: everything that we hold about a person, for them to see and to take
 * along (GDPR art. 15 and 20; S26). One table says which rows and which columns
 * of them; what a column means to a reader is portal/export_pages.c. Of others
 * there is nothing: no name but the first name of their own contact here, no
 * id, and of who looked only whether it was staff, a firm or a program. Which
 * tables name somebody, and why one is not here? trace.h. */
#ifndef EXPORT_H
#define EXPORT_H

#include "base/db.h"
#include "base/text.h"

#define EXPORT_STEP    200  /* rows that are read at once, at most */
#define EXPORT_MOST    1000 /* rows of a part in the file, the newest */
#define EXPORT_COLUMNS 12
#define EXPORT_BYTES   ((size_t)3 << 20) /* the file, at most */

/* What a column holds. */
enum export_kind {
	EXPORT_END,
	EXPORT_TEXT,
	EXPORT_NUMBER,
	EXPORT_YES,
	EXPORT_WHEN,    /* an instant; 0: none */
	EXPORT_DAY,     /* a Danish midnight; 0: none */
	EXPORT_WEEKDAY, /* 1 Monday */
	EXPORT_CLOCK,   /* minutes of a day */
	EXPORT_MINUTES,
	EXPORT_METRES,
	EXPORT_MONEY,  /* øre */
	EXPORT_WORD,   /* one of ours; of: the group of phrases that names it;
			* NULL: the export's own */
	EXPORT_SEALED, /* a text; of: where it is sealed */
	EXPORT_SMS,    /* the fields of an SMS from them: its words */
	EXPORT_DRAFT,  /* the fields of a task they began: its words */
	EXPORT_CALLED, /* the id of their contact here: a first name */
	EXPORT_PERSON, /* no column of a row: of: given_name, surname ... */
};

struct export_column {
	const char *name;
	enum export_kind kind;
	const char *of;
};

/* Rows of one kind. The SQL answers $1, the person, with at most $3 rows whose
 * id is below $2, the newest first: the id, and then the columns. */
struct export_part {
	const char *name;
	struct sql sql;
	struct export_column column[EXPORT_COLUMNS + 1];
};

extern const struct export_part export_parts[]; /* ends with a NULL name */

/* A value as it was read: text, or NULL, of EXPORT_TEXT, _WORD, _SEALED, _SMS,
 * _DRAFT, _CALLED and _PERSON; number of the rest. */
struct export_value {
	const char *text;
	int64_t number;
};

struct export_row {
	struct export_value value[EXPORT_COLUMNS];
};
struct export_rows {
	size_t count;
	const struct export_row *row;
	int64_t last; /* the id that the next step goes on below; 0: no more */
};

/* A part's rows below that id (0: from the newest on), at most `most`
 * (EXPORT_STEP): one query. None of who is not there. */
struct export_rows export_read(struct ctx *c, const struct export_part *part,
    int64_t person, int64_t before, size_t most);

/* Nothing was there to be said: no text, or no time. */
bool export_is_none(
    const struct export_column *column, const struct export_value *v);

/* All of it as one JSON object: a list for each part, values by the names of
 * the columns, times as "2026-03-05 09:00" in Danish time. False when it is
 * larger than EXPORT_BYTES; then nothing is to be sent. */
bool export_json(struct ctx *c, int64_t person, struct text *to);

#endif
