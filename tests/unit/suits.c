#include "suits.h"

#include "match.h"
#include "offer.h"

struct task waiting_draft(void)
{
	static const struct firm none;
	static struct firm f;
	struct task t = draft(TUESDAY);

	f = none;
	f = add_firm("Ny Firma", false);
	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	return t;
}

int64_t waiting_task(void)
{
	struct task t = waiting_draft();
	int64_t id = post(&t);

	assert_int_equal(match_check(&c, id, world.amir), 0);
	return id;
}

static bool finds(int64_t task, int64_t citizen)
{
	size_t count;
	const struct match *all = match_find(&c, task, MATCH_MOST, &count);
	bool found = false;

	for (size_t i = 0; i < count; i++)
		found = found || all[i].citizen == citizen;
	return found;
}

void assert_breaks(int64_t task, unsigned rule)
{
	assert_int_equal(match_check(&c, task, world.amir), rule);
	assert_false(finds(task, world.amir));
}

void assert_suits(int64_t task)
{
	assert_int_equal(match_check(&c, task, world.amir), 0);
	assert_true(finds(task, world.amir));
}

void ask_amir(const char *day, const char *state)
{
	int64_t task = post_on(day, 1);

	change(SQL("UPDATE offer SET state = $2 WHERE task_id = $1"
		   " AND citizen_id = $3"),
	    BIND(INT(task), TEXT(state), INT(world.amir)));
	assert_string_equal(offer_state(task, world.amir), state);
}

void engage_amir(const char *from, const char *to)
{
	int64_t task = post_on("2026-03-05", 1);

	assert_int_equal(answers(task, world.amir, SAY_YES), OFFER_WON);
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $2"
		   " WHERE task_id = $3"),
	    BIND(INT(instant(from)), INT(instant(to)), INT(task)));
}
