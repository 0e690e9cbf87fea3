#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "match.h"
#include "notice.h"
#include "offer.h"
#include "outbox.h"
#include "wave.h"

#define SOON      (24 * HOUR) /* a shift this near: ask three a place */
#define AGAIN     (30 * MINUTE)
#define LINE_MOST 20 /* of a task's waiting list are looked at */
#define ROWS_MOST 20 /* tasks in a wave while there is no index */
#define IN_LINE   ((int64_t)1 << 40) /* so much below every other cost */

/* A task in the wave. */
struct lack {
	int64_t task, moved, starts_at, contact, answer_by;
	int64_t first; /* whom the firm would like back; or 0 */
	int64_t asked; /* may be, now */
	int64_t free;  /* places that nobody has */
	int64_t out;   /* questions that wait for their answer */
	size_t suits;  /* people it could be put to */
};

struct wave {
	struct ctx *c;
	struct arena *scratch; /* of one task at a time */
	int64_t send_at;       /* now, or when people may be asked again */
	struct lack *lacks;
	size_t count;
	struct wave_wish *wishes;
	size_t wished;
};

/* ---- what is lacking ---- */

static struct lack lack_row(struct rows *r, const struct ctx *c)
{
	struct lack k = { 0 };

	k.task = row_int(r);
	k.moved = row_int(r);
	k.starts_at = row_int(r);
	k.contact = row_int(r);
	k.first = row_int(r);
	k.free = row_int(r);
	k.out = row_int(r);
	k.asked = k.free * (k.starts_at - c->now <= SOON ? 3 : 1) - k.out;
	return k;
}

#define LACK                                                           \
	"SELECT t.id, t.moved, s.starts_at, t.contact_id, t.first_id," \
	" t.places - t.taken,"                                         \
	" (SELECT count(*) FROM offer o WHERE o.task_id = t.id"        \
	"   AND o.state IN ('asked', 'held'))"                         \
	" FROM task t JOIN shift s ON s.task_id = t.id"

/* What one of them lacks now, and until when an answer can be waited for; false
 * when it is not open any more. */
static bool lack_now(struct ctx *c, struct lack *k)
{
	size_t suits = k->suits;
	struct rows r = db_query(c,
	    SQL(LACK " WHERE t.id = $1 AND t.state = 'open'"),
	    BIND(INT(k->task)));

	if (!row_next(&r))
		return false;
	*k = lack_row(&r, c);
	k->answer_by = offer_answer_by(c, k->starts_at);
	k->suits = suits;
	return true;
}

static void read_lacks(struct wave *w)
{
	struct rows r = db_query(w->c,
	    SQL(LACK " WHERE t.state = 'open' AND t.wave_at <= $1"
		     " ORDER BY t.wave_at, t.id LIMIT $2"),
	    BIND(INT(w->c->now),
		INT(match_live_ready() ? WAVE_MOST : ROWS_MOST)));

	w->lacks = mem_alloc(w->c, (r.count + 1) * sizeof *w->lacks);
	while (row_next(&r))
		w->lacks[w->count++] = lack_row(&r, w->c);
}

static bool in_time(const struct wave *w, const struct lack *k)
{
	return w->send_at < k->answer_by;
}

/* ---- whom they suit ---- */

static void wish(struct wave *w, int task, int64_t citizen, int64_t cost)
{
	w->wishes[w->wished++] = (struct wave_wish) {
		.task = task, .citizen = citizen, .cost = cost
	};
	w->lacks[task].suits++;
}

/* Whose budget of messages is spent is asked when there is room again (P16). */
static void wish_if_room(
    struct wave *w, struct ctx *c, int task, int64_t citizen, int64_t cost)
{
	if (notice_room(c, citizen) <= c->now)
		wish(w, task, citizen, cost);
	else
		w->lacks[task].suits++;
}

/* Who said yes when the places were taken, in the order in which they did. */
static void wish_line(struct wave *w, struct ctx *c, int task)
{
	const struct lack *k = &w->lacks[task];
	struct rows r = db_query(c,
	    SQL("SELECT citizen_id FROM offer WHERE task_id = $1"
		" AND state = 'taken' AND moved = $2"
		" ORDER BY answered_at, id LIMIT $3"),
	    BIND(INT(k->task), INT(k->moved), INT(LINE_MOST)));
	struct match_task t;

	if (r.count == 0 || !match_task_load(c, k->task, &t))
		return;
	for (int64_t turn = 0; row_next(&r); turn++) {
		int64_t citizen = row_int(&r);
		struct match m;

		if (match_one(c, &t, citizen, MATCH_ASKED, &m))
			wish(w, task, citizen, turn - IN_LINE);
	}
}

/* Whom the firm would like back is asked alone, and everybody else once they
 * have answered; false when they have been, or it does not suit them. */
static bool wish_first(struct wave *w, struct ctx *c, int task)
{
	const struct lack *k = &w->lacks[task];
	struct match_task t;
	struct match m;

	if (k->first == 0 || notice_room(c, k->first) > c->now ||
	    !match_task_load(c, k->task, &t) ||
	    !match_one(c, &t, k->first, 0, &m))
		return false;
	wish(w, task, k->first, m.cost);
	return true;
}

static void wish_all(struct wave *w, int task)
{
	struct lack *k = &w->lacks[task];
	struct ctx each = *w->c;
	const struct match *found;
	size_t count;

	each.mem = w->scratch;
	k->answer_by = offer_answer_by(&each, k->starts_at);
	if (k->asked <= 0 || w->send_at > w->c->now || !in_time(w, k))
		return;
	wish_line(w, &each, task);
	if (!wish_first(w, &each, task)) {
		found = match_candidates(&each, k->task, &count);
		for (size_t i = 0; i < count; i++)
			wish_if_room(
			    w, &each, task, found[i].citizen, found[i].cost);
	}
	arena_reset(w->scratch);
}

static int by_task(const void *a, const void *b)
{
	const struct wave_wish *x = a, *y = b;

	if (x->task != y->task)
		return x->task - y->task;
	return (x->cost > y->cost) - (x->cost < y->cost);
}

/* Leaves the wishes that are given, task by task. */
static void assign(struct wave *w)
{
	int64_t *places = mem_alloc(w->c, (w->count + 1) * sizeof *places);
	size_t given = 0;

	w->wishes = mem_alloc(w->c,
	    (w->count * (LINE_MOST + MATCH_MOST) + 1) * sizeof *w->wishes);
	for (size_t i = 0; i < w->count; i++) {
		wish_all(w, (int)i);
		places[i] = w->lacks[i].asked;
	}
	wave_assign(w->c, w->wishes, w->wished, places);
	for (size_t i = 0; i < w->wished; i++)
		if (w->wishes[i].given)
			w->wishes[given++] = w->wishes[i];
	w->wished = given;
	qsort(w->wishes, given, sizeof *w->wishes, by_task);
}

/* ---- asking ---- */

/* Of a task, and of the time it was moved to, each is said once. */
static const char *key_of(struct ctx *c, const struct lack *k)
{
	return mem_printf(c, "%" PRId64 ":%" PRId64, k->task, k->moved);
}

static void tell(struct ctx *c, const struct lack *k, const char *kind)
{
	const struct notice_to to = { .kind = kind,
		.person = k->contact,
		.about = k->task,
		.key = key_of(c, k) };

	notice_leave(c, &to);
}

/* How many of them were asked. */
static int64_t put(struct ctx *c, const struct lack *k,
    const struct wave_wish *wishes, size_t count)
{
	struct match_task t;
	int64_t asked = 0;

	if (count == 0 || !match_task_load(c, k->task, &t))
		return 0;
	for (size_t i = 0; i < count && asked < k->asked; i++)
		asked += offer_put(c, &t, wishes[i].citizen, k->answer_by);
	return asked;
}

/* When the task is to be looked at again; 0: when somebody says so. */
static int64_t next_wave(
    const struct wave *w, const struct lack *k, size_t given, int64_t asked)
{
	int64_t now = w->c->now;

	if (k->free == 0 || !in_time(w, k))
		return 0;
	if (w->send_at > now)
		return w->send_at;
	if (asked < (int64_t)given) /* not as the index had it */
		return now + MINUTE;
	if (asked < k->asked)
		return now + AGAIN;
	return k->starts_at - SOON > now ? k->starts_at - SOON : 0;
}

/* That people are asked in the morning is no news to whom was told that there
 * is nobody to ask. */
static bool waits_for_day(
    const struct wave *w, struct ctx *c, const struct lack *k)
{
	return w->send_at > c->now && in_time(w, k) &&
	    !outbox_left(c, "task_nobody", key_of(c, k));
}

/* On the rows as they are now, which may be less or more than was lacking. */
static void settle(struct wave *w, struct ctx *c, struct lack *k,
    const struct wave_wish *wishes, size_t given)
{
	int64_t was = k->asked, asked, next;

	if (!lack_now(c, k))
		return;
	asked = put(c, k, wishes, given);
	next = k->asked > was ? c->now : next_wave(w, k, given, asked);
	db_run(c, SQL("UPDATE task SET wave_at = $2 WHERE id = $1"),
	    BIND(INT(k->task), ID(next)));
	if (asked > 0 || waits_for_day(w, c, k))
		tell(c, k, "task_open");
	else if (k->suits == 0 && k->out == 0 && k->free > 0)
		tell(c, k, "task_nobody");
}

size_t wave_run(struct ctx *c)
{
	struct wave w = { .c = c,
		.send_at = clock_in_window(WINDOW_ASKING, c->now) };
	struct ctx each = *c;
	size_t from = 0, to;

	read_lacks(&w);
	if (w.count == 0)
		return 0;
	each.mem = w.scratch = arena_new();
	assign(&w);
	for (size_t i = 0; i < w.count && !db_failed(c); i++, from = to) {
		for (to = from; to < w.wished && w.wishes[to].task == (int)i;)
			to++;
		db_begin(&each);
		settle(&w, &each, &w.lacks[i], &w.wishes[from], to - from);
		if (db_commit(&each) != OK)
			break;
		arena_reset(w.scratch);
	}
	arena_free(w.scratch);
	return w.count;
}
