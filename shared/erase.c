#include "erase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"

#include "attention.h"
#include "audit.h"
#include "change.h"
#include "citizen.h"
#include "followup.h"
#include "hook.h"
#include "offer.h"
#include "outbox.h"
#include "person.h"
#include "settings.h"

/* ---- what stands in the way ---- */

static bool agrees_to_come(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT e.id FROM engagement e"
		       " JOIN shift s ON s.id = e.shift_id"
		       " WHERE e.citizen_id = $1 AND e.state = 'agreed'"
		       "   AND s.ends_at > $2 LIMIT 1"),
		   BIND(INT(person), INT(c->now)), 0) != 0;
}

static bool is_followed(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT id FROM course WHERE citizen_id = $1"
		       " AND ended_at IS NULL LIMIT 1"),
		   BIND(INT(person)), 0) != 0;
}

static bool asks_people(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT t.id FROM task t"
		       " JOIN shift s ON s.task_id = t.id"
		       " WHERE t.contact_id = $1 AND s.ends_at > $2"
		       "   AND t.state IN ('waiting', 'open', 'full') LIMIT 1"),
		   BIND(INT(person), INT(c->now)), 0) != 0;
}

/* Also of courses that are yet to begin: with each citizen's mentor. */
static bool owns_followups(struct ctx *c, int64_t person)
{
	return db_int(c,
		   SQL("SELECT id FROM course WHERE owner_id = $1"
		       " AND ended_at IS NULL LIMIT 1"),
		   BIND(INT(person)), 0) != 0 ||
	    db_int(c,
		SQL("SELECT person_id FROM citizen WHERE mentor_id = $1"
		    " AND left_at IS NULL LIMIT 1"),
		BIND(INT(person)), 0) != 0;
}

enum erase_block erase_blocked(struct ctx *c, int64_t person)
{
	return agrees_to_come(c, person) ? ERASE_AGREEMENT
	    : is_followed(c, person)     ? ERASE_COURSE
	    : asks_people(c, person)     ? ERASE_TASK
	    : (person_roles(c, person) & ROLE_STAFF) != 0 ||
		owns_followups(c, person)
	    ? ERASE_STAFF
	    : ERASE_FREE;
}

/* ---- the rows ---- */

/* What tells of them and rests on nothing else. */
static void delete_rows(struct ctx *c, int64_t person)
{
	const struct sql all[] = {
		SQL("DELETE FROM session WHERE person_id = $1"),
		SQL("DELETE FROM signin WHERE person_id = $1"),
		SQL("DELETE FROM passkey WHERE person_id = $1"),
		SQL("DELETE FROM factor WHERE person_id = $1"),
		SQL("DELETE FROM enrolment WHERE person_id = $1"),
		SQL("DELETE FROM once WHERE person_id = $1"),
		SQL("DELETE FROM link WHERE person_id = $1"),
		SQL("DELETE FROM person_role WHERE person_id = $1"),
		SQL("DELETE FROM leave WHERE person_id = $1"),
		SQL("DELETE FROM contact WHERE person_id = $1"),
		SQL("DELETE FROM signup WHERE person_id = $1"),
		SQL("DELETE FROM invitation WHERE person_id = $1"),
		SQL("DELETE FROM draft WHERE written_by = $1"),
		SQL("DELETE FROM consent WHERE person_id = $1"),
		SQL("DELETE FROM leave WHERE person_id = $1"),
		SQL("UPDATE leave SET stand_in_id = NULL"
		    " WHERE stand_in_id = $1"),
		SQL("DELETE FROM available WHERE citizen_id = $1"),
		SQL("DELETE FROM available_on WHERE citizen_id = $1"),
		SQL("DELETE FROM need WHERE citizen_id = $1"),
		SQL("DELETE FROM willing WHERE citizen_id = $1"),
		SQL("DELETE FROM tick WHERE citizen_id = $1"),
		SQL("DELETE FROM excluded WHERE citizen_id = $1"),
		SQL("DELETE FROM terms WHERE citizen_id = $1"),
	};

	for (size_t i = 0; i < COUNT(all); i++)
		db_run(c, all[i], BIND(INT(person)));
}

/* What was written of them or by them, in rows that stay. */
static void empty_texts(struct ctx *c, int64_t person)
{
	const struct sql all[] = {
		SQL("UPDATE attention SET words = '' WHERE person_id = $1"),
		SQL("UPDATE hook SET fields = '' WHERE person_id = $1"),
		/* A provider may say the number in its answer. */
		SQL("UPDATE outbox SET why = NULL, provider_ref = NULL"
		    " WHERE person_id = $1"),
		SQL("UPDATE attempt SET why = NULL WHERE outbox_id IN"
		    " (SELECT id FROM outbox WHERE person_id = $1)"),
		SQL("UPDATE delivery SET why = '' WHERE outbox_id IN"
		    " (SELECT id FROM outbox WHERE person_id = $1)"),
		SQL("UPDATE ceiling SET why = '' WHERE citizen_id = $1"),
		SQL("UPDATE delivery SET why = '' WHERE outbox_id IN"
		    " (SELECT id FROM outbox WHERE person_id = $1)"),
		SQL("UPDATE followup SET note = '' WHERE course_id IN"
		    " (SELECT id FROM course WHERE citizen_id = $1)"),
		SQL("UPDATE cancel SET words = '' WHERE cancelled_by = $1"),
		SQL("UPDATE hours SET thanks = '' WHERE engagement_id IN"
		    " (SELECT e.id FROM offer o"
		    "   JOIN engagement e ON e.offer_id = o.id"
		    "  WHERE o.citizen_id = $1)"),
	};

	for (size_t i = 0; i < COUNT(all); i++)
		db_run(c, all[i], BIND(INT(person)));
}

/* Nothing of theirs goes on. An agreement is only left when they are erased
 * again; whoever waits at the workplace is told then as of any AFBUD. */
static void end_all(struct ctx *c, int64_t person)
{
	size_t count;
	const struct engagement *coming = engagement_coming(c, person, &count);

	for (size_t i = 0; i < count; i++)
		if (engagement_give_up(c, coming[i].id) != OK)
			break;
	for (;;) {
		const struct offer *open = offer_open(c, person, &count);

		for (size_t i = 0; i < count; i++)
			offer_withdraw(c, open[i].id);
		if (count == 0 || db_failed(c))
			break;
	}
	followup_end(c, person);
	attention_forget(c, person);
	outbox_forget(c, person);
	db_run(c,
	    SQL("UPDATE citizen SET left_at = $2, released_at = NULL,"
		" east_m = NULL, north_m = NULL, shares_phone = 0"
		" WHERE person_id = $1"),
	    BIND(INT(person), INT(c->now)));
	change_note(c, person);
}

/* ---- the ledger ---- */

#define LEDGER_WORD "erased" /* a line without it was never finished */

static void ledger_path(char path[200])
{
	snprintf(path, 200, "%s/erased", settings.data_dir);
}

/* The line end before it parts it from a line that a crash left half. */
static bool ledger_add(int64_t person)
{
	char path[200], line[80];
	size_t n;
	bool ok;
	int fd;

	ledger_path(path);
	n = (size_t)snprintf(
	    line, sizeof line, "\n%" PRId64 " " LEDGER_WORD "\n", person);
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	ok = write(fd, line, n) == (ssize_t)n && fsync(fd) == 0;
	if (!ok)
		log_warn("erase.ledger");
	return close(fd) == 0 && ok;
}

/* ---- all of it ---- */

/* While it is still known whose they were. */
static void note_erased(struct ctx *c, int64_t person)
{
	struct audit a = { .deed = AUDIT_ERASED, .path = "", .person = person };
	struct citizen z;

	a.municipality = citizen_load(c, person, &z)
	    ? z.municipality_id
	    : person_municipality(c, person);
	audit_note(c, &a);
}

static enum err erase(struct ctx *c, int64_t person, bool again)
{
	struct person p;

	db_begin(c);
	if (!person_load(c, person, &p))
		return db_undo(c, ERR_NOT_FOUND);
	if (p.erased)
		return db_commit(c);
	if (!again && erase_blocked(c, person) != ERASE_FREE)
		return db_undo(c, ERR_CONFLICT);
	note_erased(c, person);
	end_all(c, person);
	delete_rows(c, person);
	empty_texts(c, person);
	person_forget(c, person);
	if (!again && !db_failed(c) && !ledger_add(person))
		return db_undo(c, ERR_FAILED);
	return db_commit(c);
}

enum err erase_person(struct ctx *c, int64_t person)
{
	enum err err = erase(c, person, false);

	if (err == OK)
		log_info("erase.done person=%" PRId64, person);
	return err;
}

static void erase_one_again(struct store *s, struct arena *mem, int64_t person)
{
	struct ctx c = { .mem = mem, .now = clock_now() };
	struct person p;

	c.db = db_join(s, mem);
	if (person_load(&c, person, &p) && !p.erased) {
		if (erase(&c, person, true) != OK)
			log_refuse("the database cannot be written, and people "
				   "in it are to be erased again");
		log_info("erase.again person=%" PRId64, person);
	}
	db_leave(c.db);
	arena_reset(mem);
}

void erase_again(struct store *s)
{
	struct arena *mem = arena_new();
	char path[200], line[80];
	FILE *f;

	ledger_path(path);
	f = fopen(path, "re");
	if (f == NULL && errno != ENOENT)
		log_refuse("cannot read %s: %s", path, strerror(errno));
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		char word[20];
		int64_t person;

		if (sscanf(line, "%" SCNd64 " %19s", &person, word) == 2 &&
		    strcmp(word, LEDGER_WORD) == 0)
			erase_one_again(s, mem, person);
	}
	if (f != NULL)
		fclose(f);
	arena_free(mem);
}
