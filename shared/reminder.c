#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "hours.h"
#include "notice.h"
#include "offer.h"
#include "payday.h"
#include "reminder.h"
#include "terms.h"

#define EVE_HOUR     15 /* of the day before */
#define FIRST_SHIFTS 2  /* at a place: later ones by choice (P16) */

/* What the steps are about. */
struct going {
	struct engagement e;
	int64_t contact, workplace, pay_on, step;
};

/* ---- when ---- */

static int64_t eve_at(const struct going *g)
{
	struct wall w = clock_wall(g->e.starts_at);

	w.day--;
	w.hour = EVE_HOUR;
	w.minute = w.second = 0;
	return clock_instant(w);
}

static int64_t missing_at(const struct going *g)
{
	return g->e.ends_at + DAY;
}

static int64_t last_at(const struct going *g)
{
	return g->e.ends_at + 3 * DAY;
}

static int64_t terms_at(const struct going *g)
{
	return g->e.starts_at + TERMS_REMIND;
}

/* A working day after the last of them could be read. */
static int64_t call_at(const struct going *g)
{
	return clock_add_working_days(
	    clock_in_window(WINDOW_ASKING, last_at(g)), 1);
}

static int64_t pay_at(const struct going *g)
{
	return payday_at(g->pay_on);
}

/* ---- what ---- */

static int64_t shifts_there(struct ctx *c, const struct going *g)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM engagement e"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		"   AND t.workplace_id = $2 AND s.starts_at < $3"),
	    BIND(INT(g->e.citizen_id), INT(g->workplace), INT(g->e.starts_at)),
	    0);
}

static bool wants_it(struct ctx *c, const struct going *g)
{
	return shifts_there(c, g) < FIRST_SHIFTS ||
	    db_int(c, SQL("SELECT reminded FROM citizen WHERE person_id = $1"),
		BIND(INT(g->e.citizen_id)), 0) != 0;
}

static void leave(
    struct ctx *c, const struct going *g, const char *kind, int64_t person)
{
	const struct notice_to to = { .kind = kind,
		.person = person,
		.about = g->e.id,
		/* Of a shift that was moved it is said anew. */
		.key = mem_printf(
		    c, "%" PRId64 ":%" PRId64, g->e.id, g->e.starts_at),
		.expires_at = g->e.starts_at };

	notice_leave(c, &to);
}

/* What was called off too late to be for nothing has a pay day, and no eve; nor
 * has a time that nobody has said yes to. */
static bool tell_eve(struct ctx *c, const struct going *g)
{
	if (strcmp(g->e.state, "agreed") != 0 || strcmp(g->e.fits, "yes") != 0)
		return true;
	if (wants_it(c, g))
		leave(c, g, "tomorrow", g->e.citizen_id);
	leave(c, g, "coming", g->contact);
	return true;
}

static bool is_missing(const struct going *g)
{
	return strcmp(g->e.hours, "none") == 0 ||
	    strcmp(g->e.hours, "asked") == 0;
}

static bool tell_missing(struct ctx *c, const struct going *g)
{
	if (is_missing(g))
		notice_tell(c, "hours_missing", g->contact, g->e.id);
	return true;
}

static bool tell_last(struct ctx *c, const struct going *g)
{
	if (is_missing(g))
		notice_tell(c, "hours_last", g->contact, g->e.id);
	return true;
}

static bool tell_terms(struct ctx *c, const struct going *g)
{
	terms_remind(c, g->e.id, g->contact);
	return true;
}

static bool ask_a_person(struct ctx *c, const struct going *g)
{
	if (is_missing(g))
		attention_add(c, ATTENTION_MISSING, g->contact, g->e.id, "");
	return true;
}

static bool ask_of_pay(struct ctx *c, const struct going *g)
{
	return payday_ask(c, &g->e);
}

/* In their order. apart: at least so long after the step before, for a pass
 * that comes late must not say two things at once. tell: false to look again a
 * day later. */
static const struct {
	int64_t (*at)(const struct going *g);
	int64_t apart;
	bool (*tell)(struct ctx *c, const struct going *g);
} steps[] = {
	{ eve_at, 0, tell_eve },
	{ missing_at, 0, tell_missing },
	{ last_at, DAY, tell_last },
	{ terms_at, 12 * HOUR, tell_terms },
	{ call_at, 12 * HOUR, ask_a_person },
	{ pay_at, 0, ask_of_pay },
};

/* ---- going through them ---- */

static bool going_load(struct ctx *c, int64_t id, struct going *g)
{
	struct rows r = db_query(c,
	    SQL("SELECT t.contact_id, t.workplace_id, t.pay_on, e.remind_step"
		" FROM engagement e JOIN task t ON t.id = e.task_id"
		" WHERE e.id = $1 AND" HOURS_STAND),
	    BIND(INT(id)));

	if (!row_next(&r) || !engagement_load(c, id, &g->e))
		return false;
	g->contact = row_int(&r);
	g->workplace = row_int(&r);
	g->pay_on = row_int(&r);
	g->step = row_int(&r);
	return true;
}

static void look_again(struct ctx *c, int64_t id, int64_t step, int64_t when)
{
	db_run(c,
	    SQL("UPDATE engagement SET remind_step = $2, remind_at = $3"
		" WHERE id = $1"),
	    BIND(INT(id), INT(step), ID(when)));
}

static void go_on(struct ctx *c, int64_t id)
{
	struct going g;
	int64_t at, next;

	if (!going_load(c, id, &g) || g.step >= (int64_t)COUNT(steps)) {
		look_again(c, id, (int64_t)COUNT(steps), 0);
		return;
	}
	at = steps[g.step].at(&g);
	if (at > c->now) {
		look_again(c, id, g.step, at);
		return;
	}
	if (!steps[g.step].tell(c, &g)) {
		look_again(c, id, g.step, clock_add_days(c->now, 1));
		return;
	}
	if (++g.step == (int64_t)COUNT(steps)) {
		look_again(c, id, g.step, 0);
		return;
	}
	at = steps[g.step].at(&g);
	next = c->now + steps[g.step].apart;
	look_again(c, id, g.step, at > next ? at : next);
}

size_t reminder_run(struct ctx *c)
{
	struct ids due = db_ids(c,
	    SQL("SELECT id FROM engagement WHERE remind_at <= $1"
		" ORDER BY remind_at, id LIMIT $2"),
	    BIND(INT(c->now), INT(REMINDER_MOST)));

	for (size_t i = 0; i < due.count && !db_failed(c); i++) {
		db_begin(c);
		go_on(c, due.id[i]);
		if (db_commit(c) != OK)
			return 0;
	}
	return due.count;
}
