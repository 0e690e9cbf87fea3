#include "base/clock.h"
#include "base/db.h"

#include "health.h"
#include "portal.h"

/* GET /: each role's own first page; for everybody else what this is. */
struct reply home(struct req *r)
{
	struct view *v = view_new(r->ctx);

	if (r->user != NULL && r->user->roles == CITIZEN)
		return reply_see(r, "/min-side");
	if (r->user != NULL && (r->user->roles & STAFF) == 0)
		return reply_see(r, "/opgaver");
	if (r->user != NULL && r->user->roles == MENTOR)
		return reply_see(r, "/opfoelgning");
	if (r->user != NULL)
		return reply_see(r, "/venter");
	view_text(r->ctx, v, "title", phrase_in(r->ctx, "home.title"));
	return reply_page(r, 200, "home.html", v);
}

struct reply about_page(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "about.title"));
	view_bool(r->ctx, v, "for_citizen", r->user == NULL);
	return reply_page(r, 200, "about.html", v);
}

struct reply accessibility(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "accessibility.title"));
	view_bool(r->ctx, v, "for_citizen", r->user == NULL);
	return reply_page(r, 200, "accessibility.html", v);
}

/* GET /privatliv: what we do with what we know of people, as articles 13 and 14
 * of the GDPR ask. */
struct reply notice_page(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "privacy.title"));
	view_bool(r->ctx, v, "for_citizen", r->user == NULL);
	return reply_page(r, 200, "privacy.html", v);
}

/* GET /foerste-loen: what an employer does the first time somebody is paid. */
struct reply first_pay(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "first_pay.title"));
	view_bool(r->ctx, v, "is_employer",
	    r->user != NULL && r->user->employer != 0);
	return reply_page(r, 200, "first_pay.html", v);
}

/* GET /healthz: the process answers. */
struct reply healthz(struct req *r)
{
	return reply_text(r, 200, "ok\n");
}

/* GET /readyz: the database answers and the notifier has gone round; a machine
 * reads the status, a person the words. */
struct reply readyz(struct req *r)
{
	struct health h = health_read(r->ctx);
	bool silent = r->ctx->now - h.seen_at > HEALTH_SILENT;
	bool late = h.oldest > HEALTH_AGE;

	if (db_failed(r->ctx))
		return reply_text(r, 503, "database failed\n");
	return reply_text(r, silent || late ? 503 : 200,
	    mem_printf(r->ctx,
		"notifier %s\noldest_message_late_seconds %" PRId64
		"\nwaiting_for_a_person %" PRId64
		"\nproviders_left_alone %" PRId64 "\n",
		silent ? "silent" : "running", h.oldest, h.waiting, h.broken));
}
