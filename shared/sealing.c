#include "sealing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/lock.h"
#include "base/log.h"

#include "attention.h"
#include "ceiling.h"
#include "followup.h"
#include "hook.h"
#include "hours.h"
#include "person.h"
#include "seal.h"
#include "settings.h"

/* ---- a table, some rows at a time ---- */

void sealing_add(struct ctx *c, const char *table)
{
	db_run(c,
	    SQL("INSERT INTO sealing (what, after_id) VALUES ($1, 0)"
		" ON CONFLICT (what) DO NOTHING"),
	    BIND(TEXT(table)));
}

bool sealing_waits(struct ctx *c, const char *table)
{
	return db_int(c, SQL("SELECT count(*) FROM sealing WHERE what = $1"),
		   BIND(TEXT(table)), 0) > 0;
}

/* False when there is no more to do. */
static bool walk_on(
    struct ctx *c, const char *table, sealing_step *step, const void *with)
{
	int64_t after = db_int(c,
	    SQL("SELECT after_id FROM sealing WHERE what = $1"),
	    BIND(TEXT(table)), -1);
	int64_t last = after >= 0 ? step(c, after, with) : 0;

	if (last == 0)
		db_run(c, SQL("DELETE FROM sealing WHERE what = $1"),
		    BIND(TEXT(table)));
	else
		db_run(c,
		    SQL("UPDATE sealing SET after_id = $2 WHERE what = $1"),
		    BIND(TEXT(table), INT(last)));
	return last != 0;
}

bool sealing_walk(
    struct store *s, const char *table, sealing_step *step, const void *with)
{
	struct arena *mem = arena_new();
	bool more = true, ok = true;

	while (more && ok) {
		struct ctx c = { .mem = mem, .now = clock_now() };

		c.db = db_join(s, mem);
		db_begin(&c);
		more = walk_on(&c, table, step, with);
		ok = db_commit(&c) == OK;
		db_leave(c.db);
		arena_reset(mem);
	}
	arena_free(mem);
	return ok;
}

/* ---- what stood in plain text ---- */

static int64_t seal_people(struct ctx *c, int64_t after, const void *with)
{
	struct rows r = db_query(c,
	    SQL("SELECT person_id, given_name, surname, phone, email"
		" FROM person_plain WHERE person_id > $1"
		" ORDER BY person_id LIMIT $2"),
	    BIND(INT(after), INT(SEALING_STEP)));
	int64_t last = 0;

	(void)with;
	while (row_next(&r)) {
		struct person p = { .id = row_int(&r) };

		p.given_name = row_text(&r);
		p.surname = row_text(&r);
		p.phone = row_text(&r);
		p.email = row_text(&r);
		person_seal(c, &p);
		last = p.id;
	}
	db_run(c, SQL("DELETE FROM person_plain WHERE person_id <= $1"),
	    BIND(INT(last)));
	return last;
}

/* Rows of id, whose it is, words; each is put back by that statement. */
static int64_t seal_rows(
    struct ctx *c, struct rows r, const char *column, struct sql put)
{
	int64_t last = 0;

	while (row_next(&r)) {
		int64_t person;
		const char *words;

		last = row_int(&r);
		person = row_int(&r);
		words = seal_text(c, person, column, last, row_text(&r));
		db_run(c, put, BIND(INT(last), TEXT(words)));
	}
	return last;
}

static int64_t seal_attention(struct ctx *c, int64_t after, const void *with)
{
	(void)with;
	return seal_rows(c,
	    db_query(c,
		SQL("SELECT id, person_id, words FROM attention WHERE id > $1"
		    " ORDER BY id LIMIT $2"),
		BIND(INT(after), INT(SEALING_STEP))),
	    ATTENTION_SEALED,
	    SQL("UPDATE attention SET words = $2 WHERE id = $1"));
}

static int64_t seal_followups(struct ctx *c, int64_t after, const void *with)
{
	(void)with;
	return seal_rows(c,
	    db_query(c,
		SQL("SELECT f.id, c.citizen_id, f.note FROM followup f"
		    " JOIN course c ON c.id = f.course_id WHERE f.id > $1"
		    " ORDER BY f.id LIMIT $2"),
		BIND(INT(after), INT(SEALING_STEP))),
	    FOLLOWUP_NOTE, SQL("UPDATE followup SET note = $2 WHERE id = $1"));
}

static int64_t seal_hours(struct ctx *c, int64_t after, const void *with)
{
	(void)with;
	return seal_rows(c,
	    db_query(c,
		SQL("SELECT h.id, e.citizen_id, h.thanks FROM hours h"
		    " JOIN engagement e ON e.id = h.engagement_id"
		    " WHERE h.id > $1 ORDER BY h.id LIMIT $2"),
		BIND(INT(after), INT(SEALING_STEP))),
	    HOURS_THANKS, SQL("UPDATE hours SET thanks = $2 WHERE id = $1"));
}

/* Whom a hook was about that has been made sense of, nobody wrote down; and
 * nobody needs it any more. */
static int64_t seal_hooks(struct ctx *c, int64_t after, const void *with)
{
	(void)with;
	return seal_rows(c,
	    db_query(c,
		SQL("SELECT id, 0, CASE WHEN done_at IS NULL THEN fields"
		    " ELSE '' END FROM hook WHERE id > $1"
		    " ORDER BY id LIMIT $2"),
		BIND(INT(after), INT(SEALING_STEP))),
	    HOOK_SEALED, SQL("UPDATE hook SET fields = $2 WHERE id = $1"));
}

static int64_t seal_ceilings(struct ctx *c, int64_t after, const void *with)
{
	(void)with;
	return seal_rows(c,
	    db_query(c,
		SQL("SELECT id, citizen_id, why FROM ceiling WHERE id > $1"
		    " ORDER BY id LIMIT $2"),
		BIND(INT(after), INT(SEALING_STEP))),
	    CEILING_SEALED, SQL("UPDATE ceiling SET why = $2 WHERE id = $1"));
}

static const struct {
	const char *table;
	sealing_step *step;
} plain[] = { { "person_plain", seal_people }, { "attention", seal_attention },
	{ "followup", seal_followups }, { "hours", seal_hours },
	{ "hook", seal_hooks }, { "ceiling", seal_ceilings } };

static int64_t no_more(struct ctx *c, int64_t after, const void *with)
{
	(void)c;
	(void)after;
	(void)with;
	return 0;
}

/* The pages that held it are written anew, or it would stand in them: last, so
 * that it is done again if it was not done whole. */
static bool seal_all(struct store *s)
{
	char why[200];

	for (size_t i = 0; i < COUNT(plain); i++)
		if (!sealing_walk(s, plain[i].table, plain[i].step, NULL))
			return false;
	if (!store_compact(s, why)) {
		log_warnx("sealing.failed why=%s", why);
		return false;
	}
	return sealing_walk(s, "pages", no_more, NULL);
}

/* ---- beginning ---- */

/* Held by whoever has the keys in use, together; by who changes them, alone.
 * The kernel gives it back when the program ends. */
static int keys_lock(void)
{
	const char *database = strchr(settings.db_url, ':');
	char path[240];
	int fd;

	snprintf(path, sizeof path, "%.200s-seal.lock",
	    database != NULL ? database + 1 : settings.db_url);
	fd = lock_open(path);
	if (fd < 0)
		log_refuse("cannot open %s: %s", path, strerror(errno));
	return fd;
}

void sealing_alone(void)
{
	if (!lock_hold(keys_lock()))
		log_refuse("stop the portal and the notifier first: their "
			   "keys are about to change");
}

static void share_keys(void)
{
	if (!lock_share(keys_lock()))
		log_refuse("portal init or portal rekey is at work on this "
			   "database: wait for it");
}

static void use_keys(struct ctx *c)
{
	switch (seal_begin(c)) {
	case SEAL_READY: return;
	case SEAL_NONE: log_refuse("the database has no keys: run portal init");
	case SEAL_FOREIGN:
		log_refuse("seal.key_file: %s is not the key of this database",
		    settings.seal_key_file);
	}
}

static struct ctx enter(struct store *s)
{
	struct ctx c = { .mem = arena_new(), .now = clock_now() };

	c.db = db_join(s, c.mem);
	return c;
}

static void leave(struct ctx *c)
{
	if (db_failed(c))
		log_refuse("the database cannot be read");
	db_leave(c->db);
	arena_free(c->mem);
}

void sealing_begin(struct store *s)
{
	struct ctx c = enter(s);

	share_keys();
	if (sealing_waits(&c, "person_key"))
		log_refuse("portal rekey was not finished: run it again");
	if (db_int(&c, SQL("SELECT count(*) FROM sealing"), NO_BIND, 0) > 0)
		log_refuse("portal init was not finished: run it again");
	use_keys(&c);
	leave(&c);
}

/* A new key is for a new database alone: one that is made in place of a lost
 * one would open nothing. */
static void keep_keys(struct ctx *c)
{
	bool made = seal_made(c);

	if (made && access(settings.seal_key_file, F_OK) != 0)
		log_refuse("seal.key_file: %s is missing: put back the key of "
			   "this database",
		    settings.seal_key_file);
	if (!secret_make(settings.seal_key_file, KEY_BYTES))
		log_refuse("cannot make %s: %s", settings.seal_key_file,
		    strerror(errno));
	settings_read_seal_key();
	if (made)
		return;
	db_begin(c);
	seal_make(c);
	if (db_commit(c) != OK)
		log_refuse("the database cannot be written");
}

void sealing_finish(struct store *s)
{
	struct ctx c = enter(s);
	bool made = seal_made(&c), all;

	if (sealing_waits(&c, "person_key"))
		log_refuse("portal rekey was not finished: run it again");
	all = db_int(&c, SQL("SELECT count(*) FROM sealing"), NO_BIND, 0) == 0;
	if (!made || !all)
		sealing_alone();
	else
		share_keys();
	keep_keys(&c);
	use_keys(&c);
	leave(&c);
	if (!all && !seal_all(s))
		log_refuse("what stands in the database cannot be sealed");
}
