#include <stdlib.h>

#include "base/arena.h"

#include "wave.h"

static int by_citizen(const void *a, const void *b)
{
	const struct wave_wish *x = a, *y = b;

	return (x->citizen > y->citizen) - (x->citizen < y->citizen);
}

static int by_cost(const void *a, const void *b)
{
	const struct wave_wish *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return x->task - y->task;
}

/* How many persons there are. */
static size_t number_persons(struct wave_wish *wishes, size_t count)
{
	size_t persons = 0;

	qsort(wishes, count, sizeof *wishes, by_citizen);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || wishes[i].citizen != wishes[i - 1].citizen)
			persons++;
		wishes[i].person = (int)persons - 1;
	}
	return persons;
}

void wave_assign(
    struct ctx *c, struct wave_wish *wishes, size_t count, int64_t *places)
{
	bool *asked = mem_alloc(c, number_persons(wishes, count) + 1);

	qsort(wishes, count, sizeof *wishes, by_cost);
	for (size_t i = 0; i < count; i++) {
		struct wave_wish *w = &wishes[i];

		w->given = places[w->task] > 0 && !asked[w->person];
		if (w->given) {
			asked[w->person] = true;
			places[w->task]--;
		}
	}
}
