#include "chain.h"

#include <string.h>

#include "duty.h"
#include "municipality.h"
#include "settings.h"

static int open_unsigned(void **state)
{
	if (open_admin(state) != 0)
		return -1;
	change(SQL("DROP TRIGGER duty_stays"), NO_BIND);
	change(SQL("DELETE FROM duty"), NO_BIND);
	settings.sms_provider = "kannel";
	as(karen);
	next();
	return 0;
}

#define SIGNED "&tekst=SOU+12&underskriver=Karen+Vig&dag=2026-02-01"

static void what_is_missing_is_said_and_filled_in(void **state)
{
	(void)state;
	assert_page(get("/pligter"), 200, "Der mangler 5");
	assert_page(get("/pligter?punkt=legal_basis"), 200,
	    "name=\"punkt\" value=\"legal_basis\"");
	assert_see(submit("/pligter", "punkt=legal_basis" SIGNED), "/pligter");
	next();
	assert_page(get("/pligter"), 200, "Der mangler 4");
	assert_page(get("/pligter"), 200, "SOU 12");
	assert_page(get("/pligter"), 200, "Karen Vig, ");
	assert_int_equal(one(SQL("SELECT said_by FROM duty"), NO_BIND), karen);
}

static void the_last_one_opens_it(void **state)
{
	static const char *const forms[] = { "punkt=legal_basis" SIGNED,
		"punkt=impact_assessment" SIGNED, "punkt=duty_phone" SIGNED,
		"punkt=pay_floor" SIGNED,
		"punkt=processor%3Akannel&region=EU" SIGNED };

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		assert_true(duty_any_closed(&c));
		assert_see(submit("/pligter", forms[i]), "/pligter");
		next();
	}
	assert_false(duty_any_closed(&c));
	assert_page(get("/pligter"), 200, "Alt er underskrevet.");
	assert_lacks(get("/pligter"), "Vi sender ikke");
}

static void what_is_wrong_is_said_where_it_is(void **state)
{
	(void)state;
	assert_page(
	    submit("/pligter", "punkt=legal_basis&tekst=&underskriver=&dag="),
	    422, phrase("duty.tekst.wrong"));
	assert_page(submit("/pligter",
			"punkt=legal_basis&tekst=x&underskriver=y"
			"&dag=2026-03-03"),
	    422, phrase("duty.dag.later"));
	assert_page(submit("/pligter", "punkt=processor%3Akannel" SIGNED), 422,
	    phrase("duty.region.wrong"));
	assert_page(submit("/pligter", "punkt=answer_is_free" SIGNED), 422,
	    phrase("duty.gruppe.wrong"));
	assert_int_equal(submit("/pligter", "punkt=noget" SIGNED).status, 422);
	assert_int_equal(one(SQL("SELECT count(*) FROM duty"), NO_BIND), 0);
}

static void a_target_group_is_signed_there(void **state)
{
	int64_t value = 0;

	(void)state;
	assert_page(get("/pligter"), 200, "Et nej er gratis: gruppe-a");
	assert_see(
	    submit("/pligter", "punkt=answer_is_free&gruppe=gruppe-c" SIGNED),
	    "/pligter");
	next();
	assert_true(rule_value(
	    &c, world.municipality, "answer_is_free:gruppe-c", c.now, &value));
	assert_page(
	    submit("/pligter", "punkt=answer_is_free%3Agruppe-c" SIGNED), 422,
	    phrase("duty.dag.taken"));
}

/* ---- what all staff are told ---- */

static void staff_are_told_that_nothing_is_sent(void **state)
{
	(void)state;
	assert_page(get("/venter"), 200,
	    "Vi sender ikke beskeder endnu: 5 punkter mangler");
	assert_page(get("/venter"), 200, "Se, hvad der mangler");
	assert_page(get("/venter?lang=en"), 200, "mb-8\" lang=\"en\">");
	assert_page(get("/venter?lang=en"), 200,
	    "We are not sending messages yet: 5 points are missing.");
	as(world.mentor);
	next();
	assert_page(get("/venter"), 200,
	    "Vi sender ikke beskeder endnu: 5 punkter mangler");
	assert_lacks(get("/venter"), "Se, hvad der mangler");
	as(world.bakery.contact);
	next();
	assert_lacks(get("/opgaver"), "Vi sender ikke");
	settings.sms_provider = "folder";
	as(world.mentor);
	next();
	assert_lacks(get("/venter"), "Vi sender ikke");
}

static void a_rule_is_confirmed_from_the_banner_on(void **state)
{
	int64_t id = one(
	    SQL("SELECT id FROM rule WHERE name = 'offers_open'"), NO_BIND);
	const char *form;

	(void)state;
	assert_lacks(get("/venter"), "skal bekræftes igen");
	change(SQL("UPDATE rule SET confirmed_until = $1 WHERE id = $2"),
	    BIND(INT(c.now + 30 * DAY), INT(id)));
	next();
	assert_page(get("/venter"), 200, "1 regel skal bekræftes igen");
	assert_page(get("/pligter"), 200, "Skal bekræftes igen");
	assert_page(get("/pligter"), 200, "Åbne forespørgsler på én gang: 2");
	form = mem_printf(&c, "name=\"regel\" value=\"%" PRId64 "\"", id);
	assert_page(
	    get(mem_printf(&c, "/pligter?regel=%" PRId64, id)), 200, form);
	assert_page(submit("/pligter",
			mem_printf(&c, "regel=%" PRId64 "&til=2026-03-01", id)),
	    422, phrase("duty.til.past"));
	assert_see(submit("/pligter",
		       mem_printf(&c, "regel=%" PRId64 "&til=2027-03-01", id)),
	    "/pligter");
	next();
	assert_lacks(get("/venter"), "skal bekræftes igen");
}

static void every_rule_has_a_name(void **state)
{
	static const char *const names[] = { RULE_SCORE_PRACTISED,
		RULE_SCORE_SURE, RULE_OFFERS_OPEN, RULE_OFFERS_WEEK,
		RULE_SCORE_WAGE, RULE_ANSWER_MINUTES, RULE_PAUSE_DAYS,
		RULE_SETBACK_DAYS, RULE_CEILING_MORE, RULE_CEILING_MOST,
		RULE_MESSAGES_WEEK, RULE_TELL_EXPIRED, RULE_KEEP_OFFERS,
		RULE_KEEP_MESSAGES, RULE_KEEP_HOOKS, RULE_KEEP_WORDS,
		RULE_KEEP_SIGNINS, RULE_KEEP_DRAFTS, RULE_PAY_FLOOR,
		RULE_KEEP_HOURS, RULE_KEEP_FOLLOWUPS };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		if (phrase_or(mem_printf(&c, "rule.%s", names[i]), NULL) ==
		    NULL)
			fail_msg("%s has no name on /pligter", names[i]);
}

static void another_municipalitys_rule_is_not_there(void **state)
{
	(void)state;
	change(SQL("INSERT INTO rule (id, municipality_id, name, valid_from,"
		   " value, source) SELECT 7, $1, 'noget', 0, 1, 'x'"),
	    BIND(INT(one(SQL("SELECT min(id) FROM municipality"), NO_BIND))));
	change(SQL("INSERT INTO municipality (id, name, helper, phone)"
		   " VALUES (8, 'Nabo', 'Ida', '45')"),
	    NO_BIND);
	change(
	    SQL("UPDATE rule SET municipality_id = 8 WHERE id = 7"), NO_BIND);
	assert_int_equal(
	    submit("/pligter", "regel=7&til=2027-03-01").status, 404);
	assert_lacks(get("/pligter?regel=7"), "name=\"regel\"");
}

/* ---- /privatliv ---- */

static void everybody_may_read_what_we_know_of_them(void **state)
{
	const int64_t people[] = { 0, world.bakery.contact, world.mentor };

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++) {
		as(people[i]);
		next();
		assert_page(get("/privatliv"), 200, "Datatilsynet");
		assert_page(get("/om"), 200, "href=\"/privatliv\"");
	}
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_unsigned, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_missing_is_said_and_filled_in),
		TEST(the_last_one_opens_it),
		TEST(what_is_wrong_is_said_where_it_is),
		TEST(a_target_group_is_signed_there),
		TEST(staff_are_told_that_nothing_is_sent),
		TEST(a_rule_is_confirmed_from_the_banner_on),
		TEST(every_rule_has_a_name),
		TEST(another_municipalitys_rule_is_not_there),
		TEST(everybody_may_read_what_we_know_of_them),
	};

	return cmocka_run_group_tests_name("duty_pages", tests, NULL, NULL);
}
