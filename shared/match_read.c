#include "match_parts.h"
#include "setback.h"

#include "base/clock.h"
#include "base/db.h"

/* Some people, by id, while what stands of them in table after table is put
 * together. `cut` when a table had more rows than a query may give: then fewer
 * people are read at a time. */
struct page {
	struct ctx *c;
	struct match_index *ix;
	struct match_person *all;
	size_t count;
	int64_t from, to;
	bool cut;
};

static struct match_person *whose(const struct page *p, int64_t id)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->all[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->count && p->all[low].id == id ? &p->all[low] : NULL;
}

/* The next row's person, who has it first; NULL for one of whom we read no
 * more than that row (a citizen that came between two queries cannot be: all
 * reads of a context see one moment). */
static struct match_person *next_row(struct page *p, struct rows *r)
{
	if (r->count == DB_ROWS_MOST)
		p->cut = true;
	return row_next(r) ? whose(p, row_int(r)) : NULL;
}

static struct match_note *note(
    const struct page *p, struct match_person *who, enum match_note_kind kind)
{
	struct match_note *n = mem_alloc(p->c, sizeof *n);

	n->kind = kind;
	n->next = who->notes;
	who->notes = n;
	return n;
}

static int name(const struct page *p, enum match_names kind, const char *word)
{
	return match_index_name(p->ix, kind, word, true);
}

/* ---- table by table ---- */

static void read_person(const struct page *p, struct rows *r)
{
	struct match_person *z = &p->all[p->count - 1];
	int64_t left, released, paused;

	z->id = row_int(r);
	left = row_int(r);
	released = row_int(r);
	z->consents = row_int(r) != 0;
	z->group = name(p, NAMES_GROUP, row_text(r));
	paused = row_int(r);
	z->ceiling_minutes = row_int(r);
	z->east_m = row_int(r);
	z->north_m = row_int(r);
	z->travel_m = row_int(r);
	z->way = match_way(row_text(r));
	z->released = released != 0;
	if (released > p->c->now)
		note(p, z, NOTE_RELEASED)->from = released;
	if (left != 0)
		note(p, z, NOTE_LEFT)->from = left;
	if (paused > p->c->now)
		note(p, z, NOTE_PAUSED)->to = paused;
}

static void read_people(struct page *p, int64_t most)
{
	struct rows r = db_query(p->c,
	    SQL("SELECT z.person_id, z.left_at, z.released_at,"
		"  CASE WHEN p.sms = 'start' THEN 1"
		"       WHEN p.phone_mark IS NULL"
		"        AND p.email_mark IS NOT NULL"
		"        AND p.sms <> 'stop' THEN 1 ELSE 0 END,"
		"  z.municipality_id || ':' || z.target_group,"
		"  z.paused_until, z.ceiling_minutes,"
		"  coalesce(z.east_m, c.east_m),"
		"  coalesce(z.north_m, c.north_m), z.travel_m, z.travel_way"
		" FROM citizen z JOIN person p ON p.id = z.person_id"
		" JOIN postcode c ON c.code = z.postcode"
		" WHERE z.person_id >= $1 AND z.person_id <= $2"
		" ORDER BY z.person_id LIMIT $3"),
	    BIND(INT(p->from), INT(p->to), INT(most)));

	p->all = mem_alloc(p->c, (r.count + 1) * sizeof *p->all);
	while (row_next(&r)) {
		p->count++;
		read_person(p, &r);
	}
	if (p->count > 0)
		p->to = p->all[p->count - 1].id;
}

static void read_hours(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT citizen_id, weekday, from_minute, to_minute"
		" FROM available WHERE citizen_id >= $1 AND citizen_id <= $2"
		" ORDER BY citizen_id, weekday, from_minute LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL) {
		int64_t weekday = row_int(&r), from = row_int(&r);

		match_grid_add(&z->week, weekday, from, row_int(&r));
	}
	for (size_t i = 0; i < p->count; i++)
		match_grid_end(&p->all[i].week);
	r = db_query(p->c,
	    SQL("SELECT citizen_id, on_day, from_minute, to_minute, can"
		" FROM available_on WHERE citizen_id >= $1"
		"  AND citizen_id <= $2 AND on_day > $3 LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to), INT(p->c->now - 2 * DAY)));
	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_EXCEPTION);

		n->id = row_int(&r);
		n->from = row_int(&r);
		n->to = row_int(&r);
		n->number = (int)row_int(&r);
	}
}

static void read_needs(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT citizen_id, consideration,"
		" CASE strength WHEN 'must' THEN 1 ELSE 0 END FROM need"
		" WHERE citizen_id >= $1 AND citizen_id <= $2 LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL) {
		uint32_t bit = match_need_bit(
		    name(p, NAMES_CONSIDERATION, row_text(&r)));

		if (row_int(&r) != 0)
			z->must |= bit;
		else
			z->wish |= bit & ~MATCH_NEED_BEYOND;
	}
}

static void read_skills(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT g.citizen_id, g.work_function, max(g.score),"
		" (SELECT n.score FROM progression n"
		"   WHERE n.citizen_id = g.citizen_id"
		"     AND n.work_function = g.work_function"
		"   ORDER BY n.set_at DESC, n.id DESC LIMIT 1)"
		" FROM progression g"
		" WHERE g.citizen_id >= $1 AND g.citizen_id <= $2"
		" GROUP BY g.citizen_id, g.work_function"
		" UNION ALL SELECT w.citizen_id, w.work_function, 0, 0"
		"  FROM willing w"
		" WHERE w.citizen_id >= $1 AND w.citizen_id <= $2"
		"   AND NOT EXISTS (SELECT 1 FROM progression g"
		"        WHERE g.citizen_id = w.citizen_id"
		"          AND g.work_function = w.work_function)"
		" LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL) {
		struct match_skill *s = mem_alloc(p->c, sizeof *s);

		s->function = name(p, NAMES_FUNCTION, row_text(&r));
		s->best = (int)row_int(&r);
		s->score = (int)row_int(&r);
		s->next = z->skills;
		z->skills = s;
		if (s->best > s->score && s->function < NAMES_MOST) {
			struct match_note *n = note(p, z, NOTE_BEST);

			n->number = s->function;
			n->to = s->best;
		}
	}
}

/* What may still matter for a shift to come: in its week, or asked lately. */
static void read_offers(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT citizen_id, max(asked_at) FROM offer"
		" WHERE citizen_id >= $1 AND citizen_id <= $2"
		" GROUP BY citizen_id LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL)
		z->asked_at = row_int(&r);
	r = db_query(p->c,
	    SQL("SELECT o.citizen_id, o.task_id,"
		" CASE WHEN o.lead_id IS NULL THEN o.asked_at ELSE 0 END,"
		" CASE WHEN o.state IN ('asked', 'held') THEN 1 ELSE 0 END,"
		" CASE WHEN o.state IN ('asked', 'held', 'won')"
		"      THEN 1 ELSE 0 END,"
		" CASE WHEN o.moved = k.moved THEN 1 ELSE 0 END,"
		" s.starts_at, s.ends_at"
		" FROM offer o JOIN shift s ON s.id = o.shift_id"
		" JOIN task k ON k.id = o.task_id"
		" WHERE o.citizen_id >= $1 AND o.citizen_id <= $2"
		"   AND (o.asked_at > $3 OR s.ends_at > $4"
		"        OR o.state IN ('asked', 'held')) LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to), INT(p->c->now - 7 * DAY),
		INT(clock_week(p->c->now))));
	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_OFFER);

		n->id = row_int(&r);
		n->asked_at = row_int(&r);
		n->open = row_int(&r) != 0;
		n->counts = row_int(&r) != 0;
		n->stands = row_int(&r) != 0;
		n->from = row_int(&r);
		n->to = row_int(&r);
	}
}

static void read_calls(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT person_id, max(made_at), municipality_id FROM attention"
		" WHERE kind IN " SETBACK_KINDS
		"   AND person_id >= $1 AND person_id <= $2"
		"   AND closed_at IS NULL"
		" GROUP BY person_id, municipality_id ORDER BY person_id"
		" LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL) {
		int64_t made_at = row_int(&r);

		note(p, z, NOTE_CALL)->to = setback_end(
		    p->c, row_int(&r), made_at);
	}
}

static void read_engagements(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT e.citizen_id, CASE WHEN " MATCH_CAME
		" THEN 1 ELSE 0 END, s.starts_at, s.ends_at,"
		" coalesce(w.east_m, c.east_m), coalesce(w.north_m, c.north_m)"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" JOIN task k ON k.id = e.task_id"
		" JOIN workplace w ON w.id = k.workplace_id"
		" JOIN postcode c ON c.code = w.postcode"
		" WHERE e.citizen_id >= $1 AND e.citizen_id <= $2"
		"   AND e.state = 'agreed' AND s.ends_at > $3 LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to), INT(p->c->now - MATCH_GAP_MOST)));

	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_ENGAGED);

		n->number = (int)row_int(&r);
		n->from = row_int(&r);
		n->to = row_int(&r);
		n->east_m = row_int(&r);
		n->north_m = row_int(&r);
	}
	r = db_query(p->c,
	    SQL("SELECT e.citizen_id, max(s.ends_at)"
		" FROM engagement e JOIN shift s ON s.id = e.shift_id"
		" WHERE e.citizen_id >= $1 AND e.citizen_id <= $2"
		"   AND e.state = 'agreed' AND s.ends_at <= $3 AND " MATCH_CAME
		" GROUP BY e.citizen_id LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to), INT(p->c->now)));
	while ((z = next_row(p, &r)) != NULL)
		z->paid_at = row_int(&r);
}

static void read_history(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT DISTINCT e.citizen_id, k.employer_id"
		" FROM engagement e JOIN task k ON k.id = e.task_id"
		" WHERE e.citizen_id >= $1 AND e.citizen_id <= $2"
		"   AND e.state = 'agreed' AND " MATCH_CAME
		"   AND e.hours IN ('proposed', 'agreed', 'settled')"
		" LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));

	while ((z = next_row(p, &r)) != NULL)
		note(p, z, NOTE_EMPLOYER)->id = row_int(&r);
	r = db_query(p->c,
	    SQL("SELECT e.citizen_id, k.workplace_id, k.work_function,"
		" max(s.ends_at) FROM engagement e"
		" JOIN task k ON k.id = e.task_id"
		" JOIN shift s ON s.id = e.shift_id"
		" WHERE e.citizen_id >= $1 AND e.citizen_id <= $2"
		"   AND e.state = 'agreed' AND s.ends_at > $3 AND " MATCH_CAME
		"   AND e.hours IN ('proposed', 'agreed', 'settled')"
		" GROUP BY e.citizen_id, k.workplace_id, k.work_function"
		" LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to),
		INT(p->c->now - MATCH_SAME_DAYS * DAY)));
	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_JOB);

		n->id = row_int(&r);
		n->number = name(p, NAMES_FUNCTION, row_text(&r));
		n->to = row_int(&r);
	}
}

static void read_lists(struct page *p)
{
	struct match_person *z;
	struct rows r = db_query(p->c,
	    SQL("SELECT citizen_id, workplace_id, expires_at FROM excluded"
		" WHERE citizen_id >= $1 AND citizen_id <= $2"
		"   AND expires_at > $3 LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to), INT(p->c->now)));

	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_EXCLUDED);

		n->id = row_int(&r);
		n->to = row_int(&r);
	}
	r = db_query(p->c,
	    SQL("SELECT citizen_id, tick, valid_from,"
		" coalesce(valid_to, 4294967295) FROM tick"
		" WHERE citizen_id >= $1 AND citizen_id <= $2 LIMIT 10000"),
	    BIND(INT(p->from), INT(p->to)));
	while ((z = next_row(p, &r)) != NULL) {
		struct match_note *n = note(p, z, NOTE_TICK);

		n->number = name(p, NAMES_TICK, row_text(&r));
		n->from = row_int(&r);
		n->to = row_int(&r);
	}
}

/* ---- all of it ---- */

static void read_page(struct page *p, int64_t most)
{
	read_people(p, most);
	if (p->count == 0)
		return;
	read_hours(p);
	read_needs(p);
	read_skills(p);
	read_offers(p);
	read_calls(p);
	read_engagements(p);
	read_history(p);
	read_lists(p);
}

int64_t index_read(struct match_index *ix, struct ctx *c, int64_t from,
    int64_t to, int64_t most, int64_t *next)
{
	struct page p;

	for (;; most = most / 8 + 1) {
		p = (struct page) { .c = c, .ix = ix, .from = from, .to = to };
		read_page(&p, most);
		if (!p.cut || most == 1)
			break;
	}
	if (db_failed(c))
		return -1;
	for (size_t i = 0; i < p.count; i++)
		match_index_put(ix, &p.all[i]);
	*next = p.count > 0 ? p.to + 1 : from;
	return (int64_t)p.count;
}
