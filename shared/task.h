/* Tasks: concrete, paid, small jobs posted by an employer. */
#ifndef TASK_H
#define TASK_H

#include "base/base.h"

#include "workplace.h"

#define TITLE_MOST    20 /* characters beyond the function's own words */
#define MEETING_MOST  80
#define PLACES_MOST   20
#define MINUTES_LEAST 15
#define MINUTES_MOST  (12 * (int64_t)60)     /* of one shift */
#define AHEAD_MOST    (180 * (int64_t)86400) /* how far off a shift may be */

/* What a task asks for. The scores behind 2 and 3 are rules. */
enum level { LEVEL_NEW = 1, LEVEL_PRACTISED = 2, LEVEL_SURE = 3 };

struct task {
	int64_t id, employer_id, workplace_id, contact_id;
	const char *work_function;
	const char *title; /* goes on where the function's verb ends; or "" */
	int64_t level, places, taken;
	int64_t pay_ore; /* an hour */
	int64_t pay_on;  /* the money is there by this day */
	const char *meeting;
	bool one_off;
	const char *state; /* waiting open full over cancelled */
	int64_t shift_id, starts_at, ends_at;
	int64_t posted_at;
	int64_t wave_at;   /* when people are asked next; 0: nobody is */
	int64_t series_id; /* 0: a single one */
	bool follows;      /* given with its series, not asked for (series.h) */
	int64_t first_id;  /* who is asked before all others; 0: nobody */
};

/* The later days that a task is posted for too, each as a task of its own. */
struct task_days {
	struct ids day; /* midnights, the first first */
	bool weekly;    /* one question for all of them (series.h) */
};

/* Posts a task with its one shift. It waits for a person when the employer is
 * new (then ATTENTION_EMPLOYER says so), else it is opened in the same
 * transaction. Fills in *id. ERR_INVALID if it carries no pay, has begun, ends
 * before it starts, or is paid before it is done. */
enum err task_post(
    struct ctx *c, const struct task *draft, int64_t by, int64_t *id);

/* The same, with the workplace kept and what it says of itself ("Sådan er der
 * hos os", a NULL-ended list), and for those later days too, all in one
 * transaction. ERR_CONFLICT when it would put a place elsewhere that people
 * were told of (workplace_keep()). */
enum err task_place_and_post(struct ctx *c, const struct workplace *place,
    const char *const *says, const struct task_days *days, struct task *draft,
    int64_t by, int64_t *id);

/* The task as it is on another day: at the same wall time, and paid in as many
 * months, as pay days go by the month. */
struct task task_on_day(const struct task *t, int64_t day);

/* Opens a waiting task: from now on people are asked. ERR_CONFLICT unless it
 * waits. */
enum err task_open(struct ctx *c, int64_t id);

/* Whether it is still to come: it has not begun, and is neither over nor
 * cancelled. */
bool task_is_ahead(const struct ctx *c, const struct task *t);

/* Whether it may get another time: ERR_CONFLICT when it has begun, is over or
 * cancelled; ERR_FORBIDDEN when somebody has said yes and it is too late to ask
 * them about another (or no dated rule says how late that is), for then it
 * would cost their pay to call it off (cancel.h), and somebody rings. */
enum err task_may_move(struct ctx *c, const struct task *t);

/* Gives it another time, and moves its pay day as many days: whom it was put to
 * may be asked anew, and who said yes is asked whether it suits them too. Of a
 * series it is asked for by itself from then on. ERR_INVALID as in task_post(),
 * and those of task_may_move(). */
enum err task_move(
    struct ctx *c, int64_t id, int64_t starts_at, int64_t ends_at);

/* What may be put right after a yes, for it is no other task. */
struct task_words {
	int64_t contact_id; /* one of the firm's */
	const char *title, *meeting;
};

/* Puts it right. Who agreed to come is told of a new contact or another place
 * to meet, and need not answer; a new contact is told who comes. ERR_INVALID
 * for a contact of another firm, ERR_CONFLICT when it has begun or is over. */
enum err task_change(
    struct ctx *c, int64_t id, const struct task_words *to, int64_t by);

/* Opens everything an employer has waiting: they were approved. */
void task_open_waiting(struct ctx *c, int64_t employer);

/* Cancels it instead, and tells who posted it: we have said no. In the caller's
 * transaction. */
void task_refuse_waiting(struct ctx *c, int64_t employer);

/* When the contact of a waiting task has been rung at the latest: the next
 * working day at noon, so that it is true on a Friday too. */
int64_t task_call_by(const struct task *t);

/* Ends the tasks that have begun without anybody; at most 100 a pass. */
void task_close(struct ctx *c);

bool task_load(struct ctx *c, int64_t id, struct task *t);

/* The employer's tasks, the newest first, at most 100. */
const struct task *task_list(struct ctx *c, int64_t employer, size_t *count);

/* What a firm has ahead, soonest first; and what is behind it or cancelled, the
 * newest first. Of a series the next date stands for all of it. At most 50. */
const struct task *task_ahead(struct ctx *c, int64_t employer, size_t *count);
const struct task *task_behind(struct ctx *c, int64_t employer, size_t *count);

/* The same two in one: most firms have few, and are looked through once. */
struct task_lists {
	const struct task *ahead, *behind;
	size_t ahead_count, behind_count;
};
struct task_lists task_lists(struct ctx *c, int64_t employer);

/* The dates of a series, the first one first. */
const struct task *task_of_series(struct ctx *c, int64_t series, size_t *count);

/* Whether the firm has a task of that function at that place, still ahead, at a
 * time that overlaps this one's: it may be posted twice by mistake. */
bool task_alike(
    struct ctx *c, const struct task *t, const struct workplace *place);

/* Whether they ever posted one. */
bool task_any(struct ctx *c, int64_t employer);

/* Those that people are asked for, what begins soonest first, at most 100. */
struct ids task_open_ids(struct ctx *c);

/* "pakke varer til jul": the function's verb and the title. */
const char *task_verb(struct ctx *c, const struct task *t);

/* How many were asked, and how many of those said no: counts, never names. */
struct task_answers {
	int64_t asked, no, waiting;
};
struct task_answers task_answers(struct ctx *c, int64_t id);

#endif
