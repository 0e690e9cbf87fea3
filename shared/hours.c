#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "change.h"
#include "day.h"
#include "hours.h"
#include "notice.h"
#include "offer.h"
#include "seal.h"

int64_t hours_amount(int64_t minutes, int64_t pay_ore)
{
	return (minutes * pay_ore + 30) / 60;
}

static bool parse(const char *s, int64_t *n)
{
	char *end;

	*n = strtoll(s, &end, 10);
	return *end == '\0' && *n >= 0 && *n <= HOURS_MOST;
}

bool hours_parse(const char *hours, const char *minutes, int64_t *total)
{
	int64_t h, m;

	if ((*hours == '\0' && *minutes == '\0') || !parse(hours, &h) ||
	    !parse(minutes, &m))
		return false;
	*total = h * 60 + m;
	return *total <= HOURS_MOST;
}

bool hours_count(const char *state)
{
	return strcmp(state, "proposed") == 0 || strcmp(state, "agreed") == 0 ||
	    strcmp(state, "settled") == 0;
}

static void load_said(struct ctx *c, int64_t engagement, struct hours *h)
{
	int64_t id, citizen;
	struct rows r = db_query(c,
	    SQL("SELECT h.minutes, h.pay_ore, h.id, e.citizen_id, h.thanks,"
		" h.said_at, coalesce(h.remembered, -1), h.went"
		" FROM hours h JOIN engagement e ON e.id = h.engagement_id"
		" WHERE h.engagement_id = $1 ORDER BY h.id DESC LIMIT 1"),
	    BIND(INT(engagement)));

	if (!row_next(&r))
		return;
	h->minutes = row_int(&r);
	h->pay_ore = row_int(&r);
	id = row_int(&r);
	citizen = row_int(&r);
	h->thanks = seal_open(c, citizen, HOURS_THANKS, id, row_text(&r));
	h->said_at = row_int(&r);
	h->remembered = row_int(&r);
	h->went = row_text(&r);
}

bool hours_load(struct ctx *c, int64_t engagement, struct hours *h)
{
	struct rows r = db_query(c,
	    SQL("SELECT (s.ends_at - s.starts_at) / 60, t.pay_ore"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id WHERE e.id = $1"),
	    BIND(INT(engagement)));

	if (!row_next(&r))
		return false;
	*h = (struct hours) { .thanks = "", .went = "", .remembered = -1 };
	h->planned = h->minutes = row_int(&r);
	h->pay_ore = row_int(&r);
	load_said(c, engagement, h);
	h->amount_ore = hours_amount(h->minutes, h->pay_ore);
	return true;
}

static int64_t contact_of(struct ctx *c, const struct engagement *e)
{
	return db_int(c, SQL("SELECT contact_id FROM task WHERE id = $1"),
	    BIND(INT(e->task_id)), 0);
}

static bool set_state(
    struct ctx *c, int64_t engagement, const char *from, const char *to)
{
	if (db_run(c,
		SQL("UPDATE engagement AS e SET hours = $3"
		    " WHERE id = $1 AND hours = $2 AND" HOURS_STAND),
		BIND(INT(engagement), TEXT(from), TEXT(to))) == 0)
		return false;
	change_note(c,
	    db_int(c, SQL("SELECT citizen_id FROM engagement WHERE id = $1"),
		BIND(INT(engagement)), 0));
	return true;
}

void hours_ask(struct ctx *c)
{
	struct ids ended = db_ids(c,
	    SQL("SELECT e.id FROM shift s"
		" JOIN engagement e ON e.shift_id = s.id"
		" WHERE s.ends_at <= $1 AND s.ends_at > $2"
		"   AND e.state = 'agreed' AND e.hours = 'none'"
		" ORDER BY s.ends_at LIMIT 100"),
	    BIND(INT(c->now - HOURS_ASK_AFTER), INT(c->now - 90 * DAY)));

	for (size_t i = 0; i < ended.count && !db_failed(c); i++) {
		struct engagement e;

		db_begin(c);
		if (set_state(c, ended.id[i], "none", "asked") &&
		    engagement_load(c, ended.id[i], &e)) {
			db_run(c,
			    SQL("UPDATE task SET state = 'over' WHERE id = $1"),
			    BIND(INT(e.task_id)));
			notice_tell(c, "hours_ask", contact_of(c, &e), e.id);
			day_ask(c, &e);
		}
		if (db_commit(c) != OK)
			return;
	}
}

static void add(struct ctx *c, const struct engagement *e, int64_t minutes,
    const char *thanks, int64_t by)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("INSERT INTO hours (id, engagement_id, minutes, pay_ore,"
		" thanks, said_by, said_at)"
		" SELECT $1, $2, $3, pay_ore, $4, $5, $6 FROM task"
		"  WHERE id = $7"),
	    BIND(INT(id), INT(e->id), INT(minutes),
		TEXT(seal_text(c, e->citizen_id, HOURS_THANKS, id, thanks)),
		INT(by), INT(c->now), INT(e->task_id)));
}

/* Who did not come hears it from a person, who asks for their side first. */
static void tell_of(struct ctx *c, const struct engagement *e, int64_t minutes)
{
	if (minutes == 0)
		attention_add(c, ATTENTION_ABSENT, e->citizen_id, e->id, "");
	else if (minutes == (e->ends_at - e->starts_at) / 60)
		notice_tell(c, "hours_planned", e->citizen_id, e->id);
	else
		notice_tell(c, "hours_differ", e->citizen_id, e->id);
}

static void stop_asking(struct ctx *c, int64_t engagement)
{
	outbox_cancel(c, "hours_ask", engagement);
	outbox_cancel(c, "hours_missing", engagement);
	outbox_cancel(c, "hours_last", engagement);
	attention_settle(c, ATTENTION_MISSING, engagement);
}

enum err hours_propose(struct ctx *c, int64_t engagement, int64_t minutes,
    const char *thanks, int64_t by)
{
	const char *to = minutes > 0 ? "proposed" : "disputed";
	struct engagement e;

	if (minutes < 0 || minutes > HOURS_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (!engagement_load(c, engagement, &e) || e.ends_at > c->now)
		return db_undo(c, ERR_NOT_FOUND);
	if (!set_state(c, e.id, "asked", to) && !set_state(c, e.id, "none", to))
		return db_undo(c, ERR_CONFLICT);
	add(c, &e, minutes, thanks, by);
	stop_asking(c, e.id);
	tell_of(c, &e, minutes);
	return db_commit(c);
}

void hours_owe(struct ctx *c, const struct engagement *e, int64_t by)
{
	if (set_state(c, e->id, "none", "agreed"))
		add(c, e, (e->ends_at - e->starts_at) / MINUTE, "", by);
}

enum err hours_agree(struct ctx *c, int64_t engagement)
{
	struct engagement e;

	db_begin(c);
	if (!engagement_load(c, engagement, &e))
		return db_undo(c, ERR_NOT_FOUND);
	if (!set_state(c, e.id, "proposed", "agreed"))
		return db_undo(c, ERR_CONFLICT);
	notice_tell(c, "hours_agreed", e.citizen_id, e.id);
	return db_commit(c);
}

bool hours_may_object(const struct ctx *c, const char *state, int64_t said_at)
{
	return (strcmp(state, "proposed") == 0 ||
		   strcmp(state, "agreed") == 0) &&
	    said_at > c->now - HOURS_OBJECT;
}

enum err hours_dispute(struct ctx *c, int64_t engagement)
{
	struct engagement e;
	struct hours h;

	db_begin(c);
	if (!engagement_load(c, engagement, &e) || !hours_load(c, e.id, &h))
		return db_undo(c, ERR_NOT_FOUND);
	if (!hours_may_object(c, e.hours, h.said_at) ||
	    !set_state(c, e.id, e.hours, "disputed"))
		return db_undo(c, ERR_CONFLICT);
	attention_add(c, ATTENTION_HOURS, e.citizen_id, e.id, "");
	notice_answer(c, "call", e.citizen_id, 0);
	notice_tell(c, "hours_disputed", contact_of(c, &e), e.id);
	return db_commit(c);
}

/* Beside the number that they object to, where there is none yet. */
static bool add_remembered(struct ctx *c, int64_t engagement, int64_t minutes)
{
	return db_run(c,
		   SQL("UPDATE hours SET remembered = $2 WHERE id ="
		       "  (SELECT max(id) FROM hours WHERE engagement_id = $1)"
		       " AND remembered IS NULL AND minutes > 0"
		       " AND EXISTS (SELECT 1 FROM engagement e"
		       "  WHERE e.id = $1 AND e.hours = 'disputed')"),
		   BIND(INT(engagement), INT(minutes))) == 1;
}

enum err hours_remember(struct ctx *c, int64_t engagement, int64_t minutes)
{
	struct engagement e;
	enum err err = OK;

	if (minutes < 0 || minutes > HOURS_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (!engagement_load(c, engagement, &e))
		return db_undo(c, ERR_NOT_FOUND);
	if (strcmp(e.hours, "disputed") != 0)
		err = hours_dispute(c, e.id);
	if (err == OK && !add_remembered(c, e.id, minutes))
		err = ERR_CONFLICT;
	return err == OK ? db_commit(c) : db_undo(c, err);
}

enum err hours_settle(
    struct ctx *c, int64_t engagement, int64_t minutes, int64_t by)
{
	struct engagement e;

	if (minutes < 0 || minutes > HOURS_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (!engagement_load(c, engagement, &e))
		return db_undo(c, ERR_NOT_FOUND);
	if (!set_state(c, e.id, "disputed", "settled") &&
	    !set_state(c, e.id, "asked", "settled"))
		return db_undo(c, ERR_CONFLICT);
	add(c, &e, minutes, "", by);
	stop_asking(c, e.id);
	attention_settle(c, ATTENTION_HOURS, e.id);
	attention_settle(c, ATTENTION_ABSENT, e.id);
	/* Of no hours they have been told when they were rung. */
	if (minutes > 0)
		notice_tell(c, "hours_settled", e.citizen_id, e.id);
	notice_tell(c, "hours_same", contact_of(c, &e), e.id);
	return db_commit(c);
}

bool hours_correctable(const char *state)
{
	return hours_count(state);
}

/* They may have been told of hours of it before, and are told again. */
enum err hours_correct(
    struct ctx *c, int64_t engagement, int64_t minutes, int64_t by)
{
	struct engagement e;
	struct hours h;

	if (minutes < 0 || minutes > HOURS_MOST)
		return ERR_INVALID;
	db_begin(c);
	if (!engagement_load(c, engagement, &e) || !hours_load(c, e.id, &h))
		return db_undo(c, ERR_NOT_FOUND);
	if (!hours_correctable(e.hours) || h.minutes == minutes ||
	    !set_state(c, e.id, e.hours, "settled"))
		return db_undo(c, ERR_CONFLICT);
	add(c, &e, minutes, "", by);
	outbox_cancel(c, "hours_planned", e.id);
	outbox_cancel(c, "hours_differ", e.id);
	if (minutes > 0)
		notice_answer(c, "hours_settled", e.citizen_id, e.id);
	notice_answer(c, "hours_same", contact_of(c, &e), e.id);
	return db_commit(c);
}

/* ---- how it went ---- */

const char *const hours_went_words[] = { "alone", "little", "much", NULL };

enum err hours_went(struct ctx *c, int64_t engagement, const char *word)
{
	size_t i = 0;

	while (hours_went_words[i] != NULL &&
	    strcmp(hours_went_words[i], word) != 0)
		i++;
	if (hours_went_words[i] == NULL)
		return ERR_INVALID;
	db_begin(c);
	if (db_run(c,
		SQL("UPDATE hours SET went = $2 WHERE id ="
		    "  (SELECT max(id) FROM hours WHERE engagement_id = $1)"
		    " AND minutes > 0 AND NOT EXISTS (SELECT 1 FROM hours h"
		    "  WHERE h.engagement_id = $1 AND h.went <> '')"),
		BIND(INT(engagement), TEXT(word))) == 0)
		return db_undo(c, ERR_CONFLICT);
	return db_commit(c);
}

const char *hours_went_last(
    struct ctx *c, int64_t citizen, int64_t workplace, int64_t *starts_at)
{
	struct rows r = db_query(c,
	    SQL("SELECT h.went, s.starts_at FROM engagement e"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" JOIN hours h ON h.engagement_id = e.id"
		" WHERE e.citizen_id = $1 AND e.state <> 'given_up'"
		"   AND t.workplace_id = $2 AND h.went <> ''"
		" ORDER BY s.starts_at DESC, h.id DESC LIMIT 1"),
	    BIND(INT(citizen), INT(workplace)));
	const char *went = "";

	if (row_next(&r)) {
		went = row_text(&r);
		*starts_at = row_int(&r);
	}
	return went;
}

/* ---- which ---- */

int64_t hours_to_answer(struct ctx *c, int64_t citizen)
{
	return db_int(c,
	    SQL("SELECT e.id FROM engagement e"
		" JOIN hours h ON h.engagement_id = e.id"
		" WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		"   AND e.hours IN ('proposed', 'agreed') AND h.said_at > $2"
		" ORDER BY CASE e.hours WHEN 'proposed' THEN 0 ELSE 1 END,"
		"  h.id DESC LIMIT 1"),
	    BIND(INT(citizen), INT(c->now - HOURS_OBJECT)), 0);
}

struct ids hours_missing(struct ctx *c, int64_t contact)
{
	return db_ids(c,
	    SQL("SELECT e.id FROM engagement e"
		" JOIN task t ON t.id = e.task_id"
		" JOIN shift s ON s.id = e.shift_id"
		" WHERE t.contact_id = $1 AND e.state = 'agreed'"
		"   AND e.hours = 'asked' ORDER BY s.ends_at LIMIT 50"),
	    BIND(INT(contact)));
}

struct ids hours_missing_at(struct ctx *c, int64_t employer)
{
	return db_ids(c,
	    SQL("SELECT e.id FROM engagement e"
		" JOIN task t ON t.id = e.task_id"
		" JOIN shift s ON s.id = e.shift_id"
		" WHERE t.employer_id = $1 AND e.state = 'agreed'"
		"   AND e.hours = 'asked' ORDER BY s.ends_at LIMIT 50"),
	    BIND(INT(employer)));
}
