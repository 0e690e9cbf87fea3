#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "employer.h"
#include "honours.h"
#include "municipality.h"
#include "notice.h"
#include "offer.h"
#include "series.h"
#include "task.h"
#include "work_function.h"

static bool sound(const struct ctx *c, const struct task *d)
{
	return d->pay_ore > 0 && d->starts_at > c->now &&
	    d->ends_at > d->starts_at && d->pay_on >= d->starts_at - 86400 &&
	    d->level >= LEVEL_NEW && d->level <= LEVEL_SURE && d->places >= 1 &&
	    d->places <= PLACES_MOST;
}

static void insert(struct ctx *c, const struct task *d, int64_t id, int64_t by)
{
	db_run(c,
	    SQL("INSERT INTO task (id, employer_id, workplace_id, contact_id,"
		" work_function, title, level, places, pay_ore, pay_on,"
		" meeting, one_off, state, posted_by, posted_at, series_id,"
		" follows, first_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
		"         'waiting', $13, $14, $15, $16, $17)"),
	    BIND(INT(id), INT(d->employer_id), INT(d->workplace_id),
		INT(d->contact_id), TEXT(d->work_function), TEXT(d->title),
		INT(d->level), INT(d->places), INT(d->pay_ore), INT(d->pay_on),
		TEXT(d->meeting), INT(d->one_off), INT(by), INT(c->now),
		ID(d->series_id), INT(d->follows), ID(d->first_id)));
	db_run(c,
	    SQL("INSERT INTO shift (id, task_id, starts_at, ends_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(db_new_id(c)), INT(id), INT(d->starts_at),
		INT(d->ends_at)));
}

enum err task_post(
    struct ctx *c, const struct task *draft, int64_t by, int64_t *id)
{
	struct employer e;

	if (!sound(c, draft))
		return ERR_INVALID;
	db_begin(c);
	if (!employer_load(c, draft->employer_id, &e))
		return db_undo(c, ERR_NOT_FOUND);
	*id = db_new_id(c);
	insert(c, draft, *id, by);
	if (e.approved_at == 0) {
		attention_add(c, ATTENTION_EMPLOYER, by, e.id, "");
		notice_tell(c, "task_received", draft->contact_id, *id);
	} else if (task_open(c, *id) != OK) {
		return db_commit(c) == OK ? ERR_CONFLICT : ERR_FAILED;
	}
	return db_commit(c);
}

static int months(int64_t at)
{
	struct wall w = clock_wall(at);

	return w.year * 12 + w.month;
}

/* The pay day of the month that is so many later: the last day stays the last,
 * and a day that month has not is its last. */
static int64_t pay_day(int64_t pay_on, int later)
{
	int64_t month = clock_first(pay_on, later);
	int64_t after = clock_first(pay_on, later + 1);
	bool last = clock_add_days(pay_on, 1) == clock_first(pay_on, 1);
	int64_t day = clock_add_days(month, clock_wall(pay_on).day - 1);

	return last || day >= after ? clock_add_days(after, -1) : day;
}

struct task task_on_day(const struct task *t, int64_t day)
{
	int64_t from = clock_midnight(t->starts_at);
	int later = months(day) - months(t->starts_at), days = 0;
	struct task on = *t;

	while (clock_add_days(from, days) < day)
		days++;
	on.starts_at = clock_add_days(t->starts_at, days);
	on.ends_at = clock_add_days(t->ends_at, days);
	on.pay_on = pay_day(t->pay_on, later);
	while (on.pay_on < clock_midnight(on.starts_at))
		on.pay_on = pay_day(t->pay_on, ++later);
	return on;
}

/* Of a new firm they wait with the first, of which somebody was told. */
static void post_more(
    struct ctx *c, const struct task *first, struct ids day, int64_t by)
{
	for (size_t i = 0; i < day.count && !db_failed(c); i++) {
		struct task t = task_on_day(first, day.id[i]);
		int64_t id = db_new_id(c);

		insert(c, &t, id, by);
		if (strcmp(first->state, "waiting") != 0 &&
		    task_open(c, id) == ERR_FAILED)
			return;
	}
}

enum err task_place_and_post(struct ctx *c, const struct workplace *place,
    const char *const *says, const struct task_days *days, struct task *draft,
    int64_t by, int64_t *id)
{
	struct task first;
	enum err err;

	if (!sound(c, draft))
		return ERR_INVALID;
	db_begin(c);
	draft->workplace_id = workplace_keep(c, place);
	if (draft->workplace_id == 0)
		return db_undo(c, ERR_CONFLICT);
	honours_say(c, draft->workplace_id, says, draft->contact_id);
	err = task_post(c, draft, by, id);
	if (err != OK)
		return db_undo(c, err);
	if (days->day.count > 0 && task_load(c, *id, &first)) {
		if (days->weekly)
			first.series_id = series_make(
			    c, first.employer_id, first.id, by);
		first.follows = days->weekly;
		post_more(c, &first, days->day, by);
	}
	return db_commit(c);
}

enum err task_open(struct ctx *c, int64_t id)
{
	int64_t changed;

	db_begin(c);
	changed = db_run(c,
	    SQL("UPDATE task SET state = 'open', opened_at = $2"
		" WHERE id = $1 AND state = 'waiting'"),
	    BIND(INT(id), INT(c->now)));
	if (changed == 1)
		offer_ask(c, id);
	if (db_commit(c) != OK)
		return ERR_FAILED;
	return changed == 1 ? OK : ERR_CONFLICT;
}

bool task_is_ahead(const struct ctx *c, const struct task *t)
{
	return t->starts_at > c->now &&
	    (strcmp(t->state, "waiting") == 0 ||
		strcmp(t->state, "open") == 0 || strcmp(t->state, "full") == 0);
}

enum err task_may_move(struct ctx *c, const struct task *t)
{
	struct municipality m;
	int64_t hours;

	if (!task_is_ahead(c, t))
		return ERR_CONFLICT;
	if (t->taken == 0)
		return OK;
	if (!municipality_load(c, 0, &m) ||
	    !rule_value(c, m.id, RULE_CANCEL_HOURS, c->now, &hours))
		return ERR_FORBIDDEN;
	return t->starts_at - c->now < hours * HOUR ? ERR_FORBIDDEN : OK;
}

enum err task_move(
    struct ctx *c, int64_t id, int64_t starts_at, int64_t ends_at)
{
	const struct engagement *come;
	struct task t;
	int64_t days;
	size_t count;
	enum err err;

	db_begin(c);
	if (!task_load(c, id, &t))
		return db_undo(c, ERR_NOT_FOUND);
	err = task_may_move(c, &t);
	if (err != OK)
		return db_undo(c, err);
	if (starts_at == t.starts_at && ends_at == t.ends_at)
		return db_undo(c, OK);
	come = engagement_of_task(c, id, &count);
	days = clock_midnight(starts_at) - clock_midnight(t.starts_at);
	t.starts_at = starts_at;
	t.ends_at = ends_at;
	t.pay_on = clock_midnight(t.pay_on + days + 12 * HOUR);
	if (!sound(c, &t))
		return db_undo(c, ERR_INVALID);
	db_run(c, SQL("UPDATE task SET pay_on = $2 WHERE id = $1"),
	    BIND(INT(id), INT(t.pay_on)));
	db_run(c,
	    SQL("UPDATE shift SET starts_at = $2, ends_at = $3 WHERE id = $1"),
	    BIND(INT(t.shift_id), INT(starts_at), INT(ends_at)));
	db_run(
	    c, SQL("UPDATE task SET follows = 0 WHERE id = $1"), BIND(INT(id)));
	offer_pass_on(c, id);
	offer_move(c, id);
	for (size_t i = 0; i < count; i++)
		offer_ask_time(c, &come[i]);
	return db_commit(c);
}

static void tell_change(
    struct ctx *c, const struct task *t, const struct task_words *to, bool ask)
{
	size_t count;
	const struct engagement *all = engagement_of_task(c, t->id, &count);

	for (size_t i = 0; i < count; i++) {
		const struct notice_to citizen = { .kind = "changed",
			.person = all[i].citizen_id,
			.about = all[i].id,
			.key = mem_printf(c, "%" PRId64, db_new_id(c)),
			.expires_at = all[i].starts_at };

		outbox_cancel(c, "changed", all[i].id);
		notice_leave(c, &citizen);
		if (ask)
			notice_tell(c, "accepted", to->contact_id, all[i].id);
	}
}

enum err task_change(
    struct ctx *c, int64_t id, const struct task_words *to, int64_t by)
{
	struct task t;

	db_begin(c);
	if (!task_load(c, id, &t))
		return db_undo(c, ERR_NOT_FOUND);
	if (!task_is_ahead(c, &t))
		return db_undo(c, ERR_CONFLICT);
	if (contact_employer(c, to->contact_id) != t.employer_id)
		return db_undo(c, ERR_INVALID);
	db_run(c,
	    SQL("UPDATE task SET contact_id = $2, title = $3, meeting = $4"
		" WHERE id = $1"),
	    BIND(INT(id), INT(to->contact_id), TEXT(to->title),
		TEXT(to->meeting)));
	if (to->contact_id != t.contact_id ||
	    strcmp(to->meeting, t.meeting) != 0)
		tell_change(c, &t, to,
		    to->contact_id != t.contact_id && to->contact_id != by);
	return db_commit(c);
}

void task_open_waiting(struct ctx *c, int64_t employer)
{
	struct ids waiting = db_ids(c,
	    SQL("SELECT id FROM task WHERE employer_id = $1"
		" AND state = 'waiting' ORDER BY id LIMIT 100"),
	    BIND(INT(employer)));

	for (size_t i = 0; i < waiting.count; i++)
		if (task_open(c, waiting.id[i]) == ERR_FAILED)
			return;
}

void task_refuse_waiting(struct ctx *c, int64_t employer)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, contact_id, follows FROM task"
		" WHERE employer_id = $1 AND state = 'waiting'"
		" ORDER BY id LIMIT 100"),
	    BIND(INT(employer)));

	while (row_next(&r)) {
		int64_t id = row_int(&r), contact = row_int(&r);
		bool told = row_int(&r) != 0; /* with its series */

		db_run(c,
		    SQL("UPDATE task SET state = 'cancelled' WHERE id = $1"),
		    BIND(INT(id)));
		if (!told)
			notice_tell(c, "task_refused", contact, id);
	}
}

int64_t task_call_by(const struct task *t)
{
	struct wall w = clock_wall(clock_add_working_days(t->posted_at, 1));

	w.hour = 12;
	w.minute = w.second = 0;
	return clock_instant(w);
}

void task_close(struct ctx *c)
{
	struct ids begun = db_ids(c,
	    SQL("SELECT t.id FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.state = 'open' AND s.starts_at <= $1"
		" ORDER BY t.id LIMIT 100"),
	    BIND(INT(c->now)));

	if (begun.count == 0)
		return;
	db_begin(c);
	for (size_t i = 0; i < begun.count; i++) {
		db_run(c,
		    SQL("UPDATE task SET state = 'over'"
			" WHERE id = $1 AND state = 'open'"),
		    BIND(INT(begun.id[i])));
		offer_pass_on(c, begun.id[i]);
	}
	if (db_commit(c) != OK)
		return;
}

const char *task_verb(struct ctx *c, const struct task *t)
{
	struct work_function w = { .verb = "arbejde" };

	work_function_load(c, t->work_function, &w);
	if (t->title[0] == '\0')
		return w.verb;
	return mem_printf(c, "%s %s", w.verb, t->title);
}
