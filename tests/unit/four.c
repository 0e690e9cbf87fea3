#include "four.h"

#include "wave.h"

int64_t bent, nour;

int four_open(void **state)
{
	if (two_people(state) != 0)
		return -1;
	bent = add_citizen("Bent");
	nour = add_citizen("Nour");
	return 0;
}

enum offer_result answer(int64_t task, int64_t citizen, enum offer_say what)
{
	enum offer_result result = answers(task, citizen, what);

	wave_run(&c);
	return result;
}

void expire_at(const char *when)
{
	at(when);
	offer_expire(&c);
	wave_run(&c);
	next();
	c.now = instant(when);
}

int64_t asked(int64_t task)
{
	return one(SQL("SELECT count(*) FROM offer WHERE task_id = $1"
		       " AND state = 'asked'"),
	    BIND(INT(task)));
}

const char *task_state(int64_t task)
{
	return one_text(
	    SQL("SELECT state FROM task WHERE id = $1"), BIND(INT(task)));
}

int64_t taken(int64_t task)
{
	return one(
	    SQL("SELECT taken FROM task WHERE id = $1"), BIND(INT(task)));
}
