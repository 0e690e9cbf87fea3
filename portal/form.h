/* Forms: a table says what a page may send and what is right about it; form.c
 * reads it and says what to mend, shift_form.c does the same for a shift's
 * times. */
#ifndef FORM_H
#define FORM_H

#include "portal.h"

enum field_kind {
	FIELD_TEXT,   /* const char *; least and most in characters */
	FIELD_MAIL,   /* const char * */
	FIELD_MONEY,  /* int64_t in øre; "145" or "145,50" */
	FIELD_NUMBER, /* int64_t */
	FIELD_DATE,   /* int64_t: the day's midnight; 0: DATE_OR_NONE as most */
	FIELD_TIME,   /* int64_t: minutes of the day */
	FIELD_TICK,   /* int64_t: 0 or 1 */
	FIELD_END,
};

#define DATE_OR_NONE 1

/* A form is a table: what the page calls it, where it goes in the struct, and
 * what is right. Labels, hints and what to mend are phrases: task.sted,
 * task.sted.hint, task.sted.wrong. */
struct field {
	const char *name;
	enum field_kind kind;
	size_t at;
	int64_t least, most;
	bool words; /* people will read it: it is held to the wording rules */
};

struct form {
	const char *name; /* of its phrases */
	const struct field *fields;
	struct view *view;   /* "f": a map of the fields, by name */
	struct view *errors; /* the items of the error summary */
	bool ok;
};

/* Fills the draft from what was sent and checks it by the table. All fields,
 * with what was typed and what to mend, are in form->view. */
void form_read(struct req *r, struct form *form, void *draft);

/* The form as it stands in the draft, with nothing wrong. */
void form_show(struct req *r, struct form *form, const void *draft);

/* Something else that is wrong with a field, said as phrase key. */
void form_wrong(
    struct req *r, struct form *form, const char *field, const char *text);

/* What could be somebody's address. */
bool mail_looks_right(const char *s);

/* Puts the form (and its error summary, if there is one) in a page's view. */
void form_put(struct req *r, struct form *form, struct view *view);

/* When a shift is, as people type it: a day, and two times of it in minutes
 * (shift_form.c). An end that is not after the start is on the next day. */
struct shift_form {
	int64_t day, from, to;
};

void shift_form_span(
    const struct shift_form *s, int64_t *starts_at, int64_t *ends_at);

/* That it is to come, not too far off, and as long as a shift may be. */
void shift_form_check(
    struct req *r, struct form *form, int64_t starts_at, int64_t ends_at);

#endif
