#include "request.h"

#include "employer.h"
#include "person.h"

static int64_t colleague;

static const char *path_of(int64_t task)
{
	return mem_printf(&c, "/opgaver/%" PRId64 "/ret", task);
}

static const char *page_of(int64_t task)
{
	return mem_printf(&c, "/opgaver/%" PRId64, task);
}

static const char *typed(int64_t contact, const char *meeting)
{
	return mem_printf(&c, "kontakt=%" PRId64 "&moedested=%s&titel=til+jul",
	    contact, meeting);
}

static int open_firm(void **state)
{
	if (site_open(state) != 0)
		return -1;
	colleague = add_person(
	    "Bodil", "4520000950", "bodil@example.dk", "unknown");
	db_begin(&c);
	person_give_role(&c, colleague, 0, ROLE_EMPLOYER, 0);
	contact_add(&c, colleague, world.bakery.employer);
	assert_int_equal(db_commit(&c), OK);
	as(world.bakery.contact);
	return 0;
}

static int64_t task_for_amir(void)
{
	int64_t task = post_on("2026-03-05", 2);

	answers(task, world.amir, SAY_YES);
	return task;
}

static void who_comes_is_told_and_need_not_answer(void **state)
{
	int64_t task = task_for_amir();
	struct task t;

	(void)state;
	assert_page(get(page_of(task)), 200, path_of(task));
	assert_page(get(path_of(task)), 200, "value=\"Bagindgangen i gården\"");
	assert_page(get(path_of(task)), 200, "Bodil Prøve</option>");
	assert_see(submit(path_of(task),
		       typed(world.bakery.contact, "Porten+mod+nord")),
	    page_of(task));
	assert_true(task_load(&c, task, &t));
	assert_string_equal(t.meeting, "Porten mod nord");
	assert_string_equal(t.title, "til jul");
	assert_int_equal(left("changed", world.amir), 1);
	assert_int_not_equal(engagement_for(task, world.amir), 0);
	/* Put right once more: the newest words alone are sent. */
	assert_see(submit(path_of(task),
		       typed(world.bakery.contact, "Porten+mod+syd")),
	    page_of(task));
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox WHERE kind = $1"
				 " AND state = 'queued'"),
			     BIND(TEXT("changed"))),
	    1);
}

static void who_was_only_asked_is_not_told(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_see(submit(path_of(task),
		       typed(world.bakery.contact, "Porten+mod+nord")),
	    page_of(task));
	assert_int_equal(left("changed", world.amir), 0);
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void other_words_for_the_work_are_no_news(void **state)
{
	int64_t task = task_for_amir();

	(void)state;
	assert_see(
	    submit(path_of(task),
		typed(world.bakery.contact, "Bagindgangen+i+g%C3%A5rden")),
	    page_of(task));
	assert_int_equal(left("changed", world.amir), 0);
}

static void a_new_contact_is_told_who_comes(void **state)
{
	int64_t task = task_for_amir();
	struct task t;

	(void)state;
	assert_see(submit(path_of(task),
		       typed(colleague, "Bagindgangen+i+g%C3%A5rden")),
	    page_of(task));
	assert_true(task_load(&c, task, &t));
	assert_int_equal(t.contact_id, colleague);
	assert_int_equal(left("changed", world.amir), 1);
	assert_int_equal(left("accepted", colleague), 2);
}

static void what_cannot_be_is_said_at_its_field(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t task = task_for_amir();
	const char *path = path_of(task);

	(void)state;
	assert_page(submit(path, typed(other.contact, "Porten")), 422,
	    phrase("change.kontakt.wrong"));
	assert_page(submit(path, typed(world.bakery.contact, "")), 422,
	    phrase("change.moedested.wrong"));
	assert_page(submit(path, typed(world.bakery.contact, "ledig")), 422,
	    phrase("form.leak"));
	assert_int_equal(left("changed", world.amir), 0);
}

static void what_has_begun_is_for_a_call(void **state)
{
	int64_t task = task_for_amir();

	(void)state;
	at("2026-03-05T09:00");
	as(world.bakery.contact);
	assert_lacks(get(page_of(task)), path_of(task));
	assert_page(get(path_of(task)), 200, "begyndt eller slut");
	assert_page(submit(path_of(task),
			typed(world.bakery.contact, "Porten+mod+nord")),
	    409, "begyndt eller slut");
	assert_int_equal(left("changed", world.amir), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_firm, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_comes_is_told_and_need_not_answer),
		TEST(who_was_only_asked_is_not_told),
		TEST(other_words_for_the_work_are_no_news),
		TEST(a_new_contact_is_told_who_comes),
		TEST(what_cannot_be_is_said_at_its_field),
		TEST(what_has_begun_is_for_a_call),
	};

	return cmocka_run_group_tests_name(
	    "task_change_pages", tests, NULL, NULL);
}
