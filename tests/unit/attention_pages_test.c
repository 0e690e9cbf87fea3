#include "request.h"

#include "attention.h"
#include "dialogue.h"
#include "hours.h"
#include "offer.h"
#include "wave.h"

static const char *open_path(void)
{
	return mem_printf(&c, "/venter/%" PRId64,
	    one(SQL("SELECT id FROM attention WHERE closed_at IS NULL"),
		NO_BIND));
}

static void a_consultant_approves_a_firm_and_its_tasks_open(void **state)
{
	struct firm f = add_firm("Ny Firma", false);
	struct task t = draft("2026-03-05");
	int64_t task;

	(void)state;
	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	task = post(&t);
	as(world.mentor);
	assert_lacks(get("/venter"), "value=\"godkend\"");
	assert_int_equal(submit(open_path(), "handling=godkend").status, 403);
	assert_string_equal(offer_state(task, world.amir), "-");
	as(world.consultant);
	assert_page(get("/venter"), 200, "value=\"godkend\"");
	assert_see(submit(open_path(), "handling=godkend"), "/venter");
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
}

static void a_call_is_answered_for_who_was_called(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	answers(task, world.amir, SAY_CALL);
	as(world.mentor);
	assert_page(get("/venter"), 200, phrase("attention.call"));
	assert_see(submit(open_path(), "handling=ja"), "/venter");
	assert_string_equal(offer_state(task, world.amir), "won");
	assert_int_equal(waiting(ATTENTION_CALL), 0);
}

static void a_call_says_that_it_stands_before_the_next_question(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 0, "", world.bakery.contact), OK);
	as(world.mentor);
	assert_page(get("/venter"), 200, "Kom ikke: Amir");
	assert_page(get("/venter"), 200,
	    "Ring, før vi spørger igen. Vi venter til fredag kl 13.");
	at("2026-03-06T13:00");
	as(world.mentor);
	assert_lacks(get("/venter"), "Ring, før vi spørger igen.");
	change(SQL("DELETE FROM rule WHERE name = 'setback_days'"), NO_BIND);
	next();
	assert_page(get("/venter"), 200, phrase("attention.first"));
	assert_see(submit(open_path(), "handling=timer&timer=0&minutter=0"),
	    "/venter");
	assert_int_equal(waiting(ATTENTION_ABSENT), 0);
}

static void a_call_about_hours_a_week_leads_to_them(void **state)
{
	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_CEILING, world.amir, 0, "");
	assert_int_equal(db_commit(&c), OK);
	as(world.mentor);
	assert_page(get("/venter"), 200,
	    mem_printf(&c, "href=\"/timer-om-ugen/%" PRId64, world.amir));
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.ceiling"));
	assert_lacks(get("/venter"), "/timer-om-ugen/");
}

static void two_numbers_are_settled_by_a_person(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;
	struct hours h;

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 120, "", world.bakery.contact), OK);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	as(world.consultant);
	path = open_path();
	assert_page(submit(path, "handling=timer&timer=x&minutter=0"), 422,
	    phrase("attention.hours_wrong"));
	assert_page(submit(path, "handling=timer&timer=17&minutter=0"), 422,
	    phrase("attention.hours_wrong"));
	assert_page(submit(path, "handling=timer&timer=&minutter="), 422,
	    phrase("attention.hours_wrong"));
	assert_see(
	    submit(path, "handling=timer&timer=2&minutter=30"), "/venter");
	assert_true(hours_load(&c, engagement, &h));
	assert_int_equal(h.minutes, 150);
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
}

static void what_nobody_says_is_rung_about_and_settled(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	hours_ask(&c);
	db_begin(&c);
	attention_add(
	    &c, ATTENTION_MISSING, world.bakery.contact, engagement, "");
	attention_add(&c, ATTENTION_ALONE, world.mentor, 0, "");
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.missing"));
	assert_page(get("/venter"), 200, phrase("attention.alone"));
	assert_page(get("/venter"), 200,
	    "Amir Prøve, torsdag 5/3 kl 9-12. Aftalt 3 timer");
	assert_lacks(get("/venter"), "skrevet");
	assert_see(submit(open_path(), "handling=timer&timer=2&minutter=30"),
	    "/venter");
	assert_int_equal(waiting(ATTENTION_MISSING), 0);
	db_begin(&c);
	attention_add(&c, ATTENTION_PAY, world.amir, engagement, "");
	assert_int_equal(db_commit(&c), OK);
	assert_page(get("/venter"), 200, phrase("attention.pay"));
}

static void words_are_read_and_closed(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(
	    dialogue_hear(&c, "4520000101", "<b>måske</b> & \"\""), OK);
	as(world.mentor);
	assert_page(
	    get("/venter"), 200, "&lt;b&gt;måske&lt;/b&gt; &amp; &quot;&quot;");
	path = open_path();
	assert_see(submit(path, "handling=luk"), "/venter");
	assert_int_equal(waiting(ATTENTION_WORDS), 0);
	assert_see(submit(path, "handling=luk"), "/venter"); /* gone already */
	assert_int_equal(submit("/venter/12345", "handling=luk").status, 404);
}

static void every_kind_of_waiting_is_shown(void **state)
{
	static const char *const kinds[] = { ATTENTION_CALL, ATTENTION_HOURS,
		ATTENTION_EMPLOYER, ATTENTION_WORDS, ATTENTION_FAILED,
		ATTENTION_UNCERTAIN, ATTENTION_AFBUD, ATTENTION_CANCELLED,
		ATTENTION_CANCELS, ATTENTION_FIXED, ATTENTION_SHORTAGE };
	struct reply r;

	(void)state;
	db_begin(&c);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		attention_add(&c, kinds[i], world.amir, 0, "");
		/* What it was about may be gone. */
		attention_add(&c, kinds[i], world.amir, 12345, "");
	}
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	r = get("/venter");
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_page(
		    r, 200, phrase(mem_printf(&c, "attention.%s", kinds[i])));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_consultant_approves_a_firm_and_its_tasks_open),
		TEST(a_call_is_answered_for_who_was_called),
		TEST(a_call_says_that_it_stands_before_the_next_question),
		TEST(a_call_about_hours_a_week_leads_to_them),
		TEST(two_numbers_are_settled_by_a_person),
		TEST(what_nobody_says_is_rung_about_and_settled),
		TEST(words_are_read_and_closed),
		TEST(every_kind_of_waiting_is_shown),
	};

	return cmocka_run_group_tests_name(
	    "attention_pages", tests, NULL, NULL);
}
