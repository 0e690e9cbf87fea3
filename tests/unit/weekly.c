#include "weekly.h"

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
