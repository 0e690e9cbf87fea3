#include "base/db.h"

#include "hours.h"
#include "seal.h"
#include "sheet.h"

static struct sheet_row sheet_row(
    struct ctx *c, struct rows *r, int64_t citizen)
{
	struct sheet_row s;
	int64_t said;

	s.engagement_id = row_int(r);
	s.task_id = row_int(r);
	s.starts_at = row_int(r);
	s.ends_at = row_int(r);
	s.minutes = row_int(r);
	s.pay_ore = row_int(r);
	s.pay_on = row_int(r);
	s.hours = row_text(r);
	said = row_int(r);
	s.thanks = seal_open(c, citizen, HOURS_THANKS, said, row_text(r));
	s.firm = row_text(r);
	s.town = row_text(r);
	s.said_at = row_int(r);
	s.remembered = row_int(r);
	s.amount_ore = hours_amount(s.minutes, s.pay_ore);
	return s;
}

const struct sheet_row *sheet_rows(
    struct ctx *c, int64_t citizen, int64_t from, int64_t to, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT e.id, e.task_id, s.starts_at, s.ends_at,"
		" coalesce(h.minutes, (s.ends_at - s.starts_at) / 60),"
		" coalesce(h.pay_ore, t.pay_ore), t.pay_on, e.hours,"
		" coalesce(h.id, 0), coalesce(h.thanks, ''), w.sms_name,"
		" w.town, coalesce(h.said_at, 0), coalesce(h.remembered, -1)"
		" FROM engagement e"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN task t ON t.id = e.task_id"
		" JOIN workplace w ON w.id = t.workplace_id"
		" LEFT JOIN hours h ON h.id = (SELECT max(i.id) FROM hours i"
		"      WHERE i.engagement_id = e.id)"
		" WHERE e.citizen_id = $1 AND" HOURS_STAND
		"   AND s.starts_at >= $2 AND s.starts_at < $3"
		"   AND s.ends_at <= $4"
		" ORDER BY s.starts_at, e.id LIMIT $5"),
	    BIND(INT(citizen), INT(from), INT(to), INT(c->now),
		INT(SHEET_MOST)));
	struct sheet_row *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = sheet_row(c, &r, citizen);
	return all;
}

bool sheet_counts(const struct sheet_row *row)
{
	return hours_count(row->hours);
}
