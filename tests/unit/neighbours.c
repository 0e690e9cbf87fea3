#include "neighbours.h"

#include "attention.h"
#include "draft.h"
#include "followup.h"
#include "municipality.h"
#include "offer.h"
#include "person.h"
#include "task.h"

struct neighbours other;
struct home ours;

static int64_t staff_in(
    int64_t municipality, const char *name, const char *mail, enum role role)
{
	int64_t id = add_person(name, NULL, mail, "unknown");

	db_begin(&c);
	person_give_role(&c, id, municipality, role, 0);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

static int64_t staff(const char *name, const char *mail, enum role role)
{
	return staff_in(other.municipality, name, mail, role);
}

static void add_other_municipality(void)
{
	const struct municipality m = {
		.name = "Nabo Kommune", .helper = "Ida", .phone = "4520000090"
	};

	db_begin(&c);
	other.municipality = municipality_add(&c, &m);
	assert_int_equal(db_commit(&c), OK);
	other.mentor = staff(PERSON "mentor", "nabo1@example.dk", ROLE_MENTOR);
	other.consultant = staff(
	    PERSON "konsulent", "nabo2@example.dk", ROLE_CONSULTANT);
	other.leader = staff(PERSON "leder", "nabo3@example.dk", ROLE_LEADER);
	other.admin = staff(PERSON "admin", "nabo4@example.dk", ROLE_ADMIN);
}

/* A day's work that somebody comes to: task, engagement, plan. */
static void agree(int64_t task, int64_t citizen, int64_t mentor,
    int64_t *engagement, int64_t *followup)
{

	answers(task, citizen, SAY_YES);
	*engagement = engagement_for(task, citizen);
	*followup = one(SQL("SELECT min(f.id) FROM followup f JOIN course c"
			    " ON c.id = f.course_id WHERE c.owner_id = $1"),
	    BIND(INT(mentor)));
	next();
}

static int64_t something_waits(int64_t citizen, const char *words)
{
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, citizen, 0, words);
	assert_int_equal(db_commit(&c), OK);
	return one(SQL("SELECT max(id) FROM attention"), NO_BIND);
}

/* The last one to them, as if it had not come. */
static void a_message_failed(int64_t citizen)
{
	int64_t id = one(SQL("SELECT max(id) FROM outbox WHERE person_id = $1"),
	    BIND(INT(citizen)));

	change(SQL("UPDATE outbox SET state = 'dead' WHERE id = $1"),
	    BIND(INT(id)));
	db_begin(&c);
	attention_add(&c, ATTENTION_FAILED, citizen, id, "");
	assert_int_equal(db_commit(&c), OK);
}

static int64_t something_begun(const struct firm *firm, const char *form)
{
	struct draft d = { .employer_id = firm->employer,
		.written_by = firm->contact,
		.form = form };

	assert_int_equal(draft_keep(&c, &d, ""), OK);
	return d.id;
}

/* Said by the firm alone: that it is rung about is every municipality's. */
static int64_t somebody_missed(const struct firm *firm)
{
	change(SQL("INSERT INTO shortage (id, employer_id, trade, people,"
		   " month, said_by, said_at)"
		   " VALUES (7, $1, 'landbrug', 2, $2, $3, $4)"),
	    BIND(INT(firm->employer), INT(clock_first(c.now, 3)),
		INT(firm->contact), INT(c.now)));
	return 7;
}

int open_both(void **state)
{
	struct task t;

	if (site_open(state) != 0)
		return -1;
	ours.task = post_on("2026-03-05", 1);
	next();
	agree(ours.task, world.amir, world.mentor, &ours.engagement,
	    &ours.followup);
	ours.attention = something_waits(world.amir, "vores ord");
	ours.admin = staff_in(
	    world.municipality, "Karen", "karen@example.dk", ROLE_ADMIN);
	add_other_municipality();
	other.citizen = add_citizen(PERSON "borger");
	change(SQL("UPDATE citizen SET municipality_id = $2, mentor_id = $3"
		   " WHERE person_id = $1"),
	    BIND(INT(other.citizen), INT(other.municipality),
		INT(other.mentor)));
	change(SQL("INSERT INTO rule (id, municipality_id, name, valid_from,"
		   " value, source) SELECT id + 1000, $1, name, valid_from,"
		   " value, source FROM rule"),
	    BIND(INT(other.municipality)));
	other.firm = add_firm(CANARY "firma", true);
	t = draft("2026-03-06");
	t.employer_id = other.firm.employer;
	t.workplace_id = other.firm.place;
	t.contact_id = other.firm.contact;
	t.title = CANARY "ting";
	t.meeting = CANARY "dør";
	other.task = post(&t);
	next();
	agree(other.task, other.citizen, other.mentor, &other.engagement,
	    &other.followup);
	a_message_failed(world.amir);
	a_message_failed(other.citizen);
	other.offer = offer_to(other.task, other.citizen);
	other.attention = something_waits(other.citizen, PERSON " ord");
	other.shortage = somebody_missed(&other.firm);
	other.draft = something_begun(&other.firm, "titel=" CANARY);
	other.series = 8;
	change(SQL("INSERT INTO series (id, employer_id, task_id, made_by,"
		   " made_at) VALUES ($1, $2, $3, $4, 1)"),
	    BIND(INT(other.series), INT(other.firm.employer), INT(other.task),
		INT(other.firm.contact)));
	change(SQL("UPDATE task SET series_id = $1 WHERE id = $2"),
	    BIND(INT(other.series), INT(other.task)));
	other.passkey = 7;
	change(SQL("INSERT INTO passkey (id, person_id, credential, public_key,"
		   " sign_count, strong, name, made_at) VALUES ($1, $2, 'x',"
		   " 'x', 0, 1, $3, $4)"),
	    BIND(INT(other.passkey), INT(other.mentor), TEXT(PERSON " nøgle"),
		INT(c.now)));
	next();
	return 0;
}
