#include <string.h>

#include "own.h"
#include "portal.h"
#include "task.h"
#include "wish.h"

/* "Spørg om denne": a citizen can ask too (P8). */

/* GET /min-side/opgaver */
struct reply own_wish_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct ids ids = wish_tasks(c, r->user->id);
	struct view *v = view_new(c), *list = view_list(c, v, "tasks");

	view_text(c, v, "title", phrase_in(c, "own_wish.title"));
	view_bool(
	    c, v, "done", strcmp(param_value(&r->query, "gjort"), "") != 0);
	for (size_t i = 0; i < ids.count; i++) {
		struct view *item;
		struct task t;

		if (!task_load(c, ids.id[i], &t))
			continue;
		item = view_item(c, list);
		view_text(c, item, "id", mem_printf(c, "%" PRId64, t.id));
		view_bool(c, item, "waits", wish_waits(c, r->user->id, t.id));
		put_job(r, item, &t);
	}
	return reply_page(r, 200, "own_wish.html", v);
}

/* POST /min-side/opgaver/:id */
struct reply own_wish_make(struct req *r)
{
	enum err err = wish_make(r->ctx, r->user->id, r->id);

	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/min-side/opgaver?gjort=spurgt");
}
