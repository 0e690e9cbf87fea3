#include "base/clock.h"
#include "base/db.h"

#include "change.h"
#include "citizen.h"

bool citizen_load(struct ctx *c, int64_t id, struct citizen *z)
{
	struct rows r = db_query(c,
	    SQL("SELECT person_id, municipality_id, mentor_id, target_group,"
		" released_at, ceiling_minutes, travel_m, postcode,"
		" shares_phone, paused_until FROM citizen"
		" WHERE person_id = $1"),
	    BIND(INT(id)));

	if (!row_next(&r))
		return false;
	z->id = row_int(&r);
	z->municipality_id = row_int(&r);
	z->mentor_id = row_int(&r);
	z->target_group = row_text(&r);
	z->released_at = row_int(&r);
	z->ceiling_minutes = row_int(&r);
	z->travel_m = row_int(&r);
	z->postcode = row_text(&r);
	z->shares_phone = row_int(&r) != 0;
	z->paused_until = row_int(&r);
	return true;
}

void citizen_add(struct ctx *c, const struct citizen *z)
{
	db_run(c,
	    SQL("INSERT INTO citizen (person_id, municipality_id, mentor_id,"
		" target_group, released_at, ceiling_minutes, travel_m,"
		" postcode, shares_phone, paused_until)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
	    BIND(INT(z->id), INT(z->municipality_id), INT(z->mentor_id),
		TEXT(z->target_group), ID(z->released_at),
		INT(z->ceiling_minutes), INT(z->travel_m), TEXT(z->postcode),
		INT(z->shares_phone), ID(z->paused_until)));
	change_note(c, z->id);
}

struct ids citizen_first(struct ctx *c, size_t most)
{
	return db_ids(c,
	    SQL("SELECT person_id FROM citizen WHERE person_id > 0"
		" ORDER BY person_id LIMIT $1"),
	    BIND(INT(most)));
}

void citizen_available(
    struct ctx *c, int64_t id, int weekday, int from_minute, int to_minute)
{
	db_run(c,
	    SQL("INSERT INTO available (id, citizen_id, weekday, from_minute,"
		" to_minute) VALUES ($1, $2, $3, $4, $5)"),
	    BIND(INT(db_new_id(c)), INT(id), INT(weekday), INT(from_minute),
		INT(to_minute)));
	change_note(c, id);
}

const struct available *citizen_times(struct ctx *c, int64_t id, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT weekday, from_minute, to_minute FROM available"
		" WHERE citizen_id = $1"
		" ORDER BY weekday, from_minute LIMIT 50"),
	    BIND(INT(id)));
	struct available *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		all[*count].weekday = row_int(&r);
		all[*count].from_minute = row_int(&r);
		all[*count].to_minute = row_int(&r);
	}
	return all;
}

void citizen_available_on(struct ctx *c, int64_t id, int64_t day,
    int from_minute, int to_minute, bool can)
{
	db_run(c,
	    SQL("INSERT INTO available_on (id, citizen_id, on_day, from_minute,"
		" to_minute, can) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(id), INT(day), INT(from_minute),
		INT(to_minute), INT(can)));
	change_note(c, id);
}

void citizen_tick(
    struct ctx *c, int64_t id, const char *tick, int64_t valid_to, int64_t by)
{
	db_run(c,
	    SQL("INSERT INTO tick (id, citizen_id, tick, valid_from, valid_to,"
		" seen_by) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(id), TEXT(tick), INT(c->now),
		ID(valid_to), INT(by)));
	change_note(c, id);
}

void citizen_exclude(struct ctx *c, int64_t id, int64_t workplace, int64_t by)
{
	struct wall w = clock_wall(c->now);

	w.month += 6;
	db_run(c,
	    SQL("INSERT INTO excluded (id, citizen_id, workplace_id, seen_by,"
		" made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(id), INT(workplace), INT(by),
		INT(c->now), INT(clock_instant(w))));
	change_note(c, id);
}

void citizen_needs(
    struct ctx *c, int64_t id, const char *consideration, const char *strength)
{
	db_run(c,
	    SQL("INSERT INTO need (citizen_id, consideration, strength)"
		" VALUES ($1, $2, $3)"),
	    BIND(INT(id), TEXT(consideration), TEXT(strength)));
	change_note(c, id);
}

enum err citizen_score(struct ctx *c, int64_t id, const char *work_function,
    int64_t score, int64_t by)
{
	if (score < 1 || score > 10)
		return ERR_INVALID;
	db_run(c,
	    SQL("INSERT INTO progression (id, citizen_id, work_function, score,"
		" set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6)"),
	    BIND(INT(db_new_id(c)), INT(id), TEXT(work_function), INT(score),
		INT(c->now), INT(by)));
	change_note(c, id);
	return OK;
}

void citizen_willing(struct ctx *c, int64_t id, const char *work_function)
{
	db_run(c,
	    SQL("INSERT INTO willing (work_function, citizen_id)"
		" VALUES ($1, $2)"),
	    BIND(TEXT(work_function), INT(id)));
	change_note(c, id);
}

void citizen_pause(struct ctx *c, int64_t id, int64_t until)
{
	db_run(c,
	    SQL("UPDATE citizen SET paused_until = $2 WHERE person_id = $1"),
	    BIND(INT(id), ID(until)));
	change_note(c, id);
}

void citizen_remind(struct ctx *c, int64_t id, bool wanted)
{
	db_run(c, SQL("UPDATE citizen SET reminded = $2 WHERE person_id = $1"),
	    BIND(INT(id), INT(wanted)));
}

void citizen_share_phone(struct ctx *c, int64_t id, bool shares)
{
	db_run(c,
	    SQL("UPDATE citizen SET shares_phone = $2 WHERE person_id = $1"),
	    BIND(INT(id), INT(shares)));
}
