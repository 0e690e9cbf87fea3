#include "task_form.h"

#include <string.h>

#include "attention.h"
#include "draft.h"

/* Of a cook's pieces the small world knows two: to wash up, and to pack. */
#define COOK "/opgaver/find?fag=kok"

static int64_t count(struct sql sql)
{
	return one(sql, NO_BIND);
}

/* ---- the three questions ---- */

static void the_trades_are_those_with_work_that_is_known_here(void **state)
{
	struct reply r = get("/opgaver/find");

	(void)state;
	assert_page(r, 200, "href=\"/opgaver/find?fag=kok\"");
	assert_page(r, 200, phrase("carving.trade"));
	assert_lacks(r, "fag=elektriker");
	assert_page(
	    get("/opgaver/find?fag=elektriker"), 200, phrase("carving.trade"));
	assert_page(
	    get("/opgaver/find?fag=wording"), 200, phrase("carving.trade"));
	assert_page(get("/opgaver"), 200, "href=\"/opgaver/find\"");
}

static void each_piece_says_how_long_it_often_takes(void **state)
{
	struct reply r = get(COOK);

	(void)state;
	assert_page(r, 200, phrase("carving.time"));
	assert_page(r, 200, "vaske op efter frokost");
	assert_page(r, 200, "Tit omkring 5 timer om ugen");
	assert_lacks(r, "form-error");
}

static void what_takes_no_time_is_nothing_to_go_on_with(void **state)
{
	struct reply r = get(COOK "&tid_1=0&tid_2=0");

	(void)state;
	assert_page(r, 422, phrase("carving.time.wrong"));
	assert_page(r, 422, "href=\"#tid_1\"");
	assert_page(
	    get(COOK "&tid_1=7&tid_2=x"), 422, phrase("carving.time.wrong"));
}

static void only_what_is_there_can_be_another_s(void **state)
{
	struct reply r = get(COOK "&tid_1=240&tid_2=0");

	(void)state;
	assert_page(r, 200, phrase("carving.other"));
	assert_page(r, 200, "vaske op efter frokost");
	assert_page(r, 200, "4 timer om ugen");
	assert_lacks(r, "pakke varer");
	/* And back, with what was said. */
	assert_page(r, 200, "ret=1&amp;fag=kok&amp;tid_1=240&amp;tid_2=0");
	assert_page(get(COOK "&tid_1=240&tid_2=0&ret=1"), 200,
	    "value=\"240\" selected");
}

/* ---- what comes of them ---- */

static void each_tick_becomes_a_draft_and_the_hours_are_summed(void **state)
{
	struct reply r = submit("/opgaver/find",
	    "fag=kok&tid_1=240&tid_2=120&stykke=1&stykke=2&stykke=1&stykke=9");
	struct draft d;

	(void)state;
	assert_see(r, "/opgaver/find?fag=kok&fri=360");
	assert_int_equal(count(SQL("SELECT count(*) FROM draft")), 2);
	assert_true(
	    draft_load(&c, count(SQL("SELECT min(id) FROM draft")), &d));
	assert_string_equal(
	    d.form, "funktion=opvask&titel=efter%20frokost&flere=1");
	r = get("/opgaver/find?fag=kok&fri=360");
	assert_page(r, 200, "I får omkring 6 timers køkkenarbejde fri om ugen");
	assert_page(r, 200, "vaske op efter frokost");
	r = get(mem_printf(&c, "/opgaver/kladde/%" PRId64, d.id));
	assert_page(r, 200, "value=\"opvask\" selected");
	assert_page(r, 200, "value=\"efter frokost\"");
	assert_page(r, 200, "Trin 1 af 3");
}

static void what_is_not_ticked_is_not_freed(void **state)
{
	(void)state;
	assert_see(
	    submit("/opgaver/find", "fag=kok&tid_1=240&tid_2=30&stykke=2"),
	    "/opgaver/find?fag=kok&fri=30");
	assert_int_equal(count(SQL("SELECT count(*) FROM draft")), 1);
	assert_page(get(COOK "&fri=30"), 200, "omkring 1 times ");
}

static void without_a_tick_it_says_what_to_do(void **state)
{
	struct reply r = submit("/opgaver/find", "fag=kok&tid_1=240");

	(void)state;
	assert_page(r, 422, phrase("carving.other.wrong"));
	assert_page(r, 422, "href=\"#stykker\"");
	assert_page(r, 422, "vaske op efter frokost");
	assert_see(submit("/opgaver/find", "fag=x&stykke=1"), "/opgaver/find");
	assert_int_equal(count(SQL("SELECT count(*) FROM draft")), 0);
}

static void sent_twice_it_makes_the_drafts_once(void **state)
{
	const char *form = "fag=kok&tid_1=240&stykke=1"
			   "&en_gang=aaaaaaaaaaaaaaaaaaaaaaaaaa";

	(void)state;
	assert_int_equal(submit("/opgaver/find", form).status, 303);
	assert_int_equal(submit("/opgaver/find", form).status, 303);
	assert_int_equal(count(SQL("SELECT count(*) FROM draft")), 1);
}

static void a_sum_that_nobody_could_free_is_not_told(void **state)
{
	(void)state;
	assert_lacks(get(COOK "&fri=99999999"), "fri om ugen");
	assert_page(get(COOK "&fri=-5"), 200, phrase("carving.time"));
}

/* ---- who will be missed ---- */

#define SHORT "/opgaver/find/mangler"

static void a_shortage_is_said_and_told_to_staff(void **state)
{
	struct reply r;

	(void)state;
	r = submit(SHORT, "mangler=kok&antal=2&maaned=2026-09");
	assert_see(r, "/opgaver/find?tak=1#mangler-folk");
	r = get("/opgaver/find?tak=1");
	assert_page(r, 200, phrase("shortage.thanks"));
	assert_page(r, 200, "Kok: 2 fra september 2026");
	as(world.consultant);
	r = get("/venter");
	assert_page(r, 200, phrase("attention.shortage"));
	assert_page(r, 200, "Kok: 2, september 2026");
}

static void what_is_wrong_with_it_is_said(void **state)
{
	struct reply r = submit(SHORT, "");

	(void)state;
	assert_page(r, 422, phrase_n(&c, "form.mend", 3));
	assert_page(submit(SHORT, "mangler=x&antal=2&maaned=2026-09"), 422,
	    phrase("shortage.mangler.wrong"));
	assert_page(submit(SHORT, "mangler=kok&antal=0&maaned=2026-09"), 422,
	    phrase("shortage.antal.wrong"));
	r = submit(SHORT, "mangler=kok&antal=2&maaned=2026-04");
	assert_page(r, 422, phrase("shortage.maaned.wrong"));
	assert_page(r, 422, "value=\"kok\" selected");
	assert_page(submit(SHORT, "mangler=kok&antal=2&maaned=x"), 422,
	    phrase("shortage.maaned.wrong"));
	assert_int_equal(count(SQL("SELECT count(*) FROM shortage")), 0);
}

static void it_is_taken_back_by_a_press_of_the_same_firm(void **state)
{
	struct firm other = add_firm("Anden", true);
	const char *path;

	(void)state;
	submit(SHORT, "mangler=kok&antal=2&maaned=2026-09");
	path = mem_printf(
	    &c, SHORT "/%" PRId64, count(SQL("SELECT id FROM shortage")));
	as(other.contact);
	assert_lacks(get("/opgaver/find"), "Kok: 2");
	assert_int_equal(submit(path, "").status, 404);
	as(world.bakery.contact);
	assert_see(submit(path, ""), "/opgaver/find#mangler-folk");
	assert_int_equal(count(SQL("SELECT count(*) FROM shortage")), 0);
	assert_int_equal(waiting(ATTENTION_SHORTAGE), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_trades_are_those_with_work_that_is_known_here),
		TEST(each_piece_says_how_long_it_often_takes),
		TEST(what_takes_no_time_is_nothing_to_go_on_with),
		TEST(only_what_is_there_can_be_another_s),
		TEST(each_tick_becomes_a_draft_and_the_hours_are_summed),
		TEST(what_is_not_ticked_is_not_freed),
		TEST(without_a_tick_it_says_what_to_do),
		TEST(sent_twice_it_makes_the_drafts_once),
		TEST(a_sum_that_nobody_could_free_is_not_told),
		TEST(a_shortage_is_said_and_told_to_staff),
		TEST(what_is_wrong_with_it_is_said),
		TEST(it_is_taken_back_by_a_press_of_the_same_firm),
	};

	return cmocka_run_group_tests_name("carving_pages", tests, NULL, NULL);
}
