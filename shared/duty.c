#include <string.h>

#include "base/db.h"
#include "base/text.h"

#include "duty.h"
#include "municipality.h"
#include "settings.h"

const char *const duty_names[] = { "legal_basis", "impact_assessment",
	"duty_phone", "pay_floor", DUTY_PROCESSOR "kannel",
	DUTY_PROCESSOR "gatewayapi", DUTY_PROCESSOR "twilio",
	DUTY_PROCESSOR "46elks", DUTY_PROCESSOR "http", DUTY_PROCESSOR "smtp",
	NULL };

#define MISSING_MOST 1000

/* ---- what is asked for ---- */

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool is_asked(const char *name)
{
	const char *provider = name + strlen(DUTY_PROCESSOR);

	return !begins(name, DUTY_PROCESSOR) || settings_use(provider) ||
	    strcmp(settings.mail_provider, provider) == 0;
}

static bool is_known(const char *name)
{
	for (size_t i = 0; duty_names[i] != NULL; i++)
		if (strcmp(duty_names[i], name) == 0)
			return true;
	return false;
}

/* ---- the list ---- */

static void newest(struct ctx *c, int64_t municipality, struct duty *d)
{
	struct rows r = db_query(c,
	    SQL("SELECT says, region, signed_by, signed_on FROM duty"
		" WHERE municipality_id = $1 AND name = $2"
		" ORDER BY id DESC LIMIT 1"),
	    BIND(INT(municipality), TEXT(d->name)));

	d->says = d->region = d->signed_by = "";
	if (!row_next(&r))
		return;
	d->says = row_text(&r);
	d->region = row_text(&r);
	d->signed_by = row_text(&r);
	d->signed_on = row_int(&r);
}

/* Target groups of people, or of rules that are in force: each with the newest
 * row that says yes today. */
static size_t put_groups(struct ctx *c, int64_t municipality, struct duty *all)
{
	struct rows r = db_query(c,
	    SQL("SELECT g.name, u.source, u.valid_from FROM"
		" (SELECT DISTINCT 'answer_is_free:' || target_group AS name"
		"    FROM citizen WHERE municipality_id = $1"
		"  UNION SELECT name FROM rule WHERE municipality_id = $1"
		"    AND name >= 'answer_is_free:'"
		"    AND name < 'answer_is_free;') g"
		" LEFT JOIN rule u ON u.municipality_id = $1"
		"  AND u.name = g.name AND u.value = 1"
		"  AND u.valid_from <= $2"
		"  AND (u.valid_to IS NULL OR u.valid_to > $2)"
		" ORDER BY g.name, u.valid_from LIMIT 200"),
	    BIND(INT(municipality), INT(c->now)));
	size_t count = 0;

	while (row_next(&r)) {
		struct duty d = { .name = row_text(&r), .region = "" };
		const char *source = row_text(&r);

		d.says = source != NULL ? source : "";
		d.signed_by = "";
		d.signed_on = row_int(&r);
		if (count > 0 && strcmp(all[count - 1].name, d.name) == 0)
			all[count - 1] = d;
		else if (count < DUTY_GROUPS_MOST)
			all[count++] = d;
	}
	return count;
}

const struct duty *duty_list(struct ctx *c, int64_t municipality, size_t *count)
{
	struct duty *all = mem_alloc(
	    c, (DUTY_GROUPS_MOST + COUNT(duty_names)) * sizeof *all);
	size_t n = put_groups(c, municipality, all);

	if (n == 0)
		all[n++] = (struct duty) { DUTY_FREE, "", "", "", 0 };
	for (size_t i = 0; duty_names[i] != NULL; i++) {
		if (!is_asked(duty_names[i]))
			continue;
		all[n].name = duty_names[i];
		newest(c, municipality, &all[n++]);
	}
	*count = n;
	return all;
}

/* ---- signing ---- */

static bool is_sound(struct ctx *c, const struct duty *d)
{
	return *d->says != '\0' && utf8_length(d->says) <= DUTY_SAYS_MOST &&
	    *d->signed_by != '\0' &&
	    utf8_length(d->signed_by) <= DUTY_BY_MOST &&
	    utf8_length(d->region) <= DUTY_REGION_MOST && d->signed_on > 0 &&
	    d->signed_on <= c->now &&
	    (!begins(d->name, DUTY_PROCESSOR) || *d->region != '\0');
}

static enum err sign_group(
    struct ctx *c, int64_t municipality, const struct duty *d)
{
	db_begin(c);
	if (db_int(c,
		SQL("SELECT count(*) FROM rule WHERE municipality_id = $1"
		    " AND name = $2 AND valid_from = $3"),
		BIND(INT(municipality), TEXT(d->name), INT(d->signed_on)),
		0) > 0)
		return db_undo(c, ERR_CONFLICT);
	rule_add(c, municipality, d->name, d->signed_on, 1,
	    mem_printf(c, "%s (%s)", d->says, d->signed_by));
	return db_commit(c);
}

enum err duty_sign(
    struct ctx *c, int64_t municipality, const struct duty *d, int64_t by)
{
	if (!is_sound(c, d))
		return ERR_INVALID;
	if (begins(d->name, RULE_ANSWER_IS_FREE) &&
	    strlen(d->name) > strlen(RULE_ANSWER_IS_FREE))
		return sign_group(c, municipality, d);
	if (!is_known(d->name))
		return ERR_INVALID;
	db_begin(c);
	db_run(c,
	    SQL("INSERT INTO duty (id, municipality_id, name, says, region,"
		" signed_by, signed_on, said_by, said_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
	    BIND(INT(db_new_id(c)), INT(municipality), TEXT(d->name),
		TEXT(d->says), TEXT(d->region), TEXT(d->signed_by),
		INT(d->signed_on), INT(by), INT(c->now)));
	return db_commit(c);
}

/* ---- what is missing ---- */

/* Every page of staff's asks; what cannot be read is missing. */
static int64_t counted(struct rows r)
{
	return row_next(&r) ? row_int(&r) : MISSING_MOST;
}

static int64_t without_group(struct ctx *c, int64_t municipality)
{
	return counted(db_kept(c,
	    SQL("SELECT count(*) FROM municipality m"
		" WHERE (m.id = $1 OR $1 = 0) AND NOT EXISTS"
		" (SELECT 1 FROM rule u WHERE u.municipality_id = m.id"
		"   AND u.name >= 'answer_is_free:'"
		"   AND u.name < 'answer_is_free;'"
		"   AND u.value = 1"
		"   AND u.valid_from <= $2"
		"   AND (u.valid_to IS NULL OR u.valid_to > $2))"),
	    BIND(INT(municipality), INT(c->now))));
}

static int64_t without(struct ctx *c, int64_t municipality, const char *name)
{
	return counted(db_kept(c,
	    SQL("SELECT count(*) FROM municipality m"
		" WHERE (m.id = $1 OR $1 = 0) AND NOT EXISTS"
		" (SELECT 1 FROM duty d WHERE d.municipality_id = m.id"
		"   AND d.name = $2)"),
	    BIND(INT(municipality), TEXT(name))));
}

int64_t duty_missing(struct ctx *c, int64_t municipality)
{
	int64_t n = without_group(c, municipality);

	for (size_t i = 0; duty_names[i] != NULL; i++)
		if (is_asked(duty_names[i]))
			n += without(c, municipality, duty_names[i]);
	return n;
}

bool duty_closed(struct ctx *c, const char *provider)
{
	return settings_real(provider) && duty_missing(c, 0) > 0;
}

bool duty_any_closed(struct ctx *c)
{
	return (settings_real(settings.sms_provider) ||
		   settings_real(settings.sms_fallback) ||
		   settings_real(settings.mail_provider)) &&
	    duty_missing(c, 0) > 0;
}
