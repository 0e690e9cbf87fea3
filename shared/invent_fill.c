#include "invent.h"

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/store.h"

#include "match.h"
#include "person.h"

#define CHUNK     1000 /* people in one transaction */
#define FUNCTIONS 250
#define NEEDS     32

/* What stands there already, and is referred to. */
struct ground {
	const struct invent *v;
	int64_t municipality, mentor, consultant, contact;
	const char *function[FUNCTIONS], *need[NEEDS];
	int functions, needs;
	int64_t first_place, places; /* ids of places run from the first */
	int64_t midnight;
};

static int read_words(
    struct ctx *c, struct rows r, const char **words, int most)
{
	int n = 0;

	while (row_next(&r)) {
		const char *word = row_text(&r);

		if (n < most)
			words[n++] = mem_dup(c, word);
	}
	return n;
}

static int64_t staff_of(struct ctx *c, const char *role)
{
	return db_int(c,
	    SQL("SELECT person_id FROM person_role WHERE role = $1"
		" ORDER BY id LIMIT 1"),
	    BIND(TEXT(role)), 0);
}

static bool read_ground(struct ctx *c, struct ground *g)
{
	g->functions = read_words(c,
	    db_query(c,
		SQL("SELECT key FROM work_function ORDER BY key LIMIT 250"),
		NO_BIND),
	    g->function, FUNCTIONS);
	g->needs = read_words(c,
	    db_query(c,
		SQL("SELECT key FROM consideration ORDER BY key LIMIT 32"),
		NO_BIND),
	    g->need, NEEDS);
	g->municipality = db_int(
	    c, SQL("SELECT min(id) FROM municipality"), NO_BIND, 0);
	g->mentor = staff_of(c, "mentor");
	g->consultant = staff_of(c, "consultant");
	g->midnight = clock_midnight(c->now);
	return !db_failed(c) && g->functions > 0 && g->needs > 0 &&
	    g->municipality != 0 && g->mentor != 0 && g->consultant != 0;
}

/* ---- towns, firms and places ---- */

/* Codes that no Danish town has: those begin at 0555. */
static const char *postcode(struct ctx *c, int town)
{
	return mem_printf(c, "%04d", town + 1);
}

static void add_towns(struct ctx *c, const struct invent *v)
{
	for (int i = 0; i < v->towns; i++)
		db_run(c,
		    SQL("INSERT INTO postcode (code, name, east_m, north_m)"
			" VALUES ($1, $2, $3, $4)"),
		    BIND(TEXT(postcode(c, i)),
			TEXT(mem_printf(c, "Prøveby %d", i + 1)),
			INT(v->town[i].east_m), INT(v->town[i].north_m)));
}

static void add_contact(struct ctx *c, struct ground *g)
{
	const struct person contact = { .given_name = "Prøve",
		.surname = "Prøvesen",
		.email = "firma@proeve.example",
		.language = "da",
		.sms = "unknown" };

	g->contact = person_add(c, &contact);
}

/* Ids that follow one another, so that a number is enough to find one: of what
 * is made here alone, far below those that a clock makes. */
static void add_place(struct ctx *c, const struct ground *g, int64_t number)
{
	int64_t id = g->first_place + number;
	struct invented_place p;

	invent_place(g->v, number, &p);
	db_run(c,
	    SQL("INSERT INTO employer (id, cvr, name, approved_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(id), TEXT(mem_printf(c, "9%07" PRId64, number)),
		TEXT(mem_printf(c, "Prøvefirma %" PRId64, number + 1)),
		INT(c->now)));
	db_run(c,
	    SQL("INSERT INTO workplace (id, employer_id, sms_name, town,"
		" address, postcode, east_m, north_m)"
		" VALUES ($1, $1, $2, 'Prøveby', 'Prøvevej 1', $3, $4, $5)"),
	    BIND(INT(id), TEXT(mem_printf(c, "Prøve %" PRId64, number + 1)),
		TEXT(postcode(c, p.town)), INT(p.east_m), INT(p.north_m)));
	for (int i = 0; i < g->needs; i++)
		if (p.honours >> i & 1)
			db_run(c,
			    SQL("INSERT INTO honours (workplace_id,"
				" consideration, said_at, checked_at,"
				" checked_by) VALUES ($1, $2, $3, $3, $4)"),
			    BIND(INT(id), TEXT(g->need[i]), INT(c->now),
				INT(g->consultant)));
}

/* ---- people ---- */

static int64_t add_person(
    struct ctx *c, const struct invented_citizen *z, int64_t number)
{
	static const char *const given[] = { "Anna", "Bo", "Carla", "David",
		"Eva", "Finn", "Gry", "Hassan", "Inge", "Jan", "Karen", "Leif",
		"Mona", "Nils", "Olga", "Palle", "Rana", "Sven", "Tove",
		"Ulla" };
	static const char *const surname[] = { "Prøvesen", "Eksempel",
		"Opdigtet", "Demo", "Legenda", "Fantasi", "Tænkt" };
	const struct person p = {
		.given_name = given[number % (int64_t)COUNT(given)],
		.surname = surname[number % (int64_t)COUNT(surname)],
		.phone = mem_printf(c, "45%08" PRId64, 90000000 + number),
		.language = "da",
		.sms = z->says_start ? "start"
		    : z->says_stop   ? "stop"
				     : "unknown",
	};

	return person_add(c, &p);
}

static void add_hours(
    struct ctx *c, const struct invented_citizen *z, int64_t id)
{
	for (int i = 0; i < z->hours; i++)
		db_run(c,
		    SQL("INSERT INTO available (id, citizen_id, weekday,"
			" from_minute, to_minute) VALUES ($1, $2, $3, $4, $5)"),
		    BIND(INT(db_new_id(c)), INT(id), INT(z->hour[i].weekday),
			INT(z->hour[i].from), INT(z->hour[i].to)));
}

static void add_skills(struct ctx *c, const struct ground *g,
    const struct invented_citizen *z, int64_t id)
{
	for (int i = 0; i < z->skills; i++) {
		const char *function = g->function[z->skill[i].function];

		if (z->skill[i].score == 0)
			db_run(c,
			    SQL("INSERT INTO willing (work_function,"
				" citizen_id) VALUES ($1, $2)"),
			    BIND(TEXT(function), INT(id)));
		else
			db_run(c,
			    SQL("INSERT INTO progression (id, citizen_id,"
				" work_function, score, set_at, set_by)"
				" VALUES ($1, $2, $3, $4, $5, $6)"),
			    BIND(INT(db_new_id(c)), INT(id), TEXT(function),
				INT(z->skill[i].score), INT(c->now),
				INT(g->mentor)));
	}
}

static void add_needs(struct ctx *c, const struct ground *g,
    const struct invented_citizen *z, int64_t id)
{
	for (int i = 0; i < g->needs; i++)
		if ((z->must | z->wish) >> i & 1)
			db_run(c,
			    SQL("INSERT INTO need (citizen_id, consideration,"
				" strength) VALUES ($1, $2, $3)"),
			    BIND(INT(id), TEXT(g->need[i]),
				TEXT(z->must >> i & 1 ? "must" : "wish")));
}

static void add_citizen(struct ctx *c, const struct ground *g, int64_t number)
{
	static const char *const groups[] = { "gruppe-a", "gruppe-b" };
	static const char *const ways[] = { "foot", "cycle", "bus", "car" };
	struct invented_citizen z;
	int64_t id;

	invent_citizen(g->v, number, &z);
	id = add_person(c, &z, number);
	db_run(c,
	    SQL("INSERT INTO citizen (person_id, municipality_id, mentor_id,"
		" target_group, released_at, ceiling_minutes, travel_m,"
		" travel_way, postcode, east_m, north_m, paused_until)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
	    BIND(INT(id), INT(g->municipality), INT(g->mentor),
		TEXT(groups[z.group]), ID(z.released ? c->now : 0),
		INT(z.ceiling_minutes), INT(z.travel_m), TEXT(ways[z.way]),
		TEXT(postcode(c, z.town)), INT(z.east_m), INT(z.north_m),
		ID(z.paused_days > 0 ? c->now + z.paused_days * DAY : 0)));
	add_hours(c, &z, id);
	add_skills(c, g, &z, id);
	add_needs(c, g, &z, id);
}

/* Numbers are found by marks that look random, so each new one lies in another
 * page of the index: for a million people it is far faster to sort them once,
 * at the end. */
static bool without_index(struct ctx *c)
{
	db_begin(c);
	db_run(c, SQL("DROP INDEX person_phone"), NO_BIND);
	return db_commit(c) == OK;
}

static bool with_index(struct ctx *c)
{
	db_begin(c);
	db_run(c,
	    SQL("CREATE INDEX person_phone ON person (phone_mark)"
		" WHERE phone_mark IS NOT NULL"),
	    NO_BIND);
	return db_commit(c) == OK;
}

/* ---- tasks ---- */

static void add_task(struct ctx *c, const struct ground *g, int64_t number)
{
	struct invented_task t;
	int64_t id = db_new_id(c), at;

	invent_task(g->v, number, g->places, &t);
	at = clock_add_days(g->midnight, t.days_off) + t.from * MINUTE;
	db_run(c,
	    SQL("INSERT INTO task (id, employer_id, workplace_id, contact_id,"
		" work_function, title, level, places, pay_ore, pay_on,"
		" meeting, one_off, state, posted_by, posted_at, opened_at)"
		" VALUES ($1, $2, $2, $3, $4, '', $5, 1, 14500, $6,"
		"         'Hovedindgangen', $7, 'open', $3, $8, $8)"),
	    BIND(INT(id), INT(g->first_place + t.place), INT(g->contact),
		TEXT(g->function[t.function]), INT(t.level),
		INT(clock_add_days(g->midnight, t.days_off + 28)),
		INT(t.one_off), INT(c->now)));
	db_run(c,
	    SQL("INSERT INTO shift (id, task_id, starts_at, ends_at)"
		" VALUES ($1, $2, $3, $4)"),
	    BIND(INT(db_new_id(c)), INT(id), INT(at),
		INT(at + t.minutes * MINUTE)));
}

/* ---- all ---- */

typedef void add_one(struct ctx *c, const struct ground *g, int64_t number);

/* Each chunk has memory of its own, and is on disk before the next. */
static bool add_all(struct store *s, const struct ground *g, int64_t count,
    int64_t now, add_one *add)
{
	struct arena *mem = arena_new();
	bool kept = true;

	for (int64_t i = 0; i < count && kept; i += CHUNK) {
		struct ctx c = {
			.mem = mem, .db = db_join(s, mem), .now = now
		};

		db_begin(&c);
		for (int64_t k = i; k < count && k < i + CHUNK; k++)
			add(&c, g, k);
		kept = db_commit(&c) == OK;
		db_leave(c.db);
		arena_reset(mem);
	}
	arena_free(mem);
	return kept;
}

static enum err fill(struct store *s, struct ctx *c, struct invent *v,
    struct ground *g, int64_t citizens, int64_t tasks)
{
	struct rows taken;

	if (!read_ground(c, g))
		return ERR_FAILED;
	taken = db_query(c, SQL("SELECT code FROM postcode WHERE code = $1"),
	    BIND(TEXT(postcode(c, 0))));
	if (taken.count > 0)
		return ERR_CONFLICT;
	invent_begin(v, v->seed, citizens, g->functions, g->needs);
	g->places = invent_places(citizens);
	db_begin(c);
	add_towns(c, v);
	add_contact(c, g);
	if (db_commit(c) != OK ||
	    !add_all(s, g, g->places, c->now, add_place) || !without_index(c) ||
	    !add_all(s, g, citizens, c->now, add_citizen) || !with_index(c) ||
	    !add_all(s, g, tasks, c->now, add_task))
		return ERR_FAILED;
	log_info("invent.filled citizens=%" PRId64 " tasks=%" PRId64, citizens,
	    tasks);
	return OK;
}

enum err invent_fill(struct store *s, uint64_t seed, int64_t citizens,
    int64_t tasks, int64_t now)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem, .db = db_join(s, mem), .now = now };
	struct invent v = { .seed = seed };
	struct ground g = { .v = &v, .first_place = 1 };
	enum err err = fill(s, &c, &v, &g, citizens, tasks);

	db_leave(c.db);
	arena_free(mem);
	return err;
}
