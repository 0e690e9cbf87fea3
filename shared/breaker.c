#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include "breaker.h"

static struct breaker load(struct ctx *c, const char *provider)
{
	struct breaker b = { 0 };
	struct rows r = db_query(c,
	    SQL("SELECT fails, opened, open_until, opened_at FROM breaker"
		" WHERE provider = $1"),
	    BIND(TEXT(provider)));

	if (row_next(&r)) {
		b.fails = row_int(&r);
		b.opened = row_int(&r);
		b.open_until = row_int(&r);
		b.opened_at = row_int(&r);
	}
	return b;
}

/* Further away than it is ever set: the clock was set back. */
static bool is_open(struct ctx *c, const struct breaker *b)
{
	return b->open_until > c->now &&
	    b->open_until <= c->now + BREAKER_OPEN_MOST;
}

size_t breaker_room(struct ctx *c, const char *provider, size_t most)
{
	struct breaker b = load(c, provider);

	if (b.open_until == 0)
		return most;
	return is_open(c, &b) ? 0 : 1;
}

const struct breaker *breaker_all(struct ctx *c, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT provider, fails, opened, open_until,"
		" coalesce(why, ''), opened_at FROM breaker"
		" ORDER BY provider LIMIT $1"),
	    BIND(INT(BREAKERS_MOST)));
	struct breaker *all = mem_alloc(c, (r.count + 1) * sizeof *all);

	for (*count = 0; row_next(&r); (*count)++) {
		struct breaker *b = &all[*count];

		b->provider = row_text(&r);
		b->fails = row_int(&r);
		b->opened = row_int(&r);
		b->open_until = row_int(&r);
		b->why = row_text(&r);
		b->opened_at = row_int(&r);
	}
	return all;
}

int64_t breaker_count(struct ctx *c)
{
	return db_int(c,
	    SQL("SELECT count(*) FROM breaker WHERE open_until > 0"), NO_BIND,
	    0);
}

void breaker_good(struct ctx *c, const char *provider)
{
	if (db_run(c,
		SQL("UPDATE breaker SET fails = 0, opened = 0, open_until = 0,"
		    " opened_at = 0, changed_at = $2 WHERE provider = $1"
		    "   AND (fails > 0 OR open_until > 0)"),
		BIND(TEXT(provider), INT(c->now))) == 1)
		log_info("breaker.closed provider=%s", provider);
}

int64_t breaker_seconds(int64_t opened, uint32_t random)
{
	int64_t step = 10;

	for (; opened > 0 && step < BREAKER_OPEN_MOST; opened--)
		step *= 2;
	if (step > BREAKER_OPEN_MOST)
		step = BREAKER_OPEN_MOST;
	return step / 2 + 1 + random % (step / 2);
}

static void store(struct ctx *c, const char *provider, const struct breaker *b,
    const char *why)
{
	db_run(c,
	    SQL("INSERT INTO breaker (provider, fails, opened, open_until, why,"
		" changed_at, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (provider) DO UPDATE SET fails = $2,"
		"  opened = $3, open_until = $4, why = $5, changed_at = $6,"
		"  opened_at = $7"),
	    BIND(TEXT(provider), INT(b->fails), INT(b->opened),
		INT(b->open_until), TEXT(why), INT(c->now), INT(b->opened_at)));
}

void breaker_bad(struct ctx *c, const char *provider, enum outcome outcome,
    const char *why, int64_t wait)
{
	struct breaker b = load(c, provider);
	bool at_once = outcome == OUTCOME_DOWN || wait > 0;
	bool tried = b.open_until > 0; /* the one that was to show */
	uint32_t random;

	why = text_mask_numbers(c, why);
	b.fails++;
	/* The rest of a batch says no more than its first. */
	if (is_open(c, &b) || (!at_once && !tried && b.fails < BREAKER_FAILS)) {
		store(c, provider, &b, why);
		return;
	}
	if (wait == 0 && outcome == OUTCOME_DOWN)
		wait = OUTBOX_DOWN_WAIT;
	secret_random(&random, sizeof random);
	if (wait == 0)
		wait = breaker_seconds(b.opened, random);
	b.open_until = c->now +
	    (wait < BREAKER_OPEN_MOST ? wait : BREAKER_OPEN_MOST);
	if (b.opened++ == 0)
		b.opened_at = c->now;
	store(c, provider, &b, why);
	log_warnx("breaker.open provider=%s outcome=%d seconds=%" PRId64
		  " why=%s",
	    provider, (int)outcome, b.open_until - c->now,
	    why != NULL ? why : "");
}
