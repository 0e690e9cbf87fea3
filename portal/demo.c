#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "citizen.h"
#include "employer.h"
#include "factor.h"
#include "honours.h"
#include "municipality.h"
#include "person.h"
#include "portal.h"
#include "postcode.h"
#include "work_function.h"
#include "workplace.h"

/* The demo: real towns and postcodes around Holstebro; every person, firm and
 * number is invented. */

/* clang-format off */
static const struct {
	const char *code, *name;
	double latitude, longitude;
} postcodes[] = {
	{ "6920", "Videbæk", 56.08, 8.63 },   { "6933", "Kibæk", 56.03, 8.86 },
	{ "6950", "Ringkøbing", 56.09, 8.25 }, { "6973", "Ørnhøj", 56.20, 8.57 },
	{ "6980", "Tim", 56.20, 8.30 },       { "6990", "Ulfborg", 56.27, 8.32 },
	{ "7400", "Herning", 56.14, 8.97 },   { "7451", "Sunds", 56.21, 9.02 },
	{ "7480", "Vildbjerg", 56.20, 8.77 }, { "7490", "Aulum", 56.27, 8.79 },
	{ "7500", "Holstebro", 56.36, 8.62 }, { "7540", "Haderup", 56.39, 8.99 },
	{ "7550", "Sørvad", 56.25, 8.66 },    { "7560", "Hjerm", 56.44, 8.64 },
	{ "7570", "Vemb", 56.35, 8.34 },      { "7600", "Struer", 56.49, 8.59 },
	{ "7620", "Lemvig", 56.54, 8.31 },    { "7660", "Bækmarksbro", 56.41, 8.32 },
	{ "7800", "Skive", 56.56, 9.03 },     { "7830", "Vinderup", 56.48, 8.78 },
};

static const struct work_function functions[] = {
	{ "rengoering", "Rengøring på arbejdsplads", "gøre rent", "Rent", "9112" },
	{ "vinduer", "Vinduespolering", "pudse vinduer", "Rent", "9123" },
	{ "bilvask", "Vask og klargøring af biler", "vaske biler", "Rent", "9122" },
	{ "vaskeri", "Vaskeri og sammenlægning", "lægge tøj sammen", "Rent", "8157" },
	{ "opvask", "Opvask og køkkenhjælp", "vaske op", "Køkken", "9412" },
	{ "bageri", "Hjælp i bageri", "hjælpe i bageriet", "Køkken", "7512" },
	{ "buffet", "Servering fra disk og buffet", "hjælpe ved buffet", "Køkken", "5246" },
	{ "groenne", "Grønne områder", "passe grønt", "Ude", "9214" },
	{ "fej", "Fejning og snerydning", "feje og rydde", "Ude", "9613" },
	{ "stald", "Stald og dyr på gård", "passe dyr", "Ude", "9212" },
	{ "butik", "Opfyldning af varer", "fylde varer op", "Butik", "9334" },
	{ "flaskebord", "Flaskerum og pant", "sortere flasker", "Butik", "9612" },
	{ "pakning", "Pakning i hånden", "pakke varer", "Lager", "9321" },
	{ "lager", "Lager: flytte og læsse", "flytte varer", "Lager", "9333" },
	{ "montage", "Montage og samling", "samle dele", "Produktion", "8219" },
	{ "produktion", "Hjælp i produktion", "hjælpe ved bånd", "Produktion", "9329" },
	{ "arkiv", "Arkiv, kopi og scanning", "scanne papirer", "Kontor", "4415" },
	{ "kontor", "Kontorhjælp", "hjælpe på kontor", "Kontor", "4110" },
	{ "pleje", "Praktisk hjælp på plejecenter", "hjælpe til", "Mennesker", "5321" },
	{ "bibliotek", "Opstilling af bøger", "sætte bøger op", "Kontor", "4411" },
};

static const struct consideration considered[] = {
	{ "pauser", "Der er plads til ekstra pauser", "Ekstra pauser" },
	{ "ro", "Der er ro omkring arbejdet", "Ro omkring mig" },
	{ "makker", "Der er en fast makker i starten", "En fast makker" },
	{ "loeft", "Der er ingen tunge løft", "Ingen tunge løft" },
	{ "siddende", "Man kan sidde ned undervejs", "At kunne sidde ned" },
	{ "moedetid", "Man kan begynde lidt senere", "At begynde lidt senere" },
};

enum { GROUP_MOST = 2 };
static const char *const groups[GROUP_MOST] = { "gruppe-a", "gruppe-b" };

static const struct {
	const char *given, *surname, *phone, *email;
	enum role role;
} staff[] = {
	{ "Mette", "Kjær", "4520000001", "mette@holstebro.example", ROLE_CONSULTANT },
	{ "Jonas", "Friis", "4520000002", "jonas@holstebro.example", ROLE_MENTOR },
	{ "Sanne", "Holm", "4520000003", "sanne@holstebro.example", ROLE_MENTOR },
	{ "Karen", "Vig", "4520000004", "karen@holstebro.example", ROLE_ADMIN },
};

static const struct {
	const char *cvr, *name;         /* of the firm */
	const char *given, *surname, *phone, *email; /* of its contact */
	const char *sms_name, *address, *postcode, *town;
	const char *says[4];            /* "Sådan er der hos os", all checked */
	bool approved;
} firms[] = {
	{ "10000009", "Bager Bech ApS", "Anne", "Bech", "4520000011", "anne@bagerbech.example",
	  "Bager Bech", "Nørregade 4", "7500", "Holstebro", { "pauser", "makker" }, true },
	{ "10000017", "Storå Lager A/S", "Peter", "Storm", "4520000012", "peter@storaalager.example",
	  "Storå Lager", "Lægårdvej 90", "7500", "Holstebro", { "loeft", "ro" }, true },
	{ "10000025", "Hotel Vestjyden", "Rikke", "Lund", "4520000013", "rikke@hotelvest.example",
	  "Hotel Vestjyden", "Stationsvej 2", "7600", "Struer", { "pauser" }, true },
	{ "10000033", "Grøn Pleje I/S", "Karl", "Toft", "4520000014", "karl@groenpleje.example",
	  "Grøn Pleje", "Markvej 11", "7830", "Vinderup", { "ro", "moedetid" }, true },
	{ "10000041", "Plejecenter Åglimt", "Lone", "Bro", "4520000015", "lone@aaglimt.example",
	  "Plejecenter Åglimt", "Ågade 7", "7500", "Holstebro", { "makker", "siddende", "ro" }, true },
	{ "10000068", "Ny Montage ApS", "Ove", "Dam", "4520000016", "ove@nymontage.example",
	  "Ny Montage", "Energivej 3", "7560", "Hjerm", { "siddende" }, false },
};

static const struct {
	const char *given, *surname, *phone, *email; /* one of the two */
	const char *postcode;
	int mentor, hours, kilometres;  /* a week; how far */
	struct { const char *function; int score; } can[4];
	const char *must;               /* a need, or NULL */
} citizens[] = {
	{ "Lars", "Holm", "4520000101", NULL, "7500", 1, 6, 15,
	  { { "pakning", 7 }, { "lager", 5 } }, NULL },
	{ "Amir", "Haddad", "4520000102", NULL, "7500", 1, 8, 20,
	  { { "opvask", 5 }, { "pakning", 5 }, { "bageri", 4 } }, NULL },
	{ "Ida", "Skov", "4520000103", NULL, "7500", 2, 4, 8,
	  { { "bageri", 6 }, { "butik", 4 } }, "makker" },
	{ "Bent", "Juhl", "4520000104", NULL, "7830", 2, 6, 25,
	  { { "groenne", 8 }, { "fej", 7 } }, "ro" },
	{ "Olena", "Koval", "4520000105", NULL, "7600", 1, 10, 30,
	  { { "rengoering", 8 }, { "vaskeri", 6 }, { "opvask", 4 } }, NULL },
	{ "Mia", "Dahl", NULL, "mia@post.example", "7500", 2, 6, 15,
	  { { "pakning", 6 }, { "arkiv", 7 } }, NULL },
	{ "Per", "Krog", "4520000107", NULL, "7560", 1, 5, 20,
	  { { "lager", 7 }, { "montage", 5 } }, "loeft" },
	{ "Sofie", "Lind", "4520000108", NULL, "7500", 2, 3, 6,
	  { { "bibliotek", 5 }, { "arkiv", 4 } }, "ro" },
	{ "Yusuf", "Demir", "4520000109", NULL, "7500", 1, 8, 20,
	  { { "opvask", 7 }, { "rengoering", 5 }, { "pakning", 4 } }, NULL },
	{ "Gitte", "Bach", "4520000110", NULL, "7600", 2, 6, 15,
	  { { "pleje", 6 }, { "vaskeri", 7 } }, NULL },
	{ "Kaj", "Post", "4520000111", NULL, "7490", 1, 4, 25,
	  { { "groenne", 4 }, { "stald", 6 } }, "pauser" },
	{ "Nour", "Saleh", "4520000112", NULL, "7500", 2, 6, 12,
	  { { "butik", 5 }, { "bageri", 5 }, { "pleje", 4 } }, NULL },
};
/* clang-format on */

static void fill_catalogues(struct ctx *c)
{
	for (size_t i = 0; i < COUNT(postcodes); i++)
		postcode_add(c, postcodes[i].code, postcodes[i].name,
		    postcodes[i].latitude, postcodes[i].longitude);
	for (size_t i = 0; i < COUNT(functions); i++)
		work_function_add(c, &functions[i]);
	for (size_t i = 0; i < COUNT(considered); i++)
		consideration_add(c, &considered[i]);
}

static int64_t fill_municipality(struct ctx *c)
{
	static const struct {
		const char *name;
		int64_t value;
	} rules[] = { { RULE_ANSWER_IS_FREE "gruppe-a", 1 },
		{ RULE_ANSWER_IS_FREE "gruppe-b", 1 },
		{ RULE_SCORE_PRACTISED, 4 }, { RULE_SCORE_SURE, 7 },
		{ RULE_OFFERS_OPEN, 2 }, { RULE_OFFERS_WEEK, 3 },
		{ RULE_SCORE_WAGE, 7 }, { RULE_ANSWER_MINUTES, 120 },
		{ RULE_PAUSE_DAYS, 14 }, { RULE_SETBACK_DAYS, 1 },
		{ RULE_CEILING_STEP "1", 120 }, { RULE_CEILING_STEP "2", 240 },
		{ RULE_CEILING_STEP "3", 360 }, { RULE_CEILING_MORE, 60 },
		{ RULE_CEILING_MOST, 2220 }, { RULE_MESSAGES_WEEK, 6 },
		{ RULE_CANCEL_HOURS, 24 }, { RULE_CANCEL_DAYS, 183 },
		{ RULE_KEEP_OFFERS, 90 }, { RULE_KEEP_MESSAGES, 730 },
		{ RULE_KEEP_HOOKS, 180 }, { RULE_KEEP_WORDS, 180 },
		{ RULE_KEEP_SIGNINS, 30 }, { RULE_KEEP_HOURS, 5 },
		{ RULE_KEEP_FOLLOWUPS, 5 }, { RULE_KEEP_DRAFTS, 60 },
		{ RULE_FREE_MONTH "gruppe-a", 500000 },
		{ RULE_FREE_MONTH "gruppe-b", 250000 } };
	const struct municipality m = { .name = "Holstebro Kommune",
		.helper = "Mette",
		.phone = "4520000000" };
	int64_t id = municipality_add(c, &m);

	for (size_t i = 0; i < COUNT(rules); i++)
		rule_add(c, id, rules[i].name,
		    clock_midnight(clock_add_days(c->now, -365)),
		    rules[i].value, "Demo: opdigtet underskrift");
	rule_add(c, id, RULE_PAY_FLOOR,
	    clock_midnight(clock_add_days(c->now, -365)), 13500,
	    "Demo: opdigtet sats for ufaglært arbejde");
	return id;
}

static int64_t add_person(struct ctx *c, const char *given, const char *surname,
    const char *phone, const char *email, const char *sms)
{
	const struct person p = { .given_name = given,
		.surname = surname,
		.phone = phone,
		.email = email,
		.language = "da",
		.sms = sms };

	return person_add(c, &p);
}

static int64_t fill_staff(struct ctx *c, size_t i, int64_t municipality)
{
	int64_t id = add_person(c, staff[i].given, staff[i].surname,
	    staff[i].phone, staff[i].email, "unknown");
	unsigned char secret[TOTP_BYTES];

	person_give_role(c, id, municipality, staff[i].role, 0);
	factor_invented(staff[i].email, secret);
	factor_set(c, id, secret);
	return id;
}

static void fill_firm(struct ctx *c, size_t i, int64_t consultant)
{
	const struct employer e = { .cvr = firms[i].cvr,
		.name = firms[i].name,
		.approved_at = firms[i].approved ? c->now : 0 };
	struct workplace place = { .sms_name = firms[i].sms_name,
		.address = firms[i].address,
		.postcode = firms[i].postcode,
		.town = firms[i].town };
	int64_t contact = add_person(c, firms[i].given, firms[i].surname,
	    firms[i].phone, firms[i].email, "unknown");
	int64_t at;

	person_give_role(c, contact, 0, ROLE_EMPLOYER, 0);
	place.employer_id = employer_add(c, &e);
	contact_add(c, contact, place.employer_id);
	if (firms[i].approved)
		employer_expect(c, place.employer_id, contact);
	at = workplace_keep(c, &place);
	honours_say(c, at, firms[i].says, contact);
	for (int k = 0; firms[i].says[k] != NULL; k++)
		if (honours_check(c, at, firms[i].says[k], consultant) != OK)
			return;
}

static void fill_citizen(
    struct ctx *c, size_t i, int64_t municipality, const int64_t *staff_ids)
{
	int64_t mentor = staff_ids[citizens[i].mentor];
	struct citizen z = { .municipality_id = municipality,
		.mentor_id = mentor,
		.target_group = groups[i % GROUP_MOST],
		.released_at = c->now,
		.ceiling_minutes = (int64_t)citizens[i].hours * 60,
		.travel_m = (int64_t)citizens[i].kilometres * 1000,
		.postcode = citizens[i].postcode };

	z.id = add_person(c, citizens[i].given, citizens[i].surname,
	    citizens[i].phone, citizens[i].email,
	    citizens[i].phone != NULL ? "start" : "unknown");
	citizen_add(c, &z);
	for (int day = 1; day <= 5; day++)
		citizen_available(c, z.id, day, 7 * 60, 18 * 60);
	if (citizens[i].must != NULL)
		citizen_needs(c, z.id, citizens[i].must, "must");
	for (size_t k = 0; k < COUNT(citizens[i].can); k++)
		if (citizens[i].can[k].function != NULL &&
		    citizen_score(c, z.id, citizens[i].can[k].function,
			citizens[i].can[k].score, mentor) != OK)
			return;
}

enum err demo_fill(struct ctx *c)
{
	int64_t ids[COUNT(staff)], municipality;
	struct municipality there;

	if (municipality_load(c, 0, &there))
		return ERR_CONFLICT;
	db_begin(c);
	fill_catalogues(c);
	municipality = fill_municipality(c);
	for (size_t i = 0; i < COUNT(staff); i++)
		ids[i] = fill_staff(c, i, municipality);
	for (size_t i = 0; i < COUNT(firms); i++)
		fill_firm(c, i, ids[0]);
	for (size_t i = 0; i < COUNT(citizens); i++)
		fill_citizen(c, i, municipality, ids);
	return db_commit(c);
}
