/* What the unit tests stand on: a small world in a database of its own, in a
 * folder that is gone afterwards. It is Monday 2 March 2026, 9 o'clock in
 * Holstebro, whose rules are all signed; a bakery has a place and a contact,
 * and Amir fits every task that post() posts there. Tests run from the top of
 * the tree, for pages and messages are read from www/. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/store.h"

#include "offer.h"
#include "task.h"

/* A firm: an employer with one place and one contact. */
struct firm {
	int64_t employer, place, contact;
};

struct world {
	int64_t municipality, consultant, mentor, amir;
	struct firm bakery;
};

extern struct ctx c;
extern struct store *store;
extern struct world world;
extern char folder[200]; /* of this test */

/* Setup and teardown: settings and random alone, an empty database, all. */
int bare_open(void **state);
int bare_close(void **state);
int store_only_open(void **state);
int world_open(void **state);
int world_close(void **state);

/* The next request, or pass: new memory, and a new look at the database. What
 * the old one gave out is gone. at() does it at that Danish time. */
void next(void);
void at(const char *when);
int64_t instant(const char *when); /* 2026-03-03T09:00 */

/* A file in the folder; its path. */
const char *put_file(const char *name, const char *text);

/* Runs it in a process of its own, for what ends the program: the exit status,
 * or minus the signal, and all it said on standard error. */
int run_apart(void (*run)(void), const char **said);

/* ---- rows ---- */

int64_t add_person(
    const char *name, const char *phone, const char *email, const char *sms);

/* They are called that from now on, or reached by that alone. */
void is_called(int64_t person, const char *given, const char *surname);
void is_reached(int64_t person, const char *phone, const char *email);

/* Somebody else whom the tasks suit as well as Amir. */
int64_t add_citizen(const char *name);

struct firm add_firm(const char *name, bool approved);

/* A task of the bakery for one person, 9 to 12 that day: change it, post it. */
struct task draft(const char *day);
int64_t post(const struct task *draft);
int64_t post_on(const char *day, int64_t places);

/* Amir is asked for a task of that day, and says yes: the engagement. */
int64_t amir_comes(const char *day);

/* The code that the person's app shows; it is connected if it was not, and
 * none of its codes are used up. */
const char *app_code(int64_t person);

/* What was noted at a step. */
const char *note_of(int64_t followup);

/* What somebody changed in the rows behind our back. */
void change(struct sql sql, const struct val *bind);
int64_t one(struct sql sql, const struct val *bind); /* -1: no row */
const char *one_text(struct sql sql, const struct val *bind);

/* ---- questions ---- */

/* The answer is heard; what came of it. */
enum offer_result answers(int64_t task, int64_t citizen, enum offer_say what);
int64_t offer_to(int64_t task, int64_t citizen);        /* 0: not asked */
const char *offer_state(int64_t task, int64_t citizen); /* "-": not asked */
int64_t engagement_for(int64_t task, int64_t citizen);  /* agreed; 0 */

/* How many of that kind were left for the person, by any way. */
int64_t left(const char *kind, int64_t person);
int64_t waiting(const char *attention); /* open, of that kind */

#endif
