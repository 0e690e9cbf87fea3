#include "base/clock.h"
#include "base/db.h"

#include "form.h"
#include "portal.h"
#include "signin.h"

struct reply session_page(struct req *r, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct session *all = session_list(c, r->user->id, &count);

	view_text(c, v, "title", phrase_in(r->ctx, "sessions.title"));
	/* It asks for more than a citizen shows. */
	view_bool(
	    c, v, "several", count > 1 && (r->user->roles & CITIZEN) == 0);
	list = view_list(c, v, "sessions");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "device", all[i].device);
		view_text(c, item, "since", clock_moment(c, all[i].made_at));
		view_text(c, item, "seen", clock_moment(c, all[i].seen_at));
		view_bool(c, item, "here", all[i].id == r->user->session);
	}
	view_bool(c, v, "citizen", (r->user->roles & CITIZEN) != 0);
	if ((r->user->roles & CITIZEN) == 0)
		put_passkeys(r, v, form);
	return reply_page(r, status, "session_list.html", v);
}

/* GET /mine-log-ind: where they are signed in, this browser marked. */
struct reply session_list_page(struct req *r)
{
	return session_page(r, 200, NULL);
}

/* POST /mine-log-ind/:id */
struct reply session_end_one(struct req *r)
{
	enum err err = session_end(r->ctx, r->user->id, r->id);

	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/mine-log-ind");
}

/* POST /mine-log-ind/andre: everywhere but here. */
struct reply session_end_all(struct req *r)
{
	db_begin(r->ctx);
	session_end_others(r->ctx, r->user->id, r->user->session);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	return reply_see(r, "/mine-log-ind");
}
