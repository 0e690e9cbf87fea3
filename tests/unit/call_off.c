#include "call_off.h"

enum err cancel(int64_t task, int64_t seen_ore)
{
	const struct cancel why = { .reason = "ordre",
		.words = "Ordren kom ikke",
		.by = world.bakery.contact,
		.seen_ore = seen_ore };

	return cancel_task(&c, task, &why);
}

enum err cancel_one(int64_t engagement, int64_t seen_ore)
{
	const struct cancel why = { .reason = "andet",
		.words = "",
		.by = world.bakery.contact,
		.seen_ore = seen_ore };

	return cancel_place(&c, engagement, &why);
}
