#include "request.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* The task form, as the one with every kind of field. What is typed for one
 * field stands in place of what is right. */
static const char *with(const char *name, const char *typed)
{
	const struct {
		const char *name, *value;
	} right[] = { { "funktion", "pakning" }, { "titel", "til+jul" },
		{ "niveau", "2" }, { "dag", "2026-03-05" }, { "fra", "09:00" },
		{ "til", "12:00" }, { "antal", "1" }, { "loen", "145" },
		{ "loendag", "2026-03-31" }, { "sted", "Bager+Bech" },
		{ "adresse", "N%C3%B8rregade+4" }, { "postnr", "7500" },
		{ "by", "Holstebro" }, { "moedested", "Bagindgangen" } };
	struct text t = text_new(c.mem, 20000);

	for (size_t i = 0; i < COUNT(right); i++) {
		bool same = strcmp(right[i].name, name) == 0;

		if (!same)
			text_printf(
			    &t, "%s=%s&", right[i].name, right[i].value);
		else if (typed != NULL)
			text_printf(&t, "%s=%s&", name, typed);
	}
	return t.s;
}

static struct reply check(const char *name, const char *typed)
{
	return submit("/opgaver/tjek", with(name, typed));
}

/* Refused, with what to mend, once in the summary and once at the field. */
static void assert_mend(const char *name, const char *typed, const char *key)
{
	struct reply r = check(name, typed);
	const char *first;

	assert_page(r, 422, phrase(key));
	assert_page(r, 422, mem_printf(&c, "href=\"#%s\"", name));
	first = strstr(r.body, phrase(key));
	assert_non_null(strstr(first + 1, phrase(key)));
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

static int firm_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.bakery.contact);
	return 0;
}

/* ---- what is right ---- */

static void what_is_right_is_shown_as_it_will_be_sent(void **state)
{
	struct reply r = check("", NULL);

	(void)state;
	assert_page(r, 200, phrase("task.check.title"));
	assert_page(
	    r, 200, "Vil du pakke varer til jul hos Bager Bech, Holstebro, ");
	assert_page(r, 200, "name=\"sted\" value=\"Bager Bech\"");
	assert_lacks(r, "type=\"hidden\" name=\"ret\"");
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}

static void what_was_checked_can_be_mended(void **state)
{
	struct reply r;

	(void)state;
	r = submit(
	    "/opgaver/tjek", mem_printf(&c, "%sret=1", with("loen", "145,50")));
	assert_page(r, 200, "value=\"145,50\"");
	assert_page(r, 200, phrase("task.title"));
	assert_lacks(r, "form-error");
}

static void what_is_right_becomes_a_task(void **state)
{
	struct task t;
	int64_t id;
	struct reply r;

	(void)state;
	r = submit("/opgaver",
	    mem_printf(&c, "%shos_os=ro&hos_os=makker&hos_os=x&flere=1",
		with("loen", "145,50")));
	id = one(SQL("SELECT id FROM task"), NO_BIND);
	assert_see(r, mem_printf(&c, "/opgaver/%" PRId64, id));
	assert_true(task_load(&c, id, &t));
	assert_int_equal(t.employer_id, world.bakery.employer);
	assert_int_equal(t.contact_id, world.bakery.contact);
	assert_int_equal(t.pay_ore, 14550);
	assert_int_equal(t.starts_at, instant("2026-03-05T09:00"));
	assert_int_equal(t.ends_at, instant("2026-03-05T12:00"));
	assert_int_equal(t.pay_on, instant("2026-03-31"));
	assert_int_equal(t.level, 2);
	assert_string_equal(t.title, "til jul");
	assert_string_equal(t.meeting, "Bagindgangen");
	assert_false(t.one_off); /* there may be more */
	assert_int_equal(one(SQL("SELECT count(*) FROM honours"), NO_BIND), 2);
}

static void without_a_tick_it_is_one_time_alone(void **state)
{
	(void)state;
	submit("/opgaver", with("", NULL));
	assert_int_equal(one(SQL("SELECT one_off FROM task"), NO_BIND), 1);
}

/* ---- what is missing ---- */

static void each_field_says_that_it_is_missing(void **state)
{
	static const char *const fields[] = { "funktion", "niveau", "dag",
		"fra", "til", "antal", "loen", "loendag", "sted", "adresse",
		"postnr", "by", "moedested" };

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *key = mem_printf(&c, "task.%s.wrong", fields[i]);

		assert_mend(fields[i], NULL, key);
		assert_mend(fields[i], "", key);
		assert_mend(fields[i], "+%C2%A0+", key);
		next();
	}
	assert_int_equal(check("titel", NULL).status, 200);
}

static void all_that_is_wrong_is_counted(void **state)
{
	struct reply r = check("dag", "");

	(void)state;
	assert_page(r, 422, phrase("form.mend_one"));
	r = submit("/opgaver/tjek", "");
	assert_page(r, 422, phrase_n(&c, "form.mend", 13));
}

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

/* ---- what fits an SMS ---- */

static void what_would_not_fit_an_sms_is_refused(void **state)
{
	(void)state;
	/* Each is as long as it may be, and together they are too much. */
	assert_page(submit("/opgaver/tjek",
			"funktion=pakning&titel=WWWWWWWWWWWWWWWWWWWW&niveau=2"
			"&dag=2026-03-05&fra=09:15&til=12:45&antal=1"
			"&loen=145,50&loendag=2026-03-31"
			"&sted=WWWWWWWWWWWWWWWWWW&adresse=Vej+1&postnr=7500"
			"&by=WWWWWWWWWW&moedested=Her+er+det"),
	    422, phrase("task.titel.room"));
	assert_mend(
	    "titel", "p%C3%A5+%C5%81%C3%B3d%C5%BA", "task.titel.letters");
	assert_page(check("sted", "Caf%C3%A9+%E4%B8%AD"), 422,
	    phrase("task.titel.letters"));
	assert_int_equal(check("sted", "Caf%C3%A9+%C3%85").status, 200);
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

static void nobody_is_paid_before_the_work(void **state)
{
	(void)state;
	assert_mend("loendag", "2026-03-04", "task.loendag.early");
	assert_int_equal(check("loendag", "2026-03-05").status, 200);
}

/* ---- the whole ---- */

static void a_field_that_comes_twice_is_refused(void **state)
{
	(void)state;
	assert_page(
	    submit("/opgaver/tjek", mem_printf(&c, "%sloen=1", with("", NULL))),
	    422, phrase("form.bytes"));
}

static void sixty_five_fields_are_too_many(void **state)
{
	struct text t = text_new(c.mem, 4000);

	(void)state;
	for (int i = 0; i < 62; i++)
		text_printf(&t, "x%d=1&", i);
	/* With the token it is 63, then 64, then 65. */
	assert_int_equal(submit("/opgaver/tjek", t.s).status, 422);
	assert_int_equal(
	    submit("/opgaver/tjek", mem_printf(&c, "%sy=1", t.s)).status, 422);
	assert_page(submit("/opgaver/tjek", mem_printf(&c, "%sy=1&z=1", t.s)),
	    400, phrase("error.400"));
}

static void the_form_begins_with_the_place_of_last_time(void **state)
{
	struct reply r = get("/opgaver/ny");

	(void)state;
	assert_page(r, 200, "value=\"Bager Bech\"");
	assert_page(r, 200, "value=\"7500\"");
	/* Pay day is the last of the month. */
	assert_page(r, 200, "value=\"2026-03-31\"");
	assert_lacks(r, "form-error");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, firm_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_right_is_shown_as_it_will_be_sent),
		TEST(what_was_checked_can_be_mended),
		TEST(what_is_right_becomes_a_task),
		TEST(without_a_tick_it_is_one_time_alone),
		TEST(each_field_says_that_it_is_missing),
		TEST(all_that_is_wrong_is_counted),
		TEST(a_text_has_a_length_in_characters),
		TEST(a_personal_number_is_masked_and_the_writer_told),
		TEST(a_word_that_tells_too_much_is_refused),
		TEST(what_is_no_text_is_said_so),
		TEST(what_was_typed_is_shown_again_escaped),
		TEST(what_would_not_fit_an_sms_is_refused),
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
		TEST(nobody_is_paid_before_the_work),
		TEST(a_field_that_comes_twice_is_refused),
		TEST(sixty_five_fields_are_too_many),
		TEST(the_form_begins_with_the_place_of_last_time),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
