#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "municipality.h"
#include "setback.h"

bool setback_is(const char *kind)
{
	return strcmp(kind, ATTENTION_CALL) == 0 ||
	    strcmp(kind, ATTENTION_ABSENT) == 0 ||
	    strcmp(kind, ATTENTION_AFBUD) == 0;
}

int64_t setback_end(struct ctx *c, int64_t municipality, int64_t made_at)
{
	int64_t days, until;

	if (!rule_value(c, municipality, RULE_SETBACK_DAYS, c->now, &days))
		return SETBACK_NO_END;
	until = clock_add_working_days(made_at, (int)days);
	return until > c->now ? until : 0;
}

int64_t setback_until(struct ctx *c, int64_t citizen)
{
	struct rows r = db_query(c,
	    SQL("SELECT made_at, municipality_id FROM attention"
		" WHERE person_id = $1 AND closed_at IS NULL"
		"   AND kind IN " SETBACK_KINDS
		" ORDER BY made_at DESC LIMIT 1"),
	    BIND(INT(citizen)));
	int64_t made_at;

	if (!row_next(&r))
		return 0;
	made_at = row_int(&r);
	return setback_end(c, row_int(&r), made_at);
}
