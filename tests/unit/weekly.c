#include "weekly.h"

#include "hours.h"
#include "timeline.h"
#include "wave.h"

int64_t lead_task;

struct workplace bakery_place(void)
{
	struct workplace w;

	assert_true(workplace_load(&c, world.bakery.place, &w));
	return w;
}

void post_series(const char *day, const char *until, int64_t places)
{
	static const char *const says[] = { NULL };
	const struct workplace place = bakery_place();
	struct task t = draft(day);
	bool beyond;
	const struct task_days days = { series_days(&c, t.starts_at,
					    instant(until), false, &beyond),
		true };

	t.places = places;
	t.one_off = false;
	assert_int_equal(task_place_and_post(&c, &place, says, &days, &t,
			     t.contact_id, &lead_task),
	    OK);
	wave_run(&c);
	next();
}

static const struct task *all(size_t *count)
{
	struct task t;

	assert_true(task_load(&c, lead_task, &t));
	return task_of_series(&c, t.series_id, count);
}

struct task date(size_t n)
{
	size_t count;
	const struct task *t = all(&count);

	assert_true(n < count);
	return t[n];
}

size_t dates(void)
{
	size_t count;

	all(&count);
	return count;
}

void ask_weekly(void)
{
	struct workplace w = {
		.employer_id = 1, .sms_name = "", .address = ""
	};
	struct task t = draft("2026-03-30");
	int64_t task;
	size_t count;

	t.starts_at = clock_add_days(c.now, 7);
	t.ends_at = t.starts_at + 3 * HOUR;
	t.pay_on = clock_add_days(c.now, 30);
	task = post(&t);
	db_begin(&c);
	series_make(&c, t.employer_id, task, world.consultant);
	series_pass_on(&c, task);
	series_release(&c, task);
	assert_int_equal(db_commit(&c), OK);
	series_given(&c, 1);
	series_called_off(&c, 1);
	series_people(&c, 1, 0);
	series_fixed(&c, 0, c.now);
	task_of_series(&c, 1, &count);
	task_behind(&c, 1, &count);
	task_ahead(&c, 1, &count);
	task_alike(&c, &t, &w);
	timeline_of(&c, 1, &count);
	hours_missing_at(&c, 1);
}
