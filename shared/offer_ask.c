#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "change.h"
#include "match.h"
#include "municipality.h"
#include "notice.h"
#include "offer.h"

#define SOON       (24 * HOUR) /* a shift this near: ask three a place */
#define LEAST_LEAD HOUR        /* nobody is asked later than this before it */

struct wave {
	int64_t task, shift, starts_at, places, taken, waiting, contact;
	int64_t send_at, answer_by;
};

static bool wave_load(struct ctx *c, int64_t task, struct wave *w)
{
	struct rows r = db_query(c,
	    SQL("SELECT t.id, s.id, s.starts_at, t.places, t.taken,"
		" (SELECT count(*) FROM offer o WHERE o.task_id = t.id"
		"   AND o.state IN ('asked', 'held')), t.contact_id"
		" FROM task t JOIN shift s ON s.task_id = t.id"
		" WHERE t.id = $1 AND t.state = 'open'"),
	    BIND(INT(task)));

	if (!row_next(&r))
		return false;
	w->task = row_int(&r);
	w->shift = row_int(&r);
	w->starts_at = row_int(&r);
	w->places = row_int(&r);
	w->taken = row_int(&r);
	w->waiting = row_int(&r);
	w->contact = row_int(&r);
	return true;
}

int64_t offer_answer_by(struct ctx *c, int64_t starts_at)
{
	int64_t minutes, by, send_at = clock_in_window(WINDOW_ASKING, c->now);
	struct municipality m;

	if (!municipality_load(c, 0, &m) ||
	    !rule_value(c, m.id, RULE_ANSWER_MINUTES, c->now, &minutes))
		return c->now;
	by = clock_add_office_minutes(send_at, (int)minutes);
	return by < starts_at - LEAST_LEAD ? by : starts_at - LEAST_LEAD;
}

/* Numbers go round, so that one is not used again while an old SMS with it may
 * still be answered. */
static int64_t next_number(struct ctx *c, int64_t citizen)
{
	struct offer last;

	if (!offer_latest(c, citizen, &last) ||
	    last.number >= OFFER_NUMBER_MOST)
		return OFFER_NUMBER_LEAST;
	return last.number + 1;
}

static void offer_make(
    struct ctx *c, const struct wave *w, const struct match *m)
{
	int64_t id = db_new_id(c);
	const struct notice_to to = { .kind = "offer",
		.person = m->citizen,
		.about = id,
		.not_before = w->send_at,
		.expires_at = w->answer_by,
		.guard = id };

	db_run(c,
	    SQL("INSERT INTO offer (id, task_id, shift_id, citizen_id, number,"
		" state, asked_at, answer_by, rule_version, cost, cost_parts)"
		" VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, $9, $10)"),
	    BIND(INT(id), INT(w->task), INT(w->shift), INT(m->citizen),
		INT(next_number(c, m->citizen)), INT(c->now), INT(w->answer_by),
		INT(MATCH_VERSION), INT(m->cost), TEXT(m->parts)));
	change_note(c, m->citizen);
	notice_leave(c, &to);
	log_info("offer.made offer=%" PRId64 " task=%" PRId64, id, w->task);
}

bool offer_ask(struct ctx *c, int64_t task)
{
	const struct match *found = NULL;
	int64_t wanted;
	struct wave w = { 0 };
	size_t count = 0;

	if (!wave_load(c, task, &w))
		return false;
	wanted = w.places - w.taken;
	if (w.starts_at - c->now <= SOON)
		wanted *= 3;
	wanted -= w.waiting;
	if (wanted <= 0 || w.taken == w.places)
		return true;
	w.send_at = clock_in_window(WINDOW_ASKING, c->now);
	w.answer_by = offer_answer_by(c, w.starts_at);
	if (w.send_at < w.answer_by)
		found = match_find(c, task,
		    (size_t)(wanted < MATCH_MOST ? wanted : MATCH_MOST),
		    &count);
	for (size_t i = 0; i < count; i++)
		offer_make(c, &w, &found[i]);
	if (count > 0 || w.waiting > 0)
		return true;
	notice_tell(c, "task_nobody", w.contact, task);
	return false;
}
