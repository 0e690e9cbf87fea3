#include "request.h"

#include "offer.h"
#include "wave.h"

static const char *path_of(int64_t task)
{
	return mem_printf(&c, "/opgaver/%" PRId64 "/tid", task);
}

static const char *page_of(int64_t task)
{
	return mem_printf(&c, "/opgaver/%" PRId64, task);
}

static void a_task_gets_another_time(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	struct task t;

	(void)state;
	as(world.bakery.contact);
	assert_page(get(page_of(task)), 200, path_of(task));
	assert_page(get(path_of(task)), 200, "value=\"2026-03-05\"");
	assert_page(get(path_of(task)), 200, "value=\"09:00\"");
	assert_see(submit(path_of(task), "dag=2026-03-09&fra=22:00&til=01:30"),
	    page_of(task));
	assert_true(task_load(&c, task, &t));
	assert_int_equal(t.starts_at, instant("2026-03-09T22:00"));
	assert_int_equal(t.ends_at, instant("2026-03-10T01:30"));
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
}

static void a_time_that_cannot_be_is_said_at_its_field(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	const char *path = path_of(task);

	(void)state;
	as(world.bakery.contact);
	assert_page(submit(path, "dag=2026-02-30&fra=09:00&til=12:00"), 422,
	    phrase("task.dag.wrong"));
	assert_page(submit(path, "dag=2026-03-01&fra=09:00&til=12:00"), 422,
	    phrase("task.dag.past"));
	assert_page(submit(path, "dag=2027-03-01&fra=09:00&til=12:00"), 422,
	    phrase("task.dag.far"));
	assert_page(submit(path, "dag=2026-03-06&fra=09:00&til=22:00"), 422,
	    phrase("task.til.length"));
	assert_page(submit(path, "dag=2026-03-06&fra=&til=22:00"), 422,
	    phrase("task.fra.wrong"));
	assert_string_equal(offer_state(task, world.amir), "asked");
}

/* The bakery wants Amir an hour later than he has agreed to. */
static int64_t an_hour_later(void)
{
	int64_t task = post_on("2026-03-05", 1);

	answers(task, world.amir, SAY_YES);
	as(world.bakery.contact);
	assert_page(get(path_of(task)), 200, "Vi spørger dem, der har sagt ja");
	assert_see(submit(path_of(task), "dag=2026-03-05&fra=10:00&til=13:00"),
	    page_of(task));
	assert_page(get(page_of(task)), 200, phrase("tasks.time_asked"));
	return task;
}

static const char *fits(int64_t task)
{
	return one_text(SQL("SELECT fits FROM engagement WHERE task_id = $1"),
	    BIND(INT(task)));
}

static void who_comes_answers_on_their_own_page(void **state)
{
	int64_t task = an_hour_later();
	const char *path = mem_printf(
	    &c, "/min-side/spoergsmaal/%" PRId64, offer_to(task, world.amir));

	(void)state;
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200, "Før var det torsdag 5/3 kl 9-12.");
	submit(path, "svar=ja");
	assert_string_equal(fits(task), "yes");
	assert_lacks(get("/min-side"), "Før var det");
	as(world.bakery.contact);
	assert_lacks(get(page_of(task)), phrase("tasks.time_asked"));
}

static void who_is_rung_answers_by_voice(void **state)
{
	int64_t task = an_hour_later(), row;

	(void)state;
	as_citizen(world.amir);
	submit(mem_printf(&c, "/min-side/spoergsmaal/%" PRId64,
		   offer_to(task, world.amir)),
	    "svar=ring");
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.time"));
	assert_page(get("/venter"), 200, "Sagde nej");
	row = one(SQL("SELECT id FROM attention WHERE kind = 'time'"), NO_BIND);
	submit(mem_printf(&c, "/venter/%" PRId64, row), "handling=ja");
	assert_string_equal(fits(task), "yes");
	assert_lacks(get("/venter"), phrase("attention.time"));
}

static void so_near_it_is_agreed_by_talking(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	struct task t;

	(void)state;
	answers(task, world.amir, SAY_YES);
	at("2026-03-04T12:00");
	as(world.bakery.contact);
	assert_lacks(get(page_of(task)), path_of(task));
	assert_page(get(path_of(task)), 200, "for kort tid til at spørge dem");
	assert_page(submit(path_of(task), "dag=2026-03-09&fra=10:00&til=12:00"),
	    409, "for kort tid til at spørge dem");
	assert_true(task_load(&c, task, &t));
	assert_int_equal(t.starts_at, instant("2026-03-05T09:00"));
}

static void a_task_says_when_people_are_asked(void **state)
{
	struct task t = draft("2026-03-05");
	int64_t task = 0;

	(void)state;
	as(world.bakery.contact);
	assert_int_equal(task_post(&c, &t, t.contact_id, &task), OK);
	assert_page(get(page_of(task)), 200, "Vi spørger de første nu.");
	wave_run(&c);
	assert_page(get(page_of(task)), 200, "Vi har spurgt og venter");
	at("2026-03-02T20:30");
	change(SQL("DELETE FROM offer"), NO_BIND);
	change(SQL("UPDATE task SET wave_at = $1"),
	    BIND(INT(instant("2026-03-03T08:00"))));
	assert_page(
	    get(page_of(task)), 200, "Vi spørger de første tirsdag kl 8.");
	change(SQL("UPDATE task SET wave_at = NULL"), NO_BIND);
	assert_page(get(page_of(task)), 200, "Et andet tidspunkt hjælper tit.");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_task_gets_another_time),
		TEST(a_time_that_cannot_be_is_said_at_its_field),
		TEST(who_comes_answers_on_their_own_page),
		TEST(who_is_rung_answers_by_voice),
		TEST(so_near_it_is_agreed_by_talking),
		TEST(a_task_says_when_people_are_asked),
	};

	return cmocka_run_group_tests_name(
	    "task_move_pages", tests, NULL, NULL);
}
