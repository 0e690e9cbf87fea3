#include "fairness.h"
#include "portal.h"
#include "series.h"

/* A number, or that it is not told. */
static void put_count(
    struct ctx *c, struct view *v, const char *name, int64_t n)
{
	view_text(c, v, name,
	    n == FAIRNESS_UNTOLD ? phrase("fairness.untold")
				 : mem_printf(c, "%" PRId64, n));
}

static const char *share(struct ctx *c, int64_t part, int64_t all)
{
	if (part == FAIRNESS_UNTOLD || all == FAIRNESS_UNTOLD || all == 0)
		return "–";
	return mem_printf(c, "%" PRId64 " %%", (100 * part + all / 2) / all);
}

static void put_group(struct req *r, struct view *list,
    const struct fairness *f, enum fairness_since since)
{
	struct ctx *c = r->ctx;
	const struct fairness_cell *cell = &f->group[since];
	struct view *v = view_item(c, list);

	view_text(c, v, "since",
	    phrase(mem_printf(c, "fairness.since.%d", (int)since)));
	put_count(c, v, "people", cell->people);
	view_text(c, v, "people_share", share(c, cell->people, f->all.people));
	put_count(c, v, "questions", cell->questions);
	view_text(c, v, "questions_share",
	    share(c, cell->questions, f->all.questions));
}

/* GET /fordeling: how a month's questions were spread, in counts alone. */
struct reply fairness_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	struct month month = month_asked(r);
	struct fairness f;

	fairness_load(c, r->user->municipality, month.from, &f);
	view_text(c, v, "title", phrase("fairness.title"));
	put_month(r, v, &month);
	put_count(c, v, "people", f.all.people);
	put_count(c, v, "questions", f.all.questions);
	view_text(c, v, "gini",
	    f.gini_permille == FAIRNESS_UNTOLD
		? NULL
		: mem_printf(c, "%" PRId64 ",%03" PRId64,
		      f.gini_permille / 1000, f.gini_permille % 1000));
	view_bool(c, v, "looked", f.looked);
	put_count(c, v, "unasked", f.unasked);
	view_int(c, v, "tasks", f.tasks);
	view_int(c, v, "fixed", series_fixed(c, month.from, month.to));
	view_int(c, v, "easy", FAIRNESS_EASY);
	view_int(c, v, "least", FAIRNESS_LEAST);
	list = view_list(c, v, "groups");
	for (int i = 0; i < FAIRNESS_GROUPS; i++)
		put_group(r, list, &f, (enum fairness_since)i);
	return reply_page(r, 200, "fairness.html", v);
}
