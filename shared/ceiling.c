#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "ceiling.h"
#include "change.h"
#include "citizen.h"
#include "municipality.h"
#include "notice.h"
#include "seal.h"

/* ---- steps ---- */

bool ceiling_steps_load(
    struct ctx *c, int64_t municipality, struct ceiling_steps *s)
{
	for (int i = 0; i < CEILING_STEPS; i++)
		if (!rule_value(c, municipality,
			mem_printf(c, RULE_CEILING_STEP "%d", i + 1), c->now,
			&s->step[i]))
			return false;
	if (!rule_value(c, municipality, RULE_CEILING_MORE, c->now, &s->more) ||
	    !rule_value(c, municipality, RULE_CEILING_MOST, c->now, &s->most))
		return false;
	if (s->most > CEILING_MINUTES)
		s->most = CEILING_MINUTES;
	return s->more > 0;
}

int64_t ceiling_next(const struct ceiling_steps *s, int64_t minutes)
{
	int64_t next = (minutes / s->more + 1) * s->more;

	for (int i = CEILING_STEPS - 1; i >= 0; i--)
		if (s->step[i] > minutes)
			next = s->step[i];
	return next <= s->most ? next : 0;
}

/* ---- an agreement ---- */

static const char *const ways[] = { [CEILING_MET] = "met",
	[CEILING_PHONE] = "phone",
	[CEILING_WORK] = "work" };

const char *ceiling_way(enum ceiling_way way)
{
	return ways[way];
}

static bool is_way(const char *word)
{
	for (int i = CEILING_MET; i < CEILING_WAYS; i++)
		if (strcmp(ways[i], word) == 0)
			return true;
	return false;
}

/* Down is always free, up only to the next step, or with a reason; above all
 * steps, or where nobody has dated them, not at all. */
static enum err may_move(
    struct ctx *c, const struct citizen *z, const struct ceiling *agreed)
{
	struct ceiling_steps s;

	if (agreed->minutes == z->ceiling_minutes || agreed->minutes < 0 ||
	    !is_way(agreed->way) || agreed->agreed_on > c->now ||
	    agreed->agreed_on < c->now - CEILING_DAYS * DAY)
		return ERR_INVALID;
	if (agreed->minutes < z->ceiling_minutes)
		return OK;
	if (!ceiling_steps_load(c, z->municipality_id, &s) ||
	    agreed->minutes > s.most)
		return ERR_FORBIDDEN;
	if (agreed->minutes == ceiling_next(&s, z->ceiling_minutes))
		return OK;
	return *agreed->why != '\0' ? OK : ERR_FORBIDDEN;
}

static void tell(struct ctx *c, int64_t citizen, int64_t id)
{
	const struct notice_to to = { .kind = "ceiling",
		.person = citizen,
		.key = mem_printf(c, "%" PRId64, id) };

	notice_leave(c, &to);
}

static void move(struct ctx *c, const struct ceiling *agreed, int64_t by)
{
	int64_t id = db_new_id(c);

	db_run(c,
	    SQL("UPDATE ceiling SET ended_at = $2"
		" WHERE citizen_id = $1 AND ended_at IS NULL"),
	    BIND(INT(agreed->citizen_id), INT(c->now)));
	db_run(c,
	    SQL("INSERT INTO ceiling (id, citizen_id, before_minutes, minutes,"
		" proposed_by, proposed_at, agreed_on, way, why)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
	    BIND(INT(id), INT(agreed->citizen_id), INT(agreed->before_minutes),
		INT(agreed->minutes), INT(by), INT(c->now),
		INT(agreed->agreed_on), TEXT(agreed->way),
		TEXT(seal_text(
		    c, agreed->citizen_id, CEILING_SEALED, id, agreed->why))));
	db_run(c,
	    SQL("UPDATE citizen SET ceiling_minutes = $2 WHERE person_id = $1"),
	    BIND(INT(agreed->citizen_id), INT(agreed->minutes)));
	change_note(c, agreed->citizen_id);
	tell(c, agreed->citizen_id, id);
}

enum err ceiling_agree(struct ctx *c, const struct ceiling *agreed, int64_t by)
{
	struct citizen z;
	enum err err;

	db_begin(c);
	if (!citizen_load(c, agreed->citizen_id, &z) || z.mentor_id != by)
		return db_undo(c, ERR_NOT_FOUND);
	if (z.ceiling_minutes != agreed->before_minutes)
		return db_undo(c, ERR_CONFLICT);
	err = may_move(c, &z, agreed);
	if (err != OK)
		return db_undo(c, err);
	move(c, agreed, by);
	return db_commit(c);
}

const struct ceiling *ceiling_list(
    struct ctx *c, int64_t citizen, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, citizen_id, before_minutes, minutes, agreed_on,"
		" way, why, proposed_by, proposed_at FROM ceiling"
		" WHERE citizen_id = $1 ORDER BY id DESC LIMIT 50"),
	    BIND(INT(citizen)));
	struct ceiling *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct ceiling *one = &all[*count];
		int64_t id = row_int(&r);

		one->citizen_id = row_int(&r);
		one->before_minutes = row_int(&r);
		one->minutes = row_int(&r);
		one->agreed_on = row_int(&r);
		one->way = row_text(&r);
		one->why = seal_open(
		    c, one->citizen_id, CEILING_SEALED, id, row_text(&r));
		one->proposed_by = row_int(&r);
		one->proposed_at = row_int(&r);
	}
	return all;
}
