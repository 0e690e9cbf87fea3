#include <string.h>

#include "base/db.h"

#include "attention.h"
#include "honours.h"
#include "offer.h"

#define TOLD_MOST 1000 /* people of a place's tasks */

/* ---- reading ---- */

static struct honours honours_row(struct rows *r)
{
	struct honours h;

	h.key = row_text(r);
	h.place = row_text(r);
	h.how = row_text(r);
	h.said_at = row_int(r);
	h.checked_at = row_int(r);
	h.checked_by = row_int(r);
	h.denied_at = row_int(r);
	h.denied_by = row_int(r);
	return h;
}

const struct honours *honours_list(
    struct ctx *c, int64_t workplace, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT h.consideration, k.place, h.how, h.said_at,"
		" h.checked_at, h.checked_by, h.denied_at, h.denied_by"
		" FROM honours h"
		" JOIN consideration k ON k.key = h.consideration"
		" WHERE h.workplace_id = $1"
		" ORDER BY h.consideration LIMIT 256"),
	    BIND(INT(workplace)));
	struct honours *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++)
		all[*count] = honours_row(&r);
	return all;
}

/* False when the place does not say so. */
static bool honours_load(
    struct ctx *c, int64_t workplace, const char *key, struct honours *h)
{
	size_t count;
	const struct honours *all = honours_list(c, workplace, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].key, key) == 0) {
			*h = all[i];
			return true;
		}
	return false;
}

bool honours_waits(struct ctx *c, int64_t workplace)
{
	return db_int(c,
		   SQL("SELECT count(*) FROM honours WHERE workplace_id = $1"
		       " AND checked_at IS NULL AND denied_at IS NULL"),
		   BIND(INT(workplace)), 0) > 0;
}

struct ids honours_waiting(struct ctx *c)
{
	return db_ids(c,
	    SQL("SELECT workplace_id FROM honours"
		" WHERE checked_at IS NULL AND denied_at IS NULL"
		" GROUP BY workplace_id"
		" ORDER BY max(said_at) DESC, workplace_id DESC LIMIT $1"),
	    BIND(INT(HONOURS_MOST)));
}

/* ---- what becomes of people ---- */

/* Who needs it and was asked is not asked any more; a late yes is told so. */
static void ask_no_more(struct ctx *c, int64_t workplace, const char *key)
{
	struct ids asked = db_ids(c,
	    SQL("SELECT o.id FROM task t JOIN offer o ON o.task_id = t.id"
		" JOIN need n ON n.citizen_id = o.citizen_id"
		" WHERE t.workplace_id = $1 AND t.state = 'open'"
		"   AND o.state = 'asked' AND n.consideration = $2"
		"   AND n.strength = 'must' LIMIT $3"),
	    BIND(INT(workplace), TEXT(key), INT(TOLD_MOST)));

	for (size_t i = 0; i < asked.count; i++)
		offer_withdraw(c, asked.id[i]);
}

/* Who needs it and comes: somebody rings, and finds out with them and the place
 * what is to be. Nothing is taken from them. */
static void ring_who_comes(struct ctx *c, int64_t workplace, const char *key)
{
	struct rows r = db_query(c,
	    SQL("SELECT e.citizen_id, t.id FROM task t"
		" JOIN engagement e ON e.task_id = t.id"
		" JOIN shift s ON s.id = e.shift_id"
		" JOIN need n ON n.citizen_id = e.citizen_id"
		" WHERE t.workplace_id = $1 AND e.state = 'agreed'"
		"   AND s.ends_at > $3 AND n.consideration = $2"
		"   AND n.strength = 'must' LIMIT $4"),
	    BIND(INT(workplace), TEXT(key), INT(c->now), INT(TOLD_MOST)));

	while (row_next(&r)) {
		int64_t citizen = row_int(&r), task = row_int(&r);

		attention_add(c, ATTENTION_UNMET, citizen, task, "");
	}
}

/* An answer that somebody could rely on is not there any more. */
static void lose(struct ctx *c, int64_t workplace, const struct honours *h)
{
	if (h->checked_at == 0)
		return;
	ask_no_more(c, workplace, h->key);
	ring_who_comes(c, workplace, h->key);
}

static void ask_anew(struct ctx *c, int64_t workplace)
{
	struct ids open = db_ids(c,
	    SQL("SELECT id FROM task WHERE workplace_id = $1"
		" AND state = 'open' ORDER BY id LIMIT $2"),
	    BIND(INT(workplace), INT(TOLD_MOST)));

	for (size_t i = 0; i < open.count; i++)
		offer_ask(c, open.id[i]);
}

/* ---- who looks ---- */

/* One row for a place, whoever of the firm says it. */
static void ask_to_look(struct ctx *c, int64_t workplace, int64_t by)
{
	if (db_int(c,
		SQL("SELECT id FROM attention WHERE kind = 'place'"
		    " AND about_id = $1 AND closed_at IS NULL LIMIT 1"),
		BIND(INT(workplace)), 0) == 0)
		attention_add(c, ATTENTION_PLACE, by, workplace, "");
}

static void settle(struct ctx *c, int64_t workplace)
{
	if (!honours_waits(c, workplace))
		attention_settle(c, ATTENTION_PLACE, workplace);
}

/* ---- saying ---- */

static bool listed(const char *const *keys, const char *key)
{
	for (; *keys != NULL; keys++)
		if (strcmp(*keys, key) == 0)
			return true;
	return false;
}

static void unsay(struct ctx *c, int64_t workplace, const struct honours *h)
{
	db_run(c,
	    SQL("DELETE FROM honours WHERE workplace_id = $1"
		" AND consideration = $2"),
	    BIND(INT(workplace), TEXT(h->key)));
	lose(c, workplace, h);
}

void honours_say(
    struct ctx *c, int64_t workplace, const char *const *keys, int64_t by)
{
	size_t count;
	const struct honours *before = honours_list(c, workplace, &count);
	int64_t more = 0;

	for (size_t i = 0; i < count; i++)
		if (!listed(keys, before[i].key))
			unsay(c, workplace, &before[i]);
	for (; *keys != NULL; keys++)
		more += db_run(c,
		    SQL("INSERT INTO honours (workplace_id, consideration,"
			" said_at)"
			" SELECT $1, key, $3 FROM consideration WHERE key = $2"
			" ON CONFLICT (workplace_id, consideration)"
			" DO NOTHING"),
		    BIND(INT(workplace), TEXT(*keys), INT(c->now)));
	if (more > 0)
		ask_to_look(c, workplace, by);
	settle(c, workplace);
}

void honours_how(struct ctx *c, int64_t workplace, const char *key,
    const char *how, int64_t by)
{
	struct honours h;

	if (!honours_load(c, workplace, key, &h) || strcmp(h.how, how) == 0)
		return;
	db_run(c,
	    SQL("UPDATE honours SET how = $3, said_at = $4, checked_at = NULL,"
		" checked_by = NULL, denied_at = NULL, denied_by = NULL"
		" WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(workplace), TEXT(key), TEXT(how), INT(c->now)));
	lose(c, workplace, &h);
	ask_to_look(c, workplace, by);
}

enum err honours_check(
    struct ctx *c, int64_t workplace, const char *key, int64_t by)
{
	int64_t changed = db_run(c,
	    SQL("UPDATE honours SET checked_at = $3, checked_by = $4,"
		" denied_at = NULL, denied_by = NULL"
		" WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(workplace), TEXT(key), INT(c->now), INT(by)));

	if (changed == 0)
		return ERR_NOT_FOUND;
	ask_anew(c, workplace);
	settle(c, workplace);
	return OK;
}

enum err honours_deny(
    struct ctx *c, int64_t workplace, const char *key, int64_t by)
{
	struct honours h;

	if (!honours_load(c, workplace, key, &h))
		return ERR_NOT_FOUND;
	db_run(c,
	    SQL("UPDATE honours SET denied_at = $3, denied_by = $4,"
		" checked_at = NULL, checked_by = NULL"
		" WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(workplace), TEXT(key), INT(c->now), INT(by)));
	lose(c, workplace, &h);
	settle(c, workplace);
	return OK;
}
