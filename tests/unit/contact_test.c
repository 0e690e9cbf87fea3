#include "browser.h"

#include <string.h>

#include "contact.h"
#include "employer.h"
#include "invitation.h"
#include "link.h"
#include "person.h"
#include "signin.h"

#define NEW "ny@example.dk"

static size_t contacts(void)
{
	size_t count;

	contact_list(&c, world.bakery.employer, &count);
	return count;
}

static enum err invite(const char *name, const char *email, const char *phone)
{
	return contact_invite(&c, world.bakery.employer, name, email, phone,
	    world.bakery.contact);
}

/* A second contact of the bakery, who has come in. */
static int64_t second(void)
{
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	assert_int_equal(enter(ask(NEW, THEIRS), THEIRS), OK);
	return person_by_email(&c, NEW);
}

/* ---- inviting ---- */

static void the_invited_come_in_by_their_address(void **state)
{
	struct person p;
	int64_t bo;

	(void)state;
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	bo = person_by_email(&c, NEW);
	assert_int_equal(left("invitation", bo), 1);
	assert_int_equal(person_roles(&c, bo), 0);
	assert_int_equal(contact_employer(&c, bo), 0);
	assert_int_equal(contacts(), 2);
	assert_int_equal(enter(ask(NEW, MINE), MINE), OK);
	assert_int_equal(contact_employer(&c, bo), world.bakery.employer);
	assert_int_equal(person_roles(&c, bo), ROLE_EMPLOYER);
	assert_true(person_load(&c, bo, &p));
	assert_string_equal(p.given_name, "Bo");
	assert_int_equal(contacts(), 2);
}

static void the_invited_come_in_by_their_number(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(invite("Bo", NULL, "4520304050"), OK);
	assert_int_equal(enter(ask("4520304050", MINE), MINE), OK);
	id = person_contact_by_phone(&c, "4520304050");
	assert_int_equal(contact_employer(&c, id), world.bakery.employer);
	assert_string_equal(one_text(SQL("SELECT channel FROM outbox WHERE"
					 " kind = 'code'"),
				NO_BIND),
	    "sms");
}

/* It may be somebody else's by now, who must not come in by it. */
static void a_number_that_is_wrong_signs_nobody_in(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(invite("Bo", NULL, "4520304050"), OK);
	assert_int_equal(enter(ask("4520304050", MINE), MINE), OK);
	id = person_contact_by_phone(&c, "4520304050");
	assert_int_not_equal(id, 0);
	db_begin(&c);
	person_set_sms(&c, id, "wrong", CONSENT_SMS);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(enter(ask("4520304050", THEIRS), THEIRS), ERR_INVALID);
}

static void an_invitation_is_sent_once_a_day(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(invite("Bo", NULL, "4520304050"), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'invitation'"),
			     NO_BIND),
	    1);
	at("2026-03-03T09:00");
	assert_int_equal(invite("Bo", NULL, "4520304050"), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'invitation'"),
			     NO_BIND),
	    2);
}

/* Whoever had said STOP is written to by nobody's invitation. */
static void a_number_that_said_stop_gets_no_invitation(void **state)
{
	(void)state;
	db_begin(&c);
	person_set_sms(&c, world.amir, "stop", CONSENT_SMS);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(invite("Bo", NULL, "4520000101"), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'invitation'"),
			     NO_BIND),
	    0);
	/* They can come in all the same: a code is asked for by whoever wants
	 * it. */
	assert_int_equal(contacts(), 2);
	assert_int_equal(enter(ask("4520000101", MINE), MINE), OK);
}

static void an_invitation_ends_after_two_weeks(void **state)
{
	const char *code;

	(void)state;
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	c.now += INVITATION_DAYS * DAY - MINUTE;
	code = ask(NEW, MINE);
	c.now += MINUTE;
	/* It was asked for in time; the code alone opens nothing any more. */
	assert_int_equal(enter(code, MINE), OK);
	assert_int_equal(contact_employer(&c, person_by_email(&c, NEW)), 0);
	assert_int_equal(enter(ask(NEW, THEIRS), THEIRS), ERR_INVALID);
	assert_int_equal(contacts(), 1);
	invitation_forget(&c);
	assert_int_equal(person_by_email(&c, NEW), 0);
}

static void an_invitation_is_renewed_and_taken_back(void **state)
{
	int64_t bo;

	(void)state;
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	bo = person_by_email(&c, NEW);
	c.now += 13 * DAY;
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	assert_int_equal(person_by_email(&c, NEW), bo);
	assert_int_equal(left("invitation", bo), 2);
	c.now += 13 * DAY;
	assert_int_equal(contacts(), 2);
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, world.bakery.contact),
	    OK);
	assert_int_equal(contacts(), 1);
	assert_int_equal(enter(ask(NEW, MINE), MINE), ERR_INVALID);
}

/* The one who invites sees what they typed and no more. */
static void who_is_known_is_invited_like_who_is_not(void **state)
{
	struct firm other = add_firm("Anden", true);
	size_t count;
	const struct contact *all;

	(void)state;
	assert_int_equal(invite("Bo", "firma2@example.dk", NULL), OK);
	assert_int_equal(invite("Jo", JONAS, NULL), OK);
	assert_int_equal(invite("Ny", NEW, NULL), OK);
	all = contact_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, 4);
	for (size_t i = 1; i < count; i++) {
		assert_int_equal(strlen(all[i].name), 2);
		assert_null(all[i].email);
		assert_null(all[i].phone);
	}
	/* Whoever posts for a firm stays there; staff stay staff. */
	assert_int_equal(enter(ask("firma2@example.dk", MINE), MINE), OK);
	assert_int_equal(contact_employer(&c, other.contact), other.employer);
	assert_int_equal(enter(ask(JONAS, THEIRS), THEIRS), OK);
	assert_int_equal(person_roles(&c, world.mentor), ROLE_MENTOR);
	assert_int_equal(contact_employer(&c, world.mentor), 0);
}

static void there_is_room_for_twenty(void **state)
{
	(void)state;
	for (int i = 1; i < CONTACTS_MOST; i++)
		assert_int_equal(
		    invite("Bo", mem_printf(&c, "%d@example.dk", i), NULL), OK);
	assert_int_equal(invite("Bo", NEW, NULL), ERR_CONFLICT);
	assert_int_equal(contacts(), CONTACTS_MOST);
}

static void a_contact_is_not_invited_again(void **state)
{
	(void)state;
	assert_int_equal(
	    invite("Anne", "firma1@example.dk", NULL), ERR_CONFLICT);
	assert_int_equal(invite("Anne", NULL, "4520000901"), ERR_CONFLICT);
}

/* ---- ending ---- */

static void who_is_ended_is_signed_out_and_stays_out(void **state)
{
	int64_t bo = second();

	(void)state;
	assert_int_equal(sessions(), 1);
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, world.bakery.contact),
	    OK);
	assert_int_equal(sessions(), 0);
	assert_int_equal(person_roles(&c, bo), 0);
	assert_int_equal(contact_employer(&c, bo), 0);
	assert_int_equal(enter(ask(NEW, MINE), MINE), ERR_INVALID);
	/* They may be invited again. */
	assert_int_equal(second(), bo);
	assert_int_equal(contact_employer(&c, bo), world.bakery.employer);
}

static void the_last_one_stays(void **state)
{
	int64_t anne = world.bakery.contact, bo;

	(void)state;
	assert_int_equal(
	    contact_end(&c, anne, world.bakery.employer, anne), ERR_CONFLICT);
	/* Who is invited has not come in yet. */
	assert_int_equal(invite("Bo", NEW, NULL), OK);
	assert_int_equal(
	    contact_end(&c, anne, world.bakery.employer, anne), ERR_CONFLICT);
	bo = second();
	assert_int_equal(
	    contact_end(&c, anne, world.bakery.employer, anne), OK);
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, bo), ERR_CONFLICT);
	assert_int_equal(
	    contact_end(&c, anne, world.bakery.employer, bo), ERR_NOT_FOUND);
}

static void what_they_had_under_way_is_handed_over(void **state)
{
	int64_t bo = second(), task = post_on("2026-03-05", 1);

	(void)state;
	change(SQL("UPDATE task SET contact_id = $1"), BIND(INT(bo)));
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, world.bakery.contact),
	    OK);
	assert_int_equal(one(SQL("SELECT contact_id FROM task WHERE id = $1"),
			     BIND(INT(task))),
	    world.bakery.contact);
}

/* Nobody who has left is asked for hours, or sent a list of them. */
static void hours_that_are_to_be_said_are_handed_over(void **state)
{
	int64_t bo = second(), task = post_on("2026-03-05", 1);

	(void)state;
	change(SQL("UPDATE task SET contact_id = $1, state = 'over'"),
	    BIND(INT(bo)));
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, world.bakery.contact),
	    OK);
	assert_int_equal(one(SQL("SELECT contact_id FROM task WHERE id = $1"),
			     BIND(INT(task))),
	    world.bakery.contact);
}

/* Nor does an old SMS let them see who came, and say for how long. */
static void their_links_to_hours_end(void **state)
{
	int64_t bo = second(), engagement = amir_comes("2026-03-05");
	const char *url;
	struct link l;

	(void)state;
	db_begin(&c);
	url = link_url(&c, LINK_HOURS, bo, engagement, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(
	    link_find(&c, strrchr(url, '/') + 1, LINK_HOURS, &l), OK);
	assert_int_equal(
	    contact_end(&c, bo, world.bakery.employer, world.bakery.contact),
	    OK);
	assert_int_equal(
	    link_find(&c, strrchr(url, '/') + 1, LINK_HOURS, &l), ERR_CONFLICT);
}

static void another_firms_contact_is_not_ours_to_end(void **state)
{
	struct firm other = add_firm("Anden", true);

	(void)state;
	second();
	assert_int_equal(contact_end(&c, other.contact, world.bakery.employer,
			     world.bakery.contact),
	    ERR_NOT_FOUND);
	assert_false(contact_of(&c, other.contact, world.bakery.employer));
	assert_true(contact_of(&c, other.contact, other.employer));
	assert_false(contact_of(&c, world.amir, 0));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_invited_come_in_by_their_address),
		TEST(the_invited_come_in_by_their_number),
		TEST(a_number_that_is_wrong_signs_nobody_in),
		TEST(an_invitation_is_sent_once_a_day),
		TEST(a_number_that_said_stop_gets_no_invitation),
		TEST(an_invitation_ends_after_two_weeks),
		TEST(an_invitation_is_renewed_and_taken_back),
		TEST(who_is_known_is_invited_like_who_is_not),
		TEST(there_is_room_for_twenty),
		TEST(a_contact_is_not_invited_again),
		TEST(who_is_ended_is_signed_out_and_stays_out),
		TEST(the_last_one_stays),
		TEST(what_they_had_under_way_is_handed_over),
		TEST(hours_that_are_to_be_said_are_handed_over),
		TEST(their_links_to_hours_end),
		TEST(another_firms_contact_is_not_ours_to_end),
	};

	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
