/* Forms: a table says what a page may send and what is right about it; form.c
 * reads it and says what to mend, shift_form.c does the same for a shift's
 * times. */
#ifndef FORM_H
#define FORM_H

#include "portal.h"
#include "task.h"

enum field_kind {
	FIELD_TEXT,   /* const char *; least and most in characters */
	FIELD_MAIL,   /* const char *; "" with 0 as least; MAIL_OR_PHONE */
	FIELD_PHONE,  /* const char *: a Danish mobile in stored form */
	FIELD_MONEY,  /* int64_t in øre; "145" or "145,50" */
	FIELD_NUMBER, /* int64_t */
	FIELD_DATE,   /* int64_t: the day's midnight; 0: DATE_OR_NONE as most */
	FIELD_TIME,   /* int64_t: minutes of the day */
	FIELD_TICK,   /* int64_t: 0 or 1 */
	FIELD_END,
};

#define DATE_OR_NONE  1
#define MAIL_OR_PHONE 1 /* as most: also a number, in stored form */

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
	const char *also; /* whose it takes where it has none; or NULL */
	const struct field *fields;
	const char *const *lists; /* ticks that share a name; ends with NULL */
	struct view *view;        /* "f": a map of the fields, by name */
	struct view *errors;      /* the items of the error summary */
	bool ok;
};

/* Fills the draft from what was sent and checks it by the table. All fields,
 * with what was typed and what to mend, are in form->view. */
void form_read(struct req *r, struct form *form, void *draft);

/* The form as it stands in the draft, with nothing wrong. */
void form_show(struct req *r, struct form *form, const void *draft);

/* As far as it was filled in: the fields that were sent as they were typed, the
 * others as they stand in the draft, and nothing is wrong with it yet. */
void form_recall(struct req *r, struct form *form, void *draft);

/* Something else that is wrong with a field, said as phrase key. */
void form_wrong(
    struct req *r, struct form *form, const char *field, const char *text);

/* What could be somebody's address. */
bool mail_looks_right(const char *s);

/* Puts the form (and its error summary, if there is one) in a page's view. */
void form_put(struct req *r, struct form *form, struct view *view);

/* ---- what is kept of it (form_kept.c) ---- */

/* What was sent of its fields and lists, and nothing else that came along. */
const struct params *form_sent(struct req *r, const struct form *form);

/* That as a text to be kept, with personal numbers masked; and sent again, in
 * place of what was: false when it cannot be. */
const char *form_write(struct ctx *c, const struct params *sent);
bool form_send_again(struct req *r, const char *written);

/* A part of a form was sent: its own fields, beside what was kept of all the
 * others. */
void form_take_up(struct req *r, const struct form *part, const char *written);

/* What was sent of the form as "sent", for a page that carries it on in hidden
 * fields; but not what belongs to that part (NULL: all of it). */
void form_put_sent(struct req *r, const struct form *form,
    const struct form *but, struct view *view);

/* ---- pages of their own ---- */

/* The error summary of one thing in a page of many small forms. */
void form_put_one(
    struct req *r, struct view *view, const char *field, const char *text);

/* A page that is the form alone; its title is phrase <name>.title. */
struct reply form_page(
    struct req *r, int status, const char *page, struct form *form);

/* When a shift is, as people type it: a day, and two times of it in minutes
 * (shift_form.c). An end that is not after the start is on the next day. */
struct shift_form {
	int64_t day, from, to;
};

struct shift_form shift_form_of(int64_t starts_at, int64_t ends_at);
void shift_form_span(
    const struct shift_form *s, int64_t *starts_at, int64_t *ends_at);

/* That it is to come, not too far off, and as long as a shift may be. */
void shift_form_check(
    struct req *r, struct form *form, int64_t starts_at, int64_t ends_at);

/* What a firm fills in of a task, its place, and the day as it is typed
 * (task_draft.c). */
#define DAYS_MORE 4 /* fields for other days */

struct task_draft {
	struct task task;
	struct workplace place;
	struct shift_form when;
	int64_t more; /* it may be several times */

	/* Beyond the first day (task_days.c): every week until one, holidays
	 * too; or these; 0: none. */
	int64_t until, holidays, day[DAYS_MORE];
	struct task_days days; /* what they come to */

	/* Which task it is once more, and the engagement of who is to be asked
	 * first; or "". */
	const char *after, *same;

	const char *asks_for; /* the contact's id; or "": who fills it in */
};

/* Its form (task_pages.c). */
extern const struct form task_form;

/* ---- its steps (task_step.c) ---- */

#define TASK_ALL   0 /* the page that shows all of them */
#define TASK_STEPS 3

/* What stands beside the fields: which draft they are of (0: none yet; the
 * firm's or none, whatever is sent), which step, the form's own key, and what
 * was pressed. */
struct task_press {
	int64_t draft, step;
	int64_t go; /* the step, or TASK_ALL, to see instead; -1: just on */
	const char *key;
	bool later, mend;
};
struct task_press task_pressed(const struct req *r);

/* The step that is asked for, or TASK_ALL; -1: none. */
int64_t task_step_asked(const struct params *p);

/* The part of the form that is in that step. */
struct form task_step_form(struct req *r, int64_t step);

/* A step sends its own fields: puts those of the draft beside them. */
void task_step_take_up(struct req *r, const struct task_press *p);

/* What was typed is kept, whatever is wrong with it, and that it was left at
 * that step; the draft's id. 0: it is too long to be kept. */
int64_t task_step_keep(
    struct req *r, const struct task_press *p, int64_t left_at);

/* Which parts a page shows: "step" and the like for task_new.html. */
void task_step_put(struct req *r, struct view *v, int64_t step);

/* One of the firm that is signed in, with nothing filled in but what most would
 * answer, and the place of last time. */
struct task_draft task_draft_begin(struct req *r);

/* What fields alone do not know: times, pay day, catalogues, and that the
 * question fits an SMS; too long is the fault of the field `blame`. Fills in
 * the task's times. */
void task_draft_check(
    struct req *r, struct form *form, struct task_draft *d, const char *blame);

/* The same of those fields alone that the form has, and not of the question. */
void task_draft_check_part(
    struct req *r, struct form *form, struct task_draft *d);

/* The other days, and what is wrong with them; the time of the first is known.
 */
void task_days_check(struct req *r, struct form *form, struct task_draft *d);

/* Whether any other day is filled in. */
bool task_days_any(const struct task_draft *d);

/* All of its days in order, where there are several, for part_facts.html. */
void task_days_put(struct req *r, struct view *v, const struct task_draft *d);

/* That the firm has a task like it already, on how many of its days, for
 * part_alike.html. */
void task_alike_put(struct req *r, struct view *v, const struct task_draft *d,
    int64_t employer);

/* Who came to the task that it is once more, for part_task_same.html; and whom
 * of them it is put to first: 0 for nobody, or for who is none of theirs. */
void task_same_put(struct req *r, struct view *v, const struct task_draft *d);
int64_t task_same(struct req *r, const struct task_draft *d);

/* Those who post for the firm ("contacts", several_contacts), and who of them
 * is asked for; 0: somebody else (task_contact.c). */
void task_contacts_put(struct req *r, struct view *v, int64_t chosen);
int64_t task_contact(struct req *r, const struct task_draft *d);

/* The task of the draft once more: the same weekday and hours, a week later or
 * as many as it takes to be ahead, and paid as many days after. */
void task_draft_again(struct ctx *c, struct task_draft *d);

/* The pay day most people have: the end of the month after that. */
int64_t task_draft_pay_day(int64_t at);

/* The catalogue of functions, in groups, for part_function.html. */
void task_draft_put_functions(
    struct req *r, struct view *v, const char *chosen);

/* How a task of that function can be put, for part_words.html; with script a
 * function can be searched for, and is followed by its own. */
void task_draft_put_words(struct req *r, struct view *v, const char *function);

/* For whom it is ("levels"), and "Sådan er der hos os" for part_place.html:
 * ticked as sent, or as the place said last. */
void task_draft_put_levels(struct req *r, struct view *v, int64_t chosen);
void task_draft_put_here(struct req *r, struct view *v, int64_t place);

/* The task as it will be, for part_facts.html, and the SMS. */
void task_draft_put(struct req *r, struct view *v, const struct task_draft *d);

/* What a firm fills in before anybody is signed in (signup_draft.c). */
struct signup_draft {
	struct task_draft draft;
	const char *cvr, *firm, *contact, *phone, *email;
};

/* The empty form; and what was sent by it, with everything that nobody was
 * asked filled in: true when nothing is wrong. */
void signup_draft_begin(
    struct req *r, struct form *form, struct signup_draft *d);
bool signup_draft_read(
    struct req *r, struct form *form, struct signup_draft *d);

/* What was sent, to be kept; and read back as if it had just been sent again.
 */
struct signup;
const char *signup_draft_written(struct req *r);
bool signup_draft_load(struct req *r, const struct signup *s, struct form *form,
    struct signup_draft *d);

/* The same for the domain, which knows no forms. */
struct signup_firm signup_draft_firm(const struct signup_draft *d);

#endif
