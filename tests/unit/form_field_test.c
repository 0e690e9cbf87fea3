#include "task_form.h"

#include <string.h>

#include "municipality.h"

/* ---- texts ---- */

static void a_text_has_a_length_in_characters(void **state)
{
	(void)state;
	/* Twenty of them, forty bytes. */
	assert_page(check("titel",
			"%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6"
			"%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6%C3%A6"
			"%C3%A6%C3%A6%C3%A6%C3%A6"),
	    200, phrase("task.check.title"));
	assert_page(check("titel", "123456789012345678901"), 422,
	    phrase_n(&c, "form.long", 20));
	assert_page(
	    check("by", "12345678901"), 422, phrase_n(&c, "form.long", 10));
	assert_mend("postnr", "750", "task.postnr.wrong");
}

static void a_personal_number_is_masked_and_the_writer_told(void **state)
{
	static const char *const fields[] = { "titel", "sted", "adresse",
		"moedested", "by", "loen", "dag" };

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct reply r = check(fields[i], "010170-1234");

		assert_page(r, 422, phrase("form.cpr"));
		assert_page(r, 422, "******-****");
		assert_lacks(r, "010170");
		next();
	}
}

static void a_word_that_tells_too_much_is_refused(void **state)
{
	(void)state;
	assert_mend("titel", "for+ledige", "form.leak");
	assert_mend("sted", "Jobcenter+Vest", "form.leak");
	assert_mend("moedested", "Sp%C3%B8rg+efter+en+mentor", "form.leak");
	assert_int_equal(check("sted", "Praktisk+Hj%C3%A6lp").status, 200);
}

static void what_is_no_text_is_said_so(void **state)
{
	(void)state;
	assert_mend("titel", "til%00jul", "form.bytes");
	assert_mend("titel", "til%FFjul", "form.bytes");
	assert_mend("titel", "til%zzjul", "form.bytes");
	assert_mend("moedested", "Bag%1B[31m", "form.bytes");
}

static void what_was_typed_is_shown_again_escaped(void **state)
{
	struct reply r = submit("/opgaver/tjek",
	    "titel=%3Cscript%3E%22'%26&moedested=%22+onload%3D%22x");

	(void)state;
	assert_page(r, 422, "&lt;script&gt;&quot;&#39;&amp;");
	assert_page(r, 422, "&quot; onload=&quot;x");
	assert_lacks(r, "<script>\"");
	assert_lacks(r, "\" onload");
}

/* ---- money ---- */

static void money_is_kroner_with_a_comma_or_a_dot(void **state)
{
	static const struct {
		const char *typed, *shown;
	} good[] = { { "145", "145 kr." }, { "145,50", "145,50 kr." },
		{ "145.50", "145,50 kr." }, { "145,5", "145,50 kr." },
		{ "145,05", "145,05 kr." }, { "145,", "145 kr." },
		{ "+145+", "145 kr." }, { "0145", "145 kr." },
		{ "1000", "1000 kr." }, { "0,01", "0,01 kr." } };
	static const char *const bad[] = { "0", "0,00", "-145", "145,505",
		"1.450,00", "145+kr", "145,x", ",50", "1e3", "1000,01",
		"99999999999999999999", "%2B145", "145,5,0" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_page(check("loen", good[i].typed), 200, good[i].shown);
	next();
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_mend("loen", bad[i], "task.loen.wrong");
}

/* ---- numbers ---- */

static void a_number_is_within_its_bounds(void **state)
{
	static const char *const bad[] = { "0", "21", "-1", "1,5", "to", "1x",
		"99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_mend("antal", bad[i], "task.antal.wrong");
	assert_int_equal(check("antal", "20").status, 200);
	assert_mend("niveau", "0", "task.niveau.wrong");
	assert_mend("niveau", "4", "task.niveau.wrong");
}

static void what_is_no_choice_is_refused(void **state)
{
	(void)state;
	assert_mend("funktion", "findes+ikke", "task.funktion.wrong");
	assert_mend("postnr", "9999", "task.postnr.unknown");
}

/* ---- days and times ---- */

static void a_day_that_is_over_is_refused(void **state)
{
	char *later = mem_printf(&c, "%s", with("fra", "09:01"));

	(void)state;
	assert_mend("dag", "2026-03-01", "task.dag.past");
	assert_mend("dag", "2026-03-02", "task.dag.past"); /* 9, and it is 9 */
	memcpy(strstr(later, "dag=") + 4, "2026-03-02", 10);
	assert_int_equal(submit("/opgaver/tjek", later).status, 200);
	assert_mend("dag", "1926-03-05", "task.dag.past");
}

static void a_day_is_at_most_half_a_year_ahead(void **state)
{
	(void)state;
	/* 180 days of 24 hours, over the night that is an hour shorter. */
	assert_page(
	    check("dag", "2026-08-30"), 422, phrase("task.loendag.early"));
	assert_lacks(check("dag", "2026-08-29"), phrase("task.dag.far"));
	assert_page(check("dag", "2026-08-30"), 422, phrase("task.dag.far"));
}

static void a_date_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "2026-02-30", "05-03-2026", "5/3",
		"2026-3-5", "i+morgen", "2026-03-05x" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_mend("dag", bad[i], "task.dag.wrong");
}

static void a_day_holds_no_time_of_its_own(void **state)
{
	(void)state;
	assert_mend("dag", "2026-03-05T09:30", "task.dag.wrong");
}

static void a_time_is_of_the_day(void **state)
{
	static const char *const bad[] = { "24:00", "9", "9:60", "-1:00",
		"09:00:00", "ni" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_mend("fra", bad[i], "task.fra.wrong");
	assert_int_equal(check("fra", "9.00").status, 200);
	assert_int_equal(check("fra", "9:00").status, 200);
}

static void an_end_before_the_start_is_the_next_day(void **state)
{
	struct reply r;

	(void)state;
	r = submit(
	    "/opgaver/tjek", mem_printf(&c, "%sfra=22:00", with("fra", NULL)));
	assert_mend("til", "09:00", "task.til.length"); /* 24 hours */
	assert_page(r, 422, phrase("task.til.length")); /* 14 hours */
	assert_page(check("til", "08:00"), 422, phrase("task.til.length"));
	r = submit("/opgaver/tjek",
	    mem_printf(&c, "%sfra=22:00&til=02:00", with("fra", NULL)));
	assert_int_equal(r.status, 422); /* the first til counts */
	assert_page(check("til", "09:14"), 422, phrase("task.til.length"));
	assert_int_equal(check("til", "09:15").status, 200);
	assert_int_equal(check("til", "21:00").status, 200);
	assert_page(check("til", "21:01"), 422, phrase("task.til.length"));
}

static void a_shift_over_midnight_is_said_to_be_one(void **state)
{
	const char *form = with("fra", "22:00");
	char *at_end = strstr(form, "til=12:00");
	struct reply r;

	(void)state;
	memcpy(at_end, "til=02:00", 9);
	r = submit("/opgaver/tjek", form);
	assert_page(r, 200, "kl 22-2 (slutter næste dag)");
}

/* Both nights on which clocks change; a shift is as long as it takes. */
static void a_shift_is_as_long_as_it_takes(void **state)
{
	static const struct {
		const char *today, *day, *pay, *shown;
	} nights[] = {
		{ "2027-03-20T09:00", "2027-03-26", "2027-04-30",
		    "kl 22-6 (slutter næste dag), 8 timer" },
		{ "2027-03-20T09:00", "2027-03-27", "2027-04-30",
		    "kl 22-6 (slutter næste dag), 7 timer" },
		{ "2027-10-20T09:00", "2027-10-30", "2027-11-30",
		    "kl 22-6 (slutter næste dag), 9 timer" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(nights); i++) {
		at(nights[i].today);
		as(world.bakery.contact);
		assert_page(submit("/opgaver/tjek",
				mem_printf(&c,
				    "funktion=pakning&niveau=1&dag=%s&fra=22:00"
				    "&til=06:00&antal=1&loen=145&loendag=%s"
				    "&sted=Bager+Bech&adresse=Vej+1&postnr=7500"
				    "&by=Holstebro&moedested=Her",
				    nights[i].day, nights[i].pay)),
		    200, nights[i].shown);
	}
}

static void pay_below_the_floor_is_told_of_and_not_refused(void **state)
{
	(void)state;
	assert_lacks(check("loen", "100"), "alert-info");
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_PAY_FLOOR, c.now - DAY, 13500,
	    "en opdigtet sats");
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_page(check("loen", "134,99"), 200,
	    "134,99 kr. i timen er lavt. Vi sammenligner med 135 kr.");
	assert_page(check("loen", "134,99"), 200, "en opdigtet sats");
	assert_lacks(check("loen", "135"), "alert-info");
	assert_int_equal(submit("/opgaver", with("loen", "100")).status, 303);
}

static void nobody_is_paid_before_the_work(void **state)
{
	(void)state;
	assert_mend("loendag", "2026-03-04", "task.loendag.early");
	assert_int_equal(check("loendag", "2026-03-05").status, 200);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_has_a_length_in_characters),
		TEST(a_personal_number_is_masked_and_the_writer_told),
		TEST(a_word_that_tells_too_much_is_refused),
		TEST(what_is_no_text_is_said_so),
		TEST(what_was_typed_is_shown_again_escaped),
		TEST(money_is_kroner_with_a_comma_or_a_dot),
		TEST(a_number_is_within_its_bounds),
		TEST(what_is_no_choice_is_refused),
		TEST(a_day_that_is_over_is_refused),
		TEST(a_day_is_at_most_half_a_year_ahead),
		TEST(a_date_that_is_none_is_refused),
		TEST(a_day_holds_no_time_of_its_own),
		TEST(a_time_is_of_the_day),
		TEST(an_end_before_the_start_is_the_next_day),
		TEST(a_shift_over_midnight_is_said_to_be_one),
		TEST(a_shift_is_as_long_as_it_takes),
		TEST(pay_below_the_floor_is_told_of_and_not_refused),
		TEST(nobody_is_paid_before_the_work),
	};

	return cmocka_run_group_tests_name("form_field", tests, NULL, NULL);
}
