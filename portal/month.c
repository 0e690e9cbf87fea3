#include "base/clock.h"

#include "portal.h"

/* "2026-03" as a page's own links write it; else this month. */
struct month month_asked(struct req *r)
{
	struct ctx *c = r->ctx;
	const char *word = param_value(&r->query, "maaned");
	struct month m;
	struct wall w;

	m.from = clock_first(c->now, 0);
	if (clock_parse_date(mem_printf(c, "%.7s-01", word), &w) &&
	    clock_instant(w) < m.from)
		m.from = clock_instant(w);
	m.to = clock_first(m.from, 1);
	return m;
}

static const char *month_word(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%.7s", clock_iso_date(c, at));
}

void put_month(struct req *r, struct view *v, const struct month *m)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "month", clock_month(c, m->from));
	view_text(c, v, "this", month_word(c, m->from));
	view_text(c, v, "before", month_word(c, m->from - 1));
	view_text(c, v, "after", m->to <= c->now ? month_word(c, m->to) : NULL);
}
