/* A firm's tasks: to post, to find again, to put right and to call off. What
 * their forms hold? form.h. */
#ifndef TASK_PAGES_H
#define TASK_PAGES_H

#include "portal.h"

struct task;

relation own_draft, own_series, own_shortage;
handler task_list_page, task_new, task_check, task_create, task_show;
handler task_resume, draft_drop_one, task_again;
handler task_move_new, task_move_save;
handler task_change_show, task_change_save;
handler series_show, series_fix_one;
handler cancel_task_show, cancel_task_save;
handler cancel_place_show, cancel_place_save;
handler cancel_series_show, cancel_series_save;
handler carving_show, carving_make, shortage_save, shortage_end_one;
handler preview_show;

/* A task in a list: what, when, how many have said yes, how far it is
 * (task_list_pages.c). */
void task_put_row(struct req *r, struct view *v, const struct task *t);

/* What the firm has begun: "drafts" with what is filled in so far
 * (draft_pages.c). */
void put_drafts(struct req *r, struct view *v);

#endif
