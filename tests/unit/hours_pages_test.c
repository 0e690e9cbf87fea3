#include "request.h"

#include <string.h>

#include "hours.h"
#include "link.h"

static const char *hours_path(int64_t engagement)
{
	const char *url;

	db_begin(&c);
	url = link_url(
	    &c, LINK_HOURS, world.bakery.contact, engagement, c.now + 60 * DAY);
	assert_int_equal(db_commit(&c), OK);
	return strstr(url, "/t/");
}

static struct hours hours_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h;
}

/* Amir has been there; the page of his hours. */
static const char *worked(int64_t *engagement)
{
	*engagement = amir_comes("2026-03-05");
	at("2026-03-05T13:00");
	return mem_dup(&c, hours_path(*engagement));
}

/* The shift was at another time, and it is so much later now. */
static void moved(const char *from, const char *to, const char *now)
{
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"),
	    BIND(INT(instant(from)), INT(instant(to))));
	at(now);
}

static void planned_hours_are_confirmed_with_one_press(void **state)
{
	int64_t engagement;
	const char *path = worked(&engagement);

	(void)state;
	assert_page(get(path), 200, "3 timer");
	assert_see(
	    submit(path, "svar=som_aftalt&fra=7:00&til=8:00&pause=0&tak=Godt"),
	    path);
	assert_int_equal(hours_of(engagement).minutes, 180);
	assert_string_equal(hours_of(engagement).thanks, "Godt");
	/* Pressed twice it shows what stands. */
	assert_see(submit(path, "svar=som_aftalt"), path);
	assert_page(get(path), 200, phrase("hours.proposed"));
}

static void it_is_said_by_what_happened(void **state)
{
	int64_t engagement;
	const char *path = worked(&engagement);

	(void)state;
	assert_page(get(path), 200, "name=\"fra\" value=\"09:00\"");
	assert_page(get(path), 200, "name=\"til\" value=\"12:00\"");
	assert_page(get(path), 200, "name=\"pause\" value=\"0\"");
	/* Came twenty minutes late, stayed on, and had half an hour's break. */
	assert_see(
	    submit(path, "svar=rettet&fra=9:20&til=12:35&pause=30"), path);
	assert_int_equal(hours_of(engagement).minutes, 165);
}

static void what_cannot_have_been_is_asked_for_again(void **state)
{
	static const struct {
		const char *form, *wrong;
	} cases[] = {
		{ "fra=x&til=12:00&pause=0", "hours.fra.wrong" },
		{ "fra=9:00&til=&pause=0", "hours.til.wrong" },
		{ "fra=9:00&til=12:00&pause=", "hours.pause.wrong" },
		{ "fra=9:00&til=12:00&pause=-1", "hours.pause.wrong" },
		{ "fra=9:00&til=12:00&pause=481", "hours.pause.wrong" },
		{ "fra=9:00&til=12:00&pause=180", "hours.pause.long" },
		{ "fra=9:00&til=13:01&pause=0", "hours.til.future" },
		{ "fra=13:00&til=12:00&pause=0", "hours.til.future" },
		{ "fra=9:00&til=9:00&pause=0", "hours.til.future" },
		{ "fra=9:00&til=12:00&pause=0&tak=ledig", "form.leak" },
	};
	int64_t engagement;
	const char *path = worked(&engagement);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_page(
		    submit(
			path, mem_printf(&c, "svar=rettet&%s", cases[i].form)),
		    422, phrase(cases[i].wrong));
	c.now += DAY;
	assert_page(submit(path, "svar=rettet&fra=9:00&til=1:01&pause=0"), 422,
	    phrase("hours.til.length"));
	assert_string_equal(
	    one_text(SQL("SELECT hours FROM engagement"), NO_BIND), "none");
}

static void an_end_before_the_start_is_on_the_next_day(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	moved("2026-03-05T22:00", "2026-03-06T06:00", "2026-03-06T09:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_see(
	    submit(path, "svar=rettet&fra=22:15&til=5:45&pause=30"), path);
	assert_int_equal(hours_of(engagement).minutes, 420);
}

/* On the evening's own day the night would be an hour longer. */
static void who_came_after_midnight_came_on_the_next_day(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	moved("2026-03-28T22:00", "2026-03-29T06:00", "2026-03-29T09:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_see(submit(path, "svar=rettet&fra=0:30&til=6:00&pause=0"), path);
	assert_int_equal(hours_of(engagement).minutes, 270);
}

/* And who began before it, of a shift of the morning. */
static void who_began_before_midnight_began_the_day_before(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	moved("2026-03-29T00:00", "2026-03-29T06:00", "2026-03-29T09:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_see(
	    submit(path, "svar=rettet&fra=23:30&til=6:00&pause=0"), path);
	assert_int_equal(hours_of(engagement).minutes, 330);
}

/* 28 March to 29 March: an hour is skipped. */
static void a_night_has_the_hours_it_has(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path;

	(void)state;
	moved("2026-03-28T22:00", "2026-03-29T06:00", "2026-03-29T09:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_see(
	    submit(path, "svar=rettet&fra=22:00&til=6:00&pause=0"), path);
	assert_int_equal(hours_of(engagement).minutes, 420);
	change(SQL("DELETE FROM hours"), NO_BIND);
	change(SQL("UPDATE engagement SET hours = 'none'"), NO_BIND);
	/* 24 October to 25 October: one comes twice. */
	moved("2026-10-24T22:00", "2026-10-25T06:00", "2026-10-25T09:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_see(
	    submit(path, "svar=rettet&fra=22:00&til=6:00&pause=0"), path);
	assert_int_equal(hours_of(engagement).minutes, 540);
}

/* ---- how it went ---- */

static void how_it_went_is_said_afterwards_with_one_press(void **state)
{
	int64_t engagement;
	const char *path = worked(&engagement);

	(void)state;
	assert_lacks(get(path), "name=\"gik\"");
	assert_see(submit(path, "svar=som_aftalt"), path);
	assert_page(get(path), 200, "name=\"gik\" value=\"little\"");
	assert_int_equal(submit(path, "gik=7").status, 422);
	assert_see(submit(path, "gik=little"), path);
	assert_page(get(path), 200, phrase("went.little"));
	assert_lacks(get(path), "name=\"gik\"");
	/* Once, also when two have the page open. */
	assert_see(submit(path, "gik=alone"), path);
	assert_string_equal(hours_of(engagement).went, "little");
}

static void nobody_is_asked_how_it_went_with_who_did_not_come(void **state)
{
	int64_t engagement;
	const char *path = worked(&engagement);

	(void)state;
	assert_see(submit(path, "svar=kom_ikke"), path);
	assert_lacks(get(path), "name=\"gik\"");
	assert_see(submit(path, "gik=much"), path);
	assert_string_equal(hours_of(engagement).went, "");
}

/* ---- two numbers ---- */

static void the_workplace_sees_both_numbers(void **state)
{
	int64_t engagement;
	const char *path = worked(&engagement), *task;

	(void)state;
	task = mem_printf(
	    &c, "/opgaver/%" PRId64, one(SQL("SELECT id FROM task"), NO_BIND));
	assert_see(submit(path, "svar=som_aftalt"), path);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	as(world.bakery.contact);
	assert_page(
	    get(path), 200, "I skrev 3 timer. Amir husker det anderledes.");
	assert_page(
	    get(task), 200, "I skrev 3 timer. Amir husker det anderledes.");
	assert_int_equal(hours_remember(&c, engagement, 210), OK);
	assert_page(get(path), 200, "Amir husker det som 3 timer 30 min. Det");
	assert_page(
	    get(task), 200, "Mette fra kommunen ringer inden 2 hverdage");
	assert_page(get(task), 200, "Amir husker det som 3 timer 30 min. Det");
	assert_int_equal(
	    hours_settle(&c, engagement, 200, world.consultant), OK);
	assert_lacks(get(task), "husker det");
}

static void who_did_not_come_is_said_with_one_press(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");
	const char *path, *task;

	(void)state;
	at("2026-03-05T13:00");
	path = mem_dup(&c, hours_path(engagement));
	assert_page(get(path), 200, "Amir kom ikke</button>");
	assert_see(submit(path, "svar=kom_ikke&fra=9:00&til=12:00&tak="), path);
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
		TEST(it_is_said_by_what_happened),
		TEST(what_cannot_have_been_is_asked_for_again),
		TEST(an_end_before_the_start_is_on_the_next_day),
		TEST(who_came_after_midnight_came_on_the_next_day),
		TEST(who_began_before_midnight_began_the_day_before),
		TEST(a_night_has_the_hours_it_has),
		TEST(how_it_went_is_said_afterwards_with_one_press),
		TEST(nobody_is_asked_how_it_went_with_who_did_not_come),
		TEST(the_workplace_sees_both_numbers),
		TEST(who_did_not_come_is_said_with_one_press),
		TEST(hours_cannot_be_said_by_link_before_the_end),
		TEST(hours_are_reached_from_the_tasks_own_page),
	};

	return cmocka_run_group_tests_name("hours_pages", tests, NULL, NULL);
}
