#include "request.h"

#include <string.h>

#include "hours.h"
#include "link.h"

static const char *hours_path(int64_t engagement)
{
	const char *url;

	db_begin(&c);
	url = link_url(
	    &c, LINK_HOURS, world.bakery.contact, engagement, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	return strstr(url, "/t/");
}

static struct hours hours_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h;
}

static void planned_hours_are_confirmed_with_one_press(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(get(path), 200, "3 timer");
	assert_see(
	    submit(path, "svar=som_aftalt&timer=7&minutter=7&tak=Godt"), path);
	assert_int_equal(hours_of(engagement).minutes, 180);
	assert_string_equal(hours_of(engagement).thanks, "Godt");
	/* Pressed twice it shows what stands. */
	assert_see(submit(path, "svar=som_aftalt"), path);
	assert_page(get(path), 200, phrase("hours.proposed"));
}

static void other_hours_are_typed(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(submit(path, "svar=rettet&timer=17&minutter=0"), 422,
	    phrase("hours.timer.wrong"));
	assert_page(submit(path, "svar=rettet&timer=2&minutter=60"), 422,
	    phrase("hours.minutter.wrong"));
	assert_page(submit(path, "svar=rettet&timer=2&minutter=0&tak=ledig"),
	    422, phrase("form.leak"));
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "none");
	assert_see(submit(path, "svar=rettet&timer=2&minutter=30"), path);
	assert_int_equal(hours_of(engagement).minutes, 150);
}

static void who_did_not_come_is_said_with_one_press(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path, *task;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(get(path), 200, "Amir kom ikke</button>");
	assert_see(submit(path, "svar=kom_ikke&timer=3&minutter=0&tak="), path);
	assert_int_equal(hours_of(engagement).minutes, 0);
	assert_page(get(path), 200, phrase("hours.absent"));
	as(world.bakery.contact);
	task = mem_printf(
	    &c, "/opgaver/%" PRId64, one(SQL("SELECT id FROM task"), NO_BIND));
	assert_page(get(task), 200, phrase("hours.absent"));
	assert_lacks(get(task), phrase("hours.disputed"));
}

static void hours_cannot_be_said_by_link_before_the_end(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	assert_int_equal(
	    submit(hours_path(engagement), "svar=som_aftalt").status, 404);
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "none");
}

static void hours_are_reached_from_the_tasks_own_page(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;
	struct reply r;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_printf(&c, "/timer/%" PRId64, engagement);
	as(other.contact);
	assert_int_equal(submit(path, "").status, 404);
	assert_int_equal(one(SQL("SELECT count(*) FROM link"), NO_BIND), 0);
	as(world.bakery.contact);
	assert_int_equal(submit("/timer/12345", "").status, 404);
	r = submit(path, "");
	assert_int_equal(r.status, 303);
	assert_int_equal(strncmp(r.location, "/t/", 3), 0);
	assert_page(get(r.location), 200, "3 timer");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(planned_hours_are_confirmed_with_one_press),
		TEST(other_hours_are_typed),
		TEST(who_did_not_come_is_said_with_one_press),
		TEST(hours_cannot_be_said_by_link_before_the_end),
		TEST(hours_are_reached_from_the_tasks_own_page),
	};

	return cmocka_run_group_tests_name("hours_pages", tests, NULL, NULL);
}
