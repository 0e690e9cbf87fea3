#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "employer.h"
#include "notice.h"
#include "offer.h"
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
		" meeting, one_off, state, posted_by, posted_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
		"         'waiting', $13, $14)"),
	    BIND(INT(id), INT(d->employer_id), INT(d->workplace_id),
		INT(d->contact_id), TEXT(d->work_function), TEXT(d->title),
		INT(d->level), INT(d->places), INT(d->pay_ore), INT(d->pay_on),
		TEXT(d->meeting), INT(d->one_off), INT(by), INT(c->now)));
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

enum err task_place_and_post(struct ctx *c, const struct workplace *place,
    const char *const *says, struct task *draft, int64_t by, int64_t *id)
{
	enum err err;

	if (!sound(c, draft))
		return ERR_INVALID;
	db_begin(c);
	draft->workplace_id = workplace_keep(c, place);
	workplace_say(c, draft->workplace_id, says);
	err = task_post(c, draft, by, id);
	if (err != OK)
		return db_undo(c, err);
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

bool task_movable(const struct task *t)
{
	return t->taken == 0 &&
	    (strcmp(t->state, "open") == 0 || strcmp(t->state, "waiting") == 0);
}

enum err task_move(
    struct ctx *c, int64_t id, int64_t starts_at, int64_t ends_at)
{
	struct task t;
	int64_t days;

	db_begin(c);
	if (!task_load(c, id, &t))
		return db_undo(c, ERR_NOT_FOUND);
	if (!task_movable(&t))
		return db_undo(c, ERR_CONFLICT);
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
	offer_move(c, id);
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
	if (t.starts_at <= c->now ||
	    !(task_movable(&t) || strcmp(t.state, "open") == 0 ||
		strcmp(t.state, "full") == 0))
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
	    SQL("SELECT id, contact_id FROM task WHERE employer_id = $1"
		" AND state = 'waiting' ORDER BY id LIMIT 100"),
	    BIND(INT(employer)));

	while (row_next(&r)) {
		int64_t id = row_int(&r), contact = row_int(&r);

		db_run(c,
		    SQL("UPDATE task SET state = 'cancelled' WHERE id = $1"),
		    BIND(INT(id)));
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
	for (size_t i = 0; i < begun.count; i++)
		db_run(c,
		    SQL("UPDATE task SET state = 'over'"
			" WHERE id = $1 AND state = 'open'"),
		    BIND(INT(begun.id[i])));
	if (db_commit(c) != OK)
		return;
}

static struct task task_row(struct rows *r)
{
	struct task t;

	t.id = row_int(r);
	t.employer_id = row_int(r);
	t.workplace_id = row_int(r);
	t.contact_id = row_int(r);
	t.work_function = row_text(r);
	t.title = row_text(r);
	t.level = row_int(r);
	t.places = row_int(r);
	t.taken = row_int(r);
	t.pay_ore = row_int(r);
	t.pay_on = row_int(r);
	t.meeting = row_text(r);
	t.one_off = row_int(r) != 0;
	t.state = row_text(r);
	t.posted_at = row_int(r);
	t.wave_at = row_int(r);
	t.shift_id = row_int(r);
	t.starts_at = row_int(r);
	t.ends_at = row_int(r);
	return t;
}

bool task_load(struct ctx *c, int64_t id, struct task *t)
{
	struct rows r = db_query(c,
	    SQL("SELECT t.id, t.employer_id, t.workplace_id, t.contact_id,"
		" t.work_function, t.title, t.level, t.places, t.taken,"
		" t.pay_ore, t.pay_on, t.meeting, t.one_off, t.state,"
		" t.posted_at, t.wave_at, s.id, s.starts_at, s.ends_at"
		" FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	*t = task_row(&r);
	return true;
}

const struct task *task_list(struct ctx *c, int64_t employer, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT t.id, t.employer_id, t.workplace_id, t.contact_id,"
		" t.work_function, t.title, t.level, t.places, t.taken,"
		" t.pay_ore, t.pay_on, t.meeting, t.one_off, t.state,"
		" t.posted_at, t.wave_at, s.id, s.starts_at, s.ends_at"
		" FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.employer_id = $1 ORDER BY t.id DESC LIMIT 100"),
	    BIND(INT(employer)));
	struct task *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = task_row(&r);
	return all;
}

const char *task_verb(struct ctx *c, const struct task *t)
{
	struct work_function w = { .verb = "arbejde" };

	work_function_load(c, t->work_function, &w);
	if (t->title[0] == '\0')
		return w.verb;
	return mem_printf(c, "%s %s", w.verb, t->title);
}

struct task_answers task_answers(struct ctx *c, int64_t id)
{
	struct task_answers a = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT count(*), count(*) FILTER (WHERE state = 'no'),"
		" count(*) FILTER (WHERE state IN ('asked', 'held'))"
		" FROM offer WHERE task_id = $1"),
	    BIND(INT(id)));

	if (row_next(&r)) {
		a.asked = row_int(&r);
		a.no = row_int(&r);
		a.waiting = row_int(&r);
	}
	return a;
}
