#include "allowance.h"
#include "message.h"
#include "portal.h"

static void put(struct req *r, struct view *v, const char *name, int64_t ore)
{
	view_text(r->ctx, v, name,
	    ore == 0
		? NULL
		: phrase_x(r->ctx, mem_printf(r->ctx, "allowance.%s", name),
		      message_money(r->ctx, ore)));
}

void put_allowance(struct req *r, struct view *v, int64_t citizen, int64_t task)
{
	struct allowance a;

	if (!allowance_load(r->ctx, citizen, task, &a))
		return;
	put(r, v, "month_over", a.month_over_ore);
	put(r, v, "year_over", a.year_over_ore);
}
