#include "fixture.h"

#include <string.h>

#include "citizen.h"
#include "duty.h"
#include "employer.h"
#include "factor.h"
#include "followup.h"
#include "municipality.h"
#include "offer.h"
#include "person.h"
#include "postcode.h"
#include "seal.h"
#include "wave.h"
#include "work_function.h"
#include "workplace.h"

struct world world;

static int firms, phones; /* how many there are: their numbers differ */

/* ---- rows ---- */

void change(struct sql sql, const struct val *bind)
{
	db_begin(&c);
	db_run(&c, sql, bind);
	assert_int_equal(db_commit(&c), OK);
}

int64_t one(struct sql sql, const struct val *bind)
{
	int64_t n = db_int(&c, sql, bind, -1);

	assert_false(db_failed(&c));
	return n;
}

const char *one_text(struct sql sql, const struct val *bind)
{
	const char *s = db_text(&c, sql, bind, "-");

	assert_false(db_failed(&c));
	return s != NULL ? s : "";
}

const char *note_of(int64_t followup)
{
	int64_t citizen = one(SQL("SELECT c.citizen_id FROM course c"
				  " JOIN followup f ON f.course_id = c.id"
				  " WHERE f.id = $1"),
	    BIND(INT(followup)));

	return seal_open(&c, citizen, FOLLOWUP_NOTE, followup,
	    one_text(SQL("SELECT note FROM followup WHERE id = $1"),
		BIND(INT(followup))));
}

int64_t add_person(
    const char *name, const char *phone, const char *email, const char *sms)
{
	const struct person p = { .given_name = name,
		.surname = "Prøve",
		.phone = phone,
		.email = email,
		.language = "da",
		.sms = sms };
	int64_t id;

	db_begin(&c);
	id = person_add(&c, &p);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

static void seal_anew(const struct person *p)
{
	db_begin(&c);
	person_seal(&c, p);
	assert_int_equal(db_commit(&c), OK);
}

void is_called(int64_t person, const char *given, const char *surname)
{
	struct person p;

	assert_true(person_load(&c, person, &p));
	p.given_name = given;
	p.surname = surname;
	seal_anew(&p);
}

void is_reached(int64_t person, const char *phone, const char *email)
{
	struct person p;

	assert_true(person_load(&c, person, &p));
	p.phone = phone;
	p.email = email;
	seal_anew(&p);
}

const char *app_code(int64_t person)
{
	static const unsigned char secret[TOTP_BYTES] = "what their app knows";
	char code[7];

	db_begin(&c);
	factor_set(&c, person, secret);
	assert_int_equal(db_commit(&c), OK);
	totp_code(secret, totp_step(c.now), code);
	return mem_dup(&c, code);
}

int64_t add_citizen(const char *name)
{
	struct citizen z = { .municipality_id = world.municipality,
		.mentor_id = world.mentor,
		.target_group = "gruppe-a",
		.released_at = c.now - 100 * DAY,
		.ceiling_minutes = 480,
		.travel_m = 20000,
		.postcode = "7500" };

	z.id = add_person(
	    name, mem_printf(&c, "45200001%02d", ++phones), NULL, "start");
	db_begin(&c);
	citizen_add(&c, &z);
	for (int day = 1; day <= 5; day++)
		citizen_available(&c, z.id, day, 7 * 60, 18 * 60);
	assert_int_equal(
	    citizen_score(&c, z.id, "pakning", 5, world.mentor), OK);
	assert_int_equal(db_commit(&c), OK);
	return z.id;
}

struct firm add_firm(const char *name, bool approved)
{
	const struct employer e = { .cvr = mem_printf(&c, "1000%04d", ++firms),
		.name = name,
		.approved_at = approved ? c.now - 100 * DAY : 0 };
	struct workplace w = { .sms_name = name,
		.town = "Holstebro",
		.address = "Nørregade 4",
		.postcode = "7500" };
	struct firm f;

	f.contact = add_person(firms == 1 ? "Anne" : "Bo",
	    mem_printf(&c, "45200009%02d", firms),
	    mem_printf(&c, "firma%d@example.dk", firms), "unknown");
	db_begin(&c);
	person_give_role(&c, f.contact, 0, ROLE_EMPLOYER, 0);
	f.employer = w.employer_id = employer_add(&c, &e);
	contact_add(&c, f.contact, f.employer);
	f.place = workplace_keep(&c, &w);
	assert_int_equal(db_commit(&c), OK);
	return f;
}

static void add_catalogues(void)
{
	static const struct work_function functions[] = {
		{ "pakning", "Pakning i hånden", "pakke varer", "Lager",
		    "9321" },
		{ "opvask", "Opvask og køkkenhjælp", "vaske op", "Køkken",
		    "9412" },
	};
	static const struct consideration considered[] = {
		{ "makker", "Der er en fast makker", "En fast makker" },
		{ "ro", "Der er ro omkring arbejdet", "Ro omkring mig" },
	};

	for (size_t i = 0; i < COUNT(functions); i++)
		work_function_add(&c, &functions[i]);
	for (size_t i = 0; i < COUNT(considered); i++)
		consideration_add(&c, &considered[i]);
	postcode_add(&c, "7500", "Holstebro", 56.36, 8.62);
	postcode_add(&c, "7600", "Struer", 56.49, 8.59);
	postcode_add(&c, "7400", "Herning", 56.14, 8.97);
}

static void add_municipality(void)
{
	static const struct {
		const char *name;
		int64_t value;
	} rules[] = {
		{ RULE_ANSWER_IS_FREE "gruppe-a", 1 },
		{ RULE_SCORE_PRACTISED, 4 },
		{ RULE_SCORE_SURE, 7 },
		{ RULE_OFFERS_OPEN, 2 },
		{ RULE_OFFERS_WEEK, 3 },
		{ RULE_SCORE_WAGE, 7 },
		{ RULE_ANSWER_MINUTES, 120 },
		{ RULE_PAUSE_DAYS, 14 },
		{ RULE_SETBACK_DAYS, 1 },
		{ RULE_CEILING_STEP "1", 120 },
		{ RULE_CEILING_STEP "2", 240 },
		{ RULE_CEILING_STEP "3", 360 },
		{ RULE_CEILING_MORE, 60 },
		{ RULE_CEILING_MOST, 2220 },
		{ RULE_MESSAGES_WEEK, 6 },
		{ RULE_CANCEL_HOURS, 24 },
		{ RULE_CANCEL_DAYS, 183 },
	};
	const struct municipality m = { .name = "Holstebro Kommune",
		.helper = "Mette",
		.phone = "4520000000" };

	world.municipality = municipality_add(&c, &m);
	for (size_t i = 0; i < COUNT(rules); i++)
		rule_add(&c, world.municipality, rules[i].name,
		    c.now - 400 * DAY, rules[i].value, "en underskrift");
}

/* What is in order before anything is sent (P29). */
static void sign_duties(void)
{
	for (size_t i = 0; duty_names[i] != NULL; i++)
		assert_int_equal(
		    duty_sign(&c, world.municipality,
			&(struct duty) { duty_names[i], "en aftale", "EU",
			    "en leder", c.now - 300 * DAY },
			world.consultant),
		    OK);
}

int world_open(void **state)
{
	if (store_only_open(state) != 0)
		return -1;
	firms = phones = 0;
	db_begin(&c);
	add_catalogues();
	add_municipality();
	if (db_commit(&c) != OK)
		return -1;
	world.consultant = add_person(
	    "Mette", "4520000001", "mette@example.dk", "unknown");
	world.mentor = add_person(
	    "Jonas", "4520000002", "jonas@example.dk", "unknown");
	db_begin(&c);
	person_give_role(
	    &c, world.consultant, world.municipality, ROLE_CONSULTANT, 0);
	person_give_role(&c, world.mentor, world.municipality, ROLE_MENTOR, 0);
	if (db_commit(&c) != OK)
		return -1;
	sign_duties();
	world.bakery = add_firm("Bager Bech", true);
	world.amir = add_citizen("Amir");
	next();
	return 0;
}

struct task draft(const char *day)
{
	struct task t = { .employer_id = world.bakery.employer,
		.workplace_id = world.bakery.place,
		.contact_id = world.bakery.contact,
		.work_function = "pakning",
		.title = "til påske",
		.level = LEVEL_PRACTISED,
		.places = 1,
		.pay_ore = 14500,
		.meeting = "Bagindgangen i gården" };

	t.starts_at = instant(mem_printf(&c, "%sT09:00", day));
	t.ends_at = t.starts_at + 3 * HOUR;
	t.pay_on = clock_midnight(clock_add_days(t.starts_at, 28));
	return t;
}

int64_t post(const struct task *draft)
{
	int64_t id = 0;

	assert_int_equal(task_post(&c, draft, draft->contact_id, &id), OK);
	wave_run(&c);
	return id;
}

int64_t post_on(const char *day, int64_t places)
{
	struct task t = draft(day);

	t.places = places;
	return post(&t);
}

int64_t amir_comes(const char *day)
{
	int64_t task = post_on(day, 1);

	assert_int_equal(answers(task, world.amir, SAY_YES), OFFER_WON);
	return engagement_for(task, world.amir);
}

/* ---- questions ---- */

enum offer_result answers(int64_t task, int64_t citizen, enum offer_say what)
{
	enum offer_result result = OFFER_LATE;

	assert_int_equal(
	    offer_answer(&c, offer_to(task, citizen), what, &result), OK);
	return result;
}

int64_t offer_to(int64_t task, int64_t citizen)
{
	return db_int(&c,
	    SQL("SELECT id FROM offer WHERE task_id = $1 AND citizen_id = $2"),
	    BIND(INT(task), INT(citizen)), 0);
}

const char *offer_state(int64_t task, int64_t citizen)
{
	return one_text(SQL("SELECT state FROM offer WHERE task_id = $1"
			    " AND citizen_id = $2"),
	    BIND(INT(task), INT(citizen)));
}

int64_t engagement_for(int64_t task, int64_t citizen)
{
	return db_int(&c,
	    SQL("SELECT id FROM engagement WHERE task_id = $1"
		" AND citizen_id = $2 AND state = 'agreed'"),
	    BIND(INT(task), INT(citizen)), 0);
}

int64_t left(const char *kind, int64_t person)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE kind = $1"
		       " AND person_id = $2"),
	    BIND(TEXT(kind), INT(person)));
}

int64_t waiting(const char *attention)
{
	return one(SQL("SELECT count(*) FROM attention WHERE kind = $1"
		       " AND closed_at IS NULL"),
	    BIND(TEXT(attention)));
}
