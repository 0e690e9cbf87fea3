#include "request.h"

#include <string.h>

#include "citizen.h"
#include "hours.h"
#include "person.h"

#define PAGE "/min-side"

static int amir_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as_citizen(world.amir);
	return 0;
}

static const char *path(const char *begin, int64_t id)
{
	return mem_printf(&c, PAGE "/%s/%" PRId64, begin, id);
}

static const char *sms(void)
{
	return one_text(
	    SQL("SELECT sms FROM person WHERE id = $1"), BIND(INT(world.amir)));
}

static bool paused(void)
{
	struct citizen z;

	assert_true(citizen_load(&c, world.amir, &z));
	return z.paused_until > c.now;
}

static struct reply choose(const char *word)
{
	return submit(PAGE "/valg", mem_printf(&c, "valg=%s", word));
}

/* ---- questions ---- */

static void a_question_is_answered_with_the_truth(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	int64_t offer = offer_to(task, world.amir);
	struct reply r;

	(void)state;
	assert_page(get(PAGE), 200,
	    "Vil du <span lang=\"da\">pakke varer til påske</span>?");
	assert_page(get(PAGE), 200, "value=\"ring\"");
	assert_string_equal(offer_state(task, world.amir), "asked");
	r = submit(path("spoergsmaal", offer), "svar=ja");
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_page(get(r.location), 200, phrase("offer.won"));
	assert_page(get(PAGE), 200, "Bagindgangen i gården");
	/* Pressed again it is the same; they can still say no. */
	submit(path("spoergsmaal", offer), "svar=ja");
	assert_string_equal(offer_state(task, world.amir), "won");
	r = submit(path("spoergsmaal", offer), "svar=nej");
	assert_page(get(r.location), 200, phrase("offer.given_up"));
	assert_int_equal(submit(path("spoergsmaal", offer), "").status, 422);
}

static void a_call_holds_the_place(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	submit(path("spoergsmaal", offer_to(task, world.amir)), "svar=ring");
	assert_string_equal(offer_state(task, world.amir), "held");
	assert_page(get(PAGE), 200, phrase("offer.held.what"));
}

static void a_yes_to_what_is_taken_is_told_so(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	int64_t offer = offer_to(task, world.amir);
	struct reply r;

	(void)state;
	change(SQL("UPDATE task SET taken = places, state = 'full'"), NO_BIND);
	r = submit(path("spoergsmaal", offer), "svar=ja");
	assert_page(get(r.location), 200, phrase("offer.taken"));
}

static void anothers_question_is_not_there(void **state)
{
	int64_t ida = add_citizen("Ida"), task = post_on("2026-03-05", 2);
	int64_t theirs = offer_to(task, ida);

	(void)state;
	assert_int_not_equal(theirs, 0);
	assert_page(submit(path("spoergsmaal", theirs), "svar=ja"), 404,
	    phrase("error.404"));
	assert_string_equal(offer_state(task, ida), "asked");
	answers(task, ida, SAY_YES);
	assert_lacks(get(mem_printf(&c, PAGE "?om=%" PRId64, theirs)),
	    phrase("offer.won"));
	assert_int_equal(
	    submit(path("aftale", engagement_for(task, ida)), "").status, 404);
	assert_int_equal(engagement_for(task, ida) != 0, true);
}

/* ---- agreements and hours ---- */

static void what_is_agreed_is_given_up_with_one_press(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	struct reply r;

	(void)state;
	assert_page(get(PAGE), 200, "torsdag 5/3 kl 9-12");
	assert_page(get(PAGE), 200, "tel:+452000090"); /* of the contact */
	r = submit(path("aftale", engagement), "");
	assert_page(get(r.location), 200, phrase("offer.given_up"));
	assert_see(submit(path("aftale", engagement), ""), r.location);
	assert_int_equal(left("afbud", world.amir), 1);
}

/* The workplace has said how long it was, two days later. */
static int64_t worked(const char *day, int64_t minutes)
{
	int64_t engagement = amir_comes(day);

	at("2026-03-09T09:00");
	assert_int_equal(hours_propose(&c, engagement, minutes, "Godt gået",
			     world.bakery.contact),
	    OK);
	as_citizen(world.amir);
	return engagement;
}

static const char *hours_of(int64_t engagement)
{
	return one_text(SQL("SELECT hours FROM engagement WHERE id = $1"),
	    BIND(INT(engagement)));
}

static void hours_fit_or_somebody_rings(void **state)
{
	int64_t engagement = worked("2026-03-05", 150);

	(void)state;
	assert_page(get(PAGE), 200, "Bager Bech har skrevet 2 timer 30 min");
	assert_page(get(PAGE), 200, "Godt gået");
	assert_see(submit(path("timer", engagement), "svar=passer"),
	    PAGE "?gjort=passer");
	assert_string_equal(hours_of(engagement), "agreed");
	assert_see(submit(path("timer", engagement), "svar=passer"),
	    PAGE "?gjort=allerede");
	assert_see(
	    submit(path("timer", engagement), "svar=ring"), PAGE "?gjort=ring");
	assert_string_equal(hours_of(engagement), "disputed");
	assert_int_equal(
	    submit(path("timer", engagement), "svar=x").status, 422);
}

static void hours_stand_after_thirty_days(void **state)
{
	int64_t engagement = worked("2026-03-05", 180);

	(void)state;
	at("2026-04-08T10:00"); /* and the clocks were put forward */
	as_citizen(world.amir);
	assert_see(submit(path("timer", engagement), "svar=ring"),
	    PAGE "?gjort=allerede");
	assert_string_equal(hours_of(engagement), "proposed");
}

static void a_month_is_a_sheet(void **state)
{
	(void)state;
	worked("2026-03-05", 150);
	assert_page(get(PAGE "/timer"), 200, "marts 2026");
	assert_page(get(PAGE "/timer"), 200,
	    "I alt: 2 timer 30 min, 362,50 kr. før skat");
	assert_page(get(PAGE "/timer"), 200, phrase("own_hours.proposed"));
	assert_page(get(PAGE "/timer"), 200, phrase("own_hours.no_payslip"));
	assert_page(
	    get(PAGE "/timer?maaned=2026-02"), 200, phrase("own_hours.empty"));
	/* What comes, and what is no month, is this one. */
	assert_page(get(PAGE "/timer?maaned=2027-01"), 200, "marts 2026");
	assert_page(get(PAGE "/timer?maaned=x"), 200, "marts 2026");
}

static void what_two_see_differently_is_in_no_sum(void **state)
{
	int64_t engagement = worked("2026-03-05", 150);

	(void)state;
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_page(get(PAGE "/timer"), 200, "I alt: 0 min, 0 kr. før skat");
	assert_page(get(PAGE "/timer"), 200, phrase("own_hours.disputed"));
}

/* ---- choices ---- */

static void a_pause_is_begun_and_ended(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_see(choose("pause"), PAGE "?gjort=pause");
	assert_true(paused());
	assert_int_equal(left("pause", world.amir), 1);
	/* Ended before it went, it is nothing for a person to see to. */
	assert_int_equal(
	    one(SQL("SELECT quiet FROM outbox WHERE kind = 'pause'"), NO_BIND),
	    1);
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_page(get(PAGE), 200, "Du har pause fra nye opgaver til mandag");
	assert_see(choose("fortsaet"), PAGE "?gjort=fortsaet");
	assert_false(paused());
	assert_string_equal(sms(), "start");
}

static void sms_is_stopped_and_started(void **state)
{
	(void)state;
	assert_see(choose("stop"), PAGE "?gjort=stop");
	assert_string_equal(sms(), "stop");
	assert_int_equal(left("stop", world.amir), 1);
	assert_page(get(PAGE "?gjort=stop"), 200, phrase("own_done.stop"));
	/* A pause that ends is no yes to SMS. */
	choose("pause");
	choose("fortsaet");
	assert_string_equal(sms(), "stop");
	assert_see(choose("start"), PAGE "?gjort=start");
	assert_string_equal(sms(), "start");
}

static void a_wrong_number_is_not_started_here(void **state)
{
	(void)state;
	db_begin(&c);
	person_set_sms(&c, world.amir, "wrong", CONSENT_SMS);
	assert_int_equal(db_commit(&c), OK);
	assert_page(get(PAGE), 200, phrase("own.sms.wrong"));
	assert_see(choose("start"), PAGE "?gjort=ikke");
	assert_string_equal(sms(), "wrong");
}

static void the_number_is_shared_by_a_tick(void **state)
{
	struct citizen z;

	(void)state;
	assert_see(choose("nummer&del=1"), PAGE "?gjort=nummer");
	assert_true(citizen_load(&c, world.amir, &z));
	assert_true(z.shares_phone);
	assert_page(get(PAGE), 200,
	    "name=\"del\" value=\"1\""
	    " class=\"form-checkbox\" checked");
	choose("nummer");
	assert_true(citizen_load(&c, world.amir, &z));
	assert_false(z.shares_phone);
	assert_int_equal(choose("andet").status, 422);
}

/* P19: the place where they go, and as long as it may have to ring. */
static void a_shared_number_is_shown_to_the_workplace(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *task = mem_printf(&c, "/opgaver/%" PRId64,
	    one(SQL("SELECT task_id FROM engagement WHERE id = $1"),
		BIND(INT(engagement))));

	(void)state;
	as(world.bakery.contact);
	assert_lacks(get(task), "20 00 01 01");
	as_citizen(world.amir);
	choose("nummer&del=1");
	as(world.bakery.contact);
	assert_page(get(task), 200, "tel:+4520000101");
	change(SQL("UPDATE engagement SET hours = 'agreed'"), NO_BIND);
	assert_lacks(get(task), "20 00 01 01");
}

static void somebody_rings_from_every_page(void **state)
{
	static const char *const pages[] = { PAGE, PAGE "/timer",
		PAGE "/opgaver" };

	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++)
		assert_page(get(pages[i]), 200, "action=\"/min-side/ring\"");
	assert_see(submit(PAGE "/ring", ""), PAGE "?gjort=ring");
	assert_int_equal(waiting("call"), 1);
	assert_int_equal(left("call", world.amir), 1);
}

/* ---- asking for a task ---- */

static void a_task_is_asked_for_and_a_person_sees_to_it(void **state)
{
	int64_t task;

	(void)state;
	/* Nobody is asked while a call stands first; they may ask all the same.
	 */
	submit(PAGE "/ring", "");
	task = post_on("2026-03-05", 1);
	assert_int_equal(offer_to(task, world.amir), 0);
	assert_page(get(PAGE "/opgaver"), 200, "pakke varer til påske");
	assert_see(
	    submit(path("opgaver", task), ""), PAGE "/opgaver?gjort=spurgt");
	submit(path("opgaver", task), "");
	assert_int_equal(waiting("wish"), 1);
	assert_page(get(PAGE "/opgaver"), 200, phrase("own_wish.waits"));
	assert_int_equal(offer_to(task, world.amir), 0);
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.wish"));
	assert_page(get("/venter"), 200, "pakke varer til påske");
}

static void what_was_asked_or_does_not_suit_is_not_to_be_asked_for(void **state)
{
	int64_t asked = post_on("2026-03-05", 1), sunday, other;
	struct task t = draft("2026-03-06");

	(void)state;
	t.work_function = "opvask";
	other = post(&t);
	sunday = post_on("2026-03-08", 1);
	assert_page(get(PAGE "/opgaver"), 200, phrase("own_wish.none"));
	assert_int_equal(submit(path("opgaver", asked), "").status, 404);
	assert_int_equal(submit(path("opgaver", other), "").status, 404);
	assert_int_equal(submit(path("opgaver", sunday), "").status, 404);
	assert_int_equal(submit(path("opgaver", 7), "").status, 404);
	assert_int_equal(waiting("wish"), 0);
}

static void the_page_says_when_they_can_work(void **state)
{
	(void)state;
	assert_page(get(PAGE), 200, "mandag kl 7-18</li>");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, amir_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_answered_with_the_truth),
		TEST(a_call_holds_the_place),
		TEST(a_yes_to_what_is_taken_is_told_so),
		TEST(anothers_question_is_not_there),
		TEST(what_is_agreed_is_given_up_with_one_press),
		TEST(hours_fit_or_somebody_rings),
		TEST(hours_stand_after_thirty_days),
		TEST(a_month_is_a_sheet),
		TEST(what_two_see_differently_is_in_no_sum),
		TEST(a_pause_is_begun_and_ended),
		TEST(sms_is_stopped_and_started),
		TEST(a_wrong_number_is_not_started_here),
		TEST(the_number_is_shared_by_a_tick),
		TEST(a_shared_number_is_shown_to_the_workplace),
		TEST(somebody_rings_from_every_page),
		TEST(a_task_is_asked_for_and_a_person_sees_to_it),
		TEST(what_was_asked_or_does_not_suit_is_not_to_be_asked_for),
		TEST(the_page_says_when_they_can_work),
	};

	return cmocka_run_group_tests_name("own_pages", tests, NULL, NULL);
}
