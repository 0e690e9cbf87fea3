#include "task_form.h"

#include "base/text.h"

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

/* The button says so, once (C31). */
static void who_posts_first_agrees_to_what_is_expected(void **state)
{
	(void)state;
	assert_page(check("loen", "145"), 200, phrase("expected.sentence"));
	assert_int_equal(submit("/opgaver", with("loen", "145")).status, 303);
	assert_int_equal(one(SQL("SELECT count(*) FROM employer"
				 " WHERE expected_by = $1"
				 " AND expected_at = $2"),
			     BIND(INT(world.bakery.contact), INT(c.now))),
	    1);
	assert_lacks(check("loen", "145"), phrase("expected.sentence"));
}

static void what_is_refused_agrees_to_nothing(void **state)
{
	(void)state;
	assert_int_equal(submit("/opgaver", with("loen", "")).status, 422);
	assert_int_equal(one(SQL("SELECT count(*) FROM employer"
				 " WHERE expected_at IS NOT NULL"),
			     NO_BIND),
	    0);
}

/* Whoever was told of a place finds it where it was. */
static void a_place_that_people_were_told_of_is_not_put_elsewhere(void **state)
{
	(void)state;
	change(SQL("UPDATE workplace SET sms_name = 'Bager Bech',"
		   " address = 'Nørregade 4'"),
	    NO_BIND);
	amir_comes("2026-03-06");
	assert_page(check("postnr", "7600"), 422, phrase("task.postnr.bound"));
	assert_int_equal(check("postnr", "7500").status, 200);
}

/* A form is read by its own table: what else comes names no column. */
static void what_is_not_asked_for_changes_nothing(void **state)
{
	struct firm other = add_firm("Anden", true);
	struct task t;
	int64_t id;

	(void)state;
	submit("/opgaver",
	    mem_printf(&c,
		"%sid=7&employer_id=%" PRId64 "&employer=%" PRId64
		"&workplace_id=%" PRId64 "&contact_id=%" PRId64
		"&state=filled&pay_ore=1&municipality_id=9",
		with("loen", "145,50"), other.employer, other.employer,
		other.place, other.contact));
	id = one(SQL("SELECT id FROM task"), NO_BIND);
	assert_int_not_equal(id, 7);
	assert_true(task_load(&c, id, &t));
	assert_int_equal(t.employer_id, world.bakery.employer);
	assert_int_equal(t.contact_id, world.bakery.contact);
	assert_int_equal(t.workplace_id, world.bakery.place);
	assert_int_equal(t.pay_ore, 14550);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task"), NO_BIND), "open");
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
	struct reply r = get("/opgaver/ny?vis=0");

	(void)state;
	assert_page(r, 200, "value=\"Bager Bech\"");
	assert_page(r, 200, "value=\"7500\"");
	/* Pay day is the last of the month. */
	assert_page(r, 200, "value=\"2026-03-31\"");
	assert_lacks(r, "form-error");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_right_is_shown_as_it_will_be_sent),
		TEST(what_was_checked_can_be_mended),
		TEST(what_is_right_becomes_a_task),
		TEST(who_posts_first_agrees_to_what_is_expected),
		TEST(what_is_refused_agrees_to_nothing),
		TEST(a_place_that_people_were_told_of_is_not_put_elsewhere),
		TEST(what_is_not_asked_for_changes_nothing),
		TEST(without_a_tick_it_is_one_time_alone),
		TEST(each_field_says_that_it_is_missing),
		TEST(all_that_is_wrong_is_counted),
		TEST(what_would_not_fit_an_sms_is_refused),
		TEST(a_field_that_comes_twice_is_refused),
		TEST(sixty_five_fields_are_too_many),
		TEST(the_form_begins_with_the_place_of_last_time),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
