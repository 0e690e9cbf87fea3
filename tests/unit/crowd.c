#include "crowd.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "attention.h"
#include "citizen.h"
#include "employer.h"
#include "match.h"
#include "municipality.h"
#include "person.h"
#include "work_function.h"

struct crowd crowd;

static const char *const functions[CROWD_FUNCTIONS] = { "pakning", "opvask",
	"lager", "rent", "groent" };
static const char *const considered[] = { "makker", "ro", "pauser", "loeft" };
static const char *const ticks[] = { "voksen", "truck" };
static const char *const postcodes[] = { "7500", "7600", "7400" };
static const char *const ways[] = { "foot", "cycle", "bus", "car" };

int below(int n)
{
	return rand() % n;
}

static bool once_in(int n)
{
	return below(n) == 0;
}

static int64_t tomorrow(void)
{
	return clock_add_days(clock_midnight(c.now), 1);
}

#define ANY(array) (array)[below((int)COUNT(array))]

/* ---- the town ---- */

static void add_functions(void)
{
	static const struct consideration more[] = { { "pauser", "x", "y" },
		{ "loeft", "x", "y" } };

	for (size_t i = 2; i < COUNT(functions); i++) {
		const struct work_function f = { .key = functions[i],
			.name = "x",
			.verb = "x",
			.field = "x",
			.isco = "9" };

		work_function_add(&c, &f);
	}
	for (size_t i = 0; i < COUNT(more); i++)
		consideration_add(&c, &more[i]);
	work_function_demand(&c, "lager", "truck", 0, "en lov");
	work_function_demand(&c, "rent", "voksen", 0, "en lov");
	work_function_demand(
	    &c, "rent", "truck", clock_add_days(tomorrow(), 6), "lov");
}

static void add_place(int i)
{
	int64_t east = once_in(3) ? 30000 + below(20000) : 0;
	const struct firm f = add_firm(mem_printf(&c, "Firma %d", i), false);

	crowd.place[i] = f.place;
	for (size_t k = 0; k < COUNT(considered); k++) {
		if (once_in(2))
			continue;
		change(SQL("INSERT INTO honours (workplace_id, consideration,"
			   " said_at, checked_at) VALUES ($1, $2, 1, $3)"),
		    BIND(INT(f.place), TEXT(considered[k]), INT(1)));
		if (once_in(4))
			change(SQL("UPDATE honours SET checked_at = NULL"
				   " WHERE workplace_id = $1"
				   "   AND consideration = $2"),
			    BIND(INT(f.place), TEXT(considered[k])));
	}
	change(SQL("UPDATE workplace SET postcode = $2, east_m = $3"
		   " WHERE id = $1"),
	    BIND(INT(f.place), TEXT(ANY(postcodes)), ID(east)));
	if (once_in(12))
		change(SQL("UPDATE employer SET blocked_at = 1 WHERE id = $1"),
		    BIND(INT(f.employer)));
}

/* ---- tasks ---- */

static int64_t insert_task(int64_t starts_at, int64_t minutes)
{
	int64_t id, place = crowd.place[below(CROWD_PLACES)];

	db_begin(&c);
	id = db_new_id(&c);
	db_run(&c,
	    SQL("INSERT INTO task (id, employer_id, workplace_id, contact_id,"
		" work_function, title, level, places, pay_ore, pay_on,"
		" meeting, one_off, state, posted_by, posted_at)"
		" SELECT $1, employer_id, id, $3, $4, '', $5, 20, 14500, 1, '',"
		" $6, 'waiting', $3, 1 FROM workplace WHERE id = $2"),
	    BIND(INT(id), INT(place), INT(world.bakery.contact),
		TEXT(ANY(functions)), INT(1 + below(3)), INT(below(2))));
	db_run(&c,
	    SQL("INSERT INTO shift (id, task_id, starts_at, ends_at)"
		" VALUES ($1, $1, $2, $3)"),
	    BIND(INT(id), INT(starts_at), INT(starts_at + minutes * MINUTE)));
	assert_int_equal(db_commit(&c), OK);
	return id;
}

int64_t crowd_task(void)
{
	/* From 8 or so, but now and then at any time of day. */
	int64_t at = clock_add_days(tomorrow() + 8 * HOUR, below(14)) +
	    (once_in(6) ? below(96) : below(16)) * 15 * MINUTE;

	return insert_task(at, 15 * (1 + below(once_in(8) ? 60 : 20)));
}

/* ---- people ---- */

static void add_hours(int64_t id)
{
	for (int day = 1; day <= 7; day++) {
		int from = 6 * 60 + below(20) * 15, to = from + 60 + below(700);

		if (once_in(day > 5 ? 2 : 6))
			continue;
		citizen_available(&c, id, day, from, to < 1440 ? to : 1440);
		if (once_in(4) && to < 1300)
			citizen_available(&c, id, day, to, 1440);
	}
	for (int i = below(4); i > 0; i--)
		citizen_available_on(&c, id,
		    clock_add_days(tomorrow(), below(14)), below(12) * 60,
		    13 * 60 + below(600), once_in(2));
}

static void add_skills(int64_t id)
{
	for (size_t i = 0; i < COUNT(functions); i++) {
		for (int n = below(4) - 1; n > 0; n--)
			assert_int_equal(citizen_score(&c, id, functions[i],
					     1 + below(10), world.mentor),
			    OK);
		if (once_in(3))
			citizen_willing(&c, id, functions[i]);
	}
}

static void add_lists(int64_t id)
{
	for (size_t i = 0; i < COUNT(considered); i++)
		if (once_in(4))
			citizen_needs(&c, id, considered[i],
			    once_in(2) ? "must" : "wish");
	for (size_t i = 0; i < COUNT(ticks); i++)
		if (!once_in(3)) {
			int64_t to = once_in(3) ? c.now + below(14) * DAY : 0;

			citizen_tick(&c, id, ticks[i], to, world.consultant);
		}
	if (once_in(3))
		citizen_exclude(
		    &c, id, crowd.place[below(CROWD_PLACES)], world.consultant);
	if (once_in(9)) {
		const struct ctx now = c;

		c.now -= below(4) * DAY;
		attention_add(&c, once_in(2) ? ATTENTION_AFBUD : ATTENTION_CALL,
		    id, 0, "");
		c = now;
	}
}

static int64_t add_somebody(size_t i)
{
	struct citizen z = { .municipality_id = world.municipality,
		.mentor_id = world.mentor,
		.target_group = once_in(10) ? "gruppe-b" : "gruppe-a",
		.released_at = once_in(12) ? 0 : c.now - DAY,
		.ceiling_minutes = once_in(20) ? 0 : 60 * (1 + below(30)),
		.travel_m = 2000 + below(40000),
		.postcode = ANY(postcodes),
		.paused_until = once_in(8) ? c.now + below(15) * DAY : 0 };
	int64_t left = once_in(15) ? c.now + (below(3) - 1) * DAY : 0;
	int64_t east = once_in(3) ? 30000 + below(20000) : 0;
	struct person p = { .given_name = "Prøve",
		.surname = "",
		.language = "da",
		.sms = once_in(10) ? "stop" : "start" };

	if (once_in(6))
		p.email = mem_printf(&c, "b%zu@example.dk", i);
	else
		p.phone = mem_printf(&c, "4530%06zu", i);
	db_begin(&c);
	z.id = person_add(&c, &p);
	citizen_add(&c, &z);
	add_hours(z.id);
	add_skills(z.id);
	add_lists(z.id);
	db_run(&c,
	    SQL("UPDATE citizen SET travel_way = $2, left_at = $3, east_m = $4,"
		" north_m = $4 WHERE person_id = $1"),
	    BIND(INT(z.id), TEXT(ANY(ways)), ID(left), ID(east)));
	assert_int_equal(db_commit(&c), OK);
	return z.id;
}

static void engage(int64_t offer, int64_t task, int64_t citizen)
{
	static const char *const hours[] = { "none", "proposed", "agreed",
		"disputed" };

	db_run(&c,
	    SQL("INSERT INTO engagement (id, offer_id, task_id, shift_id,"
		" citizen_id, state, agreed_at, hours)"
		" SELECT $1, $1, $2, id, $3, 'agreed', 1, $4 FROM shift"
		"  WHERE task_id = $2"),
	    BIND(INT(offer), INT(task), INT(citizen), TEXT(ANY(hours))));
	if (once_in(4))
		db_run(&c,
		    SQL("INSERT INTO hours (id, engagement_id, minutes,"
			" pay_ore, thanks, said_by, said_at)"
			" VALUES ($1, $1, $2, 14500, '', $3, 1)"),
		    BIND(INT(offer), INT(below(2) * 60), INT(citizen)));
	db_run(&c, SQL("UPDATE task SET taken = taken + 1 WHERE id = $1"),
	    BIND(INT(task)));
}

/* A question of the last weeks, or for those to come, and its answer. */
static void ask(int64_t citizen)
{
	static const char *const states[] = { "asked", "held", "won", "won",
		"won", "no", "no", "taken", "expired", "given_up",
		"withdrawn" };
	const char *state = ANY(states);
	int64_t id, days = below(90) - 70, task;

	task = once_in(3) && crowd.tasks > 0
	    ? crowd.task[below((int)crowd.tasks)]
	    : insert_task(once_in(6)
		      ? c.now - (3 + below(9)) * HOUR
		      : clock_add_days(c.now, (int)days) + below(40) * 900,
		  180);
	if (offer_to(task, citizen) != 0)
		return;
	db_begin(&c);
	id = db_new_id(&c);
	db_run(&c,
	    SQL("INSERT INTO offer (id, task_id, shift_id, citizen_id, number,"
		" state, asked_at, answer_by, rule_version, cost, cost_parts,"
		" moved)"
		" SELECT $1, $2, id, $3, 2, $4, $5, $5, 1, 0, '', $6 FROM shift"
		"  WHERE task_id = $2"),
	    BIND(INT(id), INT(task), INT(citizen), TEXT(state),
		INT(c.now - below(once_in(2) ? 9 : 60) * DAY + below(3) - 1),
		INT(below(2))));
	if (state[0] == 'w' && state[1] == 'o')
		engage(id, task, citizen);
	assert_int_equal(db_commit(&c), OK);
}

void crowd_make(unsigned seed, size_t citizens)
{
	srand(seed);
	crowd.citizens = crowd.tasks = 0;
	db_begin(&c);
	add_functions();
	assert_int_equal(db_commit(&c), OK);
	for (int i = 0; i < CROWD_PLACES; i++)
		add_place(i);
	for (size_t i = 0; i < 60; i++)
		crowd.task[crowd.tasks++] = crowd_task();
	change(SQL("UPDATE task SET moved = 1 WHERE id > $1"),
	    BIND(INT(crowd.task[30])));
	for (size_t i = 0; i < citizens; i++) {
		int64_t id = add_somebody(i);

		crowd.citizen[crowd.citizens++] = id;
		for (int k = below(once_in(5) ? 9 : 4) - 1; k > 0; k--)
			ask(id);
		if (i % 50 == 0)
			next();
	}
	next();
}

int crowd_live_open(void **state, unsigned seed, size_t citizens)
{
	if (world_open(state) != 0)
		return -1;
	/* Its thread goes by the system's clock, so the crowd does too. */
	c.now = clock_now();
	crowd_make(seed, citizens);
	match_live_begin(store);
	for (int i = 0; i < 500 && !match_live_ready(); i++)
		poll(NULL, 0, 10);
	return match_live_ready() ? 0 : -1;
}

int crowd_live_close(void **state)
{
	match_live_end();
	return world_close(state);
}
