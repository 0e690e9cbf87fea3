#include <stdatomic.h>

#include "base/clock.h"

#include "notifier.h"

static atomic_int_fast64_t asked_at; /* monotonic ms; 0: nobody has asked */

void stop_ask(void)
{
	int_fast64_t never = 0;

	atomic_compare_exchange_strong(&asked_at, &never, clock_mono_ms() + 1);
}

bool stop_asked(void)
{
	return atomic_load(&asked_at) != 0;
}

bool stop_over(void)
{
	int64_t at = atomic_load(&asked_at);

	return at != 0 && clock_mono_ms() - at >= STOP_MS;
}

void stop_put_off(struct outgoing *m)
{
	m->outcome = OUTCOME_DOWN;
	m->untried = true;
	m->wait = 1;
	m->why = "not tried: we stop";
}
