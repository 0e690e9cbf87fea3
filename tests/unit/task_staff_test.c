/* Posting for a firm that rings: who its contact becomes, and what is told. */
#include "fixture.h"

#include "base/text.h"

#include "attention.h"
#include "contact.h"
#include "employer.h"
#include "task_staff.h"
#include "wave.h"

static const char *const nothing[] = { NULL };

/* A firm nobody knows, for a task of Thursday. */
static struct task_staff call(const char *phone, const char *email)
{
	return (struct task_staff) { .cvr = "13748136",
		.firm = "Nyt Lager ApS",
		.said = { .given_name = "Nina",
		    .surname = "",
		    .phone = phone,
		    .email = email,
		    .language = "da",
		    .sms = "unknown" },
		.place = { .sms_name = "Nyt Lager",
		    .town = "Holstebro",
		    .address = "Lagervej 2",
		    .postcode = "7500" },
		.task = draft("2026-03-05"),
		.says = nothing };
}

static enum err post_it(struct task_staff *t, int64_t *id)
{
	*id = 0;
	return task_staff_post(&c, t, world.consultant, id);
}

static int64_t firms(void)
{
	return one(SQL("SELECT count(*) FROM employer"), NO_BIND);
}

static void a_new_firm_is_here_and_approved_when_it_was_talked_to(void **state)
{
	struct task_staff t = call("4520304050", "nina@example.dk");
	struct employer e;
	struct task task;
	struct person p;
	int64_t id;

	(void)state;
	assert_int_equal(post_it(&t, &id), OK);
	wave_run(&c);
	assert_true(task_load(&c, id, &task));
	assert_string_equal(task.state, "open");
	assert_int_equal(task.contact_id, t.contact);
	assert_true(employer_load(&c, task.employer_id, &e));
	assert_string_equal(e.name, "Nyt Lager ApS");
	assert_int_equal(e.approved_at, c.now);
	assert_int_equal(e.expected_at, c.now);
	assert_true(person_load(&c, t.contact, &p));
	assert_string_equal(p.given_name, "Nina");
	assert_int_equal(person_roles(&c, t.contact), ROLE_EMPLOYER);
	assert_int_equal(contact_employer(&c, t.contact), e.id);
	assert_int_equal(
	    one(SQL("SELECT posted_by FROM task"), NO_BIND), world.consultant);
	assert_int_equal(left("task_open", t.contact), 2);
	assert_string_equal(offer_state(id, world.amir), "asked");
	assert_true(task_staff_writer(&c, id, &p));
	assert_int_equal(p.id, world.consultant);
}

static void what_a_firm_had_waiting_is_opened_too(void **state)
{
	struct firm f = add_firm("Ny Montage", false);
	struct task_staff t = call(NULL, NULL);
	struct task first = draft("2026-03-06");
	int64_t waits, id;

	(void)state;
	first.employer_id = f.employer;
	first.workplace_id = f.place;
	first.contact_id = f.contact;
	waits = post(&first);
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 1);
	t.contact = f.contact;
	assert_int_equal(post_it(&t, &id), OK);
	assert_true(task_load(&c, waits, &first));
	assert_string_equal(first.state, "open");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
}

static void a_contact_we_know_is_not_made_again(void **state)
{
	struct task_staff t = call("4520304050", "firma1@example.dk");
	struct employer e;
	int64_t id, before = firms();

	(void)state;
	assert_true(employer_load(&c, world.bakery.employer, &e));
	t.cvr = e.cvr;
	assert_int_equal(post_it(&t, &id), OK);
	assert_int_equal(t.contact, world.bakery.contact);
	assert_int_equal(firms(), before);
	t = call("4520000901", NULL); /* by their number, too */
	t.cvr = e.cvr;
	assert_int_equal(post_it(&t, &id), OK);
	assert_int_equal(t.contact, world.bakery.contact);
}

/* Who was invited, and has not come in, is one contact and no invitation. */
static void who_was_invited_is_here_at_once(void **state)
{
	struct task_staff t = call("4520304050", "nina@example.dk");
	const struct contact *all;
	struct employer e;
	size_t count;
	int64_t id;

	(void)state;
	assert_true(employer_load(&c, world.bakery.employer, &e));
	assert_int_equal(contact_invite(&c, e.id, "N", t.said.email, NULL,
			     world.bakery.contact),
	    OK);
	t.cvr = e.cvr;
	assert_int_equal(post_it(&t, &id), OK);
	all = contact_list(&c, e.id, &count);
	assert_int_equal(count, 2);
	assert_string_equal(all[1].name, "Nina");
	assert_int_equal(all[1].expires_at, 0);
}

/* Nobody is made a contact by what somebody typed of them. */
static void who_is_something_else_here_proves_it_by_a_code(void **state)
{
	const struct {
		const char *phone, *email;
	} list[] = { { "4520304050", "mette@example.dk" },
		{ "4520304050", "firma1@example.dk" },
		{ "4520304050", "amir@example.dk" }, { "4520000901", NULL } };
	int64_t id, before = firms();

	(void)state;
	is_reached(world.amir, "4520000101", "amir@example.dk");
	for (size_t i = 0; i < COUNT(list); i++) {
		struct task_staff t = call(list[i].phone, list[i].email);

		assert_int_equal(post_it(&t, &id), ERR_FORBIDDEN);
		next();
	}
	assert_int_equal(firms(), before);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

static void what_cannot_be_posted_makes_no_firm(void **state)
{
	struct task_staff t = call("4520304050", NULL);
	int64_t id, before = firms();

	(void)state;
	t.task.starts_at = c.now - 60;
	assert_int_equal(post_it(&t, &id), ERR_INVALID);
	assert_int_equal(firms(), before);
	t = call(NULL, NULL);
	t.contact = world.amir; /* no contact */
	assert_int_equal(post_it(&t, &id), ERR_NOT_FOUND);
}

static void a_firm_has_room_for_so_many_contacts(void **state)
{
	struct employer e;
	struct task_staff t;
	int64_t id;

	(void)state;
	assert_true(employer_load(&c, world.bakery.employer, &e));
	db_begin(&c);
	for (int i = 1; i < CONTACTS_MOST; i++)
		assert_int_equal(contact_invite(&c, e.id, "Bo",
				     mem_printf(&c, "%d@example.dk", i), NULL,
				     world.bakery.contact),
		    OK);
	assert_int_equal(db_commit(&c), OK);
	t = call("4520304050", "nina@example.dk");
	t.cvr = e.cvr;
	assert_int_equal(post_it(&t, &id), ERR_CONFLICT);
}

/* Whoever it was written for, or by themselves: no sentence about it. */
static void only_staff_write_for_others(void **state)
{
	struct person p;
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_false(task_staff_writer(&c, task, &p));
	change(SQL("UPDATE task SET posted_by = $1"), BIND(INT(world.amir)));
	assert_false(task_staff_writer(&c, task, &p));
}

/* ---- finding firms ---- */

static size_t found(const char *typed)
{
	return employer_find(&c, typed, 20).count;
}

static void a_firm_is_found_by_number_and_by_words_of_its_name(void **state)
{
	struct employer e;

	(void)state;
	add_firm("Storå Lager & Søn", true);
	assert_true(employer_load(&c, world.bakery.employer, &e));
	assert_int_equal(employer_find(&c, e.cvr, 20).id[0], e.id);
	assert_int_equal(found("bager"), 1);
	assert_int_equal(found("  BECH "), 1);
	assert_int_equal(found("be ba"), 1);
	assert_int_equal(found("STORÅ"), 1);
	assert_int_equal(found("øn"), 0); /* not how a word begins */
	assert_int_equal(found("b"), 0);
	assert_int_equal(found(""), 0);
	assert_int_equal(found("99999999"), 0);
	assert_int_equal(employer_find(&c, "sto", 1).count, 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_firm_is_here_and_approved_when_it_was_talked_to),
		TEST(what_a_firm_had_waiting_is_opened_too),
		TEST(a_contact_we_know_is_not_made_again),
		TEST(who_was_invited_is_here_at_once),
		TEST(who_is_something_else_here_proves_it_by_a_code),
		TEST(what_cannot_be_posted_makes_no_firm),
		TEST(a_firm_has_room_for_so_many_contacts),
		TEST(only_staff_write_for_others),
		TEST(a_firm_is_found_by_number_and_by_words_of_its_name),
	};

	return cmocka_run_group_tests_name("task staff", tests, NULL, NULL);
}
