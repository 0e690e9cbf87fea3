/* Min side: a citizen's own page, and what it shares with the pages behind the
 * links of messages. Who signs in there may nothing else (signin.h). */
#ifndef OWN_H
#define OWN_H

#include "portal.h"

struct offer;
struct sheet_row;
struct task;

handler own_signin_new, own_signin_send, own_code_new, own_code_check;
handler own_show, own_answer, own_give_up, own_choose, own_call;
handler own_hours_show, own_hours_say;
handler own_wish_show, own_wish_make;

/* Whether what :id names is the citizen's (relations.c). */
relation own_question; /* they were asked it */
relation own_shift;    /* an engagement of theirs */
relation own_wish;     /* a task they may ask for */

/* ---- a question and its answer (offer_pages.c) ---- */

/* What is to be done, where, when, for what pay. False when it is gone. */
bool put_job(struct req *r, struct view *v, const struct task *t);

/* What is asked, as an SMS could say it: no name beyond the first, no need, no
 * score (P19). False when it is not there any more. */
bool put_inquiry(struct req *r, struct view *v, const struct offer *o);

/* Where it stands: a question, or what became of it. */
void put_outcome(struct req *r, struct view *v, const struct offer *o);

/* The button that was pressed (svar: ja, nej or ring) is the answer; came_to is
 * what the address of the page after it says, or "". ERR_INVALID for no such
 * button. */
enum err offer_press(struct req *r, int64_t offer, const char **came_to);

/* ---- what is agreed, and what was worked ---- */

/* put_contact() of a task, with contact_tel to press, for who comes. */
void put_contact_of(struct req *r, struct view *v, int64_t task);

/* A shift on a citizen's own page (own_hours_pages.c). */
void put_sheet_row(struct req *r, struct view *v, const struct sheet_row *row);

#endif
