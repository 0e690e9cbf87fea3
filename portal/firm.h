/* A firm's own matters beside its tasks: its places and what they honour, what
 * is expected of it, and what staff see to of them. */
#ifndef FIRM_H
#define FIRM_H

#include "portal.h"

struct honours;
struct workplace;

/* ---- the firm itself (workplace_pages.c, contact_pages.c) ---- */

relation own_workplace;
handler workplace_list_page, workplace_new, workplace_create;
handler workplace_show, workplace_save;

/* Yes to what is expected of them. */
handler expected_say;

/* ---- what places say, for consultants to see (honours_pages.c) ---- */

relation any_workplace; /* employers are shared by municipalities */
handler honours_list_page, honours_show, honours_look;

/* ---- posting for a firm that rings (task_staff_pages.c) ---- */

relation any_contact; /* of any firm; :id */
handler task_staff_start, task_staff_find, task_staff_new, task_staff_check;
handler task_staff_create;

/* "Nørregade 4, 7500 Holstebro" */
const char *workplace_line(struct ctx *c, const struct workplace *w);

/* What somebody has seen of an answer, and when: how, is_waiting, is_checked or
 * is_denied with seen_on. */
void put_honours(struct req *r, struct view *v, const struct honours *h);

#endif
