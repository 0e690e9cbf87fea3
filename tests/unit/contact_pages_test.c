#include "applying.h"

#include <string.h>

#include "attention.h"
#include "contact.h"
#include "employer.h"
#include "person.h"
#include "proof.h"
#include "signin.h"

#define INVITE "fornavn=Bo&email=bo%40example.dk"

static int open_firm(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.bakery.contact);
	return 0;
}

static const char *of(int64_t person)
{
	return mem_printf(&c, "/firma/%" PRId64, person);
}

static void a_firm_sees_its_own_contacts(void **state)
{
	struct reply r;

	(void)state;
	add_firm("Anden", true);
	r = get("/firma");
	assert_page(r, 200, "Bager Bech, CVR 10000001");
	assert_page(r, 200, "Anne Prøve (dig)");
	assert_page(r, 200, "firma1@example.dk");
	assert_lacks(r, "firma2@example.dk");
}

static void somebody_is_invited_and_shown_as_such(void **state)
{
	(void)state;
	assert_see(submit("/firma", INVITE), "/firma");
	assert_page(get("/firma"), 200, "Inviteret. Gælder til mandag 16/3.");
	assert_lacks(get("/firma"), "bo@example.dk");
	assert_see(submit("/firma", "fornavn=Ida&email=20+30+40+50"), "/firma");
	assert_int_equal(
	    left("invitation", person_invited_by_phone(&c, "4520304050")), 1);
}

static void an_invitation_is_taken_back(void **state)
{
	int64_t bo;

	(void)state;
	submit("/firma", INVITE);
	bo = person_by_email(&c, "bo@example.dk");
	assert_see(submit(of(bo), ""), "/firma");
	assert_lacks(get("/firma"), "Inviteret.");
	assert_int_equal(submit(of(bo), "").status, 404);
}

static void what_is_wrong_is_said_and_kept(void **state)
{
	static const struct {
		const char *form, *says;
	} list[] = {
		{ "fornavn=&email=bo%40example.dk", "contacts.fornavn.wrong" },
		{ "fornavn=Bo&email=bo", "contacts.email.wrong" },
		{ "fornavn=Bo&email=97123456", "contacts.email.wrong" },
		{ "fornavn=Bo&email=%2B4670123456", "contacts.email.wrong" },
		{ "fornavn=Bo&email=firma1%40example.dk",
		    "contacts.email.taken" },
		{ "fornavn=Jobcenter&email=bo%40example.dk", "form.leak" },
		{ "fornavn=Alexandermarie&email=bo%40example.dk", "form.long" }
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		assert_page(submit("/firma", list[i].form), 422,
		    strcmp(list[i].says, "form.long") == 0
			? phrase_n(&c, "form.long", 12)
			: phrase(list[i].says));
	assert_page(submit("/firma", list[0].form), 422, "bo@example.dk");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM invitation"), NO_BIND), 0);
}

static void the_last_contact_is_told_why_they_stay(void **state)
{
	(void)state;
	assert_page(
	    submit(of(world.bakery.contact), ""), 422, phrase("contacts.last"));
}

static void inviting_asks_who_they_are_after_a_while(void **state)
{
	char code[7];

	(void)state;
	at("2026-03-02T09:05");
	assert_page(submit("/firma", INVITE), 401, phrase("proof.title"));
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM invitation"), NO_BIND), 0);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	assert_see(
	    submit("/firma", mem_printf(&c, "%s&bevis=%s", INVITE, code)),
	    "/firma");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM invitation"), NO_BIND), 1);
}

/* Who has no mail is asked by SMS. */
static void a_number_shows_who_they_are_too(void **state)
{
	struct person p;
	char code[7];

	(void)state;
	assert_true(person_load(&c, world.bakery.contact, &p));
	is_reached(world.bakery.contact, p.phone, NULL);
	c.now += PROOF_LASTS;
	assert_page(submit("/firma", INVITE), 401, phrase("proof.title"));
	assert_string_equal(one_text(SQL("SELECT channel FROM outbox WHERE"
					 " kind = 'code' ORDER BY id DESC"),
				NO_BIND),
	    "sms");
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	assert_see(
	    submit("/firma", mem_printf(&c, "%s&bevis=%s", INVITE, code)),
	    "/firma");
}

static void twenty_are_all_there_is_room_for(void **state)
{
	(void)state;
	for (int i = 1; i < CONTACTS_MOST; i++)
		submit("/firma",
		    mem_printf(&c, "fornavn=Bo&email=%d%%40example.dk", i));
	assert_page(get("/firma"), 200, "I er 20");
	assert_lacks(get("/firma"), "Send invitationen");
	assert_page(
	    submit("/firma", INVITE), 422, phrase("contacts.email.taken"));
}

/* A yes that cannot be carried out changes nothing, and ends nothing. */
static void who_has_come_to_post_for_another_is_not_let_in(void **state)
{
	const char *row;

	(void)state;
	fill_in(TASK "&cvr=10000017&firma=Bager+Bech&kontakt=Nina&mobil="
		     "20304050" MAIL);
	assert_see(submit("/opret/kode", code_asked()), "/opret/tak");
	row = mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT max(id) FROM attention"), NO_BIND));
	db_begin(&c);
	contact_add(&c, person_by_email(&c, "nina@example.dk"),
	    add_firm("Slagter", true).employer);
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	assert_see(submit(row, "handling=med"), "/venter");
	assert_int_equal(waiting(ATTENTION_SIGNUP), 1);
	assert_see(submit(row, "handling=ikke-med"), "/venter");
	assert_int_equal(waiting(ATTENTION_SIGNUP), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_firm, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_firm_sees_its_own_contacts),
		TEST(somebody_is_invited_and_shown_as_such),
		TEST(an_invitation_is_taken_back),
		TEST(what_is_wrong_is_said_and_kept),
		TEST(the_last_contact_is_told_why_they_stay),
		TEST(inviting_asks_who_they_are_after_a_while),
		TEST(a_number_shows_who_they_are_too),
		TEST(twenty_are_all_there_is_room_for),
		cmocka_unit_test_setup_teardown(
		    who_has_come_to_post_for_another_is_not_let_in,
		    applying_open, world_close),
	};

	return cmocka_run_group_tests_name("contact pages", tests, NULL, NULL);
}
