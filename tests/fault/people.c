#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/secret.h"

#include "citizen.h"
#include "duty.h"
#include "employer.h"
#include "factor.h"
#include "municipality.h"
#include "person.h"
#include "postcode.h"
#include "signin.h"
#include "task.h"
#include "wave.h"
#include "work_function.h"
#include "workplace.h"

#include "fault.h"

#define POSTCODE "7500"
#define GROUP    "gruppe-a"

static int64_t person(struct ctx *c, const char *given, const char *phone,
    const char *email, enum role role, int64_t municipality)
{
	const struct person p = { .given_name = given,
		.surname = "Prøve",
		.phone = phone,
		.email = email,
		.language = "da",
		.sms = role == 0 ? "start" : "unknown" };
	int64_t id = person_add(c, &p);

	if (role != 0)
		person_give_role(c, id, municipality, role, 0);
	return id;
}

static int64_t home(struct ctx *c)
{
	static const struct {
		const char *name;
		int64_t value;
	} rules[] = {
		/* clang-format off */
		{ RULE_ANSWER_IS_FREE GROUP, 1 },
		{ RULE_SCORE_PRACTISED, 4 },
		{ RULE_SCORE_SURE, 7 },
		{ RULE_OFFERS_OPEN, 2 },
		{ RULE_OFFERS_WEEK, 3 },
		{ RULE_SCORE_WAGE, 7 },
		{ RULE_ANSWER_MINUTES, 120 },
		{ RULE_MESSAGES_WEEK, 1000 },
		{ RULE_PAUSE_DAYS, 14 },
		{ RULE_CANCEL_HOURS, 24 },
		/* clang-format on */
	};
	const struct municipality m = { .name = "Prøve Kommune",
		.helper = "Mette",
		.phone = "4520000000" };
	int64_t id = municipality_add(c, &m);

	for (size_t i = 0; i < COUNT(rules); i++)
		rule_add(c, id, rules[i].name,
		    clock_midnight(clock_add_days(c->now, -365)),
		    rules[i].value, "a test");
	return id;
}

/* All that is in order before a real provider may send (P29): nobody here is
 * anybody, and what sends is a stand-in. */
static void sign_duties(struct ctx *c, int64_t municipality, int64_t by)
{
	for (size_t i = 0; duty_names[i] != NULL; i++) {
		const struct duty d = { duty_names[i], "a test", "a test",
			"a test", clock_midnight(c->now) };

		if (duty_sign(c, municipality, &d, by) != OK)
			give_up("%s cannot be signed", d.name);
	}
}

/* An approved firm; its contact. */
static int64_t firm(struct ctx *c, const char *cvr, const char *name,
    const char *phone, const char *email, int64_t *employer)
{
	const struct employer e = {
		.cvr = cvr, .name = name, .approved_at = 1
	};
	int64_t contact = person(c, "Anne", phone, email, ROLE_EMPLOYER, 0);

	*employer = employer_add(c, &e);
	contact_add(c, contact, *employer);
	return contact;
}

void town_make(struct ctx *c, struct town *t)
{
	struct workplace place = { .sms_name = "Bager Bech",
		.town = "Holstebro",
		.address = "Nørregade 4",
		.postcode = POSTCODE };
	int64_t other;

	t->then = clock_in_window(WINDOW_ASKING, c->now);
	db_begin(c);
	postcode_add(c, POSTCODE, "Holstebro", 56.36, 8.62);
	t->municipality = home(c);
	t->mentor = person(c, "Jonas", "4520000002", "jonas@kommune.example",
	    ROLE_MENTOR, t->municipality);
	sign_duties(c, t->municipality, t->mentor);
	t->contact = firm(c, "10000009", "Bager Bech ApS", "4520000011",
	    "anne@firma.example", &t->employer);
	t->other_contact = firm(c, "10000017", "Storå Lager A/S", "4520000012",
	    "peter@firma.example", &other);
	place.employer_id = t->employer;
	t->workplace = workplace_keep(c, &place);
	if (db_commit(c) != OK)
		give_up("the town could not be made");
}

void town_function(struct ctx *c, const char *key)
{
	const struct work_function f = { .key = key,
		.name = key,
		.verb = "hjælpe",
		.field = "Prøve",
		.isco = "9999" };

	work_function_add(c, &f);
}

int64_t town_citizen(
    struct ctx *c, const struct town *t, int number, const char *function)
{
	struct citizen z = { .municipality_id = t->municipality,
		.mentor_id = t->mentor,
		.target_group = GROUP,
		.released_at = 1,
		.ceiling_minutes = 2220,
		.travel_m = 50000,
		.postcode = POSTCODE };

	z.id = person(c, "Amir", mem_printf(c, "4531%06d", number), NULL, 0,
	    t->municipality);
	citizen_add(c, &z);
	for (int day = 1; day <= 7; day++)
		citizen_available(c, z.id, day, 0, 24 * 60);
	if (function != NULL)
		citizen_willing(c, z.id, function);
	return z.id;
}

int64_t town_task(
    struct ctx *c, const struct town *t, const char *function, int places)
{
	const struct task draft = { .employer_id = t->employer,
		.workplace_id = t->workplace,
		.contact_id = t->contact,
		.work_function = function,
		.title = "",
		.level = LEVEL_NEW,
		.places = places,
		.pay_ore = 14500,
		.pay_on = clock_midnight(clock_add_days(t->then, 30)),
		.meeting = "Hovedindgangen",
		.one_off = true,
		.starts_at = t->then + 20 * HOUR,
		.ends_at = t->then + 23 * HOUR };
	int64_t id = 0, now = c->now;

	c->now = t->then;
	if (task_post(c, &draft, t->contact, &id) != OK)
		give_up("a task could not be posted");
	wave_run(c);
	c->now = now;
	return id;
}

/* What their app shows now. */
static void connect_app(struct ctx *c, int64_t id, char code[7])
{
	static const unsigned char secret[TOTP_BYTES] = "what their app knows";

	db_begin(c);
	factor_set(c, id, secret);
	if (db_commit(c) != OK)
		give_up("no app");
	totp_code(secret, totp_step(c->now), code);
}

struct visitor town_sign_in(struct ctx *c, int64_t id)
{
	struct visitor who = { 0 };
	char browser[TOKEN_CHARS + 1], code[7];
	struct signin in = {
		.code = code, .browser = browser, .device = "Linux"
	};
	struct session s;
	struct person p;
	int64_t asked;

	secret_random_token(browser);
	if (!person_load(c, id, &p) || signin_ask(c, p.email, browser) != OK)
		give_up("no code to sign in with");
	asked = db_int(c, SQL("SELECT max(id) FROM signin"), NO_BIND, 0);
	signin_code(asked, code);
	if (signin_enter(c, &in, &s) != OK)
		give_up("no session");
	if (s.token == NULL) {
		connect_app(c, id, code);
		if (signin_app(c, &in, &s) != OK)
			give_up("no session of staff");
	}
	snprintf(who.cookie, sizeof who.cookie, "%s", s.token);
	snprintf(who.csrf, sizeof who.csrf, "%s", s.csrf);
	return who;
}
