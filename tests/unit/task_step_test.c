#include "task_form.h"

#include <string.h>

#include "draft.h"

/* What is right in each step. */
#define WHAT "funktion=pakning&titel=til+jul&niveau=2"
#define WHEN                                                         \
	"dag=2026-03-05&fra=09:00&til=12:00&antal=1&sted=Bager+Bech" \
	"&adresse=N%C3%B8rregade+4&postnr=7500&by=Holstebro"
#define HERE "loen=145&loendag=2026-03-31&moedested=Bagindgangen"

static int64_t newest(void)
{
	return one(SQL("SELECT max(id) FROM draft"), NO_BIND);
}

static const char *page_of(int64_t step)
{
	return mem_printf(
	    &c, "/opgaver/kladde/%" PRId64 "?vis=%" PRId64, newest(), step);
}

/* As the page of that step sends it. */
static struct reply send_step(int64_t step, const char *fields)
{
	return submit("/opgaver/tjek",
	    mem_printf(&c, "kladde=%" PRId64 "&trin=%" PRId64 "&%s",
		newest() > 0 ? newest() : 0, step, fields));
}

static void leads_to(struct reply r, int64_t step)
{
	assert_see(r, page_of(step));
}

static const char *form_kept(void)
{
	struct draft d;

	assert_true(draft_load(&c, newest(), &d));
	return d.form;
}

static const char *says_step(int n)
{
	return mem_printf(
	    &c, "<p class=\"step-subheading\">Trin %d af 3</p>", n);
}

/* ---- which page ---- */

static void who_has_not_posted_before_gets_three_steps(void **state)
{
	struct reply r = get("/opgaver/ny");

	(void)state;
	assert_page(r, 200, says_step(1));
	assert_page(r, 200, "name=\"funktion\"");
	assert_page(r, 200, "name=\"trin\" value=\"1\"");
	assert_page(r, 200, phrase("task.step.all"));
	assert_lacks(r, "name=\"dag\"");
	assert_lacks(r, "name=\"loen\"");
	assert_lacks(r, phrase("task.see"));
}

static void who_has_gets_one_page(void **state)
{
	struct reply r;

	(void)state;
	post_on("2026-03-05", 1);
	r = get("/opgaver/ny");
	assert_page(r, 200, "name=\"funktion\"");
	assert_page(r, 200, "name=\"dag\"");
	assert_page(r, 200, "name=\"moedested\"");
	assert_page(r, 200, phrase("task.step.by_step"));
	assert_lacks(r, "step-subheading");
	assert_page(get("/opgaver/ny?vis=1"), 200, says_step(1));
	assert_lacks(get("/opgaver/ny?vis=4"), "step-subheading");
}

/* ---- the way through ---- */

static void three_steps_lead_to_the_check_and_to_a_task(void **state)
{
	struct reply r;
	int64_t draft;

	(void)state;
	leads_to(send_step(1, WHAT), 2);
	r = get(page_of(2));
	assert_page(r, 200, says_step(2));
	assert_page(r, 200, "value=\"Bager Bech\""); /* of last time */
	assert_lacks(r, "name=\"loen\"");
	leads_to(send_step(2, WHEN), 3);
	r = get(page_of(3));
	assert_page(r, 200, says_step(3));
	assert_page(r, 200, phrase("task.see"));
	assert_page(r, 200, "value=\"2026-03-31\"");
	r = send_step(3, HERE "&hos_os=ro");
	assert_page(r, 200, phrase("task.check.title"));
	assert_page(r, 200, "name=\"titel\" value=\"til jul\"");
	assert_page(r, 200, "name=\"hos_os\" value=\"ro\"");
	draft = newest();
	assert_int_equal(submit("/opgaver",
			     mem_printf(&c, "kladde=%" PRId64 "&%s", draft,
				 WHAT "&" WHEN "&" HERE))
			     .status,
	    303);
	assert_int_equal(one(SQL("SELECT count(*) FROM draft"), NO_BIND), 0);
}

static void a_step_is_held_to_its_own_fields_alone(void **state)
{
	struct reply r = send_step(1, "funktion=&niveau=2");

	(void)state;
	assert_page(r, 422, phrase("form.mend_one"));
	assert_page(r, 422, phrase("task.funktion.wrong"));
	assert_page(r, 422, says_step(1));
	assert_page(send_step(1, "funktion=findes+ikke&niveau=2"), 422,
	    phrase("task.funktion.wrong"));
	leads_to(send_step(1, WHAT), 2);
	assert_page(
	    send_step(2, "dag=2026-03-01"), 422, phrase_n(&c, "form.mend", 7));
	assert_page(send_step(2, WHEN "&dag="), 422, phrase("form.mend_one"));
	leads_to(send_step(2, WHEN), 3);
	/* Against the day of the step before. */
	r = send_step(3, "loen=1&loendag=2026-03-04&moedested=dør");
	assert_page(r, 422, phrase("task.loendag.early"));
	assert_page(r, 422, says_step(3));
	assert_int_equal(one(SQL("SELECT count(*) FROM draft"), NO_BIND), 1);
}

static void what_does_not_fit_together_is_mended_on_one_page(void **state)
{
	struct reply r;

	(void)state;
	send_step(1, "funktion=pakning&titel=WWWWWWWWWWWWWWWWWWWW&niveau=2");
	send_step(2,
	    "dag=2026-03-05&fra=09:15&til=12:45&antal=1"
	    "&sted=WWWWWWWWWWWWWWWWWW&adresse=Vej+1&postnr=7500&by=WWWWWWWWWW");
	r = send_step(3, "loen=145,50&loendag=2026-03-31&moedested=Her+er+det");
	assert_page(r, 422, phrase("task.titel.room"));
	assert_page(r, 422, "name=\"dag\"");
	assert_lacks(r, "step-subheading");
}

/* ---- nothing is lost ---- */

static void going_back_keeps_what_was_typed(void **state)
{
	struct reply r;

	(void)state;
	send_step(1, WHAT);
	r = send_step(2, "dag=i+morgen&fra=09:00&antal=3&vis=1");
	leads_to(r, 1);
	assert_page(get(page_of(1)), 200, "value=\"til jul\"");
	r = get(page_of(2));
	assert_page(r, 200, "value=\"i morgen\"");
	assert_page(r, 200, "value=\"3\"");
	assert_lacks(r, "form-error");
}

/* By the browser's own button, to a page that knows nothing of what came
 * after it. */
static void an_earlier_step_sent_again_takes_nothing_from_later_ones(
    void **state)
{
	(void)state;
	send_step(1, WHAT);
	send_step(2, WHEN);
	send_step(1, "funktion=pakning&titel=til+fest&niveau=1");
	assert_non_null(strstr(form_kept(), "titel=til%20fest"));
	assert_non_null(strstr(form_kept(), "dag=2026-03-05"));
	assert_null(strstr(form_kept(), "jul"));
}

static void a_tick_that_was_taken_away_is_gone(void **state)
{
	(void)state;
	send_step(1, WHAT);
	send_step(2, WHEN "&flere=1");
	send_step(3, HERE "&hos_os=ro&hos_os=makker&gem=1");
	assert_non_null(strstr(form_kept(), "hos_os=makker"));
	send_step(3, HERE "&hos_os=ro&gem=1");
	send_step(2, WHEN "&gem=1");
	assert_null(strstr(form_kept(), "makker"));
	assert_null(strstr(form_kept(), "flere"));
	assert_page(get(page_of(3)), 200,
	    "value=\"ro\" class=\"form-checkbox\" checked");
}

static void a_draft_opens_at_the_step_it_was_left_at(void **state)
{
	(void)state;
	send_step(1, WHAT);
	assert_page(get(mem_printf(&c, "/opgaver/kladde/%" PRId64, newest())),
	    200, says_step(2));
	send_step(2, WHEN "&gem=1");
	assert_page(get(mem_printf(&c, "/opgaver/kladde/%" PRId64, newest())),
	    200, says_step(2));
}

static void the_other_way_to_fill_in_keeps_what_was_typed(void **state)
{
	struct reply r;

	(void)state;
	leads_to(send_step(1, WHAT "&vis=0"), 0);
	r = get(page_of(0));
	assert_page(r, 200, "value=\"til jul\"");
	assert_page(r, 200, "name=\"dag\"");
	leads_to(submit("/opgaver/tjek",
		     mem_printf(&c, "kladde=%" PRId64 "&vis=1&%s", newest(),
			 with("titel", "andet"))),
	    1);
	assert_page(get(page_of(1)), 200, "value=\"andet\"");
	assert_page(get(page_of(2)), 200, "value=\"2026-03-05\"");
}

static void what_was_sent_is_enough_when_the_draft_is_gone(void **state)
{
	struct reply r;

	(void)state;
	send_step(1, WHAT);
	r = get(page_of(2));
	assert_page(r, 200, "name=\"titel\" value=\"til jul\"");
	change(SQL("DELETE FROM draft"), NO_BIND);
	assert_int_equal(send_step(2, WHAT "&" WHEN).status, 303);
	assert_non_null(strstr(form_kept(), "titel=til%20jul"));
}

static void a_personal_number_is_told_of_in_its_step(void **state)
{
	struct reply r = send_step(
	    1, "funktion=pakning&titel=010170-1234&niveau=2");

	(void)state;
	assert_page(r, 422, phrase("form.cpr"));
	assert_lacks(r, "010170");
	assert_null(strstr(form_kept(), "010170"));
	assert_page(send_step(1, "funktion=pakning&titel=x%00y&niveau=2"), 422,
	    phrase("form.bytes"));
}

static void another_firms_draft_is_not_gone_on_with(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t theirs;

	(void)state;
	send_step(1, WHAT);
	theirs = newest();
	as(other.contact);
	submit("/opgaver/tjek",
	    mem_printf(&c, "kladde=%" PRId64 "&trin=2&%s&gem=1", theirs, WHEN));
	assert_int_not_equal(newest(), theirs);
	assert_null(strstr(form_kept(), "jul"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_has_not_posted_before_gets_three_steps),
		TEST(who_has_gets_one_page),
		TEST(three_steps_lead_to_the_check_and_to_a_task),
		TEST(a_step_is_held_to_its_own_fields_alone),
		TEST(what_does_not_fit_together_is_mended_on_one_page),
		TEST(going_back_keeps_what_was_typed),
		TEST(an_earlier_step_sent_again_takes_nothing_from_later_ones),
		TEST(a_tick_that_was_taken_away_is_gone),
		TEST(a_draft_opens_at_the_step_it_was_left_at),
		TEST(the_other_way_to_fill_in_keeps_what_was_typed),
		TEST(what_was_sent_is_enough_when_the_draft_is_gone),
		TEST(a_personal_number_is_told_of_in_its_step),
		TEST(another_firms_draft_is_not_gone_on_with),
	};

	return cmocka_run_group_tests_name("task_step", tests, NULL, NULL);
}
