#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "change.h"
#include "draft.h"
#include "job.h"
#include "municipality.h"
#include "person.h"
#include "retention.h"
#include "terms.h"

/* ---- what is too old: of each class those, and the oldest of them ----
 *
 * $1: older than this, $2: so many; of offers $2: now, $3: so many. */

/* Unanswered and declined (P3), when the shift is over: until then they say who
 * is not to be asked again. Those of an engagement go with it. */
#define OFFERS                                             \
	" FROM offer o JOIN shift s ON s.id = o.shift_id"  \
	" WHERE o.state IN ('no', 'expired', 'withdrawn')" \
	"   AND o.asked_at < $1 AND s.ends_at < $2"        \
	"   AND NOT EXISTS (SELECT 1 FROM engagement e"    \
	"     WHERE e.offer_id = o.id)"
#define SOME_OFFERS "(SELECT o.id" OFFERS " ORDER BY o.asked_at LIMIT $3)"

/* What is under way, or waits for a person, stays. */
#define MESSAGES                          \
	" FROM outbox WHERE made_at < $1" \
	" AND state NOT IN ('queued', 'sending', 'uncertain')"
#define SOME_MESSAGES "(SELECT id" MESSAGES " ORDER BY made_at LIMIT $2)"

#define HOOKS      " FROM hook WHERE came_at < $1 AND done_at IS NOT NULL"
#define SOME_HOOKS "(SELECT id" HOOKS " ORDER BY came_at LIMIT $2)"

#define WORDS      " FROM attention WHERE closed_at < $1"
#define SOME_WORDS "(SELECT id" WORDS " ORDER BY closed_at LIMIT $2)"

#define LINKS      " FROM link WHERE expires_at < $1"
#define SOME_LINKS "(SELECT id" LINKS " ORDER BY expires_at LIMIT $2)"

#define ENROLMENTS      " FROM enrolment WHERE expires_at < $1"
#define SOME_ENROLMENTS "(SELECT id" ENROLMENTS " ORDER BY expires_at LIMIT $2)"

/* Who wrote once and never came to be anything here, when nobody is to call
 * them and nothing waits to be sent. */
#define STRANGERS                                                            \
	" FROM person p WHERE p.made_at < $1 AND p.erased_at IS NULL"        \
	" AND NOT EXISTS (SELECT 1 FROM citizen z WHERE z.person_id = p.id)" \
	" AND NOT EXISTS (SELECT 1 FROM person_role r"                       \
	"   WHERE r.person_id = p.id)"                                       \
	" AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.person_id = p.id)" \
	" AND NOT EXISTS (SELECT 1 FROM signup s WHERE s.person_id = p.id)"  \
	" AND NOT EXISTS (SELECT 1 FROM invitation i"                        \
	"   WHERE i.person_id = p.id)"                                       \
	" AND NOT EXISTS (SELECT 1 FROM attention a"                         \
	"   WHERE a.person_id = p.id AND a.closed_at IS NULL)"               \
	" AND NOT EXISTS (SELECT 1 FROM hook h WHERE h.person_id = p.id"     \
	"   AND h.came_at >= $1)"

#define DAYS      " FROM available_on WHERE on_day < $1"
#define SOME_DAYS "(SELECT id" DAYS " ORDER BY on_day LIMIT $2)"

#define LISTS      " FROM excluded WHERE expires_at < $1"
#define SOME_LISTS "(SELECT id" LISTS " ORDER BY expires_at LIMIT $2)"

#define COURSES      " FROM course WHERE ended_at < $1"
#define SOME_COURSES "(SELECT id" COURSES " ORDER BY ended_at LIMIT $2)"

#define SHIFTS      " FROM shift WHERE ends_at < $1"
#define SHIFTS_MOST 10 /* a shift has a row for everybody who was asked */

static void note_all(struct ctx *c, struct ids citizens)
{
	for (size_t i = 0; i < citizens.count; i++)
		change_note(c, citizens.id[i]);
}

/* ---- how they go ---- */

static int64_t erase_offers(struct ctx *c, int64_t before, int64_t most)
{
	note_all(c,
	    db_ids(c,
		SQL("SELECT DISTINCT citizen_id FROM offer"
		    " WHERE id IN " SOME_OFFERS),
		BIND(INT(before), INT(c->now), INT(most))));
	return db_run(c, SQL("DELETE FROM offer WHERE id IN " SOME_OFFERS),
	    BIND(INT(before), INT(c->now), INT(most)));
}

static int64_t erase_messages(struct ctx *c, int64_t before, int64_t most)
{
	db_run(c,
	    SQL("DELETE FROM delivery WHERE outbox_id IN " SOME_MESSAGES
		" OR again_id IN " SOME_MESSAGES),
	    BIND(INT(before), INT(most)));
	db_run(c, SQL("DELETE FROM attempt WHERE outbox_id IN " SOME_MESSAGES),
	    BIND(INT(before), INT(most)));
	return db_run(c, SQL("DELETE FROM outbox WHERE id IN " SOME_MESSAGES),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_hooks(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c, SQL("DELETE FROM hook WHERE id IN " SOME_HOOKS),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_words(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c, SQL("DELETE FROM attention WHERE id IN " SOME_WORDS),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_links(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c, SQL("DELETE FROM link WHERE id IN " SOME_LINKS),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_enrolments(struct ctx *c, int64_t before, int64_t most)
{
	return db_run(c,
	    SQL("DELETE FROM enrolment WHERE id IN " SOME_ENROLMENTS),
	    BIND(INT(before), INT(most)));
}

/* They have no line in the ledger: of an old backup, the next night sees to it.
 */
static int64_t erase_strangers(struct ctx *c, int64_t before, int64_t most)
{
	struct ids old = db_ids(c,
	    SQL("SELECT p.id" STRANGERS " ORDER BY p.made_at LIMIT $2"),
	    BIND(INT(before), INT(most)));
	int64_t rows = 0;

	for (size_t i = 0; i < old.count; i++)
		rows += person_drop_stranger(c, old.id[i]);
	return rows;
}

static int64_t erase_days(struct ctx *c, int64_t before, int64_t most)
{
	note_all(c,
	    db_ids(c,
		SQL("SELECT DISTINCT citizen_id FROM available_on"
		    " WHERE id IN " SOME_DAYS),
		BIND(INT(before), INT(most))));
	return db_run(c, SQL("DELETE FROM available_on WHERE id IN " SOME_DAYS),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_lists(struct ctx *c, int64_t before, int64_t most)
{
	note_all(c,
	    db_ids(c,
		SQL("SELECT DISTINCT citizen_id FROM excluded"
		    " WHERE id IN " SOME_LISTS),
		BIND(INT(before), INT(most))));
	return db_run(c, SQL("DELETE FROM excluded WHERE id IN " SOME_LISTS),
	    BIND(INT(before), INT(most)));
}

static int64_t erase_courses(struct ctx *c, int64_t before, int64_t most)
{
	db_run(c, SQL("DELETE FROM followup WHERE course_id IN " SOME_COURSES),
	    BIND(INT(before), INT(most)));
	return db_run(c, SQL("DELETE FROM course WHERE id IN " SOME_COURSES),
	    BIND(INT(before), INT(most)));
}

/* A shift with all that was agreed and said of it, and its task. */
static int64_t erase_shift(struct ctx *c, int64_t shift)
{
	int64_t task = db_int(c, SQL("SELECT task_id FROM shift WHERE id = $1"),
	    BIND(INT(shift)), 0);
	int64_t rows;

	note_all(c,
	    db_ids(c,
		SQL("SELECT DISTINCT citizen_id FROM offer"
		    " WHERE task_id = $1 AND shift_id = $2 LIMIT 1000"),
		BIND(INT(task), INT(shift))));
	db_run(
	    c, SQL("DELETE FROM cancel WHERE task_id = $1"), BIND(INT(task)));
	rows = db_run(c,
	    SQL("DELETE FROM hours WHERE engagement_id IN"
		" (SELECT id FROM engagement WHERE shift_id = $1)"),
	    BIND(INT(shift)));
	rows += db_run(c, SQL("DELETE FROM engagement WHERE shift_id = $1"),
	    BIND(INT(shift)));
	rows += db_run(c,
	    SQL("DELETE FROM offer WHERE task_id = $1 AND shift_id = $2"),
	    BIND(INT(task), INT(shift)));
	rows += db_run(
	    c, SQL("DELETE FROM shift WHERE id = $1"), BIND(INT(shift)));
	return rows +
	    db_run(c,
		SQL("DELETE FROM task WHERE id = $1 AND NOT EXISTS"
		    " (SELECT 1 FROM shift WHERE task_id = $1)"),
		BIND(INT(task)));
}

static int64_t erase_shifts(struct ctx *c, int64_t before, int64_t most)
{
	struct ids old = db_ids(c,
	    SQL("SELECT id" SHIFTS " ORDER BY ends_at LIMIT $2"),
	    BIND(INT(before), INT(most < SHIFTS_MOST ? most : SHIFTS_MOST)));
	int64_t rows = 0;

	for (size_t i = 0; i < old.count; i++)
		rows += erase_shift(c, old.id[i]);
	return rows + terms_forget(c, before, most);
}

/* ---- how many there are ---- */

static struct rows count_offers(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(o.asked_at)" OFFERS),
	    BIND(INT(before), INT(c->now)));
}

static struct rows count_messages(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(made_at)" MESSAGES),
	    BIND(INT(before)));
}

static struct rows count_hooks(struct ctx *c, int64_t before)
{
	return db_query(
	    c, SQL("SELECT count(*), min(came_at)" HOOKS), BIND(INT(before)));
}

static struct rows count_words(struct ctx *c, int64_t before)
{
	return db_query(
	    c, SQL("SELECT count(*), min(closed_at)" WORDS), BIND(INT(before)));
}

static struct rows count_links(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(expires_at)" LINKS),
	    BIND(INT(before)));
}

static struct rows count_enrolments(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(expires_at)" ENROLMENTS),
	    BIND(INT(before)));
}

static struct rows count_strangers(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(p.made_at)" STRANGERS),
	    BIND(INT(before)));
}

static struct rows count_days(struct ctx *c, int64_t before)
{
	return db_query(
	    c, SQL("SELECT count(*), min(on_day)" DAYS), BIND(INT(before)));
}

static struct rows count_lists(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(expires_at)" LISTS),
	    BIND(INT(before)));
}

static struct rows count_courses(struct ctx *c, int64_t before)
{
	return db_query(c, SQL("SELECT count(*), min(ended_at)" COURSES),
	    BIND(INT(before)));
}

static struct rows count_shifts(struct ctx *c, int64_t before)
{
	return db_query(
	    c, SQL("SELECT count(*), min(ends_at)" SHIFTS), BIND(INT(before)));
}

/* The classes. What others rest on comes last. */
static const struct {
	const char *name, *rule;
	struct rows (*count)(struct ctx *c, int64_t before);
	int64_t (*erase)(struct ctx *c, int64_t before, int64_t most);
} classes[] = {
	{ "offers", RULE_KEEP_OFFERS, count_offers, erase_offers },
	{ "days", RULE_KEEP_OFFERS, count_days, erase_days },
	{ "lists", RULE_KEEP_OFFERS, count_lists, erase_lists },
	{ "hooks", RULE_KEEP_HOOKS, count_hooks, erase_hooks },
	{ "messages", RULE_KEEP_MESSAGES, count_messages, erase_messages },
	{ "words", RULE_KEEP_WORDS, count_words, erase_words },
	{ "links", RULE_KEEP_SIGNINS, count_links, erase_links },
	{ "enrolments", RULE_KEEP_SIGNINS, count_enrolments, erase_enrolments },
	{ "drafts", RULE_KEEP_DRAFTS, draft_count_old, draft_erase_old },
	{ "strangers", RULE_KEEP_WORDS, count_strangers, erase_strangers },
	{ "courses", RULE_KEEP_FOLLOWUPS, count_courses, erase_courses },
	{ "shifts", RULE_KEEP_HOURS, count_shifts, erase_shifts },
};

/* ---- by the rules ---- */

/* False without a row: nothing is old then. */
static bool too_old(
    struct ctx *c, const char *rule, int64_t *keep, int64_t *before)
{
	struct wall w = clock_wall(c->now);
	struct municipality m;

	*keep = -1;
	if (!municipality_load(c, 0, &m) ||
	    !rule_find(c, m.id, rule, c->now, keep) || *keep < 1)
		return false;
	if (strstr(rule, "_years") != NULL)
		w.year -= (int)*keep;
	else
		w.day -= (int)*keep;
	*before = clock_instant(w);
	return true;
}

const struct retention *retention_report(struct ctx *c, size_t *count)
{
	struct retention *all = mem_alloc(c, sizeof *all * COUNT(classes));
	int64_t before;

	for (size_t i = 0; i < COUNT(classes); i++) {
		struct rows r;

		all[i] = (struct retention) { .name = classes[i].name,
			.rule = classes[i].rule };
		if (!too_old(c, classes[i].rule, &all[i].keep, &before))
			continue;
		r = classes[i].count(c, before);
		if (!row_next(&r))
			continue;
		all[i].rows = row_int(&r);
		all[i].oldest = row_int(&r);
	}
	*count = COUNT(classes);
	return all;
}

/* A class in a transaction of its own: one that cannot go must not keep the
 * others. */
static int64_t erase_class(struct ctx *c, size_t i, int64_t most)
{
	int64_t keep, before, rows;

	if (!too_old(c, classes[i].rule, &keep, &before))
		return 0;
	db_begin(c);
	rows = classes[i].erase(c, before, most);
	return db_commit(c) == OK ? rows : 0;
}

int64_t retention_erase(struct ctx *c)
{
	int64_t rows = 0;

	for (size_t i = 0; i < COUNT(classes) && rows < RETENTION_BATCH; i++)
		rows += erase_class(c, i, RETENTION_BATCH - rows);
	if (rows > 0)
		log_info("retention.erased rows=%" PRId64, rows);
	return rows;
}

static void end_night(struct ctx *c, int64_t today)
{
	int64_t keep, before;

	for (size_t i = 0; i < COUNT(classes); i++)
		if (!too_old(c, classes[i].rule, &keep, &before))
			log_warnx("retention.no_rule class=%s rule=%s",
			    classes[i].name, classes[i].rule);
	db_begin(c);
	job_done(c, JOB_RETENTION, today);
	if (db_commit(c) != OK)
		return;
}

size_t retention_run(struct ctx *c)
{
	int64_t today = clock_midnight(c->now), rows;
	int hour = clock_wall(c->now).hour;

	if (hour < RETENTION_FROM || hour >= RETENTION_UNTIL ||
	    !job_is_due(c, JOB_RETENTION, today))
		return 0;
	rows = retention_erase(c);
	if (rows == 0 && !db_failed(c))
		end_night(c, today);
	return (size_t)rows;
}
