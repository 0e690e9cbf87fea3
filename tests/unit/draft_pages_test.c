#include "task_form.h"

#include <string.h>

#include "base/text.h"

#include "draft.h"
#include "municipality.h"

static int64_t drafts(void)
{
	return one(SQL("SELECT count(*) FROM draft"), NO_BIND);
}

static int64_t newest(void)
{
	return one(SQL("SELECT max(id) FROM draft"), NO_BIND);
}

static const char *page_of(int64_t draft)
{
	return mem_printf(&c, "/opgaver/kladde/%" PRId64, draft);
}

static const char *form_kept(void)
{
	struct draft d;

	assert_true(draft_load(&c, newest(), &d));
	return d.form;
}

/* ---- kept ---- */

static void what_is_wrong_is_kept_too(void **state)
{
	(void)state;
	assert_int_equal(check("dag", "i+morgen").status, 422);
	assert_int_equal(drafts(), 1);
	assert_page(get(page_of(newest())), 200, "value=\"i morgen\"");
}

/* As a browser sends it: with the key of the form. */
static void a_form_with_its_key_is_kept_once_right_or_wrong(void **state)
{
	static const char key[] = "en_gang=aaaaaaaaaaaaaaaaaaaaaaaaaa&";
	const char *wrong = mem_printf(&c, "%s%s", key, with("loen", "0"));
	const char *right = mem_printf(&c, "%s%s", key, with("loen", "145"));

	(void)state;
	assert_int_equal(submit("/opgaver/tjek", wrong).status, 422);
	assert_int_equal(drafts(), 1);
	assert_int_equal(submit("/opgaver/tjek", wrong).status, 422);
	assert_int_equal(submit("/opgaver/tjek", right).status, 200);
	assert_int_equal(drafts(), 1);
	assert_non_null(strstr(form_kept(), "loen=145&"));
}

static void the_page_goes_on_with_the_draft(void **state)
{
	struct reply r = check("loen", "0");
	const char *hidden = mem_printf(
	    &c, "name=\"kladde\" value=\"%" PRId64 "\"", newest());

	(void)state;
	assert_page(r, 422, hidden);
	r = submit("/opgaver/tjek",
	    mem_printf(&c, "kladde=%" PRId64 "&%s", newest(), with("", NULL)));
	assert_page(r, 200, hidden);
	assert_int_equal(drafts(), 1);
	assert_page(get(page_of(newest())), 200, hidden);
	assert_lacks(get("/opgaver/ny"), "name=\"kladde\"");
}

static void a_button_keeps_it_for_later(void **state)
{
	(void)state;
	assert_see(submit("/opgaver/tjek", "gem=1&funktion=pakning"),
	    "/opgaver#kladder");
	assert_int_equal(drafts(), 1);
	assert_page(get("/opgaver/ny"), 200, phrase("task.keep"));
}

static void a_personal_number_is_masked_before_it_is_kept(void **state)
{
	(void)state;
	check("moedested", "Bo+010170-1234");
	assert_null(strstr(form_kept(), "010170"));
	assert_page(get(page_of(newest())), 200, "******-****");
	assert_lacks(get(page_of(newest())), "form-error");
	submit("/opgaver/tjek", "hos_os=010170-1234&gem=1");
	assert_null(strstr(form_kept(), "010170"));
}

static void nothing_else_that_came_along_is_kept(void **state)
{
	(void)state;
	submit("/opgaver/tjek", "titel=x&uvedkommende=y&csrf_=z&titel=zz");
	assert_string_equal(form_kept(), "titel=x");
}

static void what_is_too_much_to_keep_is_still_shown(void **state)
{
	struct text t = text_new(c.mem, 20000);

	(void)state;
	text_add(&t, "gem=1&moedested=");
	for (int i = 0; i < DRAFT_FORM_MOST; i++)
		text_add(&t, "x");
	assert_page(submit("/opgaver/tjek", t.s), 422, "xxxxxxxx");
	assert_int_equal(drafts(), 0);
}

/* ---- found again ---- */

static void a_draft_opens_as_it_was_left(void **state)
{
	struct reply r;

	(void)state;
	submit("/opgaver/tjek",
	    mem_printf(&c, "%shos_os=ro&flere=1&gem=1", with("loen", "14x")));
	r = get(page_of(newest()));
	assert_page(r, 200, "value=\"pakning\" selected");
	assert_page(r, 200, "value=\"til jul\"");
	assert_page(r, 200, "value=\"14x\"");
	assert_page(r, 200,
	    "name=\"flere\" value=\"1\" class=\"form-checkbox\""
	    " checked");
	assert_page(r, 200, "value=\"ro\" class=\"form-checkbox\" checked");
	assert_page(r, 200, "value=\"2\" class=\"form-radio\" checked");
	assert_lacks(r, "form-error");
	assert_lacks(r, phrase("form.mend_one"));
}

static void the_list_says_what_is_filled_in_so_far(void **state)
{
	struct reply r;

	(void)state;
	assert_lacks(get("/opgaver"), phrase("tasks.drafts"));
	submit("/opgaver/tjek", "gem=1&by=Holstebro");
	r = get("/opgaver");
	assert_page(r, 200, phrase("tasks.drafts.nameless"));
	assert_page(r, 200, phrase("tasks.drafts.no_day"));
	assert_page(r, 200, "Gemt ");
	assert_page(r, 200, " af Anne");
	submit("/opgaver/tjek",
	    mem_printf(&c, "kladde=%" PRId64 "&gem=1&%s", newest(),
		with("til", NULL)));
	r = get("/opgaver");
	assert_page(r, 200, "pakke varer til jul");
	assert_page(r, 200, "torsdag 5/3, Bager Bech.");
	submit("/opgaver/tjek", mem_printf(&c, "gem=1&%s", with("", NULL)));
	assert_page(get("/opgaver"), 200, "torsdag 5/3 kl 9-12, Bager Bech.");
	assert_lacks(get("/opgaver"), " dage, sletter vi den");
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_KEEP_DRAFTS, c.now - DAY, 60,
	    "en underskrift");
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_page(get("/opgaver"), 200, "i 60 dage, sletter vi den");
}

static void a_draft_is_dropped_by_a_press(void **state)
{
	(void)state;
	submit("/opgaver/tjek", "gem=1&titel=x");
	assert_see(submit(page_of(newest()), ""), "/opgaver");
	assert_int_equal(drafts(), 0);
}

static void another_firms_draft_is_not_there(void **state)
{
	struct firm other = add_firm("Anden", true);

	(void)state;
	submit("/opgaver/tjek", "gem=1&titel=hemmelig");
	as(other.contact);
	assert_lacks(get("/opgaver"), phrase("tasks.drafts"));
	assert_int_equal(get(page_of(newest())).status, 404);
	assert_int_equal(submit(page_of(newest()), "").status, 404);
	assert_int_equal(drafts(), 1);
	/* Nor is it written over, or dropped, by its id. */
	submit("/opgaver/tjek",
	    mem_printf(&c, "kladde=%" PRId64 "&gem=1&titel=y", newest()));
	assert_int_equal(drafts(), 2);
}

/* ---- posted ---- */

static const char *posted_with(int64_t draft, const char *pay)
{
	return mem_printf(
	    &c, "kladde=%" PRId64 "&%s", draft, with("loen", pay));
}

static void a_task_that_is_posted_has_no_draft_left(void **state)
{
	int64_t draft;

	(void)state;
	check("", NULL);
	draft = newest();
	assert_int_equal(
	    submit("/opgaver", posted_with(draft, "x")).status, 422);
	assert_int_equal(drafts(), 1);
	assert_int_equal(
	    submit("/opgaver", posted_with(draft, "145")).status, 303);
	assert_int_equal(drafts(), 0);
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 1);
}

static void what_is_not_posted_keeps_its_draft(void **state)
{
	int64_t draft;

	(void)state;
	check("", NULL);
	draft = newest();
	change(SQL("DELETE FROM rule"), NO_BIND);
	change(SQL("ALTER TABLE shift ADD COLUMN x TEXT NOT NULL DEFAULT ''"
		   " CHECK (x <> '')"),
	    NO_BIND);
	assert_int_equal(
	    submit("/opgaver", posted_with(draft, "145")).status, 503);
	next();
	assert_int_equal(drafts(), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, form_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_wrong_is_kept_too),
		TEST(a_form_with_its_key_is_kept_once_right_or_wrong),
		TEST(the_page_goes_on_with_the_draft),
		TEST(a_button_keeps_it_for_later),
		TEST(a_personal_number_is_masked_before_it_is_kept),
		TEST(nothing_else_that_came_along_is_kept),
		TEST(what_is_too_much_to_keep_is_still_shown),
		TEST(a_draft_opens_as_it_was_left),
		TEST(the_list_says_what_is_filled_in_so_far),
		TEST(a_draft_is_dropped_by_a_press),
		TEST(another_firms_draft_is_not_there),
		TEST(a_task_that_is_posted_has_no_draft_left),
		TEST(what_is_not_posted_keeps_its_draft),
	};

	return cmocka_run_group_tests_name("draft_pages", tests, NULL, NULL);
}
